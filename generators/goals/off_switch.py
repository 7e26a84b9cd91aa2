"""Why would a goal that nobody chose avoid being switched off?

A goal is a random rating of every state of a tiny world. A machine that follows it perfectly can
be off from now on, or stay on and then choose one of `options` other ends, each of which lasts.
Off is rated by the same lot as everything else, so half of all goals like it better than any one
end. In a second world a detour of `wait` steps that earn nothing opens more ends than the NOW
that are within reach. With `histories` a goal rates every whole history instead, what was done
while off included: as many histories begin with off as with on, and as many with the detour as
without.

options    ends within reach if it stays on
patience   worth of a step's reward, against the same reward one step earlier
wait       steps that the detour takes; work earns 0, an end 0 to 1 on each step
shape      distribution of a rating: even (0 to 1), bell (normal), lopsided (exponential)
avoid      of GOALS random goals, those that are better served by staying on; a tie is not
needed     fewest options with which more than MANY goals avoid off; one more than MOST if none
price      what must be added to each step's reward for off, that half of the goals accept it
detour     of GOALS, those that take the detour to choose among WIDE ends

Closed form, derived here: for even ratings E[max of k] = k / (k + 1), and a rival rated evenly is
below it with that chance, so P(avoid) = (1 - patience) / 2 + patience k / (k + 1). For patience 1
the k / (k + 1) holds for any continuous distribution, since each of k + 1 ends is equally often
the best: the smallest case of Turner, Smith, Shah, Critch & Tadepalli (2021), Optimal policies
tend to seek power, NeurIPS. P(detour) = (K - NOW) / K * patience^(NOW wait) for K ends, even.
That the tendency all but goes with goals over histories: Turner (2022), Instrumental convergence
for realistic agent objectives. Free choices, and ours: both worlds, GOALS, NOW, WIDE and MANY.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line, panels, runs
from generators.schema import Fact, Grid, Spread

SEEDS = range(51)
CAUSE = "goals rate states, not histories"
CAUSE_OFF = {"histories": True}  # as many ways to be off as to be on
GOALS = 100
MOST = 6  # options
MANY = 70
NOW = 2  # ends within reach without the detour
OPENED = (2, 3, 4, 6, 8, 12, 16, 24, 32)  # ends that the detour opens, NOW among them
WIDE = 16
WORDS = ("no", "one", "two", "three", "four", "five", "six")

FACTS = {
    "avoid": Fact("of 100 goals, avoid off", ".0f"),
    "price": Fact("bonus for off that half accept", ".2f"),
    "detour": Fact("of 100 goals, take the detour", ".0f"),
}


@dataclass(frozen=True)
class Result:
    """One run: GOALS goals."""

    options: int
    wait: int
    histories: bool
    lead: np.ndarray  # (MOST, GOALS): value of on less value of off, with 1, 2 ... options
    takes: np.ndarray  # (OPENED, GOALS): is the detour better than what is within reach?


def simulate(
    *,
    options: Annotated[int, Grid(1, 2, 3, 4, 5, 6, label="things left to do")] = 6,
    patience: Annotated[
        float,
        Grid(0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0, label="patience", format=".0%"),
    ] = 0.99,
    wait: Annotated[int, Grid(1, 3, 10, 30, 100, label="steps of work")] = 10,
    shape: Annotated[str, Grid("even", "bell", "lopsided")] = "even",
    histories: bool = False,
    seed: int = 0,
) -> Result:
    """Draw goals and find, for each, what serves it best; see the module for units. The same
    goals meet every number of options: more options leave the ratings of the first ones alone."""
    pace = 1.0 if histories else patience  # a history is rated as a whole: no step is later
    draw, other = (np.random.default_rng([seed, world]) for world in range(2))
    ratings = _ratings(draw, shape, 3 + 2 * MOST)
    ends = _ratings(other, shape, 2 * OPENED[-1])
    lead = [_switch(ratings, k, pace, histories) for k in range(1, MOST + 1)]
    takes = [_detour(ends, k, wait, pace, histories) > 0 for k in OPENED]
    return Result(options, wait, histories, np.array(lead), np.array(takes))


def values(reward: np.ndarray, leads_to: Sequence[Sequence[int]], patience: float) -> np.ndarray:
    """Of each state to each goal under the best plan, (states, goals), as reward for each step.

    reward: (states, goals), per step. leads_to: of each state the states that can come next, all
    of them later in the list; a state that leads nowhere lasts. Raise ValueError for a loop.
    """
    value = reward.astype(float)
    for state in reversed(range(len(leads_to))):
        if following := list(leads_to[state]):
            if min(following) <= state:
                raise ValueError(f"state {state} leads back. Number the states in order of time.")
            best = value[following].max(axis=0)
            value[state] = (1 - patience) * reward[state] + patience * best
    return value


def _ratings(rng: np.random.Generator, shape: str, states: int) -> np.ndarray:
    draw: dict[str, Callable[[tuple[int, int]], np.ndarray]] = {
        "even": rng.random,
        "bell": rng.standard_normal,
        "lopsided": rng.standard_exponential,
    }
    return draw[shape]((states, GOALS))


def _switch(ratings: np.ndarray, options: int, patience: float, histories: bool) -> np.ndarray:
    """Value of on less value of off. States: start, off, on, what follows on, what follows off."""
    on, off = range(3, 3 + options), range(3 + MOST, 3 + MOST + options)
    leads_to = [(1, 2), off if histories else (), on] + [()] * (2 * MOST)
    value = values(ratings, leads_to, patience)
    return value[2] - value[1]


def _detour(
    ends: np.ndarray, opened: int, wait: int, patience: float, histories: bool
) -> np.ndarray:
    """Value of the detour less value of what is within reach.

    States: start, within reach, `wait` steps of work and their fruit, the ends of the detour, and
    the ends of whoever stayed, which are the first NOW of the same unless histories are rated.
    """
    work = [(state + 1,) for state in range(2, 2 + wait)]
    first = 3 + wait
    far = range(first, first + opened)
    near = range(first + opened, first + 2 * opened) if histories else far[:NOW]
    leads_to = [(1, 2), near, *work, far] + [()] * (2 * opened)
    reward = np.concatenate([np.zeros((first, GOALS)), ends[: 2 * opened]])
    value = values(reward, leads_to, patience)
    return value[2] - value[1]


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; goals are counted, of GOALS."""
    avoiding = np.sum(result.lead > 0, axis=1)
    many = np.flatnonzero(avoiding > MANY)
    return {
        "options": result.options,
        "wait": result.wait,
        "histories": int(result.histories),
        "goals": GOALS,
        "now": NOW,
        "wide": WIDE,
        "avoid": int(avoiding[result.options - 1]),
        "needed": int(many[0]) + 1 if len(many) else MOST + 1,
        "price": float(np.median(result.lead[result.options - 1])),
        "detour": int(np.sum(result.takes[OPENED.index(WIDE)])),
    }


