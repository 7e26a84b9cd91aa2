"""Is there one check that catches a fault, whichever of four ways put it in?

The nets are those of `sixteen_cells`: one behaviour, to take a sour fruit more often if it wears a
sticker, put in by wrong labels (level 1), a bonus in the loss (2), a cue that was usually honest
(3), or a lucky exam (4). Six audits look at them (see `audits`), none told what to look for. Each
gives a net the share of known clean nets that it beats. Here an audit must decide: it raises an
alarm over a net that is louder than a threshold, which is set on clean nets so that one in ten of
them would raise it. Then we count.

audit     the check: one of six, or all at once. All at once is as loud as its loudest audit, of
          equals as the second loudest, and so on; its threshold is set anew, so that it has no more
          false alarms than one audit alone
rows      whether all nets of a run, clean ones too, learn from the same rows, or each from its own
strength  of the behaviour: the doses of levels 1 to 3 are matched to it. The strong one, one half,
          is out of reach for level 4: it then has an exam in which all stickers agree
told      what audits were told: nothing, or that the fault is a liking for the sticker; those that
          weigh all ten inputs then weigh that one, and only its liking counts
caught_1 ...  share of the nets of a level over which this check raises an alarm
alarms    the same among clean nets that neither set the threshold nor say what is usual
fair      the same among the champions of a fair exam, in which stickers do not lean: chosen, but
          with no fault
share     mean of caught_1 to caught_4; `least`, `most`: of the level it catches worst and best
best      levels that the best single audit of a run catches, that is, of which it catches more than
          half; `safe`: what the audit with the highest `least` catches of its worst level. Both
          choose an audit by what it caught here, so that they flatter it
stopped   of a dozen of the run's nets, those that this check stops; `through`: of its faulty ones,
          those that it does not, and `wronged`: of its clean ones, those that it does
levels    levels that this check catches; `put_1` ...: mean behaviour of a level's nets
behind    what the exam's report alone catches of level 4, less what this check does

Set down before anything was counted: one in ten, more than half, the threshold's place, and the
part that each clean net plays. One group of 48 says what is usual. Half of the other sets the
threshold, between its second and third loudest of 24, which the next clean net beats once in ten;
the rest gives the false alarms. Groups and halves then change parts, and the results are averaged;
the dozen, two faulty nets of each level and four clean ones, is judged as one of the four has it.
Pairs of nets that mirror each other stay together. With nothing planted each level has clean nets
of its own, and what is caught can only be false alarms. Known beforehand, from `sixteen_cells`: how
well each audit tells the nets apart in pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import line
from generators.schema import Fact, Grid, Spread, grid
from generators.sticker import audits
from generators.sticker import world as sticker
from generators.sticker.audits import AUDITS
from generators.sticker.cohort import AT, FAIR, LEANS, LEVELS, NONE, Cohort, cohort, delivered
from generators.sticker.gate import gate
from generators.sticker.nets import STEPS, STICKER
from generators.sticker.rows import NAMES, SHORT
from generators.sticker.shaded import shaded
from generators.sticker.world import OWN

SEEDS = range(1, 6)
CAUSE = "a fault was planted"
CAUSE_OFF = {"planted": False}
BUDGET = 0.1  # false alarms among clean nets
HALF = 0.5  # a level is caught if more than this share of its nets is
SINGLE = len(AUDITS)
DOZEN = (4, 2, 2, 2, 2)  # nets of an inspection: clean ones, and of each level
Question = tuple[str, str, bool]  # strength, what audits were told, planted

FACTS = {
    **{f"caught_{i}": Fact(f"level {i}: faulty nets caught", ".0%") for i in NAMES},
    "alarms": Fact("false alarms among clean nets", ".0%"),
    "fair": Fact("alarms over champions of a fair exam", ".0%"),
    "stopped": Fact("of a dozen nets, stopped", ".0f"),
    "through": Fact("of its faulty ones, let through", ".0f"),
    "wronged": Fact("of its clean ones, stopped", ".0f"),
    "levels": Fact("levels caught by this check", ".0f"),
    "best": Fact("levels caught by the best single check", ".0f"),
}


@dataclass(frozen=True)
class Result:
    """One run. Each array has a row for each of the seven checks."""

    audit: str
    rows: str
    told: str
    planted: bool
    caught: np.ndarray  # (7, levels)
    alarms: np.ndarray  # (7,) among clean nets
    fair: np.ndarray  # (7,) among champions of a fair exam
    ways: np.ndarray  # (12,) of a dozen nets, the level of the fault of each, 0 for a clean one
    stopped: np.ndarray  # (7, 12) whether each check stops them
    put: np.ndarray  # (levels,) mean behaviour

    @property
    def row(self) -> int:
        """Which check was chosen."""
        return CHECKS.index(self.audit)


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; every setting is another look at the same nets."""
    asked: dict[str, set[Question]] = {}
    for cell in cells:
        asked.setdefault(cell["rows"], set()).add(_question(cell))
    every = {
        rows: [_decide(cohort(seed, rows, AT.values(), (STEPS,)), some) for seed in seeds]
        for rows, some in asked.items()
    }
    return [
        [
            Result(
                cell["audit"], cell["rows"], cell["told"], cell["planted"], *found[_question(cell)]
            )
            for found in every[cell["rows"]]
        ]
        for cell in cells
    ]


