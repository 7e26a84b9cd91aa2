"""Do selection, training and inference end in the same misdirected drive?

A sorter picks one of eight fruit by two signs: how it tastes, with an error, and how red it is.
While it learns, redness and sweetness go together. Three processes find its drive, the weight of
each sign, in that one world: evolution breeds for sweet picks, training follows the gradient of
sweetness, inference asks which wish explains an expert who knows every sweetness. Then redness
changes its meaning, and the drive goes on as it learned. With `noise` 0 sweetness itself is seen.

noise        spread of the error of taste; sweetness and redness have spread 1
correlation  of redness with sweetness in the world where all three learn
start        angle at which selection and training begin; inference has no beginning
spare        lives of 10 picks in place of 200, and no payment for spreading picks: what selection
             and training come to without these two choices of ours
angle        direction of a drive, degrees: 0 taste alone, 45 both alike, 90 redness alone
bend         part of the bred angle's distance from the exact answer that its scatter explains: see
             `processes`
in_training  mean sweetness of the pick where it learned; a blind pick has 0
reversed     the same where the correlation has changed its sign
breakeven    correlation below which the pick is worse than a blind one; -1 if there is none
gain, harm   how many times as sweet, or as sour if reversed, the pick is with 128 options, not 8
picks        made in all by a process; `until` its drive was first within 5 degrees of its end

Closed form, derived here: a drive is worth E[max of n] cov(score, t) / sd(score). That is largest
for weights in the ratio of E[t | s, p], (1 - correlation^2) to correlation * noise^2, at any n and
any temperature of a softmax; a logit fitted to choices by t finds the same ratio, since regressions
among normal variables are linear (Li & Duan 1989, Annals of Statistics 17(3)).
"""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, chart, dots, label, line, panels, role_of, runs
from generators.lenses.three_processes import processes
from generators.numerics.normal import expected_maximum
from generators.schema import Fact, Grid, Range, Spread

SEEDS = range(16)
CAUSE = "taste is only a rough guide"
CAUSE_OFF = {"noise": 0.0}  # sweetness itself is seen: redness has nothing to add
PROCESSES = ("evolved", "trained", "inferred")
SHIFTS = np.linspace(-1, 1, 17)  # correlations after learning
THIN = [0, 1, 2, 4, 8, 16]  # of them are drawn for a single run: denser where it bends
PICKS = 1500  # at each of them
SEARCH = 2 ** np.arange(8)  # options looked through, up to 128
SEARCHES = 200  # through the largest number, and as many more through fewer of the same fruit
FEW = 3  # rounds of a knock-out among OPTIONS
NEAR = 5  # degrees
WEAK = 0.3  # sweetness that is hardly more than a blind pick's

# The world in each lens's words: where a drive was learned, and where it fails.
READINGS = ("bred here", "unfit"), ("fitted here", "off target"), ("seen here", "wrong wish")

FACTS = {
    "angle_evolved": Fact("angle, evolved", ".0f"),
    "angle_trained": Fact("angle, trained", ".0f"),
    "angle_inferred": Fact("angle, inferred", ".0f"),
    "in_training": Fact("sweetness as learned", ".2f"),
    "reversed": Fact("redness reversed", ".2f"),
    "breakeven": Fact("no better than blind at", ".2f"),
}


@dataclass(frozen=True)
class Result:
    """One run; the processes come in the order of PROCESSES."""

    noise: float
    correlation: float
    bend: float
    paths: list[np.ndarray]  # of each process (moments, 3): picks made, weight of taste, redness
    shifted: np.ndarray  # (processes, SHIFTS): mean sweetness of the pick among OPTIONS
    search: np.ndarray  # (processes, 2, SEARCH): where it learned, and with redness reversed


