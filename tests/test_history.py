"""What is stored, what an intake would change, and what is still missing."""

from decimal import Decimal

import pytest

from evaluation.events import adjustments_imported, import_redone, import_undone, roster_set, scheme_set, sheet_imported
from evaluation.history import Change, Gap, already_imported, effect_of, gaps, list_imports, without_stored
from evaluation.intake import File, Intake, check_files, drafts_for
from evaluation.journal import sha256
from evaluation.side_files import Adjustment
from evaluation.store import Store
from evaluation.wording import intake as intake_words
from tests.chain import adjustment_draft, dimension, indicator, mark_of, new_store, roster_of, scheme_of, veto_draft
from tests.score_sheets import workbook

SCHEME = scheme_of(dimension("项目建设", indicator("投资"), indicator("开工")), dimension("营商环境", indicator("办结率")))
ROSTER = roster_of(村="东坪村 龙泉村", 站="执法站")


@pytest.fixture
def store() -> Store:
    store = new_store()
    store.append([scheme_set(SCHEME), roster_set(ROSTER)], "考核办")
    return store


def sheet(text: str, name: str = "一.csv") -> File:
    return File(name, text.encode())


def taken(*files: File) -> Intake:
    intake = check_files(files, SCHEME, ROSTER, period="2022年")
    intake.raise_errors()
    return intake


def take(store: Store, *files: File, actor: str = "张三") -> list[int]:
    return [event.position for event in store.append(drafts_for(taken(*files)), actor)]


FIRST = sheet("单位,投资,开工\n东坪村,90,80\n龙泉村,70,\n")
NEXT = sheet("单位,投资,开工\n东坪村,90,81.5\n龙泉村,70.00,60\n执法站,50,\n", "二.csv")


# --- imports --------------------------------------------------------------------------------------------------------


def test_imports_are_listed_newest_first_with_what_they_hold_and_whether_they_stand(store):
    (position,) = take(store, FIRST)
    points, veto = store.append([adjustment_draft([("东坪村", 1), ("龙泉村", 1)]), veto_draft([("龙泉村", "事故")])], "李四")
    store.append([import_undone(position, "一.csv")], "王五")
    found = list_imports(store.cursor())
    assert [(item.position, item.kind, item.file, item.actor, item.is_active, item.count) for item in found] == [
        (veto.position, "vetoes", "一票否决.csv", "李四", True, 1),
        (points.position, "adjustments", "加减分.csv", "李四", True, 2),
        (position, "marks", "一.csv", "张三", False, 3),
    ]


def test_of_several_rosters_the_last_one_is_in_force(store):
    for units, content in (("东坪村", b"1"), ("东坪村 龙泉村", b"2")):
        store.append([roster_set(roster_of(村=units), "名册.csv", content)], "李四")
    found = [(item.kind, item.is_active, item.count) for item in list_imports(store.cursor())]
    assert found == [("roster", True, 2), ("roster", False, 1)]


def test_nothing_stored_is_an_empty_list(store):
    assert list_imports(store.cursor()) == []


def test_a_file_of_the_same_content_is_known_under_any_name_while_it_stands(store):
    assert already_imported(store.cursor(), sha256(FIRST.content), "marks", "") == []
    (position,) = take(store, FIRST)
    assert [past.file for past in already_imported(store.cursor(), sha256(FIRST.content), "marks", "")] == ["一.csv"]
    assert already_imported(store.cursor(), sha256(NEXT.content), "marks", "") == []
    store.append([import_undone(position, "一.csv")], "张三")
    assert already_imported(store.cursor(), sha256(FIRST.content), "marks", "") == []
    store.append([import_redone(position, "一.csv")], "张三")
    assert [past.position for past in already_imported(store.cursor(), sha256(FIRST.content), "marks", "")] == [position]


