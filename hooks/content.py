"""Does the content of a page hold only what its author may write, and is it whole?

It is read twice, as a browser reads it. The tree says what each tag comes to be, the tags one by
one what the tree passes over in silence: an end that closes nothing, a start that is dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from turbohtml import Element, Namespace, Token, TokenType, parse, tokenize

from hooks import allowed

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
HARMLESS = re.compile(r".*character-reference.*|.*trailing-solidus")  # the second is told as open
PREFIX = "<!doctype html><body>\n"


@dataclass(frozen=True)
class Refused:
    """What a page may not hold: why, its tag as it stands, which of its like it is, where else it
    may be found in a source, and the heading before it."""

    why: str
    tag: str
    nth: int = 0
    values: tuple[str, ...] = ()
    heading: str = ""


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
    stood: dict[str, int] = {}
    stack: list[tuple[str, Refused]] = []
    heading, places = "", []
    for token in tokenize(html, capture_source=True):
        if token.type in (TokenType.TEXT, TokenType.CHARACTER_REFERENCE):
            continue
        source = " ".join(token.source.split())
        nth = stood[source] = stood.get(source, -1) + 1
        element = elements.get((token.line + 1, token.col))
        where = Refused("", source, nth, heading=heading)
        places.append(((token.line, token.col), where))
        if token.type is TokenType.START_TAG:
            if element is None:
                yield _why(
                    where, f"{_quoted(source)} stands where HTML does not allow it. Move it."
                )
                continue
            if token.tag in HEADINGS:
                heading = element.text
            attributes = {name: value or "" for name, value in token.attrs}
            if sign not in attributes:
                values = tuple(value for value in attributes.values() if len(value) > 2)
                for why in _wrong(element, attributes, source):
                    yield _why(where, why, values)
            if token.tag not in allowed.VOID and not _closed(token, element):
                stack.append((token.tag, where))
        elif token.type is TokenType.END_TAG:
            yield from _ended(token.tag, where, stack)
        elif not source.startswith("<!--"):
            yield _why(where, f"{_quoted(source)} is no HTML. Write '&lt;' for the sign.")
    for name, where in stack:
        if name not in allowed.OPTIONAL:
            yield _why(where, f"{_quoted(where.tag)} is never closed. End it with '</{name}>'.")
    for error in document.errors:
        if not HARMLESS.fullmatch(error.code):
            at = (error.line - 1, error.col)
            near = [where for place, where in places if place <= at]
            where = near[-1] if near else Refused("", html[:60])
            words = error.code.replace("-", " ")
            yield _why(where, f"{_quoted(where.tag)} is not well-formed HTML ({words}). Mend it.")


def _why(where: Refused, why: str, values: tuple[str, ...] = ()) -> Refused:
    return Refused(why, where.tag, where.nth, values, where.heading)


def _quoted(tag: str) -> str:
    return f"'{tag if len(tag) <= 60 else tag[:57] + '...'}'"


def _closed(token: Token, element: Element) -> bool:
    """Whether a start tag is its own end: only in drawings and formulas is a slash heeded."""
    return token.self_closing and element.namespace is not Namespace.HTML


def _ended(name: str, where: Refused, stack: list[tuple[str, Refused]]) -> Iterator[Refused]:
    """Close an element, and those within it that need no end of their own."""
    if name not in [open_name for open_name, _ in stack]:
        yield _why(where, f"{_quoted(where.tag)} closes nothing. Remove it.")
        return
    while (last := stack.pop())[0] != name:
        if last[0] not in allowed.OPTIONAL:
            yield _why(
                last[1], f"{_quoted(last[1].tag)} is not closed before '</{name}>'. Close it first."
            )


def _wrong(element: Element, attributes: dict[str, str], source: str) -> Iterator[str]:
    """What of a tag is not listed; the first thing."""
    shown, name = _quoted(source), element.tag
    known = {
        Namespace.HTML: allowed.ELEMENTS.get(name),
        Namespace.SVG: allowed.DRAWN if name in allowed.DRAWINGS else None,
        Namespace.MATHML: allowed.FORMULA if name in allowed.FORMULAS else None,
    }[element.namespace]
    if known is None:
        yield f"{shown} is no element that a page may hold. Take it out."
        return
    for key, value in element.attrs.items():
        value = " ".join(value) if isinstance(value, list) else value or ""
        if key not in known | allowed.EVERYWHERE and not allowed.EVERYWHERE_LIKE.fullmatch(key):
            remedy = "Use a class." if key == "style" else "Take it out."
            yield f"{shown} carries '{key}', which a page may not. {remedy}"
            return
        if key in allowed.ADDRESSES and (lead := allowed.bad_address(name, key, value)):
            yield f"{shown} {lead}"
            return
        if element.namespace is not Namespace.HTML and re.search(r"\\|url\((?!#)", value, re.I):
            yield f"{shown} carries '{key}' with an address. Take it out."
            return
        ours = [one for one in value.split() if allowed.OUR_CLASSES.fullmatch(one)]
        if key == "class" and ours:
            yield (
                f"{shown} takes the class '{ours[0]}', by which the press's own is known. "
                "Use a block or a mark, or another class."
            )
            return
        if key in ("id", "name") and name not in HEADINGS and allowed.OUR_NAMES.fullmatch(value):
            yield f"{shown} takes the name '{value}', which is the press's own. Choose another."
            return
    if name == "input" and not allowed.INPUTS.fullmatch(
        " ".join(filter(None, (attributes.get("type", ""), attributes.get("name", ""))))
    ):
        yield f"{shown} asks a reader for input, which a page may not. Take it out."
