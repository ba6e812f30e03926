"""Parts of 首页: the finding that heads it, what to do next, how close the list is."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from evaluation.alerts import Alerts, alerts, movers
from evaluation.award_state import AwardState, spoken_day
from evaluation.gap_marks import gap_note, marked
from evaluation.history import Doubt, Gap, PartState, doubts, gaps, list_imports, part_states
from evaluation.ranking import Ranking
from evaluation.scheme import Scheme
from evaluation.shortlist import Candidate, Shortlist, first_outside
from evaluation.ui.desk import Desk
from evaluation.ui.frame import go_to
from evaluation.ui.tables import figure, in_chinese, in_chinese_time, rank_change
from evaluation.ui.text import md, plain_table
from evaluation.wording import award_page as award_words
from evaluation.wording import home as home_words
from evaluation.wording import pages as words
from evaluation.wording import period_parts as part_words

NAMED = 4
MOVERS = 4
DOUBTS_NAMED = 2
CLOSE = 50
"""A lead of fewer than this many of the smallest printed steps is called close (0.50 at two decimals)."""


def make_ready(desk: Desk) -> None:
    """Work out what 首页 will ask for first, so that it is kept for whoever comes; shows nothing and decides nothing."""
    desk.period, desk.group = desk.usual_period, next(iter(desk.roster.groups), None)
    if desk.period is None or desk.group is None:
        return
    if locked := desk.lock_to_show():
        desk.show(locked)
    finding(desk)
    ranking = desk.rank()
    alerts_of(desk, ranking, desk.shortlist(ranking))
    doubts_now(desk)
    parts_now(desk)
    desk.sources()
    _ = desk.previous_period


def doubts_now(desk: Desk) -> list[Doubt]:
    """Return the cells of the chosen period and group that two files disagree on."""
    return desk.kept("doubts", desk.period, desk.group, make=lambda: doubts(desk.cursor, desk.period, _units(desk)))


def parts_now(desk: Desk) -> list[PartState]:
    """Return which parts of the chosen year are in, for the chosen group; none for a period without parts."""
    make = partial(part_states, desk.cursor, desk.period, _units(desk))
    return desk.kept("parts of group", desk.period, desk.group, make=make)


def _units(desk: Desk) -> list[str]:
    return [unit.name for unit in desk.roster.units if unit.group == desk.group]


def finding(desk: Desk) -> tuple[str, str]:
    """Return the headline (what stands between now and the list) and the counts beneath it."""
    ranking = desk.rank()
    shortlist = desk.shortlist(ranking)
    units = ranking.group(desk.group)
    incomplete = sum(unit.total is None for unit in units)
    note = words.HOME_COUNTS.format(of=len(units), group=md(desk.group), ranked=len(units) - incomplete, incomplete=incomplete)
    if imports := desk.kept("imports", make=lambda: list_imports(desk.cursor)):
        note += words.HOME_LAST.format(at=in_chinese_time(imports[0].at), actor=md(imports[0].actor))
    return _headline(desk, ranking, shortlist), f"{note}　·　{desk.scheme_in_words()}"


def _headline(desk: Desk, ranking: Ranking, shortlist: Shortlist) -> str:
    """Return what stands between now and the list; from 公示 on, where the list itself stands."""
    period, missing = md(desk.period), len(gaps_now(desk))
    if said := _state_headline(desk, shortlist.award):
        return said
    tied = sum(candidate.tied_at_cut for candidate in shortlist.candidates)
    outside = first_outside(shortlist)
    if missing:
        lacks_total = any(unit.total is None for unit in ranking.group(desk.group))
        wording = words.HOME_TITLE_MISSING if lacks_total else words.HOME_TITLE_GAPS
        return wording.format(period=period, count=missing)
    if tied:
        settled = _settled(desk, shortlist)
        said = words.HOME_TITLE_TIED if settled is None else words.HOME_TITLE_READY
        return said.format(period=period, tied=tied, count=settled)
    if outside and outside.gap is not None and -outside.gap < CLOSE * _step(ranking.decimals):
        seats = f"第{in_chinese(len(shortlist.suggested))}"
        return words.HOME_TITLE_NEAR.format(period=period, seats=seats, gap=-outside.gap)
    if shortlist.suggested:
        return words.HOME_TITLE_READY.format(period=period, count=len(shortlist.suggested))
    return words.HOME_TITLE_PLAIN.format(period=period)


def _state_headline(desk: Desk, award: str) -> str:
    """Return that a list is published, locked or being corrected; "" before: then marks and seats are what people ask about."""
    names = {"period": md(desk.period), "award": md(award), "group": md(desk.group)}
    state = _decided_on(desk, award)
    if state is None:
        return ""
    if state.is_correcting:
        return home_words.TITLE_CORRECTING.format(**names)
    if state.is_locked:
        chosen = desk.chosen(award)
        title = home_words.TITLE_FINAL if chosen else home_words.TITLE_FINAL_VACANT
        return title.format(count=len(chosen or ()), **names)
    title = home_words.TITLE_NOTICE_OVER if _is_over(state) else home_words.TITLE_NOTICE
    return title.format(day=spoken_day(state.notice.ends), **names)


def _decided_on(desk: Desk, award: str) -> AwardState | None:
    """Return where the group's list stands once its units are settled: published, locked or being corrected. None before."""
    state = desk.state(award)
    is_settled = state.state == "notice" or (state.lock is not None and state.lock.of(desk.group) is not None)
    return state if is_settled else None


