"""How do simulations and facts get into a page?  A Python-Markdown extension.

It works alike under MkDocs and alone:
`markdown.markdown(text, extensions=["hooks.directive"])`. Facts are put in before anything else
reads the page; a block is numbered there and rendered by pymdownx.blocks, which parses its caption.
"""

import re
import xml.etree.ElementTree as etree
from pathlib import Path

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block as MarkdownBlock

from hooks import markup
from hooks.faults import Fault
from hooks.finder import FACT, find, front_matter
from hooks.press import Press


class Page:
    """Where the text that is being converted comes from; the MkDocs hook says so for each page."""

    def __init__(self, press: Press, path: str = "page.md", base: str = "") -> None:
        self.press, self.path, self.base = press, path, base
        self.skipped = 0  # lines of front matter that were cut off before conversion
        self.headers: list[tuple[int, str]] = []  # (line, header) of each block

    def fault(self, fault: Fault, line: int, inline: bool = False) -> str:
        """Record a fault at a line of this page's file; its box, in HTML."""
        placed = Fault(str(fault), self.path, line)
        return markup.fault(str(self.press.fault(placed)), inline)


class Simulation(MarkdownBlock):
    """`/// simulation | winners_curse(models=100) over models`; the body is the caption."""

    NAME = "simulation"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Build the figure, or the box of its fault."""
        page: Page = self.config["page"]
        line, header = (
            page.headers[int(self.argument[1:])]
            if re.fullmatch(r"@\d+", self.argument)
            else (0, self.argument)
        )
        try:
            figure = page.press.figure(header, page.path, page.base)
        except Fault as fault:
            box = etree.SubElement(parent, "p")
            box.text = self._raw(page.fault(fault, line))
            self.caption = etree.Element("div")  # parsed, and left out of the page
            return box
        element = etree.SubElement(parent, "figure", figure.attributes)
        etree.SubElement(element, "p").text = self._raw(figure.head)
        self.caption = etree.SubElement(element, "figcaption")
        etree.SubElement(element, "p").text = self._raw(figure.tail)
        return element

    def on_add(self, block: etree.Element) -> etree.Element:
        """The body of the block is the caption."""
        return self.caption

    def _raw(self, html: str) -> str:
        return AtomicString(self.md.htmlStash.store(html))


class Preparation(Preprocessor):
    """Put facts in, number the blocks, and box what would otherwise fail in silence."""

    def __init__(self, md: Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """Lines as the author wrote them, to lines with the numbers in."""
        page, lines = self.page, list(lines)
        found = find("\n".join(lines))
        for place in reversed(found.facts):
            text = lines[place.line - 1]
            shown = (
                self._fact(place.text, page.skipped + place.line)
                if not place.escaped
                else (text[place.start + 1 : place.stop])
            )
            lines[place.line - 1] = text[: place.start] + shown + text[place.stop :]
        page.headers = []
        own = {
            fact
            for block in found.blocks
            for fact in _facts_in(block.caption)
            if fact.split(".")[0].split("(")[0] == block.header.split("(")[0].split(".")[0]
        }
        for block in found.blocks:
            line = page.skipped + block.line
            if not block.caption:
                self._box(
                    lines,
                    block.line,
                    line,
                    Fault(
                        "the figure has no caption. Write between the slashes how to read it, what "
                        "was given and what was learned."
                    ),
                    block.end,
                )
            elif own & set(_facts_in(block.caption)):
                self._box(
                    lines,
                    block.line,
                    line,
                    Fault(
                        "the caption quotes a fact of its own figure, which would be wrong as "
                        "soon as a control moves. Quote it in the text instead."
                    ),
                    block.end,
                )
            else:
                lines[block.line - 1] = f"/// simulation | @{len(page.headers)}"
                page.headers.append((line, block.header))
        for fault in found.faults:
            self._box(lines, fault.line, page.skipped + fault.line, fault)
        return lines

    def _fact(self, text: str, line: int) -> str:
        try:
            return self.page.press.fact(text)
        except Fault as fault:
            return self.md.htmlStash.store(self.page.fault(fault, line, inline=True))

    def _box(self, lines: list[str], number: int, line: int, fault: Fault, end: int = 0) -> None:
        """Replace a line, or a whole block, by its fault."""
        lines[number - 1] = self.md.htmlStash.store(self.page.fault(Fault(fault.message), line))
        for inside in range(number, end):
            lines[inside] = ""


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


def skipped_lines(source: str, body: str) -> int:
    """How many lines stand before `body` in the file that it was cut from."""
    if source.endswith(body):
        return source[: len(source) - len(body)].count("\n")
    return front_matter(source.splitlines())


def _facts_in(text: str) -> list[str]:
    return [match[2].strip() for match in FACT.finditer(text) if not match[1]]


def makeExtension(**kwargs: object) -> SimulationExtension:
    """Python-Markdown's entry point."""
    return SimulationExtension(**kwargs)
