"""How far from home does a random walk lead?"""

from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, runs
from generators.schema import Fact, Grid, Spread

SEEDS = range(5)
FACTS = {"distance": Fact("steps from home", ".0f")}


def simulate(*, steps: Annotated[int, Grid(25, 100, 400)] = 100, seed: int = 0) -> np.ndarray:
    """The walker's place after each step."""
    rng = np.random.default_rng([seed, steps])
    return np.cumsum(rng.choice([-1, 1], steps))


def facts(result: np.ndarray) -> dict[str, float]:
    """Of one run, in steps."""
    return {"steps": len(result), "distance": float(np.abs(result).mean())}


def figure(results: list[np.ndarray]) -> go.Figure:
    """Every walk."""
    step = np.arange(1, len(results[0]) + 1)
    return chart([runs(step, results, "learned")], axis("step", 0, 400), axis("place", -60, 60))


def finding(facts: dict[str, Spread]) -> str:
    """The title of the figure."""
    return f"{facts['steps']:.0f} steps lead {facts['distance']:.0f} from home"
