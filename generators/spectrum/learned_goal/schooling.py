"""What do lessons make of two planners that begin with the same two pulls, swapped?

Every number of odd lessons of a seed is taught at once, from the same birth, in the same lessons
and order: the first `odd` of them have the fruit elsewhere, so more odd lessons contain the fewer.
"""

from typing import NamedTuple

import numpy as np

from generators.spectrum.learned_goal import orchard

ODDS = (0, 1, 2, 5, 10, 25, 50)
LESSONS, ROUNDS, BATCH, RATE = 50, 12, 10, 0.2
TESTS = 200


class Map(NamedTuple):
    """One orchard; places are numbers of cells."""

    free: np.ndarray  # (CELLS,)
    start: int
    basket: int
    moved: int  # where the fruit lies in the end
    odd: int  # where it lies in an odd lesson


class Schooled(NamedTuple):
    """Pairs, one for each number of odd lessons; the planner born leaning to the fruit is first."""

    pulls: np.ndarray  # (odds, ROUNDS + 1, 2 pulls, 2 planners): of fruit and basket
    fruit: np.ndarray  # (odds, 2): chance to reach the fruit in a new orchard
    skill: np.ndarray  # (odds, 2): to reach fruit or basket

    def pair(self, at: int) -> "Schooled":
        """One of them, without the first axis."""
        return Schooled(*(part[at] for part in self))


class Examined(NamedTuple):
    """One pair after school."""

    pulls: np.ndarray  # (ROUNDS + 1, 2 pulls, 2 planners)
    fruit: np.ndarray  # (2,), and so on: see Schooled
    skill: np.ndarray
    before: np.ndarray  # (2,): chance to reach the fruit in a lesson, untrained
    after: np.ndarray  # (2,): and trained
    lesson_gap: float  # largest difference in the chance of any move, anywhere in a lesson
    walks: np.ndarray  # (2, moves + 1, 2): cells on the map, in a lesson and with the fruit moved


def school(seed: int, odds: tuple[int, ...], spread: float) -> Schooled:
    """Teach a pair for each number of odd lessons, by the exact slope of success in ten lessons."""
    born = np.sort(spread * np.random.default_rng([seed, 0]).standard_normal(2))[::-1]
    pulls = np.stack([np.tile(born, len(odds)), np.tile(born[::-1], len(odds))])
    planners = pulls.shape[1]
    lessons = orchard.plant(np.random.default_rng([seed, 1]), LESSONS)
    shuffle = np.random.default_rng([seed, 2])
    path = [pulls]
    for _ in range(ROUNDS):
        for batch in shuffle.permutation(LESSONS).reshape(-1, BATCH):
            is_odd = batch < np.repeat(odds, 2)[:, None]
            fruit = np.where(is_odd, lessons.elsewhere[batch], lessons.basket[batch]).ravel()
            free, start, basket = (
                np.concatenate([part[..., batch]] * planners, axis=-1)
                for part in (lessons.free, lessons.start, lessons.basket)
            )
            chance, promised = orchard.plan(free, fruit, basket, np.repeat(pulls, BATCH, axis=1))
            _, slope = orchard.climb(chance, promised, fruit, start)
            pulls = pulls + RATE * slope.reshape(2, planners, BATCH).mean(axis=2)
        path.append(pulls)
    tests = orchard.plant(np.random.default_rng([seed, 3]), TESTS)
    fruit, skill = orchard.outcomes(tests, tests.elsewhere, pulls)
    paths = np.array(path).reshape(ROUNDS + 1, 2, len(odds), 2).transpose(2, 0, 1, 3)
    return Schooled(paths, fruit.reshape(-1, 2), skill.reshape(-1, 2))


def examine(seed: int, odd: int, pair: Schooled, place: Map) -> Examined:
    """One pair in its lessons and on the map, and its outcome in new orchards."""
    pulls, fruit, skill = pair
    lessons = orchard.plant(np.random.default_rng([seed, 1]), LESSONS)
    places = np.where(np.arange(LESSONS) < odd, lessons.elsewhere, lessons.basket)
    before, _ = orchard.outcomes(lessons, places, pulls[0])
    after, _ = orchard.outcomes(lessons, places, pulls[-1])
    one, other = (
        orchard.plan(lessons.free, places, lessons.basket, _all(pull, LESSONS))[0]
        for pull in pulls[-1].T
    )
    gap = float(np.abs(one - other)[:, lessons.free].max())
    return Examined(
        pulls, fruit, skill, before, after, gap, _walks(pulls[-1], odd == LESSONS, place)
    )


def chart_orchard() -> Map:
    """The first orchard in which basket and moved fruit lie equally far, up and down the rows; in
    an odd lesson its fruit lies on the first of the other cells that are as far, or one less."""
    drawn = orchard.plant(np.random.default_rng(0), 1000)
    each = np.arange(len(drawn.start))
    as_far = drawn.away[drawn.elsewhere, each] == drawn.away[drawn.basket, each]
    at = int(np.argmax(as_far & (drawn.elsewhere < orchard.START_ROW * orchard.WIDTH)))
    start, basket, moved = (int(p[at]) for p in (drawn.start, drawn.basket, drawn.elsewhere))
    away = drawn.away[:, at]
    others = np.flatnonzero((away == away[basket]) | (away == away[basket] - 1))
    odd = next(int(cell) for cell in others if cell not in (basket, moved))
    return Map(drawn.free[:, at], start, basket, moved, odd)


def _walks(pulls: np.ndarray, all_odd: bool, place: Map) -> np.ndarray:
    """The likeliest walks of both planners on the map; pulls: (2, planners)."""
    free, basket = np.repeat(place.free[:, None], 2, axis=1), np.full(2, place.basket)
    walks = []
    for fruit in (place.odd if all_odd else place.basket, place.moved):
        chance, _ = orchard.plan(free, np.full(2, fruit), basket, pulls)
        walks.append(orchard.walk(chance, place.start))
    return np.array(walks)


def _all(pull: np.ndarray, count: int) -> np.ndarray:
    return np.repeat(pull[:, None], count, axis=1)
