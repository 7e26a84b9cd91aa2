"""Which of the four levels stands where, and is that where a table puts it?

The rule, set down before anything was measured. A yardstick gives each level a number in each run.
One level stands ahead of another if it does so in *every* run; two equal levels would part in that
way by luck once in 2^(runs - 1) pairs. A level's place lies between one more than the number of
levels ahead of it and four less the number behind. By one yardstick a cell of the table

holds             if the level's only possible place is the one that the table gives
is contradicted   if the table's place is not possible
is undecided      if it is one of several, as the runs do not agree

and by two yardsticks it holds or is contradicted if it is so by both, and else is undecided. What
is undecided counts neither for the table nor against it.

A level that falls short of the strength at which levels are compared must not count against the
table for its lack of power. Where only equals can be compared it has no number, and stands neither
ahead of any other nor behind. Elsewhere it has one, but an order that it stands in counts only if
it is the table's.

The cells of a stand-in are undecided, whatever is measured: the table speaks of an optimizer that
grew inside, and where nets search for nothing a learned shortcut stands in for it at level 3. It
takes a place among the four all the same, or is left out.

By another rule one level stands ahead of another if the mean of its lead over the runs is at least
three standard errors.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

LEVELS = 4
STAND_INS = (3,)  # where nets do not search: levels at which something else is measured
TRIED = tuple(level for level in range(1, LEVELS + 1) if level not in STAND_INS)
VERDICTS = ("holds", "contradicted", "undecided")
EVERY_RUN, MEAN = "every run", "mean"  # rules


def ahead(
    numbers: np.ndarray, rule: str = EVERY_RUN, short: np.ndarray | None = None
) -> np.ndarray:
    """Whether level i stands ahead of level j, (..., levels, levels) at [..., i, j]; numbers: (...,
    runs, levels), the lower the further ahead, and nan where a level has none; short: (...,
    levels), which of them fall short of the strength."""
    lead = numbers[..., None, :] - numbers[..., :, None]
    if rule == EVERY_RUN:
        before = (lead > 0).all(axis=-3)
    else:
        mean = lead.mean(axis=-3)
        error = lead.std(axis=-3) / max(1, lead.shape[-3] - 1) ** 0.5  # a single run has none
        before = (mean > 0) & (mean >= 3 * error)
    if short is not None:
        against = np.tri(numbers.shape[-1], k=-1, dtype=bool)  # the later ahead of the earlier
        before &= ~(against & (short[..., :, None] | short[..., None, :]))
    return before


def bounds(
    numbers: np.ndarray, rule: str = EVERY_RUN, short: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last place possible for each level, (..., levels); arguments as in `ahead`,
    of any number of levels."""
    before = ahead(numbers, rule, short)
    return 1 + before.sum(axis=-2), numbers.shape[-1] - before.sum(axis=-1)


def place(numbers: np.ndarray, short: np.ndarray | None = None) -> np.ndarray:
    """The middle of each level's possible places."""
    return np.mean(bounds(numbers, short=short), axis=0)


def judge(
    numbers: np.ndarray,
    short: np.ndarray | None = None,
    stand_ins: Sequence[int] = STAND_INS,
    rule: str = EVERY_RUN,
    left_out: bool = False,
) -> np.ndarray:
    """A verdict for each level, (..., levels); the table gives them the places 1 to 4 in order. A
    stand-in takes a place among them, or is left out. Numbers and `short` as in `ahead`."""
    tried = [level - 1 for level in range(1, LEVELS + 1) if level not in stand_ins]
    among = tried if left_out else list(range(LEVELS))
    lame = None if short is None else short[..., among]
    first, last = bounds(numbers[..., among], rule, lame)
    told = np.arange(1, len(among) + 1)
    settled = np.where(first == last, "holds", "undecided")
    words = np.full((*first.shape[:-1], LEVELS), "undecided", dtype="U12")
    words[..., among] = np.where((first <= told) & (told <= last), settled, "contradicted")
    words[..., [level - 1 for level in stand_ins]] = "undecided"
    return words


def both(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The verdicts by two yardsticks, of the verdicts by each."""
    return np.where(one == other, one, "undecided")


def pairs(
    numbers: np.ndarray, short: np.ndarray | None = None, stand_ins: Sequence[int] = STAND_INS
) -> tuple[int, int]:
    """Of the pairs of levels that were tried, how many stand in every run as the table has them,
    and how many in every run the other way round; of the rest the runs decide nothing.

    numbers: (runs, levels), and `short`, as in `ahead`."""
    before = ahead(numbers, short=short)
    tried = [level - 1 for level in range(1, LEVELS + 1) if level not in stand_ins]
    found = [(before[i, j], before[j, i]) for i, j in combinations(tried, 2)]
    return int(sum(order for order, _ in found)), int(sum(turned for _, turned in found))
