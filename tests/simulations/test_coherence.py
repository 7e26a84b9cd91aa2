"""Does one wish foretell two bosses as far as geometry lets it, and is it the hiding that costs?"""

import numpy as np
import pytest

from generators.lenses.coherence import coherence
from generators.lenses.coherence.coherence import ANGLES, SEEDS, WATCHED, facts, simulate, theory
from generators.lenses.coherence.wish import RIDGE, choose, differing, infer, towards
from tests.simulations.runs import Runs, off_by

SETTINGS = [
    {"angle": angle, "error": error, "visible": visible}
    for angle in ANGLES
    for error in (0.0, 1.0)
    for visible in (False, True)
]
RUNS = Runs(coherence, angle=ANGLES, error=(0.0, 1.0), visible=(False, True))


@pytest.mark.parametrize("fact", ["told", "foretold", "differ", "lost", "blunders", "inferred"])
def test_closed_forms(fact):
    for setting in SETTINGS:
        expected = theory(**setting)
        if fact in expected:
            measured = RUNS.facts(**setting)[fact]
            assert abs(off_by(measured, expected[fact])) < 5, setting


@pytest.mark.parametrize("error", [0.0, 0.5])
def test_angle_at_which_half_of_the_foresight_is_gone(error):
    measured = RUNS.facts(angle=180, error=error)["halfway"]
    assert abs(off_by(measured, theory(error=error)["halfway"])) < 5


def test_hiding_costs_and_seeing_costs_nothing():
    """The cause and its control: with the boss seen, no angle makes a difference."""
    for angle in ANGLES[1:]:
        here = RUNS.facts(angle=angle)["foretold"]
        alike = RUNS.facts(angle=0)["foretold"]
        assert off_by(alike - here) > 5
        here = RUNS.facts(angle=angle, **coherence.CAUSE_OFF)["foretold"]
        alike = RUNS.facts(angle=0, **coherence.CAUSE_OFF)["foretold"]
        assert abs(off_by(alike - here)) < 5


@pytest.mark.parametrize(("angle", "visible"), [(0, False), (0, True), (120, True)])
def test_one_wish_for_each_choice_is_found_as_fast_as_one_over_n(angle, visible):
    """A wish that all n choices allow misses less than 1.5 / n of the others on average: each side
    of it the nearest pair is pi / n away. Two bosses share the n between them."""
    runs = RUNS.of(angle=angle, visible=visible)
    for at, count in list(enumerate(WATCHED))[2:]:
        miss = np.mean([1 - run.course[at] for run in runs])
        assert 0 < miss * count / (1 + visible) < 1.5


@pytest.mark.parametrize("angle", [30, 90, 165])
def test_no_wish_does_better_than_the_one_half_way(angle):
    """Not even the best of all directions, chosen afterwards."""
    for error in (0.0, 1.0):
        best = []
        for seed in SEEDS:
            pairs, second, errors = coherence._world(seed)[1]
            bosses = np.array([towards(0), towards(angle)])
            taken = choose(bosses, pairs + error * errors, second)
            every = pairs @ np.array([towards(a) for a in range(0, 360, 3)]).T > 0
            best.append((every == taken[:, None]).mean(axis=0))
        ceiling = theory(angle=angle, error=error)["told"]
        assert all(off_by(direction, ceiling) < 5 for direction in np.transpose(best))


def test_opposite_bosses_leave_a_coin_flip_however_long_one_watches():
    runs = np.array([run.course for run in RUNS.of(angle=180)])
    for course in runs.T:
        assert abs(off_by(course, 0.5)) < 5


def test_where_beliefs_are_all_error_nothing_is_foretold():
    for visible in (False, True):
        blind = RUNS.facts(angle=60, error=1e6, visible=visible)
        assert abs(off_by(blind["told"], 0.5)) < 5


def test_switch_changes_neither_the_pairs_nor_what_is_taken():
    hidden, seen = (RUNS.of(angle=75, visible=visible)[3] for visible in (False, True))
    assert (hidden.pairs == seen.pairs).all()
    assert (hidden.differ == seen.differ).all()
    assert hidden.missed.sum() > 100 * seen.missed.sum()


