"""Which of the many perfect solutions does gradient descent find?

An outcome is a weighted sum of 50 features; the weights must be learned from 20 examples. Endlessly
many sets of weights fit them all. Each weight is the difference of two squared parts, as in a net
of two layers; both parts start at `start`, so every weight starts at 0. Plain gradient descent on
the parts then fits the examples, with nothing added to the loss.

start         where all parts begin; from a small one, whichever weight moves first grows fastest
causes        features with a true weight; all equal, of squares that sum to 3 (three causes: 1)
fit           training error that is left, root mean square, a share of the outcomes' own
error         error on new examples, a share of the variance of their outcome: |w - true|^2 / 3
large_...     the same for the largest start, 10
gain          large_error minus error: what the chosen start is better by
right         1 if no weight is off by more than a tenth of a cause, else 0
used          features, of 50, with a weight above a tenth of a cause
enough        the largest of nine starts, 0.0001 to 10, up to which all are right; 0 where none is
steps         steps of descent until the examples are fitted, to the next 50

Closed form: from a large start descent ends at the fit of least squared weights, the projection of
the truth on the span of the examples, so the error is 1 - 20/50 in expectation. As the start goes
to 0 it ends at the fit of least absolute weights; in between, arcsinh(weight / 2 start^2) lies in
that span (B. Woodworth, S. Gunasekar, J. D. Lee, E. Moroshko, P. Savarese, I. Golan, D. Soudry & N.
Srebro 2020, Kernel and rich regimes in overparametrized models, COLT, arXiv:2002.09277). All that
holds of infinitely short steps; ours change no part by more than a tenth. Free choices: normal
inputs; causes of one size, evenly placed and positive (to such inputs place and sign make no
difference); every run, whatever its start, ends once its training error is below 0.1 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, chart, dots, label, line, role_of, runs
from generators.schema import Fact, Grid, Spread

SEEDS = range(20)
CAUSE = "only a few features matter"
CAUSE_OFF = {"causes": 50}
EXAMPLES, FEATURES = 20, 50
LARGE = 10.0
STARTS = (0.0001, 0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, LARGE)  # each run learns from all
SQUARES = 3.0  # sum of the squared true weights
PACE = 0.1  # the most by which a part may change in a step, a share of itself
FIT = 0.001  # training error at which a run ends, a share of the outcomes' root mean square
UP = 2.1  # how far above the chosen start the largest is drawn

FACTS = {
    "error": Fact("error on new examples, this start", ".1%"),
    "large_error": Fact("the same, start 10", ".1%"),
    "used": Fact("features in use, this start", ".0f"),
    "large_used": Fact("the same, start 10", ".0f"),
    "fit": Fact("training error, this start", ".2%"),
    "large_fit": Fact("the same, start 10", ".2%"),
    "steps": Fact("steps, this start", ",.0f"),
    "large_steps": Fact("the same, start 10", ",.0f"),
}


@dataclass(frozen=True)
class Result:
    """One draw of the examples, learned from every start."""

    start: float
    truth: np.ndarray  # (features,)
    starts: np.ndarray  # STARTS and, where it is not among them, `start`
    weights: np.ndarray  # (starts, features), as learned
    fit: np.ndarray  # (starts,)
    steps: np.ndarray  # (starts,)

    @property
    def causes(self) -> int:
        """How many features have a true weight."""
        return int(np.count_nonzero(self.truth))

    @property
    def chosen(self) -> int:
        """Index of `start`."""
        return int(np.flatnonzero(self.starts == self.start)[0])

    @property
    def errors(self) -> np.ndarray:
        """On new examples, from every start, a share of the variance of the outcome."""
        return ((self.weights - self.truth) ** 2).sum(axis=1) / SQUARES


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; one descent learns from every start."""
    asked = sorted({(cell["causes"], _starts(cell["start"])) for cell in cells})
    learned = {one: _learn(*one, seeds) for one in asked}
    return [
        [
            Result(cell["start"], true_weights(cell["causes"]), np.array(starts), *parts)
            for parts in zip(*learned[cell["causes"], starts], strict=True)
        ]
        for cell, starts in ((cell, _starts(cell["start"])) for cell in cells)
    ]


def _starts(start: float) -> tuple[float, ...]:
    """All from which a run learns."""
    return STARTS if start in STARTS else (*STARTS, start)


