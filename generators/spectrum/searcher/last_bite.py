"""Does training make a searcher, and what does it search for?

A small recurrent net is paid for the last of four bites alone (see `searcher`). It comes to try
all three trees, to remember them, and to go back to the best by a score of its own, made of taste
and redness. Then redness changes its meaning, and nothing is trained again.

noise        spread of the error of taste; with 0 sweetness itself is tasted
taught       how redness goes with sweetness where it learns: 0.9, or not at all
memory       whether the state reaches the next bite; without, the net knows its last bite alone
later        what red means afterwards: still sweet, nothing any more, or sour
last         mean sweetness of the last bite where it learned; a blind pick has 0
bound        the same for one who tries every tree and goes back to the best by E[t | s, p]
then         mean sweetness of the last bite afterwards; `bound_then`, as `bound`
back         share of days on which the last bite is of a tree that the net had left
tried        trees known before the last bite, of three
aim          direction of its last choice, degrees: 0 taste alone, 90 redness alone
by_index     share of last bites at the known tree with the best index; `by_sweetness` likewise
sweetest     share of last bites at the sweetest of the three trees, afterwards; `sourest`
breakeven    correlation below which its last bite is worse than a blind pick; -1 if there is none
reads        share of the variance of a known tree's index that one linear rule reads from its
             state, on new days; `reads_nothing` of a tree that is not yet known
left_alone   share of days on which it ends at a given tree of two that it knows; `pushed_up`,
             `pushed_down`, if its state is moved as if the tree were 2 sweeter, or less sweet;
             `pushed_anyhow` by random moves of the same length; `pushed_by_rule` along the rule
reflex       most, over training, by which its second bite stays oftener with a good tree than with
             a bad one; `reflex_end` in the end
half_paid    first step looked at by which it earns half of what it does in the end; `half_back`, by
             which it goes back on half as many days as in the end; `lag`, steps between the two
kept_1       on the day shown, its own score of the first tree before its last bite, read from its
             state; 0, as of any tree, where it has not bitten it; `kept_2`, `kept_3`
day_back     on that day, 1 if it goes back to a tree that it had left, `day_stays`, 1 if it stays
             where it is; `day_end`, the tree at which it ends, from 0; `day_own`, 1 if that is the
             best by its own score, `day_best`, by the index, `day_sweetest`, `day_sourest`
more_...     share of nets taught with perfect taste that have less of a statistic, each watched in
             its own training world: `more_last`, `more_tried`, `more_back`, `more_settled` (the
             bite from which the tree stays the same), `more_favourite` (the commonest tree's share
             of last bites); one half on average if a statistic does not tell the two apart

Closed form, derived here: the bound is E[max of 3] (w c) / sqrt(w S w), w in the ratio of
E[t | s, p], whose direction is the best `aim`. A bound is a bound: no net may beat it beyond noise,
and none need reach it. Without memory the best rule keeps a tree that passes its own bar; a test
finds those bars by search.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, bars, chart, dots, line, runs, texts
from generators.numerics.normal import expected_maximum
from generators.schema import Fact, Grid, Range, Spread
from generators.spectrum.searcher import watching
from generators.spectrum.searcher.searcher import BITES, REDNESS, STEPS, TREES, Orchard, train
from generators.spectrum.searcher.watching import SHIFTS

SEEDS = range(6)
CAUSE = "taste is only a rough guide"
CAUSE_OFF = {"noise": 0.0}  # sweetness itself is tasted: redness has nothing to add
LATER = {"sweet": REDNESS, "nothing": 0.0, "sour": -REDNESS}
LOOKS = (0, 25, 50, 100, 150, 200, 300, 400, 600, 800, STEPS)  # at which growth is looked at
PUSHES = ("left_alone", "pushed_up", "pushed_down", "pushed_anyhow", "pushed_by_rule")
TREE_WORDS = ("first", "second", "third")
TREE, GROUND = 4.3, 3.65  # where trees and ways are drawn, above all sweetness
STATISTICS = ("last", "tried", "back", "settled", "favourite")

FACTS = {
    "last": Fact("sweetness of the last bite", ".2f"),
    "bound": Fact("the most that any searcher gets", ".2f"),
    "then": Fact("sweetness of the last bite afterwards", ".2f"),
    "breakeven": Fact("no better than blind at", ".2f"),
    "sourest": Fact("ends at the sourest", ".0%"),
    "back": Fact("goes back to a tree it left", ".0%"),
    "aim": Fact("aim, degrees", ".0f"),
    "reads": Fact("score read from its state", ".0%"),
    "pushed_up": Fact("ends there, pushed up", ".0%"),
    "pushed_anyhow": Fact("ends there, pushed at random", ".0%"),
    "kept_1": Fact("on the day shown, its score of the first tree", ".1f"),
    "kept_2": Fact("its score of the second", ".1f"),
    "kept_3": Fact("its score of the third", ".1f"),
}


@dataclass(frozen=True)
class Result:
    """One net, and what it did."""

    noise: float
    memory: bool
    later: str
    measured: dict[str, float]
    sweep: np.ndarray  # (SHIFTS, 2): sweetness of its last bite, and the bound in the same days
    growth: np.ndarray  # (LOOKS, 3): its pay, over the bound; goes back; reflex
    day: Orchard  # (TREES,): the day shown, in the order in which it tries the trees
    score: np.ndarray  # (BITES - 1, TREES): its own score of each tree after each bite
    bitten: np.ndarray  # (BITES,): the tree of each bite


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; cells that share their nets train them once."""
    perfect = watching.watch(train(SEEDS, noise=0.0)[-1], SEEDS, noise=0.0)
    lives = {world: _live(*world, seeds, perfect) for world in dict.fromkeys(map(_world, cells))}
    return [
        [_result(lives[_world(cell)], net, cell) for net in range(len(seeds))] for cell in cells
    ]


