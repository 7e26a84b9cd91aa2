"""How is a thing of the orchard drawn?

One path each, in lines of one weight, within a square from -12 to 12 around the point where the
thing stands. A picture sets it in whole units at any size; what a path encloses is paper, so that
a thing stands in front of the lines behind it.
"""

import re
from functools import cache
from itertools import cycle

THINGS = {
    "apple": "M0-4C-3-8-9.5-6.5-9.5 0.5C-9.5 6-5 10.5-2 10C-0.7 9.7 0.7 9.7 2 10"
    "C5 10.5 9.5 6 9.5 0.5C9.5-6.5 3-8 0-4M0-4C0-7 1-9.5 3.5-11",
    "tree": "M-2.5 5H-7C-12 5-12-2-7.5-2.5C-8.5-9-1.5-12 1-8.5C5-11.5 9.5-7 8-3"
    "C12.5-2 11.5 5 7 5H2.5M0 12V-2M0 4L4 0",
    "basket": "M-11-1H11L8 10H-8zM-7.5-1C-7.5-13 7.5-13 7.5-1M-3.5 3V7M0 3V7M3.5 3V7",
    "sorter": "M-5-6H5A4 4 0 0 1 9-2V4A4 4 0 0 1 5 8H-5A4 4 0 0 1-9 4V-2A4 4 0 0 1-5-6zM-4.2 1"
    "A4.2 4.2 0 0 1 4.2 1A4.2 4.2 0 0 1-4.2 1zM0.5 0.5A1 1 0 0 1 2.5 0.5A1 1 0 0 1 0.5 0.5z"
    "M0-6V-9M-1-10.2A1 1 0 0 1 1-10.2A1 1 0 0 1-1-10.2zM-4.5 8V11M4.5 8V11",
    "walker": "M-4-5H4A5.5 5.5 0 0 1 4 6H-4A5.5 5.5 0 0 1-4-5zM-3 0.5A3 3 0 0 1 3 0.5"
    "A3 3 0 0 1-3 0.5zM0.4 0.2A0.8 0.8 0 0 1 2 0.2A0.8 0.8 0 0 1 0.4 0.2zM-3-5L-5.5-10.5M3-5"
    "L5.5-10.5M-4 6L-6.5 11H-8.5M4 6L6.5 11H8.5",
    "crate": "M-10-8H10V8H-10zM-10-2.7H10M-10 2.7H10M-6.5-8V8M6.5-8V8",
    "scale": "M-10-10H10L7-5H-7zM-5-5L-8 10H8L5-5M-4.5 3A4.5 4.5 0 0 1 4.5 3A4.5 4.5 0 0 1-4.5 3"
    "zM0 3L2.4 0.6",
    "sheet": "M-8-11H3L8-6V11H-8zM3-11V-6H8M-5-1L-3.5 0.5L-1-2.5M1.5-1H5M-5 4L-1.5 7.5M-1.5 4"
    "L-5 7.5M1.5 6H5",
    "die": "M-9-7A2 2 0 0 1-7-9H7A2 2 0 0 1 9-7V7A2 2 0 0 1 7 9H-7A2 2 0 0 1-9 7zM-5-4.5"
    "A0.6 0.6 0 0 1-3.8-4.5A0.6 0.6 0 0 1-5-4.5zM-0.6 0A0.6 0.6 0 0 1 0.6 0"
    "A0.6 0.6 0 0 1-0.6 0zM3.8 4.5A0.6 0.6 0 0 1 5 4.5A0.6 0.6 0 0 1 3.8 4.5z",
    "sticker": "M9.8-2A10 10 0 1 0-2 9.8C-1 4 4-1 9.8-2zM9.8-2L-2 9.8M-6-4H2M-6 0H-1",
    "lens": "M-10-2.5A7.5 7.5 0 0 1 5-2.5A7.5 7.5 0 0 1-10-2.5zM3 3L11 11",
    "rungs": "M-4.5-12L-7 12M4.5-12L7 12M-5.1-6H5.1M-5.7 0H5.7M-6.4 6H6.4",
    "tick": "M-9 0L-3 7L9-8L-3 7z",
    "cross": "M-7-7L7 7M7-7L-7 7",
    "open": "M-8 0A8 8 0 0 1 8 0A8 8 0 0 1-8 0z",
}
# A sorter of a crowd, in parts of its height: how wide a part of it is, from where above its foot,
# how tall, and whether it is of paper; then the pupil's size, its height and how far it is turned.
CROWD = (
    (0.52, 0, 0.13, False),
    (0.3, 0, 0.13, True),
    (0.11, 0.74, 0.2, False),
    (0.84, 0.13, 0.63, False),
    (0.64, 0.23, 0.43, True),
)
EYE = (0.34, 0.445, 0.13)
AXES = {"M": "xy", "L": "xy", "C": "xy", "H": "x", "V": "y", "A": "rr...xy", "z": ""}  # r: a radius
COMMAND = re.compile(r"([A-Zz])([^A-Zz]*)")
NUMBER = re.compile(r"-?\d*\.?\d+")


def drawn(name: str, x: int, y: int, size: int) -> str:
    """The path of a thing at a point, its square so many units wide, in whole units. All but its
    beginning is the same wherever it stands, so that many of a kind take little room."""
    return f"M{x} {y}{_relative(name, size)}".replace(" -", "-")


@cache
def _relative(name: str, size: int) -> str:
    """The path from the point in its middle."""
    unit, d = size / 24, ""
    here, first = {"x": 0, "y": 0}, {"x": 0, "y": 0}
    for command, values in COMMAND.findall(THINGS[name]):
        written, ends = [], dict(here)
        for kind, number in zip(cycle(AXES[command]), NUMBER.findall(values), strict=False):
            value = round(float(number) * unit)
            if kind in here:
                written.append(value - here[kind])
                ends[kind] = value
            else:
                written.append(value if kind == "r" else int(number))
        if command == "z":
            ends = dict(first)
        d += command.lower() + " ".join(map(str, written))
        here = ends
        first = dict(here) if command == "M" else first
    return d
