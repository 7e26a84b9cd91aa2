"""What does the book claim, whom does it cite, and what do its words mean?  Data, not prose.

claims.yml      rows of id, says, chapter, status, what stands behind (tests, sources, dissent), and
                what the status does not cover, untested
references.yml  rows of key, authors, year, title, venue, link, shows, and who disagrees
glossary.md     a line for each term, `term: at most 25 words`
All three lie in docs/data, outside the site; the pages that list them are made from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from hooks import facts
from hooks.faults import Fault, suggest

STATUSES = ("shown here", "derived", "published", "argued", "contested", "not borne out")
TESTED = ("shown here", "not borne out")  # these stand on tests that every build evaluates
TERM_WORDS = 25
LISTS = {"authors", "sources", "tests"}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast


@dataclass(frozen=True)
class Test:
    """`fact` compared with `value`, in every run, in the median, or in at least so many runs."""

    fact: str
    op: str
    value: float
    because: str
    seeds: str | int = "all"


@dataclass(frozen=True)
class Claim:
    """One row of the ledger, in the book's own words; `line` is where it stands in claims.yml."""

    id: str
    says: str
    chapter: str
    status: str
    line: int
    tests: tuple[Test, ...] = ()
    sources: tuple[str, ...] = ()
    dissent: str = ""
    untested: str = ""  # what the status does not cover, in a few words; said wherever it is said


@dataclass(frozen=True)
class Source:
    """A reference; authors have their family name first."""

    key: str
    authors: tuple[str, ...]
    year: int
    title: str
    venue: str
    link: str
    shows: str
    line: int
    disagrees: str = ""
    letter: str = ""  # where the same authors have several of one year

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
        rows = (
            Source(**row | {"authors": tuple(row["authors"])})
            for row in self._rows("references.yml", Source)
        )
        found = self._unique("references.yml", "key", rows)
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

    def _claim(self, row: dict) -> Claim:
        place = self.place("claims.yml", row["line"])
        if row["status"] not in STATUSES:
            remedy = suggest(str(row["status"]), list(STATUSES))
            raise Fault(f"unknown status '{row['status']}'. {remedy}", *place)
        if row["status"] in TESTED and not row.get("tests"):
            raise Fault(
                f"'{row['id']}' is {row['status']} without a test. Add it to tests.", *place
            )
        for key in row.get("sources", ()):
            if key not in self.sources:
                remedy = suggest(key, list(self.sources))
                raise Fault(f"unknown reference '{key}'. {remedy}", *place)
        tests = tuple(self._test(test, place) for test in row.get("tests", ()))
        return Claim(**row | {"tests": tests, "sources": tuple(row.get("sources", ()))})

    @staticmethod
    def _test(row: dict, place: tuple[str, int]) -> Test:
        try:
            test = Test(**row)
            compared = facts.parse(f"{test.fact} {test.op} {test.value!r}").sign
        except (TypeError, Fault):
            compared = ""
        if not compared or not str(test.because or "").strip():
            raise Fault(
                f"{row} is no test. Give fact, op (>, >=, <, <=), value, because, and seeds "
                "(all, median, or how many).",
                *place,
            )
        if test.seeds not in ("all", "median") and not (type(test.seeds) is int and test.seeds > 0):
            raise Fault(f"seeds: {test.seeds!r} is not all, median or a number. Choose.", *place)
        return test

    def _rows(self, name: str, kind: type) -> Iterator[dict]:
        """The rows of a YAML list that have the fields of `kind`, with their lines."""
        path = self.root / self.folder / name
        if not path.is_file():
            return
        try:
            root = yaml.compose(path.read_text("utf-8"), Loader=LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise Fault("this is not YAML. Mend it.", *self.place(name, line)) from None
        build = yaml.SafeLoader("").construct_object
        fields = set(kind.__dataclass_fields__) - {"line"}
        needed = {n for n in fields if not hasattr(kind, n)}
        if root and not isinstance(root, yaml.SequenceNode):
            raise Fault("this is no list. Begin each row with '- '.", *self.place(name, 1))
        for node in root.value if root else []:
            place = self.place(name, node.start_mark.line + 1)
            if not isinstance(node, yaml.MappingNode):
                raise Fault("this row is no mapping. Write '- key: value'.", *place)
            keys = [key.value for key, _ in node.value]
            try:
                row = build(node, deep=True)
            except (yaml.YAMLError, ValueError):
                raise Fault("this row is not plain YAML. Mend it.", *place) from None
            if len(keys) > len(row):
                raise Fault("a field stands twice in this row. Remove one.", *place)
            row = {k: v for k, v in row.items() if v not in (None, "", [])}  # empty is not given
            for many in LISTS & row.keys():
                if not isinstance(row[many], list):
                    raise Fault(f"'{many}' is no list. Write [one, another].", *place)
            if wrong := sorted((needed - row.keys()) | (row.keys() - fields)):
                raise Fault(
                    f"a row lacks, or does not take, '{wrong[0]}'. It has "
                    f"{', '.join(sorted(needed))}.",
                    *place,
                )
            yield row | {"line": place[1]}

    def _entries(self) -> Iterator[Term]:
        path = self.root / self.folder / "glossary.md"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
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
