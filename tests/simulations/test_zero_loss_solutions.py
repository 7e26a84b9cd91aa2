"""Does descent end where the theory of its path says, with nothing but its start to steer it?

Against oracles that share no line with it: the pseudo-inverse, all corners of a small problem, a
bound by duality, and the end of the path of infinitely short steps by Newton's method.
"""

import itertools
import math

import numpy as np
import pytest

from generators.lenses import zero_loss_solutions
from generators.lenses.zero_loss_solutions import (
    EXAMPLES,
    FEATURES,
    FIT,
    SEEDS,
    STARTS,
    _learn,
    descend,
    examples,
    facts,
    finding,
    finding_starts,
    simulate,
    slope_of_loss,
    theory,
    true_weights,
)
from tests.simulations.runs import Runs

CAUSES = (3, 6, 12, 25, 50)
SMALL = STARTS[0]
RUNS = Runs(zero_loss_solutions, start=STARTS, causes=CAUSES)


def mean_and_error(values):
    """The mean over the seeds and one standard error of it."""
    return values.mean(), values.std(ddof=1) / math.sqrt(len(values))


def endless(x, y, start):
    """Where infinitely short steps end: weights 2 start^2 sinh(x' r) that fit, by Newton's method,
    from a large start to ever smaller ones."""
    weights = np.linalg.pinv(x) @ y
    for begun in np.geomspace(10, start, 1 + math.ceil(40 * math.log10(10 / start))):
        dual = np.linalg.lstsq(x.T, np.arcsinh(weights / 2 / begun**2), rcond=None)[0]
        for _ in range(100):
            weights = 2 * begun**2 * np.sinh(x.T @ dual)
            if np.abs(y - x @ weights).max() < 1e-11:
                break
            bend = (x * (2 * begun**2 * np.cosh(x.T @ dual))) @ x.T
            step = np.linalg.solve(bend, y - x @ weights)
            dual = dual + step * min(1, 1 / np.abs(x.T @ step).max())
        else:
            raise AssertionError("Newton's method did not end")
    return weights


def problem(seeds, causes, start):
    """Inputs, outcomes and starts of so many seeds, as `descend` takes them."""
    x = np.array([examples(seed) for seed in seeds])
    return x, x @ true_weights(causes), np.full(len(x), start)


@pytest.mark.parametrize("causes", CAUSES)
def test_every_start_fits_every_example(causes):
    for seed, result in zip(SEEDS, RUNS.of(causes=causes), strict=True):
        missed = examples(seed) @ (result.weights - result.truth).T
        size = np.sqrt(((examples(seed) @ result.truth) ** 2).mean())
        left = np.sqrt((missed**2).mean(axis=0)) / size
        assert (left < FIT).all()
        assert left == pytest.approx(result.fit, rel=1e-6)


def test_slope_is_that_of_the_loss():
    rng = np.random.default_rng(5)
    x, y, weights = (rng.standard_normal(size) for size in ((1, 4, 6), (1, 4), (1, 6)))

    def loss(w):
        return ((x @ w[:, :, None])[:, :, 0] - y).ravel() @ ((x @ w[0]) - y).ravel() / 8

    slope = slope_of_loss(x.transpose(0, 2, 1), (x @ weights[:, :, None])[:, :, 0] - y)
    for i in range(6):
        nudge = np.zeros((1, 6))
        nudge[0, i] = 1e-5
        ahead, behind = loss(weights + nudge), loss(weights - nudge)
        assert slope[0, i] == pytest.approx((ahead - behind) / 2e-5, rel=1e-6)


