"""What is the HTML of one figure, and which files belong to it?

Everything that a reader needs stands in the page without a script: the sentence, the picture, its
twin with the cause off, the numbers. The script steps through the data file that `data-sim` names.
"""

import csv
import hashlib
import io
import json
from html import escape

from hooks import poster
from hooks.catalogue import Call, Simulation
from hooks.facts import number

FOLDER = "assets/sim"
PLOTLY = "assets/plotly/plotly.min.js"
TABLE_ROWS = 20
LEGEND = {"line": "line", "band": "band", "dots": "dots", "bars": "band", "ring": "dots"}


class Figure:
    """One figure in a page: `head` and `tail` stand before and after its caption."""

    def __init__(
        self,
        call: Call,
        simulation: Simulation,
        cells: list[dict],
        ident: str,
        base: str,
        source: bytes,
    ) -> None:
        self.call, self.simulation, self.cells = call, simulation, cells
        self.ident, self.base = ident, base
        self.twins = bool(simulation.cause_off)  # every other cell has the cause off
        self.views = [cell["views"][call.view] for cell in cells]
        self.start = self._start()
        self.files: dict[str, bytes] = {}
        stem = "-".join(filter(None, [call.name, call.view])).replace("_", "-")
        self.data = self._file(stem, "json", _dump(self._steps()))
        self.full = self._file(f"{stem}-full", "json", _dump(self._full()))
        self.table = self._file(stem, "csv", self._csv().encode())
        self.code = self._file(call.name.replace("_", "-"), "py", source)

    def _file(self, stem: str, ending: str, content: bytes) -> str:
        """Add a file under a name with its hash; its address as seen from the page."""
        name = f"{FOLDER}/{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"
        self.files[name] = content
        return self.base + name

    def _start(self) -> int:
        """The index of the cell that the page shows untouched."""
        same = [i for i, cell in enumerate(self.cells) if cell["params"] == self.call.params]
        return same[0]

    def _steps(self) -> dict:
        """The data file: what changes from one setting to the next; schema: tests/test_data.py."""
        looks = list(dict.fromkeys(tuple(m["class"] for m in view["marks"]) for view in self.views))
        return {
            "schema": 1,
            "name": self.call.name,
            "view": self.call.view,
            "controls": [
                {
                    "name": name,
                    "values": list(parameter.grid),
                    "shown": [parameter.show(value) for value in parameter.grid],
                }
                for name in self.call.over
                for parameter in [self.simulation.parameters[name]]
            ],
            "cause": self.twins,
            "start": self.start,
            "looks": looks,
            "cells": [
                {
                    "say": view["say"],
                    "rows": _rows(cell),
                    "look": looks.index(tuple(m["class"] for m in view["marks"])),
                    "marks": [m["texts"] if "texts" in m else m["d"] for m in view["marks"]],
                }
                for cell, view in zip(self.cells, self.views, strict=True)
            ],
        }

    def _full(self) -> dict:
        """Everything drawn and measured: what the live chart draws, and what a reader may reuse."""
        first = self.views[0]["spec"]
        return {
            "schema": 1,
            "name": self.call.name,
            "view": self.call.view,
            "axes": first["axes"],
            "height": first["height"],
            "margin": first["margin"],
            "cells": [
                {k: cell[k] for k in ("params", "seeds", "facts", "theory")}
                | {"traces": view["spec"]["traces"]}
                for cell, view in zip(self.cells, self.views, strict=True)
            ],
        }

    def _csv(self) -> str:
        """One row for each setting and fact, with every seed."""
        out = io.StringIO()
        names = list(self.cells[0]["params"])
        writer = csv.writer(out, lineterminator="\n")
        seeds = [f"seed {seed}" for seed in self.cells[0]["seeds"]]
        writer.writerow([*names, "fact", "median", "low", "high", "theory", *seeds])
        for cell in self.cells:
            for fact, spread in cell["facts"].items():
                if not isinstance(spread, str):
                    row = [spread["median"], spread["low"], spread["high"]]
                    theory = cell["theory"].get(fact, "")
                    writer.writerow(
                        [*cell["params"].values(), fact, *row, theory, *spread["seeds"]]
                    )
        return out.getvalue()

    @property
    def attributes(self) -> dict[str, str]:
        """Of the <figure> itself."""
        return {
            "class": "sim",
            "id": self.ident,
            "data-sim": self.data,
            "aria-labelledby": f"{self.ident}-say",
        }

    @property
    def head(self) -> str:
        """Title, legend, picture, controls and twin."""
        view = self.views[self.start]
        return (
            f'<p class="sim-say" id="{self.ident}-say" role="status">{escape(view["say"])}</p>'
            f"{self._legend(view)}"
            f'<div class="sim-plot" data-search-exclude>{self._poster(view)}</div>'
            f"{self._controls()}{self._twin()}"
        )

    def _poster(self, view: dict) -> str:
        return poster.svg(
            view["frame"],
            view["marks"],
            view["spec"]["height"],
            f'role="img" aria-label="{escape(self._short())}" aria-describedby="{self.ident}-say"',
        )

    def _short(self) -> str:
        return f"Chart: {self.call.name} {self.call.view or ''}".strip().replace("_", " ")

    def _legend(self, view: dict) -> str:
        named = [trace for trace in view["spec"]["traces"] if "name" in trace]
        items = "".join(
            f'<li><svg class="sim-key" viewBox="0 0 240 100" aria-hidden="true">'
            f'<path class="{LEGEND[t["mark"]]} {t["role"]}{" faint" if t["faint"] else ""}" '
            f"{_key(t['mark'])}/></svg>{escape(t['name'])}</li>"
            for t in named
        )
        return f'<ul class="sim-legend" data-search-exclude>{items}</ul>' if items else ""

    def _controls(self) -> str:
        """Hidden until the script has bound them: a control that does nothing is a lie."""
        parts = []
        for name in self.call.over:
            parameter = self.simulation.parameters[name]
            at = parameter.grid.index(self.call.params[name])
            shown, ident = escape(parameter.show(parameter.grid[at])), f"{self.ident}-{name}"
            parts.append(
                f'<div class="sim-control"><label for="{ident}">'
                f"{escape(parameter.label or name.replace('_', ' '))}</label>"
                f'<input type="range" id="{ident}" name="{name}" min="0" '
                f'max="{len(parameter.grid) - 1}" step="1" value="{at}" aria-valuetext="{shown}">'
                f'<output for="{ident}">{shown}</output></div>'
            )
        if self.twins:
            parts.append(
                '<label class="sim-cause"><input type="checkbox" role="switch" checked '
                f'name="cause"><span><b>Cause</b>: {escape(self.simulation.cause)}</span></label>'
            )
        reset = '<button type="reset">reset</button>' if parts else ""
        explore = (
            f'<button type="button" class="sim-explore" data-full="{self.full}" '
            f'data-plotly="{self.base}{PLOTLY}">explore</button>'
        )
        return (
            '<form class="sim-controls" data-search-exclude hidden>'
            + "".join(parts)
            + f'<div class="sim-buttons">{reset}{explore}</div></form>'
        )

    def _twin(self) -> str:
        """The start with its cause off, for print and for readers without a script."""
        if not self.twins:
            return ""
        view = self.views[self.start + 1]
        say = f"<p>Cause off: {escape(view['say'])}</p>"
        label = 'role="img" aria-label="The same chart with the cause off"'
        picture = poster.svg(view["frame"], view["marks"], view["spec"]["height"], label)
        return f'<div class="sim-twin" data-search-exclude>{say}{picture}</div>'

    @property
    def tail(self) -> str:
        """The numbers, and where they can be had."""
        cell, view = self.cells[self.start], self.views[self.start]
        return (
            '<details class="sim-data" data-search-exclude><summary>The numbers</summary>'
            f"{self._numbers(cell, view)}{self._trend()}"
            f'<p>Everything drawn and measured, every seed: <a href="{self.table}">CSV</a>, '
            f'<a href="{self.full}">JSON</a>, <a href="{self.code}">the file that ran</a>.</p></details>'
        )

    def _numbers(self, cell: dict, view: dict) -> str:
        rows = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(value)}</td>" for value in row[1:])
            + "</tr>"
            for row in _rows(cell)
        )
        return (
            '<div class="sim-scroll" tabindex="0" role="region" aria-label="Numbers at this '
            f'setting"><table class="sim-now"><caption>{escape(view["say"])}</caption><thead>'
            '<tr><th scope="col">over '
            f'{_count(len(cell["seeds"]), "run")}</th><th scope="col">median</th>'
            '<th scope="col">lowest</th><th scope="col">highest</th><th scope="col">exact</th>'
            f"</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _trend(self) -> str:
        """How the facts go with the first control, all else as at the start."""
        if not self.call.over:
            return ""
        name = self.call.over[0]
        parameter = self.simulation.parameters[name]
        settings = [self.call.params | {name: value} for value in parameter.grid]
        cells = [cell for wanted in settings for cell in self.cells if cell["params"] == wanted]
        labels = cells[0]["labels"]
        head = "".join(f'<th scope="col">{escape(label)}</th>' for label, _ in labels.values())
        rows = "".join(
            f'<tr><th scope="row">{escape(parameter.show(cell["params"][name]))}</th>'
            + "".join(
                f"<td>{escape(_median(cell['facts'][fact], form))}</td>"
                for fact, (_, form) in labels.items()
            )
            + "</tr>"
            for cell in cells[:TABLE_ROWS]
        )
        label = escape(parameter.label or name.replace("_", " "))
        return (
            '<div class="sim-scroll" tabindex="0" role="region" '
            f'aria-label="Trend over {label}"><table class="sim-trend">'
            f'<caption>Medians, by {label}</caption><thead><tr><th scope="col">{label}</th>'
            f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def fault(text: str, inline: bool) -> str:
    """A fault in its place on the page, as a reader of `mkdocs serve` sees it."""
    tag = "strong" if inline else "div"
    return f'<{tag} class="sim-fault" role="alert">{escape(text)}</{tag}>'


def _rows(cell: dict) -> list[list[str]]:
    """Label, median, lowest, highest and closed form of each labelled fact, as printed."""
    rows = []
    for fact, (label, form) in cell["labels"].items():
        spread, theory = cell["facts"][fact], cell["theory"].get(fact)
        if isinstance(spread, str):
            rows.append([label, spread, "", "", ""])
        else:
            rows.append(
                [
                    label,
                    *(number(spread[k], form) for k in ("median", "low", "high")),
                    "" if theory is None else number(theory, form),
                ]
            )
    return rows


def _median(spread: dict | str, form: str) -> str:
    return spread if isinstance(spread, str) else number(spread["median"], form)


def _key(mark: str) -> str:
    """A sample of a mark for the legend."""
    return {
        "dots": 'stroke-width="50" d="M120 50h0"',
        "ring": 'd="M90 50a30 30 0 1 0 60 0a30 30 0 1 0-60 0"',
        "line": 'd="M10 50H230"',
    }.get(mark, 'd="M10 20H230V80H10z"')


def _count(number_of: int, noun: str) -> str:
    return f"{number_of} {noun}" + ("" if number_of == 1 else "s")


def _dump(data: dict) -> bytes:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
