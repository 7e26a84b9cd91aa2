"""How are four levels drawn, one a row, from the table's place to the place measured?"""

import numpy as np

from generators.chart import axis, dots, line, runs
from generators.sticker.places import LEVELS, place
from generators.sticker.scorecard import Measured

SHORT = ("labels", "bonus", "habit", "luck")
NAMES = {level: f"{level} {name}" for level, name in enumerate(SHORT, 1)}
DRAWN = {"holds": "wanted", "contradicted": "learned", "undecided": "ink"}


def levels() -> dict:
    """The vertical axis: the table's four levels, from the top."""
    return axis("", 4.5, 0.5, ticks=NAMES)


def slopes(found: Measured, words: np.ndarray, role: str, named: bool) -> list[dict]:
    """The lines of one column: faint for each run, then those of cells that hold, are
    contradicted, and are undecided, and where all end. A level that stands apart from no other
    ends in the middle of its places; with nothing to tell apart no run has a line of its own.
    Words: a verdict for each level.
    """
    each, short = found
    ends = place(each, short)
    apart = [one for one in each if np.ptp(one)]
    lines = [[i + 1, place(one[None], short)[i]] for one in apart for i in range(LEVELS)]
    return [
        runs([0, 1], lines, role),
        *(
            _some(ends, words == word, "off" if role == "off" else drawn, word * named)
            for word, drawn in DRAWN.items()
        ),
        dots([1] * LEVELS, ends, role, size=6),
    ]


def _some(ends: np.ndarray, which: np.ndarray, role: str, name: str) -> dict:
    """From a level's place in the table to the place measured, for some levels."""
    pairs = [(i, end) for i, (end, yes) in enumerate(zip(ends, which, strict=True), 1) if yes]
    x = [v for _ in pairs for v in (0, 1, None)]
    return line(x, [v for pair in pairs for v in (*pair, None)], role, name)


def gaps(values: np.ndarray) -> list[float | None]:
    """Numbers, and None where there is none, or none that an axis of powers of ten could show."""
    return [float(v) if np.isfinite(v) and v > 0 else None for v in values]