def _is_over(state: AwardState) -> bool:
    return date.today() > state.notice.ends


def _settled(desk: Desk, shortlist: Shortlist) -> int | None:
    """Return how many units are on the list once people have chosen among those tied at the cut, None while they have yet to.

    Asked only where there are any.
    """

    def make() -> int | None:
        from evaluation.selection import UNDECIDED, read_decisions, standing  # with all that is ever written down

        stands = standing(shortlist, read_decisions(desk.cursor, desk.period, shortlist.award))
        if any(stands[row.unit.unit].choice == UNDECIDED for row in shortlist.candidates if row.tied_at_cut):
            return None
        return sum(decision.is_chosen for decision in stands.values())

    return desk.kept("settled", desk.period, desk.group, shortlist.award, make=make)


def gaps_now(desk: Desk) -> list[Gap]:
    """Return where marks lack in the chosen period and group, by unit and dimension."""
    return desk.kept("gaps", desk.period, desk.group, make=lambda: gaps(desk.cursor, desk.period, _units(desk)))


def _step(decimals: int) -> float:
    return 10.0**-decimals


def parts_line(desk: Desk) -> None:
    """Say which parts of a year are in; nothing for a period that isn't made up of parts."""
    said = []
    for part in parts_now(desk):
        sentence = part_words.DONE if part.done == part.of else part_words.PARTLY if part.done else part_words.NOTHING
        said.append(sentence.format(part=part.label, count=part.of - part.done))
    if said:
        st.caption(md(part_words.STATES.format(period=desk.period, parts=part_words.SEPARATOR.join(said))))


def next_step_card(desk: Desk, missing: Sequence[Gap], award: str) -> None:
    """Say where a list stands that is published or locked, else whom to remind, with the text to send, or that all is in."""
    st.markdown(words.NEXT_STEP)
    state = _decided_on(desk, award)
    if state:
        label = _say_state(state, len(missing))
    else:
        label = "" if missing else words.TO_SHORTLIST
        if not missing:
            st.write(words.ALL_IN)
    may_remind = missing and not (state and state.is_locked)  # a lock takes no more marks
    if may_remind:
        _say_missing(desk, missing)
    if (
        label
        and desk.may_open("shortlist")
        and st.button(label, type="primary", icon=":material/checklist:", width="stretch", key="to_list")
    ):
        go_to(desk, "pages/shortlist.py")
    if may_remind:
        _reminder(desk, missing, is_primary=not label)
    if desk.may_open("import") and st.button(words.TO_IMPORT, icon=":material/upload_file:", width="stretch"):
        go_to(desk, "pages/import.py")


