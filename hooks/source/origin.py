"""Which line of a page's source does a piece of its HTML come from?

Python-Markdown carries no lines. Raw HTML stands in the source as it stands in the page, so that a
tag is found there, letter for letter; of what Markdown has made, an address or a class is; and
where nothing is, the nearest heading is.
"""

import re
from difflib import SequenceMatcher

from hooks.source.verbatim import front_matter, lines_of

CODE = re.compile(  # examples of a tag are no tags
    r"^(?P<fence> *(?:`{3,}|~{3,})).*?(?:^(?P=fence)[`~]*\s*?$|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)",
    re.DOTALL | re.MULTILINE,
)
HEADING = re.compile(r"^ {0,3}#{1,6}(.*)$|^(\S.*)\n(?==+ *$|-+ *$)|(<h[1-6]\b.*)", re.MULTILINE)
NEAR = 0.6  # how like a heading of the source one of the page must be


class Source:
    """A page as its author wrote it, front matter included."""

    def __init__(self, text: str) -> None:
        self._source, lines = text, lines_of(text)
        self._top = front_matter(lines)
        body = "\n".join([""] * self._top + lines[self._top :])
        self._text = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), body)
        self._headings = [
            (self._line(m.start()), _words(next(filter(None, m.groups()), "")))
            for m in HEADING.finditer(self._text)
        ]

    def __str__(self) -> str:
        """The whole of it, as it was given."""
        return self._source

    def line(self, tag: str, heading: str, nth: int = 0, values: tuple[str, ...] = ()) -> int:
        """Where the tag stands verbatim (the nth, if it does so several times); else where one of
        the values does, once below the heading; else the heading that stands before it."""
        places = self._places(tag)
        if places:
            return places[min(nth, len(places) - 1)]
        start, stop = self._section(heading)
        for value in values:
            inside = [line for line in self._places(value) if start <= line < stop]
            if len(inside) == 1:
                return inside[0]
        return start

    def _places(self, text: str) -> list[int]:
        """The lines on which a text begins, however its white space is broken."""
        parts = [re.escape(part) for part in text.split()]
        found = re.finditer(r"\s+".join(parts), self._text) if parts else ()
        return [self._line(match.start()) for match in found]

    def _section(self, heading: str) -> tuple[int, int]:
        """The lines from a heading to the next; without one, from the top of the text."""
        wanted, last = _words(heading), self._text.count("\n") + 2
        likeness = [SequenceMatcher(None, wanted, words).ratio() for _, words in self._headings]
        if not wanted or max(likeness, default=0) < NEAR:
            first = next((n for n, text in enumerate(self._text.split("\n"), 1) if text.strip()), 1)
            before = self._headings[0][0] if self._headings else last
            return (first, before) if first < before else (before, last)
        at = likeness.index(max(likeness))
        after = self._headings[at + 1][0] if at + 1 < len(self._headings) else last
        return self._headings[at][0], after

    def _line(self, place: int) -> int:
        return self._text.count("\n", 0, place) + 1


def _words(text: str) -> str:
    """A heading without tags, attributes, facts and marks."""
    bare = re.sub(r"<[^>]*>|\{.*?\}+|[^\w\s]", " ", text)
    return " ".join(bare.lower().split())
