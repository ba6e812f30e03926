"""Examines an archive from standard input and writes what came of it as JSON.

Runs as a process of its own, because an archive is a whole installation in one file: a small one can unpack to gigabytes of
events, and one whose chain is right can still hold events that nobody ever saved. The argument is how many bytes of memory
it may take. The answer is ``{"verdict": …, "is_same": …}`` or ``{"refused": …, "message": …}``.
"""

import contextlib
import json
import sys

import duckdb

from evaluation._read_workbook import limit_time
from evaluation.archive import examine_archive, read_archive
from evaluation.archive_check import MOST_BYTES
from evaluation.problems import EvaluationError
from evaluation.wording import archive as words

_SECONDS = 9


def main() -> None:
    """Read standard input, write the answer."""
    _limit_data(int(sys.argv[1]))
    limit_time(_SECONDS)
    sys.stdout.buffer.write(json.dumps(answer_to(sys.stdin.buffer.read())).encode())


def answer_to(content: bytes) -> dict[str, object]:
    """Return what came of an archive, whatever its bytes are."""
    try:
        finding = examine_archive(read_archive(content, MOST_BYTES))
    except EvaluationError as error:
        return {"refused": "content", "message": str(error)}
    except (MemoryError, RecursionError, duckdb.OutOfMemoryException):
        return {"refused": "too_big"}
    except Exception:  # events that nobody saved raise whatever their readers stumble over
        return {"refused": "content", "message": words.NOT_ARCHIVE}
    return {"verdict": finding.verdict, "is_same": finding.is_same}


def _limit_data(size: int) -> None:
    """Let this process write to no more than so many bytes of memory, where the system knows how.

    Not the address space, of which DuckDB reserves more than a gigabyte that it never touches.
    """
    with contextlib.suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
