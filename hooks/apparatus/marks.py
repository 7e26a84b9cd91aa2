"""How does a short mark in a sentence read?

`[@key]`, `[?term|words]`, `[=claim]`, `[~claim]`, `[%thing]` and `{=70%=}`. The first four become
links that work without a script: to the references, the glossary, the evidence. What a link leads
to, in a few lines, is its card; a script that finds the cards of all links in one file shows it on
hover, focus and touch.
"""

from collections.abc import Mapping
from html import escape
from typing import TypeVar

from hooks.apparatus.addresses import row
from hooks.apparatus.claims import Outcome, brief, qualified, words
from hooks.apparatus.quotes import typeset
from hooks.apparatus.register import Claim, Register, Source, Term
from hooks.draw.pictograms import THINGS
from hooks.faults import Fault, suggest
from hooks.source.finder import Mark

Row = TypeVar("Row", Claim, Source, Term, str)


def cite(mark: Mark, register: Register, base: str) -> str:
    """A source by its authors and year."""
    source = _known("reference", mark.key, register.sources)
    return _link(base + row(source, register), "cite", source.short)


def term(mark: Mark, register: Register, base: str) -> str:
    """A term as the sentence has it."""
    entry = _known("term", mark.key, register.terms)
    shown = mark.words or entry.term
    return _link(base + row(entry, register), "term", shown)


def status(claim: Claim, found: list[Outcome], register: Register, base: str) -> str:
    """What was claimed of what a paragraph has just told, and how that came out: a note that stands
    in the margin where there is room."""
    claimed = (
        f'<span class="claimed">Claim: {typeset(claim.claimed)}</span> ' if claim.claimed else ""
    )
    link = _link(base + row(claim, register), "claim", words(claim, found, register))
    return f'<small class="margin" id="claim-{escape(claim.id)}">{claimed}{link}</small>'


def verdict(mark: Mark, register: Register, base: str) -> str:
    """How a claim that another chapter makes has come out, in a word or two."""
    claim = _known("claim", mark.key, register.claims)
    return _link(base + row(claim, register), "claim", qualified(brief(claim), claim))


def thing(mark: Mark) -> str:
    """A thing of the orchard, drawn; who does not see it misses no word."""
    path = _known("thing", mark.key, THINGS)
    return f'<svg class="thing" viewBox="-13 -13 26 26" aria-hidden="true"><path d="{path}"/></svg>'


def claimed(mark: Mark, register: Register, path: str) -> Claim:
    """The claim that a mark names, if it may stand in this page."""
    claim = _known("claim", mark.key, register.claims)
    if path.partition("/")[2] != claim.chapter:
        raise Fault(f"claim '{claim.id}' belongs to {claim.chapter}. Mark it there only.")
    return claim


def cards(register: Register) -> dict[str, str]:
    """The card of everything that a mark may lead to, by its address within the site."""
    return (
        {row(claim, register): claim.says for claim in register.claims.values()}
        | {row(source, register): _card(source) for source in register.sources.values()}
        | {row(entry, register): entry.meaning for entry in register.terms.values()}
    )


def _card(source: Source) -> str:
    """A reference in a few lines."""
    names = ", ".join(source.authors[:3]) + (" et al." if len(source.authors) > 3 else "")
    year = "" if str(source.year) in source.venue else f", {source.year}"
    parts = [names, source.title, source.venue + year, source.shows]
    parts += [f"Against it: {source.disagrees}"] if source.disagrees else []
    return " ".join(map(_ended, parts))


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in ".?!" else f"{sentence}."


def _link(href: str, css: str, shown: str) -> str:
    return f'<a class="{css}" href="{escape(href)}">{typeset(shown)}</a>'


def _known(kind: str, key: str, known: Mapping[str, Row]) -> Row:
    if key not in known:
        raise Fault(f"unknown {kind} '{key}'. {suggest(key, list(known))}")
    return known[key]
