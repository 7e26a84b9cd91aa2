"""Does an error that is sometimes wild undo what looking at more had gained, and a tame one not?"""

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
from tests.simulations.runs import Runs, off_by

ODDS = (20, 100, 1000, 10_000, 100_000, 1_000_000)
TAILS = (1.0, 2.0, 3.0, 5.5, math.inf)
RUNS = Runs(simulation, odds=ODDS, wild=(True, False))


def curves(name, odds=1000, wild=True):
    """One curve of one setting in every run, runs first."""
    return np.array([getattr(run, name) for run in RUNS.of(odds=odds, wild=wild)])


def mean_and_error(values):
    return values.mean(axis=0), values.std(axis=0, ddof=1) / math.sqrt(len(values))


@pytest.mark.parametrize(("odds", "wild"), [*((odds, True) for odds in ODDS), (1000, False)])
def test_every_point_of_the_curves_is_the_quadrature(odds, wild):
    exact = simulation._expected(error.freedom(odds) if wild else math.inf)
    for name, expected in zip(("weight", "reading"), exact, strict=True):
        mean, spread = mean_and_error(curves(name, odds, wild))
        assert (np.abs(mean - GRAMS * np.array(expected)) <= 5 * spread).all(), name


@pytest.mark.parametrize("odds", ODDS)
def test_facts_at_fixed_numbers_of_fruit_are_the_theory(odds):
    for fact in ("thousand", "end", "reads"):
        mean, spread = mean_and_error(RUNS.facts(odds=odds)[fact])
        assert abs(mean - theory(odds=odds)[fact]) <= 5 * spread, fact


@pytest.mark.parametrize(("odds", "wild"), [*((odds, True) for odds in ODDS), (1000, False)])
def test_weight_at_the_exact_peak_is_unbiased(odds, wild):
    """The place is fixed before any run is looked at; its weight is an average like any other."""
    best = RUNS.facts(odds=odds, wild=wild)["best"]
    assert abs(off_by(best, theory(odds=odds, wild=wild)["best"])) <= 3


def test_the_highest_of_the_run_s_own_points_would_be_biased():
    """The fault that `best` must not have: where the top is flat, the highest of many noisy means
    is a lucky one. It lies beyond five standard errors, so the test above would see it."""
    chosen = curves("weight", 1_000_000).max(axis=1)
    assert off_by(chosen, theory(odds=1_000_000)["best"]) > 5


@pytest.mark.parametrize("odds", ODDS)
def test_exact_peak_is_where_theory_has_it(odds):
    facts = RUNS.facts(odds=odds)
    assert (facts["top"] == theory(odds=odds)["peak"]).all()
    at = int(np.log2(facts["top"][0]))
    assert (facts["best"] == curves("weight", odds)[:, at]).all()


@pytest.mark.parametrize("odds", ODDS[:-1])
def test_wild_errors_take_back_what_was_gained_and_tame_ones_do_not(odds):
    lost, spread = mean_and_error(RUNS.facts(odds=odds)["thousand"] - RUNS.facts(odds=odds)["end"])
    if odds <= 1000:
        assert RUNS.facts(odds=odds)["peak"].max() < 1024
        if odds >= 100:
            assert lost > 5 * spread
    highest = int(np.argmax(simulation._expected(error.freedom(odds))[0]))
    fallen, spread = mean_and_error(
        curves("weight", odds)[:, highest] - RUNS.facts(odds=odds)["end"]
    )
    assert fallen > 5 * spread
    tame = RUNS.facts(**CAUSE_OFF)
    assert (tame["peak"] == simulation.MOST).all(), (
        "the control: no peak before the end, in any run"
    )
    gained, spread = mean_and_error(np.diff(curves("weight", **CAUSE_OFF)[:, ::4], axis=1))
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
    mean, spread = mean_and_error(RUNS.facts(**CAUSE_OFF)["real"])
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
        found = error.Error(freedom).exceeds(x * error.Error(freedom).unit)
        assert found == pytest.approx(exact, rel=1e-5)
    normal = [0.5 * math.erfc(v / math.sqrt(2)) for v in (-1, 0.5, 3)]
    assert error.Error(math.inf).exceeds(np.array([-1, 0.5, 3])) == pytest.approx(normal, rel=1e-5)
    assert error.Error(1.0).unit == pytest.approx(error.TYPICAL, rel=1e-6), (
        "half of a Cauchy is within 1"
    )
    assert error.Error(2.0).unit == pytest.approx(error.TYPICAL * math.sqrt(1.5), rel=1e-6)


