"""Are a hundred and twenty-eight models with the same score the same model?

Small nets learn to tell sweet fruit by five measurements. All see the same rows in the same order;
only the random numbers that they start from differ. A sixth input, the light, never varies in
training, so nothing teaches a net what to make of it. Then the light changes. In `varied` of the
rows the light had changed in training too; with all of them, there is nothing new in a new light.

stress         the change of light, up or down, in standard deviations of the other inputs
varied         share of training rows, and of everyday exam questions, in which it changed
everyday_...   share of right answers, light as in training: _middle, _low, _high net and _range
stress_...     the same where the light has changed in every question
agree_...      share of questions on which two of the nets give the same answer
..._again      rank correlation, over the nets, between two exams of a kind: 1 if the order of the
               nets is a property of the nets, 0 if it is the luck of one exam
..._return     share of the best quarter in one exam that is in the best quarter of the next
link           rank correlation between an everyday exam and one in a new light
champion       place in the new light, of 128, of the best net of the everyday exam
pull           what a net's weights make of the light: |sum over units of in x out| / 2, as about
               half of the units are active
readable       share of variance of the stress score that a straight line in `pull`, fitted to half
               of the nets, foretells in the other half; below 0: worse than their mean
untold         the same for a ridge on the pulls of all six inputs, not told which one is the light
probe          the same for a ridge on all 129 raw weights of a net
mended_range   range of the stress scores once the 16 weights on the light are set to 0
born           mean square of the sum in `pull`, over its value for weights that training never
               touched, 2 / 6 times the mean sum of squared weights out
linear_spread  linear models of 50 inputs, trained by gradient descent on 20 rows to no error from
               weights of standard deviation 0.5: how far they lie apart on new inputs
linear_fit     the same on the rows that they learned

Closed form: gradient descent moves a linear model only along its rows, so at x the seeds spread by
0.5 |P x|, P the projection on what no row spans; over normal x the mean square of |P x| is
50 - 20. And born = 1, as the light's weights never get a gradient. Free choices: a rule with a
product in it, sweet if x0 + x1 x2 > 0; 16 units, 300 steps at a rate of 0.03, the one with the best
everyday score; the unvaried input rests at 0; a ridge penalty of one for each feature. See McCoy,
Min & Linzen (2020), BERTs of a feather do not generalize together, BlackboxNLP; D'Amour et al.
(2022), Underspecification presents challenges for credibility in modern machine learning, JMLR 23.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line, role_of, runs
from generators.schema import Fact, Grid, Spread
from generators.spectrum.same_score_different_model.foretell import (
    alike,
    foretold,
    places,
    returned,
)
from generators.spectrum.same_score_different_model.twins import (
    Twins,
    agreement,
    answers,
    born,
    linear_twins,
    train,
)

SEEDS = range(5)
CAUSE = "the light never changed in training"
CAUSE_OFF = {"varied": 1.0}
NETS, UNITS, MEASURED = 128, 16, 5
ROWS, STEPS, BATCH, RATE = 400, 300, 32, 0.03
ITEMS = 1000  # questions in an exam
LINEAR = (20, 50, NETS, 0.5)  # rows, inputs, models, standard deviation of their first weights

FACTS = {
    "everyday_low": Fact("usual light: worst net", ".0%"),
    "everyday_high": Fact("usual light: best net", ".0%"),
    "stress_low": Fact("new light: worst net", ".0%"),
    "stress_high": Fact("new light: best net", ".0%"),
    "agree_everyday": Fact("two nets agree, usual light", ".0%"),
    "agree_stress": Fact("two nets agree, new light", ".0%"),
    "everyday_return": Fact("best quarter returns, usual light", ".0%"),
    "stress_return": Fact("best quarter returns, new light", ".0%"),
    "readable": Fact("stress score read off the weights", ".0%"),
    "probe": Fact("the same by a line through all weights", ".0%"),
    "mended_range": Fact("range, light's weights set to 0", ".0%"),
}


@dataclass(frozen=True)
class Result:
    """One draw of the data. Scores are shares of right answers, one for each net."""

    stress: float
    varied: float
    everyday: np.ndarray  # (2, nets): two exams in the usual light
    stressed: np.ndarray  # (2, nets): two in the new
    mended: np.ndarray  # the first of those, once the light's weights are 0
    agree: tuple[float, float]  # two nets on one question: usual light, new light
    sums: np.ndarray  # (inputs, nets): sum over units of in x out; the light comes last
    raw: np.ndarray  # (weights, nets)
    born: float
    linear: tuple[float, float]  # spread of linear models on new inputs, and on their rows

    @property
    def pull(self) -> np.ndarray:
        """How far a net's answer should move with the light, by its weights alone."""
        return np.abs(self.sums[-1]) / 2


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; without a change of light all cells share nets."""
    every = [_draw(cells, seed) for seed in seeds]
    return [list(runs) for runs in zip(*every, strict=True)]


def _draw(cells: Sequence[dict], seed: int) -> list[Result]:
    """The result of one draw of the data for each cell."""
    nets = {one: _school(*one, seed) for one in dict.fromkeys(map(_taught_in, cells))}
    apart, on_rows, _ = linear_twins(seed, *LINEAR)
    linear = (float((apart**2).mean() ** 0.5), float((on_rows**2).mean() ** 0.5))
    return [_sit(nets[_taught_in(cell)], linear, seed, **cell) for cell in cells]


def _taught_in(cell: dict) -> tuple[float, float]:
    """In which share of rows the light changed in training, and by how much."""
    varied, stress = cell["varied"], cell["stress"]
    return (varied, stress) if varied * stress else (0.0, 0.0)


def simulate(
    *,
    stress: Annotated[float, Grid(0, 1, 2, 3, label="change of light", format=".0f")] = 2,
    varied: Annotated[
        float, Grid(0.0, 0.02, 0.1, 1.0, label="rows in another light", format=".0%")
    ] = 0.0,
    seed: int = 0,
) -> Result:
    """Train all nets on one draw of the data and sit four exams; see the module for units."""
    return study([{"stress": stress, "varied": varied}], [seed])[0][0]


def _sit(
    nets: Twins, linear: tuple[float, float], seed: int, stress: float, varied: float
) -> Result:
    """All nets sit four exams."""
    blind = nets._replace(inward=np.concatenate([nets.inward[:-1], np.zeros((1, UNITS, NETS))]))
    rng = np.random.default_rng([seed, 3])
    exams = [_fruit(rng, ITEMS, share, stress) for share in (varied, varied, 1.0, 1.0)]
    said = [answers(nets, x) for x, _ in exams]
    right = np.array(
        [(a == y[:, None]).mean(axis=0) for a, (_, y) in zip(said, exams, strict=True)]
    )
    x, y = exams[2]
    squares = float((nets.outward**2).sum(axis=0).mean())
    sums = (nets.inward * nets.outward).sum(axis=1)
    return Result(
        stress,
        varied,
        right[:2],
        right[2:],
        (answers(blind, x) == y[:, None]).mean(axis=0),
        (agreement(said[0]), agreement(said[2])),
        sums,
        np.concatenate([layer.reshape(-1, NETS) for layer in nets]),
        float((sums[-1] ** 2).mean()) / (2 / (MEASURED + 1) * squares),
        linear,
    )


def _school(varied: float, stress: float, seed: int) -> Twins:
    """All nets of one draw, trained; every setting starts from the same nets and rows."""
    x, y = _fruit(np.random.default_rng([seed, 1]), ROWS, varied, stress)
    batches = np.random.default_rng([seed, 2]).integers(0, ROWS, (STEPS, BATCH))
    return train(new_nets(seed), x, y.astype(float), batches, RATE)


def new_nets(seed: int) -> Twins:
    """The nets of one draw before training."""
    return born(np.random.default_rng([seed, 0]), MEASURED + 1, UNITS, NETS)


def _fruit(
    rng: np.random.Generator, rows: int, varied: float, stress: float
) -> tuple[np.ndarray, np.ndarray]:
    """Measurements and the light, (rows, 6), and whether each fruit is sweet."""
    x = rng.standard_normal((rows, MEASURED))
    light = stress * rng.choice([-1.0, 1.0], rows) * (rng.random(rows) < varied)
    return np.column_stack([x, light]), x[:, 0] + x[:, 1] * x[:, 2] > 0


def facts(result: Result) -> dict[str, float]:
    """Every number of one draw that prose may quote."""
    everyday, stressed = result.everyday, result.stressed
    champion = int(np.argmax(everyday[0]))
    return {
        "models": NETS,
        "stress": result.stress,
        "varied": result.varied,
        **_summary("everyday", everyday[0]),
        **_summary("stress", stressed[0]),
        "mended_range": float(np.ptp(result.mended)),
        "agree_everyday": result.agree[0],
        "agree_stress": result.agree[1],
        "everyday_again": alike(*everyday),
        "stress_again": alike(*stressed),
        "everyday_return": returned(*everyday),
        "stress_return": returned(*stressed),
        "link": alike(everyday[0], stressed[0]),
        "champion": float(places(stressed[0])[champion]),
        "readable": foretold(result.pull[None], stressed[0], 0.0),
        "untold": foretold(np.abs(result.sums), stressed[0], 1.0),
        "probe": foretold(result.raw, stressed[0], 1.0),
        "born": result.born,
        "linear_spread": result.linear[0],
        "linear_fit": round(result.linear[1], 9),
    }


def theory(*, stress: float = 2, varied: float = 0.0) -> dict[str, float]:
    """Expected facts, where a closed form is known."""
    linear = {"linear_spread": LINEAR[3] * (LINEAR[1] - LINEAR[0]) ** 0.5, "linear_fit": 0.0}
    return linear if varied and stress else linear | {"born": 1.0}


def figure(results: list[Result]) -> go.Figure:
    """Every net of the first draw, from one exam to the other; at the right, all draws' ranges."""
    one, other, role = (
        results[0].everyday[0],
        results[0].stressed[0],
        role_of(results[0], CAUSE_OFF),
    )
    low, high = float(other.min()), float(other.max())
    apart = max(0.0, 0.05 - (high - low)) / 2  # so that two labels never touch
    across = 1.4 + 0.06 * np.arange(len(results))
    worst, best = (f([r.stressed[0] for r in results], axis=1) for f in (np.min, np.max))
    bars = np.transpose([[across, across], [worst, best]])  # (runs, ends, x or y)
    return chart(
        [
            runs([0, 1], np.transpose([one, other]), role),
            line([0, 1], [np.median(one), np.median(other)], role),
            line(*_apart(bars.transpose(0, 2, 1)), role, faint=True),
            dots([*across, *across], [*worst, *best], role, size=4),
            label(1.03, high + apart, f"{high:.0%}"),
            label(1.03, low - apart, f"{low:.0%}"),
        ],
        axis("", -0.2, 1.75, ticks={0: "usual light", 1: "new light", 1.52: "all draws"}),
        axis("right answers", 0.5, 1, format=".0%"),
        height=280,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    before, after = (f"{100 * facts[f'{kind}_range']:.0f}" for kind in ("everyday", "stress"))
    if not facts["stress"]:
        return f"The same light in both exams: 128 nets {before} points apart, then {after}"
    if facts["varied"] == 1:
        return f"The light changed in training too: 128 nets {before} points apart, then {after}"
    if facts["varied"]:
        start = f"The light changed in {facts['varied']:.0%} of the rows"
        return f"{start}: {before} points apart every day, {after} in a new light"
    return f"Alike in their usual light ({before} points apart), {after} points apart in a new one"


def figure_again(results: list[Result]) -> go.Figure:
    """A net's place in one exam, and up the page in the next: usual light, new light."""
    traces, middle, ends = [], (NETS + 1) / 2, np.array([1, NETS])
    for left, kind, role in (
        (0, "everyday", "scored"),
        (160, "stressed", role_of(results[0], CAUSE_OFF)),
    ):
        x, y = map(places, getattr(results[0], kind))
        fits = [middle + alike(*getattr(r, kind)) * (ends - middle) for r in results]
        across = left + NETS + 1 - ends  # the first place at the right, and at the top
        traces += [
            dots(left + NETS + 1 - x, y, role, size=4, faint=True),
            runs(across, fits, role),
            line(across, np.median(fits, axis=0), role),
        ]
    return chart(
        traces,
        axis("place in one exam", -4, 293, ticks={64: "usual light", 224: "new light"}),
        axis("place in the next", 133, -4, ticks={1: "1st", 64: "64th", 128: "128th"}),
        height=230,
    )


def finding_again(facts: dict[str, Spread]) -> str:
    """What the view `again` shows at this setting."""
    one, other = f"{facts['everyday_return']:.0%}", f"{facts['stress_return']:.0%}"
    if not facts["stress"]:
        return f"The same light throughout: of the best quarter {one} return, then {other}"
    return f"Of the best quarter, {one} return in the usual light, {other} in a new one"


def figure_weights(results: list[Result]) -> go.Figure:
    """What the weights say of a net, and its score in a new light."""
    role = role_of(results[0], CAUSE_OFF)
    paths = np.array([_path(r.pull, r.stressed[0]) for r in results])
    middle = np.median(paths, axis=0)
    return chart(
        [
            dots(results[0].pull, results[0].stressed[0], role, "a net", size=4, faint=True),
            line(*_apart(paths), role, faint=True),
            line(middle[0], middle[1], role, "middle of sixteen nets"),
        ],
        axis("pull of the light, by the weights alone", 0, 3.8),
        axis("right answers in a new light", 0.5, 1, format=".0%"),
    )


def finding_weights(facts: dict[str, Spread]) -> str:
    """What the view `weights` shows at this setting."""
    read = f"{max(0.0, facts['readable']):.0%}"
    if not facts["stress"]:
        return f"No new light, nothing to predict: the weights tell {read} of the score"
    return f"{read} of what a new light does to a net can be read off its weights"


def _path(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Medians of y and x in groups of sixteen nets, in the order of x: (2, groups)."""
    order = np.argsort(x, kind="stable").reshape(-1, 16)
    return np.median([x[order], y[order]], axis=2)


def _apart(lines: np.ndarray) -> tuple[list[float | None], list[float | None]]:
    """(lines, 2, points) as one x and one y, with a gap behind each line."""
    x, y = ([v for row in rows for v in (*row, None)] for rows in lines.transpose(1, 0, 2))
    return x, y


def _summary(name: str, scores: np.ndarray) -> dict[str, float]:
    middle, low, high = float(np.median(scores)), float(scores.min()), float(scores.max())
    parts = {"middle": middle, "low": low, "high": high, "range": high - low}
    return {f"{name}_{part}": value for part, value in parts.items()}
