"""Can one wish explain a chooser that serves two bosses?

A chooser takes the fruit that its boss of the moment would take; a coin, tossed at every choice,
says which of two bosses that is. A pair of fruit differs by x: so much sweeter, so much redder,
two independent standard normals. The first boss wants sweetness; the second's wish is turned away
by `angle`. An observer watches choices, infers by logistic regression the one wish that explains
them best, and foretells choices that it has not watched. With `visible` it sees who rules and
infers a wish for each boss.

angle     between the two wishes, degrees: 0 the same, 90 unrelated, 180 opposite
error     spread of what the chooser wrongly believes about a pair, the same for both its traits
foretold  share of choices, not watched, that the inferred wish gets right
told      the same for an observer that need not infer: it knows both wishes exactly
differ    share of pairs on which the bosses want different fruit
lost      missed there, and `blunders` missed where both want the same: shares of all choices
inferred  direction of the inferred wish, degrees from sweetness; for the first boss if visible
halfway   angle at which `foretold` falls through 75 %, half way to a coin flip; 180 if nowhere
early     `foretold` after watching the first 10 choices

Closed form, derived here: a wish is a half-plane. Half-planes at an angle a part with each other
on a / 180 of all pairs, and the inferred wish, half way between, parts with whoever rules on
angle / 360 of them. Nobody who does not see the coin does better: where the bosses differ it is
the coin that decides. An error lies in directions that no pair shows: it divides the cosine of
that half angle by sqrt(1 + error^2). Free choices: two traits, normal and independent, 2,000
choices watched, 4,000 foretold, a fair coin, and the ridge of the logit, 0.001.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, bars, chart, dots, label, line, role_of, runs
from generators.lenses.coherence import wish
from generators.lenses.coherence.wish import choose, differing, infer, towards
from generators.schema import Fact, Grid, Spread, grid

SEEDS = range(20)
CAUSE = "who rules is hidden"
CAUSE_OFF = {"visible": True}
WATCHED = (1, 3, 10, 30, 100, 300, 1000, 2000)
SHOWN = (1, 3, 10, 100, 2000)  # of these, in the view `watching`
FORETOLD = 4000
DRAWN, HIGH = 90, 2.55  # pairs in the view `pairs`, and its edge at which angles look right

FACTS = {
    "foretold": Fact("choices predicted", ".0%"),
    "told": Fact("by one who knows both wishes", ".0%"),
    "differ": Fact("bosses want different fruit", ".0%"),
    "lost": Fact("missed there", ".1%"),
    "blunders": Fact("missed where they agree", ".1%"),
    "inferred": Fact("inferred wish, degrees", ".0f"),
}

World = tuple[tuple[np.ndarray, np.ndarray, np.ndarray], ...]  # see `_world`


@dataclass(frozen=True)
class Result:
    """One run; of each array the observer's part that `visible` asks for."""

    angle: float
    error: float
    visible: bool
    sweep: np.ndarray  # one entry for each of ANGLES: share foretold
    parts: np.ndarray  # (WATCHED, 2): missed at `angle` where bosses differ, and where they do not
    told: float  # share foretold by an observer that knows both wishes
    wish: np.ndarray  # (2, 2): what was inferred for each boss, the same twice if hidden
    pairs: np.ndarray  # (FORETOLD, 2): how much sweeter and redder
    differ: np.ndarray  # whether the bosses want different fruit, for each pair
    missed: np.ndarray  # whether the choice was not foretold, for each pair

    @property
    def course(self) -> np.ndarray:
        """Share foretold at `angle`, one for each of WATCHED."""
        return 1 - self.parts.sum(axis=1)


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; whoever watches a chooser sees it foretold at every
    angle. The fruit, the coin and the errors of one seed are the same at every angle."""
    every = [_observe(cells, _world(seed)) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _observe(cells: Sequence[dict], world: World) -> list[Result]:
    """The result of one seed for each cell."""
    asked = [
        (cell["error"], cell["visible"], *one)
        for cell in cells
        for one in [(cell["angle"], count) for count in WATCHED]
        + [(a, WATCHED[-1]) for a in ANGLES]
    ]
    watched = {one: _watch(world, *one) for one in dict.fromkeys(asked)}
    return [_result(world, watched, **cell) for cell in cells]


def simulate(
    *,
    angle: Annotated[
        float,
        Grid(
            0,
            15,
            30,
            45,
            60,
            75,
            90,
            105,
            120,
            135,
            150,
            165,
            180,
            label="degrees apart",
            format=".0f",
        ),
    ] = 180,
    error: Annotated[
        float, Grid(0.0, 0.5, 1.0, 2.0, label="error of its beliefs", format="g")
    ] = 0.0,
    visible: bool = False,
    seed: int = 0,
) -> Result:
    """Watch, infer and foretell one chooser; see the module for units."""
    return study([{"angle": angle, "error": error, "visible": visible}], [seed])[0][0]


ANGLES = grid(simulate, "angle")


def _result(
    world: World,
    watched: dict[tuple, tuple[np.ndarray, np.ndarray]],
    angle: float,
    error: float,
    visible: bool,
) -> Result:
    pairs, second, errors = world[1]
    bosses = np.array([towards(0), towards(angle)])
    told = choose(bosses if visible else np.array([towards(angle / 2)] * 2), pairs, second)
    taken = choose(bosses, pairs + error * errors, second)
    after = [watched[error, visible, angle, count] for count in WATCHED]
    ends = [watched[error, visible, a, WATCHED[-1]] for a in ANGLES]
    differ = (pairs @ bosses[0] > 0) != (pairs @ bosses[1] > 0)
    missed = ~np.array([right for _, right in after])
    return Result(
        angle,
        error,
        visible,
        np.array([right.mean() for _, right in ends]),
        np.stack([(missed & where).mean(axis=1) for where in (differ, ~differ)], axis=1),
        float((told == taken).mean()),
        after[-1][0],
        pairs,
        differ,
        missed[-1],
    )


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote."""
    return {
        "angle": result.angle,
        "error": result.error,
        "visible": int(result.visible),
        "foretold": float(1 - result.missed.mean()),
        "told": result.told,
        "differ": float(result.differ.mean()),
        "lost": float((result.missed & result.differ).mean()),
        "blunders": float((result.missed & ~result.differ).mean()),
        "inferred": wish.angle(result.wish[0]),
        "halfway": _halfway(result.sweep),
        "early": float(result.course[WATCHED.index(10)]),
    }


