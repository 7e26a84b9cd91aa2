"""Is what is wrong in a finished page found again at its line of the source?"""

import pytest

from hooks import where

SOURCE = """---
title: T
---

# The page

One.

```
<p style="x">shown</p>
```

## Part & [one](a.md) {#own}

Two.

Setext *heading*
----------------

<p style="x">meant</p>

## Again

## Heads {{ coin.heads:.0% }} up

## Again
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "line"),
    [('<p style="x">', 20), ("shown</p>", 10), ("Two.\n\nSetext", 15), ("title: T", 2)],
)
def test_text_that_stands_in_the_source(text, line, ending):
    assert where.line(SOURCE.replace("\n", ending), text) == line


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ('<h1 id="the-page">The page</h1><p>', 5),
        ('<h1>x</h1><h2 id="own">Part &amp; <a href="a/">one</a></h2><p>', 13),
        ('<h2 id="own">Something else</h2>', 13),
        ('<h2 id="setext-heading">Setext <em>heading</em></h2>', 17),
        ('<h2 id="heads-up">Heads 60% up</h2>', 24),
        ("<h2>Again</h2>", 22),
        ("<h2>Again</h2><h2>Other</h2><h2>Again</h2>", 26),
        ("<h2>Of the theme</h2>", 1),
        ("<p>", 1),
    ],
)
def test_else_the_heading_above(above, line):
    assert where.line(SOURCE, "<i>nowhere</i>", above) == line
    assert where.line(SOURCE, "", above) == line
