"""How simple is a net that has learned nothing?

A net answers yes or no to every row of `inputs` switches, each on (1) or off (0), but for the row
with all of them off, which gives it nothing to go by: 127 questions for seven switches. Its weights
are random numbers, and nobody trains it. The control is a table in which every answer is the toss
of a coin, so that all ways to answer are equally likely.

depth      hidden layers, of 32 rectified units each; 0 is a single weighted sum
inputs     switches; there are 2^inputs - 1 questions
table      answers are tossed one by one, not given by one net
yes        share of questions answered yes, mean over the nets
constant   share of nets that give one answer to all questions
lopsided   share of nets that give one answer to more than nine tenths of the questions
coins      the share `lopsided` of the tables

Closed form: at depth 0 the number of yes answers is uniform on 0 .. 2^inputs - 1 (C. Mingard,
J. Skalse, G. Valle-Perez, D. Martinez-Rubio, V. Mikulik & A. A. Louis 2019, Neural networks are a
priori biased towards Boolean functions with low entropy, arXiv:1909.11522, who prove too that
rectified layers can only strengthen the bias); at any depth yes and no are symmetric; the coins are
binomial. Free choices: 32 units; normal weights, as their scale is of no matter; no thresholds. An
answer is yes where the last sum is above 0. "Simple" means here: nearly always yes, or nearly
always no. It says nothing of what training prefers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, bars, chart, label, line, runs
from generators.numerics.binomial import binomial_pmf
from generators.schema import Fact, Grid, Spread

SEEDS = range(20)
CAUSE = "one net gives all the answers"
CAUSE_OFF = {"table": True}
NETS, UNITS, DEEPEST = 500, 32, 4
BINS, TOP = 16, 0.65  # of the picture

FACTS = {
    "lopsided": Fact("one answer to nine tenths", ".0%"),
    "constant": Fact("one answer to everything", ".1%"),
    "coins": Fact("tossed: one answer to nine tenths", ".0%"),
    "yes": Fact("answered yes", ".0%"),
}


@dataclass(frozen=True)
class Result:
    """One draw of nets and tables: how many questions each answers yes."""

    depth: int
    inputs: int
    table: bool
    nets: np.ndarray  # (nets,)
    tables: np.ndarray  # (nets,)

    @property
    def ones(self) -> np.ndarray:
        """Those that the figure is about."""
        return self.tables if self.table else self.nets


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; nets of all depths are one draw."""
    wide = sorted({cell["inputs"] for cell in cells})
    asked = {inputs: [_asked(inputs, seed) for seed in seeds] for inputs in wide}
    return [
        [
            Result(**cell, nets=counts[cell["depth"]], tables=_tossed(cell["inputs"], seed))
            for seed, counts in zip(seeds, asked[cell["inputs"]], strict=True)
        ]
        for cell in cells
    ]


def simulate(
    *,
    depth: Annotated[int, Grid(0, 1, 2, 3, 4, label="hidden layers")] = 0,
    inputs: Annotated[int, Grid(4, 5, 6, 7, label="switches")] = 7,
    table: bool = False,
    seed: int = 0,
) -> Result:
    """Draw 500 nets and 500 tables and ask each every question; see the module for units."""
    return study([{"depth": depth, "inputs": inputs, "table": table}], [seed])[0][0]


def _tossed(inputs: int, seed: int) -> np.ndarray:
    """Yes answers of every table."""
    return np.random.default_rng([seed, inputs, 1]).binomial(2**inputs - 1, 0.5, NETS)


def _asked(inputs: int, seed: int) -> tuple[np.ndarray, ...]:
    """Yes answers of every net, read out above 0, 1, ... hidden layers: one array a depth.

    Each depth has its own last weights; its layers are the first of those of a deeper net.
    """
    rng = np.random.default_rng([seed, inputs, 0])
    state, counts = np.repeat(questions(inputs)[None], NETS, axis=0), []
    for depth in range(DEEPEST + 1):
        last = rng.standard_normal((NETS, state.shape[2], 1))
        counts.append(((state @ last)[:, :, 0] > 0).sum(axis=1))
        if depth < DEEPEST:
            state = np.maximum(state @ rng.standard_normal((NETS, state.shape[2], UNITS)), 0)
    return tuple(counts)


