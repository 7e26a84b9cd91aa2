"""Where in the source does a text of the built site stand?

A finished page knows no lines. What is wrong in it is looked for in its source: the text as it
stands, else the heading above it.
"""

import re
from html import unescape

from hooks.finder import FACT, MARK
from hooks.verbatim import lines_of, read

HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
WRITTEN = re.compile(r"[ >]{0,3}#{1,6}\s*(.*?)[\s#]*$")
RULE = re.compile(r" {0,3}(=+|-+)\s*$")
ATTRIBUTES = re.compile(r"\{:?[^{}]*\}\s*$")


def line(source: str, text: str, above: str = "") -> int:
    """The line of a page's source that holds a text, rather where Markdown reads it than in a fence
    or a comment; else that of the last heading in `above`, which is the page's HTML up to the place
    that is looked for; else 1."""
    lines = lines_of(source)
    prose = [one or "" for one in read(lines).texts]
    text = "\n".join(lines_of(text)).strip() if text.strip() else ""
    for shown in (prose, lines) if text else ():
        whole = "\n".join(shown)
        if (at := whole.find(text)) >= 0:
            return whole[:at].count("\n") + 1
    return _heading(prose, above)


def _heading(prose: list[str], above: str) -> int:
    """The line of the last heading of some HTML, by its words or its address."""
    built = list(HEADING.finditer(above))
    if not built:
        return 1
    said, named = _shown(built[-1])
    times = sum(_shown(one)[0] == said for one in built)
    written = list(_written(prose))
    same = [number for number, words, own in written if said == words or (named and named == own)]
    if not same:  # what a fact gave is in the words, and not in the address
        same = [number for number, words, _ in written if words and words == named]
    return same[min(times, len(same)) - 1] if same else 1


def _shown(heading: re.Match) -> tuple[str, str]:
    """A built heading's words and its id, without all that is not a letter or digit."""
    ident = re.search(r"\bid=[\"']?([^\"'\s>]+)", heading[2])
    return _bare(unescape(re.sub(r"<[^>]*>", "", heading[3]))), _bare(ident[1]) if ident else ""


def _written(prose: list[str]) -> list[tuple[int, str, str]]:
    """Line, words and given id of each heading of a source."""
    found = []
    for number, text in enumerate(prose, 1):
        under = prose[number] if number < len(prose) else ""
        if mark := WRITTEN.match(text):
            title = mark[1]
        elif text.strip() and RULE.match(under):
            title = text
        else:
            continue
        own = re.search(r"\{:?[^{}]*#([^\s{}]+)", title)
        title = MARK.sub("", FACT.sub("", ATTRIBUTES.sub("", title)))
        title = re.sub(r"\]\([^)]*\)|<[^>]*>", "", title)
        found.append((number, _bare(unescape(title)), _bare(own[1]) if own else ""))
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