def simulate(
    *,
    day: Annotated[int, Grid(1, 2, 3, 4, 5, 6, label="day")] = 1,
    later: Annotated[str, Grid("sweet", "nothing", "sour", label="later, red means")] = "sweet",
    noise: Annotated[float, Grid(0.0, 1.0, label="tasting noise", format="g")] = 1.0,
    taught: Annotated[float, Range(0.0, 0.98)] = 0.9,
    memory: bool = True,
    seed: int = 0,
) -> Result:
    """Train one net, watch it, and change what red means; see the module for units."""
    cell = {"day": day, "later": later, "noise": noise, "taught": taught, "memory": memory}
    return study([cell], [seed])[0][0]


def _world(cell: dict) -> tuple[float, float, bool]:
    return cell["noise"], cell["taught"], cell["memory"]


@dataclass(frozen=True)
class _Life:
    """All that is looked at of nets that learned in one world; arrays begin with the nets."""

    measured: dict[str, np.ndarray]
    later: dict[str, dict[str, np.ndarray]]
    sweep: np.ndarray
    growth: np.ndarray
    days: dict[str, tuple[Orchard, np.ndarray, np.ndarray, np.ndarray]]


def _live(
    noise: float, taught: float, memory: bool, seeds: Sequence[int], perfect: watching.Days
) -> _Life:
    """Train nets in one world and look at them in that one and in others."""
    kept = train(seeds, noise=noise, redness=taught, memory=memory, keep=LOOKS)
    net, watch = kept[-1], partial(watching.watch, noise=noise, learned=taught)
    seen = watch(net, seeds, taught)
    rules, reads, nothing = watching.read(seen)
    pushed = watching.push(net, seen, rules)
    there = [watch(net, seeds, shift, days=watching.SWEPT) for shift in SHIFTS]
    sweep = np.array([watching.last(days) for days in there]).T
    bound = np.array([watching.oracle(days) for days in there]).T
    growth = _growth([watch(one, seeds, taught, days=watching.SWEPT) for one in kept])
    paid, recall = (_half(growth[:, :, part]) for part in (0, 1))
    measured = {
        "last": watching.last(seen),
        "bound": watching.oracle(seen),
        "back": watching.back(seen),
        "tried": watching.tried(seen),
        "aim": watching.aim(seen),
        "by_index": watching.agreement(seen, seen.index),
        "by_sweetness": watching.agreement(seen, seen.days.sweet),
        "breakeven": np.array([watching.zero(one) for one in sweep]),
        "reads": reads,
        "reads_nothing": nothing,
        **dict(zip(PUSHES, pushed.T, strict=True)),
        "reflex": growth[:, :, 2].max(axis=1),
        "reflex_end": growth[:, -1, 2],
        "half_paid": paid,
        "half_back": recall,
        "lag": recall - paid,
        **{f"more_{name}": _more(getattr(watching, name), seen, perfect) for name in STATISTICS},
    }
    order = watching.usual_order(seen)
    later, days = {}, {}
    for word, shift in LATER.items():
        then = watch(net, seeds, shift)
        ranks = watching.ranks(then)
        later[word] = {
            "then": watching.last(then),
            "bound_then": watching.oracle(then),
            "sweetest": ranks[:, 0],
            "sourest": ranks[:, -1],
        }
        days[word] = watching.named_days(net, order, shift, noise, taught, rules)
    return _Life(measured, later, np.stack([sweep, bound], axis=-1), growth, days)


