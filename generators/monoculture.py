"""Can a better tool make everybody worse off, merely because everybody uses it?

Two firms hire one applicant each out of `candidates`. Nobody sees an applicant's quality, only an
estimate of it: quality plus error. In random order each firm takes the applicant that its own list
puts first, or its runner-up if the favourite is gone. A firm judges for itself (accuracy 1: errors
as large as the differences between applicants), or buys an algorithm of `accuracy` times that. Its
errors are smaller, but both firms that buy it get the same ones.

accuracy    spread of quality over spread of the algorithm's errors; a human's is 1
candidates  applicants, whose quality is drawn from a standard normal distribution
quality     mean quality of a firm's hires: 0 by lot, 1 if the two best were always hired
alone       what a firm gains by switching while the other judges for itself
follow      what the second firm gains by switching when the first has switched
together    what each has gained, or lost, once both have switched
window      the accuracies at which switching always pays and yet both lose together

The model is that of Kleinberg & Raghavan (2021), Algorithmic monoculture and social welfare, PNAS
118(22), e2018340118, with normal errors. Free choices, and ours: four applicants, normal quality,
a human accuracy of 1. Nothing here can hire better than the two best who applied: choosing moves
what there is, and creates nothing. Closed form [here]: two integrals, see `_second`.
"""

import functools
import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators._chart import Numbers, axis, band, chart, dots, label, line, runs
from generators._schema import Fact, Grid, Spread

SEEDS = range(20)
CAUSE = "both get the same algorithm's errors"
CAUSE_OFF = {"shared": False}  # two algorithms of the same accuracy, with errors of their own
ROUNDS = 200_000  # hiring rounds in a run
SWEEP = (1.0, 1.05, 1.1, 1.15, 1.2)  # accuracies at which every run looks for the window

FACTS = {
    "private": Fact("quality of hires, both judge for themselves", ".1%"),
    "switcher": Fact("one firm has switched: its own hires", ".1%"),
    "other": Fact("one firm has switched: the other's", ".1%"),
    "both": Fact("quality of hires, both have switched", ".1%"),
    "alone": Fact("gained by switching first", "+.1%"),
    "follow": Fact("gained by switching second", "+.1%"),
    "together": Fact("gained by both having switched", "+.1%"),
    "same_private": Fact("same favourite, both judge for themselves", ".0%"),
    "same_both": Fact("same favourite, both have switched", ".0%"),
}


@dataclass(frozen=True)
class Result:
    """One run. `table` has a row for each of `accuracies`, and four columns: quality of a firm's
    hires when nobody has switched, of a lone switcher's, of the other's, and when both have."""

    accuracy: float
    candidates: int
    shared: bool
    accuracies: np.ndarray
    table: np.ndarray
    same_private: float  # share of rounds in which two private lists have the same top
    same_both: float

    @property
    def here(self) -> np.ndarray:
        """The four columns at this setting's accuracy."""
        return self.table[int(np.searchsorted(self.accuracies, self.accuracy))]


def simulate(
    *,
    accuracy: Annotated[
        float,
        Grid(1.0, 1.05, 1.1, 1.15, 1.2, label="accuracy, a human's is 1", format=".2f"),
    ] = 1.1,
    candidates: Annotated[int, Grid(3, 4, 6, 10, label="applicants")] = 4,
    shared: bool = True,
    seed: int = 0,
) -> Result:
    """Hire in ROUNDS rounds; every accuracy meets the same applicants and the same luck."""
    accuracies = tuple(sorted({*SWEEP, float(accuracy)}))
    table, same = _hire(accuracies, candidates, shared, seed)
    at = accuracies.index(float(accuracy))
    return Result(
        accuracy, candidates, shared, np.array(accuracies), table, same[0], same[1 + at]
    )


@functools.lru_cache(maxsize=128)
def _hire(
    accuracies: tuple[float, ...], candidates: int, shared: bool, seed: int
) -> tuple[np.ndarray, list[float]]:
    """(accuracies, 4) as in Result.table, and how often two favourites are the same one: first
    of two private lists, then of two switched firms' at each accuracy."""
    rng = np.random.default_rng([seed, candidates])
    quality, ours, theirs = rng.standard_normal((3, candidates, ROUNDS))
    best = np.sort(quality, axis=0)[-2:].mean()
    human = _favourites(quality, theirs, 1.0)
    private = _play(_favourites(quality, ours, 1.0), human)
    table, same = [], [private[2]]
    for accuracy in accuracies:
        bought = _favourites(quality, ours, accuracy)
        second = bought if shared else _favourites(quality, theirs, accuracy)
        before, after, both = _play(bought, human), _play(human, bought), _play(bought, second)
        table.append(
            [
                (private[0] + private[1]) / 2,
                (before[0] + after[1]) / 2,
                (after[0] + before[1]) / 2,
                (both[0] + both[1]) / 2,
            ]
        )
        same.append(both[2])
    return np.array(table) / best, same


def _favourites(quality: np.ndarray, error: np.ndarray, accuracy: float) -> tuple:
    """Of each round's list: the index of its first, and the quality of its first and second."""
    shape = quality.shape[1]
    top, second = np.full(shape, -np.inf), np.full(shape, -np.inf)
    who, value, next_value = np.zeros(shape, dtype=int), np.zeros(shape), np.zeros(shape)
    for number, true in enumerate(quality):
        seen = true + error[number] / accuracy
        first, runner = seen > top, seen > second
        next_value = np.where(first, value, np.where(runner, true, next_value))
        second = np.where(first, top, np.maximum(second, seen))
        value, top = np.where(first, true, value), np.maximum(top, seen)
        who = np.where(first, number, who)
    return who, value, next_value


