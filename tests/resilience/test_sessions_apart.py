"""Several people look, try and prepare at once in one server: what each of them sees is what they would see alone."""

import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from evaluation.events import roster_set, scheme_set
from evaluation.home import Home
from evaluation.ui.desk import the_home
from evaluation.wording import award_page, screenshot, trial
from evaluation.wording import pages as words
from tests.chain import dimension, indicator, roster_of, scheme_of, sheet_draft
from tests.pages.conftest import Person, behave_as_started

RERUNS = int(os.environ.get("SESSION_RERUNS", "18"))
SEED = int(os.environ.get("SESSION_SEED", "0"))
PEOPLE = 5
VILLAGES = ("东坪村", "龙泉村", "西岭村", "南沟村", "李家河村", "新城社区")
OFFICES = ("财政所", "民政办", "司法所")
GROUPS = {"村": VILLAGES, "站所": OFFICES}
INDICATORS = ("投资", "进度", "满意")
SCHEME = scheme_of(
    *(dimension(name, indicator(of)) for name, of in zip(("项目建设", "营商环境", "作风能力"), INDICATORS, strict=True)),
    award=[{"name": "先进集体", "groups": list(GROUPS), "quota": 2}],
)
Step = Callable[[Person], object]


def fill(folder: Path) -> Path:
    """Two years of marks for both groups."""
    home, chance = Home(folder), random.Random(0)
    drafts = [scheme_set(SCHEME), roster_set(roster_of(**{group: " ".join(units) for group, units in GROUPS.items()}))]
    for period in ("2021年", "2022年"):
        marks = {name: {unit: chance.randint(600, 1000) / 10 for unit in (*VILLAGES, *OFFICES)} for name in INDICATORS}
        drafts.append(sheet_draft(marks, period, f"{period}评分.csv"))
    home.office.append(drafts, "考核办")
    home.close()
    return folder


# --- what somebody does -----------------------------------------------------------------------------------------------


def on(page: str, act: Step) -> Step:
    """Go to a page where the person isn't there, and do something on it."""

    def step(person: Person) -> None:
        if page != getattr(person, "page", None):
            person.open(page)
            person.page = page
        elif not person.app.title:
            person.app.run()  # parts of the page ran by themselves, and AppTest holds nothing else of it then
        act(person)

    return step


def searched(text: str) -> Step:
    return on("ranking", lambda person: person.app.text_input(key="search").set_value(text).run())


def filtered(label: str) -> Step:
    return on("ranking", lambda person: person.app.pills(key="only").set_value(label).run())


def sorted_by(column: str) -> Step:
    return on("ranking", lambda person: person.app.selectbox(key="sort").select(column).run())


def weighed(number: int, share: float) -> Step:
    return on("ranking", lambda person: person.app.slider(key=f"weight_{number}").set_value(share).run())


def joined(way: str) -> Step:
    return on("ranking", lambda person: person.app.select_slider(key="aggregation").set_value(way).run())


def tried(place: int, name: str, mark: float) -> Step:
    def act(person: Person) -> None:
        box = person.app.selectbox(key="try_unit")
        box.select(box.options[place % len(box.options)])
        person.app.selectbox(key="try_indicator").select(name)
        person.app.number_input(key="try_mark").set_value(mark).run()
        person.click(trial.TRY_MARK)

    return on("ranking", act)


def taken_as_a_picture() -> Step:
    return on(
        "ranking", lambda person: person.click(screenshot.LEAVE if person.has_button(screenshot.LEAVE) else screenshot.BUTTON)
    )


def of_group(group: str) -> Step:
    return on("ranking", lambda person: person.app.segmented_control(key="group").set_value(group).run())


def of_period(period: str) -> Step:
    return on("ranking", lambda person: person.app.selectbox(key="period").select(period).run())


def uploaded(name: str, rows: list[str]) -> Step:
    content = "\n".join(["2022年度考核评分表", "单位,投资,满意", *rows]).encode()
    return on("import", lambda person: person.upload((name, content)))


def answered(place: int) -> Step:
    """Say which unit a name means, where one is asked about."""

    def act(person: Person) -> None:
        asked = [box for box in person.app.selectbox if str(box.key).startswith("other/")]
        if asked:
            asked[0].select(VILLAGES[place]).run()
        else:
            person.app.run()

    return on("import", act)


def pasted(text: str) -> Step:
    def act(person: Person) -> None:
        area = next(area for area in person.app.text_area if str(area.key).startswith("paste_"))
        area.set_value(f"单位,投资\n{text},80")
        person.app.button(key="paste_take").click().run()

    return on("import", act)


def shown_as(option: str) -> Step:
    def act(person: Person) -> None:
        toggle = person.app.toggle(key=option)
        toggle.set_value(not toggle.value).run()

    return on("meeting", act)


def asked_about(question: int) -> Step:
    def act(person: Person) -> None:
        radio = person.app.radio(key="question")
        radio.set_value(radio.options[question % len(radio.options)]).run()

    return on("meeting", act)


def edited(row: int, reason: str) -> Step:
    """Put a unit in with a reason, and don't save."""
    cells = {award_page.COLUMN_CHOICE: award_page.CHOICES["chosen"], words.COLUMN_REASON: reason}
    return on("shortlist", lambda person: person.edit({row: cells}))


