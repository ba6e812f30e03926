"""Roster, adjustments and vetoes: read whole, with all faults at once."""

import importlib.util
import random
from decimal import Decimal
from pathlib import Path

import pytest

from evaluation.matching import Decisions, known_names, match_sheet
from evaluation.problems import ProblemsFound, errors
from evaluation.roster import Unit
from evaluation.scheme_reading import read_scheme
from evaluation.sheet import read_sheets
from evaluation.side_files import read_adjustments, read_roster, read_vetoes
from evaluation.validation import check_sheet, check_sheets
from tests.score_sheets import ROSTER, SCHEME, codes, grid, sheet_of, workbook

DATA = Path(__file__).parent.parent / "data"
SAMPLE_ROSTER = DATA / "samples" / "演示名册.csv"


def roster_faults(text):
    with pytest.raises(ProblemsFound) as caught:
        read_roster([sheet_of(text, "名册.csv")])
    return [(problem.code, problem.row, problem.column) for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_roster_is_read_in_protocol_order(encoding):
    text = (
        "东风镇名册,,,\n单位,类别,别名,顺序\n东坪村,村（社区）,东坪、东坪村委,2\n"
        "张家塬村,村（社区）,,1\n党政办公室,办公室,党政办;党政,3\n"
    )
    assert read_roster([sheet_of(text, encoding=encoding)]).units == (
        Unit("张家塬村", "村（社区）", (), 1),
        Unit("东坪村", "村（社区）", ("东坪", "东坪村委"), 2),
        Unit("党政办公室", "办公室", ("党政办", "党政"), 3),
    )


def test_a_roster_without_positions_keeps_the_order_of_the_file():
    content = grid(("序号", "单位", "类别"), (1, "乙村", "村"), (2, "甲村", "村"))
    assert [unit.name for unit in read_roster(read_sheets(content, "名册.xlsx")).units] == ["乙村", "甲村"]


def test_everything_wrong_with_a_roster_is_said_at_once():
    text = "单位,类别,别名,顺序\n东坪村,村,东坪,2\n,村,甲,3\n张庄村,,东 坪,2\n东坪,村,,x\n城关社区,村,,\n"
    assert roster_faults(text) == [
        ("unit_missing", 3, "A"),
        ("group_missing", 4, "B"),
        ("name_twice", 4, "C"),
        ("position_twice", 4, "D"),
        ("name_twice", 5, "A"),
        ("bad_position", 5, "D"),
        ("bad_position", 6, "D"),
    ]


@pytest.mark.parametrize("other", ["村(社区)", "村 （社区）", "村（社区）\u200b"])
def test_a_group_in_two_spellings_is_asked_about_and_not_made_two(other):
    rows = f"单位,类别\n东坪村,村（社区）\n张庄村,{other}\n城关社区,村（社区）\n"
    assert roster_faults(rows) == [("group_spelling", 3, "B")]


def test_signs_that_nobody_sees_in_a_roster_or_a_reason_are_refused():
    text = "单位,类别,别名,标签\n东坪\u202e村,村,东坪,社区\n张庄村,村\u2066,张\x85庄,片\ufdd0\n"
    places = [("hidden_sign", 2, "A"), *(("hidden_sign", 3, column) for column in "BCD")]
    assert roster_faults(text) == places
    assert ("hidden_sign", "error") in veto_problems("单位,事由\n东坪村,发生\u202e事故\n")


def test_a_roster_without_its_columns_or_units_is_refused():
    assert roster_faults("姓名,电话\n张三,1\n") == [("no_header", None, None)]
    assert roster_faults("单位,类别\n") == [("empty_roster", None, None)]


LONG_NAME = "平塬镇退役军人服务站暨社会事务综合服务中心联合党支部委员会办公室"


def test_a_long_name_in_a_roster_is_a_unit_and_a_note_below_is_not():
    text = f"单位,类别\n{LONG_NAME},办公室\n注：本名册由镇考核办于年初会同各站所核对后印发，请勿自行增减单位,\n"
    roster = read_roster([sheet_of(text, "名册.csv")])
    assert [unit.name for unit in roster.units] == [LONG_NAME]


def test_a_veto_of_a_long_unknown_name_is_asked_about_not_passed_over():
    problems = veto_problems(f"单位,事由\n{LONG_NAME},发生较大安全事故\n")
    assert ("unknown_unit", "error") in problems


def veto_problems(text):
    try:
        read = read_vetoes([sheet_of(text, "一票否决.csv")], ROSTER)
    except ProblemsFound as found:
        return [(problem.code, problem.severity) for problem in found.problems]
    return [(problem.code, problem.severity) for problem in read.problems]


def test_a_roster_may_hold_units_named_like_footers():
    roster = read_roster([sheet_of("单位,类别\n注溪村,村\n合计村,村\n制表：张三,\n")])
    assert [unit.name for unit in roster.units] == ["注溪村", "合计村"]


def test_adjustments_are_read_with_their_sign_period_and_cell():
    text = "2022年加减分\n单位,加减分,事由,考核期\n东坪,+2,市级荣誉,\n"
    text += "党政办公室,－1.5,通报,2022年第一季度\n合计,0.5,,\n"
    found = read_adjustments([sheet_of(text, "加减分.csv")], SCHEME, ROSTER, period="2021年")
    assert [(a.period, a.unit, a.points, a.reason, a.row, a.column) for a in found.entries] == [
        ("2022年", "东坪村", Decimal(2), "市级荣誉", 3, "B"),
        ("2022年第1季度", "党政办公室", Decimal("-1.5"), "通报", 4, "B"),
    ]
    assert codes(found.problems, "error") == []
    assert "total_row" in codes(found.problems, "info")


def test_bonus_and_deduction_columns_give_signed_points():
    found = read_adjustments(
        [sheet_of("单位,加分,扣分,事由\n东坪村,2,,荣誉\n张庄村,,3,通报\n城关社区,1,-1,两项\n")], SCHEME, ROSTER
    )
    assert [(a.unit, a.points) for a in found.entries] == [("东坪村", 2), ("张庄村", -3), ("城关社区", 1), ("城关社区", -1)]
    assert codes(found.problems) == ["deduction_sign"]


def test_everything_wrong_with_adjustments_is_said_at_once():
    text = "单位,加减分,事由,考核期\n张家源村,1,甲,\n东坪村,1.234,甲,\n"
    text += "东坪村,两分,甲,\n东坪村,1,,\n东坪村,,甲,\n东坪村,1,甲,上回\n,1,甲,\n"
    found = read_adjustments([sheet_of(text)], SCHEME, ROSTER)
    assert [(p.code, p.row, p.column) for p in errors(found.problems)] == [
        ("unknown_unit", 2, "A"),
        ("too_many_places", 3, "B"),
        ("not_a_number", 4, "B"),
        ("reason_missing", 5, "C"),
        ("points_missing", 6, "B"),
        ("bad_period", 7, "D"),
        ("unit_missing", 8, "A"),
    ]
    assert errors(found.problems)[0].suggestions[0] == "张家塬村"


def test_the_same_adjustment_twice_and_zero_points_are_warnings():
    found = read_adjustments([sheet_of("单位,加减分,事由\n东坪村,1,甲\n东坪村,1,甲\n东坪村,1,乙\n东坪村,0,丙\n")], SCHEME, ROSTER)
    assert [(p.code, p.row) for p in found.problems] == [("zero_points", 5), ("same_entry", 3)]
    assert len(found.entries) == 4


def test_adjustments_without_a_reason_column_are_refused():
    assert codes(read_adjustments([sheet_of("单位,加减分\n东坪村,1\n")], SCHEME, ROSTER).problems, "error") == ["no_header"]


def test_a_person_may_name_the_unit_of_an_adjustment():
    decisions = Decisions(units={"张家源村": "张家塬村", "外村": None})
    sheet = sheet_of("单位,加减分,事由\n张家源村,1,甲\n外村,1,甲\n")
    found = read_adjustments([sheet], SCHEME, ROSTER, decisions=decisions)
    assert [a.unit for a in found.entries] == ["张家塬村"]
    assert errors(found.problems) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-06-03", "2022-06-03"),
        ("2022年6月3日", "2022-06-03"),
        ("2022/6/3", "2022-06-03"),
        ("2022.6.3", "2022-06-03"),
        ("２０２２年６月３日", "2022-06-03"),
        ("2022-06-03 00:00", "2022-06-03"),
        ("", ""),
    ],
)
def test_vetoes_are_read_with_their_date(text, day):
    found = read_vetoes([sheet_of(f"单位,事由,日期\n东坪,安全生产责任事故,{text}\n")], ROSTER, period="2022年")
    assert [(v.period, v.unit, v.reason, v.date, v.row) for v in found.entries] == [
        ("2022年", "东坪村", "安全生产责任事故", day, 2)
    ]
    assert errors(found.problems) == []


