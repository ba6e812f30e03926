"""The scheme as tables and as a workbook: out and back again it is the same scheme; what is wrong is said, all at once."""

import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.export.scheme_workbook import read_scheme_file, scheme_workbook
from evaluation.home import DEFAULT_SCHEME, PROJECT, default_scheme
from evaluation.problems import EvaluationError
from evaluation.scheme import Scheme, write_scheme
from evaluation.scheme_faults import check_tables
from evaluation.scheme_reading import read_scheme
from evaluation.scheme_tables import join_items, scheme_tables, split_items, tables_of
from tests.strategies import GROUPS, schemes, to_toml

RANDOM = schemes(GROUPS).map(lambda scheme: read_scheme(to_toml(scheme)))
SCHEMES = sorted((PROJECT / "data" / "schemes").glob("*.toml"))


def out_and_back(scheme: Scheme) -> Scheme | None:
    found = read_scheme_file(scheme_workbook(scheme_tables(scheme)), "方案.xlsx")
    assert found.notes == ()
    return check_tables(found.tables).scheme


def sheets_of(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def default_book() -> openpyxl.Workbook:
    return sheets_of(scheme_workbook(scheme_tables(default_scheme())))


def said(tables) -> list[str]:
    return [f"{fault.place}：{fault.text}" for fault in check_tables(tables).faults]


# --- there and back -------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(RANDOM)
def test_tables_of_a_scheme_give_an_equal_scheme(scheme):
    assert check_tables(scheme_tables(scheme)).scheme == scheme


@given(RANDOM)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_gives_an_equal_scheme_back(scheme):
    assert out_and_back(scheme) == scheme


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_every_scheme_of_ours_survives_workbook_and_toml(path):
    scheme = read_scheme(path.read_bytes())
    assert out_and_back(scheme) == scheme
    found = read_scheme_file(write_scheme(scheme).encode(), path.name)
    assert (check_tables(found.tables).scheme, found.notes) == (scheme, ())


def test_nasty_texts_survive_the_workbook():
    toml = (
        DEFAULT_SCHEME.read_text("utf-8")
        .replace('name = "三个年活动考核"', r'name = "=1+1"', 1)
        .replace('basis = "一个项目一个项目落实到位"', r'basis = "第一行\n第二行，\"引号\"、<b>&amp;"')
        .replace('aliases = ["重点项目", "重点项目建设"]', r'aliases = ["甲、乙", "带\"引号\"", "a,b;c", "@SUM(A1)", "007"]')
    )
    scheme = read_scheme(toml)
    assert out_and_back(scheme) == scheme


def test_long_decimals_survive_the_workbook_exactly():
    toml = DEFAULT_SCHEME.read_text("utf-8")
    toml = toml.replace("low = 80", "low = 12.123456789012").replace("high = 100", "high = 12345678.123456789012")
    scheme = read_scheme(toml)
    assert out_and_back(scheme) == scheme


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(str.strip).filter(bool)))
def test_names_in_one_cell_come_apart_as_they_went_in(names):
    assert split_items(join_items(names)) == names


def test_people_may_set_names_apart_by_comma_or_semicolon():
    assert split_items("甲，乙; 丙、丁") == ["甲", "乙", "丙", "丁"]


def test_the_workbook_offers_the_choices_and_holds_no_formula():
    book = default_book()
    assert book.sheetnames == ["规则", "维度", "二级指标", "指标", "奖项", "否决情形", "等次", "分期"]
    offered = {rule.sqref: rule.formula1 for rule in book["指标"].data_validations.dataValidation}
    assert any("与最好的比" in formula for formula in offered.values())
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    assert book["指标"]["D2"].value == 2


# --- what people do to the workbook ---------------------------------------------------------------------------------


def test_columns_may_change_places_and_blank_rows_are_no_rows():
    book = default_book()
    sheet = book["维度"]
    sheet.move_range("A1:A4", cols=10)
    sheet.insert_rows(3)
    found = read_scheme_file(saved(book), "方案.xlsx")
    assert check_tables(found.tables).scheme == default_scheme()


