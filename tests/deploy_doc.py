"""What docs/deploy.md tells people to type, taken from it word for word, so that what is tried is what they read."""

import re
from collections.abc import Mapping

from evaluation.home import PROJECT

DOCUMENT = PROJECT / "docs" / "deploy.md"
NAME = "kp.example.cn"
"""The name under which the document's office opens the app."""


def block(heading: str, language: str, number: int = 0) -> str:
    """Return a fenced block under a heading of the second level. Raises IndexError or ValueError where it is gone."""
    sections = re.split(r"^## ", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    (section,) = [text for text in sections if text.startswith(heading)]
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    return [text for of, text in fenced if of == language][number]


def filled(text: str, places: Mapping[str, object]) -> str:
    """Return a text with what differs here put in. Raises AssertionError where the document doesn't say it any more."""
    for said, here in places.items():
        assert said in text, f"docs/deploy.md no longer says: {said}"
        text = text.replace(said, str(here))
    return text


def in_parts(text: str, ending: str = r"(?<=;)\s*|\{|\}") -> list[str]:
    """Return the directives of a configuration of nginx, each with single spaces."""
    return [" ".join(part.split()) for part in re.split(ending, text) if part.strip()]


def settings_of(unit: str) -> dict[str, str]:
    """Return the environment that a unit of systemd gives to its program."""
    return dict(re.findall(r"^Environment=(\w+)=(.*)$", unit, flags=re.MULTILINE))