def _growth(looks: list[watching.Days]) -> np.ndarray:
    """Pay as a share of the bound, goes back, reflex: (nets, LOOKS, 3)."""
    each = [
        [watching.last(one) / watching.oracle(one), watching.back(one), watching.reflex(one)]
        for one in looks
    ]
    return np.array(each).transpose(2, 0, 1)


def _half(grown: np.ndarray) -> np.ndarray:
    """First step looked at from which on at least half of the way from the lowest to the end is
    behind, (nets,); grown: (nets, LOOKS)."""
    low = grown.min(axis=1, keepdims=True)
    past = grown >= (low + grown[:, -1:]) / 2
    stays = np.cumprod(past[:, ::-1], axis=1)[:, ::-1]
    return np.array(LOOKS)[stays.argmax(axis=1)]


def _more(statistic: Callable, ours: watching.Days, theirs: watching.Days) -> np.ndarray:
    """For each of our nets, the share of theirs that have less of it; a tie is half."""
    difference = statistic(ours)[:, None] - statistic(theirs)
    return (1 + np.sign(difference).mean(axis=1)) / 2


def _result(life: _Life, net: int, cell: dict) -> Result:
    """What one cell says of one net."""
    days, score, bitten, index = life.days[cell["later"]]
    number = cell["day"] - 1
    day, score, bitten = (
        Orchard(*(np.round(part[number], 2) for part in days)),
        np.round(score[net, number], 2),  # finer than anybody sees
        bitten[net, number],
    )
    end = bitten[-1]
    kept = np.where(np.isin(np.arange(TREES), bitten[:-1]), score[-1], 0.0)
    told = life.measured | life.later[cell["later"]]
    measured = {name: float(values[net]) for name, values in told.items()} | {
        **{f"kept_{tree + 1}": float(kept[tree]) for tree in range(TREES)},
        "day_end": int(end),
        "day_back": int(end in bitten[:-2] and end != bitten[-2]),
        "day_stays": int(end == bitten[-2]),
        "day_own": int(kept[end] == kept.max()),
        "day_best": int(end == index[number].argmax()),
        "day_sweetest": int(end == day.sweet.argmax()),
        "day_sourest": int(end == day.sweet.argmin()),
    }
    return Result(
        cell["noise"],
        cell["memory"],
        cell["later"],
        measured,
        life.sweep[net],
        life.growth[net],
        day,
        score,
        bitten,
    )


def facts(result: Result) -> dict[str, float]:
    """Every number of one net that prose may quote; see the module."""
    given = {"noise": result.noise, "memory": int(result.memory), "red": LATER[result.later]}
    return given | result.measured


def theory(
    *,
    day: int = 1,
    later: str = "sweet",
    noise: float = 1.0,
    taught: float = 0.9,
    memory: bool = True,
) -> dict[str, float]:
    """What the best searcher gets and aims at, in closed form; nothing is said of a net."""
    taste, redness = 1 - taught**2, taught * noise**2

    def best(world: float) -> float:
        """Sweetness of the best index, where redness goes with sweetness so."""
        spread = taste**2 * (1 + noise**2) + redness**2 + 2 * taste * redness * world
        return expected_maximum(TREES) * (taste + redness * world) / math.sqrt(spread)

    return {
        "bound": best(taught),
        "bound_then": best(LATER[later]),
        "aim": math.degrees(math.atan2(redness, taste)),
    }