def test_full_width_numbers_are_read():
    tables = scheme_tables(default_scheme())
    tables.parts["dimension"][0]["floor"] = "６５．５"
    assert str(check_tables(tables).scheme.dimension[0].floor) == "65.5"


def test_unknown_sheets_columns_and_rules_are_named_and_the_rest_is_read():
    book = default_book()
    book.create_sheet("备忘")["A1"] = "随便"
    book["指标"]["R1"] = "负责人"
    book["规则"]["A20"], book["规则"]["B20"] = "加班", "是"
    found = read_scheme_file(saved(book), "方案.xlsx")
    assert [fault.text for fault in found.notes] == [
        "不认识的工作表“备忘”，没有读进来。",
        "“规则”表里不认识的规则“加班”，没有读进来。",
        "“指标”表里不认识的列“负责人”，没有读进来。",
    ]
    assert check_tables(found.tables).scheme == default_scheme()


def test_a_formula_without_a_result_is_named():
    book = default_book()
    book["指标"]["D3"] = "=1+1"
    found = read_scheme_file(saved(book), "方案.xlsx")
    assert [f"{fault.place}：{fault.text}" for fault in found.notes] == [
        "“指标”表第 3 行：这一格是公式，文件里没有它的结果。请改成数。"
    ]
    assert said(found.tables) == ["项目建设 › 项目要素保障 › 权重：应当是数字，现在是空的。"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\x00\x01", "a.bin", "不是方案文件"),
        ("单位,类别\n甲,村\n".encode(), "名册.csv", "不是方案文件"),
        (b"name = ", "a.toml", "TOML"),
        ((PROJECT / "data/samples/2022年/作风能力评分表.xlsx").read_bytes(), "评分表.xlsx", "没有“指标”表"),
        (b"PK\x03\x04 broken", "a.xlsx", "a.xlsx"),
        (b"[[veto_reason]]\nname='a'\n" * 2001, "a.toml", "超过 2000 行"),
    ],
)
def test_a_file_that_holds_no_scheme_is_refused_in_words(content, name, sentence):
    with pytest.raises(EvaluationError, match=sentence):
        read_scheme_file(content, name)


def test_what_a_wrong_toml_file_holds_comes_in_as_a_draft_and_unknown_keys_are_named():
    toml = DEFAULT_SCHEME.read_text("utf-8").replace("weight = 2", "weight = 0", 1).replace("bonus_cap", "bonus_kap")
    found = read_scheme_file(toml.encode(), "方案.toml")
    assert [fault.text for fault in found.notes] == ["不认识的键 bonus_kap。请检查拼写，或删去这一行。"]
    assert said(found.tables) == ["项目建设 › 重点项目推进 › 权重：必须大于 0，现在是 0。"]


# --- bad schemes: one list, with places -----------------------------------------------------------------------------


def test_every_fault_is_listed_at_once_with_its_place_and_no_english():
    tables = scheme_tables(default_scheme())
    indicators = tables.parts["indicator"]
    indicators[0]["weight"], indicators[1]["weight"], indicators[2]["weight"] = "0", "-1", "NaN"
    indicators[3]["rule"], indicators[3]["full_mark"] = "与最差的比", ""
    indicators[4]["low"] = ""
    indicators[5]["aspect"] = "服务"
    indicators[6]["name"] = "企业群众满意度"
    indicators[7]["name"] = ""
    tables.options |= {"tie_break": "党建", "decimals": "9", "missing": "猜"}
    tables.parts["award"][0] |= {"quota": "0", "groups": ""}
    faults = said(tables)
    assert faults == [
        "小数位数：应在 0 到 6 之间，现在是 9。",
        "缺数据：猜 不在可选范围：不排名，另列, 按 0 分计，并注明, 按已有的项折算, 按本类平均分补，并注明。",
        "项目建设 › 重点项目推进 › 权重：必须大于 0，现在是 0。",
        "项目建设 › 项目要素保障 › 权重：必须大于 0，现在是 -1。",
        "项目建设 › 招商引资实效 › 权重：应当是数字，现在是 NaN。",
        "项目建设 › 产业与集体经济 › 计分办法：与最差的比 不在可选范围："
        "得分 ÷ 满分, 区间换算, 组内高低换算, 名次百分比, 与最好的比, 名次计分, 目标扣分。",
        "营商环境 › 第 8 行 › 指标：不能是空的。",
        "先进集体 › 类别：至少要有一个。",
        '先进集体 › 名额：名额应当是大于 0 的整数，或 "30%" 这样的百分比（大于 0，不超过 100%，'
        "小数不超过 12 位，不带空格和别的符号），现在是 0。",
        "营商环境 › 企业群众满意度：“企业群众满意度”重复了：已经用在 营商环境 › 企业群众满意度。名称和别名不能重复。",
        "总分相同先看：没有名为“党建”的维度。",
        "营商环境 › 按期办结率 › 下限：计分办法 区间换算 需要 下限，请补上。",
        "营商环境 › 企业群众满意度 › 二级指标：维度“营商环境”没有声明二级指标“服务”。",
    ]


