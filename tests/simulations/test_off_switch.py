"""Do random goals avoid off as often as theory says, and one in two when histories are rated?"""

import itertools
import math

import numpy as np
import pytest

from generators.goals import off_switch as simulation
from generators.goals.off_switch import GOALS, MOST, NOW, OPENED, SEEDS, WIDE, values
from generators.schema import Spread
from tests.simulations.runs import Runs

OPTIONS, PATIENCE, WAITS = range(1, MOST + 1), (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0), (1, 10, 30)
measured = Runs(simulation).facts


def error(values, expected=None):
    """Standard error of the mean; of a count, at least that of independent goals."""
    spread = np.std(values, ddof=1)
    if expected is not None:
        share = expected / GOALS
        spread = max(spread, math.sqrt(GOALS * share * (1 - share)))
    return spread / math.sqrt(len(values))


def agrees(name, **setting):
    """Is the mean over the seeds within five standard errors of the closed form?"""
    found, exact = measured(**setting)[name], simulation.theory(**setting)[name]
    return abs(found.mean() - exact) <= 5 * error(found, None if name == "price" else exact) + 1e-9


@pytest.mark.parametrize("patience", PATIENCE)
@pytest.mark.parametrize("options", OPTIONS)
def test_share_that_avoids_off_is_the_closed_form(options, patience):
    for histories in (False, True):
        setting = {"options": options, "patience": patience, "histories": histories, "wait": 1}
        assert agrees("avoid", **setting), setting
        assert agrees("price", **setting), setting


@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.parametrize("patience", [0.0, 0.9, 0.99])
def test_share_that_takes_the_detour_is_the_closed_form(patience, wait):
    for histories in (False, True):
        assert agrees("detour", patience=patience, wait=wait, histories=histories)


@pytest.mark.parametrize("shape", ["bell", "lopsided"])
@pytest.mark.parametrize("options", OPTIONS)
def test_for_the_most_patient_no_shape_of_goals_matters(options, shape):
    assert agrees("avoid", options=options, patience=1.0, shape=shape, wait=1)
    assert simulation.theory(options=options, patience=1.0)["avoid"] == pytest.approx(
        simulation.theory(options=options, patience=1.0, shape=shape)["avoid"]
    )


def test_cause_on_far_from_half_and_off_half():
    """The control, for off and for the detour; patience for ever is not what makes the difference,
    nor is the number of things left to do."""
    for name, setting in (("avoid", {}), ("avoid", {"patience": 1.0}), ("detour", {"wait": 1})):
        on = measured(**setting)[name]
        assert on.mean() - GOALS / 2 > 5 * error(on)
        assert np.all(on > GOALS / 2)
        off = measured(**setting, **simulation.CAUSE_OFF)[name]
        assert abs(off.mean() - GOALS / 2) <= 5 * error(off, GOALS / 2)
    few, many = (measured(options=k, histories=True)["avoid"] for k in (1, MOST))
    assert abs((many - few).mean()) <= 5 * error(many - few)


def test_one_thing_left_or_no_patience_is_one_half():
    for setting in ({"options": 1}, {"patience": 0.0}):
        found = measured(**setting)["avoid"]
        assert abs(found.mean() - GOALS / 2) <= 5 * error(found, GOALS / 2)


def test_more_to_do_never_makes_a_goal_accept_off():
    """The first ends stay what they are, so a goal that avoids off goes on doing so."""
    for seed in range(5):
        lead = simulation.simulate(seed=seed).lead
        assert np.all(np.diff(lead, axis=0) >= 0)


def test_detour_that_opens_nothing_is_taken_by_nobody():
    for seed in range(5):
        assert not simulation.simulate(patience=1.0, seed=seed).takes[OPENED.index(NOW)].any()


def test_price_is_what_evens_it():
    """With the price added to each step of off, half accept and half avoid."""
    for seed in range(5):
        result = simulation.simulate(seed=seed)
        price = simulation.facts(result)["price"]
        assert np.sum(result.lead[result.options - 1] > price) == GOALS / 2


