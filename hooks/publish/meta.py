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
    for key, text in _texts(meta):
        if tag := TAG.search(text):
            shown = text[max(0, tag.start() - 20) : tag.start() + 40]
            why = f"'{shown}' holds HTML, where only text may stand. Write it without the '<'."
            yield Fault(why, path, _line(key, text[tag.start() :], source))


def escaped(meta: dict) -> dict:
    """The same, so that no text ends the attribute that it is put into. Titles stand in none."""
    return {key: meta[key] if key == "title" else _escaped(meta[key]) for key in meta}


def _escaped(value: object) -> object:
    if isinstance(value, dict):
        return escaped(value)
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return escape(value) if isinstance(value, str) else value


def _texts(meta: object, under: str = "") -> Iterator[tuple[str, str]]:
    """(the key that it stands under, text) of every text, keys among them."""
    if isinstance(meta, dict):
        for key, value in meta.items():
            yield from (*_texts(key, under), *_texts(value, str(key)))
    elif isinstance(meta, (list, tuple)):
        for one in meta:
            yield from _texts(one, under)
    elif isinstance(meta, str):
        yield under, meta


def _line(key: str, tag: str, source: str) -> int:
    """Where the tag stands in the source, or, if it is written in escapes, its key."""
    for part in (re.escape(tag), re.escape(tag[:8]), rf"^[ \t\"'-]*\b{re.escape(key)}\b[\"' ]*:"):
        if found := re.search(part, source, re.MULTILINE):
            return source.count("\n", 0, found.start()) + 1
    return 1
