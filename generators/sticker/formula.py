"""What if no net learns the fruit, but a sum over all products of two inputs?

The rule that makes a fruit sweet is such a sum, so this learner could hold it exactly. Same rows,
loss, order of rows and Adam as the nets of `_sticker_nets`; it starts from zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generators.numerics.adam import Adam
from generators.sticker.nets import INPUTS, RATE, STEPS, STICKER, Lesson, Nets, batches, with_one


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


Learners = Nets | Formulas


def train_formulas(lessons: Sequence[Lesson], seeds: Sequence[Sequence[int]]) -> Formulas:
    """One learner for each lesson, in an order of rows that its seed gives."""
    rngs = [np.random.default_rng([*seed, 1]) for seed in seeds]
    weights = np.zeros((len(lessons), INPUTS + 1, INPUTS + 1))
    adam = Adam(weights)
    for batch in batches(lessons, rngs, STEPS):
        weights -= adam.move(formula_gradient(weights, *batch), RATE)
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
