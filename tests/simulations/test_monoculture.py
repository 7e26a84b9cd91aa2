"""Does sharing an algorithm cost what the integrals say, and is it the sharing that costs?"""

import math

import numpy as np
import pytest

from generators.spectrum.monoculture import monoculture
from generators.spectrum.monoculture.runner_up import best_and_second, cdf, second_hire
from tests.simulations.runs import Runs, off_by

RUNS = Runs(monoculture, range(10), accuracy=(1.0, 1.1), shared=(True, False))
over_seeds = RUNS.facts


@pytest.mark.parametrize(
    "setting",
    [
        {},
        {"accuracy": 1.0},
        {"accuracy": 1.2, "candidates": 3},
        {"shared": False},
        {"accuracy": 1.15, "candidates": 6, "shared": False},
    ],
)
def test_closed_forms(setting):
    measured = over_seeds(**setting)
    for name, expected in monoculture.theory(**setting).items():
        assert abs(off_by(measured[name], expected)) < 5, name


def test_cause_and_control():
    """Sharing costs both firms, although switching pays each; two algorithms cost nothing."""
    on, off = over_seeds(), over_seeds(**monoculture.CAUSE_OFF)
    assert off_by(on["alone"]) > 5
    assert off_by(on["follow"]) > 5
    assert off_by(on["together"]) < -5
    assert off_by(off["follow"]) > 5
    assert off_by(off["together"]) > 5
    assert (off["window"] <= 0.01).all()


def test_at_a_humans_accuracy_only_sharing_costs():
    assert off_by(over_seeds(accuracy=1.0)["together"]) < -5
    off = over_seeds(accuracy=1.0, **monoculture.CAUSE_OFF)
    assert abs(off_by(off["together"])) < 5
    assert abs(off_by(off["alone"])) < 5


def test_two_applicants_for_two_places_leave_nothing_to_choose():
    """What one firm gains the other loses: choosing creates nothing."""
    for first, own in ((0.3, 0.8), (0.7, 0.7), (0.9, 0.2)):
        best, _ = best_and_second(2)
        assert second_hire(first, own, 2) == pytest.approx(-first * best, abs=1e-4)


def test_after_a_blind_choice_the_best_of_the_others_is_left():
    for candidates in (3, 4, 10):
        left, _ = best_and_second(candidates - 1)
        assert second_hire(1e-6, 0.7, candidates) == pytest.approx(0.7 * left, abs=1e-4)


def test_two_lists_that_see_everything_hire_the_two_best():
    best, second = best_and_second(4)
    assert second_hire(0.99, 0.99, 4) == pytest.approx(second, abs=0.02)
    sharp = monoculture.facts(monoculture.simulate(accuracy=1000.0))
    assert sharp["both"] == pytest.approx(1, abs=1e-3)
    assert best == pytest.approx(1.0294, abs=1e-4)


def test_a_shared_list_is_worth_its_correlation_with_the_truth():
    for accuracy in (1.0, 1.1, 2.0):
        for candidates in (3, 10):
            expected = accuracy / math.sqrt(1 + accuracy**2)
            both = monoculture.theory(accuracy=accuracy, candidates=candidates)["both"]
            assert both == pytest.approx(expected, abs=1e-6)


def test_nobody_hires_better_than_the_two_best():
    for accuracy in (1.0, 3.0, 1000.0):
        result = monoculture.simulate(accuracy=accuracy, shared=False)
        assert result.table[:, [0, 3]].max() <= 1 + 1e-12


def test_normal_distribution_function():
    z = np.linspace(-5, 5, 101)
    exact = [0.5 * math.erfc(-v / math.sqrt(2)) for v in z]
    assert np.abs(cdf(z) - exact).max() < 1e-6


def test_a_run_depends_on_nothing_but_its_arguments():
    one = monoculture.facts(monoculture.simulate(seed=3))
    assert monoculture.facts(monoculture.simulate(seed=3)) == one
    assert monoculture.facts(monoculture.simulate(seed=4)) != one
    beside = monoculture.facts(monoculture.simulate(accuracy=1.07, seed=3))
    assert beside["private"] == one["private"]
