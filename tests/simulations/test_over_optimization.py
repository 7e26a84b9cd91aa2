"""Does the bred orchard peak where it must, and never when the score is sweetness itself?

Curves against closed forms, given each run's own alignment; the alignment against its large-sample
law; learning against a gradient of its likelihood by differences; the controls.
"""

import math

import numpy as np
import pytest

from generators.numerics.normal import expected_maximum
from generators.spectrum.over_optimization import breeding, over_optimization
from generators.spectrum.over_optimization.breeding import (
    COMPARISONS,
    DISTANCES,
    DRAWS,
    FURTHEST,
    TRAITS,
    TRUTH,
    Score,
)
from generators.spectrum.over_optimization.over_optimization import SEEDS, facts, simulate, theory
from generators.spectrum.over_optimization.preference import features, learn, prefer
from tests.simulations.runs import Runs

CURVED = (0.2, 0.25)
EACH = pytest.mark.parametrize("comparisons", COMPARISONS)
RUNS = Runs(
    over_optimization,
    comparisons=COMPARISONS,
    curvature=(0.0, *CURVED),
    true_gold=(False, True),
)
COSTS = pytest.mark.parametrize("curvature", [0.0, *CURVED])


def error(values):
    return values.std(ddof=1) / math.sqrt(len(values))


@EACH
@COSTS
def test_mean_over_the_seeds_is_the_large_sample_law(comparisons, curvature):
    """Within five standard errors, from fifty comparisons to three thousand; with the angle goes
    all that the angle decides."""
    found, angle = (
        RUNS.facts(comparisons=comparisons, curvature=curvature),
        RUNS.facts(comparisons=comparisons, curvature=curvature)["expected"][0],
    )
    law = {"alignment": angle, "twins": angle**2, "stray": (1 - angle**2) * 16 / 19}
    law["end"] = angle * FURTHEST - curvature * FURTHEST**2 / 2
    for name, exact in law.items():
        assert abs(found[name].mean() - exact) <= 5 * error(found[name]), name


@EACH
@COSTS
@pytest.mark.parametrize("true_gold", [False, True])
def test_theory_is_exact_up_to_the_mean_of_the_unseen_fruit(comparisons, curvature, true_gold):
    setting = {"comparisons": comparisons, "curvature": curvature, "true_gold": true_gold}
    found = RUNS.facts(**setting)
    for name, exact in theory(**setting).items():
        away = np.abs(found[name] - exact).max()
        assert away <= 5 * curvature * FURTHEST / math.sqrt(2000) + 1e-9, name


@EACH
@COSTS
def test_sweetness_is_a_parabola_of_the_runs_own_alignment(comparisons, curvature):
    """The unseen fruit are 2,000, so their mean along the score is off by 1/sqrt(2000)."""
    off = curvature * DISTANCES / math.sqrt(2 * over_optimization.PAIRS)
    for run in RUNS.of(comparisons=comparisons, curvature=curvature):
        alignment = facts(run)["alignment"]
        exact = alignment * DISTANCES - curvature * DISTANCES**2 / 2
        assert (np.abs(run.want - exact) <= 5 * off + 1e-9).all()


@EACH
@pytest.mark.parametrize("curvature", CURVED)
def test_peak_is_foretold_by_the_angle(comparisons, curvature):
    found = RUNS.facts(comparisons=comparisons, curvature=curvature)
    assert np.abs(found["peak"] - found["foretold"]).max() <= 5 / math.sqrt(2000)


def test_in_gaos_units_it_is_gaos_form():
    """d (alpha - beta d) with d = sqrt(KL), alpha = sqrt(2) alignment and beta = b."""
    d = DISTANCES / math.sqrt(2)
    for alignment in (0.3, 0.9):
        ours = alignment * DISTANCES - 0.25 * DISTANCES**2 / 2
        assert ours == pytest.approx(d * (math.sqrt(2) * alignment - 0.25 * d), abs=1e-12)


