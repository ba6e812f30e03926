"""The name of an uploaded file as it is kept and shown: no folders, nothing invisible, not endless."""

import unicodedata
from pathlib import PurePosixPath

from evaluation.wording import intake as words

LONGEST = 120
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def base_name(name: str) -> str:
    """Return the last part of a name that a browser or an attacker gave, in signs that show as they stand.

    Marks that turn the reading direction go, because 评分⟨turn⟩vsc.exe would show as a CSV; a long stem is cut and the
    ending kept; what leaves nothing is called 未命名.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN).strip()
    if not seen.strip("."):
        return words.NO_FILE_NAME
    path = PurePosixPath(seen)
    ending = path.suffix if len(path.suffix) <= 10 else ""
    return seen if len(seen) <= LONGEST else seen[: LONGEST - len(ending)] + ending
