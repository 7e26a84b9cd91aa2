"""Can learning, which nobody inherits, guide evolution to a needle in a haystack?

The model of Hinton & Nowlan (1987). A genome has 20 genes; each is right, wrong or undecided
("?"). Only the full set of 20 right settings is worth anything: a needle, with nothing around it
that points the way. In its life an organism tries random settings for its undecided genes; once
all 20 are right it notices, and stops. What it has learned dies with it.

undecided  share of undecided genes at the start; the rest is half right, half wrong
trials     settings that one organism can try in its life
learning   with it off no gene is undecided: half are right, half wrong, and nothing is tried
fitness    1 + 19 n / trials, n = trials left when all is right: 20 for an organism born right,
           1 for one that never gets there; 1987 has trials = 1000
mastered   share of a generation that gets there at all
climbed    1 if more than half of the last generation gets there, else 0
halfway    first generation in which half gets there; generations + 1 if none
innate     share of the last generation that is born with all 20 genes right
right      share of genes that are right, in the last generation; so too open ("?") and wrong
effort     trials spent by all organisms up to `halfway`, in millions
start      mean fitness of the first generation
hill_q     mean fitness of an organism with q genes left to learning and no gene wrong; where
           nothing can be learned, of one with q genes wrong

1,000 organisms; parents drawn by fitness, each with replacement; one-point crossover; one child a
mating; no mutation and no elite. Choices where the paper is silent: the cut falls between two
genes, so that each parent gives at least one; a trial that succeeds is not counted, so that an
organism born right has all of them left.

Closed form: with chance p = 2^-q a trial, E[n] = trials - (1 - p)(1 - (1 - p)^trials) / p.

Hinton & Nowlan 1987, "How learning can guide evolution", Complex Systems 1(3), 495-502. Stojic
2017, "[Re] How learning can guide evolution", ReScience 3(1), repeated it a hundred times and
found fewer "?" left than the one run of 1987. Fontanari & Santos 2017, "The revival of the Baldwin
effect", European Physical Journal B 90, 186: what it shows is that learners are selected.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line, runs
from generators.schema import Fact, Grid, Range, Spread

SEEDS = range(20)
CAUSE = "learning in a lifetime"
CAUSE_OFF = {"learning": False}  # no gene is left to learning: half right, half wrong
GENES = 20
ORGANISMS = 1000
LIVES = 100  # organisms measured at each point of the hill
BORN_RIGHT = (1 << GENES) - 1  # a genome is two sets of bits: genes that are right, genes undecided

FACTS = {
    "climbed": Fact("climbs the hill (1 = yes)", ".0f"),
    "fitness": Fact("mean fitness at the end", ".1f"),
    "halfway": Fact("generation in which half master it", ".0f"),
    "innate": Fact("born knowing it, at the end", ".1%"),
    "right": Fact("genes right at the end", ".0%"),
    "open": Fact("genes still left to learning", ".0%"),
    "wrong": Fact("genes wrong at the end", ".1%"),
    "start": Fact("mean fitness at the start", ".2f"),
    "hill_5": Fact("fitness, 5 genes short", ".1f"),
    "hill_10": Fact("fitness, 10 genes short", ".1f"),
}


@dataclass(frozen=True)
class Result:
    """One run. Arrays but `hill` have one entry a generation, the first one included."""

    undecided: float
    trials: int
    learning: bool
    fitness: np.ndarray  # mean over the organisms
    mastered: np.ndarray  # share of organisms that get all 20 right in their life
    innate: np.ndarray  # share of organisms born with all 20 right
    right: np.ndarray  # share of genes
    open: np.ndarray
    effort: np.ndarray  # trials spent so far
    hill: np.ndarray  # [q] = mean fitness of an organism that is q genes short


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; with the cause off, all settings share their runs."""
    bred = {
        one: [_evolve(*one, seed) for seed in seeds] for one in dict.fromkeys(map(_breed_as, cells))
    }
    return [
        [
            _result(history, seed, **cell)
            for seed, history in zip(seeds, bred[_breed_as(cell)], strict=True)
        ]
        for cell in cells
    ]


def _breed_as(cell: dict) -> tuple[float, int, int]:
    """Undecided genes, trials and generations: who cannot learn tries nothing, so that neither of
    the first two matters to it."""
    undecided, trials = (cell["undecided"], cell["trials"]) if cell["learning"] else (0.0, 1)
    return undecided, trials, cell["generations"]


