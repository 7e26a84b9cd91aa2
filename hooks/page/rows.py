r"""Which cells does a row of a table have?  None is lost in silence.

A `|` in a formula is part of the formula, as one in a code span is. Python-Markdown drops what a
row has beyond its table's columns; here that is a fault.
"""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence

from markdown import Markdown
from markdown.extensions.tables import TableProcessor

from hooks.faults import Fault
from hooks.page.kept import BAR
from hooks.source.verbatim import CODE


class Rows(TableProcessor):
    """Python-Markdown's tables, with whole formulas; `fault` takes a fault and the row's text.

    What it takes over are inner methods, of which Python-Markdown's published types say nothing.
    """

    def __init__(self, md: Markdown, config: dict, fault: Callable[[Fault, str], object]) -> None:
        super().__init__(md.parser, config)
        self.fault = fault
        self.formula = None
        if "maths" in md.inlinePatterns:
            self.formula = md.inlinePatterns["maths"].compiled_re

    def _split(self, row: str) -> list[str]:
        cells = super()._split(self._whole(row))  # type: ignore[misc]
        return [cell.replace(BAR, "|") for cell in cells]

    def _whole(self, row: str) -> str:
        """The row with the bars of its formulas under another sign."""
        if not self.formula or "$" not in row:
            return row
        signs = list(row)
        for m in self.formula.finditer(CODE.sub(lambda m: " " * len(m[0]), row)):
            for at in range(m.start(), m.end()):
                signs[at] = BAR if signs[at] == "|" else signs[at]
        return "".join(signs)

    def _build_row(self, row: str, parent: etree.Element, align: Sequence[str | None]) -> None:
        cells, columns = self._split_row(row), len(align)  # type: ignore[attr-defined]
        if any(cell.strip() for cell in cells[columns:]):
            many = f"the row has {len(cells)} cells, and its table {columns} columns. "
            self.fault(
                Fault(many + "Take some out, or write '\\|' for a '|' that ends no cell."), row
            )
        elif len(cells) < columns and BAR in self._whole(row):
            few = f"the row has {len(cells)} cells of {columns}, as a '|' stands in a formula. "
            self.fault(Fault(few + "Write '\\$' for a dollar."), row)
        super()._build_row(row, parent, align)  # type: ignore[misc]
