"""Does every mark of a poster stand where the axes say that it belongs?

The oracle reads the finished SVG as a reader's eye does: the scale from the frame's own grid lines
and tick labels, then each mark's place from its path.
"""

import math
import random
import re
import xml.etree.ElementTree as etree

import numpy as np
import plotly.graph_objects as go
import pytest

from generators.chart import axis, band, bars, chart, crowd, dots, heat, label, line, runs
from hooks.draw import poster
from hooks.draw.chart import ROLES, spec_of
from tests.svg import strokes

SVG = "{http://www.w3.org/2000/svg}"


class Seen:
    """A poster as seen: its scale, and what its marks draw."""

    def __init__(self, spec):
        attributes = 'xmlns="http://www.w3.org/2000/svg" role="img"'
        text = poster.svg(poster.frame(spec), poster.marks(spec), spec, attributes)
        self.text, self.root = text, etree.fromstring(text)
        _, _, self.width, self.height = map(int, self.root.get("viewBox").split())
        columns, base, rows = (strokes(p.get("d")) for p in self.root.findall(f"{SVG}path")[:3])
        self.left, self.right = base[0][0][0], base[0][-1][0]
        self.top, self.bottom = columns[0][0][1], columns[0][-1][1]
        self.columns, self.rows = [c[0][0] for c in columns], [r[0][1] for r in rows]
        holders = [e for e in self.root if e.get("class") == "marks"]
        self.area, self.marks = holders[0], [mark for holder in holders for mark in holder]

    def paths(self, number=0):
        """The strokes of one mark: lists of points."""
        return strokes(self.marks[number].get("d"))

    def expected(self, x, y, x_range, y_range):
        """Where a value belongs, by the ends of the frame."""
        (x0, x1), (y0, y1) = x_range, y_range
        return (
            self.left + (x - x0) / (x1 - x0) * (self.right - self.left),
            self.bottom - (y - y0) / (y1 - y0) * (self.bottom - self.top),
        )


def seen(*traces, x=(0, 10), y=(-1, 1), log=()):
    """The poster of these traces on these axes."""
    figure = chart(traces, axis("x", *x, log="x" in log), axis("y", *y, log="y" in log))
    layout = figure.layout.to_plotly_json()
    return Seen(spec_of({"data": [t.to_plotly_json() for t in figure.data], "layout": layout}))


def near(points, wanted):
    """Every point within one tenth of a unit, with room for rounding twice."""
    assert len(points) == len(wanted)
    for (x, y), (a, b) in zip(points, wanted, strict=True):
        assert abs(x - a) <= 1.05, (x, a)
        assert abs(y - b) <= 1.05, (y, b)


VALUES = [
    (random.Random(i).uniform(0, 10), random.Random(i + 99).uniform(-1, 1)) for i in range(60)
]
XS, YS = zip(*VALUES, strict=True)


def test_ticks_stand_where_their_labels_say():
    poster = seen(line([1, 7], [0, 9], "ink"), x=(0.3, 7.2), y=(-40, 90))
    ticks = [t for t in poster.root.findall(f"{SVG}text") if "tick" in t.get("class")]
    said = [float(t.text.replace("\N{MINUS SIGN}", "-")) for t in ticks]
    across, up = said[: len(poster.columns)], said[len(poster.columns) :]
    assert len(across) >= 3
    assert len(up) == len(poster.rows) >= 2
    for value, place in zip(across, poster.columns, strict=True):
        assert abs(poster.expected(value, 0, (0.3, 7.2), (0, 1))[0] - place) <= 1.05
    for value, place in zip(up, poster.rows, strict=True):
        assert abs(poster.expected(0, value, (0, 1), (-40, 90))[1] - place) <= 1.05


def test_line():
    poster = seen(line(XS, YS, "ink"))
    (stroke,) = poster.paths()
    near(stroke, [poster.expected(x, y, (0, 10), (-1, 1)) for x, y in VALUES])


def test_many_runs_are_one_path_with_gaps():
    poster = seen(runs([0, 4, 10], [[-1, 1, 0], [0.5, -0.5, 0.5]], "ink"))
    first, second = poster.paths()
    near(first, [poster.expected(*p, (0, 10), (-1, 1)) for p in [(0, -1), (4, 1), (10, 0)]])
    near(second, [poster.expected(*p, (0, 10), (-1, 1)) for p in [(0, 0.5), (4, -0.5), (10, 0.5)]])


