"""Do two choices of a committee foretell the third?

A committee has a vote on each pair of three fruits: apple, pear, plum. Each of its voices ranks all
three and votes by that ranking, so each alone is perfectly consistent; the rankings are drawn at
random, all six alike. An observer sees the committee choose one fruit over a second, and that
second over a third, and foretells that it takes the first over the third. A trader offers it swaps
for a coin each. With `one_scale` the voices still disagree, but about one thing only: along the
scale apple, pear, plum each has a favourite and likes a fruit less the farther away it is.

voices   how many vote; odd, so that there is no tie
foretold share of such chains of two choices after which the third is as foretold
circles  share of committees that go in a circle: apple over pear over plum over apple
coins    coins that a committee has paid after 30 offers, on average
climb    the same over those that do not go in a circle

The trader knows the votes. A committee begins with a fruit at random; each offer is the fruit that
it prefers to the one in hand (of two such, the worse), for a coin, and it always accepts.

Closed form: a sum over the multinomial for the chance that one fruit beats both others; a circle is
what is left of three times that. It is 1/18 at three voices and tends to 1/4 - 3 arcsin(1/3) / 2 pi
= 8.8 %, by the orthants of a normal: Condorcet's paradox under impartial culture (reviewed by
Gehrlein 2002, Theory and Decision, doi 10.1023/A:1015551010381). Derived here: a share q of circles
leaves (1 - q) / (1 + 2q) of the chains true, as a circle holds three chains, all false, and a
ranking one, true. On one scale the favourite of the middle voice beats every other fruit (Black
1958, The Theory of Committees and Elections). Free choices: all rankings alike, a harsh assumption,
as voices that lean the same way make fewer circles; 4,000 committees a run, three fruits.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line, role_of, runs
from generators.schema import Fact, Grid, Spread, grid

SEEDS = range(20)
CAUSE = "voices share no scale"
CAUSE_OFF = {"one_scale": True}
COMMITTEES = 4000
OFFERS = 30
RANKINGS = tuple(permutations(range(3)))  # best first
ON_SCALE = tuple(ranking[-1] != 1 for ranking in RANKINGS)  # the middle fruit is nobody's worst
CHAINS = RANKINGS  # one fruit over a second, that over a third

FACTS = {
    "foretold": Fact("third choice as predicted", ".0%"),
    "circles": Fact("committees that go in a circle", ".1%"),
    "coins": Fact("coins paid in 30 offers", ".1f"),
    "climb": Fact("by those with a best fruit", ".1f"),
}


@dataclass(frozen=True)
class Result:
    """One run of many committees."""

    voices: int
    one_scale: bool
    foretold: float  # share of chains, at `voices`
    sweep: np.ndarray  # the same at each of VOICES
    circles: np.ndarray  # whether each committee goes in a circle
    paid: np.ndarray  # (OFFERS + 1, committees): coins paid so far


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; an even number of voices raises ValueError."""
    for cell in cells:
        if cell["voices"] % 2 == 0:
            raise ValueError(f"{cell['voices']} voices can tie. Take an odd number.")
    every = [_vote(cells, seed) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _vote(cells: Sequence[dict], seed: int) -> list[Result]:
    """The result of one seed for each cell; committees of any size serve all of them."""
    sizes, kinds = {*VOICES, *(cell["voices"] for cell in cells)}, {c["one_scale"] for c in cells}
    beats = {(size, kind): _beats(size, kind, seed) for size in sizes for kind in kinds}
    foretold = {one: _foretold(each) for one, each in beats.items()}
    return [
        _result(seed, beats[cell["voices"], cell["one_scale"]], foretold, **cell) for cell in cells
    ]


def simulate(
    *,
    voices: Annotated[int, Grid(1, 3, 5, 9, 15, 31, 101, label="voices", format="d")] = 3,
    one_scale: bool = False,
    seed: int = 0,
) -> Result:
    """Let committees choose and trade; an even number of voices raises ValueError."""
    return study([{"voices": voices, "one_scale": one_scale}], [seed])[0][0]


VOICES = grid(simulate, "voices")


def _result(
    seed: int,
    beats: np.ndarray,
    foretold: dict[tuple[int, bool], float],
    voices: int,
    one_scale: bool,
) -> Result:
    circles = (beats.sum(axis=2) == 1).all(axis=1)
    sweep = np.array([foretold[count, one_scale] for count in VOICES])
    paid = _trade(beats, np.random.default_rng([seed, voices, 1]).integers(3, size=COMMITTEES))
    return Result(voices, one_scale, foretold[voices, one_scale], sweep, circles, paid)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote."""
    return {
        "voices": result.voices,
        "one_scale": int(result.one_scale),
        "foretold": result.foretold,
        "circles": float(result.circles.mean()),
        "coins": float(result.paid[-1].mean()),
        "climb": float(result.paid[-1, ~result.circles].mean()),
    }


def theory(*, voices: int = 3, one_scale: bool = False) -> dict[str, float]:
    """Expected facts, exact."""
    q = 0.0 if one_scale else 1 - 3 * _beats_both(voices)
    return {
        "foretold": (1 - q) / (1 + 2 * q),
        "circles": q,
        "coins": (1 - q) + q * OFFERS,
        "climb": 1.0,
    }


def _beats_both(voices: int) -> float:
    """Chance that one fruit has a majority over each of the others, all rankings alike: the number
    of voices that put it first, before only the second, before only the third, or last."""
    total = 0.0
    for first in range(voices + 1):
        for second in range(voices + 1 - first):
            for third in range(voices + 1 - first - second):
                if min(first + second, first + third) * 2 > voices:
                    last = voices - first - second - third
                    ways = math.lgamma(voices + 1) - sum(
                        math.lgamma(part + 1) for part in (first, second, third, last)
                    )
                    chance = (first + last) * math.log(3) + (second + third) * math.log(6)
                    total += math.exp(ways - chance)
    return total


def _beats(voices: int, one_scale: bool, seed: int) -> np.ndarray:
    """(COMMITTEES, 3, 3): whether a majority takes the first fruit over the second."""
    rng = np.random.default_rng([seed, voices])
    allowed = np.array(ON_SCALE) if one_scale else np.ones(len(RANKINGS), bool)
    votes = rng.multinomial(voices, allowed / allowed.sum(), COMMITTEES)
    before = np.array(
        [[[r.index(a) < r.index(b) for b in range(3)] for a in range(3)] for r in RANKINGS]
    )
    return (votes @ before.reshape(len(RANKINGS), 9)).reshape(-1, 3, 3) * 2 > voices


def _foretold(beats: np.ndarray) -> float:
    """Share true of all that is foretold from two choices about the third."""
    made = np.array([beats[:, a, b] & beats[:, b, c] for a, b, c in CHAINS])
    true = np.array([beats[:, a, c] for a, _, c in CHAINS])
    return float((made & true).sum() / made.sum())


def _trade(beats: np.ndarray, hand: np.ndarray) -> np.ndarray:
    """Coins paid (OFFERS + 1, committees), each beginning with the fruit in `hand`."""
    everyone, paid = np.arange(len(hand)), [np.zeros(len(hand), int)]
    better = beats.transpose(0, 2, 1)  # (committees, in hand, offered)
    beaten = (beats[:, None] & better[..., None]).any(axis=2)  # by another that is better, too
    offer = np.where(
        better.sum(axis=2) == 2, (better & beaten).argmax(axis=2), better.argmax(axis=2)
    )
    for _ in range(OFFERS):
        swap = better[everyone, hand].any(axis=1)
        hand = np.where(swap, offer[everyone, hand], hand)
        paid.append(paid[-1] + swap)
    return np.array(paid)


def figure(results: list[Result]) -> go.Figure:
    """Share of third choices foretold as voices are added: all runs and their median."""
    first, sweeps, role = (
        results[0],
        [r.sweep for r in results],
        role_of(results[0], CAUSE_OFF, "scored"),
    )
    here = float(np.median([r.foretold for r in results]))
    who = "one voice" if first.voices == 1 else f"{first.voices} voices"
    return chart(
        [
            line([1, 101], [0.5, 0.5], "ink"),
            runs(VOICES, sweeps, role),
            line(VOICES, np.median(sweeps, axis=0), role, "all runs (faint), their median"),
            dots([first.voices], [here], role, size=13, ring=True),
            label(1.1, 0.525, "a coin flip"),
            label(
                first.voices,
                max(here + 0.05, 0.9),
                f"{who}: {here:.0%} right",
                role,
                "top right" if first.voices < 20 else "top left",
            ),
        ],
        axis("voices in a committee", 0.9, 115, {n: f"{n}" for n in (1, 3, 9, 31, 101)}, log=True),
        axis("third choice foretold from two", 0.44, 1.12, {0.5: "50%", 0.75: "75%", 1: "100%"}),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    share = f"{facts['foretold']:.0%}"
    if facts["voices"] == 1:
        return f"One voice: two of its choices predict the third in {share} of cases"
    kind = "on one scale" if facts["one_scale"] else "each consistent"
    return (
        f"{facts['voices']:.0f} voices, {kind}: two choices predict the third in {share} of cases"
    )


def figure_pump(results: list[Result]) -> go.Figure:
    """Coins paid by the average committee, offer by offer: all runs and their median; and by those
    committees that have a best fruit."""
    first, offers = results[0], np.arange(OFFERS + 1)
    means = [r.paid.mean(axis=1) for r in results]
    climbs = [r.paid[:, ~r.circles].mean(axis=1) for r in results]
    return chart(
        [
            line(offers, np.median(climbs, axis=0), "wanted", "those with a best fruit"),
            runs(offers, means, role_of(first, CAUSE_OFF, "scored")),
            line(
                offers,
                np.median(means, axis=0),
                role_of(first, CAUSE_OFF, "scored"),
                "all committees",
            ),
        ],
        axis("offers made", 0, OFFERS, {n: f"{n}" for n in (0, 10, 20, 30)}),
        axis("coins paid", 0, 4, {n: f"{n}" for n in range(5)}),
    )


def finding_pump(facts: dict[str, Spread]) -> str:
    """What the view `pump` shows at this setting."""
    paid = f"The average committee has paid {facts['coins']:.1f} coins"
    if not facts["circles"]:
        return f"{paid}: none goes in a circle, so it soon stops"
    return f"{paid}: {facts['circles']:.0%} go in a circle and pay at every offer"
