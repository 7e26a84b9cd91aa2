"""What does one measurement of many models foretell of another?"""

import numpy as np


def places(scores: np.ndarray) -> np.ndarray:
    """1 for the best score; equal scores share the mean of their places."""
    order = np.sort(-scores)
    return (np.searchsorted(order, -scores) + np.searchsorted(order, -scores, "right") + 1) / 2


def alike(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's rank correlation of two scores of the same models; 0 where one never varies."""
    a, b = (places(scores) - (len(scores) + 1) / 2 for scores in (first, second))
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size else 0.0


def returned(first: np.ndarray, second: np.ndarray) -> float:
    """Share of the best quarter by the first score that is in the best quarter by the second."""
    quarter = len(first) // 4
    best = [set(np.argsort(-s, kind="stable")[:quarter].tolist()) for s in (first, second)]
    return len(best[0] & best[1]) / quarter


def foretold(features: np.ndarray, score: np.ndarray, penalty: float) -> float:
    """Share of the variance of `score` that a linear fit to every second model foretells in the
    others; below 0 where their mean alone would do better.

    features: (features, models), brought to mean 0 and variance 1 over the models of the fit;
    penalty: of the squared coefficients (a ridge), for each feature.
    """
    fit, held = slice(0, None, 2), slice(1, None, 2)
    spread = features[:, fit].std(axis=1, keepdims=True)
    x = (features - features[:, fit].mean(axis=1, keepdims=True)) / np.where(spread, spread, 1)
    a, y = x[:, fit], score[fit] - score[fit].mean()
    size = len(features)
    coefficients = np.linalg.solve(a @ a.T + penalty * size * np.eye(size), a @ y)
    missed = score[held] - score[fit].mean() - coefficients @ x[:, held]
    return float(1 - (missed**2).mean() / max(score[held].var(), 1e-12))
