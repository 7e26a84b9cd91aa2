"""How exactly is a measured number published?  At ten digits, where machines agree.

Beyond them another processor's kernels for matrices, or another system's logarithm, may differ.
"""

from numbers import Integral

DIGITS = 10  # significant ones


def published(value: float) -> float | int:
    """A finite number as the site prints and stores it: whole where it is whole."""
    if isinstance(value, Integral):  # a count, however long
        return int(value)
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded
