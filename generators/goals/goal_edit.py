"""Would a goal let itself be changed?

A goal is a random rating of `options` ends. Whoever holds it will choose the end that it rates
highest. Before that it is offered an edit: another goal, whose ratings go with the old ones with
correlation `likeness`, would choose instead. The offer is judged by the goal that is asked, the
old one. It refuses if the new goal would choose an end that it likes less, and does not mind if
both choose alike. With `powerless` the new goal is never asked to choose anything.

options    ends that can be chosen, rated from a standard normal distribution
likeness   correlation of the new ratings with the old: 1 the same goal, 0 an unrelated one
histories  an end after an edit and the same end without one are rated apart
refuse     of GOALS random goals, those that the edit would serve worse
welcome    of GOALS, those that it would serve better; the rest do not mind
loss       what an old goal would lose by the edit, mean over all goals, in standard deviations of
           a rating: the bribe that it would need
share      the same, as a share of what it would get by choosing itself
half       likeness below which more than half of the goals refuse; 0 if there is none

Closed form, derived here: the new goal's choice depends on the old ratings only through its own,
and E[old | new] = likeness * new; so the choice is worth likeness * E[max of k] to the old goal,
and the loss is (1 - likeness) E[max of k]. Both choose alike with k times the chance that one end
is the best for both; for two ends refusals are arccos(likeness) / pi, the share of pairs of
correlated normal numbers whose signs differ. That random desires lean towards keeping themselves:
Gallow (2023), Instrumental convergence? (draft). Free choices, and ours: normal ratings, GOALS,
and an edit that leaves the spread of the ratings alone.
"""

import functools
import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, line, role_of, runs
from generators.numerics.normal import expected_maximum
from generators.schema import Fact, Grid, Spread

SEEDS = range(31)
CAUSE = "the new goal will choose"
CAUSE_OFF = {"powerless": True}  # the words change and nothing that is done
GOALS = 100
SWEEP = np.array([0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 0.99, 0.995, 1])

FACTS = {
    "refuse": Fact("of 100 goals, refuse the edit", ".0f"),
    "welcome": Fact("of 100 goals, welcome it", ".0f"),
    "loss": Fact("the bribe needed", ".2f"),
    "share": Fact("lost of what it would get", ".0%"),
}


@dataclass(frozen=True)
class Result:
    """One run: GOALS goals."""

    options: int
    likeness: float
    powerless: bool
    kept: np.ndarray  # (GOALS,): the old goal's rating of its own choice
    edited: np.ndarray  # (GOALS,): its rating of the new goal's choice
    sweep: np.ndarray  # (SWEEP, GOALS): the same at other likenesses


