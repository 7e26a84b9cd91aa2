"""Is each figure in the gallery, and each page shown with its card where it is shared?"""

import re
import struct
from html import unescape
from urllib.parse import urlsplit

from hooks.draw.plate import CARD
from tests.conftest import address_of

FIGURE = re.compile(r'<figure [^>]*id="(fig-[\w-]+)"')
SHOWN = re.compile(
    r'<a href="([^"#]*)#(fig-[\w-]+)"><img src="([^"]+)" width="(\d+)" height="(\d+)" loading="lazy" '
    r'alt="([^"]+)"></a>\s*<p><a href="([^"]+\.svg)" .*?<a href="([^"]+\.png)" '
)
TOLD = re.compile(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">')


def shown(html: str) -> list[tuple[str, str]]:
    """(page, figure) of each picture in the gallery."""
    return [(page.strip("./"), ident) for page, ident, *_ in SHOWN.findall(html)]


def test_the_gallery_has_every_figure_once(book):
    html = (book / "gallery" / "index.html").read_text("utf-8")
    wanted = [
        (page.parent.relative_to(book).as_posix().strip("."), ident)
        for page in book.rglob("index.html")
        for ident in FIGURE.findall(page.read_text("utf-8"))
    ]
    assert len(wanted) > 70
    assert sorted(shown(html)) == sorted(wanted)
    assert len(shown(html.replace(' loading="lazy"', "", 1))) == len(wanted) - 1


def test_its_files_are_as_large_as_it_says(book):
    html = (book / "gallery" / "index.html").read_text("utf-8")
    for *_, picture, wide, high, say, svg, png in SHOWN.findall(html):
        drawing = (book / "gallery" / picture).read_text("utf-8")
        assert picture == svg
        assert f'width="{wide}" height="{high}"' in drawing
        assert unescape(re.search("<title>(.*?)</title>", drawing)[1]) == unescape(say)
        assert size((book / "gallery" / png).read_bytes()) == (2 * int(wide), 2 * int(high))


def size(picture: bytes) -> tuple[int, int]:
    """How wide and high a PNG is."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", picture[16:24])


def test_each_page_with_a_figure_is_shared_with_a_card(book):
    cards = 0
    for page in book.rglob("index.html"):
        html = page.read_text("utf-8")
        told = dict(TOLD.findall(html))
        where = page.parent.relative_to(book).as_posix().removeprefix(".")
        assert told["og:url"] == address_of(book) + (f"{where}/" if where else "")
        assert told["og:title"]
        assert told["og:description"]
        assert ("og:image" in told) == bool(FIGURE.search(html))
        if "og:image" in told:
            base = urlsplit(address_of(book)).path
            card = book / urlsplit(told["og:image"]).path.removeprefix(base)
            assert card == page.with_name("index.png")
            assert size(card.read_bytes()) == CARD
            cards += 1
    assert cards >= 15
