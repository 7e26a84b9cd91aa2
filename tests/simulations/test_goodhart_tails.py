"""Does an error that is sometimes wild undo what looking at more had gained, and a tame one not?"""

import functools
import math

import numpy as np
import pytest

from generators.spectrum.goodhart_tails import goodhart_tails as simulation
from generators.spectrum.goodhart_tails import wild as error
from generators.spectrum.goodhart_tails.goodhart_tails import (
    CAUSE_OFF,
    FRUIT,
    GRAMS,
    SEEDS,
    simulate,
    theory,
)

ODDS = (20, 100, 1000, 10_000, 100_000, 1_000_000)
TAILS = (1.0, 2.0, 3.0, 5.5, math.inf)


@functools.cache
def over_seeds(odds=1000, wild=True):
    """Each curve of one setting, and each fact, in every run: {name: array, runs first}."""
    runs = [simulate(odds=odds, wild=wild, seed=seed) for seed in SEEDS]
    curves = {name: np.array([getattr(r, name) for r in runs]) for name in ("weight", "reading")}
    each = [simulation.facts(run) for run in runs]
    return curves | {name: np.array([f[name] for f in each], float) for name in each[0]}


def mean_and_error(values):
    return values.mean(axis=0), values.std(axis=0, ddof=1) / math.sqrt(len(values))


@pytest.mark.parametrize(("odds", "wild"), [*((odds, True) for odds in ODDS), (1000, False)])
def test_every_point_of_the_curves_is_the_quadrature(odds, wild):
    exact = simulation._expected(error.freedom(odds) if wild else math.inf)
    for name, expected in zip(("weight", "reading"), exact, strict=True):
        mean, spread = mean_and_error(over_seeds(odds, wild)[name])
        assert (np.abs(mean - GRAMS * np.array(expected)) <= 5 * spread).all(), name


@pytest.mark.parametrize("odds", ODDS)
def test_facts_at_fixed_numbers_of_fruit_are_the_theory(odds):
    for fact in ("thousand", "end", "reads"):
        mean, spread = mean_and_error(over_seeds(odds)[fact])
        assert abs(mean - theory(odds=odds)[fact]) <= 5 * spread, fact


@pytest.mark.parametrize("odds", ODDS[:-1])
def test_wild_errors_take_back_what_was_gained_and_tame_ones_do_not(odds):
    lost, spread = mean_and_error(over_seeds(odds)["thousand"] - over_seeds(odds)["end"])
    if odds <= 1000:
        assert over_seeds(odds)["peak"].max() < 1024
        if odds >= 100:
            assert lost > 5 * spread
    highest = int(np.argmax(simulation._expected(error.freedom(odds))[0]))
    fallen, spread = mean_and_error(
        over_seeds(odds)["weight"][:, highest] - over_seeds(odds)["end"]
    )
    assert fallen > 5 * spread
    tame = over_seeds(**CAUSE_OFF)
    assert (tame["peak"] == simulation.MOST).all(), (
        "the control: no peak before the end, in any run"
    )
    gained, spread = mean_and_error(np.diff(tame["weight"][:, ::4], axis=1))
    assert (gained > 5 * spread).all()


def test_normal_error_keeps_half_of_all_that_is_gained():
    """E[V] = E[max of N normals] / sqrt 2, by an integral that shares nothing with the theory."""
    z = np.linspace(-12, 12, 400_001)
    cdf = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in z[::20]])
    cdf = np.interp(z, z[::20], cdf)
    for fruit, weight in zip(FRUIT[::5], simulation._expected(math.inf)[0][::5], strict=True):
        below = cdf**fruit
        best = np.sum((z[1:] + z[:-1]) / 2 * np.diff(below))
        assert weight == pytest.approx(best / math.sqrt(2), abs=2e-4)
    mean, spread = mean_and_error(over_seeds(**CAUSE_OFF)["real"])
    assert abs(mean - 0.5) <= 5 * spread
    assert theory(**CAUSE_OFF)["real"] == 0.5


def test_best_of_two_in_a_closed_form():
    """The better of two normals is 1 / sqrt(pi) on average, of which 1 / sqrt 2 is real."""
    assert simulation._expected(math.inf)[0][1] == pytest.approx(
        1 / math.sqrt(2 * math.pi), abs=1e-4
    )
    assert simulation._expected(2.0)[0][0] == pytest.approx(0, abs=1e-6), "one fruit is any fruit"


def test_rarer_wild_errors_let_one_weigh_more_and_none_never_ends():
    peaks = [theory(odds=odds)["peak"] for odds in ODDS]
    ends = [theory(odds=odds)["end"] for odds in ODDS]
    assert peaks == sorted(set(peaks))
    assert ends == sorted(ends)
    assert theory(odds=ODDS[-1])["end"] < theory(wild=False)["end"]
    assert theory(odds=20)["end"] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("freedom", [1.2, 2.0, 3.0])
def test_gain_dies_as_the_fruit_to_the_power_of_minus_one_over_the_freedom(freedom):
    """The winning reading grows as N^(1/nu), and fruit that read u weigh in proportion to 1/u."""
    weight = simulation._expected(freedom)[0]
    slope = math.log(weight[20] / weight[17]) / math.log(8)
    assert slope == pytest.approx(-1 / freedom, abs=0.003)


