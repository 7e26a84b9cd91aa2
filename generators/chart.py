"""How is a thing drawn, so that one look means one thing in every figure of the book?

A figure names roles, never colours. The roles: `wanted` (what was meant), `scored` (what was
measured or rewarded), `learned` (what came to be inside), `off` (the cause switched off), and
`ink` for all else. `faint` marks one run among many. What is drawn lies within its axes; a trace
that `leaves` may go beyond them, where the picture shows a part on purpose and its caption or a
label says so. Each function here returns a Plotly trace in
its plain form, and the figure is not validated by Plotly: that takes five times as long as all the
rest of a drawing, and the press reads every part that it draws, in words for the author.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

Numbers = Sequence[float] | np.ndarray
Points = Sequence[float | np.number | None] | np.ndarray  # where None stands, a line has a gap
Rows = Sequence[Numbers] | np.ndarray
Panel = tuple[Sequence[dict], dict, dict]  # traces, x axis, y axis


def role_of(result: object, cause_off: Mapping, on: str = "learned") -> str:
    """The role of what a result shows: `off` where it has the values that take the cause away."""
    off = all(getattr(result, name) == value for name, value in cause_off.items())
    return "off" if off else on


def line(
    x: Points,
    y: Points,
    role: str,
    name: str = "",
    faint: bool = False,
    leaves: bool = False,
) -> dict:
    """A line through the points (x, y), two arrays of one length."""
    return _scatter("lines", x, y, _meta(role, faint, leaves), name)


def runs(x: Points, ys: Rows, role: str) -> dict:
    """All runs as faint lines in one trace: ys has one row a run, each as long as x."""
    across = [v for _ in ys for v in [*x, None]]
    return _scatter("lines", across, [v for y in ys for v in [*y, None]], _meta(role, True))


def dots(
    x: Points,
    y: Points,
    role: str,
    name: str = "",
    size: int = 5,
    faint: bool = False,
    ring: bool = False,
    leaves: bool = False,
    thing: str = "",
) -> dict:
    """A mark at each point (x, y); size in units of a picture 360 wide; a ring is an open circle. A
    `thing` of the orchard is drawn as such, by its name in `hooks/draw/pictograms.py`."""
    marker = {"size": size, "symbol": "circle-open" if ring else "circle"}
    meta = _meta(role, faint, leaves) | ({"thing": thing} if thing else {})
    return _scatter("markers", x, y, meta, name) | {"marker": marker}


def band(
    x: Numbers, low: Numbers, high: Numbers, role: str, name: str = "", leaves: bool = False
) -> dict:
    """The area between low and high, three arrays of one length."""
    around = [*x, *x[::-1]], [*low, *high[::-1]]
    edge = _scatter("lines", *around, _meta(role, True, leaves), name)
    return edge | {"fill": "toself", "line": {"width": 0}}


def bars(
    x: Numbers, height: Numbers, role: str, width: float, name: str = "", faint: bool = False
) -> dict:
    """Bars centred on x, from zero to height; width in units of x."""
    return {
        "type": "bar",
        "x": x,
        "y": height,
        "width": width,
        "name": name,
        "meta": _meta(role, faint),
        "showlegend": bool(name),
    }


def histogram(values: Numbers, edges: Numbers, role: str, name: str = "") -> dict:
    """Counts of values between equally spaced edges, as bars that touch; ValueError where a value
    lies outside them and would not be counted."""
    if len(values) and not edges[0] <= min(values) <= max(values) <= edges[-1]:
        raise ValueError(
            f"the histogram's edges reach from {edges[0]:g} to {edges[-1]:g}, and its values from "
            f"{min(values):g} to {max(values):g}. Count all of them"
        )
    counts, edges = np.histogram(values, edges)
    return bars((edges[:-1] + edges[1:]) / 2, counts, role, edges[1] - edges[0], name)


def crowd(
    x: Numbers,
    count: Numbers,
    role: str,
    width: float,
    towards: tuple[float, float],
    name: str = "",
) -> dict:
    """A histogram of sorters: so many stand on each other at each x, each one unit of y tall and
    drawn as wide, and all of them look at one point; width, of a column, in units of x."""
    trace = bars(x, count, role, width, name)
    return trace | {"meta": trace["meta"] | {"towards": towards}}


def heat(
    x: Numbers,
    y: Numbers,
    z: Rows,
    role: str,
    title: str,
    format: str = ".0%",
    full: float = 1,
) -> dict:
    """Cells of equal size: z[j][i] from 0 to `full`, the full role, is drawn at x[i], y[j].

    What a cell stands for is spoken, never drawn: the title of the shades, and the value in its
    format, or the words of a label that lies on the cell.
    """
    return {
        "type": "heatmap",
        "x": x,
        "y": y,
        "z": z,
        "zmin": 0,
        "zmax": full,
        "showscale": False,
        "colorbar": {"title": {"text": title}, "tickformat": format},
        "meta": _meta(role, False),
    }


def label(
    x: float,
    y: float,
    text: str,
    role: str = "ink",
    side: str = "middle right",
    reading: int = 0,
) -> dict:
    """A few words beside the point (x, y); side as in Plotly's `textposition`.

    A figure whose caption has tabs can be read in several ways: a label of `reading` 2 is seen
    while the second tab is open, and one of reading 0 always.
    """
    meta = _meta(role, False) | ({"reading": reading} if reading else {})
    return _scatter("text", [x], [y], meta) | {"text": [text], "textposition": side}


def texts(x: Points, y: Points, words: Iterable[str], side: str) -> dict:
    """Many labels of no role, in one trace: `words` beside the points (x, y)."""
    return label(0, 0, "", side=side) | {"x": x, "y": y, "text": list(words)}


def axis(
    title: str,
    low: float,
    high: float,
    ticks: Mapping[float, str] | Mapping[int, str] | None = None,
    format: str = "",
    log: bool = False,
) -> dict:
    """A fixed axis from low to high; without ticks the press chooses at most five."""
    settings = {
        "title": {"text": title},
        "type": "log" if log else "linear",
        "range": list(np.log10([low, high])) if log else [low, high],
    }
    if ticks is not None:
        settings |= {"tickvals": list(ticks), "ticktext": list(ticks.values())}
    if format:
        settings["tickformat"] = format
    return settings


def chart(traces: Sequence[dict], x: dict, y: dict, height: int = 240) -> go.Figure:
    """One pair of axes; height in units of a picture 360 wide."""
    return _figure(list(traces), {"xaxis": x, "yaxis": y, "height": height})


def panels(charts: Sequence[Panel], height: int = 240) -> go.Figure:
    """Small multiples side by side: (traces, x axis, y axis) for each, left to right.

    Ticks of y stand only at the left panel, so all share its range.
    """
    gap = 0.06
    width = (1 - gap * (len(charts) - 1)) / len(charts)
    traces: list[dict] = []
    layout: dict = {"height": height}
    for number, (drawn, x, y) in enumerate(charts):
        key = str(number + 1) if number else ""
        left = number * (width + gap)
        layout[f"xaxis{key}"] = x | {"domain": [left, left + width], "anchor": f"y{key}"}
        layout[f"yaxis{key}"] = (
            y | {"anchor": f"x{key}"} | ({"tickvals": [], "ticktext": []} if number else {})
        )
        traces += [trace | {"xaxis": f"x{key}", "yaxis": f"y{key}"} for trace in drawn]
    return _figure(traces, layout)


def _figure(traces: list[dict], layout: dict) -> go.Figure:
    return go.Figure(traces, layout, _validate=False)


def _scatter(mode: str, x: Points, y: Points, meta: dict, name: str = "") -> dict:
    return {
        "type": "scatter",
        "mode": mode,
        "x": x,
        "y": y,
        "name": name,
        "meta": meta,
        "showlegend": bool(name),
    }


def _meta(role: str, faint: bool, leaves: bool = False) -> dict:
    return {"role": role, "faint": faint} | ({"leaves": True} if leaves else {})
