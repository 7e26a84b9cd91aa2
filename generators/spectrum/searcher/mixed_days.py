"""How many days that tell two aims apart does it take to steer what a searcher searches for?

The searcher of `last_bite` learns in days of which a share has redness reversed. What it comes to
aim at is tried in a world like most of its days, and in one with redness reversed throughout.

noise      spread of the error of taste; with 0 sweetness itself is tasted, and only the ends of the
           range are trained
usual_N    mean sweetness of the last bite in the usual world, after N reversed days in a hundred
turned_N   the same where redness is reversed; a blind pick has 0
aim_N      direction of its last choice, degrees: 0 taste alone, 90 redness alone
enough     first share looked at from which on its last bite is no worse than a blind pick where
           redness is reversed, in percent

No closed form: what is best for a mixture of two worlds is not linear in taste and redness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, chart, line, runs
from generators.schema import Fact, Grid, Spread
from generators.spectrum.searcher import watching
from generators.spectrum.searcher.searcher import REDNESS, train

SEEDS = range(5)
CAUSE = "taste is only a rough guide"
CAUSE_OFF = {"noise": 0.0}  # sweetness itself is tasted: redness has nothing to add
ODD = (0, 2, 5, 10, 20, 50)  # reversed days in a hundred
ENDS = (0, 50)

FACTS = {
    **{f"turned_{odd}": Fact(f"redness reversed, after {odd} %", ".2f") for odd in ODD},
    "usual_0": Fact("usual world, after none", ".2f"),
    "usual_50": Fact("usual world, after 50 %", ".2f"),
    "enough": Fact("percent that suffice", ".0f"),
}


@dataclass(frozen=True)
class Result:
    """Nets of one seed, one for each share of `odd`."""

    noise: float
    odd: tuple[int, ...]
    usual: np.ndarray  # (odd,) mean sweetness of the last bite
    turned: np.ndarray
    aim: np.ndarray


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; the nets of all seeds are trained together."""
    return [_teach(cell["noise"], seeds) for cell in cells]


def simulate(
    *,
    noise: Annotated[float, Grid(0.0, 1.0, label="tasting noise", format="g")] = 1.0,
    seed: int = 0,
) -> Result:
    """Train a net for each share of reversed days; see the module for units."""
    return study([{"noise": noise}], [seed])[0][0]


def _teach(noise: float, seeds: Sequence[int]) -> list[Result]:
    odd = ODD if noise else ENDS
    each = []
    for share in odd:
        (net,) = train(seeds, noise=noise, odd=share / 100)
        usual, turned = (watching.watch(net, seeds, shift, noise) for shift in (REDNESS, -REDNESS))
        each.append([watching.last(usual), watching.last(turned), watching.aim(usual)])
    return [Result(noise, odd, *told) for told in np.array(each).transpose(2, 1, 0)]


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; where noise is 0, the ends of the range."""
    names = ("usual", "turned", "aim")
    told = {
        f"{name}_{odd}": float(np.interp(odd, result.odd, getattr(result, name)))
        for name in names
        for odd in ODD
    }
    fails = np.flatnonzero(result.turned < 0)
    at = fails[-1] + 1 if len(fails) else 0
    enough = result.odd[at] if at < len(result.odd) else 100
    return {"noise": result.noise, **told, "enough": enough}


def figure(results: list[Result]) -> go.Figure:
    """Sweetness of the last bite by the share of reversed days: every net, and medians."""
    first = results[0]
    role = "learned" if first.noise else "off"
    x = [ODD.index(odd) for odd in first.odd]
    last = len(ODD) - 1
    turned, usual = (np.array([getattr(r, name) for r in results]) for name in ("turned", "usual"))
    return chart(
        [
            band([-0.2, last + 0.2], [-1, -1], [0, 0], "ink", "worse than a blind pick"),
            runs(x, usual, "wanted"),
            runs(x, turned, role),
            line(x, np.median(usual, axis=0), "wanted", "in the usual world"),
            line(x, np.median(turned, axis=0), role, "with redness reversed"),
        ],
        axis(
            "days in a hundred with redness reversed, in training",
            -0.2,
            last + 0.2,
            {place: f"{ODD[place]}" for place in (0, 2, 3, 4, 5)},
        ),
        axis("sweetness of the last bite", -1, 1.1, {-1: "-1", 0: "blind", 1: "+1"}),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the figure shows at this setting."""
    if not facts["noise"]:
        return "Where taste is perfect, no day misleads it, and none needs to set it right"
    return (
        f"With {facts['enough']:.0f} reversed days in a hundred it stops ending at sour trees; "
        f"to aim at taste alone takes {ODD[-1]}"
    )
