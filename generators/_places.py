"""Which of the four levels stands where, and is that where a table puts it?

The rule, set down before anything was measured. A yardstick gives each level a number in each run.
One level stands ahead of another if it does so in *every* run; two equal levels would part in that
way by luck once in sixteen pairs, with five runs. A level's place lies between one more than the
number of levels ahead of it and four less the number behind. By one yardstick a cell of the table
is

holds   if the level's only possible place is the one that the table gives
fails   if the table's place is not possible
open    if it is one of several: the runs do not agree

By two yardsticks it holds or fails if it does so by both, depends, namely on the yardstick, if it
holds by one of them only, and else is open.
"""

import numpy as np

LEVELS = 4


def bounds(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last place possible for each level; numbers: (runs, levels), the lower the
    further ahead."""
    ahead = (numbers[:, :, None] < numbers[:, None]).all(axis=0)  # [i, j]: i ahead of j
    return 1 + ahead.sum(axis=0), LEVELS - ahead.sum(axis=1)


def place(numbers: np.ndarray) -> np.ndarray:
    """The middle of each level's possible places."""
    return np.mean(bounds(numbers), axis=0)


def judge(numbers: np.ndarray) -> list[str]:
    """holds, fails or open, for each level; the table gives them the places 1 to 4 in order."""
    return [
        "holds" if first == last == told else "open" if first <= told <= last else "fails"
        for told, (first, last) in enumerate(zip(*bounds(numbers), strict=True), 1)
    ]


def verdict(one: np.ndarray, other: np.ndarray) -> list[str]:
    """holds, fails, depends or open, for each level, by two yardsticks."""
    return [
        a if a == b else "depends" if "holds" in (a, b) else "open"
        for a, b in zip(judge(one), judge(other), strict=True)
    ]


def in_order(numbers: np.ndarray, others: np.ndarray | None = None) -> int:
    """How many of the six pairs of levels stand as the table has them, (levels,) numbers of one
    run; with others, how many pairs stand in the same order by both. Equals count for none."""
    second = np.arange(LEVELS) if others is None else others
    first, last = np.triu_indices(LEVELS, 1)
    return int(np.sum((numbers[last] - numbers[first]) * (second[last] - second[first]) > 0))
