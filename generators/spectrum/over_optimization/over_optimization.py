"""How far can an orchard be bred by a learned score before its fruit get worse?

A fruit has twenty traits, each standard normal in the first orchard. Four make it sweet, and any
trait's extremes cost sweetness: a . x - (b/2) |x|^2, with |a| = 1. A score is learned from pairs of
fruit of which a taster prefers one, the more surely the sweeter it is. Then the orchard is bred by
it: the mean of the traits follows the score's gradient. The score weighs traits and knows nothing
of extremes, so it never stops rising, while sweetness may.

comparisons  pairs tasted before the score is learned
curvature    b, the cost of extremes; the best fruit lies 1/b from the first orchard's mean
distance     from the first mean to the bred one, in standard deviations of a trait: sqrt(2 KL) for
             the divergence KL between the two orchards in nats. Gao's d is distance / sqrt(2)
alignment    cosine of the angle between the score's weights and a; `expected`, the same for a score
             of so many comparisons, by a formula for many
score, want  gain in mean score and in mean sweetness over the first orchard
peak, best   the distance at which want is highest, and want there; `foretold`, alignment / b
end, lost    want at distance FURTHEST, and how far it lies below `best`; `promised`, score there
agree        share of pairs of unseen fruit of which score and sweetness prefer the same one, in the
             first orchard; `agree_end`, bred to FURTHEST
twins        cosine between the weights and those learned from as many other comparisons
stray        share of the score's squared weights on traits that make nothing sweet
full_want    want where a score with one more number, for extremes, no longer rises (or FURTHEST)
ideal        the highest want of all orchards within FURTHEST
draws        fruit of which the best by score is sweetest, and want there; `draws_end`, of the most

Free choices: the numbers of traits, b, FURTHEST; Bradley-Terry for taster and learner; a normal
prior of variance 1/20 on each number learned. Derived here: want at distance D is alignment * D -
b D^2 / 2, hence the peak, at which score and sweetness agree on half of all pairs; with b = 0 there
is none. In d this is d (alpha - beta d), which Gao, Schulman & Hilton 2022 (arXiv:2210.10760) fit
to best-of-n sampling of language models; reinforcement learning they fit by d (alpha - beta log d).
Keeping the best of n diverges by log n - (n - 1) / n.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, line, role_of, runs
from generators.schema import Fact, Grid, Spread
from generators.spectrum.over_optimization import breeding
from generators.spectrum.over_optimization.breeding import (
    COMPARISONS,
    COUNT,
    DISTANCES,
    DRAWS,
    FURTHEST,
    PAIRS,
    TRAITS,
    TRUTH,
    VARIANCE,
    Score,
)
from generators.spectrum.over_optimization.preference import expected_alignment

SEEDS = range(20)
CAUSE = "the score only stands in for sweetness"
CAUSE_OFF = {"true_gold": True}  # the score is sweetness itself
BREADTH = np.sqrt(2 * (np.log(DRAWS) - (DRAWS - 1) / DRAWS))  # the distance with the same KL
MARKS = {n: f"{n:,}" for n in (1, 16, 256, 4096, 65536)}
SHOP = (42.0, 3600.0)

FACTS = {
    "peak": Fact("sweetest at distance", ".1f"),
    "best": Fact("sweetness gained there", ".2f"),
    "end": Fact("sweetness gained at distance 6", ".2f"),
    "promised": Fact("score gained at distance 6", ".1f"),
    "alignment": Fact("cosine of score and sweetness", ".2f"),
    "agree": Fact("pairs agreed on, first orchard", ".0%"),
    "agree_end": Fact("pairs agreed on, distance 6", ".0%"),
    "full_want": Fact("gain, if extremes are scored too", ".2f"),
    "ideal": Fact("highest gain possible", ".2f"),
}


@dataclass(frozen=True)
class Result:
    """One run. Arrays of gains over the first orchard, along DISTANCES or DRAWS."""

    comparisons: int
    curvature: float
    true_gold: bool
    weights: np.ndarray  # (2, TRAITS): of the score, and of its twin
    score: np.ndarray
    want: np.ndarray
    agree: np.ndarray  # share of unseen pairs, bred to each distance
    ends: np.ndarray  # (2, COMPARISONS): want where breeding ends, by the score and the full one
    kept: np.ndarray  # (2, DRAWS): score and want of the fruit kept


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; the scores of all seeds are learned together, for
    every number of comparisons. ValueError off the grid of comparisons."""
    costs = sorted({cell["curvature"] for cell in cells if not cell["true_gold"]})
    taught = {b: breeding.taught(seeds, b) for b in costs}
    every = [
        _breed(cells, seed, {b: taught[b][place] for b in costs})
        for place, seed in enumerate(seeds)
    ]
    return [list(runs) for runs in zip(*every, strict=True)]


