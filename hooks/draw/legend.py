"""Which marks of a picture have a name, and how does each look beside it?"""

from typing import NamedTuple

from hooks.draw import pictograms, poster

RING = "M90 50a30 30 0 1 0 60 0a30 30 0 1 0-60 0"
SHAPES = {
    "ring": f'd="{RING}"',
    "dots": 'stroke-width="50" d="M120 50h0"',
    "line": 'd="M10 50H230"',
}
SWATCH = 'd="M10 20H230V80H10z"'


class Key(NamedTuple):
    """A line of the legend: its mark's class and attributes, in a box of 240 by 100; the name; and
    the place of the mark among the poster's paths."""

    css: str
    shape: str
    name: str
    place: int


def keys(spec: dict) -> list[Key]:
    """Of each trace that has a name."""
    found, place = [], 0
    for trace in spec["traces"]:
        if "name" in trace:
            mark = poster.kind_of(trace)
            shape = SHAPES.get(mark, SWATCH)
            if mark == "thing":
                shape = f'd="{pictograms.drawn(trace["thing"], 120, 50, 110)}"'
            css = f"{mark} {trace['role']}{' faint' * trace['faint']}"
            found.append(Key(css, shape, trace["name"], place))
        place += 0 if trace["mark"] == "label" else poster.paths(trace)
    return found
