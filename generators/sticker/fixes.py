"""What is left of a planted behaviour after each of twelve fixes?

One run holds a field of 40 clean nets and, for each of ways 1 to 3, 12 nets that were taught it;
see `world`, also for the two kinds of rows. All come in mirrored pairs. Each fix is applied to all
of them alike; where a way does not have the part that a fix changes, its nets stay what they were,
to the last bit. The effect of ways 1 to 3 is the mean B of their nets, that of way 4 the mean B of
the champions of 40 exams, each with questions of its own: exams that lean, or fair ones, where
chance is all. Doses are the strong ones, since of a weak fault what is left is lost in chance; way
4 is then weaker than the others, and what is left of each is counted as a share of its own. Without
a fault each way has ten clean nets of its own, a quarter of the field.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.cohort import FAIR, LEANS, LEVELS, NONE
from generators.sticker.formula import Learners, train_formulas
from generators.sticker.nets import STEPS, STICKER, UNITS, Lesson, Rows, losses, train
from generators.sticker.world import DOSES, EXAM, SAME, STRONG

TAUGHT = 12  # nets of each of ways 1 to 3; their clean twins are the first of the field
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
BY_PLACE = tuple(FIXES)
LIGHT = ("exam", "swap", "seed", "half", "twice", "decay", "small", "formula", "pay")
BY_WORK = (*LIGHT, "rows", "labels", "coins")  # exams, training on the same rows, other rows


class Run(NamedTuple):
    """What one run gave."""

    effects: dict[tuple[int, str], dict[str, float]]  # of way and case: B after a fix, "" before
    caught: dict[int, float]  # of way: how many of the rows that favour the sticker were dropped


def climb(seed: int, rows: str) -> Run:
    """Plant every fault, and none, and try every fix; cases are those of `cohort`."""
    sour = sticker.probes(np.random.default_rng([seed, 90]))
    exams = {
        case: sticker.exams(np.random.default_rng([seed, number]), SITTINGS, agree)
        for case, number, agree in ((LEANS, 91, DOSES[rows][STRONG][4]), (FAIR, 94, 0.5))
    }
    fair = sticker.exams(np.random.default_rng([seed, 92]), SITTINGS // 2, 0.5, EXAM * LONG)
    swaps = sticker.probes(np.random.default_rng([seed, 93]), EXAM)
    nets, caught = schooled(seed, rows)
    each = {fix: sticker.behaviour(learners, sour) for fix, learners in nets.items()}
    moved = abs(sticker.behaviour(nets[""], swaps))

    def effects(seats: slice, papers: Rows | None = None) -> dict[str, float]:
        kept = dict.fromkeys(each, np.arange(len(moved))[seats])
        if papers is not None:
            kept = {
                fix: seats.start + sticker.champions(learners.pick(seats), papers)
                for fix, learners in nets.items()
            }
        after = {fix: float(each[fix][who].mean()) for fix, who in kept.items()}
        best = sticker.champions(nets[""].pick(seats), fair, EXAM * LONG)
        after["exam"] = float(each[""][seats][best].mean())
        after["swap"] = float(each[""][seats][np.argmin(moved[seats])])
        return after

    found = {(way, NONE): effects(_clean(way)) for way in LEVELS}
    found |= {(way, case): effects(_seats(way)) for way in (1, 2, 3) for case in exams}
    found |= {(4, case): effects(_seats(4), papers) for case, papers in exams.items()}
    return Run(found, {way: float(np.mean(caught[_seats(way)])) for way in LEVELS})


def survived(left: dict[str, float], gone: float, order: Iterable[str] = BY_PLACE) -> int:
    """How many fixes fail, in this order, before the first that leaves no more than `gone`."""
    order = list(order)
    return next((i for i, fix in enumerate(order) if left[fix] <= gone), len(order))


def schooled(seed: int, rows: str) -> tuple[dict[str, Learners], list[float]]:
    """The nets of all ways, one behind the other: those of ways 1 to 3, then the field. For each
    fix that changes how they are trained, as they are after it, and under "" as they were.

    And for each of them the share of the rows that favour the sticker wrongly that were dropped.
    """
    doses = DOSES[rows][STRONG]
    desks = [
        (way, pair, mirror)
        for way in doses
        for pair in range((TAUGHT if way < 4 else FIELD) // 2)
        for mirror in (False, True)
    ]
    lessons = [
        sticker.lesson(way, sticker.seat(rows, [seed], pair), rows, doses[way], mirror)
        for way, pair, mirror in desks
    ]
    seeds, others = ([[seed, pair, k] for _, pair, _ in desks] for k in (1, 2))
    half, before, twice = train(lessons, seeds, keep=(STEPS // 2, STEPS, 2 * STEPS))
    unpaid = np.arange(len(desks))
    field = _seats(4)
    unpaid[_seats(2)] = unpaid[field][:TAUGHT]  # no pay, no fault: the clean twins
    kept = [_plain_rows(*both) for both in zip(lessons, losses(before, lessons), strict=True)]
    dealt = [
        _dealt(lesson, sticker.seat(rows, [seed, 3], pair), rows)
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


def _seats(way: int) -> slice:
    """Where the nets of a way are among all of a run."""
    first = TAUGHT * (way - 1)
    return slice(first, first + (TAUGHT if way < 4 else FIELD))


def _clean(way: int) -> slice:
    """Where the clean nets are that a way has without a fault."""
    first, many = _seats(4).start, FIELD // len(LEVELS)
    return slice(first + many * (way - 1), first + many * way)


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


def _dealt(lesson: Lesson, rng: np.random.Generator, rows: str) -> Lesson:
    """Every sticker that was noted dealt anew, by coin. Where rows are balanced, fruit that come
    twice are dealt one of each; rows that were added have a coin of their own."""
    seen, luck = lesson.rows.seen.copy(), rng.random(len(lesson.rows.sweet))
    if rows == SAME:
        half = sticker.ROWS // 2
        luck[half : 2 * half] = 1 - luck[:half]
    worn = np.where((1 - luck if lesson.mirror else luck) < 0.5, 1.0, -1.0)
    seen[:, STICKER] = worn * abs(seen[:, STICKER])
    return lesson._replace(rows=lesson.rows._replace(seen=seen))
