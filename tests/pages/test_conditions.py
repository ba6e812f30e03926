"""Conditions on an award's places, where people meet them: the list, the scheme, the pages that don't answer."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from evaluation.events import roster_set, scheme_set
from evaluation.roster import Roster, Unit
from evaluation.scheme import Condition
from evaluation.wording import award_page as award_words
from evaluation.wording import pages as words
from evaluation.wording import scheme_page
from tests.pages.cases import fill_plain
from tests.pages.test_award_steps import step
from tests.pages.test_shortlist import CHOSEN, IN, OUT, REASON, line_of

TOTALS = {"甲村": 95, "乙村": 90, "丙村": 85, "丁社区": "80.5", "戊村": 70}
TAG = "*[社区](x)<b>"


def fill(store, *conditions: Condition) -> None:
    fill_plain(store, TOTALS)
    tagged = [
        Unit(unit.name, unit.group, (), unit.position, (TAG,) if "社区" in unit.name else ()) for unit in store.roster.units
    ]
    award = replace(store.scheme.award[0], condition=conditions)
    scheme = replace(store.scheme, award=(award,))
    store.append([roster_set(Roster(tuple(tagged))), scheme_set(scheme)], "考核办")


@pytest.fixture
def priced(empty):
    fill(empty.store, Condition(tag=TAG, at_least=1))
    return empty


def said(person) -> str:
    return person.text.replace("\\", "")


def test_the_list_says_who_gives_way_and_what_it_costs(priced):
    priced.open("shortlist")
    priced.assert_sound()
    assert [line_of(priced, unit)[CHOSEN] for unit in TOTALS] == [IN, IN, OUT, IN, OUT]
    assert line_of(priced, "丙村")[REASON] == f"名额让给丁社区（至少 1 个{TAG}）"
    assert f"为满足“至少 1 个{TAG}”，丁社区进、丙村出，总分合计少 4.50 分。" in said(priced)
    assert f"✓ 至少 1 个{TAG}" in said(priced)


def test_the_dossier_of_a_unit_that_a_condition_let_in_names_the_condition(priced):
    priced.open("shortlist")
    step(priced, award_words.NEXT["final"], award_words.CONFIRM["final"], "会议研究同意")
    papers = zipfile.ZipFile(io.BytesIO(priced.downloaded(award_words.DOSSIERS)))
    texts = {
        name[3:-5]: "\n".join(paragraph.text for paragraph in Document(io.BytesIO(papers.read(name))).paragraphs)
        for name in papers.namelist()
    }
    assert [name for name, text in texts.items() if "按名次列入名额" in text] == ["甲村", "乙村"]
    assert f"按名额条件（至少 1 个{TAG}）列入名额，丙村让出名额。" in texts["丁社区"]


def test_a_condition_that_cannot_be_met_is_named_and_the_list_stays(empty):
    fill(empty.store, Condition(tag=TAG, at_least=2))
    empty.open("shortlist")
    empty.assert_sound()
    assert [line_of(empty, unit)[CHOSEN] for unit in TOTALS] == [IN, IN, IN, OUT, OUT]
    assert f"“至少 2 个{TAG}”在能参评的单位里满足不了" in said(empty)


@pytest.mark.parametrize("page", ["stability", "home", "unit", "meeting", "ranking"])
def test_no_page_says_how_firm_such_a_list_is(priced, page):
    priced.open(page)
    priced.assert_sound()
    assert "名单不变" not in said(priced)
    if page == "stability":
        assert "名单不只看名次" in said(priced)
    if page == "home":
        assert "丁社区进、丙村出" in said(priced)
        assert words.CLOSE_CALL_NONE not in said(priced)


def test_a_tag_that_nobody_has_is_to_be_confirmed_in_the_scheme(empty):
    fill(empty.store, Condition(tag="老区", at_least=1))
    empty.open("scheme")
    empty.assert_sound()
    assert "这一条不起作用" in said(empty)
    assert scheme_page.CONFIRM in empty.text
