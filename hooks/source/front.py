"""What may stand between the two lines of dashes at the top of a page?

Every page may say these things of itself; which of them a book demands is the lint's to say.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from hooks import schema
from hooks.draw.pictograms import THINGS
from hooks.faults import Fault, suggest
from hooks.schema import Text
from hooks.source.verbatim import front_matter, lines_of


class Front(Struct, frozen=True):
    """A page's front matter; what it does not give is None."""

    title: Text | None = None
    description: Text | None = None
    claims: tuple[Text, ...] | None = None
    minutes: Annotated[int, Meta(ge=1, le=600)] | None = None
    updated: date | None = None
    annex: bool | None = None
    thing: Text | None = None  # of the orchard: drawn by the title
    stratum: Annotated[int, Meta(ge=1, le=4)] | None = None  # so is its number
    styles: tuple[Text, ...] | None = None
    scripts: tuple[Annotated[str, Meta(pattern="^[a-z]+$")], ...] | None = None  # the book's own
    keywords: tuple[Text, ...] | None = None
    # What the theme reads.
    hide: tuple[Text, ...] | None = None
    icon: Text | None = None
    search: dict | None = None
    status: Text | None = None
    subtitle: Text | None = None
    tags: tuple[Text, ...] | None = None
    template: Text | None = None


def read(source: str) -> Front | None:
    """What a page says of itself; None where it has no front matter. Fault, at its line and without
    a path, where a field is unknown, stands twice, has another type or names no thing."""
    lines = lines_of(source)
    if not (top := front_matter(lines)):
        return None
    node = schema.node_of("\n".join(lines[1 : top - 1]), "", 1)
    if not node:
        return Front()
    front = schema.read(node, Front, "", 1)
    if (thing := front.thing) and thing not in THINGS:
        line = next(key.start_mark.line for key, _ in node.value if key.value == "thing") + 2
        raise Fault(f"unknown thing '{thing}'. {suggest(thing, list(THINGS))}", line=line)
    return front