def test_tail_of_t_against_its_closed_forms():
    x = np.array([-3.0, 0.1, 1.0, 10.0, 1e4, 1e6])
    cauchy = 0.5 - np.arctan(x) / math.pi
    cauchy[x >= 10] = np.arctan(1 / x[x >= 10]) / math.pi
    two = np.where(x > 0, 1 / (x**2 + 2 + x * np.sqrt(x**2 + 2)), 0.5 - x / 2 / np.sqrt(x**2 + 2))
    for freedom, exact in ((1.0, cauchy), (2.0, two)):
        found = error.exceeds(x * error.unit(freedom), freedom)
        assert found == pytest.approx(exact, rel=1e-5)
    normal = [0.5 * math.erfc(v / math.sqrt(2)) for v in (-1, 0.5, 3)]
    assert error.exceeds(np.array([-1, 0.5, 3]), math.inf) == pytest.approx(normal, rel=1e-5)
    assert error.unit(1.0) == pytest.approx(error.TYPICAL, rel=1e-6), "half of a Cauchy is within 1"
    assert error.unit(2.0) == pytest.approx(error.TYPICAL * math.sqrt(1.5), rel=1e-6)


@pytest.mark.parametrize("odds", ODDS)
def test_one_error_in_so_many_is_wild_and_half_are_small(odds):
    freedom = error.freedom(odds)
    sizes = error.TYPICAL * np.array([1, error.WILD])
    assert 2 * error.exceeds(sizes, freedom) == pytest.approx([0.5, 1 / odds], rel=1e-5)


@pytest.mark.parametrize("freedom", TAILS)
def test_errors_have_the_distribution_that_they_should(freedom):
    """Counted against the integral, and against numpy's own t."""
    rng = np.random.default_rng(5)
    count = 200_000
    drawn = error.draw(rng, freedom, count)
    other = rng.standard_normal(count) if math.isinf(freedom) else rng.standard_t(freedom, count)
    for size in (-2.0, -0.3, 0.0, 0.7, 2.0, 5.0):
        chance = error.exceeds(np.array([size]), freedom)[0]
        within = 5 * math.sqrt(chance * (1 - chance) / count) + 1e-9
        assert abs(np.mean(drawn > size) - chance) <= within
        assert abs(np.mean(error.unit(freedom) * other > size) - chance) <= within


@pytest.mark.parametrize("freedom", TAILS)
@pytest.mark.parametrize("least", [-math.inf, 0.2, 1.2, 3.0])
def test_large_errors_are_as_many_and_as_large_as_they_should_be(freedom, least):
    rng = np.random.default_rng(6)
    count = 100_000
    values, fits = error.larger(rng, least, freedom, count)
    share = error.offer(least, freedom)
    assert share <= 1
    assert values[fits].min() > least
    for size in (max(least, -1), max(least, -1) + 0.5, max(least, -1) + 3):
        chance = error.exceeds(np.array([size]), freedom)[0] / share
        found = np.mean(fits & (values > size))
        assert abs(found - chance) <= 5 * math.sqrt(chance * (1 - chance) / count) + 1e-9


@pytest.mark.parametrize("freedom", [1.76, 4.67, math.inf])
def test_leaving_out_who_cannot_win_changes_no_winner(freedom):
    """Means over many runs against contests in which every fruit is drawn."""
    fruit, rng = 9, np.random.default_rng(7)
    weight = rng.standard_normal((2**fruit, 8000))
    reading = weight + error.draw(rng, freedom, weight.shape)
    best = reading.argmax(axis=0)[None]
    honest = (np.take_along_axis(a, best, axis=0)[0] for a in (weight, reading))
    runs = [simulation._picks(freedom, seed) for seed in SEEDS]
    for all_drawn, number in zip(honest, (0, 1), strict=True):
        screened = np.concatenate([run[number][fruit] for run in runs])
        for cut in np.quantile(all_drawn, [0.1, 0.5, 0.9]):
            one, two = np.mean(all_drawn > cut), np.mean(screened > cut)
            pooled = (one + two) / 2
            within = 5 * math.sqrt(2 * pooled * (1 - pooled) / len(screened))
            assert abs(one - two) <= within


def test_more_fruit_are_the_same_and_as_many_again():
    _, reading = simulation._picks(error.freedom(1000), 3)
    assert (np.diff(reading, axis=0) >= 0).all(), "no reading is ever given up for a lower one"
    assert 0.3 < np.mean(np.diff(reading, axis=0) > 0) < 0.6, "half of all doublings find a better"


def test_pure_in_its_arguments():
    first = simulate(odds=100, seed=4)
    simulation._picks.cache_clear()
    simulate(wild=False, seed=9)
    again = simulate(odds=100, seed=4)
    assert (first.weight == again.weight).all()
    assert (first.real == again.real).all()


def test_a_scale_that_is_never_wild_is_one_for_all_odds():
    one, other = (simulate(odds=odds, wild=False, seed=2) for odds in (20, 10_000))
    assert (one.weight == other.weight).all()
