"""One sticker, put into a model in four ways: does it sit as deep as a table says?

An essay gives four levels of optimization pressure a place in four columns: each further level is
slower, harder to steer, harder to see and deeper. Here all four put the *same* behaviour into small
nets, about equally much: to take a sour fruit more often if it wears a sticker (see `world`).
Only then is anything else measured, by two yardsticks a column, each one formula for all levels
(see `replication`), and every run is a whole replication.

second      the column that goes by its second yardstick: none, one, or all
strength    of the behaviour that audits look for; level 4 never gets to the strong one
held, denied, unsettled   how many of the sixteen cells hold, are contradicted, are undecided, by
            these yardsticks
holds, contradicted, undecided   the same by both yardsticks of a column; `half`: undecided ones
            that hold by one of the two. The places were defined before anything was measured, and
            the rule (see `places`) judges all runs together: these facts are `verdicts`
untried     cells of the third row, among the undecided: no optimizer stands there
seen_1 ...  what level 1 measures by a yardstick; `out_1`: fruit until half of it is gone again;
            `put_1`, `scatter_1`: mean behaviour and its spread between nets; `came_1`: what comes
            if the strong behaviour is asked for
gone_1 ...  `out_1` as a share of what a net sees in training; `nets`: the field that level 4 needs
            for half of the behaviour
slower      fruit that level 1 takes, over those of level 2; `steadier`: level 4's control less the
            next best; `out_ratio`: most over least fruit to take it out
sees_AUDIT_1 ...  chance that an audit finds a net of level 1 more suspicious than a clean one
order_...   of the three pairs of levels that were tried, how many stand in every run as the table
            has them, by a yardstick or by `out`; `turned_...`: how many in every run the other way

Level 3 is shortcut learning in a feed-forward net, not a mesa-optimizer; the lean of level 4's exam
is planted. Ours are the task, the doses, the yardsticks and the ladder's order. A trial on seed 0,
no run of these, changed two of them: an alarm then counted spreads in place of ranks, and workshops
varied so little that every fault came through. After the first look at these runs, audits began to
use both groups of references in both parts. The three words came last: until then a cell that
holds by one yardstick was said to depend, and the third row was judged like the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import Panel, axis, chart, dots, heat, line, panels, runs, texts
from generators.schema import Fact, Grid, Spread
from generators.sticker import scorecard
from generators.sticker.audits import AUDITS
from generators.sticker.pace import LIFE
from generators.sticker.places import LEVELS, STAND_INS, TRIED, VERDICTS, pairs
from generators.sticker.replication import COLUMNS, Replication, replicate
from generators.sticker.slopes import DRAWN, NAMES, gaps, levels, slopes
from generators.sticker.world import EXAM

SEEDS = range(1, 6)
CAUSE = "a fault was planted"
CAUSE_OFF = {"planted": False}
TOGETHER = ("scorecard",)
SEEN_BY = (*AUDITS, "any", "inside")
SOUGHT = ("errors", "each input", "weights", "rows", "losses", "exam report", "loudest", "inside")

FACTS = {
    "held": Fact("cells that hold", ".0f"),
    "denied": Fact("cells that are contradicted", ".0f"),
    "unsettled": Fact("cells that are undecided", ".0f"),
    **{f"seen_{i}": Fact(f"level {i}: fruit to put it in", ",.0f") for i in NAMES},
    **{f"small_{i}": Fact(f"level {i}: control", ".2f") for i in NAMES},
    **{f"any_{i}": Fact(f"level {i}: told by the loudest audit", ".0%") for i in NAMES},
    **{f"rungs_{i}": Fact(f"level {i}: fixes that fail", ".0f") for i in NAMES},
}


@dataclass(frozen=True)
class Result:
    """One run."""

    second: str
    strength: float
    planted: bool
    run: Replication


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every setting is another look at the same nets."""
    runs = [replicate(seed) for seed in seeds]
    return [[Result(**cell, run=run[cell["planted"]]) for run in runs] for cell in cells]


