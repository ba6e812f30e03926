"""The command line as docs/scoring.md promises it, on real files."""

import csv
import io
import json
import re

import pytest

from tests.command_line import ROSTER, SCHEME, SHEET, WRONG, Office, assert_refused, assert_wrong_usage


@pytest.fixture
def folder(tmp_path, capsys) -> Office:
    return Office(tmp_path, capsys)


# --- rank -----------------------------------------------------------------------------------------------------------


def test_rank_prints_the_contracts_json_exactly(folder):
    points = folder.write("加减分.csv", "单位,加减分,事由\n龙泉村,1.5,获表彰\n")
    vetoes = folder.write("否决.csv", "单位,事由\n龙泉村,安全事故\n")
    code, out, err = folder.on_files("rank", "--format", "json", "--adjustments", points, "--vetoes", vetoes)
    assert (code, err) == (0, "")
    assert json.loads(out) == [
        {
            "period": "2022年",
            "group": "村",
            "unit": "东坪村",
            "rank": 1,
            "total": "85.00",
            "base": "85.00",
            "adjustment": "0.00",
            "dimensions": {"项目建设": "90.00", "营商环境": "80.00"},
            "status": "ranked",
            "missing": [],
            "vetoes": [],
        },
        {
            "period": "2022年",
            "group": "村",
            "unit": "龙泉村",
            "rank": 2,
            "total": "79.25",
            "base": "77.75",
            "adjustment": "1.50",
            "dimensions": {"项目建设": "70.50", "营商环境": "85.00"},
            "status": "ranked",
            "missing": [],
            "vetoes": ["安全事故"],
        },
        {
            "period": "2022年",
            "group": "村",
            "unit": "西岭村",
            "rank": None,
            "total": None,
            "base": None,
            "adjustment": "0.00",
            "dimensions": {"项目建设": "59.00", "营商环境": None},
            "status": "incomplete",
            "missing": ["办结率"],
            "vetoes": [],
        },
        {
            "period": "2022年",
            "group": "站",
            "unit": "执法站",
            "rank": 1,
            "total": "60.00",
            "base": "60.00",
            "adjustment": "0.00",
            "dimensions": {"项目建设": "60.00", "营商环境": "60.00"},
            "status": "ranked",
            "missing": [],
            "vetoes": [],
        },
    ]
    assert [list(row) for row in json.loads(out)] == [
        ["period", "group", "unit", "rank", "total", "base", "adjustment", "dimensions", "status", "missing", "vetoes"]
    ] * 4


def test_rank_as_csv_has_a_row_per_unit_in_chinese(folder):
    code, out, _ = folder.on_files("rank", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert rows[0] == {
        "考核期": "2022年",
        "类别": "村",
        "单位": "东坪村",
        "名次": "1",
        "总分": "85.00",
        "基础分": "85.00",
        "加减分": "0.00",
        "项目建设": "90.00",
        "营商环境": "80.00",
        "状态": "已排名",
        "缺": "",
        "一票否决": "",
    }
    assert (rows[2]["单位"], rows[2]["名次"], rows[2]["总分"], rows[2]["缺"]) == ("西岭村", "", "", "办结率")
    assert len(rows) == 4


def test_a_dimension_called_like_a_column_has_a_column_of_its_own(folder):
    folder.write("方案.toml", SCHEME.replace("营商环境", "基础分"))
    code, out, err = folder.on_files("rank", "--format", "csv")
    assert (code, err) == (0, "")
    first = next(csv.DictReader(io.StringIO(out)))
    assert (first["总分"], first["基础分"], first["基础分（维度）"]) == ("85.00", "85.00", "80.00")


def test_rank_as_table_is_the_default_and_its_columns_stand_in_line(folder):
    code, out, _ = folder.on_files("rank")
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[2] for line in lines] == ["单位", "东坪村", "龙泉村", "西岭村", "执法站"]
    # a Chinese character is two columns wide
    totals = zip(lines[:3], ("总分", "85.00", "77.75"), strict=True)
    assert len({len(line[: line.index(text)].encode("gbk")) for line, text in totals}) == 1