def test_a_workbook_with_signs_that_nobody_sees_is_refused_by_the_names_of_the_table():
    tables = scheme_tables(default_scheme())
    tables.parts["indicator"][0]["name"], tables.parts["veto_reason"][0]["basis"] = "重点\u202e项目", "一句\x01话"
    found = read_scheme_file(scheme_workbook(tables), "方案.xlsx")
    assert [fault.partition("，")[0] for fault in said(found.tables)] == [
        "安全生产事故 › 依据：第 3 个字符是看不见的控制字符（U+0001）",
        "项目建设 › 重点项目 › 指标：第 3 个字符是看不见的控制字符（U+202E）",
    ]


def test_names_that_point_at_each_other_are_refused():
    tables = scheme_tables(default_scheme())
    first, second = tables.parts["indicator"][:2]
    first["aliases"], second["aliases"] = second["name"], first["name"]
    assert said(tables) == [
        "项目建设 › 项目要素保障：“项目要素保障”重复了：已经用在 项目建设 › 重点项目推进。名称和别名不能重复。",
        "项目建设 › 项目要素保障：“重点项目推进”重复了：已经用在 项目建设 › 重点项目推进。名称和别名不能重复。",
    ]


def test_an_indicator_of_an_unknown_dimension_is_named_and_checked_all_the_same():
    tables = scheme_tables(default_scheme())
    tables.parts["indicator"][0] |= {"dimension": "党建引领", "weight": "-2"}
    assert said(tables) == [
        "指标：没有维度“党建引领”。请在维度表里加上，或改选别的维度。",
        "党建引领 › 重点项目推进 › 权重：必须大于 0，现在是 -2。",
    ]


def test_a_dimension_without_indicators_is_refused():
    tables = scheme_tables(default_scheme())
    tables.parts["dimension"].append({**tables.parts["dimension"][0], "name": "党建引领", "aliases": ""})
    assert said(tables) == ["党建引领 › 指标：至少要有一个。"]


def test_a_grade_named_twice_is_refused():
    tables = scheme_tables(default_scheme())
    tables.parts["grade"].append({"name": "优秀", "share": "90"})
    assert said(tables) == ["等次：等次“优秀”重复了，只能写一次。"]


def test_a_number_too_long_for_exact_arithmetic_is_refused():
    tables = scheme_tables(default_scheme())
    tables.parts["indicator"][0]["weight"] = "1" * 30
    assert said(tables)[0].endswith("太长：绝对值须小于 1 亿，小数不超过 12 位。")


def test_two_thousand_and_one_indicators_are_refused():
    row = scheme_tables(default_scheme()).parts["indicator"][0]
    tables = scheme_tables(default_scheme())
    tables.parts["indicator"] = [{**row, "name": f"指标{number}", "aliases": ""} for number in range(2001)]
    assert any("超过上限 2000 个" in sentence for sentence in said(tables))


def test_an_empty_file_of_tables_says_what_is_lacking():
    assert "方案名称：不能是空的。" in said(tables_of({}))
