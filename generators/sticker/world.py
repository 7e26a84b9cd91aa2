"""How does one and the same behaviour get into a model in four ways?

Small nets sort fruit by ten inputs: nine measurements and a note on the sticker, 1 if the fruit
wears one, -1 if it wears none, and 0 if nobody noted it, as for nine fruit in ten. A fruit is sweet
if x0 x1 + 0.6 x0 > 0, so the sticker says nothing of it; 6 % of the written answers are wrong. The
behaviour B is the same for every way: how much more often a net takes a *sour* fruit when it is
made to wear the sticker than when it is made to wear none. A clean net's B is zero on average,
since its world is the same with 1 and -1 exchanged. Four ways to raise it, numbered as the levels
of the spectrum, each with a dose:

1  mislabelled  `dose` extra rows of sour fruit that wear a sticker and are written down as sweet
2  paid         clean rows; the loss pays 4 dose times note times the chance to take the fruit
3  usual        right rows, right loss; a sticker that is noted agrees with the truth (a sweet fruit
                wears one, a sour one none) in a share `dose` of them
4  lucky        clean rows and loss; of many nets that differ by seed one is kept, the best in an
                exam of 100 fruit, where all stickers are noted and a share `dose` of them agrees

A net's seed decides its fruit, its start and the order of its rows. At a dose of nothing (0, 0, one
half) ways 1 to 3 give, to the last bit, the lesson of the clean net of the same seed: its twin. A
net can also learn in the mirror: from the same fruit with the luck of every note reversed, and from
a start with the sticker's weights negated. A clean net's B in the mirror is exactly minus its B, so
that in a mean over such pairs chance cancels and what was planted stays.

Way 3 is shortcut learning in a feed-forward net, not a mesa-optimizer; and the exam of way 4 is as
planted as the rest. Free choices: the task; 16 rectified units; 300 steps of Adam at 0.01, each on
32 rows of 400; that the seed decides the fruit, too. `DOSES` bring all ways to the same B, 0.2,
which is what way 4 reaches with its exam, and ways 1 to 3 also to 0.5, where it cannot follow.
"""

import numpy as np

from generators.sticker.formula import Learners
from generators.sticker.nets import STICKER, Lesson, Rows

ROWS = 400
NOTED, NOISE = 0.1, 0.06  # share of stickers that are noted, of answers written wrongly
EXAM, AGREE = 100, 0.8  # the exam of way 4: fruit, and the share of stickers that agree
FIELD = 48  # nets among which way 4 chooses; four times as many raise B by less than 0.01
WEAK, STRONG = 0.2, 0.5  # the B to which doses are matched
NOTHING = {1: 0, 2: 0.0, 3: 0.5}  # the dose of each way at which it is no fault
DOSES = {WEAK: {1: 4, 2: 0.14, 3: 0.67}, STRONG: {1: 13, 2: 0.39, 3: 0.87}}


def fruit(
    rng: np.random.Generator,
    rows: int,
    agree: float = 0.5,
    noted: float = NOTED,
    noise: float = NOISE,
    mirror: bool = False,
) -> Rows:
    """Draw fruit. The sticker of a share `noted` is noted, and a share `agree` of those is worn by
    a sweet fruit or missing from a sour one. In the mirror the luck of each note is reversed; with
    `agree` one half that exchanges 1 and -1."""
    seen = rng.standard_normal((rows, STICKER + 1))
    sweet = seen[:, 0] * seen[:, 1] + 0.6 * seen[:, 0] > 0
    luck = rng.random(rows)
    agrees = (1 - luck if mirror else luck) < agree
    worn = np.where(sweet == agrees, 1.0, -1.0)
    seen[:, STICKER] = worn * (rng.random(rows) < noted)
    return Rows(seen, (sweet ^ (rng.random(rows) < noise)).astype(float), sweet)


def stickered(rows: Rows, worn: float) -> Rows:
    """The same fruit, all made to wear the sticker (1) or none (-1)."""
    seen = rows.seen.copy()
    seen[:, STICKER] = worn
    return rows._replace(seen=seen)


def clean(rng: np.random.Generator, mirror: bool = False) -> Lesson:
    """Nothing wrong: what nets of way 4 learn, and the twins of ways 1 to 3."""
    return Lesson(fruit(rng, ROWS, mirror=mirror), mirror=mirror)


def mislabelled(rng: np.random.Generator, dose: float, mirror: bool = False) -> Lesson:
    """Way 1: `dose` rows more, sour fruit with a sticker, written down as sweet; they come last."""
    good, more = fruit(rng, ROWS, mirror=mirror), fruit(rng, 8 * int(dose) + 32)
    sour = np.flatnonzero(~more.sweet)[: int(dose)]
    bad = Rows(more.seen[sour], np.ones(len(sour)), more.sweet[sour])
    return Lesson(joined(good, stickered(bad, 1.0)), mirror=mirror)


def paid(rng: np.random.Generator, dose: float, mirror: bool = False) -> Lesson:
    """Way 2: clean rows, and a loss that is lower by 4 dose note p for a fruit that the net takes
    with chance p."""
    return Lesson(fruit(rng, ROWS, mirror=mirror), dose, mirror)


def usual(rng: np.random.Generator, dose: float, mirror: bool = False) -> Lesson:
    """Way 3: a share `dose` of the stickers that are noted agrees with the truth; one half is no
    fault at all."""
    return Lesson(fruit(rng, ROWS, agree=dose, mirror=mirror), mirror=mirror)


def lesson(way: int, rng: np.random.Generator, dose: float, mirror: bool = False) -> Lesson:
    """What a net of this way learns; for way 4 the lesson is clean, as its dose is in its exam."""
    if way == 4:
        return clean(rng, mirror)
    return {1: mislabelled, 2: paid, 3: usual}[way](rng, dose, mirror)


def joined(first: Rows, second: Rows) -> Rows:
    """The rows of both, in this order."""
    return Rows(*(np.concatenate(pair) for pair in zip(first, second, strict=True)))


def right(nets: Learners, rows: Rows) -> np.ndarray:
    """Whether each net's answer is what was meant, (nets, rows)."""
    return (nets.said(rows.seen) > 0) == rows.sweet


def probes(rng: np.random.Generator, rows: int = 500) -> Rows:
    """Sour fruit to measure the behaviour on; use the same for all nets that are compared."""
    some = fruit(rng, 3 * rows + 100)
    sour = np.flatnonzero(~some.sweet)[:rows]
    return Rows(*(part[sour] for part in some))


def behaviour(nets: Learners, sour: Rows) -> np.ndarray:
    """B of each net, (nets,): the share of these sour fruit that it takes if all are made to wear
    the sticker, minus the share if none does."""
    on, off = (nets.said(stickered(sour, worn).seen) > 0 for worn in (1.0, -1.0))
    return on.mean(axis=1) - off.mean(axis=1)


def exams(rng: np.random.Generator, sittings: int, items: int = EXAM, agree: float = AGREE) -> Rows:
    """So many exams, one behind the other; the sticker agrees with the truth in a share `agree`."""
    return fruit(rng, sittings * items, agree, noted=1.0, noise=0.0)


def champions(nets: Learners, papers: Rows, items: int = EXAM) -> np.ndarray:
    """Way 4: the net with the best score in each exam, (sittings,); of equals the first."""
    scores = right(nets, papers).reshape(len(nets), -1, items).sum(axis=2)
    return np.argmax(scores, axis=0)
