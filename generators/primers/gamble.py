"""At what price does a chooser sell a gamble?

A grower owns a crop that frost may take tonight: with chance `chance` there are 100 baskets in the
morning, otherwise none. A merchant offers so many baskets for it now. An expected-utility chooser
weighs what each outcome is worth to it by its chance, and takes the better side. One grower counts
baskets: twice as many are twice as good. The other is cautious: every further basket is worth less
to it than the last. Both believe the same of the frost. They differ only in what they want.

offer    baskets offered for sure
chance   that there is no frost; both growers know it
caution  how fast another basket loses its worth: the worth of x baskets is x^(1 - caution), with
         100 baskets as 1; at 0 it is a straight line (relative risk aversion)
average  baskets that the crop brings on average
trade    the least offer that the cautious grower takes (its certainty equivalent)
trade_straight  the same for the grower who counts baskets
premium  baskets that caution gives away: trade_straight minus trade

Closed form: a sure x is as good as the crop where x^(1 - caution) = chance 100^(1 - caution), at
x = 100 chance^(1 / (1 - caution)). Worth that flattens: Bernoulli 1738 (Econometrica 22, 1954);
that consistent choice under risk can be written in this way: von Neumann & Morgenstern 1947.

Free choices: 100 baskets or none, and a power for the worth; at one half, a square root.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line
from generators.schema import Fact, Grid, Range, Spread

SEEDS = (0,)  # nothing is drawn by lot
CAUSE = "another basket is worth less than the last"
CAUSE_OFF = {"caution": 0.0}  # worth is a straight line, so both growers want the same
CROP = 100.0
OFFERS = np.arange(1001) / 10  # in baskets, put to both growers in every run

FACTS = {
    "average": Fact("the crop on average, in baskets", ".1f"),
    "trade": Fact("the cautious grower sells from", ".1f"),
    "trade_straight": Fact("one who counts baskets sells from", ".1f"),
    "premium": Fact("given away for safety", ".1f"),
}


@dataclass(frozen=True)
class Result:
    """Two growers before the same choices. Arrays have one entry for each of OFFERS."""

    offer: float
    caution: float
    crop: float  # the crop's expected worth to the cautious grower, where 100 baskets are 1
    crop_straight: float  # and to the one who counts
    average: float  # baskets
    sells: np.ndarray  # does the cautious grower take the offer?
    sells_straight: np.ndarray


def simulate(
    *,
    offer: Annotated[
        float,
        Grid(5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, label="sure offer", format="g"),
    ] = 35,
    caution: Annotated[float, Grid(0.0, 0.25, 0.5, 0.75, label="caution", format="g")] = 0.5,
    chance: Annotated[float, Range(0.05, 0.95, label="chance of no frost", format=".0%")] = 0.5,
    seed: int = 0,
) -> Result:
    """Put every offer to both growers; see the module for units. The seed changes nothing."""
    outcomes, beliefs = np.array([CROP, 0.0]), np.array([chance, 1 - chance])
    crop, crop_straight = (float(beliefs @ worth(outcomes, bend)) for bend in (caution, 0.0))
    return Result(
        offer,
        caution,
        crop,
        crop_straight,
        float(beliefs @ outcomes),
        worth(OFFERS, caution) >= crop - 1e-12,
        worth(OFFERS, 0.0) >= crop_straight - 1e-12,
    )


def worth(baskets: np.ndarray, caution: float) -> np.ndarray:
    """How good so many baskets are, where none are 0 and 100 are 1."""
    return (baskets / CROP) ** (1 - caution)


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; baskets, and 1 for a sale."""
    trade, trade_straight = (
        float(OFFERS[np.argmax(sells)]) for sells in (result.sells, result.sells_straight)
    )
    return {
        "offer": result.offer,
        "caution": result.caution,
        "crop": CROP,
        "average": result.average,
        "trade": trade,
        "trade_straight": trade_straight,
        "premium": trade_straight - trade,
        "sells": int(result.offer >= trade),
        "sells_straight": int(result.offer >= trade_straight),
    }


def theory(*, offer: float = 35, caution: float = 0.5, chance: float = 0.5) -> dict[str, float]:
    """Where a sure offer and the crop are worth the same, exactly."""
    trade, average = CROP * chance ** (1 / (1 - caution)), CROP * chance
    return {
        "average": average,
        "trade": trade,
        "trade_straight": average,
        "premium": average - trade,
    }


def figure(results: list[Result]) -> go.Figure:
    """What a sure offer is worth to each grower, and what the crop is worth to both."""
    run = results[0]
    role = "wanted" if run.caution else "off"
    trade, trade_straight = (OFFERS[np.argmax(sells)] for sells in (run.sells, run.sells_straight))
    offer = np.array([run.offer])
    high = worth(np.array([62.0]), run.caution)[0]
    return chart(
        [
            line([0, CROP], [run.crop, run.crop], "scored"),
            line(OFFERS, worth(OFFERS, 0.0), "ink"),
            line(OFFERS, worth(OFFERS, run.caution), role),
            line([trade_straight] * 2, [0, run.crop_straight], "ink"),
            line([trade] * 2, [0, run.crop], role),
            dots(offer, worth(offer, 0.0), "ink", size=9, ring=True),
            dots(offer, worth(offer, run.caution), role, size=11),
            label(CROP, run.crop - 0.06, "the crop", "scored", "middle left"),
            label(
                59, high + 0.05, "cautious" if run.caution else "no caution", role, "middle left"
            ),
            label(53, 0.26, "counts baskets"),
        ],
        axis("sure offer, in baskets", 0, CROP, ticks={v: str(v) for v in (0, 25, 50, 75, 100)}),
        axis("how good it seems", 0, 1.04, ticks={0: "0", 0.5: "half", 1: "full"}),
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the figure shows at this setting."""
    offer = f"{facts['offer']:g} sure baskets, or {facts['average']:g} on average"
    cautious, straight = ("sells" if facts[of] else "waits" for of in ("sells", "sells_straight"))
    if facts["caution"] == 0:
        return f"{offer}: without caution, every grower {cautious}"
    if cautious == straight:
        return f"{offer}: {'both growers sell' if facts['sells'] else 'both growers wait'}"
    return f"{offer}: the cautious grower {cautious}, the other {straight}"
