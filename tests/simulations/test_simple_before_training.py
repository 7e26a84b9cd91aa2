"""Are untrained nets as one-sided as has been proved of them?

The count of yes answers against its closed form (uniform, or binomial for the coins), and against
the exact answer for two switches, by angles.
"""

import itertools
import math

import numpy as np
import pytest

from generators.lenses import simple_before_training
from generators.lenses.simple_before_training import (
    DEEPEST,
    NETS,
    SEEDS,
    finding,
    questions,
    simulate,
    theory,
)
from tests.simulations.runs import Runs

INPUTS, DEPTHS = (4, 5, 6, 7), range(DEEPEST + 1)


RUNS = Runs(simple_before_training, depth=DEPTHS, inputs=INPUTS, table=(False, True))


def ones(depth, inputs, table=False):
    """Yes answers of all nets of all seeds."""
    return np.concatenate([run.ones for run in RUNS.of(depth=depth, inputs=inputs, table=table)])


def chi_square(counts, expected):
    """Distance of counts from what was expected, in standard deviations of chi-square."""
    freedom = len(counts) - 1
    return (((counts - expected) ** 2 / expected).sum() - freedom) / math.sqrt(2 * freedom)


@pytest.mark.parametrize("inputs", INPUTS)
def test_without_hidden_layers_the_count_of_yes_is_uniform(inputs):
    counts = np.bincount(ones(0, inputs), minlength=2**inputs)
    assert len(counts) == 2**inputs
    assert abs(chi_square(counts, counts.sum() / 2**inputs)) < 5


@pytest.mark.parametrize("inputs", INPUTS)
def test_the_test_above_could_have_failed(inputs):
    for others in (ones(1, inputs), ones(0, inputs, True)):
        counts = np.bincount(others, minlength=2**inputs)
        assert chi_square(counts, counts.sum() / 2**inputs) > 5


@pytest.mark.parametrize("inputs", INPUTS)
@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("depth", DEPTHS)
def test_mean_over_the_seeds_is_the_closed_form(depth, table, inputs):
    """Shares of nets vary as a binomial's, which is known also where none is seen."""
    for name, exact in theory(depth=depth, inputs=inputs, table=table).items():
        values = RUNS.facts(depth=depth, inputs=inputs, table=table)[name]
        variance = values.var(ddof=1)
        if name != "yes":
            variance = max(variance, exact * (1 - exact) / NETS)
        assert abs(values.mean() - exact) <= 5 * math.sqrt(variance / len(SEEDS)) + 1e-12, name


def test_closed_form_by_counting():
    found = theory(inputs=7)
    assert found["constant"] == pytest.approx(2 / 128)
    assert found["lopsided"] == pytest.approx(26 / 128)  # 0 to 12 and 115 to 127 of 127
    fair = sum(math.comb(127, k) for k in range(13)) / 2**126
    assert found["coins"] == pytest.approx(fair, rel=1e-9)
    assert theory(inputs=7, table=True)["constant"] == pytest.approx(2**-126, rel=1e-9)


@pytest.mark.parametrize("inputs", INPUTS)
def test_each_hidden_layer_makes_them_more_one_sided(inputs):
    """Mingard et al. prove that no layer weakens it; here each strengthens it."""
    for name in ("lopsided", "constant"):
        means = [RUNS.facts(depth=depth, inputs=inputs)[name].mean() for depth in DEPTHS]
        assert means == sorted(means)
        assert means[1] - means[0] > 5 * math.sqrt(2 * 0.25 / NETS / len(SEEDS))


@pytest.mark.parametrize("inputs", [5, 6, 7])
def test_coins_are_not_one_sided(inputs):
    """The control; and with the cause on, at every depth, the share is far from nothing."""
    assert RUNS.facts(depth=0, inputs=inputs, table=True)["lopsided"].max() <= 1 / NETS
    for depth in DEPTHS:
        values = RUNS.facts(depth=depth, inputs=inputs)["lopsided"]
        assert values.mean() > 5 * values.std(ddof=1) / math.sqrt(len(SEEDS))


def test_two_switches_by_hand():
    """(1, 0), (0, 1), (1, 1): each sign of w1, w2 and their sum by angles gives 1/4 to each count."""
    rng = np.random.default_rng(9)
    asked = questions(2) @ rng.standard_normal((2, 100_000)) > 0
    shares = np.bincount(asked.sum(axis=0), minlength=4) / 100_000
    assert np.abs(shares - 0.25).max() < 5 * math.sqrt(0.25 * 0.75 / 100_000)


@pytest.mark.parametrize("inputs", INPUTS)
def test_every_question_is_asked_once(inputs):
    asked = questions(inputs)
    assert asked.shape == (2**inputs - 1, inputs)
    every = set(itertools.product((0.0, 1.0), repeat=inputs)) - {(0.0,) * inputs}
    assert set(map(tuple, asked.tolist())) == every


def test_with_inputs_of_either_sign_the_effect_would_be_another():
    """Why 0 and 1: with -1 and 1 every yes has a no opposite, and all nets say yes to one half."""
    rng = np.random.default_rng(10)
    signs = 2 * np.vstack([np.zeros(5), questions(5)]) - 1
    assert ((signs @ rng.standard_normal((5, 200)) > 0).sum(axis=0) == 16).all()


def test_switch_changes_what_is_shown_and_no_net():
    on, off = simulate(seed=3), simulate(table=True, seed=3)
    assert (on.nets == off.nets).all()
    assert (on.tables == off.tables).all()
    assert (off.ones == off.tables).all()
    assert (on.ones == on.nets).all()


def test_sentences_are_short():
    for depth, inputs, table in itertools.product(DEPTHS, INPUTS, (False, True)):
        setting = {"depth": depth, "inputs": inputs, "table": table}
        assert len(finding(RUNS.spreads(**setting))) <= 90