def simulate(
    *,
    undecided: Annotated[
        float, Grid(0.1, 0.25, 0.5, 0.75, 0.9, label="left to learning", format=".0%")
    ] = 0.5,
    trials: Annotated[int, Grid(10, 100, 1000, 10_000, label="tries", format=",d")] = 1000,
    generations: Annotated[int, Range(10, 1000, label="generations")] = 50,
    learning: bool = True,
    seed: int = 0,
) -> Result:
    """Breed one population for so many generations; see the module for the model."""
    cell = {"undecided": undecided, "trials": trials, "generations": generations}
    return study([cell | {"learning": learning}], [seed])[0][0]


def _result(
    history: np.ndarray, seed: int, undecided: float, trials: int, generations: int, learning: bool
) -> Result:
    fitness, mastered, innate, right, still_open, spent = history
    hill = _hill(learning, trials, np.random.default_rng([seed, GENES, trials]))
    effort = np.cumsum(spent)
    return Result(
        undecided, trials, learning, fitness, mastered, innate, right, still_open, effort, hill
    )


def _evolve(undecided: float, trials: int, generations: int, seed: int) -> np.ndarray:
    """Means over the organisms of each generation: (measures, generations + 1)."""
    rng = np.random.default_rng([seed, GENES])
    gene, bits = rng.random((ORGANISMS, GENES)), 1 << np.arange(GENES)
    maybe = (gene < undecided) @ bits
    right = (gene >= (1 + undecided) / 2) @ bits
    history = []
    for _ in range(generations + 1):
        short = np.bitwise_count(maybe).astype(int)
        able = (maybe | right) == BORN_RIGHT  # no gene is wrong
        left = np.where(able, _trials_left(short, trials, rng), 0)
        fitness = 1 + 19 * left / trials
        spent = np.where(short > 0, trials - left + (left > 0), 0)
        measures = fitness, left > 0, right == BORN_RIGHT, np.bitwise_count(right) / GENES
        history.append([*map(np.mean, measures), short.mean() / GENES, spent.sum()])
        maybe, right = _breed(maybe, right, fitness, rng)
    return np.array(history).T


def _breed(
    maybe: np.ndarray, right: np.ndarray, fitness: np.ndarray, rng: np.random.Generator
) -> list[np.ndarray]:
    """The next generation: for each child two parents by fitness, cut at one place and joined."""
    wheel = np.cumsum(fitness)
    spins = np.sort(rng.random(2 * ORGANISMS)) * wheel[-1]  # in order, they are found faster
    parents = rng.permutation(np.searchsorted(wheel, spins, side="right"))
    mother, father = parents.reshape(2, ORGANISMS)
    head = (1 << rng.integers(1, GENES, ORGANISMS)) - 1
    return [(genes[mother] & head) | (genes[father] & ~head) for genes in (maybe, right)]


def _trials_left(short: np.ndarray, trials: int, rng: np.random.Generator) -> np.ndarray:
    """Trials left to each organism when its `short` undecided genes come out right; 0 if never.

    Failures before the first success are geometric: the distribution of trying one by one."""
    chance = 0.5**short
    return np.maximum(trials - (rng.geometric(chance) - 1), 0)


