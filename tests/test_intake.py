"""Files walked together."""

from evaluation.home import default_scheme
from evaluation.intake import File, check_files, named_apart
from evaluation.roster import Roster


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
