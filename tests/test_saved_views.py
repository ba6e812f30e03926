"""Kept views: shared by everybody on the journal, and no part of what the journal says."""

import pytest

from evaluation.journal import Journal
from evaluation.problems import EvaluationError
from evaluation.saved_views import delete_view, list_views, rename_view, save_view


@pytest.fixture
def journal(tmp_path):
    journal = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    yield journal
    journal.close()


def kept(journal) -> dict[str, str]:
    return {view.name: view.query for view in list_views(journal)}


def test_a_journal_without_views_has_none_and_is_not_touched(journal):
    assert list_views(journal) == []


def test_a_kept_view_is_there_for_another_program_and_replaced_under_its_name(journal, tmp_path):
    save_view(journal, " 查  短板 ", "only=x", "王敏")
    other = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    assert kept(other) == {"查 短板": "only=x"}
    save_view(other, "查 短板", "search=dpc", "赵磊")
    other.close()
    assert kept(journal) == {"查 短板": "search=dpc"}
    assert list_views(journal)[0].actor == "赵磊"


def test_a_view_is_renamed_and_deleted(journal):
    save_view(journal, "甲", "a=1", "王敏")
    save_view(journal, "乙", "b=1", "王敏")
    rename_view(journal, "甲", "丙")
    assert kept(journal) == {"丙": "a=1", "乙": "b=1"}
    with pytest.raises(EvaluationError, match="已经有一个叫“乙”的视图"):
        rename_view(journal, "丙", "乙")
    delete_view(journal, "丙")
    delete_view(journal, "丙")
    assert kept(journal) == {"乙": "b=1"}
    for new in ("丁", "丙"):
        with pytest.raises(EvaluationError, match="没有叫“丙”的视图了"):
            rename_view(journal, "丙", new)
    assert kept(journal) == {"乙": "b=1"}


@pytest.mark.parametrize("name", ["", "  ", "长" * 21])
def test_a_name_that_says_nothing_or_too_much_is_refused(journal, name):
    with pytest.raises(EvaluationError):
        save_view(journal, name, "a=1", "王敏")


def test_views_leave_the_chain_of_events_alone(journal):
    before = journal.head()
    save_view(journal, "甲", "a=1", "王敏")
    delete_view(journal, "甲")
    assert journal.head() == before
    assert journal.verify() is None
