"""Does what a worker says, or the cache keeps, have the shape of finished cells?

Anybody may write into a pipe or a folder. What has another shape counts as not said and not kept.
"""

import json
from typing import NotRequired, TypedDict

import msgspec


class Spread(TypedDict):
    """A fact over its seeds."""

    median: float
    low: float
    high: float
    seeds: list[float]


class View(TypedDict):
    """One picture, at one setting."""

    say: str
    spec: dict
    frame: str  # of SVG
    marks: list[dict]
    runs: list[dict]


class Cell(TypedDict):
    """All of one setting."""

    params: dict[str, int | float | bool | str]
    seeds: list[int]
    theory: dict[str, float]
    facts: dict[str, Spread | str]
    labels: dict[str, tuple[str, str]]
    views: dict[str, View]


class Piece(TypedDict):
    """What the cache keeps of a call."""

    cells: list[Cell]


class Answer(TypedDict):
    """What a worker says of the task with this number."""

    number: int
    cpu: float
    cells: NotRequired[list[Cell]]
    probe: NotRequired[float]  # processor time that it took to run some of it again
    probed: NotRequired[int]  # seeds of the default setting that were; 0 where that is too slow
    fault: NotRequired[str]
    line: NotRequired[int]
    impure: NotRequired[bool]  # the fault is one that the probe found


def read(kind: type, text: bytes) -> dict | None:
    """JSON of this shape as it stands, or None."""
    try:
        found = msgspec.json.decode(text)
        msgspec.convert(found, kind)  # a judge only: what was read may hold more
    except (ValueError, RecursionError):
        return None
    return found


def written(answer: dict) -> str:
    """An answer as a line of JSON, in ASCII; ValueError or TypeError where it has another shape."""
    msgspec.convert(answer, Answer)
    return json.dumps(answer, allow_nan=False)