def _breed(
    cells: Sequence[dict], seed: int, taught: dict[float, list[tuple[Score, Score, Score]]]
) -> list[Result]:
    """The result of one seed for each cell; they all begin with the same orchard and luck."""
    fruit, luck = breeding.fruit(seed), breeding.luck(seed)
    kept = sorted({cell["curvature"] for cell in cells if cell["true_gold"]})
    best = {b: breeding.keep(seed, b) for b in kept}
    found = []
    for cell in cells:
        at, curvature = COMPARISONS.index(cell["comparisons"]), cell["curvature"]
        gold = Score(TRUTH, curvature)
        if cell["true_gold"]:
            scores, bred = [(gold,) * 3] * len(COMPARISONS), best[curvature]
        else:
            scores = taught[curvature]
            bred = breeding.keep_by(scores[at][0], gold, luck)
        found.append(_result(fruit, scores, bred, **cell))
    return found


def simulate(
    *,
    comparisons: Annotated[
        int, Grid(50, 100, 300, 1000, 3000, label="comparisons bought", format=",d")
    ] = 100,
    curvature: Annotated[float, Grid(0.0, 0.2, 0.25, label="cost of extremes", format="g")] = 0.25,
    true_gold: bool = False,
    seed: int = 0,
) -> Result:
    """Learn a score, breed by it, and taste; see the module for units. ValueError off the grid of
    comparisons."""
    cell = {"comparisons": comparisons, "curvature": curvature, "true_gold": true_gold}
    return study([cell], [seed])[0][0]


def _result(
    fruit: np.ndarray,
    taught: list[tuple[Score, Score, Score]],
    bred: np.ndarray,
    comparisons: int,
    curvature: float,
    true_gold: bool,
) -> Result:
    at, gold = COMPARISONS.index(comparisons), Score(TRUTH, curvature)
    score, twin, _ = taught[at]
    step, moved = breeding.unit(score.weights), score.reach(DISTANCES)
    scored, want = (one.gains(fruit, step, moved) for one in (score, gold))
    ahead = [one.of(fruit) + gain for one, gain in ((score, scored), (gold, want))]
    lead, true_lead = (part[:, :PAIRS] - part[:, PAIRS:] for part in ahead)
    return Result(
        comparisons,
        curvature,
        true_gold,
        np.array([score.weights, twin.weights]),
        scored.mean(axis=1),
        want.mean(axis=1),
        np.mean(lead * true_lead > 0, axis=1),
        np.array([[_at_end(one, gold, fruit) for one in some[::2]] for some in taught]).T,
        bred,
    )