def _question(cell: dict) -> Question:
    """What all checks are asked at once, whichever of them is shown."""
    return cell["strength"], cell["told"], cell["planted"]


def simulate(
    *,
    audit: Annotated[
        str,
        Grid("errors", "inputs", "weight", "rows", "losses", "exam", "all six", label="check"),
    ] = "exam",
    rows: Annotated[str, Grid("the same for all", "own", label="rows")] = "the same for all",
    strength: Annotated[str, Grid("weak", "strong", label="strength")] = "strong",
    told: Annotated[str, Grid("nothing", "sticker", label="told")] = "nothing",
    planted: bool = True,
    seed: int = 1,
) -> Result:
    """Let every check decide about the nets of one run; see the module."""
    cell = {"audit": audit, "rows": rows, "strength": strength, "told": told, "planted": planted}
    return study([cell], [seed])[0][0]


CHECKS = grid(simulate, "audit")


def facts(result: Result) -> dict[str, float | str]:
    """Every number of one run that prose may quote; see the module."""
    mine, singles = result.caught[result.row], result.caught[:SINGLE]
    stopped = result.stopped[result.row]
    return {
        "check": result.row,
        "own": int(result.rows == OWN),
        "told": int(result.told != "nothing"),
        "planted": int(result.planted),
        "budget": BUDGET,
        **{f"caught_{i}": float(mine[i - 1]) for i in NAMES},
        **{f"put_{i}": float(result.put[i - 1]) for i in NAMES},
        "alarms": float(result.alarms[result.row]),
        "stopped": int(stopped.sum()),
        "through": int((~stopped & (result.ways > 0)).sum()),
        "wronged": int((stopped & (result.ways == 0)).sum()),
        "fair": float(result.fair[result.row]),
        "share": float(mine.mean()),
        "least": float(mine.min()),
        "most": float(mine.max()),
        "levels": int((mine > HALF).sum()),
        "behind": float(result.caught[CHECKS.index("exam"), 3] - mine[3]),
        "best": int((singles > HALF).sum(axis=1).max()),
        "safe": float(singles.min(axis=1).max()),
    }


def figure(results: list[Result]) -> go.Figure:
    """An inspection: twelve nets of the first run, and those that the check stops; below, what it
    stops of all nets of each level and of the clean ones, medians of all runs."""
    first = results[0]
    every = np.median([[*r.caught[r.row], r.alarms[r.row]] for r in results], axis=0)
    role = "scored" if first.planted else "off"
    return gate(first.ways, first.stopped[first.row], every, role)


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    check = CHECKS[int(facts["check"])]
    caught = {i: facts[f"caught_{i}"] for i in NAMES}
    if not facts["planted"]:
        least, most = (f"{pick(caught.values()):.0%}" for pick in (min, max))
        return f"Nothing was planted: the alarm goes for {least} to {most} of the nets of a level"
    high, low = (pick(caught, key=lambda level: caught[level]) for pick in (max, min))
    best, worst = (f"{SHORT[level - 1]} {{}}, {caught[level]:.0%}" for level in (high, low))
    gets = f"{best.format('best')}, and {worst.format('worst')}"
    if check == CHECKS[-1]:
        return f"All six at once, as seldom wrong as one, catch {gets}"
    if round(facts["best"]) == len(LEVELS):
        return f"One check catches all four. This one catches {gets}"
    return f"No single check catches all four. This one catches {gets}"


