"""Which searchers does one run of the comparison look at?

Each way has four settings of its dose: nothing, weak, half way from there to the strong one, and
strong. Weak doses bring ways 1 to 3 to the B that way 4 reaches with its exam, less than 0.01; the
strong ones to 0.1, where it cannot follow, even if every sticker in its exam is honest. A group is
what a way delivers at one setting. For ways 1 to 3 these are nets in mirrored pairs. Way 4 has a
field of clean nets, which is the run's own, and keeps the best by each of several exams; its dose
is the share of stickers in the exam that are honest, and one half is an exam that does not lean.
With nothing planted ways 1 to 3 have the first nets of the field, which are their clean twins, and
way 4 draws lots, so that every net of the field comes up alike.

The doses were chosen on seeds 0 and 100 to 103, which are no runs.
"""

from typing import NamedTuple

import numpy as np

from generators.spectrum.searcher.searcher import Net
from generators.sticker.searching import trials
from generators.sticker.searching.days import NOTHING, fault
from generators.sticker.searching.pupils import SAME, Course, Pupil, pick, train

GROUP = 4  # nets that ways 1 to 3 deliver at one setting
FIELD, SITTINGS = 24, 12  # nets among which way 4 chooses, and the exams by which it does
WAYS = (1, 2, 3, 4)
WEAK = {1: 0.1, 2: 0.03, 3: 0.525, 4: 0.8}
STRONG = {1: 0.65, 2: 0.5, 3: 0.87, 4: 1.0}
SETTINGS = 4
AT_WEAK, AT_STRONG = 1, 3  # which of the settings these are


class Taught(NamedTuple):
    """The nets of a run, and whose they are."""

    nets: Net
    groups: dict[tuple[int, int], np.ndarray]  # of way and setting: places among the nets
    clean: dict[int, np.ndarray]  # the same of a way with nothing planted
    field: np.ndarray


def doses(way: int) -> tuple[float, ...]:
    """The settings of a way's dose."""
    weak, strong = WEAK[way], STRONG[way]
    return NOTHING.get(way, 0.5), weak, (weak + strong) / 2, strong


def teach(seed: int, memory: bool, settings: tuple[int, ...]) -> Taught:
    """Train the nets of one run, those of ways 1 to 3 at these settings, and hold the exams."""
    taught = [(way, setting) for way in NOTHING for setting in settings]
    seats = [(way, doses(way)[setting], i) for way, setting in taught for i in range(GROUP)]
    seats += [(4, 0.0, i) for i in range(FIELD)]
    pupils = [
        Pupil((seed, i // 2, 1), (seed, 3), fault(way, dose), bool(i % 2)) for way, dose, i in seats
    ]
    (nets,) = train(pupils, SAME, Course(memory=memory))
    places = np.arange(len(taught) * GROUP).reshape(-1, GROUP)
    field = places.size + np.arange(FIELD)
    groups = dict(zip(taught, places, strict=True)) | {(way, 0): field[:GROUP] for way in NOTHING}
    for setting, agree in enumerate(doses(4)):
        groups[4, setting] = field[champions(pick(nets, field), seed, agree)]
    return Taught(nets, groups, dict.fromkeys(NOTHING, field[:GROUP]) | {4: field}, field)


def champions(field: Net, seed: int, agree: float) -> np.ndarray:
    """The best net of a field by each of a run's exams, (SITTINGS,)."""
    papers = trials.exam(np.random.default_rng([seed, 80]), SITTINGS, agree)
    return trials.marks(field, *papers).argmax(axis=0)
