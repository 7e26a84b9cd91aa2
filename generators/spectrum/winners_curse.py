"""How much of the best model's score is luck?

Every model answers each of `items` exam questions correctly with its own true accuracy. The one
with the highest score is declared the champion, and then sits a second exam of the same length.
With `skill` 0 all are equally good: whatever sets the champion apart is the luck of one exam.

models    how many compete
items     questions in an exam
skill     standard deviation of true accuracy between models, a share of all questions
winner    the champion's reported score, a share of all questions
retest    the same champion's score on another exam
excess    winner minus retest: the part of the score that does not come back
thumb     the usual rule of thumb for the winner, 70 % + sqrt(2 ln models) standard deviations

Closed form: the expected maximum of independent draws of a discrete score, E[max] = sum over k of
1 - F(k)^models; Bayes' rule for the champion's true accuracy. Known as the winner's curse (Capen,
Clapp & Campbell 1971, Journal of Petroleum Technology 23(6)) and, in a line of equals, as
regression to the mean.
"""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, crowd, dots, label, line, runs
from generators.numerics.binomial import binomial_pmf
from generators.numerics.stacks import below
from generators.schema import Fact, Grid, Spread

SEEDS = range(50)
CAUSE = "the exam that chose also reports"
CAUSE_OFF = {"fresh_exam": True}  # the champion is judged by an exam that did not choose it
ACCURACY = 0.70
FIELD = 1000  # models drawn in every run; the first `models` of them compete
COLUMNS, CROWDED = (
    32,
    100,
)  # places for a sorter along the scores; from more sorters on each is a dot
# How high champions stand, and stand in the next exam, in sorters.
HIRED, NEXT = 22.6, 19
AHEAD = 20  # points of a lead whose fate is drawn

FACTS = {
    "winner": Fact("champion's score", ".1%"),
    "retest": Fact("the champion's next exam", ".1%"),
    "excess": Fact("lost between the two", ".1%"),
    "significant": Fact("sorters that a 5% test calls better", ".0f"),
}


@dataclass(frozen=True)
class Result:
    """One run. Arrays have one entry a model, in the order in which they were tried."""

    items: int
    skill: float
    fresh_exam: bool
    exam: np.ndarray  # share of questions right in the exam that chose the champion
    again: np.ndarray  # the same in the second exam
    reported: np.ndarray  # the score that is reported for a model, should it be champion
    champion: np.ndarray  # [i] = index of the champion among the first i + 1 models


