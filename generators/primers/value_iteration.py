"""How does a picker come to know what a place is worth, if only the last step is rewarded?

An orchard is a map of places and hedges; a basket stands at the end of the first row, and reaching
it is worth 1. Nothing else is. A picker, who knows the map, gives every place a value, at first 0,
and goes over them in sweeps: each place takes the best of its neighbours' values from the sweep
before, times `discount`, or 1 if the basket is next to it. This is value iteration; each sweep is
one step of looking ahead. Then the picker only has to go, from each place, where its value came
from.

sweeps    how often all values are renewed
discount  what a value counts one step earlier; 0: nothing ahead counts
heard     sweeps until the picker's own place has a value; 0 if that never happens
steps     how many steps the picker's way to the basket takes, by following the values; 0 if it
          stands still
worth     value of the picker's place
error     largest difference, over all places, to the values after 200 sweeps
reached   places with a value

Closed form: a place whose shortest way takes d steps is worth discount^(d - 1), and has this value
from sweep d on; until the farthest is reached the largest error is discount^sweeps. In any world a
sweep leaves at most `discount` times the largest error. Survey: Kaelbling, Littman & Moore 1996,
Journal of Artificial Intelligence Research 4.

Free choices: the map; steps that always succeed. The picker is given the map and the reward, and
learns neither: reinforcement learning proper must find both out by trying.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, heat, label, line
from generators.schema import Fact, Grid, Range, Spread

SEEDS = (0,)  # nothing is drawn by lot
CAUSE = "what lies ahead counts"
CAUSE_OFF = {"discount": 0.0}  # only the next step counts
ORCHARD = (  # P: the picker, B: the basket, #: a hedge
    "P.#.....B",
    "..#..#...",
    "..#..#...",
    ".....#...",
    ".....#...",
)
MAP = np.array([list(row) for row in ORCHARD])
HEDGES = MAP == "#"
PICKER, BASKET = ((int(r), int(c)) for r, c in (np.argwhere(mark == MAP)[0] for mark in "PB"))
DIRECTIONS = ((-1, 0), (0, 1), (1, 0), (0, -1))
LONG = 200  # sweeps after which no value changes
SHOWN = 20  # sweeps in the view `error`

FACTS = {
    "heard": Fact("sweeps until the picker has heard", ".0f"),
    "worth": Fact("value of the picker's place", ".3f"),
    "error": Fact("largest error left", ".3f"),
    "reached": Fact("places that have heard", ".0f"),
}


@dataclass(frozen=True)
class Result:
    """One plan. Rows of the map from the top, columns from the left."""

    sweeps: int
    discount: float
    values: np.ndarray  # (LONG + 1, rows, columns), after 0, 1, 2, ... sweeps
    way: np.ndarray  # (steps + 1, 2): rows and columns that the picker walks through


def simulate(
    *,
    sweeps: Annotated[
        int, Grid(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, label="sweeps")
    ] = 14,
    discount: Annotated[float, Range(0.0, 0.99, label="discount")] = 0.9,
    seed: int = 0,
) -> Result:
    """Sweep, then walk; see the module for units. The seed changes nothing."""
    values = [np.zeros(MAP.shape)]
    for _ in range(LONG):
        values.append(_looks(values[-1], discount).max(axis=0))
    return Result(sweeps, discount, np.array(values), _follow(values[max(sweeps - 1, 0)], discount))


def _looks(values: np.ndarray, discount: float) -> np.ndarray:
    """What each direction promises at each place: (directions, rows, columns). Off the map and in
    hedges nothing is promised; at the basket the walk is over."""
    promise = discount * values
    promise[BASKET] = 1.0
    promise[HEDGES] = 0.0
    padded = np.pad(promise, 1)
    rows, columns = MAP.shape
    looks = np.array([padded[1 + r : 1 + r + rows, 1 + c : 1 + c + columns] for r, c in DIRECTIONS])
    looks[:, HEDGES] = 0.0
    looks[:, *BASKET] = 0.0
    return looks


def _follow(values: np.ndarray, discount: float) -> np.ndarray:
    """The places that a picker passes who always goes where its place's value came from, until the
    basket is reached or nothing is promised. values: those before the last sweep."""
    looks, way = _looks(values, discount), [PICKER]
    while way[-1] != BASKET and len(way) <= MAP.size:
        promised = looks[:, *way[-1]]
        if promised.max() <= 0:
            break
        step = DIRECTIONS[int(np.argmax(promised))]
        way.append((way[-1][0] + step[0], way[-1][1] + step[1]))
    return np.array(way)


def facts(result: Result) -> dict[str, float]:
    """Every number of one plan that prose may quote: counts and values."""
    now, start = result.values[result.sweeps], result.values[:, *PICKER]
    return {
        "sweeps": result.sweeps,
        "discount": result.discount,
        "places": int(np.sum(~HEDGES)) - 1,
        "heard": int(np.argmax(start > 0)),
        "steps": len(result.way) - 1,
        "arrives": int(tuple(result.way[-1]) == BASKET),
        "worth": float(now[PICKER]),
        "reached": int(np.sum(now > 0)),
        "error": float(np.abs(now - result.values[-1]).max()),
        "settled": int(np.argmax(np.abs(result.values - result.values[-1]).max(axis=(1, 2)) == 0)),
    }


def theory(*, sweeps: int = 14, discount: float = 0.9) -> dict[str, float]:
    """From the shortest ways alone, found by flooding the map from the basket."""
    away = _distances()
    if discount == 0:
        away = away[away == 1]
        return {"worth": 0.0, "reached": len(away) if sweeps else 0, "error": float(sweeps == 0)}
    start, farthest = int(away[PICKER]), int(away[~HEDGES].max())
    return {
        "heard": start,
        "steps": start if sweeps >= start else 0,
        "worth": float(discount ** (start - 1)) if sweeps >= start else 0.0,
        "reached": int(np.sum((away > 0) & (away <= sweeps))),
        "error": float(discount**sweeps) if sweeps < farthest else 0.0,
        "settled": farthest,
    }


def figure(results: list[Result]) -> go.Figure:
    """The orchard from above: what each place is worth, and the picker's way."""
    plan = results[0]
    rows, columns = MAP.shape
    top = rows - 1
    hedge_rows, hedge_columns = np.nonzero(HEDGES)
    return chart(
        [
            heat(
                np.arange(columns),
                np.arange(rows),
                plan.values[plan.sweeps][::-1],
                "learned" if plan.discount else "off",
                "value of the place",
                ".3f",
            ),
            dots(hedge_columns, top - hedge_rows, "ink", size=26),
            line(plan.way[:, 1], top - plan.way[:, 0], "scored"),
            dots(plan.way[:, 1], top - plan.way[:, 0], "scored", size=8),
            dots([BASKET[1]], [top - BASKET[0]], "wanted", size=20, ring=True),
            label(PICKER[1] - 0.4, top + 0.8, "picker", "scored"),
            label(BASKET[1] + 0.4, top + 0.8, "basket", "wanted", "middle left"),
        ],
        axis("", -0.5, columns - 0.5, ticks={}),
        axis("", -0.5, top + 1.1, ticks={}),
        height=250,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    sweeps = _count(facts["sweeps"], "sweep")
    if facts["sweeps"] == 0:
        return "Before the first sweep no place is worth anything"
    if facts["arrives"]:
        return f"After {sweeps} the picker, {facts['steps']:.0f} steps away, knows the way"
    if facts["discount"] == 0:
        return f"Nothing ahead counts: after {sweeps} only the basket's neighbours have heard"
    far = _count(facts["sweeps"], "step")
    return f"After {sweeps} word of the basket is {far} out; the picker has not heard"


def figure_error(results: list[Result]) -> go.Figure:
    """The largest error after each sweep, and the most that it may be."""
    plan = results[0]
    sweeps = np.arange(SHOWN + 1)
    error = np.abs(plan.values[: SHOWN + 1] - plan.values[-1]).max(axis=(1, 2))
    role = "learned" if plan.discount else "off"
    return chart(
        [
            line(sweeps, plan.discount**sweeps, "ink", "the most it may be"),
            line(sweeps, error, role, "largest error"),
            dots(sweeps, error, role, size=5),
            dots([plan.sweeps], [error[plan.sweeps]], role, size=13, ring=True),
        ],
        axis("sweeps", 0, SHOWN),
        axis("largest error", 0, 1.04, ticks={0: "0", 0.5: "0.5", 1: "1"}),
    )


def finding_error(facts: dict[str, Spread]) -> str:
    """What the view `error` shows at this setting."""
    if facts["discount"] == 0:
        return "Nothing ahead counts: one sweep, and no value changes again"
    left = f"{facts['error']:.2f}" if facts["error"] else "none"
    return (
        f"A sweep leaves at most {facts['discount']:g} of the largest error: "
        f"after {_count(facts['sweeps'], 'sweep')}, {left}"
    )


def _count(number: float, noun: str) -> str:
    return f"{number:.0f} {noun}{'' if number == 1 else 's'}"


def _distances() -> np.ndarray:
    """Steps from each place to the basket, infinite in hedges: one more than the nearest neighbour
    has, renewed until nothing can change."""
    away = np.where(HEDGES, np.inf, MAP.size)
    away[BASKET] = 0
    for _ in range(MAP.size):
        wide = np.pad(away, 1, constant_values=np.inf)
        near = np.min([wide[:-2, 1:-1], wide[2:, 1:-1], wide[1:-1, :-2], wide[1:-1, 2:]], axis=0)
        away = np.where(HEDGES, np.inf, np.minimum(away, near + 1))
    return away
