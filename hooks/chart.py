"""What is in a Plotly figure, without its looks?

A spec is a small neutral dictionary: axes with fixed ranges and at most five ticks, and traces
with rounded data and a role. Poster and live chart are both drawn from it, so they cannot differ
in what they show. The spec uses Plotly's own names, so that plotly.js takes it as it is.
"""

import math
from collections.abc import Sequence

WIDTH, HEIGHT = 360, 240  # the units in which a figure is laid out
ROLES = ("wanted", "scored", "learned", "off", "ink")
MARKS = {
    ("scatter", "lines"): "line",
    ("scatter", "markers"): "dots",
    ("scatter", "text"): "label",
    ("bar", None): "bars",
    ("heatmap", None): "heat",
}


def spec_of(figure: dict) -> dict:
    """The neutral form of a figure given as Plotly's plain dictionary.

    Raise ValueError, in words for the author, where the figure holds a mark that the press does
    not draw, a trace without a role, an axis without a fixed range, or a number that is not finite.
    """
    layout = figure.get("layout", {})
    axes = {
        name: _axis(name, axis)
        for name, axis in layout.items()
        if name[:5] in ("xaxis", "yaxis") and axis
    }
    if not {"xaxis", "yaxis"} <= axes.keys():
        raise ValueError("the figure needs xaxis and yaxis with a fixed range")
    traces = [_trace(number, trace, axes) for number, trace in enumerate(figure.get("data", []), 1)]
    if not traces:
        raise ValueError("the figure draws nothing")
    return {
        "traces": traces,
        "axes": axes,
        "height": layout.get("height") or HEIGHT,
        "margin": _margin(axes),
    }


def _margin(axes: dict) -> dict[str, int]:
    """Room for ticks and titles, in units of the layout; text is twelve units high."""
    y_ticks = [len(t) for name, axis in axes.items() if name[0] == "y" for t in axis["ticktext"]]
    titled = {name[0] for name, axis in axes.items() if axis["title"]}
    return {
        "l": 12 + 7 * max(y_ticks, default=0),
        "r": 14,
        "t": 26 if "y" in titled else 6,
        "b": 42 if "x" in titled else 24,
    }


def _axis(name: str, axis: dict) -> dict:
    title = (axis.get("title") or {}).get("text") or ""
    if axis.get("range") is None:
        raise ValueError(f"{name} has no fixed range. Give it one, so that no control moves it")
    ends = [_finite(float(v), f"{name}.range") for v in axis["range"]]
    log = axis.get("type") == "log"
    form = axis.get("tickformat", "")
    if axis.get("tickvals") is not None:
        values, text = list(axis["tickvals"]), [str(t) for t in axis.get("ticktext", [])]
    else:
        values = _log_ticks(*ends) if log else _ticks(*ends)
        text = [
            format(int(v) if form.endswith("d") else v, form) if form else f"{v:g}" for v in values
        ]
    if len(values) > 5 or len(values) != len(text):
        raise ValueError(f"{name} has {len(values)} ticks and {len(text)} texts; at most five")
    return {
        "title": title,
        "type": "log" if log else "linear",
        "range": [_round(v) for v in ends],
        "domain": [_round(v) for v in axis.get("domain", (0, 1))],
        "anchor": axis.get("anchor") or ("y" if name[0] == "x" else "x"),
        "tickvals": [_round(v) for v in values],
        "ticktext": [t.replace("-", "\N{MINUS SIGN}") for t in text],
        "tickformat": form,
    }