def _say_state(state: AwardState, missing: int) -> str:
    """Say where a settled list stands, and return what the button to it says."""
    award = md(state.award)
    if state.is_correcting:
        st.write(home_words.CORRECTING.format(award=award))
        return home_words.TO_CORRECTED
    if state.is_locked:
        st.write(home_words.LOCKED.format(award=award))
        if missing:
            st.caption(home_words.LOCKED_MISSING.format(count=missing))
        return home_words.TO_LOCKED
    said, label = (home_words.NOTICE_OVER, home_words.TO_LOCK) if _is_over(state) else (home_words.NOTICE, home_words.TO_NOTICE)
    st.write(said.format(award=award, day=spoken_day(state.notice.ends)))
    return label


def _gaps_by_unit(missing: Sequence[Gap]) -> dict[str, list[Gap]]:
    by_unit: dict[str, list[Gap]] = {}
    for gap in missing:
        by_unit.setdefault(gap.unit, []).append(gap)
    return by_unit


def _say_missing(desk: Desk, missing: Sequence[Gap]) -> None:
    by_unit = _gaps_by_unit(missing)
    named = [
        words.REMIND_UNIT.format(unit=md(unit), dimensions=md("、".join(gap.dimension for gap in found)))
        for unit, found in list(by_unit.items())[:NAMED]
    ]
    rest = words.REMIND_MORE.format(count=len(by_unit)) if len(by_unit) > NAMED else ""
    until_then = words.UNTIL_THEN.get(desk.rank().missing_rule, words.REMIND_UNRANKED.format(count=len(by_unit)))
    st.markdown(words.REMIND.format(units="、".join(named) + rest) + until_then)


def _reminder(desk: Desk, missing: Sequence[Gap], *, is_primary: bool) -> None:
    """Offer the text that asks for what lacks."""
    kind = "primary" if is_primary else "secondary"
    with st.popover(words.COPY_REMINDER, type=kind, icon=":material/content_copy:", width="stretch"):
        lines = [
            words.REMINDER_LINE.format(
                unit=unit,
                dimensions="、".join(gap.dimension for gap in found),
                indicators="、".join(name for gap in found for name in gap.indicators),
            )
            for unit, found in _gaps_by_unit(missing).items()
        ]
        until_then = words.UNTIL_THEN.get(desk.rank().missing_rule, words.REMINDER_UNRANKED)
        said = words.REMINDER.format(period=desk.period, lines="\n".join(lines), until_then=until_then)
        st.code(said, language=None, wrap_lines=True)
        st.caption(words.COPIED_HINT)


def close_call_card(desk: Desk, shortlist: Shortlist, outside: Candidate | None, found: Alerts) -> None:
    """Say how far the last proposed unit is ahead of the next one, or who is tied, and what could turn the list.

    Nothing can turn a list that is locked: then it stands there itself.
    """
    if desk.is_final(shortlist.award):
        _final_list(desk, shortlist)
        return
    st.markdown(words.CLOSE_CALL)
    tied = [candidate.unit.unit for candidate in shortlist.candidates if candidate.tied_at_cut]
    for remark in shortlist.remarks:
        st.markdown(md(remark))
    if tied:
        wording = words.TIED if _settled(desk, shortlist) is None else words.TIED_DECIDED
        st.markdown(wording.format(units=md("、".join(tied))))
    elif shortlist.price:
        pass
    elif outside is None or outside.gap is None:
        st.write(words.CLOSE_CALL_NONE)
    else:
        last = next(candidate.unit for candidate in shortlist.candidates if candidate.unit.unit == shortlist.cut_unit)
        is_close = -outside.gap < CLOSE * _step(-outside.gap.as_tuple().exponent)
        st.metric(words.CLOSE_CALL_METRIC, f"{-outside.gap}")
        st.markdown(
            home_words.CLOSE_CALL_TEXT.format(
                seats=in_chinese(len(shortlist.suggested)),
                last=md(marked(shortlist.cut_unit, last.on_gaps)),
                total=figure(shortlist.cut_line),
                next=md(marked(outside.unit.unit, outside.unit.on_gaps)),
                next_total=figure(outside.unit.total),
                near=home_words.NEAR if is_close else home_words.FAR,
                gap=-outside.gap,
            )
        )
        if note := gap_note(shortlist.missing_rule, last.on_gaps, outside.unit.on_gaps):
            st.caption(note)
        if not _warn(found) and is_close:
            st.caption(words.CLOSE_CALL_ADVICE)
    if st.button(home_words.TO_STABILITY, icon=":material/change_history:", width="stretch"):
        go_to(desk, "pages/stability.py")
    _to_ranking(desk)


