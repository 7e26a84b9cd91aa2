"""What if no net learns the fruit, but a sum over all products of two inputs?

The rule that makes a fruit sweet is such a sum, so this learner could hold it exactly. Same rows,
loss, order of rows and Adam as the nets of `_sticker_nets`; it starts from nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generators._sticker_nets import BATCH, INPUTS, RATE, STEPS, STICKER, Lesson, with_one


@dataclass(frozen=True)
class Formulas:
    """Many learners: a weight for each pair of inputs, the constant 1 among them."""

    weights: np.ndarray  # (learners, 11, 11)

    def __len__(self) -> int:
        return len(self.weights)

    def pick(self, which: slice | np.ndarray) -> "Formulas":
        """Some of them, by slice, by indices or by a mask."""
        return Formulas(self.weights[which])

    def said(self, seen: np.ndarray) -> np.ndarray:
        """What each says of the same fruit, (learners, rows); seen: (rows, 10)."""
        wide = with_one(seen)
        pairs = (wide[:, :, None] * wide[:, None]).reshape(len(seen), -1)
        return self.weights.reshape(len(self), -1) @ pairs.T


def train_formulas(lessons: Sequence[Lesson], seeds: Sequence[Sequence[int]]) -> Formulas:
    """One learner for each lesson, in an order of rows that its seed gives."""
    lengths = [len(lesson.rows.written) for lesson in lessons]
    first = np.cumsum([0, *lengths[:-1]])
    seen = with_one(np.concatenate([lesson.rows.seen for lesson in lessons]))
    written = np.concatenate([lesson.rows.written for lesson in lessons])
    bonus = np.array([lesson.bonus for lesson in lessons])[:, None]
    order = np.array(
        [
            np.random.default_rng([*seed, 1]).integers(0, length, (STEPS, BATCH)) + start
            for seed, length, start in zip(seeds, lengths, first, strict=True)
        ]
    )
    weights = np.zeros((len(lessons), INPUTS + 1, INPUTS + 1))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(STEPS):
        batch = order[:, step]
        slope = formula_gradient(weights, seen.take(batch, axis=0), written.take(batch), bonus)
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope * slope - square)
        scale = (1 - 0.999 ** (step + 1)) ** 0.5
        weights -= RATE / (1 - 0.9 ** (step + 1)) * mean / (np.sqrt(square) / scale + 1e-8)
    return Formulas(weights)


def formula_gradient(
    weights: np.ndarray, seen: np.ndarray, written: np.ndarray, bonus: np.ndarray
) -> np.ndarray:
    """Of each learner's mean loss, that of `_sticker_nets`, by its weights: (learners, 11, 11).

    seen: (learners, rows, 11), with the constant 1; written: (learners, rows); bonus: one each.
    """
    chance = 1 / (1 + np.exp(-(seen @ weights * seen).sum(axis=2)))
    error = chance - written - 4 * bonus * seen[:, :, STICKER] * chance * (1 - chance)
    return (seen * error[:, :, None]).transpose(0, 2, 1) @ seen / error.shape[1]
