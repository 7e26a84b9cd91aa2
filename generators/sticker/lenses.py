"""What do three lenses predict of a behaviour that none of them has seen, and what comes?

`deliver` measures it: B of the nets that a level delivers at each step of its dose. Each of the
other public functions is one lens. It gets the process - rows, loss, exam - at a dose, and other
nets than those that are measured, but never one that was made at that dose. Mirrored pairs
(see `world`) make a clean B, and so the prediction "nothing changes", zero. Where rows are the same
for all nets of a run, they are the rows that a lens is told of, too.

optimization  the net, linearised at its start (`tangent`), learns the rows of that dose by the
              loss of that dose, from other seeds. At level 4 rows and loss are clean
decision      an agent that makes the written loss as small as can be: of all fruit, not of 400 rows
              that happened to be drawn. At level 4 the written loss is clean
evolution     Price's equation for one round of selection, the best of FIELD: E[max] times the
              covariance of score and B over the spread of the score, in clean nets. The score is
              what is written down: at level 4 the exam, elsewhere minus the loss of that dose
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from generators.numerics.normal import expected_maximum
from generators.sticker import world as sticker
from generators.sticker.nets import STICKER, Lesson, Nets, Rows, output, train
from generators.sticker.tangent import train_tangents
from generators.sticker.world import DOSES, EXAM, FIELD, NOISE, NOTED, NOTHING, ROWS, STRONG

STEPS = (0.2, 0.4, 0.6, 0.8, 1.0)  # shares of the way from no dose to the strong one
WAYS = (1, 2, 3)
PAIRS, LINEAR = 6, 4  # mirrored pairs of nets, and of linearised ones, at each way and dose
FIELDS = 2  # of FIELD nets in each of two halves, which never meet
SITTINGS, LESSONS = 8, 2  # mirrored pairs of exams, and of lessons by which clean nets are scored
SOUR = 200


def dose(level: int, share: float, rows: str) -> float:
    """The dose of a level at a share of the way from nothing to its strong dose; for level 4 to
    an exam in which all stickers agree."""
    none, most = NOTHING[level], DOSES[rows][STRONG][level]
    here = none + share * (most - none)
    return round(here) if level == 1 else here


def _lessons(way: int, share: float, rows: str, seed: list[int], pairs: int) -> list[Lesson]:
    """Lessons of a run, whose seed comes first, in mirrored pairs."""
    at = dose(way, share, rows)
    return [
        sticker.lesson(way, sticker.seat(rows, seed[:1], *seed[1:], i), rows, at, mirror)
        for i in range(pairs)
        for mirror in (False, True)
    ]


def _seeds(seed: list[int], pairs: int) -> list[list[int]]:
    return [[*seed, i, 1] for i in range(pairs) for _ in range(2)]


def _tried(planted: bool) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Ways and steps that differ: without a dose all are the same."""
    return (WAYS, STEPS) if planted else (WAYS[:1], (0.0,))


def _taught(teach: Callable, rows: str, seed: list[int], pairs: int, planted: bool) -> np.ndarray:
    """B of learners at every way and step, (3, 5): the mean of mirrored pairs."""
    ways, shares = _tried(planted)
    lessons = [one for way in ways for at in shares for one in _lessons(way, at, rows, seed, pairs)]
    learned = teach(lessons, _seeds(seed, pairs) * (len(ways) * len(shares)))
    sour = sticker.probes(np.random.default_rng(seed), SOUR)
    each = sticker.behaviour(learned, sour).reshape(len(ways), len(shares), -1).mean(axis=2)
    return np.broadcast_to(each, (len(WAYS), len(STEPS)))


class Clean(NamedTuple):
    """The clean nets of a run, which all settings share."""

    seed: int
    rows: str
    nets: Nets  # two halves, one behind the other, each in mirrored pairs
    answers: dict[int, tuple[np.ndarray, np.ndarray]]  # see `_answers`, by the exams' number


def clean(seed: int, rows: str) -> Clean:
    """Train the clean nets of a run."""
    pairs = FIELDS * FIELD
    nets = train(_lessons(4, 0.0, rows, [seed, 92], pairs), _seeds([seed, 92], pairs))[0]
    return Clean(seed, rows, nets, {number: _answers(nets, seed, number) for number in (94, 95)})


