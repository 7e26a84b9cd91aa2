"""How far ahead must you look to choose well?

An inner loop goes downhill by gradient descent in a bowl, always with the same step size. An outer
loop chooses that step size: it tries one, lets the inner loop take `horizon` steps from 200 starts,
looks at the loss that is left, and tries another. It sees that one number and nothing of the bowl.
Two slopes in a bowl need not be equally steep, and one step size has to serve them all.

horizon     inner steps after which the outer loop looks at the loss
unevenness  steepest curvature over the flattest (the condition number)
choice      the step size that the outer loop ends on
end         its choice where it looks at the end of the run, after 1,000 steps
limit       the textbook's best step in the long run, 2 / (steepest + flattest)
need        inner steps until the mean loss is a millionth of what it was
extra       how many more of them the choice needs than the choice at the end, as a share

Closed form: the expected loss after T steps, sum of h (1 - step h)^(2T) over the curvatures h, is
least where sum of h^2 (1 - step h)^(2T - 1) is zero; for T = 1 at sum h^2 / sum h^3, for T to
infinity at 2 / (L + mu), where a step multiplies the error by (kappa - 1) / (kappa + 1).

Free choices: ten curvatures in geometric spacing; steepest and flattest add up to 21 at every
unevenness, so that the best step in the long run stays the same; a run is 1,000 steps; starts are
standard normal. There is no noise in the gradients: short-horizon bias in noisy training, where it
is far larger, is in Wu, Ren, Liao & Grosse 2018 (ICLR, arXiv:1803.02021).
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators._chart import axis, chart, dots, line, runs
from generators._schema import Fact, Grid, Spread

SEEDS = range(20)
CAUSE = "some slopes are steeper than others"
CAUSE_OFF = {"unevenness": 1}  # one step size fits every slope, and every horizon asks for it
DIRECTIONS = 10
STARTS = 200
RUN = 1000  # inner steps in a whole run
SUM = 21.0  # steepest plus flattest curvature
GOAL = 1e-6  # of the first loss
HORIZONS = np.unique(np.geomspace(1, RUN, 19).round().astype(int))  # that the figure shows

FACTS = {
    "choice": Fact("step size chosen", ".4f"),
    "end": Fact("chosen at the end of the run", ".4f"),
    "limit": Fact("best in the long run, by textbook", ".4f"),
    "need": Fact("steps to a millionth of the error", ".0f"),
    "need_end": Fact("the same, had it looked to the end", ".0f"),
    "extra": Fact("more steps than needed", ".0%"),
}


@dataclass(frozen=True)
class Result:
    """One run; losses are means over the starts, as shares of the first."""

    horizon: int
    unevenness: float
    choices: np.ndarray  # the step size chosen at each of HORIZONS
    choice: float  # the one chosen at `horizon`
    end: float
    left: np.ndarray  # natural logarithm of the loss left after 0..RUN steps with `choice`
    left_end: np.ndarray  # the same with `end`


def simulate(
    *,
    horizon: Annotated[
        int, Grid(1, 2, 3, 5, 10, 30, 100, 1000, label="steps looked ahead", format=",d")
    ] = 1,
    unevenness: Annotated[
        float, Grid(1, 5, 20, 100, label="steepest slope over flattest", format="g")
    ] = 20,
    seed: int = 0,
) -> Result:
    """Choose a step size once for each horizon, from the same 200 starts."""
    rng = np.random.default_rng([seed])
    starts = rng.standard_normal((STARTS, DIRECTIONS))
    curvature = _curvature(unevenness)
    weights = np.mean(starts**2, axis=0) * curvature

    def look(step: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """All that the outer loop is told: the mean loss after `steps` steps, in logarithms."""
        return log_loss(step, steps, curvature, weights)

    looked = np.concatenate([HORIZONS, [horizon, RUN]])
    *choices, choice, end = search(lambda step: look(step, looked), len(looked))
    along = np.arange(RUN + 1)
    left, left_end = (look(np.full(RUN + 1, step), along) for step in (choice, end))
    choices = np.array(choices)
    return Result(horizon, unevenness, choices, choice, end, left - left[0], left_end - left_end[0])


def log_loss(
    step: np.ndarray, steps: np.ndarray, curvature: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Logarithm of the loss after `steps` steps of size `step`, two arrays of one length.

    Exact, and free of underflow: on a parabola of curvature h, a step of gradient descent
    multiplies the distance to the bottom by 1 - step h. Loss is the sum of the parabolas' heights;
    weights are those of the starts, without the factor one half.
    """
    shrink = np.abs(1 - step[:, None] * curvature)
    heights = 2 * steps[:, None] * np.log(np.maximum(shrink, 1e-300)) + np.log(weights)
    top = heights.max(axis=1)
    return top + np.log(np.exp(heights - top[:, None]).sum(axis=1))


