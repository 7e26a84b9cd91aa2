"""Which files belong to a figure, and what is in them?

steps: what changes from one setting to the next, for the script in the page.
runs1, runs2 ...: every run by itself, for "one run"; a few runs at all settings in each file.
full: everything drawn and measured, for the live chart and for whoever wants to use it.
table: one row for each setting and fact, with every seed.
plate: the picture as it stands untouched, by itself.
Each is named by a hash of its content, so a page and its data cannot come from two builds.
"""

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterator

from hooks.draw import plate, poster, speech
from hooks.offer.catalogue import Call
from hooks.offer.facts import number
from hooks.offer.signature import Simulation

FOLDER = "assets/sim"
SCHEMA = 2
MOST = 20 * 1024  # bytes, compressed, of a file that a reader waits for


def files(call: Call, simulation: Simulation, cells: list[dict], source: bytes) -> dict:
    """{kind: (address within the site, content)} for the kinds steps, full, table, source and
    plate, and runs1, runs2 ... where one run looks unlike another."""
    stem = "-".join(filter(None, [call.name, call.view])).replace("_", "-")
    singles = [cell["views"][call.view]["runs"] for cell in cells]
    each, parts = _parts(singles)
    runs = {f"runs{n}": _named(f"{stem}-runs{n}", "json", part) for n, part in enumerate(parts, 1)}
    names = [address.rpartition("/")[2] for address, _ in runs.values()]
    steps = _steps(call, simulation, cells) | {"runs": {"each": each, "files": names}}
    return runs | {
        "steps": _named(stem, "json", _dump(steps)),
        "full": _named(f"{stem}-full", "json", _dump(_full(call, cells))),
        "table": _named(stem, "csv", _table(cells).encode()),
        "source": _named(call.name.replace("_", "-"), "py", source),
        "plate": _named(
            stem, "svg", plate.plate(cells[start(call, cells)]["views"][call.view]).encode()
        ),
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
                "marks": [poster.moving(mark) for mark in view["marks"]],
                "runs": len(view["runs"]),
            }
            for cell, view in zip(cells, views, strict=True)
        ],
    }


def _parts(singles: list[list[dict]]) -> tuple[int, list[bytes]]:
    """How many runs stand in each file, and the files: as few as are small enough. All settings of
    a run stand together, so that a control moves without another file; where all runs are alike a
    setting has None."""
    runs = [
        [cell[run] if cell else None for cell in singles] for run in range(max(map(len, singles)))
    ]
    each = len(runs)
    while each:
        parts = list(_cut(runs, each))
        size = len(zlib.compress(max(parts, key=len)))
        if size <= MOST or each == 1:
            return each, parts
        each = min(each - 1, max(1, each * MOST // size))
    return 0, []


def _cut(runs: list[list[dict | None]], each: int) -> Iterator[bytes]:
    for first in range(0, len(runs), each):
        yield _dump({"schema": SCHEMA, "runs": runs[first : first + each]})


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
        "axes": speech.spoken(first["axes"]),
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
