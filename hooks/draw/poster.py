"""How does a spec look as one small SVG, drawn at build time?

Every trace becomes paths (or texts) with classes instead of colours, so one picture serves light,
dark, print and forced colours. Coordinates are whole tenths of a layout unit. What a control
changes is only each path's `d` and each text, listed by `marks`; `frame` never changes.
"""

import math
from html import escape

from hooks.draw.chart import WIDTH
from hooks.draw.pictograms import CROWD, EYE
from hooks.draw.pictograms import drawn as thing
from hooks.draw.within import edges

TENTHS = 10
SHADES = 8  # steps of a heat map
LINE = 20  # tenths, of half the line that a ring is drawn with, and of what rounding takes
LETTER, SPARE = (
    70,
    40,
)  # tenths: how wide a letter of a tick is, and by how much a tick may stick out


def frame(spec: dict) -> str:
    """Grid, ticks and axis titles, as SVG elements."""
    parts = []
    for name, axis in spec["axes"].items():
        box = _box(spec, name, axis)
        parts.append(_x_axis(axis, box) if name[0] == "x" else _y_axis(axis, box))
    return "".join(parts)


def marks(spec: dict) -> list[dict]:
    """What the traces draw: {class, d} for a path and, behind all paths, {class, texts: [[x, y,
    anchor, text], ...]} for labels. Each call of a figure gives the same marks in this order."""
    drawn = []
    for trace in spec["traces"]:
        to_x, to_y = _scales(spec, trace)
        kind = kind_of(trace)
        css = f"{kind} {trace['role']}" + (" faint" if trace["faint"] else "")
        if trace["mark"] == "label":
            side = trace["textposition"]
            level = side.split()[0]
            css += "" if level == "middle" else f" {level}"
            css += f" reading{trace['reading']}" if "reading" in trace else ""
            drawn.append(
                {
                    "class": css,
                    "texts": [
                        [to_x(x), to_y(y), _anchor(side), text]
                        for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
                    ],
                }
            )
        elif "towards" in trace:
            drawn += _crowd(trace, to_x, to_y)
        elif trace["mark"] == "heat":
            drawn += [
                {"class": f"{css} shade{shade}", "d": d}
                for shade, d in enumerate(_heat(trace, to_x, to_y))
            ]
        else:
            points = [
                None if x is None or y is None else (to_x(x), to_y(y))
                for x, y in zip(trace["x"], trace["y"], strict=True)
            ]
            drawn.append({"class": css} | _SHAPES[trace["mark"]](trace, points, to_x, to_y))
    return sorted(drawn, key=lambda mark: "texts" in mark)


def kind_of(trace: dict) -> str:
    """What a trace's marks look like: its class."""
    return "thing" if "thing" in trace else "ring" if trace.get("ring") else trace["mark"]


def paths(trace: dict) -> int:
    """How many marks a trace is drawn as."""
    if "towards" in trace:
        return len(CROWD) + 1
    return SHADES if trace["mark"] == "heat" else 1


def moving(mark: dict) -> str | list:
    """What a step changes of a mark: a path's `d`, or the texts."""
    return mark["texts"] if "texts" in mark else mark["d"]


def still(mark: dict) -> tuple:
    """What no single run may change of a mark: its class, its size and its kind."""
    return mark["class"], mark.get("size"), "texts" in mark


def svg(frame: str, marks: list[dict], spec: dict, attributes: str) -> str:
    """The whole poster. Outside the plot area nothing is drawn but labels and the other half of a
    point that lies on its edge."""
    width, height, margin = WIDTH * TENTHS, round(spec["height"] * TENTHS), spec["margin"]
    edge = max(
        (round(t["size"] * TENTHS / 2) + LINE for t in spec["traces"] if "size" in t), default=0
    )
    left, top = margin["l"] * TENTHS - edge, margin["t"] * TENTHS - edge
    wide = width - left - margin["r"] * TENTHS + edge
    high = height - top - margin["b"] * TENTHS + edge
    area = f'x="{left}" y="{top}" width="{wide}" height="{high}"'
    paths = "".join(_element(mark) for mark in marks if "d" in mark)
    labels = "".join(_element(mark) for mark in marks if "texts" in mark)
    return (
        f'<svg class="sim-poster" viewBox="0 0 {width} {height}" {attributes}>{frame}'
        f'<svg class="marks" {area} viewBox="{left} {top} {wide} {high}">{paths}</svg>'
        f'<g class="marks">{labels}</g></svg>'
    )


