"""How hard does it push to keep the best of many?

Look through some fruit, keep the sweetest, throw the rest away. Nothing is made, taught or altered;
only the keeping depends on the outcome. How far does that alone push what is kept? Its unit is one
coin flip that lands your way: an outcome that one fruit in 2^b would match or beat, had nobody
looked, is as rare as b heads in a row.

looks       fruit looked through, of which one is kept
bits        coin flips: -log2 of the share of all fruit at least as sweet as the one kept, mean of a
            run's 1,000 picks
unseen      the same if the first fruit is kept whatever comes; not 0, as every outcome is somewhere
gain        bits minus unseen: what the looking adds
more        bits that as many looks again would add
needed      looks at which the mean of `bits` reaches TARGET, as rare as ten heads in a row
divergence  bits between the two distributions of sweetness, before and after; another question
            than `bits`, with another answer, and not to be mixed with it
sweetness   mean of the fruit kept; all fruit have mean 0 and spread 1

Closed form: the best of N beats a share of all fruit that is the best of N even chances, whose
complement has E[-ln] = H_N = 1 + 1/2 + ... + 1/N (Renyi 1953). So bits = H_N / ln 2, whatever the
distribution of sweetness, if no two are alike. The divergence is log2 N - (N - 1) / (N ln 2), of
which Beirami et al. 2025 (arXiv:2401.01879) show that it is only an upper bound where outcomes tie.
The unit is Yudkowsky's (2008, "Measuring Optimization Power").
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, histogram, label, line, runs
from generators.schema import Fact, Grid, Spread

SEEDS = range(20)
CAUSE = "keeping the best"
CAUSE_OFF = {"blind": True}  # as much fruit, but the first is kept, picked before any is seen
PICKS = 1000  # in one run
FIELD = 4000  # fruit there are for each pick, of which the first `looks` are looked through
TARGET = 10  # heads in a row
TRIED = np.unique(np.geomspace(1, FIELD // 2, 25).astype(int))
EDGES = np.arange(-4, 5.8, 0.25)  # all the fruit of all runs lies between
SHOWN = (1, 4, 7, 10, 13)  # heads in a row, marked on the axis of sweetness
NORMAL = NormalDist()

FACTS = {
    "bits": Fact("coin flips landing your way", ".2f"),
    "unseen": Fact("the same, picked unseen", ".2f"),
    "gain": Fact("what the looking adds", ".2f"),
    "more": Fact("what as many looks again would add", ".2f"),
    "divergence": Fact("divergence of after from before", ".2f"),
    "needed": Fact("looks until ten heads in a row", ",.0f"),
}


@dataclass(frozen=True)
class Result:
    """One run; arrays have one entry a pick."""

    looks: int
    blind: bool
    first: np.ndarray  # sweetness of the fruit that came first
    kept: np.ndarray  # and of the one that was kept
    curve: np.ndarray  # the mean of `bits`, had so many been looked through as TRIED says
    more: float
    needed: int


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every setting is another look at the same fruit."""
    every = [_look(cells, seed) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _look(cells: Sequence[dict], seed: int) -> list[Result]:
    """The result of one seed for each cell."""
    orchard = _orchard(seed)
    return [_result(*orchard, **cell) for cell in cells]


def simulate(
    *,
    looks: Annotated[
        int,
        Grid(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, label="looked through", format=",d"),
    ] = 100,
    blind: bool = False,
    seed: int = 0,
) -> Result:
    """Keep the best of `looks` in each of a run's picks; see the module for units. The fruit are
    the same for every number of looks, so that a longer look begins with the shorter one."""
    return study([{"looks": looks, "blind": blind}], [seed])[0][0]


def _result(
    records: tuple[np.ndarray, np.ndarray, np.ndarray],
    curve: np.ndarray,
    needed: int,
    looks: int,
    blind: bool,
) -> Result:
    first = _best(records, 1)
    if blind:
        return Result(looks, blind, first, first, np.full(len(TRIED), curve[0]), 0.0, needed)
    kept = _best(records, looks)
    more = np.mean(_bits(_best(records, 2 * looks))) - np.mean(_bits(kept))
    return Result(looks, blind, first, kept, curve, float(more), needed)


def _orchard(seed: int) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray, int]:
    """Records, which are the fruit sweeter than all before: at which look, for which pick, how
    sweet, in order of looks; and the mean of `bits` at each number of TRIED, and `needed`."""
    sweetness = np.random.default_rng([seed]).standard_normal((FIELD, PICKS))
    best = np.maximum.accumulate(sweetness)
    rises = np.concatenate([np.ones((1, PICKS), bool), best[1:] > best[:-1]])
    records = (*np.nonzero(rises), sweetness[rises])
    curve = np.array([np.mean(_bits(_best(records, looks))) for looks in TRIED])
    low, high = 1, FIELD
    while low < high:  # the mean can only rise with the looks
        middle = (low + high) // 2
        enough = np.mean(_bits(_best(records, middle))) >= TARGET
        low, high = (low, middle) if enough else (middle + 1, high)
    return records, curve, low


def _best(records: tuple[np.ndarray, np.ndarray, np.ndarray], looks: int) -> np.ndarray:
    """The sweetest of the first so many, for each pick."""
    look, pick, sweetness = records
    best, seen = np.zeros(PICKS), look < looks
    best[pick[seen]] = sweetness[seen]  # in order of looks, so that the last record stays
    return best


