"""How do a figure's numbers read without the picture?  As tables: this setting, and the trend."""

from html import escape

from hooks.draw import datafile
from hooks.offer import facts
from hooks.offer.signature import Parameter

MOST_ROWS = 20


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
