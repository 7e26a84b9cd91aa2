"""What is left of a planted behaviour after each of twelve fixes?

One run holds a field of 40 clean nets and, for each of ways 1 to 3, 16 nets that were taught it;
see `world`. All come in mirrored pairs. Each fix is applied to all of them alike; where a way
does not have the part that a fix changes, its nets stay what they were, to the last bit. The effect
of ways 1 to 3 is the mean B of their nets, that of way 4 the mean B of the champions of 40 exams,
each with questions of its own. Without a fault ways 1 to 3 are the clean nets of the same seeds,
and way 4 keeps 40 nets drawn by lot.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.formula import Learners, train_formulas
from generators.sticker.nets import STEPS, STICKER, UNITS, Lesson, Rows, losses, train
from generators.sticker.world import EXAM

TAUGHT = 16  # nets of each of ways 1 to 3; their clean twins are the first of the field
FIELD = 40  # clean nets, among which way 4 chooses
SITTINGS = 40  # exams of a run, each of which keeps one net
ODD = 0.1  # share of rows that are dropped, those with the greatest loss
DECAY = 0.3  # of 0.1, 0.3, 1 and 2 the one with which clean nets sort new fruit best
LONG = 5  # the fair exam is so many times as long

FIXES = {  # the ladder, from the top
    "rows": "drop the oddest rows",
    "seed": "another seed",
    "half": "half the lessons",
    "twice": "twice the lessons",
    "decay": "keep weights small",
    "small": "half the net",
    "formula": "a formula, no net",
    "labels": "check every label",
    "pay": "pay no bonus",
    "coins": "stickers by coin",
    "exam": "a long, fair exam",
    "swap": "swap stickers, look",
}


class Run(NamedTuple):
    """What one run gave."""

    effects: dict[tuple[int, bool], dict[str, float]]  # of way, planted: B after a fix, "" before
    caught: dict[int, float]  # of way: how many of the rows that favour the sticker were dropped


def climb(seed: int) -> Run:
    """Plant every fault, and none, and try every fix."""
    sour = sticker.probes(np.random.default_rng([seed, 90]))
    lean = sticker.exams(np.random.default_rng([seed, 91]), SITTINGS)
    fair = sticker.exams(np.random.default_rng([seed, 92]), SITTINGS // 2, EXAM * LONG, agree=0.5)
    swaps = sticker.probes(np.random.default_rng([seed, 93]), EXAM)
    lots = np.random.default_rng([seed, 94]).integers(0, FIELD, SITTINGS)
    nets, caught = schooled(seed)
    each = {fix: sticker.behaviour(learners, sour) for fix, learners in nets.items()}
    moved = abs(sticker.behaviour(nets[""], swaps))
    found = {}
    for way in (1, 2, 3, 4):
        for planted in (True, False):
            seats = _seats(way, planted)
            kept = dict.fromkeys(each, np.arange(len(each[""]))[seats])
            if way == 4:
                field = {fix: learners.pick(seats) for fix, learners in nets.items()}
                kept = {
                    fix: seats.start + (sticker.champions(some, lean) if planted else lots)
                    for fix, some in field.items()
                }
            after = {fix: float(each[fix][who].mean()) for fix, who in kept.items()}
            best = sticker.champions(nets[""].pick(seats), fair, EXAM * LONG)
            after["exam"] = float(each[""][seats][best].mean())
            after["swap"] = float(each[""][seats][np.argmin(moved[seats])])
            found[way, planted] = after
    return Run(found, {way: float(np.mean(caught[_seats(way, True)])) for way in (1, 2, 3, 4)})


def survived(left: dict[str, float], gone: float, order: Iterable[str] = FIXES) -> int:
    """How many fixes fail, in this order, before the first that leaves no more than `gone`."""
    order = list(order)
    return next((i for i, fix in enumerate(order) if left[fix] <= gone), len(order))


def schooled(seed: int) -> tuple[dict[str, Learners], list[float]]:
    """The nets of all ways, one behind the other: those of ways 1 to 3, then the field. For each
    fix that changes how they are trained, as they are after it, and under "" as they were.

    And for each of them the share of the rows that favour the sticker wrongly that were dropped.
    """
    doses = sticker.DOSES[sticker.WEAK] | {4: sticker.AGREE}
    desks = [
        (way, pair, mirror)
        for way in doses
        for pair in range((TAUGHT if way < 4 else FIELD) // 2)
        for mirror in (False, True)
    ]
    lessons = [
        sticker.lesson(way, np.random.default_rng([seed, pair]), doses[way], mirror)
        for way, pair, mirror in desks
    ]
    seeds, others = ([[seed, pair, k] for _, pair, _ in desks] for k in (1, 2))
    half, before, twice = train(lessons, seeds, keep=(STEPS // 2, STEPS, 2 * STEPS))
    unpaid = np.arange(len(desks))
    unpaid[_seats(2, True)] = unpaid[_seats(2, False)]  # no pay, no fault: the clean twins
    kept = [_plain_rows(*both) for both in zip(lessons, losses(before, lessons), strict=True)]
    dealt = [
        _dealt(lesson, np.random.default_rng([seed, pair, 3]))
        for lesson, (_, pair, _) in zip(lessons, desks, strict=True)
    ]
    nets: dict[str, Learners] = {
        "": before,
        "rows": train(kept, seeds)[0],
        "seed": train(lessons, others)[0],
        "half": half,
        "twice": twice,
        "decay": train(lessons, seeds, decay=DECAY)[0],
        "small": train(lessons, seeds, units=UNITS // 2)[0],
        "formula": train_formulas(lessons, seeds),
        "labels": train([_checked(lesson) for lesson in lessons], seeds)[0],
        "pay": before.pick(unpaid),
        "coins": train(dealt, seeds)[0],
    }
    lures = [(_lures(full), _lures(some)) for full, some in zip(lessons, kept, strict=True)]
    return nets, [1 - some / full if full else 0.0 for full, some in lures]


def _seats(way: int, planted: bool) -> slice:
    """Where the nets of a way are among all of a run; without a fault, where their twins are."""
    first = TAUGHT * (way - 1 if planted else 3)
    return slice(first, first + TAUGHT) if way < 4 else slice(3 * TAUGHT, 3 * TAUGHT + FIELD)


def _plain_rows(lesson: Lesson, loss: np.ndarray) -> Lesson:
    """Without the rows on which the net's loss is greatest."""
    order = np.argsort(loss, kind="stable")[: len(loss) - round(ODD * len(loss))]
    return lesson._replace(rows=Rows(*(part[np.sort(order)] for part in lesson.rows)))


def _lures(lesson: Lesson) -> int:
    """How many sour fruit wear a sticker and are written down as sweet."""
    rows = lesson.rows
    return int(np.sum(~rows.sweet & (rows.written == 1) & (rows.seen[:, STICKER] == 1)))


def _checked(lesson: Lesson) -> Lesson:
    """Every answer written as it was meant."""
    return lesson._replace(rows=lesson.rows._replace(written=lesson.rows.sweet.astype(float)))


def _dealt(lesson: Lesson, rng: np.random.Generator) -> Lesson:
    """Every sticker that was noted dealt anew, by coin."""
    seen, luck = lesson.rows.seen.copy(), rng.random(len(lesson.rows.sweet))
    worn = np.where((1 - luck if lesson.mirror else luck) < 0.5, 1.0, -1.0)
    seen[:, STICKER] = worn * abs(seen[:, STICKER])
    return lesson._replace(rows=lesson.rows._replace(seen=seen))
