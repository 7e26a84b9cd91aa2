"""How far ahead must you look to choose well?

An inner loop goes downhill by gradient descent in a bowl, always with the same step size. An outer
loop chooses that step size: it tries one, lets the inner loop take `horizon` steps from each of
200 starts, looks at the mean loss that is left, and tries another. It sees that one number and
nothing of the bowl. A bowl's slopes need not be equally steep, and one step size serves them all.

horizon     inner steps after which the outer loop looks at the loss
unevenness  steepest curvature over the flattest (the condition number, kappa)
choice      the step size that the outer loop ends on
end         its choice where it looks at the end of the run, after 1,000 steps
limit       the textbook's best step in the long run, 2 / (steepest + flattest)
lead        inner steps for which `choice` has left no more loss than `end`
behind      after 100 inner steps, how many times the loss of `end` is left with `choice`
factor      by what `end` multiplies the distance to the bottom in its last step

Closed form: the expected loss after T steps, sum of h (1 - step h)^(2T) over the curvatures h, is
least where sum of h^2 (1 - step h)^(2T - 1) is zero: for T = 1 at sum h^2 / sum h^3, for T to
infinity at 2 / (L + mu), where a step multiplies the distance by (kappa - 1) / (kappa + 1).

Free choices: ten curvatures in geometric spacing; steepest and flattest add up to 21 at every
unevenness, so that the best step in the long run stays the same; a run is 1,000 steps; starts are
standard normal. Gradients carry no noise. Short-horizon bias in noisy training, where it is far
larger: Wu, Ren, Liao & Grosse 2018 (ICLR, arXiv:1803.02021).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, line, role_of, runs
from generators.schema import Fact, Grid, Spread

SEEDS = range(20)
CAUSE = "some slopes are steeper than others"
CAUSE_OFF = {"unevenness": 1}  # one step size suits every slope, so every horizon asks for it
DIRECTIONS = 10
STARTS = 200
RUN = 1000  # inner steps in a whole run
SUM = 21.0  # steepest plus flattest curvature
RACE = 100  # inner steps in the view `race`
FLOOR = 1e-10  # the least loss that it shows, a share of the first
HORIZONS = np.unique(np.geomspace(1, RUN, 19).round().astype(int))  # in the main figure

FACTS = {
    "choice": Fact("step size chosen", ".4f"),
    "end": Fact("chosen by looking to the end", ".4f"),
    "limit": Fact("best in the long run, by textbook", ".4f"),
    "lead": Fact("steps for which the choice leads", ".0f"),
    "behind": Fact("error left after 100 steps, times that of the far look", ".2f"),
}


@dataclass(frozen=True)
class Result:
    """One run. Losses are means over the starts, as natural logarithms of shares of the first."""

    horizon: int
    unevenness: float
    choices: np.ndarray  # the step size chosen at each of HORIZONS
    choice: float  # the one chosen at `horizon`
    end: float
    left: np.ndarray  # loss left after 0..RUN steps with `choice`
    left_end: np.ndarray  # the same with `end`


def simulate(
    *,
    horizon: Annotated[
        int, Grid(1, 2, 3, 5, 10, 30, 100, 1000, label="steps looked ahead", format=",d")
    ] = 1,
    unevenness: Annotated[float, Grid(1, 5, 20, 100, label="unevenness", format="g")] = 20,
    seed: int = 0,
) -> Result:
    """Choose a step size at every horizon, from the same starts, and run with two of them."""
    rng = np.random.default_rng([seed])
    starts = rng.standard_normal((STARTS, DIRECTIONS))
    curvature = _curvature(unevenness)
    weights = np.mean(starts**2, axis=0) * curvature
    looked = np.concatenate([HORIZONS, [horizon, RUN]])
    chosen = search(lambda step: log_loss(step, looked, curvature, weights), len(looked))
    steps = np.arange(RUN + 1)
    left, left_end = (
        log_loss(np.full(RUN + 1, step), steps, curvature, weights) for step in chosen[-2:]
    )
    return Result(
        horizon,
        unevenness,
        chosen[:-2],
        float(chosen[-2]),
        float(chosen[-1]),
        left - left[0],
        left_end - left_end[0],
    )


def log_loss(
    step: np.ndarray, steps: np.ndarray, curvature: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Natural logarithm of the loss after `steps` steps of size `step`, arrays of one length.

    Exact: where a slope has curvature h, a step of gradient descent multiplies the distance to the
    bottom by 1 - step h. weights are the first losses, one for each curvature. In logarithms, as
    a thousand steps leave less than the smallest float.
    """
    shrink = np.abs(1 - step[:, None] * curvature)
    losses = 2 * steps[:, None] * np.log(np.maximum(shrink, 1e-300)) + np.log(weights)
    most = losses.max(axis=1)
    return most + np.log(np.exp(losses - most[:, None]).sum(axis=1))


