"""Where the tables of a journal live: an SQLite file, or a PostgreSQL database that several hosts share.

What differs between the two is here: how a writer keeps others out, what a reader sees, and what a failure is called.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import StaticPool

from evaluation.problems import EvaluationError, StaleSave, Unreachable
from evaluation.sqlite_file import PATIENCE, file_of, identity, is_server, of_file
from evaluation.wording import database as words
from evaluation.wording import records as file_words

_WRITERS = 0x6B616F70696E67
"""The PostgreSQL lock that a writer holds until its transaction ends; any number, the same for everybody."""

SILENCE = 5
"""Seconds without any sign of the other machine, which a working one gives even while it is busy."""

LOST = 60
"""Seconds that a writer's program may do nothing in the middle of a save, before the others are let in."""

_TO_SERVER = {
    "connect_timeout": 4,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": SILENCE * 1000,
    "client_encoding": "utf8",
    "application_name": "evaluation",
}
"""A server that vanished is noticed within seconds, and not after the quarter of an hour or two hours of the system's own
settings. A page's first question then ends with one more try to connect: ten seconds in all."""

_FROM_SERVER = {
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": str(SILENCE * 1000),
}
"""The same for the server's end while a writer keeps the others out: else a host that vanishes in the middle of a save would
keep them out for two hours."""

_WRITING = {"sqlite": {"writes": True}, "postgresql": {"writes": True, "isolation_level": "READ COMMITTED"}}
_READING = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}}

_BY_STATE = {
    "53300": words.FULL_HOUSE,
    "53100": words.FULL_DISK,
    "25006": words.READ_ONLY,
    "42501": words.NO_RIGHT,
    "57014": words.NO_ANSWER,
    "25P03": words.AWAY,
    "57P01": words.AWAY,
    "57P02": words.AWAY,
    "57P03": words.AWAY,
}
_LOCKED = ("55P03", "40001", "40P01")
_BY_TEXT = {
    "password": words.NO_LOGIN,
    "authentication failed": words.NO_LOGIN,
    "no pg_hba.conf entry": words.NO_LOGIN,
    "too many": words.FULL_HOUSE,
    "remaining connection slots": words.FULL_HOUSE,
    "does not exist": words.NO_DATABASE,
}
"""While it connects, the driver hands on a text and no state."""


def open_engine(url: str) -> Engine:
    """Return the connections to a database. Raises EvaluationError for a URL of another kind and where the driver is missing."""
    try:
        place = make_url(url)
    except ArgumentError as error:
        raise EvaluationError(words.BAD_URL) from error
    if is_server(url):
        return _server_engine(place)
    if place.get_backend_name() != "sqlite":
        raise EvaluationError(words.BAD_URL)
    options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
    if place.database in (None, "", ":memory:"):
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(place, hide_parameters=True, **options)
    _make_sqlite_safe(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one moment of the data throughout. Raises EvaluationError for failures of disk or server."""
    options = _READING[engine.dialect.name]
    with _said_in_words(words.NOT_READ, file_words.UNREADABLE), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def writing(engine: Engine, said: str = words.NOT_SAVED) -> Iterator[Connection]:
    """Open a transaction that lets one writer in at a time; failures of the disk or the server come as EvaluationErrors."""
    options = _WRITING[engine.dialect.name]
    with _said_in_words(said, file_words.DISK), engine.connect().execution_options(**options) as connection:
        done = False
        try:
            with connection.begin():
                yield connection
                done = True
        except DBAPIError as error:
            if done and error.connection_invalidated:
                raise Unreachable(words.UNSURE) from error
            raise


def check_encoding(connection: Connection) -> None:
    """Raise EvaluationError where a server's database can't hold every Chinese character."""
    if connection.dialect.name == "postgresql":
        name, found = connection.exec_driver_sql("select current_database(), current_setting('server_encoding')").one()
        if found != "UTF8":
            raise EvaluationError(words.NOT_UTF8.format(name=name, found=found))


def may_delete(connection: Connection, *tables: str) -> bool:
    """Say whether who is connected may delete rows of these tables."""
    if connection.dialect.name != "postgresql":
        return True
    question = " and ".join(f"has_table_privilege('{table}', 'delete')" for table in tables)
    return bool(connection.exec_driver_sql(f"select {question}").scalar())


def _server_engine(place: URL) -> Engine:
    """One driver whatever the URL names; what the URL itself asks for goes before our settings.

    Statements aren't prepared on the server: a pool between us and it would hand them to others.
    """
    settings = {name: value for name, value in _TO_SERVER.items() if name not in place.query}
    try:
        engine = create_engine(
            place.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=PATIENCE,
            pool_recycle=1800,
            connect_args={**settings, "prepare_threshold": None},
        )
    except ModuleNotFoundError as error:
        raise EvaluationError(words.NO_DRIVER) from error

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            _wait_for_turn(connection)

    return engine


def _wait_for_turn(connection: Connection) -> None:
    """Keep other writers out until the transaction ends, for no longer than the other end is there and at work."""
    bounds = {"lock_timeout": f"{PATIENCE}s", "idle_in_transaction_session_timeout": f"{LOST}s", **_FROM_SERVER}
    settings = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in bounds.items())
    connection.exec_driver_sql(
        f"select {settings}, pg_advisory_xact_lock({_WRITERS}), "
        "case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', true) end"
    )


def _make_sqlite_safe(engine: Engine) -> None:
    """WAL and synchronous=FULL keep acknowledged events through a power cut.

    BEGIN IMMEDIATE lets one writer in at a time, before it reads the position that it appends to.
    """
    path = file_of(str(engine.url))

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        record.info["file"] = path and identity(path)

    @event.listens_for(engine, "checkout")
    def check(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info["file"] != (path and identity(path)):
            raise DisconnectionError("another file lies there now")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("begin immediate" if connection.get_execution_options().get("writes") else "begin")


@contextmanager
def _said_in_words(of_server: str, said_of_file: str) -> Iterator[None]:
    """Turn failures of the disk, of other programs and of the file into EvaluationErrors, said with the reason."""
    try:
        yield
    except NoneFree as error:
        reason, remedy = words.FULL_HOUSE
        raise Unreachable(of_server.format(reason=reason, remedy=remedy)) from error
    except IntegrityError as error:
        raise StaleSave(file_words.LOCKED_JOURNAL) from error
    except DBAPIError as error:
        refused = of_file(error.orig, said_of_file) if _is_of_file(error) else _of_server(error, of_server)
        if refused is None:
            raise
        raise refused from error


def _is_of_file(error: DBAPIError) -> bool:
    return type(error.orig).__module__.startswith("sqlite3")


def _of_server(error: DBAPIError, failure: str) -> EvaluationError | None:
    """Return what to say, None where the fault is ours. A server that breaks off gives no state."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _LOCKED:
        return EvaluationError(words.BUSY)
    if found := _BY_STATE.get(state or ""):
        reason, remedy = found
    elif state is None and isinstance(error, OperationalError):
        reason, remedy = next((chinese for english, chinese in _BY_TEXT.items() if english in str(error.orig)), words.AWAY)
    else:
        return None
    kind = EvaluationError if (reason, remedy) in (words.READ_ONLY, words.NO_RIGHT, words.FULL_DISK) else Unreachable
    return kind(failure.format(reason=reason, remedy=remedy))
