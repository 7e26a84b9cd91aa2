"""Does it pay to weigh more fruit on a scale that is sometimes wildly wrong?

What was measured = what was wanted + error. Fruit are weighed, each once, and the one with the
highest reading is picked. Half of all fruit lie within TYPICAL grams of the average, and half of
all readings within TYPICAL grams of the truth. The scale differs only in its rare errors: one
weighing in `odds` is wild, off by more than ten times that.

odds      one weighing in so many is wild
wild      whether that can happen; if not, errors are normal, and as large in the typical case
peak      number of fruit weighed at which the run's picks are heaviest, of 1, 2, 4, ... MOST
top       the number at which they are by the exact answer, found before any fruit is weighed
best      true weight of the pick there, in grams above the average fruit; mean of CONTESTS picks.
          At the run's own peak it would be a winner's curse: the highest of 21 noisy means
thousand  the same for 1,024 fruit
end       and for MOST
reads     what the scale says of the pick of MOST; median of CONTESTS, as a mean need not exist
real      which part of what it says is real: true weight over reading, both from the average
freedom   degrees of freedom of the error, Student's t; 0 stands for a normal error

Weight V and error X are independent, and V is normal. If X is normal too, half of every gain is
real, for ever: E[V] = E[max] / sqrt 2. That is the regressional variant of Manheim & Garrabrant
2018 (arXiv:1803.04585). If X is heavy-tailed and V less so, E[V] comes back to that of any fruit
(Thomas & Kwa 2023). Under a KL penalty, too, some policies then score without limit and are worth
no more than before (Kwa, Thomas & Garriga-Alonso 2024, arXiv:2407.14503).

Free choices: V and X have the same typical size, the error is Student's t, numbers of fruit double.
"""

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, chart, dots, label, line, runs
from generators.schema import Fact, Grid, Spread
from generators.spectrum.goodhart_tails.wild import TYPICAL as HALF
from generators.spectrum.goodhart_tails.wild import Error, freedom

SEEDS = range(20)
CAUSE = "the scale is sometimes wildly wrong"
CAUSE_OFF = {"wild": False}
CONTESTS = 400  # picks in one run, at each number of fruit
MOST = 2**20
FRUIT = 2 ** np.arange(21)
TYPICAL = 10.0  # grams
GRAMS = TYPICAL / HALF  # in one spread of true weight
TICKS = {1: "1", 100: "100", 10_000: "10,000", 1_000_000: "1 million"}

FACTS = {
    "peak": Fact("fruit at which the pick is heaviest", ",.0f"),
    "best": Fact("its weight at the exact peak, grams above average", ".1f"),
    "thousand": Fact("the pick of 1,024", ".1f"),
    "end": Fact("the pick of a million", ".1f"),
    "reads": Fact("what the scale says of it", ",.0f"),
    "real": Fact("part of that which is real", ".1%"),
}


