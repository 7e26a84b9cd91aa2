"""Does training put an optimizer inside a model, and what does that optimizer do elsewhere?

A prompt holds `examples` pairs (x, y) with y = task . x, and a query without its y. One layer of
linear self-attention is trained from small noise to fill it in, and no line of the training says
how. With ever new tasks it needs a method; a single task can be remembered. See `_attention`.

examples       pairs in a prompt
tasks          different tasks in training; at 64,000 each lesson has one of its own
descent        one step of gradient descent from zero on the examples, written by hand
error          mean squared error, relative to saying nothing (answering 0)
floor          the error of descent on the same prompts
stretch        factor on all inputs x of a test, and so on the y that belong to them
break_even     the stretch past which the layer does worse than saying nothing
step           mean diagonal of the matrix that the layer puts on mean(y x): its step of descent
elsewhere      share of the layer's squared weight outside that matrix
cosine         between what the layer and what descent infer, over all prompts
formed         training steps until nine tenths of the way from saying nothing to the floor
seen_*         the same on tasks of the training, in new prompts

Source: the best such layer is one step of descent, of size examples / (examples + inputs + 1)
(von Oswald et al. 2023, ICML; Ahn et al. 2023, NeurIPS; Zhang, Frei & Bartlett 2024, JMLR 25(49)).
Our choices: 5 inputs; weights from noise of 0.1; Adam at 0.03, falling to 0 in the second half;
1000 steps of 64 lessons; nine tenths.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, heat, label, line, panels, role_of
from generators.mesa.attention import attention
from generators.mesa.attention.attention import CHECK, STEPS, D, error_of, infer, published_step
from generators.schema import Fact, Grid, Spread

SEEDS = range(10)
CAUSE = "many training tasks"
CAUSE_OFF = {"tasks": 1}
SHOWN, FEW = 300, 512  # training steps in the picture; prompts in each look during training
STRETCHES = np.linspace(0, 1.75, 36)
METHOD = 0.98  # least median cosine that the sentences call gradient descent
TOP = 2.0  # of the error axes
SILENCE = axis("error, relative to saying nothing", 0, TOP, {0: "0", 0.5: "0.5", 1: "1", 2: "2"})

FACTS = {
    "error": Fact("error on new tasks, of silence", ".0%"),
    "floor": Fact("one hand-written step of descent", ".0%"),
    "seen_error": Fact("error on tasks of the training", ".0%"),
    "cosine": Fact("cosine with descent", ".3f"),
    "step": Fact("step size inside", ".2f"),
    "break_even": Fact("worse than silence past", ".2f"),
}


@dataclass(frozen=True)
class Result:
    """One trained layer and its test. `history` is the error every CHECK steps of the training,
    `errors` and `by_hand` belong to STRETCHES, `before` and `after` are matrices (D, D)."""

    examples: int
    tasks: int
    history: np.ndarray
    history_floor: float
    errors: np.ndarray
    by_hand: np.ndarray
    error: float
    floor: float
    seen_error: float
    cosine: float
    break_even: float
    seen_break_even: float
    before: np.ndarray
    after: np.ndarray
    elsewhere: float


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; the layers of all seeds are trained together."""
    tests = {
        examples: [attention.prompts(examples, seed) for seed in seeds]
        for examples in sorted({cell["examples"] for cell in cells})
    }
    every = []
    for cell in cells:
        layers = attention.train(**cell, seeds=seeds).swapaxes(0, 1)
        some = zip(seeds, layers, tests[cell["examples"]], strict=True)
        every.append([_test(seed, own, *test, **cell) for seed, own, test in some])
    return every


def simulate(
    *,
    examples: Annotated[int, Grid(5, 10, 15, 20, 40, label="examples")] = 20,
    tasks: Annotated[int, Grid(1, 3, 10, 30, 100, 64000, label="tasks")] = 64000,
    seed: int = 0,
) -> Result:
    """Train one layer, then test it on new tasks; see the module for units."""
    return study([{"examples": examples, "tasks": tasks}], [seed])[0][0]


