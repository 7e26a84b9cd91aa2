"""What values may a parameter take, and how is a fact printed?

These declarations stand in a simulation's signature. The press reads them as text, without
importing the simulation, so each is a call with literal arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, get_args, get_type_hints


class Grid:
    """The values that a slider steps through; any value between the ends is allowed.

    label: the word beside the control. format: how a value prints.
    """

    def __init__(self, *values: float | str, label: str = "", format: str = "") -> None:
        self.values, self.label, self.format = values, label, format


def grid(simulate: Callable, name: str) -> tuple:
    """The values that a parameter's slider steps through, as the signature declares them; where a
    simulation or a test needs them, they are not typed again."""
    declared = get_args(get_type_hints(simulate, include_extras=True)[name])
    (found,) = (one for one in declared if isinstance(one, Grid))
    return found.values


@dataclass(frozen=True)
class Range:
    """The lowest and highest value allowed, ends included; no slider."""

    low: float
    high: float
    label: str = ""
    format: str = ""


class Fact(NamedTuple):
    """How a fact is named in a table, and how it prints."""

    label: str
    format: str = ""


class Spread(float):
    """A fact over all its seeds: the number itself is the median.

    low and high are the extremes over the seeds; seeds holds every one of them.
    """

    low: float
    high: float
    seeds: list[float]

    def __new__(cls, seeds: list[float]) -> "Spread":
        """Raise ValueError where there is no seed."""
        ordered = sorted(seeds)
        if not ordered:
            raise ValueError("a fact needs at least one seed")
        half = len(ordered) // 2
        median = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
        self = super().__new__(cls, median)
        self.low, self.high, self.seeds = ordered[0], ordered[-1], list(seeds)
        return self
