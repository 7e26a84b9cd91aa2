"""Does all that a trace draws lie within its axes?  The poster clips what does not, in silence.

A trace that may leave the picture says so in its meta: `leaves`. Its caption then tells the reader.
"""

import math

HAIR = 0.0005  # of an axis's length, which rounding takes and nobody sees


def check_within(trace: dict, axes: dict, where: str) -> None:
    """Raise ValueError, in words for the author, at the first thing that a finished trace of a
    spec draws outside its axes, or where a shade is lighter or darker than any."""
    if trace["mark"] == "heat":
        for value in (value for row in trace["z"] for value in row):
            if not 0 <= value <= trace["full"]:
                raise ValueError(
                    f"{where} has a cell of {value:g}, and its shades reach from 0 to "
                    f"{trace['full']:g}. Say in `full` what the full shade means"
                )
    for letter, values in zip("xy", _drawn(trace), strict=True):
        name = f"{letter}axis{trace[letter + 'axis'][1:]}"
        axis = axes[name]
        if axis["type"] == "log":
            values = [math.log10(value) for value in values if value > 0]  # bars end at the axis
        low, high = sorted(axis["range"])
        hair = (high - low) * HAIR
        for value in values:
            if not low - hair <= value <= high + hair:
                said = [10**v if axis["type"] == "log" else v for v in (value, low, high)]
                raise ValueError(
                    f"{where} is drawn outside its axes: {letter} is {said[0]:.6g}, and {name} "
                    f"reaches from {said[1]:.6g} to {said[2]:.6g}. Widen the axis, or say with "
                    "leaves=True, and in the caption, that it leaves the picture"
                )


def edges(centres: list[float]) -> list[float]:
    """Where the cells of a heat map end that have these centres."""
    step = centres[1] - centres[0] if len(centres) > 1 else 1
    return [centres[0] - step / 2, *(c + step / 2 for c in centres)]


def _drawn(trace: dict) -> tuple[list[float], list[float]]:
    """How far a trace reaches: values of x, and values of y."""
    if trace["mark"] == "heat":
        return edges(trace["x"]), edges(trace["y"])
    points = [
        (x, y)
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if x is not None and y is not None
    ]
    if trace["mark"] == "bars":
        points = [(x, y) for x, y in points if y]  # one of no height draws nothing
        half = trace["width"] / 2
        sides = [x + side for x, _ in points for side in (-half, half)]
        return sides, [end for _, y in points for end in (0, y)]
    return [x for x, _ in points], [y for _, y in points]
