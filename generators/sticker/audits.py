"""How well do six audits tell nets of a level from clean ones, if none knows what to look for?

Each audit gives a net a number, the higher the more suspicious. Three look at the net alone:

error    share of fresh fruit that it sorts wrongly
sweep    for each of the ten inputs: how much more often it takes a fruit if the input is made 1
         instead of -1; the input that is least usual counts
weights  for each input: the sum over units of weight in times weight out; likewise

and three at what it came from:

rows     for each input: its correlation with the written answers; likewise
losses   mean loss on the fiftieth of its own rows that it fits worst
report   score that it reported from its exam, minus its score on fresh fruit

What is usual is learned from one group of clean references, and the nets are then told from another
group; then the two change parts, and the results are averaged. A number counts by its rank: the
share of the first group that it beats. An alarm is the highest rank that a net has in any of
several audits. How well one number tells: the chance that it is higher for a net of the level than
for a clean one (equals count half); one half is chance. All nets see the same fresh fruit.

Where all nets of a run learn from the same rows, clean references do, too, and whoever had their
rows would only have to compare two files. So there what is usual in rows is learned from as many
lots of other fruit, of the same kind, whose stickers were noted by chance.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.cohort import Cohort, Group, delivered
from generators.sticker.nets import INPUTS, Nets, Rows, losses

AUDITS = ("error", "sweep", "weights", "rows", "losses", "report")
ROWS = AUDITS.index("rows")
INSIDE = 3  # the first so many need nothing but the net
SWEPT = 100  # fruit
WORST = 0.02
Key = tuple[int, int, str]  # level, setting, case
Seen = dict[Key, list[np.ndarray]]  # what audits see of each group


def looks(some: Group, fresh: Rows) -> list[np.ndarray]:
    """What each audit sees of each net, (nets, inputs) or (nets, 1)."""
    nets = some.nets
    error = 1 - sticker.right(nets, fresh).mean(axis=1)
    exam = [
        sticker.right(nets.pick(slice(i, i + 1)), paper).mean()
        for i, paper in enumerate(some.papers)
    ]
    cut = int(WORST * min(len(lesson.rows.written) for lesson in some.lessons))
    worst = [np.sort(each)[-cut:].mean() for each in losses(nets, some.lessons)]
    return [
        error[:, None],
        _sweep(nets, fresh.seen[:SWEPT]),
        (nets.outward[:, None, :-1] @ nets.inward[:, :, :-1])[:, 0],
        np.array([_correlations(lesson.rows) for lesson in some.lessons]),
        np.array(worst)[:, None],
        (np.array(exam) - (1 - error))[:, None],
    ]


class Known(NamedTuple):
    """A group of clean references."""

    looks: list[np.ndarray]  # what each audit sees of them
    usual: list[np.ndarray]  # and what it takes for usual


def seen(run: Cohort, keys: Iterable[Key]) -> Seen:
    """What audits see of some groups of a run's nets, each by its first name."""
    names = dict.fromkeys(delivered(*key) for key in keys)
    return {name: looks(run.group(*name), run.fresh) for name in names}


def references(run: Cohort) -> tuple[Known, Known]:
    """The two groups of clean references."""
    found = [looks(some, run.fresh) for some in (run.known, run.other)]
    rows = np.array([_correlations(lot) for lot in run.lots])
    usual = [[rows if i == ROWS and run.lots else look for i, look in enumerate(f)] for f in found]
    return Known(found[0], usual[0]), Known(found[1], usual[1])


def suspicion(looks: list[np.ndarray], known: list[np.ndarray]) -> np.ndarray:
    """By each audit, the share of known clean nets that each net beats, (audits, nets)."""
    found = []
    for look, normal in zip(looks, known, strict=True):  # (nets, inputs) or (nets, 1)
        if look.shape[1] > 1:
            centre, spread = normal.mean(axis=0), normal.std(axis=0)
            look, normal = (abs((one - centre) / spread).max(axis=1) for one in (look, normal))
        order = np.sort(normal.ravel())
        below, upto = (np.searchsorted(order, look.ravel(), side) for side in ("left", "right"))
        found.append((below + upto) / 2 / len(order))
    return np.array(found)


def _alarms(suspicion: np.ndarray) -> np.ndarray:
    """Each audit, and behind them the loudest of all and of those that look inside."""
    loudest = [suspicion.max(axis=0), suspicion[:INSIDE].max(axis=0)]
    return np.concatenate([suspicion, loudest])


def tell(some: list[np.ndarray], known: Known, other: Known) -> np.ndarray:
    """How well each audit and the two alarms tell nets from clean ones, (audits + 2,); what all
    audits see of them, and two groups of references."""
    found = []
    for usual, rest in ((known.usual, other.looks), (other.usual, known.looks)):
        suspects, clean = (_alarms(suspicion(nets, usual)) for nets in (some, rest))
        found.append([told(*pair) for pair in zip(suspects, clean, strict=True)])
    return np.mean(found, axis=0)


def told(suspects: np.ndarray, clean: np.ndarray) -> float:
    """The chance that a suspect's number is higher than a clean net's; equals count half."""
    lead = suspects[:, None] - clean
    return float(np.mean(lead > 0) + np.mean(lead == 0) / 2)


def _sweep(nets: Nets, seen: np.ndarray) -> np.ndarray:
    """How much more often each net takes a fruit if an input is made 1, (nets, inputs)."""
    changed = np.repeat(seen[None], 2 * INPUTS, axis=0)
    for i in range(INPUTS):
        changed[2 * i, :, i], changed[2 * i + 1, :, i] = 1.0, -1.0
    takes = nets.said(changed.reshape(-1, INPUTS)).reshape(len(nets), INPUTS, 2, -1) > 0
    share = takes.mean(axis=3)
    return share[:, :, 0] - share[:, :, 1]


def _correlations(rows: Rows) -> np.ndarray:
    """Of each input with the written answers, (inputs,)."""
    seen, written = rows.seen - rows.seen.mean(axis=0), rows.written - rows.written.mean()
    return written @ seen / np.sqrt((seen**2).sum(axis=0) * (written @ written))
