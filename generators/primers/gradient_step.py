"""How far down does a walker get who feels only the slope underfoot?

A walker stands on hilly ground in fog and wants the lowest place. Again and again it feels how
steep the ground is where it stands, and goes downhill by `step` times that steepness. It sees no
valley and no hill: this is gradient descent. For a machine the place is a setting, the height is
how many mistakes it makes with it, and there are many settings instead of one. The slope comes from
backpropagation: the height is computed in small parts, and the parts are then gone through
backward, multiplying along a chain and adding where two chains meet.

step    how far the walker goes for each unit of steepness (the learning rate)
hill    height of a hill in the middle of the slope; 0 leaves a bowl
left    height above the lowest place after 40 steps, at most that of the map's edge
rest    place where the walker then is, in units of the map
slope   steepness at the start, by backpropagation; `nudged` is the same by standing a hair further
        on and comparing heights
holds   longest step that can come to rest in the first dip on the way
past    shortest step from which on, up to 1.2, every step size ends at the lowest place

Closed form: where the ground curves by h, a step multiplies the distance to the bottom by
1 - step h (exactly in a bowl, else close to the bottom), so no step above 2 / h can rest there.
Backpropagation: Rumelhart, Hinton & Williams 1986, Nature 323, 533-536.

Free choices: the ground, a bowl of curvature 1 with one hill on it; the start; 40 steps. Step sizes
from 1.4 to 1.95 would reach the bottom of the bowl; the flank of the hill throws them off the map.
"""

from dataclasses import dataclass
from typing import Annotated, TypeVar

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, chart, dots, label, line
from generators.schema import Fact, Grid, Range, Spread

SEEDS = (0,)  # nothing is drawn by lot
CAUSE = "a hill hides the lower ground"
CAUSE_OFF = {"hill": 0.0}  # a bowl has one bottom, and every slope points away from it
HILL_AT, HILL_WIDTH = 1.8, 0.5
START, EDGE = 4.0, 6.0
STEPS = 40
SIZES = np.arange(1, 121) / 100  # at which every run looks for `past`
FLOOR = -2.0  # where the pictures end below
PLACES = np.linspace(-EDGE, EDGE, 2401)
Place = TypeVar("Place", float, np.ndarray)

FACTS = {
    "left": Fact("height left after 40 steps", ".2f"),
    "slope": Fact("slope at the start, by backpropagation", ".4f"),
    "nudged": Fact("the same by a nudge", ".4f"),
    "factor": Fact("distance to the bottom after a step, times", ".2f"),
}


@dataclass(frozen=True)
class Result:
    """One walk. It ends early with the first place that lies off the map."""

    step: float
    hill: float
    places: np.ndarray  # one for the start, and one a step
    heights: np.ndarray
    lowest: float  # place of least height on the map
    ends: np.ndarray  # where 40 steps of each of SIZES lead; off the map, its edge


def simulate(
    *,
    step: Annotated[
        float, Grid(0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 1.6, 2.1, label="step size", format="g")
    ] = 0.2,
    hill: Annotated[float, Range(0, 4, label="hill")] = 4.0,
    seed: int = 0,
) -> Result:
    """Walk 40 steps from the start; see the module for units. The seed changes nothing."""
    walk = descend(np.array([step]), hill)[:, 0]
    inside = np.abs(walk) <= EDGE
    places = walk if inside.all() else walk[: np.argmin(inside) + 1]
    lowest = np.argmin(ground(PLACES, hill)[0])
    return Result(
        step,
        hill,
        places,
        ground(places, hill)[0],
        _bottom(PLACES[lowest - 1], PLACES[lowest + 1], hill),
        np.clip(descend(SIZES, hill)[-1], -EDGE, EDGE),
    )


def descend(step: np.ndarray, hill: float) -> np.ndarray:
    """Places of one walker for each step size: (STEPS + 1, sizes). Off the map they stand still."""
    places = [np.full(len(step), START)]
    for _ in range(STEPS):
        here = places[-1]
        slope = ground(np.clip(here, -EDGE, EDGE), hill)[1]
        places.append(np.where(np.abs(here) <= EDGE, here - step * slope, here))
    return np.array(places)


def ground(place: Place, hill: float) -> tuple[Place, Place]:
    """Height and slope at a place, or at each of many, by one pass forward and one backward."""
    away = (place - HILL_AT) / HILL_WIDTH
    bump = np.exp(-(away**2) / 2)
    height = place**2 / 2 + hill * bump
    by_bump = hill  # the slope of the height, if only bump moved
    by_away = by_bump * -away * bump  # along a chain, slopes multiply
    by_place = place + by_away / HILL_WIDTH  # place enters twice: the two chains add
    return height, by_place