def _at_end(score: Score, gold: Score, fruit: np.ndarray) -> float:
    """Want where a breeder by this score ends."""
    return gold.gains(fruit, breeding.unit(score.weights), score.reach(DISTANCES[-1:])).mean()


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module for units."""
    weights, twin = (breeding.unit(one) for one in result.weights)
    peak, best = breeding.summit(result.want)
    alignment, cost = float(weights @ TRUTH), result.curvature
    at, kept = COMPARISONS.index(result.comparisons), int(np.argmax(result.kept[1]))
    return {
        "comparisons": result.comparisons,
        "curvature": cost,
        "true_gold": int(result.true_gold),
        "furthest": FURTHEST,
        "alignment": alignment,
        "expected": expected_alignment(result.comparisons, TRAITS, cost, VARIANCE),
        "peak": peak,
        "foretold": min(FURTHEST, max(0.0, alignment) / cost if cost else FURTHEST),
        "best": best,
        "end": float(result.want[-1]),
        "lost": best - float(result.want[-1]),
        "promised": float(result.score[-1]),
        "agree": float(result.agree[0]),
        "agree_end": float(result.agree[-1]),
        "twins": float(weights @ twin),
        "stray": float(np.sum(weights[COUNT:] ** 2)),
        "full_want": float(result.ends[1, at]),
        "ideal": breeding.highest(cost),
        "draws": int(DRAWS[kept]),
        "draws_best": float(result.kept[1, kept]),
        "draws_end": float(result.kept[1, -1]),
    }


def theory(
    *, comparisons: int = 100, curvature: float = 0.25, true_gold: bool = False
) -> dict[str, float]:
    """What is exact: a breeder by sweetness itself, and one whom extremes cost nothing."""
    ideal = breeding.highest(curvature)
    if not true_gold:
        return {"ideal": ideal} | ({} if curvature else {"peak": FURTHEST, "lost": 0.0})
    found = dict.fromkeys(("ideal", "best", "end", "promised", "full_want"), ideal)
    found |= dict.fromkeys(("alignment", "agree", "agree_end", "twins"), 1.0)
    return found | {"lost": 0.0, "stray": 0.0}


def figure(results: list[Result]) -> go.Figure:
    """Score and sweetness by the distance bred: all runs and their medians."""
    role = role_of(results[0], CAUSE_OFF, "scored")
    scores, wants = np.array([r.score for r in results]), np.array([r.want for r in results])
    middle = np.median(wants, axis=0)
    peak, best = breeding.summit(middle)
    return chart(
        [
            line([0, FURTHEST], [0, 0], "ink", faint=True),
            runs(DISTANCES, scores, role),
            runs(DISTANCES, wants, "wanted"),
            line(DISTANCES, np.median(scores, axis=0), role, "score"),
            line(DISTANCES, middle, "wanted", "sweetness"),
            dots([peak], [best], "wanted", size=12, ring=True),
        ],
        axis("distance bred, in spreads of a trait", 0, FURTHEST),
        axis("gained over the first orchard", -3, 7),
        height=330,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    end = _signed(facts["end"])
    if facts["true_gold"]:
        stops = f"breeding stops at {facts['peak']:.1f}" if facts["curvature"] else "both rise"
        return f"The score is sweetness itself: {stops}, and none of the gain of {end} is lost"
    if not facts["curvature"]:
        return f"Extremes cost nothing: sweetness rises with the score, to {end} at distance 6"
    side = "below" if facts["end"] < 0 else "above"
    gain = f"{abs(facts['end']):.1f} points {side} the start"
    return f"The score keeps rising; sweetness rises, turns and ends {gain}"


def figure_test(results: list[Result]) -> go.Figure:
    """Share of pairs on which score and sweetness agree, by distance bred: all runs, median."""
    role, agree = role_of(results[0], CAUSE_OFF, "scored"), np.array([r.agree for r in results])
    middle = np.median(agree, axis=0)
    return chart(
        [
            line([0, FURTHEST], [0.5, 0.5], "ink"),
            runs(DISTANCES, agree, role),
            line([0, FURTHEST], [middle[0]] * 2, "wanted", "on unseen fruit of the first orchard"),
            line(DISTANCES, middle, role, "on fruit bred so far"),
        ],
        axis("distance bred, in spreads of a trait", 0, FURTHEST),
        axis("pairs on which score and sweetness agree", 0, 1, format=".0%"),
    )


def finding_test(facts: dict[str, Spread]) -> str:
    """What the view `test` shows at this setting."""
    first, last = f"{facts['agree']:.0%}", f"{facts['agree_end']:.0%}"
    if facts["true_gold"]:
        return f"The score is sweetness itself: they agree on {first} of pairs, here and there"
    return f"On unseen fruit the score is right in {first} of pairs; on fruit bred to 6, in {last}"


def figure_extremes(results: list[Result]) -> go.Figure:
    """Sweetness where breeding ends, by comparisons: without and with a number for extremes."""
    first, role = results[0], role_of(results[0], CAUSE_OFF, "scored")
    ends = np.array([r.ends for r in results])  # (runs, 2, COMPARISONS)
    middle, at = np.median(ends, axis=0), COMPARISONS.index(first.comparisons)
    return chart(
        [
            line(SHOP, [breeding.highest(first.curvature)] * 2, "ink", "the best there is"),
            runs(COMPARISONS, ends[:, 0], role),
            runs(COMPARISONS, ends[:, 1], "wanted"),
            line(COMPARISONS, middle[0], role, "score of traits"),
            line(COMPARISONS, middle[1], "wanted", "score of traits and extremes"),
            dots([first.comparisons] * 2, middle[:, at], "ink", size=11, ring=True),
        ],
        axis("comparisons bought", *SHOP, {n: f"{n:,}" for n in COMPARISONS}, log=True),
        axis("sweetness gained in the end", -2.8, 6.2),
    )


def finding_extremes(facts: dict[str, Spread]) -> str:
    """What the view `extremes` shows at this setting."""
    end, full, ideal = (_signed(facts[name]) for name in ("end", "full_want", "ideal"))
    if facts["true_gold"]:
        return f"The score is sweetness itself: breeding ends at {end}, the best there is"
    kept = f"{end}; with extremes scored, at {full} of {ideal}"
    return f"{facts['comparisons']:,.0f} comparisons: breeding by traits ends at {kept}"


def figure_draws(results: list[Result]) -> go.Figure:
    """Score and sweetness of the best of so many fruit, beside breeding that goes as far."""
    role = role_of(results[0], CAUSE_OFF, "scored")
    kept = np.array([r.kept for r in results])  # (runs, 2, DRAWS)
    bred = np.median([np.interp(BREADTH, DISTANCES, r.want) for r in results], axis=0)
    middle = np.median(kept, axis=0)
    return chart(
        [
            runs(DRAWS, kept[:, 0], role),
            runs(DRAWS, kept[:, 1], "wanted"),
            line(DRAWS, middle[0], role, "score"),
            line(DRAWS, middle[1], "wanted", "sweetness"),
            line(DRAWS, bred, "ink", "sweetness, bred as far"),
        ],
        axis("fruit of which the best is kept", 1, 2e5, MARKS, log=True),
        axis("gained over the average fruit", -1.5, 5),
    )


def finding_draws(facts: dict[str, Spread]) -> str:
    """What the view `draws` shows at this setting."""
    best, end = _signed(facts["draws_best"]), _signed(facts["draws_end"])
    if facts["draws"] == DRAWS[-1]:
        return f"Keeping the best of {DRAWS[-1]:,} fruit gains {end} in sweetness, the most of all"
    some = f"Sweetest is the best of some {facts['draws']:,.0f}, at {best}"
    return f"{some}; the best of {DRAWS[-1]:,} gains {end}"


def _signed(gain: float) -> str:
    """A gain to one digit, with its sign, and nothing without one."""
    text = f"{gain:+.1f}".replace("-", "\N{MINUS SIGN}")
    return text if text.strip("+\N{MINUS SIGN}0.") else "0.0"
