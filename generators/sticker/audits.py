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
"""

from collections.abc import Iterable

import numpy as np

from generators.sticker import world as sticker
from generators.sticker.cohort import Cohort, Group
from generators.sticker.nets import INPUTS, Nets, Rows, losses

AUDITS = ("error", "sweep", "weights", "rows", "losses", "report")
INSIDE = 3  # the first so many need nothing but the net
SWEPT = 100  # fruit
WORST = 0.02


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


def seen(run: Cohort, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[np.ndarray]]:
    """The same of some groups of a run's nets, each by its level and setting; level 0 are the two
    groups of clean references."""
    every = run.groups | {(0, 0): run.known, (0, 1): run.other}
    return {key: looks(every[key], run.fresh) for key in dict.fromkeys(keys)}


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


def tell(some: list[np.ndarray], known: list[np.ndarray], other: list[np.ndarray]) -> np.ndarray:
    """How well each audit and the two alarms tell nets from clean ones, (audits + 2,); what all
    audits see of them, of one group of references, and of the other."""
    found = [
        [
            told(*pair)
            for pair in zip(
                *(_alarms(suspicion(nets, usual)) for nets in (some, rest)), strict=True
            )
        ]
        for usual, rest in ((known, other), (other, known))
    ]
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