def test_a_run_depends_on_nothing_but_its_arguments():
    one = facts(simulate(angle=75, seed=3))
    assert facts(simulate(angle=75, seed=3)) == one
    assert facts(simulate(angle=75, seed=4)) != one


def penalised(wish, pairs, chosen):
    """Log-likelihood of a logit, less the ridge."""
    signed = np.where(chosen, 1, -1) * (pairs @ wish)
    return -np.logaddexp(0, -signed).sum() - RIDGE / 2 * wish @ wish


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_inferred_wish_is_the_likeliest(noise):
    """The slope there is none, by finite differences, and no step aside is better."""
    rng = np.random.default_rng(5)
    pairs, errors = rng.standard_normal((2, 300, 2))
    chosen = (pairs + noise * errors) @ towards(40) > 0
    wish, step = infer(pairs, chosen), 1e-4
    for side in np.eye(2):
        ahead, behind = (penalised(wish + s * step * side, pairs, chosen) for s in (1, -1))
        assert abs(ahead - behind) / (2 * step) < 1e-4
        assert penalised(wish, pairs, chosen) >= max(ahead, behind)


def test_inference_knows_no_direction_beforehand():
    """Turn the world and the wish turns with it; turn the choices round and so does the wish."""
    rng = np.random.default_rng(6)
    pairs = rng.standard_normal((200, 2))
    chosen = (pairs + rng.standard_normal((200, 2)))[:, 0] > 0
    wish = infer(pairs, chosen)
    turn = np.array([towards(70), towards(160)])
    assert infer(pairs @ turn, chosen) == pytest.approx(wish @ turn, abs=1e-7)
    assert infer(pairs, ~chosen) == pytest.approx(-wish, abs=1e-7)


def test_who_watches_nothing_infers_nothing():
    assert (infer(np.zeros((0, 2)), np.zeros(0, bool)) == 0).all()


@pytest.mark.parametrize("angle", ANGLES)
def test_shaded_sectors_are_where_the_bosses_differ(angle):
    x, low, high = differing(angle, 3.0, 2.5)
    assert max(map(abs, x)) <= 3
    assert max(map(abs, [*low, *high])) <= 2.5
    points = np.random.default_rng(7).uniform(-1, 1, (2000, 2)) * [3, 2.5]
    shaded = np.interp(points[:, 0], x, low) < points[:, 1]
    shaded &= points[:, 1] < np.interp(points[:, 0], x, high)
    differ = (points[:, 0] > 0) != (points @ towards(angle) > 0)
    assert (shaded == differ).mean() > 0.999


# Learnable, and which boss rules


@pytest.mark.parametrize("angle", [30, 60, 90])
def test_watching_takes_away_what_is_learnable_and_nothing_else(angle):
    """Where the bosses differ the coin decides, after one choice watched and after all of them."""
    parts = np.array([run.parts for run in RUNS.of(angle=angle)])
    for at in range(len(WATCHED)):
        assert abs(off_by(parts[:, at, 0], angle / 360)) < 5
    learnable = parts[:, :, 1]
    assert off_by(learnable[:, 0] - learnable[:, WATCHED.index(10)]) > 3
    assert (learnable[:, -1] < 0.005).all()


def test_both_parts_are_all_that_is_missed():
    for setting in ({"angle": 60}, {"angle": 60, "visible": True}, {"angle": 90, "error": 1.0}):
        for run in RUNS.of(**setting):
            assert run.parts[-1].sum() == pytest.approx(run.missed.mean())
            lost = facts(run)["lost"], facts(run)["blunders"]
            assert run.parts[-1] == pytest.approx(lost)


def drawn(**setting):
    """The heights of the two bars, (2, counts): all that is missed, and which boss rules."""
    figure = coherence.figure_watching(RUNS.of(**setting))
    return np.array([trace.y for trace in figure.data if trace.type == "bar"])


def test_what_hangs_on_the_boss_never_shrinks_and_is_gone_once_he_is_seen():
    top, floor = drawn(angle=60)
    assert floor.min() > 0.9 * floor.max() > 0.1
    assert (top >= floor).all()
    assert top[0] > 1.5 * top[-1]
    top, floor = drawn(angle=60, **coherence.CAUSE_OFF)
    assert (floor == 0).all()
    assert top[0] > 0.2
    assert top[-1] < 0.005
