"""How does a planner that wants two things walk through an orchard?

An orchard is a walled grid of LENGTH rows and WIDTH columns with trees in the way. Somewhere lies a
fruit, somewhere stands a basket. A planner pulls toward either with a number of its own: it looks
AHEAD moves ahead by value iteration, and takes each move with a chance that grows with its value.

Arrays have the orchards (or orchards times planners) as their last axis, and cells, row by row,
before it. Distances are in moves, and a move goes one cell, or nowhere.
"""

from typing import NamedTuple

import numpy as np

LENGTH, WIDTH = 8, 5
CELLS = LENGTH * WIDTH
TREES = 0.18  # of the cells
START_ROW, BASKET_ROW = 3, LENGTH - 1
AHEAD, STEPS = 12, 16  # moves that a planner looks ahead, and that it has
DISCOUNT, SHARPNESS = 0.95, 6.0
FAR = 99
MOVES = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))


class Orchards(NamedTuple):
    """Many orchards; places are numbers of cells."""

    free: np.ndarray  # (CELLS, orchards): no tree
    start: np.ndarray
    basket: np.ndarray
    elsewhere: np.ndarray  # a place for the fruit, apart from the basket and the start
    away: np.ndarray  # (CELLS, orchards): moves from the start


def _neighbours() -> np.ndarray:
    """The cell to which each move leads from each: (moves, CELLS); CELLS is outside."""
    rows, columns = np.divmod(np.arange(CELLS), WIDTH)
    led = []
    for down, right in MOVES:
        row, column = rows + down, columns + right
        inside = (row >= 0) & (row < LENGTH) & (column >= 0) & (column < WIDTH)
        led.append(np.where(inside, row * WIDTH + column, CELLS))
    return np.array(led)


NEIGHBOURS = _neighbours()


def plant(rng: np.random.Generator, count: int) -> Orchards:
    """Random orchards in which basket and fruit lie within AHEAD moves of the start."""
    tried = 3 * count
    each = np.arange(tried)
    free = rng.random((CELLS, tried)) >= TREES
    start = START_ROW * WIDTH + rng.integers(0, WIDTH, tried)
    basket = BASKET_ROW * WIDTH + rng.integers(0, WIDTH, tried)
    free[start, each] = free[basket, each] = True
    away = np.full((CELLS + 1, tried), FAR)
    away[start, each] = 0
    for _ in range(AHEAD):
        nearest = away[NEIGHBOURS].min(axis=0) + 1
        away[:-1] = np.where(free, np.minimum(away[:-1], nearest), FAR)
    away = away[:-1]
    drawn = rng.random((CELLS, tried))
    drawn[(away > AHEAD) | (away == 0)] = -1
    drawn[basket, each] = -1
    fits = np.flatnonzero((away[basket, each] <= AHEAD) & (drawn.max(axis=0) > 0))[:count]
    if len(fits) < count:
        raise ValueError(f"only {len(fits)} of {count} orchards have a way to the basket")
    return Orchards(
        free[:, fits], start[fits], basket[fits], drawn.argmax(axis=0)[fits], away[:, fits]
    )


def plan(
    free: np.ndarray, fruit: np.ndarray, basket: np.ndarray, pulls: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Chance of each move in each cell, and what each move promises: (moves, CELLS, n), and
    (2, moves, CELLS, n), the discounted time on the fruit and on the basket.

    fruit, basket: cells, (n,); pulls: of fruit and basket, (2, n).
    """
    count = len(fruit)
    each = np.arange(count)
    wall = np.full((CELLS + 1, count), -1e9)
    wall[:-1] = np.where(free, 0.0, -1e9)
    on = np.zeros((2, CELLS + 1, count))
    on[0, fruit, each] = on[1, basket, each] = 1
    time = on.copy()  # in each cell, of the plan that is best by the pulls
    for ahead in range(AHEAD):
        value = pulls[0] * time[0] + pulls[1] * time[1] + wall
        if ahead == AHEAD - 1:
            break
        best, chosen = value[:-1].copy(), time[:, :-1].copy()
        for led in NEIGHBOURS[1:]:
            other = value.take(led, axis=0)
            better = other > best
            np.maximum(best, other, out=best)
            np.copyto(chosen, time.take(led, axis=1), where=better)
        chosen *= DISCOUNT
        np.add(on[:, :-1], chosen, out=time[:, :-1])
    worth = value[NEIGHBOURS]
    chance = np.exp(SHARPNESS * (worth - worth.max(axis=0)))
    chance /= chance.sum(axis=0)
    return chance, time[:, NEIGHBOURS]


def arrive(chance: np.ndarray, goals: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Chance to come upon a goal within STEPS moves; goals: (CELLS, n), True where one lies."""
    reached = np.zeros((CELLS + 1, len(start)))
    reached[:-1] = goals
    for _ in range(STEPS):
        reached[:-1] = np.where(goals, 1, (chance * reached[NEIGHBOURS]).sum(axis=0))
    return reached[start, np.arange(len(start))]


def outcomes(
    orchards: Orchards, fruit: np.ndarray, pulls: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean chance over the orchards, with the fruit on these cells, to reach the fruit, and to
    reach fruit or basket, of each planner; pulls: (2, planners)."""
    found, either = [], []
    each = np.arange(len(fruit))
    for pull in pulls.T:
        same = np.repeat(pull[:, None], len(fruit), axis=1)
        chance, _ = plan(orchards.free, fruit, orchards.basket, same)
        goals = np.zeros(orchards.free.shape, dtype=bool)
        goals[fruit, each] = True
        found.append(arrive(chance, goals, orchards.start).mean())
        goals[orchards.basket, each] = True
        either.append(arrive(chance, goals, orchards.start).mean())
    return np.array(found), np.array(either)


def climb(
    chance: np.ndarray, promised: np.ndarray, fruit: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Chance to reach the fruit within STEPS moves, (n,), and its slope in both pulls, (2, n)."""
    count = len(start)
    each = np.arange(count)
    steep = SHARPNESS * chance * (promised - (chance * promised).sum(axis=1)[:, None])
    state = np.zeros((3, CELLS + 1, count))  # the chance in each cell, and its two slopes
    state[0, fruit, each] = 1
    for _ in range(STEPS):
        new = np.zeros((3, CELLS, count))
        for move, led in enumerate(NEIGHBOURS):
            then = state.take(led, axis=1)
            new[1:] += steep[:, move] * then[0]
            then *= chance[move]
            new += then
        new[0, fruit, each] = 1
        new[1:, fruit, each] = 0
        state[:, :-1] = new
    return state[0, start, each], state[1:, start, each]


def walk(chance: np.ndarray, start: int) -> np.ndarray:
    """The cells of the likeliest walk of each planner, (STEPS + 1, n)."""
    each = np.arange(chance.shape[-1])
    likeliest = chance.argmax(axis=0)
    cells = [np.full(len(each), start)]
    for _ in range(STEPS):
        cells.append(NEIGHBOURS[likeliest[cells[-1], each], cells[-1]])
    return np.array(cells)