def _hill(learning: bool, trials: int, rng: np.random.Generator) -> np.ndarray:
    """Mean fitness of organisms that are 0 to 20 genes short of the needle."""
    short = np.repeat(np.arange(GENES + 1), LIVES)
    left = _trials_left(short, trials, rng) if learning else np.where(short, 0, trials)
    return (1 + 19 * left / trials).reshape(-1, LIVES).mean(axis=1)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module for units."""
    reached = np.flatnonzero(result.mastered >= 0.5)
    halfway = int(reached[0]) if len(reached) else len(result.fitness)
    return {
        "undecided": result.undecided,
        "trials": result.trials,
        "learning": int(result.learning),
        "generations": len(result.fitness) - 1,
        "organisms": ORGANISMS,
        "patterns": 2**GENES,
        "climbed": int(result.mastered[-1] > 0.5),
        "fitness": float(result.fitness[-1]),
        "halfway": halfway,
        "mastered": float(result.mastered[-1]),
        "innate": float(result.innate[-1]),
        "right": float(result.right[-1]),
        "open": float(result.open[-1]),
        "wrong": float(_wrong(result.right[-1], result.open[-1])),
        "effort": float(result.effort[min(halfway, len(result.effort) - 1)]) / 1e6,
        "start": float(result.fitness[0]),
        "hill_5": float(result.hill[5]),
        "hill_10": float(result.hill[10]),
    }


def theory(
    *, undecided: float = 0.5, trials: int = 1000, generations: int = 50, learning: bool = True
) -> dict[str, float]:
    """Expected facts that have a closed form."""
    undecided = undecided if learning else 0.0
    short = np.arange(GENES + 1)
    p = 0.5**short
    left = trials - (1 - p) * (1 - (1 - p) ** trials) / p
    hill = 1 + 19 * (left if learning else np.where(short, 0, trials)) / trials
    choose = np.array([math.comb(GENES, q) for q in short])
    no_gene_wrong = choose * undecided**short * ((1 - undecided) / 2) ** (GENES - short)
    start = 1 + no_gene_wrong @ (hill - 1)
    return {"start": float(start), "hill_5": float(hill[5]), "hill_10": float(hill[10])}


def figure(results: list[Result]) -> go.Figure:
    """Mean fitness, generation by generation: all runs and their median."""
    role = "scored" if results[0].learning else "off"
    last = len(results[0].fitness) - 1
    generation = np.linspace(0, last, 26).astype(int)  # from one to the next nothing can be seen
    fitness = np.array([r.fitness[generation] for r in results])
    return chart(
        [
            line([0, last], [20, 20], "ink"),
            runs(generation, fitness, role),
            line(generation, np.median(fitness, axis=0), role),
            label(0, 21.4, "20: born with all of it"),
        ],
        axis("generation", 0, last),
        _fitness_axis(),
        height=270,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    climbed, tried = sum(facts["climbed"].seeds), len(facts["climbed"].seeds)
    if not facts["learning"]:
        if tried == 1:
            found = "is found, by luck" if climbed else "is never found"
            return f"Without learning the right setting {found}"
        won = f"{climbed or 'none'} of {tried} populations"
        return f"Without learning {won} come to open the lock, by luck"
    if tried == 1:
        return f"With learning, this population {'comes' if climbed else 'fails'} to open the lock"
    if climbed == tried:
        return f"With learning, all {tried} populations come to open the lock"
    some = f"only {climbed}" if climbed else "none"
    return f"With learning, {some} of {tried} populations come to open the lock"


def figure_hill(results: list[Result]) -> go.Figure:
    """Fitness by how many genes are right from birth: all runs and their median."""
    learning = results[0].learning
    role = "scored" if learning else "off"
    born = np.arange(GENES + 1)
    hills = np.array([r.hill[::-1] for r in results])
    return chart(
        [
            runs(born, hills, role),
            line(born, np.median(hills, axis=0), role),
            dots([GENES], [20], "ink", size=9, ring=True),
            label(GENES, 21.7, "the needle", side="middle left"),
            label(0, 21.7, f"other genes: {'open to learning' if learning else 'wrong'}"),
        ],
        axis("genes right from birth", 0, GENES),
        _fitness_axis(),
    )


def finding_hill(facts: dict[str, Spread]) -> str:
    """What the view `hill` shows at this setting."""
    if not facts["learning"]:
        return "Without learning, 19 of 20 genes right is worth no more than none"
    return (
        f"With {facts['trials']:,.0f} tries a life, 15 of 20 genes right is already worth "
        f"{facts['hill_5']:.1f} of 20"
    )


def figure_genes(results: list[Result]) -> go.Figure:
    """Shares of the three kinds of gene, generation by generation: all runs, their medians."""
    generation = np.linspace(0, len(results[0].right) - 1, 11).astype(int)
    right = np.array([r.right[generation] for r in results])
    still_open = np.array([r.open[generation] for r in results])
    wrong = _wrong(right, still_open)
    kinds = [(right, "wanted"), (still_open, "learned"), (wrong, "ink")]
    return chart(
        [
            *(runs(generation, share, role) for share, role in kinds),
            line(generation, np.median(right, axis=0), "wanted", "right"),
            line(generation, np.median(still_open, axis=0), "learned", "left to learning"),
            line(generation, np.median(wrong, axis=0), "ink", "wrong"),
        ],
        axis("generation", 0, generation[-1]),
        axis("share of all genes", 0, 1, format=".0%"),
    )


def finding_genes(facts: dict[str, Spread]) -> str:
    """What the view `genes` shows at this setting."""
    right = f"After {facts['generations']:.0f} generations {facts['right']:.0%} of genes are right"
    if not facts["learning"]:
        return f"{right}; at the start it was half"
    return f"{right} and {facts['open']:.0%} still left to learning"


def _wrong(right: np.ndarray, still_open: np.ndarray) -> np.ndarray:
    """The rest, and never less than nothing by rounding."""
    return np.maximum(1 - right - still_open, 0)


def _fitness_axis() -> dict:
    """From 1, which every organism has, to 20, with room for words above."""
    ticks = {1: "1", 5: "5", 10: "10", 15: "15", 20: "20"}
    return axis("average fitness (1: never finds it)", 0, 22.8, ticks)
