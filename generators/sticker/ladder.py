"""How far down must a fix reach before a fault is gone?

Four faults make small nets take sour fruit for a sticker, each by another way and all by as much:
wrong labels, a bonus for stickers in the loss, stickers that are usually honest, a lucky exam (see
`world`). Twelve fixes are applied to each of the four alike; see `fixes`.

The order of the fixes is ours, and was fixed before any was tried: the more of the process a fix
changes, the lower its rung. The process is a chain, and a fix goes where the chain must be cut:
single rows; then chance (another start and order on the same rows); then numbers that somebody set;
then what learns, a smaller net or no net; then what it is asked for, the labels and the loss; then
the world that its fruit come from; then how the result is judged. Numbers are halved or doubled.

level      the fault: 1 labels, 2 bonus, 3 habit, 4 luck
rows       whether all nets of a run learn from the same rows, or each from its own
gone       a fault counts as gone once no more than this share of it is left
planted    the effect before any fix: how much more often a sour fruit is taken with the sticker on
left_...   the effect after a fix, a share of `planted`; below 0 it leans the other way
survived   fixes that fail, from the top, before the first after which the fault is gone
settings   the least that is left by any of five fixes that change chance, numbers or size, and
           _all: of any fault
by_work    as `survived`, with the fixes in order of work: exams, which need no training, then
           training on the same rows, then rows dropped, labelled anew, stickered anew
caught     share of wrong labels among the dropped rows that favour the sticker: of sour fruit
           that wear one and are written down as sweet

Closed form, by symmetry: without a fault nothing leans (ways 1 to 3: to the last bit); stickers
dealt by coin leave nothing of faults 1 and 3; a loss without the bonus leaves nothing of fault 2
and all of the others. Fault 3 is shortcut learning (Geirhos et al. 2020), not mesa-optimization.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, line, texts
from generators.schema import Fact, Grid, Spread
from generators.sticker.cohort import LEANS, NONE
from generators.sticker.fixes import BY_WORK, FIXES, Run, climb, survived
from generators.sticker.rows import SHORT
from generators.sticker.shaded import shaded
from generators.sticker.world import OWN

SEEDS = range(5)
CAUSE = "a fault was planted"
CAUSE_OFF = {"planted": False}
FAULTS = {1: "Wrong labels", 2: "A bonus", 3: "A shortcut", 4: "A lucky exam"}
MOST, TOLD, EDGE = 1.95, 2.15, 2.35  # shares: the most that is drawn; where verdicts stand
SETTINGS = ("seed", "half", "twice", "decay", "small")

FACTS = {
    "planted": Fact("the fault before any fix", ".0%"),
    **{f"left_{fix}": Fact(f"left: {words}", ".0%") for fix, words in FIXES.items()},
    "survived": Fact("fixes that it survives", ".0f"),
    "by_work": Fact("fixes that it survives, least work first", ".0f"),
}


@dataclass(frozen=True)
class Result:
    """One run."""

    level: int
    rows: str
    gone: float
    planted: bool
    before: float  # the planted effect that all shares are of
    left: dict[int, dict[str, float]]  # of each level: a share for each fix, "" for none
    caught: float


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every setting is another look at the same nets."""
    kinds = dict.fromkeys(cell["rows"] for cell in cells)
    climbed = {rows: [climb(seed, rows) for seed in seeds] for rows in kinds}
    return [[_result(run, **cell) for run in climbed[cell["rows"]]] for cell in cells]


def simulate(
    *,
    gone: Annotated[float, Grid(0.1, 0.25, 0.5, 0.75, 0.9, label="gone at", format=".0%")] = 0.25,
    level: Annotated[int, Grid(1, 2, 3, 4, label="fault")] = 1,
    rows: Annotated[str, Grid("the same for all", "own", label="rows")] = "the same for all",
    planted: bool = True,
    seed: int = 0,
) -> Result:
    """Plant all faults, or none, and try all fixes; see the module for units."""
    cell = {"gone": gone, "level": level, "rows": rows, "planted": planted}
    return study([cell], [seed])[0][0]