def questions(inputs: int) -> np.ndarray:
    """Every row of switches but all off: (2^inputs - 1, inputs), of 0.0 and 1.0."""
    return (np.arange(1, 2**inputs)[:, None] >> np.arange(inputs) & 1).astype(float)


def facts(result: Result) -> dict[str, float]:
    """Every number of one draw that prose may quote."""
    total = 2**result.inputs - 1
    return {
        "depth": result.depth,
        "inputs": result.inputs,
        "questions": total,
        "table": int(result.table),
        "yes": float(result.ones.mean() / total),
        "constant": float(np.mean(result.ones % total == 0)),
        "lopsided": _lopsided(result.ones, total),
        "coins": _lopsided(result.tables, total),
    }


def _lopsided(ones: np.ndarray, total: int) -> float:
    return float(np.mean(10 * np.minimum(ones, total - ones) < total))


def theory(*, depth: int = 0, inputs: int = 7, table: bool = False) -> dict[str, float]:
    """Expected facts, where a closed form is known."""
    ones = np.arange(2**inputs)
    fair = binomial_pmf(len(ones) - 1, np.array([0.5]))[0]
    few = 10 * np.minimum(ones, ones[::-1]) < len(ones) - 1
    expected = {"yes": 0.5, "coins": float(fair[few].sum())}
    if depth and not table:
        return expected
    pmf = fair if table else np.full(len(ones), 1 / len(ones))
    return expected | {"constant": float(pmf[0] + pmf[-1]), "lopsided": float(pmf[few].sum())}


def figure(results: list[Result]) -> go.Figure:
    """How many nets answer yes how often: bars, the middle run; faint, all; a line, the coins. The
    two ends, where over nine questions in ten get one answer, are grey."""
    first, total = results[0], 2 ** results[0].inputs - 1
    edges = np.linspace(-0.5, total + 0.5, BINS + 1)
    across = (np.arange(BINS) + 0.5) / BINS
    every = np.array([np.histogram(r.ones, edges)[0] / NETS for r in results])
    tossed = np.median([np.histogram(r.tables, edges)[0] / NETS for r in results], axis=0)
    share = np.median([_lopsided(r.ones, total) for r in results])
    role, who = ("off", "tables") if first.table else ("learned", "nets")
    return chart(
        [
            *(band([end, end + 0.1], [0, 0], [TOP, TOP], "ink") for end in (0, 0.9)),
            bars(across, np.median(every, axis=0), role, 0.9 / BINS),
            runs(across, every, "ink"),
            line(across, tossed, "off"),
            label(0.5, tossed.max() + 0.01, "every answer a coin", "off", "top center"),
            label(0.23, 0.12, "" if first.table else "untrained nets", role, "top center"),
            label(0.5, 0.62, f"{share:.0%} of {who} are at the ends:", side="middle center"),
            label(0.5, 0.56, "one answer to nine in ten", side="middle center"),
        ],
        axis(
            "questions answered yes",
            0,
            1,
            {0: "none", 0.1: "10%", 0.5: "half", 0.9: "90%", 1: "all"},
        ),
        axis("share of nets or tables", 0, TOP, format=".0%"),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the figure shows at this setting."""
    share = f"{facts['lopsided']:.0%}"
    if facts["table"]:
        return f"Every answer a coin: {share} give one answer to over nine questions in ten"
    layers = {0: "no hidden layer", 1: "one hidden layer"}
    deep = layers.get(round(facts["depth"]), f"{facts['depth']:.0f} hidden layers")
    return f"Untrained, {deep}: {share} give one answer to over nine questions in ten"
