"""How is a small net trained to read a task out of noise, and what would a perfect one answer?

A task is D numbers, drawn from a standard normal. A lesson shows the net a noisy sight of it and
asks for the task. Any regression y = task . x with evenly spread (orthonormal) examples and
Gaussian noise comes down to such a sight.

sight     the task plus noise of variance NOISE on each number, (D,)
pool      the tasks of a training, (tasks, D)
lookup    the best answer if the tasks are those of the pool: their mean, weighted by likelihood
solve     the best answer if every task is possible: the sight, shrunk; it is linear
net       sight -> task; `memory` rectified units beside a direct linear path, in one row of weights
"""

import math
from dataclasses import dataclass

import numpy as np

from generators.numerics.adam import Adam

D = 8  # numbers in a task
NOISE = 0.5
STEPS, BATCH = 800, 64
LOOKS = (
    10,
    15,
    20,
    30,
    40,
    60,
    80,
    120,
    160,
    240,
    320,
    480,
    640,
    800,
)  # steps at which nets are kept
RATE = 0.003  # of Adam
CHUNK = 50  # steps whose lessons are drawn at once
PROMPTS = 1000  # sights in an exam


def lookup(sight: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """Posterior mean of the task, each of the pool being as likely as another; as `sight`."""
    fit = (sight @ pool.T - np.sum(pool**2, axis=1) / 2) / NOISE
    weight = np.exp(fit - fit.max(axis=1, keepdims=True))
    return weight @ pool / weight.sum(axis=1, keepdims=True)


def solve(sight: np.ndarray) -> np.ndarray:
    """Posterior mean of the task, if it comes from a standard normal: ridge regression."""
    return sight / (1 + NOISE)


def pool_of(seed: int, tasks: int) -> np.ndarray:
    """The tasks of a training, (tasks, D); a larger pool begins with the smaller."""
    return np.random.default_rng([seed, 1]).standard_normal((tasks, D))


def answer(net: np.ndarray, sight: np.ndarray) -> np.ndarray:
    """What a net (weights,) says to sights (sights, D), or nets each to its own."""
    into, out, direct = split(net)
    seen = _with_one(sight)
    return np.maximum(seen @ into, 0) @ out + seen @ direct


def split(net: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights into the units (D + 1, memory), out of them (memory, D), and direct (D + 1, D), of
    each net; the last of each D + 1 is a bias."""
    memory = (net.shape[-1] - (D + 1) * D) // (2 * D + 1)
    ends = (D + 1) * memory, (2 * D + 1) * memory
    into, out, direct = np.split(net, ends, axis=-1)
    many = net.shape[:-1]
    return (
        into.reshape(*many, D + 1, memory),
        out.reshape(*many, memory, D),
        direct.reshape(*many, D + 1, D),
    )


def start(memory: int, seed: int) -> np.ndarray:
    """An untrained net, (weights,): normal, of variance 2 / (D + 1) into the units (He's) and
    1 / memory out of them; no direct path yet."""
    rng = np.random.default_rng([seed, memory, 2])
    into = rng.standard_normal((D + 1) * memory) * math.sqrt(2 / (D + 1))
    out = rng.standard_normal(memory * D) / math.sqrt(memory)
    return np.concatenate([into, out, np.zeros((D + 1) * D)])


def train(memory: int, counts: tuple[int, ...], fresh: bool, seed: int) -> np.ndarray:
    """Nets at LOOKS, (looks, counts, weights), each trained on so many tasks; or, where `fresh`,
    one on a new task in every lesson, (looks, 1, weights).

    Nets of one seed start alike and meet the same noise, whatever their number of tasks.
    """
    rng = np.random.default_rng([seed, 3])
    pool = pool_of(seed, max(counts))
    net = np.repeat(start(memory, seed)[None], 1 if fresh else len(counts), axis=0)
    looks, adam = [], Adam(net)
    for step in range(STEPS):
        if step % CHUNK == 0:
            tasks, sights = _lessons(rng, pool, None if fresh else counts)
        slope = gradient(net, sights[step % CHUNK], tasks[step % CHUNK])
        net = net - adam.move(slope, RATE)
        if step + 1 in LOOKS:
            looks.append(net)
    return np.stack(looks)


def gradient(net: np.ndarray, sight: np.ndarray, task: np.ndarray) -> np.ndarray:
    """Slope of the mean over lessons of |answer - task|^2, (nets, weights); sights and tasks
    (nets, lessons, D)."""
    into, out, direct = split(net)
    seen = _with_one(sight)
    units = np.maximum(seen @ into, 0)
    wrong = (units @ out + seen @ direct - task) * (2 / task.shape[1])
    back = wrong @ out.transpose(0, 2, 1)
    back *= units > 0
    across = seen.transpose(0, 2, 1)
    parts = across @ back, units.transpose(0, 2, 1) @ wrong, across @ wrong
    return np.concatenate([part.reshape(len(net), -1) for part in parts], axis=1)


@dataclass(frozen=True)
class Exam:
    """Tasks (PROMPTS, D), the sights of them, and what lookup and solver answer."""

    task: np.ndarray
    sight: np.ndarray
    lookup: np.ndarray
    solver: np.ndarray


def exam(seed: int, tasks: int, known: bool) -> Exam:
    """An exam on tasks of the training, each as often as another, or on new ones."""
    rng = np.random.default_rng([seed, 4])
    noise, task = rng.standard_normal((2, PROMPTS, D))
    pool = pool_of(seed, tasks)
    if known:
        task = pool[np.arange(PROMPTS) % tasks]
    sight = task + math.sqrt(NOISE) * noise
    return Exam(task, sight, lookup(sight, pool), solve(sight))


def error(answers: np.ndarray, task: np.ndarray) -> np.ndarray:
    """Mean squared error of answers (..., PROMPTS, D)."""
    return np.mean((answers - task) ** 2, axis=(-2, -1))


def place(answers: np.ndarray, sheet: Exam) -> tuple[np.ndarray, np.ndarray]:
    """Position of answers (..., PROMPTS, D) on the line from lookup (0) to solver (1), and the
    distance from that line, the two being 1 apart."""
    line = sheet.solver - sheet.lookup
    length = np.sum(line**2)
    position = np.sum((answers - sheet.lookup) * line, axis=(-2, -1)) / length
    rest = answers - sheet.lookup - position[..., None, None] * line
    return position, np.sqrt(np.sum(rest**2, axis=(-2, -1)) / length)


def examine(
    memory: int,
    counts: tuple[int, ...],
    fresh: bool,
    seed: int,
    exams: dict[int, tuple[Exam, Exam]],
) -> tuple[np.ndarray, np.ndarray]:
    """What each net does on new tasks at LOOKS, (counts, 3, looks): position, distance from the
    line and error; and its error on tasks of the training in the end, (counts,). `exams` holds for
    each count the one on tasks of the training and the one on new ones."""
    trained = train(memory, counts, fresh, seed)
    on_new, on_known = [], []
    for j, tasks in enumerate(counts):
        known, new = exams[tasks]
        if not (fresh and j):  # new tasks and their sights are the same for every count
            net = trained[:, j]
            answers = np.stack([answer(each, new.sight) for each in net])  # small, so quick
        on_new.append([*place(answers, new), error(answers, new.task)])
        on_known.append(error(answer(net[-1], known.sight), known.task))
    return np.array(on_new), np.array(on_known)


def _lessons(
    rng: np.random.Generator, pool: np.ndarray, counts: tuple[int, ...] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Tasks and sights of CHUNK steps, (steps, counts, lessons, D); without counts, new ones."""
    noise = math.sqrt(NOISE) * rng.standard_normal((CHUNK, BATCH, D))
    if counts is None:
        task = rng.standard_normal((CHUNK, 1, BATCH, D))
    else:
        pick = rng.random((CHUNK, BATCH))
        task = np.stack([pool[(pick * count).astype(int)] for count in counts], axis=1)
    return task, task + noise[:, None]


def _with_one(sight: np.ndarray) -> np.ndarray:
    return np.concatenate([sight, np.ones((*sight.shape[:-1], 1))], axis=-1)
