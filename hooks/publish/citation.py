"""How is a chapter cited?

In words and as BibTeX, of which no word is typed in a page: title, authors and version are those of
CITATION.cff, the rest is what the page, the site and the commit say of themselves.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from yaml import MappingNode

from hooks import reading, schema
from hooks.faults import Fault
from hooks.schema import Text

FILE = "CITATION.cff"
SHORT = 12  # characters that name a commit
LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
LATEX |= {sign: f"\\{sign}" for sign in "&%$#_{}"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Author(Struct, frozen=True, rename="kebab"):
    """A person, or a body that has but one name."""

    name: Text = ""
    family_names: Text = ""
    given_names: Text = ""

    @property
    def said(self) -> str:
        """In a sentence."""
        return self.name or f"{self.given_names} {self.family_names}".strip()

    @property
    def latex(self) -> str:
        """In BibTeX, where braces keep a name whole."""
        if self.name:
            return f"{{{_latex(self.name)}}}"
        return _latex(", ".join(filter(None, (self.family_names, self.given_names))))


class Book(Struct, frozen=True):
    """What a citation takes from CITATION.cff; all else there is for others."""

    title: Text
    authors: tuple[Author, ...]
    version: Text


class Citation:
    """How the chapters of one book are cited. `root` is the project's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def book(self) -> Book | None:
        """The book; None where it has no CITATION.cff. Fault where that is malformed."""
        file = self.root / FILE
        node = schema.node_of(reading.text(file, self.root), FILE) if file.is_file() else None
        if isinstance(node, MappingNode):
            known = Book.__struct_fields__
            node.value = [pair for pair in node.value if pair[0].value in known]
        if node is None:
            return None
        book = schema.read(node, Book, FILE)
        for author in book.authors:
            if not author.said:
                raise Fault("an author has no name. Give 'name' or 'family-names'.", FILE, 1)
        return book

    def of(self, title: str, updated: date, file: str, address: str, commit: str) -> dict | None:
        """What a page says of how it is cited, and its BibTeX. `file` is the built page, `address`
        the site's, and `commit` what it is built from; either may be empty. None for a book that
        says nothing of itself."""
        if not self.book:
            return None
        page = file.removesuffix("index.html")
        said = {
            "title": title,
            "book": self.book.title,
            "authors": " and ".join(author.said for author in self.book.authors),
            "version": self.book.version,
            "updated": updated,
            "commit": commit[:SHORT],
            "address": address and address + page,
        }
        key = re.sub(r"[^a-z0-9]+", "-", f"{self.book.title.partition(':')[0]} {page}".lower())
        fields = ",\n".join(f"  {name} = {value}" for name, value in self._fields(said))
        return said | {"bibtex": f"@misc{{{key.strip('-')},\n{fields}\n}}"}

    def _fields(self, said: dict) -> Iterator[tuple[str, str]]:
        assert self.book
        day, commit = said["updated"], said["commit"] and f", commit {said['commit']}"
        yield "author", f"{{{' and '.join(author.latex for author in self.book.authors)}}}"
        yield "title", f"{{{{{_latex(said['title'])}}}}}"  # twice, to keep its capitals
        where = f"In: {_latex(said['book'])}, version {_latex(said['version'])}"
        yield "howpublished", f"{{{where}}}"
        yield "year", f"{day.year}"
        yield "month", MONTHS[day.month - 1]
        yield "note", f"{{Updated {day}{commit}}}"
        if said["address"]:
            yield "url", f"{{{said['address']}}}"


def _latex(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in text)
