"""From 草案 to 定稿: what each step needs, what a lock holds fast, what remains on record."""

from dataclasses import replace
from datetime import date

import pytest

from evaluation.award_events import (
    award_moved,
    correction_opened,
    list_saved,
    lock_withdrawn,
    objection_noted,
    objection_settled,
    read_lists,
    read_objections,
    read_state,
)
from evaluation.award_lock import group_lists, lock_draft, obstacles, reproduces
from evaluation.award_state import AwardState, Notice, needs_reason
from evaluation.events import decided, import_redone, import_undone, roster_set, scheme_set
from evaluation.journal import Journal
from evaluation.locks import ChangesLocked
from evaluation.problems import EvaluationError, StaleSave
from evaluation.ranking import rank_units, to_json
from evaluation.shortlist import find_award
from evaluation.store import Store
from evaluation.workdays import UnknownYear, last_workday
from tests.chain import PERIOD, adjustment_draft, dimension, indicator, new_store, roster_of, scheme_of, sheet_draft, veto_draft

AWARD = "先进集体"
MARKS = {"投资": {"甲": 95, "乙": 90, "丙": 85, "丁": 80, "站长室": 70}}


def the_scheme(quota: int = 2, weight: int = 1):
    return scheme_of(
        dimension("项目建设", indicator("投资", full_mark=100 * weight)),
        award=[{"name": AWARD, "groups": ["村"], "quota": quota}, {"name": "优秀办公室", "groups": ["站"], "quota": 1}],
    )


@pytest.fixture
def store() -> Store:
    store = new_store()
    drafts = [scheme_set(the_scheme()), roster_set(roster_of(村="甲 乙 丙 丁", 站="站长室")), sheet_draft(MARKS)]
    store.append(drafts, "考核办")
    return store


def lock(store: Store, award: str = AWARD, reason: str = "") -> int:
    draft, position = lock_draft(store, PERIOD, find_award(store.scheme, award), reason)
    return store.append([draft], "王敏", seen=position)[0].position


def state_of(store: Store, award: str = AWARD) -> AwardState:
    return read_state(store.cursor(), PERIOD, award)


def test_a_list_comes_from_a_meeting_only_on_a_way_that_led_through_one(store):
    def move(to: str, **more) -> bool:
        store.append([award_moved(PERIOD, AWARD, to, "原因", **more)], "王敏")
        return state_of(store).is_from_meeting

    notice = {"notice": Notice(date(2026, 11, 23), date(2026, 11, 27), 5)}
    assert not move("notice", **notice)
    assert [move("draft"), move("meeting"), move("notice", **notice), move("draft")] == [False, True, True, False]
    move("meeting")
    lock(store)
    assert state_of(store).is_from_meeting
    store.append([correction_opened(PERIOD, AWARD, "补分")], "王敏")
    lock(store)
    assert state_of(store).is_from_meeting
    store.append([correction_opened(PERIOD, AWARD, "补分")], "王敏")
    store.append([decided(PERIOD, AWARD, "丙", "chosen", "补入"), decided(PERIOD, AWARD, "甲", "not_chosen", "让出")], "王敏")
    lock(store)
    assert not state_of(store).is_from_meeting  # no meeting has seen this one
    store.append([lock_withdrawn(PERIOD, AWARD, "重来")], "王敏")
    assert not state_of(store).is_from_meeting


# --- the way --------------------------------------------------------------------------------------------------------


def test_a_list_begins_as_a_draft_and_goes_through_meeting_and_notice_to_its_lock(store):
    assert state_of(store).state == "draft"
    store.append([award_moved(PERIOD, AWARD, "meeting")], "王敏")
    assert state_of(store).state == "meeting"
    notice = Notice(date(2026, 11, 23), date(2026, 11, 27), 5)
    store.append([award_moved(PERIOD, AWARD, "notice", notice=notice)], "王敏")
    assert (state_of(store).state, state_of(store).notice) == ("notice", notice)
    lock(store)
    found = state_of(store)
    assert (found.state, found.is_locked, found.lock.of("村").chosen) == ("final", True, ("甲", "乙"))
    assert found.lock.actor == "王敏"
    assert [step.kind for step in found.steps] == ["award_moved", "award_moved", "award_locked"]


