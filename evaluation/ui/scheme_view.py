"""Cards and ribbons of 指标体系: checks, effect, rules, differences, an example, versions."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from evaluation.conditions import unknown_tags
from evaluation.explain import trace
from evaluation.problems import EvaluationError
from evaluation.scheme import Scheme, whole_weights
from evaluation.scheme_diff import Difference, differences
from evaluation.scheme_effect import best_total
from evaluation.scheme_faults import Fault
from evaluation.scheme_history import SchemeVersion, unused_marks
from evaluation.steps import Step
from evaluation.ui.desk import Desk
from evaluation.ui.frame import ribbon
from evaluation.ui.scheme_view_draft import Hand, discard, show_newest
from evaluation.ui.scheme_view_effect import LINE
from evaluation.ui.tables import in_chinese_time, plain
from evaluation.ui.text import md, plain_table
from evaluation.wording import conditions as condition_words
from evaluation.wording import scheme_page as words

_MOST_FAULTS, _MOST_DIFFERENCES = 40, 8


def state_ribbon(hand: Hand) -> None:
    """Say on a ribbon which scheme is shown and whether it ranks; where it doesn't, offer the one way back.

    There is always a ribbon, so that the first edit doesn't push the table away under the hand.
    """
    if hand.is_draft:
        faults, count = len(hand.checked.faults), len(hand.changes)
        sentence = words.DRAFT_BROKEN_RIBBON if faults else words.DRAFT_RIBBON
        with ribbon("draft", sentence.format(count=faults or count, number=hand.number)):
            st.button(words.DISCARD, type="tertiary", key="scheme_discard", on_click=discard, args=(hand,))
    elif hand.base_number != hand.number:
        with ribbon("draft", words.OLD_RIBBON.format(base=hand.base_number, number=hand.number, count=len(hand.changes))):
            st.button(words.BACK.format(number=hand.number), type="tertiary", key="scheme_back", on_click=show_newest)
    elif hand.versions:
        ribbon("version", words.VERSION_RIBBON.format(number=hand.number))
    else:
        ribbon("version", words.NO_SCHEME)


def file_notes(hand: Hand) -> None:
    """Name what a file held and the tables don't."""
    file, notes = st.session_state.get(f"{hand.place}/notes", ("", ()))
    if notes:
        lines = "\n".join(f"- {_fault(note)}" for note in notes[:_MOST_FAULTS])
        st.warning(f"{words.IMPORT_NOTES.format(file=md(file))}\n{lines}", icon=":material/info:")


# --- checks ---------------------------------------------------------------------------------------------------------


def check_card(desk: Desk, hand: Hand) -> None:
    """Draw every fault at once, or what was checked and what people should look at."""
    with st.container(border=True):
        if hand.checked.faults:
            st.markdown(words.CHECK_MUST.format(count=len(hand.checked.faults)))
            _faults(hand.checked.faults)
            return
        scheme = hand.checked.scheme
        st.markdown(words.CHECK.format(count=len(scheme.indicators)))
        shares = words.CHECK_SHARES.format(shares=words.SEPARATOR.join(_shares(scheme)))
        lines = [_done(texts) for texts in ((words.CHECK_WEIGHTS, words.CHECK_NAMES), (words.CHECK_DIMENSIONS,), (shares,))]
        st.markdown(LINE.join([*lines, _best_line(scheme)]))
        for text in (*map(_fault, hand.checked.notes), *_to_confirm(desk, scheme)):
            st.markdown(f"{words.CONFIRM}　{text}")


def _done(texts: Sequence[str]) -> str:
    return "　".join(words.CHECK_DONE.format(text=md(text)) for text in texts)


def _best_line(scheme: Scheme) -> str:
    """Say whether the best possible marks reach the full 100, as the chain computes it."""
    try:
        total = _best(scheme.digest, scheme)
    except EvaluationError as error:
        return f"{words.MUST}　{md(error)}"
    if total == 100:
        return _done((words.CHECK_BEST.format(total=total),))
    return f"{words.CONFIRM}　{words.BEST_BELOW.format(total=total)}"


def _faults(faults: Sequence[Fault]) -> None:
    st.markdown(LINE.join(map(_fault, faults[:_MOST_FAULTS])))
    if len(faults) > _MOST_FAULTS:
        st.caption(words.MORE_FAULTS.format(count=len(faults) - _MOST_FAULTS))


def _fault(fault: Fault) -> str:
    return words.FAULT.format(place=md(fault.place), text=md(fault.text)) if fault.place else md(fault.text)


def _shares(scheme: Scheme) -> list[str]:
    """Return each dimension's share: in percent where all of them come out even (40 %), else as a fraction (1/3)."""
    wholes = whole_weights(dimension.weight for dimension in scheme.dimension)
    shares = [Fraction(whole, sum(wholes)) for whole in wholes]
    even = all((share * 10_000).denominator == 1 for share in shares)
    return [
        words.CHECK_SHARE.format(dimension=dimension.name, share=_percent(share) if even else share)
        for dimension, share in zip(scheme.dimension, shares, strict=True)
    ]


def _percent(share: Fraction) -> str:
    return f"{plain(Decimal(int(share * 10_000)) / 100)}%"