def simulate(
    *,
    start: Annotated[
        float,
        Grid(0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, label="start", format=".5g"),
    ] = 0.0001,
    causes: Annotated[int, Grid(3, 6, 12, 25, 50, label="causes")] = 3,
    seed: int = 0,
) -> Result:
    """Learn one draw of the examples from every start; see the module for units."""
    return study([{"start": start, "causes": causes}], [seed])[0][0]


def _learn(causes: int, starts: tuple, seeds: Sequence[int]) -> tuple[np.ndarray, ...]:
    """Weights, training error and steps of all seeds and starts: (seeds, starts, ...)."""
    x = np.repeat([examples(seed) for seed in seeds], len(starts), axis=0)
    found = descend(x, x @ true_weights(causes), np.tile(starts, len(seeds)))
    return tuple(part.reshape(len(seeds), len(starts), *part.shape[1:]) for part in found)


def true_weights(causes: int) -> np.ndarray:
    """Equal weights on evenly placed features, squares summing to 3: (features,)."""
    truth = np.zeros(FEATURES)
    truth[((np.arange(causes) + 0.5) * FEATURES / causes).astype(int)] = (SQUARES / causes) ** 0.5
    return truth


def examples(seed: int) -> np.ndarray:
    """The inputs of one draw, the same for every number of causes: (examples, features)."""
    return np.random.default_rng([seed, 1]).standard_normal((EXAMPLES, FEATURES))


