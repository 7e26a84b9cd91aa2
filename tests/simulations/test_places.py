"""Is a cell judged by the rule, and does one that is undecided count for neither side?"""

import numpy as np
import pytest

from generators.sticker import places


def test_the_tables_own_order_holds_everywhere_and_the_reverse_nowhere():
    told = np.tile([1.0, 2, 3, 4], (5, 1))
    assert places.judge(told) == tried("holds")
    assert places.judge(-told) == tried("contradicted")
    assert places.verdict(told, told) == tried("holds")
    assert places.verdict(-told, -told) == tried("contradicted")
    assert places.verdict(told, -told) == ["undecided"] * 4, "yardsticks that do not agree"
    assert (places.pairs(told), places.pairs(-told)) == ((3, 0), (0, 3))


def tried(word):
    """This verdict at every level that was tried."""
    return [word if level in places.TRIED else "undecided" for level in (1, 2, 3, 4)]


def test_levels_that_change_places_between_runs_stand_apart_from_none():
    swapped = np.array([[1.0, 2, 3, 4], [2.0, 1, 3, 4]])
    assert places.judge(swapped) == ["undecided", "undecided", "undecided", "holds"]
    assert places.place(swapped).tolist() == [1.5, 1.5, 3, 4]
    assert places.verdict(swapped, swapped) == places.judge(swapped)
    assert places.pairs(swapped) == (2, 0), "levels 1 and 2 stand in no order"
    assert places.pairs(np.ones((5, 4))) == (0, 0), "equals stand in no order"


@pytest.mark.parametrize("seed", range(40))
def test_a_run_that_does_not_agree_takes_verdicts_away_and_adds_none(seed):
    """What becomes undecided counts neither for the table nor against it."""
    rng = np.random.default_rng(seed)
    each = rng.permuted(np.tile([1.0, 2, 3, 4], (5, 1)), axis=1)
    each[1:4] = each[0]
    before, after = places.judge(each[:4]), places.judge(each)
    assert set(before) <= set(places.VERDICTS)
    for was, now in zip(before, after, strict=True):
        assert now in (was, "undecided")
    for was, now in zip(places.pairs(each[:4]), places.pairs(each), strict=True):
        assert now <= was


def test_equal_levels_part_by_luck_once_in_sixteen():
    rng, apart = np.random.default_rng(0), []
    for _ in range(4000):
        first, _ = places.bounds(rng.standard_normal((5, 4))[:, [0, 1, 0, 1]])
        apart.append(first[0] != first[1])
    assert abs(np.mean(apart) - 1 / 16) < 5 * np.std(apart) / len(apart) ** 0.5
