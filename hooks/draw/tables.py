"""How do a figure's numbers read without the picture?  As tables: this setting, and the trend."""

import itertools
from html import escape

from hooks.draw import datafile
from hooks.offer import facts
from hooks.offer.signature import Parameter

MOST_ROWS = 20
MOST_TOLD = 3
QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}"


def now(cell: dict, say: str) -> str:
    """This setting: each labelled fact over its seeds, beside the closed form."""
    count = len(cell["seeds"])
    head = [f"over {count} run{'s' * (count != 1)}", "median", "lowest", "highest", "exact"]
    return _table("sim-now", "Numbers at this setting", say, head, datafile.rows(cell))


def trend(cells: list[dict], parameter: Parameter) -> str:
    """The median of each labelled fact as one control goes through its grid."""
    name = label(parameter)
    labels = cells[0]["labels"]
    body = [
        [parameter.show(cell["params"][parameter.name])]
        + [_median(cell["facts"][fact], form) for fact, (_, form) in labels.items()]
        for cell in cells[:MOST_ROWS]
    ]
    head = [name, *(words for words, _ in labels.values())]
    return _table("sim-trend", f"Trend over {name}", f"Medians, by {name}", head, body)


def course(cells: list[dict], parameter: Parameter) -> str:
    """The trend in a sentence: which way the first facts go that go anywhere. Nothing where the
    values of the control have no order."""
    if parameter.kind not in ("int", "float"):
        return ""
    first, last = (parameter.show(cell["params"][parameter.name]) for cell in (cells[0], cells[-1]))
    told = []
    for fact, (words, form) in cells[0]["labels"].items():
        spreads = [cell["facts"][fact] for cell in cells]
        if any(isinstance(spread, str) for spread in spreads):
            continue
        if way := going([spread["median"] for spread in spreads], form):
            told.append(f"{QUOTED.format(words)} {way}")
    said = "; ".join(told[:MOST_TOLD]) or "no median changes"
    name = QUOTED.format(label(parameter))
    return f"<p>{escape(f'As {name} goes from {first} to {last}: {said}.')}</p>"


def going(values: list[float], form: str) -> str:
    """Which way values go, as they are printed; nothing where they stay."""
    shown = [facts.number(value, form) for value in values]
    moves = [0, *(at for at in range(1, len(shown)) if shown[at] != shown[at - 1])]
    ways = ["rises" if values[b] > values[a] else "falls" for a, b in itertools.pairwise(moves)]
    turns = [moves[at] for at in range(1, len(ways)) if ways[at] != ways[at - 1]]
    if not ways:
        return ""
    if not turns:
        return f"{ways[0]} from {shown[0]} to {shown[-1]}"
    if len(turns) == 1:
        return f"{ways[0]} from {shown[0]} to {shown[turns[0]]}, then {ways[-1]} to {shown[-1]}"
    low, high = (facts.number(end(values), form) for end in (min, max))
    return f"goes from {shown[0]} to {shown[-1]}, between {low} and {high}"


def label(parameter: Parameter) -> str:
    """The words for a parameter."""
    return parameter.label or parameter.name.replace("_", " ")


def _median(spread: dict | str, form: str) -> str:
    return spread if isinstance(spread, str) else facts.number(spread["median"], form)


def _table(css: str, name: str, caption: str, head: list[str], body: list[list[str]]) -> str:
    """A table that scrolls by itself where the page is narrow, also by keyboard."""
    columns = "".join(f'<th scope="col">{escape(words)}</th>' for words in head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(value)}</td>" for value in row[1:])
        + "</tr>"
        for row in body
    )
    return (
        f'<div class="sim-scroll" tabindex="0" role="group" aria-label="{escape(name)}">'
        f'<table class="{css}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
