"""Files walked together."""

from evaluation.decisions import Decisions
from evaluation.home import default_scheme
from evaluation.intake import File, check_files, named_apart
from evaluation.journal import sha256
from evaluation.memo import Memo
from evaluation.roster import Roster, Unit


def test_two_files_of_one_name_stay_two_in_every_list():
    files = named_apart(
        [File("评分表.xlsx", b"a"), File("表.csv", b"b"), File("D:\\评分表.xlsx", b"c"), File("评分表.xlsx", b"d")]
    )
    assert [file.base_name for file in files] == ["评分表.xlsx", "表.csv", "评分表（2）.xlsx", "评分表（3）.xlsx"]
    assert [file.content for file in files] == [b"a", b"b", b"c", b"d"]


def test_two_rosters_at_once_are_refused_by_name():
    rosters = [
        File(name, f"单位,类别\n{unit},村（社区）\n".encode()) for name, unit in (("甲.csv", "东坪村"), ("乙.csv", "西岭村"))
    ]
    (problem,) = check_files(rosters, default_scheme(), Roster(())).problems
    assert (problem.file, problem.code, problem.severity) == ("乙.csv", "one_roster", "error")
    assert "甲.csv" in problem.message
    assert not check_files(rosters[:1], default_scheme(), Roster(())).problems


def test_names_are_not_called_unknown_where_no_roster_can_be_read():
    sheet = File("评分.csv", "单位,重点项目推进\n东坪村,19\n".encode())
    beside = File("加减分.csv", "单位,加减分,事由\n东坪村,1,获奖\n".encode())
    faulty = File("名册.csv", "单位,类别\n东坪村,村（社区）\n东坪村,村（社区）\n".encode())
    (fault,) = check_files([faulty, sheet, beside], default_scheme(), Roster(()), period="2022年").problems
    assert (fault.file, fault.row) == ("名册.csv", 3)
    for files in ([sheet, beside], [beside]):
        (without,) = check_files(files, default_scheme(), Roster(()), period="2022年").problems
        assert (without.file, without.code) == (files[0].name, "no_roster")


def test_progress_names_every_file_and_never_goes_back():
    heard = []
    files = [File(name, f"单位,重点项目推进\n东坪村,{mark}\n".encode()) for name, mark in (("甲.csv", 19), ("乙.csv", 18))]
    roster = Roster((Unit("东坪村", "村（社区）", (), 1),))
    check_files(files, default_scheme(), roster, period="2022年", progress=lambda file, share: heard.append((file, share)))
    shares = [share for _, share in heard]
    assert {file for file, _ in heard} == {"甲.csv", "乙.csv"}
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] < 1


def test_what_has_not_changed_is_not_computed_again():
    memo = Memo()
    files = [File(name, f"单位,重点项目推进\n东坪村,{mark}\n".encode()) for name, mark in (("甲.csv", 19), ("乙.csv", 18))]
    roster = Roster((Unit("东坪村", "村（社区）", (), 1),))

    def checked(choices=None):
        return check_files(files, default_scheme(), roster, period="2022年", choices=choices, memo=memo, by_people=True).sheets

    first, again = checked(), checked()
    assert again[0].matched is first[0].matched
    changed = checked({(sha256(files[1].content), ""): Decisions(cells={(1, 1): "17"})})
    assert changed[0].matched is first[0].matched
    assert changed[1].matched is not first[1].matched
