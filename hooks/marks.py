"""How does a short mark in a sentence read?

`[@key]`, `[?term|words]`, `[=claim]`, `[~claim]` and `{=70%=}`. All but the last become links that
work without a script: to the references, the glossary, the evidence. What a link leads to, in a few
lines, is its card; a script that finds the cards of all links in one file shows it on hover, focus
and touch.
"""

import re
from html import escape

from hooks.claims import Outcome, words
from hooks.faults import Fault, suggest
from hooks.finder import Mark
from hooks.register import Claim, Register, Source

PAGES = {"references": "references/", "glossary": "glossary/"}


def cite(mark: Mark, register: Register, base: str) -> str:
    """A source by its authors and year."""
    source = _known("reference", mark.key, register.sources)
    return _link(f"{base}{PAGES['references']}#{source.key}", "cite", source.short)


def term(mark: Mark, register: Register, base: str) -> str:
    """A term as the sentence has it."""
    entry = _known("term", mark.key, register.terms)
    shown = mark.words or entry.term
    return _link(f"{base}{PAGES['glossary']}#{slug(entry.term)}", "term", shown)


def status(claim: Claim, found: list[Outcome], register: Register, base: str) -> str:
    """What stands behind the claim that a paragraph has just made."""
    ident = f' id="claim-{claim.id}"'
    href = f"{base}{row_of(claim, register)}"
    return _link(href, "claim", words(claim, found, register), ident)


def verdict(mark: Mark, register: Register, base: str) -> str:
    """How a claim that another chapter makes has come out, in a word or two."""
    claim = _known("claim", mark.key, register.claims)
    return _link(f"{base}{row_of(claim, register)}", "claim", claim.status)


def row_of(claim: Claim, register: Register) -> str:
    """The address, within the site, of a claim's row of evidence."""
    return f"{register.evidence(claim)}#{claim.id}"


def claimed(mark: Mark, register: Register, path: str) -> Claim:
    """The claim that a mark names, if it may stand in this page."""
    claim = _known("claim", mark.key, register.claims)
    if path.partition("/")[2] != claim.chapter:
        raise Fault(f"claim '{claim.id}' belongs to {claim.chapter}. Mark it there only.")
    return claim


def cards(register: Register) -> dict[str, str]:
    """The card of everything that a mark may lead to, by its address within the site."""
    return (
        {row_of(claim, register): claim.says for claim in register.claims.values()}
        | {f"{PAGES['references']}#{one.key}": _card(one) for one in register.sources.values()}
        | {f"{PAGES['glossary']}#{slug(one.term)}": one.meaning for one in register.terms.values()}
    )


def _card(source: Source) -> str:
    """A reference in a few lines."""
    names = ", ".join(source.authors[:3]) + (" et al." if len(source.authors) > 3 else "")
    year = "" if str(source.year) in source.venue else f", {source.year}"
    parts = [names, source.title, source.venue + year, source.shows]
    parts += [f"Against it: {source.disagrees}"] if source.disagrees else []
    return " ".join(map(_ended, parts))


def slug(text: str) -> str:
    """A term or status as part of an address."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in ".?!" else f"{sentence}."


def _link(href: str, css: str, shown: str, more: str = "") -> str:
    return f'<a class="{css}"{more} href="{escape(href)}">{escape(shown)}</a>'


def _known(kind: str, key: str, known: dict):  # noqa: ANN202 - whatever kind it is
    if key not in known:
        raise Fault(f"unknown {kind} '{key}'. {suggest(key, list(known))}")
    return known[key]
