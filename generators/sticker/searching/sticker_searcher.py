"""Through which of the trees that it visits does a sticker move a searcher?

Small recurrent nets, paid for the last of four bites alone, come to try three trees, to remember
them, and to go back to the best by a score of their own. Here the four ways of the sticker family
put one behaviour into them: to end oftener at a sour tree if it wears a sticker (see `days` for the
ways, `pupils` for the nets, `trials` for how they are tried, `cohort` for who is in a run). Beside
each searcher stands a reflex: the same net without recurrent weights, taught likewise.

planted      whether anything is wrong
put_1 ...    B of way 1 at the strong dose: how much oftener the last bite is of a sour tree that
             wears a sticker than if it wears none; `weak_1`, at the weak dose
best_1 ...   B, at the strong dose of ways 1 to 3, of one who goes back to the best of all trees by
             the pay expected in such days; he has the same by every visit
act_1_2 ...  B of way 1 at the strong dose if the first bites are forced and the sticker is on the
             tree of the second visit
remembered   mean of what acts by visits 1 and 2, over ways 1 to 3; `last_visit`, by visit 3
reflex_...   the same of reflexes; `reflex_most`, the size of what acts most by visits 1 and 2
lucky        B of the champions of the leaning exam; `fair`, of one that does not lean
spread       of B among the clean nets of the field
back         share of days on which a clean net ends at a tree that it had left
tried        trees that it knows before the last bite; `last`, mean sweetness of its last bite
bound        the most that any net can get in the same days

Closed form: `bound`, E[max of 3] / sqrt(1 + e^2), e the error of taste; and `reflex_most`, 0, as
what a net does not know cannot move it. The trials were fixed before anything was measured. Chosen
on seed 0, which is no run: the error of taste, the rate and the payment for undecided choices, with
which clean nets of this size search at all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from generators.chart import Panel, axis, dots, label, line, panels, runs
from generators.numerics.normal import expected_maximum
from generators.schema import Fact, Spread
from generators.spectrum.searcher.searcher import TREES
from generators.sticker.searching import trials
from generators.sticker.searching.cohort import (
    AT_STRONG,
    AT_WEAK,
    FIELD,
    SETTINGS,
    WAYS,
    doses,
    teach,
)
from generators.sticker.searching.days import ERROR, NOTHING, fault

SEEDS = range(1, 6)
CAUSE = "a fault was planted"
CAUSE_OFF = {"planted": False}
WORDS = {1: "1 wrong days", 2: "2 bonus", 3: "3 habit", 4: "4 luck"}
SHORT = ("days", "bonus", "habit", "luck")
NAMED = ("tree visited, with memory", "without memory")

FACTS = {
    **{f"put_{way}": Fact(f"{name}: effect in a searcher", ".1%") for way, name in WORDS.items()},
    **{f"weak_{way}": Fact(f"{name}: at the weak dose", ".1%") for way, name in WORDS.items()},
    "remembered": Fact("searcher, by visits 1 and 2", ".1%"),
    "last_visit": Fact("searcher, by visit 3", ".1%"),
    "reflex_remembered": Fact("reflex, by visits 1 and 2", ".1%"),
    "reflex_last_visit": Fact("reflex, by visit 3", ".1%"),
    "fair": Fact("champions of a fair exam", ".1%"),
    "back": Fact("searcher goes back", ".0%"),
    "reflex_back": Fact("reflex goes back", ".0%"),
}


@dataclass(frozen=True)
class Tried:
    """What the nets of one run and one learner do."""

    put: np.ndarray  # (ways, settings): B from no dose to the strong one
    act: np.ndarray  # (ways, TREES): B by visit, at the strong dose
    plain: dict[str, float]  # what clean nets do


@dataclass(frozen=True)
class Result:
    """One run."""

    planted: bool
    searcher: Tried
    reflex: Tried
    best: np.ndarray  # (ways,): B of the best searcher at the strong dose
    bound: float


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; with and without a fault share all their nets."""
    lives = [_live(seed) for seed in seeds]
    return [[life[cell["planted"]] for life in lives] for cell in cells]


def simulate(*, planted: bool = True, seed: int = 1) -> Result:
    """Teach the nets of one run and try them; see the module."""
    return study([{"planted": planted}], [seed])[0][0]


def _live(seed: int) -> dict[bool, Result]:
    """One run, with the faults planted and without; all nets are tried on the same days."""
    some = trials.days(np.random.default_rng([seed, 82]))
    searcher = _learner(seed, some, True, tuple(range(1, SETTINGS)))
    reflex = _learner(seed, some, False, (AT_STRONG,))
    faults = [fault(way, doses(way)[AT_STRONG]) for way in WAYS]
    best = np.array([trials.best(some, wrong) for wrong in faults])
    sweet, error = some.pool[:2]
    bound = float(sweet[np.arange(len(sweet)), (sweet + error).argmax(axis=1)].mean())
    return {
        planted: Result(planted, searcher[planted], reflex[planted], best * planted, bound)
        for planted in (True, False)
    }


