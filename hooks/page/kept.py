"""How do facts and marks pass through Markdown unharmed, and come out where they belong?

Each is put away under a word of private characters that no rule of Markdown knows. In the finished
HTML the words are exchanged: in text for what they stand for; in code, comments and formulas that
use braces of their own for what the author wrote. So Markdown itself decides what is code.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

START, STOP, BAR = "\ue000", "\ue001", "\ue002"
DIGITS = "".join(map(chr, range(0xE010, 0xE020)))
WORD = re.compile(f"{START}([{DIGITS}]+){STOP}")
PLACES = re.compile(  # comments whole, and what opens or ends code
    rf"<!--.*?-->|<(?P<end>/?)(?:code|pre|script|style|textarea)\b|{WORD.pattern}", re.DOTALL
)
TAG = re.compile(r"<[^>]*>")


def word(number: int) -> str:
    """The word for the piece of this number."""
    return START + "".join(DIGITS[int(digit, 16)] for digit in f"{number:x}") + STOP


def number(digits: str) -> int:
    """The number of the piece that a word stands for."""
    return int("".join(f"{DIGITS.index(digit):x}" for digit in digits), 16)


def exchange(text: str, piece: Callable[[int], str]) -> str:
    """A text with each word exchanged for its piece."""
    return WORD.sub(lambda m: piece(number(m[1])), text) if START in text else text


def fill(html: str, shown: Callable[[int], str], written: Callable[[int], str]) -> str:
    """Finished HTML with its words exchanged: `shown` is HTML and stands in text, and without its
    tags in an attribute; `written` is the author's source, and stands in code and comments."""
    return "".join(_fill(html, shown, written)) if START in html else html


def _fill(html: str, shown: Callable[[int], str], written: Callable[[int], str]) -> Iterator[str]:
    depth = at = 0
    for m in PLACES.finditer(html):
        yield html[at : m.start()]
        at = m.end()
        if m[2] is None:
            yield exchange(m[0], written)
            if not m[0].startswith("<!--"):
                depth = max(depth - 1, 0) if m["end"] else depth + 1
        elif depth:
            yield escape(written(number(m[2])), quote=False)
        elif html.rfind("<", 0, m.start()) > html.rfind(">", 0, m.start()):
            yield TAG.sub("", shown(number(m[2]))).replace('"', "&quot;")
        else:
            yield shown(number(m[2]))
    yield html[at:]
