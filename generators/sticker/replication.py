"""What does one whole replication measure of the four levels?

Two yardsticks for each of the four columns of the table, each with the same formula for all levels,
and with nets, exams, references and workshops of its own:

seen    speed: fruit seen until half of the behaviour is there (see `pace`)
faulty  speed: fruit at fault among them
small   control over behaviour up to the weak strength (see `levers`)
large   control up to the strong one
any     detection: how well the loudest of six audits tells the nets from clean ones (see `audits`)
inside  detection by the loudest of the three that look at the net alone
rungs   depth, what must change: fixes that fail, from the top of the ladder of `fixes`, before
        the first after which at most a quarter of the behaviour is left
general depth, how general: what is kept, on average, if all else about the process is drawn anew
        (see `workshops`)
"""

from dataclasses import dataclass

import numpy as np

from generators.sticker import audits, levers, pace, workshops
from generators.sticker import world as sticker
from generators.sticker.cohort import AT_STRONG, AT_WEAK, LEVELS, SETTINGS, Cohort, cohort
from generators.sticker.fixes import climb, survived
from generators.sticker.world import STRONG, WEAK

GONE = 0.25
COLUMNS = {
    "speed": ("seen", "faulty"),
    "control": ("small", "large"),
    "detection": ("any", "inside"),
    "depth": ("rungs", "general"),
}
Seen = dict[tuple[int, int], list[np.ndarray]]  # by level and setting, see `audits`
HIGH_FIRST = ("small", "large", "any", "inside")  # the rest go from low to high


@dataclass(frozen=True)
class Replication:
    """Numbers of the four levels, in order."""

    numbers: dict[str, np.ndarray]  # (4,) for each yardstick, and for `out`: fruit to take it out
    behaviour: np.ndarray  # (4,) mean behaviour at the weak dose
    scatter: np.ndarray  # (4,) its standard deviation between nets
    told: dict[float, np.ndarray]  # of each strength: (six audits, any and inside; 4)
    asked: np.ndarray  # up to the strong behaviour
    came: np.ndarray  # (4, asked): mean behaviour delivered


def replicate(seed: int) -> dict[bool, Replication]:
    """Measure everything once, with the faults planted and without: both share all their nets."""
    run = cohort(seed)
    keys = [(level, at) for level in LEVELS for at in (AT_WEAK, AT_STRONG)]
    seen = audits.seen(run, [(0, 0), (0, 1), (1, 0), *keys])
    rungs, kept = climb(seed).effects, workshops.kept(seed)
    return {planted: _measure(seed, run, seen, rungs, kept, planted) for planted in (True, False)}


def _measure(
    seed: int,
    run: Cohort,
    seen: Seen,
    rungs: dict[tuple[int, bool], dict[str, float]],
    kept: dict[bool, np.ndarray],
    planted: bool,
) -> Replication:
    each = {
        level: np.array(
            [
                sticker.behaviour(run.group(level, setting, planted).nets, run.sour)
                for setting in range(SETTINGS)
            ]
        )
        for level in LEVELS
    }
    base = sticker.behaviour(run.clean.nets, run.sour)
    small, large = (
        [levers.deliver(each[level], base, most) for level in LEVELS] for most in (WEAK, STRONG)
    )
    grown = [pace.put_in(run, level, planted) for level in LEVELS]
    told = _told(seen, planted)
    found = {
        "seen": [seen for seen, _ in grown],
        "faulty": [faulty for _, faulty in grown],
        "out": [pace.take_out(run, level, seed, planted) for level in LEVELS],
        "small": [control for control, *_ in small],
        "large": [control for control, *_ in large],
        "any": told[WEAK][-2],
        "inside": told[WEAK][-1],
        "rungs": [
            survived(rungs[level, planted], GONE * rungs[level, True][""]) for level in LEVELS
        ],
        "general": kept[planted].mean(axis=0),
    }
    return Replication(
        {name: np.array(values, dtype=float) for name, values in found.items()},
        np.array([each[level][AT_WEAK].mean() for level in LEVELS]),
        np.array([each[level][AT_WEAK].std() for level in LEVELS]),
        told,
        large[0][1],
        np.array([came for *_, came in large]),
    )


def ranked(name: str, numbers: np.ndarray) -> np.ndarray:
    """Numbers by a yardstick, turned so that the lower stands further ahead in the table."""
    return -numbers if name in HIGH_FIRST else numbers


def _told(seen: Seen, planted: bool) -> dict[float, np.ndarray]:
    """How well audits and alarms tell each level's nets, at both strengths."""
    known, other = seen[0, 0], seen[0, 1]
    if not planted:  # one group for all levels
        told = audits.tell(seen[1, 0], known, other)
        return dict.fromkeys((WEAK, STRONG), np.array([told] * len(LEVELS)).T)
    return {
        strength: np.array([audits.tell(seen[level, setting], known, other) for level in LEVELS]).T
        for strength, setting in ((WEAK, AT_WEAK), (STRONG, AT_STRONG))
    }
