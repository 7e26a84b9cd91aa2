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
window      width of the range of accuracies, from window_low to window_high, in which switching
            always pays and yet both lose together

The model is that of Kleinberg & Raghavan (2021), Algorithmic monoculture and social welfare, PNAS
118(22), e2018340118, with normal errors. Free choices, and ours: four applicants, normal quality,
a human accuracy of 1. Nothing here can hire better than the two best who applied: choosing moves
what there is, and creates nothing. Closed form, derived for this book: `_runner_up`; and where
both share a list, quality is its correlation with the truth, accuracy / sqrt(1 + accuracy^2).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, chart, dots, label, line, runs
from generators.schema import Fact, Grid, Spread, grid
from generators.spectrum.monoculture.runner_up import best_and_second, second_hire

SEEDS = range(20)
CAUSE = "both get the same algorithm's errors"
CAUSE_OFF = {"shared": False}  # two algorithms of the same accuracy, with errors of their own
ROUNDS = 60_000  # hiring rounds in a run

FACTS = {
    "private": Fact("quality of hires, both judge for themselves", ".1%"),
    "switcher": Fact("one firm has switched: its own hires", ".1%"),
    "other": Fact("one firm has switched: the other's", ".1%"),
    "both": Fact("quality of hires, both have switched", ".1%"),
    "alone": Fact("gained by switching first", "+.1%"),
    "follow": Fact("gained by switching second", "+.1%"),
    "together": Fact("gained by both having switched", "+.1%"),
    "same": Fact("same favourite, once both have switched", ".0%"),
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
    same: float  # share of rounds in which the lists of two switched firms have one favourite

    @property
    def here(self) -> np.ndarray:
        """The four columns at this setting's accuracy."""
        return self.table[int(np.searchsorted(self.accuracies, self.accuracy))]


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every accuracy meets the same applicants and the same
    luck."""
    asked = sorted({(_accuracies(cell["accuracy"]), cell["candidates"]) for cell in cells})
    hired = {one: [_hire(*one, seed) for seed in seeds] for one in asked}
    return [
        [_result(accuracies, *found, **cell) for found in hired[accuracies, cell["candidates"]]]
        for cell, accuracies in ((cell, _accuracies(cell["accuracy"])) for cell in cells)
    ]


def _accuracies(accuracy: float) -> tuple[float, ...]:
    """All at which a run hires."""
    return tuple(sorted({*SWEEP, float(accuracy)}))


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
    """Hire in ROUNDS rounds; see the module for units."""
    cell = {"accuracy": accuracy, "candidates": candidates, "shared": shared}
    return study([cell], [seed])[0][0]


SWEEP = grid(simulate, "accuracy")  # accuracies at which every run looks for the window


def _result(
    accuracies: tuple[float, ...],
    tables: np.ndarray,
    same: np.ndarray,
    accuracy: float,
    candidates: int,
    shared: bool,
) -> Result:
    at, way = accuracies.index(float(accuracy)), 0 if shared else 1
    return Result(
        accuracy,
        candidates,
        shared,
        np.array(accuracies),
        tables[way],
        float(same[way, at]),
    )


def _hire(
    accuracies: tuple[float, ...], candidates: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Result.table, and how often two switched firms have one favourite: for a shared algorithm
    and for two algorithms, (2, accuracies, 4) and (2, accuracies)."""
    rng = np.random.default_rng([seed, candidates])
    quality, ours, theirs = rng.standard_normal((3, candidates, ROUNDS))
    best = np.sort(quality, axis=0)[-2:].mean()
    errors = (ours, theirs)
    human = [_favourites(quality, error, 1.0) for error in errors]
    private = sum(_play(*human)[:2]) + sum(_play(*human[::-1])[:2])
    tables, same = [], []
    for accuracy in accuracies:
        bought = [_favourites(quality, error, accuracy) for error in errors]
        mixed = np.zeros((2, 2))  # who moves first: the switcher, the other; its hire, the next
        both = np.zeros((2, 3))  # sharing one algorithm; with two
        for one, two in ((0, 1), (1, 0)):  # each firm's errors in either part, to halve the noise
            mixed += [_play(bought[one], human[two])[:2], _play(human[two], bought[one])[:2]]
            both += [_play(bought[one], bought[one]), _play(bought[one], bought[two])]
        switcher, other = mixed[0, 0] + mixed[1, 1], mixed[0, 1] + mixed[1, 0]
        tables.append([[private, switcher, other, hires] for hires in both[:, :2].sum(axis=1)])
        same.append(both[:, 2] / 2)
    return np.swapaxes(tables, 0, 1) / (4 * best), np.array(same).T


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
        "same": result.same,
        "window_low": low,
        "window_high": high,
        "window": max(0.0, high - low),
    }


