r"""How does `$E[\max] = \sum_k 1 - F(k)^N$` reach a page?  As MathML, made at build time.

No script, no font: every current browser draws MathML, and screen readers speak it.
"""

import functools
import re
import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from latex2mathml import exceptions
from latex2mathml.converter import convert
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import STX

from hooks.faults import Fault
from hooks.page.kept import START

if TYPE_CHECKING:
    from hooks.page.directive import Page

# latex2mathml has a class of its own for each thing that can be wrong.
UNREADABLE: tuple[type[Exception], ...] = (
    ValueError,
    *(kind for kind in vars(exceptions).values() if isinstance(kind, type)),
)
UNKNOWN = re.compile(r">(\\[A-Za-z]+)<")
INLINE = rf"(?<![\\$])\$(?=\S)((?:\\.|[^$\\])+?)(?<=\S)\$(?![\d{START}])"  # no price: $1
DISPLAY = re.compile(r"^\$\$\s*(.+?)\s*\$\$\s*$", re.DOTALL)


def mathml(md: Markdown, formula: str, display: str) -> str:
    """The placeholder of a formula's MathML; "" where a fact's fault stands inside it.

    Under `hooks.page.directive` a formula that cannot be read is a box in its place, else it raises
    Fault.
    """
    page = _page(md)
    whole = page.in_formula(formula) if page else formula
    if whole is None or STX in whole:
        return ""
    try:
        made = _convert(whole.replace("<", r"\lt "), display)
        if unknown := UNKNOWN.search(made):
            raise ValueError(f"'{unknown[1]}' is no command that it knows")
    except UNREADABLE as error:
        why = re.sub(r"(?<!^)([A-Z])", r" \1", str(error) or type(error).__name__)
        fault = Fault(f"the formula '{whole}' cannot be read ({why}). Mend it.")
        if page is None:
            raise fault from None
        return md.htmlStash.store(page.fault(fault, page.line_of(formula), inline=True))
    return md.htmlStash.store(made)


def _page(md: Markdown) -> "Page | None":
    """That of hooks.page.directive; None without it."""
    known = "simulation" in md.preprocessors
    return getattr(md.preprocessors["simulation"], "page", None) if known else None


@functools.cache
def _convert(formula: str, display: str) -> str:
    return convert(formula, display=display)


class InlineMaths(InlineProcessor):
    """`$...$` in running text; write `\\$` for a dollar."""

    def handleMatch(  # type: ignore[override] # as Python-Markdown's own processors do
        self, m: re.Match, data: str
    ) -> tuple[str, int, int] | tuple[None, None, None]:
        """Store the MathML, out of reach of other patterns."""
        shown = mathml(self.md, m[1], "inline")
        return (shown, m.start(0), m.end(0)) if shown else (None, None, None)


class DisplayMaths(BlockProcessor):
    """A paragraph that is `$$ ... $$`."""

    def test(self, parent: etree.Element, block: str) -> bool:
        """Is the whole paragraph one formula?"""
        return bool(DISPLAY.match(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        """Put the formula where the paragraph was; a long one scrolls, by keyboard too."""
        found = DISPLAY.match(blocks[0])
        if found is None:
            return False
        formula = found[1]
        del blocks[0]
        page = _page(self.parser.md)
        own = page.press.own.attribute if page else {}
        element = etree.SubElement(parent, "p", {"class": "formula", "tabindex": "0"} | own)
        element.text = mathml(self.parser.md, formula, "block") or formula
        return True


class MathsExtension(Extension):
    """Registers both forms."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Before escapes (180), which would eat the backslashes."""
        md.ESCAPED_CHARS.append("$")
        md.inlinePatterns.register(InlineMaths(INLINE, md), "maths", 185)
        md.parser.blockprocessors.register(DisplayMaths(md.parser), "maths", 75)


def makeExtension(**kwargs: object) -> MathsExtension:
    """Python-Markdown's entry point."""
    return MathsExtension(**kwargs)
