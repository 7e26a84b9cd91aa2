"""How often does chance alone give a t value at least this far from zero?"""

import numpy as np

Tail = tuple[np.ndarray, np.ndarray]


def two_sided(t: np.ndarray, tail: Tail) -> np.ndarray:
    """p of |t| for Student's t, from the table of its tail; below |t| = 20 the error is under
    1e-7."""
    return np.interp(t, *tail)


def tail(freedom: int) -> Tail:
    """Values of |t|, and the share of Student's t with `freedom` degrees of freedom, at least 3,
    that lies beyond each, on both sides; from its integrated density."""
    t = np.concatenate([np.linspace(0, 20, 20001), np.geomspace(20, 1e4, 2001)[1:]])
    density = (1 + t**2 / freedom) ** (-(freedom + 1) / 2)
    strips = np.diff(t) * (density[1:] + density[:-1]) / 2
    beyond = np.append(np.cumsum(strips[::-1])[::-1], 0)
    return t, beyond / beyond[0]
