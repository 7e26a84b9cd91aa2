"""What does a learner make of a taster's choices between two things?

Taster and learner are Bradley-Terry: the chance of preferring the first of a pair is the logistic
function of how much more it is worth. Worth is a weighted sum of a thing's features; here they are
standard normal traits and, last, their extremes, -|traits|^2 / 2.
"""

import functools
import math

import numpy as np


def features(traits: np.ndarray) -> np.ndarray:
    """Traits (..., k) with their extremes appended: (..., k + 1)."""
    return np.concatenate([traits, -(traits**2).sum(axis=-1, keepdims=True) / 2], axis=-1)


def prefer(rng: np.random.Generator, pairs: int, gold: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What differs within each pair (pairs, features), and 1 where the first was preferred by a
    taster to whom the features are worth `gold`."""
    first, second = rng.standard_normal((2, pairs, len(gold) - 1))
    differs = features(first) - features(second)
    return differs, (rng.random(pairs) < _chance(differs @ gold)).astype(float)


def learn(differs: np.ndarray, preferred: np.ndarray, variance: float) -> np.ndarray:
    """The likeliest weights (..., features) of many learners at once, under a normal prior of this
    variance on each: Newton's method on (..., pairs, features) and (..., pairs)."""
    prior = np.eye(differs.shape[-1]) / variance
    weights = np.zeros((*differs.shape[:-2], differs.shape[-1], 1))
    turned = np.swapaxes(differs, -1, -2)
    for _ in range(30):
        chance = _chance(differs @ weights)
        slope = turned @ (preferred[..., None] - chance) - prior @ weights
        step = np.linalg.solve(turned @ (differs * (chance * (1 - chance))) + prior, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights[..., 0]


@functools.lru_cache
def expected_alignment(pairs: int, traits: int, cost: float, variance: float) -> float:
    """Cosine between true and learned weights, for many pairs, where the true ones have length 1,
    extremes cost the taster `cost`, and the learner has the traits alone.

    Along the truth the learner finds the factor that solves the mean of its likelihood's equation;
    across it stands noise, of the "sandwich" variance that a misspecified likelihood leaves. By
    extremes a pair differs by a nearly normal amount of variance `traits`."""
    nodes, shares = np.polynomial.hermite_e.hermegauss(60)
    shares = shares / shares.sum()
    lead = math.sqrt(2) * nodes  # difference of two true worths, extremes aside
    wins = _chance(lead[:, None] + cost * math.sqrt(traits) * nodes) @ shares
    low, high = 0.0, 4.0
    for _ in range(60):
        factor = (low + high) / 2
        rises = pairs * (shares @ ((wins - _chance(factor * lead)) * lead)) > factor / variance
        low, high = (factor, high) if rises else (low, factor)
    chance = _chance(factor * lead)
    curved = 2 * pairs * (shares @ (chance * (1 - chance))) + 1 / variance
    noise = 2 * pairs * (shares @ (wins - 2 * wins * chance + chance**2)) / curved**2
    return factor / math.sqrt(factor**2 + (traits - 1) * noise)


def _chance(worth: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-worth))
