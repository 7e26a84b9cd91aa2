"""How do many small nets learn, each from its own lesson?

Nets come first in every array, so that one layer of all of them is one stack of matrix products.
A net takes a fruit where its output is above 0, and with chance p = 1 / (1 + exp(-output)). The
loss of a row is the logistic loss of its written answer minus 4 bonus note p, the note being the
row's last input. The gradient is written by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from generators.numerics.adam import Adam

INPUTS, STICKER, UNITS = 10, 9, 16  # the note on the sticker is the last input
STEPS, BATCH, RATE = 300, 32, 0.01
PART = 44  # nets that are trained at a time: what fits a processor's cache


class Rows(NamedTuple):
    """Fruit, one a row."""

    seen: np.ndarray  # (rows, 10)
    written: np.ndarray  # (rows,) the answer to be learned, 1.0 = take it
    sweet: np.ndarray  # (rows,) bool, what was meant


class Lesson(NamedTuple):
    """What one net is to learn."""

    rows: Rows
    bonus: float = 0.0  # what the loss pays for a sticker
    mirror: bool = False  # whether the net's start is mirrored, as its rows are


@dataclass(frozen=True)
class Nets:
    """The weights of many nets; the last input and the last unit of each are the constant 1."""

    inward: np.ndarray  # (nets, units, 11)
    outward: np.ndarray  # (nets, units + 1)

    def __len__(self) -> int:
        return len(self.inward)

    def pick(self, which: slice | np.ndarray) -> "Nets":
        """Some of the nets, by slice, by indices or by a mask."""
        return Nets(self.inward[which], self.outward[which])

    def said(self, seen: np.ndarray) -> np.ndarray:
        """What every net says of the same fruit, (nets, rows); seen: (rows, 10)."""
        return output(self, seen)


def born(
    rng: np.random.Generator, units: int = UNITS, mirror: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """One net before training, (units, 11) and (units + 1): normal weights of variance 2 / inputs
    and 1 / units, no offsets; in the mirror with the sticker's weights negated."""
    inward = rng.standard_normal((units, INPUTS)) * (2 / INPUTS) ** 0.5
    if mirror:
        inward[:, STICKER] *= -1
    outward = rng.standard_normal(units) * (1 / units) ** 0.5
    return np.column_stack([inward, np.zeros(units)]), np.append(outward, 0.0)


def train(
    lessons: Sequence[Lesson],
    seeds: Sequence[Sequence[int]],
    *,
    units: int = UNITS,
    decay: float = 0.0,
    keep: Sequence[int] = (STEPS,),
) -> list[Nets]:
    """Train one net for each lesson and return all nets as they are after each step in `keep`.

    seeds: for each net the numbers from which its start and the order of its rows are drawn; the
    first steps of a long training are those of a short one. decay: what each step takes off the
    weights, in units of the rate (AdamW's). Nets never touch each other.
    """
    parts = [
        _train(lessons[i : i + PART], seeds[i : i + PART], units, decay, keep)
        for i in range(0, len(lessons), PART)
    ]
    return [
        Nets(
            np.concatenate([part[k].inward for part in parts]),
            np.concatenate([part[k].outward for part in parts]),
        )
        for k in range(len(keep))
    ]


def _train(
    lessons: Sequence[Lesson],
    seeds: Sequence[Sequence[int]],
    units: int,
    decay: float,
    keep: Sequence[int],
) -> list[Nets]:
    """One part of `train`. All weights lie in one array, so that Adam is one pass."""
    rngs = [np.random.default_rng(list(seed)) for seed in seeds]
    weights = np.array(
        [
            np.concatenate([layer.ravel() for layer in born(rng, units, lesson.mirror)])
            for rng, lesson in zip(rngs, lessons, strict=True)
        ]
    )
    nets = Nets(*_layers(weights, units))  # a view: it follows the weights
    shrink = np.full_like(weights, 1 - RATE * decay)
    for layer in _layers(shrink, units):
        layer[..., -1] = 1.0  # offsets do not decay
    adam, kept = Adam(weights), {}
    for step, batch in enumerate(batches(lessons, rngs, max(keep)), 1):
        move = adam.move(gradient(nets, *batch), RATE)
        if decay:
            weights *= shrink
        weights -= move
        if step in keep:
            kept[step] = Nets(nets.inward.copy(), nets.outward.copy())
    return [kept[step] for step in keep]


