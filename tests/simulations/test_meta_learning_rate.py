"""Does the outer loop find the step size that its horizon asks for, and only its horizon?"""

import numpy as np
import pytest

from generators.mesa import meta_learning_rate as simulation
from generators.mesa.meta_learning_rate import CAUSE_OFF, RUN, SEEDS, log_loss, search, theory

SETTINGS = [(1, 20), (1, 100), (3, 5), (10, 20), (100, 20), (1000, 100)]


def measured(fact, **params):
    """Mean of a fact over all seeds, and the mean's standard error."""
    values = [simulation.facts(simulation.simulate(**params, seed=s))[fact] for s in SEEDS]
    return np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))


@pytest.mark.parametrize("fact", ["choice", "end", "lead", "behind"])
@pytest.mark.parametrize(("horizon", "unevenness"), SETTINGS)
def test_closed_form_within_five_standard_errors(fact, horizon, unevenness):
    mean, error = measured(fact, horizon=horizon, unevenness=unevenness)
    expected = theory(horizon=horizon, unevenness=unevenness)[fact]
    assert abs(mean - expected) <= 5 * error + 1e-7


def test_one_step_ahead_is_a_ratio_of_sums():
    h = np.geomspace(1, 20, 10)
    assert theory(horizon=1)["choice"] == pytest.approx(np.sum(h**2) / np.sum(h**3))


def test_a_far_look_nears_the_textbook_step():
    """From below, and the gap closes in proportion to the steps looked ahead."""
    gaps = np.array([2 / 21 - theory(horizon=h)["choice"] for h in (1000, 10_000, 100_000)])
    assert np.all(gaps > 0)
    assert gaps[:-1] / gaps[1:] == pytest.approx(10, rel=0.01)


def test_the_last_steps_shrink_the_error_by_the_known_factor():
    for unevenness in (5, 20, 100):
        assert measured("factor", unevenness=unevenness)[0] == pytest.approx(
            (unevenness - 1) / (unevenness + 1), rel=1e-3
        )


def test_the_loss_is_that_of_gradient_descent_taken_step_by_step():
    curvature = np.geomspace(1, 20, 10)
    starts = np.random.default_rng(1).standard_normal((200, 10))
    steps, size = 30, 0.08
    place = starts.copy()
    for _ in range(steps):
        place -= size * curvature * place  # the gradient of sum(curvature * place**2) / 2
    weights = curvature * np.mean(starts**2, axis=0)
    claimed = log_loss(np.array([size]), np.array([steps]), curvature, weights)[0]
    assert claimed == pytest.approx(np.log(np.mean(np.sum(curvature * place**2, axis=1))))


def test_the_search_finds_the_lowest_point():
    lowest = np.array([0.02, 0.0952, 0.5])
    assert search(lambda step: (step - lowest) ** 2, 3) == pytest.approx(lowest, rel=1e-6)


def test_no_other_step_size_is_better_at_its_horizon():
    for result in (simulation.simulate(horizon=10, seed=seed) for seed in SEEDS):
        assert result.left[10] <= result.left_end[10]
        assert result.left_end[RUN] <= result.left[RUN]


def _near_look(seed):
    return simulation.simulate(horizon=1, seed=seed)


def test_a_short_look_picks_too_small_and_the_control_does_not():
    gaps = [result.end - result.choice for result in map(_near_look, SEEDS)]
    assert np.mean(gaps) > 5 * np.std(gaps, ddof=1) / np.sqrt(len(gaps))
    for horizon in (1, 2, 10, 100, RUN):
        result = simulation.simulate(horizon=horizon, **CAUSE_OFF, seed=3)
        assert result.choice == pytest.approx(result.end, rel=1e-8)
        assert result.choices == pytest.approx(result.end, rel=1e-8)


def test_pure_in_its_arguments():
    first, again = (simulation.simulate(horizon=5, seed=4) for _ in range(2))
    simulation.simulate(horizon=30, unevenness=5, seed=9)
    assert np.array_equal(first.left, again.left)
    assert np.array_equal(first.choices, again.choices)