def theory(*, angle: float = 180, error: float = 0.0, visible: bool = False) -> dict[str, float]:
    """What holds however long one watches: the ceiling, and the wish that reaches it."""
    apart = 0.0 if visible else math.radians(angle) / 2  # of the rule foretold and who rules
    agreement = 1 - math.acos(math.cos(apart) / math.hypot(1, error)) / math.pi
    known = {"told": agreement, "differ": angle / 180}
    if apart or error:  # else the last thousandth is a matter of how long one watches
        known["foretold"] = agreement
    if apart and not error:
        known |= {"lost": angle / 360, "blunders": 0.0}
    if apart < math.pi / 2:
        known["inferred"] = math.degrees(apart)
    if not visible and error < 1:
        known["halfway"] = 2 * math.degrees(math.acos(math.hypot(1, error) * math.sqrt(0.5)))
    return known


def _world(seed: int) -> World:
    """What is watched and what is foretold: pairs (n, 2), whether the second boss rules (n,), and
    errors of unit spread (n, 2)."""
    parts = []
    for part, count in enumerate((WATCHED[-1], FORETOLD)):
        rng = np.random.default_rng([seed, part])
        pairs, errors = rng.standard_normal((2, count, 2))
        parts.append((pairs, rng.random(count) < 0.5, errors))
    return tuple(parts)


