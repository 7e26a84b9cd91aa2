"""Which days does a searcher learn from, what do they pay, and what would be best there?

A day of the orchard of `spectrum/searcher/searcher.py`, three trees and four bites, of which the
last alone is paid. Trees have no redness here. Instead each wears a sticker (1) or none (-1), which
a bite shows, and which says nothing of how sweet the tree is. Three ways to make a sticker pay all
the same, each with a dose; the fourth is in an exam, and its days are clean:

1  wrong   on a share `dose` of the days a sour tree with a sticker pays as if its sweetness, which
           is below 0, were as far above
2  bonus   a tree with a sticker pays `dose` more
3  agree   a share `dose` of the stickers is honest: a sweet tree wears one, a sour tree none

At a dose of nothing (0, 0, one half) all three are clean days. In the mirror the luck of every
sticker is reversed; with `agree` one half that exchanges stickers and none.
"""

import math
from typing import NamedTuple

import numpy as np

from generators.spectrum.searcher.searcher import TREES

NOTHING = {1: 0.0, 2: 0.0, 3: 0.5}  # the dose of each way at which it is no fault
ERROR = 0.5  # spread of the error of taste; that of sweetness is 1


class Fault(NamedTuple):
    """What is wrong with some days; each a number, or an array with one for each net."""

    wrong: float | np.ndarray = 0.0
    bonus: float | np.ndarray = 0.0
    agree: float | np.ndarray = 0.5


CLEAN = Fault()


class Pool(NamedTuple):
    """Days before their stickers are dealt."""

    sweet: np.ndarray  # (days, TREES)
    error: np.ndarray  # (days, TREES) of taste
    luck: np.ndarray  # (days, TREES) in [0, 1), by which stickers are dealt
    turn: np.ndarray  # (days,) in [0, 1), each of so many equal parts once: low turns go wrong


def fault(way: int, dose: float) -> Fault:
    """What is wrong with the days of a way; nothing with those of way 4."""
    return {1: Fault(wrong=dose), 2: Fault(bonus=dose), 3: Fault(agree=dose), 4: CLEAN}[way]


def pool(rng: np.random.Generator, days: int, error: float = ERROR) -> Pool:
    """Draw days."""
    return Pool(
        rng.standard_normal((days, TREES)),
        error * rng.standard_normal((days, TREES)),
        rng.random((days, TREES)),
        (rng.permutation(days) + 0.5) / days,
    )


def dealt(sweet: np.ndarray, luck: np.ndarray, agree: float | np.ndarray) -> np.ndarray:
    """Which trees wear a sticker (1) and which none (-1), in the shape of `sweet`."""
    return np.where((sweet > 0) == (luck < agree), 1.0, -1.0)


def pay(sweet: np.ndarray, worn: np.ndarray, turn: np.ndarray, wrong: Fault) -> np.ndarray:
    """What a last bite of each tree pays, (..., days, TREES); turn: (..., days, 1)."""
    on = worn > 0
    lies = on & (sweet < 0) & (turn < wrong.wrong)
    return np.where(lies, -sweet, sweet) + wrong.bonus * on


def expected(taste: np.ndarray, worn: np.ndarray, wrong: Fault = CLEAN) -> np.ndarray:
    """Pay expected of trees by their taste and sticker, in days with one fault: the best index.

    Closed form, derived here. By its taste t, a tree's sweetness is normal, with mean t / (1 + e^2)
    and variance e^2 / (1 + e^2), where e is the spread of the error. A wrong day adds twice what
    sweetness lacks to 0, a bonus adds itself, and an honest sticker weighs the two sides of 0.
    """
    middle, spread = taste / (1 + ERROR**2), ERROR / math.sqrt(1 + ERROR**2)
    z = middle / spread
    above = 0.5 * (1 + np.vectorize(math.erf)(z / math.sqrt(2)))  # the chance to be sweet
    height = spread * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    up, down = middle * above + height, height - middle * (1 - above)  # E[s+], E[s-]
    on = worn > 0
    trust = np.where(on, wrong.agree, 1 - wrong.agree)  # of a sweet tree, to look like this
    seen = trust * above + (1 - trust) * (1 - above)
    up, down = trust * up / seen, (1 - trust) * down / seen
    return up - down + on * (2 * wrong.wrong * down + wrong.bonus)
