"""Views of 排名分析 that the office keeps by name: the query of an address, beside the journal and not in it.

They decide nothing, so they are no events: saving one neither changes the data's version nor refuses a colleague's save.
Everybody on the same journal sees the same views.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, MetaData, Table, Text, delete, insert, inspect, select, update

from evaluation.journal import Journal
from evaluation.problems import EvaluationError
from evaluation.wording import views as words

LONGEST = 20
_metadata = MetaData()
_view = Table(
    "saved_view",
    _metadata,
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
)


@dataclass(frozen=True)
class SavedView:
    """One view: ``query`` is what follows the question mark of its address."""

    name: str
    query: str
    actor: str
    at: str


def make_table(journal: Journal) -> None:
    """Make the table of the views where there is none."""
    with journal.writing() as connection:
        _metadata.create_all(connection)


def list_views(journal: Journal) -> list[SavedView]:
    """Return the kept views in the order in which they were first saved or last changed."""
    with journal.reading() as connection:
        if not inspect(connection).has_table(_view.name):
            return []
        found = connection.execute(select(_view.c.name, _view.c.query, _view.c.actor, _view.c.at)).all()
    # Sorted here: a server orders names by a language of its own.
    return sorted((SavedView(*row) for row in found), key=lambda view: (view.at, view.name))


def save_view(journal: Journal, name: str, query: str, actor: str) -> None:
    """Keep a view under a name; one of the same name is replaced. Raises EvaluationError for a name that can't be used."""
    row = {
        "name": _checked(name),
        "query": query,
        "actor": actor,
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    with journal.writing() as connection:
        _metadata.create_all(connection)
        connection.execute(delete(_view).where(_view.c.name == row["name"]))
        connection.execute(insert(_view).values(row))


def rename_view(journal: Journal, name: str, new: str) -> None:
    """Give a view another name. Raises EvaluationError where the name can't be used or is taken, or the view is gone."""
    new = _checked(new)
    with journal.writing() as connection:
        _metadata.create_all(connection)
        if new != name and connection.scalar(select(_view.c.name).where(_view.c.name == new)):
            raise EvaluationError(words.TAKEN.format(name=new))
        if not connection.execute(update(_view).where(_view.c.name == name).values(name=new)).rowcount:
            raise EvaluationError(words.GONE.format(name=name))


def delete_view(journal: Journal, name: str) -> None:
    """Forget a view; one that is already gone is no error."""
    with journal.writing() as connection:
        _metadata.create_all(connection)
        connection.execute(delete(_view).where(_view.c.name == name))


def clean_name(name: str) -> str:
    """Return a name as it is kept."""
    return " ".join(name.replace("\0", "").split())


def _checked(name: str) -> str:
    name = clean_name(name)
    if not name:
        raise EvaluationError(words.NAMELESS)
    if len(name) > LONGEST:
        raise EvaluationError(words.TOO_LONG.format(most=LONGEST))
    return name
