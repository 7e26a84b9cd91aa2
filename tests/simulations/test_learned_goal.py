"""Do lessons that fit two wants leave a want as it was, and do lessons that tell them apart not?"""

import functools
import math

import numpy as np
import pytest

from generators.spectrum.learned_goal import learned_goal, orchard, schooling
from tests.simulations.runs import Runs, off_by

RUNS = Runs(learned_goal, odd=schooling.ODDS, elsewhere=(False, True))
over_seeds = RUNS.facts


def orchards(count=30, fruit="basket"):
    """Some orchards, and a cell of each for the fruit."""
    some = orchard.plant(np.random.default_rng(7), count)
    return some, getattr(some, fruit)


def acts(some, fruit, one, other):
    """Chance of each move of a planner with these pulls, and what it promises."""
    count = len(some.start)
    pulls = np.repeat([[one], [other]], count, axis=1)
    return orchard.plan(some.free, fruit, some.basket, pulls)


def test_closed_forms():
    measured = over_seeds()
    for name, expected in learned_goal.theory().items():
        assert abs(off_by(measured[name], expected)) < 5, name


@pytest.mark.parametrize("spread", [0.02, 0.1])
def test_birth_sets_the_lean(spread):
    runs = [schooling.school(seed, (0,), spread).pulls[0] for seed in range(8)]
    gaps = np.array([pulls[-1, 0, 0] - pulls[-1, 1, 0] for pulls in runs])
    assert abs(off_by(gaps, 2 * spread / math.sqrt(math.pi))) < 5


def test_difference_of_pulls_is_conserved_and_their_sum_is_not():
    for pulls in (run.pair.pulls for run in RUNS.of()):
        difference, total = pulls[:, 0] - pulls[:, 1], pulls.sum(axis=1)
        assert np.abs(difference - difference[0]).max() < 1e-9
        assert (total[-1] > total[0] - 1e-9).all()


def test_opposite_goals_act_alike_in_every_lesson():
    some, basket = orchards()
    for one, other in ((3.0, 0.0), (0.3, -0.1), (-0.5, 0.2)):
        chance, swapped = (acts(some, basket, *pulls)[0] for pulls in ((one, other), (other, one)))
        assert (chance == swapped).all()
    some, elsewhere = orchards(fruit="elsewhere")
    chance, swapped = (acts(some, elsewhere, *pulls)[0] for pulls in ((3.0, 0.0), (0.0, 3.0)))
    assert np.abs(chance - swapped).max() > 0.9


def test_twins_are_alike_in_lessons_and_opposite_in_weights():
    """Identities: births are mirrored, so nothing but rounding could break them."""
    measured = over_seeds()
    assert (measured["lesson_gap"] == 0).all()
    assert (measured["told_lessons"] == 0.5).all()
    assert (measured["told_weights"] == 1).all()
    assert (measured["parted"] == 1).all()


def test_between_strangers_lessons_tell_little_and_the_weights_much():
    """No identity: births of different pairs are not mirrored. Three quarters is half way from a
    coin flip to certainty. There is no control in these two: they compare ranks, however small the
    difference, and where the cause is off all reach the fruit; see below."""
    measured = over_seeds()
    assert abs(measured["strangers_lessons"][0] - 0.5) < 0.25
    assert measured["strangers_weights"][0] > 0.75


def test_guesses_between_strangers_are_counted_right():
    fruit = np.array([[0.9, 0.2], [0.8, 0.1]])
    count = learned_goal._guessed_of_strangers
    assert count(fruit, fruit) == 1
    assert count(-fruit, fruit) == 0
    assert count(np.ones((2, 2)), fruit) == 0.5
    assert count(fruit[:, ::-1], fruit) == 0.5, "0.9 v 0.8 and 0.2 v 0.1 right, the others wrong"
    assert count(fruit[:1], fruit[:1]) == 0.5, "twins are not counted"
    assert count(np.array([[5.0, 6.0], [3.0, 4.0]]), np.array([[1.0, 1.0], [1.0, 2.0]])) == 0


@functools.cache
def born(spread):
    """Every pair of the book after school, with pulls of another spread at birth."""
    place = schooling.chart_orchard()
    return [
        schooling.examine(seed, 0, schooling.school(seed, (0,), spread).pair(0), place)
        for seed in learned_goal.SEEDS
    ]


@pytest.mark.parametrize("spread", [0.1, 0.4])
def test_who_leaned_to_the_basket_still_does_however_wide_the_births(spread):
    for pair in born(spread):
        assert pair.pulls[-1, 0, 1] < pair.pulls[-1, 1, 1]
        assert pair.fruit[1] < pair.fruit[0]