def test_the_same_bytes_meant_for_another_period_come_in_and_are_asked_about(store):
    file = sheet("单位,指标,得分,考核期\n东坪村,投资,60,2021年\n东坪村,开工,70,\n")
    take(store, file)
    found, before = without_stored(store.cursor(), check_files([file], SCHEME, ROSTER, period="2023年"))
    effect = effect_of(store.cursor(), found)
    assert (before, effect.new, effect.same) == ({}, 1, 1)
    (problem,) = [problem for problem in found.problems if problem.code == "other_period"]
    assert problem.message == "同样的内容已经存为 2022年，这次另存为 2021年、2023年。不对就改考核期。"
    store.append(drafts_for(found), "张三")
    for period in ("2022年", "2023年"):
        again, before = without_stored(store.cursor(), check_files([file], SCHEME, ROSTER, period=period))
        assert [past.file for past in before.values()] == ["一.csv"]
        assert not [problem for problem in again.problems if problem.code == "other_period"]


def test_marks_are_known_by_their_worksheet_and_lines_of_older_journals_by_their_bytes(store):
    drafts = [
        sheet_imported("全.xlsx", "村", b"all", [mark_of("东坪村", "投资", 90)], "2022年"),
        adjustments_imported("全.xlsx", b"all", [Adjustment("2022年", "东坪村", Decimal(1), "获奖")], "2022年"),
    ]
    marks, lines = (event.position for event in store.append(drafts, "张三"))

    def known(kind: str, worksheet: str) -> list[int]:
        return [past.position for past in already_imported(store.cursor(), sha256(b"all"), kind, worksheet)]

    assert (known("marks", "村"), known("marks", "站"), known("adjustments", "加减分")) == ([marks], [], [lines])


# --- what an intake would do ----------------------------------------------------------------------------------------


def test_into_an_empty_store_everything_is_new(store):
    effect = effect_of(store.cursor(), taken(FIRST))
    assert (effect.new, effect.same, effect.changes) == (3, 0, ())
    assert effect.missing == 6  # 3 units × 3 indicators, 3 marks


def test_new_same_and_changed_marks_are_told_apart_with_their_cells(store):
    take(store, FIRST)
    effect = effect_of(store.cursor(), taken(NEXT))
    assert (effect.new, effect.same) == (2, 2)
    sheet = (sha256(NEXT.content), "")
    assert effect.changes == (
        Change("2022年", "东坪村", "开工", "", Decimal(80), Decimal("81.5"), "二.csv", 2, "C", "一.csv", sheet),
    )
    assert effect.missing == 4  # 执法站 lacks 开工, all three lack 办结率


def test_what_was_undone_is_new_again(store):
    (position,) = take(store, FIRST)
    store.append([import_undone(position, "一.csv")], "张三")
    assert effect_of(store.cursor(), taken(FIRST)).new == 3


def test_other_raters_and_other_periods_are_no_changes(store):
    take(store, FIRST, sheet("单位,指标,得分,考核期\n执法站,投资,50,2021年\n", "去年.csv"))
    other = sheet("单位,指标,得分,评分人,考核期\n东坪村,投资,60,李四,2022年\n龙泉村,开工,60,,2021年\n", "三.csv")
    effect = effect_of(store.cursor(), taken(other))
    assert (effect.new, effect.same, effect.changes) == (2, 0, ())
    assert effect.missing == 6  # of the 9 cells of 2022 three have a mark, that of 李四 among them


def test_storing_does_what_the_effect_said(store):
    take(store, FIRST)
    said = effect_of(store.cursor(), taken(NEXT))
    take(store, NEXT)
    after = effect_of(store.cursor(), taken(NEXT))
    assert (after.new, after.same, after.changes) == (0, said.new + said.same + len(said.changes), ())
    assert after.missing == said.missing


# --- gaps -----------------------------------------------------------------------------------------------------------


def test_gaps_name_unit_dimension_and_indicators_in_roster_and_scheme_order(store):
    take(store, FIRST)
    assert gaps(store.cursor(), "2022年", ["龙泉村", "东坪村", "执法站"]) == [
        Gap("东坪村", "营商环境", ("办结率",), 1),
        Gap("龙泉村", "项目建设", ("开工",), 2),
        Gap("龙泉村", "营商环境", ("办结率",), 1),
        Gap("执法站", "项目建设", ("投资", "开工"), 2),
        Gap("执法站", "营商环境", ("办结率",), 1),
    ]


