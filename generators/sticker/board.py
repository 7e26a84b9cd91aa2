"""What does the table say in each of its cells, and how did that come out?  One picture."""

from collections.abc import Collection

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, heat, label, texts
from generators.sticker.places import LEVELS, STAND_INS
from generators.sticker.replication import COLUMNS
from generators.sticker.rows import DRAWN, levels

SAID = (  # of each level: how fast it acts, how well it is steered and seen, how deep it goes
    ("immediate", "high", "high", "low"),
    ("fast", "moderate", "moderate", "moderate"),
    ("slow", "low", "low", "high"),
    ("very slow", "very low", "very low", "very high"),
)
MARKS = {"holds": "tick", "contradicted": "cross", "undecided": "open"}
ABOVE, BELOW = -0.2, 0.2  # of the middle of a cell: its word, and how that came out


def board(words: np.ndarray, stand_ins: Collection[int]) -> go.Figure:
    """The table's word in each cell and, below it, how it came out; only what is decided is shaded.

    words: a verdict for each level and column, (levels, columns); stand_ins: levels at which
    something else was measured than the table speaks of.
    """
    level, column = np.arange(1, LEVELS + 1), np.arange(len(COLUMNS))
    x, y = (place.ravel() for place in np.meshgrid(column, level))
    tried = ~np.isin(y, list(stand_ins))
    traces = [
        heat(list(column), level, 0.4 * (words == word), DRAWN[word], "against the table")
        for word in ("holds", "contradicted")
    ]
    traces.append(texts(x, y + ABOVE, [word for row in SAID for word in row], "middle center"))
    for word, thing in MARKS.items():
        here = (words.ravel() == word) & tried
        traces.append(dots(x[here], y[here] + BELOW, "ink", word, size=14, thing=thing))
    for row in STAND_INS:
        said = "not tested" * (row in stand_ins)
        traces.append(label(1.5, row + BELOW, said, side="middle center"))
    return chart(traces, axis("", -0.5, 3.5, ticks=dict(enumerate(COLUMNS))), levels(), height=300)
