"""What is in a Plotly figure, without its looks?

A spec is a small neutral dictionary: axes with fixed ranges and at most five ticks, and traces
with rounded data and a role. Poster and live chart are both drawn from it, so they cannot differ
in what they show. The spec uses Plotly's own names, so that plotly.js takes it as it is.
"""

import math
from collections.abc import Iterator, Sequence

from hooks.draw.pictograms import THINGS
from hooks.draw.within import check_within
from hooks.faults import suggest
from hooks.offer.digits import published

WIDTH, HEIGHT = 360, 240  # the units in which a figure is laid out
STRONG, FAINT = 0.2, 0.4  # how far a line may be moved where nobody sees it, in those units
TOOLS, ABOVE = 26, 6  # room above a plot: for a title or a live chart's tools, and for neither
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
    not draw, a trace without a role, an axis without a fixed range, a number that is not finite, or
    a point outside its axes.
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
    if extra := [name for name in ("shapes", "annotations", "images") if layout.get(name)]:
        raise ValueError(f"the press does not draw {extra[0]}. Draw them as traces")
    return {
        "traces": traces,
        "axes": axes,
        "height": (layout.get("height") or HEIGHT) + (0 if _titled(axes, "y") else TOOLS - ABOVE),
        "margin": _margin(axes),
    }


def _margin(axes: dict) -> dict[str, int]:
    """Room for ticks and titles, in units of the layout; text is twelve units high."""
    y_ticks = [len(t) for name, axis in axes.items() if name[0] == "y" for t in axis["ticktext"]]
    return {
        "l": 12 + 7 * max(y_ticks, default=0),
        "r": 14,
        "t": TOOLS,
        "b": 42 if _titled(axes, "x") else 24,
    }


def _titled(axes: dict, letter: str) -> bool:
    return any(axis["title"] for name, axis in axes.items() if name[0] == letter)