def test_off_is_rated_like_all_else():
    """Off is no worse than any other single end: one of seven is best as often as each other."""
    best = np.array(
        [
            simulation._ratings(np.random.default_rng([seed, 0]), "even", 3 + 2 * MOST)[
                [1, *range(3, 3 + MOST)]
            ].argmax(axis=0)
            for seed in SEEDS
        ]
    )
    counts, even = np.bincount(best.ravel(), minlength=MOST + 1), best.size / (MOST + 1)
    assert ((counts - even) ** 2 / even).sum() < MOST + 5 * math.sqrt(2 * MOST)


def tree(rng):
    """A random world in order of time: each state leads to some later ones, or lasts."""
    states = 12
    return [
        tuple(rng.choice(np.arange(s + 1, states), min(rng.integers(0, 4), states - 1 - s), False))
        for s in range(states)
    ]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("patience", [0.0, 0.7, 0.99])
def test_backward_induction_is_value_iteration_and_the_best_plan(seed, patience):
    """Two oracles: the textbook's sweeps until nothing moves, and every plan tried out."""
    rng = np.random.default_rng(seed)
    leads_to, reward = tree(rng), rng.standard_normal((12, 3))
    found = values(reward, leads_to, patience)
    sweep = reward.copy()
    for _ in range(len(leads_to)):
        best = [sweep[list(n) or [s]].max(axis=0) for s, n in enumerate(leads_to)]
        sweep = (1 - patience) * reward + patience * np.array(best)
    assert found == pytest.approx(sweep, abs=1e-12)

    def plans(state):
        if not leads_to[state]:
            yield reward[state]
        for following in leads_to[state]:
            for rest in plans(following):
                yield (1 - patience) * reward[state] + patience * rest

    assert found[0] == pytest.approx(np.max(list(plans(0)), axis=0), abs=1e-12)


def test_a_loop_is_refused():
    with pytest.raises(ValueError, match="leads back"):
        values(np.zeros((2, 1)), [(1,), (0,)], 0.5)


def test_closed_form_by_plain_sampling():
    """Without worlds, plans or goals: just numbers drawn and compared."""
    rng, draws = np.random.default_rng(5), 400_000
    for options, patience in itertools.product((1, 3, 6), (0.5, 0.99)):
        on = (1 - patience) * rng.random(draws)
        on += patience * rng.random((options, draws)).max(axis=0)
        lead = on - rng.random(draws)
        exact = simulation.theory(options=options, patience=patience)
        assert abs(GOALS * np.mean(lead > 0) - exact["avoid"]) <= 5 * 50 / math.sqrt(draws)
        assert abs(np.median(lead) - exact["price"]) < 0.005
    near, new = rng.random((NOW, draws)).max(axis=0), rng.random((WIDE - NOW, draws)).max(axis=0)
    takes = GOALS * np.mean(0.99**10 * np.maximum(near, new) > near)
    assert abs(takes - simulation.theory()["detour"]) <= 5 * 50 / math.sqrt(draws)


@pytest.mark.parametrize("view", ["", "_detour"])
def test_finding_fits_in_two_lines_and_counts_what_is_drawn(view):
    settings = [{"options": options, "wait": 1} for options in OPTIONS]
    settings += [{"wait": wait} for wait in WAITS]
    for setting in settings + [some | simulation.CAUSE_OFF for some in settings]:
        facts = measured(**setting)
        for some in (slice(None), slice(0, 1), slice(1, 2)):
            spreads = {name: Spread(list(each[some])) for name, each in facts.items()}
            words = getattr(simulation, f"finding{view}")(spreads)
            assert len(words) <= 90
            assert f"{spreads['detour' if view else 'avoid']:.0f} of 100" in words


def test_dots_are_a_hundred_and_the_large_ones_as_many_as_avoid():
    for histories in (False, True):
        runs = [simulation.simulate(histories=histories, seed=s) for s in SEEDS]
        large, small = simulation.figure(runs).data[:2]
        assert len(large.x) + len(small.x) == GOALS
        assert len(large.x) == np.median(measured(histories=histories)["avoid"])


def test_run_is_a_function_of_its_arguments():
    first, again, other = (simulation.simulate(seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first.lead, again.lead)
    assert np.array_equal(first.takes, again.takes)
    assert not np.array_equal(first.lead, other.lead)