def test_rank_of_one_group_lists_only_that(folder):
    assert {row["unit"] for row in folder.rows("rank", "--group", "站")} == {"执法站"}


def test_weights_and_aggregation_are_tried_through_the_same_chain(folder):
    assert [row["total"] for row in folder.rows("rank", "--weight", "营商环境=3")][:2] == ["82.50", "81.38"]
    assert [row["total"] for row in folder.rows("rank", "--weight", "营商环境=0.5", "--weight", " 项目建设 = 1.5")][:2] == [
        "87.50",
        "74.13",
    ]
    assert [row["total"] for row in folder.rows("rank", "--aggregation", "minimum")][:2] == ["80.00", "70.50"]


def test_a_sheets_own_period_is_ranked_and_without_one_the_named_one(folder):
    no_period = SHEET.replace("2022年度", "")
    assert folder.rows("rank")[0]["period"] == "2022年"
    assert {row["period"] for row in folder.rows("rank", "--period", "2021年", sheet=no_period)} == {"2021年"}
    assert folder.rows("rank", "--period", "2022Q1", sheet=no_period)[0]["period"] == "2022年第1季度"


LONG = (
    "单位,指标,得分,考核期\n东坪村,投资,90,2022年1季度\n东坪村,办结率,80,2022年1季度\n"
    "东坪村,投资,50,2022年2季度\n东坪村,办结率,50,2022年2季度\n"
)


def test_of_several_periods_the_latest_is_ranked_unless_another_is_named(folder):
    latest, *_ = folder.rows("rank", sheet=LONG)
    assert (latest["period"], latest["total"]) == ("2022年第2季度", "50.00")
    assert folder.rows("rank", "--period", "2022年第1季度", sheet=LONG)[0]["total"] == "85.00"


def test_output_goes_to_the_file_and_for_a_spreadsheet_with_its_mark(folder):
    target = folder.path / "排名.json"
    code, out, err = folder.on_files("rank", "--format", "json", "--output", str(target))
    assert (code, out, err) == (0, "", "")
    assert json.loads(target.read_text("utf-8"))[0]["unit"] == "东坪村"
    folder.on_files("rank", "--format", "csv", "--output", str(target))
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert next(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))["单位"] == "东坪村"


def test_names_are_exact_for_programs_and_no_formulas_in_a_file_for_wps(folder):
    target = folder.path / "排名.csv"
    folder.write("名册.csv", "单位,类别\n=1+1,村\n@x,-村\n-5,＝村\n")
    sheet = "2022年\n单位,投资,办结率\n=1+1,80,90\n@x,70,60\n-5,70,60\n"
    code, out, err = folder.on_files("rank", "--format", "csv", sheet=sheet)
    assert (code, err) == (0, "")
    assert {row["单位"] for row in csv.DictReader(io.StringIO(out))} == {"=1+1", "@x", "-5"}
    folder.on_files("rank", "--format", "csv", "--output", str(target), sheet=sheet)
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert {(row["单位"], row["类别"]) for row in rows} == {("'=1+1", "村"), ("'@x", "'-村"), ("-5", "'＝村")}


# --- shortlist ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("missing", "said"), [("zero", "按 0 分算"), ("group_mean", "按全组平均算"), ("reweight", "")])
@pytest.mark.parametrize("options", [("rank",), ("shortlist", "--award", "先进集体")])
def test_scores_that_rest_on_a_gap_are_named_with_what_it_counts(folder, missing, said, options):
    folder.write("方案.toml", f'missing = "{missing}"' + SCHEME)
    code, _, err = folder.on_files(*options)
    assert code == 0
    assert err == (f"有指标没有打分、{said}的：西岭村（营商环境）。\n" if said else "")  # reweight leaves it without a score
    code, _, err = folder.on_files(*options, sheet=SHEET.replace("西岭村,59,", "西岭村,59,60"))
    assert (code, err) == (0, "")


