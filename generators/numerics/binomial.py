"""How likely is each number of right answers in an exam?"""

import numpy as np


def binomial_pmf(trials: int, chance: np.ndarray) -> np.ndarray:
    """P(k successes) for k = 0..trials, one row for each chance: (chances, trials + 1).

    Chances lie in [0, 1); in logarithms, as the binomial coefficient overflows.
    """
    k = np.arange(trials + 1)
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, trials + 1)))])
    choose = factorial[trials] - factorial - factorial[::-1]
    chance = np.maximum(chance, 1e-300)[:, None]
    return np.exp(choose + k * np.log(chance) + (trials - k) * np.log1p(-chance))
