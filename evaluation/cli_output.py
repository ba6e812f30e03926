"""What the command line prints: tables for people, CSV and JSON for programs, problems with their places."""

import argparse
import csv
import io
import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.cells import harmless
from evaluation.cli_options import WrongUsage
from evaluation.problems import Problem
from evaluation.stability import Finding
from evaluation.stability.spoken import finding_in_words, safe_share_in_words, share_in_words
from evaluation.wording import cli as words
from evaluation.wording import stability as stability_words


def write_rows(options: argparse.Namespace, rows: list[dict[str, Any]]) -> None:
    """Print units as the options want them, one row each; a CSV file is for people, on standard output for a program.

    Raises WrongUsage where the file can't be written.
    """
    if options.format == "json":
        emit(options, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif options.format == "csv":
        is_for_people = bool(options.output)
        emit(options, _as_csv(rows, is_for_people), for_spreadsheet=is_for_people)
    else:
        emit(options, _as_table(rows))


def _flat(row: dict[str, Any]) -> dict[str, str]:
    """Return a row with its dimensions spread out, headings in Chinese, lists joined, nothing as ""."""
    flat = {}
    for key, value in row.items():
        if key == "dimensions":
            flat |= {_dimension_heading(name): score or "" for name, score in value.items()}
        elif isinstance(value, list):
            flat[words.COLUMNS[key]] = "；".join(value)
        elif isinstance(value, bool):
            flat[words.COLUMNS[key]] = words.YES if value else words.NO
        elif key == "status":
            flat[words.COLUMNS[key]] = words.STATUS[value]
        else:
            flat[words.COLUMNS[key]] = "" if value is None else str(value)
    return flat


def _dimension_heading(name: str) -> str:
    """Return a dimension's heading: told apart from a column that is there anyway, if it is called like one."""
    return words.DIMENSION_COLUMN.format(name=name) if name in words.COLUMNS.values() else name


def _as_csv(rows: list[dict[str, Any]], is_for_people: bool) -> str:
    """Return the rows as CSV; names are exact for a program that reads them, and no formulas in a file for WPS."""
    out = io.StringIO()
    write = harmless if is_for_people else str
    flat = [{write(key): write(value) for key, value in _flat(row).items()} for row in rows]
    if flat:
        writer = csv.DictWriter(out, list(flat[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(flat)
    return out.getvalue()


def _as_table(rows: list[dict[str, Any]]) -> str:
    return _lined_up([_flat(row) for row in rows])


def _lined_up(flat: list[dict[str, str]]) -> str:
    if not flat:
        return ""
    lines = [list(flat[0]), *(list(row.values()) for row in flat)]
    widths = [max(_width(line[number]) for line in lines) for number in range(len(lines[0]))]
    return "".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def emit(options: argparse.Namespace, text: str, for_spreadsheet: bool = False) -> None:
    """Write a text to the file that the options name, else to standard output. Raises WrongUsage where that fails."""
    if not options.output:
        sys.stdout.write(text)
        return
    try:
        Path(options.output).write_text(text, encoding="utf-8-sig" if for_spreadsheet else "utf-8", newline="")
    except OSError as error:
        reason = reason_of(error, words.NO_FOLDER)
        raise WrongUsage(words.CANNOT_WRITE.format(path=options.output, reason=reason)) from error


def print_problems(problems: Sequence[Problem]) -> None:
    """List problems on standard error, with their number."""
    for problem in problems:
        print(problem_line(problem), file=sys.stderr)
    print(words.PROBLEM_COUNT.format(count=len(problems)), file=sys.stderr)


def problem_line(problem: Problem) -> str:
    """Return a problem in one line: how grave, where, what stands there and what is the matter."""
    place = [problem.file, problem.sheet]
    if problem.row is not None:
        place.append(words.PLACE_ROW.format(row=problem.row))
    if problem.column:
        place.append(words.PLACE_COLUMN.format(column=problem.column))
    found = words.FOUND.format(found=problem.found)
    found = found if problem.found and found.strip("：") not in problem.message else ""
    return words.PROBLEM_LINE.format(
        severity=words.SEVERITY[problem.severity], place=" ".join(filter(None, place)), found=found, message=problem.message
    )


def stability_table(finding: Finding, award: str, group: str) -> str:
    """Return what other weights would do to one list, in sentences and a table with one row per unit."""
    contest, is_sampled = finding.contest, finding.way != "exact"
    names = stability_words.AND.join(finding.names(finding.safety.listed.inside)) or words.NOBODY
    head = stability_words.CLI_HEAD.format(award=award, group=group, places=contest.places, units=len(contest.units), names=names)
    share = stability_words.CLI_SAFE.format(share=safe_share_in_words(finding))
    figures = [
        (
            name,
            share_in_words(finding.ranks.shares[unit, 0], is_sampled),
            share_in_words(float(finding.chances[unit]), is_sampled),
            finding.ranks.best[unit],
            finding.ranks.worst[unit],
        )
        for unit, name in enumerate(contest.units)
    ]
    rows = [dict(zip(stability_words.CLI_COLUMNS.values(), map(str, row), strict=True)) for row in figures]
    lines = [head, finding_in_words(finding), share, stability_words.CLI_NOTE]
    return "".join(f"{line}\n" for line in lines) + _lined_up(rows)


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as the command line prints it."""
    return {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "found": problem.found,
        "message": problem.message,
    }


def reason_of(error: OSError, not_there: str) -> str:
    """Return in Chinese why a file can't be had; ``not_there`` where there is none."""
    return not_there if isinstance(error, FileNotFoundError) else words.OS_REASONS.get(error.errno or 0, words.OS_OTHER)