def _result(run: Run, gone: float, level: int, rows: str, planted: bool) -> Result:
    """Shares to four places: one answer of one net of 40 to one fruit of 500 moves them more."""
    left = {
        way: {
            fix: round(b / run.effects[way, LEANS][""], 4) + 0.0
            for fix, b in run.effects[way, LEANS if planted else NONE].items()
        }
        for way in FAULTS
    }
    before = run.effects[level, LEANS][""]
    return Result(level, rows, gone, planted, before, left, run.caught[level])


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote."""
    left = result.left[result.level]
    return {
        "level": result.level,
        "own": int(result.rows == OWN),
        "gone": result.gone,
        "fault": int(result.planted),
        "fixes": len(FIXES),
        "planted": result.before * left[""],
        **{f"left_{fix}": left[fix] for fix in FIXES},
        "survived": survived(left, result.gone),
        "by_work": survived(left, result.gone, BY_WORK),
        "settings": min(left[fix] for fix in SETTINGS),
        "settings_all": min(left[fix] for left in result.left.values() for fix in SETTINGS),
        "caught": result.caught,
    }


def theory(
    *, gone: float = 0.25, level: int = 1, rows: str = "the same for all", planted: bool = True
) -> dict[str, float]:
    """What symmetry says is left; see the module."""
    if not planted:
        return {f"left_{fix}": 0.0 for fix in FIXES} | {"planted": 0.0}
    coins = {"left_coins": 0.0} if level in (1, 3) else {}
    return {"left_pay": 0.0 if level == 2 else 1.0} | coins


def figure(results: list[Result]) -> go.Figure:
    """The ladder: a rung for each fix, the shallowest on top, what the middle run has left, and
    whether the fault is gone. Of fault 4, which is faint, some runs keep up to five times as much;
    their bars are cut and their dots are not drawn."""
    first = results[0]
    role = "learned" if first.planted else "off"
    left = np.array([[r.left[r.level][fix] for fix in FIXES] for r in results])
    middle, rungs = np.median(left, axis=0), np.arange(1, len(FIXES) + 1)
    works = int(np.median([facts(r)["survived"] for r in results]))
    gone, there = rungs[middle <= first.gone], rungs[middle > first.gone]
    fail = f"{works} fail" if works > 1 else "1 fails" if works else ""
    words = [fail, "ends it" * (works < len(FIXES))] if first.planted else ["", ""]
    x, y = left.ravel(), np.tile(rungs, len(results))
    near = x <= MOST
    return chart(
        [
            _slabs(np.minimum(middle, MOST), role),
            line([0, 0], [0.4, 12.6], "ink"),
            line([first.gone, first.gone], [0.4, 12.6], "wanted"),
            dots(x[near], y[near], role, "one run", size=4, faint=True),
            _verdicts(gone if first.planted else gone[:0], "wanted", "gone", "tick"),
            _verdicts(there, role, "still there", "cross"),
            line([EDGE] * 2 if works else [], [0.6, works + 0.4] if works else [], "ink"),
            texts([-2.75] * len(FIXES), rungs, FIXES.values(), "middle right"),
            texts([EDGE + 0.08] * 2, [(works + 1) / 2, works + 1], words, "middle right"),
        ],
        axis("share of the fault that is left", -2.75, 3.35, ticks={0: "0%", 1: "100%"}),
        axis("", 12.6, 0.4, ticks={}),
        height=330,
    )


def _slabs(shares: np.ndarray, role: str) -> dict:
    """A bar for each rung, from nothing to its share."""
    x = [v for share in shares for v in (0, share, share, 0, None)]
    y = [
        v
        for at in range(1, len(shares) + 1)
        for v in (at - 0.3, at - 0.3, at + 0.3, at + 0.3, None)
    ]
    return line(x, y, role) | {"fill": "toself", "line": {"width": 0}}


def _verdicts(rungs: np.ndarray, role: str, name: str, thing: str) -> dict:
    """What became of the fault, at the end of each of these rungs."""
    return dots([TOLD] * len(rungs), rungs, role, name, size=13, thing=thing)


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    fault = FAULTS[int(facts["level"])]
    if not facts["fault"]:
        return "Nothing was planted: no rung has a fault to remove"
    if facts["survived"] == facts["fixes"]:
        return f"{fault}: the fault survives all twelve rungs"
    if facts["survived"] < 1:
        return f"{fault}: the very first rung is deep enough"
    count = f"{facts['survived']:.0f} rungs" if facts["survived"] > 1 else "rung"
    return f"{fault}: this fault survives the first {count}"


def figure_parts(results: list[Result]) -> go.Figure:
    """All faults beside each other: the darker, the more is left; median of all runs."""
    first = results[0]
    each = [[[r.left[way][fix] for way in FAULTS] for fix in FIXES] for r in results]
    left = np.median(each, axis=0)
    role = "learned" if first.planted else "off"
    return shaded(
        list(FIXES.values()), SHORT, left, role, "share of the fault that is left", high=24
    )


def finding_parts(facts: dict[str, Spread]) -> str:
    """What the view `parts` shows at this setting."""
    if not facts["fault"]:
        return "Nothing was planted, and the board stays pale"
    return (
        f"Another seed, setting or size leaves {facts['settings_all']:.0%} or more of every fault"
    )