@pytest.mark.parametrize(
    ("before", "target", "today", "why"),
    [
        ("draft", "meeting", 20, ""),
        ("meeting", "notice", 20, ""),
        ("notice", "final", 28, ""),
        ("notice", "final", 27, "公示期到 2026年11月27日 才满，提前定稿要写明原因。"),
        ("draft", "final", 28, "跳过了会议审议、公示，要写明原因。"),
        ("notice", "draft", 28, "退回草案要写明原因。"),
    ],
)
def test_one_step_forward_needs_no_reason_and_every_other_does(before, target, today, why):
    notice = Notice(date(2026, 11, 23), date(2026, 11, 27), 5)
    assert needs_reason(AwardState(PERIOD, AWARD, before, notice), target, date(2026, 11, today)) == why


def test_a_list_that_went_back_was_not_published(store):
    notice = Notice(date(2026, 11, 23), date(2026, 11, 27), 5, {"村": ("甲", "乙")})
    store.append([award_moved(PERIOD, AWARD, "notice", notice=notice)], "王敏")
    assert state_of(store).notice == notice
    store.append([award_moved(PERIOD, AWARD, "draft", "换人")], "王敏")
    assert state_of(store).notice is None
    store.append([award_moved(PERIOD, AWARD, "notice", notice=notice)], "王敏")
    lock(store)
    assert state_of(store).notice == notice
    store.append([lock_withdrawn(PERIOD, AWARD, "重来")], "王敏")
    assert state_of(store).notice is None


def test_lists_of_other_periods_and_awards_stand_for_themselves(store):
    lock(store)
    assert state_of(store, "优秀办公室").state == "draft"
    assert read_state(store.cursor(), "2021年", AWARD).state == "draft"


# --- what the lock holds fast -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "draft",
    [
        sheet_draft({"投资": {"丁": 99}}, file="迟到.csv"),
        adjustment_draft([("丁", 5)]),
        veto_draft([("甲", "事故")]),
        decided(PERIOD, AWARD, "丁", "chosen", "补报"),
        award_moved(PERIOD, AWARD, "draft", "想退回"),
        import_undone(3, "评分.csv"),
    ],
    ids=lambda draft: draft.kind,
)
def test_what_would_alter_a_locked_list_is_refused_and_the_attempt_is_on_record(store, draft):
    lock(store)
    before = to_json(rank_units(store.cursor(), PERIOD)), store.position
    with pytest.raises(ChangesLocked, match=r"已经定稿的2022年先进集体.*王敏定稿，校验码 [0-9A-F]{4}-[0-9A-F]{4}"):
        store.append([draft], "赵磊")
    last = store.journal.events()[-1]
    assert (last.kind, last.actor, last.payload["kind"], store.position) == ("refused", "赵磊", draft.kind, before[1] + 1)
    assert to_json(rank_units(store.cursor(), PERIOD)) == before[0]


@pytest.mark.parametrize(
    "draft",
    [sheet_draft({"投资": {"丁": 99}}, file="迟到.csv"), adjustment_draft([("丁", 5)]), veto_draft([("甲", "事故")])],
    ids=lambda draft: draft.kind,
)
def test_no_import_that_a_locked_list_rests_on_is_undone_and_none_undone_before_comes_back(store, draft):
    (taken,) = store.append([draft], "考核办")
    lock(store)
    with pytest.raises(ChangesLocked):
        store.append([import_undone(taken.position, taken.payload["file"])], "赵磊")
    store.append([lock_withdrawn(PERIOD, AWARD, "分数有误")], "王敏")
    store.append([import_undone(taken.position, taken.payload["file"])], "王敏")
    lock(store)
    with pytest.raises(ChangesLocked):
        store.append([import_redone(taken.position, taken.payload["file"])], "赵磊")


def test_the_parts_of_a_locked_year_are_held_fast_with_it():
    store = new_store()
    parts = [{"name": "第1季度", "weight": 1}, {"name": "第2季度", "weight": 1}]
    scheme = scheme_of(
        dimension("项目建设", indicator("投资")), award=[{"name": AWARD, "groups": ["村"], "quota": 2}], period_part=parts
    )
    marks = {"投资": {"甲": 95, "乙": 90, "丙": 85}}
    quarters = [sheet_draft(marks, f"2022年第{number}季度") for number in (1, 2)]
    store.append([scheme_set(scheme), roster_set(roster_of(村="甲 乙 丙")), *quarters], "考核办")
    lock(store)
    with pytest.raises(ChangesLocked):
        store.append([sheet_draft({"投资": {"丙": 100}}, "2022年第2季度")], "赵磊")
    store.append([sheet_draft({"投资": {"丙": 100}}, "2023年第2季度")], "赵磊")


def test_nothing_of_a_refused_batch_is_written(store):
    lock(store)
    with pytest.raises(ChangesLocked):
        store.append([decided(PERIOD, "优秀办公室", "站长室", "undecided", "再看"), sheet_draft({"投资": {"甲": 1}})], "赵磊")
    assert [event.kind for event in store.journal.events()[-2:]] == ["award_locked", "refused"]