def search(loss, searches: int) -> np.ndarray:  # noqa: ANN001 - a function of an array
    """Golden-section search on the logarithm of the step size, many at once.

    loss takes one step size for each search and gives one loss for each. It is convex in the
    step size, so the search cannot be caught in a dip.
    """
    golden = (5**0.5 - 1) / 2
    low, high = np.full(searches, np.log(0.01)), np.full(searches, np.log(1.0))
    for _ in range(45):  # to a billionth
        left, right = high - golden * (high - low), low + golden * (high - low)
        down = loss(np.exp(left)) < loss(np.exp(right))
        low, high = np.where(down, low, left), np.where(down, right, high)
    return np.exp((low + high) / 2)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; step sizes, steps and a share."""
    curvature = _curvature(result.unevenness)
    need, need_end = (int(np.argmax(x <= np.log(GOAL))) for x in (result.left, result.left_end))
    return {
        "horizon": result.horizon,
        "unevenness": result.unevenness,
        "choice": float(result.choice),
        "end": float(result.end),
        "limit": 2 / (curvature[0] + curvature[-1]),
        "need": need,
        "need_end": need_end,
        "extra": need / need_end - 1,
        "factor": float(np.exp((result.left_end[-1] - result.left_end[-2]) / 2)),
        "run": RUN,
        "starts": STARTS,
    }


def theory(*, horizon: int = 1, unevenness: float = 20) -> dict[str, float]:
    """Expected choices, where the slope of the expected loss is zero, and the error's last factor.

    The slope rises with the step size between two steps, so halving the interval finds its zero.
    """
    curvature = _curvature(unevenness)

    def best(steps: int) -> float:
        low, high = 1 / curvature[-1], 1 / curvature[0]
        for _ in range(60):
            middle = (low + high) / 2
            shrink = 1 - middle * curvature
            pull = curvature**2 * np.sign(shrink) * (np.abs(shrink) / max(np.abs(shrink).max(), 1e-300)) ** (
                2 * steps - 1
            )
            low, high = (middle, high) if pull.sum() > 0 else (low, middle)
        return float(middle)

    return {"choice": best(horizon), "end": best(RUN), "factor": (unevenness - 1) / (unevenness + 1)}


def figure(results: list[Result]) -> go.Figure:
    """The step size chosen at each horizon, all runs and their median; the ring is `horizon`."""
    first = results[0]
    role = "off" if first.unevenness == 1 else "scored"
    choices = [r.choices for r in results]
    end = float(np.median([r.end for r in results]))
    choice = float(np.median([r.choice for r in results]))
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
        ahead = "" if to_end else f"{_ahead(facts['horizon'])} or "
        return f"All slopes alike: looking {ahead}to the end picks {choice}"
    if to_end:
        return f"Looking to the end picks {choice}"
    return f"Looking {_ahead(facts['horizon'])} picks {choice}, looking to the end {end}"


def figure_race(results: list[Result]) -> go.Figure:
    """The error left after each step, with the choice at `horizon` and with the one at the end."""
    role = "off" if results[0].unevenness == 1 else "scored"
    mine, ends = [r.left for r in results], [r.left_end for r in results]
    return chart(
        [
            runs(*_to_goal(ends), "wanted"),
            runs(*_to_goal(mine), role),
            line(*_to_goal([np.median(ends, axis=0)], single=True), "wanted", "looked to the end"),
            line(*_to_goal([np.median(mine, axis=0)], single=True), role, "looked this far"),
        ],
        axis("steps taken", 0, 120),
        axis("error left", GOAL, 1, {1: "all", 1e-2: "1/100", 1e-4: "", GOAL: "goal"}, log=True),
    )


def finding_race(facts: dict[str, Spread]) -> str:
    """What the view `race` shows at this setting."""
    need, need_end = f"{facts['need']:.0f}", f"{facts['need_end']:.0f}"
    if facts["unevenness"] == 1:
        return "All slopes alike: one step is enough, however far the outer loop looked"
    if facts["horizon"] == facts["run"]:
        return f"Looking to the end: {need} steps to the goal"
    return f"Looking {_ahead(facts['horizon'])}: {need} steps to the goal. To the end: {need_end}"


def _curvature(unevenness: float) -> np.ndarray:
    """Curvatures from the flattest direction to the steepest."""
    flattest = SUM / (1 + unevenness)
    return np.geomspace(flattest, SUM - flattest, DIRECTIONS)


def _ahead(horizon: float) -> str:
    return "one step ahead" if horizon == 1 else f"{horizon:,.0f} steps ahead"


def _to_goal(left: list[np.ndarray], single: bool = False) -> tuple:
    """x and y of losses until each is at the goal; x is the same for all, y ends in gaps."""


if __name__ == "__main__":
    from generators._byhand import show

    show(globals())
