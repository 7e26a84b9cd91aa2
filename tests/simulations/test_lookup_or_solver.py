"""Do tasks that come back make a net a lookup, and are lookup and solver the best answers?"""

import math

import numpy as np
import pytest

from generators.lenses.lookup_or_solver import lookup_or_solver as sim
from generators.lenses.lookup_or_solver import nets
from generators.lenses.lookup_or_solver.nets import NOISE, D
from tests.simulations.runs import Runs

OFF = {"fresh": True}
RUNS = Runs(sim, tasks=sim.TASKS, memory=(8, 32, 128), fresh=(False, True))
LEAST = 32  # units; with 8 a net hardly turns back


def values(name, **arguments):
    return RUNS.facts(**arguments)[name]


def mean_and_error(sample):
    return sample.mean(), sample.std(ddof=1) / np.sqrt(len(sample))


def draw(count, seed=1):
    """Tasks from a standard normal, and sights of them."""
    task, noise = np.random.default_rng(seed).standard_normal((2, count, D))
    return task, task + math.sqrt(NOISE) * noise


def test_a_regression_comes_down_to_a_sight():
    """Orthonormal inputs X: X'y is the task plus noise, and ridge regression is `solve`."""
    rng = np.random.default_rng(1)
    x = np.linalg.qr(rng.standard_normal((20, D)))[0]
    y = x @ rng.standard_normal(D) + math.sqrt(NOISE) * rng.standard_normal(20)
    ridge = np.linalg.solve(x.T @ x + NOISE * np.eye(D), x.T @ y)
    np.testing.assert_allclose(nets.solve(x.T @ y), ridge)


def test_gradient_is_the_slope_of_the_error():
    rng = np.random.default_rng(2)
    net = np.stack([nets.start(5, seed) for seed in (1, 2)])
    net += 0.3 * rng.standard_normal(net.shape)
    task, sight = (part.reshape(2, 7, D) for part in draw(14))

    def loss(weights):
        return np.sum((nets.answer(weights, sight) - task) ** 2, axis=(1, 2)) / 7

    nudges = 1e-5 * np.eye(net.shape[1])
    slopes = [(loss(net + nudge) - loss(net - nudge)) / 2e-5 for nudge in nudges]
    np.testing.assert_allclose(nets.gradient(net, sight, task), np.transpose(slopes), atol=1e-7)


def test_lookup_of_two_tasks_is_the_textbook_mean():
    """Between two tasks the weight is a logistic function of the sight."""
    pool, (_, sight) = nets.pool_of(3, 2), draw(50)
    odds = np.exp(np.sum((sight - pool[1]) ** 2 - (sight - pool[0]) ** 2, axis=1) / (2 * NOISE))
    weight = (odds / (1 + odds))[:, None]
    expected = weight * pool[0] + (1 - weight) * pool[1]
    np.testing.assert_allclose(nets.lookup(sight, pool), expected)


def test_nothing_beats_each_on_its_own_ground():
    """Neither a move towards the other nor a stretch lowers the error: both are posterior means."""
    for known, best, other in ((True, "lookup", "solver"), (False, "solver", "lookup")):
        slopes = []
        for seed in range(20):
            sheet = nets.exam(seed, 10, known)
            answer = getattr(sheet, best)
            for way in (getattr(sheet, other) - answer, answer):
                slopes.append(np.mean(way * (answer - sheet.task)))
        slopes = np.reshape(slopes, (-1, 2))
        error = slopes.std(axis=0, ddof=1) / np.sqrt(len(slopes))
        assert np.all(np.abs(slopes.mean(axis=0)) < 5 * error)


def test_lookup_of_very_many_tasks_is_the_solver():
    """Two dimensions, where 100,000 tasks leave no gaps."""
    sight = np.random.default_rng(4).standard_normal((200, 2))
    pool = np.random.default_rng(5).standard_normal((100_000, 2))
    assert np.abs(nets.lookup(sight, pool) - nets.solve(sight)).max() < 0.05


@pytest.mark.parametrize("tasks", sim.TASKS)
def test_references_have_their_closed_form(tasks):
    for name, expected in sim.theory(tasks=tasks).items():
        mean, error = mean_and_error(values(name, tasks=tasks, memory=8))
        assert abs(mean - expected) <= 5 * error, name


