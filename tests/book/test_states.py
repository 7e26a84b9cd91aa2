"""Does a link to a figure at a setting name a setting that the figure has?

What it does not have it passes over, and shows how it stands untouched.
"""

import json
import posixpath
import re
from html import unescape
from urllib.parse import parse_qsl

STATE = re.compile(r'<a [^>]*href="([^"#?]*)(?:\?slide)?#(fig-[\w-]+)\?([^"]+)"')
FIGURE = re.compile(
    r'<figure [^>]*data-sim="([^"]+)"[^>]*id="(fig-[\w-]+)"|<figure [^>]*id="(fig-[\w-]+)"[^>]*data-sim="([^"]+)"'
)


def settings(site, page: str) -> dict[str, dict[str, list[str]]]:
    """For each figure of a built page what its controls may be set to, by name."""
    found = {}
    html = (site / page / "index.html").read_text("utf-8")
    for data, ident, ident_, data_ in FIGURE.findall(html):
        steps = json.loads((site / page / (data or data_)).read_text("utf-8"))
        found[ident or ident_] = {
            control["name"]: [str(value) for value in control["values"]]
            for control in steps["controls"]
        } | ({"cause": ["off"]} if steps["cause"] else {})
    return found


def unknown(site, page: str, html: str) -> list[str]:
    """The links in a page to settings that their figures do not have."""
    found = []
    for to, ident, query in STATE.findall(html):
        figures = settings(site, posixpath.normpath(posixpath.join(page, to)))
        for name, value in parse_qsl(unescape(query)):
            if value not in figures.get(ident, {}).get(name, []):
                found.append(f"{ident}?{query}")
    return found


def test_every_setting_that_is_linked_exists(book):
    linked = 0
    for file in book.rglob("index.html"):
        page, html = file.parent.relative_to(book).as_posix(), file.read_text("utf-8")
        assert unknown(book, page, html) == [], page
        linked += len(STATE.findall(html))
    assert linked >= 8


def test_a_setting_that_is_not_there_is_seen(book):
    link = '<a class="x" href="../pattern/{}">x</a>'
    wrong = [
        "?slide#fig-sixteen-cells?second=9999",
        "#fig-sixteen-cells?first=1",
        "#fig-sixteen?cause=off",
        "?slide#fig-sixteen-cells?cause=on",
        "#fig-sixteen-cells?cause=off&amp;second=x",
    ]
    right = "?slide#fig-sixteen-cells?cause=off"
    assert unknown(book, "teachers", link.format(right)) == []
    for one in wrong:
        assert unknown(book, "teachers", link.format(one)), one
