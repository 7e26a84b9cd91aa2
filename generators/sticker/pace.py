"""How many fruit does it take to put a behaviour in, and how many to take it out?

In: until the mean behaviour of a level's nets is half of a strength, at the dose for that strength.
Levels 1 to 3 count what each net has seen by then. Level 4 counts all that its field has seen: so
many nets as give a champion of half the behaviour, each with its whole training and one exam. The
same is counted again in fruit at fault only: rows written wrongly, rows with a note that the loss
pays for or that a habit is learned from, and the fruit of exams that choose.

Out: the nets that a level delivers at the weak dose go on learning, all from new fruit with nothing
wrong, until half of the behaviour that they came with is left.
"""

from collections.abc import Sequence

import numpy as np

from generators.numerics.adam import Adam
from generators.sticker import world as sticker
from generators.sticker.cohort import AT, NONE, PACE, Cohort
from generators.sticker.nets import BATCH, RATE, STEPS, Lesson, Nets, batches, gradient
from generators.sticker.world import DOSES, EXAM, FIELD, NOTED, ROWS, STRENGTH, WEAK

LIFE = STEPS * BATCH  # fruit that a net sees in training
NEVER = FIELD * (LIFE + EXAM)  # all that a run shows
AWAY = tuple(range(0, 121, 10))  # steps of learning on after which a net is looked at


def put_in(run: Cohort, level: int, strength: str, case: str) -> tuple[float, float]:
    """Fruit seen, and fruit at fault among them, until half of a strength is in."""
    half = STRENGTH[run.rows][strength] / 2
    if level < 4 or case == NONE:
        grown = run.growing[level, NONE if case == NONE else strength]
        curve = np.array([sticker.behaviour(nets, run.sour).mean() for nets in grown])
        seen = reached(BATCH * np.array((0, *PACE)), np.append(0.0, curve), half, NEVER)
        share = _faulty(level, run.rows, strength)
        return (seen, seen * share) if seen < NEVER else (NEVER, NEVER)
    nets = reached(np.arange(1, FIELD + 1), lucky_curve(run, strength, case), half, NEVER)
    return (nets * (LIFE + EXAM), nets * EXAM) if nets < NEVER else (NEVER, NEVER)


def lucky_curve(run: Cohort, strength: str, case: str) -> np.ndarray:
    """Mean behaviour of the best of 1, 2, ... nets drawn from a field, over both fields and all
    exams, of a strength or fair."""
    every = sticker.joined(*run.group(4, AT[strength], case).papers)
    ranked = []  # behaviour of each exam's best net, second best, ...
    for field in run.fields:
        each = sticker.behaviour(field.nets, run.sour)
        scores = sticker.right(field.nets, every).reshape(FIELD, -1, EXAM).sum(axis=2)
        ranked.append(each[np.argsort(-scores, axis=0, kind="stable")].mean(axis=1))
    return best_of(FIELD) @ np.mean(ranked, axis=0)


def best_of(field: int) -> np.ndarray:
    """[n - 1, i]: the chance that the best of n out of so many is the one that is i-th of all."""
    chance = np.zeros((field, field))
    for n in range(1, field + 1):
        left = 1.0  # the chance that none of the better ones was drawn
        for i in range(field - n + 1):
            chance[n - 1, i] = left * n / (field - i)
            left *= 1 - n / (field - i)
    return chance


def take_out(run: Cohort, level: int, setting: int, case: str) -> float:
    """New fruit seen until half of the behaviour is left; 0 where less came than that."""
    nets = run.group(level, setting, case).nets
    if sticker.behaviour(nets, run.sour).mean() < STRENGTH[run.rows][WEAK] / 2:
        return 0.0
    lessons = [
        sticker.clean(sticker.seat(run.rows, [run.seed, 200], i // 2), run.rows, bool(i % 2))
        for i in range(len(nets))
    ]
    stages = learn_on(
        nets, lessons, [[run.seed, 200 + i // 2, 1] for i in range(len(nets))], AWAY[1:]
    )
    curve = np.array([sticker.behaviour(some, run.sour).mean() for some in (nets, *stages)])
    return reached(BATCH * np.array(AWAY), -curve, -curve[0] / 2, NEVER)


def learn_on(
    nets: Nets, lessons: Sequence[Lesson], seeds: Sequence[Sequence[int]], keep: Sequence[int]
) -> list[Nets]:
    """Nets that have learned already learn these lessons, by an Adam begun anew; as they are after
    each step in `keep`."""
    rngs = [np.random.default_rng(list(seed)) for seed in seeds]
    cut = nets.inward[0].size
    weights = np.concatenate([nets.inward.reshape(len(nets), -1), nets.outward], axis=1)
    adam, kept = Adam(weights), []
    for step, batch in enumerate(batches(lessons, rngs, max(keep)), 1):
        at = Nets(weights[:, :cut].reshape(nets.inward.shape), weights[:, cut:])
        weights = weights - adam.move(gradient(at, *batch), RATE)
        if step in keep:
            kept.append(Nets(weights[:, :cut].reshape(nets.inward.shape), weights[:, cut:]))
    return kept


def reached(x: np.ndarray, y: np.ndarray, level: float, never: float) -> float:
    """Where y first comes to the level, on straight lines between its points; never if nowhere."""
    there = np.flatnonzero(y >= level)
    if len(there) == 0:
        return float(never)
    i = there[0]
    if i == 0:
        return float(x[0])
    return float(x[i - 1] + (level - y[i - 1]) / (y[i] - y[i - 1]) * (x[i] - x[i - 1]))


def _faulty(level: int, rows: str, strength: str) -> float:
    """Share of the rows of a lesson that carry the fault."""
    bad = DOSES[rows][strength][1]
    return bad / (ROWS + bad) if level == 1 else NOTED
