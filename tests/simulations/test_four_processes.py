"""Do four filters push as far as theory says, and nowhere when they are blind?"""

import itertools
import math

import numpy as np
import pytest

from generators.spectrum.four_processes import four_processes as simulation
from generators.spectrum.four_processes import genomes
from generators.spectrum.four_processes.four_processes import (
    CAUSE_OFF,
    PROCESSES,
    simulate,
    theory,
)
from tests.simulations.runs import Runs

ROUNDS = (1, 2, 5, 10, 20)
SETTINGS = [
    *({"rounds": r, "blind": b} for r, b in itertools.product(ROUNDS, (False, True))),
    *({"genes": g, "blind": b} for g, b in itertools.product((25, 225), (False, True))),
    {"gain": 0.1},
    {"gain": 1.4},
    {"gain": 0.0},
    {"mixing": False},
    {"mixing": False, "genes": 25},
]
STEPS = (0.25, 0.5, 1.0, 4.0, 16.0)
RUNS = Runs(simulation, settings=[*SETTINGS, *({"step": step} for step in STEPS)])


def mean_and_error(values):
    return values.mean(), values.std(ddof=1) / math.sqrt(len(values))


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_mean_over_the_seeds_is_the_closed_form(setting):
    for name, exact in theory(**setting).items():
        if name == "divergence" and exact < 0.1:
            continue  # near 0 no sample reaches below, see the module
        mean, error = mean_and_error(RUNS.facts(**setting)[name])
        assert abs(mean - exact) <= 5 * error + 1e-9, name


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("rounds", ROUNDS)
def test_seeing_filter_beats_its_blind_twin(process, rounds):
    runs = RUNS.facts(rounds=rounds)
    mean, error = mean_and_error(runs[process] - runs[f"unseen_{process}"])
    assert mean > 5 * error


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("rounds", ROUNDS)
def test_blind_filter_does_not_push(process, rounds):
    """The control: as rare as an outcome that nobody has worked on."""
    runs = RUNS.facts(rounds=rounds, **CAUSE_OFF)
    mean, error = mean_and_error(runs[process])
    assert abs(mean - theory(rounds=rounds, **CAUSE_OFF)[process]) <= 5 * error
    assert (runs[process] == runs[f"unseen_{process}"]).all()


@pytest.mark.parametrize("genes", [1, 25, 100])
def test_rarity_is_the_tail_of_fair_coins(genes):
    rarity = genomes.rarity(genes)
    exact = [
        -math.log2(sum(math.comb(genes, j) for j in range(k, genes + 1)) / 2**genes)
        for k in range(genes + 1)
    ]
    assert rarity == pytest.approx(exact, abs=1e-6)
    assert rarity[-1] == pytest.approx(genes), "all good: one bit a gene"


def test_gradient_is_that_of_the_expected_score():
    """Mean of one round's moves against central differences of sum sigmoid(logit)."""
    genes, runs, step = 25, 400, 0.5
    start = np.zeros(genes)
    bump = 1e-5
    expected = lambda logits: np.sum(1 / (1 + np.exp(-logits)))  # noqa: E731
    slope = [
        (expected(start + bump * unit) - expected(start - bump * unit)) / 2 / bump
        for unit in np.eye(genes)
    ]
    good = genomes.climb(genes, 1, np.random.default_rng(5), step, runs)[1].reshape(runs, -1)
    logit = np.log(good.mean(axis=1) / (genes - good.mean(axis=1)))
    mean, error = mean_and_error(logit)
    assert abs(mean - step * np.mean(slope)) <= 5 * error + 0.01  # odds of a mean, small moves


def test_without_mixing_breeding_is_a_choice_among_founders():
    """Exactly: every parent is copied twice, so the best founder can only gain ground."""
    for seed in range(5):
        bred = genomes.breed(64, 9, np.random.default_rng(seed), mixing=False)
        assert (bred[-1] == bred[0].max()).all()


def test_mixing_is_what_carries_breeding_on():
    mixed, copied = (RUNS.facts(mixing=mixing)["selection"] for mixing in (True, False))
    mean, error = mean_and_error(mixed - copied)
    assert mean > 5 * error


def test_blind_breeding_drifts_and_keeps_its_mean():
    for genes in (25, 100):
        share = [
            genomes.breed(genes, 10, np.random.default_rng([genes, s]), False)[-1].mean() / genes
            for s in range(60)
        ]
        mean, error = mean_and_error(np.array(share))
        assert abs(mean - 0.5) <= 5 * error


def test_sine_is_the_limit_of_large_populations():
    """The gap between the breed and the closed form shrinks as genes and parents grow, and times
    grow as the root of the genes."""
    gaps, times = [], []
    for genes in (25, 100, 225):
        runs = [run.share for run in RUNS.of(genes=genes)]
        turn = np.minimum(np.arange(len(runs[0])) * simulation._pace(genes), math.pi / 2)
        gaps.append(np.abs(np.mean(runs, axis=0) - (1 + np.sin(turn)) / 2).max())
        times.append(RUNS.facts(genes=genes)["until"].mean() / math.sqrt(genes))
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.012
    assert max(times) / min(times) < 1.05
    assert times[-1] == pytest.approx(math.asin(0.8) / math.sqrt(2 / (math.pi + 2)), rel=0.03)


def test_sine_solves_its_equation():
    """f' = eta sqrt(f (1 - f) / G), from one half to one."""
    genes, t = 100, np.linspace(0, 24, 4801)
    f = (1 + np.sin(t * simulation._pace(genes))) / 2
    rate = math.sqrt(2 / (math.pi + 2)) * np.sqrt(f * (1 - f) / genes)
    assert np.gradient(f, t)[1:-1] == pytest.approx(rate[1:-1], abs=1e-5)


def test_thermostat_forgets_and_choice_crawls():
    """A thermostat gets no further after one round; the best of all gains a coin for a doubling."""
    assert theory(rounds=20)["thermostat"] == pytest.approx(theory(rounds=1)["thermostat"])
    best = [theory(rounds=rounds)["best"] for rounds in (5, 10, 20)]
    assert all(0.9 < b - a < 1.1 for a, b in itertools.pairwise(best))


@pytest.mark.parametrize("step", STEPS[1:])
def test_after_ten_rounds_the_choice_pushes_least_of_the_searches(step):
    runs = RUNS.facts(step=step)
    for other in ("selection", "gradient"):
        mean, error = mean_and_error(runs[other] - runs["best"])
        assert mean > 5 * error


def test_order_hangs_on_the_step():
    """As the module admits: a timid gradient is behind the choice, even after ten rounds."""
    runs = RUNS.facts(step=0.25)
    mean, error = mean_and_error(runs["best"] - runs["gradient"])
    assert mean > 5 * error


def test_pure_in_its_arguments():
    first = simulate(seed=4)
    simulate(seed=9, blind=True)
    again = simulate(seed=4)
    assert (first.bits == again.bits).all()
    assert (first.share == again.share).all()
