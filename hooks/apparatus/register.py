"""What does the book claim, whom does it cite, and what do its words mean?  Data, not prose.

claims.yml      rows of id, says, chapter, status, what was claimed before anything was tested, what
                stands behind (tests, sources, dissent), and what the status does not cover
references.yml  rows of key, authors, year, title, venue, link, shows, and who disagrees
glossary.md     a line for each term, `term: at most 25 words`
All three lie in docs/data, outside the site; the pages that list them are made from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct
from yaml import SequenceNode

from hooks import reading, schema
from hooks.faults import Fault, suggest
from hooks.offer import facts
from hooks.schema import ADDRESS, Kind, Name, Text

STATUSES = ("shown here", "derived", "published", "argued", "contested", "not borne out")
TESTED = ("shown here", "not borne out")  # these stand on tests that every build evaluates
TERM_WORDS, CLAIMED_WORDS = 25, 25


class Test(Struct, frozen=True, forbid_unknown_fields=True):
    """`fact` compared with `value`, in every run, in the median, or in at least so many runs."""

    fact: Text
    op: Literal[">", ">=", "<", "<="]
    value: int | float
    because: Text
    seeds: Literal["all", "median"] | Annotated[int, Meta(ge=1)] = "all"


class Claim(Struct, frozen=True):
    """One row of the ledger, in the book's own words; `line` is where it stands in claims.yml."""

    id: Name
    says: Text
    chapter: Text
    status: Text
    line: int
    tests: tuple[Test, ...] = ()
    sources: tuple[Name, ...] = ()
    dissent: Text = ""
    claimed: Text = ""  # what the margin says was claimed, in at most CLAIMED_WORDS words
    partly: bool = False  # whether `claimed` is wider than what `says` says, and holds in part only
    untested: Text = ""  # what the status does not cover, in a few words; said wherever it is said


class Source(Struct, frozen=True):
    """A reference; authors have their family name first."""

    key: Name
    authors: Annotated[tuple[Text, ...], Meta(min_length=1)]
    year: Annotated[int, Meta(ge=-3000, le=2100)]
    title: Text
    venue: Text
    link: Annotated[str, Meta(pattern=ADDRESS)]
    shows: Text
    line: int
    disagrees: Text = ""
    letter: Annotated[str, Meta(pattern="^[a-z]$")] = ""  # of several by the same in one year

    @property
    def short(self) -> str:
        """As a sentence names it: two families at most, and the year."""
        families = [name.rsplit(" ", 1)[0] for name in self.authors]
        names = f"{families[0]} et al." if len(families) > 2 else " & ".join(families)
        return f"{names} {self.year}{self.letter}"


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    term: str
    meaning: str
    line: int


class Register:
    """The data of one book, read when first asked for. Raises Fault, with its place, where it is
    malformed. A book without a data folder has an empty register."""

    def __init__(self, root: Path, folder: str = "docs/data") -> None:
        self.root, self.folder = root, folder

    @property
    def kept(self) -> bool:
        """Whether this book keeps a register at all."""
        return (self.root / self.folder).is_dir()

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id, in the order of the file."""
        return self._unique("claims.yml", "id", map(self._claim, self._rows("claims.yml", Claim)))

    @cached_property
    def sources(self) -> dict[str, Source]:
        """References by key."""
        found = self._unique("references.yml", "key", self._rows("references.yml", Source))
        named: dict[str, str] = {}
        for source in found.values():
            if (other := named.setdefault(source.short, source.key)) != source.key:
                raise Fault(
                    f"'{source.key}' prints as '{other}' does, {source.short}. Give each a letter.",
                    *self.place("references.yml", source.line),
                )
        return found

    @cached_property
    def terms(self) -> dict[str, Term]:
        """What each term of the glossary means."""
        return self._unique("glossary.md", "term", self._entries())

    @property
    def docs(self) -> Path:
        """The folder of the book's pages."""
        return (self.root / self.folder).parent

    def place(self, name: str, line: int) -> tuple[str, int]:
        """Path and line of a row, for a Fault."""
        return f"{self.folder}/{name}", line

    def _claim(self, claim: Claim) -> Claim:
        """The same claim; Fault where its parts do not go together."""
        place = self.place("claims.yml", claim.line)
        if claim.status not in STATUSES:
            remedy = suggest(claim.status, list(STATUSES))
            raise Fault(f"unknown status '{claim.status}'. {remedy}", *place)
        if claim.status in TESTED and not claim.tests:
            raise Fault(f"'{claim.id}' is {claim.status} without a test. Add it to tests.", *place)
        if len(claim.claimed.split()) > CLAIMED_WORDS:
            many = len(claim.claimed.split())
            fault = f"'claimed' of '{claim.id}' has {many} words. Keep to {CLAIMED_WORDS}."
            raise Fault(fault, *place)
        for key in claim.sources:
            if key not in self.sources:
                remedy = suggest(key, list(self.sources))
                raise Fault(f"unknown reference '{key}'. {remedy}", *place)
        for test in claim.tests:
            try:
                compared = facts.parse(f"{test.fact} {test.op} {test.value!r}").sign
            except Fault:
                compared = ""
            if not compared:
                raise Fault(
                    f"'{test.fact}' cannot be compared with {test.value!r}. Name a fact, and a "
                    "number that it may reach.",
                    *place,
                )
        return claim

    def _rows(self, name: str, kind: type[Kind]) -> Iterator[Kind]:
        """The rows of a YAML list, each as a `kind` with its line."""
        path = self.root / self.folder / name
        if not path.exists():
            return
        place = f"{self.folder}/{name}"
        root = schema.node_of(reading.text(path, self.root), place)
        if root and not isinstance(root, SequenceNode):
            raise Fault("this is no list. Begin each row with '- '.", place, 1)
        for node in root.value if root else []:
            line = node.start_mark.line + 1
            yield schema.read(node, kind, place, more={"line": line})

    def _entries(self) -> Iterator[Term]:
        path = self.root / self.folder / "glossary.md"
        lines = reading.text(path, self.root).splitlines() if path.exists() else []
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            term, colon, meaning = line.partition(": ")
            if not (term.strip() and colon and 0 < len(meaning.split()) <= TERM_WORDS):
                raise Fault(
                    f"'{term[:30]}' is no entry of at most {TERM_WORDS} words. Write "
                    "'term: meaning'.",
                    *self.place("glossary.md", number),
                )
            yield Term(term.strip(), meaning.strip(), number)

    def _unique(self, name: str, key: str, rows: Iterator) -> dict:
        found: dict = {}
        for row in rows:
            ident = getattr(row, key)
            if ident in found:
                place = self.place(name, row.line)
                raise Fault(f"'{ident}' stands twice. Rename or remove one.", *place)
            found[ident] = row
        return found
