"""Where does an address lead, as a browser reads it, and what do a tag or a style sheet load?"""

import re
from collections.abc import Iterator, Mapping

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
ELSEWHERE = {"//", "http", "https", "ws", "wss", "ftp", "file", "filesystem"}
PASSIVE = {"canonical", "prev", "next", "alternate", "license", "author"}  # of <link>: only said
SOURCES = {
    "src",
    "poster",
    "background",
    "data",
    "xlink:href",
    "manifest",
    "action",
    "formaction",
    "ping",
}
SETS = {"srcset", "imagesrcset"}
LINKS = {"a", "area"}

CSS = re.compile(  # a comment, a string, or a name (which may hold escapes) before its bracket
    r"/\*.*?(?:\*/|\Z)|\"(?P<double>(?:[^\"\\\n]|\\.)*)|'(?P<single>(?:[^'\\\n]|\\.)*)"
    r"|(?P<name>(?<![\w-])(?:[\w-]|\\[0-9a-f]{1,6}\s?|\\[^\n])+)\(\s*",
    re.DOTALL | re.IGNORECASE,
)
WORDS = re.compile(r"(?:=|\b(?:content|quotes)\s*:|@namespace\b[^;\"']*)\s*\Z", re.IGNORECASE)
UNQUOTED = re.compile(r"[^)\"']*")
ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|\n|(.))", re.IGNORECASE | re.DOTALL)


def scheme(address: str) -> str:
    """The scheme of an address, in lower case; "" of one within the site, "//" of one that names
    another host without any. Spaces around it and breaks within it are nothing to a browser."""
    text = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    if re.match(r"[\\/]{2}", text):
        return "//"
    found = SCHEME.match(text)
    return found[1].lower() if found else ""


def away(address: str) -> bool:
    """Whether what is loaded from this address comes from another origin."""
    return scheme(address) in ELSEWHERE


def candidates(srcset: str) -> Iterator[str]:
    """The addresses in a `srcset`."""
    rest = srcset
    while rest := rest.lstrip(" \t\n\f\r,"):
        address, *more = re.split(r"[ \t\n\f\r]", rest, maxsplit=1)
        rest = more[0] if more else ""
        if not address.endswith(","):
            rest = rest.partition(",")[2]
        yield address.rstrip(",")


def loaded(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """What a browser fetches for this tag."""
    passive = tag == "link" and PASSIVE & set(attributes.get("rel", "").lower().split())
    for name, value in attributes.items():
        if name in SETS:
            yield from candidates(value)
        elif name in SOURCES or (name == "href" and tag not in LINKS and not passive):
            yield value


def loaded_by_css(sheet: str) -> Iterator[tuple[str, int]]:
    """(address, line) of what a style sheet may load, its escapes and comments read as a browser
    reads them."""
    place = 0
    while found := CSS.search(sheet, place):
        place = found.end()
        if found["name"]:
            bare = UNQUOTED.match(sheet, place)  # of any length, and none
            if bare and _plain(found["name"]).lower() in ("url", "src"):
                yield _plain(bare[0]), sheet.count("\n", 0, place) + 1
        elif found[0][0] in "\"'":
            place += 1
            if not WORDS.search(sheet, max(0, found.start() - 60), found.start()):
                text = _plain(found["double"] or found["single"] or "")
                yield text, sheet.count("\n", 0, place) + 1


def _plain(text: str) -> str:
    return ESCAPE.sub(_character, text)


def _character(escape: re.Match) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if 0 < code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
    return escape[2] or ""
