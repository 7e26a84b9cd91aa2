"""Which files belong to a figure, and what is in them?

steps: what changes from one setting to the next, for the script in the page.
runs: the first runs one by one, for "one run".
full: everything drawn and measured, for the live chart and for whoever wants to use it.
table: one row for each setting and fact, with every seed.
Each is named by a hash of its content, so a page and its data cannot come from two builds.
"""

import csv
import hashlib
import io
import json

from hooks.catalogue import Call
from hooks.facts import number
from hooks.signature import Simulation

FOLDER = "assets/sim"
SCHEMA = 1


def files(call: Call, simulation: Simulation, cells: list[dict], source: bytes) -> dict:
    """{kind: (address within the site, content)} for the kinds steps, full, table and source,
    and runs where there is more than one seed."""
    stem = "-".join(filter(None, [call.name, call.view])).replace("_", "-")
    singles = [cell["views"][call.view]["runs"] for cell in cells]
    runs = {"runs": _named(f"{stem}-runs", "json", _dump(_runs(singles)))} if singles[0] else {}
    return runs | {
        "steps": _named(stem, "json", _dump(_steps(call, simulation, cells))),
        "full": _named(f"{stem}-full", "json", _dump(_full(call, cells))),
        "table": _named(stem, "csv", _table(cells).encode()),
        "source": _named(call.name.replace("_", "-"), "py", source),
    }


def rows(cell: dict) -> list[list[str]]:
    """Label, median, lowest, highest and closed form of each labelled fact, as printed."""
    printed = []
    for fact, (label, form) in cell["labels"].items():
        spread, theory = cell["facts"][fact], cell["theory"].get(fact)
        if isinstance(spread, str):
            printed.append([label, spread, "", "", ""])
        else:
            values = [number(spread[part], form) for part in ("median", "low", "high")]
            printed.append([label, *values, "" if theory is None else number(theory, form)])
    return printed


def _steps(call: Call, simulation: Simulation, cells: list[dict]) -> dict:
    views = [cell["views"][call.view] for cell in cells]
    looks = list(dict.fromkeys(tuple(m["class"] for m in view["marks"]) for view in views))
    parameters = [simulation.parameters[name] for name in call.over]
    return {
        "schema": SCHEMA,
        "name": call.name,
        "view": call.view,
        "controls": [
            {"name": p.name, "values": list(p.grid), "shown": [p.show(v) for v in p.grid]}
            for p in parameters
        ],
        "cause": bool(simulation.cause_off),
        "start": start(call, cells),
        "looks": looks,
        "cells": [
            {
                "say": view["say"],
                "rows": rows(cell),
                "look": looks.index(tuple(m["class"] for m in view["marks"])),
                "marks": _moving(view["marks"]),
            }
            for cell, view in zip(cells, views, strict=True)
        ],
    }


def _runs(singles: list[list[dict]]) -> dict:
    return {
        "schema": SCHEMA,
        "cells": [
            [{"say": run["say"], "marks": _moving(run["marks"])} for run in cell]
            for cell in singles
        ],
    }


def _moving(marks: list[dict]) -> list[str | list]:
    """What a step changes of each mark: a path's `d`, or the texts."""
    return [mark["texts"] if "texts" in mark else mark["d"] for mark in marks]


def start(call: Call, cells: list[dict]) -> int:
    """The index of the cell that the page shows untouched."""
    return next(i for i, cell in enumerate(cells) if cell["params"] == call.params)


def _full(call: Call, cells: list[dict]) -> dict:
    views = [cell["views"][call.view] for cell in cells]
    first = views[0]["spec"]
    measured = ("params", "seeds", "facts", "theory")
    return {
        "schema": SCHEMA,
        "name": call.name,
        "view": call.view,
        "axes": first["axes"],
        "height": first["height"],
        "margin": first["margin"],
        "cells": [
            {part: cell[part] for part in measured} | {"traces": view["spec"]["traces"]}
            for cell, view in zip(cells, views, strict=True)
        ],
    }


def _table(cells: list[dict]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    seeds = [f"seed {seed}" for seed in cells[0]["seeds"]]
    writer.writerow([*cells[0]["params"], "fact", "median", "low", "high", "theory", *seeds])
    for cell in cells:
        for fact, spread in cell["facts"].items():
            if not isinstance(spread, str):
                summary = [spread["median"], spread["low"], spread["high"]]
                theory = cell["theory"].get(fact, "")
                writer.writerow(
                    [*cell["params"].values(), fact, *summary, theory, *spread["seeds"]]
                )
    return out.getvalue()


def _named(stem: str, ending: str, content: bytes) -> tuple[str, bytes]:
    digest = hashlib.sha256(content).hexdigest()[:10]
    return f"{FOLDER}/{stem}.{digest}.{ending}", content


def _dump(data: dict) -> bytes:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
