"""整改清单 on paper: a print-ready workbook, and a Word document of the same table."""

from collections.abc import Sequence
from datetime import date

from evaluation.export.office_document import Table, write_document
from evaluation.export.workbook import Column, PrintedList, write_workbook
from evaluation.wording import export
from evaluation.wording import rectification as words

_WIDTHS = (14, 7, 22, 12, 12, 24, 13, 30)
_MILLIMETRES = (26, 14, 38, 22, 22, 44, 24, 52)


def rectification_workbook(
    period: str, group: str, rows: Sequence[Sequence[str]], *, check_code: str, is_final: bool, is_demonstration: bool
) -> bytes:
    """Return the list as XLSX bytes; ``rows`` are texts under ``words.HEADS``."""
    columns = [Column(head, width) for head, width in zip(words.HEADS, _WIDTHS, strict=True)]
    title = words.DOCUMENT_TITLE.format(period=period)
    return write_workbook(
        PrintedList(
            words.SHEET,
            title,
            _lines(group, check_code, is_final=is_final, is_demonstration=is_demonstration),
            columns,
            rows,
            landscape=True,
        )
    )


def rectification_document(
    period: str, group: str, rows: Sequence[Sequence[str]], *, check_code: str, is_final: bool, is_demonstration: bool
) -> bytes:
    """Return the list as DOCX bytes."""
    lines = _lines(group, check_code, is_final=is_final, is_demonstration=is_demonstration)
    table = Table(words.HEADS, rows, _MILLIMETRES)
    title = words.DOCUMENT_TITLE.format(period=period)
    return write_document(title, lines, [words.INTRO.format(period=period), table], landscape=True)


def _lines(group: str, check_code: str, *, is_final: bool, is_demonstration: bool) -> list[str]:
    today = date.today()
    day = export.DAY.format(year=today.year, month=today.month, day=today.day)
    state = export.FINAL if is_final else export.DRAFT
    line = words.LINE.format(office=words.OFFICE, date=day, group=group, state=state, code=check_code)
    return [words.DEMONSTRATION, line] if is_demonstration else [line]
