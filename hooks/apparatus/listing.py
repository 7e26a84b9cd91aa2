"""What do the pages of evidence, references and glossary list?  All that the register holds.

The evidence can be filtered by status without a script: a radio button and a style sheet do it.
"""

import re
from collections.abc import Iterable
from html import escape

from hooks.apparatus.addresses import row, slug
from hooks.apparatus.claims import Outcome, qualified
from hooks.apparatus.quotes import typeset
from hooks.apparatus.register import STATUSES, Claim, Register, Source, Term

Row = tuple[Claim, list[Outcome]]


def evidence(rows: list[Row], register: Register, base: str) -> str:
    """Every claim: where, its status, what was measured, who says so and who does not."""
    counts = {status: sum(claim.status == status for claim, _ in rows) for status in STATUSES}
    choices = [("all", "all", len(rows))]
    choices += [(slug(status), status, count) for status, count in counts.items() if count]
    filters = "".join(
        f'<label><input type="radio" name="status" value="{value}"{" checked" * (value == "all")}>'
        f"<span>{label} {count}</span></label>"
        for value, label, count in choices
    )
    items = "".join(_claim(claim, found, register, base) for claim, found in rows)
    return (
        '<form class="evidence-filter" data-search-exclude><fieldset><legend>Show</legend>'
        f'{filters}</fieldset></form><ol class="evidence">{items}</ol>'
        f'<p><a href="{base}claims.json">The same list as data</a></p>'
    )


def references(sources: Iterable[Source]) -> str:
    """Sources, by author."""
    items = "".join(
        f'<li id="{escape(source.key)}">{escape(", ".join(source.authors))} '
        f"({escape(f'{source.year}{source.letter}')}). "
        f'<a href="{escape(source.link)}">{typeset(source.title)}</a>. '
        f"<i>{escape(source.venue)}</i>.<br>{typeset(source.shows)}"
        + (f" <b>Against it:</b> {typeset(source.disagrees)}" if source.disagrees else "")
        + "</li>"
        for source in sorted(sources, key=lambda source: source.short.lower())
    )
    return f'<ul class="references">{items}</ul>'


def glossary(terms: Iterable[Term]) -> str:
    """Terms, by alphabet."""
    items = "".join(
        f'<dt id="{slug(entry.term)}">{typeset(entry.term)}</dt><dd>{typeset(entry.meaning)}</dd>'
        for entry in sorted(terms, key=lambda entry: entry.term.lower())
    )
    return f'<dl class="glossary">{items}</dl>'


def _claim(claim: Claim, found: list[Outcome], register: Register, base: str) -> str:
    page = re.sub(r"(^|/)index$", r"\1", claim.chapter.removesuffix(".md"))
    href = f"{base}{page}{'/' * bool(page and page[-1] != '/')}#claim-{claim.id}"
    sources = ", ".join(
        f'<a href="{base}{escape(row(source, register))}">{escape(source.short)}</a>'
        for source in map(register.sources.__getitem__, claim.sources)
    )
    return (
        f'<li id="{escape(claim.id)}" data-status="{slug(claim.status)}">'
        f'<p><a href="{escape(href)}">{escape(claim.id)}</a> {typeset(claim.says)} '
        f"<b>{escape(qualified(claim.status, claim))}</b></p>"
        + "".join(f"<p>{_outcome(outcome)}</p>" for outcome in found)
        + (f"<p>Sources: {sources}.</p>" if sources else "")
        + (f"<p>Against it: {typeset(claim.dissent)}</p>" if claim.dissent else "")
        + "</li>"
    )


def _outcome(outcome: Outcome) -> str:
    test = outcome.test
    theory = "" if outcome.theory is None else f", {outcome.theory:.4g} in theory"
    runs = f" in {outcome.holds} of {outcome.runs} runs" if outcome.runs > 1 else ""
    runs += " and in the median, which decides" if test.seeds == "median" else ""
    return (
        f"<code>{escape(test.fact)}</code> {escape(test.op)} {test.value:g}{runs}: "
        f"{outcome.median:.4g} measured{theory}. {typeset(test.because)}"
    )
