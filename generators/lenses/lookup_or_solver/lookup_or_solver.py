"""Does training leave a lookup table in a net, or a method that solves what it never met?

A task is eight numbers, standard normal. A lesson shows a noisy sight of one, which is all that a
regression on orthonormal inputs tells, and asks for the task. The net is small: some rectified
units beside a direct linear path. Two exact answers stand beside it. See `_lookup_net`.

tasks        different tasks in training; each lesson takes one of them at random
memory       rectified units of the net
lookup       best answer if all tasks are those of the training: their mean, weighted by likelihood
solver       best answer if any task may come: the sight, shrunk by 1 / (1 + noise). It searches
             for nothing; it is a rule that works on new tasks
position     where the net stands on the line from lookup (0) to solver (1), by least squares over
             its answers to new tasks; apart: its distance from that line, the two being 1 apart
flip         tasks at which the position is one half, on the log scale between those of TASKS
flips        1 if there is such a place, else 0 (and `flip` is an end of TASKS)
flip_early   the same after a tenth of the training
*_seen       mean squared error on tasks of the training, in new noise; 1 is what answering 0 makes
*_new        the same on new tasks
peak         highest position during training, at most 1, once the net beats answering 0 on new
             tasks; early nets may overshoot the solver
turn         peak minus the position in the end: how far it came back towards the lookup
peak_step    the training step of the peak
worse_since  how much the error on new tasks has risen since its lowest, as a share of it

Position is not taken on tasks of the training: there a net that answers 0 is as far along as the
solver where tasks are few, so that any net would seem to begin as one.

Free choices: eight numbers, noise of variance 1/2, 800 steps of 64 lessons, Adam at 0.003 without
decay, He's start. With a new task in every lesson the list of tasks is only what the lookup knows.

After Raventos, Paul, Chen & Ganguli 2023 (NeurIPS, arXiv:2306.15063), who compare transformers with
the same two answers and find a threshold of task diversity; a solver that turns into a lookup:
Carroll, Hoogland, Farrugia-Roberts & Murfet 2025 (arXiv:2501.17745); Singh et al. 2023 (NeurIPS).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line, role_of, runs
from generators.lenses.lookup_or_solver import nets
from generators.lenses.lookup_or_solver.nets import LOOKS
from generators.schema import Fact, Grid, Spread, grid

SEEDS = range(5)
CAUSE = "the same tasks come back"
CAUSE_OFF = {"fresh": True}  # every lesson has a task of its own
EARLY = LOOKS.index(nets.STEPS // 10)
TURNED = 0.05  # least turn that the sentences speak of
TOP = 2.7  # of the error axis
PLACE = {0: "lookup", 0.5: "halfway", 1: "solver"}

FACTS = {
    "position": Fact("way from lookup to solver", ".0%"),
    "flip": Fact("tasks at halfway", ".0f"),
    "error_seen": Fact("error on tasks of the training", ".0%"),
    "error_new": Fact("error on new tasks", ".0%"),
    "solver_new": Fact("the solver's error on new tasks", ".1%"),
    "lookup_new": Fact("the lookup's error on new tasks", ".0%"),
    "peak": Fact("nearest to the solver", ".0%"),
}


@dataclass(frozen=True)
class Result:
    """One seed: nets for every number of TASKS, and what the one for `tasks` does."""

    tasks: int
    memory: int
    fresh: bool
    curve: np.ndarray  # position by TASKS after training
    early: np.ndarray  # the same after a tenth of it
    position: np.ndarray  # at LOOKS, as the next two
    apart: np.ndarray
    error_new: np.ndarray
    error_seen: float  # in the end
    solver: np.ndarray  # error on tasks of the training, and on new ones
    lookup: np.ndarray


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; one training has a net for each of TASKS."""
    every = [_train(cells, seed) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _train(cells: Sequence[dict], seed: int) -> list[Result]:
    """The result of one seed for each cell."""
    exams = {
        tasks: (nets.exam(seed, tasks, True), nets.exam(seed, tasks, False))
        for tasks in dict.fromkeys([*TASKS, *(cell["tasks"] for cell in cells)])
    }
    schools = [(*_kind(cell), TASKS) for cell in cells] + [_school(cell) for cell in cells]
    examined = {
        (memory, fresh, counts): nets.examine(memory, counts, fresh, seed, exams)
        for memory, fresh, counts in dict.fromkeys(schools)
    }
    return [
        _result(
            **cell,
            every=examined[*_kind(cell), TASKS],
            own=examined[_school(cell)],
            exams=exams[cell["tasks"]],
        )
        for cell in cells
    ]


def _kind(cell: dict) -> tuple[int, bool]:
    return cell["memory"], cell["fresh"]


def _counts(tasks: int) -> tuple[int, ...]:
    """The numbers of tasks that are trained together with this one."""
    return TASKS if tasks in TASKS else (tasks,)


def _school(cell: dict) -> tuple[int, bool, tuple[int, ...]]:
    return *_kind(cell), _counts(cell["tasks"])


def simulate(
    *,
    tasks: Annotated[int, Grid(1, 3, 10, 30, 100, 300, 1000, label="tasks", format=",d")] = 10,
    memory: Annotated[int, Grid(8, 32, 128, label="memory, in units")] = 128,
    fresh: bool = False,
    seed: int = 0,
) -> Result:
    """Train one net for each number of tasks, then test it; see the module for units."""
    return study([{"tasks": tasks, "memory": memory, "fresh": fresh}], [seed])[0][0]


TASKS = grid(simulate, "tasks")


def _result(
    tasks: int,
    memory: int,
    fresh: bool,
    every: tuple[np.ndarray, np.ndarray],
    own: tuple[np.ndarray, np.ndarray],
    exams: tuple[nets.Exam, nets.Exam],
) -> Result:
    (position, apart, error_new), seen = (part[_counts(tasks).index(tasks)] for part in own)
    return Result(
        tasks,
        memory,
        fresh,
        every[0][:, 0, -1],
        every[0][:, 0, EARLY],
        position,
        apart,
        error_new,
        float(seen),
        np.array([nets.error(exam.solver, exam.task) for exam in exams]),
        np.array([nets.error(exam.lookup, exam.task) for exam in exams]),
    )


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote."""
    flip, flips = _flip(result.curve)
    helps, end = result.error_new < 1, float(result.position[-1])
    # Where no net beats answering 0, there is no way back from anywhere.
    at = int(np.argmax(np.where(helps, result.position, -np.inf))) if helps.any() else -1
    peak = max(end, min(1.0, float(result.position[at])))
    return {
        "tasks": result.tasks,
        "fresh": int(result.fresh),
        "position": end,
        "apart": float(result.apart[-1]),
        "flip": flip,
        "flips": flips,
        "flip_early": _flip(result.early)[0],
        "error_seen": result.error_seen,
        "error_new": float(result.error_new[-1]),
        "helps": int(helps.any()),
        "solver_seen": float(result.solver[0]),
        "solver_new": float(result.solver[1]),
        "lookup_seen": float(result.lookup[0]),
        "lookup_new": float(result.lookup[1]),
        "peak": peak,
        "peak_step": LOOKS[at],
        "turn": peak - end,
        "worse_since": float(result.error_new[-1] / result.error_new.min() - 1),
    }


def theory(*, tasks: int = 10, memory: int = 128, fresh: bool = False) -> dict[str, float]:
    """Expected errors of the solver, and of a lookup that knows a single task."""
    solver = nets.NOISE / (1 + nets.NOISE)
    known = {"solver_seen": solver, "solver_new": solver}
    return known | ({"lookup_seen": 0.0, "lookup_new": 2.0} if tasks == 1 else {})


def figure(results: list[Result]) -> go.Figure:
    """Position against the number of tasks: each run, their median, and the chosen number."""
    first, role = results[0], role_of(results[0], CAUSE_OFF)
    curves = np.array([r.curve for r in results])
    middle = float(np.median([r.position[-1] for r in results]))
    found = [_flip(r.curve) for r in results]
    crosses = all(flips for _, flips in found)
    flip = float(np.median([place for place, _ in found])) if crosses else TASKS[-1]
    return chart(
        [
            line([flip, flip] if crosses else [], [-0.2, 0.5] if crosses else [], "ink"),
            runs(TASKS, curves, role),
            line(TASKS, np.median(curves, axis=0), role, "trained net"),
            dots([first.tasks], [middle], role, size=12, ring=True),
            label(flip, -0.1, f"{flip:.0f} tasks" if crosses else ""),
        ],
        axis(
            "tasks on the training list",
            0.75,
            1300,
            {n: f"{n:,}" for n in (1, 10, 100, 1000)},
            log=True,
        ),
        axis("answers like a", -0.2, 1.15, PLACE),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    position = min(1, max(0, facts["position"]))
    if facts["fresh"]:
        return f"A new task in every lesson: it is {position:.0%} solver"
    solves = position >= 0.5
    says = f"{position:.0%} solver" if solves else f"{1 - position:.0%} lookup"
    if facts["flips"].low == 0:
        return f"{_taught(facts)}, it is {says}"
    flip = f"{facts['flip']:.0f} {'task' if round(facts['flip']) == 1 else 'tasks'}"
    other = f"below {flip} it is more lookup" if solves else f"past {flip} it is more solver"
    return f"{_taught(facts)}, it is {says}; {other} than {'solver' if solves else 'lookup'}"


def figure_seen(results: list[Result]) -> go.Figure:
    """Error on tasks of the training and on new ones: each net, lookup and solver."""
    role, ends = role_of(results[0], CAUSE_OFF), np.array([0.0, 1.0])
    pairs = np.array([[r.error_seen, r.error_new[-1]] for r in results])
    lookup, solver = (
        np.median([getattr(r, n) for r in results], axis=0) for n in ("lookup", "solver")
    )
    return chart(
        [
            line(ends, lookup, "scored", "exact lookup"),
            line(ends, solver, "wanted", "exact solver"),
            runs(ends, pairs, role),
            line(ends, np.median(pairs, axis=0), role, "trained net"),
        ],
        axis("", -0.3, 1.3, {0: "tasks on the list", 1: "other tasks"}),
        axis("error, relative to saying nothing", 0, TOP, {0: "0", 0.5: "0.5", 1: "1", 2: "2"}),
    )


def finding_seen(facts: dict[str, Spread]) -> str:
    """What the view `seen` shows at this setting."""
    seen, new = f"{facts['error_seen']:.0%}", f"{facts['error_new']:.0%}"
    if facts["fresh"]:
        return f"A new task in every lesson: {seen} error on any list, {new} off it"
    solver = [f"{facts[name]:.0%}" for name in ("solver_seen", "solver_new")]
    return (
        f"{_taught(facts)}: {seen} error on those (a solver {solver[0]}), "
        f"{new} on new ones ({solver[1]})"
    )


def figure_training(results: list[Result]) -> go.Figure:
    """Position against the training step: each run and their median."""
    role = role_of(results[0], CAUSE_OFF)
    ways = np.array([r.position for r in results])
    return chart(
        [
            runs(LOOKS, ways, role),
            line(LOOKS, np.median(ways, axis=0), role, "trained net"),
        ],
        axis("training steps", 10, 800, {n: f"{n}" for n in (10, 30, 100, 300, 800)}, log=True),
        axis("answers like a", -0.35, 1.25, PLACE),
    )


def finding_training(facts: dict[str, Spread]) -> str:
    """What the view `training` shows at this setting."""
    who = "A new task in every lesson" if facts["fresh"] else _taught(facts)
    end, peak = (f"{min(1, max(0, facts[name])):.0%} solver" for name in ("position", "peak"))
    if not facts["helps"].high:
        return f"{who}: on new ones never better than saying nothing"
    turned, total = sum(turn > TURNED for turn in facts["turn"].seeds), len(facts["turn"].seeds)
    if facts["fresh"] and not turned:
        return f"{who}: {end}, and it stays one"
    if turned == total:
        return f"{who}: {peak} after {facts['peak_step']:.0f} steps, {end} in the end"
    if turned:
        return f"{who}: in {turned} of {total} runs it turns back towards the lookup"
    return f"{who}: {end} in the end, and hardly ever more"


def _taught(facts: dict[str, Spread]) -> str:
    return "Taught 1 task" if facts["tasks"] == 1 else f"Taught {facts['tasks']:,.0f} tasks"


def _flip(curve: np.ndarray) -> tuple[float, int]:
    """Tasks at which a curve over TASKS first reaches one half, and whether it comes from below."""
    above = np.flatnonzero(curve >= 0.5)
    if not len(above) or not above[0]:
        return float(TASKS[0] if len(above) else TASKS[-1]), 0
    low, high = curve[above[0] - 1], curve[above[0]]
    before, after = TASKS[above[0] - 1], TASKS[above[0]]
    return float(before * (after / before) ** ((0.5 - low) / (high - low))), 1