@dataclass(frozen=True)
class Result:
    """One run; arrays have one entry a number of FRUIT."""

    odds: int
    wild: bool
    freedom: float  # of the error; endless where it is normal
    top: int  # which of FRUIT has the heaviest pick, exactly
    weight: np.ndarray  # mean true weight of the picks, in grams above the average fruit
    reading: np.ndarray  # median of what the scale says of them
    real: np.ndarray  # median of weight over reading


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; a scale that is never wild is one for all odds."""
    freedoms = {cell["odds"]: freedom(cell["odds"]) for cell in cells if cell["wild"]}
    scales = {free: Error(free) for free in (math.inf, *freedoms.values())}
    free = [freedoms[cell["odds"]] if cell["wild"] else math.inf for cell in cells]
    picks = {
        one: [_picks(scales[one], scales[math.inf], seed) for seed in seeds]
        for one in dict.fromkeys(free)
    }
    tops = {one: int(np.argmax(_quadrature(one)[0])) for one in picks}
    return [
        [_result(cell["odds"], cell["wild"], one, tops[one], *pick) for pick in picks[one]]
        for cell, one in zip(cells, free, strict=True)
    ]


def simulate(
    *,
    odds: Annotated[
        int,
        Grid(20, 100, 1000, 10_000, 100_000, 1_000_000, label="wild: one in", format=",d"),
    ] = 1000,
    wild: bool = True,
    seed: int = 0,
) -> Result:
    """Pick by the scale in each of a run's contests; see the module for units. More fruit are
    the same fruit and as many again."""
    return study([{"odds": odds, "wild": wild}], [seed])[0][0]


def _result(
    odds: int, wild: bool, freedom: float, top: int, weight: np.ndarray, reading: np.ndarray
) -> Result:
    return Result(
        odds,
        wild,
        freedom,
        top,
        GRAMS * weight.mean(axis=1),
        GRAMS * np.median(reading, axis=1),
        np.median(weight / reading, axis=1),
    )


def _picks(scale: Error, normal: Error, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """True weight and reading of the pick, in spreads: (numbers of FRUIT, CONTESTS).

    Of the fruit that double a number, only those are drawn that can beat the lowest reading of any
    contest's pick so far. The rest change no pick, and only their number matters: that is exact.
    """
    rng = np.random.default_rng([seed])
    weight = rng.standard_normal(CONTESTS)
    reading = weight + scale.draw(rng, CONTESTS)
    picks = [(weight, reading)]
    for more in FRUIT[:-1]:
        floor = float(reading.min())
        where, new_weight, new_reading = _contenders(rng, floor, scale, normal, int(more))
        order = np.argsort(new_reading, kind="stable")  # so that the highest is written last
        weight, reading = weight.copy(), reading.copy()
        order = order[new_reading[order] > reading[where[order]]]
        weight[where[order]], reading[where[order]] = new_weight[order], new_reading[order]
        picks.append((weight, reading))
    return np.array([w for w, _ in picks]), np.array([r for _, r in picks])


def _contenders(
    rng: np.random.Generator, floor: float, scale: Error, normal: Error, more: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Contest, weight and reading of each of `more` fruit a contest that reads above `floor`.

    Strip by strip of true weight: what lies above the floor needs an error of at least the floor
    less the strip's upper end.
    """
    total = more * CONTESTS
    ends = [-math.inf, *np.arange(1, min(max(floor, 1.5), 6), 0.5), math.inf]
    strips = list(itertools.pairwise(ends))
    shares = [normal.offer(low) * scale.offer(floor - high) for low, high in strips]
    if sum(shares) > 0.5:  # most can win: draw them all
        weight = rng.standard_normal(total)
        error = scale.draw(rng, total)
        where = np.arange(total) % CONTESTS
    else:
        counts = rng.multinomial(total, [*shares, 1 - sum(shares)])
        kept = []
        for (low, high), count in zip(strips, counts, strict=False):
            heavy, is_heavy = normal.larger(rng, low, count)
            wrong, is_wrong = scale.larger(rng, floor - high, count)
            fits = is_heavy & is_wrong & (heavy <= high)
            kept.append((heavy[fits], wrong[fits]))
        weight, error = (np.concatenate(part) for part in zip(*kept, strict=True))
        where = rng.integers(0, CONTESTS, len(weight))
    wins = weight + error > floor
    return where[wins], weight[wins], (weight + error)[wins]


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module for units."""
    return {
        "odds": result.odds,
        "wild": int(result.wild),
        "freedom": result.freedom if result.wild else 0.0,
        "peak": int(FRUIT[np.argmax(result.weight)]),
        "top": int(FRUIT[result.top]),
        "best": float(result.weight[result.top]),
        "thousand": float(result.weight[10]),
        "end": float(result.weight[-1]),
        "reads": float(result.reading[-1]),
        "real": float(result.real[-1]),
    }


def theory(*, odds: int = 1000, wild: bool = True) -> dict[str, float]:
    """Expected facts, exact by quadrature; of `real`, only the normal case is known."""
    weight, reading = _expected(freedom(odds) if wild else math.inf)
    top = int(np.argmax(weight))
    exact = {
        "peak": int(FRUIT[top]),
        "best": GRAMS * weight[top],
        "thousand": GRAMS * weight[10],
        "end": GRAMS * weight[-1],
        "reads": GRAMS * reading[-1],
    }
    return exact if wild else exact | {"real": 0.5}


@functools.cache
def _expected(freedom: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What `_quadrature` says, kept for the closed form alone."""
    return _quadrature(freedom)


