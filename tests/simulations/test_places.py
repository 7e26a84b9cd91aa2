"""Is a cell judged by the rule, and does one that is undecided count for neither side?"""

import numpy as np
import pytest

from generators.sticker import places

TOLD = np.tile([1.0, 2, 3, 4], (5, 1))
RULES = (places.EVERY_RUN, places.MEAN)


def tried(word):
    """This verdict at every level that was tried."""
    return [word if level in places.TRIED else "undecided" for level in (1, 2, 3, 4)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("left_out", [False, True])
def test_the_tables_own_order_holds_everywhere_and_the_reverse_nowhere(rule, left_out):
    assert places.judge(TOLD, rule=rule, left_out=left_out).tolist() == tried("holds")
    reverse = places.judge(-TOLD, rule=rule, left_out=left_out).tolist()
    middle = "holds" if left_out else "contradicted"  # the second of three is so from either end
    assert reverse == ["contradicted", middle, "undecided", "contradicted"]


def test_two_yardsticks_must_agree():
    one, other = places.judge(TOLD), places.judge(-TOLD)
    assert places.both(one, one).tolist() == tried("holds")
    assert places.both(other, other).tolist() == tried("contradicted")
    assert places.both(one, other).tolist() == ["undecided"] * 4, "yardsticks do not agree"
    assert (places.pairs(TOLD), places.pairs(-TOLD)) == ((3, 0), (0, 3))


def test_where_an_optimizer_stands_in_the_third_row_it_is_judged_like_the_others():
    assert places.judge(TOLD, stand_ins=()).tolist() == ["holds"] * 4
    assert places.judge(-TOLD, stand_ins=()).tolist() == ["contradicted"] * 4
    assert places.pairs(TOLD, stand_ins=()) == (6, 0)


def test_levels_that_change_places_between_runs_stand_apart_from_none():
    swapped = np.array([[1.0, 2, 3, 4], [2.0, 1, 3, 4]])
    assert places.judge(swapped).tolist() == ["undecided", "undecided", "undecided", "holds"]
    assert places.place(swapped).tolist() == [1.5, 1.5, 3, 4]
    assert places.pairs(swapped) == (2, 0), "levels 1 and 2 stand in no order"
    assert places.pairs(np.ones((5, 4))) == (0, 0), "equals stand in no order"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("level", [1, 2, 4])
def test_a_level_without_power_counts_for_neither_side(rule, level):
    """It stands nowhere, and what the others lose is at most what they had by standing beside it."""
    for numbers in (TOLD, -TOLD):
        full = places.judge(numbers, rule=rule)
        lame = numbers.copy()
        lame[:, level - 1] = np.nan
        found = places.judge(lame, rule=rule)
        assert found[level - 1] == "undecided"
        assert all(now in (was, "undecided") for was, now in zip(full, found, strict=True))
        assert places.place(lame)[level - 1] == 2.5


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("level", [1, 2, 4])
def test_a_level_that_falls_short_counts_for_the_table_and_never_against_it(rule, level):
    short = np.arange(1, 5) == level
    assert places.judge(TOLD, short, rule=rule).tolist() == tried("holds")
    against = places.judge(-TOLD, short, rule=rule)
    assert against[level - 1] == "undecided"
    full = places.judge(-TOLD, rule=rule)
    assert all(now in (was, "undecided") for was, now in zip(full, against, strict=True))
    assert (places.pairs(TOLD, short), places.pairs(-TOLD, short)) == ((3, 0), (0, 1))


@pytest.mark.parametrize("seed", range(40))
def test_a_run_that_does_not_agree_takes_verdicts_away_and_adds_none(seed):
    """What becomes undecided counts neither for the table nor against it."""
    rng = np.random.default_rng(seed)
    each = rng.permuted(TOLD, axis=1)
    each[1:4] = each[0]
    before, after = places.judge(each[:4]), places.judge(each)
    assert set(before) <= set(places.VERDICTS)
    for was, now in zip(before, after, strict=True):
        assert now in (was, "undecided")
    for was, now in zip(places.pairs(each[:4]), places.pairs(each), strict=True):
        assert now <= was


def test_one_run_that_is_off_stops_unanimity_and_not_a_clear_mean():
    each = np.tile([0.0, 10, 20, 30], (10, 1)) + np.random.default_rng(1).random((10, 4))
    each[0, :2] = 10, 9
    assert places.judge(each)[0] == "undecided"
    assert places.judge(each, rule=places.MEAN)[0] == "holds"
    each[:3, :2] = 10, 2
    assert places.judge(each, rule=places.MEAN)[0] == "undecided"


def test_many_comparisons_at_once_are_judged_like_each():
    many = np.random.default_rng(2).standard_normal((3, 7, 5, 4)) + np.arange(4)
    for rule in RULES:
        at_once = places.judge(many, rule=rule)
        assert at_once.shape == (3, 7, 4)
        for place in np.ndindex(3, 7):
            assert (at_once[place] == places.judge(many[place], rule=rule)).all()


def test_equal_levels_part_by_luck_once_in_sixteen():
    rng = np.random.default_rng(0)
    apart = places.ahead(rng.standard_normal((4000, 5, 2)))
    shown = (apart[:, 0, 1] | apart[:, 1, 0]).astype(float)
    assert abs(shown.mean() - 1 / 16) < 5 * shown.std() / len(shown) ** 0.5


def test_equal_levels_part_by_a_clear_mean_about_as_seldom():
    """Student's t with four degrees of freedom lies beyond three in 3.99 of a hundred cases."""
    rng = np.random.default_rng(0)
    apart = places.ahead(rng.standard_normal((4000, 5, 2)), places.MEAN)
    shown = (apart[:, 0, 1] | apart[:, 1, 0]).astype(float)
    assert abs(shown.mean() - 0.0399) < 5 * shown.std() / len(shown) ** 0.5
