"""Are there few ticks, does each stand where its label says, and is there something to read?"""

import math
import random

import pytest

from hooks.draw.chart import WIDTH, spec_of


def axis_of(low, high, log=False, form=""):
    """The axis that the press makes of this range."""
    x = {"range": [low, high], "type": "log" if log else "linear", "tickformat": form}
    trace = {"mode": "lines", "x": [], "y": [], "meta": {"role": "ink"}}
    figure = {"data": [trace], "layout": {"xaxis": x, "yaxis": {"range": [0, 1]}}}
    return spec_of(figure)["axes"]["xaxis"]


def said(text):
    """The number that a label says."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", "")
    return float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)


def check(axis, where):
    """At most five ticks, in order, within the range, each where its label says it is."""
    low, high = axis["range"]
    place = math.log10 if axis["type"] == "log" else float
    assert len(axis["tickvals"]) == len(axis["ticktext"]) <= 5, where
    assert axis["tickvals"] == sorted(set(axis["tickvals"])), where
    for value, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
        assert "-" not in text, where
        assert abs(place(said(text)) - place(value)) <= abs(high - low) / WIDTH, (
            where,
            value,
            text,
        )
        assert min(low, high) - 1e-4 <= place(value) <= max(low, high) + 1e-4, (where, value)


def ranges(count, farthest):
    """Ranges of many sizes, some of them far from zero by as many widths."""
    for seed in range(count):
        rng = random.Random(seed)
        width = 10 ** rng.uniform(-6, 6)
        low = width * rng.choice([0, rng.uniform(-1, 1), rng.uniform(-farthest, farthest)])
        yield low, low + width


def test_linear_axes():
    for low, high in ranges(2000, 20):
        axis = axis_of(low, high)
        check(axis, (low, high))
        assert len(axis["tickvals"]) >= 2, (low, high)


def test_axes_far_from_zero():
    for low, high in ranges(500, 20_000):
        check(axis_of(low, high), (low, high))


def test_axis_that_falls():
    check(axis_of(10, 0), "10 to 0")
    assert axis_of(10, 0)["range"] == [10, 0]


@pytest.mark.parametrize("form", [".0%", ".1%", "d", ",d", ".0f", ".2f"])
def test_labels_in_a_format_are_as_true_as_any(form):
    """Where a format is too coarse for the range, there are fewer ticks, never wrong ones."""
    for seed in range(500):
        rng = random.Random(seed)
        low = rng.uniform(0, 1)
        high = low + 10 ** rng.uniform(-1.5, 3)
        check(axis_of(low, high, form=form), (low, high))


def test_logarithmic_axes():
    for seed in range(1000):
        rng = random.Random(seed)
        low = rng.uniform(-6, 6)
        high = low + rng.uniform(1, 12)
        axis = axis_of(low, high, log=True)
        check(axis, (low, high))
        assert len(axis["tickvals"]) >= 2, (low, high)


def test_logarithmic_axis_in_whole_numbers():
    check(axis_of(-2, 3, log=True, form=",d"), "0.01 to 1000")


def test_ticks_of_an_author_are_left_alone():
    x = {"range": [0, 9], "tickvals": [1, 8.5], "ticktext": ["few", "-8"]}
    trace = {"mode": "lines", "x": [], "y": [], "meta": {"role": "ink"}}
    spec = spec_of({"data": [trace], "layout": {"xaxis": x, "yaxis": {"range": [0, 1]}}})
    axis = spec["axes"]["xaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([1, 8.5], ["few", "\N{MINUS SIGN}8"])
