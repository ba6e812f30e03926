"""A locked list as one file: loaded elsewhere it gives the same figures and codes; what was altered is refused."""

import io
import json
import os
import shutil
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from evaluation import archive as archives
from evaluation.archive import examine_archive, read_archive, write_archive
from evaluation.award_events import lock_withdrawn, read_state
from evaluation.award_lock import lock_draft
from evaluation.backups import KEEP, is_due, list_backups, make_backup, prove
from evaluation.check_code import check_code
from evaluation.cli import main
from evaluation.events import decided, roster_set, scheme_set
from evaluation.home import Home
from evaluation.intake import File, check_files, drafts_for
from evaluation.known_codes import find_code, read_code
from evaluation.problems import EvaluationError
from evaluation.ranking import list_periods, rank_units, to_json
from evaluation.roster import Roster
from evaluation.store import Store
from evaluation.wording import archive as words
from tests import samples
from tests.chain import dimension, indicator, new_store, roster_of, scheme_of, sheet_draft

PERIOD, AWARD = samples.PERIOD, "先进集体"
OWN = [roster_set(roster_of(村="东坪村")), scheme_set(scheme_of(dimension("项目建设", indicator("投资"))))]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An office that took in the sample files of 2022, put one unit in by hand and locked its list."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.open_office("考核办")
    files = [File(path.name, path.read_bytes()) for path in samples.ALL]
    home.office.append(drafts_for(check_files(files, home.office.scheme, Roster(()))), "考核办")
    home.office.append(
        [decided(PERIOD, AWARD, "新城社区", "not_chosen", "=另有安排"), decided(PERIOD, AWARD, "李家河村", "chosen", "会议")],
        "王敏",
    )
    lock(home.office)
    yield home
    home.close()


def lock(store: Store) -> None:
    award = next(award for award in store.scheme.award if award.name == AWARD)
    draft, position = lock_draft(store, PERIOD, award, "会议同意")
    store.append([draft], "王敏", seen=position)


def state_of(store: Store):
    return read_state(store.cursor(), PERIOD, AWARD)


@pytest.fixture(scope="module")
def archive(home) -> bytes:
    return write_archive(home.office, state_of(home.office))


