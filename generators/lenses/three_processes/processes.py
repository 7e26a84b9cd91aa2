"""How does a process come by a drive?  By selection, by gradient, by inference from an expert.

One world for all three. An option has a sweetness t ~ N(0, 1), a redness p of the same spread that
goes with it (`correlation`), and a taste s = t plus an error of spread `noise`. A chooser sees
taste and redness of OPTIONS options and takes the one that its drive, two weights, scores highest.
No process is told a direction: each sees only how sweet picks were, or what an expert picked.

Free choices: every size below. Genomes of one generation face the same options: cheaper, and
noisier than options of their own. The gradient's softmax policy is paid a little for randomness,
without which it hardens before it has settled; with the payment its optimum is
softmax(E[t | s, p] / RANDOMNESS) exactly. The expert never errs. A tiny ridge keeps the logit
finite where the expert can be predicted without a mistake.

Why selection falls a little short, derived here. Let S be the covariance of what is seen and c the
best drive. How alike two drives choose depends on their angle as S measures it, `apart`, and not on
the angle of their weights. Mirror all that is seen at c, as S measures it, and the law of seen and
sweetness stays as it was: a drive too near taste and one as far too near redness, as S measures it,
choose equally well. So selection scatters alike to both sides of c in that measure, if mutation
does. But the angle of the weights is a bent function of it, and the mean of a bent function is not
the function of the mean (Jensen): `bend` is what that comes to in a population. Mutation is alike
in both weights, so not quite alike in S, which gives a part back.

path    (moments, 3): picks made so far by all choosers together, then the drive's two weights
"""

from dataclasses import dataclass

import numpy as np

OPTIONS = 8
GENOMES, PARENTS, LIFE, GENERATIONS, MUTATION = 100, 25, 200, 30, 0.15
STEPS, BATCH, RATE, RANDOMNESS = 300, 64, 2.0, 0.5
SHORT_LIFE = 10
EXPERT_PICKS, SMALLEST, RIDGE = 4096, 16, 1e-4


@dataclass(frozen=True)
class World:
    """Where options come from."""

    correlation: float  # of redness with sweetness
    noise: float  # standard deviation of the error of taste, in those of sweetness

    def options(self, rng: np.random.Generator, *shape: int) -> tuple[np.ndarray, np.ndarray]:
        """Sweetness, of this shape, and what is seen of it, (2, *shape): taste and redness."""
        sweetness, by_itself, error = rng.standard_normal((3, *shape))
        redness = self.correlation * sweetness + np.sqrt(1 - self.correlation**2) * by_itself
        return sweetness, np.array([sweetness + self.noise * error, redness])

    def best(self) -> tuple[np.ndarray, np.ndarray]:
        """The drive that picks sweetest, and the covariance of what is seen."""
        seen = np.array([[1 + self.noise**2, self.correlation], [self.correlation, 1.0]])
        return np.linalg.solve(seen, [1.0, self.correlation]), seen

    def apart(self, drives: np.ndarray) -> np.ndarray:
        """Radians from the best drive to these, (..., 2), as their picks differ; toward redness
        positive. Its cosine is the correlation of the two drives' scores."""
        best, seen = self.best()
        across = best[0] * drives[..., 1] - best[1] * drives[..., 0]
        return np.arctan2(np.sqrt(np.linalg.det(seen)) * across, drives @ seen @ best)

    def bend(self, drives: np.ndarray) -> float:
        """Degrees by which the mean angle of these drives' weights lies off the best one's only
        because weights are a bent measure of picks: 0 if all lie near it."""
        best, seen = self.best()
        across = best[0] * drives[..., 1] - best[1] * drives[..., 0]
        slope = np.sqrt(np.linalg.det(seen)) * (best @ best) / (best @ seen @ best)
        off = np.arctan2(across, drives @ best) - self.apart(drives) / slope
        return float(np.degrees(off.mean()))


def angle(drive: np.ndarray) -> np.ndarray:
    """Degrees from taste alone (0) to redness alone (90) of drives (..., 2)."""
    return np.degrees(np.arctan2(drive[..., 1], drive[..., 0]))


def turned(path: np.ndarray) -> np.ndarray:
    """The drive's angle at each moment of a path, its end within half a turn and no jumps."""
    return np.degrees(np.unwrap(np.radians(angle(path[::-1, 1:]))))[::-1]


def evolve(
    world: World, start: np.ndarray, rng: np.random.Generator, life: int = LIFE
) -> tuple[np.ndarray, np.ndarray]:
    """Path of the mean genome, and the last generation: the quarter that lived on the sweetest
    picks has all the young."""
    genomes = start + MUTATION * rng.standard_normal((GENOMES, 2))
    path = [[0, *_mean(genomes)]]
    for generation in range(1, GENERATIONS + 1):
        sweetness, seen = world.options(rng, OPTIONS, life)
        best, got = np.full((GENOMES, life), -np.inf), np.zeros((GENOMES, life))
        for option in range(OPTIONS):
            score = genomes @ seen[:, option]
            better = score > best
            np.copyto(best, score, where=better)
            np.copyto(got, sweetness[option], where=better)
        order = np.argsort(-got.mean(axis=1), kind="stable")
        parents = genomes[order[np.arange(GENOMES) % PARENTS]]
        genomes = parents + MUTATION * rng.standard_normal((GENOMES, 2))
        path.append([generation * GENOMES * life, *_mean(genomes)])
    return np.array(path), genomes


