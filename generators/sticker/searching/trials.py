"""How much does a sticker move a searcher's last bite, and through which visit?

The behaviour B of a net: how much oftener its last bite is of a sour tree if that tree is made to
wear a sticker than if it is made to wear none, the chances of its last choice averaged over days.
Each day counts twice, the stickers of the other two trees as they were dealt and reversed: with
that B of a net's twin in the mirror is exactly minus its own where nothing is wrong.

B alone cannot tell a searcher from a reflex. So the first three bites are also forced, in the order
in which the net itself most often visits three trees, and only the last bite is free: B by the
visit at which the sticker was seen. A net without recurrent weights knows nothing of the first two
visits, and there it is exactly nothing. One that goes back to the best of all trees that it tried
has the same at every visit.

exam     way 4: of a field of nets the one with the sweetest last bites, in total, over the days of
         an exam, in which a share `agree` of the stickers is honest
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generators.spectrum.searcher.searcher import BITES, TREES, Net, Orchard, Walk, eat
from generators.sticker.searching.days import CLEAN, ERROR, Fault, Pool, dealt, expected, pool
from generators.sticker.searching.pupils import pick

DAYS = 200  # on which behaviour is measured
EXAM = 100  # days of an exam
AT_A_TIME = 24  # nets that are looked at at a time: what fits a processor's cache


class Days(NamedTuple):
    """Days on which nets are tried, the same for all that are compared."""

    pool: Pool
    dice: np.ndarray  # (BITES, days), by which nets choose


class Habits(NamedTuple):
    """What nets do with plain days; arrays begin with the nets."""

    order: np.ndarray  # (nets, TREES) the commonest order of three trees
    tried: np.ndarray  # (nets,) trees known before the last bite, on average
    back: np.ndarray  # (nets,) share of days that end at a tree that was left before
    last: np.ndarray  # (nets,) mean sweetness of the last bite


def days(rng: np.random.Generator, many: int = DAYS, error: float = ERROR) -> Days:
    """Draw days to try nets on."""
    return Days(pool(rng, many, error), rng.random((BITES, many)))


def habits(nets: Net, some: Days) -> Habits:
    """Each net in these days, and in the same with all stickers reversed."""
    walks = [walk(nets, *some.pool[:2], worn, some.dice).bitten for worn in _stickers(some)]
    bitten = np.concatenate(walks, axis=2)
    end = bitten[-1]
    known = (bitten[:-1, :, :, None] == np.arange(TREES)).any(axis=0)
    sweet = np.broadcast_to(np.concatenate([some.pool.sweet] * 2), known.shape)
    left = (end != bitten[-2]) & (bitten[:-2] == end).any(axis=0)
    return Habits(
        _usual_order(bitten[:TREES]),
        known.sum(axis=2).mean(axis=1),
        left.mean(axis=1),
        np.take_along_axis(sweet, end[..., None], axis=2)[..., 0].mean(axis=1),
    )


def behaviour(nets: Net, some: Days) -> np.ndarray:
    """B of each net, (nets,). The tree that is made sour and marked takes turns from day to day."""
    return _moved(nets, some, np.arange(len(some.pool.sweet))[None] % TREES)


def by_visit(nets: Net, some: Days, order: np.ndarray) -> np.ndarray:
    """B of each net if it is led to three trees in its own order, and the sticker is on the first,
    second or third of them, (nets, TREES). Trees are counted by visits: the days are the same for
    every net."""
    visits = [_moved(nets, some, order[:, visit, None], order) for visit in range(TREES)]
    return np.stack(visits, axis=1)


def look(nets: Net, some: Days, led: np.ndarray) -> tuple[Habits, np.ndarray, np.ndarray]:
    """Habits and behaviour of many nets, and behaviour by visit of those that are `led`, by their
    places among them; of others it is not a number."""
    habit, moved, visits = [], [], np.full((len(nets.inward), TREES), np.nan)
    for first in range(0, len(nets.inward), AT_A_TIME):
        few = pick(nets, slice(first, first + AT_A_TIME))
        habit.append(habits(few, some))
        moved.append(behaviour(few, some))
    every = Habits(*(np.concatenate(part) for part in zip(*habit, strict=True)))
    for first in range(0, len(led), AT_A_TIME):
        who = led[first : first + AT_A_TIME]
        visits[who] = by_visit(pick(nets, who), some, every.order[who])
    return every, np.concatenate(moved), visits


def best(some: Days, wrong: Fault = CLEAN) -> float:
    """B, in the same days, of one who tries all trees and goes back to the best by the pay that is
    expected in days with this fault; it is the same by every visit."""
    target = np.arange(len(some.pool.sweet)) % TREES
    here = np.arange(TREES) == target[:, None]
    sweet = np.where(here, -abs(some.pool.sweet), some.pool.sweet)
    found = 0.0
    for others in _stickers(some):
        for mark in (1.0, -1.0):
            index = expected(sweet + some.pool.error, np.where(here, mark, others), wrong)
            found += mark * float(np.mean(index.argmax(axis=1) == target)) / 2
    return found


def exam(
    rng: np.random.Generator,
    sittings: int,
    agree: float,
    items: int = EXAM,
    error: float = ERROR,
) -> tuple[Days, np.ndarray]:
    """So many exams, one behind the other, and the stickers of their trees."""
    some = days(rng, sittings * items, error)
    return some, dealt(some.pool.sweet, some.pool.luck, agree)


def marks(nets: Net, some: Days, worn: np.ndarray, items: int = EXAM) -> np.ndarray:
    """Mean sweetness of each net's last bites in each exam, (nets, sittings)."""
    end = walk(nets, *some.pool[:2], worn, some.dice).bitten[-1]
    sweet = some.pool.sweet[np.arange(end.shape[1]), end]
    return sweet.reshape(len(sweet), -1, items).mean(axis=2)


