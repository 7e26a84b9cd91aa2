"""What does an inner step of descent go down, if no line of the training says it?

The layer of `mesa_attention` gets two labels with each example: the right one, task . x with a
error, and a clean stand-in, other . x, where the other task is nearly the same. It is asked for the
right one alone. It comes to take one step of gradient descent on a loss of its own, a mixture of
both labels, which stands in its weights and in nobody's program.

noise       spread of the error of the right label; a task has spread 1
label       weight of the right label in the step that the layer takes; `stand_in` of the stand-in
angle       direction of that mixture, degrees: 0 the right label alone, 90 the stand-in alone
elsewhere   share of the layer's squared weight on anything but these two steps
error       mean squared error where the stand-in means what it meant in training, of saying nothing
unrelated   the same where it has come to mean nothing; `reversed`, where it means the opposite
break_even  correlation of the two tasks below which the layer is worse than saying nothing; -1 if
            there is none

Closed form, derived here: the best mixture (a, b) of mean(label x) and mean(stand-in x) solves
(k + noise^2 / N) a + r k b = 1 and r k a + k b = r, with k = (N + D + 1) / N for N examples of D
inputs, and r the correlation of the tasks: least squares on two means. Our choices: N, D, r, and
the training of `mesa_attention` (weights from noise, Adam, 1000 steps of 64 lessons). One step, no
search; and no wish: it is a squared error, with another label in it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, chart, dots, label, line, runs
from generators.mesa.attention.attention import D, draw_roots
from generators.numerics.adam import Adam
from generators.schema import Fact, Grid, Spread

SEEDS = range(10)
CAUSE = "the right label is noisy"
CAUSE_OFF = {"noise": 0.0}
EXAMPLES, ALIKE = 20, 0.9  # in a prompt; correlation of the two tasks
LABEL, STAND_IN, WIDE = D, D + 1, D + 2  # a token is D inputs and two labels
STEPS, BATCH, RATE, BIRTH = 1000, 64, 0.03, 0.1
PROMPTS = 4000  # in a test
TOP, END = 2.4, 1.25  # of the error's axis, and of the other, with room for words
MEANINGS = np.round(np.linspace(-1, 1, 11), 1)  # later correlations of the two tasks

FACTS = {
    "label": Fact("weight of the right label", ".2f"),
    "stand_in": Fact("weight of the stand-in", ".2f"),
    "angle": Fact("angle of the mixture", ".0f"),
    "error": Fact("error, of silence", ".0%"),
    "unrelated": Fact("the stand-in means nothing", ".0%"),
    "reversed": Fact("the stand-in is reversed", ".0%"),
    "break_even": Fact("worse than silence below", ".2f"),
}


@dataclass(frozen=True)
class Result:
    """One trained layer and its test."""

    noise: float
    label: float
    stand_in: float
    elsewhere: float
    error: float
    unrelated: float
    reversed: float
    sweep: np.ndarray  # (MEANINGS,) error, relative to saying nothing


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; all layers learn together, from the same prompts but
    for their noise, and are tried on the same."""
    noises = list(dict.fromkeys(cell["noise"] for cell in cells))
    readouts, keys = _train(noises, seeds)
    tests = [_prompts(np.random.default_rng([seed, 8]), PROMPTS) for seed in seeds]
    looks = {
        noise: [_look(noise, *one) for one in zip(tests, *layers, strict=True)]
        for noise, *layers in zip(noises, readouts, keys, strict=True)
    }
    return [looks[cell["noise"]] for cell in cells]


def simulate(
    *,
    noise: Annotated[
        float, Grid(0.0, 1.0, 2.0, 3.0, 5.0, label="error of the right label", format="g")
    ] = 3.0,
    seed: int = 0,
) -> Result:
    """Train one layer, read its step, and change what the stand-in means; see the module."""
    return study([{"noise": noise}], [seed])[0][0]


class _Prompts(NamedTuple):
    """What prompts are made of, whatever the noise and the correlation of their tasks."""

    task: np.ndarray  # (..., prompts, D) the right one
    free: np.ndarray  # what the other does not share with it
    roots: np.ndarray  # (..., prompts, D + 1, D + 1) of the moments of inputs and errors

    def other(self, alike: float) -> np.ndarray:
        """The other tasks."""
        return alike * self.task + math.sqrt(1 - alike**2) * self.free


