"""What does an axis say of a value, in the words of its ticks?

The live chart speaks a point as lines of `title: value`. A picture reads on by itself where an axis
has no title (panels share one), where a tick is a word ('never', 'full') or where the ticks count
in another unit than the data ('50%' at 0.5). A voice does not, so it is worked out here, once.
"""

import itertools
import math
import re
from collections.abc import Sequence

NUMBER = re.compile(r"([+\N{MINUS SIGN}-]?)(\d[\d,]*(?:\.\d+)?|½)([%°×]?)")
FINE = 500  # steps along an axis that a reader can tell apart


def spoken(axes: dict[str, dict]) -> dict[str, dict]:
    """The axes, each with its `speech`: {title, way, ticks, times, unit, digits}.

    The way is "number" (the value times `times`, in `unit`, at so many digits behind the point; at
    three in all where digits is None; a tick that is a word stands for its own value), "nearest"
    (that tick's words), "between" (the words of the ticks around it) or "silent" (no value).
    """
    return {name: axis | {"speech": _speech(name, axis, axes)} for name, axis in axes.items()}


def _speech(name: str, axis: dict, axes: dict[str, dict]) -> dict:
    """Title and ticks are its own, or those of the first panel that shares its scale."""
    alike = [
        other
        for key, other in axes.items()
        if key[0] == name[0] and (other["type"], other["range"]) == (axis["type"], axis["range"])
    ]
    title = axis["title"] or next(filter(None, (other["title"] for other in alike)), "")
    marked = axis if axis["tickvals"] else next((o for o in alike if o["tickvals"]), axis)
    ticks = sorted(zip(marked["tickvals"], marked["ticktext"], strict=True))
    read = [(value, _number(text)) for value, text in ticks]
    numbers = [(value, said) for value, said in read if said]
    words = [[value, text] for value, text in ticks if not _number(text)]
    if not ticks:
        return _way("silent", title)
    if numbers and (unit := _unit(numbers)):
        times, sign = unit
        span = abs(axis["range"][1] - axis["range"][0]) * times / FINE
        digits = None if axis["type"] == "log" else max(0, math.ceil(-math.log10(span)))
        return _way("number", title, words, times, sign, digits)
    steps = {b - a for (a, _), (b, _) in itertools.pairwise(ticks)}
    listed = not numbers and (not title or steps <= {1})
    return _way("nearest" if listed else "between", title, [list(tick) for tick in ticks])


def _way(
    way: str,
    title: str,
    ticks: Sequence[list] = (),
    times: float = 1,
    unit: str = "",
    digits: int | None = 0,
) -> dict:
    return {
        "title": title,
        "way": way,
        "ticks": list(ticks),
        "times": times,
        "unit": unit,
        "digits": digits,
    }


def _number(text: str) -> tuple[float, str] | None:
    """What a tick's text says, and in which unit; None where it is a word."""
    match = NUMBER.fullmatch(text)
    if not match:
        return None
    sign, digits, unit = match.groups()
    value = 0.5 if digits == "½" else float(digits.replace(",", ""))
    return (value if sign in ("", "+") else -value), unit


def _unit(numbers: list[tuple[float, tuple[float, str]]]) -> tuple[float, str] | None:
    """(times, unit) by which all these ticks tell their values; None where they do not agree."""
    if any((value == 0) != (said == 0) for value, (said, _) in numbers):
        return None
    scales = [(said / value, unit) for value, (said, unit) in numbers if value]
    if not scales:
        return 1, ""
    times, unit = scales[0]
    steady = all(math.isclose(one, times, rel_tol=1e-6) for one, _ in scales)
    if not steady or any(other != unit for _, other in scales):
        return None
    return (round(times) if math.isclose(times, round(times), rel_tol=1e-6) else times), unit
