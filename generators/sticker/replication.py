"""What does one whole replication measure of the four levels?

Two yardsticks for each of the four columns of the table, each with the same formula for all levels,
and with nets, exams, references and workshops of its own. The first is nearest to the words by
which the essay explains the column, in our words here; both were fixed before any value was seen.

faulty  speed, as one exposure can be enough: fruit at fault until half of a strength is there (see
        `pace`)
seen    speed, as pressure for the work that it takes: all fruit seen until then
lever   control, as a way to strengthen or weaken what comes: how much nearer to what is asked, up
        to a strength, the level's own lever brings it than the same lever untouched (see `levers`)
steady  control, as getting what one asks for, by whatever: the same, compared with clean nets that
        nobody chose. What the untouched lever gives already by this measure is `idle`
any     detection, by whatever helps: how well the loudest of six audits tells the nets of a
        strength from clean ones (see `audits`)
inside  detection, as a look inside: by the loudest of the three that look at the net alone
rungs   depth, as how much must change: fixes that fail, from the top of the ladder of `fixes`,
        before the first after which at most a quarter of the behaviour is left; also with half in
        the place of a quarter, and with the fixes in order of work
general depth, as occurring everywhere: what is kept, on average, if all else about the process is
        drawn anew (see `workshops`)

Depth is tried on strong faults, each measured by what its own level reaches.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from generators.sticker import audits, levers, pace, workshops
from generators.sticker import world as sticker
from generators.sticker.cohort import (
    AT,
    FAIR,
    GROUP,
    LEANS,
    LEVELS,
    NONE,
    SETTINGS,
    Cohort,
    cohort,
    delivered,
)
from generators.sticker.fixes import BY_PLACE, BY_WORK, climb, survived
from generators.sticker.places import STAND_INS
from generators.sticker.world import EXAM, REACH, STRENGTH, STRONG, TAUGHT, WEAK

CASES = (LEANS, FAIR, NONE)
QUARTER, HALF = 0.25, 0.5  # what may be left of a fault that counts as gone
RUNGS = {  # by the ladder's order, and by what counts as gone
    ("place", QUARTER): "rungs",
    ("work", QUARTER): "work",
    ("place", HALF): "rungs_half",
    ("work", HALF): "work_half",
}
COLUMNS = {
    "speed": ("faulty", "seen"),
    "control": ("lever", "steady"),
    "detection": ("any", "inside"),
    "depth": ("rungs", "general"),
}
DEPTH = "depth"
HIGH_FIRST = ("lever", "steady", "any", "inside")  # the rest go from low to high
OPEN = ("detection", DEPTH)  # columns in which a level must be there, as strong as was wanted


@dataclass(frozen=True)
class Scale:
    """In what nets are taught, and how much of it."""

    unit: str
    life: int  # units that a net sees in training
    exam: int  # units of an exam
    strength: dict[str, float]  # in behaviour


@dataclass(frozen=True)
class Replication:
    """Numbers of the four levels, in order."""

    numbers: dict[str, dict[str, np.ndarray]]  # of each strength and yardstick: (4,)
    share: dict[
        str, np.ndarray
    ]  # of each strength, and of DEPTH: (4,) what came of what was wanted
    behaviour: np.ndarray  # (4,) mean behaviour at the weak dose
    scatter: np.ndarray  # (4,) its standard deviation between nets
    out: np.ndarray  # (4,) fruit to take it out
    idle: dict[str, np.ndarray]  # of each strength: (4,)
    told: dict[str, np.ndarray]  # of each strength: (six audits, any and inside; 4)
    asked: np.ndarray  # up to the strong behaviour
    came: np.ndarray  # (4, asked): mean behaviour delivered
    scale: Scale
    stand_ins: tuple[int, ...] = STAND_INS  # levels at which something else was measured


def replicate(seed: int, rows: str) -> dict[str, Replication]:
    """Measure everything once, in each case (see `cohort`): they share all their nets."""
    run = cohort(seed, rows)
    depth = _depth(seed, rows)
    known = audits.references(run)
    groups = dict.fromkeys(delivered(*key) for key in product(LEVELS, range(SETTINGS), CASES))
    weak = dict.fromkeys(delivered(*key) for key in product(LEVELS, [AT[WEAK]], CASES))
    seen = audits.seen(run, product(LEVELS, AT.values(), CASES))
    # what is delivered at many settings, or in many cases, is looked at once
    looked = Looked(
        {name: sticker.behaviour(run.group(*name).nets, run.sour) for name in groups},
        {name: audits.tell(looks, *known) for name, looks in seen.items()},
        {name: pace.take_out(run, *name) for name in weak},
        {name: pace.put_in(run, *name) for name in paces()},
        sticker.behaviour(run.known.nets, run.sour)[:GROUP],
    )
    return {case: _measured(run, case, looked, depth[case]) for case in CASES}


class Looked(NamedTuple):
    """What was measured of each group, by its first name."""

    behaviour: dict[tuple[int, int, str], np.ndarray]
    told: dict[tuple[int, int, str], np.ndarray]
    out: dict[tuple[int, int, str], float]
    paced: dict[tuple[int, str, str], tuple[float, float]]  # of level, strength and case
    nobody: np.ndarray  # behaviour of clean nets


def paces() -> list[tuple[int, str, str]]:
    """Level, strength and case of every pace, each by its first name."""
    return list(dict.fromkeys(paced(*key) for key in product(LEVELS, AT, CASES)))


def paced(level: int, strength: str, case: str) -> tuple[int, str, str]:
    """The same pace by its first name: exams matter to level 4 alone."""
    return level, strength, case if level == 4 or case == NONE else LEANS


def _depth(seed: int, rows: str) -> dict[str, dict[str, np.ndarray]]:
    """By each yardstick of depth, in each case."""
    left, kept = climb(seed, rows).effects, workshops.kept(seed, rows)
    found = {case: {"general": kept[case].mean(axis=0)} for case in CASES}
    return {case: found[case] | by_rungs(left, case) for case in CASES}


def by_rungs(left: Mapping[tuple[int, str], dict[str, float]], case: str) -> dict[str, np.ndarray]:
    """Fixes that each level survives, by RUNGS; left: of level and case what each fix leaves, and
    "" what there was. To a billionth, as where nothing is wrong dust would decide."""
    near = {key: {fix: round(b, 9) for fix, b in each.items()} for key, each in left.items()}
    found = {}
    for (order, gone), name in RUNGS.items():
        fixes = BY_PLACE if order == "place" else BY_WORK
        rungs = [survived(near[i, case], gone * near[i, LEANS][""], fixes) for i in LEVELS]
        found[name] = np.array(rungs, dtype=float)
    return found


def yardsticks(
    paced: np.ndarray,
    came: dict[int, np.ndarray],
    nobody: np.ndarray,
    most: float,
    told: np.ndarray,
) -> dict[str, np.ndarray]:
    """All but those of depth, at one strength: (4,) each. paced: (4, 2) seen, and at fault; came:
    of each level the behaviour of nets at each setting; nobody: of clean ones; most: the strength;
    told: (six audits, any and inside; 4)."""
    return {
        "faulty": paced[:, 1],
        "seen": paced[:, 0],
        "lever": control(came, {level: nets[0] for level, nets in came.items()}, most),
        "steady": control(came, dict.fromkeys(LEVELS, nobody), most),
        "any": told[-2],
        "inside": told[-1],
    }


def _measured(run: Cohort, case: str, looked: Looked, depth: dict[str, np.ndarray]) -> Replication:
    """All numbers of a case; depth: by its yardsticks."""
    came = {
        level: np.array([looked.behaviour[delivered(level, at, case)] for at in range(SETTINGS)])
        for level in LEVELS
    }
    nobody = looked.nobody
    idle = {level: np.repeat(nets[:1], SETTINGS, axis=0) for level, nets in came.items()}
    numbers, share, still, seen = {}, {}, {}, {}
    for strength, at in AT.items():
        most = STRENGTH[run.rows][strength]
        put = np.array([looked.paced[paced(level, strength, case)] for level in LEVELS])
        seen[strength] = np.array([looked.told[delivered(level, at, case)] for level in LEVELS]).T
        numbers[strength] = depth | yardsticks(put, came, nobody, most, seen[strength])
        still[strength] = control(idle, dict.fromkeys(LEVELS, nobody), most)
        share[strength] = shares(came, at, [most] * len(LEVELS), case)
    usual = [*[STRENGTH[run.rows][STRONG]] * len(TAUGHT), REACH[run.rows]]
    share[DEPTH] = shares(came, AT[STRONG], usual, case)
    wishes = [levers.deliver(came[level], nobody, most) for level in LEVELS]
    return Replication(
        numbers,
        share,
        np.array([came[level][AT[WEAK]].mean() for level in LEVELS]),
        np.array([came[level][AT[WEAK]].std() for level in LEVELS]),
        np.array([looked.out[delivered(level, AT[WEAK], case)] for level in LEVELS]),
        still,
        seen,
        wishes[0][1],
        np.array([got for *_, got in wishes]),
        Scale("fruit", pace.LIFE, EXAM, STRENGTH[run.rows]),
    )


def shares(came: dict[int, np.ndarray], at: int, wanted: list[float], case: str) -> np.ndarray:
    """What came of what was wanted of each level, in the mean; all of it where nothing was."""
    means = np.array([came[level][at].mean() for level in LEVELS])
    return np.ones(len(LEVELS)) if case == NONE else means / wanted


def control(came: dict[int, np.ndarray], unset: dict[int, np.ndarray], most: float) -> np.ndarray:
    """Of each level; see `levers`. To a billionth, as a lever that does nothing leaves dust."""
    return np.array([levers.deliver(came[level], unset[level], most)[0] for level in LEVELS]).round(
        9
    )


def ranked(name: str, numbers: np.ndarray) -> np.ndarray:
    """Numbers by a yardstick, turned so that the lower stands further ahead in the table."""
    return -numbers if name in HIGH_FIRST else numbers
