"""Does a fault still come through if everything else about the process is drawn anew?

A workshop is a process of which seven things are drawn by lot. Hidden units and steps are half,
once or twice the usual; rows, the share of stickers that are noted, the share of answers written
wrongly and the length of the exam are a quarter, once or four times the usual; and in one workshop
of three no net learns but a formula (see `formula`). In each the four levels plant their fault in
the usual strong dose, counted in its own unit. What a level keeps is its mean behaviour there as a
share of the usual, at most the whole and at least nothing. All nets of a workshop learn from the
same rows, or each from its own, as in the run (see `world`).
"""

from typing import NamedTuple

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.cohort import FAIR, LEANS, NONE
from generators.sticker.formula import Learners, train_formulas
from generators.sticker.nets import STEPS, UNITS, Lesson, Rows, train
from generators.sticker.world import (
    DOSES,
    EXAM,
    NOISE,
    NOTED,
    REACH,
    ROWS,
    SAME,
    STRENGTH,
    STRONG,
    TAUGHT,
)

WORKSHOPS = 6  # in a run
GROUP, FIELD, SITTINGS = 4, 16, 24  # nets of levels 1 to 3, of level 4, and its exams


class Workshop(NamedTuple):
    """A process; see the module."""

    units: int
    steps: int
    rows: int
    noted: float
    noise: float
    items: int
    formula: bool


def kept(seed: int, rows: str) -> dict[str, np.ndarray]:
    """What each level keeps in each workshop, (workshops, 4), in each case (see `cohort`)."""
    sour = sticker.probes(np.random.default_rng([seed, 303]), 200)
    found = [_behaviours([seed, 300, number], rows, sour) for number in range(WORKSHOPS)]
    usual = [*[STRENGTH[rows][STRONG]] * len(TAUGHT), REACH[rows]]
    return {
        case: np.clip(np.array([each[case] for each in found]) / usual, 0, 1).round(9)
        for case in (LEANS, FAIR, NONE)
    }


def draw(rng: np.random.Generator) -> Workshop:
    """A workshop by lot."""
    units, steps = rng.choice([0.5, 1, 2], 2) * (UNITS, STEPS)
    rows, noted, noise, items = rng.choice([0.25, 1, 4], 4) * (ROWS, NOTED, NOISE, EXAM)
    formula = rng.random() < 1 / 3
    return Workshop(int(units), int(steps), int(rows), noted, noise, int(items), formula)


def _behaviours(seed: list[int], rows: str, sour: Rows) -> dict[str, list[float]]:
    """Mean behaviour of each level's nets in one workshop, in each case; without a fault each level
    has clean nets of its own, a quarter of the field."""
    rng = np.random.default_rng(seed)
    shop = draw(rng)
    desks = [(way, i) for way in TAUGHT for i in range(GROUP)] + [(4, i) for i in range(FIELD)]
    lessons = [_lesson(way, seed, i, shop, rows) for way, i in desks]
    nets = _train(lessons, [[*seed, 2, i // 2] for _, i in desks], shop)
    each, cut = sticker.behaviour(nets, sour), GROUP * len(TAUGHT)
    means = each[:cut].reshape(len(TAUGHT), GROUP).mean(axis=1)
    found = {}
    for case, agree in ((LEANS, DOSES[rows][STRONG][4]), (FAIR, 0.5)):
        exams = sticker.exams(rng, SITTINGS, agree, shop.items)
        best = sticker.champions(nets.pick(slice(cut, None)), exams, shop.items)
        found[case] = [*means, each[cut:][best].mean()]
    return found | {NONE: list(each[cut:].reshape(4, -1).mean(axis=1))}


def _lesson(way: int, seed: list[int], number: int, shop: Workshop, rows: str) -> Lesson:
    """A level's lesson in a workshop."""
    rng, mirror = sticker.seat(rows, [*seed, 1], number // 2), bool(number % 2)
    dose, twice = DOSES[rows][STRONG][way], rows == SAME
    agree, many = dose if way == 3 else 0.5, shop.rows // 2 if twice else shop.rows
    lot = sticker.fruit(rng, many, agree, shop.noted, shop.noise, mirror, twice)
    if way == 1:
        lot = sticker.joined(lot, sticker.lures(rng, int(dose)))
    return Lesson(lot, dose if way == 2 else 0.0, mirror)


def _train(lessons: list[Lesson], seeds: list[list[int]], shop: Workshop) -> Learners:
    if shop.formula:
        return train_formulas(lessons, seeds)
    return train(lessons, seeds, units=shop.units, keep=(shop.steps,))[0]
