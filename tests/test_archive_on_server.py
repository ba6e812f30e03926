"""An archive loaded where the journal lies on a server, which other hosts share and where a program may only add."""

import pytest

from evaluation.archive import read_archive, write_archive
from evaluation.cli import main
from evaluation.events import office_opened
from evaluation.home import Home
from evaluation.intake import File, check_files, drafts_for
from evaluation.journal import Journal
from evaluation.roster import Roster
from tests import samples
from tests.resilience.office import rebuilt
from tests.test_archive import lock, state_of
from tests.test_database import rights  # noqa: F401


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> bytes:
    """The archive of an office on one machine."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.open_office("考核办")
    files = [File(path.name, path.read_bytes()) for path in samples.ALL]
    home.office.append(drafts_for(check_files(files, home.office.scheme, Roster(()))), "考核办")
    lock(home.office)
    content = write_archive(home.office, state_of(home.office))
    home.close()
    return content


def test_an_archive_is_loaded_where_the_office_only_began_and_other_hosts_raise_no_alarm(postgres, tmp_path, archive):
    url = postgres.schema()
    journal = Journal(url)
    hosts = [Home(tmp_path / name, url) for name in ("one", "two")]
    hosts[0].open_office("王敏")
    for host in hosts:
        host._follow()
        assert max(host._journal.heads()) == 2
    assert hosts[0].may_load
    hosts[0].load(read_archive(archive), "上级")
    for host in hosts:
        host._follow()
        assert host.check_chain().broken_at is None
        assert host.office.digest() == rebuilt(host.office)
    last = journal.events()[-1]
    assert (last.kind, last.payload["replaced"][0]) == ("archive_loaded", 2)
    hosts[0].office.append([office_opened()], "王敏")
    for host in hosts:
        host._follow()
    with journal.writing() as connection:
        connection.exec_driver_sql(f"delete from event where position > {last.position}")
    for host in hosts:
        assert host.check_chain().broken_at == last.position + 1
        host.close()
    journal.close()


def test_who_may_only_add_to_the_journal_is_told_who_can_load_an_archive(postgres, request, tmp_path, archive, monkeypatch):
    owner, app = request.getfixturevalue("rights")
    monkeypatch.setenv("EVALUATION_JOURNAL_URL", owner)
    monkeypatch.setenv("EVALUATION_HOME", str(tmp_path / "owner"))
    assert main(["prepare"]) == 0
    postgres.execute("revoke update, delete, truncate on event, content, format from kp_app", url=owner)
    home = Home(tmp_path / "app", app)
    home.open_office("王敏")
    assert (home.has_only_begun, home.may_load) == (True, False)
    (tmp_path / "archive.zip").write_bytes(archive)
    assert main(["restore", str(tmp_path / "archive.zip")]) == 0
    home._follow()
    assert home.check_chain().broken_at is None
    assert home.office.roster.units
    home.close()
