"""Does the press see a fence just where Python-Markdown's superfences does?"""

import random
import re

import markdown
import pytest

from hooks.source.verbatim import read

PIECES = ["```", "````", "~~~", "``` python", "   ", "    ", "\t", "x", "", "- ", "```x`y"]
HEADER = re.compile(r"\s*(`{3,}|~{3,})[ \t]*(python)?[ \t]*$")  # others are none to superfences


def texts(source):
    """Which lines are read as Markdown."""
    return [text for text in read(source.split("\n")).texts if text is not None]


def test_fences_are_those_of_superfences():
    fences = markdown.Markdown(extensions=["pymdownx.superfences"]).preprocessors[
        "fenced_code_block"
    ]
    met = 0
    for seed in range(20000):
        rng = random.Random(seed)
        lines = ["".join(rng.choices(PIECES, k=rng.randint(0, 3))) for _ in range(8)]
        if all(HEADER.match(line) for line in lines if re.match(r"\s*(```|~~~)", line)):
            left = [line for line in fences.run(list(lines)) if "\x02" not in line]
            assert [text for text in read(lines).texts if text is not None] == left, lines
            met += len(left) < len(lines)
    assert met > 200


@pytest.mark.parametrize("tag", ["pre", "script", "style", "textarea", "PRE class=x"])
def test_what_an_element_holds_as_it_is(tag):
    end = f"</{tag.split(' ')[0]}>"
    assert texts(f"One\n<{tag}>\n/// note\n{end}\nTwo") == ["One", "Two"]
    assert texts(f"One\n<{tag}>x{end}\nTwo") == ["One", f"<{tag}>x{end}", "Two"]


def test_an_element_that_never_ends_hides_nothing():
    assert texts("<pre>\nOne") == ["<pre>", "One"]


def test_a_comment_that_never_ends_is_none():
    assert texts("One <!-- two\nthree") == ["One <!-- two", "three"]
    assert texts("One <!-- two\nthree -->") == ["One         ", "         "]


def test_unclosed_fence_is_named_but_not_in_what_may_be_code():
    assert read(["One", "```", "two"]).unclosed == [(2, "```")]
    assert read(["One", "", "    ```", "two"]).unclosed == []
