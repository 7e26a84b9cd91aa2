"""When does it pay to be born able to learn, instead of born knowing?

A world is in one of eight states, each with one right action. From one generation to the next it
changes, with chance `change`, to one of the other states. A life is a number of tries; every try
with the right action scores one point. Two kinds of genome compete:

lookup     stores one action and does nothing else all its life: all tries score, or none. A child
           inherits the action, mutated to another with the chance that suits this world best,
           which is `change`: the lookup table gets the fairest chance that it can have
learner    tries the actions in random order until one scores, and stays with it. What it pays are
           its own wasted tries, 3.5 on average; no other cost is charged

change     chance that the world changes, a generation
population parents drawn by score (Wright-Fisher); a child is of the other kind with chance 1/1000
border     tries a life from which learners are the majority: where their share over the last 640
           of 800 generations crosses one half, between the lengths of life in LIVES (log scale)
crosses    1 if there is such a border up to 256 tries, else 0 (and `border` says 256)
share_n    share of learners where a life has n tries
wasted     tries that a learner spends before the right one, where a life has 32
lost       share of lookups that score nothing in a generation in which the world changed

Free choices: eight states, 1/1000, 800 generations from an even start; should nobody score, all
have the same chance. All lengths of life see the same changes.

Closed form, for lineages apart in an endless population: a lookup lineage keeps a share 1 - u of
itself where the world stayed and u/7 where it changed (u = `change`), so it loses h = H(u) + u ln 7
a generation in log growth, the entropy of the world's next state given this one; a learner loses
-ln(1 - 7/(2 L)), L the tries of a life. Equal at L* = 7 / (2 (1 - exp(-h))), or 16 exp(-h) - 1
where that is below 7. A lineage that must bet, and dies where it bets wrong, pays the entropy of
its world: Donaldson-Matasci, Bergstrom & Lachmann 2010, "The fitness value of information", Oikos
119, 219-230; when to sense and when to bet: Kussell & Leibler 2005, "Phenotypic diversity,
population growth, and information in fluctuating environments", Science 309, 2075-2078. The border
L* is derived here; a smaller population has it lower, as rare lookups die out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, label, line, runs
from generators.schema import Fact, Grid, Range, Spread

SEEDS = range(20)
CAUSE = "the world changes"
CAUSE_OFF = {"still": True}  # the world stays as it was in the first generation
STATES = 8
SWITCH = 1e-3  # chance that a child is of the other kind
GENERATIONS, SETTLED = 800, 160
LIVES = (1, 2, 3, 4, 5, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256)  # tries a life

FACTS = {
    "border": Fact("tries at which learners take over (256: never)", ".0f"),
    "share_4": Fact("learners, 4 tries a life", ".1%"),
    "share_32": Fact("learners, 32 tries a life", ".1%"),
    "share_256": Fact("learners, 256 tries a life", ".1%"),
    "wasted": Fact("tries that a learner wastes", ".2f"),
    "lost": Fact("lookups that a change wipes out", ".1%"),
}


@dataclass(frozen=True)
class Result:
    """One run: one history of the world, one population for each length of life."""

    change: float
    population: int
    share: np.ndarray  # of learners, mean over the settled generations; one entry for each of LIVES
    wasted: float
    lost: float


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed. Twenty seeds share one stream of random numbers, so
    that they are run together, always the same twenty, and those that are asked for picked out."""
    blocks = sorted({seed // len(SEEDS) for seed in seeds})
    worlds = sorted({(0.0 if c["still"] else c["change"], c["population"]) for c in cells})
    evolved = {(*world, block): _evolve(*world, block) for world in worlds for block in blocks}
    return [[_result(evolved, seed, **cell) for seed in seeds] for cell in cells]


def simulate(
    *,
    change: Annotated[
        float, Grid(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, label="chance of change", format=".0%")
    ] = 0.05,
    population: Annotated[int, Range(200, 1_000_000, label="population")] = 2000,
    still: bool = False,
    seed: int = 0,
) -> Result:
    """Let both kinds compete in one history of the world; see the module for the model."""
    return study([{"change": change, "population": population, "still": still}], [seed])[0][0]


def _result(
    evolved: dict[tuple, tuple[np.ndarray, ...]],
    seed: int,
    change: float,
    population: int,
    still: bool,
) -> Result:
    change = 0.0 if still else change
    block, place = divmod(seed, len(SEEDS))
    share, wasted, lost = (each[place] for each in evolved[change, population, block])
    return Result(change, population, share, float(wasted), float(lost))


def _evolve(change: float, population: int, block: int) -> tuple[np.ndarray, ...]:
    """Share of learners (seed, life), wasted tries (seed), lost lookups (seed) of twenty runs."""
    rng = np.random.default_rng([block, population, round(change * 1e6)])
    seeds, lives, states = len(SEEDS), np.array(LIVES), np.arange(STATES)
    points = np.maximum(lives[:, None] - states, 0)  # (life, tries wasted) of a learner
    world = rng.integers(STATES, size=seeds)
    chance = np.append(np.full(STATES, 0.5 / STATES), 0.5)
    share, wasted, wiped = np.zeros((seeds, len(lives))), np.zeros((seeds, 2)), np.zeros((seeds, 2))
    for generation in range(GENERATIONS):
        born = rng.multinomial(population, np.broadcast_to(chance, (seeds, len(lives), STATES + 1)))
        lookups, learners = born[..., :STATES], born[..., STATES]
        changed = rng.random(seeds) < change
        world = np.where(changed, world + rng.integers(1, STATES, seeds), world) % STATES
        is_right = (states == world[:, None])[:, None, :]
        waste = rng.multinomial(learners, np.full(STATES, 1 / STATES))
        by_lookups = lookups * is_right * lives[:, None]  # points, by action
        by_learners = (waste * points).sum(axis=-1)
        nobody = (by_lookups.sum(axis=-1) + by_learners == 0)[..., None]
        chance = _children(
            np.where(nobody, lookups, by_lookups),
            np.where(nobody[..., 0], learners, by_learners),
            change,
        )
        if generation >= SETTLED:
            share += learners / population / (GENERATIONS - SETTLED)
            at_32 = waste[:, LIVES.index(32)]
            wasted += np.stack([at_32 @ states, at_32.sum(axis=-1)], axis=-1)
            shortest = lookups[:, 0]  # where learners are rare
            wrong = (shortest * ~is_right[:, 0]).sum(axis=-1)
            wiped += changed[:, None] * np.stack([wrong, shortest.sum(axis=-1)], axis=-1)
    return share, *(top / np.maximum(of, 1) for top, of in (wasted.T, wiped.T))


def _children(lookups: np.ndarray, learners: np.ndarray, mutation: float) -> np.ndarray:
    """Chances of the next generation's genomes (..., eight actions and learner) from the weights
    of the parents: lookups (..., action) and learners (...)."""
    total = lookups.sum(axis=-1) + learners
    action, learner = lookups / total[..., None], (learners / total)[..., None]
    known = action.sum(axis=-1, keepdims=True)
    action = action * (1 - mutation) + (known - action) * mutation / (STATES - 1)
    action = action * (1 - SWITCH) + learner * SWITCH / STATES  # a former learner's is random
    chance = np.concatenate([action, learner * (1 - SWITCH) + known * SWITCH], axis=-1)
    return chance / chance.sum(axis=-1, keepdims=True)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module for units."""
    above = np.flatnonzero(result.share >= 0.5)
    shares = {f"share_{n}": float(result.share[LIVES.index(n)]) for n in (4, 32, 256)}
    return {
        "change": result.change,
        "population": result.population,
        "states": STATES,
        "border": _crossing(result.share, int(above[0])) if len(above) else float(LIVES[-1]),
        "crosses": int(len(above) > 0),
        "wasted": result.wasted,
        "lost": result.lost,
    } | shares


def _crossing(share: np.ndarray, first: int) -> float:
    """Tries at which the share passes one half, on the log scale before LIVES[first]."""
    if first == 0:
        return float(LIVES[0])
    low, high = share[first - 1], share[first]
    part = (0.5 - low) / (high - low)
    return float(LIVES[first - 1] * (LIVES[first] / LIVES[first - 1]) ** part)


def theory(
    *, change: float = 0.05, population: int = 2000, still: bool = False
) -> dict[str, float]:
    """Expected facts in an endless population. In a world that never changes there is no border,
    and learners are those who came by the 1 in 1000."""
    if still:
        score = np.array([32, 32 - (STATES - 1) / 2])  # lookups that are right, learners
        children = np.array([[1 - SWITCH, SWITCH / STATES], [SWITCH, 1 - SWITCH]]) * score
        values, vectors = np.linalg.eig(children)
        right, learners = np.abs(vectors[:, np.argmax(values)])
        wrong = learners * score[1] * SWITCH * (1 - 1 / STATES) / values.max()
        return {
            "share_32": float(learners / (right + wrong + learners)),
            "wasted": (STATES - 1) / 2,
        }
    entropy = -change * math.log(change) - (1 - change) * math.log(1 - change)
    kept = math.exp(-entropy - change * math.log(STATES - 1))
    border = (STATES - 1) / 2 / (1 - kept)
    return {
        "border": border if border >= STATES - 1 else 2 * STATES * kept - 1,
        "wasted": (STATES - 1) / 2,
        "lost": 1 - change / (STATES - 1),
    }


def figure(results: list[Result]) -> go.Figure:
    """Share of learners by the tries of a life: all runs and their median."""
    role = "learned" if results[0].change else "off"
    share = np.array([r.share for r in results])
    measured = [facts(r) for r in results]
    crosses = all(fact["crosses"] for fact in measured)
    border = float(np.median([fact["border"] for fact in measured])) if crosses else None
    tries, half = {n: str(n) for n in (1, 4, 16, 64, 256)}, {0: "0%", 0.5: "50%", 1: "100%"}
    return chart(
        [
            line([border, border], [0, 1], "ink", "as many win" if crosses else ""),
            runs(LIVES, share, role),
            line(LIVES, np.median(share, axis=0), role),
            label(LIVES[0], 1.1, "born knowing wins"),
            label(LIVES[-1], 1.1, "learning wins" if crosses else "", side="middle left"),
        ],
        axis("tries in a life", LIVES[0], LIVES[-1], tries, log=True),
        axis("share of learners", 0, 1.18, half),
        height=270,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if not facts["change"]:
        return f"A world that never changes: even with {LIVES[-1]} tries a life, learning loses"
    world = f"The world changes every {1 / facts['change']:.0f} generations"
    if facts["crosses"].low == 0:
        return f"{world}: even {LIVES[-1]} tries a life may not be enough for learning to win"
    border = f"{facts['border']:.0f} {'try' if round(facts['border']) == 1 else 'tries'}"
    return f"{world}: learning wins above {border} a life"