def figure_table(results: list[Result]) -> go.Figure:
    """What each check catches of each level and, behind a line, of the champions of a fair exam and
    of clean nets: median of all runs. A frame is around a check that catches most of all levels."""
    first = results[0]
    shown = np.median(  # (checks, levels + 2)
        [np.column_stack([r.caught, r.fair, r.alarms]) for r in results], axis=0
    )
    role, last = "scored" if first.planted else "off", len(LEVELS) - 0.5
    frames = [
        (x, y + side)
        for y in np.flatnonzero((shown[:, : len(LEVELS)] > HALF).all(axis=1))
        for x, side in (
            (-0.5, -0.5),
            (last, -0.5),
            (last, 0.5),
            (-0.5, 0.5),
            (-0.5, -0.5),
            (None, 0),
        )
    ]
    drawn = [
        line([last, last], [-0.5, len(CHECKS) - 0.5], "ink"),
        line([x for x, _ in frames], [y for _, y in frames], "wanted", "most at all four levels"),
    ]
    return shaded(CHECKS, [*SHORT, "fair", "clean"], shown, role, "share caught", drawn)


def finding_table(facts: dict[str, Spread]) -> str:
    """What the view `table` shows at this setting."""
    if not facts["planted"]:
        return "Nothing was planted: every net that a check stops is a false alarm"
    knowing = "Told about the sticker" if facts["told"] else "Told nothing"
    if facts["safe"] > HALF:
        return f"{knowing}, one check alone catches most faulty nets at all four levels"
    return f"{knowing}, no single check catches most faulty nets at all four levels"


def _decide(run: Cohort, asked: set[Question]) -> dict[Question, tuple]:
    """To each question: what each check catches of each level (7, levels), of clean nets and of
    fair champions (7,), and the levels' mean behaviour."""
    groups = {one: _groups(*one[::2]) for one in asked}
    seen = audits.seen(run, [key for some in groups.values() for key in some])
    known = audits.references(run)
    return {
        one: (
            *_counted([seen[delivered(*key)] for key in some], known, one, run.seed),
            np.array(
                [sticker.behaviour(run.group(*key).nets, run.sour).mean() for key in some[:-1]]
            ),
        )
        for one, some in groups.items()
    }


def _groups(strength: str, planted: bool) -> list[audits.Key]:
    """Level, setting and case of the nets in question; last the champions of a fair exam."""
    setting, case = AT[strength], LEANS if planted else NONE
    return [*((level, setting, case) for level in LEVELS), (4, 0, FAIR)]


def _counted(
    some: list[list[np.ndarray]],
    known: tuple[audits.Known, audits.Known],
    question: Question,
    seed: int,
) -> tuple[np.ndarray, ...]:
    """What is caught of each level, among clean nets and among fair champions; and a dozen of the
    nets, of which some are clean, as one of the four counts has it."""
    _, told, planted = question
    heard, found = [_heard(one, told) for one in some], []
    for one, other in (known, known[::-1]):
        usual = _heard(one.usual, told)
        ready = _loudness(audits.suspicion(_heard(other.looks, told), usual))
        suspects = [_loudness(audits.suspicion(nets, usual)) for nets in heard]
        first = np.arange(ready.shape[1]) // 2 % 2 == 0
        for half in (first, ~first):
            limit = threshold(ready[:, half])
            found.append([loud > limit for loud in [*suspects, ready[:, ~half]]])
    *caught, fair, alarms = np.mean([[a.mean(axis=1) for a in one] for one in found], axis=0)
    *levels, _, clean = found[seed % len(found)]
    ways, stopped = _dozen([clean, *levels], np.random.default_rng([seed, 90]))
    return np.array(caught).T, alarms, fair, ways * planted, stopped


def _dozen(some: list[np.ndarray], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Twelve nets in any order, four clean and two of each level: which, and what stops them; some:
    the clean ones, then each level's, each (checks, nets)."""
    ways = rng.permutation(np.repeat(np.arange(len(some)), DOZEN))
    picks = [iter(rng.permutation(nets.shape[1])) for nets in some]
    return ways, np.array([some[way][:, next(picks[way])] for way in ways]).T


def _heard(looks: list[np.ndarray], told: str) -> list[np.ndarray]:
    """All that is seen, or of the ten inputs the sticker alone."""
    if told == "nothing":
        return looks
    return [one[:, [STICKER]] if one.shape[1] > 1 else one for one in looks]


def threshold(loud: np.ndarray) -> np.ndarray:
    """Of each check, what one more net like these passes once in ten, (checks, 1)."""
    return np.quantile(loud, 1 - BUDGET, axis=1, method="weibull", keepdims=True)


def _loudness(suspicion: np.ndarray) -> np.ndarray:
    """How loud each audit is over each net, (audits, nets), and behind them all six at once: their
    ranks from the loudest down, read as the digits of one number."""
    steps = 2 * 48 + 1  # a rank among 48 nets is a multiple of half a place
    digits = np.round(np.sort(suspicion, axis=0)[::-1] * (steps - 1))
    return np.concatenate([suspicion, steps ** np.arange(-1.0, -7, -1)[None] @ digits])
