"""How many of the table's sixteen cells hold, or are contradicted, by which yardsticks?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generators.sticker.places import VERDICTS, both, judge
from generators.sticker.replication import COLUMNS, DEPTH, OPEN, Replication, ranked

SECOND = {  # the column that goes by its second yardstick, in the words of a control and of a title
    "speed": ("speed", "Speed in all fruit seen"),
    "control": ("control", "Control by whatever means"),
    "detect": ("detection", "Audits only look inside"),
    "depth": ("depth", "Depth as how general it is"),
}
NOT_TRIED = "third row not tested"  # see STAND_INS in `places`
STEPS = ["none", *SECOND, "all"]
REACHED = 0.5  # share of a strength without which a level is not compared


class Measured(NamedTuple):
    """What all runs measured by a yardstick."""

    numbers: np.ndarray  # (runs, levels), the lower the further ahead, nan where there is none
    short: np.ndarray  # (levels,) which of them fall short of the strength


Table = dict[str, Measured]  # by yardstick


def chosen(second: str) -> list[str]:
    """The yardstick of each column, where `second` says which go by their second one: none, one of
    SECOND, or all."""
    changed, _ = SECOND.get(second, ("", ""))
    return [pair[second == "all" or changed == column] for column, pair in COLUMNS.items()]


def measured(
    replications: Sequence[Replication], column: str, name: str, strength: str
) -> Measured:
    """What a yardstick of a column says. A level falls short if less than half of the strength came
    of it; where levels are compared at equal strength it then has no number. How soon and how far
    it gets is what the other columns measure."""
    found = np.array([ranked(name, one.numbers[strength][name]) for one in replications])
    at = DEPTH if column == DEPTH else strength
    short = np.mean([one.share[at] for one in replications], axis=0) < REACHED
    return Measured(np.where(short, np.nan, found) if column in OPEN else found, short)


def table(replications: Sequence[Replication], strength: str) -> Table:
    """The same by every yardstick of the table."""
    return {
        name: measured(replications, column, name, strength)
        for column, pair in COLUMNS.items()
        for name in pair
    }


def by_one(numbers: Table, second: str, stand_ins: Sequence[int]) -> np.ndarray:
    """The verdict on each column and level, (columns, levels), by one yardstick a column."""
    return np.array([judge(*numbers[name], stand_ins) for name in chosen(second)])


def by_both(numbers: Table, stand_ins: Sequence[int]) -> np.ndarray:
    """The same by both yardsticks of each column."""
    return both(*(by_one(numbers, second, stand_ins) for second in ("none", "all")))


def half(numbers: Table, stand_ins: Sequence[int]) -> int:
    """How many cells that are undecided by both yardsticks hold by one of them."""
    held = [by_one(numbers, second, stand_ins) == "holds" for second in ("none", "all")]
    return int(np.sum(held[0] ^ held[1]))


def tally(verdicts: np.ndarray) -> list[int]:
    """How many cells there are of each of VERDICTS."""
    return [int(np.sum(verdicts == word)) for word in VERDICTS]


def told(holds: float, contradicted: float, undecided: float, untried: float) -> str:
    """A tally in words; untried: cells among the undecided where something else was measured."""
    one, other = ("holds" if holds == 1 else "hold"), ("is" if contradicted == 1 else "are")
    words = f"{holds:.0f} {one}, {contradicted:.0f} {other} contradicted, {undecided:.0f} undecided"
    return f"{words}; {NOT_TRIED}" if untried else words
