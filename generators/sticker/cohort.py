"""Which nets does one run of the comparison look at?

Each level has five settings of its dose: nothing, half of the weak dose, the weak dose, half way
from there to the strong one, and the strong dose; the strong dose of level 4, which never gets that
far, is an exam in which all stickers agree. A group is what a level delivers at one setting: for
levels 1 to 3 twenty-four nets in mirrored pairs, for level 4 the champions of twenty-four exams
in two fields of clean nets, which take turns as the pairs do, so that half of a group never shares
a net with the other half.

The same is looked at in three cases. Where exams lean, level 4's dose is the lean. Where they are
fair, level 4 is left to chance alone: whatever its setting, it delivers the champions of a fair
exam. And where nothing is planted each level has a group of clean nets of its own, which no other
level has: the halves of the two fields.

Each net also reports the score of an exam of its own: a champion the one that it won, every other
net a fair one. Two groups of clean references, which nobody chose, have no part in any level.
"""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.nets import STEPS, STICKER, Lesson, Nets, Rows, train
from generators.sticker.world import DOSES, EXAM, FIELD, NOTHING, ROWS, SAME, STRONG, TAUGHT, WEAK

GROUP = 24  # nets that a level delivers at one setting
KNOWN = 48  # clean references in each of two groups, see `audits`
SETTINGS, FRESH = 5, 400  # of a dose; fruit
AT = {WEAK: 2, STRONG: 4}  # which of the settings these are
PACE = tuple(range(20, STEPS + 1, 20))  # steps after which a net is looked at while it learns
LEVELS = (1, 2, 3, 4)
LEANS, FAIR, NONE = "leans", "fair", "nothing planted"  # the three cases


class Group(NamedTuple):
    """Some nets, with the lesson and the exam of each."""

    nets: Nets
    lessons: list[Lesson]
    papers: list[Rows]


class Cohort(NamedTuple):
    """All nets of a run."""

    seed: int
    rows: str  # SAME or OWN, see `world`
    groups: dict[tuple[int, int], Group]  # of level and setting
    clean: dict[int, Group]  # what each level delivers with nothing planted
    fields: list[Group]
    known: Group
    other: Group
    lots: list[Rows]  # other fruit, by which an audit knows what rows are usual
    growing: dict[tuple[int, str], list[Nets]]  # of level and strength: after each step of PACE
    sour: Rows  # fruit on which behaviour is measured
    fresh: Rows  # on which audits look at all nets

    def group(self, level: int, setting: int, case: str) -> Group:
        """What a level delivers at a setting."""
        level, setting, case = delivered(level, setting, case)
        return self.clean[level] if case == NONE else self.groups[level, setting]


def delivered(level: int, setting: int, case: str) -> tuple[int, int, str]:
    """The same group by its first name, as one and the same may be delivered at many settings."""
    if case == NONE:
        return level, 0, NONE
    return level, 0 if level == 4 and case == FAIR else setting, LEANS


def doses(level: int, rows: str) -> tuple[float, ...]:
    """The five settings of a level's dose."""
    none = NOTHING[level]
    weak, strong = (DOSES[rows][strength][level] for strength in AT)
    return none, (none + weak) / 2, weak, (weak + strong) / 2, strong


def cohort(
    seed: int,
    rows: str,
    settings: Iterable[int] = range(1, SETTINGS),
    pace: tuple[int, ...] = PACE,
) -> Cohort:
    """Teach all nets of a run, and hold all its exams; of the settings of a dose, and of the steps
    at which nets are looked at, only these, AT and the last step always among them."""
    settings = list(settings)
    taught = [(way, setting) for way in TAUGHT for setting in settings]
    desks = [(way, doses(way, rows)[setting], i) for way, setting in taught for i in range(GROUP)]
    clean = {"twins": FIELD, "field": FIELD, "known": KNOWN, "other": KNOWN}
    desks += [(4, 0.0, 1000 * k + i) for k, many in enumerate(clean.values()) for i in range(many)]
    lessons = [
        sticker.lesson(way, sticker.seat(rows, [seed], i // 2), rows, dose, bool(i % 2))
        for way, dose, i in desks
    ]
    stages = train(lessons, [[seed, i // 2, 1] for *_, i in desks], keep=pace)
    papers = _papers(np.random.default_rng([seed, 80]), len(lessons), 0.5)
    cuts, start = {}, 0
    for key, many in (dict.fromkeys(taught, GROUP) | clean).items():
        cuts[key], start = slice(start, start + many), start + many

    def some(cut: slice) -> Group:
        return Group(stages[-1].pick(cut), lessons[cut], papers[cut])

    fields, first = [some(cuts["twins"]), some(cuts["field"])], cuts["twins"].start
    halves = {
        level: slice(first + GROUP * k, first + GROUP * (k + 1)) for k, level in enumerate(LEVELS)
    }
    twins = some(halves[1])  # of the nets of levels 1 to 3
    groups = {key: some(cuts[key]) for key in taught} | {(way, 0): twins for way in TAUGHT}
    for setting in [0, *settings]:
        lean = doses(4, rows)[setting]
        groups[4, setting] = _lucky(fields, np.random.default_rng([seed, 81]), lean)
    growing = {
        (level, NONE): [nets.pick(half) for nets in stages] for level, half in halves.items()
    }
    for way, (strength, setting) in product(TAUGHT, AT.items()):
        growing[way, strength] = [nets.pick(cuts[way, setting]) for nets in stages]
    return Cohort(
        seed,
        rows,
        groups,
        {level: some(half) for level, half in halves.items()},
        fields,
        some(cuts["known"]),
        some(cuts["other"]),
        [_lot(seed, i) for i in range(KNOWN)] if rows == SAME else [],
        growing,
        sticker.probes(np.random.default_rng([seed, 82]), 200),
        sticker.fruit(np.random.default_rng([seed, 83]), FRESH, noise=0.0),
    )


def _lot(seed: int, number: int) -> Rows:
    """Fruit like those from which all nets of a run learn, but others, and noted by chance alone:
    each comes twice, with a coin for what is noted the second time."""
    first, again = (
        sticker.fruit(np.random.default_rng([seed, 84, number]), ROWS // 2) for _ in range(2)
    )
    again.seen[:, STICKER] *= np.random.default_rng([seed, 85, number]).choice([-1, 1], ROWS // 2)
    return sticker.joined(first, again)


def _papers(rng: np.random.Generator, many: int, agree: float) -> list[Rows]:
    """So many exams."""
    every = sticker.exams(rng, many, agree)
    return [Rows(*(part[i : i + EXAM] for part in every)) for i in range(0, many * EXAM, EXAM)]


def _lucky(fields: list[Group], rng: np.random.Generator, agree: float) -> Group:
    """The champions of GROUP exams, each with the exam that it won."""
    papers = _papers(rng, GROUP, agree)
    every = sticker.joined(*papers)
    best = [sticker.champions(field.nets, every) for field in fields]
    who = [(i // 2 % 2, best[i // 2 % 2][i]) for i in range(GROUP)]
    nets = [fields[turn].nets.pick(np.array([seat])) for turn, seat in who]
    return Group(
        Nets(
            np.concatenate([net.inward for net in nets]),
            np.concatenate([net.outward for net in nets]),
        ),
        [fields[turn].lessons[seat] for turn, seat in who],
        papers,
    )
