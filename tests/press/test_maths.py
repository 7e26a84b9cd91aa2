"""Does maths become MathML, and a dollar stay a dollar?"""

import re
import subprocess
import sys
import xml.etree.ElementTree as etree

import markdown
import pytest

from hooks.faults import Fault

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def html_of(text):
    """What becomes of a text, with the neighbours that it has in the book."""
    wanted = [
        "attr_list",
        "tables",
        "pymdownx.smartsymbols",
        "pymdownx.superfences",
        "hooks.page.maths",
    ]
    return markdown.markdown(text, extensions=wanted)


def formulas(text):
    """The formulas in what becomes of a text, as trees."""
    return [
        etree.fromstring(found) for found in re.findall("<math.*?</math>", html_of(text), re.DOTALL)
    ]


def said(formula):
    """The symbols of a formula, in order."""
    return "".join(formula.itertext()).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("$x$", "x"),
        ("so $a + b$ is", "a+b"),
        (r"$\{x\}$", "{x}"),
        ("**$x$**", "x"),
        ("| a |\n|---|\n| $x_1$ |", "x1"),
        (r"$a \$ b$", "a$b"),
        ("($x$)", "x"),
    ],
)
def test_inline(text, symbols):
    (formula,) = formulas(text)
    assert formula.tag == f"{MATHML}math"
    assert formula.get("display") == "inline"
    assert said(formula) == symbols


def test_two_formulas_in_a_line():
    assert [said(formula) for formula in formulas("$a$ and $b$")] == ["a", "b"]


def test_structure_of_a_formula():
    (formula,) = formulas(r"$E[\max] = \frac{1}{m} \sum_{k=0}^{m-1} 1 - F(k)^N$")
    assert len(formula.findall(f".//{MATHML}mfrac")) == 1
    assert [said(power) for power in formula.iter(f"{MATHML}msup")] == [")N"]


@pytest.mark.parametrize(
    "text", ["$$ x = y $$", "$$\nx = y\n$$", "Before.\n\n$$ x = y $$\n\nAfter."]
)
def test_display(text):
    (formula,) = formulas(text)
    assert formula.get("display") == "block"
    assert said(formula) == "x=y"
    assert re.search('<p class="formula"[^>]*><math', html_of(text))


def test_other_marks_inside_are_left_to_the_formula():
    """Underscores and stars would be emphasis, quotes and dashes typography."""
    html = html_of(r"$a_1 * b_1 * c_1 --> d'$ and *this*")
    assert html.count("<em>") == 1
    assert html.count("<msub>") == 3


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"It costs \$5 or \$6.", "<p>It costs $5 or $6.</p>"),
        ("It costs $5, or $6.", "<p>It costs $5, or $6.</p>"),
        ("It costs $ 5 $ now.", "<p>It costs $ 5 $ now.</p>"),
        ("One $ only.", "<p>One $ only.</p>"),
        ("`$x$`", "<p><code>$x$</code></p>"),
        (r"\$x\$", "<p>$x$</p>"),
    ],
)
def test_dollars(text, html):
    assert html_of(text) == html


def test_fences_are_left():
    assert "<math" not in html_of("```\n$x$\n\n$$ y $$\n```")


@pytest.mark.parametrize(
    "text", [r"$x < y \& z$", r"$\text{<script>alert(1)</script>}$", "$a<b>c$"]
)
def test_formula_makes_no_other_elements(text):
    """Neither script nor style nor font: only MathML, well formed."""
    for formula in formulas(text):
        assert all(element.tag.startswith(MATHML) for element in formula.iter())
        assert not {"style", "href", "onclick"} & {k for e in formula.iter() for k in e.attrib}
    assert "<script" not in html_of(text)


@pytest.mark.parametrize(
    "text", [r"$\left( x$", "$a^$", "$x_$", r"$$ \frac{ $$", r"$\nosuchcommand{x}$"]
)
def test_formula_that_cannot_be_read_is_a_fault_that_quotes_it(text):
    with pytest.raises(Fault, match=re.escape(text.strip("$ "))):
        html_of(text)


def test_nothing_of_mkdocs_is_needed():
    script = "import sys, hooks.page.maths; sys.exit('mkdocs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