def _quadrature(freedom: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean true weight of the pick and median of its reading, in spreads, for each of FRUIT.

    With S(u) = P(V + X > u) and T(u) = E[V; V + X > u], a pick whose reading lies in a cell of the
    grid weighs dT / dS there on average, and (1 - S)^N is the chance that all N read less than u.
    """
    scale, weights = Error(freedom), np.linspace(-9, 9, 181)
    density = np.exp(-(weights**2) / 2)
    density /= density.sum()
    far = np.geomspace(15, 1e9, 1500)
    readings = np.concatenate([-far[::-5], np.arange(-14.98, 14.99, 0.02), far])
    larger_by = np.array([scale.exceeds(u - weights) for u in readings])
    above, heavy = larger_by @ density, larger_by @ (density * weights)  # S and T
    mean = np.diff(heavy) / np.minimum(np.diff(above), -1e-300)
    expected, median = [], []
    for fruit in FRUIT:
        all_less = np.exp(fruit * np.log1p(-np.minimum(above, 1 - 1e-16)))
        expected.append(float(np.diff(all_less) @ mean))
        half = math.log(-math.expm1(-math.log(2) / fruit))  # ln S at the median
        logs = np.log(np.maximum(above, 1e-300))
        median.append(float(np.interp(-half, -logs, readings)))
    return tuple(expected), tuple(median)


def figure(results: list[Result]) -> go.Figure:
    """What the pick weighs and what the scale says of it, against how many fruit are weighed: all
    runs and their median, and where it is heaviest by the exact answer. The reading, drawn as the
    range over the runs and its median, soon leaves the picture."""
    weights, readings = [r.weight for r in results], [_inside(r.reading) for r in results]
    weight, reading = np.median(weights, axis=0), np.median(readings, axis=0)
    top = results[0].top
    peak, best = int(FRUIT[top]), float(weight[top])
    late = peak > math.sqrt(MOST)
    words = "still getting heavier" if peak == MOST else f"heaviest: best of {peak:,.0f}"
    return chart(
        [
            band(FRUIT, np.min(readings, axis=0), np.max(readings, axis=0), "scored", leaves=True),
            line(FRUIT, reading, "scored", "what the scale says", leaves=True),
            runs(FRUIT, weights, "wanted"),
            line(FRUIT, weight, "wanted", "what the pick weighs"),
            dots([peak], [best], "wanted", size=11, ring=True),
            label(
                peak * (1 if late else 1.3),
                best + 6,
                words,
                "wanted",
                "middle left" if late else "middle right",
            ),
        ],
        axis("fruit weighed; the highest reading is picked", 0.8, 1.35 * MOST, TICKS, log=True),
        axis("grams above an average fruit", -4, 64, {n: f"{n}" for n in (0, 20, 40, 60)}),
        height=270,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    how, end = _how(facts), f"best of a million {round(facts['end'])} g"
    if facts["top"] < MOST:
        first, at = facts["best"], f"{facts['top']:,.0f}"
    else:
        first, at = facts["thousand"], "a thousand"
    return f"{how}: best of {at} has {round(first)} g extra, {end}"


def figure_real(results: list[Result]) -> go.Figure:
    """Which part of what the scale says of the pick is real: all runs and their median, at every
    fourfold number of fruit."""
    parts, role = [r.real[::2] for r in results], "wanted" if results[0].wild else "off"
    return chart(
        [
            runs(FRUIT[::2], parts, role),
            line(FRUIT[::2], np.median(parts, axis=0), role),
        ],
        axis("fruit weighed; the highest reading is picked", 0.8, 1.35 * MOST, TICKS, log=True),
        axis("real part of what the scale says", 0, 0.65, format=".0%"),
    )


def finding_real(facts: dict[str, Spread]) -> str:
    """What the view `real` shows at this setting."""
    real = facts["real"]
    part = f"{real:.0%}" if real >= 0.01 else "less than 1%"
    return f"{_how(facts)}: of the reading of the best of a million, {part} is real"


def _how(facts: dict[str, Spread]) -> str:
    return f"1 weighing in {facts['odds']:,.0f} wild" if facts["wild"] else "No weighing wild"


def _inside(reading: np.ndarray) -> np.ndarray:
    """Readings; what is far above the picture is brought nearer, and stays outside."""
    return np.minimum(reading, 400)
