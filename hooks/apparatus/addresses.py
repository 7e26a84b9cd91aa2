"""Where in the book does each row of the register stand?

A list that has grown too long for one page is split by the names of its pages: `evidence.md` in a
folder lists the claims that are made there, `references-l-z.md` the sources from L to Z.
"""

import re

from hooks.apparatus.register import Claim, Register, Source, Term


def claims(claim: Claim, register: Register) -> str:
    """The page that lists a claim."""
    folder = claim.chapter.rpartition("/")[0]
    own = register.docs / folder / "evidence.md"
    return f"{folder}/evidence/" if folder and own.is_file() else "evidence/"


def references(source: Source, register: Register) -> str:
    """The page that lists a source."""
    for page in sorted(register.docs.glob("references-?-?.md")):
        if page.stem[-3] <= source.short[0].lower() <= page.stem[-1]:
            return f"{page.stem}/"
    return "references/"


def row(entry: Claim | Source | Term, register: Register) -> str:
    """A row's own address within the site."""
    if isinstance(entry, Term):
        return f"glossary/#{slug(entry.term)}"
    if isinstance(entry, Claim):
        return f"{claims(entry, register)}#{entry.id}"
    return f"{references(entry, register)}#{entry.key}"


def slug(text: str) -> str:
    """A term or status as part of an address."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")