def test_gaps_look_at_one_period_and_the_units_asked_for(store):
    take(store, FIRST)
    assert gaps(store.cursor(), "2021年", ["东坪村"]) == [
        Gap("东坪村", "项目建设", ("投资", "开工"), 2),
        Gap("东坪村", "营商环境", ("办结率",), 1),
    ]


def test_where_everything_is_there_is_no_gap(store):
    take(store, FIRST, sheet("单位,办结率\n东坪村,100\n", "四.csv"))
    assert gaps(store.cursor(), "2022年", ["东坪村"]) == []


# --- adjustments that meet others --------------------------------------------------------------------------------------


def points(name: str, number: object, reason: str = "信访工作") -> File:
    return File(name, f"单位,加减分,事由\n东坪村,{number},{reason}\n".encode())


def test_two_lists_of_one_intake_dont_replace_each_other_in_silence(store):
    apart = check_files([FIRST, points("加分.csv", 2), points("扣分.csv", -1)], SCHEME, ROSTER, period="2022年")
    (error,) = [problem for problem in apart.problems if problem.severity == "error"]
    assert (error.code, error.file, error.row, error.column) == ("same_reason", "扣分.csv", 2, "B")
    same = taken(FIRST, points("加分.csv", 2), points("又一份.csv", 2))
    assert [(problem.code, problem.severity) for problem in same.problems if problem.file == "又一份.csv"] == [
        ("same_entry", "warning")
    ]
    assert not [problem for problem in taken(points("加分.csv", 2), points("扣分.csv", -1, "迟报")).problems if problem.row == 2]
    twice = "单位,加减分,事由\n东坪村,1,获奖\n东坪村,2,获奖\n".encode()
    assert {item.code for item in taken(File("一.csv", twice), File("二.csv", twice)).problems} == {"same_entry"}


def test_points_that_replace_stored_ones_are_said_before_they_do(store):
    take(store, FIRST, points("加分.csv", 2))
    again, _ = without_stored(store.cursor(), taken(points("更正.csv", "3")))
    (warning,) = [problem for problem in again.problems if problem.code == "replaces_points"]
    assert "现在是 2 分，入库后改成 3 分" in warning.message
    other, _ = without_stored(store.cursor(), taken(points("更正.csv", "2")))
    assert not [problem for problem in other.problems if problem.code == "replaces_points"]


def test_a_worksheet_taken_back_can_come_in_again_beside_the_one_that_stands(store):
    def fill(book):
        for name, rows in {
            "评分": [("2022年考核",), ("单位", "投资"), ("东坪村", 90)],
            "加减分": [("2022年考核",), ("单位", "加减分", "事由"), ("东坪村", 2, "获奖")],
        }.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)

    file = File("全.xlsx", workbook(fill))
    take(store, file)
    side = next(item for item in list_imports(store.cursor()) if item.kind == "adjustments")
    assert side.sheet == "加减分"
    store.append([import_undone(side.position, side.file)], "张三")
    found, before = without_stored(store.cursor(), taken(file))
    assert [name for _, name in before] == ["评分"]
    assert len(found.adjustments) == 1
    assert found.has_something


# --- what goes on counting beside new files ----------------------------------------------------------------------------


def said(store: Store, *files: File, code: str) -> list[str]:
    found, _ = without_stored(store.cursor(), taken(*files))
    return [problem.message for problem in found.problems if problem.code == code]


def test_a_blank_in_place_of_a_stored_mark_is_not_called_missing(store):
    take(store, FIRST)
    later = sheet("单位,投资,开工\n东坪村,,81\n龙泉村,71,\n", "二.csv")
    assert said(store, later, code="missing_mark") == [
        "这里没有分，库里已有 90 分，仍然算数；要去掉，请先在导入记录里撤回那次导入。",
        intake_words.MISSING_MARK.format(missing=intake_words.MISSING_NOT_ZERO),
    ]
    store.append([import_undone(3, "一.csv")], "张三")
    assert (
        said(store, later, code="missing_mark") == [intake_words.MISSING_MARK.format(missing=intake_words.MISSING_NOT_ZERO)] * 2
    )


