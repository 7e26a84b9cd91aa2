"""Does a figure's trend read as its numbers go?"""

import pytest

from hooks.draw.tables import course, going
from hooks.offer.signature import Parameter

TASTE = Parameter("taste", "str", "sweet", ("sweet", "sour"))
SIZE = Parameter("size", "int", 1, (1, 1000), format=",d", label="crates")


def cells(parameter, **medians):
    """A cell for each value of a control, with the facts of these medians at it."""
    return [
        {
            "params": {parameter.name: value},
            "labels": {fact: (f"its {fact}", ".1f") for fact in medians},
            "facts": {
                fact: m if isinstance(m, str) else {"median": m[at]} for fact, m in medians.items()
            },
        }
        for at, value in enumerate(parameter.grid)
    ]


@pytest.mark.parametrize(
    ("values", "way"),
    [
        ([0, 1, 1, 2], "rises from 0.0 to 2.0"),
        ([2, 1, 0], "falls from 2.0 to 0.0"),
        ([-1, 1], "rises from \N{MINUS SIGN}1.0 to 1.0"),
        ([0, 2, 2, 1], "rises from 0.0 to 2.0, then falls to 1.0"),
        ([2, 0, 3], "falls from 2.0 to 0.0, then rises to 3.0"),
        ([1, 2, 0, 1.5], "goes from 1.0 to 1.5, between 0.0 and 2.0"),
        ([1, 1.02, 0.98], ""),  # alike as printed
        ([1, 1.02, 2], "rises from 1.0 to 2.0"),
        ([5], ""),
    ],
)
def test_values_go_as_they_are_printed(values, way):
    assert going(values, ".1f") == way


def test_the_first_three_that_go_anywhere_are_told():
    said = course(cells(SIZE, a=[1, 1], b=[0, 1], c="text", d=[1, 0], e=[2, 3], f=[4, 5]), SIZE)
    assert said == (
        "<p>As “crates” goes from 1 to 1,000: “its b” rises from 0.0 to 1.0; "
        "“its d” falls from 1.0 to 0.0; “its e” rises from 2.0 to 3.0.</p>"
    )


def test_where_nothing_goes_anywhere_it_says_so():
    assert course(cells(SIZE, a=[1, 1]), SIZE).endswith(": no median changes.</p>")


def test_values_without_an_order_have_no_trend():
    assert course(cells(TASTE, a=[0, 1]), TASTE) == ""