def test_the_wider_the_births_the_less_fruit_and_some_then_never_learn():
    narrow, chosen, wide = born(0.1), [run.pair for run in RUNS.of()], born(0.4)
    fruit = [np.median([pair.fruit[1] for pair in pairs]) for pairs in (narrow, chosen, wide)]
    assert fruit[0] > fruit[1] > fruit[2]
    assert min(pair.after.min() for pair in narrow) > 0.99
    assert min(pair.after.min() for pair in wide) < 0.05


def test_cause_and_control():
    """Born leaning to the basket costs fruit; where no lesson had it in the basket, nothing."""
    on, off = over_seeds(), over_seeds(**learned_goal.CAUSE_OFF)
    assert off_by(on["fruit_one"] - on["fruit_other"]) > 5
    assert abs(off_by(off["fruit_one"] - off["fruit_other"])) < 5
    assert (off["missed"] == 0).all()
    assert (off["fruit_other"] > 0.99).all()


def test_capability_survives():
    """Every planner comes to pass its lessons, and goes competently somewhere afterwards."""
    measured = over_seeds()
    assert (measured["after"] > 0.99).all()
    assert (measured["skill"] > 0.99).all()
    assert off_by(measured["after"] - measured["before"]) > 5
    assert off_by(measured["skill"] - measured["fruit_other"]) > 5


def test_odd_lessons_help_and_all_odd_is_the_control():
    few, half = over_seeds(odd=1), over_seeds(odd=25)
    assert off_by(half["fruit_other"] - few["fruit_other"]) > 2
    all_odd, off = over_seeds(odd=50), over_seeds(elsewhere=True)
    for name in ("fruit_one", "fruit_other", "after", "missed"):
        assert (all_odd[name] == off[name]).all()


def test_slope_is_that_of_finite_differences():
    some, elsewhere = orchards(fruit="elsewhere")
    chance, promised = acts(some, elsewhere, 0.31, 0.17)
    _, slope = orchard.climb(chance, promised, elsewhere, some.start)
    step = 1e-6
    for which, (one, other) in enumerate(((step, 0), (0, step))):
        ends = []
        for sign in (1, -1):
            moves = acts(some, elsewhere, 0.31 + sign * one, 0.17 + sign * other)
            ends.append(orchard.climb(*moves, elsewhere, some.start)[0])
        assert slope[which] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-6)


def test_values_are_pulls_times_promised_time():
    """A planner with one want, near it and with nothing in the way, is worth a geometric sum."""
    some, basket = orchards()
    _, promised = acts(some, basket, 0.0, 1.0)
    stays = promised[1, 0, basket, np.arange(len(basket))]
    assert stays == pytest.approx((1 - 0.95**12) / 0.05)


def test_orchards_are_what_they_say():
    some, _ = orchards(200)
    each = np.arange(200)
    for place in (some.start, some.basket, some.elsewhere):
        assert some.free[place, each].all()
        assert (some.away[place, each] <= orchard.AHEAD).all()
    assert (some.elsewhere != some.basket).all()
    assert (some.elsewhere != some.start).all()
    assert (some.basket // orchard.WIDTH == orchard.BASKET_ROW).all()
    place = schooling.chart_orchard()
    assert place.free[[place.start, place.basket, place.moved, place.odd]].all()


def test_chance_to_arrive_is_that_of_many_walks():
    some, fruit = orchards(1, "elsewhere")
    chance, promised = acts(some, fruit, 0.12, 0.05)
    exact, _ = orchard.climb(chance, promised, fruit, some.start)
    rng, walks = np.random.default_rng(3), 4000
    cell = np.full(walks, some.start[0])
    found = np.zeros(walks, dtype=bool)
    for _ in range(orchard.STEPS):
        odds = np.cumsum(chance[:, cell, 0], axis=0)
        move = (rng.random(walks) > odds[:-1]).sum(axis=0)
        cell = orchard.NEIGHBOURS[move, cell]
        found |= cell == fruit[0]
    assert found.mean() == pytest.approx(exact[0], abs=5 * math.sqrt(0.25 / walks))


def test_a_run_depends_on_nothing_but_its_arguments():
    one = learned_goal.facts(learned_goal.simulate(odd=2, seed=3))
    assert learned_goal.facts(learned_goal.simulate(odd=2, seed=3)) == one
    between = learned_goal.facts(learned_goal.simulate(odd=3, seed=3))
    assert between["before"] != one["before"]


def test_slider_steps_over_what_is_taught():
    figure = learned_goal.figure_lessons(RUNS.of()[:1])
    ticks = figure.layout.xaxis.ticktext
    assert set(ticks) <= {str(odd) for odd in schooling.ODDS}
    for odd in schooling.ODDS:
        run = RUNS.of(odd=odd)[0]
        assert (run.curve[schooling.ODDS.index(odd)] == run.pair.fruit).all()
