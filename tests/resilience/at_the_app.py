"""Somebody at the app in a process of their own: the real pages, run as Streamlit runs them, on a home of their own.

``serve`` is a process that has loaded everything and forks somebody for each order, so that a life costs no imports.
"""

import importlib
import os
import pkgutil
import random
import re
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner

from evaluation import ui
from evaluation.events import roster_set, scheme_set
from evaluation.journal import Draft
from evaluation.ui.desk import the_home
from evaluation.wording import award_page, import_page
from evaluation.wording import pages as words
from tests.chain import dimension, indicator, roster_of, scheme_of
from tests.pages.conftest import Person, behave_as_started

UNITS = ("东坪村", "龙泉村", "西岭村", "南沟村")
AWARD = "先进集体"
ROSTER = roster_of(**{"村（社区）": " ".join(UNITS)})
SCHEME = scheme_of(dimension("作风能力", indicator("满意")), award=[{"name": AWARD, "groups": list(ROSTER.groups), "quota": 2}])
"""One mark out of 100 per unit and nothing else, so that the total on screen is the mark that was handed in."""
GROUND: list[Draft] = [scheme_set(SCHEME), roster_set(ROSTER)]
CHOICES = {spoken: choice for choice, spoken in award_page.CHOICES.items()}


@dataclass(frozen=True)
class Shown:
    """What the pages show of what people did: totals, decisions with their reasons, imports (in force or not), names, 定稿."""

    totals: tuple[tuple[str, str], ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    imports: tuple[tuple[str, bool], ...] = ()
    names: tuple[str, ...] = ()
    is_locked: bool = False


Deed = tuple[str, Any]
"""What somebody is about to press: its kind and what belongs to it."""


def serve(orders: Connection) -> None:
    """Fork somebody for each order (what to do, address to speak to, folder, seed): say their pid and, asked, how they ended."""
    for found in pkgutil.iter_modules(ui.__path__):
        importlib.import_module(f"{ui.__name__}.{found.name}")
    manifest_scanner.scan_component_manifests()
    orders.send("ready")
    while order := orders.recv():
        child = os.fork()
        if not child:
            _live(*order)
        orders.send(child)
        orders.recv()  # only then is the pid given back
        orders.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _live(what: str, address: str, folder: Path, seed: int) -> None:
    """Do it in this process, which ends here; a failure is told before it ends."""
    os.environ.update(EVALUATION_HOME=str(folder), EVALUATION_UPKEEP="on")
    for name in ("EVALUATION_JOURNAL_URL", "EVALUATION_ACCESS"):
        os.environ.pop(name, None)
    behave_as_started(pytest.MonkeyPatch())
    with Client(address) as said:
        try:
            {"look": look_only, "work": work}[what](said, seed)
        except BaseException:
            said.send(("failed", traceback.format_exc()))
            os._exit(1)
    os._exit(0)


def look_only(said: Connection, _seed: int) -> None:
    """Open the app and say what it shows, once the day's copy is there: it is due after the first page."""
    shown = look(Person({}).open())
    over = time.monotonic() + 60
    while the_home().is_upkeep_due and time.monotonic() < over:
        time.sleep(0.01)
    said.send(("shown", shown))


def work(said: Connection, seed: int) -> None:
    """Open the app, say what it shows, and press buttons without end: ("try", deed) before each, then ("done", "").

    A refusal in words is ("refused", sentence). The process is ended from outside.
    """
    person, chance = Person({}).open(), random.Random(seed)
    shown = look(person)
    said.send(("shown", shown))
    for kind, what in deeds(person, shown, chance):
        said.send(("try", (kind, what)))
        done = {"import": _confirm, "decide": _save, "reset": _reset, "switch": _switch, "lock": _lock, "withdraw": _withdraw}
        sentence = done[kind](person, what)
        person.assert_sound()
        refused = [error.value for error in person.app.error]
        assert refused or sentence in [toast.value for toast in person.app.toast], (kind, sentence, person.text)
        said.send(("refused", refused[0]) if refused else ("done", ""))


def look(person: Person) -> Shown:
    """Return what 先进集体 and 数据导入 show; nothing may have failed on the way."""
    person.assert_sound()
    assert not person.app.error, person.text
    table = person.open("shortlist").app.data_editor
    person.assert_sound()
    rows = table[0].value.to_dict("records") if table else []
    is_locked = any("**定稿**" in markdown.value for markdown in person.app.markdown)
    person.app.session_state["all_imports"] = True
    person.open("import").assert_sound()
    lines = [markdown.value.replace("\\", "") for markdown in person.app.markdown]
    return Shown(
        tuple((row[words.COLUMN_UNIT], row[words.COLUMN_TOTAL]) for row in sorted(rows, key=lambda row: row[words.COLUMN_UNIT])),
        tuple(
            sorted(
                (row[words.COLUMN_UNIT], CHOICES[row[award_page.COLUMN_CHOICE]], row[words.COLUMN_REASON])
                for row in rows
                if row[award_page.COLUMN_WHO]
            )
        ),
        tuple((line.split("　")[2].strip("~"), words.UNDONE not in line) for line in lines if ".csv　" in line),
        tuple(sorted(found[1] for line in lines if (found := _REMEMBERED.search(line)))),
        is_locked,
    )


_REMEMBERED = re.compile(r"：\*\*(.+?)\*\* → ")


def deeds(person: Person, shown: Shown, chance: random.Random) -> Iterator[Deed]:
    """Prepare what can be pressed next, for ever, and yield it just before the button.

    What is open to somebody who looks at the page decides: a locked list is withdrawn, or an import is tried against it.
    """
    is_locked = shown.is_locked
    while True:
        number = chance.randrange(10**9)
        kind = chance.choice(("import", "withdraw") if is_locked else ("import", "import", "decide", "decide", "switch", "lock"))
        if kind in ("import", "switch"):
            person.open("import")
            if person.has_button(import_page.RESUMED_DROP):  # a file that was refused for a lock is still there
                person.click(import_page.RESUMED_DROP)
            if kind == "import" or not any(button.label in (words.UNDO, words.REDO) for button in person.app.button):
                yield "import", prepare_import(person, number, chance)
            else:
                yield "switch", None
            continue
        person.open("shortlist")
        if not person.app.data_editor:
            continue
        if kind == "decide":
            yield "decide", prepare_decisions(person, number, chance)
        elif kind == "withdraw":
            yield "withdraw", None
            is_locked = False
        elif not person.button(award_page.NEXT["final"]).disabled:
            yield "lock", None
            is_locked = True
        elif person.has_button(words.RESET_DECISIONS):
            yield "reset", None


def prepare_import(person: Person, number: int, chance: random.Random) -> tuple[str, dict[str, str], str]:
    """Choose a file, with a name that nobody knows now and then; return its name, its marks and the new name ("" for none)."""
    marks = {unit: f"{chance.randint(7000, 9999) / 100:.2f}" for unit in UNITS}
    unknown = f"东坪{number}号" if chance.random() < 0.4 else ""
    rows = [f"{unknown if unknown and unit == UNITS[0] else unit},{mark}" for unit, mark in marks.items()]
    name = f"评分{number}.csv"
    person.upload((name, "\n".join(["2022年度作风能力考核评分表", "单位,满意", *rows]).encode()))
    if unknown:
        next(box for box in person.app.selectbox if str(box.key).startswith("other/")).select(UNITS[0]).run()
    return name, marks, unknown


def prepare_decisions(person: Person, number: int, chance: random.Random) -> dict[int, tuple[str, str, str]]:
    """Edit two rows; return by row what they hold then: unit, choice, reason."""
    units = list(person.app.data_editor[0].value[words.COLUMN_UNIT])
    wanted = {
        row: (units[row], chance.choice(("chosen", "not_chosen")), f"会议{number}") for row in chance.sample(range(len(units)), 2)
    }
    person.edit(_cells(wanted))
    return wanted


def _cells(wanted: dict[int, tuple[str, str, str]]) -> dict[int, dict[str, object]]:
    return {
        row: {award_page.COLUMN_CHOICE: award_page.CHOICES[choice], words.COLUMN_REASON: reason}
        for row, (_, choice, reason) in wanted.items()
    }


def _confirm(person: Person, _what: object) -> str:
    person.click(words.CONFIRM_IMPORT)
    return words.IMPORTED.format(count=1)


def _save(person: Person, wanted: dict[int, tuple[str, str, str]]) -> str:
    person.edit(_cells(wanted), words.SAVE_DECISIONS)
    return words.SAVED


def _reset(person: Person, _what: object) -> str:
    person.click(words.RESET_DECISIONS)
    return words.SAVED


def _switch(person: Person, _what: object) -> str:
    """Take the last import back, or bring it back."""
    button = next(button for button in person.app.button if button.label in (words.UNDO, words.REDO))
    sentence = words.UNDO_DONE if button.label == words.UNDO else words.REDO_DONE
    file = next(markdown.value for markdown in person.app.markdown if ".csv　" in markdown.value).split("　")[2].strip("~")
    button.click().run()
    return sentence.format(file=file)


def _lock(person: Person, _what: object) -> str:
    person.click(award_page.NEXT["final"])
    person.app.text_area(key="step_reason").set_value("会议同意")
    person.click_in_dialog(award_page.NEXT["final"], award_page.CONFIRM["final"])
    return award_page.LOCKED.format(award=AWARD)


def _withdraw(person: Person, _what: object) -> str:
    person.app.button(key="withdraw").click().run()
    person.app.text_area(key="step_reason").set_value("重新核对")
    person.app.button(key="withdraw").click()
    person.click(award_page.WITHDRAW_CONFIRM)
    return award_page.UNLOCKED