def facts(result: Result) -> dict[str, float]:
    """Every number of one walk that prose may quote, in units of the map. `nudged` compares heights
    a hair apart; `factor` sends a second walker from a hair beside the end of the first."""
    place, hill, hair = result.places[-1], result.hill, 1e-5
    beside = place + np.array([-hair, hair])
    after = beside - result.step * ground(beside, hill)[1]
    dip = _dip(hill)
    heights = ground(np.array([result.lowest, place, EDGE, dip, START]), hill)[0]
    lowest, here, rim, dip_height, start = (float(height) for height in heights)
    far = np.flatnonzero(np.abs(result.ends - result.lowest) > 0.1)  # sizes that do not arrive
    return {
        "step": result.step,
        "hill": hill,
        "steps": len(result.places) - 1,
        "start": start - lowest,
        "left": min(here, rim) - lowest,
        "rest": float(place),
        "lowest": result.lowest,
        "dip": dip_height - lowest,
        "off_map": int(abs(place) > EDGE),
        "moving": float(abs(result.places[-1] - result.places[-2])),
        "slope": float(ground(np.array(START), hill)[1]),
        "nudged": _tilt(0, START, hill),
        "factor": float(abs(after[1] - after[0]) / (2 * hair)),
        "holds": 2 / _tilt(1, dip, hill),
        "past": float(SIZES[min(far[-1] + 1, len(SIZES) - 1)]),
    }


def theory(*, step: float = 0.2, hill: float = 4.0) -> dict[str, float]:
    """Exact in the bowl; on the hill, the slope at the start and what the first dip can hold."""
    away = (_dip(hill) - HILL_AT) / HILL_WIDTH
    bump = hill * np.exp(-(away**2) / 2)
    holds = float(2 / (1 + (away**2 - 1) * bump / HILL_WIDTH**2))
    first = (START - HILL_AT) / HILL_WIDTH
    slope = float(START - hill * first * np.exp(-(first**2) / 2) / HILL_WIDTH)
    known = {"slope": slope, "nudged": slope, "holds": holds}
    if hill == 0:
        end = START * (1 - step) ** STEPS
        known |= {"factor": abs(1 - step)} | ({"left": end**2 / 2} if step <= 2 else {})
    elif step < holds:
        known |= {"factor": abs(1 - 2 * step / holds), "rest": _dip(hill)}
    return known


def figure(results: list[Result]) -> go.Figure:
    """The ground from the side, and the walker's footprints on it; the last may lie off the map."""
    walk = results[0]
    role = "scored" if walk.hill else "off"
    places = np.linspace(-EDGE, EDGE, 97)  # few, as an area is drawn point by point
    heights = ground(places, walk.hill)[0]
    lowest = ground(np.array([walk.lowest]), walk.hill)[0]
    return chart(
        [
            band(places, np.full(len(places), FLOOR), heights, "ink"),
            line(walk.places, walk.heights, role, leaves=True),
            dots(walk.places, walk.heights, role, size=7, leaves=True),
            dots([walk.lowest], lowest, "wanted", size=13, ring=True),
            label(walk.lowest, -0.6, "lowest place", "wanted", "bottom center"),
            label(START + 0.3, walk.heights[0] - 0.4, "start"),
            label(2.1, 1.2, "the hill" if walk.hill else "no hill"),
        ],
        axis("place", -EDGE, EDGE, ticks={}),
        axis("height", FLOOR, 18, ticks={0: "0", 5: "5", 10: "10", 15: "15"}),
        height=270,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    return _fate(facts)


def figure_heights(results: list[Result]) -> go.Figure:
    """The walker's height above the lowest place, step by step."""
    walk = results[0]
    role = "scored" if walk.hill else "off"
    above = walk.heights - ground(np.array(walk.lowest), walk.hill)[0]
    return chart(
        [
            line([0, STEPS], [0, 0], "wanted", "the lowest place"),
            line(np.arange(len(above)), above, role, "the walker"),
            dots(np.arange(len(above)), above, role, size=5),
        ],
        axis("step number", 0, STEPS),
        axis("height above the lowest place", -1, 16, ticks={0: "0", 5: "5", 10: "10", 15: "15"}),
    )


def finding_heights(facts: dict[str, Spread]) -> str:
    """What the view `heights` shows at this setting."""
    return _fate(facts)


def _fate(facts: dict[str, Spread]) -> str:
    """How the walk ends, in a sentence."""
    steps, left = f"teps of {facts['step']:g}", f"{facts['left']:.1f} above the lowest place"
    if facts["off_map"]:
        return f"S{steps} overshoot: after {facts['steps']:.0f} of them the walker is off the map"
    if facts["moving"] > 0.02 and facts["step"] > facts["holds"]:
        return f"S{steps} are too long to rest in the dip, too short to leave it"
    if facts["moving"] > 0.02:
        return f"S{steps} are safe but slow: after 40 the walker is still on its way"
    if facts["left"] > 0.1:
        return f"Looking only underfoot, s{steps} stop in a dip, {left}"
    return f"S{steps} come to rest at the lowest place"


def _dip(hill: float) -> float:
    """The first place below the start where the ground no longer falls."""
    places = np.arange(START, -EDGE, -0.01)
    turn = np.argmax(ground(places, hill)[1] <= 0)
    return _bottom(places[turn], places[turn - 1], hill)


def _bottom(low: float, high: float, hill: float) -> float:
    """Where the slope is zero between two places, by bisection."""
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if ground(middle, hill)[1] > 0 else (middle, high)
    return float(high)


def _tilt(of: int, place: float, hill: float, hair: float = 1e-5) -> float:
    """How fast the height (0) or the slope (1) changes at a place, by a nudge each way."""
    left, right = ground(np.array([place - hair, place + hair]), hill)[of]
    return float((right - left) / (2 * hair))
