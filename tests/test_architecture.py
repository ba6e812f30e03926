"""docs/architecture.md says where things live: of every module and of every kind of event."""

import re
from pathlib import Path

import evaluation
from evaluation.wording import records

PACKAGE = Path(evaluation.__file__).parent
TEXT = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8").replace("```", "")
NAMED = {name for quoted in re.findall(r"`([^`]+)`", TEXT) for name in re.findall(r"\w+", quoted)}


def test_every_module_has_its_place_in_the_table():
    modules = {path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert sorted((modules | packages) - NAMED) == []


def test_every_kind_of_event_is_listed_and_no_other():
    listed = set(re.findall(r"`(\w+)`", TEXT.partition("Events: ")[2].partition(". Each carries")[0]))
    assert listed == set(records.KINDS)
