"""How often does a bent coin fall heads up?"""

from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, runs
from generators.schema import Fact, Grid, Spread

SEEDS = range(5)
CAUSE = "the coin is bent"
CAUSE_OFF = {"bent": False}
FACTS = {"heads": Fact("share of heads", ".0%")}


def simulate(
    *, tosses: Annotated[int, Grid(30, 100, 300)] = 100, bent: bool = True, seed: int = 0
) -> np.ndarray:
    """Each toss: did it fall heads up?"""
    rng = np.random.default_rng([seed, tosses])
    return rng.random(tosses) < (0.8 if bent else 0.5)


def facts(result: np.ndarray) -> dict[str, float]:
    """Of one run: a count, and a share of all tosses."""
    return {"tosses": len(result), "heads": float(result.mean())}


def theory(*, tosses: int = 100, bent: bool = True) -> dict[str, float]:
    """The expected share."""
    return {"heads": 0.8 if bent else 0.5}


def figure(results: list[np.ndarray]) -> go.Figure:
    """The share of heads so far, toss by toss, in every run."""
    toss = np.arange(1, len(results[0]) + 1)
    shares = [np.cumsum(result) / toss for result in results]
    return chart([runs(toss, shares, "scored")], axis("tosses", 0, 300), axis("heads", 0, 1))


def finding(facts: dict[str, Spread]) -> str:
    """The title of the figure."""
    share = f"{facts['heads']:.0%}"
    return f"{facts['tosses']:.0f} tosses: {share} heads"
