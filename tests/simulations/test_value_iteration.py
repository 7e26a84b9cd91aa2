"""Do the sweeps find what the shortest ways say, and at the speed that they promise?"""

import numpy as np
import pytest

from generators.primers import value_iteration as simulation
from generators.primers.value_iteration import (
    BASKET,
    CAUSE_OFF,
    HEDGES,
    PICKER,
    facts,
    simulate,
    theory,
)

SWEEPS, DISCOUNTS = range(18), (0.0, 0.5, 0.9, 0.99)


def distances():
    """Shortest ways to the basket, by flooding the map from there: infinite in hedges."""
    away, edge, steps = np.full(HEDGES.shape, np.inf), {BASKET}, 0
    while edge:
        for place in edge:
            away[place] = steps
        near = {(r + i, c + j) for r, c in edge for i, j in ((0, 1), (1, 0), (0, -1), (-1, 0))}
        inside = {(r, c) for r, c in near if 0 <= r < away.shape[0] and 0 <= c < away.shape[1]}
        edge = {place for place in inside if not HEDGES[place] and np.isinf(away[place])}
        steps += 1
    return away


@pytest.mark.parametrize("discount", DISCOUNTS)
@pytest.mark.parametrize("sweeps", SWEEPS)
def test_closed_forms(sweeps, discount):
    found = facts(simulate(sweeps=sweeps, discount=discount))
    expected = theory(sweeps=sweeps, discount=discount)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("discount", DISCOUNTS[1:])
def test_value_is_the_discount_to_the_power_of_the_way(discount):
    away, values = distances(), simulate(discount=discount).values[-1]
    inner = np.isfinite(away) & (away > 0)
    assert values[inner] == pytest.approx(discount ** (away[inner] - 1), rel=1e-12)
    assert not values[~inner].any()


@pytest.mark.parametrize("discount", DISCOUNTS)
def test_a_sweep_brings_any_two_guesses_closer_by_the_discount(discount):
    """The contraction that the bound comes from, for values that no sweep would give."""
    rng = np.random.default_rng(1)
    for _ in range(50):
        one, two = rng.normal(size=(2, *HEDGES.shape))
        after = [simulation._looks(values.copy(), discount).max(axis=0) for values in (one, two)]
        assert np.abs(after[0] - after[1]).max() <= discount * np.abs(one - two).max() + 1e-12


@pytest.mark.parametrize("discount", DISCOUNTS)
def test_error_is_never_above_the_bound(discount):
    values = simulate(discount=discount).values
    error = np.abs(values - values[-1]).max(axis=(1, 2))
    assert (error <= discount ** np.arange(len(error)) + 1e-12).all()


def test_the_last_values_hold_themselves_up():
    values = simulate().values
    assert (values[-1] == values[-2]).all()


@pytest.mark.parametrize("sweeps", SWEEPS)
def test_the_picker_walks_once_word_has_come_and_by_a_shortest_way(sweeps):
    way, away = simulate(sweeps=sweeps).way, distances()
    assert tuple(way[0]) == PICKER
    if sweeps < away[PICKER]:
        assert len(way) == 1
        return
    assert tuple(way[-1]) == BASKET
    assert np.diff([away[tuple(place)] for place in way]).tolist() == [-1] * (len(way) - 1)
    assert (np.abs(np.diff(way, axis=0)).sum(axis=1) == 1).all()


@pytest.mark.parametrize("sweeps", SWEEPS)
def test_where_nothing_ahead_counts_no_word_ever_comes(sweeps):
    found = facts(simulate(sweeps=sweeps, **CAUSE_OFF))
    assert found["heard"] == found["worth"] == found["arrives"] == 0
    assert facts(simulate())["arrives"] == 1


def test_map_is_as_drawn():
    assert HEDGES.sum() == sum(row.count("#") for row in simulation.ORCHARD)
    assert PICKER[0] == BASKET[0] == 0
