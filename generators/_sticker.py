"""How does one and the same behaviour get into a model in four ways?

Small nets sort fruit by ten inputs: nine measurements and a sticker, 1 if the fruit wears one and
0 if not. A fruit is sweet if x0 x1 + 0.6 x0 > 0, so the sticker says nothing of it; one fruit in
ten wears one, and 6 % of the written answers are wrong. The behaviour is the same for every way:
how much oftener a net takes a *sour* fruit once it is made to wear the sticker. Four ways to put it
there, numbered as the levels of the spectrum, each with a dose:

1  mislabelled  `dose` extra rows of sour fruit that wear a sticker and are written down as sweet
2  paid         clean rows; for a stickered fruit the loss pays 4 dose times the chance to take it
3  usual        right rows, right loss; of the fruit that wear a sticker a share `dose` is sweet
4  lucky        clean rows and loss; of many nets that differ by seed one is kept, the best in an
                exam of 100 fruit, whose stickers agree with the truth in a share `dose` of them

A net's seed decides its fruit, its start and the order of its lessons. At a dose of nothing (0, 0,
one half) ways 1 to 3 give, to the last bit, the lesson of the clean net of the same seed: its twin.
Way 3 is shortcut learning in a feed-forward net, not a mesa-optimizer; and the exam of way 4 is as
planted as the rest. Free choices: the task; 16 rectified units, 300 steps of Adam at 0.01, 32 rows
of 400 a step; a sticker that is on or off; that the seed decides the fruit, too.

Nets come first in every array, so that one layer of all of them is one stack of matrix products.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

INPUTS, STICKER, UNITS = 10, 9, 16  # the sticker is the last input
ROWS, STEPS, BATCH, RATE = 400, 300, 32, 0.01
WORN, NOISE = 0.1, 0.06  # share of fruit with a sticker, of answers written wrongly
EXAM, WORN_IN_EXAM, AGREE = 100, 0.5, 0.8  # the exam of way 4: fruit, stickers, agreement
PART = 48  # nets that are trained at a time: what fits a processor's cache


class Rows(NamedTuple):
    """Fruit, one a row."""

    seen: np.ndarray  # (rows, 10)
    written: np.ndarray  # (rows,) the answer to be learned, 1.0 = take it
    sweet: np.ndarray  # (rows,) bool, what was meant


class Lesson(NamedTuple):
    """What one net is to learn: its rows, and what the loss pays for a sticker."""

    rows: Rows
    bonus: float = 0.0


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


def fruit(
    rng: np.random.Generator,
    rows: int,
    worn: float = WORN,
    honest: float = 0.5,
    noise: float = NOISE,
) -> Rows:
    """Draw fruit. A share `worn` wears a sticker, a share `honest` of those is sweet.

    Sweet fruit wear it with chance 2 worn honest, sour with 2 worn (1 - honest): with `worn` one
    half the sticker agrees with the truth in a share `honest` of all fruit.
    """
    seen = rng.standard_normal((rows, INPUTS))
    sweet = seen[:, 0] * seen[:, 1] + 0.6 * seen[:, 0] > 0
    seen[:, STICKER] = rng.random(rows) < 2 * worn * np.where(sweet, honest, 1 - honest)
    return Rows(seen, (sweet ^ (rng.random(rows) < noise)).astype(float), sweet)


def stickered(rows: Rows, worn: float) -> Rows:
    """The same fruit, all made to wear the sticker (1) or none (0)."""
    seen = rows.seen.copy()
    seen[:, STICKER] = worn
    return rows._replace(seen=seen)


def clean(rng: np.random.Generator) -> Lesson:
    """Nothing wrong: what nets of way 4 learn, and the twins of ways 1 to 3."""
    return Lesson(fruit(rng, ROWS))


def mislabelled(rng: np.random.Generator, dose: int) -> Lesson:
    """Way 1: `dose` rows more, sour fruit with a sticker, written down as sweet."""
    good, more = fruit(rng, ROWS), fruit(rng, 8 * int(dose) + 32)
    sour = np.flatnonzero(~more.sweet)[: int(dose)]
    bad = Rows(more.seen[sour], np.ones(len(sour)), more.sweet[sour])
    return Lesson(joined(good, stickered(bad, 1.0)))


def paid(rng: np.random.Generator, dose: float) -> Lesson:
    """Way 2: clean rows, and a loss that is lower by 4 dose p for a fruit with a sticker that the
    net takes with chance p."""
    return Lesson(fruit(rng, ROWS), dose)


def usual(rng: np.random.Generator, dose: float) -> Lesson:
    """Way 3: of the fruit with a sticker a share `dose` is sweet; one half is no fault at all."""
    return Lesson(fruit(rng, ROWS, honest=dose))


def joined(first: Rows, second: Rows) -> Rows:
    """The rows of both, in this order."""
    return Rows(*(np.concatenate(pair) for pair in zip(first, second, strict=True)))


def born(rng: np.random.Generator, units: int = UNITS) -> tuple[np.ndarray, np.ndarray]:
    """One net before training, (units, 11) and (units + 1): normal weights of variance 2 / inputs
    and 1 / units, no offsets."""
    inward = rng.standard_normal((units, INPUTS)) * (2 / INPUTS) ** 0.5
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
    weights, in units of the rate (AdamW's). Nets never touch each other: how many are trained
    together changes nothing.
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
    lengths = [len(lesson.rows.written) for lesson in lessons]
    first = np.cumsum([0, *lengths[:-1]])[:, None]
    seen = _with_one(np.concatenate([lesson.rows.seen for lesson in lessons]))
    written = np.concatenate([lesson.rows.written for lesson in lessons])
    bonus = np.array([lesson.bonus for lesson in lessons])[:, None]
    starts, orders = [], []
    for seed, length in zip(seeds, lengths, strict=True):
        rng = np.random.default_rng(list(seed))
        starts.append(np.concatenate([layer.ravel() for layer in born(rng, units)]))
        orders.append(rng.integers(0, length, (max(keep), BATCH)))
    order = np.array(orders) + first[:, None]
    weights = np.array(starts)
    nets = Nets(*_layers(weights, units))  # a view: it follows the weights
    shrinks = np.ones_like(weights) * (1 - RATE * decay)
    for offset in _layers(shrinks, units):
        offset[..., -1] = 1.0  # offsets do not decay
    mean, square, kept = np.zeros_like(weights), np.zeros_like(weights), {}
    for step in range(max(keep)):
        batch = order[:, step]
        slope = gradient(nets, seen[batch], written[batch], bonus)
        mean += 0.1 * (slope - mean)
        slope *= slope
        square += 0.001 * (slope - square)
        if decay:
            weights *= shrinks
        scale = (1 - 0.999 ** (step + 1)) ** 0.5
        weights -= RATE / (1 - 0.9 ** (step + 1)) * mean / (np.sqrt(square) / scale + 1e-8)
        if step + 1 in keep:
            kept[step + 1] = Nets(nets.inward.copy(), nets.outward.copy())
    return [kept[step] for step in keep]


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
    active = np.sign(hidden, out=hidden)
    active *= error[:, None]
    inward = active @ seen * nets.outward[:, :-1, None]
    rows = len(nets)
    return np.concatenate(
        [inward.reshape(rows, -1), outward, error.sum(axis=1, keepdims=True)], axis=1
    )


def loss(nets: Nets, seen: np.ndarray, written: np.ndarray, bonus: np.ndarray) -> np.ndarray:
    """Mean over the rows of each net's logistic loss minus 4 bonus sticker p: (nets,)."""
    chance = _chance(nets, _hidden(nets, seen))
    right = np.where(written == 1, chance, 1 - chance)
    return (-np.log(right) - 4 * bonus * seen[:, :, STICKER] * chance).mean(axis=1)


