"""How are four levels drawn, one a row?"""

import numpy as np

from generators.chart import axis

SHORT = ("labels", "bonus", "habit", "luck")
NAMES = {level: f"{level} {name}" for level, name in enumerate(SHORT, 1)}
DRAWN = {"holds": "wanted", "contradicted": "learned", "undecided": "ink"}


def levels() -> dict:
    """The vertical axis: the table's four levels, from the top."""
    return axis("", 4.5, 0.5, ticks=NAMES)


def gaps(values: np.ndarray) -> list[float | None]:
    """Numbers, and None where there is none, or none that an axis of powers of ten could show."""
    return [float(v) if np.isfinite(v) and v > 0 else None for v in values]