def _test(
    seed: int, layers: np.ndarray, new: np.ndarray, inputs: np.ndarray, examples: int, tasks: int
) -> Result:
    """What one layer does, as it was before, during and after training, on new tasks and old."""
    gram = attention.gram_of(inputs, new)
    inferred = infer(layers[-1], gram)
    descent = published_step(examples) * gram[:, D, :D]
    seen = attention.pool(seed, min(tasks, len(new)))[np.arange(len(new)) % tasks]
    recalled = infer(layers[-1], attention.gram_of(inputs, seen))
    # Products of stretched tokens are stretched by the square, and both methods are linear in them.
    return Result(
        examples,
        tasks,
        np.array([error_of(infer(layer, gram[:FEW]), new[:FEW]) for layer in layers]),
        error_of(descent[:FEW], new[:FEW]),
        np.array([error_of(s * s * inferred, new) for s in STRETCHES]),
        np.array([error_of(s * s * descent, new) for s in STRETCHES]),
        error_of(inferred, new),
        error_of(descent, new),
        error_of(recalled, seen),
        float(np.vdot(inferred, descent) / np.linalg.norm(inferred) / np.linalg.norm(descent)),
        _break_even(inferred, new),
        _break_even(recalled, seen),
        attention.on_labels(layers[0])[0],
        *attention.on_labels(layers[-1]),
    )


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote."""
    to_go = (result.history - result.history_floor) / (1 - result.history_floor)
    forms = bool(np.any(to_go < 0.1))
    formed = int(np.argmax(to_go < 0.1)) * CHECK if forms else STEPS
    return {
        "examples": result.examples,
        "tasks": result.tasks,
        "inputs": D,
        "training_steps": STEPS,
        "batch": attention.BATCH,
        "error": result.error,
        "floor": result.floor,
        "seen_error": result.seen_error,
        "cosine": result.cosine,
        "step": float(np.trace(result.after)) / D,
        "published_step": published_step(result.examples),
        "break_even": result.break_even,
        "seen_break_even": result.seen_break_even,
        "forms": int(forms),
        "formed": formed,
        "formed_share": formed / STEPS,
        "formed_thousands": formed * attention.BATCH / 1000,
        "elsewhere": result.elsewhere,
    }


def theory(*, examples: int = 20, tasks: int = 64000) -> dict[str, float]:
    """Expected facts of a perfectly trained layer: with ever new tasks, and with a single one."""
    step = published_step(examples)
    known = {"floor": 1 - step, "seen_break_even": math.sqrt(2)}
    if tasks == attention.LESSONS:
        known |= {"step": step, "break_even": math.sqrt(2)}
        known |= {"error": 1 - step, "seen_error": 1 - step}
    if tasks == 1:
        known["seen_error"] = 2 / (examples + 2)
    return known


def figure(results: list[Result]) -> go.Figure:
    """Error on new tasks against stretch: each layer, their median, and descent by hand."""
    role = role_of(results[0], CAUSE_OFF)
    errors = np.array([r.errors for r in results])
    by_hand = np.median([r.by_hand for r in results], axis=0)
    rings = (np.arange(len(STRETCHES)) % 4 == 2) & (by_hand <= TOP)
    edge = float(np.median([r.break_even for r in results]))
    good = np.median([r.error for r in results]) < 1
    return chart(
        [
            line([0, STRETCHES[-1]], [1, 1], "ink"),
            line([edge, edge] if good else [], [0, 1] if good else [], "ink"),
            _lines(STRETCHES, errors, role, faint=True),
            _lines(STRETCHES, [np.median(errors, axis=0)], role, "trained layer"),
            dots(STRETCHES[rings], by_hand[rings], "ink", "gradient descent", size=8, ring=True),
            label(1.74, 0.98, "silence", side="bottom left"),
            label(edge, 0.12, f"{edge:.1f}×" if good else ""),
        ],
        axis("stretch of the inputs", 0, 1.75, {0.5: "0.5×", 1: "as trained", 1.5: "1.5×"}),
        SILENCE,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    if facts["cosine"] > METHOD:
        left = f"{facts['error']:.0%} of the error"
        return f"Nobody wrote a step of gradient descent in here, and it leaves {left}, as one does"
    if facts["error"] < 1:
        return f"{_trained(facts)}: {facts['error']:.0%} of silence's error on new ones"
    return f"{_trained(facts)}: on a new one it does worse than silence"


def figure_training(results: list[Result]) -> go.Figure:
    """Error on new tasks against the training step, down to that of descent on the same prompts;
    an upright line where nine tenths of the way are done in the median run."""
    role = role_of(results[0], CAUSE_OFF)
    looks = np.arange(SHOWN // CHECK + 1)
    history = np.array([r.history[looks] for r in results])
    middle = np.median(history, axis=0)
    floor = float(np.median([r.history_floor for r in results]))
    told = [facts(r) for r in results]
    done = float(np.median([one["formed"] for one in told]))
    there = all(one["forms"] for one in told) and done <= SHOWN
    many = len(results)
    who = "a trained layer" if many == 1 else f"{many} trained layers, their median"
    return chart(
        [
            line([0, SHOWN], [1, 1], "ink"),
            line([0, SHOWN], [floor, floor], "wanted"),
            line([done, done] if there else [], [0, 1.2] if there else [], "ink"),
            _lines(looks * CHECK, history, role, faint=True),
            _lines(looks * CHECK, [middle], role),
            label(SHOWN, 0.98, "saying nothing", side="bottom left"),
            label(SHOWN, floor - 0.04, "gradient descent, by hand", "wanted", "bottom left"),
            label(SHOWN, middle[-1] + 0.06, who, role, "top left"),
            label(
                done if there else 0,
                1.3,
                f"there after some {round(done, -1):.0f} steps" if there else "",
            ),
        ],
        axis("training steps (the first of them)", 0, SHOWN),
        SILENCE,
    )


def finding_training(facts: dict[str, Spread]) -> str:
    """What the view `training` shows at this setting."""
    forms, total = sum(facts["forms"].seeds), len(facts["forms"].seeds)
    if not forms:
        return f"{_trained(facts)}, {STEPS:,} steps: no method for new ones forms"
    if forms < total:
        return f"{_trained(facts)}: a method for new ones forms in {forms} of {total} runs"
    steps = f"{round(facts['formed'], -1):.0f} steps"
    return f"After some {steps}, {facts['formed_thousands']:.0f},000 lessons, the method is there"


def figure_weights(results: list[Result]) -> go.Figure:
    """Sizes in the matrix that acts on the labels: median of all runs, and the published one."""
    role, places = role_of(results[0], CAUSE_OFF), np.arange(D)
    best = published_step(results[0].examples) * np.eye(D)
    drawn = [
        ("before training", [r.before for r in results], role),
        ("after training", [r.after for r in results], role),
        ("published", [best], "wanted"),
    ]
    charts = []
    for title, matrices, hue in drawn:
        sizes = np.median(np.abs(matrices), axis=0)[::-1]
        diagonal = round(np.median([np.trace(m) / D for m in matrices]), 2) + 0.0  # never -0.00
        traces = [
            # Full shade is 1.1, so that no published step lies between two shades.
            heat(places, places, sizes, hue, "size of the weight", ".2f", full=1.1),
            label(2, 4.7, f"diagonal {diagonal:.2f}", side="top center"),
        ]
        charts.append((traces, axis(title, -0.5, 4.5, ticks={}), axis("", -0.5, 5.5, ticks={})))
    return panels(charts, height=180)


def finding_weights(facts: dict[str, Spread]) -> str:
    """What the view `weights` shows at this setting."""
    if facts["cosine"] > METHOD:
        best = f"{facts['published_step']:.2f}"
        return f"From noise to one step of descent: {facts['step']:.2f} long, where {best} is best"
    return f"{_trained(facts)}: no even diagonal, so no method for all directions"


def figure_tasks(results: list[Result]) -> go.Figure:
    """Each layer's error on the tasks that it was trained on, and on new ones."""
    role, ends = role_of(results[0], CAUSE_OFF), np.array([0.0, 1.0])
    pairs = np.array([[r.seen_error, r.error] for r in results])
    floor = float(np.median([r.floor for r in results]))
    return chart(
        [
            line([-0.3, 1.3], [1, 1], "ink"),
            line([-0.3, 1.3], [floor, floor], "wanted", "gradient descent"),
            _lines(ends, pairs, role, faint=True),
            _lines(ends, [np.median(pairs, axis=0)], role, "trained layer"),
            label(-0.29, 0.98, "silence", side="bottom right"),
        ],
        axis("", -0.3, 1.3, {0: "tasks of its training", 1: "new tasks"}),
        SILENCE,
    )