@EACH
def test_the_score_always_rises(comparisons):
    for curvature in (0.0, *CURVED):
        for run in RUNS.of(comparisons=comparisons, curvature=curvature):
            assert (np.diff(run.score) > 0).all()


@EACH
@pytest.mark.parametrize("curvature", CURVED)
def test_with_the_cause_on_sweetness_is_lost(comparisons, curvature):
    lost = RUNS.facts(comparisons=comparisons, curvature=curvature)["lost"]
    assert lost.mean() > 5 * error(lost)


@EACH
@COSTS
def test_with_the_true_score_nothing_is_lost(comparisons, curvature):
    """The control: the breeder stops at the best there is, up to the mean of the unseen fruit."""
    found = RUNS.facts(comparisons=comparisons, curvature=curvature, true_gold=True)
    assert np.abs(found["lost"]).max() <= 1e-9
    assert np.abs(found["end"] - found["ideal"]).max() <= 5 * curvature * FURTHEST / math.sqrt(2000)
    assert (found["agree"] == 1).all()
    assert (found["agree_end"] == 1).all()


@EACH
def test_without_a_cost_of_extremes_there_is_no_peak(comparisons):
    """The second control: it is the turn of sweetness that makes the hump."""
    found = RUNS.facts(comparisons=comparisons, curvature=0.0)
    assert (found["peak"] == FURTHEST).all()
    assert (found["lost"] == 0).all()
    assert found["agree"] == pytest.approx(found["agree_end"])


@EACH
def test_agreement_on_unseen_fruit_is_the_angles(comparisons):
    """Where extremes cost nothing, two linear scores of normal pairs agree on 1 - angle / pi."""
    found = RUNS.facts(comparisons=comparisons, curvature=0.0)
    exact = 1 - np.arccos(found["alignment"]) / math.pi
    wide = np.sqrt(exact * (1 - exact) / over_optimization.PAIRS)
    assert (np.abs(found["agree"] - exact) <= 5 * wide).all()


@EACH
def test_at_the_peak_they_agree_on_half(comparisons):
    """Sweetness then neither rises nor falls along the score."""
    found = RUNS.facts(comparisons=comparisons)
    there = [
        np.interp(peak, DISTANCES, run.agree)
        for peak, run in zip(found["peak"], RUNS.of(comparisons=comparisons), strict=True)
    ]
    assert abs(np.mean(there) - 0.5) <= 5 * error(np.array(there))


def test_more_comparisons_aim_better_and_push_the_peak_out_to_the_best_fruit():
    for name in ("alignment", "peak", "best", "agree"):
        middle = [np.median(RUNS.facts(comparisons=n)[name]) for n in COMPARISONS]
        assert middle == sorted(middle), name
    assert np.median(RUNS.facts(comparisons=3000)["peak"]) == pytest.approx(1 / 0.25, rel=0.05)
    assert (RUNS.facts(comparisons=3000)["lost"] > 0.3).all(), "the hump stays"


def test_one_more_number_closes_the_gap_as_comparisons_grow():
    """It is the right one here; the score of traits stays as far off as the turn is deep."""
    gap = [
        np.median(RUNS.facts(comparisons=n)["ideal"] - RUNS.facts(comparisons=n)["full_want"])
        for n in COMPARISONS
    ]
    assert gap == sorted(gap, reverse=True)
    assert (
        gap[-1]
        < 0.1
        < np.median(RUNS.facts(comparisons=3000)["ideal"] - RUNS.facts(comparisons=3000)["end"])
    )


def test_best_of_many_is_the_order_statistic():
    """Mean of the highest of N normals; N = 1 gains nothing."""
    luck = np.array([breeding.luck(seed) for seed in SEEDS])  # (seeds, 2, DRAWS)
    for at, count in enumerate(DRAWS):
        values = luck[:, 0, at]
        assert abs(values.mean() - expected_maximum(int(count))) <= 5 * error(values) + 1e-3
    assert all((run.kept[:, 0] == 0).all() for run in RUNS.of())


