"""One sticker, put into a model in four ways: does it sit as deep as a table says?

An essay gives four levels of optimization pressure a place in four columns: each further level is
slower, harder to steer, harder to see and deeper. Here all four put the *same* behaviour into small
nets, about equally much: to take a sour fruit more often if it wears a sticker (see `world`).
Only then is anything else measured, by two yardsticks a column, each one formula for all levels
(see `replication`), and every run is a whole replication.

learner     who learns: sorters, nets that take or leave fruit one by one, or searchers, small nets
            that try three trees and go back to the best by a score of their own (see `searching`)
second      the column that goes by its second yardstick: none, one, or all
rows        whether all nets of a run learn from the same rows, or each from its own (see `world`);
            of searchers, days
exam        whether level 4's exam leans, or is fair, so that it has chance alone (see `cohort`)
strength    at which audits look, and up to which control is asked; level 4 never gets to the strong
held, denied, unsettled   how many of the sixteen cells hold, are contradicted, are undecided, by
            these yardsticks
holds, contradicted, undecided   the same by both yardsticks of a column; `half`: undecided ones
            that hold by one of the two. The places were defined before anything was measured, and
            the rule (see `places`) judges all runs together: these facts are `verdicts`
untried     cells of the third row, among the undecided, where no optimizer stands there
third_held, third_denied   of the third row, by these yardsticks
faulty_1 ...  what level 1 measures by a yardstick; `out_1`: fruit until half of it is gone again,
            and `gone` as a share of what a net sees in training; `put_1`: mean behaviour at the
            weak dose, of which `wild` is the spread between nets at level 1 and `scatter` at 4;
            `came_1`: what comes if the strong behaviour is asked for; `idle`: what level 4's lever
            gives by the measure of `steady` while nobody touches it; `most`: the strong behaviour
aim         the weak behaviour, which level 4's field reaches; `nets`: the field that it needs for
            half of a strength; `slower`: fruit that level 1 takes, over those of level 2;
            `out_ratio`: most over least fruit to take it out
weights_1 ...  chance that the audit of weights finds a net of level 1 more suspicious than a clean
            one; `report`: that the exam's report does so at level 4; `sees`: the best of any audit
            at levels 1 to 3
order_...   of the three pairs of levels that were tried, how many stand in every run as the table
            has them, by a yardstick or by `out`; `turned_...`: how many in every run the other way
paths       ways to analyse all this, by our choices (see `choices`), and `holds_speed_1` ... the
            share of them in which an end of a column holds, `contradicted_speed_1` ... in which it
            is contradicted, likewise of the third row; `mostly_holds`, `mostly_contradicted`: cells
            for which that is more than half; `worst`: the most in which any one is contradicted;
            `moves_rows` ...: the share of all verdicts on cells that were tried which that one
            choice, made the other way, would change; `moves_learner`: the same of who learns, over
            the ways that both have

Among sorters level 3 is shortcut learning in a feed-forward net, not a mesa-optimizer; among
searchers it is one whose own score of a tree has come to hold the sticker. The lean of level 4's
exam is planted. Ours are the task, the doses, the yardsticks and the ladder's order. A trial on
seed 0, no run of these, changed two of them: an alarm then counted spreads in place of ranks, and
workshops varied so little that every fault came through. After the first look at these runs, audits
began to use both groups of references in both parts. Later came three words for a verdict, rows
that are the same for all, and the order of the yardsticks, fixed before these numbers were seen.
After a look at them depth was moved to strong faults, since among nets with the same rows what is
left of a weak one is chance, speed was timed at both strengths, and a level that falls short ceased
to count against the table. Searchers came last, with the same yardsticks and rule; what was cut or
changed for them is said in `searching/replication.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import Panel, axis, chart, dots, heat, label, line, panels, runs, texts
from generators.schema import Fact, Grid, Spread
from generators.sticker import choices, scorecard
from generators.sticker.audits import AUDITS
from generators.sticker.board import MARKS, board
from generators.sticker.cohort import FAIR, LEANS, NONE
from generators.sticker.places import LEVELS, STAND_INS, VERDICTS, judge, pairs
from generators.sticker.replication import COLUMNS, Replication, replicate
from generators.sticker.rows import DRAWN, NAMES, SHORT, gaps, levels
from generators.sticker.searching import replication as searching
from generators.sticker.world import OWN, SAME, STRONG, WEAK

SEEDS = range(1, 7)
CAUSE = "a fault was planted"
CAUSE_OFF = {"planted": False}
TOGETHER = ("", "scorecard", "paths")  # "" is the main figure
SORTERS, SEARCHERS = "sorters", "searchers"
REPLICATE = {SORTERS: replicate, SEARCHERS: searching.replicate}
ALWAYS = ((SORTERS, SAME), (SORTERS, OWN), (SEARCHERS, SAME))  # what verdicts compare
VERDICT, LONG = -0.17, 0.8  # in a cell of all ways: above its middle, the length of its bar
SEEN_BY = (*AUDITS, "any", "inside")
SOUGHT = (
    "errors",
    "each input",
    "weights",
    "rows",
    "losses",
    "exam report",
    "loudest of all",
    "of first 3",
)

FACTS = {
    "held": Fact("cells that hold", ".0f"),
    "denied": Fact("cells that are contradicted", ".0f"),
    "unsettled": Fact("cells that are undecided", ".0f"),
    **{
        f"faulty_{i}": Fact(f"level {i}: fruit or days at fault until it is in", ",.0f")
        for i in NAMES
    },
    **{f"lever_{i}": Fact(f"level {i}: control", ".2f") for i in NAMES},
    **{f"any_{i}": Fact(f"level {i}: told by the loudest audit", ".0%") for i in NAMES},
    **{f"rungs_{i}": Fact(f"level {i}: fixes that fail", ".0f") for i in NAMES},
}


@dataclass(frozen=True)
class Result:
    """One run, looked at in one way."""

    learner: str
    second: str
    rows: str
    exam: str
    strength: str
    planted: bool
    every: dict[tuple[str, str, str], Replication]  # by learner, rows and exam

    @property
    def run(self) -> Replication:
        """What is looked at."""
        return self.every[self.learner, self.rows, self.exam]


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every setting is another look at the same nets."""
    asked = dict.fromkeys([*ALWAYS, *((cell["learner"], cell["rows"]) for cell in cells)])
    made = [{key: REPLICATE[key[0]](seed, key[1]) for key in asked} for seed in seeds]
    return [[Result(**cell, every=_looks(run, **cell)) for run in made] for cell in cells]


