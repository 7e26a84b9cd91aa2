"""Can a thermostat, a choice, a breed and a gradient be measured by one unit?

Four processes that have nothing in common but a filter each judge the same number of outcomes. Bits
say how far each gets: -log2 of the chance that the same process, its filter blind, does at least as
well. One bit is one coin flip that lands your way. Three of the four work on fruit whose sweetness
is the number of its good genes, which a fair coin makes good or bad; the fourth on the warmth of a
cold store.

rounds      each judges 2 * genes outcomes: fruit, children, fruit in pairs; a thermostat 200
thermostat  a store's warmth drifts by chance, keeps 98 % of its deviation from one reading to the
            next, and is set back by `gain` of each reading; good is close to the set point
best        the sweetest of all coin-made fruit judged so far
selection   as many parents as genes breed in pairs; the sweeter half of the children lives on
gradient    log-odds of every gene, moved by `step` times a gradient estimated from the pairs
mixing      whether children mix two parents' genes or copy one
unseen_...  the same process with a blind filter: not 0, as every outcome is somewhere
good        share of good genes in the breed after GENERATIONS rounds
until       rounds until nine in ten of its genes are good; `foretold` is that of the closed form
divergence  of warmth from that of a store left alone, in bits; not to be mixed with the others

Free choices, ours: the gain, what a store keeps, the step. The noise of the gradient is not free:
it is that of its sample (see `genomes`). The order of the four at one moment hangs on the choices.
Equal is only how often each may ask how good an outcome is.

Closed form. Best of n: sum of P(max = k) times the bits of k, exact. Thermostat: its variance is
r = r' + (1 - r') b^2t after t readings, b = .98 - gain, r' = (1 - .98^2) / (1 - b^2); bits are an
integral over a normal, the divergence is (r - 1 - ln r) / (2 ln 2). Without mixing, the breed ends
as copies of its best founder. With it, in a large population with G genes, children vary by half of
what the parents do plus G f (1 - f) / 2; keeping the better half leaves 1 - 2/pi of that variance
and gains sqrt(2/pi) of its root. Once steady, f gains eta sqrt(f (1 - f) / G) a round, where eta =
sqrt(2 / (pi + 2)), so f = (1 + sin(eta t / sqrt G)) / 2: derived here. The model, and gains of
order sqrt G, are MacKay's (2003, Information Theory, Inference, and Learning Algorithms, ch. 19).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, line, runs
from generators.numerics.binomial import binomial_pmf
from generators.schema import Fact, Grid, Range, Spread
from generators.spectrum.four_processes import genomes

SEEDS = range(16)
CAUSE = "the filter sees the outcome"
CAUSE_OFF = {"blind": True}  # what is kept, bred, followed or heated does not depend on the outcome
PROCESSES = ("thermostat", "best", "selection", "gradient")
NAMES = ("thermostat", "best of all", "breeding", "gradient")
GENERATIONS = 40
READINGS = 200  # of a store in a round
STORES, CONTESTS, LEARNERS = 200, 40, 4  # averaged in one run; of breeds there is one
KEEPS = 0.98
NINE = 0.9  # of all genes
HALF = GENERATIONS // 2  # the most rounds of the processes other than breeding

FACTS = {
    "thermostat": Fact("thermostat, coin flips", ".1f"),
    "best": Fact("best of all, coin flips", ".1f"),
    "selection": Fact("breeding, coin flips", ".1f"),
    "gradient": Fact("gradient, coin flips", ".1f"),
    "until": Fact("generations until 90% of genes are good", ".1f"),
    "good": Fact("good genes in the end", ".1%"),
}


@dataclass(frozen=True)
class Result:
    """One run."""

    rounds: int
    genes: int
    blind: bool
    bits: np.ndarray  # (4,): mean of each process, in the order of PROCESSES
    unseen: np.ndarray  # (4,): the same of its twin with a blind filter
    warmth: float  # variance of the stores' warmth, that of a store without thermostat being 1
    share: np.ndarray  # (GENERATIONS + 1,): good genes in the breed


class Work(NamedTuple):
    """What all four do in every round, with a filter that sees the outcome or a blind one."""

    cooled: np.ndarray
    chosen: np.ndarray
    bred: np.ndarray
    climbed: np.ndarray


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every number of rounds is another look at the same
    work."""
    every = [_work(cells, seed) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _work(cells: Sequence[dict], seed: int) -> list[Result]:
    """The result of one seed for each cell."""
    pairs = [(_asks(cell, not cell["blind"]), _asks(cell, False)) for cell in cells]
    asked = dict.fromkeys(ask for pair in pairs for asks in pair for ask in asks)
    made = {ask: ask[0](seed, *ask[1:]) for ask in asked}
    found = []
    for cell, pair in zip(cells, pairs, strict=True):
        own, twin = (Work(*(made[ask] for ask in asks)) for asks in pair)
        found.append(_result(own, twin, cell["rounds"], cell["genes"], cell["blind"]))
    return found


def _asks(cell: dict, judged: bool) -> list[tuple]:
    """What makes the work of each of the four, with all that it hangs on but the seed."""
    genes = cell["genes"]
    return [
        (_cooled, cell["gain"] if judged else 0.0),
        (_chosen, genes, judged),
        (_bred, genes, cell["mixing"], judged),
        (_climbed, genes, cell["step"], judged),
    ]


def simulate(
    *,
    rounds: Annotated[int, Grid(1, 2, 5, 10, 20, label="rounds")] = 10,
    genes: Annotated[int, Grid(25, 100, 225, label="genes")] = 100,
    gain: Annotated[float, Range(0.0, 1.5)] = 0.5,
    step: Annotated[float, Range(0.1, 100.0)] = 4.0,
    mixing: bool = True,
    blind: bool = False,
    seed: int = 0,
) -> Result:
    """Let all four work for `rounds`, each beside a blind twin; see the module for units."""
    cell = {"rounds": rounds, "genes": genes, "gain": gain, "step": step}
    return study([cell | {"mixing": mixing, "blind": blind}], [seed])[0][0]


def _result(own: Work, twin: Work, rounds: int, genes: int, blind: bool) -> Result:
    """What the four have got to after so many rounds, beside their twins with a blind filter."""
    at, rarity = min(rounds, HALF), genomes.rarity(genes)
    bits, unseen = (
        np.array(
            [
                _closeness(work.cooled[at]).mean(),
                *(
                    rarity[score].mean()
                    for score in (work.chosen[at], work.bred[at], work.climbed[at])
                ),
            ]
        )
        for work in (own, twin)
    )
    warmth, share = float(np.mean(own.cooled[at] ** 2)), own.bred.mean(axis=1) / genes
    return Result(rounds, genes, blind, bits, unseen, warmth, share)


def _cooled(seed: int, gain: float) -> np.ndarray:
    """Warmth of all stores at the start and after each round: (HALF + 1, STORES)."""
    rng = np.random.default_rng([seed, 0])
    warmth = rng.standard_normal(STORES)
    after = [warmth]
    for moves in math.sqrt(1 - KEEPS**2) * rng.standard_normal((HALF, READINGS, STORES)):
        for move in moves:
            warmth = (KEEPS - gain) * warmth + move
        after.append(warmth)
    return np.array(after)


def _chosen(seed: int, genes: int, judged: bool) -> np.ndarray:
    """Good genes of the fruit kept, at the start and after each round: (HALF + 1, CONTESTS)."""
    rng = np.random.default_rng([seed, 1, genes])
    scores = rng.binomial(genes, 0.5, (1 + HALF, CONTESTS, 2 * genes))
    if judged:
        return np.concatenate([scores[:1, :, 0], np.maximum.accumulate(scores[1:].max(axis=2))])
    return scores[:, :, 0]


def _bred(seed: int, genes: int, mixing: bool, judged: bool) -> np.ndarray:
    rng = np.random.default_rng([seed, 2, genes])
    return genomes.breed(genes, GENERATIONS, rng, judged, mixing)


def _climbed(seed: int, genes: int, step: float, judged: bool) -> np.ndarray:
    rng = np.random.default_rng([seed, 3, genes])
    return genomes.climb(genes, HALF, rng, step, LEARNERS, judged)


def _closeness(warmth: np.ndarray) -> np.ndarray:
    """Bits of each deviation from the set point: chance that a store left alone is as close."""
    return -np.log2(np.vectorize(math.erf)(np.abs(warmth) / math.sqrt(2)))


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module for units."""
    share, r = result.share, result.warmth
    told = {name: float(bits) for name, bits in zip(PROCESSES, result.bits, strict=True)}
    told |= {f"unseen_{n}": float(b) for n, b in zip(PROCESSES, result.unseen, strict=True)}
    first = int(np.argmax(share >= NINE)) if (share >= NINE).any() else GENERATIONS
    back = (share[first] - NINE) / max(share[first] - share[first - 1], 1e-9)
    return told | {
        "rounds": result.rounds,
        "judged": 2 * result.genes * result.rounds,
        "genes": result.genes,
        "blind": int(result.blind),
        "until": float(first - np.clip(back, 0, 1)),
        "foretold": math.asin(2 * NINE - 1) / _pace(result.genes),
        "good": float(share[-1]),
        "divergence": (r - 1 - math.log(r)) / (2 * math.log(2)),
    }


def _pace(genes: int) -> float:
    """Radians a generation of the closed form for breeding."""
    return math.sqrt(2 / (math.pi + 2) / genes)


def theory(
    *,
    rounds: int = 10,
    genes: int = 100,
    gain: float = 0.5,
    step: float = 4.0,
    mixing: bool = True,
    blind: bool = False,
) -> dict[str, float]:
    """Expected facts where they are exact; breeding's sine is a limit, and stands in `foretold`."""
    rarity, pmf = genomes.rarity(genes), binomial_pmf(genes, np.array([0.5]))[0]
    below = np.minimum(np.cumsum(pmf), 1)
    z = (np.arange(40_000) + 0.5) / 5_000  # half a normal, to eight spreads
    weight = np.exp(-(z**2) / 2)
    erf = np.cumsum(weight) / weight.sum()
    keeps = KEEPS - (0 if blind else gain)
    rest = (1 - KEEPS**2) / (1 - keeps**2)
    r = rest + (1 - rest) * keeps ** (2 * READINGS * rounds)
    alone = float(pmf @ rarity)
    expected = {
        "thermostat": float(weight @ -np.log2(np.interp(z * math.sqrt(r), z, erf)) / weight.sum()),
        "best": float(np.diff(below ** (1 if blind else 2 * genes * rounds), prepend=0) @ rarity),
        "unseen_thermostat": 1 / math.log(2),
        "unseen_best": alone,
        "unseen_selection": alone,
        "unseen_gradient": alone,
        "divergence": (r - 1 - math.log(r)) / (2 * math.log(2)),
    }
    if blind:
        del expected["divergence"]  # 0, which no sample reaches from below
        return expected | {"selection": alone, "gradient": alone, "good": 0.5}
    if not mixing:
        founder = np.diff(below**genes, prepend=0)
        expected["good"] = float(founder @ np.arange(genes + 1)) / genes
        if 2**rounds >= 2 * genes:
            expected["selection"] = float(founder @ rarity)
    return expected


def figure(results: list[Result]) -> go.Figure:
    """Coin flips of each process on its own line, all runs and their median; its twin with a blind
    filter below."""
    role = "off" if results[0].blind else "scored"
    rows = np.arange(4, 0, -1)
    bits, unseen = (np.array([getattr(r, n) for r in results]) for n in ("bits", "unseen"))
    return chart(
        [
            dots(unseen.ravel(), np.tile(rows - 0.17, len(results)), "off", size=4, faint=True),
            dots(np.median(unseen, axis=0), rows - 0.17, "off", "its blind twin", size=7),
            dots(bits.ravel(), np.tile(rows + 0.12, len(results)), role, size=4, faint=True),
            dots(np.median(bits, axis=0), rows + 0.12, role, "a process", size=11),
        ],
        axis("coin flips", 0.2, 130, {n: f"{n}" for n in (1, 3, 10, 30, 100)}, log=True),
        axis("", 0.5, 4.5, dict(zip(rows.tolist(), NAMES, strict=True))),
        height=230,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    least, most = (f"{pick(facts[name] for name in PROCESSES):.1f}" for pick in (min, max))
    if facts["blind"]:
        after = f"Four blind filters after {facts['judged']:,.0f} outcomes: {least} to {most}"
        return f"{after} coin flips, as by chance"
    seen = f"Four filters that see {facts['judged']:,.0f} outcomes each"
    return f"{seen} push by {least} to {most} coin flips"


def figure_generations(results: list[Result]) -> go.Figure:
    """Good genes in the breed, generation by generation: all runs, their median, the formula."""
    first, at = results[0], np.arange(GENERATIONS + 1)
    shares = [r.share for r in results]
    foretold = (1 + np.sin(np.minimum(at * _pace(first.genes), math.pi / 2))) / 2
    role = "off" if first.blind else "scored"
    return chart(
        [
            runs(at, shares, role),
            line(at, np.median(shares, axis=0), role, "measured"),
            line(at, foretold, "ink", "formula"),
        ],
        axis("generation", 0, GENERATIONS, format=".0f"),
        axis("good genes", 0.35, 1, format=".0%"),
    )


def finding_generations(facts: dict[str, Spread]) -> str:
    """What the view `generations` shows at this setting."""
    if facts["blind"]:
        return f"Parents drawn by lot: after {GENERATIONS} generations {facts['good']:.0%} are good"
    return (
        f"{facts['genes']:.0f} genes: 90% are good after {facts['until']:.1f} generations, "
        f"{facts['foretold']:.1f} by the formula"
    )