def _element(mark: dict) -> str:
    if "texts" in mark:
        texts = "".join(
            f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
            for x, y, anchor, text in mark["texts"]
        )
        return f'<g class="{mark["class"]}">{texts}</g>'
    size = f' stroke-width="{mark["size"]}"' if "size" in mark else ""
    size += f' stroke-dasharray="{mark["dash"]}"' if "dash" in mark else ""
    return f'<path class="{mark["class"]}"{size} d="{mark["d"]}"/>'


def _box(spec: dict, name: str, axis: dict) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the plot area that an axis belongs to, in tenths."""
    other = spec["axes"][("yaxis" if name[0] == "x" else "xaxis") + axis["anchor"][1:]]
    x, y = (axis, other) if name[0] == "x" else (other, axis)
    margin = spec["margin"]
    width = WIDTH - margin["l"] - margin["r"]
    height = spec["height"] - margin["t"] - margin["b"]
    return (
        round((margin["l"] + x["domain"][0] * width) * TENTHS),
        round((margin["t"] + (1 - y["domain"][1]) * height) * TENTHS),
        round((margin["l"] + x["domain"][1] * width) * TENTHS),
        round((margin["t"] + (1 - y["domain"][0]) * height) * TENTHS),
    )


def span(spec: dict, name: str) -> tuple[int, int, int, int]:
    """Where an axis begins and ends, and from where to where its plot area lies across it."""
    left, top, right, bottom = _box(spec, name, spec["axes"][name])
    return (left, right, bottom, top) if name[0] == "x" else (bottom, top, left, right)


def _scale(axis: dict, start: int, stop: int):  # noqa: ANN202 - a function of one number
    low, high = axis["range"]
    log = axis["type"] == "log"

    def place(value: float) -> int:
        if log:
            value = math.log10(value) if value > 0 else low
        return round(start + (value - low) / (high - low) * (stop - start))

    return place


def _scales(spec: dict, trace: dict) -> tuple:
    x_name, y_name = "xaxis" + trace["xaxis"][1:], "yaxis" + trace["yaxis"][1:]
    x, y = spec["axes"][x_name], spec["axes"][y_name]
    left, _, right, _ = _box(spec, x_name, x)
    _, top, _, bottom = _box(spec, y_name, y)
    return _scale(x, left, right), _scale(y, bottom, top)


def _x_axis(axis: dict, box: tuple) -> str:
    left, top, right, bottom = box
    place = _scale(axis, left, right)
    ticks = [(place(v), text) for v, text in zip(axis["tickvals"], axis["ticktext"], strict=True)]
    return (
        f'<path class="grid" d="{"".join(f"M{x} {top}V{bottom}" for x, _ in ticks)}"/>'
        f'<path class="axis" d="M{left} {bottom}H{right}"/>'
        + "".join(
            f'<text class="tick" x="{at}" y="{bottom + 160}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
            for at, anchor, text in (_inside(x, text) for x, text in ticks)
        )
        + _title(axis, (left + right) // 2, bottom + 350, "middle")
    )


def _inside(x: int, text: str) -> tuple[int, str, str]:
    """Where a tick stands, by which of its ends, and what it says: below its place, or, where it
    would leave the picture, at the picture's side."""
    half, side = len(text) * LETTER // 2, WIDTH * TENTHS
    if x + half > side + SPARE:
        return side, "end", text
    return (0, "start", text) if x - half < -SPARE else (x, "middle", text)


def _y_axis(axis: dict, box: tuple) -> str:
    left, top, right, bottom = box
    place = _scale(axis, bottom, top)
    ticks = [(place(v), text) for v, text in zip(axis["tickvals"], axis["ticktext"], strict=True)]
    return (
        f'<path class="grid" d="{"".join(f"M{left} {y}H{right}" for y, _ in ticks)}"/>'
        + "".join(
            f'<text class="tick side" x="{left - 60}" y="{y}" text-anchor="end">'
            f"{escape(text)}</text>"
            for y, text in ticks
        )
        + _title(axis, 20, top - 110, "start")
    )


def _title(axis: dict, x: int, y: int, anchor: str) -> str:
    if not axis["title"]:
        return ""
    return (
        f'<text class="title" x="{x}" y="{y}" text-anchor="{anchor}">{escape(axis["title"])}</text>'
    )


