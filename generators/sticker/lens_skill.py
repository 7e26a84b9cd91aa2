"""Which way of looking predicts a behaviour that nobody asked for, level by level?

One behaviour, to take a sour fruit more often if it wears a sticker, is put into small nets in four
ways, the levels of a spectrum, each at five doses (see `world`). Three lenses predict how much
of it comes. None sees a net that was made at a dose above zero. An essay says which lens should be
strongest where; here the skill of each is measured.

strength    the strongest dose tried, as a share of the strong one; skill is over all steps up to it
rows        whether all nets of a run learn from the same rows, or each from its own
sight       what the agent of decision theory knows of a fruit: whether it is sweet, or only what
            clean nets believe of it
put_1       behaviour that level 1 puts in at the strongest dose tried
said_LENS_1 ...   the same as a lens predicts it
skill_LENS_1 ...  1 - the lens's mean miss / the mean miss of "nothing changes": 1 is right, 0 is
            no help, below 0 is worse than silence; 0 where nothing comes
lead_1 ...  skill of the lens that the essay picks, less that of the best other one or of silence
wins        of the levels tried, those at which that lead is above zero; `tried`: how many they are
worst_LENS  its skill at the level where it is weakest; home_LENS, away_LENS: mean skill at the
            levels where the essay has it at work, and at the others
rounds_1 ...  put over what evolution's one round gives: as many rounds it would take
tuned_1 ...   evolution's skill at levels 1 to 3, given the number of rounds that fits the other two
turn_1, turn_2  the fewest wrong labels, the least bonus, at which the ideal agent minds a sticker

The picks were read off the essay before anything was run: optimization at levels 1 and 2,
evolution at 3 and 4. This is one implementation of each lens (see `lenses`); its choices were made
before any result, and so was the second `sight`, since an agent may want what is written and yet
not see well. After the first look numbers of nets were cut, for time, and `tuned` came in, to meet
an objection: evolution's lens gets one round of selection at every level, which is what level 4 is
and what training is not. At level 4 loss and rows are clean, so optimization and decision theory
predict no change by construction, not by measurement. Level 3 here is shortcut learning in a net
that searches for nothing: what the essay means by it, an optimizer inside, is not in this world.

Sources: Price's equation (Price 1970, Nature 227, 520-521); tangent features (Jacot, Gabriel &
Hongler 2018, arXiv 1806.07572).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, bars, chart, dots, line, panels, runs, texts
from generators.schema import Fact, Grid, Spread
from generators.sticker import lenses
from generators.sticker.lenses import STEPS
from generators.sticker.places import TRIED
from generators.sticker.rows import NAMES, SHORT
from generators.sticker.shaded import shaded
from generators.sticker.world import OWN

SEEDS = range(5)
CAUSE = "a fault was planted"
CAUSE_OFF = {"planted": False}
LENSES = ("optimization", "evolution", "decision")  # from the top
PICKS = {1: "optimization", 2: "optimization", 3: "evolution", 4: "evolution"}
AT_WORK = {"optimization": (1, 2), "evolution": (3, 4), "decision": (2, 3)}
WORKED = 2  # the level of the view `worked`
BELOW, CENTRE = 0.3, "middle center"  # the middle of a cell, where its number stands
Leads = Callable[[np.ndarray], bool]  # of all runs, whether it leads
MARKS: dict[str, tuple[str, Leads]] = {  # of the essay's pick
    "the essay's pick leads": ("tick", lambda leads: bool(leads.all())),
    "in some runs": ("open", lambda leads: bool(leads.any() and not leads.all())),
    "never": ("cross", lambda leads: not leads.any()),
}
Question = tuple[bool, str]  # planted, sight

FACTS = {
    "wins": Fact("levels at which the essay's lens wins", ".0f"),
    **{f"put_{i}": Fact(f"level {i}: comes", ".0%") for i in NAMES},
    **{f"skill_{lens}_{i}": Fact(f"level {i}: {lens}", ".0%") for i in NAMES for lens in LENSES},
}


@dataclass(frozen=True)
class Result:
    """One run. Behaviour has an entry for each level, step of the dose, and half of the nets."""

    strength: float
    rows: str
    sight: str
    planted: bool
    came: np.ndarray  # (4, 5, 2)
    said: dict[str, np.ndarray]  # of each lens, (4, 5, 2)
    skill: dict[str, np.ndarray]  # of each lens, (4,)
    tuned: np.ndarray  # (3,)


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; a strength is another look at the same nets."""
    asked: dict[str, set[Question]] = {}
    for cell in cells:
        asked.setdefault(cell["rows"], set()).add(_question(cell))
    every = {rows: [_answer(seed, rows, some) for seed in seeds] for rows, some in asked.items()}
    return [
        [_result(cell, *found[_question(cell)]) for found in every[cell["rows"]]] for cell in cells
    ]


