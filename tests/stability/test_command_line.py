"""``python -m evaluation stability`` on real files: the shape that docs/scoring.md promises, and the figures themselves."""

import json

import pytest

from evaluation.wording import stability as stability_words
from tests import samples
from tests.command_line import Folder

SCHEME = """
name = "考核"
[adjustment]
bonus_cap = 5
[[dimension]]
name = "项目建设"
floor = 40
[[dimension.indicator]]
name = "投资"
full_mark = 100
[[dimension]]
name = "营商环境"
[[dimension.indicator]]
name = "办结率"
full_mark = 100
[[dimension]]
name = "作风能力"
[[dimension.indicator]]
name = "测评"
full_mark = 100
[[award]]
name = "先进集体"
groups = ["村"]
quota = 1
minimum_total = 60
"""
ROSTER = "单位,类别\n甲村,村\n乙村,村\n丙村,村\n丁村,村\n戊村,村\n甲站,站\n"
SHEET = (
    "2022年度评分表,,,\n单位,投资,办结率,测评\n甲村,90,60,60\n乙村,60,90,60\n丙村,100,100,\n"
    "丁村,39,100,100\n戊村,100,100,100\n甲站,50,50,50\n"
)
VETOES = "单位,事由\n戊村,安全事故\n"


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command on the little files above and return its exit code and output."""
    folder = Folder(tmp_path, capsys)
    for name, text in {"方案.toml": SCHEME, "名册.csv": ROSTER, "评分.csv": SHEET, "否决.csv": VETOES}.items():
        folder.write(name, text)

    def run(*options: str, scheme: str = "方案.toml") -> tuple[int, str, str]:
        files = ("--scheme", tmp_path / scheme, "--roster", tmp_path / "名册.csv", "--vetoes", tmp_path / "否决.csv")
        return folder.run("stability", tmp_path / "评分.csv", *files, *options)

    run.folder = tmp_path
    return run


def rows(run, *options: str, **more: str) -> list[dict]:
    code, out, err = run("--award", "先进集体", "--format", "json", *options, **more)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_it_prints_one_object_per_group_with_exact_shares(run):
    (found,) = rows(run, "--weight", "项目建设=2")
    thirds = {"项目建设": 0.5, "营商环境": 0.25, "作风能力": 0.25}
    assert (found["award"], found["group"], found["k"], found["weights"]) == ("先进集体", "村", 1, thirds)
    assert found["shortlist"] == ["甲村"]
    assert found["safe_share"] == pytest.approx(0.5)
    change = found["nearest_change"]
    assert (change["leaves"], change["enters"]) == ("甲村", "乙村")
    assert change["weights"] == pytest.approx({"项目建设": 0.375, "营商环境": 0.375, "作风能力": 0.25})
    assert found["radius"] == pytest.approx(0.125 * 2**0.5)
    assert [unit["unit"] for unit in found["units"]] == ["甲村", "乙村"]
    first = found["units"][0]
    assert (first["first_share"], first["top_k_share"]) == (pytest.approx(0.5), pytest.approx(0.5))
    assert (first["best_rank"], first["worst_rank"]) == (1, 2)
    assert first["central_weights"] == pytest.approx({"项目建设": 0.5, "营商环境": 1 / 6, "作风能力": 1 / 3})
    assert sorted(first) == ["best_rank", "central_weights", "first_share", "top_k_share", "unit", "worst_rank"]


def test_incomplete_vetoed_and_low_units_do_not_compete_and_the_least_total_bounds_the_list_alone(run):
    (found,) = rows(run)
    assert [unit["unit"] for unit in found["units"]] == ["甲村", "乙村"]
    (run.folder / "高.toml").write_text(SCHEME.replace("= 60", "= 75"), "utf-8")
    (found,) = rows(run, scheme="高.toml")
    assert ([unit["unit"] for unit in found["units"]], found["shortlist"]) == (["甲村", "乙村"], [])
    assert (found["nearest_change"]["leaves"], found["radius"]) == (None, pytest.approx((74.995 - 70) / 30 * 1.5**0.5))


def test_what_a_least_total_or_rank_asks_for_is_in_the_table(run):
    (run.folder / "高.toml").write_text(SCHEME.replace("= 60", "= 74\nwithin_rank = 3"), "utf-8")
    code, out, err = run("--award", "先进集体", "--weight", "项目建设=2", scheme="高.toml")
    assert (code, err) == (0, "")
    assert "甲村总分不到下限，退出名单" in out
    assert stability_words.RANK_LEFT_OUT.format(rank=3) in out
    assert "怎么调名单都不变" not in out


def test_null_stands_where_nothing_can_change(run):
    (found,) = rows(run, "--aggregation", "minimum")
    assert (found["radius"], found["nearest_change"], found["safe_share"]) == (None, None, 1.0)
    (run.folder / "多.toml").write_text(SCHEME.replace("quota = 1", "quota = 5"), "utf-8")
    (found,) = rows(run, scheme="多.toml")
    assert (found["k"], found["radius"], found["nearest_change"]) == (5, None, None)


def test_the_table_says_the_finding_in_words(run):
    code, out, err = run("--award", "先进集体", "--weight", "项目建设=2")
    assert (code, err) == (0, "")
    assert "每项不超过 12.5 个百分点，名单不变；最先发生的变化：乙村替下甲村（权重 37.5、37.5、25）" in out
    assert "总分四舍五入不计" in out
    assert "排第一的占比" in out


def test_samples_are_announced_with_their_error(run):
    fourth = '[[dimension]]\nname = "民意"\n[[dimension.indicator]]\nname = "满意度"\nfull_mark = 100\n[[award]]'
    (run.folder / "四维.toml").write_text(SCHEME.replace("[[award]]", fourth), "utf-8")
    sheet = (run.folder / "评分.csv").read_text("utf-8")
    lines = sheet.splitlines()
    lines = [lines[0] + ",", lines[1] + ",满意度", *(f"{line},{70 + number}" for number, line in enumerate(lines[2:]))]
    (run.folder / "评分.csv").write_text("\n".join(lines), "utf-8")
    code, out, err = run("--award", "先进集体", "--format", "json", scheme="四维.toml")
    assert code == 0
    assert "标准误不超过 0.16 个百分点" in err
    assert json.loads(out)[0]["radius"] > 0


@pytest.mark.parametrize("options", [("--award", "没有的奖"), (), ("--award", "先进集体", "--weight", "项目建设=0")])
def test_wrong_usage_exits_with_two(run, options):
    assert run(*options)[0] == 2


def test_a_sheet_with_errors_exits_with_one_and_prints_no_figures(run):
    (run.folder / "评分.csv").write_text(SHEET.replace("90,60,60", "190,60,60"), "utf-8")
    code, out, err = run("--award", "先进集体")
    assert (code, out) == (1, "")
    assert "190" in err


def test_the_samples_list_is_the_official_one_where_no_least_total_interferes(capsys):
    (found,) = samples.command_line(
        capsys, "stability", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, award="先进集体"
    )
    listed = samples.command_line(
        capsys, "shortlist", *samples.SHEETS, adjustments=samples.ADJUSTMENTS, vetoes=samples.VETOES, award="先进集体"
    )
    assert found["shortlist"] == [row["unit"] for row in listed if row["suggested"]]
    assert 0 < found["radius"] < 0.1
