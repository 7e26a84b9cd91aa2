"""Do the files of a figure hold what script and readers take from them?"""

import copy
import csv
import gzip
import io
import json
import re
from statistics import median

import pytest

from tests.dom import marks, of_class, read, words
from tests.projects import places, pressed
from tests.schema import FULL, RUNS, STEPS, misfit

MOST = 20 * 1024  # bytes, compressed
BOOK = pytest.mark.parametrize("figure", places(), ids=str, indirect=True)
KINDS = {"steps": STEPS, "runs1": RUNS, "full": FULL}


def content(figure, kind):
    """The bytes of one of a figure's files."""
    return figure.files[figure.links[kind].removeprefix(figure.base)]


def data(figure, kind):
    """What is in one of its JSON files."""
    return json.loads(content(figure, kind))


def kinds(figure):
    """Which JSON files it has: single runs only where they are drawn unlike each other."""
    return [kind for kind in figure.links if kind not in ("table", "source", "plate")]


def singles(figure):
    """Its single runs, each at all settings, from however many files."""
    parts = [data(figure, kind)["runs"] for kind in kinds(figure) if kind.startswith("runs")]
    assert {len(part) for part in parts[:-1]} <= {data(figure, "steps")["runs"]["each"]}
    return [run for part in parts for run in part]


def test_every_figure_of_the_book_is_made():
    assert pressed().faults == []
    assert pressed().figures


@BOOK
def test_files_keep_to_the_schema(figure):
    runs = {kind for kind in figure.links if re.fullmatch(r"runs\d+", kind)}
    assert set(figure.links) - runs == {"steps", "full", "table", "source", "plate"}
    for kind in kinds(figure):
        assert misfit(data(figure, kind), KINDS["runs1" if kind in runs else kind]) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_schema_notices_what_is_missing_new_or_of_another_type(kind):
    many = next(figure for figure in pressed().figures.values() if "runs1" in figure.links)
    good = data(many, kind)
    for key in good:
        for wrong in ({k: v for k, v in good.items() if k != key}, good | {key: None}):
            assert misfit(wrong, KINDS[kind]), key
    assert misfit(good | {"colour": "red"}, KINDS[kind])
    deep = copy.deepcopy(good)
    (deep["runs"][0][-1] if kind == "runs1" else deep["cells"][-1])["colour"] = "red"
    assert re.search(r"colour|cells|runs", misfit(deep, KINDS[kind]))


@BOOK
def test_files_are_small(figure):
    sizes = {kind: len(gzip.compress(content(figure, kind), mtime=0)) for kind in kinds(figure)}
    assert not {kind: size for kind, size in sizes.items() if size > MOST}


@BOOK
def test_names_are_hashes_of_the_content_and_the_same_content_has_one_name(figure):
    for address in figure.files:
        assert re.fullmatch(r"assets/sim/[a-z0-9-]+\.[0-9a-f]{10}\.(json|csv|py|svg)", address)
    assert len(set(figure.files.values())) == len(figure.files)


@BOOK
def test_json_is_json_for_a_browser_too(figure):
    """Neither NaN nor Infinity, which Python would write."""
    for kind in kinds(figure):
        json.loads(content(figure, kind), parse_constant=lambda word: pytest.fail(word))


@BOOK
def test_cells_are_the_whole_grid_in_the_order_of_the_controls(figure):
    steps, full = data(figure, "steps"), data(figure, "full")
    count = 1
    for control in steps["controls"]:
        assert len(control["values"]) == len(control["shown"]) == len(set(control["shown"]))
        count *= len(control["values"])
    twins = 2 if steps["cause"] else 1
    assert len(steps["cells"]) == len(full["cells"]) == count * twins
    for index, cell in enumerate(full["cells"]):
        place = index // twins
        for control in reversed(steps["controls"]):
            place, at = divmod(place, len(control["values"]))
            if control["name"] not in figure.simulation.cause_off:
                assert cell["params"][control["name"]] == control["values"][at]
        if steps["cause"]:
            off = all(cell["params"][k] == v for k, v in figure.simulation.cause_off.items())
            own = any(
                control["name"] in figure.simulation.cause_off for control in steps["controls"]
            )
            assert off == bool(index % 2) or (off and own)  # a control may itself remove the cause
    assert all(len(run) == len(full["cells"]) for run in singles(figure))


@BOOK
def test_marks_match_the_poster_in_the_page(figure):
    """As many in every cell, of one kind each, with as many classes."""
    steps = data(figure, "steps")
    poster = marks(read(figure.head))
    for cell in steps["cells"]:
        assert len(cell["marks"]) == len(steps["looks"][cell["look"]]) == len(poster)
        assert [isinstance(m, str) for m in cell["marks"]] == [e.tag == "path" for e in poster]
    for cell in filter(None, (cell for run in singles(figure) for cell in run)):
        for mark, element in zip(cell["marks"], poster, strict=True):
            assert mark is None or isinstance(mark, str) == (element.tag == "path")


