"""Has every cell of a table its own number and shade, under the name of its column?"""

import numpy as np
import pytest

from generators.chart import dots
from generators.sticker.shaded import shaded
from hooks.draw.chart import spec_of

SHARES = np.array([[0.1, -0.2, 1.4], [0.5, -0.004, 1.0]])
WORDS = [["10%", "\u221220%", "140%"], ["50%", "0%", "100%"]]


def spec(**more):
    figure = shaded(["long name", "two"], ["a", "b", "c"], SHARES, "scored", "share", **more)
    layout = figure.layout.to_plotly_json()
    return spec_of({"data": [t.to_plotly_json() for t in figure.data], "layout": layout})


def test_a_number_stands_in_the_middle_of_the_cell_that_it_shades():
    heat, numbers, names, heads = spec()["traces"]
    said = dict(zip(zip(numbers["x"], numbers["y"], strict=True), numbers["text"], strict=True))
    for j, row in enumerate(SHARES):
        for i, share in enumerate(row):
            assert said[heat["x"][i], heat["y"][j]] == WORDS[j][i]
            assert heat["z"][j][i] == min(1, max(0, share))
    assert (heads["x"], heads["text"]) == (heat["x"], ["a", "b", "c"])
    assert (names["y"], names["text"]) == (heat["y"], ["long name", "two"])


@pytest.mark.parametrize("high", [24, 64])
def test_names_have_room_beside_the_cells_and_rows_are_as_high_as_asked(high):
    drawn = spec(high=high)
    (left, right), (below, above) = (drawn["axes"][name]["range"] for name in ("xaxis", "yaxis"))
    inside = 360 - drawn["margin"]["l"] - drawn["margin"]["r"]
    assert (-0.5 - left) / (right - left) * inside == pytest.approx(9 * 7, rel=0.01)
    tall = drawn["height"] - drawn["margin"]["t"] - drawn["margin"]["b"]
    assert tall / (below - above) == pytest.approx(high, rel=0.01)


def test_what_stands_in_a_cell_is_drawn_over_its_shade():
    mark = dots([1], [0.2], "ink", thing="tick")
    assert [trace["mark"] for trace in spec(more=[mark])["traces"][:2]] == ["heat", "dots"]