def test_shortlist_adds_its_four_keys_to_the_award_groups_units(folder):
    found = folder.rows("shortlist", "--award", "先进集体")
    assert [(row["unit"], row["eligible"], row["suggested"], row["tied_at_cut"], row["reasons"]) for row in found] == [
        ("东坪村", True, True, False, []),
        ("龙泉村", True, True, False, []),
        ("西岭村", False, False, False, ["缺营商环境", "项目建设 59.00 ＜ 底线 60"]),
    ]
    assert {"period", "rank", "total", "dimensions", "missing"} <= set(found[0])


@pytest.mark.parametrize("command", ["shortlist", "stability"])
def test_a_group_that_the_award_does_not_judge_is_said_beside_the_empty_list(folder, command):
    code, out, err = folder.on_files(command, "--award", "先进集体", "--group", "站", "--format", "json")
    assert (code, json.loads(out), err) == (0, [], "奖项“先进集体”不评“站”，没有可列的。\n")


def test_shortlist_marks_a_tie_across_the_last_place(folder):
    sheet = "2022年评分表,,\n单位,投资,办结率\n东坪村,90,80\n龙泉村,85,75\n西岭村,80,80\n"
    found = folder.rows("shortlist", "--award", "先进集体", sheet=sheet)
    assert [(row["suggested"], row["tied_at_cut"]) for row in found] == [(True, False), (False, True), (False, True)]


def test_shortlist_as_csv_says_yes_in_chinese(folder):
    _, out, _ = folder.on_files("shortlist", "--award", "先进集体", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["建议"] for row in rows] == ["是", "是", ""]
    assert rows[2]["原因"] == "缺营商环境；项目建设 59.00 ＜ 底线 60"


# --- check ----------------------------------------------------------------------------------------------------------


def test_check_lists_every_problem_with_its_place_and_exits_1(folder):
    code, out, err = folder.on_files("check", "--format", "json", sheet=WRONG)
    found = json.loads(out)
    assert (code, err) == (1, "")
    assert all(list(item) == ["file", "sheet", "row", "column", "code", "severity", "found", "message"] for item in found)
    errors = [(item["row"], item["column"], item["found"]) for item in found if item["severity"] == "error"]
    assert (4, "A", "龙泉") in errors
    assert (4, "C", "八十五") in errors
    assert {item["file"] for item in found if item["severity"] == "error"} == {"评分.csv"}
    assert all(re.search("[一-鿿]", item["message"]) for item in found)


def test_check_without_errors_exits_0_and_still_tells_of_blanks(folder):
    code, out, _ = folder.on_files("check", "--format", "json")
    assert code == 0
    assert "error" not in {item["severity"] for item in json.loads(out)}


def test_check_as_table_is_one_line_per_problem(folder):
    code, out, _ = folder.on_files("check", sheet=WRONG)
    assert code == 1
    assert [line for line in out.splitlines() if line.startswith("必须改　评分.csv 第 4 行 A 列　") and "“龙泉”" in line]


def test_check_says_when_nothing_is_the_matter(folder):
    sheet = "2022年评分表,,\n单位,投资,办结率\n东坪村,90,80\n龙泉村,85,75\n西岭村,80,80\n执法站,1,1\n"
    assert folder.on_files("check", sheet=sheet) == (0, "没有发现问题。\n", "")


def test_check_lists_the_faults_of_a_scheme_too(folder):
    folder.write("方案.toml", SCHEME.replace("floor = 60", "flor = 60"))
    code, out, err = folder.on_files("check", "--format", "json")
    (problem,) = json.loads(out)
    assert (code, err, problem["severity"], problem["row"]) == (1, "", "error", None)
    assert problem["file"].endswith("方案.toml")
    assert "第 1 个维度 › flor" in problem["message"]
    code, out, err = folder.on_files("check")
    assert (code, err) == (1, "")
    assert "方案.toml" in out


def test_check_tells_of_an_award_for_a_group_that_the_roster_lacks(folder):
    folder.write("方案.toml", SCHEME.replace('["村"]', '["社区"]'))
    code, out, _ = folder.on_files("check", "--format", "json")
    assert code == 1
    assert ["“社区”不在名册里" in item["message"] for item in json.loads(out) if item["severity"] == "error"] == [True]


# --- exit 1: the input is wrong -------------------------------------------------------------------------------------


