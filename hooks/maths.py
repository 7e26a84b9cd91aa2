r"""How does `$E[\max] = \sum_k 1 - F(k)^N$` reach a page?  As MathML, made at build time.

No script, no font: every current browser draws MathML, and screen readers speak it.
"""

import re
import xml.etree.ElementTree as etree

from latex2mathml.converter import convert
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

INLINE = r"(?<![\\$])\$(?=\S)((?:\\.|[^$\\])+?)(?<=\S)\$(?!\d)"
DISPLAY = re.compile(r"^\$\$\s*(.+?)\s*\$\$\s*$", re.DOTALL)


class InlineMaths(InlineProcessor):
    """`$...$` in running text; write `\\$` for a dollar."""

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:
        """Store the MathML, out of reach of other patterns."""
        return self.md.htmlStash.store(convert(m[1])), m.start(0), m.end(0)


class DisplayMaths(BlockProcessor):
    """A paragraph that is `$$ ... $$`."""

    def test(self, parent: etree.Element, block: str) -> bool:
        """Is the whole paragraph one formula?"""
        return bool(DISPLAY.match(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Put the formula where the paragraph was; a long one scrolls, by keyboard too."""
        formula = DISPLAY.match(blocks.pop(0))[1]
        element = etree.SubElement(parent, "p", {"class": "formula", "tabindex": "0"})
        element.text = self.parser.md.htmlStash.store(convert(formula, display="block"))


class MathsExtension(Extension):
    """Registers both forms."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Before escapes (180), which would eat the backslashes."""
        md.inlinePatterns.register(InlineMaths(INLINE, md), "maths", 185)
        md.parser.blockprocessors.register(DisplayMaths(md.parser), "maths", 75)


def makeExtension(**kwargs: object) -> MathsExtension:
    """Python-Markdown's entry point."""
    return MathsExtension(**kwargs)