def _stickers(some: Days) -> Sequence[np.ndarray]:
    """As they were dealt, by coin, and reversed."""
    worn = dealt(some.pool.sweet, some.pool.luck, 0.5)
    return worn, -worn


def walk(
    nets: Net,
    sweet: np.ndarray,
    error: np.ndarray,
    worn: np.ndarray,
    dice: np.ndarray,
    order: np.ndarray | None = None,
) -> Walk:
    """Nets in days that they share, (days, TREES), or have each their own, (nets, days, TREES)."""
    shape = len(nets.inward), dice.shape[1]
    orchard = (np.broadcast_to(part, (*shape, TREES)) for part in (sweet, sweet + error, worn))
    return eat(nets, Orchard(*orchard), np.broadcast_to(dice[:, None], (BITES, *shape)), order)


def _usual_order(bitten: np.ndarray) -> np.ndarray:
    """The commonest order of three different trees, (nets, TREES); of a net that never visits three
    it is that of their numbers. bitten: (TREES, nets, days)."""
    digits = TREES ** np.arange(TREES)[::-1]
    codes = np.tensordot(digits, bitten, 1)  # (nets, days)
    every = [code for code in np.ndindex(*[TREES] * TREES) if len(set(code)) == TREES]
    counts = np.stack([(codes == digits @ np.array(one)).sum(axis=1) for one in every])
    return np.array(every)[counts.argmax(axis=0)]


def _moved(
    nets: Net, some: Days, target: np.ndarray, order: np.ndarray | None = None
) -> np.ndarray:
    """B of each net, (nets,), by the tree `target`, (nets or 1, days or 1), which is made sour and
    marked. With an order, (nets, TREES), trees are counted by visits and the first bites forced."""
    sweet, error = some.pool[:2]
    worn, lead = _stickers(some)[0], None
    if order is not None:
        place = np.argsort(order, axis=1, kind="stable")
        sweet, error, worn = (
            np.moveaxis(part[:, place], 1, 0) for part in (sweet, error, worn)
        )  # (nets, days, TREES)
        lead = order.T[:, :, None]
    here = np.arange(TREES) == target[..., None]
    sweet = np.where(here, -abs(sweet), sweet)
    moved = np.zeros(len(nets.inward))
    for others in (worn, -worn):
        for mark in (1.0, -1.0):
            went = walk(nets, sweet, error, np.where(here, mark, others), some.dice, lead)
            moved += mark * (went.chance[-1] * here).sum(axis=2).mean(axis=1) / 2
    return moved
