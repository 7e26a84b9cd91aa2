"""How do simulations, facts and marks get into a page?  A Python-Markdown extension.

It works alike under MkDocs and alone:
`markdown.markdown(text, extensions=["hooks.page.directive"])`. Facts and marks are put away before
anything else reads the page, and filled into the finished HTML, so that Markdown itself decides
what is code; a block is rendered by pymdownx.blocks, which parses its caption.
"""

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown import Markdown
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import BACKTICK_RE
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block as MarkdownBlock

from hooks.draw import markup
from hooks.faults import Fault
from hooks.offer import facts
from hooks.page import kept
from hooks.page.headings import Addresses
from hooks.page.question import Question
from hooks.page.rows import Rows
from hooks.press import Press
from hooks.source.finder import Block, FactPlace, Found, Mark, defined, find, places, unclosed
from hooks.source.verbatim import front_matter, lines_of, read

SPAN = re.compile(BACKTICK_RE, re.DOTALL)
NAMED = re.compile(r"(?<=/)\s*\w.*")  # all that stands behind the slashes of a block
A_FACT = re.compile(r"\w+\s*[.(]")  # in a formula, other double braces are its own


@dataclass(frozen=True)
class Piece:
    """What a page's source holds at one place: as it is written, and what it is."""

    written: str
    line: int  # of the file
    what: FactPlace | Mark | Block


class Page:
    """Where the text that is being converted comes from; the MkDocs hook says so for each page."""

    def __init__(self, press: Press, path: str = "page.md", base: str = "") -> None:
        self.press, self.path, self.base = press, path, base
        self.skipped = 0  # lines of front matter that were cut off before conversion
        self.lines: list[str] = []  # of the text, as the author wrote it
        self.start([])

    def start(self, lines: list[str]) -> None:
        """Begin with another text."""
        self.lines = list(lines)
        self.pieces: list[Piece] = []
        self._shown: dict[int, str] = {}

    def keep(self, written: str, line: int, what: FactPlace | Mark | Block) -> str:
        """Put a piece away; the word that stands for it until the page is finished."""
        self.pieces.append(Piece(written, line, what))
        return kept.word(len(self.pieces) - 1)

    def block(self, argument: str) -> Block | None:
        """The block that an argument stands for, if it was put away."""
        word = kept.WORD.fullmatch(argument)
        piece = self.piece(kept.number(word[1])) if word else None
        return piece.what if piece and isinstance(piece.what, Block) else None

    def turn_to(self, path: str, url: str, source: str, text: str) -> None:
        """The next page: `text` is what is left of its source to be converted."""
        self.path, self.base = path, "../" * url.count("/")
        self.skipped = skipped_lines(source, text)

    def fault(self, fault: Fault, line: int, inline: bool = False) -> str:
        """Record a fault at a line of this page's file; its box, in HTML."""
        own = fault.path.startswith(f"{self.press.ledger.register.folder}/")  # said once, there
        placed = fault if own else Fault(str(fault), self.path, line)
        return self.press.own.signed(markup.fault(str(self.press.fault(placed)), inline))

    def line_of(self, text: str) -> int:
        """The first line of the file that holds the beginning of a text."""
        start = self.source(text).strip().splitlines()[0]
        return self.skipped + next((n for n, line in enumerate(self.lines, 1) if start in line), 1)

    def source(self, text: str) -> str:
        """A text as its author wrote it."""
        return kept.exchange(text, lambda n: piece.written if (piece := self.piece(n)) else "")

    def in_formula(self, text: str) -> str | None:
        """A formula with its facts in; None where one of them is a fault, which the text shows."""
        try:
            return kept.exchange(text, self._in_formula)
        except Fault:
            return None

    def filled(self, html: str) -> str:
        """Finished HTML with facts and marks in, but for those in code."""
        return kept.fill(html, self._show, self.write)

    def piece(self, number: int) -> Piece | None:
        """What was put away under a number."""
        return self.pieces[number] if number < len(self.pieces) else None

    def _in_formula(self, number: int) -> str:
        piece = self.piece(number)
        what = piece and piece.what
        if isinstance(what, FactPlace) and not what.escaped and A_FACT.match(what.text):
            return self.press.fact(what.text)
        given = isinstance(what, Mark) and what.kind == "given"
        return "" if given else self.source(kept.word(number))

    def write(self, number: int) -> str:
        """A piece where it is code."""
        written = self.source(kept.word(number))
        self.press.told.print(written.lstrip("\\"))
        return written

    def _show(self, number: int) -> str:
        """A piece where it is text, as HTML."""
        if number not in self._shown and (piece := self.piece(number)):
            try:
                self._shown[number] = self._made(piece)
            except Fault as fault:
                self._shown[number] = self.fault(fault, piece.line, inline=True)
        return self._shown.get(number, "")

    def _made(self, piece: Piece) -> str:
        what = piece.what
        if isinstance(what, Mark):
            given = what.kind == "given"  # its words stand beside it, as Markdown
            html = "" if given else self.press.ledger.mark(what, self.path, self.base)
            return self.press.own.signed(html)
        if isinstance(what, Block):
            return escape(piece.written, quote=False)
        if not what.closed:
            raise Fault("a fact is not closed on its line. End it with '}}', or escape it.")
        if what.escaped:
            self.press.told.print(piece.written[1:])
            return escape(piece.written[1:], quote=False)
        return escape(self.press.fact(what.text), quote=False)


