"""Does a row of a table keep all that its author wrote in it?"""

import re
from html import unescape

import markdown
import pytest

from hooks.page.directive import Page
from hooks.press import Press

HEAD = "| a | b |\n|---|---|\n"


@pytest.fixture
def render(tmp_path):
    """A function from rows to the texts of their cells; its `page` remembers faults."""
    page = Page(Press(tmp_path), "docs/page.md")

    def convert(rows, *more):
        html = markdown.markdown(
            f"Text\n\n{HEAD}{rows}\n",
            extensions=["hooks.page.directive", "tables", *more],
            extension_configs={"hooks.page.directive": {"page": page}},
        )
        cells = re.findall("<td[^>]*>(.*?)</td>", html, re.DOTALL)
        return [unescape(re.sub("<(?!/?code)[^>]*>", "", cell)) for cell in cells]

    convert.page = page
    return convert


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| rain | $P(A|B)$ |", ["rain", "P(A|B)"]),
        ("| $P(A|B)$ | $|x|$ |", ["P(A|B)", "|x|"]),
        ("| $|a|$ $|b|$ | c |", ["|a| |b|", "c"]),
        ("rain | $P(A|B)$", ["rain", "P(A|B)"]),
        (r"| $\{a|b\}$ | \$1 |", ["{a|b}", "$1"]),
        (r"| x \| y | $\|x\|$ |", ["x | y", "‖x‖"]),
        ("| `a|$b` | c$ |", ["<code>a|$b</code>", "c$"]),
        ("| `$P(A|B)$` | c |", ["<code>$P(A|B)$</code>", "c"]),
        ("| $5 | $6 |", ["$5", "$6"]),
        ("| a |", ["a", ""]),
        ("| a | b |  |", ["a", "b"]),
    ],
)
def test_a_cell_holds_all_that_was_written(render, row, cells):
    assert render(row, "hooks.page.maths") == cells
    assert render.page.press.faults == []


def test_a_formula_in_the_head(tmp_path):
    page = Page(Press(tmp_path))
    html = markdown.markdown(
        "| $P(A|B)$ | b |\n|---|---|\n| 1 | 2 |\n",
        extensions=["tables", "hooks.page.maths", "hooks.page.directive"],
        extension_configs={"hooks.page.directive": {"page": page}},
    )
    assert (html.count("<th>"), html.count("<math")) == (2, 1)


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("| 1 | 2 |\n| 1 | 2 | lost |", 6, "the row has 3 cells, and its table 2 columns"),
        ("| $$P(A|B)$$ | 2 |", 5, "the row has 3 cells"),
        ("| $5 | 6$ |", 5, "the row has 1 cells of 2, as a '|' stands in a formula"),
    ],
)
def test_what_would_be_lost_is_a_fault(render, rows, line, words):
    render(rows, "hooks.page.maths")
    (fault,) = render.page.press.faults
    assert (fault.path, fault.line) == ("docs/page.md", line)
    assert words in fault.message


def test_without_formulas_a_dollar_is_a_dollar(render):
    assert render("| $5|6$ |") == ["$5", "6$"]