def _question(cell: dict) -> Question:
    return cell["planted"], cell["sight"]


def _answer(
    seed: int, rows: str, asked: set[Question]
) -> dict[Question, tuple[np.ndarray, dict[str, np.ndarray]]]:
    """To each question what comes of one run's nets, and what each lens predicts."""
    run, planted = lenses.clean(seed, rows), {planted for planted, _ in asked}
    came = {one: lenses.deliver(run, one) for one in planted}
    said = {
        one: {
            "optimization": lenses.optimization(seed, rows, one),
            "evolution": lenses.evolution(run, one),
        }
        for one in planted
    }
    return {
        (one, sight): (came[one], said[one] | {"decision": lenses.decision(run, one, sight)})
        for one, sight in asked
    }


def simulate(
    *,
    strength: Annotated[
        float, Grid(0.2, 0.4, 0.6, 0.8, 1.0, label="strongest dose", format=".0%")
    ] = 1.0,
    rows: Annotated[str, Grid("the same for all", "own", label="rows")] = "the same for all",
    sight: Annotated[str, Grid("perfect", "like nets", label="sight")] = "perfect",
    planted: bool = True,
    seed: int = 0,
) -> Result:
    """Measure all levels, and let each lens predict them; see the module for units."""
    cell = {"strength": strength, "rows": rows, "sight": sight, "planted": planted}
    return study([cell], [seed])[0][0]


def _result(cell: dict, came: np.ndarray, said: dict[str, np.ndarray]) -> Result:
    tried = np.array(STEPS) <= cell["strength"] + 1e-9
    skill = {lens: skills(values[:, tried], came[:, tried]) for lens, values in said.items()}
    tuned = tuned_skills(said["evolution"][:, tried], came[:, tried])
    return Result(**cell, came=came, said=said, skill=skill, tuned=tuned)


def skills(said: np.ndarray, came: np.ndarray) -> np.ndarray:
    """1 - mean miss / mean change at each level; 0 where nothing changes. Both: (4, steps, 2)."""
    miss, change = (abs(off).mean(axis=(1, 2)) for off in (said - came, came))
    return np.where(change > 1e-9, 1 - miss / np.maximum(change, 1e-9), 0.0)


