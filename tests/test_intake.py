"""Files walked together."""

from evaluation.intake import File, named_apart


def test_two_files_of_one_name_stay_two_in_every_list():
    files = named_apart(
        [File("评分表.xlsx", b"a"), File("表.csv", b"b"), File("D:\\评分表.xlsx", b"c"), File("评分表.xlsx", b"d")]
    )
    assert [file.base_name for file in files] == ["评分表.xlsx", "表.csv", "评分表（2）.xlsx", "评分表（3）.xlsx"]
    assert [file.content for file in files] == [b"a", b"b", b"c", b"d"]
