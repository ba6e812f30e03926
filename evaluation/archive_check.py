"""An archive from somebody else, examined in a process of its own before anything of it is taken in."""

from dataclasses import dataclass

from evaluation.apart import WorkbookRefused, answer_of, run_apart
from evaluation.problems import EvaluationError
from evaluation.wording import archive as words

MOST_BYTES = 100 << 20
"""What may come out of an archive that is handed in on a page; larger ones go through the command line."""
_MEMORY = 420 << 20
_SECONDS = 120
"""By the clock, for a machine that is busy with other things; the process gives up after few seconds of its own work."""


@dataclass(frozen=True)
class Verdict:
    """What an archive holds, in words, and whether its figures come out again."""

    text: str
    is_same: bool


def check_archive(content: bytes) -> Verdict:
    """Return the verdict on an archive, whatever its bytes are. Raises EvaluationError where it is none, or too large."""
    try:
        answer = answer_of(run_apart("evaluation._examine_archive", content, _SECONDS, _MEMORY))
    except WorkbookRefused as refused:
        raise EvaluationError(refused.details.get("message") or words.TOO_MUCH.format(limit=MOST_BYTES >> 20)) from None
    return Verdict(answer["verdict"], answer["is_same"])