def _to_confirm(desk: Desk, scheme: Scheme) -> Iterator[str]:
    """Yield what isn't wrong and yet may not be meant."""
    for rule in words.RELATIVE_RULES:
        names = [indicator.name for indicator in scheme.indicators if indicator.rule == rule]
        if names:
            quoted = "".join(words.QUOTED.format(name=name) for name in names)
            yield md(words.RELATIVE.format(names=quoted, rule=words.CHOICES["rule"][rule]))
    groups = desk.roster.groups
    for award in scheme.award if groups else ():
        for group in award.groups:
            if group not in groups and not award.optional:
                yield md(words.GROUPS.format(award=award.name, group=group, groups=words.SEPARATOR.join(groups)))
    for award, condition in unknown_tags(scheme, desk.roster):
        yield md(condition_words.UNKNOWN_TAG.format(award=award, condition=condition))
    if unused := unused_marks(desk.cursor, scheme):
        names = words.SEPARATOR.join(words.UNUSED_NAME.format(name=name, count=count) for name, count in unused.items())
        yield md(words.UNUSED.format(count=sum(unused.values()), names=names))


@st.cache_data(max_entries=64, show_spinner=False)
def _best(digest: str, _scheme: Scheme) -> Decimal | None:
    return best_total(_scheme)


# --- rules, differences, example, versions --------------------------------------------------------------------------


def rules_card(hand: Hand) -> None:
    """Say the scheme's rules in words."""
    options = hand.tables.options
    lines = [words.RULE_LINE.format(name=words.OPTIONS[key], value=options[key]) for key in words.RULES_IN_CARD]
    bonus, deduction = (options[key] or words.NO_CAP for key in ("bonus_cap", "deduction_cap"))
    lines.append(words.CAPS.format(bonus=bonus, deduction=deduction))
    if parts := hand.tables.parts["period_part"]:
        shares = (words.SHARE_OF_YEAR.format(name=part["name"], weight=part["weight"]) for part in parts)
        lines.append(words.SHARES_OF_YEAR.format(parts=words.SHARES_JOINED.join(shares)))
    with st.container(border=True):
        st.markdown(words.RULES)
        st.markdown(LINE.join(map(md, lines)))


def compare_tool(hand: Hand) -> SchemeVersion | None:
    """Offer the versions to compare with; None leaves it to the card."""
    versions = {version.number: version for version in hand.versions if version.number != hand.base_number or hand.is_draft}
    with st.popover(words.COMPARE, icon=":material/compare_arrows:", key="scheme_compare"):
        number = st.selectbox(
            words.COMPARE_WITH,
            list(versions),
            index=None,
            placeholder=words.COMPARE_USUAL,
            filter_mode=None,
            key=f"{hand.place}/compare",
            format_func=lambda number: words.VERSION_NAME.format(number=number),
        )
    return versions.get(number)


def difference_card(hand: Hand, other: SchemeVersion | None) -> None:
    """Say what differs: from the version in force to what is shown, or from an older version that a person chose."""
    shown = words.DRAFT_NAME if hand.is_draft else words.VERSION_NAME.format(number=hand.base_number)
    if other is None and not hand.is_new and hand.base:
        other = next((version for version in hand.versions if version.number < hand.base_number), None)
    elif other is None:
        other = hand.versions[0] if hand.versions else None
    with st.container(border=True):
        if other is None:
            st.markdown(words.FIRST_VERSION)
            st.write(words.FIRST_VERSION_TEXT)
            return
        st.markdown(words.DIFFERENCE.format(before=words.VERSION_NAME.format(number=other.number), after=shown))
        if hand.checked.scheme is None:
            st.write(words.NOT_COMPARABLE)
        else:
            difference_lines(differences(other.scheme, hand.checked.scheme))


def difference_lines(found: Sequence[Difference]) -> None:
    """Draw differences one a line, what is new in bold; those beyond the first few behind one click."""
    lines = [_difference(item) for item in found]
    st.markdown(LINE.join(lines[:_MOST_DIFFERENCES]) or words.NO_DIFFERENCE)
    if lines[_MOST_DIFFERENCES:]:
        with st.expander(words.MORE_DIFFERENCES.format(count=len(lines) - _MOST_DIFFERENCES)):
            st.markdown(LINE.join(lines[_MOST_DIFFERENCES:]))


def _difference(item: Difference) -> str:
    if not item.after:
        return md(item.text)
    return words.CHANGED.format(subject=md(item.text), before=md(item.before), after=f"**{md(item.after)}**")


def example_card(desk: Desk) -> None:
    """Follow one figure of the first ranked unit up to its total, under the scheme in force."""
    if not desk.period or not (unit := next((item.unit for item in desk.rank().units if item.total is not None), None)):
        return
    total = trace(desk.cursor, desk.period, unit)
    base = total.children[0]
    dimension = next(step for step in base.children if step.counts)
    way = next((way for way in _ways(dimension) if all(step.printed is not None for step in way)), [])
    adjustments = next((step for step in total.children if step.kind == "adjustments"), None)
    steps = [step for step in (*way, dimension, base, adjustments) if step]
    with st.container(border=True):
        st.markdown(words.TRACE.format(unit=md(unit)))
        chain = words.ARROW.join(f"{md(step.label)} `{_formula(step)}`" for step in steps)
        st.markdown(f"{chain}{words.ARROW}{md(total.label)} **{total.printed}**。{md(total.remark)}。")


def _ways(step: Step) -> Iterator[list[Step]]:
    """Yield each indicator below a step with the steps between the two, from the indicator up."""
    for child in step.children:
        if child.kind == "indicator":
            yield [child]
        else:
            yield from ([*way, child] for way in _ways(child))


def _formula(step: Step) -> str:
    return f"{step.formula} = {step.printed}" if step.formula not in ("", str(step.printed)) else str(step.printed)


def versions_card(hand: Hand) -> None:
    """List every version with author, time and reason."""
    rows = [
        [
            version.number,
            in_chinese_time(version.at),
            version.actor,
            version.reason or (words.FIRST_REASON if version.number == 1 else words.NO_REASON),
        ]
        for version in hand.versions
    ]
    with st.container(border=True):
        st.markdown(words.VERSIONS)
        st.html(plain_table(rows, head=list(words.VERSION_COLUMNS)))
