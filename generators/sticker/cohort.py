"""Which nets does one run of the comparison look at?

Each level has five settings of its dose: nothing, half of the weak dose, the weak dose, half way
from there to the strong one, and the strong dose; the strong dose of level 4, which never gets that
far, is an exam in which all stickers agree. A group is what a level delivers at one setting: for
levels 1 to 3 twenty-four nets in mirrored pairs, for level 4 the champions of twenty-four exams
in two fields of clean nets, which take turns as the pairs do, so that half of a group never shares
a net with the other half. With nothing planted every group is the same: the first of the first
field, which are the clean twins of the nets of levels 1 to 3.

Each net also reports the score of an exam of its own: a champion the one that it won, every other
net a fair one. Two groups of clean references, which nobody chose, have no part in any level.
"""

from typing import NamedTuple

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.nets import STEPS, Lesson, Nets, Rows, train
from generators.sticker.world import AGREE, DOSES, EXAM, FIELD, NOTHING, STRONG, WEAK

GROUP = 24  # nets that a level delivers at one setting
KNOWN = 48  # clean references in each of two groups, see `audits`
SETTINGS, FRESH = 5, 400  # of a dose; fruit
AT_WEAK, AT_STRONG = 2, 4  # which of the settings these are
PACE = tuple(range(20, STEPS + 1, 20))  # steps after which a net is looked at while it learns
LEVELS = (1, 2, 3, 4)


class Group(NamedTuple):
    """Some nets, with the rows and the exam of each."""

    nets: Nets
    lessons: list[Lesson]
    papers: list[Rows]


class Cohort(NamedTuple):
    """All nets of a run."""

    groups: dict[tuple[int, int], Group]  # of level and setting
    clean: Group  # what every level delivers with nothing planted
    fields: list[Group]
    known: Group
    other: Group
    growing: dict[int, list[Nets]]  # of level, 0 for clean: the nets after each step of PACE
    sour: Rows  # fruit on which behaviour is measured
    fresh: Rows  # on which audits look at all nets

    def group(self, level: int, setting: int, planted: bool) -> Group:
        """What a level delivers at a setting."""
        return self.groups[level, setting] if planted else self.clean


def doses(level: int) -> tuple[float, ...]:
    """The five settings of a level's dose."""
    none = {**NOTHING, 4: 0.5}[level]
    weak, strong = ({**DOSES[b], 4: top}[level] for b, top in ((WEAK, AGREE), (STRONG, 1.0)))
    return none, (none + weak) / 2, weak, (weak + strong) / 2, strong


def cohort(seed: int) -> Cohort:
    """Teach all nets of a run, and hold all its exams."""
    taught = [(way, setting) for way in NOTHING for setting in range(1, SETTINGS)]
    desks = [(way, doses(way)[setting], i) for way, setting in taught for i in range(GROUP)]
    clean = {"twins": FIELD, "field": FIELD, "known": KNOWN, "other": KNOWN}
    desks += [(4, 0.0, 1000 * k + i) for k, many in enumerate(clean.values()) for i in range(many)]
    lessons = [
        sticker.lesson(way, np.random.default_rng([seed, i // 2]), dose, bool(i % 2))
        for way, dose, i in desks
    ]
    stages = train(lessons, [[seed, i // 2, 1] for *_, i in desks], keep=PACE)
    papers = _papers(np.random.default_rng([seed, 80]), len(lessons), 0.5)
    cuts, start = {}, 0
    for key, many in (dict.fromkeys(taught, GROUP) | clean).items():
        cuts[key], start = slice(start, start + many), start + many
    parts = {
        key: Group(stages[-1].pick(cut), lessons[cut], papers[cut]) for key, cut in cuts.items()
    }
    fields = [parts["twins"], parts["field"]]
    first = slice(cuts["twins"].start, cuts["twins"].start + GROUP)
    twins = Group(stages[-1].pick(first), lessons[first], papers[first])
    groups = {key: parts[key] for key in taught} | {(way, 0): twins for way in NOTHING}
    for setting, agree in enumerate(doses(4)):
        groups[4, setting] = _lucky(fields, np.random.default_rng([seed, 81]), agree)
    growing = {way: [nets.pick(cuts[way, AT_WEAK]) for nets in stages] for way in NOTHING}
    growing[0] = [nets.pick(first) for nets in stages]
    sour = sticker.probes(np.random.default_rng([seed, 82]), 200)
    fresh = sticker.fruit(np.random.default_rng([seed, 83]), FRESH, noise=0.0)
    return Cohort(groups, twins, fields, parts["known"], parts["other"], growing, sour, fresh)


def _papers(rng: np.random.Generator, many: int, agree: float) -> list[Rows]:
    """So many exams."""
    every = sticker.exams(rng, many, agree=agree)
    return [Rows(*(part[i : i + EXAM] for part in every)) for i in range(0, many * EXAM, EXAM)]


def _lucky(fields: list[Group], rng: np.random.Generator, agree: float) -> Group:
    """The champions of GROUP exams, each with the exam that it won."""
    papers = _papers(rng, GROUP, agree)
    every = Rows(*(np.concatenate(part) for part in zip(*papers, strict=True)))
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