def test_place_is_the_way_along_the_line():
    sheet = nets.exam(1, 10, False)
    gap = sheet.solver - sheet.lookup
    aside = np.random.default_rng(6).standard_normal(gap.shape)
    aside -= np.sum(aside * gap) / np.sum(gap**2) * gap
    aside *= 0.3 * np.linalg.norm(gap) / np.linalg.norm(aside)
    position, apart = nets.place(np.stack([sheet.lookup, sheet.lookup + 0.7 * gap + aside]), sheet)
    np.testing.assert_allclose(position, [0, 0.7], atol=1e-12)
    np.testing.assert_allclose(apart, [0, 0.3], atol=1e-12)


def test_a_net_that_says_nothing_would_pass_for_a_solver_on_a_known_task():
    """Why position is taken on new tasks: its expectation there is 1 for the answer 0."""
    said = []
    for seed in range(40):
        sheet = nets.exam(seed, 1, True)
        gap = sheet.solver - sheet.lookup
        said.append([-np.sum(sheet.lookup * gap), np.sum(gap**2)])
    up, down = np.transpose(said)
    mean, error = mean_and_error((up - down) / down.mean())
    assert abs(mean) < 5 * error


@pytest.mark.parametrize("memory", [8, 32, 128])
def test_tasks_that_come_back_make_a_lookup(memory):
    """Control: the way that is missing to the solver, and the cost of a task being new."""
    for tasks in (3, 10, 30):
        on = {"tasks": tasks, "memory": memory}
        for values_of in (
            lambda **a: 1 - values("position", **a),
            lambda **a: values("error_new", **a) - values("error_seen", **a),
        ):
            mean, error = mean_and_error(values_of(**on))
            assert mean > 5 * error
            mean, error = mean_and_error(values_of(**on, **OFF))
            assert abs(mean) < 5 * error
        assert values("position", **on, **OFF).min() > 0.95


@pytest.mark.parametrize("memory", [8, 32, 128])
def test_few_tasks_look_up_and_many_solve(memory):
    medians = [np.median(values("position", tasks=t, memory=memory)) for t in sim.TASKS]
    assert medians == sorted(medians)
    assert medians[0] < 0.05
    assert medians[-1] > 0.9
    assert values("flips", memory=memory).all()
    assert not values("flips", memory=memory, **OFF).any()


def test_more_memory_and_more_training_look_up_more_tasks():
    flips = [values("flip", memory=memory) for memory in (8, 32, 128)]
    assert (flips[0] < flips[1]).all()
    assert (flips[1] < flips[2]).all()
    assert (values("flip_early", memory=128) < flips[2]).all()


@pytest.mark.parametrize("tasks", [10, 30])
def test_training_scores_the_list_and_pays_with_new_tasks(tasks):
    """On the list the net beats the solver, which no method for all tasks can; elsewhere it loses."""
    on = {"tasks": tasks, "memory": 128}
    assert (values("error_seen", **on) < values("solver_seen", **on)).all()
    assert (values("error_new", **on) > values("solver_new", **on)).all()


@pytest.mark.parametrize("memory", [LEAST, 128])
@pytest.mark.parametrize("tasks", [10, 30])
def test_solver_comes_first_and_memory_later(tasks, memory):
    """In every run; not so where every lesson has a new task."""
    on = {"tasks": tasks, "memory": memory}
    assert values("turn", **on).min() > sim.TURNED
    assert values("turn", **on, **OFF).max() < sim.TURNED
    assert values("peak_step", **on).max() < nets.STEPS / 4
    assert values("worse_since", **on).min() > 0


def test_nets_do_not_depend_on_their_companions():
    alone = nets.train(8, (10,), False, 3)[:, 0]
    among = nets.train(8, (1, 10, 100), False, 3)[:, 1]
    np.testing.assert_allclose(alone[4], among[4], rtol=1e-7, atol=1e-9)


def test_any_number_of_tasks_may_be_asked_for():
    run = sim.simulate(tasks=20, memory=8, seed=1)
    low, high = (sim.simulate(tasks=tasks, memory=8, seed=1) for tasks in (10, 30))
    assert low.position[-1] < run.position[-1] < high.position[-1]
    assert np.array_equal(run.curve, low.curve)


def test_longer_lists_begin_with_the_shorter():
    assert np.array_equal(nets.pool_of(1, 100)[:10], nets.pool_of(1, 10))