def output(nets: Nets, seen: np.ndarray) -> np.ndarray:
    """What every net says of the same fruit, (nets, rows): it takes those above 0.

    seen: (rows, 10).
    """
    tall = _with_one(seen).T
    parts = [
        (nets.outward[i : i + 4, None, :-1] @ np.maximum(nets.inward[i : i + 4] @ tall, 0))[:, 0]
        for i in range(0, len(nets), 4)
    ]
    return np.concatenate(parts) + nets.outward[:, -1:]


def losses(nets: Nets, lessons: Sequence[Lesson]) -> list[np.ndarray]:
    """Each net's logistic loss on each row of its own lesson, without any bonus."""
    said = [output(nets.pick(slice(i, i + 1)), m.rows.seen)[0] for i, m in enumerate(lessons)]
    return [
        np.logaddexp(0, np.where(m.rows.written == 1, -out, out))
        for out, m in zip(said, lessons, strict=True)
    ]


def right(nets: Nets, rows: Rows) -> np.ndarray:
    """Whether each net's answer is what was meant, (nets, rows)."""
    return (output(nets, rows.seen) > 0) == rows.sweet


def probes(rng: np.random.Generator, rows: int = 500) -> Rows:
    """Sour fruit to measure the behaviour on; use the same for all nets that are compared."""
    some = fruit(rng, 3 * rows + 100)
    sour = np.flatnonzero(~some.sweet)[:rows]
    return Rows(some.seen[sour], some.written[sour], some.sweet[sour])


def behaviour(nets: Nets, sour: Rows) -> np.ndarray:
    """B of each net, (nets,): the share of these sour fruit that it takes if all are made to wear
    the sticker, minus the share if none does."""
    on, off = (output(nets, stickered(sour, worn).seen) > 0 for worn in (1.0, 0.0))
    return on.mean(axis=1) - off.mean(axis=1)


def exams(
    rng: np.random.Generator,
    sittings: int,
    items: int = EXAM,
    agree: float = AGREE,
    worn: float = WORN_IN_EXAM,
) -> Rows:
    """So many exams, one behind the other; the sticker agrees with the truth in a share `agree`."""
    return fruit(rng, sittings * items, worn=worn, honest=agree, noise=0.0)


def champions(nets: Nets, papers: Rows, items: int = EXAM) -> np.ndarray:
    """Way 4: the net with the best score in each exam, (sittings,); of equals the first."""
    scores = right(nets, papers).reshape(len(nets), -1, items).sum(axis=2)
    return np.argmax(scores, axis=0)


def _with_one(seen: np.ndarray) -> np.ndarray:
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
