"""What would the table's verdicts be, had we chosen otherwise?

Each of our choices has two sides, and every combination of them is one way to analyse the same
comparison: a specification. `judged` judges every cell in all of them (a specification curve:
Simonsohn, Simmons & Nelson 2020; a multiverse: Steegen et al. 2016).

rows       all nets of a run learn from the same rows, or each from its own
exam       level 4's exam leans, or is fair, so that it is left to chance alone
strength   at which speed is timed and audits look, and up to which control is asked
yardstick  the first of each column, or the second
rule       a level stands ahead if it does so in every run, or if its mean lead is three standard
           errors
order      of the ladder's fixes: by place in the process, or by work
gone       a fault is gone if a quarter of it is left, or if half is
third      the stand-in in the third row takes a place among the four, or is left out

What nobody could choose has one side: among searchers no stand-in is in the third row, and they
learn from one kind of rows. `learner` is who learns, sorters or searchers: a ninth choice, between
two curves instead of within one, since they have only some ways in common.
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from generators.sticker.cohort import FAIR, LEANS
from generators.sticker.places import EVERY_RUN, LEVELS, MEAN, VERDICTS, judge
from generators.sticker.replication import COLUMNS, HALF, QUARTER, RUNGS, Replication
from generators.sticker.scorecard import measured
from generators.sticker.world import OWN, SAME, STRONG, WEAK

CHOICES: dict[str, tuple] = {
    "rows": (SAME, OWN),
    "exam": (LEANS, FAIR),
    "strength": (WEAK, STRONG),
    "yardstick": (0, 1),
    "order": ("place", "work"),
    "gone": (QUARTER, HALF),
    "rule": (EVERY_RUN, MEAN),
    "third": (False, True),
}
Runs = Mapping[tuple[str, str], Sequence[Replication]]  # by rows and exam


def judged(every: Runs) -> np.ndarray:
    """The verdict on each column and level in every specification: (2, 2, ..., columns, levels), an
    axis for each of CHOICES, in their order; it is of size 1 where there is no choice."""
    stand_ins = next(iter(every.values()))[0].stand_ins
    kinds = {rows for rows, _ in every}
    sides = CHOICES | {"rows": tuple(rows for rows in CHOICES["rows"] if rows in kinds)}
    if not stand_ins:
        sides["third"] = (False,)
    *measures, rules, thirds = sides.values()
    found = [
        [measured(every[rows, exam], column, _name(column, *which), strength) for column in COLUMNS]
        for rows, exam, strength, *which in product(*measures)
    ]
    numbers, short = (np.array([[one[i] for one in some] for some in found]) for i in (0, 1))
    words = [
        [judge(numbers, short, stand_ins, rule, left_out) for left_out in thirds] for rule in rules
    ]
    by_path = np.moveaxis(np.array(words), (0, 1), (1, 2))
    return by_path.reshape(*map(len, sides.values()), len(COLUMNS), LEVELS)


def _name(column: str, yardstick: int, order: str, gone: float) -> str:
    """The yardstick of a column in a specification."""
    if column == "depth" and yardstick == 0:
        return RUNGS[order, gone]
    return COLUMNS[column][yardstick]


def shares(words: np.ndarray) -> dict[str, np.ndarray]:
    """For each verdict the share of specifications in which it is the cell's, (columns, levels)."""
    flat = words.reshape(-1, *words.shape[-2:])
    return {word: (flat == word).mean(axis=0) for word in VERDICTS}


def moves(words: np.ndarray, stand_ins: Sequence[int]) -> dict[str, np.ndarray]:
    """For each choice that there is the share of specifications, (columns, levels tried), in which
    a cell's verdict changes if that choice alone is made the other way."""
    tried = [level - 1 for level in range(1, LEVELS + 1) if level not in stand_ins]
    found = {}
    for axis, choice in enumerate(CHOICES):
        if words.shape[axis] == 1:
            continue
        one, other = (np.take(words, side, axis)[..., tried] for side in (0, 1))
        found[choice] = (one != other).reshape(-1, len(COLUMNS), len(tried)).mean(axis=0)
    return found


def moved_by_learner(words: np.ndarray, other: np.ndarray, stand_ins: Sequence[int]) -> np.ndarray:
    """For each column and level that was tried with both learners, the share of the specifications
    that both have in which their verdicts differ: the first side of what one alone can choose."""
    tried = [level - 1 for level in range(1, LEVELS + 1) if level not in stand_ins]
    common = tuple(slice(min(pair)) for pair in zip(words.shape, other.shape, strict=True))
    differ = words[common][..., tried] != other[common][..., tried]
    return differ.reshape(-1, len(COLUMNS), len(tried)).mean(axis=0)
