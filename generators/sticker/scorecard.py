"""How many of the table's sixteen cells hold, or are contradicted, by which yardsticks?"""

import numpy as np

from generators.sticker.places import VERDICTS, judge, verdict
from generators.sticker.replication import COLUMNS, Replication, ranked

SECOND = {  # the column that goes by its second yardstick, in the words of a control and of a title
    "speed": ("speed", "Speed in fruit at fault"),
    "control": ("control", "Control asked up to 50%"),
    "detect": ("detection", "Audits only look inside"),
    "depth": ("depth", "Depth as how general it is"),
}
NOT_TRIED = "third row not tested"  # see STAND_INS in `places`
STEPS = ["none", *SECOND, "all"]
YARDSTICKS = [name for pair in COLUMNS.values() for name in pair]
Table = dict[str, np.ndarray]  # by yardstick: (runs, levels), the lower the further ahead


def chosen(second: str) -> list[str]:
    """The yardstick of each column, where `second` says which go by their second one: none, one of
    SECOND, or all."""
    changed, _ = SECOND.get(second, ("", ""))
    return [pair[second == "all" or changed == column] for column, pair in COLUMNS.items()]


def table(replications: list[Replication]) -> Table:
    """What some replications measured."""
    return {
        name: np.array([ranked(name, one.numbers[name]) for one in replications])
        for name in YARDSTICKS
    }


def by_one(numbers: Table, second: str) -> np.ndarray:
    """The verdict on each column and level, (columns, levels), by one yardstick a column."""
    return np.array([judge(numbers[name]) for name in chosen(second)])


def by_both(numbers: Table) -> np.ndarray:
    """The same by both yardsticks of each column."""
    return np.array([verdict(numbers[one], numbers[other]) for one, other in COLUMNS.values()])


def half(numbers: Table) -> int:
    """How many cells that are undecided by both yardsticks hold by one of them."""
    held = [by_one(numbers, second) == "holds" for second in ("none", "all")]
    return int(np.sum(held[0] ^ held[1]))


def tally(verdicts: np.ndarray) -> list[int]:
    """How many cells there are of each of VERDICTS."""
    return [int(np.sum(verdicts == word)) for word in VERDICTS]


def told(holds: float, contradicted: float, undecided: float) -> str:
    """A tally in words."""
    one, other = ("holds" if holds == 1 else "hold"), ("is" if contradicted == 1 else "are")
    return (
        f"{holds:.0f} {one}, {contradicted:.0f} {other} contradicted, {undecided:.0f} undecided; "
        f"{NOT_TRIED}"
    )
