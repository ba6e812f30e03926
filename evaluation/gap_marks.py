"""Scores that rest on a gap (0, a mean over fewer, the group's mean): the sign beside them and what it means. Pure.

Whoever reads a figure can't see that nobody gave the mark behind it, so wherever a score stands the sign stands, too.
"""

from collections.abc import Collection, Iterable

from evaluation.ranking import RankedUnit
from evaluation.wording import ranking as words
from evaluation.wording.trial import MISSING_RULES


def marked(text: str, on_gaps: Collection[str], dimension: str | None = None) -> str:
    """Return a name or a printed figure, with the sign behind it where a mark lacks in the dimension (None: in any).

    ``on_gaps`` are the dimensions that lack one, as a ranked unit has them.
    """
    is_on_gap = bool(on_gaps) if dimension is None else dimension in on_gaps
    return f"{text}{words.GAP_MARK}" if is_on_gap else text


def gap_note(missing_rule: str, *on_gaps: Collection[str]) -> str:
    """Return what the sign means, "" where nothing bears one."""
    return words.GAP_NOTE.format(rule=MISSING_RULES[missing_rule]) if any(on_gaps) else ""


def gaps_named(missing_rule: str, units: Iterable[RankedUnit]) -> str:
    """Return whose scores rest on gaps, with their dimensions; "" where there is nobody."""
    found = [words.GAPS_OF.format(unit=unit.unit, dimensions="、".join(unit.on_gaps)) for unit in units if unit.on_gaps]
    return words.GAPS_NAMED.format(rule=MISSING_RULES[missing_rule], units="、".join(found)) if found else ""