def _tail(sweetness: np.ndarray) -> np.ndarray:
    """Share of all fruit at least as sweet, known since we grew them: that of a normal."""
    return np.array([math.erfc(x / math.sqrt(2)) / 2 for x in sweetness])


def _bits(sweetness: np.ndarray) -> np.ndarray:
    return -np.log2(_tail(sweetness))


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module for units."""
    looks, tail = result.looks, _tail(result.kept)
    bits, unseen = (float(np.mean(_bits(x))) for x in (result.kept, result.first))
    # density of the best of N over that of any fruit: N (1 - tail)^(N - 1)
    ratio = np.zeros(PICKS) if result.blind else math.log2(looks) + (looks - 1) * np.log2(1 - tail)
    return {
        "looks": looks,
        "blind": int(result.blind),
        "bits": bits,
        "unseen": unseen,
        "gain": bits - unseen,
        "more": result.more,
        "needed": result.needed,
        "divergence": float(ratio.mean()),
        "sweetness": float(result.kept.mean()),
    }


def theory(*, looks: int = 100, blind: bool = False) -> dict[str, float]:
    """Expected facts, exact for fruit no two of which are equally sweet."""
    nats = np.cumsum(1 / np.arange(1, FIELD + 1))  # H_N
    kept, twice = (1, 1) if blind else (looks, 2 * looks)
    return {
        "bits": float(nats[kept - 1]) / math.log(2),
        "unseen": 1 / math.log(2),
        "gain": float(nats[kept - 1] - 1) / math.log(2),
        "more": float(nats[twice - 1] - nats[kept - 1]) / math.log(2),
        "divergence": math.log2(kept) - (kept - 1) / kept / math.log(2),
        "needed": int(np.argmax(nats >= TARGET * math.log(2))) + 1,
    }


def figure(results: list[Result]) -> go.Figure:
    """Sweetness of any fruit, faint, and of the one that is kept, in all runs; above them the mean
    of each run, on the axis whose marks say how many heads in a row are as rare."""
    role = "off" if results[0].blind else "scored"
    means = [float(np.mean(_bits(r.kept))) for r in results]
    middle = float(np.median(means))
    count = PICKS * len(results)
    before, after = (
        histogram(np.concatenate([getattr(r, name) for r in results]), EDGES, hill)
        for name, hill in (("first", "ink"), ("kept", role))
    )
    before["meta"] |= {"faint": True}
    for hill in (before, after):
        hill["y"] = hill["y"] / count
    level = 0.32
    return chart(
        [
            before,
            after,
            line([_where(middle)] * 2, [0, level], "ink"),
            dots([_where(bits) for bits in means], [level] * len(means), role, size=5),
            label(-1.2, 0.1, "any fruit", side="middle left"),
            label(_where(middle), level + 0.022, f"{middle:.1f} heads", side="middle center"),
        ],
        axis(
            "sweetness: as rare as so many heads in a row",
            EDGES[0],
            EDGES[-1],
            {_where(bits): f"{bits}" for bits in SHOWN},
        ),
        axis("", 0, 0.37, {}),
        height=250,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    bits, unseen = f"{facts['bits']:.1f}", f"{facts['unseen']:.1f}"
    if facts["blind"]:
        return f"Keeping one picked unseen = {bits} coin flips landing your way, as for any fruit"
    if facts["looks"] == 1:
        return f"Keeping the only fruit = {bits} coin flips landing your way, as for any fruit"
    best = f"Keeping the best of {facts['looks']:,.0f} = {bits} coin flips landing your way"
    return f"{best}; picked unseen, {unseen}"


def figure_cost(results: list[Result]) -> go.Figure:
    """Coin flips against looks: all runs and their median, and the setting ringed."""
    first, role = results[0], "off" if results[0].blind else "scored"
    curves = [r.curve for r in results]
    unseen = float(np.median([np.mean(_bits(r.first)) for r in results]))
    here = float(np.median([np.mean(_bits(r.kept)) for r in results]))
    ends = [1, FIELD // 2]
    return chart(
        [
            runs(TRIED, curves, role),
            line(TRIED, np.median(curves, axis=0), role),
            line(ends, [unseen] * 2, "off"),
            dots([first.looks], [here], role, size=12, ring=True),
            label(1.15, 0.55, "picked unseen", "off"),
        ],
        axis("fruit looked through", 0.85, 2400, log=True, format=",d"),
        axis("coin flips landing your way", 0, 13, {n: f"{n}" for n in (0, 3, 6, 9, 12)}),
    )


def finding_cost(facts: dict[str, Spread]) -> str:
    """What the view `cost` shows at this setting."""
    looks, bits = f"{facts['looks']:,.0f}", f"{facts['bits']:.1f}"
    if facts["blind"]:
        return f"What is picked unseen stays at {bits} coin flips, however much one looks"
    if facts["looks"] == 1:
        return f"One look: {bits} coin flips. One more look adds {facts['more']:.1f}"
    return f"{looks} looks: {bits} coin flips. Another {looks} looks add only {facts['more']:.1f}"


def _where(bits: float) -> float:
    """Sweetness that one fruit in 2^bits has or beats."""
    return NORMAL.inv_cdf(1 - 2.0**-bits)