def _final_list(desk: Desk, shortlist: Shortlist) -> None:
    """Name the units on the locked list, and what it has otherwise than the rules."""
    chosen = [row.unit.unit for row in shortlist.candidates if row.decision]
    st.markdown(words.FINAL_LIST.format(award=md(shortlist.award), count=len(chosen)))
    st.markdown(md("、".join(chosen)) or award_words.VACANT)
    if changes := desk.otherwise(shortlist):
        st.caption(words.FINAL_OTHERWISE.format(changes=md(changes)))
    _to_ranking(desk)


def _to_ranking(desk: Desk) -> None:
    if st.button(words.TO_RANKING, icon=":material/format_list_numbered:", width="stretch"):
        go_to(desk, "pages/ranking.py")


def _warn(found: Alerts) -> bool:
    """Write the warnings about a list, if any, and say whether there were."""
    lines = []
    if found.within_rounding is not None:
        lines.append(home_words.WITHIN_ROUNDING.format(lead=found.within_rounding))
    if found.turns_at is not None:
        sides = {"enters": md("、".join(found.enters)), "leaves": md("、".join(found.leaves))}
        who = home_words.TURNS_WHO.format(**sides) if found.enters and found.leaves else ""
        lines.append(home_words.TURNS.format(points=found.turns_at, who=who))
    for line in lines:
        st.markdown(line)
    return bool(lines)


def alerts_of(desk: Desk, ranking: Ranking, shortlist: Shortlist) -> Alerts:
    """Return the warnings about a list, kept per version of the data."""
    return _alerts(desk.version, desk.period, desk.group, ranking, shortlist, desk.scheme)


@st.cache_resource(max_entries=32, show_spinner=False)
def _alerts(version: str, period: str, group: str, _ranking: Ranking, _shortlist: Shortlist, _scheme: Scheme) -> Alerts:
    return alerts(_ranking, _shortlist, _scheme)


def movers_card(desk: Desk, ranking: Ranking) -> None:
    """Say whose rank changed most since the period before."""
    before = desk.previous_period
    if before is None:
        st.markdown(home_words.MOVERS.format(before=words.LAST_PERIOD))
        st.caption(home_words.NO_EARLIER)
        return
    st.markdown(home_words.MOVERS.format(before=before))
    found = movers(ranking, desk.group, {unit.unit: unit.previous_rank for unit in ranking.units}, MOVERS)
    if not found:
        st.caption(home_words.NO_MOVERS.format(before=before))
        return
    rows = [[mover.unit, rank_change(mover.places), home_words.RANK.format(rank=mover.rank)] for mover in found]
    st.html(plain_table(rows, figures=frozenset((2,))))


def doubts_line(found: Sequence[Doubt]) -> None:
    """Name the cells that two files disagree on; nothing where there are none."""
    if found:
        named = [
            home_words.DOUBT_LINE.format(unit=md(one.unit), indicator=md(one.indicator), earlier=one.earlier, counts=one.counts)
            for one in found[:DOUBTS_NAMED]
        ]
        more = home_words.DOUBTS_MORE.format(count=len(found)) if len(found) > DOUBTS_NAMED else ""
        st.caption(f"{home_words.DOUBTS_HINT}{'；'.join(named)}{more}")