def test_a_row_and_a_column_of_blanks_name_the_stored_marks(store):
    take(store, FIRST)
    by_row = sheet("单位,投资,开工\n东坪村,,\n龙泉村,71,60\n", "二.csv")
    assert said(store, by_row, code="missing_mark") == [
        "这里没有分，库里已有的 2 个仍然算数：东坪村“投资”90 分、东坪村“开工”80 分。要去掉，请先在导入记录里撤回那次导入。"
    ]
    by_column = sheet("单位,投资,开工\n东坪村,91,\n龙泉村,71,\n", "二.csv")
    (message,) = said(store, by_column, code="missing_mark")
    assert "库里已有的 1 个仍然算数：东坪村“开工”80 分。" in message
    assert message.endswith(intake_words.REST_MISSING.format(missing=intake_words.MISSING_NOT_ZERO))


def test_a_mark_in_another_file_of_the_same_go_replaces_the_stored_one(store):
    take(store, FIRST)
    later, other = sheet("单位,投资,开工\n东坪村,,81\n", "二.csv"), sheet("单位,投资\n东坪村,92\n", "三.csv")
    assert said(store, later, other, code="missing_mark") == [
        intake_words.MISSING_COLUMN.format(name="投资", missing=intake_words.MISSING_NOT_ZERO)
    ]


def test_units_that_a_corrected_sheet_leaves_out_are_not_called_missing_where_their_marks_go_on_counting(store):
    take(store, FIRST, sheet("单位,办结率\n东坪村,60\n", "四.csv"))
    later = sheet("单位,投资,开工\n东坪村,91,\n", "二.csv")
    assert said(store, later, code="units_absent") == [
        "名册里有 1 个单位不在这张表里：龙泉村。库里已有其中 1 个单位这张表上的分，仍然算数：龙泉村（1 个分）。"
        "要去掉，请先在导入记录里撤回那次导入。还有 1 个单位缺分（龙泉村），按“缺”处理，不会记为 0 分。"
    ]
    whole = sheet("单位,投资\n东坪村,91\n", "二.csv")
    (message,) = said(store, whole, code="units_absent")
    assert message.endswith("仍然算数：龙泉村（1 个分）。要去掉，请先在导入记录里撤回那次导入。")
    other_period = sheet("单位,投资,考核期\n东坪村,91,2021年\n", "二.csv")
    not_stored = "名册里有 1 个单位不在这张表里：龙泉村。别的表里也没有它们的分的，按“缺”处理。"
    assert said(store, other_period, code="units_absent") == [not_stored]
    assert said(store, sheet("单位,办结率\n东坪村,91\n", "二.csv"), code="units_absent") == [not_stored]
    beside = sheet("单位,投资\n龙泉村,71\n", "三.csv")  # what is stored of 龙泉村 is replaced in the same go
    assert said(store, whole, beside, code="units_absent")[0] == not_stored
    store.append([import_undone(3, "一.csv")], "张三")
    assert said(store, later, code="units_absent") == [not_stored]


BONUS = "单位,加减分,事由\n东坪村,1,好事\n东坪村,1,好事\n龙泉村,2,别的\n"


@pytest.mark.parametrize(
    ("name", "text", "stays"),
    [
        (
            "加减分.csv",
            "单位,加减分,事由\n东坪村,1,好事\n",
            "还有 2 条是这份表里没有的，入库后仍然算数：东坪村“好事”1 分、龙",
        ),
        ("更正.csv", "单位,加减分,事由\n东坪村,1,好事\n", "还有 1 条是这份表里没有的，入库后仍然算数：东坪村“好事”1 分"),
        ("更正.csv", "单位,加减分,事由\n东坪村,1,另一件\n", ""),
        ("加减分.csv", BONUS + "执法站,1,好事\n", ""),
        ("加减分.csv", "单位,加减分,事由,考核期\n东坪村,1,好事,2023年\n", ""),
    ],
)
def test_stored_lines_that_a_later_list_lacks_are_named(store, name, text, stays):
    take(store, sheet(BONUS, "加减分.csv"))
    found, _ = without_stored(store.cursor(), taken(sheet(text, name)))
    messages = [problem.message for problem in found.problems if problem.code == "lines_stay"]
    assert bool(messages) == bool(stays)
    assert all(stays in message for message in messages)
    assert "replaces_points" not in {problem.code for problem in found.problems}