def test_dots_are_lines_of_no_length_as_wide_as_they_are():
    poster = seen(dots(XS, YS, "ink", size=7))
    drawn = poster.paths()
    assert all(stroke[0] == stroke[1] for stroke in drawn)
    near([s[0] for s in drawn], [poster.expected(x, y, (0, 10), (-1, 1)) for x, y in VALUES])
    assert poster.marks[0].get("stroke-width") == "70"


def test_ring_is_a_circle_around_its_point():
    poster = seen(dots([5], [0.5], "ink", size=12, ring=True))
    ((left, right, end),) = poster.paths()
    x, y = poster.expected(5, 0.5, (0, 10), (-1, 1))
    near([left, right, end], [(x - 60, y), (x + 60, y), (x - 60, y)])
    assert poster.marks[0].get("d").count("a60 60") == 2


def test_band_goes_there_and_back_and_is_closed():
    poster = seen(band([0, 5, 10], [-1, -0.5, -1], [1, 0.5, 0.9], "ink"))
    (stroke,) = poster.paths()
    corners = [(0, -1), (5, -0.5), (10, -1), (10, 0.9), (5, 0.5), (0, 1), (0, -1)]
    near(stroke, [poster.expected(*c, (0, 10), (-1, 1)) for c in corners])


def test_bars_stand_on_zero_also_below_it_and_an_empty_one_is_left_out():
    poster = seen(bars([1, 4, 8], [0.5, 0, -0.75], "ink", 2))
    up, down = poster.paths()
    for stroke, (x, y) in zip([up, down], [(1, 0.5), (8, -0.75)], strict=True):
        corners = [(x - 1, 0), (x - 1, y), (x + 1, y), (x + 1, 0), (x - 1, 0)]
        near(stroke, [poster.expected(*c, (0, 10), (-1, 1)) for c in corners])


def test_heat_map_has_each_cell_in_its_shade():
    z = np.random.default_rng(1).random((4, 5))
    poster = seen(heat([1, 3, 5, 7, 9], [-0.75, -0.25, 0.25, 0.75], z, "learned", "z"))
    assert len(poster.marks) == 8
    cells = {}
    for shade in range(8):
        assert poster.marks[shade].get("class") == f"heat learned shade{shade}"
        for stroke in poster.paths(shade):
            xs, ys = zip(*stroke, strict=True)
            cells[round(sum(xs[:4]) / 4), round(sum(ys[:4]) / 4)] = (
                shade,
                max(xs) - min(xs),
                max(ys) - min(ys),
            )
    assert len(cells) == z.size
    width, height = (poster.right - poster.left) / 5, (poster.bottom - poster.top) / 4
    for (j, i), value in np.ndenumerate(z):
        middle = poster.expected(1 + 2 * i, -0.75 + 0.5 * j, (0, 10), (-1, 1))
        (at,) = [c for c in cells if math.dist(c, middle) < 3]
        shade, wide, high = cells[at]
        assert shade == int(value * 8)
        assert abs(wide - width) <= 2
        assert abs(high - height) <= 2


def test_heat_map_takes_the_ends_of_its_scale():
    poster = seen(heat([2.5, 7.5], [0], [[0, 1]], "ink", "z"))
    assert [len(poster.paths(shade)) for shade in range(8)] == [1, 0, 0, 0, 0, 0, 0, 1]


def test_heat_map_is_full_where_its_scale_ends():
    poster = seen(heat([2.5, 7.5], [0], [[1.9, 2]], "ink", "z", full=4))
    assert [len(poster.paths(shade)) for shade in range(8)] == [0, 0, 0, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("side", "anchor"),
    [("middle right", "start"), ("middle left", "end"), ("top center", "middle")],
)
def test_label_stands_on_its_side_and_is_escaped(side, anchor):
    poster = seen(label(5, 0.5, "a < b & c", "wanted", side))
    (text,) = poster.marks[0]
    x, y = poster.expected(5, 0.5, (0, 10), (-1, 1))
    near([(int(text.get("x")), int(text.get("y")))], [(x, y)])
    level = poster.marks[0].get("class").split()[2:]  # the style sheet moves it up or down
    assert level == ([] if side.startswith("middle") else [side.split()[0]])
    assert (text.text, text.get("text-anchor")) == ("a < b & c", anchor)


@pytest.mark.parametrize("log", ["x", "y", "xy"])
def test_logarithmic_axes(log):
    values = [(1, 1000), (3, 70), (10, 2), (47, 310), (100, 1)]
    poster = seen(dots(*zip(*values, strict=True), "ink"), x=(1, 100), y=(1, 1000), log=log)
    x, y = (math.log10 if axis in log else float for axis in "xy")
    ends = (x(1), x(100)), (y(1), y(1000))
    near([s[0] for s in poster.paths()], [poster.expected(x(a), y(b), *ends) for a, b in values])


