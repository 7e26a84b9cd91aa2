"""Is each step that of gradient descent, and is the slope that it follows the ground's?"""

import numpy as np
import pytest

from generators.primers import gradient_step as simulation
from generators.primers.gradient_step import (
    CAUSE_OFF,
    START,
    STEPS,
    descend,
    facts,
    ground,
    simulate,
    theory,
)

SIZES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 1.6, 2.1)
PLACES = np.linspace(-6, 6, 241)


@pytest.mark.parametrize("hill", [0.0, 1.0, 4.0])
def test_backpropagation_gives_the_slope_that_a_nudge_finds(hill):
    hair = 1e-6
    nudged = (ground(PLACES + hair, hill)[0] - ground(PLACES - hair, hill)[0]) / (2 * hair)
    assert ground(PLACES, hill)[1] == pytest.approx(nudged, abs=1e-7)


@pytest.mark.parametrize("step", SIZES)
def test_a_step_goes_against_the_slope_in_proportion_to_it(step):
    walk = simulate(step=step).places
    assert np.diff(walk) == pytest.approx(-step * ground(walk[:-1], 4.0)[1])


@pytest.mark.parametrize("hill", [0.0, 4.0])
@pytest.mark.parametrize("step", SIZES)
def test_closed_forms(step, hill):
    found, expected = facts(simulate(step=step, hill=hill)), theory(step=step, hill=hill)
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("step", SIZES)
def test_in_a_bowl_every_step_shrinks_the_distance_alike(step):
    walk = simulate(step=step, **CAUSE_OFF).places
    assert walk == pytest.approx(START * (1 - step) ** np.arange(len(walk)))


def test_past_two_over_the_curvature_the_bowl_is_left():
    for step, leaves in ((1.99, False), (2.05, True), (2.5, True)):
        assert facts(simulate(step=step, **CAUSE_OFF))["off_map"] == leaves
    assert theory(**CAUSE_OFF)["holds"] == pytest.approx(2)


def test_the_dip_holds_no_step_longer_than_it_says():
    """Begun a hair beside the bottom, a shorter step comes back to it and a longer one leaves."""
    dip, holds = theory()["rest"], theory()["holds"]
    for share, stays in ((0.9, True), (1.1, False)):
        place = dip + 1e-4
        for _ in range(200):
            place -= share * holds * ground(place, 4.0)[1]
        assert (abs(place - dip) < 1e-4) == stays


@pytest.mark.parametrize("step", [0.1, 0.2])
def test_the_hill_costs_height_and_without_it_nothing_is_lost(step):
    with_hill, without = (facts(simulate(step=step, hill=hill))["left"] for hill in (4.0, 0.0))
    assert with_hill > 4
    assert 0 <= without < 0.002


def test_the_first_dip_and_the_lowest_place_are_where_a_search_of_the_ground_finds_them():
    fine = np.linspace(-6, START, 100_001)
    height = ground(fine, 4.0)[0]
    valleys = fine[1:-1][(height[1:-1] < height[:-2]) & (height[1:-1] < height[2:])]
    found = facts(simulate())
    assert [found["lowest"], found["rest"]] == pytest.approx(valleys, abs=1e-3)


def test_past_is_the_shortest_step_from_which_on_all_arrive():
    past, lowest = facts(simulate())["past"], facts(simulate())["lowest"]
    longer = np.arange(round(past * 100), 121) / 100
    assert descend(longer, 4.0)[-1] == pytest.approx(lowest, abs=0.1)
    assert abs(descend(np.array([past - 0.01]), 4.0)[-1, 0] - lowest) > 0.1


@pytest.mark.parametrize("step", SIZES)
def test_a_hair_in_the_start_changes_nothing_that_is_shown(step, monkeypatch):
    """No chaos in the book's settings: machines that round otherwise print the same."""
    before = facts(simulate(step=step))
    monkeypatch.setattr(simulation, "START", START + 1e-12)
    after = facts(simulate(step=step))
    for fact in ("left", "rest", "steps", "past"):
        assert after[fact] == pytest.approx(before[fact], abs=1e-7)


def test_walk_has_all_its_steps_unless_it_leaves_the_map():
    for step in SIZES:
        found = facts(simulate(step=step))
        assert (found["steps"] == STEPS) == (not found["off_map"])