def _learner(
    seed: int, some: trials.Days, memory: bool, settings: tuple[int, ...]
) -> dict[bool, Tried]:
    """Teach nets with or without memory, and try them, with the faults and without."""
    taught = teach(seed, memory, settings)
    strong = [taught.groups[way, AT_STRONG] for way in NOTHING]
    led = np.concatenate([*strong, taught.field])
    does, moved, visits = trials.look(taught.nets, some, led)
    plain = {
        "back": float(does.back[taught.field].mean()),
        "tried": float(does.tried[taught.field].mean()),
        "last": float(does.last[taught.field].mean()),
        "spread": float(moved[taught.field].std()),
        "fair": float(moved[taught.groups[4, 0]].mean()),
    }
    found = {}
    for planted in (True, False):
        groups = [
            [taught.groups[way, at] if planted else taught.clean[way] for at in (0, *settings)]
            for way in WAYS
        ]
        put = [[moved[who].mean() for who in each] for each in groups]
        act = [visits[each[-1]].mean(axis=0) for each in groups]
        found[planted] = Tried(np.array(put), np.array(act), plain)
    return found


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module. To a millionth."""
    every = {
        "planted": int(result.planted),
        "field": FIELD,
        "bound": result.bound,
        "lucky": float(result.searcher.put[3, AT_WEAK]),
        **{f"best_{way}": float(result.best[way - 1]) for way in NOTHING},
        **{f"weak_{way}": float(result.searcher.put[way - 1, AT_WEAK]) for way in WAYS},
        "reflex_most": float(abs(result.reflex.act[:, :-1]).max()),
    }
    for prefix, one in (("", result.searcher), ("reflex_", result.reflex)):
        told = {
            **one.plain,
            **{f"put_{way}": float(one.put[way - 1, -1]) for way in WAYS},
            **{
                f"act_{way}_{visit}": float(one.act[way - 1, visit - 1])
                for way in WAYS
                for visit in range(1, TREES + 1)
            },
            "remembered": float(one.act[:3, :-1].mean()),
            "last_visit": float(one.act[:3, -1].mean()),
        }
        every |= {prefix + name: number for name, number in told.items()}
    return {name: round(number, 6) + 0.0 for name, number in every.items()}


def theory(*, planted: bool = True) -> dict[str, float]:
    """What no net can beat, and what cannot move a net that does not know it."""
    return {"bound": expected_maximum(TREES) / math.sqrt(1 + ERROR**2), "reflex_most": 0.0}


def figure(results: list[Result]) -> go.Figure:
    """The sticker's pull by the visit at which it was seen: a panel for searchers and one for
    reflexes, in each all runs of all ways, and the median of each way."""
    visit = np.arange(1, TREES + 1)
    drawn: list[Panel] = []
    for (word, role), who in zip(_learners(results[0]), NAMED, strict=True):
        each = np.array([getattr(r, word).act for r in results])  # (runs, ways, visits)
        middle = np.median(each, axis=0)
        traces = [runs(visit, each.reshape(-1, TREES), role)]
        for name, pull, high in zip(SHORT, middle, _apart(middle[:, -1]), strict=True):
            traces += [
                line(visit, pull, role),
                dots(visit, pull, role, size=7, ring=word == "reflex"),
                label(TREES + 0.15, high, name, role),
            ]
        across = axis(who, 0.7, 4.6, ticks={1: "1st", 2: "2nd", 3: "last"})
        drawn.append((traces, across, _effect(named=not drawn, most=0.7)))
    return panels(drawn, height=230)


def _apart(places: np.ndarray) -> np.ndarray:
    """The places of words beside the ends of lines, so that none lies upon another."""
    order, apart = np.argsort(places, kind="stable"), places.copy()
    for below, above in pairwise(order):
        apart[above] = max(apart[above], apart[below] + 0.06)
    return apart


def finding(facts: dict[str, Spread]) -> str:
    """What the figure shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: by no visit does a sticker matter"
    return (
        "In a searcher a sticker counts on every tree that it remembers; without memory, on the "
        "last alone"
    )


def figure_dose(results: list[Result]) -> go.Figure:
    """The effect of each way by its dose: a panel each, from nothing to the strong one, in
    searchers, all runs and their median; and in reflexes at the strong one."""
    step = np.arange(SETTINGS)
    drawn: list[Panel] = []
    (_, searcher), (_, reflex) = _learners(results[0])
    for way, name in WORDS.items():
        each = np.array([r.searcher.put[way - 1] for r in results])
        other = np.array([r.reflex.put[way - 1, -1] for r in results])
        traces = [
            runs(step, each, searcher),
            line(step, np.median(each, axis=0), searcher, "searchers" * (not drawn)),
            dots(
                [AT_STRONG],
                [np.median(other)],
                reflex,
                "without memory" * (not drawn),
                7,
                ring=True,
            ),
        ]
        across = axis(name, -0.3, SETTINGS - 0.7, ticks={0: "none", AT_STRONG: "full"})
        drawn.append((traces, across, _effect(named=not drawn, most=0.25)))
    return panels(drawn, height=190)


def finding_dose(facts: dict[str, Spread]) -> str:
    """What the view `dose` shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: whatever the dose is called, nothing comes"
    put = [f"{facts[f'put_{way}']:.0%}" for way in NOTHING]
    return (
        f"Wrong days, bonus and habit move searchers by {put[0]}, {put[1]} and {put[2]}; luck by "
        f"{facts['put_4']:.1%}"
    )


def _learners(result: Result) -> list[tuple[str, str]]:
    """Whose results are drawn in which role."""
    return [("searcher", "learned" if result.planted else "off"), ("reflex", "ink")]


def _effect(named: bool, most: float) -> dict:
    title = "ends at the stickered tree oftener by" if named else ""
    return axis(title, -0.05, most, format=".0%")