def test_two_pairs_of_axes_share_the_picture():
    figure = go.Figure(
        [dots([0, 10], [0, 1], "ink"), dots([0, 10], [0, 1], "ink") | {"yaxis": "y2"}],
        {
            "xaxis": axis("x", 0, 10),
            "yaxis": axis("", 0, 1) | {"domain": [0, 0.4]},
            "yaxis2": axis("", 0, 1) | {"domain": [0.6, 1]},
        },
    )
    traces = [t.to_plotly_json() for t in figure.data]
    poster = Seen(spec_of({"data": traces, "layout": figure.layout.to_plotly_json()}))
    (low, high), (low2, high2) = ([s[0][1] for s in poster.paths(i)] for i in (0, 1))
    whole = low - high2
    assert low > high > low2 > high2
    assert abs((low - high) / whole - 0.4) < 0.01
    assert abs((low2 - high2) / whole - 0.4) < 0.01


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("faint", [True, False])
def test_classes_say_mark_and_role(role, faint):
    poster = seen(dots([1], [0], role, faint=faint), dots([1], [0], role, ring=True))
    assert poster.marks[0].get("class").split() == ["dots", role, *["faint"] * faint]
    assert poster.marks[1].get("class").split() == ["ring", role]


def test_words_on_the_axes_are_text_and_never_markup():
    odd = "a < b & c"
    x = axis(odd, 0, 10, ticks={5: odd})
    figure = chart([line([0, 10], [0, 1], "ink")], x, axis(odd, 0, 1, ticks={0.5: odd}))
    traces, layout = figure.data[0].to_plotly_json(), figure.layout.to_plotly_json()
    poster = Seen(spec_of({"data": [traces], "layout": layout}))
    assert [t.text for t in poster.root.findall(f"{SVG}text")] == [odd] * 4


def test_empty_trace_keeps_its_place():
    assert [m.get("d") for m in seen(dots([], [], "ink"), line([], [], "ink")).marks] == ["", ""]


def test_nothing_but_labels_is_drawn_beyond_the_axes():
    """A picture within the picture clips it, as plotly.js does; its units are those around it."""
    far = (
        line([-5, 15], [-3, 3], "ink", leaves=True),
        band([20, 30], [4, 4], [5, 5], "ink", leaves=True),
    )
    poster = seen(*far, label(10, 1, "here"))
    box = [int(poster.area.get(key)) for key in ("x", "y", "width", "height")]
    assert poster.area.tag == f"{SVG}svg"
    assert poster.area.get("overflow") is None
    assert list(map(int, poster.area.get("viewBox").split())) == box
    wanted = [poster.left, poster.top, poster.right - poster.left, poster.bottom - poster.top]
    assert all(abs(a - b) <= 1 for a, b in zip(box, wanted, strict=True))
    assert [e.get("class") for e in poster.area] == ["line ink", "band ink faint"]
    assert poster.marks[2].get("class") == "label ink"


@pytest.mark.parametrize("size", [5, 22])
@pytest.mark.parametrize("ring", [True, False])
def test_a_point_on_the_edge_is_drawn_whole(size, ring):
    """And what may leave the picture goes on no further than that."""
    corners = [0, 0, 10, 10], [-1, 1, -1, 1]
    poster = seen(dots(*corners, "ink", size=size, ring=ring), dots([5], [0], "ink", size=3))
    left, top, wide, high = (int(poster.area.get(key)) for key in ("x", "y", "width", "height"))
    assert list(map(int, poster.area.get("viewBox").split())) == [left, top, wide, high]
    right, bottom = left + wide, top + high
    beyond = [poster.left - left, poster.top - top, right - poster.right, bottom - poster.bottom]
    half, hair = size / 2 * 10, 1.2 * 10  # in tenths; half the line of a ring
    assert all(half + hair <= far <= half + 3 * hair for far in beyond)