def _trace(number: int, trace: dict, axes: dict) -> dict:
    kind, mode = trace.get("type", "scatter"), trace.get("mode")
    mark = MARKS.get((kind, mode if kind == "scatter" else None))
    if mark == "line" and trace.get("fill") == "toself":
        mark = "band"
    where = f"trace {number}" + (f" '{trace['name']}'" if trace.get("name") else "")
    if mark is None:
        raise ValueError(f"{where} is of a kind that the press does not draw: {kind} {mode or ''}")
    meta = trace.get("meta") or {}
    if meta.get("role") not in ROLES:
        raise ValueError(f"{where} has no role. Say one of {', '.join(ROLES)}")
    spec = {
        "mark": mark,
        "type": kind,
        "role": meta["role"],
        "faint": bool(meta.get("faint")),
        "xaxis": trace.get("xaxis") or "x",
        "yaxis": trace.get("yaxis") or "y",
    }
    if trace.get("name") and trace.get("showlegend"):
        spec["name"] = trace["name"]
    x, y = (_numbers(trace.get(k), f"{where}.{k}") for k in "xy")
    if mark == "heat":
        rows = [_numbers(row, f"{where}.z") for row in trace["z"]]
        return spec | {"x": x, "y": y, "z": rows}
    if len(x) != len(y):
        raise ValueError(f"{where} has {len(x)} values of x and {len(y)} of y")
    if mark == "bars":
        return spec | {"x": x, "y": y, "width": _round(trace["width"])}
    if mark == "label":
        return spec | {
            "x": x,
            "y": y,
            "text": list(trace["text"]),
            "textposition": trace.get("textposition", "middle center"),
        }
    if mark == "dots":
        marker = trace.get("marker") or {}
        return spec | {
            "x": x,
            "y": y,
            "size": marker.get("size", 5),
            "ring": marker.get("symbol") == "circle-open",
        }
    if mark == "line":
        x, y = _decimate(x, y, _unit(axes, "x", spec), _unit(axes, "y", spec))
    return spec | {"x": x, "y": y}


def _numbers(values: Sequence | None, where: str) -> list[float | None]:
    if values is None:
        raise ValueError(f"{where} is missing")
    return [None if v is None else _round(_finite(float(v), where)) for v in values]


def _finite(value: float, where: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{where} holds {value}. Leave the point out, or write None for a gap")
    return value


def _round(value: float) -> float | int:
    """Five significant digits: a hair's breadth on any screen, and the same on every machine."""
    rounded = float(f"{value:.5g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _ticks(low: float, high: float) -> list[float]:
    """At most five round numbers within the range."""
    low, high = min(low, high), max(low, high)
    power = 10 ** math.floor(math.log10((high - low) / 5))
    for step in (1, 2, 5, 10, 20):
        first, last = (math.ceil(low / step / power - 1e-9), math.floor(high / step / power + 1e-9))
        if last - first < 5:
            return [float(f"{i * step * power:.10g}") for i in range(first, last + 1)]
    raise AssertionError("a step of 20 powers always fits")


def _log_ticks(low: float, high: float) -> list[float]:
    """At most five powers of ten between 10^low and 10^high; fewer decades get 1, 2, 5 or 1, 3."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    decades = list(range(first, last + 1))
    if len(decades) >= 3:
        return [10.0**d for d in decades[:: math.ceil(len(decades) / 5)]]
    fine = [m * 10.0**d for d in range(first - 1, last + 1) for m in (1, 2, 5)]
    return [v for v in fine if low - 1e-9 <= math.log10(v) <= high + 1e-9][:5]


def _unit(axes: dict, letter: str, spec: dict) -> tuple[float, bool]:
    axis = axes[f"{letter}axis{spec[letter + 'axis'][1:]}"]
    return (axis["range"][1] - axis["range"][0]) / WIDTH, axis["type"] == "log"


def _decimate(x: list, y: list, x_unit: tuple, y_unit: tuple) -> tuple[list, list]:
    """Drop the points that leave the line where it was, to a fifth of a unit of the layout."""
    if len(x) < 3:
        return x, y

    def place(value: float, unit: tuple[float, bool]) -> float:
        return (math.log10(value) if unit[1] and value > 0 else value) / (unit[0] or 1)

    points = [
        None if a is None or b is None else (place(a, x_unit), place(b, y_unit))
        for a, b in zip(x, y, strict=True)
    ]
    keep: set[int] = set()
    start = 0
    for stop in [*(i for i, p in enumerate(points) if p is None), len(points)]:
        if stop > start:
            keep |= {start, stop - 1}
            _bends(points, start, stop - 1, keep)
        keep |= {stop} if stop < len(points) else set()
        start = stop + 1
    order = sorted(keep)
    return [x[i] for i in order], [y[i] for i in order]


def _bends(points: list, start: int, stop: int, keep: set[int]) -> None:
    """Ramer, Douglas & Peucker: keep the point farthest from the chord while it matters."""
    stack = [(start, stop)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = math.hypot(bx - ax, by - ay)
        farthest, bend = 0.2, None
        for i in range(first + 1, last):
            px, py = points[i]
            away = (
                abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
                if length
                else math.hypot(px - ax, py - ay)
            )
            if away > farthest:
                farthest, bend = away, i
        if bend is not None:
            keep.add(bend)
            stack += [(first, bend), (bend, last)]
