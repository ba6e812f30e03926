"""One mark as a sheet gives it, with the cell that it came from."""

from decimal import Decimal
from typing import NamedTuple

from evaluation.problems import Problem, Severity


class Mark(NamedTuple):
    """One mark as given, per (period, unit, indicator, rater), with the cell that it came from.

    ``period`` is None where neither the sheet nor the caller names one; ``rater`` is "" for the unnamed one. ``row``
    counts from 1, ``column`` is the spreadsheet's letter. ``found`` is the cell's text, ``note`` how it was converted.
    """

    period: str | None
    unit: str
    indicator: str
    rater: str
    mark: Decimal
    file: str
    sheet: str
    row: int
    column: str
    found: str
    note: str = ""

    def problem(self, code: str, severity: Severity, message: str) -> Problem:
        """Return a problem at this mark's cell."""
        return Problem(self.file, self.sheet, self.row, self.column, code, severity, self.found, message)

    @property
    def key(self) -> tuple[str | None, str, str, str]:
        """What may occur only once."""
        return self.period, self.unit, self.indicator, self.rater
