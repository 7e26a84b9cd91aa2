"""How good is a hire when somebody else chooses first?

Two lists order the same applicants, whose quality is standard normal. A list shows quality plus a
normal error, and is known by its correlation with quality. Exact integrals, on a grid.
"""

import functools
import math

import numpy as np

STEP = 0.05
Z = np.arange(-6, 6 + STEP / 2, STEP)
PDF = np.exp(-(Z**2) / 2) / math.sqrt(2 * math.pi)
_FINE = np.linspace(-9, 9, 18001)
_CDF = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in _FINE])


def cdf(z: np.ndarray) -> np.ndarray:
    """Standard normal distribution function, to seven digits."""
    return np.interp(z, _FINE, _CDF)


def best_and_second(candidates: int) -> tuple[float, float]:
    """Expected largest and second largest of standard normal numbers."""
    n, below = candidates, cdf(Z)
    largest = n * PDF * below ** (n - 1)
    second = n * (n - 1) * PDF * below ** (n - 2) * (1 - below)
    return float(Z @ largest) * STEP, float(Z @ second) * STEP


@functools.lru_cache(maxsize=256)
def second_hire(first: float, own: float, candidates: int) -> float:
    """Expected quality of the hire of the firm that moves second, on a list of its own.

    first, own: correlation with quality of the list that moves first and of this firm's; given
    quality the two are independent. The firm gets its favourite, less (favourite - runner-up)
    wherever the other has taken the favourite. x is what the first list says of an applicant, y
    what its own says, r their correlation; E[quality | x, y] = a x + b y; `joint` is the
    distribution function of (x, y).
    """
    n, r = candidates, first * own
    s = math.sqrt(1 - r * r)
    a, b = (first - r * own) / s**2, (own - r * first) / s**2
    x, y = Z[:, None], Z[None, :]
    slope = PDF[:, None] * cdf((y - r * x) / s)  # of `joint` along x
    joint = np.cumsum(slope, axis=0) * STEP - slope * STEP / 2
    joint += (slope[0] - np.gradient(slope, STEP, axis=0)) * STEP**2 / 12  # Euler-Maclaurin
    joint = np.clip(joint, 0, 1)
    density = np.exp(-(x**2 - 2 * r * x * y + y**2) / (2 * s**2)) / (2 * math.pi * s)
    favourite = n * density * (a * x + b * y) * joint ** (n - 1)  # heads both lists
    u = (x - r * y) / s
    below = own * y * cdf(u) - a * s * np.exp(-(u**2) / 2) / math.sqrt(2 * math.pi)
    lists = PDF[:, None] * cdf((r * x - y) / s) * PDF[None, :] * joint ** (n - 2)
    runner_up = n * (n - 1) * lists * below  # x: the favourite's, y: the runner-up's
    lost = float((favourite - runner_up).sum()) * STEP**2
    return own * best_and_second(n)[0] - lost