def simulate(
    *,
    models: Annotated[int, Grid(1, 3, 10, 30, 100, 300, 1000, label="sorters", format=",d")] = 100,
    items: Annotated[int, Grid(100, 500, 2000, label="questions", format=",d")] = 500,
    skill: Annotated[float, Grid(0, 0.02, 0.05, label="spread of skill", format=".0%")] = 0.0,
    fresh_exam: bool = False,
    seed: int = 0,
) -> Result:
    """Let `models` compete once; see the module for units. The field is the same for every
    number of models, so that a larger field contains the smaller one."""
    rng = np.random.default_rng([seed, items])
    accuracy = np.clip(ACCURACY + skill * rng.standard_normal(FIELD), 0, 1)
    exam, again, fresh = (rng.binomial(items, accuracy)[:models] / items for _ in range(3))
    best = np.maximum.accumulate(exam)
    is_new_best = np.concatenate([[True], exam[1:] > best[:-1]])
    champion = np.maximum.accumulate(np.where(is_new_best, np.arange(models), 0))
    return Result(items, skill, fresh_exam, exam, again, fresh if fresh_exam else exam, champion)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; shares of all questions, and counts."""
    champion = result.champion[-1]
    winner, retest = float(result.reported[champion]), float(result.again[champion])
    return {
        "models": len(result.exam),
        "items": result.items,
        "skill": result.skill,
        "fresh_exam": int(result.fresh_exam),
        "accuracy": ACCURACY,
        "winner": winner,
        "retest": retest,
        "excess": winner - retest,
        "significant": int(np.sum(result.exam * result.items >= _critical(result.items) - 0.5)),
        "shrinkage": _slope(result.exam, result.again),
        "thumb": ACCURACY + math.sqrt(2 * math.log(len(result.exam)) * _noise(result.items)),
    }


def theory(
    *, models: int = 100, items: int = 500, skill: float = 0.0, fresh_exam: bool = False
) -> dict[str, float]:
    """Expected facts, exact: scores are a binomial mixed over the normal spread of skill."""
    z = np.linspace(-6, 6, 241) if skill else np.zeros(1)
    weight = np.exp(-(z**2) / 2)
    weight /= weight.sum()
    accuracy = np.clip(ACCURACY + skill * z, 0, 1 - 1e-12)
    joint = weight[:, None] * binomial_pmf(items, accuracy)  # (accuracies, scores)
    pmf = joint.sum(axis=0)
    cdf = np.minimum(np.cumsum(pmf), 1)
    best = np.diff(cdf**models, prepend=0)  # P(champion's score = k)
    truth = accuracy @ joint / np.maximum(pmf, 1e-300)  # E[accuracy | score = k]
    retest = float(best @ truth)
    winner = retest if fresh_exam else float(best @ np.arange(items + 1)) / items
    noise = (weight @ (accuracy * (1 - accuracy))) / items
    signal = weight @ accuracy**2 - (weight @ accuracy) ** 2
    return {
        "winner": winner,
        "retest": retest,
        "excess": winner - retest,
        "significant": models * float(pmf[_critical(items) :].sum()),
    } | ({"shrinkage": float(signal / (signal + noise))} if models > 1 else {})


def figure(results: list[Result]) -> go.Figure:
    """One exam, its sorters stacked by their scores, and its champion, who falls on the next exam;
    faint, how the champions of all runs fall."""
    first = results[0]
    low, high = _window(first)
    won = [r.reported[r.champion[-1]] for r in results]
    then = [r.again[r.champion[-1]] for r in results]
    others = list(zip(won, then, strict=True)) if len(results) > 1 else []
    role, s = "off" if first.fresh_exam else "scored", "s" * bool(others)
    sorters, (x, y) = _stacked(first, (won[0], HIRED))
    drop = np.linspace(0, 1, 9)
    true = "average skill" if first.skill else "true skill of all:"
    return chart(
        [
            line([ACCURACY] * 2, [0, HIRED], "ink"),
            *sorters,
            line(
                [v for pair in others for v in (*pair, None)],
                [HIRED, NEXT, None] * len(others),
                "ink",
                faint=True,
            ),
            dots(won, [HIRED] * len(won), role, size=5, faint=True),
            dots(then, [NEXT] * len(then), "wanted", size=5, faint=True),
            dots([x], [y], "scored", size=13, ring=True),
            line([x, won[0]], [y + 0.7, HIRED - 1.2], role),
            line(won[0] + (then[0] - won[0]) * drop, HIRED - (HIRED - NEXT) * drop**2, "wanted"),
            dots(won[:1], [HIRED], role, size=24, thing="sorter"),
            dots(then[:1], [NEXT], "wanted", size=24, thing="sorter"),
            label(low, 6, "one exam"),
            label(low, HIRED, "judged afresh" if first.fresh_exam else f"champion{s}"),
            label(low, NEXT, "next exam"),
        ],
        axis(f"score ({true} {ACCURACY:.0%})", low, high, format=".0%"),
        axis("", 0, HIRED + 1.6, ticks={}),
        height=300,
    )


def _stacked(
    result: Result, champion: tuple[float, float]
) -> tuple[tuple[dict, dict], tuple[float, float]]:
    """All sorters by their scores, stacked, as things that look at the champion or, where they are
    too many, as dots (one of the two is empty); and where the champion stands among them."""
    low, high = _window(result)
    right = np.round((result.exam - ACCURACY) * result.items)
    wide = math.ceil((high - low) * result.items / COLUMNS)  # scores in a column
    fine = max(1, round(math.sqrt(len(right) / CROWDED)))  # dots in the width of a sorter
    column = np.floor((right + wide / 2) / wide * fine)
    x = ACCURACY + ((column + 0.5) / fine - 0.5) * wide / result.items
    y = (below(column) + 0.5) / fine
    places, counts = np.unique(x[: len(x) if fine == 1 else 0], return_counts=True)
    apart = slice(len(x) if fine > 1 else 0)
    lead = result.champion[-1]
    return (
        crowd(places, counts, "ink", wide / result.items, champion),
        dots(x[apart], y[apart], "ink", size=3, faint=True),
    ), (x[lead], y[lead])


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    winner, retest = f"{facts['winner']:.0%}", f"{facts['retest']:.0%}"
    if facts["models"] == 1:
        return f"One sorter, nobody to beat: it scores {winner}, then {retest}"
    field = f"{facts['models']:,.0f} {'unequal' if facts['skill'] else 'equal'} sorters"
    if facts["fresh_exam"]:
        return f"{field}, the champion judged by a fresh exam: {winner}, then {retest}"
    return f"{field}: the champion scores {winner}, then retests at {retest}"


def figure_tries(results: list[Result]) -> go.Figure:
    """The champion so far, as more and more models are tried: all runs and their median."""
    tried = np.unique(np.geomspace(1, len(results[0].exam), 40).astype(int))
    best = np.array([r.reported[r.champion[tried - 1]] for r in results])
    next_exam = np.array([r.again[r.champion[tried - 1]] for r in results])
    low, high = _window(results[0])
    role = "off" if results[0].fresh_exam else "scored"
    return chart(
        [
            runs(tried, best, role),
            line(tried, np.median(best, axis=0), role, "the champion so far, reported"),
            line(tried, np.median(next_exam, axis=0), "wanted", "the same champion, next exam"),
        ],
        axis("sorters tried", 1, FIELD, log=True, format=",d"),
        axis("score", low, high, format=".0%"),
    )


def finding_tries(facts: dict[str, Spread]) -> str:
    """What the view `tries` shows at this setting."""
    tries = f"{facts['models']:,.0f} {'try' if facts['models'] == 1 else 'tries'}"
    verb = "move" if facts["fresh_exam"] else "lift"
    gained = f"{100 * (facts['winner'] - facts['accuracy']):.1f}".replace("-", "\N{MINUS SIGN}")
    return f"{tries} {verb} the score by {gained} points; the next exam is at {facts['retest']:.0%}"


def figure_shrinkage(results: list[Result]) -> go.Figure:
    """Each model's two scores, one run, its champion ringed at the score that was reported; the
    line through them in every run; and, in words, what becomes of a lead of twenty points."""
    first, lead = results[0], results[0].champion[-1]
    best = [first.reported[lead]], [first.again[lead]]
    low, high = 0.4, 0.95
    ends = np.array([low + 0.02, high - 0.02])  # so that the steepest forecast stays inside
    slopes = [_slope(r.exam, r.again) for r in results]
    middles = [(r.exam.mean(), r.again.mean()) for r in results]
    fits = [b + slope * (ends - a) for slope, (a, b) in zip(slopes, middles, strict=True)]
    forecast = np.median(fits, axis=0)
    ahead = ACCURACY + AHEAD / 100
    left = max(0, round(AHEAD * float(np.median(slopes))))
    return chart(
        [
            line(ends, ends, "ink"),
            line([ahead, ahead], [ahead, np.interp(ahead, ends, forecast)], "ink"),
            dots(first.exam, first.again, "scored", "a sorter of one run", size=4, faint=True),
            dots(*best, "off" if first.fresh_exam else "scored", "its champion", 11, ring=True),
            runs(ends, fits, "wanted"),
            line(ends, forecast, "wanted"),
            dots([ahead] * 2, [ahead, np.interp(ahead, ends, forecast)], "ink", size=7),
            label(
                high - 0.02, 0.45, f"{AHEAD} points ahead: {left} the next time", side="middle left"
            ),
            label(0.89, 0.92, "if nothing were luck", side="middle left"),
            label(low + 0.02, 0.84, "what a score predicts", "wanted"),
        ],
        axis("score in the first exam", low, high, format=".0%"),
        axis("in the second", low, high, format=".0%"),
        height=300,
    )


def finding_shrinkage(facts: dict[str, Spread]) -> str:
    """What the view `shrinkage` shows at this setting."""
    judged = " judged afresh" if facts["fresh_exam"] else ""
    survives = f"{max(0, facts['shrinkage']):.0%} of a lead survives"
    return (
        f"Skill spread by {facts['skill']:.0%}: {survives}; "
        f"a champion{judged} has {facts['winner']:.0%}, then {facts['retest']:.0%}"
    )


def _window(result: Result) -> tuple[float, float]:
    """The same axis for every number of models: 4.6 standard deviations each way."""
    half = 4.6 * math.sqrt(_noise(result.items) + result.skill**2)
    return max(0, ACCURACY - half), min(1, ACCURACY + half)


def _slope(x: np.ndarray, y: np.ndarray) -> float:
    """Least-squares slope of y on x; 0 where x does not vary."""
    deviation = x - x.mean()
    return float(deviation @ y / (deviation @ deviation)) if deviation.any() else 0.0


def _noise(items: int) -> float:
    """Variance of one score around a true accuracy of 70 %."""
    return ACCURACY * (1 - ACCURACY) / items


def _critical(items: int) -> int:
    """The fewest right answers that a one-sided exact test calls better than 70 % at p < .05."""
    tail = np.cumsum(binomial_pmf(items, np.array([ACCURACY]))[0][::-1])[::-1]
    return int(np.argmax(tail < 0.05))