def test_other_units_other_periods_and_other_awards_go_on(store):
    lock(store)
    store.append([sheet_draft({"投资": {"站长室": 75}}), sheet_draft({"投资": {"甲": 60}}, "2023年")], "赵磊")
    store.append([decided(PERIOD, "优秀办公室", "站长室", "undecided", "再看")], "赵磊")
    store.append([objection_noted(PERIOD, AWARD, "村民", date(2026, 11, 23), "分数有误")], "赵磊")
    assert state_of(store).is_locked


def test_a_refused_attempt_makes_nobody_elses_save_stale(store):
    lock(store)
    seen = store.position
    with pytest.raises(ChangesLocked):
        store.append([sheet_draft({"投资": {"甲": 1}})], "赵磊")
    store.append([sheet_draft({"投资": {"甲": 60}}, "2023年")], "李四", seen=seen)
    with pytest.raises(StaleSave, match="李四"):
        store.append([sheet_draft({"投资": {"甲": 61}}, "2023年")], "赵磊", seen=seen)


def test_a_list_is_not_locked_on_figures_that_have_changed_since(store):
    draft, position = lock_draft(store, PERIOD, find_award(store.scheme, AWARD))
    store.append([sheet_draft({"投资": {"丁": 99}})], "赵磊")
    with pytest.raises(StaleSave):
        store.append([draft], "王敏", seen=position)
    assert state_of(store).state == "draft"


def test_a_later_scheme_and_roster_leave_the_locked_figures_alone(store):
    lock(store)
    before = to_json(rank_units(store.cursor(), PERIOD))
    store.append([scheme_set(the_scheme(quota=3, weight=2)), roster_set(roster_of(村="丁 丙 戊", 站="站长室"))], "王敏")
    assert to_json(rank_units(store.cursor(), PERIOD)) != before
    past = store.as_of(state_of(store).lock.position)
    assert to_json(rank_units(past.cursor(), PERIOD)) == before
    assert reproduces(store, state_of(store))


def test_the_lock_is_found_again_when_the_tables_are_rebuilt(tmp_path):
    journal, database = f"sqlite:///{tmp_path / 'journal.sqlite'}", tmp_path / "copy.duckdb"
    store = Store(Journal(journal), database)
    store.append([scheme_set(the_scheme()), roster_set(roster_of(村="甲 乙 丙 丁", 站="站长室")), sheet_draft(MARKS)], "考核办")
    lock(store)
    digest = store.digest()
    store.close()
    database.unlink()
    store = Store(Journal(journal), database)
    assert store.digest() == digest
    assert reproduces(store, state_of(store))
    with pytest.raises(ChangesLocked):
        store.append([sheet_draft({"投资": {"甲": 1}})], "赵磊")
    store.close()


# --- the ways out -----------------------------------------------------------------------------------------------------


def test_a_withdrawn_lock_leaves_a_draft_that_may_change(store):
    lock(store)
    store.append([correction_opened(PERIOD, AWARD, "漏报一张表")], "王敏")
    store.append([lock_withdrawn(PERIOD, AWARD, "分数有误")], "王敏")
    store.append([sheet_draft({"投资": {"丁": 99}})], "赵磊")
    assert (state_of(store).state, state_of(store).lock, state_of(store).reason) == ("draft", None, "分数有误")
    assert not state_of(store).is_correcting
    assert [step.kind for step in state_of(store).steps] == ["award_locked", "correction_opened", "lock_withdrawn"]


def test_a_correction_lets_data_change_while_the_published_list_stays(store):
    lock(store)
    old = state_of(store).lock
    store.append([correction_opened(PERIOD, AWARD, "漏报一张表")], "王敏")
    store.append([sheet_draft({"投资": {"丁": 99}})], "赵磊")
    assert (state_of(store).is_correcting, state_of(store).lock) == (True, old)
    with pytest.raises(EvaluationError, match="正在更正"):
        store.append([award_moved(PERIOD, AWARD, "meeting", "x")], "王敏")
    lock(store, reason="更正后重新定稿")
    assert (state_of(store).is_correcting, state_of(store).lock.of("村").chosen) == (False, ("丁", "甲"))
    assert state_of(store).lock.of("村").check_code != old.of("村").check_code


@pytest.mark.parametrize("way", [lock_withdrawn, correction_opened])
def test_the_ways_out_need_a_lock_and_a_reason(store, way):
    with pytest.raises(EvaluationError, match="还没有定稿"):
        store.append([way(PERIOD, AWARD, "原因")], "王敏")
    lock(store)
    with pytest.raises(EvaluationError, match="请写明原因"):
        store.append([way(PERIOD, AWARD, " ")], "王敏")