def simulate(
    *,
    noise: Annotated[
        float, Grid(0.0, 0.25, 0.5, 1.0, 2.0, label="tasting noise", format="g")
    ] = 1.0,
    correlation: Annotated[float, Range(0.0, 0.98)] = 0.9,
    start: Annotated[float, Range(-180.0, 180.0)] = 45.0,
    spare: bool = False,
    seed: int = 0,
) -> Result:
    """Find three drives in one world, then let each pick in others; see the module for units."""
    world = processes.World(correlation, noise)
    rngs = [np.random.default_rng([seed, part]) for part in range(5)]
    begin = np.array([math.cos(math.radians(start)), math.sin(math.radians(start))])
    life, payment = (processes.SHORT_LIFE, 0.0) if spare else (processes.LIFE, processes.RANDOMNESS)
    bred, genomes = processes.evolve(world, begin, rngs[0], life)
    paths = [
        bred,
        processes.train(world, begin, rngs[1], payment),
        processes.infer(world, rngs[2]),
    ]
    drives = np.array([path[-1, 1:] for path in paths])
    later = [processes.World(shift, noise) for shift in SHIFTS]
    shifted = processes.best_of(drives, later, PICKS * processes.OPTIONS, FEW, rngs[3])[-1]
    both = [world, processes.World(-correlation, noise)]
    search = processes.best_of(drives, both, SEARCHES * SEARCH[-1], len(SEARCH) - 1, rngs[4])
    bend = world.bend(genomes)
    return Result(noise, correlation, bend, paths, shifted, np.moveaxis(search, 0, 2))


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; without a process's name, the mean of three."""
    told: dict[str, float] = {
        "noise": result.noise,
        "correlation": result.correlation,
        "bend": result.bend,
    }
    for name, path, value in zip(PROCESSES, result.paths, result.shifted, strict=True):
        turned = processes.turned(path)
        told[f"angle_{name}"] = float(turned[-1])
        told[f"breakeven_{name}"] = _zero(value)
        told[f"picks_{name}"] = int(path[-1, 0])
        told[f"until_{name}"] = int(path[np.argmax(np.abs(turned - turned[-1]) < NEAR), 0])
    trained, reverse = result.search.mean(axis=0)
    return told | {
        "breakeven": float(np.mean([told[f"breakeven_{name}"] for name in PROCESSES])),
        "in_training": float(trained[FEW]),
        "reversed": float(reverse[FEW]),
        "gain": float(trained[-1] / trained[FEW]),
        "harm": float(reverse[-1] / reverse[FEW]),
    }


def theory(
    *, noise: float = 1.0, correlation: float = 0.9, start: float = 45.0, spare: bool = False
) -> dict[str, float]:
    """What all three come to, in closed form; `start` does not matter. Unpaid training has no end
    that it comes to, so where it is `spare` only the other two are foretold."""
    taste, redness = 1 - correlation**2, correlation * noise**2

    def tracks(world: float) -> float:
        """Correlation of the drive's score with sweetness, where redness goes with it so."""
        spread = taste**2 * (1 + noise**2) + redness**2 + 2 * taste * redness * world
        return (taste + redness * world) / math.sqrt(spread)

    few, many = expected_maximum(processes.OPTIONS), expected_maximum(SEARCH[-1])
    direction = math.degrees(math.atan2(redness, taste))
    zero = max(-1.0, -taste / redness) if redness else -1.0
    alike = {f"angle_{name}": direction for name in PROCESSES}
    alike |= {f"breakeven_{name}": zero for name in PROCESSES}
    if spare:
        return {name: value for name, value in alike.items() if not name.endswith("trained")}
    return alike | {
        "breakeven": zero,
        "in_training": few * tracks(correlation),
        "reversed": few * tracks(-correlation),
        "gain": many / few,
        "harm": many / few,
    }


def _zero(value: np.ndarray) -> float:
    """Where the sweetness of picks last rises through that of a blind pick; -1 if nowhere."""
    below = np.flatnonzero(value < 0)
    if not len(below):
        return -1.0
    at = min(below[-1], len(SHIFTS) - 2)
    rise = value[at + 1] - value[at]
    return float(np.clip(SHIFTS[at] - value[at] * (SHIFTS[at + 1] - SHIFTS[at]) / rise, -1, 1))


def figure(results: list[Result]) -> go.Figure:
    """Sweetness of the pick as redness changes its meaning; one panel for each process."""
    first, role = results[0], role_of(results[0], CAUSE_OFF)
    drawn = []
    for number, name in enumerate(PROCESSES):
        values = [r.shifted[number] for r in results]
        zero = float(np.median([_zero(value) for value in values]))
        fails = zero > -1
        height = 1.3 if fails else 0.9  # beside the curve, or under it where it is flat
        learned = np.median([r.search[number, 0, FEW] for r in results])
        traces = [
            band([-1, 1.1], [-1.6, -1.6], [0, 0], "ink", "worse than a blind pick" * (not number)),
            runs(SHIFTS[THIN], np.array(values)[:, THIN], role),
            line(SHIFTS, np.median(values, axis=0), role),
            dots(
                [first.correlation], [learned], "wanted", "where it learned" * (not number), size=10
            ),
            dots([zero] * fails, [0] * fails, "ink", size=9, ring=True),
            label(0, 1.82, name, side="middle center"),
        ]
        if not number:  # said once, as all three panels read alike
            for n, (here, then) in enumerate(READINGS, 1):
                traces.append(label(0.68, height, here, "wanted", "middle left", n))
                traces.append(label(1.08, -1.35, then * fails, role, "middle left", n))
        title = "red means sour   \N{LEFT RIGHT ARROW}   red means sweet" if number == 1 else ""
        left = {-1: "-1", 0: "blind", 1: "+1"}
        drawn.append(
            (
                traces,
                axis(title, -1, 1.1, {-0.5: "-½", 0: "0", 0.5: "½"}),
                axis("" if number else "sweetness of the pick", -1.6, 2, {} if number else left),
            )
        )
    return panels(drawn, height=250)


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if not facts["noise"]:
        return "Where taste is perfect, no change of redness fools it: bred, trained or inferred"
    fooled = [name for name in PROCESSES if facts[f"breakeven_{name}"] > -1]
    if len(fooled) == len(PROCESSES):
        zero = f"{facts['breakeven']:.2f}".replace("-", "\N{MINUS SIGN}")
        return f"Bred, trained or inferred: where red means sour (below {zero}), worse than blind"
    if fooled:
        does = "drive does" if len(fooled) == 1 else "drives do"
        return f"With redness reversed, the {' and '.join(fooled)} {does} worse than picking blind"
    return "Bred, trained or inferred: even where red means sour, better than picking blind"