def test_stored_vetoes_that_a_later_list_of_the_same_name_lacks_are_named(store):
    take(store, sheet("单位,事由\n东坪村,事故\n龙泉村,火灾\n", "一票否决.csv"))
    (message,) = said(store, sheet("单位,事由\n东坪村,事故\n", "一票否决.csv"), code="lines_stay")
    assert "库里还有 1 条是这份表里没有的，入库后仍然算数：龙泉村“火灾”。" in message


def test_another_worksheet_of_the_same_workbook_is_another_list(store):
    def lists(points: int) -> File:
        def fill(book):
            for name, unit in (("村", "东坪村"), ("站", "执法站")):
                worksheet = book.add_worksheet(name)
                worksheet.write_row(0, 0, ("单位", "加减分", "事由"))
                worksheet.write_row(1, 0, (unit, points, "好事"))

        return File("全.xlsx", workbook(fill))

    take(store, lists(1))
    assert said(store, lists(2), code="lines_stay") == []


# --- a roster among the files ------------------------------------------------------------------------------------------

NEW_ROSTER = File("名册.csv", "单位,类别,别名\n东坪社区,站,东坪村\n龙泉村,站,\n河口村,站,\n".encode())


def test_what_a_new_roster_does_to_the_units_of_the_old_one_is_said_with_what_is_lost(store):
    other = sheet("单位,投资\n执法站,50\n", "站.csv")
    take(store, FIRST, other)
    store.append([roster_set(roster_of(村="东坪村 龙泉村", 站="执法站 消防站")), veto_draft([("消防站", "事故")])], "考核办")
    found, _ = without_stored(store.cursor(), taken(NEW_ROSTER))
    assert [(problem.code, problem.severity, problem.message) for problem in found.problems if "units" in problem.code] == [
        (
            "units_gone",
            "warning",
            "现用名册里有 2 个单位不在这份名册里，入库后不再排名：消防站（1 条一票否决）、执法站（1 格评分）。"
            "它们已入库的 1 格评分、1 条一票否决也不再算。要是改了名，请把旧名写进新单位的“别名”一列；漏了，请补上。",
        ),
        ("units_renamed", "warning", "有 1 个单位改了名：东坪村 → 东坪社区。原来的分、加减分、否决和名单决定都算在新名下。"),
        (
            "units_regrouped",
            "warning",
            "有 2 个单位换了类别，入库后和新类别的单位一起排名：东坪社区（村 → 站）、龙泉村（村 → 站）。",
        ),
        ("units_new", "info", "新增 1 个单位：河口村。"),
    ]
    assert [problem.message for problem in found.problems if problem.code == "groups_gone"] == [
        "入库后，类别村一个单位也没有了。"
    ]


def test_files_under_a_new_name_meet_what_is_stored_under_the_old_one(store):
    take(store, FIRST, sheet(BONUS, "加减分.csv"))
    later = [sheet("单位,投资,开工\n东坪社区,90,\n", "二.csv"), sheet("单位,加减分,事由\n东坪社区,3,好事\n", "加减分.csv")]
    found, _ = without_stored(store.cursor(), taken(NEW_ROSTER, *later))
    assert (effect_of(store.cursor(), found).new, effect_of(store.cursor(), found).same) == (0, 1)
    messages = {problem.code: problem.message for problem in found.problems}
    assert "库里已有 80 分" in messages["missing_mark"]
    assert "“东坪社区”的“好事”现在是 2 分，入库后改成 4 分" in messages["replaces_points"]
    assert messages["lines_stay"].startswith(
        "库里还有 2 条是这份表里没有的，入库后仍然算数：东坪社区“好事”1 分、龙泉村“别的”2 分。"
    )