@pytest.mark.parametrize(
    ("at", "text", "moved"),
    [(10, "1,000,000", "end"), (10, "100%", None), (5, "1,000,000", None), (0, "1,000,000", None)],
)
def test_a_tick_stays_in_the_picture(at, text, moved):
    figure = chart(
        [line([0, 10], [0, 1], "ink")], axis("", 0, 10, ticks={at: text}), axis("", 0, 1)
    )
    traces, layout = figure.data[0].to_plotly_json(), figure.layout.to_plotly_json()
    poster = Seen(spec_of({"data": [traces], "layout": layout}))
    (tick,) = [t for t in poster.root.findall(f"{SVG}text") if t.text == text]
    anchor, x = tick.get("text-anchor"), int(tick.get("x"))
    wide = 66 * len(text)  # of DejaVu Sans, the widest sans-serif that a reader is likely to have
    ends = {"middle": (x - wide / 2, x + wide / 2), "end": (x - wide, x), "start": (x, x + wide)}
    assert -60 <= ends[anchor][0] < ends[anchor][1] <= poster.width + 60
    assert anchor == (moved or ("middle" if at else anchor))
    if anchor == "middle":
        assert abs(x - poster.expected(at, 0, (0, 10), (0, 1))[0]) <= 1


def test_values_on_an_odd_grid_stay_whole_numbers():
    near_edge = [v + d for v in range(10) for d in (-1e-9, 0, 1e-9)]
    text = seen(line(near_edge, [y / 10 for y in near_edge], "ink")).text
    assert not re.search(r'd="[^"]*\.', text)


LOOK = (9, 12)
COLUMNS, COUNTS = [1, 2, 5, 9], [3, 1, 0, 4]


def crowded(role="ink"):
    """A crowd on axes where it is as wide as tall, and its parts but the pupils, then the pupils."""
    picture = seen(crowd(COLUMNS, COUNTS, role, 1, LOOK), x=(0, 10), y=(0, 15))
    *parts, eyes = range(len(picture.marks))
    return picture, parts, eyes


def test_a_crowd_has_each_part_of_each_sorter():
    """A part is a dashed line: as many dashes as sorters stand in a column."""
    picture, parts, _ = crowded()
    ground = [picture.expected(x, 0, (0, 10), (0, 15)) for x in COLUMNS]
    pitch = (
        picture.expected(0, 0, (0, 10), (0, 15))[1] - picture.expected(0, 1, (0, 10), (0, 15))[1]
    )
    standing = [(*foot, n) for foot, n in zip(ground, COUNTS, strict=True) if n]
    for part in parts:
        dash, gap = map(int, picture.marks[part].get("stroke-dasharray").split())
        assert abs(dash + gap - pitch) <= 1
        assert dash > 0
        for ((x0, y0), (x1, y1)), (x, y, n) in zip(picture.paths(part), standing, strict=True):
            assert x0 == x1
            assert abs(x0 - x) <= 1
            assert y - pitch < y0 <= y
            assert abs(y0 - y1 - (n - 1) * pitch - dash) <= n


def test_every_eye_of_a_crowd_is_turned_to_one_point():
    picture, parts, eyes = crowded()
    body = [dashes for part in parts for dashes in [picture.paths(part)]][-1]
    pupils = [stroke[0] for stroke in picture.paths(eyes)]
    assert len(pupils) == sum(COUNTS)
    to = picture.expected(*LOOK, (0, 10), (0, 15))
    pitch = (picture.bottom - picture.top) / 15
    places = [
        (column[0][0], picture.bottom - (above + poster.EYE[1]) * pitch)
        for column, n in zip(body, filter(None, COUNTS), strict=True)
        for above in range(n)
    ]
    for (x, y), (a, b) in zip(pupils, places, strict=True):
        turned, wanted = math.atan2(y - b, x - a), math.atan2(to[1] - b, to[0] - a)
        assert abs(turned - wanted) < 0.25  # a pupil moves by few whole units
        assert 0 < math.hypot(x - a, y - b) < pitch / 4


def test_a_crowd_that_looks_at_nobody_who_is_there_is_refused():
    with pytest.raises(ValueError, match="towards holds nan"):
        seen(crowd([1], [1], "ink", 1, (math.nan, 0)), y=(0, 2))


def test_paths_of_a_trace_are_as_many_as_it_is_drawn_with():
    traces = [
        line([1, 2], [0, 1], "ink"),
        heat([1, 2], [0, 0.5], [[0, 1], [1, 0]], "learned", "share"),
        crowd([1], [1], "ink", 1, LOOK),
        dots([1], [0], "ink"),
    ]
    figure = chart(traces, axis("x", 0, 10), axis("y", -1, 2))
    spec = spec_of(
        {
            "data": [t.to_plotly_json() for t in figure.data],
            "layout": figure.layout.to_plotly_json(),
        }
    )
    assert sum(map(poster.paths, spec["traces"])) == len(poster.marks(spec))
