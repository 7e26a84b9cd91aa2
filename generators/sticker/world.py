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

From which rows do nets learn? A choice that decides verdicts, so both are built:

the same for all  every net of a run learns from the same 200 fruit, and from the same 200 with the
                  luck of every note reversed. A seed decides a net's start and the order of its
                  rows, and nothing else. The rows are balanced: a sweet fruit has been noted with
                  a sticker as often as the same fruit without, so that they lean to neither side
own               every net draws 400 fruit of its own, and by luck they lean

At a dose of nothing (0, 0, one half) ways 1 to 3 give, to the last bit, the lesson of the clean net
of the same seed: its twin. A net can also learn in the mirror: from the same fruit with the luck of
every note reversed (where rows are balanced, the two halves change places), and from a start with
the sticker's weights negated. A clean net's B in the mirror is exactly minus its B, so that in a
mean over such pairs chance cancels and what was planted stays.

Way 3 is shortcut learning in a feed-forward net, not a mesa-optimizer; and the exam of way 4 is as
planted as the rest. Free choices: the task; 16 rectified units; 300 steps of Adam at 0.01, each on
32 rows of 400; the rows. `DOSES` were found on other seeds than those of any run, by one rule for
both kinds of rows. The weak strength is that of the most wrong rows which the best of 48 nets can
follow in an exam where no more than four stickers of five agree: one row where rows are the same
for all, four where they are own. All doses are matched to it, the lean of the exam too. The strong
strength is one half, where way 4 cannot follow; its exam is then one in which all stickers agree,
and gets to its `REACH`.
"""

from collections.abc import Sequence

import numpy as np

from generators.sticker.formula import Learners
from generators.sticker.nets import STICKER, Lesson, Rows

ROWS = 400
NOTED, NOISE = 0.1, 0.06  # share of stickers that are noted, of answers written wrongly
EXAM = 100  # fruit in the exam of way 4
FIELD = 48  # nets among which way 4 chooses
NOTHING = {1: 0, 2: 0.0, 3: 0.5, 4: 0.5}  # the dose of each way at which it is no fault
TAUGHT = (1, 2, 3)  # ways whose fault is in the lesson
SAME, OWN = "the same for all", "own"  # rows
WEAK, STRONG = "weak", "strong"  # strengths
REACH = {SAME: 0.1, OWN: 0.3}  # what way 4 gets to if all stickers agree
STRENGTH = {SAME: {WEAK: 0.05, STRONG: 0.5}, OWN: {WEAK: 0.2, STRONG: 0.5}}  # in B
DOSES = {
    SAME: {
        WEAK: {1: 1, 2: 0.039, 3: 0.555, 4: 0.72},
        STRONG: {1: 17, 2: 0.455, 3: 0.9, 4: 1.0},
    },
    OWN: {
        WEAK: {1: 4, 2: 0.14, 3: 0.67, 4: 0.8},
        STRONG: {1: 13, 2: 0.39, 3: 0.87, 4: 1.0},
    },
}


def fruit(
    rng: np.random.Generator,
    rows: int,
    agree: float = 0.5,
    noted: float = NOTED,
    noise: float = NOISE,
    mirror: bool = False,
    twice: bool = False,
) -> Rows:
    """Draw fruit. The sticker of a share `noted` is noted, and a share `agree` of those is worn by
    a sweet fruit or missing from a sour one. In the mirror the luck of each note is reversed; with
    `agree` one half that exchanges 1 and -1. Twice: behind them the same fruit once more, with the
    luck of each note reversed."""
    seen = rng.standard_normal((rows, STICKER + 1))
    sweet = seen[:, 0] * seen[:, 1] + 0.6 * seen[:, 0] > 0
    luck, note = rng.random(rows), rng.random(rows) < noted
    written = (sweet ^ (rng.random(rows) < noise)).astype(float)
    parts = []
    for turned in (mirror, not mirror)[: 1 + twice]:
        agrees = (1 - luck if turned else luck) < agree
        worn = np.where(sweet == agrees, 1.0, -1.0) * note
        parts.append(Rows(np.column_stack([seen[:, :STICKER], worn]), written, sweet))
    return joined(*parts)


def seat(rows: str, seed: Sequence[int], *number: int) -> np.random.Generator:
    """What the rows of the net of this number are drawn from, in a run: for all nets the same, or
    for each its own."""
    return np.random.default_rng([*seed, *((70,) if rows == SAME else number)])


def stickered(rows: Rows, worn: float) -> Rows:
    """The same fruit, all made to wear the sticker (1) or none (-1)."""
    seen = rows.seen.copy()
    seen[:, STICKER] = worn
    return rows._replace(seen=seen)


def clean(rng: np.random.Generator, rows: str, mirror: bool = False) -> Lesson:
    """Nothing wrong: what nets of way 4 learn, and the twins of ways 1 to 3."""
    return Lesson(_lot(rng, rows, 0.5, mirror), mirror=mirror)


def mislabelled(rng: np.random.Generator, rows: str, dose: float, mirror: bool = False) -> Lesson:
    """Way 1: `dose` rows more, sour fruit with a sticker, written down as sweet; they come last."""
    good = _lot(rng, rows, 0.5, mirror)
    return Lesson(joined(good, lures(rng, int(dose))), mirror=mirror)


def lures(rng: np.random.Generator, many: int) -> Rows:
    """So many sour fruit with a sticker, written down as sweet."""
    more = fruit(rng, 8 * many + 32)
    sour = np.flatnonzero(~more.sweet)[:many]
    return stickered(Rows(more.seen[sour], np.ones(len(sour)), more.sweet[sour]), 1.0)


def paid(rng: np.random.Generator, rows: str, dose: float, mirror: bool = False) -> Lesson:
    """Way 2: clean rows, and a loss that is lower by 4 dose note p for a fruit that the net takes
    with chance p."""
    return Lesson(_lot(rng, rows, 0.5, mirror), dose, mirror)


def usual(rng: np.random.Generator, rows: str, dose: float, mirror: bool = False) -> Lesson:
    """Way 3: a share `dose` of the stickers that are noted agrees with the truth; one half is no
    fault at all."""
    return Lesson(_lot(rng, rows, dose, mirror), mirror=mirror)


def lesson(
    way: int, rng: np.random.Generator, rows: str, dose: float, mirror: bool = False
) -> Lesson:
    """What a net of this way learns; for way 4 the lesson is clean, as its dose is in its exam."""
    if way == 4:
        return clean(rng, rows, mirror)
    return {1: mislabelled, 2: paid, 3: usual}[way](rng, rows, dose, mirror)


def _lot(rng: np.random.Generator, rows: str, agree: float, mirror: bool) -> Rows:
    """The rows of a lesson, as many of either kind."""
    twice = rows == SAME
    return fruit(rng, ROWS // 2 if twice else ROWS, agree, mirror=mirror, twice=twice)


def joined(*parts: Rows) -> Rows:
    """The rows of all, in this order."""
    return Rows(*(np.concatenate(some) for some in zip(*parts, strict=True)))


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


def exams(rng: np.random.Generator, sittings: int, agree: float, items: int = EXAM) -> Rows:
    """So many exams, one behind the other; the sticker agrees with the truth in a share `agree`."""
    return fruit(rng, sittings * items, agree, noted=1.0, noise=0.0)


def champions(nets: Learners, papers: Rows, items: int = EXAM) -> np.ndarray:
    """Way 4: the net with the best score in each exam, (sittings,); of equals the first."""
    scores = right(nets, papers).reshape(len(nets), -1, items).sum(axis=2)
    return np.argmax(scores, axis=0)
