"""Where a list stays: nothing sampled inside the safe region changes it, and just beyond the nearest change it has changed."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from evaluation.contest import may_turn
from evaluation.stability import explore, limited_region, to_json
from evaluation.stability.regions import Limits, measure
from evaluation.stability.spoken import short_intervals
from evaluation.wording import stability as words
from tests.stability.cases import SEEDS, contest, list_at, random_contest, totals, uniform_weights

DRAWN = 400


def exactly(weights) -> list[Fraction]:
    return [Fraction(float(weight)) for weight in weights]


def proposed_now(given):
    return list_at(given, given.weights)


@pytest.mark.parametrize("seed", range(24))
@pytest.mark.parametrize("width", [2, 3])
def test_no_sample_inside_the_radius_changes_the_list_and_just_beyond_the_nearest_change_it_has_changed(seed, width):
    given = random_contest(seed, coarse=seed % 3 == 2, width=width)
    found = explore(given).safety
    now, base = np.array(given.shares, dtype=float), proposed_now(given)
    assert (set(found.listed.inside), set(found.listed.tied)) == tuple(map(set, base))
    near = now + (uniform_weights(seed, DRAWN, width) - now) * np.linspace(0.02, 1, DRAWN)[:, None]
    changed = np.array([list_at(given, exactly(weights)) != base for weights in near])
    away = np.linalg.norm(near - now, axis=1)
    if found.change is None:
        assert not changed.any()
        return
    assert not changed[away < found.change.distance * (1 - 1e-9)].any()
    assert not changed[np.abs(near - now).max(axis=1) < found.points * (1 - 1e-9)].any()
    if found.change.distance:
        beyond = np.array(found.change.weights) + (np.array(found.change.weights) - now) * 1e-6
        after = list_at(given, exactly(beyond))
        assert after != base
        assert set(base[0]) - set(after[0]) == set(found.change.leaves)
        assert set(after[0]) - set(base[0]) == set(found.change.enters)


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("width", [2, 3, 4])
def test_a_least_total_is_one_more_line_that_the_list_keeps_to(seed, width):
    plain = random_contest(seed, coarse=seed % 3 == 2, width=width)
    least = np.quantile([sum(row) / width for row in plain.scores], [0.1, 0.5, 0.8][seed % 3])
    given = replace(plain, least=Decimal(f"{least:.1f}"), places=plain.places if seed % 2 else 15)
    found = explore(given).safety
    now, base = np.array(given.shares, dtype=float), proposed_now(given)
    assert (set(found.listed.inside), set(found.listed.tied)) == tuple(map(set, base))
    drawn = uniform_weights(seed, DRAWN, width)
    near = np.concatenate([drawn, now + (drawn - now) * np.linspace(0.02, 1, DRAWN)[:, None]])
    changed = np.array([list_at(given, exactly(weights)) != base for weights in near])
    assert 1 - changed[:DRAWN].mean() == pytest.approx(found.share, abs=5 * (0.25 / DRAWN) ** 0.5)
    if found.change is None:
        assert not changed.any()
        return
    assert not changed[np.linalg.norm(near - now, axis=1) < found.change.distance * (1 - 1e-9)].any()
    assert not changed[np.abs(near - now).max(axis=1) < found.points * (1 - 1e-9)].any()
    for place, (start, end) in enumerate(found.ranges):
        for x in np.linspace(start, end, 6)[1:-1] if start < end else ():
            rest = [w * (1 - Fraction(float(x))) / (1 - given.shares[place]) for w in given.shares]
            assert list_at(given, [*rest[:place], Fraction(float(x)), *rest[place + 1 :]]) == base
    if found.change.distance:
        after = list_at(given, exactly(now + (np.array(found.change.weights) - now) * (1 + 1e-6)))
        assert after != base
        assert set(base[0]) - set(after[0]) == set(found.change.leaves)
        assert set(after[0]) - set(base[0]) == set(found.change.enters)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_list_is_called_firm_that_a_least_total_turns(seed):
    plain = random_contest(seed, width=2 + seed % 3)
    given = replace(
        plain, least=Decimal(sum(plain.scores[0])) / len(plain.weights) + 300, places=plain.places if seed % 2 else 15
    )
    found = explore(given).safety
    assert found.change is None or may_turn(given, found.points * (1 + 1e-6))


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic"])
@pytest.mark.parametrize("least", ["0.5", "2.5", "70.5"])
def test_a_least_total_bounds_other_means_too(aggregation, least):
    given = contest(
        [(90, 80, 70), (60, 75, 80), (80, 0, 90)], 4, aggregation=aggregation, adjustments=[2] * 3, least=Decimal(least)
    )
    found = explore(given).safety
    assert found.listed.inside == ((0, 1, 2) if least == "0.5" else (0, 1))
    assert (found.change is None) == (least != "70.5")


@pytest.mark.parametrize("seed", range(12))
def test_the_safe_region_holds_exactly_the_weights_that_leave_the_list_alone(seed):
    given = random_contest(seed + 100, coarse=seed % 3 == 2)
    finding = explore(given)
    found, base = finding.safety, proposed_now(given)
    drawn = uniform_weights(seed, DRAWN)
    same = np.array([list_at(given, exactly(weights)) == base for weights in drawn])
    assert same.mean() == pytest.approx(found.share, abs=5 * (0.25 / DRAWN) ** 0.5)
    if found.polygon:
        corners = np.array([[part / sum(corner) for part in corner] for corner in found.polygon])
        sides = np.roll(corners, -1, axis=0)
        inside = np.ones(DRAWN, dtype=bool)
        for here, there in zip(corners, sides, strict=True):
            inside &= (there[0] - here[0]) * (drawn[:, 1] - here[1]) > (there[1] - here[1]) * (drawn[:, 0] - here[0])
        assert (inside == same).all()
        assert float(measure(found.polygon)) == pytest.approx(found.share)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("width", [2, 3, 5])
def test_one_weight_alone_may_go_to_the_ends_of_its_range_and_no_further(seed, width):
    given = random_contest(seed, width=width)
    found, base = explore(given).safety, proposed_now(given)
    for place, (least, greatest) in enumerate(found.ranges):
        share = float(given.shares[place])

        def moved(to, place=place, share=share):
            return [
                Fraction(to) if other == place else w * (1 - Fraction(to)) / (1 - given.shares[place])
                for other, w in enumerate(given.shares)
            ]

        assert least <= share <= greatest
        for end, way in ((least, -1), (greatest, 1)):
            assert list_at(given, moved(end - way * 1e-9)) == base
            if 0 < end < 1:
                assert list_at(given, moved(end + way * 1e-9)) != base


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("width", [4, 6])
def test_the_radius_is_exact_in_more_than_three_dimensions(seed, width):
    given = random_contest(seed, width=width)
    found, base = explore(given).safety, proposed_now(given)
    now = np.array(given.shares, dtype=float)
    drawn = uniform_weights(seed, DRAWN, width)
    changed = np.array([list_at(given, exactly(weights)) != base for weights in drawn])
    if found.change is None:
        assert not changed.any()
        return
    assert not changed[np.linalg.norm(drawn - now, axis=1) < found.change.distance].any()
    at = np.array(found.change.weights)
    assert (at.sum(), at.min() >= 0) == (pytest.approx(1), True)
    assert np.linalg.norm(at - now) == pytest.approx(found.change.distance)
    inner, outer = (list_at(given, exactly(np.maximum(now + (at - now) * way, 0))) for way in (1 - 1e-6, 1 + 1e-6))
    assert (inner, outer != base) == (base, True)


def within(least: int, greatest: int, largest: int | None = None):
    """The weightings that give the first dimension so many percent."""
    return limited_region(3, Limits({0: (Fraction(least, 100), Fraction(greatest, 100))}, largest))


@pytest.mark.parametrize(("least", "greatest", "share"), [(80, 100, 0.0), (50, 100, 0.36), (0, 20, 1.0)])
def test_limits_change_the_share_and_not_how_far_the_present_weights_may_go(least, greatest, share):
    given = contest([(100, 0, 0), (60, 60, 60), (1, 1, 1)], places=1)
    whole, limited = explore(given), explore(given, within(least, greatest))
    assert limited.safety.change == whole.safety.change
    assert (limited.safety.points, limited.safety.ranges) == (whole.safety.points, whole.safety.ranges)
    assert limited.safety.polygon == whole.safety.polygon
    assert limited.safety.share == pytest.approx(share)


@pytest.mark.parametrize("seed", range(8))
def test_the_share_within_limits_is_that_of_the_weightings_drawn_there(seed):
    given, region = random_contest(seed, coarse=seed % 2 == 1), within(10 * (seed % 5), 100 - 5 * seed)
    found, base = explore(given, region).safety, proposed_now(given)
    drawn = [weights for weights in uniform_weights(seed, 4 * DRAWN) if region.holds([round(part * 10**12) for part in weights])]
    same = np.mean([list_at(given, exactly(weights)) == base for weights in drawn])
    assert same == pytest.approx(found.share, abs=5 * (0.25 / len(drawn)) ** 0.5)


def test_a_region_holds_its_border_and_nothing_beyond():
    region = within(20, 50, largest=0)
    assert all(region.holds(weights) for weights in [(1, 1, 1), (2, 1, 1), (2, 2, 1), (9, 7, 6)])
    assert not any(region.holds(weights) for weights in [(51, 25, 24), (33, 34, 33), (1, 0, 0)])
    two = limited_region(2, Limits({0: (Fraction(1, 4), Fraction(1, 2))}))
    assert [two.holds(weights) for weights in [(1, 3), (1, 1), (2, 1), (1, 4)]] == [True, True, False, False]


def test_under_limits_the_title_speaks_of_accepted_weights():
    given = contest([(100, 0, 0), (60, 60, 60), (1, 1, 1)], places=1)
    assert short_intervals(explore(given, within(0, 20))) == words.TITLE_NEVER_LIMITED
    assert short_intervals(explore(given, within(50, 100)))[0].startswith("在认可的权重里，没有谁")
    assert short_intervals(explore(given))[0] == "没有谁一定在名单里，"
    sure = contest([(100, 90, 90), (60, 60, 60), (55, 65, 60)], places=2)
    assert short_intervals(explore(sure, within(20, 100)))[0] == "在认可的权重里，1 家总在名单里，"


def test_where_everybody_gets_a_place_nothing_can_change():
    for rows in ([(80, 70, 60)], [(80, 70, 60), (60, 70, 80)]):
        found = explore(contest(rows, places=2)).safety
        assert (found.change, found.points, found.share) == (None, None, 1.0)
        assert found.ranges == ((0.0, 1.0),) * 3


def test_with_the_lowest_score_alone_weights_do_not_matter():
    found = explore(contest([(80, 70, 60), (50, 99, 99)], places=1, aggregation="minimum")).safety
    assert (found.listed.inside, found.change, found.share) == ((0,), None, 1.0)


def test_nobody_competes():
    finding = explore(contest([]))
    assert to_json(finding, "奖", "村")["units"] == []
    assert (finding.safety.change, finding.safety.listed.inside) == (None, ())


def test_identical_units_at_the_cut_stay_tied_until_another_unit_comes_between():
    given = contest([(90, 90, 90), (80, 80, 80), (80, 80, 80), (60, 60, 95)], places=2)
    finding = explore(given)
    found = finding.safety
    assert (found.listed.inside, found.listed.tied) == ((0,), (1, 2))
    assert (found.change.leaves, found.change.enters) == ((), (3,))
    assert found.share > 0.5


def test_units_that_are_level_just_now_and_not_elsewhere_have_no_room_at_all():
    found = explore(contest([(90, 90, 90), (70, 80, 90), (90, 80, 70)], places=2)).safety
    assert (found.listed.inside, found.listed.tied) == ((0,), (1, 2))
    assert (found.change.distance, found.points, found.share, found.polygon) == (0, 0, 0, ())


def test_the_tie_break_decides_who_is_on_the_list_and_the_smallest_move_may_turn_it():
    found = explore(contest([(90, 90, 90), (70, 80, 90), (90, 80, 70)], places=2, tie_break=(0,))).safety
    assert (found.listed.inside, found.listed.tied) == ((0, 2), ())
    assert (found.change.distance, found.change.leaves, found.change.enters) == (0, (2,), (1,))
    assert 0 < found.share < 1


def test_two_that_overtake_together_and_do_not_both_fit_leave_the_place_open():
    found = explore(contest([(90, 60, 60), (60, 80, 80), (60, 80, 80)], places=1, weights=[3, 1, 1])).safety
    assert (found.listed.inside, found.change.leaves, found.change.enters) == ((0,), (0,), ())


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic"])
@pytest.mark.parametrize("with_adjustments", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_other_means_keep_their_list_inside_the_radius(aggregation, with_adjustments, seed):
    plain = random_contest(seed)
    plus = [n % 4 for n in range(len(plain.units))] if with_adjustments else None
    rows = [[score // 100 for score in row] for row in plain.scores]
    given = contest(rows, plain.places, weights=plain.weights, aggregation=aggregation, adjustments=plus)
    finding = explore(given)
    found, now = finding.safety, np.array(given.shares, dtype=float)

    def lists(weights):
        return np.sort(np.argsort(-totals(given, weights), axis=1)[:, : given.places], axis=1)

    drawn = uniform_weights(seed, 10000)
    changed = (lists(drawn) != lists(now[None])).any(axis=1)
    assert changed.mean() == pytest.approx(1 - found.share, abs=0.02)
    if found.change is None:
        assert not changed.any()
        return
    assert not changed[np.linalg.norm(drawn - now, axis=1) < found.change.distance * 0.999].any()
    at = np.array(found.change.weights)
    inner, outer = (lists((now + (at - now) * way)[None]) for way in (1 - 1e-5, 1 + 1e-5))
    assert (inner == lists(now[None])).all()
    assert (outer != inner).any()
    for place, (least, greatest) in enumerate(found.ranges):
        rest = np.delete(now, place) / (1 - now[place])
        for end, way in ((least, -1), (greatest, 1)):
            if 0 < end < 1:
                sides = [np.insert(rest * (1 - x), place, x)[None] for x in (end - way * 1e-6, end + way * 1e-6)]
                assert (lists(sides[0]) == inner).all()
                assert (lists(sides[1]) != inner).any()