def test_one_step_is_a_step_down_the_gradient_of_the_parts():
    """By finite differences of the loss in both parts; a fit of 1 ends after one round of 50."""
    rng = np.random.default_rng(6)
    x, y = rng.standard_normal((1, 3, 4)), rng.standard_normal((1, 3))
    start, pace = 0.5, 1e-7

    def loss(up, down):
        return (((up**2 - down**2) @ x[0].T - y[0]) ** 2).mean() / 2

    parts = np.full((2, 4), start)
    gradient = np.empty((2, 4))
    for which, i in itertools.product(range(2), range(4)):
        nudge = np.zeros((2, 4))
        nudge[which, i] = 1e-6
        gradient[which, i] = (loss(*(parts + nudge)) - loss(*(parts - nudge))) / 2e-6
    towards = 2 * parts[0] * -gradient[0] - 2 * parts[1] * -gradient[1]
    moved, _, steps = descend(x, y, np.array([start]), pace=pace, fit=1 - 1e-9)
    assert steps == 50
    cosine = moved[0] @ towards / np.linalg.norm(moved[0]) / np.linalg.norm(towards)
    assert cosine == pytest.approx(1, abs=1e-6)


def test_largest_start_ends_at_least_squares():
    """The limit case of a start without end: the pseudo-inverse."""
    for causes in (3, 50):
        x, y, starts = problem(range(5), causes, 10.0)
        found, _, _ = descend(x, y, starts, fit=1e-8)
        least = np.array([np.linalg.pinv(a) @ b for a, b in zip(x, y, strict=True)])
        assert np.abs(found - least).max() < 1e-6


@pytest.mark.parametrize("causes", CAUSES)
def test_error_from_the_largest_start_is_the_closed_form(causes):
    """Mean and variance: the share of a fixed direction outside a random subspace is Beta."""
    error = RUNS.facts(start=10.0, causes=causes)["error"]
    outside, inside = (FEATURES - EXAMPLES) / 2, EXAMPLES / 2
    expected = theory(start=10.0, causes=causes)
    assert expected["error"] == expected["large_error"] == outside / (outside + inside)
    deviation = math.sqrt(outside * inside / (outside + inside + 1)) / (outside + inside)
    assert abs(error.mean() - expected["error"]) < 5 * deviation / math.sqrt(len(SEEDS))
    assert abs(error.std(ddof=1) / deviation - 1) < 5 / math.sqrt(2 * len(SEEDS))


@pytest.mark.parametrize("start", [0.1, 0.3, 1.0])
@pytest.mark.parametrize("causes", [3, 50])
def test_shorter_steps_end_ever_nearer_to_the_end_of_the_endless_path(start, causes):
    x, y, starts = problem(range(3), causes, start)
    end = np.array([endless(a, b, start) for a, b in zip(x, y, strict=True)])
    away = [
        np.abs(descend(x, y, starts, pace=pace, fit=1e-5)[0] - end).max() for pace in (0.1, 0.025)
    ]
    assert away[0] < 0.02
    assert away[1] < away[0] / 3


def test_arcsinh_of_the_weights_is_spanned_by_the_examples():
    """More nearly so, the shorter the steps."""
    x, y, starts = problem(range(3), 3, 0.1)
    beyond = []
    for pace in (0.1, 0.025):
        found, _, _ = descend(x, y, starts, pace=pace, fit=1e-4)
        path = np.arcsinh(found / 2 / 0.1**2)
        rest = [p - np.linalg.pinv(a) @ (a @ p) for a, p in zip(x, path, strict=True)]
        beyond.append(np.linalg.norm(rest) / np.linalg.norm(path))
    assert beyond[0] < 0.05
    assert beyond[1] < beyond[0] / 3


@pytest.mark.parametrize("causes", [3, 50])
def test_the_smaller_the_start_the_nearer_to_least_absolute_weights(causes):
    """No fit has smaller absolute weights than y.r / max|x' r|, whatever r (duality)."""
    for seed in range(5):
        x, result = examples(seed), RUNS.of(causes=causes)[seed]
        dual = np.linalg.lstsq(x.T, np.arcsinh(result.weights[0] / 2 / SMALL**2), rcond=None)[0]
        bound = (x @ result.truth) @ dual / np.abs(x.T @ dual).max()
        sums = np.abs(result.weights).sum(axis=1)
        assert bound <= sums[0] * (1 + FIT)
        assert sums[0] < 1.15 * bound
        assert (np.diff(sums) > -2 * FIT * sums[0]).all()


