"""What that is seen in finished pages is no fault of theirs?

What looks like a fact and is meant to be read; and what was named already where its author wrote
it: a broken link, a fact in a title, which stand on other pages, too.
"""

from collections.abc import Iterator
from html import escape

from hooks.faults import Fault
from hooks.source.finder import unfilled


class Told:
    """What of one build has been seen to where it was written."""

    def __init__(self) -> None:
        self._printed: set[str] = set()
        self._links: set[tuple[str, str]] = set()

    def print(self, fact: str) -> None:
        """A page prints these double braces as they stand, in code or escaped."""
        self._printed.add(fact)

    def unfilled(self, path: str, lines: list[str], place: str) -> Iterator[Fault]:
        """The facts in lines of YAML, each where it stands; the pages that show it are not to
        blame."""
        for line, fact in unfilled(lines):
            self.print(fact)
            why = (
                f"'{fact}' stands in {place}, where no fact is filled in. Say it in a page's text."
            )
            yield Fault(why, path, line)

    def without(self, html: str) -> str:
        """A finished page with all these blanked."""
        for fact in self._printed:
            for form in {escape(fact, quote=False), escape(fact)}:
                html = html.replace(form, " " * len(form))
        return html

    def link(self, path: str, end: str) -> None:
        """A broken link that ends like this was named, in a page or ("") in what all pages show."""
        self._links.add((path, end))

    def knows(self, fault: Fault) -> bool:
        """Whether the fault of a built page is about a link that was named."""
        return any(
            f"{end}'" in fault.message and path in ("", fault.path) for path, end in self._links
        )