def altered(archive: bytes, change) -> bytes:
    """Return the archive with ``change(name, content)`` in place of each file; None leaves it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return out.getvalue()


# --- there and back ---------------------------------------------------------------------------------------------------


def test_an_archive_loaded_into_an_empty_installation_gives_the_same_figures_list_and_code(home, archive, tmp_path):
    other = Home(tmp_path / "elsewhere")
    finding = other.load(read_archive(archive), "上级")
    assert finding.is_same
    assert state_of(other.office).lock == state_of(home.office).lock
    assert to_json(rank_units(other.office.cursor(), PERIOD)) == to_json(rank_units(home.office.cursor(), PERIOD))
    assert not other.is_demonstration
    assert write_archive(other.office, state_of(other.office)) == archive
    code = state_of(home.office).lock.check_codes
    assert find_code(other.office, code).is_same
    other.close()


def test_an_archive_holds_every_file_as_it_was_uploaded_and_says_what_it_is(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        held = {opened.read(name) for name in opened.namelist()}
        said = opened.read(words.README_FILE).decode("utf-8-sig")
        (results,) = [
            opened.read(name).decode("utf-8-sig") for name in opened.namelist() if name.startswith(words.FOLDER_RESULTS)
        ]
    assert [path.name for path in samples.ALL if path.read_bytes() not in held] == []
    assert f"奖项：{AWARD}" in said
    assert "=" not in results.replace("'=", "")
    assert results.count("\n") == 23
    lines = {line.split(",")[1]: line for line in results.splitlines()}
    assert lines["单位"].endswith(",没有打分的指标")
    assert "矛盾排查化解；一线担当作为" in lines["南沟村"]
    assert lines["东坪村"].endswith(",")


def test_the_command_line_restores_an_archive_once(archive, tmp_path, capsys):
    (tmp_path / "存档包.zip").write_bytes(archive)
    arguments = ["restore", str(tmp_path / "存档包.zip"), "--database", str(tmp_path / "home")]
    assert main(arguments) == 0
    assert words.SAME in capsys.readouterr().out
    assert main(arguments) == 1
    assert "这里已经有数据" in capsys.readouterr().err


def test_what_happened_after_the_lock_is_not_in_the_archive(home, archive):
    home.office.append([sheet_draft({"重点项目推进": {"东坪村": 1}}, "2023年")], "赵磊")
    assert write_archive(home.office, state_of(home.office)) == archive


# --- what is refused --------------------------------------------------------------------------------------------------


def forge_a_decision(name: str, content: bytes) -> bytes:
    return content.replace("李家河村".encode(), "青石村".encode()) if name == words.JOURNAL else content


def drop_an_event(name: str, content: bytes) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join(lines[:3] + lines[4:]) if name == words.JOURNAL else content


def drop_the_files(name: str, content: bytes) -> bytes | None:
    return None if name.startswith(words.FOLDER_MARKS) else content


@pytest.mark.parametrize("change", [forge_a_decision, drop_an_event, drop_the_files])
def test_an_altered_archive_is_refused_and_nothing_is_written(archive, change, tmp_path):
    broken = altered(archive, change)
    assert broken != archive
    other = Home(tmp_path)
    with pytest.raises(EvaluationError):
        other.load(read_archive(broken), "上级")
    assert other.office.journal.head()[0] == 0
    other.close()


def test_a_file_of_marks_that_was_swapped_is_missing(archive):
    broken = altered(archive, lambda name, content: content + b"x" if name.startswith(words.FOLDER_MARKS) else content)
    with pytest.raises(EvaluationError, match="缺少原始文件"):
        read_archive(broken)


def test_names_in_an_archive_are_never_paths(archive, tmp_path):
    def escape(name: str, content: bytes) -> bytes:
        return content

    out = io.BytesIO(altered(archive, escape))
    with zipfile.ZipFile(out, "a") as opened:
        opened.writestr("../../escaped.txt", b"x")
        opened.writestr("/tmp/escaped.txt", b"x")
    before = set(tmp_path.parent.rglob("*"))
    assert examine_archive(read_archive(out.getvalue())).is_same
    assert set(tmp_path.parent.rglob("*")) == before


def test_a_bomb_is_refused_before_it_unfolds():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(words.MANIFEST, b"0" * (8 << 20))
    with pytest.raises(EvaluationError, match="太大"):
        read_archive(out.getvalue(), most_bytes=4 << 20)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as opened:
        for number in range(archives.MOST_FILES + 1):
            opened.writestr(str(number), b"")
    with pytest.raises(EvaluationError, match="太大"):
        read_archive(many.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"{}"])
def test_anything_else_is_no_archive(content):
    with pytest.raises(EvaluationError, match="不是考评台的存档包"):
        read_archive(content)


@pytest.mark.parametrize("manifest", ["[]", "{}", '{"format": "x"}', '{"format": 1, "period": 1}'])
def test_a_manifest_that_says_nothing_is_no_archive(archive, manifest):
    broken = altered(archive, lambda name, content: manifest.encode() if name == words.MANIFEST else content)
    with pytest.raises(EvaluationError, match="不是考评台的存档包"):
        read_archive(broken)


def test_the_demonstration_is_not_loaded_as_real_data(archive):
    def mark(name: str, content: bytes) -> bytes:
        if name != words.JOURNAL:
            return content
        first, rest = content.split(b"\n", 1)
        return json.dumps({**json.loads(first), "kind": "demonstration_loaded"}).encode() + b"\n" + rest

    with pytest.raises(EvaluationError, match="演示数据"):
        read_archive(altered(archive, mark))


def test_a_list_that_is_not_locked_has_no_archive(tmp_path, archive):
    other = Home(tmp_path)
    other.load(read_archive(archive), "上级")
    other.office.append([lock_withdrawn(PERIOD, AWARD, "有误")], "王敏")
    with pytest.raises(EvaluationError, match="还没有定稿"):
        write_archive(other.office, state_of(other.office))
    other.close()


# --- codes ------------------------------------------------------------------------------------------------------------


def test_a_code_leads_to_the_state_it_was_printed_for(home):
    state = state_of(home.office)
    found = find_code(home.office, state.lock.check_codes)
    assert (found.event.position, found.period, found.group, found.is_same) == (
        state.lock.position,
        PERIOD,
        samples.VILLAGES,
        True,
    )
    assert find_code(home.office, "0000-0000") is None


def test_a_code_of_a_year_that_has_marks_in_its_parts_only_is_known():
    parts = [{"name": "平时", "weight": 60, "periods": ["第1季度", "第2季度"]}, {"name": "年终", "weight": 40}]
    scheme = scheme_of(dimension("项目建设", indicator("投资")), period_part=parts)
    store = new_store()
    store.append([scheme_set(scheme), roster_set(roster_of(村="甲 乙"))], "考核办")
    store.append([sheet_draft({"投资": {"甲": 90, "乙": 80}}, "2022年第1季度")], "考核办")
    assert list_periods(store.cursor()) == ["2022年第1季度", "2022年"]
    for period in list_periods(store.cursor()):
        found = find_code(store, check_code(store.version, rank_units(store.cursor(), period), "村"))
        assert (found.period, found.is_same) == (period, True)


TYPED = {
    "７Ｆ３Ａ－９１Ｃ２": "7F3A-91C2",
    " 7f3a91c2 ": "7F3A-91C2",
    "7F3A－91C2": "7F3A-91C2",
    "7F3A 91C2": "7F3A-91C2",
    "7F3A": None,
    "ZZZZ-91C2": None,
}


@pytest.mark.parametrize(("typed", "code"), TYPED.items())
def test_a_code_is_read_as_people_type_it(typed, code):
    assert read_code(typed) == code


# --- an office that only began ----------------------------------------------------------------------------------------


def test_an_archive_is_loaded_where_the_office_only_began_and_what_was_there_is_replaced(tmp_path, archive):
    home, other = Home(tmp_path), Home(tmp_path)
    home.open_office("王敏")
    home.close_office("王敏")
    other.office.refresh()
    assert home.may_load
    home.load(read_archive(archive), "上级")
    assert home.office.journal.events()[0].actor == "考核办"
    assert home.check_chain().broken_at is None
    other.office.refresh()
    assert other.office.digest() == home.office.digest()
    assert not home.is_demonstration
    home.close()
    other.close()
    again = Home(tmp_path)
    assert again.check_chain().broken_at is None
    again.close()


@pytest.mark.parametrize("draft", OWN, ids=lambda draft: draft.kind)
def test_an_archive_is_not_loaded_over_anything_of_the_offices_own(tmp_path, archive, draft):
    home = Home(tmp_path)
    home.open_office("王敏")
    home.office.append([draft], "王敏")
    before = home.office.journal.events()
    assert not home.may_load
    with pytest.raises(EvaluationError, match="已经有数据"):
        home.load(read_archive(archive), "上级")
    assert home.office.journal.events() == before
    home.close()


def test_what_is_brought_in_while_an_archive_is_looked_at_stays(tmp_path, archive, monkeypatch):
    home = Home(tmp_path)
    home.open_office("王敏")
    checked = read_archive(archive)
    monkeypatch.setattr(Home, "may_load", True)  # somebody brings it in after that was asked
    home.office.append(OWN[:1], "李娟")
    with pytest.raises(EvaluationError, match="已经有数据"):
        home.load(checked, "上级")
    assert home.office.journal.events()[-1].actor == "李娟"
    home.close()


# --- backups ----------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 22, 16, 0)


def test_a_backup_holds_everything_and_the_newest_are_kept(home, tmp_path):
    position = home.office.position
    for day in range(4):
        made = make_backup(home.office.journal, tmp_path, NOW + timedelta(days=day), keep=3)
        assert prove(made.path) == position
    assert [backup.at for backup in list_backups(tmp_path)] == [NOW + timedelta(days=day) for day in (3, 2, 1)]
    assert {path.suffix for path in tmp_path.iterdir()} == {".sqlite"}


def test_copies_made_by_the_dozen_push_out_no_earlier_day(home, tmp_path):
    for day in range(4):
        make_backup(home.office.journal, tmp_path, NOW + timedelta(days=day), keep=3)
    for minute in range(6):
        make_backup(home.office.journal, tmp_path, NOW + timedelta(days=3, minutes=minute), keep=3)
    made = [backup.at - NOW for backup in list_backups(tmp_path)]
    assert made == [*(timedelta(days=3, minutes=minute) for minute in (5, 4, 3)), timedelta(days=2), timedelta(days=1)]


def test_a_copy_is_proven_without_being_written_to(home, tmp_path):
    path = make_backup(home.office.journal, tmp_path, NOW).path
    before, told = path.read_bytes(), path.stat().st_mtime_ns
    assert prove(path) == home.office.position
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, told)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_what_a_copy_that_was_broken_off_has_left_is_cleared_away_by_a_later_one(home, tmp_path):
    for name, hours in (("journal-20261121-090000.part", 30), ("journal-20261122-155959.part", 0)):
        (tmp_path / name).write_bytes(b"SQLite format 3")
        os.utime(tmp_path / name, times=((NOW - timedelta(hours=hours)).timestamp(),) * 2)
    made = make_backup(home.office.journal, tmp_path, NOW)
    assert {path.name for path in tmp_path.iterdir()} == {made.path.name, "journal-20261122-155959.part"}


def test_a_backup_is_due_once_a_day(tmp_path, home):
    assert is_due(tmp_path, NOW)
    make_backup(home.office.journal, tmp_path, NOW)
    assert not is_due(tmp_path, NOW + timedelta(hours=23))
    assert is_due(tmp_path, NOW + timedelta(hours=24))


def test_going_back_to_a_backup_brings_its_figures_and_keeps_what_was_there(tmp_path, archive):
    home = Home(tmp_path)
    home.load(read_archive(archive), "上级")
    digest, figures = home.office.digest(), to_json(rank_units(home.office.cursor(), PERIOD))
    name = make_backup(home.office.journal, home.backups, NOW).path.name
    home.office.append([lock_withdrawn(PERIOD, AWARD, "有误")], "王敏")
    home.office.append([sheet_draft({"重点项目推进": {"东坪村": 1}})], "赵磊")
    assert home.office.digest() != digest
    home.restore(name, "王敏")
    assert to_json(rank_units(home.office.cursor(), PERIOD)) == figures
    assert home.office.journal.events()[-1].kind == "backup_restored"
    assert home.office.journal.verify() is None
    assert len(list_backups(home.backups)) == 2
    home.close()


def test_two_copies_of_one_second_are_two(home, tmp_path):
    assert len({make_backup(home.office.journal, tmp_path, NOW).path for _ in range(2)}) == len(list_backups(tmp_path)) == 2


def test_copies_that_several_make_at_one_moment_are_each_whole_and_under_a_name_of_their_own(home, tmp_path):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: make_backup(home.office.journal, tmp_path, NOW).path, range(4)))
    assert sorted(made) == sorted(backup.path for backup in list_backups(tmp_path)) == sorted(tmp_path.iterdir())
    assert [prove(path) for path in made] == [home.office.position] * 4


def test_going_back_to_the_oldest_of_all_kept_copies_keeps_it(tmp_path, archive):
    home = Home(tmp_path)
    home.load(read_archive(archive), "上级")
    figures = to_json(rank_units(home.office.cursor(), PERIOD))
    oldest = make_backup(home.office.journal, home.backups, NOW - timedelta(days=30)).path
    for day in range(1, KEEP):
        shutil.copy(oldest, home.backups / f"journal-202611{day:02d}-090000.sqlite")
    home.office.append([lock_withdrawn(PERIOD, AWARD, "有误")], "王敏")
    home.office.append([sheet_draft({"重点项目推进": {"东坪村": 1}})], "王敏")
    home.restore(oldest.name, "王敏")
    assert to_json(rank_units(home.office.cursor(), PERIOD)) == figures
    assert oldest in [backup.path for backup in list_backups(home.backups)]
    home.close()


def test_a_damaged_backup_is_not_restored(tmp_path, archive):
    home = Home(tmp_path)
    home.load(read_archive(archive), "上级")
    path = make_backup(home.office.journal, home.backups, NOW).path
    connection = sqlite3.connect(path)
    connection.execute("update event set payload = replace(payload, '李家河村', '青石村')")
    connection.commit()
    connection.close()
    before = home.office.journal.head()
    with pytest.raises(EvaluationError, match="没有通过"):
        home.restore(path.name, "王敏")
    with pytest.raises(EvaluationError, match="没有这份备份"):
        home.restore("../journal.sqlite", "王敏")
    assert home.office.journal.head() == before
    home.close()
