"""Room for uploaded files is held while they come in, by tab and by server, and given back."""

from evaluation.ui.uploads import MOST_OF_A_TAB, MOST_OF_ALL, room_for, session_of
from evaluation.wording import uploads as words

MEGABYTE = 1 << 20


def asked(session: str, length: object) -> str:
    with room_for(session, {"content-length": str(length)}) as refusal:
        return refusal.sentence if refusal else ""


def test_an_address_of_an_upload_names_its_tab():
    assert session_of("/_stcore/upload_file/abc/def") == "abc"
    assert session_of("/_stcore/health") == session_of("/x/_stcore/upload_file/abc/def") == ""


def test_a_file_beyond_the_limit_is_refused_and_so_is_a_lie_about_its_length():
    assert asked("a", 20 * MEGABYTE) == ""
    assert asked("a", 22 * MEGABYTE) == asked("a", "9" * 19) == words.TOO_LARGE.format(limit=20)
    assert (
        asked("a", "9" * 5000) == asked("a", "-1") == asked("a", "") == ""
    )  # counts as the longest allowed; Streamlit counts too


def test_a_tab_and_all_tabs_together_have_so_much_room_and_no_more():
    held = [room_for("a", {"content-length": str(20 * MEGABYTE)}) for _ in range(MOST_OF_A_TAB // (20 * MEGABYTE))]
    assert [room.__enter__() for room in held] == [None] * len(held)
    assert asked("a", 1) == words.TOO_MANY.format(limit=60)
    others = [room_for(f"b{number}", {}) for number in range((MOST_OF_ALL - MOST_OF_A_TAB) // (20 * MEGABYTE))]
    assert [room.__enter__() for room in others] == [None] * len(others)
    assert asked("c", 20 * MEGABYTE) == words.BUSY
    for room in (*held, *others):
        room.__exit__(None, None, None)
    assert asked("a", 20 * MEGABYTE) == asked("c", 20 * MEGABYTE) == ""
