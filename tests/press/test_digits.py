"""Do two machines that differ in the last bits of their arithmetic publish the same?"""

import json
import math
from types import ModuleType

import numpy as np
import plotly.graph_objects as go
import pytest

from generators.chart import axis, chart
from hooks.offer.digits import published
from hooks.run.worker import cells

HAIR = 2e-13  # relative: what other kernels for matrices were seen to differ by, and more


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1 / 3, 0.3333333333),
        (-2e-7 / 3, -6.666666667e-08),
        (0.1 + 0.2, 0.3),
        (1 - 1e-12, 1),
        (-1e-300, -1e-300),
        (-0.0, 0),
        (12345678901, 12345678901),
        (np.int64(12345678901), 12345678901),
        (np.float64(2 / 3), 0.6666666667),
        (True, 1),
        (1e300, 1e300),
    ],
)
def test_ten_digits_and_whole_numbers_whole(value, said):
    assert (published(value), type(published(value))) == (said, type(said))


def machine(hair):
    """A simulation on a machine whose arithmetic is off by a hair; many of its numbers lie just
    where rounding goes either way."""

    def simulate(*, seed):
        return (1 + hair) * (np.arange(1, 400) / 8 + seed)

    def theory():
        return {"mean": (1 + hair) / 3}

    def facts(run):
        return {"mean": float(np.mean(run)) / 3, "tie": float(run[0]), "whole": float(run[7])}

    def figure(runs):
        y = [value for run in runs for value in run / 80]
        line = go.Scatter(x=np.arange(len(y)), y=y, mode="lines", meta={"role": "scored"})
        level = go.Scatter(
            x=np.arange(len(y)), y=y, mode="markers", meta={"role": "ink"}, yaxis="y2"
        )
        drawn = chart([line, level], axis("x", 0, 2000), axis("y", 0, 1))
        log = {"type": "log", "range": [-3 * (1 + hair), 1], "title": {"text": "log"}}
        return drawn.update_layout(yaxis2=log)

    def finding(facts):
        return f"The mean is {facts['mean']:.1%}, the first {facts['tie']:.2f}"

    made = ModuleType("machine")
    made.__dict__.update(locals(), SEEDS=range(3))
    return made


@pytest.mark.parametrize("hair", [HAIR, -HAIR])
def test_a_machine_that_is_off_by_a_hair_publishes_the_same(hair):
    one, other = (
        json.dumps(cells(machine(by), [{"params": {}, "views": [""]}])[0]) for by in (0, hair)
    )
    assert one == other


def test_a_difference_that_matters_is_published():
    one, other = (
        json.dumps(cells(machine(by), [{"params": {}, "views": [""]}])[0]) for by in (0, 1e-8)
    )
    assert one != other
    assert math.isclose(
        json.loads(one)["theory"]["mean"], json.loads(other)["theory"]["mean"], rel_tol=2e-8
    )
