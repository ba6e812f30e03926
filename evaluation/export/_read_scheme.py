"""Reads a scheme file (TOML) and writes its tables as JSON.

Takes the file's name (one line of JSON) and its bytes on standard input. Runs as a process of its own with the limits of
evaluation/_read_workbook.py: a small file can nest keys so deeply, or name numbers so large, that reading it or writing them
out takes gigabytes. The answer is ``{"tables": …, "notes": …}`` or ``{"refused": code, …}``.
"""

import json
import sys
from dataclasses import astuple

from evaluation._read_workbook import limit_memory, limit_time
from evaluation.problems import EvaluationError, SchemeError
from evaluation.scheme_faults import Fault, check_tables, faults_of
from evaluation.scheme_reading import read_scheme, read_toml
from evaluation.scheme_tables import Tables, check_size, tables_of

_SECONDS = 9


def main() -> None:
    """Read standard input, write the answer."""
    limit_memory(int(sys.argv[1]))
    limit_time(_SECONDS)
    try:
        file = json.loads(sys.stdin.buffer.readline())
        tables, notes = from_toml(sys.stdin.buffer.read(), file)
        answer = {"tables": astuple(tables), "notes": [astuple(note) for note in notes]}
    except EvaluationError as error:
        answer = {"refused": "content", "message": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_big"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def from_toml(content: bytes, file: str) -> tuple[Tables, tuple[Fault, ...]]:
    """Return the tables in a scheme file, and what of it isn't in them. Raises EvaluationError."""
    data = read_toml(content, file)
    tables = tables_of(data)
    check_size(tables)
    try:
        read_scheme(content, file)
    except SchemeError as error:
        shown = check_tables(tables).faults
        return tables, tuple(fault for fault in faults_of(error, data) if fault not in shown)
    return tables, ()
