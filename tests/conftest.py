"""What tests of several folders share: a PostgreSQL server, started for who asks for it and ended with the run."""

from collections.abc import Iterator

import pytest

from tests.postgres_server import WHY_NOT, Server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server, one for each test process."""
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    server = Server()
    yield server
    server.close()