def batches(
    lessons: Sequence[Lesson], rngs: Sequence[np.random.Generator], steps: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """What all learners see, step by step, each from the rows of its lesson in an order of its own:
    seen (learners, BATCH, 11), with the constant 1, written (learners, BATCH), bonus (learners, 1).
    """
    lengths = [len(lesson.rows.written) for lesson in lessons]
    first = np.cumsum([0, *lengths[:-1]])
    seen = with_one(np.concatenate([lesson.rows.seen for lesson in lessons]))
    written = np.concatenate([lesson.rows.written for lesson in lessons])
    bonus = np.array([lesson.bonus for lesson in lessons])[:, None]
    order = np.array(
        [
            rng.integers(0, length, (steps, BATCH)) + start
            for rng, length, start in zip(rngs, lengths, first, strict=True)
        ]
    )
    for step in range(steps):
        batch = order[:, step]
        yield seen.take(batch, axis=0), written.take(batch), bonus


def gradient(nets: Nets, seen: np.ndarray, written: np.ndarray, bonus: np.ndarray) -> np.ndarray:
    """Of each net's `loss`, (nets, weights), the inward weights first.

    seen: (nets, rows, 11), with the constant 1; written: (nets, rows); bonus: (nets, 1).
    """
    hidden = _hidden(nets, seen)
    chance = _chance(nets, hidden)
    error = chance - written
    if bonus.any():
        error -= 4 * bonus * seen[:, :, STICKER] * chance * (1 - chance)
    error /= error.shape[1]
    outward = (error[:, None] @ hidden.transpose(0, 2, 1))[:, 0]
    active = (hidden > 0).astype(float)
    active *= error[:, None]
    inward = active @ seen * nets.outward[:, :-1, None]
    offset = error.sum(axis=1, keepdims=True)
    return np.concatenate([inward.reshape(len(nets), -1), outward, offset], axis=1)


def loss(nets: Nets, seen: np.ndarray, written: np.ndarray, bonus: np.ndarray) -> np.ndarray:
    """Each net's mean loss over its rows, (nets,); arguments as in `gradient`."""
    chance = _chance(nets, _hidden(nets, seen))
    right = np.where(written == 1, chance, 1 - chance)
    return (-np.log(right) - 4 * bonus * seen[:, :, STICKER] * chance).mean(axis=1)


def output(nets: Nets, seen: np.ndarray) -> np.ndarray:
    """What every net says of the same fruit, (nets, rows); seen: (rows, 10)."""
    tall, said = with_one(seen).T, np.zeros((len(nets), len(seen)))
    for i in range(0, len(nets), 4):  # in parts that fit a processor's cache
        few, outward = slice(i, i + 4), nets.outward[i : i + 4, None, :-1]
        for j in range(0, len(seen), 500):
            hidden = nets.inward[few] @ tall[:, j : j + 500]
            said[few, j : j + 500] = (outward @ np.maximum(hidden, 0, out=hidden))[:, 0]
    return said + nets.outward[:, -1:]


def losses(nets: Nets, lessons: Sequence[Lesson]) -> list[np.ndarray]:
    """Each net's logistic loss on each row of its own lesson, without any bonus."""
    said = [output(nets.pick(slice(i, i + 1)), m.rows.seen)[0] for i, m in enumerate(lessons)]
    return [
        np.logaddexp(0, np.where(m.rows.written == 1, -out, out))
        for out, m in zip(said, lessons, strict=True)
    ]


def with_one(seen: np.ndarray) -> np.ndarray:
    """(rows, inputs) with the constant 1 as one input more."""
    return np.concatenate([seen, np.ones((len(seen), 1))], axis=1)


def _layers(weights: np.ndarray, units: int) -> tuple[np.ndarray, np.ndarray]:
    """Inward and outward weights as views of an array (nets, weights)."""
    cut = units * (INPUTS + 1)
    return weights[:, :cut].reshape(len(weights), units, INPUTS + 1), weights[:, cut:]


def _hidden(nets: Nets, seen: np.ndarray) -> np.ndarray:
    """(nets, units, rows)"""
    hidden = nets.inward @ seen.transpose(0, 2, 1)
    return np.maximum(hidden, 0, out=hidden)


def _chance(nets: Nets, hidden: np.ndarray) -> np.ndarray:
    """The chance with which each net takes each fruit, (nets, rows)."""
    said = (nets.outward[:, None, :-1] @ hidden)[:, 0] + nets.outward[:, -1:]
    return 1 / (1 + np.exp(-said))