def _prompts(rng: np.random.Generator, count: int) -> _Prompts:
    task, free = rng.standard_normal((2, count, D))
    return _Prompts(task, free, np.moveaxis(draw_roots(rng, EXAMPLES, (count,), D + 1), -1, 0))


def _gram(prompts: _Prompts, alike: float, noise: float | np.ndarray) -> np.ndarray:
    """Mean product of each two parts of a token over the examples of each prompt,
    (..., prompts, WIDE, WIDE): all that the layer sees of them. A token is linear in its inputs
    and the error of its right label, so its second moments follow from theirs."""
    many = np.broadcast_shapes(np.shape(noise), prompts.task.shape[:-1])
    linear = np.zeros((*many, WIDE, D + 1))
    linear[..., :D, :D] = np.eye(D)
    linear[..., LABEL, :D], linear[..., LABEL, D] = prompts.task, noise
    linear[..., STAND_IN, :D] = prompts.other(alike)
    half = linear @ prompts.roots
    return half @ half.swapaxes(-1, -2)


def _train(noises: Sequence[float], seeds: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Readouts (noises, seeds, WIDE) and keys (noises, seeds, WIDE, D), by the slope of the squared
    error over all queries x ~ N(0, I)."""
    rngs = [np.random.default_rng([seed, 7]) for seed in seeds]
    layer = BIRTH * np.stack([rng.standard_normal(WIDE * (D + 1)) for rng in rngs])
    layer = np.tile(layer, (len(noises), 1))
    adam, noise = Adam(layer), np.array(noises)[:, None, None]
    for step in range(STEPS):
        drawn = zip(*(_prompts(rng, BATCH) for rng in rngs), strict=True)
        prompts = _Prompts(*map(np.stack, drawn))
        gram = _gram(prompts, ALIKE, noise).reshape(len(layer), BATCH, WIDE, WIDE)
        rate = RATE * min(1, 2 * (1 - step / STEPS))  # falls to zero in the second half
        move = adam.move(slope(layer, gram, np.tile(prompts.task, (len(noises), 1, 1))), rate)
        layer = layer - move
    return _split(layer.reshape(len(noises), len(seeds), -1))


def slope(layer: np.ndarray, gram: np.ndarray, task: np.ndarray) -> np.ndarray:
    """Of the mean over prompts of |inferred - task|^2, by the weights (seeds, weights)."""
    readout, keys = _split(layer)
    read = (gram @ readout[:, None, :, None])[..., 0]  # (seeds, prompts, WIDE)
    wrong = (read @ keys - task) * (2 / task.shape[1])
    to_readout = (gram @ (wrong @ keys.transpose(0, 2, 1))[..., None]).sum(axis=1)[..., 0]
    to_keys = read.transpose(0, 2, 1) @ wrong
    return np.concatenate([to_readout, to_keys.reshape(len(layer), -1)], axis=1)


def _split(layer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return layer[..., :WIDE], layer[..., WIDE:].reshape(*layer.shape[:-1], WIDE, D)


def _look(noise: float, prompts: _Prompts, readout: np.ndarray, keys: np.ndarray) -> Result:
    """What one layer does, read off its weights, and in new prompts."""
    product = readout[:, None, None] * keys
    both = product + product.transpose(1, 0, 2)  # a gram is symmetric
    steps = both[LABEL, :D], both[STAND_IN, :D]
    weights = float(np.trace(steps[0])) / D, float(np.trace(steps[1])) / D
    used = 2 * sum(float(np.sum(np.diag(np.full(D, weight)) ** 2)) for weight in weights)

    def error(alike: float) -> float:
        """The same inputs and right tasks in every world."""
        inferred = _gram(prompts, alike, noise) @ readout @ keys
        return float(np.sum((inferred - prompts.task) ** 2) / np.sum(prompts.task**2))

    sweep = np.array([error(alike) for alike in MEANINGS])
    return Result(
        noise,
        *weights,
        1 - used / float(np.sum(both**2)),
        error(ALIKE),
        error(0.0),
        error(-ALIKE),
        sweep,
    )


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote."""
    return {
        "noise": result.noise,
        "label": result.label,
        "stand_in": result.stand_in,
        "angle": math.degrees(math.atan2(result.stand_in, result.label)),
        "elsewhere": result.elsewhere,
        "error": result.error,
        "unrelated": result.unrelated,
        "reversed": result.reversed,
        "break_even": _break_even(result.sweep),
    }


def _break_even(sweep: np.ndarray) -> float:
    """Where the error last falls through that of saying nothing; -1 if nowhere."""
    worse = np.flatnonzero(sweep > 1)
    if not len(worse):
        return -1.0
    one, two = sweep[worse[-1] : worse[-1] + 2]
    return float(MEANINGS[worse[-1]] + (one - 1) / (one - two) * (MEANINGS[1] - MEANINGS[0]))


def figure(results: list[Result]) -> go.Figure:
    """Error as the stand-in changes its meaning: every layer, and the median, in words where the
    stand-in means what it meant in training, nothing, and the opposite."""
    each = np.array([r.sweep for r in results])
    role = "learned" if results[0].noise else "off"
    told = np.median([[r.error, r.unrelated, r.reversed] for r in results], axis=0)
    places = [ALIKE, 0, -ALIKE]
    return chart(
        [
            band([-END, END], [1, 1], [TOP, TOP], "ink"),
            runs(MEANINGS, each, role),
            line(MEANINGS, np.median(each, axis=0), role, "ten layers (faint), their median"),
            dots(places, told, role, size=8),
            *(
                label(x, y + 0.06, f"{y:.0%}", role, "top center")
                for x, y in zip(places, told, strict=True)
            ),
            label(1.19, 2.2, "worse than saying nothing"),
        ],
        axis(
            "what the stand-in means, after training",
            END,
            -END,
            {ALIKE: "as in training", 0: "nothing", -ALIKE: "the opposite"},
        ),
        axis("error (100%: saying nothing)", 0, TOP, {0: "0%", 1: "100%", 2: "200%"}),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if not facts["noise"]:
        return "With a clean right label it goes by that alone, whatever the stand-in comes to mean"
    if facts["break_even"] <= -1:
        return f"Reversed, the stand-in raises the error to {facts['reversed']:.0%} of silence's"
    return "Nobody asked for the stand-in; reversed, it makes the layer worse than silence"


def figure_weights(results: list[Result]) -> go.Figure:
    """What the inner step goes by, read off the weights: a dot a layer, and what was asked for."""
    role = "learned" if results[0].noise else "off"
    right, stand_in = np.array([[r.label, r.stand_in] for r in results]).T
    one, two = np.median(right), np.median(stand_in)
    who = "a layer" if len(results) == 1 else f"{len(results)} layers"
    return chart(
        [
            line([0, 1], [0, 0], "wanted"),
            line([0, one], [0, two], role),
            dots(right, stand_in, role, size=6),
            label(min(one + 0.05, 0.5), two + 0.1, f"{who}: {_mixed(two, one)} stand-in", role),
            label(0.98, -0.12, "asked for: the right label alone", "wanted", "middle left"),
        ],
        axis("weight of the right label", 0, 1),
        axis("weight of the stand-in", -0.2, 1, {0: "0", 0.5: "0.5", 1: "1"}),
    )


def _mixed(stand_in: float, right: float) -> str:
    """The stand-in's share of the step, in words."""
    return f"{abs(round(stand_in / (stand_in + right), 2)):.0%}"


def finding_weights(facts: dict[str, Spread]) -> str:
    """What the view `weights` shows at this setting."""
    if not facts["noise"]:
        return "With a clean right label, the stand-in gets no weight in any layer"
    share = _mixed(facts["stand_in"], facts["label"])
    return f"Asked for the right label alone, every layer gives {share} of its step to the stand-in"


def theory(*, noise: float = 3.0) -> dict[str, float]:
    """The best mixture, and what becomes of it, in closed form."""
    k, extra = (EXAMPLES + D + 1) / EXAMPLES, noise**2 / EXAMPLES
    spread = np.array([[k + extra, ALIKE * k], [ALIKE * k, k]])
    one, two = np.linalg.solve(spread, [1, ALIKE])
    alone = one**2 * (k + extra) + two**2 * k

    def error(alike: float) -> float:
        """Of the best mixture, where the two tasks correlate so."""
        return 1 - 2 * (one + alike * two) + alone + 2 * one * two * alike * k

    bent = 2 * two * (1 - one * k)
    return {
        "label": one,
        "stand_in": two,
        "angle": math.degrees(math.atan2(two, one)),
        "error": error(ALIKE),
        "unrelated": error(0.0),
        "reversed": error(-ALIKE),
        "break_even": max(-1.0, (alone - 2 * one) / bent) if bent > 1e-9 else -1.0,
    }
