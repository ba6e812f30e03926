"""The steps of the way to a total, and how a page or a document says them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evaluation.formulas import printed
from evaluation.wording import explain as words
from evaluation.wording import period_parts as part_words

Kind = Literal[
    "total",
    "base",
    "dimension",
    "part",
    "aspect",
    "indicator",
    "mark",
    "adjustments",
    "bonus",
    "deduction",
    "adjustment",
    "veto",
    "unused",
]
Origin = Literal["mark", "zero", "imputed", "missing"]


@dataclass(frozen=True)
class Source:
    """The cell that a mark came from; for adjustments and vetoes the line of their list, counted from 1 without header.

    ``row`` counts as the spreadsheet does and is None for lists, ``line`` is None for cells. ``found`` is the cell's
    text and ``note`` how it was converted. ``actor`` brought it in at ``done_at``.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    line: int | None
    found: str
    note: str
    actor: str
    done_at: str


@dataclass(frozen=True)
class Step:
    """One figure of the way to the total, and the steps that it is made of.

    ``printed`` is the figure as published (marks: as given), None where it can't be computed; ``exact`` is what the
    chain holds, a multiple of 10⁻²⁰ points. ``formula`` has its inputs in it, "" for leaves; ``remark`` is in words.
    ``weight`` is the one used in the parent's mean, None where there is none. ``counts`` is False for what the parent
    leaves out (a rater cut off by ``trimmed_mean``, a gap under ``reweight``). ``origin`` and ``period`` (the one
    whose marks it rests on) are set on indicators, ``part`` on those in a part of a year (第1季度), ``source`` on leaves with
    a cell or line.
    """

    kind: Kind
    label: str
    printed: Decimal | None
    exact: Fraction | None
    formula: str = ""
    remark: str = ""
    weight: Decimal | None = None
    counts: bool = True
    origin: Origin | None = None
    source: Source | None = None
    children: tuple["Step", ...] = ()
    period: str = ""
    part: str = ""

    @property
    def name(self) -> str:
        """The label, with the part of the year before it where there is one: 第1季度：招商引资."""
        return part_words.LACKING.format(part=self.part, indicator=self.label) if self.part else self.label


def walk(step: Step, depth: int = 0) -> Iterator[tuple[int, Step]]:
    """Yield every step with its depth, from the total down, each before its children."""
    yield depth, step
    for child in step.children:
        yield from walk(child, depth + 1)


def place_in_words(source: Source) -> str:
    """Return the file and cell, as in “营商环境.csv · 第 9 行 C 列”."""
    if source.line is not None:
        return words.LINE.format(file=source.file, line=source.line)
    form = words.SHEET_CELL if source.sheet else words.CELL
    return form.format(file=source.file, sheet=source.sheet, row=source.row, column=source.column)


def step_in_words(step: Step) -> str:
    """Return one step as a line, as in “营商环境 82.10 = (81.00 + 83.20) ÷ 2”, with its remark or cell in brackets."""
    figure = words.NOTHING if step.printed is None else printed(step.printed)
    plain = step.formula in ("", figure)
    line = (words.STEP if plain else words.WITH_FORMULA).format(label=step.label, printed=figure, formula=step.formula)
    if step.kind == "veto":
        line = step.label
    remarks = [step.remark, place_in_words(step.source) if step.source else ""]
    remark = words.SEPARATOR.join(filter(None, remarks))
    return words.WITH_REMARK.format(line=line, remark=remark) if remark else line


def in_words(step: Step) -> list[str]:
    """Return the whole tree as indented lines, from the total down to the cells."""
    return [words.INDENT * depth + step_in_words(item) for depth, item in walk(step)]


def without_raters(step: Step) -> Step:
    """Return the tree without the marks that raters gave by name, for people who may not see them: the joined mark stays."""
    children = tuple(
        without_raters(child) for child in step.children if child.kind != "mark" or child.label == words.UNNAMED_RATER
    )
    return replace(step, children=children)


def way_of(step: Step, indicator: str, part: str = "") -> list[str]:
    """Return the way of one indicator to the total (一个数怎么算到总分), to be joined by arrows; empty where it has none.

    In a year made up of parts it is the way from ``part``, or from the first one that has a score.
    办件满意度 81.00, 营商环境 82.10, 基础分 (87.90 + 82.10 + 85.30) ÷ 3 = 85.10, 加减分 0.00, 总分 85.10.
    """
    path = _path(step, indicator, part)
    if not path or any(item.printed is None for item in path):
        return []
    total, base, *parts = path
    adjustments = next(child for child in total.children if child.kind == "adjustments")
    way = [_figure_of(item) for item in reversed(parts)]
    joined = words.FORMULA_FIRST.format(label=base.label, formula=base.formula, printed=printed(base.printed))
    return [*way, joined, _figure_of(adjustments), _figure_of(total)]


def _figure_of(step: Step) -> str:
    return words.STEP.format(label=step.label, printed=printed(step.printed))


def _path(step: Step, indicator: str, part: str) -> list[Step]:
    if step.kind == "indicator":
        return [step] if step.label == indicator and part in ("", step.part) else []
    if step.kind == "part" and step.printed is None:
        return []
    for child in step.children:
        if below := _path(child, indicator, part):
            return [step, *below]
    return []