def test_errors_in_a_sheet_are_listed_on_stderr_and_nothing_is_ranked(folder):
    target = folder.path / "out.json"
    result = folder.on_files("rank", "--format", "json", "--output", str(target), sheet=WRONG)
    assert_refused(result, "必须改　评分.csv 第 4 行 A 列", "第 4 行 C 列", "处必须改，没有排名")
    assert not target.exists()
    assert_refused(folder.on_files("shortlist", "--award", "先进集体", sheet=WRONG), "第 4 行 A 列")


def test_errors_in_the_scheme_are_listed_with_their_keys(folder):
    folder.write("方案.toml", SCHEME.replace("floor = 60", "flor = 60").replace("quota = 2", "quota = 0"))
    assert_refused(folder.on_files("rank"), "第 1 个维度 › flor", "第 1 个奖项 › quota", "共 2 处")


def test_a_wrong_roster_and_a_wrong_award_are_not_mixed_up(folder):
    folder.write("名册.csv", "单位,类别\n东坪村,村\n东坪村,村\n")
    assert_refused(folder.on_files("rank"), "名册.csv", "东坪村")
    assert_refused(folder.on_files("rank", "--vetoes", folder.write("否决.csv", "单位,事由\n龙泉村,违纪\n")), "共 1 处")
    folder.write("名册.csv", ROSTER.replace(",村,", ",社区,"))
    assert_refused(folder.on_files("rank", sheet=WRONG), "第 1 个奖项 › groups", "第 4 行 A 列")


@pytest.mark.parametrize(
    ("option", "name", "text", "said"),
    [
        ("--adjustments", "加减分.csv", "单位,加减分,事由\n外村,1,获表彰\n", "外村"),
        ("--adjustments", "加减分.csv", "单位,加减分,事由\n东坪村,0.005,获表彰\n", "第 2 行"),
        ("--vetoes", "否决.csv", "单位,事由\n东坪村,\n", "第 2 行"),
    ],
)
def test_errors_in_the_files_beside_the_sheets_are_listed(folder, option, name, text, said):
    assert_refused(folder.on_files("rank", option, folder.write(name, text)), name, said)


@pytest.mark.parametrize(
    ("option", "text", "kind"),
    [
        ("--adjustments", "单位,事由\n东坪村,违纪\n", "一票否决"),
        ("--vetoes", "单位,加减分,事由\n东坪村,2,获奖\n", "加减分"),
        ("--adjustments", "单位,投资\n东坪村,9\n", "评分表"),
    ],
)
def test_a_list_that_came_by_the_wrong_option_is_an_error(folder, option, text, kind):
    assert_refused(folder.on_files("rank", option, folder.write("列表.csv", text)), option, f"却是{kind}")


def test_the_same_cell_in_two_sheets_is_an_error(folder):
    other = folder.write("又一份.csv", SHEET.replace("东坪村,90", "东坪村,91"))
    result = folder.run(
        "rank",
        folder.write("评分.csv", SHEET),
        other,
        "--scheme",
        folder.path / "方案.toml",
        "--roster",
        folder.path / "名册.csv",
    )
    assert_refused(result, "东坪村")


# --- exit 2: the command is wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--weight", "项目建设"], "维度=数"),
        (["--weight", "=2"], "维度=数"),
        (["--weight", "项目建设=两倍"], "维度=数"),
        (["--weight", "项目建设=0"], "大于 0"),
        (["--weight", "项目建设=-1"], "大于 0"),
        (["--weight", "项目建设=nan"], "大于 0"),
        (["--weight", "项目建设=1e400"], "1 亿"),
        (["--weight", "党建=1"], "没有名为“党建”的维度"),
        (["--aggregation", "sum"], "arithmetic"),
        (["--group", "社区"], "没有类别“社区”"),
        (["--period", "1999年"], "1999年没有评分"),
        (["--format", "xml"], "xml 不在可选范围"),
        (["--formats", "json"], "--formats"),
        (["--period"], "--period 后面要有一个值"),
        (["--adjustments", "没有.csv"], "没有这个文件"),
    ],
)
def test_an_option_that_means_nothing_exits_2(folder, options, said):
    assert_wrong_usage(folder.on_files("rank", *options), said)


