"""What may a reader guess before the figure shows it?

`guess: winner along x` takes the guess on the axis on which the fact lies, and
`guess: share from 0 to 100`, where it lies on none, on a ruler that stands in the plot's place. All
that the script needs is worked out here, step by step: it draws, and does no arithmetic of its own.
"""

import math
import re
from dataclasses import dataclass

from hooks.draw import poster
from hooks.draw.chart import WIDTH
from hooks.faults import Fault, suggest
from hooks.offer.facts import number

OPTIONS = ["guess", "ask"]
STEPS = 100  # at most, from one end of the scale to the other
NUMBER = r"-?\d+(?:\.\d+)?"
GUESS = re.compile(rf"(\w+)\s+(?:along\s+([xy]\d*)|from\s+({NUMBER})\s+to\s+({NUMBER}))")

# How far from the median a guess may be, in parts of its scale, and be called so. How far apart the
# runs are is told beside it and makes no guess right.
RIGHT, CLOSE = 1 / 20, 1 / 10


@dataclass(frozen=True)
class Guess:
    """A question about a figure: `said` is its answer in words, `ruler` the SVG of a scale of its
    own or nothing, and `plan` what the script needs, places in the poster's units (or the ruler's):

    shown: each step as text; at: its place along the scale, counted from the one before, which
    packs better; judged: [[first step, verdict], ...];
    line: [x or y, from, to], the way of the scale and the ends of the mark across it;
    truth: the places of the lowest run, the median and the highest run; said.
    """

    ask: str
    said: str
    ruler: str
    plan: dict


def guess(options: dict[str, str], cell: dict, spec: dict) -> Guess | None:
    """The guess that a figure's options ask for; None where there are none.
    Raise Fault for what is wrong."""
    if not options:
        return None
    match = GUESS.fullmatch(options.get("guess", ""))
    if not match or not options.get("ask"):
        raise Fault(
            "the guess is not whole. Write 'guess: fact along x' or 'guess: fact from 0 to 100', "
            "and 'ask: the question'."
        )
    fact, along, first, last = match.groups()
    if fact not in cell["labels"] or isinstance(cell["facts"][fact], str):
        raise Fault(f"'{fact}' has no place in FACTS. {suggest(fact, list(cell['labels']))}")
    spread, form = cell["facts"][fact], cell["labels"][fact][1]
    name = f"{along[0]}axis{along[1:]}" if along else "xaxis"
    drawn = spec if along else _ruler(float(first), float(last), form)
    if name not in drawn["axes"]:
        axes = [axis.replace("axis", "") for axis in drawn["axes"]]
        raise Fault(f"the figure has no axis '{along}'. {suggest(along, axes)}")
    scale = _Scale(drawn["axes"][name])
    if scale.low >= scale.high:
        raise Fault("the guess does not rise from its first end to its last. Turn it round.")
    median = scale.share(spread["median"])
    if not 0 <= median <= 1:
        raise Fault(f"'{fact}' lies outside the guess at {spread['median']:g}. Widen it.")
    start, stop, *across = poster.span(drawn, name)
    steps = scale.steps(form)
    shares = {text: min(1, max(0, scale.share(_value(text)))) for text in steps}
    inside = [min(1, max(0, scale.share(spread[end]))) for end in ("low", "median", "high")]
    said = _said(spread, form)
    return Guess(
        options["ask"],
        said,
        "" if along else _picture(drawn),
        {
            "said": said,
            "shown": steps,
            "at": _steps([round(start + share * (stop - start)) for share in shares.values()]),
            "line": [name[0], *across],
            "truth": [round(start + share * (stop - start)) for share in inside],
            "judged": _judged(shares, median, number(spread["median"], form)),
        },
    )


def _steps(places: list[int]) -> list[int]:
    return [here - before for before, here in zip([0, *places], places, strict=False)]


def _said(spread: dict, form: str) -> str:
    """The median, and how far apart the runs are."""
    low, median, high = (number(spread[name], form) for name in ("low", "median", "high"))
    if low == high:
        return median
    return f"{median}, the median of {len(spread['seeds'])} runs that go from {low} to {high}"


def _judged(shares: dict[str, float], median: float, said: str) -> list[list]:
    """The verdict on each step, by its distance from the median: [[first step, verdict], ...]."""
    best = said if said in shares else min(shares, key=lambda text: abs(shares[text] - median))
    judged: list[list] = []
    for step, (text, share) in enumerate(shares.items()):
        away = round(abs(share - median), 9)  # as far above as below is as far
        side = "too low" if share < median else "too high"
        if text == best:
            verdict = "Right"
        elif away <= RIGHT:
            verdict = "As good as right"
        else:
            verdict = f"Close, but {side}" if away <= CLOSE else side.capitalize()
        if not judged or judged[-1][1] != verdict:
            judged.append([step, verdict])
    return judged


class _Scale:
    """The way of a guess: an axis, from its low end to its high one."""

    def __init__(self, axis: dict) -> None:
        self.low, self.high = axis["range"]
        self.log = axis["type"] == "log"

    def share(self, value: float) -> float:
        """How far along the scale a value lies, from 0 to 1."""
        if self.log:
            value = math.log10(value) if value > 0 else self.low
        return (value - self.low) / (self.high - self.low)

    def steps(self, form: str) -> list[str]:
        """Even steps along the scale as text, each once: every step changes what is read."""
        places = [self.low + step / STEPS * (self.high - self.low) for step in range(STEPS + 1)]
        return list(dict.fromkeys(number(10**at if self.log else at, form) for at in places))


def _value(text: str) -> float:
    """The number that a text shows, so that the mark stands where its words say."""
    plain = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)


def _ruler(low: float, high: float, form: str) -> dict:
    """A spec of one axis, with both ends and as many even ticks between as the fact's own format
    can say: a count has no ticks at fractions."""
    short = ".0%" if form.endswith("%") else ""
    for parts, shape in [*((parts, short) for parts in (4, 3, 2)), (1, form)]:
        values = [low + part * (high - low) / parts for part in range(parts + 1)]
        texts = [number(value, shape) for value in values]
        said = [(_value(number(value, way)), value) for value in values for way in (shape, form)]
        if all(math.isclose(shown, value) for shown, value in said):
            break
    place = {"type": "linear", "domain": [0, 1], "title": ""}
    x = {"range": [low, high], "tickvals": values, "ticktext": texts, "anchor": "y"}
    y = {"range": [0, 1], "tickvals": [], "ticktext": [], "anchor": "x"}
    margin = {"l": 20, "r": 20, "t": 16, "b": 20}
    return {"axes": {"xaxis": place | x, "yaxis": place | y}, "height": 52, "margin": margin}


def _picture(ruler: dict) -> str:
    box = f"0 0 {WIDTH * poster.TENTHS} {ruler['height'] * poster.TENTHS}"
    return (
        f'<svg class="sim-poster sim-ruler" viewBox="{box}" aria-hidden="true">'
        f"{poster.frame(ruler)}</svg>"
    )