def _play(first: tuple, second: tuple) -> tuple[float, float, float]:
    """Mean quality of the hire of the firm that moves first, of the other's, and how often both
    lists are headed by the same applicant."""
    clash = first[0] == second[0]
    return (
        float(first[1].mean()),
        float(np.where(clash, second[2], second[1]).mean()),
        float(clash.mean()),
    )


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; shares of what perfect sight would gain."""
    private, switcher, other, both = map(float, result.here)
    low = _zero(result.accuracies, result.table[:, 3] - result.table[:, 2])
    high = _zero(result.accuracies, result.table[:, 3] - result.table[:, 0])
    return {
        "accuracy": result.accuracy,
        "candidates": result.candidates,
        "shared": int(result.shared),
        "private": private,
        "switcher": switcher,
        "other": other,
        "both": both,
        "alone": switcher - private,
        "follow": both - other,
        "together": both - private,
        "same_private": result.same_private,
        "same_both": result.same_both,
        "window_low": low,
        "window_high": high,
    }


def theory(
    *, accuracy: float = 1.1, candidates: int = 4, shared: bool = True
) -> dict[str, float]:
    """Expected facts, exact to about four digits."""
    private, switcher, other, both = _expected(accuracy, candidates, shared)
    expected = {
        "private": private,
        "switcher": switcher,
        "other": other,
        "both": both,
        "alone": switcher - private,
        "follow": both - other,
        "together": both - private,
    }
    if shared:
        grid = np.linspace(SWEEP[0], SWEEP[-1], 9)
        table = np.array([_expected(a, candidates, shared) for a in grid])
        expected["window_low"] = _zero(grid, table[:, 3] - table[:, 2])
        expected["window_high"] = _zero(grid, table[:, 3] - table[:, 0])
    return expected


@functools.lru_cache(maxsize=256)
def _expected(accuracy: float, candidates: int, shared: bool) -> tuple[float, ...]:
    """The four columns of Result.table."""
    human, bought = (a / math.hypot(1, a) for a in (1.0, accuracy))  # correlation with quality
    density = _PDF * candidates
    top = float(np.sum(density * _Z * _CDF ** (candidates - 1)) * _STEP)
    runner = float(
        np.sum(density * (candidates - 1) * _Z * _CDF ** (candidates - 2) * (1 - _CDF)) * _STEP
    )
    second = runner * bought if shared else _second(bought, bought, candidates)
    best = (top + runner) / 2
    return (
        (human * top + _second(human, human, candidates)) / 2 / best,
        (bought * top + _second(human, bought, candidates)) / 2 / best,
        (human * top + _second(bought, human, candidates)) / 2 / best,
        (bought * top + second) / 2 / best,
    )


def _second(first: float, own: float, candidates: int) -> float:
    """Expected quality of the hire of the firm that moves second, on a list of its own.

    first, own: correlation of the two lists with quality; given quality they are independent. The
    firm gets its favourite, less (favourite - runner-up) where the other firm took the favourite.
    x is what the first list says, y what the second says, v the quality, r the lists' correlation;
    E[v | x, y] = a x + b y; F(x, y) is the two lists' joint distribution function.
    """
    n, r = candidates, first * own
    s = math.sqrt(1 - r * r)
    a, b = (first - r * own) / s**2, (own - r * first) / s**2
    x, y = _Z[:, None], _Z[None, :]
    slope = _PDF[:, None] * _cdf((y - r * x) / s)  # dF/dx
    joint = np.cumsum(slope, axis=0) * _STEP - slope * _STEP / 2
    joint += (slope[0] - np.gradient(slope, _STEP, axis=0)) * _STEP**2 / 12  # Euler-Maclaurin
    joint = np.clip(joint, 0, 1)
    u = (x - r * y) / s
    density = np.exp(-(x**2 - 2 * r * x * y + y**2) / (2 * s**2)) / (2 * math.pi * s)
    favourite = n * density * (a * x + b * y) * joint ** (n - 1)
    below = own * y * _cdf(u) - a * s * np.exp(-(u**2) / 2) / math.sqrt(2 * math.pi)
    runner = _PDF[:, None] * _cdf((r * x - y) / s) * _PDF[None, :] * below
    runner = n * (n - 1) * runner * joint ** (n - 2)
    lost = float((favourite - runner).sum() * _STEP**2)
    return own * float(np.sum(n * _PDF * _Z * _CDF ** (n - 1)) * _STEP) - lost


def _zero(x: np.ndarray, y: np.ndarray) -> float:
    """Where y, given at x, first rises through nought; the end nearest to it if it does not."""
    if y[0] >= 0 or y[-1] <= 0:
        return float(x[0] if y[0] >= 0 else x[-1])
    at = int(np.argmax(y > 0))
    return float(x[at - 1] - y[at - 1] * (x[at] - x[at - 1]) / (y[at] - y[at - 1]))


_STEP = 0.05
_Z = np.arange(-6, 6 + _STEP / 2, _STEP)
_PDF = np.exp(-(_Z**2) / 2) / math.sqrt(2 * math.pi)
_FINE = np.linspace(-9, 9, 18001)
_ERF = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in _FINE])
_CDF = np.interp(_Z, _FINE, _ERF)


def _cdf(z: Numbers) -> np.ndarray:
    """Standard normal distribution function, to seven digits."""
    return np.interp(z, _FINE, _ERF)
