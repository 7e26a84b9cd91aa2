"""Does every verdict that rests on a stand-in say, where it stands, what was not tested?

The third level of the book's table is an optimizer that grew inside. Where a learned shortcut
stands in its place, no claim and no page may speak as if that optimizer had been measured. Where
searchers are asked, it stands there itself.
"""

import re

import pytest
import yaml

from generators.sticker import places
from hooks.offer import facts
from hooks.offer.sources import sources
from hooks.source.finder import find
from tests.projects import CATALOGUE, GENERATORS, ROOT

CLAIMS = yaml.safe_load((ROOT / "docs" / "data" / "claims.yml").read_text("utf-8"))
OPTIMIZER = re.compile(r"inner optimizer|mesa-optimi[sz]|optimizer (?:that grew )?inside")
SAID = re.compile(r"not (?:being |been )?tested|not put to the test|shortcut")
COUNTED = re.compile(r"(?:held|holds|half|wins|order_\w+)$")  # of cells or pairs, for the table


def is_family(name):
    """Whether a simulation stands on the sticker's world."""
    module = CATALOGUE[name].path.removesuffix(".py").replace("/", ".")
    return "generators.sticker.world" in sources(ROOT, module)


FAMILY = set(filter(is_family, GENERATORS))


def stands_on(row):
    """The simulations on which a claim's tests stand."""
    return {facts.parse(test["fact"]).call.partition("(")[0] for test in row.get("tests", ())}


def silent(rows):
    """Claims whose verdict rests on the stand-in, or on a place given to an optimizer that grew
    inside, and does not say so; and tests in which an undecided cell would count against."""
    for row in rows:
        if not stands_on(row) & FAMILY:
            continue
        if "shortcut" not in row.get("untested", ""):
            yield row["id"], "untested"
        if OPTIMIZER.search(row["says"]) and not SAID.search(row["says"]):
            yield row["id"], "says"
        for test in row["tests"]:
            name = facts.parse(test["fact"]).name
            control = "planted=False" in test["fact"]
            if COUNTED.match(name) and test["op"].startswith("<") and not control:
                yield row["id"], test["fact"]


def test_a_stand_in_is_what_this_is_about():
    assert places.STAND_INS == (3,), "where an optimizer stands in the third row, say so instead"
    assert {"sixteen_cells", "lens_skill", "one_check", "ladder"} == FAMILY


def test_every_claim_that_rests_on_the_stand_in_says_so():
    assert list(silent(CLAIMS)) == []


@pytest.mark.parametrize(
    ("ident", "field", "value"),
    [
        ("PT1", "untested", ""),
        ("LL2", "untested", "large models"),
        ("PT1", "says", "Labels came first, and an inner optimizer third."),
        ("PT2", "says", "The mesa-optimizer was slower than the labels."),
        (
            "PT1",
            "tests",
            [{"fact": "sixteen_cells.held", "op": "<", "value": 8, "because": "Half."}],
        ),
        (
            "PT2",
            "tests",
            [{"fact": "sixteen_cells.order_any", "op": "<=", "value": 1, "because": "A coin."}],
        ),
    ],
)
def test_a_claim_that_forgets_it_is_caught(ident, field, value):
    planted = [row | ({field: value} if row["id"] == ident else {}) for row in CLAIMS]
    assert [found for found, _ in silent(planted)] == [ident]


def owes(source):
    """Whether a page shows the comparison and does not say what was not tested in it."""
    asked = [block.header for block in find(source).blocks]
    family = {re.split(r"[.(]", one)[0] for one in asked if 'learner="searchers"' not in one}
    path = source.partition("//// details | Go deeper")[0]
    said = re.search(r"not (?:put to the )?test|is tested|not measured", path)
    return bool(family & FAMILY) and not ("shortcut" in path and said)


@pytest.mark.parametrize("file", sorted((ROOT / "docs").rglob("*.md")), ids=lambda file: file.stem)
def test_page_that_shows_the_comparison_says_what_was_not_tested(file):
    assert not owes(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("asked", "said", "owed"),
    [
        ("", "", True),
        ("", "A shortcut. An optimizer was not tested.", False),
        ("", "A shortcut.", True),
        ('learner="searchers"', "", False),
        ('learner="sorters"', "", True),
    ],
)
def test_a_page_that_forgets_it_is_caught(asked, said, owed):
    assert owes(f"{said}\n\n/// simulation | sixteen_cells({asked}) over second\nA.\n///\n") is owed


def test_the_essays_table_stands_whole_before_it_is_tried():
    source = (ROOT / "docs" / "pattern.md").read_text("utf-8")
    table = source[source.index("\n|") + 1 :].split("\n\n")[0].split("\n")
    plain = "\n".join(table).replace("&shy;", "").replace("&nbsp;", " ")
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in plain.split("\n")]
    assert cells[0] == ["level", "speed", "controllability", "detectability", "fundamentality"]
    assert [row[1:] for row in cells[2:]] == [
        ["immediate", "high", "high", "low"],
        ["fast", "moderate", "moderate", "moderate"],
        ["slow", "low", "low", "high"],
        ["very slow", "very low", "very low", "very high"],
    ]
    assert "not tested" in cells[4][0]
    assert source.index(table[-1]) < source.index("/// simulation")
