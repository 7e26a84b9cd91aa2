"""How are shares drawn as a table, its columns and rows named, each cell shaded by its share?"""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, heat, texts

WIDE, LETTER, LINE, GAP = 334, 7, 20, 3  # of a picture 360 wide: all, a letter, heads, below them


def shaded(
    rows: Sequence[str],
    columns: Sequence[str],
    shares: np.ndarray,
    role: str,
    title: str,
    more: Sequence[dict] = (),
    high: int = 30,
) -> go.Figure:
    """A number in each cell, the fuller the colour the greater; shares: (rows, columns), of which
    none is darker than all and none paler than nothing.

    title: what the shades mean; more: traces that stand in the cells, of which the first lies at
    (0, 0) and each next one further; high: a row, in units of the picture.
    """
    down, across = np.arange(len(rows)), np.arange(len(columns))
    x, y = (place.ravel() for place in np.meshgrid(across, down))
    near = np.round(shares.ravel(), 2) + 0.0  # and no minus before nothing
    words = [f"{share:.0%}".replace("-", "\N{MINUS SIGN}") for share in near]
    room = LETTER * max(map(len, rows))
    names, head = len(columns) * room / (WIDE - room), LINE / high
    return chart(
        [
            heat(across, down, np.clip(shares, 0, 1), role, title),
            *more,
            texts(x, y, words, "middle center"),
            texts(np.full(len(rows), -0.6), down, rows, "middle left"),
            texts(across, np.full(len(columns), -0.5 - GAP / high), columns, "top center"),
        ],
        axis("", -0.5 - names, len(columns) - 0.5, ticks={}),
        axis("", len(rows) - 0.5, -0.5 - head, ticks={}),
        height=high * len(rows) + LINE + 30,
    )
