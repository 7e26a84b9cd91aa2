"""How exactly is a measured number published?  At ten digits, where machines agree.

Beyond them another processor's kernels for matrices, or another system's logarithm, may differ.
"""

import re
from numbers import Integral

DIGITS = 10  # significant ones


def published(value: float) -> float | int:
    """A finite number as the site prints and stores it: whole where it is whole."""
    if not isinstance(value, float) and isinstance(value, Integral):  # a count, however long
        return int(value)
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def check_width(form: str) -> None:
    """ValueError where a format asks for a width or a precision of more than two digits."""
    if wide := re.search(r"\d{3,}", form):
        raise ValueError(f"{wide[0][:9]} is too wide or too precise; 99 is the most")