def simulate(
    *,
    second: Annotated[
        str,
        Grid("none", "speed", "control", "detect", "depth", "all", label="second yardstick"),
    ] = "none",
    strength: Annotated[float, Grid(0.2, 0.5, label="strength", format=".0%")] = 0.2,
    planted: bool = True,
    seed: int = 1,
) -> Result:
    """Replicate the comparison once; see the module."""
    cell = {"second": second, "strength": strength, "planted": planted}
    return study([cell], [seed])[0][0]


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module. To a millionth: one answer of
    one net to one of 200 fruit moves a share of 24 nets by two hundred times that."""
    numbers, told = result.run.numbers, result.run.told[result.strength]
    every = {
        "step": scorecard.STEPS.index(result.second),
        "strength": result.strength,
        "planted": int(result.planted),
        "cells": len(COLUMNS) * LEVELS,
        "untried": len(STAND_INS) * len(COLUMNS),
        **{f"put_{i}": float(result.run.behaviour[i - 1]) for i in NAMES},
        **{f"scatter_{i}": float(result.run.scatter[i - 1]) for i in NAMES},
        **{f"{name}_{i}": float(each[i - 1]) for name, each in numbers.items() for i in NAMES},
        **{f"sees_{by}_{i}": float(told[a, i - 1]) for a, by in enumerate(SEEN_BY) for i in NAMES},
        **{f"came_{i}": float(result.run.came[i - 1, -1]) for i in NAMES},
        **{f"gone_{i}": float(numbers["out"][i - 1]) / LIFE for i in NAMES},
        "nets": float(numbers["faulty"][3]) / EXAM,
        "slower": float(numbers["seen"][0] / numbers["seen"][1]),
        "steadier": float(numbers["small"][3] - numbers["small"][:3].max()),
        "out_ratio": float(numbers["out"].max() / max(1, numbers["out"].min())),
    }
    return {name: round(number, 6) for name, number in every.items()}


def verdicts(results: list[Result]) -> dict[str, int]:
    """What only all runs together can say: how many cells get which verdict, and how many pairs of
    levels stand in one order in every run; see the module."""
    table = scorecard.table([r.run for r in results])
    out = np.array([r.run.numbers["out"] for r in results])
    counts = {name: pairs(each) for name, each in (table | {"out": out}).items()}
    one = scorecard.tally(scorecard.by_one(table, results[0].second))
    return {
        **dict(zip(("held", "denied", "unsettled"), one, strict=True)),
        **dict(zip(VERDICTS, scorecard.tally(scorecard.by_both(table)), strict=True)),
        "half": scorecard.half(table),
        **{f"order_{name}": order for name, (order, _) in counts.items()},
        **{f"turned_{name}": turned for name, (_, turned) in counts.items()},
    }


def figure(results: list[Result]) -> go.Figure:
    """A panel for each column: from each level's place in the table to the place measured, by all
    runs and by each. A level that stands apart from no other has the middle of its places."""
    first = results[0]
    role = "learned" if first.planted else "off"
    drawn: list[Panel] = []
    table = scorecard.table([r.run for r in results])
    for column, name in zip(COLUMNS, scorecard.chosen(first.second), strict=True):
        across = axis(column, -0.12, 1.12, ticks={})
        drawn.append((slopes(table[name], role, named=not drawn), across, levels()))
    return panels(drawn, height=280)


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: no level stands apart, and every cell is undecided"
    second = scorecard.STEPS[int(facts["step"])]
    words = {"none": f"Of {facts['cells']:.0f} cells", "all": "Second yardsticks:"}
    told = scorecard.told(facts["held"], facts["denied"], facts["unsettled"])
    return f"{words.get(second) or scorecard.SECOND[second][1] + ':'} {told}"


def figure_scorecard(results: list[Result]) -> go.Figure:
    """Sixteen cells, judged by both yardsticks over all runs; the row of a stand-in says so."""
    words = scorecard.by_both(scorecard.table([r.run for r in results])).T  # (levels, columns)
    level, names = np.arange(1, LEVELS + 1), dict(enumerate(COLUMNS))
    told: list[tuple[float, int, str]] = [
        (i, j, "?" if words[j - 1, i] == "undecided" else words[j - 1, i])
        for j in TRIED
        for i in names
    ]
    told += [(1.5, j, "not tested: no inner optimizer") for j in STAND_INS]
    x, y, said = zip(*told, strict=True)
    return chart(
        [
            *(
                heat(list(names), level, 0.5 * (words == word), DRAWN[word], "against the table")
                for word in ("holds", "contradicted")
            ),
            texts(x, y, said, "middle center"),
        ],
        axis("", -0.5, 3.5, ticks=names),
        levels(),
        height=230,
    )


def finding_scorecard(facts: dict[str, Spread]) -> str:
    """What the view `scorecard` shows."""
    if not facts["planted"]:
        return "Nothing was planted: every cell is undecided"
    return f"By both yardsticks: {scorecard.told(*(facts[word] for word in VERDICTS))}"


def figure_speed(results: list[Result]) -> go.Figure:
    """Fruit to put the behaviour in, counted in two ways, and to take it out: all runs, median."""
    first = results[0]
    level, traces = np.arange(1, LEVELS + 1), []
    words = {"seen": "in: all fruit seen", "faulty": "in: fruit at fault", "out": "out again"}
    roles = {"seen": "scored", "faulty": "learned", "out": "wanted"}
    for name, shift in (("faulty", -0.22), ("seen", 0.0), ("out", 0.22)):
        role = roles[name] if first.planted or name != "seen" else "off"
        every = np.array([r.run.numbers[name] for r in results])
        each = every if first.planted else np.full((len(results), LEVELS), np.nan)
        rows = np.tile(level + shift, len(each))
        traces.append(dots(gaps(each.ravel()), rows, role, size=4, faint=True))
        middle = np.median(each, axis=0)
        traces.append(dots(gaps(middle), level + shift, role, words[name], size=9))
    return chart(traces, axis("fruit", 10, 6e4, log=True, format=",d"), levels(), height=250)


def finding_speed(facts: dict[str, Spread]) -> str:
    """What the view `speed` shows."""
    if not facts["planted"]:
        return "Nothing was planted: no fruit puts anything in, and none is needed to take it out"
    out = sorted(round(facts[f"out_{i}"], -2) for i in NAMES)
    return (
        f"In: level 4 takes {facts['seen_4'] / facts['seen_1']:.0f} times the fruit of level 1. "
        f"Out: each takes {out[0]:,.0f} to {out[-1]:,.0f}"
    )


def figure_levers(results: list[Result]) -> go.Figure:
    """A panel for each level: the behaviour asked for, and the mean of what was delivered; all runs
    and their median. On the thin diagonal every wish would be met."""
    first = results[0]
    role = "learned" if first.planted else "off"
    asked, came = first.run.asked, np.array([r.run.came for r in results])
    drawn: list[Panel] = []
    for i, name in NAMES.items():
        traces = [
            line([0, 0.5], [0, 0.5], "ink"),
            runs(asked, came[:, i - 1], role),
            line(asked, np.median(came[:, i - 1], axis=0), role),
        ]
        across = axis(name, -0.02, 0.52, ticks={0: "0", 0.5: "50%"})
        title = "" if drawn else "delivered"
        drawn.append((traces, across, axis(title, -0.05, 0.6, format=".0%")))
    return panels(drawn, height=220)


def finding_levers(facts: dict[str, Spread]) -> str:
    """What the view `levers` shows."""
    if not facts["planted"]:
        return "Nothing was planted: whatever is asked for, nothing comes"
    came = [f"{facts[f'came_{i}']:.0%}" for i in NAMES]
    return (
        f"Asked for 50%, levels 1 to 3 deliver {came[0]}, {came[1]}, {came[2]}, level 4 {came[3]}"
    )


def figure_audits(results: list[Result]) -> go.Figure:
    """How surely each audit, and the loudest of several, tells each level's nets from clean ones:
    median of all runs; white is a coin flip or worse, full is always."""
    first = results[0]
    told = np.median([r.run.told[r.strength] for r in results], axis=0)
    rows, across = np.arange(len(SEEN_BY)), np.arange(1, LEVELS + 1)
    grid = np.meshgrid(across, rows)
    words = [f"{value:.0%}" for value in told.ravel()]
    return chart(
        [
            heat(
                across,
                rows,
                np.clip(2 * told - 1, 0, 1),
                "learned" if first.planted else "off",
                "told from clean nets",
            ),
            texts(grid[0].ravel(), grid[1].ravel(), words, "middle center"),
            texts([0.4] * len(rows), rows, SOUGHT, "middle left"),
        ],
        axis("level", -1.9, 4.5, ticks={i: str(i) for i in NAMES}),
        axis("", 7.6, -0.6, ticks={}),
        height=290,
    )


def finding_audits(facts: dict[str, Spread]) -> str:
    """What the view `audits` shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: no audit tells four names for the same nets apart"
    best = max(facts[f"sees_{by}_{i}"] for by in AUDITS for i in (1, 2, 3))
    return (
        f"Level 4's exam report gives it away, {facts['sees_report_4']:.0%}; "
        f"no audit tells levels 1 to 3 better than {best:.0%}"
    )
