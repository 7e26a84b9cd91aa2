"""How do many small nets learn the same rows in the same order, apart only by where they started?

All nets share every batch, so one layer of all of them is one product of matrices. A net answers
yes where its output is above zero; it learns by the mean logistic loss and Adam.
"""

from typing import NamedTuple

import numpy as np

from generators.numerics.adam import Adam


class Twins(NamedTuple):
    """The weights of all nets: one layer of rectified units, then a sum."""

    inward: np.ndarray  # (inputs, hidden, nets)
    bias: np.ndarray  # (hidden, nets)
    outward: np.ndarray  # (hidden, nets)
    offset: np.ndarray  # (nets,)


def born(rng: np.random.Generator, inputs: int, hidden: int, nets: int) -> Twins:
    """Nets before training: normal weights of variance 2 / inputs and 1 / hidden."""
    return Twins(
        rng.standard_normal((inputs, hidden, nets)) * (2 / inputs) ** 0.5,
        np.zeros((hidden, nets)),
        rng.standard_normal((hidden, nets)) * (1 / hidden) ** 0.5,
        np.zeros(nets),
    )


def output(twins: Twins, x: np.ndarray) -> np.ndarray:
    """What every net says to every row of x: (rows, nets)."""
    hidden = _hidden(twins, x)
    hidden *= twins.outward
    return hidden.sum(axis=1) + twins.offset


def answers(twins: Twins, x: np.ndarray) -> np.ndarray:
    """Yes or no, (rows, nets); in parts that fit a processor's cache."""
    return np.concatenate(
        [output(twins, part) > 0 for part in np.array_split(x, len(x) // 100 + 1)]
    )


def agreement(said: np.ndarray) -> float:
    """Share of rows on which two different nets give the same answer; said: (rows, nets)."""
    nets, yes = said.shape[1], said.sum(axis=1)
    same = yes * (yes - 1) + (nets - yes) * (nets - yes - 1)
    return float(same.mean() / nets / (nets - 1))


def gradient(twins: Twins, x: np.ndarray, y: np.ndarray) -> Twins:
    """Of each net's mean loss over the rows x with answers y, 0 or 1."""
    hidden = _hidden(twins, x)
    said = (hidden * twins.outward).sum(axis=1) + twins.offset
    error = (1 / (1 + np.exp(-said)) - y[:, None]) / len(x)
    back = error[:, None] * twins.outward
    back *= hidden > 0
    return Twins(
        (x.T @ back.reshape(len(x), -1)).reshape(twins.inward.shape),
        back.sum(axis=0),
        (hidden * error[:, None]).sum(axis=0),
        error.sum(axis=0),
    )


def train(twins: Twins, x: np.ndarray, y: np.ndarray, batches: np.ndarray, rate: float) -> Twins:
    """New nets, one step of Adam for each row of `batches` (indices of x); the rate falls to 0."""
    weights = Twins(*(layer.copy() for layer in twins))
    adams = [Adam(layer) for layer in weights]
    for step, batch in enumerate(batches):
        pace = rate * (1 - step / len(batches))
        slopes = gradient(weights, x[batch], y[batch])
        for layer, slope, adam in zip(weights, slopes, adams, strict=True):
            layer -= adam.move(slope, pace)
    return weights


def linear_twins(
    seed: int, rows: int, inputs: int, models: int, start: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Linear models that start at random and learn `rows` rows without error by gradient descent.

    Returns their standard deviation at each of 200 new inputs; the same at the rows; and
    start * |P x| at the new inputs, P the projection on what no row spans: descent moves the
    weights along the rows only, so along P they stay what they were.
    """
    rng = np.random.default_rng([seed, rows, inputs])
    seen, new = rng.standard_normal((rows, inputs)), rng.standard_normal((200, inputs))
    wanted = rng.standard_normal((rows, 1))
    weights = start * rng.standard_normal((inputs, models))
    rate = 1 / np.linalg.norm(seen, 2) ** 2
    for _ in range(600):
        weights -= rate * seen.T @ (seen @ weights - wanted)
    beyond = new - new @ np.linalg.pinv(seen) @ seen
    return (
        (new @ weights).std(axis=1, ddof=1),
        (seen @ weights).std(axis=1, ddof=1),
        start * np.linalg.norm(beyond, axis=1),
    )


def _hidden(twins: Twins, x: np.ndarray) -> np.ndarray:
    """(rows, hidden, nets)"""
    inputs, units, nets = twins.inward.shape
    hidden = x @ twins.inward.reshape(inputs, -1)
    hidden = hidden.reshape(len(x), units, nets)
    hidden += twins.bias
    return np.maximum(hidden, 0, out=hidden)