class Simulation(MarkdownBlock):
    """`/// simulation | coin(tosses=100) over tosses`; the body is the caption."""

    NAME = "simulation"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Build the figure, or the box of its fault."""
        page: Page = self.config["page"]
        if block := page.block(self.argument):
            line, header, options = page.skipped + block.line, block.header, block.options
        else:  # indented into a list, say, where the finder does not look
            header, options = page.source(self.argument), {}
            line = page.line_of(header)
        try:
            figure = page.press.figure(header, page.path, page.base, options)
        except Fault as fault:
            box = etree.SubElement(parent, "p")
            box.text = self._raw(page.fault(fault, line))
            self.caption = etree.Element("div")  # parsed, and left out of the page
            return box
        own = page.press.own
        element = etree.SubElement(parent, "figure", figure.attributes | own.attribute)
        etree.SubElement(element, "p").text = self._raw(own.figure(figure.head))
        self.caption = etree.SubElement(element, "figcaption")
        etree.SubElement(element, "p").text = self._raw(own.figure(figure.tail))
        return element

    def on_add(self, block: etree.Element) -> etree.Element:
        """The body of the block is the caption."""
        return self.caption

    def _raw(self, html: str) -> str:
        return AtomicString(self.md.htmlStash.store(html))


class Listing(MarkdownBlock):
    """`/// register | claims` lists all that the book's register holds of a kind."""

    NAME = "register"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """The list, or the box of its fault."""
        page: Page = self.config["page"]
        try:
            html = page.press.ledger.listing(page.source(self.argument), page.base)
            html = page.press.own.signed(html)
        except Fault as fault:
            html = page.fault(fault, page.line_of(f"register | {self.argument}"))
        element = etree.SubElement(parent, "div")
        element.text = AtomicString(self.md.htmlStash.store(html))
        return element


class Preparation(Preprocessor):
    """Put facts, marks and blocks away, and box what would otherwise fail in silence."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """Lines as the author wrote them, to lines that Markdown can read."""
        page, processors = self.page, self.md.parser.blockprocessors
        page.start(lines)
        if "table" in processors and type(processors["table"]) is TableProcessor:
            config = processors["table"].config  # type: ignore[attr-defined] # its types lack it
            processors.register(Rows(self.md, config, self._row_fault), "table", 75)
        found = find("\n".join(lines), _blocks(self.md).blocks)
        texts = read(lines).texts
        labels = defined(texts)
        ready = [
            text if read_as is None else self._put_away(number, text, labels)
            for number, (text, read_as) in enumerate(zip(lines, texts, strict=True), 1)
        ]
        for block in found.blocks:
            line = page.skipped + block.line
            if why := _wrong(block, found):
                self._box(ready, block.line, line, Fault(why), block.end)
            else:
                opening = f" simulation | {page.keep(block.header, line, block)}"
                at = block.line - 1
                ready[at] = NAMED.sub(opening, lines[at], count=1)
                for inside in range(len(block.options)):  # they are ours, not pymdownx's
                    ready[block.line + inside] = ""
        self._meet(found)
        for fault in found.faults:
            self._box(ready, fault.line, page.skipped + fault.line, fault)
        return ready

    def _put_away(self, number: int, text: str, labels: set[str]) -> str:
        """A line with words in place of its facts and marks."""
        found = sorted(places(number, text, labels), key=lambda p: p.start, reverse=True)
        for place in found:
            written = text[place.start : place.stop]
            line = self.page.skipped + number
            if isinstance(place, Mark) and place.kind == "given":  # its words are Markdown, too
                ends = (self.page.keep(end, line, place) for end in ("{=", "=}"))
                word = place.key.join(ends)
            else:
                word = self.page.keep(written, line, place)
            text = text[: place.start] + word + text[place.stop :]
        return text

    def _meet(self, found: Found) -> None:
        """Have what a simulation did wrong said where the page first needs it: facts are filled in
        only once all figures are made."""
        press = self.page.press
        asked: list[Block | FactPlace] = [*found.blocks, *found.facts]
        for place in sorted(asked, key=lambda p: p.line):
            try:
                if isinstance(place, Block):
                    press.piece(press.catalogue.call(place.header, True))
                else:
                    press.piece(press.catalogue.call(facts.parse(place.text).call, False))
            except Fault as fault:
                if press.is_simulations(fault):  # an author's slip may stand in code
                    self.page.fault(fault, self.page.skipped + place.line)

    def _row_fault(self, fault: Fault, row: str) -> None:
        self.page.fault(fault, self.page.line_of(row))

    def _box(self, lines: list[str], number: int, line: int, fault: Fault, end: int = 0) -> None:
        """Replace a line, or a whole block, by its fault."""
        lines[number - 1] = self.md.htmlStash.store(self.page.fault(Fault(fault.message), line))
        for inside in range(number, end):
            lines[inside] = ""


class Structure(Treeprocessor):
    """What is code once blocks are read is as its author wrote it, before it is highlighted; and a
    block that was never closed where the finder does not look, in a list say, is a fault."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Look through the whole page."""
        for element in root.iter():
            if not element.text or kept.START not in element.text:
                continue
            if element.tag == "code":
                text = kept.exchange(element.text, lambda n: code_escape(self.page.write(n)))
                element.text = AtomicString(text)
            elif not isinstance(element.text, AtomicString):
                element.text = SPAN.sub(self._written, element.text)
        self._unclosed(root)

    def _written(self, span: re.Match) -> str:
        return kept.exchange(span[0], self.page.write)

    def _unclosed(self, root: etree.Element) -> None:
        for entry in _blocks(self.md).stack:
            name, slashes = entry.block.NAME, entry.block.length
            opening = re.compile(rf"[\s>]*/{{{slashes}}}\s*{name}\b", re.IGNORECASE)
            lines = [n for n, line in enumerate(self.page.lines, 1) if opening.match(line)]
            line = self.page.skipped + (lines or [1])[-1]
            box = self.page.fault(unclosed(name, slashes, 0), line)
            etree.SubElement(root, "p").text = AtomicString(self.md.htmlStash.store(box))


