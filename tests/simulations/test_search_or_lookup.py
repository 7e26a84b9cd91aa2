"""Do learners win where the world outruns the genome, and only there?"""

import numpy as np
import pytest

from generators.lenses import search_or_lookup as sl
from tests.simulations.runs import Runs

LARGE = 1_000_000  # close to the endless population of the closed form
CHANGES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
RUNS = Runs(sl, change=CHANGES)


def mean_and_error(facts, name):
    values = np.array([fact[name] for fact in facts])
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))


@pytest.mark.parametrize("change", CHANGES)
def test_a_large_population_has_the_closed_form(change):
    """The border, the wasted tries and the lookups lost."""
    facts = RUNS.each(change=change, population=LARGE)
    for name, expected in sl.theory(change=change).items():
        mean, error = mean_and_error(facts, name)
        assert abs(mean - expected) < 5 * error, name


@pytest.mark.parametrize("change", CHANGES)
def test_the_border_costs_both_kinds_the_same(change):
    """Theory against its definition: score of a learner at the border, loss of a lookup lineage."""
    border = sl.theory(change=change)["border"]
    tries = np.arange(sl.STATES)
    whole = np.array([np.floor(border), np.ceil(border)])
    score = np.maximum(whole[:, None] - tries, 0).mean(axis=1) / np.maximum(whole, 1)
    stay, moved = (1 - change) * np.log(1 - change), change * np.log(change / (sl.STATES - 1))
    low, high = sorted(score)
    assert low - 1e-9 <= np.exp(stay + moved) <= high + 1e-9


def test_the_faster_the_world_the_shorter_the_life_in_which_learning_wins():
    borders = [mean_and_error(RUNS.each(change=change), "border")[0] for change in CHANGES]
    assert borders == sorted(borders, reverse=True)


def test_learners_win_in_a_changing_world_and_not_in_a_still_one():
    """The cause on: far beyond five standard errors. Off: no border, and no more learners than
    come by the 1 in 1000."""
    on, error = mean_and_error(RUNS.each(), "share_32")
    assert on - 0.5 > 5 * error
    off = RUNS.each(**sl.CAUSE_OFF)
    mean, error = mean_and_error(off, "share_32")
    assert abs(mean - sl.theory(**sl.CAUSE_OFF)["share_32"]) < 5 * error
    assert not any(fact["crosses"] for fact in off)


def test_even_in_a_changing_world_a_short_life_is_for_lookups():
    mean, error = mean_and_error(RUNS.each(), "share_4")
    assert 0.5 - mean > 5 * error


def test_children_are_counted_in_full_and_inherit():
    """Chances add up; without mutation a lookup's child keeps the action, but for the 1 in 1000."""
    lookups, learners = np.eye(sl.STATES)[:1] * 5, np.array([5.0])
    chance = sl._children(lookups, learners, 0.0)[0]
    assert chance.sum() == pytest.approx(1)
    assert chance[-1] == pytest.approx(0.5)
    assert chance[1] == pytest.approx(0.5 * sl.SWITCH / sl.STATES)
    moved = sl._children(lookups, np.zeros(1), 0.7)[0]
    assert moved[1:-1] == pytest.approx(0.1 * (1 - sl.SWITCH))


def test_simulate_is_pure_and_seeds_differ():
    once, again = (sl._evolve(0.05, 2000, 0) for _ in range(2))
    assert all(np.array_equal(one, two) for one, two in zip(once, again, strict=True))
    assert len({fact["border"] for fact in RUNS.each()}) == len(sl.SEEDS)


def test_the_figure_draws_the_same_traces_at_any_setting():
    drawn = []
    for setting in (sl.CAUSE_OFF, *({"change": change} for change in CHANGES)):
        runs = RUNS.of(**setting)
        for shown in (runs, runs[:1]):
            drawn.append([trace.mode for trace in sl.figure(shown).data])
    assert all(each == drawn[0] for each in drawn)