def train(
    world: World, start: np.ndarray, rng: np.random.Generator, payment: float = RANDOMNESS
) -> np.ndarray:
    """Path of a softmax policy under stochastic policy gradient (REINFORCE): after each pick only
    the sweetness of the fruit that was taken is known. The rate falls in the second half."""
    drive, path = np.array(start, dtype=float), [[0, *start]]
    for step in range(STEPS):
        sweetness, seen = world.options(rng, OPTIONS, BATCH)
        slope = policy_gradient(drive, sweetness, seen, rng.random(BATCH), payment)
        drive = drive + RATE * min(1, 2 * (1 - step / STEPS)) * slope
        path.append([(step + 1) * BATCH, *drive])
    return np.array(path)


def policy_gradient(
    drive: np.ndarray, sweetness: np.ndarray, seen: np.ndarray, lots: np.ndarray, payment: float
) -> np.ndarray:
    """Estimated gradient of E[sweetness + payment * entropy], from one draw for each pick.

    sweetness (options, picks), seen (2, options, picks), lots (picks,) uniform on [0, 1).
    """
    score = drive[0] * seen[0] + drive[1] * seen[1]
    score -= score.max(axis=0)
    raised = np.exp(score)
    total = raised.sum(axis=0)
    pick = (raised.cumsum(axis=0) < lots * total).sum(axis=0), np.arange(len(lots))
    reward = sweetness[pick] - payment * (score[pick] - np.log(total))
    surprise = seen[:, *pick] - (raised * seen).sum(axis=1) / total
    return surprise @ (reward - reward.mean()) / (len(reward) - 1)


def infer(world: World, rng: np.random.Generator) -> np.ndarray:
    """Path of the utility inferred from ever more picks of an expert who sees sweetness itself:
    a conditional logit on taste and redness, which is then maximised."""
    sweetness, seen = world.options(rng, OPTIONS, EXPERT_PICKS)
    pick = sweetness.argmax(axis=0)
    sizes = [SMALLEST << k for k in range((EXPERT_PICKS // SMALLEST).bit_length())]
    return np.array([[size, *_logit(seen[:, :, :size], pick[:size])] for size in sizes])


def best_of(
    drives: np.ndarray, worlds: list[World], fruit: int, rounds: int, rng: np.random.Generator
) -> np.ndarray:
    """Mean sweetness of the best of 1, 2, 4 ... options, (rounds + 1, drives, worlds).

    A knock-out, two by two: every drive compares the same `fruit` in every world.
    """
    sweetness, by_itself, error = rng.standard_normal((3, fruit))
    mixed = [  # what a drive (taste, redness) makes of the three
        [[a + b * w.correlation, b * np.sqrt(1 - w.correlation**2), a * w.noise] for w in worlds]
        for a, b in drives
    ]
    score = np.array(mixed) @ np.array([sweetness, by_itself, error])
    got = np.broadcast_to(sweetness, score.shape)
    means = [got.mean(axis=2)]
    for _ in range(rounds):
        first = score[..., ::2] > score[..., 1::2]
        got = np.where(first, got[..., ::2], got[..., 1::2])
        score = np.maximum(score[..., ::2], score[..., 1::2])
        means.append(got.mean(axis=2))
    return np.array(means)


def _logit(seen: np.ndarray, pick: np.ndarray) -> np.ndarray:
    """Weights under which these picks were likeliest, by Newton's method."""
    drive = np.zeros(2)
    total = np.take_along_axis(seen, pick[None, None], 1).sum(axis=(1, 2))
    for _ in range(40):
        score = np.tensordot(drive, seen, 1)
        chance = np.exp(score - score.max(axis=0))
        chance /= chance.sum(axis=0)
        weighted = chance * seen
        mean = weighted.sum(axis=1)
        slope = total - mean.sum(axis=1) - RIDGE * drive
        bend = weighted.reshape(2, -1) @ seen.reshape(2, -1).T - mean @ mean.T + RIDGE * np.eye(2)
        step = np.linalg.solve(bend, slope)
        drive = drive + step
        if np.abs(step).max() < 1e-6:
            return drive
    raise ArithmeticError("the logit did not converge in 40 steps")


def _mean(genomes: np.ndarray) -> np.ndarray:
    """The mean direction: each genome counts alike, however long."""
    return (genomes / np.linalg.norm(genomes, axis=1, keepdims=True)).mean(axis=0)
