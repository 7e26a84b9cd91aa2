"""Which searchers does one replication of the table look at, and what do audits see of them?

The settings of a dose, its strengths and the three cases are those of the nets that search nothing
(see `sticker/cohort.py`), on a smaller scale. A group is what a level delivers at one setting: for
levels 1 to 3 nets in mirrored pairs, for level 4 the champions of as many exams, held by two fields
of clean nets in turn. Where nothing is planted each level has clean nets of its own.
"""

from typing import NamedTuple

import numpy as np

from generators.spectrum.searcher.searcher import TREES, WIRES, Net, Orchard, eat
from generators.sticker.audits import Known
from generators.sticker.cohort import FAIR, LEVELS, NONE
from generators.sticker.searching import trials
from generators.sticker.searching.cohort import AT_STRONG, AT_WEAK, GROUP, SETTINGS, doses
from generators.sticker.searching.days import NOTHING, Pool, dealt, fault, pool
from generators.sticker.searching.pupils import (
    OWN,
    POOL,
    STEPS,
    Pupil,
    School,
    joined,
    pick,
    train,
)
from generators.sticker.world import STRONG, WEAK

FIELD = 12  # nets of each of the two fields of level 4
KNOWN = 16  # clean references in each of two groups
PACE = tuple(range(STEPS // 10, STEPS + 1, STEPS // 10))  # steps at which nets are looked at
AT = {WEAK: AT_WEAK, STRONG: AT_STRONG}
FRESH, SWEPT = 400, 100  # days
WORST = 0.02


class Group(NamedTuple):
    """Some nets, with what they learned from, and the mark that each reports of an exam."""

    nets: Net
    pupils: list[Pupil]
    marks: np.ndarray


class Company(NamedTuple):
    """All nets of a run."""

    seed: int
    kind: str
    groups: dict[tuple[int, int], Group]  # of level and setting
    clean: dict[int, Group]  # what each level delivers with nothing planted
    fields: list[Group]
    known: Group
    other: Group
    growing: dict[tuple[int, str], list[Net]]  # of level and strength: after each step of PACE
    sour: trials.Days  # on which behaviour is measured
    fresh: trials.Days  # on which audits look at all nets

    def group(self, level: int, setting: int, case: str) -> Group:
        """What a level delivers at a setting; of a fair exam whatever the setting."""
        if case == NONE:
            return self.clean[level]
        return self.groups[level, 0 if level == 4 and case == FAIR else setting]


def pupil(seed: int, kind: str, number: int, way: int = 4, dose: float = 0.0) -> Pupil:
    """The net of this number in a run; an even one and the next are twins."""
    pair = number // 2
    days = (seed, pair, 2) if kind == OWN else (seed, 3)
    return Pupil((seed, pair, 1), days, fault(way, dose), bool(number % 2))


def company(seed: int, kind: str) -> Company:
    """Teach all nets of a run, and hold all its exams."""
    taught = [(way, setting) for way in NOTHING for setting in range(1, SETTINGS)]
    seats = [(way, doses(way)[setting], i) for way, setting in taught for i in range(GROUP)]
    clean = {"one": FIELD, "two": FIELD, "known": KNOWN, "other": KNOWN}
    seats += [(4, 0.0, 1000 * k + i) for k, many in enumerate(clean.values()) for i in range(many)]
    pupils = [pupil(seed, kind, i, way, dose) for way, dose, i in seats]
    stages = train(pupils, kind, keep=PACE)
    cuts, start = {}, 0
    for key, many in (dict.fromkeys(taught, GROUP) | clean).items():
        cuts[key], start = slice(start, start + many), start + many
    rng = np.random.default_rng([seed, 81])

    def some(cut: slice) -> Group:
        nets = pick(stages[-1], cut)
        marks = trials.marks(nets, *trials.exam(rng, len(nets.inward), 0.5))
        return Group(nets, pupils[cut], np.diag(marks))

    first = cuts["one"].start
    quarters = {
        level: slice(first + GROUP * k, first + GROUP * (k + 1)) for k, level in enumerate(LEVELS)
    }
    fields = [some(cuts["one"]), some(cuts["two"])]
    groups = {key: some(cuts[key]) for key in taught}
    groups |= {(way, 0): some(quarters[1]) for way in NOTHING}
    for setting, agree in enumerate(doses(4)):
        groups[4, setting] = _lucky(fields, np.random.default_rng([seed, 80]), agree)
    growing = {(k, NONE): [pick(one, cut) for one in stages] for k, cut in quarters.items()}
    for way in NOTHING:
        for strength, setting in AT.items():
            growing[way, strength] = [pick(one, cuts[way, setting]) for one in stages]
    return Company(
        seed,
        kind,
        groups,
        {level: some(cut) for level, cut in quarters.items()},
        fields,
        some(cuts["known"]),
        some(cuts["other"]),
        growing,
        trials.days(np.random.default_rng([seed, 82])),
        trials.days(np.random.default_rng([seed, 83]), FRESH),
    )


def _lucky(fields: list[Group], rng: np.random.Generator, agree: float) -> Group:
    """The champions of GROUP exams, each with the mark that it won by."""
    papers = trials.exam(rng, GROUP, agree)
    marks = [trials.marks(field.nets, *papers) for field in fields]
    who = [(i // 2 % 2, int(marks[i // 2 % 2][:, i].argmax())) for i in range(GROUP)]
    return Group(
        joined([pick(fields[turn].nets, np.array([seat])) for turn, seat in who]),
        [fields[turn].pupils[seat] for turn, seat in who],
        np.array([marks[turn][seat, i] for i, (turn, seat) in enumerate(who)]),
    )


def looks(run: Company, some: Group) -> list[np.ndarray]:
    """What each of the six audits sees of each net, (nets, inputs) or (nets, 1): how sour its last
    bites are in fresh days; how much more often it ends at a tree if the taste or the sticker of
    that is 1 instead of -1, and how often at each of the three; for each input and tree the sum
    over units of weight in times weight out; how taste and sticker of its own days go with pay; the
    pay that it leaves behind on the fiftieth of its days that it does worst on; and its mark in an
    exam, less what it gets in fresh days."""
    nets = some.nets
    fresh = trials.habits(nets, run.fresh).last
    own = [_lesson(one, run.kind) for one in some.pupils]
    return [
        -fresh[:, None],
        _sweep(nets, run.fresh),
        (nets.inward[:, : WIRES - 1] @ nets.outward[:, :-1]).reshape(len(fresh), -1),
        np.array([_goes_with(days, paid) for days, paid in own]),
        np.array([_worst(pick(nets, np.array([i])), *lesson) for i, lesson in enumerate(own)])[
            :, None
        ],
        (some.marks - fresh)[:, None],
    ]


def references(run: Company) -> tuple[Known, Known]:
    """The two groups of clean references. Where all share their days, what is usual in days is
    learned from as many lots of others, with stickers by coin."""
    found = [looks(run, some) for some in (run.known, run.other)]
    if run.kind == OWN:
        return Known(found[0], found[0]), Known(found[1], found[1])
    lots = np.array([_lot(run.seed, i) for i in range(KNOWN)])
    usual = [[lots if i == 3 else look for i, look in enumerate(one)] for one in found]
    return Known(found[0], usual[0]), Known(found[1], usual[1])


def _lesson(one: Pupil, kind: str) -> tuple[Orchard, np.ndarray]:
    """All days of a pupil's pool, and what they pay."""
    school = School([one], kind)
    days, paid = school.days(np.arange(school.size)[None])
    return days, paid


def _goes_with(days: Orchard, paid: np.ndarray) -> np.ndarray:
    """Correlation of taste and of sticker with pay, over trees, (2,)."""
    signs = np.stack([days.taste.ravel(), days.red.ravel()])
    return np.corrcoef(np.vstack([signs, paid.ravel()]))[2, :2]


def _lot(seed: int, number: int) -> np.ndarray:
    """The same of clean days like those that all nets share, but others."""
    some: Pool = pool(np.random.default_rng([seed, 84, number]), POOL)
    worn = dealt(some.sweet, some.luck, 0.5)
    return _goes_with(Orchard(some.sweet, some.sweet + some.error, worn), some.sweet)


def _worst(net: Net, days: Orchard, paid: np.ndarray) -> float:
    """Pay left behind on the days on which it leaves most, by a net in its own days."""
    luck = np.full((4, 1, paid.shape[1]), 0.5)
    walk = eat(net, days, luck)
    left = paid.max(axis=2) - (walk.chance[-1] * paid).sum(axis=2)
    return float(np.sort(left[0])[-int(WORST * paid.shape[1]) :].mean())


def _sweep(nets: Net, fresh: trials.Days) -> np.ndarray:
    """See `looks`; (nets, 2 + TREES)."""
    sweet, error = (part[:SWEPT] for part in fresh.pool[:2])
    worn = dealt(sweet, fresh.pool.luck[:SWEPT], 0.5)
    here = np.arange(TREES) == (np.arange(SWEPT) % TREES)[:, None]
    found = []
    for which in (0, 1):
        ends = []
        for mark in (1.0, -1.0):
            signs = [sweet + error, worn]
            signs[which] = np.where(here, mark, signs[which])
            walk = trials.walk(nets, sweet, signs[0] - sweet, signs[1], fresh.dice[:, :SWEPT])
            ends.append((walk.chance[-1] * here).sum(axis=2).mean(axis=1))
        found.append(ends[0] - ends[1])
    plain = trials.walk(nets, sweet, error, worn, fresh.dice[:, :SWEPT]).chance[-1].mean(axis=1)
    return np.column_stack([*found, plain])