def plan(chance: random.Random, own: str) -> Iterator[Step]:
    """Yield what one person does, for ever; whatever they type has ``own`` in it."""
    while True:
        number = chance.randint(1, 999)
        unit = chance.choice(VILLAGES)
        yield chance.choice(
            (
                searched(chance.choice((unit[:1], unit, own, ""))),
                filtered(chance.choice((words.ONLY_SUGGESTED, words.ONLY_INCOMPLETE))),
                sorted_by(chance.choice((words.COLUMN_TOTAL, words.COLUMN_GAP, "营商环境"))),
                weighed(chance.randrange(3), float(chance.randint(10, 80))),
                weighed(chance.randrange(3), float(chance.randint(10, 80))),
                joined(chance.choice(("minimum", "geometric", "arithmetic"))),
                tried(chance.randrange(6), chance.choice(INDICATORS), chance.randint(0, 1000) / 10),
                taken_as_a_picture(),
                of_group(chance.choice(tuple(GROUPS))),
                of_period(chance.choice(("2021年", "2022年"))),
                uploaded(f"{own}{number}.csv", [f"{unit},{number % 100},{number % 90}", f"{own}村,70,80"]),
                answered(chance.randrange(6)),
                pasted(f"{own}{number}村"),
                shown_as(chance.choice(("anonymous", "hide_scores", "internal", "grey"))),
                asked_about(number),
                edited(chance.randrange(3), f"{own}{number}"),
            )
        )


# --- what they see ----------------------------------------------------------------------------------------------------


_MADE_UP = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=uuid: \")[0-9a-f]{5}|(?<=T_)[0-9a-f]{5}(?=_)"
)
"""What Streamlit and pandas draw by lot for a file, a download or a styled table: another one in each run."""


def seen(person: Person) -> str:
    """Return all that was sent to the person's browser."""
    person.assert_sound()
    sent = "\n".join(str(node.proto) for node in person.app._tree if getattr(node, "proto", None) is not None)
    return f"{sorted(person.app.query_params.items())}\n{_MADE_UP.sub('', sent)}"


def as_text(sent: str) -> str:
    """Return what was sent with its Chinese written out: messages spell it in bytes."""
    return re.sub(r"(?:\\[0-3][0-7]{2})+", lambda found: _spelt(found[0]), sent)


def _spelt(octal: str) -> str:
    return bytes(int(code, 8) for code in octal.split("\\")[1:]).decode("utf-8", "replace")


@contextmanager
def a_server(folder: Path) -> Iterator[None]:
    """Begin with nothing kept from before, as a server that was started a moment ago."""
    st.cache_resource.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVALUATION_HOME", str(folder))
        patch.setenv("EVALUATION_UPKEEP", "off")
        patch.delenv("EVALUATION_JOURNAL_URL", raising=False)
        behave_as_started(patch)
        yield
        the_home().close()
    st.cache_resource.clear()


def own_word(number: int) -> str:
    """Return the sign that everything bears which this person types."""
    return "甲乙丙丁戊己庚辛"[number] * 3


def together(folder: Path, chance: random.Random) -> list[list[str]]:
    """Let all of them work in one server, whoever is next by lot; return what each saw, step by step."""
    with a_server(folder), counted() as reruns:
        people = [Person({}) for _ in range(PEOPLE)]
        plans = [plan(random.Random(f"{SEED}/{number}"), own_word(number)) for number in range(PEOPLE)]
        saw: list[list[str]] = [[] for _ in people]
        while len(reruns) < RERUNS:
            number = chance.randrange(PEOPLE)
            next(plans[number])(people[number])
            saw[number].append(seen(people[number]))
    print(f"{len(reruns)} reruns of {PEOPLE} people, {sum(map(len, saw))} steps")
    return saw


def alone(folder: Path, number: int, steps: int) -> list[str]:
    """Let one of them do the same in a server of their own."""
    with a_server(folder):
        person, planned = Person({}), plan(random.Random(f"{SEED}/{number}"), own_word(number))
        saw = []
        for _ in range(steps):
            next(planned)(person)
            saw.append(seen(person))
        return saw


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the runs of all tabs."""
    runs: list[int] = []
    original = AppTest._run

    def _run(self, *args, **kwargs):
        runs.append(id(self))
        return original(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AppTest, "_run", _run)
        yield runs


def test_nobody_sees_anything_of_what_another_filters_tries_or_prepares(tmp_path):
    folder = fill(tmp_path / "home")
    saw = together(folder, random.Random(SEED))
    everything = ["\n".join(map(as_text, own)) for own in saw]
    for number, own in enumerate(everything):
        assert [other for other in range(PEOPLE) if other != number and own_word(other) in own] == []
    assert [number for number, own in enumerate(everything) if own_word(number) in own], "nobody saw even their own"
    for number, steps in enumerate(saw):
        again = alone(folder, number, len(steps))
        differs = next((place for place, pair in enumerate(zip(steps, again, strict=True)) if pair[0] != pair[1]), None)
        assert differs is None, (number, differs)
