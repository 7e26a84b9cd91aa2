"""How does a page read as plain Markdown, for whoever has no browser?

As its author wrote it, with all filled in that the press knows: facts as numbers, sources and
verdicts as links, each figure as its finding and its caption. Links lead to the pages of the site
that are written alike, and work from where the text stands: beside the page that it is of.
"""

import posixpath
import re
from html import unescape

from hooks.faults import Fault
from hooks.page import kept
from hooks.press import Press
from hooks.source.finder import DEFINED, Block, FactPlace, Mark, defined, find, places
from hooks.source.verbatim import CODE, front_matter, lines_of, read

ANCHOR = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
HIDDEN = re.compile(r"<(\w+)[^>]* aria-hidden[^>]*>.*?</\1>")  # drawn, and not read
ATTRIBUTES = re.compile(r"\s*\{:? ?[.#][^}]*\}\s*$")
SOFT = re.compile(r"&shy;|\u00ad")
ADDRESS = re.compile(r"(?<=\]\()[^)\s]+")
LABELLED = re.compile(r"(?<=\]: )\S+")  # in a line that is a definition


def file_of(page: str) -> str:
    """Where the Markdown of a built page stands, within the site."""
    return f"{page.removesuffix('.html')}.md"


def text_of(press: Press, path: str, page: str) -> str:
    """The page at `path`, which is built as `page`."""
    lines = lines_of(str(press.pages[path]))
    return Plain(press, path, page, lines).text()


class Plain:
    """One page on its way; `shown` are its lines as they will stand, each at its place."""

    def __init__(self, press: Press, path: str, page: str, lines: list[str]) -> None:
        self.press, self.path, self.page = press, path, page
        self.base = "../" * page.count("/")
        self.lines, self.texts = lines, read(lines).texts
        self.shown = [""] * len(lines)
        self.figures = [figure for at, figure in press.figures if at == path]  # not yet told

    def text(self) -> str:
        """All of it."""
        top, labels = front_matter(self.lines), defined(self.texts)
        for number, line in enumerate(self.lines[top:], top + 1):
            verbatim = self.texts[number - 1] is None
            self.shown[number - 1] = line if verbatim else self._line(number, labels)
        found = find("\n".join(self.lines))
        for block in (*found.blocks, *found.others):
            self.shown[block.line - 1] = self._head(block)
            self.shown[block.end - 1] = ""
            for option in range(len(block.options)):
                self.shown[block.line + option] = ""
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.shown)).strip()
        return f"{text}\n\n---\n\nThis page with its figures: <{self.address}>\n"

    @property
    def address(self) -> str:
        """Of the page itself: the published one, if the site knows it."""
        site = self.press.policy.address if self.press.policy else ""
        page = self.page.removesuffix("index.html")
        return site + page if site else posixpath.basename(self.page)

    def _line(self, number: int, labels: set[str]) -> str:
        """A line of text with facts and marks filled in."""
        text = self.texts[number - 1] or ""
        kind = LABELLED if DEFINED.match(text) else ADDRESS
        text = kind.sub(lambda link: self._link(link[0]), text)
        seen = CODE.sub(lambda code: " " * len(code[0]), text)
        for place in sorted(places(number, seen, labels), key=lambda p: p.start, reverse=True):
            try:
                shown = self._fact(place) if isinstance(place, FactPlace) else self._mark(place)
            except Fault:  # told where the page is made
                continue
            text = text[: place.start] + shown + text[place.stop :]
        return SOFT.sub("", HIDDEN.sub("", ATTRIBUTES.sub("", text)))

    def _fact(self, place: FactPlace) -> str:
        return f"{{{{ {place.text} }}}}" if place.escaped else self.press.fact(place.text)

    def _mark(self, place: Mark) -> str:
        if place.kind == "?":
            return place.words or place.key
        html = self.press.ledger.mark(place, self.path, self.base)
        if place.kind == "given":
            return html
        text = unescape(kept.TAG.sub("", ANCHOR.sub(r"[\2](\1)", html)))
        if place.kind == "=":
            return f"({text if text.startswith('Claim:') else f'Verdict: {text}'})"
        return text

    def _link(self, address: str) -> str:
        """A link of the source, from where this text stands."""
        to, mark, anchor = address.partition("#")
        if not to or re.match(r"[a-z]+:|/", to):
            return address
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), to))
        pages = {source: page for page, source in self.press.built.items()}
        to = file_of(pages[path]) if path in pages else path.partition("/")[2] or "."
        return posixpath.relpath(to, posixpath.dirname(self.page) or ".") + mark + anchor

    def _head(self, block: Block) -> str:
        """What stands where a block opened."""
        if block.name == "register":
            return f"The list stands in the page: <{self.address}>"
        if block.name != "simulation":
            opening = self.shown[block.line - 1]
            return f"**{opening.partition('|')[2].strip()}**\n"
        try:
            call = self.press.catalogue.call(block.header, True)
        except Fault:  # told where the page is made
            return ""
        figure = next((figure for figure in self.figures if figure.call == call), None)
        if figure is None:  # it was at fault
            return ""
        self.figures.remove(figure)
        say = figure.view["say"]
        end = "" if say.endswith((".", "?", "!")) else "."
        return f"**Figure: {say}{end}** [See it](<{self.address}#{figure.ident}>).\n"
