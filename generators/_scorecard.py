"""How many of the table's sixteen cells hold, by which yardsticks?"""

import numpy as np

from generators._places import judge, verdict
from generators._replication import COLUMNS, Replication, ranked
from generators._schema import Spread
from generators._slopes import NAMES

SECOND = {  # the column that goes by its second yardstick, in the words of a control and of a title
    "speed": ("speed", "Speed in fruit at fault"),
    "control": ("control", "Control asked up to 50%"),
    "detect": ("detection", "Audits only look inside"),
    "depth": ("depth", "Depth as how general it is"),
}
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


def measured(facts: dict[str, Spread]) -> Table:
    """The same, from the facts over some runs."""
    return {
        name: ranked(name, np.array([facts[f"{name}_{i}"].seeds for i in NAMES]).T)
        for name in YARDSTICKS
    }


def held(numbers: Table, second: str) -> int:
    """How many levels stand where the table has them, by one yardstick a column."""
    return sum(judge(numbers[name]).count("holds") for name in chosen(second))


def verdicts(numbers: Table) -> np.ndarray:
    """Of each column and level, by both yardsticks, (columns, levels)."""
    return np.array([verdict(numbers[one], numbers[other]) for one, other in COLUMNS.values()])
