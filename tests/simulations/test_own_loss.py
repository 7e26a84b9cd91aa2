"""Does the layer descend the mixture that its closed form gives, and no mixture without noise?"""

import functools

import numpy as np
import pytest

from generators.mesa.attention import own_loss
from generators.mesa.attention.own_loss import BATCH, WIDE, D

NOISES = (0.0, 1.0, 3.0)


@functools.cache
def studied(noise):
    """All runs of one setting."""
    return own_loss.study([{"noise": noise}], own_loss.SEEDS)[0]


def over(name, noise):
    return np.array([own_loss.facts(run)[name] for run in studied(noise)])


def test_slope_is_the_slope():
    """By finite differences in every weight."""
    rng = np.random.default_rng(1)
    layer = rng.standard_normal((1, WIDE * (D + 1)))
    prompts = own_loss._prompts(rng, BATCH)
    task, gram = prompts.task, own_loss._gram(prompts, 0.9, 3.0)

    def loss(weights):
        readout, keys = own_loss._split(weights)
        return np.sum((gram @ readout[0] @ keys[0] - task) ** 2) / BATCH

    slope = own_loss.slope(layer, gram[None], task[None])
    for place in range(layer.size):
        step = np.zeros_like(layer)
        step[0, place] = 1e-6
        assert slope[0, place] == pytest.approx(
            (loss(layer + step) - loss(layer - step)) / 2e-6, rel=1e-5, abs=1e-4
        )


def test_second_moments_are_those_of_drawn_examples():
    """Bartlett's shortcut beside tokens that are drawn one by one."""
    rng = np.random.default_rng(2)
    one, many = own_loss._prompts(rng, 1), 20_000
    task, other = one.task, one.other(0.9)
    alike = {name: np.repeat(getattr(one, name), many, 0) for name in ("task", "free")}
    quick = own_loss._gram(own_loss._prompts(rng, many)._replace(**alike), 0.9, 3.0)
    inputs = rng.standard_normal((many, own_loss.EXAMPLES, D))
    right = inputs @ task[0] + 3 * rng.standard_normal(inputs.shape[:2])
    tokens = np.concatenate([inputs, right[..., None], (inputs @ other[0])[..., None]], axis=2)
    slow = tokens.transpose(0, 2, 1) @ tokens / own_loss.EXAMPLES
    error = np.sqrt((quick.var(axis=0) + slow.var(axis=0)) / many)
    assert (abs(quick.mean(axis=0) - slow.mean(axis=0)) < 5 * error + 1e-12).all()
    assert np.allclose(quick.std(axis=0), slow.std(axis=0), rtol=0.05, atol=0.01)


@pytest.mark.parametrize("noise", NOISES)
def test_mixture_is_the_closed_form(noise):
    expected = own_loss.theory(noise=noise)
    for name in ("label", "stand_in"):
        assert abs(over(name, noise).mean() - expected[name]) < 0.015, name
    assert (over("elsewhere", noise) < 0.02).all()


@pytest.mark.parametrize("noise", NOISES)
def test_errors_are_the_closed_form(noise):
    """Within five standard errors and what the weights' own scatter may add."""
    expected = own_loss.theory(noise=noise)
    for name in ("error", "unrelated", "reversed"):
        values = over(name, noise)
        assert (
            abs(values.mean() - expected[name])
            < 5 * values.std(ddof=1) / len(values) ** 0.5 + 0.005
        )
    assert (over("error", noise) > expected["error"] - 0.01).all(), "no layer beats the best one"


def test_reversed_it_is_worse_than_silence_and_breaks_even_where_theory_says():
    assert (over("reversed", 3.0) > 1).all()
    assert np.abs(over("break_even", 3.0) - own_loss.theory()["break_even"]).max() < 0.08


def test_with_a_clean_label_the_stand_in_vanishes():
    assert (np.abs(over("stand_in", 0.0)) < 0.03).all()
    assert (np.abs(over("reversed", 0.0) - over("error", 0.0)) < 0.01).all()
    assert (over("break_even", 0.0) == -1).all()


def test_one_seed_is_that_of_the_whole_study():
    alone = own_loss.facts(own_loss.simulate(seed=2))
    assert alone == pytest.approx(own_loss.facts(studied(3.0)[2]), rel=1e-9)