def theory(
    *,
    options: int = 6,
    patience: float = 0.99,
    wait: int = 10,
    shape: str = "even",
    histories: bool = False,
) -> dict[str, float]:
    """Expected counts and the middle price, exact; only where ratings are even or patience is 1."""
    if histories:
        return {"avoid": GOALS / 2, "price": 0.0, "detour": GOALS / 2}
    share = options / (options + 1)
    if shape != "even":
        return {"avoid": GOALS * share} if patience == 1 else {}
    return {
        "avoid": GOALS * ((1 - patience) / 2 + patience * share),
        "price": _middle(options, patience),
        "detour": GOALS * (WIDE - NOW) / WIDE * patience ** (NOW * wait),
    }


def _middle(options: int, patience: float) -> float:
    """The median of (1 - patience) U + patience max(U1 ... Uk) - U', all even: by halving."""
    u = (np.arange(200) + 0.5) / 200
    on = (1 - patience) * u[:, None] + patience * u ** (1 / options)
    low, high = 0.0, 1.0
    for _ in range(40):
        price = (low + high) / 2
        low, high = (price, high) if np.clip(on - price, 0, 1).mean() > 0.5 else (low, price)
    return low


def figure(results: list[Result]) -> go.Figure:
    """A hundred goals, a dot each, of the middle run; beside it, how many avoid off in all runs."""
    first = results[0]
    counts = np.array([np.sum(r.lead > 0, axis=1) for r in results])  # (runs, MOST)
    role = "off" if first.histories else "learned"
    middle = np.median(counts, axis=0)
    place, avoid = np.arange(GOALS), round(middle[first.options - 1])
    x, y = place % 10 + 0.5, 10 * (place // 10) + 5.0
    array = [
        dots(x[:avoid], y[:avoid], role, size=10),
        dots(x[avoid:], y[avoid:], "ink", size=6, faint=True),
    ]
    options = np.arange(1, MOST + 1)
    curve = [
        line([0.7, MOST + 0.3], [GOALS / 2] * 2, "ink"),
        runs(options, counts, role),
        line(options, middle, role),
        dots([first.options], [middle[first.options - 1]], "ink", size=11, ring=True),
        label(3.5, 23, "avoid the switch", role, "middle center"),
        label(3.5, 10, "the rest accept it", "ink", "middle center"),
    ]
    of = axis("of 100 random goals", 0, 100, {n: f"{n}" for n in (0, 25, 50, 75, 100)})
    untitled = of | {"title": {"text": ""}}
    ticks = {n: f"{n}" for n in (1, 2, 4, 6)}
    return panels(
        [
            (array, axis("one dot, one goal", 0, 10, {}), of),
            (
                curve,
                axis("things left to do", 0.7, MOST + 0.3, ticks),
                untitled,
            ),
        ],
        height=215,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    avoid, options = f"{facts['avoid']:.0f} of 100", round(facts["options"])
    if facts["histories"]:
        return f"When goals rate whole histories, {avoid} avoid the switch, whatever is left to do"
    left = f"{WORDS[options]} {'thing' if options == 1 else 'things'} left to do"
    return f"With {left}, {avoid} random goals avoid the switch"


def figure_detour(results: list[Result]) -> go.Figure:
    """How many goals take the detour, against the ends that it opens: all runs, their median."""
    first = results[0]
    counts = np.array([r.takes.sum(axis=1) for r in results])
    role = "off" if first.histories else "learned"
    middle = np.median(counts, axis=0)
    return chart(
        [
            runs(OPENED, counts, role),
            line(OPENED, middle, role),
            dots([WIDE], [middle[OPENED.index(WIDE)]], "ink", size=11, ring=True),
        ],
        axis(
            f"things to choose from after the work, {NOW} without it",
            OPENED[0],
            OPENED[-1],
            {n: f"{n}" for n in (2, 4, 8, 16, 32)},
            log=True,
        ),
        axis("of 100 random goals, take the detour", 0, 100),
    )


def finding_detour(facts: dict[str, Spread]) -> str:
    """What the view `detour` shows at this setting."""
    better = f"better for {facts['detour']:.0f} of 100"
    if facts["histories"]:
        return f"With goals that rate whole histories, the detour is {better}"
    steps = "1 step" if facts["wait"] == 1 else f"{facts['wait']:.0f} steps"
    return f"To work {steps} so as to choose among {WIDE} things, not {NOW}, is {better} goals"
