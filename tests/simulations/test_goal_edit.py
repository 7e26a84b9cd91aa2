"""Do goals refuse an edit as often as theory says, and never where the new goal has no say?"""

import math

import numpy as np
import pytest

from generators.goals import goal_edit as simulation
from generators.goals.goal_edit import GOALS, SEEDS
from generators.schema import Spread
from tests.simulations.runs import Runs

LIKENESS, OPTIONS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0), (2, 3, 6, 12, 24)
measured = Runs(simulation).facts


def error(values):
    """Standard error of the mean."""
    return np.std(values, ddof=1) / math.sqrt(len(values))


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("likeness", LIKENESS)
def test_closed_forms(likeness, options):
    """A tenth of a goal is what the quadrature leaves."""
    found = measured(likeness=likeness, options=options)
    for name, exact in simulation.theory(likeness=likeness, options=options).items():
        slack = 0.15 if name == "refuse" else 1e-9
        assert abs(found[name].mean() - exact) <= 5 * error(found[name]) + slack, name


@pytest.mark.parametrize("likeness", LIKENESS)
def test_two_ends_by_the_arc_cosine(likeness):
    exact = GOALS * math.acos(likeness) / math.pi
    assert simulation.theory(likeness=likeness, options=2)["refuse"] == pytest.approx(
        exact, abs=0.1
    )


@pytest.mark.parametrize("options", OPTIONS)
def test_unrelated_goal_chooses_blindly_and_the_same_goal_alike(options):
    blind, same = (simulation.theory(likeness=r, options=options) for r in (0.0, 1.0))
    assert blind["refuse"] == pytest.approx(GOALS * (options - 1) / options, abs=0.1)
    assert blind["share"] == 1
    assert same["refuse"] == same["loss"] == 0
    assert np.all(measured(likeness=1.0, options=options)["refuse"] == 0)


def test_control_cause_on_goals_refuse_and_off_none_does():
    on, off = measured(), measured(**simulation.CAUSE_OFF)
    for name in ("refuse", "loss", "share"):
        assert on[name].mean() > 5 * error(on[name])
        assert np.all(off[name] == 0)
    assert np.all(on["refuse"] > 0)


def test_no_goal_gains_by_another_choosing():
    for seed in SEEDS:
        result = simulation.simulate(seed=seed)
        assert np.all(result.edited <= result.kept)
        assert np.all(result.sweep <= result.kept)


@pytest.mark.parametrize("likeness", [0.0, 0.5, 0.9])
def test_goals_over_histories_lose_as_much_on_average_but_some_welcome_it(likeness):
    """What spares the off switch does not spare the edit: another still does the choosing."""
    apart, loss = measured(likeness=likeness, histories=True), simulation.theory(likeness=likeness)
    assert abs(apart["loss"].mean() - loss["loss"]) <= 5 * error(apart["loss"])
    assert apart["loss"].mean() > 5 * error(apart["loss"])
    assert np.all(apart["welcome"] > 0)
    assert np.all(apart["welcome"] + apart["refuse"] == GOALS)


def test_unrelated_goal_over_histories_is_the_off_switch_again():
    """One end against the best of k: k of k + 1 refuse."""
    refuse = measured(likeness=0.0, histories=True)["refuse"]
    assert abs(refuse.mean() - GOALS * 6 / 7) <= 5 * error(refuse)


def test_half_is_where_half_refuse():
    half = measured()["half"]
    exact = simulation.theory(likeness=float(half.mean()))["refuse"]
    assert abs(exact - GOALS / 2) < 2


def test_new_ratings_have_the_correlation_asked_for():
    """Of two ends the picks agree as the signs of two numbers with that correlation do."""
    for likeness in (0.3, 0.9):
        found = measured(likeness=likeness, options=2)["refuse"]
        assert abs(found.mean() - GOALS * math.acos(likeness) / math.pi) <= 5 * error(found)


@pytest.mark.parametrize("view", ["", "_price"])
@pytest.mark.parametrize("powerless", [False, True])
@pytest.mark.parametrize("likeness", LIKENESS)
def test_finding_fits_in_two_lines(likeness, powerless, view):
    facts = measured(likeness=likeness, powerless=powerless)
    for some in (slice(None), slice(0, 1), slice(1, 2)):
        spreads = {name: Spread(list(each[some])) for name, each in facts.items()}
        assert len(getattr(simulation, f"finding{view}")(spreads)) <= 90


def test_run_is_a_function_of_its_arguments():
    first, again, other = (simulation.simulate(seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first.sweep, again.sweep)
    assert not np.array_equal(first.sweep, other.sweep)