def theory(*, accuracy: float = 1.1, candidates: int = 4, shared: bool = True) -> dict[str, float]:
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


def _expected(accuracy: float, candidates: int, shared: bool) -> tuple[float, ...]:
    """The four columns of Result.table."""
    human, bought = (a / math.hypot(1, a) for a in (1.0, accuracy))  # correlation with quality
    top, runner_up = best_and_second(candidates)
    follower = runner_up * bought if shared else second_hire(bought, bought, candidates)
    best = top + runner_up
    return (
        (human * top + second_hire(human, human, candidates)) / best,
        (bought * top + second_hire(human, bought, candidates)) / best,
        (human * top + second_hire(bought, human, candidates)) / best,
        (bought * top + follower) / best,
    )


def figure(results: list[Result]) -> go.Figure:
    """Both firms' hires as one and then the other switches: all runs, their median."""
    first = np.array([r.here[[0, 1, 3]] for r in results])
    other = np.array([r.here[[0, 2, 3]] for r in results])
    ahead, behind = np.median(first, axis=0), np.median(other, axis=0)
    together = 100 * np.median(first[:, 2] - first[:, 0])
    role, steps = "scored" if results[0].shared else "off", [0, 1, 2]
    return chart(
        [
            line([0, 2], [ahead[0]] * 2, "wanted"),
            runs(steps, first, role),
            runs(steps, other, "ink"),
            line(steps, ahead, role),
            line(steps, behind, "ink"),
            dots(steps, ahead, role, size=9),
            dots(steps, behind, "ink", size=7),
            label(1, ahead[1] + 0.004, "has switched", side="top center"),
            label(1, behind[1] - 0.004, "has not", side="bottom center"),
            label(2.07, ahead[2], f"{together:+.1f}".replace("-", "\N{MINUS SIGN}")),
        ],
        axis("using the algorithm", -0.15, 2.4, ticks={0: "nobody", 1: "one firm", 2: "both"}),
        axis("quality of hires", 0.69, 0.86, format=".0%"),
        height=280,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    gained = f"{abs(facts['together']) * 100:.1f} points {_better(facts['together'])}"
    if facts["accuracy"] <= 1:
        if not facts["shared"]:
            return "Two algorithms, each as good as a human: switching changes nothing"
        return f"An algorithm as good as a human, shared by both: both hire {gained}"
    if not facts["shared"]:
        return f"Two algorithms with errors of their own: both firms switch, and hire {gained}"
    if facts["follow"] <= 0:
        return f"One firm gains by switching. Should the other follow, both would hire {gained}"
    return f"Switching pays each firm in its turn; once both have, both hire {gained}"


def figure_window(results: list[Result]) -> go.Figure:
    """What the second to switch gains, and both together, against accuracy: all runs."""
    x = results[0].accuracies
    follow = np.array([r.table[:, 3] - r.table[:, 2] for r in results])
    together = np.array([r.table[:, 3] - r.table[:, 0] for r in results])
    ends = [[facts(r)[end] for r in results] for end in ("window_low", "window_high")]
    low, high = np.median(ends, axis=1)
    open_, role = high > low, "scored" if results[0].shared else "off"
    return chart(
        [
            band([low, max(low, high)], [-0.05] * 2, [0.1] * 2, "ink"),
            line([x[0], x[-1]], [0, 0], "ink"),
            runs(x, follow, role),
            runs(x, together, "wanted"),
            line(x, np.median(follow, axis=0), role, "gained by the second firm to switch"),
            line(x, np.median(together, axis=0), "wanted", "gained by both, against before"),
            label((low + high) / 2, 0.09, "trap" if open_ else "", side="middle center"),
        ],
        axis("the algorithm's accuracy, a human's is 1", SWEEP[0], SWEEP[-1], format=".2f"),
        axis("points of quality", -0.05, 0.1, ticks={-0.05: "-5", 0: "0", 0.05: "+5", 0.1: "+10"}),
    )


def finding_window(facts: dict[str, Spread]) -> str:
    """What the view `window` shows at this setting."""
    if facts["window"] <= 0:
        return "With two algorithms instead of one there is no trap, at any accuracy"
    return (
        f"The trap is narrow: a tool {facts['window_low']:.2f} to "
        f"{facts['window_high']:.2f} times as accurate as a firm by itself"
    )


def _better(change: float) -> str:
    return "better" if change > 0 else "worse"


def _zero(x: np.ndarray, y: np.ndarray) -> float:
    """Where y, given at x, first rises through zero; the end nearest to it if it does not."""
    if y[0] >= 0 or y[-1] <= 0:
        return float(x[0] if y[0] >= 0 else x[-1])
    at = int(np.argmax(y > 0))
    return float(x[at - 1] - y[at - 1] * (x[at] - x[at - 1]) / (y[at] - y[at - 1]))
