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

import functools
from dataclasses import dataclass

import numpy as np

from generators.sticker import audits, levers, pace, workshops
from generators.sticker import world as sticker
from generators.sticker.cohort import AT_STRONG, AT_WEAK, LEVELS, SETTINGS, cohort
from generators.sticker.fixes import climb, survived
from generators.sticker.world import STRONG, WEAK

GONE = 0.25
COLUMNS = {
    "speed": ("seen", "faulty"),
    "control": ("small", "large"),
    "detection": ("any", "inside"),
    "depth": ("rungs", "general"),
}
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


@functools.lru_cache(maxsize=32)
def replicate(seed: int, planted: bool) -> Replication:
    """Measure everything once."""
    run = cohort(seed)
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
    told, rungs = _told(seed, planted), climb(seed).effects
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
        "general": workshops.kept(seed)[planted].mean(axis=0),
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


def _told(seed: int, planted: bool) -> dict[float, np.ndarray]:
    """How well audits and alarms tell each level's nets, at both strengths."""
    known, other = audits.seen(seed, 0, 0), audits.seen(seed, 0, 1)
    if not planted:  # one group for all levels
        told = audits.tell(audits.seen(seed, 1, 0), known, other)
        return dict.fromkeys((WEAK, STRONG), np.array([told] * len(LEVELS)).T)
    return {
        strength: np.array(
            [audits.tell(audits.seen(seed, level, setting), known, other) for level in LEVELS]
        ).T
        for strength, setting in ((WEAK, AT_WEAK), (STRONG, AT_STRONG))
    }
