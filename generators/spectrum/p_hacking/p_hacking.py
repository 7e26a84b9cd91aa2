"""How often does a study of nothing find something, if its author may choose the analysis?

Two groups of 20 people differ in nothing at all. One analysis, fixed beforehand, finds a difference
at p < alpha in a share alpha of such studies; that is what alpha means. Now let the author take
liberties, run every analysis that they permit, and report a find if any of them has p < alpha.

A         a second outcome, correlated .5 with the first: either one, or their mean
B         10 more people in each group: look before, and look after
C         each person's gender, by a fair coin: leave it out, control for it, or let it interact
D         a third group: compare any two, or fit a line through all three
options   how many of the four, in this order
analyses  p values at hand: the product of 3 outcomes, 2 looks, 4 p values with gender, 4 contrasts
found     share of studies with at least one p < alpha
first     of the first study of a run, 1 if it has a find to report; `first_p`, its p value
drawn     of the ten studies of each run that are drawn one by one, those with a find to report
coding    how gender stands in the interaction model: "dummy" is 0 and 1, "effect" is -1 and 1

The situations are those of Table 1 in Simmons, Nelson & Simonsohn 2011, "False-Positive Psychology"
(Psychological Science 22(11), 1359-1366, doi 10.1177/0956797611417632), 15,000 studies a number.
Two choices that its note leaves open are ours. Gender: with 0 and 1 the model's test of the group
is one among men, with -1 and 1 one of the mean of both genders. Combinations: every liberty is
crossed with every other, the line through three groups included.

Closed form: alpha for one analysis. In large samples, the analyses of A, and of B, are projections
of a round normal cloud in the plane, in directions at fixed angles. The share found is the mean
over the circle of exp(-z^2 / 2 m), where z is the two-sided critical value and m the squared cosine
to the nearest direction. A: 0, 30 and 60 degrees; B: 0 and acos sqrt(2/3).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, bars, chart, dots, label, line
from generators.numerics.stacks import below
from generators.schema import Fact, Grid, Spread, grid
from generators.spectrum.p_hacking.student import Tail, tail, two_sided

SEEDS = range(20)
CAUSE = "choosing among analyses after seeing them"
CAUSE_OFF = {"blind": True}  # of the same analyses, one is drawn by lot before the data are seen
STUDIES = 2500  # in one run
DRAWN = 10  # of them, drawn one by one
BIN, ABREAST = 0.05, 4  # how wide a stack of studies is, in p and in studies
HIGH = 150  # studies that a stack has room for
PROMISED = "what chance promises"
FIRST, ALL = 20, 30  # people in a group at the first look and at the second
LEVELS = ("one", "a", "ab", "abc", "abcd")
ROWS = ("one", "a", "b", "c", "d", "ab", "abc", "abcd")
CONTRASTS = ({0: 0, 1: 1}, {0: 0, 2: 1}, {1: 0, 2: 1}, {0: -1, 1: 0, 2: 1})  # group: its code
FREEDOMS = [  # people less columns of the design, in every fit
    groups * people - columns
    for groups in (2, 3)
    for people in (FIRST, ALL)
    for columns in (2, 3, 4)
]
LIBERTIES = ("none", "outcome", "people", "gender", "group")
PUBLISHED = {  # Table 1: per cent of studies, at each alpha, in the order of ROWS from "a" on
    0.1: (17.8, 14.5, 21.6, 23.2, 26.0, 50.9, 81.5),
    0.05: (9.5, 7.7, 11.7, 12.6, 14.4, 30.9, 60.7),
    0.01: (2.2, 1.6, 2.7, 2.8, 3.3, 8.4, 21.5),
}

FACTS = {
    "found": Fact("studies of nothing that find something", ".1%"),
    "analyses": Fact("analyses to choose from", ".0f"),
    "independent": Fact("the same, were no two analyses alike", ".1%"),
    "one": Fact("no liberty", ".1%"),
    "a": Fact("A: two outcomes", ".1%"),
    "b": Fact("B: ten more people", ".1%"),
    "c": Fact("C: gender", ".1%"),
    "d": Fact("D: a third group", ".1%"),
    "ab": Fact("A and B", ".1%"),
    "abc": Fact("A, B and C", ".1%"),
    "abcd": Fact("all four", ".1%"),
}


@dataclass(frozen=True)
class Result:
    """One run: shares of its studies that find something, {coding: {row: share}}."""

    options: int
    alpha: float
    coding: str
    blind: bool
    shares: dict[str, dict[str, float]]
    reported: tuple[float, ...]  # p of the studies that are drawn one by one, DRAWN of them
    every: tuple[float, ...]  # p of each analysis of the first of them


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every setting is another look at the same studies."""
    tails = {freedom: tail(freedom) for freedom in FREEDOMS}
    every = [_look(cells, *_reported(seed, tails)) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _look(
    cells: Sequence[dict], reported: dict[tuple[str, str, bool], np.ndarray], first: np.ndarray
) -> list[Result]:
    """The result of one run for each cell; first: p of every analysis of its first study."""
    found = []
    for cell in cells:
        shares = {
            code: {
                row: float(np.mean(reported[code, row, cell["blind"]] < cell["alpha"]))
                for row in ROWS
            }
            for code in CODINGS
        }
        level, code = LEVELS[cell["options"]], cell["coding"]
        drawn = reported[code, level, cell["blind"]][:DRAWN].tolist()
        every = first[np.ix_(*_menu(level, code))].ravel().tolist()
        found.append(Result(**cell, shares=shares, reported=tuple(drawn), every=tuple(every)))
    return found


def simulate(
    *,
    options: Annotated[int, Grid(0, 1, 2, 3, 4, label="liberties")] = 4,
    alpha: Annotated[float, Grid(0.01, 0.05, 0.1, label="p below", format="g")] = 0.05,
    coding: Annotated[str, Grid("dummy", "effect", label="gender coded as")] = "dummy",
    blind: bool = False,
    seed: int = 0,
) -> Result:
    """Analyse 2,500 studies of nothing in every way that each row of the table permits."""
    cell = {"options": options, "alpha": alpha, "coding": coding, "blind": blind}
    return study([cell], [seed])[0][0]


CODINGS = grid(simulate, "coding")


def _reported(
    seed: int, tails: dict[int, Tail]
) -> tuple[dict[tuple[str, str, bool], np.ndarray], np.ndarray]:
    """The p value that each study reports, by coding, row and whether it was drawn blindly; and p
    of every analysis of the first study."""
    rng = np.random.default_rng([seed])
    p_values = _p_values(rng, tails)
    reported = {}
    for coding in CODINGS:
        for row in ROWS:
            permitted = p_values[np.ix_(*_menu(row, coding))].reshape(-1, STUDIES)
            lot = rng.integers(len(permitted), size=STUDIES)
            reported[coding, row, False] = permitted.min(axis=0)
            reported[coding, row, True] = permitted[lot, np.arange(STUDIES)]
    return reported, p_values[..., 0]


def _menu(row: str, coding: str) -> tuple[list[int], ...]:
    """Which looks, contrasts, kinds of test and outcomes a row permits."""
    kinds = [0, 1, 2, 3 + CODINGS.index(coding)]
    return (
        [0, 1] if "b" in row else [0],
        list(range(4)) if row in ("d", "abcd") else [0],
        kinds if "c" in row else [0],
        [0, 1, 2] if row.startswith("a") else [0],
    )


def _p_values(rng: np.random.Generator, tails: dict[int, Tail]) -> np.ndarray:
    """p of every analysis of every study: (looks, contrasts, kinds of test, outcomes, studies).

    Kinds: without gender, with it, its interaction, and the group beside the interaction with
    gender as 0 and 1, then as -1 and 1. All are least squares, from sums over group and gender.
    """
    outcome = rng.standard_normal((STUDIES, 2, 3, ALL))  # study, outcome, group, person
    outcome[:, 1] = 0.5 * outcome[:, 0] + math.sqrt(0.75) * outcome[:, 1]
    outcome = np.concatenate([outcome, outcome.mean(axis=1, keepdims=True)], axis=1)
    female = rng.random((STUDIES, 3, ALL)) < 0.5
    p = np.zeros((2, len(CONTRASTS), 5, 3, STUDIES))
    for look, people in enumerate((FIRST, ALL)):
        seen, women = outcome[..., :people], female[..., :people]
        counts, sums = women.sum(axis=2), (seen * women[:, None]).sum(axis=3)
        counts = np.stack([people - counts, counts], axis=2)  # study, group, gender
        sums = np.stack([seen.sum(axis=3) - sums, sums], axis=3)  # study, outcome, group, gender
        squares = (seen**2).sum(axis=3)
        for at, codes in enumerate(CONTRASTS):
            groups = list(codes)
            cells = (
                tails,
                counts[:, groups].reshape(STUDIES, -1),
                sums[:, :, groups].reshape(STUDIES, 3, -1).swapaxes(1, 2),
                squares[:, :, groups].sum(axis=2),
            )
            group = np.repeat([float(codes[g]) for g in groups], 2)
            gender, one = np.tile([0.0, 1.0], len(groups)), np.ones(2 * len(groups))
            sign = 2 * gender - 1
            p[look, at, :1] = _fit(*cells, [one, group], [1])
            p[look, at, 1:2] = _fit(*cells, [one, group, gender], [1])
            p[look, at, 2:4] = _fit(*cells, [one, group, gender, group * gender], [3, 1])
            p[look, at, 4:] = _fit(*cells, [one, group, sign, group * sign], [1])
    return p


def _fit(
    tails: dict[int, Tail],
    counts: np.ndarray,
    sums: np.ndarray,
    squares: np.ndarray,
    columns: list[np.ndarray],
    tested: list[int],
) -> np.ndarray:
    """p values of some coefficients in a least-squares fit: (tested, outcomes, studies).

    counts are people by (study, cell), sums of outcomes by (study, cell, outcome), squares summed
    by (study, outcome); columns give the design, one number for each cell. Where a cell that is
    needed is empty there is no fit, and p is 1.
    """
    design = np.stack(columns, axis=1)
    gram = (design.T * counts[:, None, :]) @ design
    solvable = np.linalg.det(gram) > 0.5  # a whole number, as all codes are
    inverse = np.linalg.inv(np.where(solvable[:, None, None], gram, np.eye(len(columns))))
    moments = design.T @ sums
    slopes = inverse @ moments
    freedom = int(counts[0].sum()) - len(columns)
    variance = np.maximum(squares - (slopes * moments).sum(axis=1), 0) / freedom
    scale = np.sqrt(inverse[:, tested, tested][:, :, None] * variance[:, None, :])
    t = np.abs(slopes[:, tested]) / np.maximum(scale, 1e-300)
    return np.where(solvable[:, None, None], two_sided(t, tails[freedom]), 1).transpose(1, 2, 0)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote: shares of its studies, and counts."""
    level, shares = LEVELS[result.options], result.shares[result.coding]
    analyses = math.prod(map(len, _menu(level, result.coding)))
    return {
        "options": result.options,
        "alpha": result.alpha,
        "blind": int(result.blind),
        "studies": STUDIES,
        "analyses": analyses,
        "found": shares[level],
        "first": int(result.reported[0] < result.alpha),
        "first_p": result.reported[0],
        "drawn": sum(p < result.alpha for p in result.reported),
        "independent": 1 - (1 - result.alpha) ** analyses,
        **{f"all_{coding}": result.shares[coding]["abcd"] for coding in CODINGS},
        **shares,
    }


def theory(
    *, options: int = 4, alpha: float = 0.05, coding: str = "dummy", blind: bool = False
) -> dict[str, float]:
    """Shares expected: alpha for one analysis, and in large samples for A alone and B alone."""
    expected = {"one": alpha}
    if blind:
        return dict.fromkeys(("found", *ROWS), alpha)
    expected["a"] = _over_the_circle(alpha, [0, math.pi / 6, math.pi / 3])
    expected["b"] = _over_the_circle(alpha, [0, math.acos(math.sqrt(FIRST / ALL))])
    if LEVELS[options] in expected:
        expected["found"] = expected[LEVELS[options]]
    return expected


def _over_the_circle(alpha: float, angles: list[float]) -> float:
    """Share found by analyses in these directions of the plane; see the module."""
    critical = NormalDist().inv_cdf(1 - alpha / 2)
    turn = np.linspace(0, 2 * math.pi, 7200, endpoint=False)
    nearest = np.max(np.cos(turn[:, None] - np.array(angles)) ** 2, axis=1)
    return float(np.mean(np.exp(-(critical**2) / 2 / nearest)))


def figure(results: list[Result]) -> go.Figure:
    """Of 100 studies of nothing, those that find something, as liberties are added: the bars are
    medians over the runs, each dot is one run."""
    first = results[0]
    taken = np.arange(first.options + 1)
    found = [[r.shares[r.coding][LEVELS[n]] for n in taken] for r in results]
    return chart(
        [
            *_columns(taken, found, 0.8, "off" if first.blind else "scored", "find something"),
            line([-0.6, 4.6], [100 * first.alpha] * 2, "wanted", "promised"),
        ],
        axis("liberties taken, one after another", -0.6, 4.6, dict(enumerate(LIBERTIES))),
        axis("of 100 studies of nothing", 0, 100),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    count = f"{100 * facts['found']:.0f}"
    some = f"{count} of 100 studies of nothing find{'s' * (count == '1')} something"
    if facts["options"] == 0:
        return f"One analysis, fixed beforehand: {some}"
    if facts["blind"]:
        return f"With one of {facts['analyses']:.0f} analyses drawn blindly, {some}"
    return f"With {facts['analyses']:.0f} analyses to choose from, {some}"


def figure_study(results: list[Result]) -> go.Figure:
    """Studies by the p value that they report, each a dot, stacked: ten of each run; or, of one
    run, all analyses of its first study, one above another, and ringed the one that it reports."""
    first, one = results[0], len(results) == 1
    p = np.array(first.every if one else [p for r in results for p in r.reported])
    x, y = (p, HIGH * (np.arange(len(p)) + 1) / (len(p) + 1)) if one else _stacks(p)
    found, role = p < first.alpha, "off" if first.blind else "scored"
    chosen = np.flatnonzero(p == first.reported[0])[: int(one)]
    at, high, told = first.alpha, max(y[found], default=0) + 10, f"{found.sum()} of {len(p)}"
    if one:
        at, high, told = x[chosen[0]], y[chosen[0]], f"p = {first.reported[0]:.3f}"
    side = 1 if at < 0.5 else -1
    return chart(
        [
            band([0, first.alpha], [0, 0], [HIGH, HIGH], "wanted", "counts as a find"),
            line([] if one else [0, 1], [] if one else [len(p) * BIN] * 2, "wanted", PROMISED),
            dots(x[~found], y[~found], "ink", size=3),
            dots(x[found], y[found], role, size=3),
            dots(x[chosen], y[chosen], role, size=13, ring=True),
            label(at + 0.03 * side, high, told, side=f"middle {'right' if side > 0 else 'left'}"),
        ],
        axis("p value", -0.025, 1.025, {0.05: ".05", 0.25: ".25", 0.5: ".5", 0.75: ".75", 1: "1"}),
        axis("", -4, HIGH + 4, ticks={}),
    )


def _stacks(p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A place for each of many p values: in its stack, in the order in which they come, the lowest
    row first; a stack is as high as it has values."""
    stack = np.minimum(np.floor(p / BIN), round(1 / BIN) - 1)
    row, place = np.divmod(below(stack), ABREAST)
    return (stack + (place + 0.5) / ABREAST) * BIN, (row + 0.5) * ABREAST


def finding_study(facts: dict[str, Spread]) -> str:
    """What the view `study` shows at this setting."""
    runs, analyses = len(facts["found"].seeds), facts["analyses"]
    if runs == 1:
        which = "One drawn blindly" if facts["blind"] else "The best"
        how = f"{which} of {analyses:.0f} analyses" if analyses > 1 else "The one analysis"
        verdict = "significant!" if facts["first"] else "nothing to report"
        return f"{how} has p = {facts['first_p']:.3f}: {verdict}"
    drawn = f"{sum(facts['drawn'].seeds):.0f} of {runs * DRAWN} studies of nothing"
    return f"{drawn} find something, and chance promised {runs * DRAWN * facts['alpha']:.0f}"


def figure_coding(results: list[Result]) -> go.Figure:
    """The rows of the table that use gender: as published, and with gender in either coding."""
    first, rows, at = results[0], ("c", "abc", "abcd"), np.arange(3)
    role = "off" if first.blind else "scored"
    table = dict(zip(ROWS[1:], PUBLISHED.get(first.alpha, [0] * 7), strict=True))
    found = {c: [[r.shares[c][row] for row in rows] for r in results] for c in CODINGS}
    return chart(
        [
            bars(at - 0.27, [table[row] for row in rows], "ink", 0.24, "published", faint=True),
            *_columns(at, found["dummy"], 0.24, role, "gender as 0 or 1"),
            *_columns(
                at + 0.27, found["effect"], 0.24, role, "as \N{MINUS SIGN}1 or 1", faint=True
            ),
        ],
        axis("liberties taken", -0.6, 2.6, {0: "gender", 1: "first three", 2: "all four"}),
        axis("of 100 studies of nothing", 0, 100),
    )


def finding_coding(facts: dict[str, Spread]) -> str:
    """What the view `coding` shows at this setting."""
    dummy, effect = (f"{100 * facts[f'all_{coding}']:.0f}" for coding in CODINGS)
    if facts["blind"]:
        return f"One analysis drawn blindly: {dummy} of 100 studies, {effect} with the other coding"
    return (
        f"All four liberties, gender as 0 or 1: {dummy} of 100; as \N{MINUS SIGN}1 or 1: {effect}"
    )


def _columns(
    at: np.ndarray, shares: list, width: float, role: str, name: str, faint: bool = False
) -> list:
    """Bars at the medians over the runs, and a dot for each run; shares has one row a run."""
    found = 100 * np.array(shares)
    across = width / 3 * np.linspace(-1, 1, len(found)) if len(found) > 1 else np.zeros(1)
    return [
        bars(at, np.median(found, axis=0), role, width, name, faint),
        dots(np.add.outer(across, at).ravel(), found.ravel(), "ink", size=2),
    ]
