"""Is every mark of the book drawn where plotly.js draws it?"""

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, band, bars, chart, dots, heat, histogram, label, line, panels
from generators.schema import Fact, Spread

SEEDS = (0,)
FACTS = {"one": Fact("one", ".0f")}


def simulate(*, seed: int = 0) -> float:
    """Nothing but a number."""
    return 1.0


def facts(result: float) -> dict[str, float]:
    """The number."""
    return {"one": result}


def figure(results: list[float]) -> go.Figure:
    """Lines, a band, dots, rings and labels, on a logarithmic axis across."""
    x = np.array([1.0, 3.0, 10.0, 40.0, 100.0])
    return chart(
        [
            band(x, x**0.2 - 0.5, x**0.2 + 0.5, "scored", "a band"),
            line(x, x**0.25, "wanted", "a line"),
            line([10, 10], [0, 4], "ink"),
            dots(x, 3.5 - x**0.1, "learned", size=8),
            dots([40], [2.5], "off", size=14, ring=True),
            label(3, 3.6, "a label", "wanted"),
        ],
        axis("how far", 1, 100, log=True),
        axis("how high", 0, 4),
        height=260,
    )


def finding(facts: dict[str, Spread]) -> str:
    """A sentence."""
    return f"Every mark stands where it should, {facts['one']:.0f} to one"


def figure_bars(results: list[float]) -> go.Figure:
    """Bars, and a histogram."""
    counts = histogram([0.2, 1.2, 1.7, 2.5], [0, 1, 2, 3], "scored", "a histogram")
    return chart(
        [counts, bars([4, 5, 6], [1, -0.5, 1.5], "learned", 0.6, "bars")],
        axis("", 0, 7),
        axis("count", -1, 2.5),
    )


def finding_bars(facts: dict[str, Spread]) -> str:
    """A sentence."""
    return "Bars stand on zero"


def figure_heat(results: list[float]) -> go.Figure:
    """Two heat maps as small multiples."""
    cells = np.arange(12).reshape(3, 4) / 11
    sides = [("learned", "learned"), ("wanted", "wanted")]
    return panels(
        [
            (
                [heat([0, 1, 2, 3], [0, 1, 2], cells, role, "shade")],
                axis(name, -1, 4),
                axis("row", -1, 3),
            )
            for name, role in sides
        ]
    )


def finding_heat(facts: dict[str, Spread]) -> str:
    """A sentence."""
    return "Cells fill their squares"