def figure(results: list[Result]) -> go.Figure:
    """Sweetness of the last bite as redness changes its meaning: every net, and the bound."""
    role = _role(results[0])
    each, bound = (
        np.array([r.sweep[:, 0] for r in results]),
        np.median([r.sweep[:, 1] for r in results], axis=0),
    )
    middle = np.median(each, axis=0)
    zero = float(np.median([r.measured["breakeven"] for r in results]))
    fails = zero > -1
    return chart(
        [
            band([-1, 1], [-1, -1], [0, 0], "ink", "worse than a blind pick"),
            line(SHIFTS, bound, "ink", "the best searcher"),
            runs(SHIFTS, each, role),
            line(SHIFTS, middle, role, "a net"),
            dots([REDNESS], [np.interp(REDNESS, SHIFTS, middle)], "wanted", "where it learned", 10),
            dots([zero] * fails, [0] * fails, "ink", size=9, ring=True),
        ],
        axis("redness and sweetness, later", -1, 1, {-1: "opposed", 0: "unrelated", 1: "alike"}),
        axis("sweetness of the last bite", -1, 1.1, {-1: "-1", 0: "blind", 1: "+1"}),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if not facts["noise"]:
        return "Where taste is perfect, it finds sweet fruit whatever red comes to mean"
    if facts["breakeven"] <= -1:
        return "Whatever red comes to mean, its last bite is better than a blind pick"
    zero = f"{facts['breakeven']:.2f}".replace("-", "\N{MINUS SIGN}")
    return f"It learned to search for sweet; where red means sour (below {zero}) it ends at sour"


def figure_day(results: list[Result]) -> go.Figure:
    """One day in the orchard: the way from tree to tree, and under each tree its taste, redness and
    sweetness, and each net's own score of it, once bitten and before the last bite."""
    role, day = _role(results[0]), results[0].day
    aside = np.linspace(-0.05, 0.05, len(results)) * (len(results) > 1)
    scores = [  # from where it was bitten to where it goes on from, one for each net and tree
        ((tree + 0.1 + away, r.score[first, tree]), (tree + 0.3 + away, r.score[-1, tree]))
        for r, away in zip(results, aside, strict=True)
        for tree, first in _firsts(r).items()
    ]
    bites: list[dict] = []
    for bite in range(BITES - 1):
        here = sorted({int(r.bitten[bite]) for r in results})
        before = {int(tree) for r in results for tree in r.bitten[:bite]}
        new = np.array([tree for tree in here if tree not in before], int)
        told = [start for start, _ in scores if round(start[0] - 0.1) in new]
        names = ("", "", "") if bite else ("taste", "redness", "its own score")
        walkers = [tree - 0.3 for tree in here], [TREE] * len(here)
        bites += [
            dots(new - 0.3, day.taste[new], "scored", names[0], size=9),
            dots(new - 0.1, day.red[new], "ink", names[1], size=9, ring=True),
            dots([x for x, _ in told], [y for _, y in told], role, names[2]),
            dots(*walkers, role, size=20, faint=True, thing="walker"),
        ]
    ends = [int(r.bitten[-1]) for r in results]
    there = np.array(sorted(set(ends)))
    some = len(results) > 1
    return chart(
        [
            dots(range(TREES), [TREE] * TREES, "ink", size=26, thing="tree"),
            *(_way(results, bite, role) for bite in range(BITES - 1)),
            *bites,
            dots([x for _, (x, _) in scores], [y for _, (_, y) in scores], role, size=8),
            _strokes(
                [((k - 0.42, worth), (k + 0.42, worth)) for k, worth in enumerate(day.sweet)],
                "wanted",
                "sweetness",
            ),
            dots(there + 0.3, [TREE] * len(there), role, size=26, thing="walker"),
            texts(
                there + 0.3,
                [TREE + 0.6] * len(there),
                [f"{ends.count(tree)} end here" if some else "ends here" for tree in there],
                "top center",
            ),
        ],
        axis("", -0.5, 2.6, dict(enumerate(f"{word} tree" for word in TREE_WORDS))),
        axis("sweetness", -2.6, 5.7, {-2: "sour", 0: "0", 2: "sweet"}),
        height=290,
    )


def _firsts(result: Result) -> dict[int, int]:
    """At which of the bites before the last a net first has each tree that it knows."""
    before = result.bitten[:-1].tolist()
    return {tree: before.index(tree) for tree in dict.fromkeys(before)}


def _way(results: list[Result], bite: int, role: str) -> dict:
    """From the tree of a bite to that of the next, along the ground; the last way lies lower."""
    last = bite == BITES - 2
    legs = sorted({(int(r.bitten[bite]), int(r.bitten[bite + 1])) for r in results})
    high = GROUND - 0.35 * last
    return _strokes([((a - 0.3, high), (b - 0.3 + 0.6 * last, high)) for a, b in legs], role)


def _strokes(ends: Sequence[tuple], role: str, name: str = "") -> dict:
    """Many lines, each from one point (x, y) to another."""
    x, y = ([v for a, b in ends for v in (a[part], b[part], None)] for part in (0, 1))
    return line(x, y, role, name)


def finding_day(facts: dict[str, Spread]) -> str:
    """What the view `day` shows at this setting."""
    nets = len(facts["last"].seeds)
    back, best, sour, sweet, own, stays, end = (
        int(sum(facts[f"day_{name}"].seeds))
        for name in ("back", "best", "sourest", "sweetest", "own", "stays", "end")
    )
    if nets == 1:
        goes = "goes back to" if back else "stays at" if stays else "goes on to"
        rank = "the sourest" if sour else "the sweetest" if sweet else "the middle one"
        best_by_own = f"{'' if own else 'not '}the best by its own score"
        return f"It {goes} the {TREE_WORDS[end]} tree, {best_by_own}: {rank} of the three"
    if sour * 2 > nets:
        ends = f"{sour} end at the sourest of the three"
    else:
        ends = f"{best} end at the best by the signs"
    return f"{back} of {nets} nets go back to a tree that they left, and {ends}"


def figure_push(results: list[Result]) -> go.Figure:
    """How often a net ends at a tree, left alone and with its state pushed: every net, medians."""
    role = _role(results[0])
    names = {0: "pushed down", 1: "left alone", 2: "at random", 3: "pushed up"}
    each = np.array([[r.measured[PUSHES[k]] for k in (2, 0, 3, 1)] for r in results])
    spread = np.tile(np.linspace(-0.2, 0.2, len(results))[:, None], 4) + np.arange(4)
    return chart(
        [
            bars(np.arange(4), np.median(each, axis=0), role, 0.6, faint=True),
            dots(spread.ravel(), each.ravel(), role, "a net", size=5),
            line([-0.5, 3.5], [1 / 3, 1 / 3], "ink", "one tree in three"),
        ],
        axis("its state before the third bite", -0.5, 3.5, names),
        axis("days that end at this tree", 0, 1, format=".0%"),
    )


def finding_push(facts: dict[str, Spread]) -> str:
    """What the view `push` shows at this setting."""
    alone, up, anyhow = (facts[f] for f in ("left_alone", "pushed_up", "pushed_anyhow"))
    if not facts["memory"]:
        return "Without memory no push of its state reaches the last bite"
    return (
        f"Made to hold a tree for sweeter, it ends there on {up:.0%} of days, not {alone:.0%}; "
        f"a random push of that size: {anyhow:.0%}"
    )


def figure_growth(results: list[Result]) -> go.Figure:
    """Pay and recall and reflex as training goes on: every net, and medians."""
    role, grown = _role(results[0]), np.array([r.growth for r in results])
    traces = []
    for part, (name, kind) in enumerate(
        (("pay, of the most there is", "scored"), ("goes back to a tree", role), ("reflex", "ink"))
    ):
        traces += [
            runs(LOOKS, grown[:, :, part], kind),
            line(LOOKS, np.median(grown[:, :, part], axis=0), kind, name),
        ]
    return chart(
        traces,
        axis("step of training", 0, STEPS, format=",d"),
        axis("share", -0.15, 1, format=".0%"),
    )


def finding_growth(facts: dict[str, Spread]) -> str:
    """What the view `growth` shows at this setting."""
    if not facts["memory"]:
        return f"Without memory it never learns to go back, and earns {facts['last']:.2f}"
    return (
        f"First a reflex: half of its pay by step {facts['half_paid']:.0f}. "
        f"Then recall: it goes back half as often as in the end by step {facts['half_back']:.0f}"
    )


def _role(result: Result) -> str:
    return "learned" if result.noise and result.memory else "off"
