"""Does a spec keep what a figure shows, and refuse what the press could not draw?"""

import math
import random
import re

import pytest

from generators.chart import histogram
from hooks.draw.chart import HEIGHT, ROLES, WIDTH, spec_of

AXIS = {"range": [0, 10]}


HEAT = {"type": "heatmap", "x": [1], "y": [2], "z": [[0.5]], "meta": {"role": "ink"}}


def figure(*traces, x=AXIS, y=AXIS, **layout):
    """A figure as Plotly's plain dictionary."""
    return {"data": list(traces), "layout": {"xaxis": x, "yaxis": y} | layout}


def trace(mode="lines", **more):
    """A small trace that is right in all but what `more` says."""
    return {
        "type": "scatter",
        "mode": mode,
        "x": [1, 2],
        "y": [3, 4],
        "meta": {"role": "ink"},
    } | more


def line(points, x=AXIS, y=AXIS, faint=False):
    """What is kept of a line through these points, as points."""
    xs, ys = zip(*points, strict=True)
    drawn = trace(x=xs, y=ys, meta={"role": "ink", "faint": faint})
    (kept,) = spec_of(figure(drawn, x=x, y=y))["traces"]
    return list(zip(kept["x"], kept["y"], strict=True))


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        (trace("lines"), "line"),
        (trace("lines", fill="toself"), "band"),
        (trace("markers"), "dots"),
        (trace("text", text=["a", "b"]), "label"),
        ({"type": "bar", "x": [1], "y": [2], "width": 1, "meta": {"role": "ink"}}, "bars"),
        (HEAT | {"colorbar": {"title": {"text": "left"}}}, "heat"),
    ],
)
def test_marks(given, mark):
    assert spec_of(figure(given))["traces"][0]["mark"] == mark


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("faint", [True, False])
def test_roles_stay_and_colours_go(role, faint):
    painted = trace(meta={"role": role, "faint": faint}, line={"color": "#ff0000"})
    spec = spec_of(figure(painted, template={"layout": {"colorway": ["#00ff00"]}}))
    assert (spec["traces"][0]["role"], spec["traces"][0]["faint"]) == (role, faint)
    assert "#" not in repr(spec)


