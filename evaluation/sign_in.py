"""Passwords, the wait after failures, and visits of at most twelve hours; all kept in the people's file.

A visit is known by a random token whose SHA-256 alone is kept, so that the file gives nobody a way in.
"""

import hashlib
import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from evaluation.access import Person
from evaluation.people import LONGEST_NAME, People
from evaluation.problems import EvaluationError
from evaluation.wording import access as words

MOST_FAILURES = 5
WAIT = 15 * 60
LONGEST_VISIT = 12 * 60 * 60
LEAST_PASSWORD, LONGEST_PASSWORD = 10, 128
_KEEP_TRY = """
insert into attempt values (?, ?, ?)
on conflict (name) do update set failures = excluded.failures, last = excluded.last
"""
_hasher = PasswordHasher()
_few_at_once = threading.BoundedSemaphore(2)
"""Each check takes 64 MB and some 50 ms on purpose; a crowd of strangers shall not take the machine."""


def hash_password(name: str, password: str) -> str:
    """Return the argon2id hash of a password. Raises EvaluationError where it is too short, too long, or the name."""
    password = _plain(password)
    if len(password) < LEAST_PASSWORD:
        raise EvaluationError(words.TOO_SHORT.format(least=LEAST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise EvaluationError(words.TOO_LONG.format(most=LONGEST_PASSWORD))
    if password.lower() == name.lower():
        raise EvaluationError(words.LIKE_NAME)
    with _few_at_once:
        return _hasher.hash(password)


def sign_in(people: People, name: str, password: str) -> str:
    """Begin a visit and return its token.

    Raises EvaluationError for a wrong name or password (the same sentence), and for fifteen minutes after the fifth
    failure whatever is typed. A try counts before it is checked, so that tries at the same moment don't get more.
    """
    name = name.strip()[: LONGEST_NAME + 1]
    if not name or not password:
        raise EvaluationError(words.EMPTY)
    _count(people, name)
    rows = people.rows("select password from person where name = ?", [name])
    if not _fits(rows[0][0] if rows else "", password):
        raise EvaluationError(words.WRONG.format(most=MOST_FAILURES, minutes=WAIT // 60))
    return _begin(people, name)


def visitor(people: People, token: str) -> Person | None:
    """Return whose visit a token is, as they are at this moment; None where it has ended or never was."""
    query = "select name from visit where token = ? and ends > ?"
    for (name,) in people.rows(query, [_digest(token), people.now()]):
        return people.find(name)
    return None


def sign_out(people: People, token: str) -> None:
    """End a visit everywhere."""
    with people.writing() as connection:
        connection.execute("delete from visit where token = ?", [_digest(token)])


def change_password(people: People, name: str, old: str, new: str) -> str:
    """Give oneself another password; ends all visits and returns the token of a new one.

    Raises EvaluationError where the old one is wrong (it counts as a failure) or the new one can't be used.
    """
    hashed = hash_password(name, new)
    _count(people, name)
    rows = people.rows("select password from person where name = ?", [name])
    if not _fits(rows[0][0] if rows else "", old):
        raise EvaluationError(words.WRONG_OLD)
    people.set_password(name, hashed)
    return _begin(people, name)


def locked_until(people: People, name: str) -> float | None:
    """Return until when (seconds since 1970) a name can't sign in, None where it can."""
    for failures, last in people.rows("select failures, last from attempt where name = ?", [name]):
        if failures >= MOST_FAILURES and last + WAIT > people.now():
            return last + WAIT
    return None


def _count(people: People, name: str) -> None:
    """Count a try before it is checked; raise EvaluationError while the name has to wait."""
    now = people.now()
    with people.writing() as connection:
        connection.execute("delete from attempt where last <= ?", [now - WAIT])
        row = connection.execute("select failures, last from attempt where name = ?", [name]).fetchone()
        failures, last = row or (0, now)
        if failures >= MOST_FAILURES:
            minutes = -int(-(last + WAIT - now) // 60)
            raise EvaluationError(words.LOCKED.format(minutes=minutes))
        connection.execute(_KEEP_TRY, [name, failures + 1, now])


def _begin(people: People, name: str) -> str:
    token, now = secrets.token_urlsafe(32), people.now()
    with people.writing() as connection:
        connection.execute("delete from attempt where name = ?", [name])
        connection.execute("delete from visit where ends <= ?", [now])
        connection.execute("insert into visit values (?, ?, ?)", [_digest(token), name, now + LONGEST_VISIT])
    return token


def _fits(hashed: str, password: str) -> bool:
    with _few_at_once:
        try:
            return _hasher.verify(hashed or _hash_of_nobody(), _plain(password)[: LONGEST_PASSWORD + 1]) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _hash_of_nobody() -> str:
    """Return what an unknown name is checked against, so that it takes as long as a known one."""
    return _hasher.hash(secrets.token_urlsafe())


def _plain(password: str) -> str:
    """Return the one spelling of a password: an input method may send full-width signs."""
    return unicodedata.normalize("NFKC", password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
