"""What is the address of a heading?

That of its words. What was measured may change with any build; a published address never.
"""

import re
import xml.etree.ElementTree as etree
from copy import deepcopy
from html import unescape
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.extensions.toc import TocTreeprocessor, render_inner_html, strip_tags, unique
from markdown.treeprocessors import Treeprocessor

from hooks.page import kept
from hooks.source.finder import FactPlace

if TYPE_CHECKING:
    from hooks.page.directive import Page


class Addresses(Treeprocessor):
    """Gives each heading that holds a fact its id, before `toc` would take the number into it."""

    def __init__(self, md: Markdown, page: "Page") -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: etree.Element) -> None:
        """Look through the whole page."""
        if "toc" not in self.md.treeprocessors:
            return
        toc = self.md.treeprocessors["toc"]
        if not isinstance(toc, TocTreeprocessor):  # another's makes addresses of its own
            return
        used = {ident for element in root.iter() if (ident := element.get("id"))}
        for heading in root.iter():
            if not re.fullmatch("h[1-6]", str(heading.tag)):
                continue
            if own := heading.get("id"):
                heading.set("id", kept.exchange(own, self._word))
                continue
            bare = deepcopy(heading)
            for element in bare.iter():
                part = self.page.source if element.tag == "code" else self._unmeasured
                element.text = element.text and part(element.text)
                element.tail = element.tail and self._unmeasured(element.tail)
            if etree.tostring(bare) != etree.tostring(heading):
                name = unescape(strip_tags(render_inner_html(bare, self.md)))
                heading.set("id", unique(toc.slugify(name, toc.sep), used))

    def _unmeasured(self, text: str) -> str:
        return kept.exchange(text, self._word)

    def _word(self, number: int) -> str:
        """Nothing for a fact or the standing of a claim, which are measured; else the same word."""
        what = getattr(self.page.piece(number), "what", None)
        fact = isinstance(what, FactPlace) and not what.escaped
        return "" if fact or getattr(what, "kind", "") in ("=", "~") else kept.word(number)