def test_a_date_cell_of_a_workbook_is_read():
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, ("单位", "事由", "日期"))
        page.write_row(1, 0, ("东坪村", "赴省非访"))
        page.write_datetime(1, 2, __import__("datetime").datetime(2022, 6, 3), book.add_format({"num_format": "yyyy/m/d"}))

    assert read_vetoes(read_sheets(workbook(fill), "v.xlsx"), ROSTER).entries[0].date == "2022-06-03"


def test_everything_wrong_with_vetoes_is_said_at_once():
    found = read_vetoes([sheet_of("单位,事由,日期\n李家河村,甲,\n东坪村,,2022-13-03\n东坪村,甲,六月三日\n")], ROSTER)
    assert [(p.code, p.row) for p in errors(found.problems)] == [
        ("unknown_unit", 2),
        ("reason_missing", 3),
        ("bad_date", 3),
        ("bad_date", 4),
    ]


# — the demonstration files —


def true_marks(year):
    """Return what the script that wrote the demonstration sheets put into them."""
    spec = importlib.util.spec_from_file_location("make_samples", DATA / "samples" / "make_samples.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    villages = script.all_village_marks(random.Random(year), year)
    offices = script.all_office_marks(random.Random(year * 10), year)
    return {
        (unit, name, rater): mark
        for marks, raters in ((villages, [""]), (offices, script.RATERS))
        for (unit, name), given in marks.items()
        for rater, mark in zip(raters, given, strict=True)
    }


def samples(period):
    return sorted(path for path in (DATA / "samples" / period).iterdir() if path.suffix in (".csv", ".xlsx", ".xls"))


@pytest.mark.parametrize(("period", "marks", "missing"), [("2021年", 504, 0), ("2022年", 501, 3)])
def test_every_demonstration_file_comes_through_without_an_error(period, marks, missing):
    scheme = read_scheme((DATA / "schemes" / "三个年.toml").read_bytes())
    roster = read_roster(read_sheets(SAMPLE_ROSTER.read_bytes(), SAMPLE_ROSTER.name))
    assert len(roster.units) == 32
    found, problems = [], []
    for path in samples(period):
        for sheet in read_sheets(path.read_bytes(), path.name, known_names(scheme, roster)):
            matched = match_sheet(sheet, scheme, roster)
            if matched.kind == "adjustments":
                problems += read_adjustments([sheet], scheme, roster, period=period).problems
            elif matched.kind == "vetoes":
                problems += read_vetoes([sheet], roster, period=period).problems
            else:
                found.append(check_sheet(matched))
                problems += found[-1].problems
    assert errors([*problems, *check_sheets(found)]) == []
    assert {mark.period for sheet in found for mark in sheet.marks} == {period}
    assert sum(len(sheet.marks) for sheet in found) == marks
    assert sum(len(sheet.missing) for sheet in found) == missing
    true = true_marks(int(period[:4]))
    assert {(mark.unit, mark.indicator, mark.rater): mark.mark for sheet in found for mark in sheet.marks} == true
    assert {mark.unit for sheet in found for mark in sheet.marks} == {unit.name for unit in roster.units}


# — nothing is lost without a word —


def points_of(text: str):
    found = read_adjustments([sheet_of(text, "加减分.csv")], SCHEME, ROSTER)
    return [(entry.unit, entry.points, entry.reason) for entry in found.entries], codes(found.problems, "error")


def test_a_second_column_of_points_or_reasons_is_an_error():
    assert points_of("单位,加减分,事由,加减分\n东坪村,2,获奖,3\n")[1] == ["column_twice"]
    assert points_of("单位,加减分,事由,加减分\n东坪村,2,获奖,2\n")[1] == []
    assert points_of("单位,情形,加减分,事由\n东坪村,奖励,2,获奖\n") == ([("东坪村", 2, "奖励；获奖")], [])


@pytest.mark.parametrize("text", [
    "单位,加减分,事由,日期,认定时间\n东坪村,2,获奖,2022-03-01,2022-04-01\n",
    "单位,类别,类型,加减分,事由\n东坪村,村,老区,2,获奖\n",
    "单位,加减分,事由\n东坪村,2,获奖\n制表：党政办,,2022年12月30日\n",
])  # fmt: skip
def test_an_ordinary_list_of_points_is_taken_as_it_is(text):
    assert points_of(text) == ([("东坪村", 2, "获奖")], [])


@pytest.mark.parametrize("text", [
    "单位,否决事由,发生时间,认定时间\n东坪村,事故,2022-03-01,2022-04-01\n",
    "单位,事由\n东坪村,事故\n制表：党政办,2022年12月30日\n",
])  # fmt: skip
def test_an_ordinary_list_of_vetoes_is_taken_as_it_is(text):
    assert [severity for _, severity in veto_problems(text) if severity == "error"] == []


@pytest.mark.parametrize("head", ["类型", "单位类型"])
def test_a_second_column_of_groups_in_a_roster_is_named_and_left_out(head):
    (unit,) = read_roster([sheet_of(f"单位,类别,{head}\n东坪村,村,老区\n", "名册.csv")]).units
    assert unit.group == "村"


def test_bonus_deduction_and_their_sum_are_no_three_entries():
    entries, faults = points_of("单位,加分,扣分,加减分,事由\n东坪村,3,1,2,获奖和信访\n")
    assert [points for _, points, _ in entries] == [3, -1]
    assert faults == []
    assert points_of("单位,加分,扣分,加减分,事由\n东坪村,3,1,4,获奖和信访\n")[1] == ["net_differs"]
    assert points_of("单位,加分,扣分,加减分,事由\n东坪村,3,1,两分,获奖和信访\n")[1] == ["not_a_number"]


def test_bonus_and_deduction_may_have_a_reason_each():
    entries, faults = points_of("单位,加分,加分事由,扣分,扣分事由\n东坪村,2,获奖,1,迟报\n张庄村,,,1.5,缺会\n")
    assert entries == [("东坪村", 2, "获奖"), ("东坪村", -1, "迟报"), ("张庄村", Decimal("-1.5"), "缺会")]
    assert faults == []
    assert points_of("单位,加分,加分事由,扣分,扣分事由\n东坪村,,获奖,1,\n")[1] == ["reason_missing"]


def test_the_aliases_of_two_columns_are_all_known():
    (unit,) = read_roster([sheet_of("单位,类别,别名,曾用名\n东坪村,村,东坪,老东坪、东村\n", "名册.csv")]).units
    assert unit.aliases == ("东坪", "老东坪", "东村")


def test_a_row_with_a_reason_is_an_entry_though_it_begins_like_a_note():
    assert veto_problems("单位,事由\n单位：东坪村,违纪\n") == [("unknown_unit", "error")]
    assert veto_problems("单位,事由\n东坪村,违纪\n填表人：张三,审核：李四\n") == [("footer_row", "info")]