def test_small_start_against_every_corner_of_a_small_problem():
    """Least absolute weights have as many features as examples, at most: try them all."""
    rng = np.random.default_rng(8)
    x, y = rng.standard_normal((6, 3, 6)), rng.standard_normal((6, 3))
    found, _, _ = descend(x, y, np.full(6, 1e-5), fit=1e-4)
    for a, b, weights in zip(x, y, found, strict=True):
        corners = [np.linalg.solve(a[:, some], b) for some in map(list, combinations())]
        least = min(np.abs(corner).sum() for corner in corners)
        assert np.abs(weights).sum() == pytest.approx(least, rel=0.03)


def combinations():
    """Every choice of three of six features."""
    return itertools.combinations(range(6), 3)


def test_with_few_causes_the_small_start_is_far_better():
    mean, error = mean_and_error(RUNS.facts(start=SMALL, causes=3)["gain"])
    assert mean > 5 * error
    assert RUNS.facts(start=SMALL, causes=3)["gain"].min() > 0


def test_with_causes_everywhere_nothing_is_gained():
    """The control. The gain does not stop at nought: it turns into a loss."""
    for causes in (25, 50):
        mean, error = mean_and_error(RUNS.facts(start=SMALL, causes=causes)["gain"])
        assert mean <= 5 * error
        assert mean < -5 * error, "the other assumption has its price, too"
        assert not RUNS.facts(start=SMALL, causes=causes)["right"].any()


def test_gain_falls_with_the_number_of_causes():
    means = [RUNS.facts(start=SMALL, causes=causes)["gain"].mean() for causes in CAUSES]
    assert means == sorted(means, reverse=True)


@pytest.mark.parametrize("causes", CAUSES)
def test_largest_start_gains_nothing_on_itself(causes):
    assert not RUNS.facts(start=10.0, causes=causes)["gain"].any()
    assert theory(start=10.0, causes=causes)["gain"] == 0


@pytest.mark.parametrize("causes", CAUSES)
def test_truth_has_so_many_causes_and_one_size(causes):
    truth = true_weights(causes)
    assert np.count_nonzero(truth) == causes
    assert (truth**2).sum() == pytest.approx(3)
    assert len(set(truth[truth > 0].tolist())) == 1


def test_units_do_not_matter():
    """Outcomes four times as large from a start twice as large: the weights are four times as
    large, to the last bit."""
    x, y, starts = problem(range(3), 3, 0.3)
    one, four = descend(x, y, starts), descend(x, 4 * y, 2 * starts)
    assert (4 * one[0] == four[0]).all()
    assert (one[2] == four[2]).all()


def test_a_problem_ends_as_it_would_alone():
    together = _learn(3, STARTS, tuple(SEEDS))
    for seed in (0, 7):
        for one, all_of_them in zip(_learn(3, STARTS, (seed,)), together, strict=True):
            assert np.array_equal(one[0], all_of_them[seed])


def test_a_start_between_those_of_the_grid():
    between = simulate(start=0.05, seed=1)
    assert between.errors[between.chosen] == facts(between)["error"]
    assert np.array_equal(between.weights[:-1], RUNS.of()[1].weights)
    assert between.errors[3] < facts(between)["error"] < between.errors[4]


def test_descent_that_cannot_fit_says_so():
    with pytest.raises(ArithmeticError, match="not fitted after 200 steps"):
        descend(np.ones((1, 2, 1)), np.array([[1.0, 2.0]]), np.ones(1), most=200)


def test_what_is_said_of_the_three_causes_holds_in_most_runs():
    """The sentence names the runs; it is said only where the larger start found none."""
    for start, causes in itertools.product(STARTS, CAUSES):
        every = RUNS.spreads(start=start, causes=causes)
        said, right = finding(every), sum(every["right"].seeds)
        assert len(said) <= 90
        assert len(finding_starts(every)) <= 90
        if "found" in said:
            assert f"in {right} of {len(SEEDS)} runs" in said
            assert 2 * right > len(SEEDS)
            assert not any(every["large_right"].seeds)