def test_only_what_is_in_the_legend_has_a_name():
    named = [trace(name="a", showlegend=True), trace(name="b", showlegend=False), trace()]
    assert [t.get("name") for t in spec_of(figure(*named))["traces"]] == ["a", None, None]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (figure(trace("lines+markers")), "trace 1 is of a kind that the press does not draw"),
        (figure(trace(), trace("markers+text", name="N")), "trace 2 'N' is of a kind"),
        (figure({"type": "pie", "meta": {"role": "ink"}}), "pie"),
        (figure(trace(meta={})), "has no role"),
        (figure(trace(), HEAT), "trace 2 does not say what its shades mean"),
        (figure(trace(meta={"role": "red"})), "has no role. Say one of wanted"),
        (figure(trace(), x={}), "xaxis and yaxis"),
        (figure(trace(), y={"title": {"text": "y"}}), "yaxis has no fixed range"),
        (figure(trace(), y={"range": [0, math.nan]}), "yaxis.range holds nan"),
        (figure(trace(), x={"range": [1, 1]}), "range"),
        (figure(), "draws nothing"),
        (figure(trace(x=None)), "x is missing"),
        (figure(trace(x=[1])), "1 values of x and 2 of y"),
        (figure(trace(y=[1, math.nan])), "holds nan"),
        (figure(trace(y=[1, math.inf])), "holds inf"),
        (figure(trace("markers", x=[-math.inf, 1])), "holds -inf"),
        (figure(trace(), x={"range": [0, 9], "tickvals": [*range(6)], "ticktext": [*"abcdef"]}), "five"),
        (figure(trace(), x={"range": [0, 9], "tickvals": [1, 2], "ticktext": ["a"]}), "texts"),
        (figure(trace(), x={"type": "log", "range": [0, 2]}) | {"data": [trace(x=[0, 1])]}, "log"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_words(given, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        spec_of(given)


@pytest.mark.parametrize(
    "given",
    [
        figure(trace(fill="tozeroy")),
        figure(trace(fill="tonexty")),
        figure(trace(error_y={"array": [1, 1]})),
        figure(trace(line={"shape": "hv"})),
        figure({"type": "bar", "x": [1], "y": [2], "width": 1, "base": 3, "meta": {"role": "ink"}}),
        figure(
            {
                "type": "bar",
                "x": [1],
                "y": [2],
                "width": 1,
                "orientation": "h",
                "meta": {"role": "ink"},
            }
        ),
        figure(trace(), shapes=[{"type": "line"}]),
        figure(trace(), annotations=[{"text": "here"}]),
    ],
    ids=[
        "to zero",
        "to next",
        "error bars",
        "steps",
        "base",
        "lying bars",
        "shapes",
        "annotations",
    ],
)
def test_nothing_that_plotly_would_draw_is_dropped_in_silence(given):
    with pytest.raises(ValueError, match="does not draw"):
        spec_of(given)


BARS = {"type": "bar", "x": [5], "y": [5], "width": 2, "meta": {"role": "ink"}}
SHADED = {
    "type": "heatmap",
    "x": [1, 3],
    "y": [2, 6],
    "z": [[0, 1], [0.5, 0]],
    "meta": {"role": "ink"},
    "colorbar": {"title": {"text": "left"}},
}
LOG = {"type": "log", "range": [0, 2]}
OUTSIDE = {
    "line": figure(trace(x=[1, 11])),
    "line, below": figure(trace(y=[-0.1, 3])),
    "one of many runs": figure(trace(x=[1, 2, None, 1, 2], y=[1, 2, None, 1, 12])),
    "dots": figure(trace("markers", y=[3, 10.1])),
    "band": figure(trace(fill="toself", x=[1, 2, 2], y=[3, 4, 50])),
    "label": figure(trace("text", text=["a", "b"], x=[1, -1])),
    "second trace": figure(trace(), trace(x=[0, 20])),
    "bar, above": figure(BARS | {"y": [10.5]}),
    "bar, below": figure(BARS | {"y": [-1]}),
    "bar, at its side": figure(BARS | {"x": [9.5]}),
    "bar, whose foot is cut off": figure(BARS, y={"range": [1, 10]}),
    "cells, across": figure(SHADED | {"x": [1, 8]}),
    "cells, upward": figure(SHADED | {"y": [1, 4]}),
    "log axis, above": figure(trace(x=[1, 101]), x=LOG),
    "log axis, below": figure(trace(x=[0.9, 10]), x=LOG),
    "log axis, bar": figure(BARS | {"y": [101]}, y=LOG),
    "axis that falls": figure(trace(y=[1, 11]), y={"range": [10, 0]}),
    "another panel": figure(
        trace(), trace(x=[1, 5], xaxis="x2", yaxis="y2"), xaxis2={"range": [0, 4]}, yaxis2=AXIS
    ),
}


@pytest.mark.parametrize("given", OUTSIDE.values(), ids=OUTSIDE)
def test_what_lies_outside_its_axes_is_a_fault_unless_it_may_leave(given):
    with pytest.raises(ValueError, match=r"is drawn outside its axes: [xy] is .*leaves=True"):
        spec_of(given)
    free = [one | {"meta": one["meta"] | {"leaves": True}} for one in given["data"]]
    assert len(spec_of(given | {"data": free})["traces"]) == len(free)


def test_a_fault_outside_says_which_trace_and_how_far():
    with pytest.raises(ValueError, match=re.escape(
        "trace 2 'far' is drawn outside its axes: y is 4000, and yaxis reaches from 1 to 100."
    )):  # fmt: skip
        spec_of(figure(trace(), trace(name="far", y=[3, 4000]), y=LOG))


INSIDE = {
    "ends of a line": figure(trace(x=[0, 10], y=[10, 0])),
    "a hair, as of rounding": figure(trace(x=[-0.001, 10.001])),
    "a bar of no height": figure(BARS | {"x": [5, 50], "y": [5, 0]}),
    "a bar on a log axis": figure(BARS, y=LOG),
    "cells to the edge": figure(SHADED | {"x": [2.5, 7.5], "y": [2.5, 7.5]}),
    "a gap that only one number says": figure(trace(x=[1, 99, 2], y=[1, None, 2])),
}


@pytest.mark.parametrize("given", INSIDE.values(), ids=INSIDE)
def test_what_lies_within_its_axes_is_none(given):
    spec_of(given)


@pytest.mark.parametrize("shade", [-0.1, 1.01])
def test_a_shade_beyond_the_scale_is_a_fault(shade):
    with pytest.raises(ValueError, match=r"has a cell of .* Say in `full`"):
        spec_of(figure(SHADED | {"z": [[0, shade], [0, 0]]}))


def test_a_histogram_counts_all():
    assert list(histogram([0, 1, 2.9, 3], [0, 1, 2, 3], "ink")["y"]) == [1, 1, 2]
    assert list(histogram([], [0, 1, 2, 3], "ink")["y"]) == [0, 0, 0]
    for stray in (-0.1, 3.1):
        with pytest.raises(ValueError, match=r"edges reach from 0 to 3, .* Count all"):
            histogram([1, stray], [0, 1, 2, 3], "ink")


def test_gap_is_kept():
    assert line([(1, 1), (2, 2), (None, None), (4, 1), (5, 9)]) == [
        (1, 1), (2, 2), (None, None), (4, 1), (5, 9),
    ]  # fmt: skip


def test_layout_has_room_and_a_height():
    spec = spec_of(figure(trace()))
    upright = spec_of(figure(trace(), y=AXIS | {"title": {"text": "y"}}))
    assert upright["height"] == HEIGHT < spec["height"], "the live chart's tools need a line, too"
    assert spec["margin"]["t"] == upright["margin"]["t"] >= 20
    assert spec_of(figure(trace(), height=300))["height"] - spec["height"] == 300 - HEIGHT
    assert spec["margin"]["l"] + spec["margin"]["r"] < WIDTH / 3
    titled = spec_of(figure(trace(), x=AXIS | {"title": {"text": "x"}}))
    assert titled["margin"]["b"] > spec["margin"]["b"]


@pytest.mark.parametrize(
    ("low", "width"), [(0, 1), (0.69, 0.02), (-5, 10), (1990, 40), (1e6, 10), (3e-7, 1e-8)]
)
def test_rounding_moves_nothing_by_a_tenth_of_a_unit(low, width):
    """Also where an axis is short and far from zero."""
    rng = random.Random(1)
    values = [low + width * rng.random() for _ in range(200)]
    axis = {"range": [low, low + width]}
    spec = spec_of(figure(trace("markers", x=values, y=values), x=axis, y=axis))
    start, stop = spec["axes"]["xaxis"]["range"]
    for value, kept in zip(values, spec["traces"][0]["x"], strict=True):
        assert abs((kept - start) / (stop - start) - (value - low) / width) * WIDTH < 0.1, value


def test_rounded_numbers_are_short():
    spec = spec_of(figure(trace("markers", x=[1 / 3, 2.0], y=[2e-7 / 3, 3])))
    assert all(len(repr(v)) <= 11 for t in spec["traces"] for v in (*t["x"], *t["y"]))
    assert isinstance(spec["traces"][0]["x"][1], int)


def walk(rng, kind):
    """A line of some hundred points: a function, a walk that turns back on itself, a spiral."""
    n = rng.randint(3, 300)
    if kind == "function":
        return [(10 * i / n, 5 + 4 * math.sin(i / 20) + 0.02 * rng.gauss(0, 1)) for i in range(n)]
    if kind == "walk":
        x = y = 5.0
        points = []
        for _ in range(n):
            x, y = (
                min(10, max(0, x + rng.choice([-1, 0, 1]))),
                min(10, max(0, y + rng.choice([-1, 0, 1]))),
            )
            points.append((x, y))
        return points
    if kind == "there and back":
        return [(rng.uniform(0, 10), 3) for _ in range(n)]
    return [(5 + 5 * i / n * math.cos(i / 9), 5 + 5 * i / n * math.sin(i / 9)) for i in range(n)]


def distance(point, ends):
    """From a point to a piece of a line, its ends included."""
    (px, py), ((ax, ay), (bx, by)) = point, ends
    square = (bx - ax) ** 2 + (by - ay) ** 2
    along = (
        0
        if not square
        else min(1, max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / square))
    )
    return math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))


@pytest.mark.parametrize(("faint", "most"), [(False, 0.2), (True, 0.4)], ids=["strong", "faint"])
@pytest.mark.parametrize("kind", ["function", "walk", "there and back", "spiral"])
def test_no_point_leaves_the_line_by_more_than_a_hair(kind, faint, most):
    unit = 10 / WIDTH
    for seed in range(40):
        points = walk(random.Random(seed), kind)
        kept = line(points, faint=faint)
        pieces = list(zip(kept, kept[1:], strict=False)) or [(kept[0], kept[0])]
        farthest = max(min(distance(point, piece) for piece in pieces) for point in points)
        assert farthest <= most * unit + 1e-3, (seed, farthest / unit)
        assert kept[0] == pytest.approx(points[0], abs=1e-3)
        assert kept[-1] == pytest.approx(points[-1], abs=1e-3)


def test_straight_line_is_its_two_ends():
    assert line([(x / 10, x / 20) for x in range(101)]) == [(0, 0), (10, 5)]


def test_straight_line_on_a_logarithmic_axis_is_its_two_ends():
    points = [(x, 10 ** (x / 10)) for x in range(11)]
    assert line(points, y={"type": "log", "range": [0, 1]}) == [(0, 1), (10, 10)]
