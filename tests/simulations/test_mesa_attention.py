"""Is what training leaves in the layer one step of gradient descent, and does it fail as that must?"""

import numpy as np
import pytest

from generators.mesa.attention import attention
from generators.mesa.attention import mesa_attention as mesa
from generators.mesa.attention.attention import D
from tests.simulations.runs import Runs

EVERY_LESSON_NEW = attention.LESSONS
PROMPTS = pytest.mark.parametrize("examples", [5, 20, 40])
RUNS = Runs(mesa)


def values(facts, name):
    return np.array([fact[name] for fact in facts])


def mean_and_error(sample):
    return sample.mean(), sample.std(ddof=1) / np.sqrt(len(sample))


def check(facts, expected):
    """Each fact lies within five standard errors of its closed form."""
    for name, value in expected.items():
        mean, error = mean_and_error(values(facts, name))
        assert abs(mean - value) < 5 * error, name


def lessons(seed, examples, count):
    """Inputs, tasks and a layer of arbitrary weights."""
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((count, examples, D))
    return inputs, rng.standard_normal((count, D)), rng.standard_normal((D + 1) ** 2)


def test_the_layer_is_attention_and_its_other_weights_are_idle():
    """Both full matrices, token by token, give what readout and keys alone give."""
    inputs, task, layer = lessons(1, 8, 3)
    rng = np.random.default_rng(2)
    readout, keys = attention.split(layer)
    value = np.vstack([rng.standard_normal((D, D + 1)), readout])
    key_query = np.hstack([keys, rng.standard_normal((D + 1, 1))])
    inferred = attention.infer(layer, attention.gram_of(inputs, task))
    for x, w, guess in zip(inputs, task, inferred, strict=True):
        tokens = [np.array([*row, row @ w]) for row in x]
        query = rng.standard_normal(D)
        score = key_query @ [*query, 0]
        out = sum(value @ token * (token @ score) for token in tokens) / len(tokens)
        assert out[-1] == pytest.approx(guess @ query)


def test_gradient_is_the_slope_of_the_error_on_real_prompts():
    """Central differences of the error, prompts drawn example by example."""
    inputs, task, layer = lessons(3, 7, 4)
    roots = np.linalg.cholesky(inputs.transpose(0, 2, 1) @ inputs / 7)
    gram = attention.gram_of(inputs, task)

    def error(weights):
        return np.sum((attention.infer(weights, gram) - task) ** 2) / len(task)

    nudges = 1e-5 * np.eye(len(layer))
    slopes = [(error(layer + nudge) - error(layer - nudge)) / 2e-5 for nudge in nudges]
    found = attention.gradient(layer[None], roots.transpose(1, 2, 0)[None], task.T[None])[0]
    np.testing.assert_allclose(found, slopes, rtol=1e-6, atol=1e-6 * np.abs(slopes).max())


@PROMPTS
def test_drawn_moments_are_those_of_drawn_inputs(examples):
    """E[S] = I and E[S S] = (1 + (D + 1) / examples) I for second moments S."""
    roots = attention.draw_roots(np.random.default_rng(4), examples, (4000,))
    roots = roots.transpose(2, 0, 1)
    moments = roots @ roots.transpose(0, 2, 1)
    for sample, scale in ((moments, 1), (moments @ moments, 1 + (D + 1) / examples)):
        error = sample.std(axis=0) / np.sqrt(len(sample))
        assert np.all(np.abs(sample.mean(axis=0) - scale * np.eye(D)) < 5 * error)


@PROMPTS
def test_published_step_is_the_best_one(examples):
    """Least squares of the task on one full step of descent, prompt by prompt."""
    best = []
    for seed in range(20):
        task, inputs = attention.prompts(examples, seed)
        full = attention.gram_of(inputs, task)[:, D, :D]
        best.append(np.vdot(full, task) / np.vdot(full, full))
    mean, error = mean_and_error(np.array(best))
    assert abs(mean - attention.published_step(examples)) < 5 * error


@PROMPTS
def test_trained_layer_has_its_closed_form(examples):
    facts = RUNS.each(examples=examples)
    check(facts, mesa.theory(examples=examples))
    assert values(facts, "cosine").min() >= 0.998
    assert values(facts, "error").min() < 1
    assert values(facts, "elsewhere").max() < 0.01


@pytest.mark.parametrize("tasks", [1, 3, 10, 30, EVERY_LESSON_NEW])
def test_break_even_on_the_tasks_of_its_training_says_nothing_of_the_method(tasks):
    """Any layer whose size is tuned to its tasks breaks even there at sqrt 2: its answer grows
    with the cube of the stretch and the truth with the stretch itself."""
    expected = mesa.theory(tasks=tasks)
    check(RUNS.each(tasks=tasks), {name: expected[name] for name in ("floor", "seen_break_even")})


@pytest.mark.parametrize("examples", [5, 20])
def test_without_many_tasks_no_method_forms(examples):
    """Control: more than five standard errors better than silence, or not better at all."""
    on, off = RUNS.each(examples=examples), RUNS.each(examples=examples, **mesa.CAUSE_OFF)
    gain, error = mean_and_error(1 - values(on, "error"))
    assert gain > 5 * error
    gain, error = mean_and_error(1 - values(off, "error"))
    assert gain < 5 * error
    assert values(off, "error").min() > 1
    assert sum(values(on, "forms")) == len(on)
    assert sum(values(off, "forms")) == 0
    check(off, mesa.theory(examples=examples, tasks=1))


def test_more_tasks_close_the_gap_between_old_and_new():
    gaps = []
    for tasks in (3, 10, 30, EVERY_LESSON_NEW):
        facts = RUNS.each(tasks=tasks)
        gaps.append(np.median(values(facts, "error") - values(facts, "seen_error")))
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.01 < gaps[-2]


def test_stretch_is_of_the_inputs():
    """The curve, drawn from the unstretched test, is that of prompts whose inputs are stretched."""
    run = RUNS.of()[2]
    layer = attention.train(20, EVERY_LESSON_NEW, tuple(mesa.SEEDS))[-1, 2]
    task, inputs = attention.prompts(20, 2)
    for place in (5, 20, 30):
        stretch = mesa.STRETCHES[place]
        inferred = attention.infer(layer, attention.gram_of(stretch * inputs, task))
        assert attention.error_of(inferred, task) == pytest.approx(run.errors[place])
    at_edge = attention.infer(layer, attention.gram_of(run.break_even * inputs, task))
    assert attention.error_of(at_edge, task) == pytest.approx(1)


def test_a_layer_does_not_depend_on_its_companions():
    alone = attention.train(20, EVERY_LESSON_NEW, (3,))[:, 0]
    among = attention.train(20, EVERY_LESSON_NEW, tuple(mesa.SEEDS))[:, 3]
    np.testing.assert_allclose(alone, among, rtol=1e-7, atol=1e-9)


def test_at_64000_tasks_every_lesson_has_its_own():
    assert mesa.theory.__kwdefaults__["tasks"] == attention.LESSONS
    assert np.array_equal(attention.pool(1, 10), attention.pool(1, 30)[:10])
