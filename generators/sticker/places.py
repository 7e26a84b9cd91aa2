"""Which of the four levels stands where, and is that where a table puts it?

The rule, set down before anything was measured. A yardstick gives each level a number in each run.
One level stands ahead of another if it does so in *every* run; two equal levels would part in that
way by luck once in sixteen pairs, with five runs. A level's place lies between one more than the
number of levels ahead of it and four less the number behind. By one yardstick a cell of the table

holds             if the level's only possible place is the one that the table gives
is contradicted   if the table's place is not possible
is undecided      if it is one of several, as the runs do not agree

and by two yardsticks it holds or is contradicted if it is so by both, and else is undecided. What
is undecided counts neither for the table nor against it. The cells of a stand-in are undecided,
whatever is measured: the table speaks of an optimizer that grew inside, and at level 3 a learned
shortcut stands in for it. It still takes a place among the four.
"""

from itertools import combinations

import numpy as np

LEVELS = 4
STAND_INS = (3,)  # levels at which something else was measured than the table speaks of
TRIED = tuple(level for level in range(1, LEVELS + 1) if level not in STAND_INS)
VERDICTS = ("holds", "contradicted", "undecided")


def bounds(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last place possible for each level; numbers: (runs, levels), the lower the
    further ahead."""
    ahead = (numbers[:, :, None] < numbers[:, None]).all(axis=0)  # [i, j]: i ahead of j
    return 1 + ahead.sum(axis=0), numbers.shape[1] - ahead.sum(axis=1)


def place(numbers: np.ndarray) -> np.ndarray:
    """The middle of each level's possible places."""
    return np.mean(bounds(numbers), axis=0)


def judge(numbers: np.ndarray) -> list[str]:
    """A verdict for each level; the table gives them the places 1 to 4 in order."""
    return [
        _judged(told, first, last) if told in TRIED else "undecided"
        for told, (first, last) in enumerate(zip(*bounds(numbers), strict=True), 1)
    ]


def verdict(one: np.ndarray, other: np.ndarray) -> list[str]:
    """A verdict for each level, by two yardsticks."""
    return [a if a == b else "undecided" for a, b in zip(judge(one), judge(other), strict=True)]


def pairs(numbers: np.ndarray) -> tuple[int, int]:
    """Of the pairs of levels that were tried, how many stand in every run as the table has them,
    and how many in every run the other way round; of the rest the runs decide nothing.

    numbers: (runs, levels), the lower the further ahead."""
    first, last = np.array(list(combinations(TRIED, 2))).T - 1
    behind = numbers[:, last] - numbers[:, first]
    return int((behind > 0).all(axis=0).sum()), int((behind < 0).all(axis=0).sum())


def _judged(told: int, first: int, last: int) -> str:
    if not first <= told <= last:
        return "contradicted"
    return "holds" if first == last else "undecided"