# --- what stands in the way ---------------------------------------------------------------------------------------------


def obstacles_of(store: Store, published: Notice | None = None) -> list[str]:
    cursor, award = store.cursor(), find_award(store.scheme, AWARD)
    lists = group_lists(cursor, store.scheme, store.roster, rank_units(cursor, PERIOD), award)
    return obstacles(lists, read_objections(cursor, PERIOD, AWARD), published)


@pytest.mark.parametrize("changed", [adjustment_draft([("乙", -8)]), veto_draft([("乙", "事故")])], ids=lambda draft: draft.kind)
def test_a_list_that_data_changed_since_it_was_published_is_not_locked(store, changed):
    published = Notice(date(2026, 11, 23), date(2026, 11, 27), 5, {"村": ("甲", "乙")})
    assert obstacles_of(store, published) == []
    store.append([changed], "李四")
    assert obstacles_of(store) == []
    (said,) = obstacles_of(store, published)
    assert "公示的名单是“村：甲、乙”，公示后数据有变，现在是“村：甲、丙”" in said
    assert obstacles_of(store, replace(published, lists={})) == []  # a journal from before who was published was written down


def test_a_group_in_which_nobody_may_be_put_forward_is_vacant_and_no_obstacle(store):
    store.append([veto_draft([(unit.name, "事故") for unit in store.roster.units])], "王敏")
    assert obstacles_of(store) == []


def test_a_choice_that_data_made_differ_from_the_rules_wants_its_reason(store):
    store.append([decided(PERIOD, AWARD, "乙", "chosen", "", "去年也是")], "王敏")
    assert obstacles_of(store) == []
    store.append([adjustment_draft([("乙", -8)])], "李四")
    assert "村的乙和系统意见不同，还没有写理由。" in obstacles_of(store)


def test_a_vetoed_unit_cannot_be_put_forward(store):
    store.append(
        [
            veto_draft([("丁", "事故")]),
            decided(PERIOD, AWARD, "丁", "chosen", "情有可原"),
            decided(PERIOD, AWARD, "甲", "not_chosen", "让出"),
        ],
        "王敏",
    )
    assert obstacles_of(store) == ["村的丁有一票否决，不能推荐。请改为不推荐。"]


def test_undecided_units_a_full_quota_and_open_objections_stand_in_the_way(store):
    assert obstacles_of(store) == []
    store.append([decided(PERIOD, AWARD, "丁", "chosen", "补报"), decided(PERIOD, AWARD, "丙", "undecided", "再看")], "王敏")
    number = store.append([objection_noted(PERIOD, AWARD, "村民", date(2026, 11, 23), "分数有误")], "王敏")[0].position
    assert obstacles_of(store) == ["村还有待定的单位：丙。", "村名额 2，多选了 1 家。", "还有 1 条异议没有写处理结果。"]
    store.append([objection_settled(PERIOD, AWARD, number, "查无实据")], "王敏")
    assert [item.outcome for item in read_objections(store.cursor(), PERIOD, AWARD)] == ["查无实据"]
    assert len(obstacles_of(store)) == 2


def test_a_list_is_kept_under_a_name_and_the_latest_counts(store):
    store.append([list_saved(PERIOD, AWARD, "方案A", ["甲", "乙"]), list_saved(PERIOD, AWARD, "方案B", ["甲", "丙"])], "王敏")
    store.append([list_saved(PERIOD, AWARD, "方案A", ["甲", "丁"])], "王敏")
    assert [(item.name, item.chosen) for item in read_lists(store.cursor(), PERIOD, AWARD)] == [
        ("方案A", ("甲", "丁")),
        ("方案B", ("甲", "丙")),
    ]


# --- working days -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "days", "ends"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 5, date(2026, 11, 27)),
        (date(2026, 9, 28), 5, date(2026, 10, 9)),
        (date(2026, 2, 13), 3, date(2026, 2, 24)),
    ],
)
def test_a_notice_counts_working_days_by_the_public_holiday_calendar(starts, days, ends):
    assert last_workday(starts, days) == ends


def test_an_unknown_year_is_asked_and_not_guessed():
    with pytest.raises(UnknownYear, match="2090 年"):
        last_workday(date(2090, 1, 3), 5)


@pytest.mark.parametrize("days", [0, 61, -1])
def test_a_notice_lasts_one_to_sixty_working_days(days):
    with pytest.raises(EvaluationError, match="1 到 60"):
        last_workday(date(2026, 11, 23), days)
