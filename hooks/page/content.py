"""Does the content of a page hold only what its author may write, and is it whole?

It is read twice, as a browser reads it. The tree says what each tag comes to be, the tags one by
one what the tree passes over in silence: an end that closes nothing, a start that is dropped.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from turbohtml import Element, Namespace, Token, TokenType, parse, tokenize

from hooks.page import allowed

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
HARMLESS = re.compile(r".*character-reference.*|.*trailing-solidus")  # the second is told as open
PREFIX = "<!doctype html><body>\n"
VALUE = re.compile(r'="([^"]{3,})"')  # as it stands, whatever it means
TEXT = (TokenType.TEXT, TokenType.CHARACTER_REFERENCE)


class Refused(NamedTuple):
    """What a page may not hold: its tag as it stands, which of its like it is, the heading before
    it, why it is refused, and what else of it may stand in a source."""

    tag: str
    nth: int
    heading: str
    why: str = ""
    values: tuple[str, ...] = ()


def refused(html: str, sign: str) -> Iterator[Refused]:
    """All that a page's content holds and an author may not write, each tag once; `sign` is an
    attribute of what the press has made."""
    told = set()
    for found in _all_refused(html, sign):
        if (found.tag, found.nth) not in told:
            told.add((found.tag, found.nth))
            yield found


def _all_refused(html: str, sign: str) -> Iterator[Refused]:
    document = parse(PREFIX + html)
    elements = {e.position: e for e in document.iter_elements() if e.position}
    stood: dict[str, int] = {}  # how often each tag stood so far
    stack: list[tuple[str, Refused]] = []  # what is open
    read: list[tuple[tuple[int, int], Refused]] = []
    heading = ""
    for token in tokenize(html, capture_source=True):
        if token.type in TEXT:
            continue
        source, tag = " ".join((token.source or "").split()), token.tag or ""
        nth = stood[source] = stood.get(source, -1) + 1
        where = Refused(source, nth, heading)
        read.append(((token.line, token.col), where))
        if token.type is TokenType.START_TAG:
            element = elements.get((token.line + 1, token.col))
            if element is None:
                why = f"{_quoted(source)} stands where HTML does not allow it. Move it."
                yield where._replace(why=why)
                continue
            if tag in HEADINGS:
                heading = element.text
            attributes = {name: value or "" for name, value in token.attrs or ()}
            if sign not in attributes:
                for why in _wrong(element, attributes, _quoted(source)):
                    values = tuple(VALUE.findall(source))
                    yield where._replace(why=why, values=values)
            if tag not in allowed.VOID and not _closed(token, element):
                stack.append((tag, where))
        elif token.type is TokenType.END_TAG:
            yield from _ended(tag, where, stack)
        elif not source.startswith("<!--"):
            yield where._replace(why=f"{_quoted(source)} is no HTML. Write '&lt;' for the sign.")
    for name, where in stack:
        if name not in allowed.OPTIONAL:
            why = f"{_quoted(where.tag)} is never closed. End it with '</{name}>'."
            yield where._replace(why=why)
    for error in document.errors:
        if not HARMLESS.fullmatch(error.code):
            at = (error.line - 1, error.col)
            near = [where for place, where in read if place <= at]
            where = near[-1] if near else Refused(html[:60], 0, "")
            words = error.code.replace("-", " ")
            why = f"{_quoted(where.tag)} is not well-formed HTML ({words}). Mend it."
            yield where._replace(why=why)


def _quoted(tag: str) -> str:
    return f"'{tag if len(tag) <= 60 else tag[:57] + '...'}'"


def _closed(token: Token, element: Element) -> bool:
    """Whether a start tag is its own end: only in drawings and formulas is a slash heeded."""
    return token.self_closing and element.namespace is not Namespace.HTML


def _ended(name: str, where: Refused, stack: list[tuple[str, Refused]]) -> Iterator[Refused]:
    """Close an element, and those within it that need no end of their own."""
    if not any(opened == name for opened, _ in stack):
        yield where._replace(why=f"{_quoted(where.tag)} closes nothing. Remove it.")
        return
    while (last := stack.pop())[0] != name:
        if last[0] not in allowed.OPTIONAL:
            why = f"{_quoted(last[1].tag)} is not closed before '</{name}>'. Close it first."
            yield last[1]._replace(why=why)


def _wrong(element: Element, attributes: dict[str, str], shown: str) -> Iterator[str]:
    """Why a tag is refused."""
    name, foreign = element.tag, element.namespace is not Namespace.HTML
    known = allowed.ELEMENTS[element.namespace.value].get(name)
    if known is None:
        yield f"{shown} is no element that a page may hold. Take it out."
        return
    for key, value in element.attrs.items():
        value = " ".join(value) if isinstance(value, list) else value or ""
        if key not in known and not allowed.EVERYWHERE_LIKE.fullmatch(key):
            remedy = "Use a class." if key == "style" else "Take it out."
            yield f"{shown} carries '{key}', which a page may not. {remedy}"
        elif key in allowed.ADDRESSES and (lead := allowed.bad_address(name, key, value)):
            yield f"{shown} {lead}"
        elif foreign and allowed.ADDRESS_IN_DRAWING.search(value):
            yield f"{shown} carries '{key}' with an address. Take it out."
        elif key == "class" and (ours := allowed.our_class(value)):
            yield (
                f"{shown} takes the class '{ours}', by which the press's own is known. "
                "Use a block or a mark, or another class."
            )
        elif key in ("id", "name") and name not in HEADINGS and allowed.OUR_NAMES.fullmatch(value):
            yield f"{shown} takes the name '{value}', which is the press's own. Choose another."
    kind = f"{attributes.get('type', '')} {attributes.get('name', '')}".strip()
    if name == "input" and not allowed.INPUTS.fullmatch(kind):
        yield f"{shown} asks a reader for input, which a page may not. Take it out."
