"""Is what stands beside the pages - front matter, the names in mkdocs.yml - text and no HTML?

The theme puts titles and descriptions into its pages as they are: whatever could open a tag is a
fault, and what could end an attribute is escaped.
"""

import re
from collections.abc import Iterator
from html import escape

from hooks.faults import Fault

TAG = re.compile(r"<[a-zA-Z/!?]")


def check_meta(meta: object, path: str, source: str) -> Iterator[Fault]:
    """The faults of a page's front matter, or of settings, however deep they are nested."""
    for text in _texts(meta):
        if tag := TAG.search(text):
            shown = text[max(0, tag.start() - 20) : tag.start() + 40]
            why = f"'{shown}' holds HTML, where only text may stand. Write it without the '<'."
            yield Fault(why, path, _line(text, tag.start(), source))


def escaped(meta: object) -> object:
    """The same, so that no text ends the attribute that it is put into. Titles stand in none."""
    if isinstance(meta, dict):
        return {key: meta[key] if key == "title" else escaped(meta[key]) for key in meta}
    if isinstance(meta, list):
        return [escaped(one) for one in meta]
    return escape(meta) if isinstance(meta, str) else meta


def _texts(meta: object) -> Iterator[str]:
    if isinstance(meta, dict):
        for key, value in meta.items():
            yield from (*_texts(key), *_texts(value))
    elif isinstance(meta, (list, tuple)):
        for one in meta:
            yield from _texts(one)
    elif isinstance(meta, str):
        yield meta


def _line(text: str, place: int, source: str) -> int:
    """Where the tag stands in the source, or the first word of its text; 1 if it is written in
    escapes."""
    for part in (text[place : place + 8], *text.split()[:1]):
        if (at := source.find(part)) >= 0:
            return source.count("\n", 0, at) + 1
    return 1
