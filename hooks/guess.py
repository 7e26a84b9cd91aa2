"""What may a reader guess before the figure shows it?

`guess: winner along x` takes the guess on the axis on which the fact lies, and
`guess: share from 0 to 100` where it lies on none. All that the script needs is worked out here, a
hundred steps along the way: it draws, compares two steps and does no arithmetic of its own.
"""

import math
import re

from hooks import poster
from hooks.facts import number
from hooks.faults import Fault, suggest

OPTIONS = ["guess", "ask"]
STEPS = 100
NUMBER = r"-?\d+(?:\.\d+)?"
GUESS = re.compile(rf"(\w+)\s+(?:along\s+([xy]\d*)|from\s+({NUMBER})\s+to\s+({NUMBER}))")


def guess(options: dict[str, str], cell: dict, spec: dict) -> dict | None:
    """{ask, said, shown: each step as text, answer: [lowest, highest] as steps, line: None or
    [axis, start, stop, from, to] in the poster's units}; None where nothing is to be guessed.
    Raise Fault for what is wrong."""
    if not options:
        return None
    for name in options:
        if name not in OPTIONS:
            raise Fault(f"a figure takes no option '{name}'. {suggest(name, OPTIONS)}")
    match = GUESS.fullmatch(options.get("guess", ""))
    if not match or not options.get("ask"):
        raise Fault(
            "the guess is not whole. Write 'guess: fact along x' or 'guess: fact from 0 to 100', "
            "and 'ask: the question'."
        )
    fact, along, *ends = match.groups()
    if fact not in cell["labels"] or isinstance(cell["facts"][fact], str):
        raise Fault(f"'{fact}' has no place in FACTS. {suggest(fact, list(cell['labels']))}")
    spread, form = cell["facts"][fact], cell["labels"][fact][1]
    place, line = _scale(along, ends, spec)
    if place[0] >= place[1]:
        raise Fault("the guess does not rise from its first end to its last. Turn it round.")
    values = [_value(step / STEPS, place) for step in range(STEPS + 1)]
    steps = {name: _step(spread[name], place) for name in ("median", "low", "high")}
    if not 0 <= steps["median"] <= STEPS:
        raise Fault(f"'{fact}' lies outside the guess at {spread['median']:g}. Widen it.")
    low, high = number(spread["low"], form), number(spread["high"], form)
    runs = len(spread["seeds"])
    over = f" ({low} to {high} over {runs} runs)" if low != high else ""
    return {
        "ask": options["ask"],
        "said": f"{number(spread['median'], form)}{over}",
        "shown": [number(value, form) for value in values],
        "answer": [steps["low"], steps["high"]],
        "line": line,
    }


def _scale(along: str, ends: list, spec: dict) -> tuple[tuple[float, float, bool], list | None]:
    """(low, high, is logarithmic) of the guess, and where it is drawn."""
    if not along:
        return (float(ends[0]), float(ends[1]), False), None
    name = f"{along[0]}axis{along[1:]}"
    if name not in spec["axes"]:
        axes = [axis.replace("axis", "") for axis in spec["axes"]]
        raise Fault(f"the figure has no axis '{along}'. {suggest(along, axes)}")
    axis = spec["axes"][name]
    return (*axis["range"], axis["type"] == "log"), [along[0], *poster.span(spec, name)]


def _value(share: float, place: tuple[float, float, bool]) -> float:
    low, high, log = place
    value = low + share * (high - low)
    return 10**value if log else value


def _step(value: float, place: tuple[float, float, bool]) -> float:
    low, high, log = place
    if log:
        value = math.log10(value) if value > 0 else low
    return round((value - low) / (high - low) * STEPS, 1)
