"""Sheets to send down: units and indicators filled in, numbers checked as they are typed."""

import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from evaluation.charts.lettering import text_width
from evaluation.roster import Roster
from evaluation.scheme import Dimension, Indicator, Scheme
from evaluation.wording import templates as words

_TEXT, _DIGIT = 11 * 4 / 3, 7
"""Pixels of the usual letters, and of the digit that columns are measured in."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LINES, _FRAMED = 500, 20
_LONGEST_CHOICE = 255
"""Signs that a list of choices may have in a workbook."""


def roster_template() -> bytes:
    """Return an empty roster with its headings (XLSX)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(words.ROSTER_TITLE)
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#F5F2EB"})
        for column, name in enumerate(words.ROSTER_COLUMNS):
            sheet.write_string(0, column, name, head)
        sheet.set_column(0, 2, 22)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def sheet_template(dimension: Dimension, roster: Roster, period: str | None) -> bytes:
    """Return a score sheet of one dimension with all units of the roster, one row per unit (XLSX)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(sheet_name(dimension.name))
        title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#F5F2EB", "text_wrap": True, "align": "center"})
        cell = book.add_format({"border": 1})
        headings = [words.SERIAL, words.UNIT, *(_heading(indicator) for indicator in dimension.indicator), words.REMARK]
        name = words.SHEET_TITLE.format(period=period or "", dimension=dimension.name)
        sheet.merge_range(0, 0, 0, len(headings) - 1, "", title)
        sheet.write_string(0, 0, name, title)
        for column, heading in enumerate(headings):
            sheet.write_string(1, column, heading, head)
        for row, unit in enumerate(roster.units, start=2):
            sheet.write_number(row, 0, row - 1, cell)
            sheet.write_string(row, 1, unit.name, cell)
            for column in range(2, len(headings)):
                sheet.write_blank(row, column, None, cell)
        for column, indicator in enumerate(dimension.indicator, start=2):
            full_mark = indicator.full_mark if indicator.rule == "mark" else None
            limits = (
                {"criteria": "between", "minimum": 0, "maximum": float(full_mark)}
                if full_mark
                else {"criteria": "between", "minimum": -99_999_999, "maximum": 99_999_999}
            )
            message = words.MARK_ERROR.format(full_mark=f"{full_mark.normalize():f}") if full_mark else words.NUMBER_ERROR
            sheet.data_validation(
                2,
                column,
                len(roster.units) + 1,
                column,
                {"validate": "decimal", **limits, "error_title": words.MARK_TITLE, "error_message": message},
            )
        sheet.set_column(0, 0, 6)
        longest = max((text_width(unit.name, _TEXT) for unit in roster.units), default=0)
        sheet.set_column(1, 1, max(20, longest / _DIGIT + 2))  # a name is cut as soon as a mark stands beside it
        sheet.set_column(2, len(headings) - 1, 16)
        sheet.freeze_panes(2, 2)
        sheet.repeat_rows(0, 1)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def adjustment_template(scheme: Scheme, period: str | None) -> bytes:
    """Return an empty list of points with its headings, which takes as many decimals as the scheme prints (XLSX)."""
    least = Decimal(1).scaleb(-scheme.decimals)
    message = words.POINTS_ERROR.format(least=f"{least:f}")
    number = {"validate": "decimal", "criteria": "between", "minimum": -99_999_999, "maximum": 99_999_999}
    return _list(words.ADJUSTMENT_COLUMNS, period, words.ADJUSTMENT_TITLE, {1: {**number, "error_message": message}})


def veto_template(scheme: Scheme, period: str | None) -> bytes:
    """Return an empty list of vetoes with its headings; the scheme's reasons can be picked, others may be written (XLSX)."""
    reasons = [reason.name for reason in scheme.veto_reason]
    fits = reasons and not any("," in name for name in reasons) and len(",".join(reasons)) <= _LONGEST_CHOICE
    picked = {1: {"validate": "list", "source": reasons, "show_error": False}} if fits else {}
    return _list(words.VETO_COLUMNS, period, words.VETO_TITLE, picked)


def _list(headings: Sequence[str], period: str | None, title: str, checks: Mapping[int, dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(title)
        heading = book.add_format({"bold": True, "font_size": 14, "align": "center"})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#F5F2EB", "align": "center"})
        cell = book.add_format({"border": 1})
        sheet.merge_range(0, 0, 0, len(headings) - 1, "", heading)
        sheet.write_string(0, 0, f"{period or ''}{title}", heading)
        for column, name in enumerate(headings):
            sheet.write_string(1, column, name, head)
            for row in range(2, 2 + _FRAMED):
                sheet.write_blank(row, column, None, cell)
        for column, check in checks.items():
            sheet.data_validation(2, column, 1 + _LINES, column, check)
        sheet.set_column(0, len(headings) - 1, 16)
        sheet.set_column(headings.index(words.REASON), headings.index(words.REASON), 44)
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(0, 1)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def sheet_name(name: str) -> str:
    """Return the name as a worksheet may bear it: 31 characters, no brackets, slashes or wildcards, no apostrophe at an end."""
    return re.sub(r"[\[\]:*?/\\]", "-", name)[:31].strip("'") or words.ROSTER_TITLE


def _heading(indicator: Indicator) -> str:
    if indicator.rule == "mark" and indicator.full_mark:
        return words.HEADING.format(indicator=indicator.name, full_mark=f"{indicator.full_mark.normalize():f}")
    return indicator.name
