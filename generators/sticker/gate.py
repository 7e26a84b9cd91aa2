"""How does an inspection look: twelve nets, which of them a check stops, and what they were?"""

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, heat, texts
from generators.sticker.rows import SHORT

IN_ROW = 6  # nets
APART, UNDER, HEADS, SHARES = 2.3, 1.12, 4.3, 5.2  # rows, their words, and the shares below them
CENTRE = "middle center"


def gate(ways: np.ndarray, stopped: np.ndarray, shares: np.ndarray, role: str) -> go.Figure:
    """Twelve nets, a cross over each that is stopped, a ring round each faulty one that is not, and
    below it its kind; then, of all nets of a kind, the share that is stopped.

    ways, stopped: of each net, the level of its fault, 0 for a clean one, and whether it is
    stopped; shares: of each level, and last of clean nets.
    """
    seat = np.arange(len(ways))
    x, y = seat % IN_ROW, seat // IN_ROW * APART
    through, kinds = (ways > 0) & ~stopped, np.arange(1, len(shares) + 1)
    words = [("clean", *SHORT)[way] for way in ways]
    return chart(
        [
            dots(x, y, "ink", size=36, thing="sorter"),
            dots(x[stopped], y[stopped], "scored", "stopped", size=44, thing="cross"),
            dots(x[through], y[through], "learned", "faulty, let through", size=41, ring=True),
            texts(x, y + UNDER, words, CENTRE),
            heat(kinds, [SHARES], [shares], role, "share stopped"),
            texts(kinds, [SHARES] * len(kinds), [f"{share:.0%}" for share in shares], CENTRE),
            texts(kinds, [HEADS] * len(kinds), [*SHORT, "clean"], CENTRE),
            texts([0], [SHARES], ["stopped"], CENTRE),
        ],
        axis("", -0.5, IN_ROW - 0.5, ticks={}),
        axis("", SHARES + 0.5, -0.85, ticks={}),
        height=220,
    )