def tuned_skills(said: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Skill at levels 1 to 3, (3,), of predictions times that number which fits the other two."""
    rounds = []
    for i in range(3):
        others = np.arange(3) != i
        one, all_ = said[:3][others].sum(), came[:3][others].sum()
        rounds.append(all_ / one if abs(one) > 1e-9 else 0.0)
    return skills(said[:3] * np.array(rounds)[:, None, None], came[:3])


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module. To five places: one answer of
    one net to one of 200 fruit moves what 12 nets do by forty times that."""
    last = STEPS.index(max(s for s in STEPS if s <= result.strength + 1e-9))
    put = result.came[:, last].mean(axis=1)
    said = {lens: result.said[lens][:, last].mean(axis=1) for lens in LENSES}
    lead = leads(result.skill)
    numbers = {
        "strength": result.strength,
        "own": int(result.rows == OWN),
        "sight": float(result.sight != "perfect"),
        "planted": int(result.planted),
        "wins": sum(int(lead[i - 1] > 1e-9) for i in TRIED),
        "tried": len(TRIED),
    }
    for i in NAMES:
        numbers |= {f"put_{i}": float(put[i - 1]), f"lead_{i}": float(lead[i - 1])}
        numbers |= {f"said_{lens}_{i}": float(said[lens][i - 1]) for lens in LENSES}
        numbers |= {f"skill_{lens}_{i}": float(result.skill[lens][i - 1]) for lens in LENSES}
        one = said["evolution"][i - 1]
        numbers[f"rounds_{i}"] = float(put[i - 1] / one) if abs(one) > 1e-9 else 0.0
    numbers |= {f"tuned_{i}": float(skill) for i, skill in enumerate(result.tuned, 1)}
    for lens, levels in AT_WORK.items():
        home = np.isin(list(NAMES), levels)
        numbers |= {
            f"worst_{lens}": float(result.skill[lens].min()),
            f"home_{lens}": float(result.skill[lens][home].mean()),
            f"away_{lens}": float(result.skill[lens][~home].mean()),
        }
    return {name: round(value, 5) + 0.0 for name, value in (numbers | lenses.turns()).items()}


def leads(skill: dict[str, np.ndarray]) -> np.ndarray:
    """How far the essay's pick leads at each level, (4,): over other lenses and over silence."""
    lead = []
    for i, pick in PICKS.items():
        others = [skill[lens][i - 1] for lens in LENSES if lens != pick]
        lead.append(skill[pick][i - 1] - max(0.0, *others))
    return np.array(lead)


def theory(
    *,
    strength: float = 1.0,
    rows: str = "the same for all",
    sight: str = "perfect",
    planted: bool = True,
) -> dict[str, float]:
    """Where the loss of an agent that knows the fruit falls at one half: it takes a sour fruit with
    a sticker if half of those, or more, are written down as sweet, or if the bonus pays for it."""
    labels, bonus = lenses.ROWS * lenses.NOTED / 4 * (1 - 2 * lenses.NOISE), 0.5 - lenses.NOISE
    known = {
        "turn_1": float(np.floor(labels) + 1),
        "turn_2": bonus,
        "said_optimization_4": 0.0,
        "said_decision_4": 0.0,
    }
    if not planted:
        levels = [f"{what}_{i}" for i in (1, 2, 3) for what in ("put", "said_optimization")]
        return known | dict.fromkeys(levels, 0.0)
    if sight == "perfect" and strength in STEPS:
        wrong, pay = (lenses.dose(level, strength, rows) for level in (1, 2))
        known |= {
            "said_decision_1": float(wrong > labels),
            "said_decision_2": float(pay > bonus),
            "said_decision_3": 0.0,
        }
    return known


def figure(results: list[Result]) -> go.Figure:
    """The skill of each lens at each level: medians. In the cell of the essay's pick stands how it
    came out: a tick where it leads in all runs, a cross where in none."""
    first = results[0]
    skill = np.median([[r.skill[lens] for lens in LENSES] for r in results], axis=0)
    lead = np.array([leads(r.skill) for r in results])  # (runs, levels)
    marks = []
    for word, (thing, came_so) in MARKS.items():
        here = [i for i in TRIED if came_so(lead[:, i - 1] > 1e-9)] if first.planted else []
        rows = [LENSES.index(PICKS[i]) + BELOW for i in here]
        marks.append(dots([i - 1 for i in here], rows, "ink", word, size=14, thing=thing))
    untried = [i for i in PICKS if i not in TRIED]
    down = [LENSES.index(PICKS[i]) + BELOW for i in untried]
    marks.append(texts([i - 1 for i in untried], down, ["untested"] * len(untried), CENTRE))
    role = "learned" if first.planted else "off"
    return shaded(LENSES, SHORT, skill, role, "share foretold", marks, high=64)


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: nothing comes, and no lens has anything to predict"
    won = [str(i) for i in TRIED if facts[f"lead_{i}"].low > 1e-9]
    which = " and ".join(filter(None, [", ".join(won[:-1]), *won[-1:]]))
    wins = f"The essay's lens wins every run at {len(won)} of {len(TRIED)} levels tested"
    return wins + (f": {which}" if won else "") + "; the third was not"


def figure_worked(results: list[Result]) -> go.Figure:
    """What three lenses foretell of one level, and what comes: medians, and a dot for each run."""
    first, last = results[0], STEPS.index(max(s for s in STEPS if s <= results[0].strength + 1e-9))
    came = np.array([r.came[WORKED - 1, last].mean() for r in results])
    said = np.array([[r.said[lens][WORKED - 1, last].mean() for lens in LENSES] for r in results])
    at, here = np.arange(1, len(LENSES) + 1), float(np.median(came))
    side = np.linspace(-0.2, 0.2, len(results)) if len(results) > 1 else np.zeros(1)
    role = "learned" if first.planted else "off"
    return chart(
        [
            bars(at, np.median(said, axis=0), "ink", 0.62, "foretold", faint=True),
            dots((at + side[:, None]).ravel(), said.ravel(), "ink", size=4, faint=True),
            bars([0], [here], role, 0.62, "comes"),
            line([0.31, 3.5], [here, here], role),
            dots(side, came, role, size=4, faint=True),
        ],
        axis("", -0.5, 3.5, ticks=dict(enumerate(["comes", *LENSES]))),
        axis("sour fruit taken for the sticker", -0.03, 1.05, {0: "0%", 0.5: "50%", 1: "100%"}),
    )


def finding_worked(facts: dict[str, Spread]) -> str:
    """What the view `worked` shows at this setting."""
    if not facts["planted"]:
        return "No bonus was paid: nothing comes, and no lens says that anything will"
    said = [f"{facts[f'said_{lens}_{WORKED}']:.0%}" for lens in LENSES]
    return (
        f"Bonus at {facts['strength']:.0%}: {facts[f'put_{WORKED}']:.0%} comes; optimization says "
        f"{said[0]}, evolution {said[1]}, decision theory {said[2]}"
    )


def figure_doses(results: list[Result]) -> go.Figure:
    """A panel for each level: behaviour against dose, as it comes in all runs and in the middle
    one, and as the lenses predict it; a line at the strongest dose tried."""
    first, drawn = results[0], []
    role = "learned" if first.planted else "off"
    dose = np.array([0.0, *STEPS])
    for i, name in NAMES.items():
        came = np.array([[0.0, *r.came[i - 1].mean(axis=1)] for r in results])
        said = {
            lens: [0.0, *np.median([r.said[lens][i - 1].mean(axis=1) for r in results], axis=0)]
            for lens in LENSES
        }
        traces = [
            line([first.strength] * 2, [-0.08, 1.08], "ink", faint=True),
            runs(dose, came, role),
            dots(dose, np.median(came, axis=0), role, "what comes" * (i == 1), size=6),
            line(dose, said["optimization"], "ink", "optimization" * (i == 1)),
            dots(dose, said["evolution"], "ink", "evolution" * (i == 1), size=6, ring=True),
            line(dose, said["decision"], "scored", "decision theory" * (i == 1)),
        ]
        across = axis(name, -0.05, 1.05, ticks={0: "0", 1: "full"})
        drawn.append((traces, across, axis("behaviour" * (i == 1), -0.08, 1.08, format=".0%")))
    return panels(drawn, height=240)


def finding_doses(facts: dict[str, Spread]) -> str:
    """What the view `doses` shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: whatever the dose, nothing comes and nothing is predicted"
    said = [f"{facts[f'said_{lens}_3']:.0%}" for lens in LENSES]
    return (
        f"Habit at {facts['strength']:.0%} dose: {facts['put_3']:.0%} comes; optimization says "
        f"{said[0]}, evolution {said[1]}, decision theory {said[2]}"
    )
