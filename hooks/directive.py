"""How do simulations, facts and marks get into a page?  A Python-Markdown extension.

It works alike under MkDocs and alone:
`markdown.markdown(text, extensions=["hooks.directive"])`. Facts are put in before anything else
reads the page; a block is numbered there and rendered by pymdownx.blocks, which parses its caption.
"""

import re
import xml.etree.ElementTree as etree
from pathlib import Path

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block as MarkdownBlock

from hooks import markup
from hooks.faults import Fault
from hooks.finder import Block, FactPlace, Found, Mark, find, front_matter, lines_of
from hooks.press import Press
from hooks.question import Question

SPECIAL = re.compile(r"[^\w\s.,:;%()'/+\N{MINUS SIGN}-]|_")  # in a fact, to Markdown or to HTML


class Page:
    """Where the text that is being converted comes from; the MkDocs hook says so for each page."""

    def __init__(self, press: Press, path: str = "page.md", base: str = "") -> None:
        self.press, self.path, self.base = press, path, base
        self.skipped = 0  # lines of front matter that were cut off before conversion
        self.blocks: list[tuple[int, Block]] = []  # those that the page shows, with their lines
        self.lines: list[str] = []  # of the text, as the author wrote it

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
        start = text.strip().splitlines()[0]
        return self.skipped + next((n for n, line in enumerate(self.lines, 1) if start in line), 1)


class Simulation(MarkdownBlock):
    """`/// simulation | coin(tosses=100) over tosses`; the body is the caption."""

    NAME = "simulation"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Build the figure, or the box of its fault."""
        page: Page = self.config["page"]
        if re.fullmatch(r"@\d+", self.argument):
            line, block = page.blocks[int(self.argument[1:])]
            header, options = block.header, block.options
        else:  # indented into a list, say, where the finder does not look
            line, header, options = page.line_of(self.argument), self.argument, {}
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
            html = page.press.own.signed(page.press.ledger.listing(self.argument, page.base))
        except Fault as fault:
            html = page.fault(fault, page.line_of(f"register | {self.argument}"))
        element = etree.SubElement(parent, "div")
        element.text = AtomicString(self.md.htmlStash.store(html))
        return element


class Preparation(Preprocessor):
    """Put facts and marks in, number the blocks, and box what would otherwise fail in silence."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """Lines as the author wrote them, to lines with the numbers in."""
        page, lines = self.page, list(lines)
        page.lines = list(lines)
        found = find("\n".join(lines))
        for place in sorted([*found.facts, *found.marks], key=lambda p: p.start, reverse=True):
            text = lines[place.line - 1]
            shown = (
                text[place.start + 1 : place.stop]
                if isinstance(place, FactPlace) and place.escaped
                else self._shown(place, page.skipped + place.line)
            )
            lines[place.line - 1] = text[: place.start] + shown + text[place.stop :]
        page.blocks = []
        for block in found.blocks:
            line = page.skipped + block.line
            if why := _wrong(block, found):
                self._box(lines, block.line, line, Fault(why), block.end)
            else:
                slashes = re.match(r"\s*/+", lines[block.line - 1])[0]
                lines[block.line - 1] = f"{slashes} simulation | @{len(page.blocks)}"
                page.blocks.append((line, block))
                for inside in range(len(block.options)):  # they are ours, not pymdownx's
                    lines[block.line + inside] = ""
        for fault in found.faults:
            self._box(lines, fault.line, page.skipped + fault.line, fault)
        return lines

    def _shown(self, place: FactPlace | Mark, line: int) -> str:
        """A fact as text, a mark as HTML, or the box of a fault."""
        page = self.page
        try:
            if isinstance(place, FactPlace):
                return SPECIAL.sub(lambda m: f"&#{ord(m[0])};", page.press.fact(place.text))
            html = page.press.ledger.mark(place, page.path, page.base)
            if place.kind == "given":
                return html
            return self.md.htmlStash.store(page.press.own.signed(html))
        except Fault as fault:
            return self.md.htmlStash.store(page.fault(fault, line, inline=True))

    def _box(self, lines: list[str], number: int, line: int, fault: Fault, end: int = 0) -> None:
        """Replace a line, or a whole block, by its fault."""
        lines[number - 1] = self.md.htmlStash.store(self.page.fault(Fault(fault.message), line))
        for inside in range(number, end):
            lines[inside] = ""


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
        self.config = {
            "page": ["", "the page being converted"],
            "base": ["", "from the page to the root of the site"],
        }
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """Register with Python-Markdown."""
        page = self.getConfig("page") or Page(Press(Path.cwd()), base=self.getConfig("base"))
        self.config["page"][0] = page
        preparation = Preparation(md, page)
        md.preprocessors.register(preparation, "simulation", 29)  # once white space is normal
        block_mgr.register(Simulation, {"page": page})
        block_mgr.register(Listing, {"page": page})
        block_mgr.register(Question, {"own": page.press.own.attribute})
        md.postprocessors.register(Release(md, page), "press", 0)  # behind all others


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
    own = re.match(r"\w*", block.header)[0]
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