class Filling(Postprocessor):
    """Put facts and marks in where they are text."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, text: str) -> str:
        """The page's finished HTML, or a heading's."""
        return self.page.filled(text)


class Release(Postprocessor):
    """Take the signs off and fill the gaps, where the press does not finish the page."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, text: str) -> str:
        """The page as it is to be read."""
        own = self.page.press.own
        return text if self.page.press.policy else own.whole(own.unsigned(text))


class SimulationExtension(BlocksExtension):
    """Simulation blocks and facts. `page` is given by the MkDocs hook; alone, the project is the
    current folder, and `base` leads from the page to the root of the site."""

    def __init__(self, **kwargs: object) -> None:
        self.config: dict[str, list[object]] = {
            "page": ["", "the page being converted"],
            "base": ["", "from the page to the root of the site"],
        }
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """Register with Python-Markdown."""
        page = self.getConfig("page") or Page(Press(Path.cwd()), base=self.getConfig("base"))
        self.config["page"][0] = page
        md.preprocessors.register(Preparation(md, page), "simulation", 29)  # white space is normal
        md.treeprocessors.register(Structure(md, page), "structure", 45)  # before highlighting: 30
        md.treeprocessors.register(Addresses(md, page), "addresses", 6)  # after {#id}: 8, then toc
        md.postprocessors.register(Filling(md, page), "filling", 1)  # once raw HTML is back
        block_mgr.register(Simulation, {"page": page})
        block_mgr.register(Listing, {"page": page})
        block_mgr.register(Question, {"own": page.press.own.attribute})
        md.postprocessors.register(Release(md, page), "press", 0)  # behind all others


def _blocks(md: Markdown) -> BlocksProcessor:
    """What pymdownx has registered."""
    return md.parser.blockprocessors["blocks"]


def skipped_lines(source: str, body: str) -> int:
    """How many lines stand before `body` in the file that it was cut from."""
    if source.endswith(body):
        return source[: len(source) - len(body)].count("\n")
    return front_matter(lines_of(source))


def _wrong(block: Block, found: Found) -> str:
    """What is wrong with a block as written, before anything of it is run."""
    if not re.sub(r"<!--.*?-->", "", block.caption, flags=re.DOTALL).strip():
        return (
            "the figure has no caption. Write between the slashes how to read it, what was given "
            "and what was learned."
        )
    own = re.split(r"\W", block.header, maxsplit=1)[0]
    inside = [fact for fact in found.facts if block.line < fact.line < block.end]
    if any(re.match(rf"{own}\b", fact.text) for fact in inside if not fact.escaped):
        return (
            "the caption quotes a fact of its own figure, which would be wrong as soon as a "
            "control moves. Quote it in the text instead."
        )
    return ""


def makeExtension(**kwargs: object) -> SimulationExtension:
    """Python-Markdown's entry point."""
    return SimulationExtension(**kwargs)
