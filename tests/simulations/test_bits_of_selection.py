"""Does keeping the best push as hard as the harmonic numbers say, and not at all if it is blind?"""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from generators.spectrum import bits_of_selection as simulation
from generators.spectrum.bits_of_selection import CAUSE_OFF, FIELD, simulate, theory
from tests.simulations.runs import Runs

LOOKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
RUNS = Runs(simulation, looks=LOOKS, blind=(False, True))


def mean_and_error(values):
    return values.mean(), values.std(ddof=1) / math.sqrt(len(values))


@pytest.mark.parametrize("fact", theory())
@pytest.mark.parametrize("blind", [False, True])
def test_mean_over_the_seeds_is_the_closed_form(fact, blind):
    for looks in LOOKS:
        mean, error = mean_and_error(RUNS.facts(looks=looks, blind=blind)[fact])
        assert abs(mean - theory(looks=looks, blind=blind)[fact]) <= 5 * error + 1e-12, looks


@pytest.mark.parametrize("looks", LOOKS[1:])
def test_keeping_the_best_pushes_and_keeping_blindly_does_not(looks):
    mean, error = mean_and_error(RUNS.facts(looks=looks)["gain"])
    assert mean > 5 * error
    assert (RUNS.facts(looks=looks, **CAUSE_OFF)["gain"] == 0).all()
    unseen, error = mean_and_error(RUNS.facts(looks=looks, **CAUSE_OFF)["bits"])
    assert abs(unseen - 1 / math.log(2)) <= 5 * error, "any fruit has its place"


def test_looking_is_paid_in_doublings():
    """Each doubling buys one coin flip in the limit, and less before; pushing never gets cheaper."""
    more = [theory(looks=looks)["more"] for looks in LOOKS]
    assert more == sorted(more)
    assert more[-1] < 1 < more[-1] + 1e-3
    bits = theory(looks=FIELD // 2)["bits"]
    assert bits == pytest.approx(math.log2(FIELD // 2) + 0.5772156649 / math.log(2), abs=1e-3)


def test_one_look_pushes_nothing():
    alone = theory(looks=1)
    assert alone["gain"] == alone["divergence"] == 0
    assert (RUNS.facts(looks=1)["gain"] == 0).all()
    assert (RUNS.facts(looks=1)["divergence"] == 0).all()


def test_needed_is_where_the_harmonic_number_crosses():
    total = itertools.accumulate(Fraction(1, n) for n in range(1, FIELD))
    crossing = next(n for n, h in enumerate(total, 1) if h >= 10 * math.log(2))
    assert theory()["needed"] == crossing


@pytest.mark.parametrize("looks", [2, 10, 100])
def test_rarity_by_counting_other_fruit(looks):
    """The share of a fresh field that is at least as sweet, counted and not computed."""
    field = np.sort(np.random.default_rng(1).standard_normal(1_000_000))
    kept = RUNS.of(looks=looks)[3].kept
    counted = 1 - np.searchsorted(field, kept) / len(field)
    exact = simulation._tail(kept)
    assert (np.abs(counted - exact) <= 5 * np.sqrt(exact / len(field)) + 1e-12).all()


@pytest.mark.parametrize("looks", LOOKS)
def test_longer_look_begins_with_the_shorter(looks):
    """Kept fruit against the maximum of the same field, drawn again."""
    field = np.random.default_rng([2]).standard_normal((FIELD, simulation.PICKS))
    result = RUNS.of(looks=looks)[2]
    assert (result.kept == field[:looks].max(axis=0)).all()
    assert (result.first == field[0]).all()


@pytest.mark.parametrize("looks", [2, 5, 50])
def test_divergence_by_integration(looks):
    """Of the best of N from any fruit, over the share that it beats: density N u^(N - 1)."""
    u = (np.arange(2_000_000) + 0.5) / 2_000_000
    density = looks * u ** (looks - 1)
    divergence = np.mean(density * np.log2(density))
    assert theory(looks=looks)["divergence"] == pytest.approx(divergence, rel=1e-4)
    assert divergence < theory(looks=looks)["gain"], "two questions, two numbers"


@pytest.mark.parametrize(("grades", "looks"), [(2, 5), (4, 20), (20, 100)])
def test_where_outcomes_tie_both_are_less(grades, looks):
    """Beirami et al.: the formula is an upper bound. Grades are equally likely, exact."""
    cdf = np.arange(grades + 1) / grades
    kept = np.diff(cdf**looks)
    divergence = np.sum(kept * np.log2(kept * grades + 1e-300))
    bits = kept @ -np.log2(1 - cdf[:-1])
    assert divergence < theory(looks=looks)["divergence"]
    assert bits < theory(looks=looks)["bits"]


def test_pure_in_its_arguments():
    first = simulate(looks=20, seed=4)
    simulate(looks=500, seed=9)
    again = simulate(looks=20, seed=4)
    assert (first.kept == again.kept).all()
    assert (first.curve == again.curve).all()
