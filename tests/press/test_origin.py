"""Is a tag found on the line of the source that it comes from, or under the nearest heading?"""

import pytest

from hooks.source.origin import Source

PAGE = """\
---
title: <b>
---
# The page

`<b>` is a tag, and so is:

```html
<b>
```

## One thing

A <b>bold</b> word, [a link](javascript:x) and
<p
title="x">

## Another, with `code` { #id .class }

<b>again</b>

### One thing

Set { .lead }

Next
----

The end.
"""


@pytest.mark.parametrize(
    ("tag", "more", "line"),
    [
        ("<b>", {}, 14),
        ("<b>", {"nth": 1}, 20),
        ("<b>", {"nth": 7}, 20),
        ('<p title="x">', {}, 15),
        ('<a href="javascript:x">', {"heading": "One thing", "values": ("javascript:x",)}, 14),
        ("<i>", {"heading": "One thing"}, 12),
        ("<i>", {"heading": "Another, with code"}, 18),
        ("<i>", {"heading": "Next"}, 26),
        ("<i>", {"heading": "The page", "values": ("nowhere",)}, 4),
        ("<i>", {"heading": "", "values": ()}, 4),
    ],
)
def test_where_a_tag_comes_from(tag, more, line):
    assert Source(PAGE).line(tag, more.pop("heading", ""), **more) == line


def test_what_stands_before_every_heading_is_not_blamed_on_the_front_matter():
    assert Source("---\ntitle: A\n---\n\nText first.\n\n# Then\n").line("<i>", "") == 5
    assert Source("").line("<i>", "Nothing") == 1
