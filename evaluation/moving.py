"""A database server made ready for several hosts, and an office's data taken along from its file."""

from pathlib import Path

from evaluation.journal import Journal
from evaluation.people import FILE, People
from evaluation.people_on_server import PeopleOnServer
from evaluation.problems import EvaluationError
from evaluation.saved_views import list_views, make_table, save_view
from evaluation.sqlite_file import is_server
from evaluation.wording import database as words


def prepare(url: str | None) -> None:
    """Make all tables, so that the role of the app needs no right to make any. Raises EvaluationError for a URL of no server."""
    if not url or not is_server(url):
        raise EvaluationError(words.NO_SERVER)
    journal = Journal(url)
    make_table(journal)
    journal.close()
    with PeopleOnServer(url).writing():
        pass


def take_along(source: Path, url: str) -> tuple[int, list[str]]:
    """Copy the events and contents of a journal's file, the views in it and the people beside it.

    Return how many events, and the names of people whom the server has otherwise, by name or account; they stay so.
    Visits stay behind. Raises EvaluationError, and copies nothing, where the server has events already or the file isn't whole.
    The events come last, so that what breaks off on the way can be begun again.
    """
    if not source.is_file():
        raise EvaluationError(words.NO_SOURCE.format(path=source))
    old, new = Journal(f"sqlite:///{source.resolve().as_posix()}"), Journal(url)
    try:
        if old.verify() is not None:
            raise EvaluationError(words.SOURCE_BROKEN.format(path=source))
        if there := new.head()[0]:
            raise EvaluationError(words.NOT_EMPTY.format(count=there))
        otherwise = _take_people(People(source.with_name(FILE)), PeopleOnServer(url))
        for view in list_views(old):
            save_view(new, view.name, view.query, view.actor)
        count, _ = old.head()
        new.load(*old.export(count))
        return count, otherwise
    finally:
        old.close()
        new.close()


def _take_people(old: People, new: People) -> list[str]:
    """Add the people whom the server doesn't have; return the names of those whom it has otherwise."""
    columns, otherwise = "name, role, dimensions, password, identity", []
    with new.writing() as connection:
        for row in old.rows(f"select {columns} from person"):
            query = f"select {columns} from person where name = ? or identity = ?"
            there = [tuple(found) for found in connection.execute(query, [row[0], row[4]]).fetchall()]
            if not there:
                connection.execute(f"insert into person ({columns}) values (?, ?, ?, ?, ?)", row)
            elif there != [tuple(row)]:
                otherwise.append(row[0])
    return otherwise