@BOOK
def test_start_is_what_the_page_shows(figure):
    steps, page = data(figure, "steps"), read(figure.head + figure.tail)
    start = steps["cells"][steps["start"]]
    assert words(of_class(page, "sim-say")[0]) == start["say"]
    poster = marks(page)
    assert [element.get("class") for element in poster] == steps["looks"][start["look"]]
    for element, mark in zip(poster, start["marks"], strict=True):
        if isinstance(mark, str):
            assert element.get("d") == mark
        else:
            shown = [[t.get("x"), t.get("y"), t.get("text-anchor"), t.text or ""] for t in element]
            assert shown == [[str(x), str(y), anchor, text] for x, y, anchor, text in mark]
    table = of_class(page, "sim-now")[0]
    assert [[words(field) for field in row] for row in table.findall("tbody/tr")] == start["rows"]
    assert data(figure, "full")["cells"][steps["start"]]["params"] == figure.call.params


@BOOK
def test_twin_in_the_page_is_the_cell_behind_the_start(figure):
    steps, page = data(figure, "steps"), read(figure.head)
    twins = of_class(page, "sim-twin")
    assert len(twins) == steps["cause"]
    for twin in twins:
        cell = steps["cells"][steps["start"] + 1]
        assert words(twin.find("p")) == f"Cause off: {cell['say']}"
        if not figure.pictured:  # beyond a main path the sentence stands alone
            assert twin.find("svg") is None
            continue
        drawn = [e.get("d") for e in marks(twin) if e.tag == "path"]
        assert drawn == [mark for mark in cell["marks"] if isinstance(mark, str)]


@BOOK
def test_every_run_can_be_looked_at_or_all_are_alike(figure):
    """As many as there are seeds, in all that the script steps through; the button is there at first
    only if it does something."""
    steps, runs = data(figure, "steps"), singles(figure)
    seeds = len(figure.cell["seeds"])
    assert len(runs) in (0, seeds)
    for index, cell in enumerate(steps["cells"]):
        alone = [run[index] for run in runs if run[index]]
        assert len(alone) == cell["runs"]
        assert cell["runs"] in (0, seeds)
        assert not alone or len({json.dumps(run["marks"]) for run in alone}) > 1
    names = [figure.links[kind].rpartition("/")[2] for kind in kinds(figure) if "runs" in kind]
    assert steps["runs"]["files"] == names
    buttons = of_class(read(figure.head), "sim-run")
    assert len(buttons) == bool(runs)
    for button in buttons:
        assert ("hidden" in button.attrib) == (steps["cells"][steps["start"]]["runs"] == 0)


def test_few_files_of_runs():
    """As many as the budget needs: the largest is at least half full."""
    for figure in pressed().figures.values():
        parts = [content(figure, kind) for kind in kinds(figure) if kind.startswith("runs")]
        sizes = [len(gzip.compress(part)) for part in parts]
        assert len(parts) < 2 or max(sizes) > MOST / 2, (figure.ident, sizes)


@BOOK
def test_facts_are_those_of_their_seeds(figure):
    for cell in data(figure, "full")["cells"]:
        for name, spread in cell["facts"].items():
            if isinstance(spread, dict):
                seeds = spread["seeds"]
                assert len(seeds) == len(cell["seeds"])
                assert (spread["low"], spread["high"]) == (min(seeds), max(seeds)), name
                assert spread["median"] == pytest.approx(median(seeds), rel=1e-9), (
                    name
                )  # ten digits are published


@BOOK
def test_table_has_every_seed_of_every_number(figure):
    full = data(figure, "full")
    rows = list(csv.DictReader(io.StringIO(content(figure, "table").decode())))
    wanted = [
        (cell["params"], name, spread, cell["theory"].get(name))
        for cell in full["cells"]
        for name, spread in cell["facts"].items()
        if isinstance(spread, dict)
    ]
    assert len(rows) == len(wanted)
    for row, (params, name, spread, theory) in zip(rows, wanted, strict=True):
        assert row["fact"] == name
        assert {key: row[key] for key in params} == {
            key: str(value) for key, value in params.items()
        }
        assert [float(row[f"seed {seed}"]) for seed in full["cells"][0]["seeds"]] == spread["seeds"]
        assert [float(row[part]) for part in ("median", "low", "high")] == [
            spread[part] for part in ("median", "low", "high")
        ]
        assert row["theory"] == ("" if theory is None else str(theory))


@BOOK
def test_source_is_the_file_that_ran(figure):
    path = pressed().press.root / figure.simulation.path
    assert content(figure, "source") == path.read_bytes()