def simulate(
    *,
    likeness: Annotated[
        float,
        Grid(0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0, label="likeness", format=".2f"),
    ] = 0.9,
    options: Annotated[int, Grid(2, 3, 6, 12, 24, label="things to choose from")] = 6,
    histories: bool = False,
    powerless: bool = False,
    seed: int = 0,
) -> Result:
    """Offer every goal one edit; see the module for units. The same goals and the same new
    tastes meet every likeness."""
    rng = np.random.default_rng([seed, options])
    before, tastes, apart = rng.standard_normal((3, GOALS, options))
    after = apart if histories else before

    def choice(likeness: float) -> np.ndarray:
        """The old goal's rating of the end that is chosen after the edit."""
        new = likeness * after + math.sqrt(1 - likeness**2) * tastes
        end = (after if powerless else new).argmax(axis=1)
        return np.take_along_axis(after, end[:, None], 1)[:, 0]

    sweep = np.array([choice(likeness) for likeness in SWEEP])
    return Result(options, likeness, powerless, before.max(axis=1), choice(likeness), sweep)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; goals are counted, of GOALS."""
    loss = float(np.mean(result.kept - result.edited))
    return {
        "options": result.options,
        "likeness": result.likeness,
        "powerless": int(result.powerless),
        "goals": GOALS,
        "refuse": int(np.sum(result.edited < result.kept)),
        "welcome": int(np.sum(result.edited > result.kept)),
        "loss": loss,
        "share": loss / float(np.mean(result.kept)),
        "half": _half(np.sum(result.sweep < result.kept, axis=1)),
    }


def theory(
    *, likeness: float = 0.9, options: int = 6, histories: bool = False, powerless: bool = False
) -> dict[str, float]:
    """Expected facts; refusals by quadrature, to a tenth of a goal, where no history is rated."""
    best = expected_maximum(options)
    loss = 0.0 if powerless else (1 - likeness) * best
    exact = {"loss": loss, "share": loss / best}
    if histories:
        return exact
    differ = 0.0 if powerless else 1 - _alike(likeness, options)
    return exact | {"refuse": GOALS * differ, "welcome": 0.0}


@functools.lru_cache(maxsize=64)
def _alike(likeness: float, options: int) -> float:
    """Chance that both goals choose the same end.

    The end that both rate best has an old rating x and a new one likeness * x + rest * z; `beaten`
    is the chance that any other end is rated less by both, summed over how much less by the old.
    """
    rest = math.sqrt(1 - likeness**2)
    if rest == 0:
        return 1.0
    fine = np.linspace(-9, 9, 18001)
    cdf = np.array([0.5 * math.erfc(-t / math.sqrt(2)) for t in fine])
    step = 0.1
    z = np.arange(-6, 6 + step / 2, step)
    pdf = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    beaten = np.zeros((len(z), len(z)))  # (x, z)
    for less in np.arange(step / 2, 12, step):
        density = np.exp(-((z - less) ** 2) / 2) / math.sqrt(2 * math.pi)
        beaten += step * np.outer(density, np.interp(z + likeness * less / rest, fine, cdf))
    return float(options * step**2 * (pdf @ beaten ** (options - 1) @ pdf))


def _half(refusals: np.ndarray) -> float:
    """Where refusals last fall through half of all goals as likeness grows; 0 if nowhere."""
    above = np.flatnonzero(refusals > GOALS / 2)
    if not len(above):
        return 0.0
    at = min(above[-1], len(SWEEP) - 2)
    high, low = refusals[at], refusals[at + 1]
    way = (high - GOALS / 2) / max(high - low, 1)
    return float(min(1.0, SWEEP[at] + way * (SWEEP[at + 1] - SWEEP[at])))


def figure(results: list[Result]) -> go.Figure:
    """How many goals refuse, against the likeness of the new goal: all runs and their median."""
    first = results[0]
    counts = np.array([np.sum(r.sweep < r.kept, axis=1) for r in results])
    here = np.median([np.sum(r.edited < r.kept) for r in results])
    role = role_of(first, CAUSE_OFF)
    return chart(
        [
            runs(SWEEP, counts, role),
            line(SWEEP, np.median(counts, axis=0), role),
            dots([first.likeness], [here], "ink", size=11, ring=True),
        ],
        _likeness(),
        axis("of 100 random goals, refuse", -5, 100, {n: f"{n}" for n in (0, 25, 50, 75, 100)}),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    refused = f"refused by {_count(facts['refuse'])}"
    if facts["powerless"]:
        return f"If the new goal never gets to choose, the edit is {refused} of 100 goals"
    if facts["likeness"] == 1:
        return f"An edit that changes nothing is {refused} of 100 goals"
    kind = f"A new goal of likeness {facts['likeness']:g}"
    if not facts["likeness"]:
        kind = "An unrelated new goal"
    return f"{kind} is {refused} of 100 goals, welcomed by {_count(facts['welcome'])}"


def figure_price(results: list[Result]) -> go.Figure:
    """What the old goal gets if it is kept, and if it is edited: all runs and their medians."""
    first, role = results[0], role_of(results[0], CAUSE_OFF)
    kept = np.array([np.full(len(SWEEP), r.kept.mean()) for r in results])
    edited = np.array([r.sweep.mean(axis=1) for r in results])
    here = np.median([r.edited.mean() for r in results])
    top = float(np.median(kept))
    return chart(
        [
            runs(SWEEP[[0, -1]], kept[:, [0, -1]], "wanted"),
            runs(SWEEP, edited, role),
            line(SWEEP[[0, -1]], [top, top], "wanted", "if it keeps its choice"),
            line(SWEEP, np.median(edited, axis=0), role, "if the edited goal chooses"),
            dots([first.likeness], [here], "ink", size=11, ring=True),
        ],
        _likeness(),
        axis("what the old goal gets", -0.4, 2.4, {0: "blind", 1: "1", 2: "2"}),
    )


def finding_price(facts: dict[str, Spread]) -> str:
    """What the view `price` shows at this setting."""
    share = f"{abs(facts['share']):.0%}"
    if facts["powerless"]:
        return f"If the new goal never gets to choose, the edit costs the old goal {share}"
    if not facts["likeness"]:
        return "An unrelated goal chooses as if blind, and the old goal loses all it could get"
    return f"An edit to likeness {facts['likeness']:g} costs a goal {share} of what it could get"


def _count(goals: float) -> str:
    return f"{goals:.0f}" if goals else "none"


def _likeness() -> dict:
    return axis("likeness of the new goal to the old", 0, 1.03, {0: "0", 0.5: "0.5", 1: "1"})
