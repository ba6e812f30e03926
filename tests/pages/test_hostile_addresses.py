"""Whatever stands in an address, each page answers with a page."""

import pytest

from tests.pages.cases import fill_plain
from tests.pages.test_every_page import PAGES

KEYS = ("period", "group", "unit", "search", "only", "status", "standing", "sort", "reverse", "against", "picture", "award",
    "question", "chosen", "above", "below", "nobody_knows")  # fmt: skip
VALUES = (
    "<script>alert(1)</script>",
    "9" * 50_000,
    "a\0b\u202ec",
    "-1e999",
    "' or 1=1 --",
    "",
    "[1, {}]",
    "NaN",
    "甲村\n",
    "../../x",
)


@pytest.mark.parametrize("page", PAGES)
def test_an_address_made_to_do_harm_opens_the_page(empty, page):
    fill_plain(empty.store, {"甲村": 90, "乙村": 80, "丙村": 70, "丁村": 60})
    head = empty.store.journal.head()
    for start in (0, 5):
        query = {key: VALUES[(start + number) % len(VALUES)] for number, key in enumerate(KEYS)}
        empty.visit(page, **query)
        empty.assert_sound()
        assert not any("<script" in block for block in empty.html)
    assert empty.store.journal.head() == head