def descend(
    x: np.ndarray,
    y: np.ndarray,
    starts: np.ndarray,
    pace: float = PACE,
    fit: float = FIT,
    most: int = 500_000,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradient descent on the parts, for many problems at once, until each is fitted.

    x: (problems, examples, features); y: (problems, examples); starts: (problems,). Returns weights
    (problems, features), training errors and steps. A step is as long as lets no part change by
    more than `pace` of itself, and at most 5 `pace` of the length at which descent would diverge.
    Problems do not touch: each ends as it would alone. ArithmeticError after `most` steps.
    """
    weights = np.zeros((len(x), x.shape[2]))
    left, steps = np.zeros(len(x)), np.zeros(len(x))
    steepest = np.linalg.norm(x, 2, axis=(1, 2)) ** 2 / x.shape[1]
    size = np.sqrt((y**2).mean(axis=1))
    up = np.repeat(starts[:, None], x.shape[2], axis=1)
    down, turned, open_ = up.copy(), np.ascontiguousarray(x.transpose(0, 2, 1)), np.arange(len(x))
    for step in range(most):
        now = up * up - down * down
        missed = (x @ now[:, :, None])[:, :, 0] - y
        if step % 50 == 0:
            error = np.sqrt((missed**2).mean(axis=1)) / size
            done, on = error < fit, error >= fit
            ended = open_[done]
            weights[ended], left[ended], steps[ended] = now[done], error[done], step
            if not on.any():
                return weights, left, steps
            if done.any():
                x, y, turned, missed = x[on], y[on], turned[on], missed[on]
                up, down, open_ = up[on], down[on], open_[on]
                steepest, size = steepest[on], size[on]
        slope = slope_of_loss(turned, missed)
        by_change = pace / np.maximum(2 * np.abs(slope).max(axis=1), 1e-300)
        by_curvature = 5 * pace / (2 * steepest * (up * up + down * down).max(axis=1))
        change = 2 * np.minimum(by_change, by_curvature)[:, None] * slope
        up *= 1 - change  # the loss falls by 2 up slope along up, and rises by that along down
        down *= 1 + change
    raise ArithmeticError(f"the examples are not fitted after {most} steps")


def slope_of_loss(turned: np.ndarray, missed: np.ndarray) -> np.ndarray:
    """Gradient of half the mean squared error by the weights: (problems, features); turned is x
    with its last two axes swapped."""
    return (turned @ missed[:, :, None])[:, :, 0] / missed.shape[1]


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote."""
    at, large = result.chosen, STARTS.index(LARGE)
    size = (SQUARES / result.causes) ** 0.5
    right = np.abs(result.weights - result.truth).max(axis=1) <= size / 10
    used = (np.abs(result.weights) > size / 10).sum(axis=1)
    error = result.errors
    return {
        "start": result.start,
        "causes": result.causes,
        "examples": EXAMPLES,
        "features": FEATURES,
        "error": float(error[at]),
        "large_error": float(error[large]),
        "gain": float(error[large] - error[at]),
        "fit": float(result.fit[at]),
        "large_fit": float(result.fit[large]),
        "right": int(right[at]),
        "large_right": int(right[large]),
        "used": int(used[at]),
        "large_used": int(used[large]),
        "enough": max((s for i, s in enumerate(STARTS) if right[: i + 1].all()), default=0.0),
        "steps": int(result.steps[at]),
        "large_steps": int(result.steps[large]),
    }


def theory(*, start: float = 0.0001, causes: int = 3) -> dict[str, float]:
    """Expected facts where a closed form is known: for a start without end, of which 10 differs by
    less than a millionth."""
    expected = 1 - EXAMPLES / FEATURES
    return {"large_error": expected} | ({"error": expected, "gain": 0.0} if start == LARGE else {})


def figure(results: list[Result]) -> go.Figure:
    """Learned weights of the first run, from start 10 above and `start` below; bands: all runs."""
    first, role = results[0], role_of(results[0], CAUSE_OFF)
    place, true = np.arange(1, FEATURES + 1), np.flatnonzero(first.truth) + 1
    size, wide = first.truth.max(), min(1.5, FEATURES / len(true) / 2)
    gap = [] if len(true) == FEATURES else [None]  # where they touch, one line
    marks = [v for p in true for v in (p - wide, p + wide, *gap)]
    across = [v for p in place for v in (p, p, None)]
    traces = []
    for base, at in ((UP, STARTS.index(LARGE)), (0.0, first.chosen)):
        every = base + np.array([r.weights[at] for r in results])
        stems = [v for weight in every[0] for v in (base, weight, None)]
        name = "" if base else "learned weight"
        traces += [
            band(place, every.min(axis=0), every.max(axis=0), role),
            line(
                marks,
                [base + size, base + size, *gap] * len(true),
                "wanted",
                name and "true weight",
            ),
            line([0, FEATURES + 1], [base, base], "ink"),
            line(across, stems, role),
            dots(place, every[0], role, name, size=5),
        ]
    return chart(
        [
            *traces,
            label(0.5, UP + 1.3, f"started at {LARGE:g}"),
            label(0.5, 1.3, f"started at {first.start:.5g}"),
        ],
        axis("feature", 0, FEATURES + 1, ticks={1: "1", 10: "10", 25: "25", 40: "40", 50: "50"}),
        axis("weight", -0.7, UP + 1.5, ticks={0: "0", 1: "1", UP: "0", UP + 1: "1"}),
        height=330,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    begun, large = f"{facts['start']:.5g}", f"{facts['large_error']:.0%}"
    right, total = sum(facts["right"].seeds), len(facts["right"].seeds)
    if facts["start"] == LARGE:
        return (
            f"{facts['causes']:.0f} causes. Both start at 10, both fit: {large} off on new examples"
        )
    if 2 * right > total and not any(facts["large_right"].seeds):
        number = {3: "three"}.get(round(facts["causes"]), f"{facts['causes']:.0f}")
        often = f", in {right} of {total} runs" if total > 1 else ""
        return f"Both fit every example. Only a start at {begun} finds the {number} causes{often}"
    off = f"{facts['error']:.0%} off from {begun}, {large} from 10"
    return f"{facts['causes']:.0f} causes. Both fit every example; on new ones: {off}"


def figure_starts(results: list[Result]) -> go.Figure:
    """Error on new examples from every start: all runs, their median, and the chosen start."""
    order = np.argsort(results[0].starts, kind="stable")
    starts, errors = results[0].starts[order], np.array([r.errors[order] for r in results])
    middle, role = np.median(errors, axis=0), role_of(results[0], CAUSE_OFF)
    at = int(np.flatnonzero(order == results[0].chosen)[0])
    return chart(
        [
            line([STARTS[0], LARGE], [1, 1], "ink"),
            runs(starts, errors, role),
            line(starts, middle, role),
            dots([starts[at]], [middle[at]], role, size=12, ring=True),
            label(LARGE, 1.06, "always answering 0", side="middle left"),
        ],
        axis("start", STARTS[0] / 2, LARGE * 2, log=True, format=".5g"),
        axis("error on new examples", -0.05, 1.2, format=".0%"),
    )


def finding_starts(facts: dict[str, Spread]) -> str:
    """What the view `starts` shows at this setting."""
    causes, large = f"{facts['causes']:.0f} causes", f"{facts['large_error']:.0%} from 10"
    if facts["start"] == LARGE:
        return f"{causes}. All starts fit every example; on new ones: {large}"
    off = f"{facts['error']:.0%} off from {facts['start']:.5g}"
    return f"{causes}. All starts fit every example; on new ones: {off}, {large}"
