"""Which one wish explains these choices best?

A wish is a direction in the plane of two traits. Of two options that differ by x, so much of one
trait and so much of the other, it takes the first where x lies on its side.
"""

import math

import numpy as np

RIDGE = 1e-3  # keeps the logit finite where no choice is a surprise


def towards(degrees: float) -> np.ndarray:
    """The wish (2,), of unit length, at this angle from the first trait."""
    return np.array([math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])


def angle(wish: np.ndarray) -> float:
    """Degrees of a wish (2,) from the first trait, above -180 and up to 180."""
    return math.degrees(math.atan2(wish[1], wish[0]))


def infer(pairs: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The wish (2,) under which the choices (n,) among pairs (n, 2) were likeliest.

    A logit without intercept, by Newton's method; its length is how sure the chooser seems. No wish
    where nothing was watched.
    """
    toward = np.where(chosen, 1.0, -1.0)[:, None] * pairs
    wish = np.zeros(2)
    for _ in range(60):
        surprise = 1 / (1 + np.exp(np.minimum(toward @ wish, 500)))
        slope = surprise @ toward - RIDGE * wish
        bend = (toward * (surprise * (1 - surprise))[:, None]).T @ toward
        (a, b), (_, d) = bend
        a, d = a + RIDGE, d + RIDGE
        step = np.array([d * slope[0] - b * slope[1], a * slope[1] - b * slope[0]])
        step /= a * d - b * b
        wish = wish + step
        if np.abs(step).max() < 1e-9 * (1 + np.abs(wish).max()):
            return wish
    raise ArithmeticError("the logit did not converge in 60 steps")


def choose(wishes: np.ndarray, pairs: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether the first option of each pair (n, 2) is taken, (n,), by two wishes (2, 2) that take
    turns: the second rules where `second` (n,) says so."""
    value = pairs @ wishes.T
    return np.where(second, value[:, 1], value[:, 0]) > 0


def differing(
    degrees: float, wide: float, high: float
) -> tuple[list[float], list[float], list[float]]:
    """Where a wish at 0 and one at so many degrees, 0 to 180, take different options: within
    `wide` and `high` of the middle, the area (x, low, high) between the lines where each wavers."""
    turn = math.radians(degrees)
    steep = -math.cos(turn) / max(math.sin(turn), 1e-9)
    x = min(wide, high / max(abs(steep), 1e-9))
    y, far = steep * x, min(high, max(-high, steep * wide))
    return (
        [-wide, -x, 0, 0, x, wide],
        [-far, -y, 0, -high, -high, -high],
        [high, high, high, 0, y, far],
    )