def search(loss: Callable[[np.ndarray], np.ndarray], searches: int) -> np.ndarray:
    """Step sizes of least loss: golden-section search on their logarithms, many at once.

    loss takes one step size for each search and gives one number for each. Loss is convex in the
    step size, so there is no second valley to be caught in.
    """
    golden = (5**0.5 - 1) / 2
    low, high = np.full(searches, np.log(0.01)), np.full(searches, np.log(1.0))
    for _ in range(45):  # to a billionth
        left, right = high - golden * (high - low), low + golden * (high - low)
        falls = loss(np.exp(left)) > loss(np.exp(right))
        low, high = np.where(falls, left, low), np.where(falls, high, right)
    return np.exp((low + high) / 2)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote: step sizes, counts of steps, and factors."""
    curvature = _curvature(result.unevenness)
    return {
        "horizon": result.horizon,
        "unevenness": result.unevenness,
        "run": RUN,
        "starts": STARTS,
        "choice": result.choice,
        "end": result.end,
        "limit": float(2 / (curvature[0] + curvature[-1])),
        "lead": _lead(result.left, result.left_end),
        "behind": float(np.exp(result.left[RACE] - result.left_end[RACE])),
        "factor": float(np.exp((result.left_end[-1] - result.left_end[-2]) / 2)),
    }


def theory(*, horizon: int = 1, unevenness: float = 20) -> dict[str, float]:
    """Facts where the loss is the expected one, with the steps at which its slope is zero."""
    curvature = _curvature(unevenness)
    choice, end = (_root(steps, curvature) for steps in (horizon, RUN))
    steps = np.arange(RUN + 1)
    left, left_end = (
        log_loss(np.full(RUN + 1, step), steps, curvature, curvature) for step in (choice, end)
    )
    return {
        "choice": choice,
        "end": end,
        "lead": _lead(left, left_end),
        "behind": float(np.exp(left[RACE] - left_end[RACE])),
        "factor": (unevenness - 1) / (unevenness + 1),
    }


def figure(results: list[Result]) -> go.Figure:
    """The step size chosen at each horizon, all runs and their median; the ring is `horizon`."""
    first, role = results[0], role_of(results[0], CAUSE_OFF, "scored")
    choices = [r.choices for r in results]
    choice, end = (float(np.median([getattr(r, of) for r in results])) for of in ("choice", "end"))
    return chart(
        [
            line([1, RUN], [end, end], "wanted", "looking to the end"),
            runs(HORIZONS, choices, role),
            line(HORIZONS, np.median(choices, axis=0), role, "looking this far"),
            dots([first.horizon], [choice], role, size=13, ring=True),
        ],
        axis("steps looked ahead", 1, RUN, log=True, format=",d"),
        axis("step size chosen", 0.05, 0.1, format=".2f"),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    choice, end = f"{facts['choice']:.3f}", f"{facts['end']:.3f}"
    to_end = facts["horizon"] == facts["run"]
    if facts["unevenness"] == 1:
        near = "" if to_end else f"{_ahead(facts)} or "
        return f"All slopes alike: looking {near}to the end picks {choice}"
    if to_end:
        return f"Looking to the end picks {choice}"
    if choice == end:
        return f"Looking {_ahead(facts)} picks {choice}, as looking to the end does"
    return f"Looking {_ahead(facts)} picks {choice}, looking to the end {end}"


def figure_race(results: list[Result]) -> go.Figure:
    """The loss left after each step, all runs, with the choice at `horizon` and with the end's."""
    role, steps = role_of(results[0], CAUSE_OFF, "scored"), np.arange(RACE + 1)
    left, left_end = (
        [np.maximum(np.exp(getattr(r, of)[: RACE + 1]), FLOOR) for r in results]
        for of in ("left", "left_end")
    )
    ticks = {1: "all", 1e-3: "thousandth", 1e-6: "millionth", 1e-9: "billionth"}
    return chart(
        [
            runs(steps, left_end, "wanted"),
            runs(steps, left, role),
            line(steps, np.median(left_end, axis=0), "wanted", "looked to the end"),
            line(steps, np.median(left, axis=0), role, "looked this far"),
        ],
        axis("steps taken", 0, RACE),
        axis("error left", FLOOR, 1, ticks, log=True),
    )


def finding_race(facts: dict[str, Spread]) -> str:
    """What the view `race` shows at this setting."""
    if facts["unevenness"] == 1:
        return "All slopes alike: one step is enough, however far the choice looked ahead"
    if facts["horizon"] == facts["run"]:
        return f"Looking to the end pays at the end, after {facts['run']:,.0f} steps"
    return (
        f"Looking {_ahead(facts)} leads for {facts['lead']:.0f} steps, then falls behind for good"
    )


def _curvature(unevenness: float) -> np.ndarray:
    """Curvatures from the flattest direction to the steepest."""
    flattest = SUM / (1 + unevenness)
    return np.geomspace(flattest, SUM - flattest, DIRECTIONS)


def _root(steps: int, curvature: np.ndarray) -> float:
    """Where the slope of the expected loss is zero. It rises with the step size: bisection."""
    low, high = 1 / curvature[-1], 1 / curvature[0]
    for _ in range(60):
        middle = (low + high) / 2
        shrink = 1 - middle * curvature
        size = np.abs(shrink) / max(np.abs(shrink).max(), 1e-300)
        still_falls = np.sum(curvature**2 * np.sign(shrink) * size ** (2 * steps - 1)) > 0
        low, high = (middle, high) if still_falls else (low, middle)
    return float(middle)


def _lead(left: np.ndarray, left_end: np.ndarray) -> int:
    """The last step at which the one has left no more loss than the other."""
    return int(np.flatnonzero(left <= left_end + 1e-9)[-1])


def _ahead(facts: dict[str, Spread]) -> str:
    horizon = facts["horizon"]
    return "one step ahead" if horizon == 1 else f"{horizon:,.0f} steps ahead"