def test_no_period_anywhere_exits_2(folder):
    assert_wrong_usage(folder.on_files("rank", sheet=SHEET.replace("2022年度", "")), "--period")


def test_a_latest_period_without_a_mark_is_said_and_no_older_one_ranked(folder):
    blank = "2023年度考核评分表,,\n单位,投资（100分）,办结率\n东坪村,,\n龙泉村,,\n西岭村,,\n执法站,,\n"
    assert_wrong_usage(folder.on_files("rank", sheet=blank), "2023年，里面却没有一个分")
    both = folder.write("去年.csv", SHEET), folder.write("今年.csv", blank)
    options = "--scheme", folder.path / "方案.toml", "--roster", folder.path / "名册.csv"
    assert_wrong_usage(folder.run("rank", *both, *options), "请用 --period 写明：2022年")
    code, out, _ = folder.run("rank", *both, *options, "--period", "2022年", "--format", "csv")
    assert (code, out.count("2022年")) == (0, 4)


def test_an_unknown_award_or_none_exits_2(folder):
    assert_wrong_usage(folder.on_files("shortlist", "--award", "文明村"), "没有名为“文明村”的奖项", "先进集体")
    assert_wrong_usage(folder.on_files("shortlist"), "缺少 --award")


@pytest.mark.parametrize(
    "arguments",
    [[], ["rang"], ["check"], ["rank", "a.csv"], ["rank", "a.csv", "--roster", "r.csv"], ["rank", "--scheme", "s.toml"]],
)
def test_a_command_that_is_not_whole_exits_2(folder, arguments):
    assert_wrong_usage(folder.run(*arguments))


def test_files_that_cant_be_read_or_written_exit_2_and_say_why_in_chinese(folder):
    scheme, roster = folder.path / "方案.toml", folder.path / "名册.csv"
    sheet = folder.write("评分.csv", SHEET)
    for broken, said in (
        (["rank", folder.path / "没有.csv", "--scheme", scheme, "--roster", roster], "没有这个文件"),
        (["rank", sheet, "--scheme", folder.path / "没有.toml", "--roster", roster], "没有这个文件"),
        (["rank", sheet, "--scheme", scheme, "--roster", folder.path], "是一个文件夹"),
        (["rank", sheet, "--scheme", scheme, "--roster", roster / "x.csv"], "不是文件夹"),
        (["rank", sheet, "--scheme", scheme, "--roster", roster, "--output", folder.path / "没有" / "a.csv"], "没有这个文件夹"),
        (["rank", sheet, "--scheme", scheme, "--roster", roster, "--output", folder.path], "是一个文件夹"),
    ):
        assert_wrong_usage(folder.run(*broken), said)


def test_usage_is_said_once_and_in_chinese(folder):
    for arguments in (["rank", "--formats"], ["shortlist"], ["bogus"]):
        _, _, err = folder.run(*arguments)
        assert err.startswith("用法：python -m evaluation ")
        assert err.count("用法：") == 1
        assert "usage" not in err


@pytest.mark.parametrize("command", [[], ["rank"], ["check"], ["shortlist"]])
def test_help_is_chinese_and_knows_every_option(folder, command):
    with pytest.raises(SystemExit) as left:
        folder.run(*command, "--help")
    out = folder.capsys.readouterr().out
    assert left.value.code == 0
    assert out.count("用法：") == 1
    assert not re.search(r"usage|options|positional|show this", out)
    explained = out.partition("\n选项")[2]
    for option in set(re.findall(r"--[a-z]+", out)):
        assert re.search(rf"{option}\b[^-]*[一-鿿]{{2}}", explained), option


def test_the_usage_names_every_command_that_is_explained_below_it(folder):
    with pytest.raises(SystemExit):
        folder.run("--help")
    usage, _, explained = folder.capsys.readouterr().out.partition("选项")[0].partition("参数")
    assert re.search(r"\{(.+)\}", usage)[1].split(",") == re.findall(r"^    ([a-z]+) ", explained, re.MULTILINE)
