"""What did a planner come to want, if every lesson fitted two wants?

A planner walks to a fruit in an orchard. How to plan is built in; what it wants is two numbers, its
pulls toward the fruit and toward the basket at the orchard's end, and only these are trained: up
the exact slope of the chance to reach the fruit, which alone counts. In a lesson the fruit lies in
the basket; in an odd lesson it lies elsewhere. A run is a pair of planners in the same lessons,
born with the same two pulls swapped: one leans to the fruit, the other to the basket.

odd            odd ones among the 50 lessons; with `elsewhere` all 50 are odd
spread         standard deviation of a pull at birth; its mean is 0
fruit_one      share of 200 new orchards, fruit anywhere, in which the planner that was born leaning
               to the fruit reaches it in time; `fruit_other`, the one that leaned to the basket;
               `fruit`, their mean
skill          the same for reaching fruit or basket, whichever comes first
before, after  chance to reach the fruit in a lesson, before and after training
lesson_gap     largest difference between the two in the chance of any move anywhere in a lesson
gap            pull of the fruit minus pull of the basket, of the planner that leaned to the fruit
drift          largest change of that difference by training, of either planner
want_basket    how many of the two pull more to the basket than to the fruit, in the end
parted         1 if the two walk to different places on the map once the fruit has been moved
alike          1 if they walk the same way on the map when the fruit lies in the basket
missed         how many of the two do not come upon the moved fruit of the map
told_lessons   right guesses which of the two reaches more fruit later, from success in lessons, and
told_weights   from the two pulls; a tie is half a right guess. For mirrored twins both are
               arithmetic: what they do in lessons is the same, and their leans are opposite
strangers_lessons, strangers_weights  the same between planners of different pairs, whose births are
               not mirrored: of all such couples, right guesses
enough         fewest odd lessons after which both reach 95 % of the fruit; 51 if 50 are too few

Closed form, derived here: where fruit and basket share a cell, a plan is worth (pull + pull) times
the time there, so both pulls have one slope and their difference is kept, whatever the step; and
swapped pulls act alike. |difference| at birth: 2 spread / sqrt(pi) in the mean. Free choices: the
orchards of _orchard.py; pulls at birth of mean 0, so that most planners have to learn and neither
want is favoured (narrower ones make for weaker leans); 12 rounds through the lessons, 10 a step, at
a rate of 0.2, with which every planner comes to pass its lessons. On the map basket and moved fruit
lie equally far: there wants alone decide; in the new orchards the nearer one has an advantage. See
Langosco, Koch, Sharkey, Pfau & Krueger (2022), Goal misgeneralization in deep reinforcement
learning, ICML; Shah et al. (2022), arXiv:2210.01790; Hubinger et al. (2019), arXiv:1906.01820.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line, panels, runs
from generators.schema import Fact, Grid, Range, Spread
from generators.spectrum.learned_goal.orchard import WIDTH
from generators.spectrum.learned_goal.schooling import (
    LESSONS,
    ODDS,
    Examined,
    Map,
    chart_orchard,
    examine,
    school,
)

SEEDS = range(15)
CAUSE = "in lessons, the fruit lies in the basket"
CAUSE_OFF = {"elsewhere": True}
MOST = 0.95  # of the fruit

LEANS = ("leans to the fruit", "leans to the basket")

FACTS = {
    "fruit_one": Fact("fruit reached, born leaning to it", ".0%"),
    "fruit_other": Fact("the same, born leaning to the basket", ".0%"),
    "skill": Fact("fruit or basket reached", ".1%"),
    "before": Fact("success in lessons, untrained", ".0%"),
    "after": Fact("success in lessons, trained", ".1%"),
    "lesson_gap": Fact("difference of the two in lessons", ".2f"),
    "drift": Fact("change of the lean by training", ".2f"),
    "told_lessons": Fact("told apart by success in lessons", ".0%"),
}


@dataclass(frozen=True)
class Result:
    """One pair; the planner born leaning to the fruit comes first."""

    odd: int
    elsewhere: bool
    curve: np.ndarray  # (ODDS, 2): fruit reached in new orchards
    pair: Examined  # at this setting
    place: Map  # where the walks go


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; pairs with any number of odd lessons are taught
    together."""
    place = chart_orchard()
    every = [_teach(cells, seed, place) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _teach(cells: Sequence[dict], seed: int, place: Map) -> list[Result]:
    """The result of one seed for each cell."""
    kinds = sorted(set(map(_pair, cells)))
    groups = [(_odds(odd), spread) for odd, spread in kinds]
    groups += [(ODDS, spread) for _, spread in kinds]
    schools = {group: school(seed, *group) for group in dict.fromkeys(groups)}
    pairs = {
        (odd, spread): examine(
            seed, odd, schools[_odds(odd), spread].pair(_odds(odd).index(odd)), place
        )
        for odd, spread in kinds
    }
    found = []
    for cell in cells:
        curve = schools[ODDS, cell["spread"]].fruit
        if cell["elsewhere"]:
            curve = np.repeat(curve[-1:], len(ODDS), axis=0)
        found.append(Result(cell["odd"], cell["elsewhere"], curve, pairs[_pair(cell)], place))
    return found


def _pair(cell: dict) -> tuple[int, float]:
    """Odd lessons, and spread at birth."""
    return LESSONS if cell["elsewhere"] else cell["odd"], cell["spread"]


def _odds(odd: int) -> tuple[int, ...]:
    """The numbers of odd lessons of all pairs that are taught together with this one."""
    return ODDS if odd in ODDS else (odd,)


def simulate(
    *,
    odd: Annotated[int, Grid(0, 1, 2, 5, 10, 25, 50, label="odd lessons, of 50", format=".0f")] = 0,
    spread: Annotated[float, Range(0.02, 0.5)] = 0.2,
    elsewhere: bool = False,
    seed: int = 0,
) -> Result:
    """Train one pair and move the fruit; see the module for units."""
    return study([{"odd": odd, "spread": spread, "elsewhere": elsewhere}], [seed])[0][0]


def facts(result: Result) -> dict[str, float]:
    """Every number of one pair that prose may quote."""
    pair = result.pair
    leans = pair.pulls[:, 0] - pair.pulls[:, 1]  # (rounds + 1, planners)
    seeks = np.sign(pair.fruit[0] - pair.fruit[1])
    passed = (result.curve >= MOST).all(axis=1)
    lesson, moved = pair.walks
    return {
        "odd": result.odd,
        "elsewhere": int(result.elsewhere),
        "fruit_one": float(pair.fruit[0]),
        "fruit_other": float(pair.fruit[1]),
        "fruit": float(pair.fruit.mean()),
        "skill": float(pair.skill.mean()),
        "before": float(pair.before.mean()),
        "after": float(pair.after.mean()),
        "lesson_gap": pair.lesson_gap,
        "gap": float(leans[-1, 0]),
        "drift": round(float(np.abs(leans[-1] - leans[0]).max()), 9),
        "want_basket": int((leans[-1] < 0).sum()),
        "parted": int(moved[-1, 0] != moved[-1, 1]),
        "alike": int((lesson[:, 0] == lesson[:, 1]).all()),
        "missed": int(2 - (moved == result.place.moved).any(axis=0).sum()),
        "told_lessons": _guessed(pair.after[0] - pair.after[1], seeks),
        "told_weights": _guessed(leans[-1, 0] - leans[-1, 1], seeks),
        "enough": ODDS[int(np.argmax(passed))] if passed.any() else LESSONS + 1,
    }


def _guessed(difference: float, truth: float) -> float:
    """1 for a right guess by the sign of a difference, 0 for a wrong one, half for a tie."""
    return (1 + float(np.sign(difference) * truth)) / 2


def verdicts(results: list[Result]) -> dict[str, float]:
    """Which of two planners of different pairs reaches more fruit later, guessed from success in
    lessons and from the lean: the share of right guesses over all runs together, one half if there
    is but one pair."""
    fruit, passed, lean = (
        np.array([of(r.pair) for r in results])
        for of in (
            lambda pair: pair.fruit,
            lambda pair: pair.after,
            lambda pair: pair.pulls[-1, 0] - pair.pulls[-1, 1],
        )
    )
    return {
        "strangers_lessons": _guessed_of_strangers(passed, fruit),
        "strangers_weights": _guessed_of_strangers(lean, fruit),
    }


def _guessed_of_strangers(sign: np.ndarray, fruit: np.ndarray) -> float:
    """Right guesses by who has more of a sign, both (pairs, 2), over planners that are no twins and
    differ in fruit; a tie is half a right guess."""
    pair = np.repeat(np.arange(len(fruit)), 2)
    strangers = pair[:, None] != pair
    more = np.sign(np.subtract.outer(fruit.ravel(), fruit.ravel()))
    says = np.sign(np.subtract.outer(sign.ravel(), sign.ravel()))
    counted = strangers & (more != 0)
    return float((1 + (says * more)[counted].mean()) / 2) if counted.any() else 0.5


def theory(*, odd: int = 0, spread: float = 0.2, elsewhere: bool = False) -> dict[str, float]:
    """Expected facts, exact, where every lesson fits both wants."""
    if odd or elsewhere:
        return {}
    gap = 2 * spread / math.sqrt(math.pi)
    return {"gap": gap, "drift": 0.0, "lesson_gap": 0.0, "told_lessons": 0.5}


def figure(results: list[Result]) -> go.Figure:
    """The orchard, in a lesson and with the fruit moved: the likeliest walks of one pair, and where
    every walker ends up, around the fruit or the basket."""
    first, place = results[0], results[0].place
    odd = LESSONS if first.elsewhere else first.odd
    roles = ("off", "off") if first.elsewhere else ("wanted", "learned")
    taught = "every lesson" if odd in (0, LESSONS) else f"{LESSONS - odd} of {LESSONS} lessons"
    heads = (taught, "then the fruit is moved")
    trees = _spot(np.flatnonzero(~place.free))
    turns = np.linspace(0, 2 * math.pi, 2 * len(results), endpoint=False)
    around = 0.58 * np.transpose([np.sin(turns), np.cos(turns)]).reshape(-1, 2, 2)
    drawn = []
    for panel, fruit in enumerate((place.odd if odd == LESSONS else place.basket, place.moved)):
        ends = np.array([_spot(r.pair.walks[panel][-1]) for r in results]).transpose(0, 2, 1)
        ends = ends + around  # (pairs, 2, 2)
        trails = [np.array(_spot(walk)) for walk in first.pair.walks[panel].T]
        (apple_x,), (apple_y,) = _spot([fruit])
        apple_y += 0.2 * (fruit == place.basket)  # above its rim
        traces = []
        for walker, (trail, role, leans) in enumerate(zip(trails, roles, LEANS, strict=True)):
            aside = 0.12 * (1 - 2 * walker)
            traces.append(line(trail[0] + aside, trail[1] + aside, role, leans * (not panel)))
        traces += [
            dots(*trees, "ink", size=26, thing="tree"),
            dots(*_spot([place.basket]), "ink", "basket" * (not panel), size=28, thing="basket"),
            dots([apple_x], [apple_y], "scored", "fruit" * (not panel), size=14, thing="apple"),
        ]
        for walker, role in enumerate(roles):
            traces.append(dots(ends[:, walker, 0], ends[:, walker, 1], role, size=4))
        (x,), (y,) = _spot([place.start])
        for walker, role in enumerate(roles):
            aside = 0.3 * (1 - 2 * walker)
            traces.append(dots([x + aside], [y - 0.45], role, size=22, thing="walker"))
        traces.append(label(2, 8.1, heads[panel], side="middle center"))
        drawn.append((traces, axis("", -0.6, 4.6, ticks={}), axis("", -1.1, 8.5, ticks={})))
    return panels(drawn, height=330)


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    planners = 2 * len(facts["odd"].seeds)
    if not facts["odd"] and not facts["elsewhere"]:
        if not any(facts["parted"].seeds):
            return "Identical in every lesson, and still together when the fruit is moved"
        parted = f": {sum(facts['parted'].seeds):.0f} of {planners // 2} pairs" * (planners > 2)
        return f"Identical in every lesson. Move the fruit and they part{parted}"
    missed = int(sum(facts["missed"].seeds))
    if missed:
        miss = "misses" if missed == 1 else "miss"
        return f"{_taught(facts)}: {missed} of {planners} planners {miss} the moved fruit"
    every = f"all {planners}" if planners > 2 else "both"
    return f"{_taught(facts)}: {every} planners find the moved fruit"


def _taught(facts: dict[str, Spread]) -> str:
    """The lessons, in a few words, as a sentence begins."""
    if facts["elsewhere"] or facts["odd"] == LESSONS:
        return "No lesson with the fruit in the basket"
    number = f"{facts['odd']:.0f}" if facts["odd"] else "No"
    return f"{number} odd lesson{'' if facts['odd'] <= 1 else 's'} in 50"


def _spot(cells: np.ndarray | list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Cells as x and y."""
    y, x = np.divmod(np.asarray(cells), WIDTH)
    return x.astype(float), y.astype(float)


def _apart(lines: np.ndarray) -> tuple[list[float | None], list[float | None]]:
    """(lines, 2, points) as one x and one y, with a gap behind each line."""
    x, y = ([v for row in rows for v in (*row, None)] for rows in lines.transpose(1, 0, 2))
    return x, y


def figure_lessons(results: list[Result]) -> go.Figure:
    """Fruit reached in new orchards, by the number of odd lessons: every planner, and medians."""
    first, x = results[0], np.arange(len(ODDS))
    role = "off" if first.elsewhere else "learned"
    curves = np.array([r.curve for r in results])  # (runs, ODDS, planners)
    middle = np.median(curves, axis=0)
    here = float(np.interp(first.odd, ODDS, x))
    return chart(
        [
            runs(x, [*curves[:, :, 0], *curves[:, :, 1]], role),
            line(x, middle[:, 0], "wanted", "born leaning to the fruit"),
            line(x, middle[:, 1], role, "born leaning to the basket"),
            dots(
                [here, here],
                np.median([r.pair.fruit for r in results], axis=0),
                "ink",
                size=9,
                ring=True,
            ),
        ],
        axis(
            "odd lessons among 50",
            -0.15,
            len(ODDS) - 0.85,
            {x: f"{ODDS[x]}" for x in (0, 1, 3, 4, 6)},
        ),
        axis("fruit reached in new orchards", 0, 1.06, format=".0%"),
    )


def finding_lessons(facts: dict[str, Spread]) -> str:
    """What the view `lessons` shows at this setting."""
    one, other = f"{facts['fruit_one']:.0%}", f"{facts['fruit_other']:.0%}"
    return f"{_taught(facts)}: one twin finds {one} of the fruit, the other {other}"


def figure_goals(results: list[Result]) -> go.Figure:
    """Both pulls of every planner, from birth, round by round."""
    role = "off" if results[0].elsewhere else "learned"
    ends = -0.85, 1.6
    moved = np.concatenate([r.pair.pulls.transpose(2, 1, 0)[:, ::-1] for r in results])
    return chart(
        [
            line(ends, ends, "ink"),
            line(*_apart(moved), role, faint=True),
            dots(moved[:, 0, 0], moved[:, 1, 0], "ink", "at birth", size=6, ring=True),
            dots(moved[:, 0, -1], moved[:, 1, -1], role, "after the lessons", size=7),
            label(-0.65, 1.5, "wants the fruit more"),
            label(1.55, -0.74, "wants the basket more", side="middle left"),
        ],
        axis("pull of the basket", *ends),
        axis("pull of the fruit", *ends),
        height=300,
    )


def finding_goals(facts: dict[str, Spread]) -> str:
    """What the view `goals` shows at this setting."""
    if not facts["drift"]:
        return "Lessons move both pulls alike: whoever leaned to the basket still does"
    planners, still = 2 * len(facts["odd"].seeds), int(sum(facts["want_basket"].seeds))
    some = f"{still} of {planners} planners" if still else "no planner"
    verb = "wants" if still <= 1 else "want"
    return f"{_taught(facts)}: {some} {verb} the basket more than the fruit"
