"""What would a net learn if it could not leave the straight lines of its start?

A net's output, linearised in its weights where training begins: the start's own output plus slopes
times what the weights have moved. The slopes, its tangent features, stay as they are at the start,
so the loss has one valley. Rows, loss, order of rows and Adam are those of `_sticker_nets`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generators.numerics.adam import Adam
from generators.sticker.nets import (
    PART,
    RATE,
    STEPS,
    STICKER,
    UNITS,
    Lesson,
    batches,
    born,
    with_one,
)


@dataclass(frozen=True)
class Tangents:
    """Many linearised nets: weights at the start, and how far they have moved since."""

    inward: np.ndarray  # (learners, units, 11)
    outward: np.ndarray  # (learners, units + 1)
    inward_moved: np.ndarray
    outward_moved: np.ndarray

    def __len__(self) -> int:
        return len(self.inward)

    def said(self, seen: np.ndarray) -> np.ndarray:
        """What each says of the same fruit, (learners, rows); seen: (rows, 10)."""
        wide, rows = with_one(seen), []
        for i in range(len(self)):
            one = Tangents(*(part[i : i + 1] for part in vars(self).values()))
            rows.append(_said(one, wide[None])[0][0])
        return np.array(rows)


def train_tangents(lessons: Sequence[Lesson], seeds: Sequence[Sequence[int]]) -> Tangents:
    """One learner for each lesson; `seeds` as in `train`: a net of the same seed would have the
    same start and the same order of rows."""
    parts = [
        vars(_train(lessons[i : i + PART], seeds[i : i + PART]))
        for i in range(0, len(lessons), PART)
    ]
    return Tangents(*(np.concatenate([part[name] for part in parts]) for name in parts[0]))


def _train(lessons: Sequence[Lesson], seeds: Sequence[Sequence[int]]) -> Tangents:
    rngs = [np.random.default_rng(list(seed)) for seed in seeds]
    starts = [born(rng, UNITS, one.mirror) for rng, one in zip(rngs, lessons, strict=True)]
    inward, outward = (np.array(layer) for layer in zip(*starts, strict=True))
    cut = inward[0].size
    moved = np.zeros((len(lessons), cut + outward.shape[1]))
    nets = Tangents(inward, outward, moved[:, :cut].reshape(inward.shape), moved[:, cut:])
    adam = Adam(moved)
    for batch in batches(lessons, rngs, STEPS):
        moved -= adam.move(tangent_gradient(nets, *batch), RATE)  # `nets` follows: it is a view
    return nets


def tangent_gradient(
    nets: Tangents, seen: np.ndarray, written: np.ndarray, bonus: np.ndarray
) -> np.ndarray:
    """Of each learner's mean loss, by what moves: (learners, weights), the inward ones first.

    seen: (learners, rows, 11), with the constant 1; written: (learners, rows); bonus: one each.
    """
    said, on, hidden = _said(nets, seen)
    chance = 1 / (1 + np.exp(-said))
    error = chance - written
    if bonus.any():
        error -= 4 * bonus * seen[:, :, STICKER] * chance * (1 - chance)
    error /= error.shape[1]
    outward = (error[:, None] @ hidden.transpose(0, 2, 1))[:, 0]
    on *= error[:, None]
    inward = on @ seen * nets.outward[:, :-1, None]
    offset = error.sum(axis=1, keepdims=True)
    return np.concatenate([inward.reshape(len(nets), -1), outward, offset], axis=1)


def _said(nets: Tangents, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Output of each learner for rows of its own, (learners, rows); which units are active at the
    start, 0 or 1, and what they give, (learners, units, rows)."""
    turned = seen.transpose(0, 2, 1)
    hidden = nets.inward @ turned
    on = (hidden > 0).astype(float)
    np.maximum(hidden, 0, out=hidden)
    pushed = nets.inward_moved @ turned
    pushed *= on
    outward = nets.outward + nets.outward_moved
    said = (outward[:, None, :-1] @ hidden)[:, 0] + outward[:, -1:]
    return said + (nets.outward[:, None, :-1] @ pushed)[:, 0], on, hidden