def _looks(run: dict, learner: str, rows: str, planted: bool, **_: str) -> dict:
    """What a cell needs of one run, by learner, rows and exam."""
    return {
        (*key, exam): run[key][exam if planted else NONE]
        for key in dict.fromkeys([*ALWAYS, (learner, rows)])
        for exam in (LEANS, FAIR)
    }


def simulate(
    *,
    learner: Annotated[str, Grid("sorters", "searchers", label="learner")] = "sorters",
    second: Annotated[
        str,
        Grid("none", "speed", "control", "detect", "depth", "all", label="second yardstick"),
    ] = "none",
    rows: Annotated[str, Grid("the same for all", "own", label="rows")] = "the same for all",
    exam: Annotated[str, Grid("leans", "fair", label="exam")] = "leans",
    strength: Annotated[str, Grid("weak", "strong", label="strength")] = "weak",
    planted: bool = True,
    seed: int = 1,
) -> Result:
    """Replicate the comparison once; see the module."""
    look = {"second": second, "rows": rows, "exam": exam, "strength": strength}
    return study([{"learner": learner, "planted": planted, **look}], [seed])[0][0]


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module. To a millionth: one answer of
    one net to one of 200 fruit moves a share of 24 nets by two hundred times that."""
    run, numbers = result.run, result.run.numbers[result.strength]
    sees = dict(zip(SEEN_BY, run.told[result.strength], strict=True))
    by_level = {
        "put": run.behaviour,
        "came": run.came[:, -1],
        "out": run.out,
        "weights": sees["weights"],
        **{name: numbers[name] for pair in COLUMNS.values() for name in pair if name != "inside"},
    }
    every = {
        "searchers": int(result.learner == SEARCHERS),
        "step": scorecard.STEPS.index(result.second),
        "planted": int(result.planted),
        "cells": len(COLUMNS) * LEVELS,
        "untried": len(run.stand_ins) * len(COLUMNS),
        "aim": run.scale.strength[WEAK],
        "most": run.scale.strength[STRONG],
        **{f"{name}_{i}": float(each[i - 1]) for name, each in by_level.items() for i in NAMES},
        "sees": float(np.max([sees[by][:3] for by in AUDITS])),
        "report": float(sees["report"][3]),
        "idle": float(run.idle[result.strength][3]),
        "scatter": float(run.scatter[3]),
        "wild": float(run.scatter[0]),
        "gone": float(run.out[0]) / run.scale.life,
        "nets": float(numbers["seen"][3] / (run.scale.life + run.scale.exam)),
        "slower": float(numbers["seen"][0] / numbers["seen"][1]),
        "out_ratio": float(run.out.max() / max(1, run.out.min())),
    }
    return {name: round(number, 6) for name, number in every.items()}


def verdicts(results: list[Result]) -> dict[str, float]:
    """What only all runs together can say: how many cells get which verdict, and how many pairs of
    levels stand in one order in every run; see the module."""
    first, runs = results[0], [r.run for r in results]
    table, stand_ins = scorecard.table(runs, first.strength), runs[0].stand_ins
    table["out"] = scorecard.Measured(np.array([run.out for run in runs]), table["rungs"].short)
    counts = {name: pairs(*each, stand_ins) for name, each in table.items()}
    one = scorecard.by_one(table, first.second, stand_ins)
    third = scorecard.tally(one[:, 2])
    words = choices.judged(_ways(results))
    sorters, searchers = (
        choices.judged(_ways(results, learner, SAME)) for learner in (SORTERS, SEARCHERS)
    )
    shares, moves = choices.shares(words), choices.moves(words, stand_ins)
    moves["learner"] = choices.moved_by_learner(sorters, searchers, STAND_INS)
    said = {
        f"{word}_{column}_{i}": float(shares[word][list(COLUMNS).index(column), i - 1])
        for word in ("holds", "contradicted")
        for column in ("speed", "control")
        for i in (1, 3, 4)
    }
    return {
        "paths": words[..., 0, 0].size,
        "third_held": third[0],
        "third_denied": third[1],
        **dict(zip(("held", "denied", "unsettled"), scorecard.tally(one), strict=True)),
        **dict(zip(VERDICTS, scorecard.tally(scorecard.by_both(table, stand_ins)), strict=True)),
        "half": scorecard.half(table, stand_ins),
        **{f"order_{name}": order for name, (order, _) in counts.items()},
        **{f"turned_{name}": turned for name, (_, turned) in counts.items()},
        **{f"mostly_{word}": int((shares[word] > 0.5).sum()) for word in VERDICTS},
        "worst": float(shares["contradicted"].max()),
        **said,
        **{f"moves_{choice}": float(moved.mean()) for choice, moved in moves.items()},
    }


def _ways(results: list[Result], learner: str = "", rows: str = "") -> choices.Runs:
    """What the ways to analyse choose from, of the learner that is looked at or another: of sorters
    all that was measured, of searchers the rows looked at, or others."""
    who, one = learner or results[0].learner, rows or results[0].rows
    kinds = (SAME, OWN) if who == SORTERS else (one,)
    keys = [(kind, exam) for kind in kinds for exam in (LEANS, FAIR)]
    return {key: [r.every[who, *key] for r in results] for key in keys}


def figure(results: list[Result]) -> go.Figure:
    """The table by one yardstick a column, cell by cell: what it says, and how that came out."""
    first = results[0]
    table = scorecard.table([r.run for r in results], first.strength)
    chosen, short = scorecard.chosen(first.second), first.run.stand_ins
    return board(np.array([judge(*table[name], short) for name in chosen]).T, short)


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if not facts["planted"]:
        return _by_chance(facts["cells"] - facts["unsettled"])
    second = scorecard.STEPS[int(facts["step"])]
    words = {"none": f"Of {facts['cells']:.0f} cells", "all": "Second yardsticks:"}
    told = scorecard.told(*(facts[name] for name in ("held", "denied", "unsettled", "untried")))
    return _in(facts, f"{words.get(second) or scorecard.SECOND[second][1] + ':'} {told}")


def _in(facts: dict[str, Spread], said: str) -> str:
    """What is said, and of whom where it is not of sorters."""
    return f"In searchers, {said[0].lower()}{said[1:]}" if facts["searchers"] else said


def _by_chance(decided: float) -> str:
    """What is said where nothing was planted, and of four equal groups some cells are decided."""
    if not decided:
        return "Nothing was planted: no level stands apart, and every cell is undecided"
    cells = "cell seems" if decided == 1 else "cells seem"
    return f"Nothing was planted, and {decided:.0f} {cells} decided: that much is chance"


def figure_scorecard(results: list[Result]) -> go.Figure:
    """The table by both yardsticks, cell by cell: what it says, and how that came out."""
    first = results[0]
    table = scorecard.table([r.run for r in results], first.strength)
    return board(scorecard.by_both(table, first.run.stand_ins).T, first.run.stand_ins)


def finding_scorecard(facts: dict[str, Spread]) -> str:
    """What the view `scorecard` shows."""
    if not facts["planted"]:
        return _by_chance(facts["cells"] - facts["undecided"])
    told = scorecard.told(*(facts[word] for word in (*VERDICTS, "untried")))
    return _in(facts, f"By both yardsticks: {told}")


def figure_paths(results: list[Result]) -> go.Figure:
    """The table over all ways to analyse: in each cell the verdict of most of them and its share,
    shaded where it is decided; below, a bar, filled from the left by the share of ways in which the
    cell holds, from the right by that in which it is contradicted."""
    first, stand_ins = results[0], results[0].run.stand_ins
    shares = choices.shares(choices.judged(_ways(results)))
    level, column = np.arange(1, LEVELS + 1), np.arange(len(COLUMNS))
    x, y = (place.ravel() for place in np.meshgrid(column, level))
    tried = ~np.isin(y, list(stand_ins))
    by_cell = {word: share.T.ravel() for word, share in shares.items()}
    traces, words = [], np.full(len(x), "mixed", dtype=object)
    for word in ("holds", "contradicted"):
        role, most = DRAWN[word] if first.planted else "off", shares[word].T > 0.5
        traces.append(heat(list(column), level, 0.4 * most, role, f"{word} in most ways"))
        spans = (_bar(*at, *_span(word, by_cell[word][i])) for i, at in _cells(x, y) if tried[i])
        traces.append(line(*_joined(spans), role) | {"fill": "toself", "line": {"width": 0}})
    traces.append(
        line(*_joined(_bar(*at, 0, 1) for i, at in _cells(x, y) if tried[i]), "ink", faint=True)
    )
    for word, thing in MARKS.items():
        here = (by_cell[word] > 0.5) & tried
        words[here] = [f"{share:.0%}" for share in by_cell[word][here]]
        traces.append(dots(x[here] - 0.29, y[here] + VERDICT, "ink", word, size=14, thing=thing))
    aside = np.where(words[tried] == "mixed", 0, 0.12)
    traces += [
        texts(x[tried] + aside, y[tried] + VERDICT, words[tried], "middle center"),
        texts([-0.6] * LEVELS, level, NAMES.values(), "middle left"),
        texts(column, [0.4] * len(COLUMNS), COLUMNS, "top center"),
    ]
    for row in STAND_INS:
        said = "not tested" * (row in stand_ins)
        traces.append(label(1.5, row, said, side="middle center"))
    across, down = axis("", -1.55, 3.5, ticks={}), axis("", LEVELS + 0.5, 0.15, ticks={})
    return chart(traces, across, down, height=280)


def _cells(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[int, tuple[float, float]]]:
    """Each cell of the table, and its middle."""
    return enumerate(zip(x.tolist(), y.tolist(), strict=True))


def _span(word: str, share: float) -> tuple[float, float]:
    """Where a share lies on a bar: what holds from the left, what does not from the right."""
    return (0.0, share) if word == "holds" else (1 - share, 1.0)


def _bar(x: float, y: float, start: float, end: float) -> tuple[list[float], list[float]]:
    """A bar below the middle of a cell, from one share of its length to another."""
    low, high, left, right = y + 0.12, y + 0.34, *(x + LONG * (at - 0.5) for at in (start, end))
    return [left, right, right, left, left], [low, low, high, high, low]


def _joined(shapes: Iterable[tuple[list[float], list[float]]]) -> tuple[list, list]:
    """Shapes as one line, with gaps."""
    every = list(shapes)
    x, y = ([v for shape in every for v in (*shape[side], None)] for side in (0, 1))
    return x, y


def finding_paths(facts: dict[str, Spread]) -> str:
    """What the view `paths` shows."""
    holds, contradicted = facts["mostly_holds"], facts["mostly_contradicted"]
    paths = f"In most of {facts['paths']:.0f} ways to analyse" + " searchers" * bool(
        facts["searchers"]
    )
    if not facts["planted"] and not holds and not contradicted:
        return f"Nothing was planted. {paths} no cell is decided"
    cells, are = (
        ("cell holds" if holds == 1 else "cells hold"),
        "is" if contradicted == 1 else "are",
    )
    return f"{paths} {holds:.0f} {cells} and {contradicted:.0f} {are} contradicted"


def figure_speed(results: list[Result]) -> go.Figure:
    """Cost of putting the behaviour in, in fruit or days counted in two ways, and of taking it
    out: all runs, median."""
    first, unit = results[0], results[0].run.scale.unit
    level, traces = np.arange(1, LEVELS + 1), []
    words = {"seen": f"in: all {unit} seen", "faulty": f"in: {unit} at fault", "out": "out again"}
    roles = {"seen": "scored", "faulty": "learned", "out": "wanted"}
    for name, shift in (("faulty", -0.22), ("seen", 0.0), ("out", 0.22)):
        role = roles[name] if first.planted or name != "seen" else "off"
        every = np.array(
            [r.run.out if name == "out" else r.run.numbers[r.strength][name] for r in results]
        )
        each = every if first.planted else np.full((len(results), LEVELS), np.nan)
        rows = np.tile(level + shift, len(each))
        traces.append(dots(gaps(each.ravel()), rows, role, size=4, faint=True))
        middle = np.median(each, axis=0)
        traces.append(dots(gaps(middle), level + shift, role, words[name], size=9))
    return chart(traces, axis(unit, 1, 1e6, log=True, format=",d"), levels(), height=250)


def finding_speed(facts: dict[str, Spread]) -> str:
    """What the view `speed` shows."""
    if not facts["planted"]:
        return "Nothing was planted: nothing is ever put in, and nothing need be taken out"
    unit = "days" if facts["searchers"] else "fruit"
    took = sorted(round(facts[f"out_{i}"], -2) for i in NAMES if facts[f"out_{i}"])
    each = "each takes" if len(took) == LEVELS else "what got in takes"
    most = f" to {took[-1]:,.0f}" if took[-1] > took[0] else ""
    return (
        f"In: level 4 takes {facts['seen_4'] / facts['seen_1']:.0f} times the {unit} of level 1. "
        f"Out: {each} {took[0]:,.0f}{most}"
    )


def figure_levers(results: list[Result]) -> go.Figure:
    """Behaviour asked for and delivered: a panel for each level, the mean of what was delivered;
    all runs and their median. On the thin diagonal every wish would be met."""
    first = results[0]
    role = "learned" if first.planted else "off"
    asked, came = first.run.asked, np.array([r.run.came for r in results])
    most = first.run.scale.strength[STRONG]
    drawn: list[Panel] = []
    for i, name in NAMES.items():
        traces = [
            line([0, most], [0, most], "ink"),
            runs(asked, came[:, i - 1], role),
            line(asked, np.median(came[:, i - 1], axis=0), role),
        ]
        across = axis(name, -0.04 * most, 1.04 * most, ticks={0: "0", most: f"{most:.0%}"})
        title = "" if drawn else "delivered (across: asked for)"
        drawn.append((traces, across, axis(title, -0.1 * most, 1.2 * most, format=".0%")))
    return panels(drawn, height=220)


def finding_levers(facts: dict[str, Spread]) -> str:
    """What the view `levers` shows."""
    if not facts["planted"]:
        return "Nothing was planted: whatever is asked for, nothing comes"
    came = [f"{round(facts[f'came_{i}'], 2) + 0.0:.0%}" for i in NAMES]  # never -0%
    return (
        f"Asked for {facts['most']:.0%}, levels 1 to 3 deliver {came[0]}, {came[1]}, {came[2]}, "
        f"level 4 {came[3]}"
    )


def figure_audits(results: list[Result]) -> go.Figure:
    """Audits and what they see of each level: how surely each, and below the line the loudest of
    several, tells its nets from clean ones; median of all runs; pale is a coin flip or worse, full
    is always."""
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
            line([-1.1, LEVELS + 0.5], [len(AUDITS) - 0.5] * 2, "ink"),
            texts(grid[0].ravel(), grid[1].ravel(), words, "middle center"),
            texts([0.4] * len(rows), rows, SOUGHT, "middle left"),
            texts(across, [-0.7] * LEVELS, SHORT, "top center"),
        ],
        axis("odder than a clean net (50%: a coin flip)", -1.1, 4.5, ticks={}),
        axis("", 7.6, -1.3, ticks={}),
        height=280,
    )


def finding_audits(facts: dict[str, Spread]) -> str:
    """What the view `audits` shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: no audit tells four names for the same nets apart"
    return (
        f"The exam's report tells luck in {facts['report']:.0%} of pairs; "
        f"the luckiest look at the others in {facts['sees']:.0%}"
    )
