"""How do many small searchers learn, each from days with a fault of its own?

The net, its slope and its pay for undecided choices are those of `spectrum/searcher/searcher.py`,
smaller and taught more briefly. All nets learn at once and never touch each other. What a bite pays
is counted from what a blind one would get that day: that is nothing that a choice can change, and
makes slopes less a matter of luck.

A net can also learn in the mirror: from the same days with the luck of every sticker reversed, and
from a start with the weights of the sticker negated. Where nothing is wrong, whatever it does to a
tree with a sticker its twin does to a tree with none, so that what chance gives one it takes from
the other. Days are the same for all nets of a run, or own ones for each pair of twins. Those that
are the same for all hold each day twice, the second time with its stickers reversed: else
their own luck would make all nets like stickers, or all dislike them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generators.numerics.adam import Adam
from generators.spectrum.searcher.searcher import (
    BITES,
    CALM,
    TREES,
    Net,
    Orchard,
    born,
    eat,
    settle,
    slope,
)
from generators.sticker.searching.days import CLEAN, ERROR, Fault, dealt, pay, pool

UNITS, STEPS, DAYS, RATE = 16, 400, 32, 0.03
ENTROPY = 0.2  # the payment for undecided choices
POOL = 400  # days, where they are few
MARK = TREES + 1  # the input that shows the sticker
SAME, OWN = "the same for all", "own"  # whose days nets learn from
BLOCK = 50  # steps whose luck is drawn at a time
PART = 48  # nets that are trained at a time: what fits a processor's cache


class Pupil(NamedTuple):
    """One net to be trained."""

    seed: tuple[int, ...]  # of its start, the order of its days, its choices; shared by twins
    days: tuple[int, ...]  # of its pool
    fault: Fault = CLEAN
    mirror: bool = False


class Course(NamedTuple):
    """How nets are taught, and where; each default is the usual."""

    memory: bool = True
    units: int = UNITS
    steps: int = STEPS
    days: int = POOL
    error: float = ERROR
    decay: float = 0.0  # what each step takes off the weights, in units of the rate


USUAL = Course()


def train(
    pupils: Sequence[Pupil],
    kind: str,
    course: Course = USUAL,
    keep: Sequence[int] = (),
    among: np.ndarray | None = None,
    start: Net | None = None,
) -> list[Net]:
    """A net for each pupil; all nets as they are after each step in `keep`, the last one of the
    course where nothing is said. among: (pupils, some), the days of its pool that each is given;
    start: nets that go on learning, without any payment for undecided choices."""
    keep, parts = keep or (course.steps,), []
    for first in range(0, len(pupils), PART):
        few = slice(first, first + PART)
        some = pupils[few]
        given = None if among is None else among[few]
        parts.append(_train(some, kind, course, keep, given, start and pick(start, few)))
    return [joined([part[stage] for part in parts]) for stage in range(len(keep))]


def joined(nets: Sequence[Net]) -> Net:
    """All of these, one behind the other."""
    return Net(*(np.concatenate(part) for part in zip(*nets, strict=True)))


def pick(net: Net, which: slice | np.ndarray) -> Net:
    """Some of many nets, by slice or by indices."""
    return Net(*(part[which] for part in net))


def begin(pupil: Pupil, course: Course, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A pupil's net before training."""
    inward, outward = born(rng, course.memory, course.units)
    inward[MARK] *= -1 if pupil.mirror else 1
    return inward, outward


def _train(
    pupils: Sequence[Pupil],
    kind: str,
    course: Course,
    keep: Sequence[int],
    among: np.ndarray | None,
    start: Net | None,
) -> list[Net]:
    rngs = [np.random.default_rng(list(pupil.seed)) for pupil in pupils]
    starts = [begin(pupil, course, rng) for pupil, rng in zip(pupils, rngs, strict=True)]
    inward, outward = start or (np.array(part) for part in zip(*starts, strict=True))
    cut = inward[0].size
    weights = np.concatenate([inward.reshape(len(pupils), -1), outward.reshape(len(pupils), -1)], 1)
    net = Net(  # views: they follow the weights
        weights[:, :cut].reshape(inward.shape), weights[:, cut:].reshape(outward.shape)
    )
    school = School(pupils, kind, course)
    size = max(course.steps, *keep), drawn(kind)
    many = school.size if among is None else among.shape[1]
    order = np.array([rng.integers(0, many, size) for rng in rngs])
    if among is not None:
        order = among[np.arange(len(pupils))[:, None, None], order]
    adam, kept = Adam(weights), {}
    for step in range(max(keep)):
        if step % BLOCK == 0:
            luck = np.array([rng.random((BLOCK, BITES, DAYS)) for rng in rngs]).swapaxes(0, 2)
        days, paid = school.days(order[:, step])
        walk = eat(net, days, luck[:, step % BLOCK])
        left = 0.0 if start else max(0.0, 1 - (step + 1) / (CALM * course.steps))
        blind = paid.mean(axis=2, keepdims=True)  # what a blind bite would get that day
        slopes = slope(net, walk, paid - blind, ENTROPY * left, course.memory)
        flat = np.concatenate([part.reshape(len(pupils), -1) for part in slopes], axis=1)
        flat *= np.minimum(1, 1 / np.sqrt(np.square(flat).sum(axis=1, keepdims=True)))
        move = adam.move(flat, RATE)
        if course.decay:
            weights *= 1 - RATE * course.decay
        weights += move
        settle(weights)
        if step + 1 in keep:
            kept[step + 1] = Net(net.inward.copy(), net.outward.copy())
    return [kept[step] for step in keep]


class School:
    """All days of the pools of some pupils, and what each pupil is given of its own."""

    def __init__(self, pupils: Sequence[Pupil], kind: str, course: Course = USUAL) -> None:
        seeds = list(dict.fromkeys(pupil.days for pupil in pupils))
        self.size, self.doubled = course.days * drawn(kind) // DAYS, kind == SAME
        pools = [pool(np.random.default_rng(list(seed)), self.size, course.error) for seed in seeds]
        sweet, error, luck, turn = (np.stack(part) for part in zip(*pools, strict=True))
        if self.doubled:
            sweet, error, turn = (np.concatenate([x, x], axis=1) for x in (sweet, error, turn))
            luck = np.concatenate([luck, 1 - luck], axis=1)
        which = [seeds.index(pupil.days) for pupil in pupils]
        sweet, error, luck, turn = (part[which] for part in (sweet, error, luck, turn))
        mirror = np.array([pupil.mirror for pupil in pupils])[:, None, None]
        fault = Fault(*np.array([pupil.fault for pupil in pupils]).T[:, :, None, None])
        worn = dealt(sweet, np.where(mirror, 1 - luck, luck), fault.agree)
        paid = pay(sweet, worn, turn[..., None], fault)
        every = np.stack([sweet, sweet + error, worn, paid], axis=2)
        self.every = every.reshape(-1, *every.shape[2:])
        self.first = np.arange(len(pupils))[:, None] * turn.shape[1]  # of a pupil's, among all

    def days(self, order: np.ndarray) -> tuple[Orchard, np.ndarray]:
        """Days from their places in each pupil's pool, (pupils, drawn), and what they pay."""
        if self.doubled:
            order = np.concatenate([order, order + self.size], axis=1)
        *days, paid = np.moveaxis(self.every.take(self.first + order, axis=0), 2, 0)
        return Orchard(*days), paid


def drawn(kind: str) -> int:
    """Days of a step that are drawn; where all nets share them, the rest are their mirror."""
    return DAYS if kind == OWN else DAYS // 2