def _line(trace: dict, points: list, to_x, to_y) -> dict:  # noqa: ANN001
    return {"d": _path(points)}


def _band(trace: dict, points: list, to_x, to_y) -> dict:  # noqa: ANN001
    return {"d": _path(points) + "z"}


def _dots(trace: dict, points: list, to_x, to_y) -> dict:  # noqa: ANN001
    """A dot is a line of no length with round ends; a ring is two half circles."""
    if "thing" in trace:
        size = round(trace["size"] * TENTHS)
        return {"d": "".join(thing(trace["thing"], x, y, size) for x, y in filter(None, points))}
    d, (x0, y0), r = [], (0, 0), round(trace["size"] / 2 * TENTHS)
    for x, y in filter(None, points):
        if trace["ring"]:
            d.append(f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0")
        else:
            d.append(f"m{x - x0} {y - y0}h0".replace(" -", "-"))
        x0, y0 = x, y
    return {"d": "".join(d)} | ({} if trace["ring"] else {"size": trace["size"] * TENTHS})


def _bars(trace: dict, points: list, to_x, to_y) -> dict:  # noqa: ANN001
    half, zero, d = trace["width"] / 2, to_y(0), []
    for x, y in zip(trace["x"], trace["y"], strict=True):
        left, right, top = to_x(x - half), to_x(x + half), to_y(y)
        if top != zero:
            d.append(f"M{left} {zero}V{top}H{right}V{zero}z")
    return {"d": "".join(d)}


def _crowd(trace: dict, to_x, to_y) -> list[dict]:  # noqa: ANN001
    """Sorters that stand on each other, one for each unit of y: every part of theirs is one path, a
    dashed line for each column, and each pupil is turned to where the crowd looks."""
    pitch, ground = to_y(0) - to_y(1), to_y(0)
    columns = [(to_x(x), round(y)) for x, y in zip(trace["x"], trace["y"], strict=True) if y]
    drawn = []
    for width, foot, tall, paper in CROWD:
        dash = round(tall * pitch)
        lines = (
            f"M{x} {ground - round(foot * pitch)}v-{(count - 1) * pitch + dash}"
            for x, count in columns
        )
        drawn.append(
            {
                "class": f"crowd {'paper' if paper else trace['role']}",
                "d": "".join(lines),
                "size": round(width * pitch),
                "dash": f"{dash} {pitch - dash}",
            }
        )
    (far, high), eyes, last = trace["towards"], "", (0, 0)
    size, middle, turned = EYE
    for x, count in columns:
        for above in range(count):
            y = ground - round((above + middle) * pitch)
            away = (to_x(far) - x, to_y(high) - y)
            part = turned * pitch / (math.hypot(*away) or 1)
            eye = (x + round(part * away[0]), y + round(part * away[1]))
            eyes += f"m{eye[0] - last[0]} {eye[1] - last[1]}h0".replace(" -", "-")
            last = eye
    look = {"class": f"crowd eye {trace['role']}", "d": eyes, "size": round(size * pitch)}
    return [*drawn, look]


def _heat(trace: dict, to_x, to_y) -> list[str]:  # noqa: ANN001
    """One path for each shade: the cells that have it."""
    columns, rows = edges(trace["x"]), edges(trace["y"])
    shades = [""] * SHADES
    for j, row in enumerate(trace["z"]):
        for i, value in enumerate(row):
            left, right = to_x(columns[i]), to_x(columns[i + 1])
            top, bottom = to_y(rows[j + 1]), to_y(rows[j])
            shade = min(SHADES - 1, max(0, int(value / trace["full"] * SHADES)))
            shades[shade] += f"M{left} {top}H{right}V{bottom}H{left}z"
    return shades


def _path(points: list) -> str:
    """Points as one path in relative whole numbers; None is a gap."""
    d, last = [], None
    for point in points:
        if point is None:
            last = None
            continue
        if last is None:
            d.append(f"M{point[0]} {point[1]}")
        else:
            d.append(f"l{point[0] - last[0]} {point[1] - last[1]}")
        last = point
    return "".join(d).replace(" -", "-")


def _anchor(position: str) -> str:
    """Plotly's `textposition` names the side of the point on which the text stands."""
    return {"right": "start", "left": "end"}.get(position.split()[-1], "middle")


_SHAPES = {"line": _line, "band": _band, "dots": _dots, "bars": _bars}