def _axis(name: str, axis: dict) -> dict:
    title = (axis.get("title") or {}).get("text") or ""
    if axis.get("range") is None:
        raise ValueError(f"{name} has no fixed range. Give it one, so that no control moves it")
    ends = [_finite(float(v), f"{name}.range") for v in axis["range"]]
    if ends[0] == ends[1]:
        raise ValueError(f"{name} has a range of no width")
    log = axis.get("type") == "log"
    form = axis.get("tickformat", "")
    if axis.get("tickvals") is not None:
        values, text = list(axis["tickvals"]), [str(t) for t in axis.get("ticktext", [])]
    else:
        values, text = _ticks(ends, log, form)
    if len(values) > 5 or len(values) != len(text):
        raise ValueError(f"{name} has {len(values)} ticks and {len(text)} texts; at most five")
    return {
        "title": title,
        "type": "log" if log else "linear",
        "range": ends,
        "domain": [_short(v, 5) for v in axis.get("domain", (0, 1))],
        "anchor": axis.get("anchor") or ("y" if name[0] == "x" else "x"),
        "tickvals": [published(v) for v in values],
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
    if meta.get("reading"):
        spec["reading"] = meta["reading"]
    _plain(trace, where)
    spec |= _data(trace, mark, axes, spec, where)
    if not meta.get("leaves"):
        check_within(spec, axes, where)
    if mark == "line":
        units = (_unit(axes, letter, spec) for letter in "xy")
        hair = FAINT if spec["faint"] else STRONG
        spec["x"], spec["y"] = _decimate(spec["x"], spec["y"], hair, *units)
    return spec


def _data(trace: dict, mark: str, axes: dict, spec: dict, where: str) -> dict:
    """What each kind of mark is drawn from."""
    x, y = (_numbers(trace.get(k), f"{where}.{k}", _axis_of(axes, k, spec)) for k in "xy")
    if mark == "heat":
        rows = [[_short(_finite(float(v), f"{where}.z"), 3) for v in row] for row in trace["z"]]
        return {"x": x, "y": y, "z": rows} | _shades(trace, where)
    if len(x) != len(y):
        raise ValueError(f"{where} has {len(x)} values of x and {len(y)} of y")
    if mark == "bars":
        look = (trace.get("meta") or {}).get("towards")
        towards = {"towards": [_finite(float(v), f"{where}.towards") for v in look]} if look else {}
        return {"x": x, "y": y, "width": _short(trace["width"], 5)} | towards
    if mark == "label":
        return {
            "x": x,
            "y": y,
            "text": list(trace["text"]),
            "textposition": trace.get("textposition", "middle center"),
        }
    if mark == "dots":
        marker, thing = trace.get("marker") or {}, (trace.get("meta") or {}).get("thing")
        if thing and thing not in THINGS:
            raise ValueError(
                f"{where} is no thing that can be drawn. {suggest(thing, list(THINGS))}"
            )
        return {
            "x": x,
            "y": y,
            "size": marker.get("size", 5),
            "ring": marker.get("symbol") == "circle-open",
        } | ({"thing": thing} if thing else {})
    return {"x": x, "y": y}


def _shades(trace: dict, where: str) -> dict:
    """What the shades of a heat map mean: nothing in the picture says it, so the trace must."""
    bar = trace.get("colorbar") or {}
    if not (title := (bar.get("title") or {}).get("text")):
        raise ValueError(f"{where} does not say what its shades mean. Give it colorbar.title.text")
    full = _short(_finite(float(trace.get("zmax", 1)), f"{where}.zmax"), 5)
    return {"full": full, "title": title, "tickformat": bar.get("tickformat") or ".0%"}


def _plain(trace: dict, where: str) -> None:
    """Raise ValueError where plotly.js would draw something that the poster does not."""
    asked = {
        "a fill": trace.get("fill") not in (None, "none", "toself"),
        "error bars": trace.get("error_x") or trace.get("error_y"),
        "steps": (trace.get("line") or {}).get("shape") not in (None, "linear"),
        "a base": trace.get("base") is not None,
        "lying bars": trace.get("orientation") == "h",
    }
    if odd := [name for name, there in asked.items() if there]:
        raise ValueError(f"{where} has {odd[0]}, which the press does not draw")


def _axis_of(axes: dict, letter: str, spec: dict) -> dict:
    return axes[f"{letter}axis{spec[letter + 'axis'][1:]}"]


def _numbers(values: Sequence | None, where: str, axis: dict) -> list[float | None]:
    if values is None:
        raise ValueError(f"{where} is missing")
    places = _places(axis)
    numbers = [None if v is None else _round(_finite(float(v), where), places) for v in values]
    if axis["type"] == "log" and any(v is not None and v <= 0 for v in numbers):
        raise ValueError(f"{where} holds a number that is not above 0, on a log axis")
    return numbers


def _finite(value: float, where: str) -> float | int:
    if not math.isfinite(value):
        raise ValueError(f"{where} holds {value}. Leave the point out, or write None for a gap")
    return published(value)


def _short(value: float, digits: int) -> float | int:
    """A number at so many significant digits, and an integer where it is one."""
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _places(axis: dict) -> int | None:
    """How many decimals tell a hundredth of a unit of the layout, a hair's breadth on any screen:
    so a number is the same on every machine, and short. On a log axis that hangs on the number."""
    if axis["type"] == "log":
        return None
    unit = abs(axis["range"][1] - axis["range"][0]) / WIDTH / 100
    return -math.floor(math.log10(unit))


def _round(value: float, places: int | None) -> float | int:
    """To so many decimals, or to five digits, and an integer where it is one."""
    if places is None:
        return _short(value, 5)
    rounded = round(value, places)
    return int(rounded) if float(rounded).is_integer() and abs(rounded) < 1e15 else rounded


def _ticks(ends: list[float], log: bool, form: str) -> tuple[list[float], list[str]]:
    """At most five round numbers within the range, each with a label that is true of it."""
    low, high = min(ends), max(ends)
    for values in _log_steps(low, high) if log else _steps(low, high):
        text = [_label(value, form) for value in values]
        if len(values) <= 5 and all(map(_true, values, text)):
            return values, text
    return [], []


def _label(value: float, form: str) -> str:
    return format(round(value) if form.endswith("d") else value, form) if form else f"{value:.10g}"


def _true(value: float, text: str) -> bool:
    """Does the label say the value?"""
    plain = text.replace(",", "")
    said = float(plain.rstrip("%")) / (100 if plain.endswith("%") else 1)
    return math.isclose(said, value, rel_tol=1e-9, abs_tol=1e-12)


def _steps(low: float, high: float) -> Iterator[list[float]]:
    """Ticks at ever wider steps of 1, 2 and 5."""
    power = math.floor(math.log10((high - low) / 5))
    for exponent in range(power, power + 8):
        for digit in (1, 2, 5):
            first = math.ceil(low / digit / 10**exponent - 1e-9)
            last = math.floor(high / digit / 10**exponent + 1e-9)
            if last - first < 5:
                yield [published(float(i * digit * 10**exponent)) for i in range(first, last + 1)]


def _log_steps(low: float, high: float) -> Iterator[list[float]]:
    """Ticks between 10^low and 10^high: 1, 2, 5 or 1, 3 in a decade, or decades."""
    inside = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(inside) < 3:
        for digits in ((1, 2, 5), (1, 3), (1,)):
            fine = [d * 10.0**e for e in range(math.floor(low), inside.stop + 1) for d in digits]
            yield [v for v in fine if low - 1e-9 <= math.log10(v) <= high + 1e-9]
    for step in range(max(1, math.ceil(len(inside) / 5)), len(inside) + 2):
        for start in range(min(step, len(inside)) or 1):
            yield [10.0**e for e in inside[start::step]]
    whole = [e for e in inside if e >= 0]
    for step in range(1, len(whole) + 1):
        yield [10.0**e for e in whole[::step]]


def _unit(axes: dict, letter: str, spec: dict) -> tuple[float, bool]:
    axis = _axis_of(axes, letter, spec)
    return (axis["range"][1] - axis["range"][0]) / WIDTH, axis["type"] == "log"


def _decimate(x: list, y: list, hair: float, x_unit: tuple, y_unit: tuple) -> tuple[list, list]:
    """Drop the points that leave the line where it was, to so much of a unit of the layout."""
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
            _bends(points, start, stop - 1, hair, keep)
        keep |= {stop} if stop < len(points) else set()
        start = stop + 1
    order = sorted(keep)
    return [x[i] for i in order], [y[i] for i in order]


def _bends(points: list, start: int, stop: int, hair: float, keep: set[int]) -> None:
    """Ramer, Douglas & Peucker: keep the point farthest from the chord while it matters."""
    stack = [(start, stop)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        square = (bx - ax) ** 2 + (by - ay) ** 2
        farthest, bend = hair, None
        for i in range(first + 1, last):
            px, py = points[i]
            along = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / square if square else 0
            along = min(1, max(0, along))
            away = math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))
            if away > farthest:
                farthest, bend = away, i
        if bend is not None:
            keep.add(bend)
            stack += [(first, bend), (bend, last)]