def _watch(
    world: World, error: float, visible: bool, angle: float, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """What is inferred from `count` choices, a wish for each boss (2, 2); whether that foretells
    each of the choices not watched, (FORETOLD,)."""
    bosses = np.array([towards(0), towards(angle)])
    (pairs, second, errors), later = world
    pairs, second = pairs[:count], second[:count]
    chosen = choose(bosses, pairs + error * errors[:count], second)
    parts = [~second, second] if visible else [np.full(count, True)]
    each = [infer(pairs[part], chosen[part]) for part in parts]
    wishes = np.array([each[0], each[-1]])
    taken = choose(bosses, later[0] + error * later[2], later[1])
    return wishes, choose(wishes, *later[:2]) == taken


def _halfway(sweep: np.ndarray) -> float:
    """The angle at which the sweep first falls through 75 %; 180 where it does not."""
    below = np.flatnonzero(sweep < 0.75)
    if not len(below):
        return 180.0
    at = int(below[0])
    if at == 0:
        return 0.0
    part = (sweep[at - 1] - 0.75) / (sweep[at - 1] - sweep[at])
    return float(ANGLES[at - 1] + part * (ANGLES[at] - ANGLES[at - 1]))


def figure(results: list[Result]) -> go.Figure:
    """Share foretold at every angle: all runs and their median; this angle ringed."""
    first, sweeps = results[0], [r.sweep for r in results]
    here, middle = np.median([r.course[-1] for r in results]), np.median(sweeps, axis=0)
    beyond = "out of reach" if middle[-1] < 0.9 else "all within reach"
    return chart(
        [
            band(ANGLES, middle, np.ones(len(ANGLES)), "ink"),
            line([0, 190], [0.5, 0.5], "ink"),
            runs(ANGLES, sweeps, role_of(first, CAUSE_OFF, "scored")),
            line(ANGLES, middle, role_of(first, CAUSE_OFF, "scored")),
            dots([first.angle], [here], role_of(first, CAUSE_OFF, "scored"), size=13, ring=True),
            label(3, 0.525, "a coin flip"),
            label(174, 0.93, beyond, side="middle left"),
        ],
        axis(
            "what the two bosses want",
            0,
            190,
            {0: "the same", 45: "45°", 90: "unrelated", 135: "135°", 180: "opposite"},
        ),
        axis("choices predicted", 0.44, 1.03, {0.5: "50%", 0.75: "75%", 1: "100%"}),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    share = f"{facts['foretold']:.0%} of its choices foretold"
    wrong = ", its beliefs hidden" if facts["error"] else ""
    if facts["visible"]:
        return f"Two bosses {_apart(facts)}, in plain sight{wrong}: {share}"
    if facts["angle"] == 180:
        return f"Two bosses who want the opposite, unseen{wrong}: {share}, a coin flip"
    return f"Two bosses {_apart(facts)}, unseen{wrong}: {share}"


def figure_watching(results: list[Result]) -> go.Figure:
    """What is missed after so many choices watched, in two parts: where the bosses differ and a
    coin decides, and the rest. They add up, so they are means of all runs; a dot is a run. Who sees
    the coin can learn all of it."""
    first, shown = results[0], [WATCHED.index(count) for count in SHOWN]
    parts = np.array([r.parts[shown] for r in results])  # (runs, SHOWN, 2)
    missed, at = parts.sum(axis=2), np.arange(len(SHOWN))
    floor = parts[:, :, 0].mean(axis=0) * (not first.visible)
    side = np.linspace(-0.3, 0.3, len(results)) if len(results) > 1 else np.zeros(1)
    role = role_of(first, CAUSE_OFF)
    return chart(
        [
            bars(at, missed.mean(axis=0), role, 0.76, "learnable", faint=True),
            bars(at, floor, "scored", 0.76, "which boss rules"),
            dots((at + side[:, None]).ravel(), missed.ravel(), role, size=3, faint=True),
        ],
        axis("choices watched", -0.5, 4.5, {i: f"{count:,}" for i, count in enumerate(SHOWN)}),
        axis("choices missed", 0, 0.85, {0: "0%", 0.25: "25%", 0.5: "50%", 0.75: "75%"}),
    )


def finding_watching(facts: dict[str, Spread]) -> str:
    """What the view `watching` shows at this setting."""
    early, late = (f"{1 - facts[name]:.0%}" for name in ("early", "foretold"))
    watched = f"Missed after 10 choices watched: {early}, after 2,000: {late}"
    if facts["visible"] or not facts["angle"]:
        return f"{watched}. All of it can be learned"
    return f"{watched}. Which boss rules is never learned"


def figure_pairs(results: list[Result]) -> go.Figure:
    """Some pairs of one run: foretold and missed; the bosses' wishes, and what was inferred."""
    first, edge = results[0], 3.0
    inside = np.flatnonzero(np.abs(first.pairs).max(axis=1) < HIGH)[:DRAWN]
    pairs, missed = first.pairs[inside], first.missed[inside]
    wishes = 0.8 * edge * np.array([towards(0), [0, 0], towards(first.angle)])
    inferred = 0.8 * edge * first.wish / np.linalg.norm(first.wish, axis=1, keepdims=True)
    learned = np.array([inferred[0], [0, 0], inferred[1]])
    return chart(
        [
            band(*differing(first.angle, edge, HIGH), "ink", "bosses differ"),
            dots(pairs[~missed, 0], pairs[~missed, 1], "ink", "predicted", size=4, faint=True),
            dots(
                pairs[missed, 0],
                pairs[missed, 1],
                role_of(first, CAUSE_OFF, "scored"),
                "missed",
                size=7,
            ),
            line(wishes[:, 0], wishes[:, 1], "wanted", "the bosses' wishes"),
            line(learned[:, 0], learned[:, 1], "learned", "wish inferred"),
        ],
        axis("sweeter by", -edge, edge, {-2: "-2", 0: "0", 2: "2"}),
        axis("redder by", -HIGH, HIGH, {-2: "-2", 0: "0", 2: "2"}),
        height=340,
    )


def finding_pairs(facts: dict[str, Spread]) -> str:
    """What the view `pairs` shows at this setting."""
    missed = facts["lost"] + facts["blunders"]
    if missed < 0.005:
        return "Hardly a miss: there is one wish for each choice, and it was found"
    return (
        f"The bosses differ on {facts['differ']:.0%} of pairs: "
        f"{facts['lost'] / missed:.0%} of all misses lie there"
    )


def _apart(facts: dict[str, Spread]) -> str:
    words = {0: "of one mind", 90: "whose wishes have nothing in common"}
    return words.get(round(facts["angle"]), f"whose wishes lie {facts['angle']:.0f}° apart")