@pytest.mark.parametrize("odds", ODDS)
def test_one_error_in_so_many_is_wild_and_half_are_small(odds):
    kind = error.Error(error.freedom(odds))
    sizes = error.TYPICAL * np.array([1, error.WILD])
    assert 2 * kind.exceeds(sizes) == pytest.approx([0.5, 1 / odds], rel=1e-5)


@pytest.mark.parametrize("freedom", TAILS)
def test_errors_have_the_distribution_that_they_should(freedom):
    """Counted against the integral, and against numpy's own t."""
    rng = np.random.default_rng(5)
    count, kind = 200_000, error.Error(freedom)
    drawn = kind.draw(rng, count)
    other = rng.standard_normal(count) if math.isinf(freedom) else rng.standard_t(freedom, count)
    for size in (-2.0, -0.3, 0.0, 0.7, 2.0, 5.0):
        chance = kind.exceeds(np.array([size]))[0]
        within = 5 * math.sqrt(chance * (1 - chance) / count) + 1e-9
        assert abs(np.mean(drawn > size) - chance) <= within
        assert abs(np.mean(kind.unit * other > size) - chance) <= within


@pytest.mark.parametrize("freedom", TAILS)
@pytest.mark.parametrize("least", [-math.inf, 0.2, 1.2, 3.0])
def test_large_errors_are_as_many_and_as_large_as_they_should_be(freedom, least):
    rng = np.random.default_rng(6)
    count, kind = 100_000, error.Error(freedom)
    values, fits = kind.larger(rng, least, count)
    share = kind.offer(least)
    assert share <= 1
    assert values[fits].min() > least
    for size in (max(least, -1), max(least, -1) + 0.5, max(least, -1) + 3):
        chance = kind.exceeds(np.array([size]))[0] / share
        found = np.mean(fits & (values > size))
        assert abs(found - chance) <= 5 * math.sqrt(chance * (1 - chance) / count) + 1e-9


@pytest.mark.parametrize("freedom", [1.76, 4.67, math.inf])
def test_leaving_out_who_cannot_win_changes_no_winner(freedom):
    """Means over many runs against contests in which every fruit is drawn."""
    fruit, rng, kind = 9, np.random.default_rng(7), error.Error(freedom)
    weight = rng.standard_normal((2**fruit, 8000))
    reading = weight + kind.draw(rng, weight.shape)
    best = reading.argmax(axis=0)[None]
    honest = (np.take_along_axis(a, best, axis=0)[0] for a in (weight, reading))
    runs = [simulation._picks(kind, error.Error(math.inf), seed) for seed in SEEDS]
    for all_drawn, number in zip(honest, (0, 1), strict=True):
        screened = np.concatenate([run[number][fruit] for run in runs])
        for cut in np.quantile(all_drawn, [0.1, 0.5, 0.9]):
            one, two = np.mean(all_drawn > cut), np.mean(screened > cut)
            pooled = (one + two) / 2
            within = 5 * math.sqrt(2 * pooled * (1 - pooled) / len(screened))
            assert abs(one - two) <= within


def test_more_fruit_are_the_same_and_as_many_again():
    _, reading = simulation._picks(error.Error(error.freedom(1000)), error.Error(math.inf), 3)
    assert (np.diff(reading, axis=0) >= 0).all(), "no reading is ever given up for a lower one"
    assert 0.3 < np.mean(np.diff(reading, axis=0) > 0) < 0.6, "half of all doublings find a better"


def test_pure_in_its_arguments():
    first = simulate(odds=100, seed=4)
    simulate(wild=False, seed=9)
    again = simulate(odds=100, seed=4)
    assert (first.weight == again.weight).all()
    assert (first.real == again.real).all()


def test_a_scale_that_is_never_wild_is_one_for_all_odds():
    one, other = (RUNS.of(odds=odds, wild=False)[2] for odds in (20, 10_000))
    assert (one.weight == other.weight).all()