def _habits(run: Clean) -> np.ndarray:
    """B of each clean net, on fruit of the lenses' own."""
    return sticker.behaviour(run.nets, sticker.probes(np.random.default_rng([run.seed, 93]), SOUR))


def _beliefs(run: Clean) -> np.ndarray:
    """With which chance clean nets believe a sour fruit, its sticker not noted, to be sweet."""
    sour = sticker.probes(np.random.default_rng([run.seed, 96]), SOUR)
    chance = 1 / (1 + np.exp(-output(run.nets, sticker.stickered(sour, 0.0).seen)))
    return np.clip((chance - NOISE) / (1 - 2 * NOISE), 0, 1)


def _papers(seed: int, number: int, agree: float) -> list[Rows]:
    """Exams of level 4, one behind the other, and their mirror; at any dose the same fruit."""
    return [
        sticker.fruit(
            np.random.default_rng([seed, number]), SITTINGS * EXAM, agree, 1.0, 0.0, mirror=mirror
        )
        for mirror in (False, True)
    ]


def _answers(nets: Nets, seed: int, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Whether clean nets are right on the fruit of these exams, with a sticker and without one."""
    fruit = _papers(seed, number, 0.5)[0]
    on, off = (sticker.right(nets, sticker.stickered(fruit, worn)) for worn in (1.0, -1.0))
    return on, off


def _scores(run: Clean, number: int, planted: bool) -> np.ndarray:
    """What each clean net scores in each exam of level 4, (5 steps, nets, exams)."""
    on, off = run.answers[number]
    shares, scores = STEPS if planted else (0.0,), []
    for at in shares:
        papers = [
            paper.seen[:, STICKER] > 0 for paper in _papers(run.seed, number, dose(4, at, run.rows))
        ]
        right = np.concatenate([np.where(worn, on, off) for worn in papers], axis=1)
        scores.append(right.reshape(len(on), -1, EXAM).sum(axis=2))
    return np.broadcast_to(scores, (len(STEPS), *scores[0].shape))


def deliver(run: Clean, planted: bool) -> np.ndarray:
    """B that comes, (4 levels, 5 steps, 2): for level 4 in each half, elsewhere twice the same."""

    def teach(*lessons: Sequence) -> Nets:
        return train(*lessons)[0]

    taught = _taught(teach, run.rows, [run.seed, 90], PAIRS, planted)
    sour = sticker.probes(np.random.default_rng([run.seed, 90]), SOUR)
    each = sticker.behaviour(run.nets, sour).reshape(2, FIELDS, FIELD)
    scores = _scores(run, 95, planted).reshape(len(STEPS), 2, FIELDS, FIELD, -1)
    best = np.argmax(scores, axis=3)  # of equals the first
    came = np.take_along_axis(each[None, ..., None], best[:, :, :, None], axis=3)
    lucky = came.mean(axis=(2, 3, 4))
    return np.concatenate([np.repeat(taught[:, :, None], 2, axis=2), lucky[None]])


def optimization(seed: int, rows: str, planted: bool) -> np.ndarray:
    """What the lens of optimization predicts, (4, 5, 2), as `deliver` gives it."""
    taught = _taught(train_tangents, rows, [seed, 91], LINEAR, planted)
    return np.repeat(np.concatenate([taught, np.zeros((1, len(STEPS)))])[:, :, None], 2, axis=2)


def evolution(run: Clean, planted: bool) -> np.ndarray:
    """What the lens of evolution predicts, (4, 5, 2). Level 4's halves are predicted from each
    other; nets of levels 1 to 3 are predicted from all clean nets, of which they are none."""
    nets, each = run.nets, _habits(run)
    middle, ways, shares = len(nets) // 2, *_tried(planted)
    lessons = [
        one
        for way in ways
        for at in shares
        for one in _lessons(way, at, run.rows, [run.seed, 93], LESSONS)
    ]
    losses = written_loss(nets, lessons).reshape(len(ways), len(shares), -1, len(nets))
    trained = np.broadcast_to(response(-losses, each), (len(WAYS), len(STEPS)))
    exams = _scores(run, 94, planted).transpose(0, 2, 1)
    others = slice(middle, None), slice(0, middle)
    lucky = np.stack([response(exams[..., other], each[other]) for other in others], axis=-1)
    return np.concatenate([np.repeat(trained[:, :, None], 2, axis=2), lucky[None]])


def written_loss(nets: Nets, lessons: list[Lesson]) -> np.ndarray:
    """Every net's mean loss in each lesson, (lessons, nets), as the process writes it down. Most
    lessons share most rows, so each row is looked at once and then counted."""
    seen = np.concatenate([lesson.rows.seen for lesson in lessons])
    rows, back = np.unique(seen, axis=0, return_inverse=True)
    lengths = [len(lesson.rows.written) for lesson in lessons]
    where = np.repeat(np.arange(len(lessons)), lengths), back.ravel()
    share = np.repeat(1 / np.array(lengths), lengths)
    written = np.concatenate([lesson.rows.written for lesson in lessons])
    pay = np.repeat([4 * lesson.bonus for lesson in lessons], lengths) * seen[:, STICKER]
    count = np.zeros((3, len(lessons), len(rows)))
    for layer, weight in zip(count, (share, share * written, share * pay), strict=True):
        np.add.at(layer, where, weight)
    said = output(nets, rows).T
    refused = np.log1p(np.exp(said))  # the loss of a row that should not be taken
    return count[0] @ refused - count[1] @ said - count[2] @ (1 - np.exp(-refused))


def response(scores: np.ndarray, trait: np.ndarray) -> np.ndarray:
    """How far the mean trait moves if the best of FIELD by a score is kept, by the straight line
    through score and trait: the mean over the scores of a population, (..., scores, nets)."""
    away, off = scores - scores.mean(axis=-1, keepdims=True), trait - trait.mean()
    slopes = (away * off).mean(axis=-1) / np.maximum(away.std(axis=-1), 1e-12)
    return expected_maximum(FIELD) * slopes.mean(axis=-1)


def decision(run: Clean, planted: bool, sight: str) -> np.ndarray:
    """What the lens of decision theory predicts, (4, 5, 2): of an agent of perfect sight, which
    knows that a fruit is sour, or of one that believes of it what clean nets believe."""
    belief = np.zeros(1) if sight == "perfect" else _beliefs(run)
    said = np.zeros((4, len(STEPS), 2))
    for step, share in enumerate(STEPS):
        for way in WAYS:
            on, off = (takes(way, dose(way, share * planted, run.rows), belief, s) for s in (1, -1))
            said[way - 1, step] = on.mean() - off.mean()
    return said


def turns() -> dict[str, float]:
    """The fewest wrong labels, and the least bonus to a thousandth, for which an agent of perfect
    sight takes a sour fruit that wears a sticker."""
    sour = np.zeros(1)
    labels, bonus = range(100), np.arange(1001) / 1000
    return {
        "turn_1": next(n for n in labels if takes(1, n, sour, 1).all()),
        "turn_2": float(next(b for b in bonus if takes(2, b + 1e-9, sour, 1).all())),
    }


def takes(way: int, dose: float, belief: np.ndarray, note: int) -> np.ndarray:
    """Whether an agent that believes, with this chance, that a fruit is sweet takes it: whether
    the loss written down is least at a chance above one half. That loss is convex in the chance,
    so it is enough that it falls at one half."""
    extra = dose if way == 1 and note == 1 else 0
    agree = dose if way == 3 else 0.5
    told = ROWS * NOTED / 2  # noted rows with this sticker
    sweet = belief * told * (agree if note == 1 else 1 - agree)
    sour = (1 - belief) * told * (1 - agree if note == 1 else agree)
    bad = (1 - belief) * extra  # sour fruit, and as hard to tell as the others
    good = sweet * (1 - NOISE) + sour * NOISE
    share = (good + bad) / (sweet + sour + bad)  # written down as sweet
    return 2 * share - 1 + 2 * (dose if way == 2 else 0) * note > 0
