"""How is one layer of linear self-attention trained to answer from examples?

A token is a pair (x, y) of D inputs and a label y = task . x. A prompt is a number of examples and
a query x, whose label is empty. The layer answers with the last entry of

    W^PV (mean over the examples of token token') W^KQ (x, 0)

readout   the last row of W^PV, (D + 1): all of it that reaches the answer
keys      W^KQ without the column that meets the empty label, (D + 1, D)
layer     both in one row, (D + 1)^2 weights; all other weights of the two matrices are idle
gram      mean of token token' over the examples, (D + 1, D + 1): all that the layer sees of them
inferred  the answer is linear in the query, so to every x it is inferred . x

The query attends to the examples only, as in Ahn et al. (2023, NeurIPS).
"""

import math
from collections.abc import Sequence

import numpy as np

from generators.numerics.adam import Adam

D = 5  # inputs
STEPS, BATCH = 1000, 64
LESSONS = STEPS * BATCH
CHECK = 10  # training steps between two looks at the layer
PROMPTS = 2048  # in a test
RATE, NOISE = 0.03, 0.1  # Adam's step; standard deviation of the weights before training


def infer(layer: np.ndarray, gram: np.ndarray) -> np.ndarray:
    """What a layer infers from prompts (prompts, D + 1, D + 1), as (prompts, D)."""
    readout, keys = split(layer)
    return gram @ readout @ keys


def error_of(inferred: np.ndarray, task: np.ndarray) -> float:
    """Mean squared error over all queries x ~ N(0, I), relative to that of answering 0."""
    return float(np.sum((inferred - task) ** 2) / np.sum(task**2))


def split(layer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Readout and keys of one layer, or of several."""
    return layer[..., : D + 1], layer[..., D + 1 :].reshape(*layer.shape[:-1], D + 1, D)


def on_labels(layer: np.ndarray) -> tuple[np.ndarray, float]:
    """The matrix (D, D) that takes mean(y x) to inferred, and the share of squared weight that
    falls on other products of two parts of a token. Gradient descent needs only the former."""
    readout, keys = split(layer)
    product = readout[:, None, None] * keys
    both = product + product.transpose(1, 0, 2)  # gram is symmetric
    matrix = both[D, :D]
    return matrix, float(1 - 2 * np.sum(matrix**2) / np.sum(both**2))


def published_step(examples: int) -> float:
    """The best size of one step of gradient descent from zero, where inputs and task are standard
    normal: E[full . task] / E[full . full] for full = mean(y x). Zhang, Frei & Bartlett 2024."""
    return examples / (examples + D + 1)


def prompts(examples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """New tasks (PROMPTS, D), and inputs to test them with (PROMPTS, examples, D)."""
    rng = np.random.default_rng([seed, examples, 3])
    return rng.standard_normal((PROMPTS, D)), rng.standard_normal((PROMPTS, examples, D))


def gram_of(inputs: np.ndarray, task: np.ndarray) -> np.ndarray:
    """Mean product of each two parts of a token (x, y): what attention sees of each prompt."""
    tokens = np.concatenate([inputs, inputs @ task[:, :, None]], axis=2)
    return tokens.transpose(0, 2, 1) @ tokens / inputs.shape[1]


def pool(seed: int, tasks: int) -> np.ndarray:
    """The tasks of a training, (tasks, D); a larger pool begins with the smaller."""
    return np.random.default_rng([seed, 1]).standard_normal((tasks, D))


def train(examples: int, tasks: int, seeds: Sequence[int]) -> np.ndarray:
    """Layers before, during and after training, (looks, seeds, weights), by Adam; each task comes
    up equally often, in random order. A lesson is one prompt, marked on all queries at once."""
    rngs = [np.random.default_rng([seed, examples, tasks]) for seed in seeds]
    pools = [pool(seed, tasks) for seed in seeds]
    orders = [rng.permutation(LESSONS) % tasks for rng in rngs]
    noise = [np.random.default_rng([seed, 2]).standard_normal((D + 1) ** 2) for seed in seeds]
    layer = NOISE * np.stack(noise)
    looks, adam = [layer], Adam(layer)
    for step in range(STEPS):
        now = step % CHECK
        if not now:  # draw all lessons until the next look
            roots = np.stack([draw_roots(rng, examples, (CHECK, BATCH)) for rng in rngs])
            roots = np.ascontiguousarray(roots.transpose(3, 0, 1, 2, 4))
            met = [order[step * BATCH :][: CHECK * BATCH] for order in orders]
            task = np.stack([known[i].T for known, i in zip(pools, met, strict=True)])
        lessons = task[:, :, now * BATCH : (now + 1) * BATCH]
        slope = gradient(layer, roots[now], lessons)
        rate = RATE * min(1, 2 * (1 - step / STEPS))  # falls to zero in the second half
        layer = layer - adam.move(slope, rate)
        if now == CHECK - 1:
            looks.append(layer)
    return np.stack(looks)


def gradient(layer: np.ndarray, roots: np.ndarray, task: np.ndarray) -> np.ndarray:
    """Slope of the mean of |inferred - task|^2, the error over all queries x ~ N(0, I).

    layer (seeds, weights); task (seeds, D, lessons); roots R of the second moments R R' of the
    inputs of each lesson, (seeds, D, D, lessons). A token is a linear function of its inputs, so
    weights on tokens fold into weights on inputs, and sums over inputs unfold into tokens.
    """
    readout, keys = split(layer)

    def fold(weights: np.ndarray) -> np.ndarray:
        return weights[:, :D] + task * weights[:, D:]

    def unfold(inputs: np.ndarray) -> np.ndarray:
        return np.concatenate([inputs, np.sum(task * inputs, axis=1, keepdims=True)], axis=1)

    def attend(weights: np.ndarray) -> np.ndarray:
        half = np.einsum("sijb,sib->sjb", roots, fold(weights))
        return unfold(np.einsum("sijb,sjb->sib", roots, half))

    attended = attend(readout[:, :, None])
    wrong = (keys.transpose(0, 2, 1) @ attended - task) * (2 / task.shape[-1])
    to_readout = attend(keys @ wrong).sum(axis=2)
    to_keys = attended @ wrong.transpose(0, 2, 1)
    return np.concatenate([to_readout, to_keys.reshape(len(layer), -1)], axis=1)


def draw_roots(
    rng: np.random.Generator, examples: int, shape: tuple[int, ...], wide: int = D
) -> np.ndarray:
    """Triangular R, (wide, wide, *shape), with R R' distributed as the mean of x x' over `examples`
    draws of x ~ N(0, I): Bartlett's decomposition of a Wishart matrix, quicker than drawing x."""
    roots = np.zeros((wide, wide, *shape))
    below = np.tril_indices(wide, -1)
    roots[below] = rng.standard_normal((len(below[0]), *shape))
    for i in range(wide):
        roots[i, i] = np.sqrt(rng.chisquare(examples - i, shape))
    return roots / math.sqrt(examples)