def test_keeping_the_best_by_score_against_whole_fruit():
    """All twenty traits drawn, not only the one along the score."""
    rng, count, draws = np.random.default_rng(3), 64, 4000
    weights = rng.standard_normal(TRAITS)
    gold, score = Score(TRUTH, 0.25), Score(weights, 0.0)
    fruit = rng.standard_normal((draws, count, TRAITS))
    chosen = fruit[np.arange(draws), score.of(fruit).argmax(axis=1)]
    sample = gold.of(chosen) + 0.25 / 2 * TRAITS  # an ordinary fruit is worth -b/2 * TRAITS
    at = DRAWS.tolist().index(count)
    ours = np.array([breeding.keep_by(score, gold, breeding.luck(seed))[1, at] for seed in SEEDS])
    assert abs(ours.mean() - sample.mean()) <= 5 * math.hypot(error(ours), error(sample))


def test_keeping_the_sweetest_never_stops_gaining():
    for run in RUNS.of(true_gold=True):
        assert (np.diff(run.kept[1]) > 0).all()


def test_a_breeder_who_climbs_step_by_step_goes_the_same_way():
    """Gradient ascent on the mean score from the first mean, against `reach`."""
    weights, cost, mean = np.linspace(-1, 1, TRAITS), 0.7, np.zeros(TRAITS)
    for _ in range(2000):
        mean = mean + 0.01 * (weights - cost * mean)
        assert mean / np.linalg.norm(mean) == pytest.approx(breeding.unit(weights))
    stop = Score(weights, cost).reach(np.array([99.0]))[0]
    assert np.linalg.norm(mean) == pytest.approx(stop, rel=1e-5)


def test_gain_is_the_score_moved_less_the_score():
    rng = np.random.default_rng(1)
    fruit, step = rng.standard_normal((7, TRAITS)), breeding.unit(rng.standard_normal(TRAITS))
    score, moved = Score(rng.standard_normal(TRAITS), 0.3), np.array([0.0, 1.5, 4.0])
    exact = [score.of(fruit + far * step) - score.of(fruit) for far in moved]
    assert score.gains(fruit, step, moved) == pytest.approx(np.array(exact))


def test_learned_weights_are_the_likeliest():
    """No step along any weight, by differences, raises the likelihood with its prior."""
    differs, preferred = prefer(np.random.default_rng(2), 80, np.append(TRUTH, 0.25))
    best = learn(differs[None], preferred[None], 0.05)[0]

    def fit(weights):
        lead = np.where(preferred > 0, 1, -1) * (differs @ weights)
        return -np.log1p(np.exp(-lead)).sum() - (weights @ weights) / 2 / 0.05

    for one in np.eye(TRAITS + 1) * 1e-4:
        assert abs(fit(best + one) - fit(best - one)) / 2e-4 < 1e-5
        assert fit(best + 100 * one) < fit(best) > fit(best - 100 * one)


def test_taster_prefers_by_the_logistic_of_the_difference():
    gold = np.append(TRUTH, 0.25)
    differs, preferred = prefer(np.random.default_rng(4), 40_000, gold)
    chance = 1 / (1 + np.exp(-differs @ gold))
    for low in (0.0, 0.25, 0.5, 0.75):
        here = (chance >= low) & (chance < low + 0.25)
        wide = math.sqrt(np.sum(chance[here] * (1 - chance[here]))) / here.sum()
        assert abs(preferred[here].mean() - chance[here].mean()) <= 5 * wide


def test_extremes_are_half_the_sum_of_squares():
    assert features(np.array([[3.0, 4.0]])).tolist() == [[3, 4, -12.5]]


def test_a_seed_alone_is_the_same_as_among_others():
    """But for the last digits: learners stop together, when the slowest is there."""
    among = RUNS.of(comparisons=300)[7]
    assert simulate(comparisons=300, seed=7).weights == pytest.approx(among.weights, abs=1e-12)


def test_no_other_number_of_comparisons_is_taken():
    with pytest.raises(ValueError, match="not in"):
        simulate(comparisons=64)