def figure_evolution(results: list[Result]) -> go.Figure:
    """The mean genome's direction, generation by generation: all runs and their median."""
    turned = [processes.turned(r.paths[0]) for r in results]
    generation, role = np.arange(len(turned[0])), role_of(results[0], CAUSE_OFF)
    return chart(
        [
            line([0, generation[-1]], [0, 0], "wanted", "a drive that redness cannot fool"),
            runs(generation, turned, role),
            line(generation, np.median(turned, axis=0), role),
        ],
        axis("generation", 0, generation[-1], format=".0f"),
        _direction("the mean drive follows"),
    )


def finding_evolution(facts: dict[str, Spread]) -> str:
    """What the view `evolution` shows at this setting."""
    if not facts["noise"]:
        return "Where taste is perfect, breeding for sweet picks breeds a drive for sweetness"
    way = f"{facts['angle_evolved'] / 90:.0%}"
    return f"Bred for sweet picks alone, the drive ends up {way} of the way from taste to redness"


def figure_search(results: list[Result]) -> go.Figure:
    """Sweetness of the pick as more fruit is looked through, where it learned and reversed."""
    each = np.array([r.search.mean(axis=0) for r in results])  # (runs, 2, SEARCH)
    good, bad = np.median(each, axis=0)
    role, low = role_of(results[0], CAUSE_OFF), bad[-1] < 1
    return chart(
        [
            line([1, SEARCH[-1]], [0, 0], "ink"),
            runs(SEARCH, each[:, 0], "wanted"),
            runs(SEARCH, each[:, 1], role),
            line(SEARCH, good, "wanted"),
            line(SEARCH, bad, role),
            label(1.1, 2.3, "where it learned", "wanted"),
            label(1.1 if low else 20, -2.3 if low else 0.8, "redness reversed", role),
        ],
        axis("fruit to choose from", 1, 128, {n: f"{n}" for n in (1, 2, 8, 32, 128)}, log=True),
        axis("sweetness of the pick", -2.7, 2.7, {-2: "-2", 0: "blind", 2: "+2"}),
    )


def finding_search(facts: dict[str, Spread]) -> str:
    """What the view `search` shows at this setting."""
    if facts["reversed"] > WEAK:
        return "More fruit to choose from, sweeter picks: here search helps in either world"
    if facts["reversed"] > -WEAK:
        return "With redness reversed, the drive is nearly blind, and more fruit is no help"
    gain, harm = f"{facts['gain']:.1f}", f"{facts['harm']:.1f}"
    return f"16 times the fruit: {gain} times the good or, redness reversed, {harm} times the harm"


def figure_picks(results: list[Result]) -> go.Figure:
    """The drive's direction as picks add up: all runs of each process, and their medians."""
    role, traces = role_of(results[0], CAUSE_OFF), []
    for number in range(len(PROCESSES)):
        path = results[0].paths[number]
        some = np.unique(np.geomspace(1, len(path), 16).astype(int)) - 1
        some = some[path[some, 0] > 0]
        turned = np.array([processes.turned(r.paths[number])[some] for r in results])
        traces += [
            runs(path[some, 0], turned, role),
            line(path[some, 0], np.median(turned, axis=0), role),
        ]
    height = 8 if path[-1, 2] > path[-1, 1] else 92  # where no line runs
    places = zip((16, 200, 30_000), reversed(PROCESSES), strict=True)
    words = [label(x, height, name) for x, name in places]
    ticks = {10: "10", 1000: "1,000", 100_000: "100,000"}
    return chart(
        [*traces, *words],
        axis("picks made so far", 10, 1e6, ticks, log=True),
        _direction("the drive follows"),
    )


def finding_picks(facts: dict[str, Spread]) -> str:
    """What the view `picks` shows at this setting."""
    evolved, trained, inferred = (
        f"{float(format(facts[f'until_{name}'], '.0e')):,.0f}" for name in PROCESSES
    )
    return f"Picks until it got there: evolved {evolved}, trained {trained}, inferred {inferred}"


def _direction(title: str) -> dict:
    return axis(title, -25, 112, {0: "taste", 45: "both", 90: "redness"})
