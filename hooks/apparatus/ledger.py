"""What stands behind each claim, and how do the register's rows get into pages?

The ledger joins the register (data) with what the simulations gave.
"""

from collections.abc import Callable

from hooks.apparatus import addresses, claims, listing, marks
from hooks.apparatus.claims import Outcome
from hooks.apparatus.register import Claim, Register
from hooks.faults import Fault, suggest
from hooks.offer import facts
from hooks.offer.catalogue import Call, Catalogue
from hooks.source.finder import Mark

KINDS = ["claims", "glossary", "references"]


class Ledger:
    """`cell` gives the finished cell of a call as written, and `cells` all that were made of its
    simulation."""

    def __init__(
        self,
        register: Register,
        cell: Callable[[str], dict],
        cells: Callable[[str], list[dict]],
    ) -> None:
        self.register, self._cell, self._cells = register, cell, cells
        self._outcomes: dict[str, list[Outcome]] = {}

    def calls(self, catalogue: Catalogue) -> list[Call]:
        """The calls that the tests of all claims stand on; Fault at the row of one that is none."""
        wanted = []
        for claim in self.register.claims.values():
            for test in claim.tests:
                try:
                    wanted.append(catalogue.call(facts.parse(test.fact).call, False))
                except Fault as fault:
                    raise fault.at(*self.register.place("claims.yml", claim.line)) from None
        return wanted

    def outcomes(self, claim: Claim) -> list[Outcome]:
        """A claim's tests as they came out; Fault where one fails."""
        if claim.id not in self._outcomes:
            place = self.register.place("claims.yml", claim.line)
            found = claims.outcomes(claim, self._cell, place)
            for test in claim.tests:
                try:
                    claims.check_can_fail(test, self._cells(facts.parse(test.fact).call))
                except Fault as fault:
                    raise fault.at(*place) from None
            self._outcomes[claim.id] = found
        return self._outcomes[claim.id]

    def mark(self, mark: Mark, path: str, base: str) -> str:
        """A mark in a page's text, as HTML; Fault where the register does not know it."""
        if mark.kind == "given":
            return mark.key
        if mark.kind == "=":
            claim = marks.claimed(mark, self.register, path)
            return marks.status(claim, self.outcomes(claim), self.register, base)
        if mark.kind == "%":
            return marks.thing(mark)
        print_as = {"@": marks.cite, "?": marks.term, "~": marks.verdict}[mark.kind]
        return print_as(mark, self.register, base)

    def rows(self) -> list[tuple[Claim, list[Outcome]]]:
        """Every claim whose tests hold; one that fails is reported where it is marked."""
        rows = []
        for claim in self.register.claims.values():
            try:
                rows.append((claim, self.outcomes(claim)))
            except Fault:
                continue
        return rows

    def listing(self, kind: str, base: str) -> str:
        """All that the register holds of a kind, as HTML. Of claims and references, those that a
        page of their own lists (`claims of spectrum`, `references of l-z`), or all others."""
        kind, _, part = kind.partition(" of ")
        if kind not in KINDS:
            raise Fault(f"unknown register '{kind}'. {suggest(kind, KINDS)}")
        register = self.register
        if kind == "glossary":
            return listing.glossary(register.terms.values())
        if kind == "claims":
            page = f"{part}/evidence/" if part else "evidence/"
            rows = [row for row in self.rows() if addresses.claims(row[0], register) == page]
            html, many = listing.evidence(rows, register, base), len(rows)
        else:
            page = f"references-{part}/" if part else "references/"
            every = register.sources.values()
            sources = [one for one in every if addresses.references(one, register) == page]
            html, many = listing.references(sources), len(sources)
        if part and not many:
            raise Fault(f"nothing is listed in {page[:-1]}.md. Name another part.")
        return html
