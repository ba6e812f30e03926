"""The secret that cookies are signed with: one for each installation, made once, in a file closed to others."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from evaluation.people import check_private, made_in
from evaluation.problems import EvaluationError
from evaluation.safe_start import LEAST_SECRET
from evaluation.wording import access as words

FILE = "cookie.secret"


def cookie_secret(folder: Path) -> str:
    """Return the secret of the home in this folder: 64 random characters, made where there are none yet.

    Raises EvaluationError where others may read the file, what it holds is too short to be such a secret, or the disk refuses it.
    """
    path = folder / FILE
    if not path.exists():
        _make(path)
    check_private(path, words.OPEN_SECRETS)
    secret = path.read_text("ascii", "replace").strip()
    if len(secret) < LEAST_SECRET:
        raise EvaluationError(words.BROKEN_SECRET.format(path=path))
    return secret


def _make(path: Path) -> None:
    """Write it beside and link it, so that of two servers that start together both read the same, and all of it."""
    beside = path.with_name(f".{FILE}.{secrets.token_hex(8)}")
    with made_in(path.parent):
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
            with suppress(FileExistsError):
                os.link(beside, path)
        finally:
            beside.unlink(missing_ok=True)