def finding_tasks(facts: dict[str, Spread]) -> str:
    """What the view `tasks` shows at this setting."""
    seen, new = f"{facts['seen_error']:.0%}", f"{facts['error']:.0%}"
    known = "it" if facts["tasks"] == 1 else "them"
    return f"{_trained(facts)}: {seen} of silence's error on {known}, {new} on new ones"


def _trained(facts: dict[str, Spread]) -> str:
    tasks = facts["tasks"]
    return "Trained on one task" if tasks == 1 else f"Trained on {tasks:,.0f} tasks"


def _lines(
    x: np.ndarray,
    ys: Sequence[np.ndarray] | np.ndarray,
    role: str,
    name: str = "",
    faint: bool = False,
) -> dict:
    """All lines in one trace, without what lies above the picture."""
    places, heights = [], []
    for y in ys:
        out = np.flatnonzero((y[1:] > TOP) != (y[:-1] > TOP))
        edge = x[out] + (TOP - y[out]) / (y[out + 1] - y[out]) * (x[out + 1] - x[out])
        places += [*np.insert(x.astype(float), out + 1, edge), None]
        heights += [*(v if v <= TOP else None for v in np.insert(y, out + 1, TOP)), None]
    return line(places, heights, role, name, faint)


def _break_even(inferred: np.ndarray, task: np.ndarray) -> float:
    """The stretch s > 0 at which |s^2 inferred - task|^2 is |task|^2 again; 0 if always above."""
    return math.sqrt(max(0, 2 * np.vdot(inferred, task) / np.vdot(inferred, inferred)))
