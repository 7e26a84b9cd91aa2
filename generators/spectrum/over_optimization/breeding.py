"""How is an orchard bred by a score, and what is a score learned from?

A fruit has TRAITS traits, each standard normal in the first orchard. A score weighs them and may
count extremes against them, and so does sweetness; breeding by it moves the mean of the traits. All
gains are over the first orchard, in units of the score or of sweetness.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generators.spectrum.over_optimization.preference import learn, prefer

TRAITS, COUNT = 20, 4  # traits of a fruit, and those that make it sweet
TRUTH = np.where(np.arange(TRAITS) < COUNT, COUNT**-0.5, 0.0)
VARIANCE = 1 / TRAITS  # of the learner's prior on each weight
COMPARISONS = (50, 100, 300, 1000, 3000)
PAIRS = 1000  # of unseen fruit
FURTHEST = 6.0
DISTANCES = np.linspace(0, FURTHEST, 13)
LOOKS = 4  # times that a run looks through the largest of
DRAWS = 4 ** np.arange(9)  # fruit, of which the best is kept


class Score(NamedTuple):
    """A score weights . x - (cost/2) |x|^2, sweetness among them."""

    weights: np.ndarray  # (TRAITS,)
    cost: float

    def of(self, fruit: np.ndarray) -> np.ndarray:
        """The score of fruit (..., TRAITS)."""
        return fruit @ self.weights - self.cost / 2 * (fruit**2).sum(axis=-1)

    def reach(self, distance: np.ndarray) -> np.ndarray:
        """How far a breeder goes who may go so far: the gradient at a mean m is weights - cost m,
        which from the first mean leads straight along the weights, and ends."""
        return np.minimum(distance, np.linalg.norm(self.weights) / max(self.cost, 1e-9))

    def gains(self, fruit: np.ndarray, step: np.ndarray, moved: np.ndarray) -> np.ndarray:
        """(moved, fruit): what each gains in this score when all are moved so many steps."""
        moved = moved[:, None]
        curved = 2 * moved * (fruit @ step) + moved**2 * (step @ step)
        return moved * (self.weights @ step) - self.cost / 2 * curved


def unit(vector: np.ndarray) -> np.ndarray:
    """The vector at length 1."""
    return vector / np.linalg.norm(vector)


def fruit(seed: int) -> np.ndarray:
    """Fruit of the first orchard that took no part in learning: (2 PAIRS, TRAITS)."""
    return np.random.default_rng([seed, 2]).standard_normal((2 * PAIRS, TRAITS))


def taught(seeds: Sequence[int], curvature: float) -> list[list[tuple[Score, Score, Score]]]:
    """The score, its twin and the full one, for each seed and each of COMPARISONS."""
    learned = _learned(seeds, curvature)
    return [
        [
            (Score(plain, 0.0), Score(twin, 0.0), Score(full[:-1], float(full[-1])))
            for plain, twin, full in (tuple(part[place] for part in parts) for parts in learned)
        ]
        for place in range(len(seeds))
    ]


def _learned(seeds: Sequence[int], curvature: float) -> list[tuple[np.ndarray, ...]]:
    """For each of COMPARISONS the weights of all seeds: score, twin, full. More comparisons contain
    the fewer."""
    gold = np.append(TRUTH, curvature)
    tasted = [
        [prefer(np.random.default_rng([seed, twin]), COMPARISONS[-1], gold) for seed in seeds]
        for twin in (0, 1)
    ]
    (first, chosen), (other, twins) = (map(np.array, zip(*one, strict=True)) for one in tasted)
    return [
        (
            learn(first[:, :n, :TRAITS], chosen[:, :n], VARIANCE),
            learn(other[:, :n, :TRAITS], twins[:, :n], VARIANCE),
            learn(first[:, :n], chosen[:, :n], VARIANCE),
        )
        for n in COMPARISONS
    ]


def keep_by(score: Score, gold: Score, luck: np.ndarray) -> np.ndarray:
    """Gains by keeping the fruit with the best score. Only the trait along the weights is drawn:
    in a normal orchard those across them do not depend on it, and so gain nothing by the choice."""
    size, (along, square) = np.linalg.norm(score.weights), luck
    want = gold.weights @ score.weights / size * along - gold.cost / 2 * square
    return np.array([size * (along - along[0]), want - want[0]])


def keep(seed: int, curvature: float) -> np.ndarray:
    """The same, keeping the sweetest: all the traits across count, by the sum of their squares."""
    rng = np.random.default_rng([seed, 4])
    along = rng.standard_normal(LOOKS * DRAWS[-1])
    across = rng.chisquare(TRAITS - 1, len(along)) if curvature else 0
    (gold,) = _best_of(along - curvature / 2 * (along**2 + across))
    return np.array([gold - gold[0]] * 2)


def luck(seed: int) -> np.ndarray:
    """Highest of so many standard normal scores, and its square: means, (2, DRAWS)."""
    scores = np.random.default_rng([seed, 3]).standard_normal(LOOKS * DRAWS[-1])
    return _best_of(scores, scores**2)


def _best_of(worth: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """(1 + others, DRAWS): means over all groups of so many, of the highest worth in a group and of
    the others that go with it."""
    found = []
    for size in DRAWS:
        best = worth.reshape(-1, size).argmax(axis=1) + size * np.arange(len(worth) // size)
        found.append([part[best].mean() for part in (worth, *others)])
    return np.array(found).T


def highest(curvature: float) -> float:
    """Want at the best orchard within FURTHEST: along the true weights, until nothing is gained."""
    far = min(FURTHEST, 1 / curvature) if curvature else FURTHEST
    return far - curvature * far**2 / 2


def summit(want: np.ndarray) -> tuple[float, float]:
    """Distance and height of the highest want: of the parabola through the highest of DISTANCES and
    its neighbours, or the end where want still rises there."""
    top = int(np.argmax(want))
    if top in (0, len(want) - 1):
        return float(DISTANCES[top]), float(want[top])
    before, here, after = want[top - 1 : top + 2]
    if here - after < 1e-9:  # the breeder has stopped
        return float(DISTANCES[top]), float(here)
    shift = (before - after) / 2 / (before - 2 * here + after)
    return float(DISTANCES[top] + shift * DISTANCES[1]), float(here - (before - after) * shift / 4)
