"""Does a fault still come through if everything else about the process is drawn anew?

A workshop is a process of which seven things are drawn by lot. Hidden units and steps are half,
once or twice the usual; rows, the share of stickers that are noted, the share of answers written
wrongly and the length of the exam are a quarter, once or four times the usual; and in one workshop
of three no net learns but a formula (see `formula`). In each the four levels plant their fault in
the usual weak dose, counted in its own unit. What a level keeps is its mean behaviour there as a
share of the usual, at most the whole and at least nothing.
"""

from typing import NamedTuple

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.formula import Learners, train_formulas
from generators.sticker.nets import STEPS, UNITS, Lesson, Rows, train
from generators.sticker.world import AGREE, DOSES, EXAM, NOISE, NOTED, NOTHING, ROWS, WEAK

WORKSHOPS = 6  # in a run
TAUGHT, FIELD, SITTINGS = 4, 16, 24  # nets of levels 1 to 3, of level 4, and its exams


class Workshop(NamedTuple):
    """A process; see the module."""

    units: int
    steps: int
    rows: int
    noted: float
    noise: float
    items: int
    formula: bool


def kept(seed: int) -> dict[bool, np.ndarray]:
    """What each level keeps in each workshop, (workshops, 4), with its fault and without."""
    sour = sticker.probes(np.random.default_rng([seed, 303]), 200)
    found = [_behaviours([seed, 300, number], sour) for number in range(WORKSHOPS)]
    return {
        planted: np.clip(np.array([each[planted] for each in found]) / WEAK, 0, 1)
        for planted in (True, False)
    }


def draw(rng: np.random.Generator) -> Workshop:
    """A workshop by lot."""
    units, steps = rng.choice([0.5, 1, 2], 2) * (UNITS, STEPS)
    rows, noted, noise, items = rng.choice([0.25, 1, 4], 4) * (ROWS, NOTED, NOISE, EXAM)
    formula = rng.random() < 1 / 3
    return Workshop(int(units), int(steps), int(rows), noted, noise, int(items), formula)


def _behaviours(seed: list[int], sour: Rows) -> dict[bool, list[float]]:
    """Mean behaviour of each level's nets in one workshop; without a fault all four levels have
    the same clean nets, the first of the field."""
    rng = np.random.default_rng(seed)
    shop = draw(rng)
    desks = [(way, i) for way in NOTHING for i in range(TAUGHT)] + [(4, i) for i in range(FIELD)]
    lessons = [_lesson(way, [*seed, 1, i // 2], shop, bool(i % 2)) for way, i in desks]
    nets = _train(lessons, [[*seed, 2, i // 2] for _, i in desks], shop)
    each, cut = sticker.behaviour(nets, sour), TAUGHT * len(NOTHING)
    exams = sticker.exams(rng, SITTINGS, shop.items, AGREE)
    best = sticker.champions(nets.pick(slice(cut, None)), exams, shop.items)
    means = each[:cut].reshape(len(NOTHING), TAUGHT).mean(axis=1)
    return {True: [*means, each[cut:][best].mean()], False: [each[cut : cut + TAUGHT].mean()] * 4}


def _lesson(way: int, seed: list[int], shop: Workshop, mirror: bool) -> Lesson:
    """A level's lesson in a workshop."""
    rng, dose = np.random.default_rng(seed), DOSES[WEAK].get(way, 0.0)
    agree = dose if way == 3 else 0.5
    rows = sticker.fruit(rng, shop.rows, agree, shop.noted, shop.noise, mirror)
    if way == 1:
        bad = sticker.mislabelled(rng, dose).rows
        rows = sticker.joined(rows, Rows(*(part[ROWS:] for part in bad)))
    return Lesson(rows, dose if way == 2 else 0.0, mirror)


def _train(lessons: list[Lesson], seeds: list[list[int]], shop: Workshop) -> Learners:
    if shop.formula:
        return train_formulas(lessons, seeds)
    return train(lessons, seeds, units=shop.units, keep=(shop.steps,))[0]
