"""A mark leads to its cell on screen: picked on 数据导入, shown in its surroundings, downloaded as it was handed in."""

from evaluation.events import import_undone
from evaluation.wording import source as words
from tests import samples


def look_up(person, unit: str, indicator: str):
    person.open("import")
    person.app.selectbox(key="source_unit").select(unit)
    person.app.selectbox(key="source_indicator").select(indicator).run()
    person.assert_sound()
    return person


def test_a_mark_is_shown_in_its_cell_with_file_place_and_person(office):
    look_up(office, "东坪村", "重点项目推进")
    assert "项目建设评分表\\.csv　第 4 行 C 列" in office.text.replace("\u2060", "")
    assert "由考核办导入" in office.text
    (table,) = [block for block in office.html if 'div class="sheet"' in block]
    assert '<td class="target">19.2</td>' in table
    assert '<tr class="header"><th>3</th>' in table


def test_the_original_file_comes_back_byte_by_byte(office):
    look_up(office, "东坪村", "重点项目推进")
    assert office.downloaded(words.DOWNLOAD) == samples.SHEETS[0].read_bytes()


def test_a_mark_that_was_undone_is_said_to_be_gone_and_named_below(office):
    (position,) = office.store.cursor().execute("select import from import where file = '项目建设评分表.csv'").fetchone()
    office.store.append([import_undone(position, "项目建设评分表.csv")], "考核办")
    look_up(office, "东坪村", "重点项目推进")
    assert office.app.info[0].value.startswith("没有这格")
    assert any(words.UNDONE in caption.value for caption in office.app.caption)


def test_a_cell_that_nobody_filled_is_said_to_be_missing(office):
    gap = office.store.cursor().execute(
        "select unit, indicator from unit, indicator where not exists (from mark where mark.unit = unit.unit"
        " and mark.indicator = indicator.indicator) order by all limit 1"
    )
    look_up(office, *gap.fetchone())
    assert office.app.info[0].value.startswith("没有这格")
    assert not office.app.caption or words.EARLIER not in [caption.value for caption in office.app.caption]
