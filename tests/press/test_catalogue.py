"""Which calls are allowed, and does every other one end in a fault that says what to do?"""

import random
import re
import time

import pytest

from hooks.faults import Fault
from hooks.offer.catalogue import Catalogue
from tests.projects import COIN, tiny

FRUIT = """
from typing import Annotated
from generators.schema import Grid, Range
CAUSE = "it ripens"
CAUSE_OFF = {"ripe": False}
def simulate(
    *,
    trees: Annotated[int, Grid(1, 5, 25)] = 5,
    sun: Annotated[float, Grid(0, 0.5, 1)] = 0.5,
    kind: Annotated[str, Grid("apple", "pear")] = "apple",
    water: Annotated[float, Range(0, 10)] = 1.0,
    at: str = "noon",
    size: int = 1,
    ripe: bool = True,
    seed: int = 0,
): ...
def facts(result): ...
def figure(runs): ...
def finding(facts): ...
def figure_above(runs): ...
def finding_above(facts): ...
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    root = tiny(
        tmp_path_factory.mktemp("c") / "p", fruit=FRUIT, coin=COIN, _hidden="1 /", bad="1 /"
    )
    return Catalogue(root)


def test_names_are_those_of_the_files_that_define_simulate(catalogue):
    assert catalogue.names == ["coin", "fruit"]


def test_call_holds_every_parameter_in_the_order_of_the_signature(catalogue):
    call = catalogue.call("fruit.above(water=3, trees=25) over sun,  trees ", True)
    assert (call.name, call.view, call.over) == ("fruit", "above", ("sun", "trees"))
    assert list(call.params.items()) == [
        ("trees", 25), ("sun", 0.5), ("kind", "apple"), ("water", 3), ("at", "noon"), ("size", 1),
        ("ripe", True),
    ]  # fmt: skip


def test_two_ways_to_write_a_call_are_one_call(catalogue):
    one = catalogue.call("fruit(trees=5,kind='apple')", True)
    assert one == catalogue.call(' fruit( kind = "apple" ) ', True)


def test_facts_have_no_view_and_the_main_figure_an_empty_one(catalogue):
    assert catalogue.call("fruit()", False).view is None
    assert catalogue.call("fruit()", True).view == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("friut()", "unknown simulation 'friut'. Did you mean 'fruit'?"),
        ("_hidden()", "unknown simulation '_hidden'"),
        ("zzz()", "There is coin, fruit."),
        ("fruit(tree=5)", "takes no argument 'tree'. Did you mean 'trees'?"),
        ("fruit(seed=5)", "takes no argument 'seed'"),
        ("fruit.abvoe()", "no view 'abvoe'. Did you mean 'above'?"),
        ("fruit(trees=26)", "trees=26 is out of range. Choose from 1 to 25."),
        ("fruit(trees=0)", "out of range"),
        ("fruit(water=10.001)", "out of range"),
        ("fruit(water=1e999)", "out of range"),
        ("fruit(trees=True)", "trees=True is not of type int"),
        ("fruit(trees='5')", "trees='5' is not of type int"),
        ("fruit(trees=5.0)", "not of type int"),
        ("fruit(trees=None)", "not of type int"),
        ("fruit(trees=[5])", "not of type int"),
        ("fruit(sun='0.5')", "not of type float"),
        ("fruit(sun=1j)", "not of type float"),
        ("fruit(ripe=1)", "not of type bool"),
        ("fruit(kind=3)", "not of type str"),
        ("fruit(kind='aple')", "kind='aple' is unknown. Did you mean 'apple'?"),
        ("fruit(5)", "argument without a name"),
        ("fruit(*[5])", "argument without a name"),
        ("fruit(**{'trees': 5})", "argument without a name"),
        ("fruit(trees=n)", "not a literal"),
        ("fruit(trees=2 + 3)", "not a literal"),
        ("fruit(trees=int('5'))", "not a literal"),
        ("fruit(at={[]: 1})", "not a literal"),
        ("fruit(trees=5, trees=25)", "twice"),
        ("fruit(at=12:30)", "cannot be parsed"),
        ("fruit(trees=012)", "cannot be parsed"),
        ("fruit", "not a call"),
        ("", "not a call"),
        ("fruit()()", "not a call"),
        ("fruit.above.more()", "not a call"),
        ("fruit() + coin()", "not a call"),
        ("fruit() of trees", "not a call"),
        ("fruit() over", "not a call"),
        ("fruit() over trees sun", "not a call"),
        ("fruit() over tres", "takes no argument 'tres'. Did you mean 'trees'?"),
        ("fruit() over water", "'water' has no grid"),
        ("fruit() over ripe", "'ripe' has no grid"),
        (
            "fruit(trees=7) over trees",
            "trees=7 is not on the control's grid. Choose from 1, 5, 25.",
        ),
        ("fruit() over trees, trees", "twice"),
        ("bad()", "syntax"),
    ],
)
def test_anything_else_is_a_fault(catalogue, text, words):
    with pytest.raises(Fault, match=re.escape(words)):
        catalogue.call(text, True)


def test_ends_of_a_range_are_in_it(catalogue):
    for text in ("fruit(trees=1, water=0)", "fruit(trees=25, water=10)", "fruit(trees=7)"):
        catalogue.call(text, True)


@pytest.mark.parametrize("word", ["12:30", "no", "1e3", "null", "~", "0x10", "a: b", "|"])
def test_words_are_taken_as_written(catalogue, word):
    """YAML would have made 750 of 12:30, and False of no."""
    assert catalogue.call(f"fruit(at='{word}')", True).params["at"] == word


def test_any_text_is_a_call_or_a_fault(catalogue):
    pieces = [
        "fruit",
        "(",
        ")",
        "trees",
        "=",
        "5",
        "'",
        ",",
        ".",
        " over ",
        "above",
        "*",
        "-",
        "[",
        ":",
        "\\",
    ]
    for seed in range(2000):
        text = "fruit" + "".join(random.Random(seed).choices(pieces, k=seed % 12)) + ")"
        try:
            catalogue.call(text, True)
        except Fault as fault:
            assert re.search(r"[.?]$", str(fault)), text


def test_cells_go_through_the_grid_last_control_fastest_with_twins_behind(catalogue):
    call = catalogue.call("fruit(water=3) over trees, sun", True)
    cells = catalogue.cells(call)
    expected = [
        call.params | {"trees": trees, "sun": sun, "ripe": ripe}
        for trees in (1, 5, 25)
        for sun in (0, 0.5, 1)
        for ripe in (True, False)
    ]
    assert cells == expected


def test_cell_of_a_figure_without_control(catalogue):
    cells = catalogue.cells(catalogue.call("fruit()", True))
    assert [cell["ripe"] for cell in cells] == [True, False]


def test_facts_have_one_cell_and_no_twin(catalogue):
    (cell,) = catalogue.cells(catalogue.call("fruit(trees=1)", False))
    assert cell["trees"] == 1


def test_start_is_among_the_cells_once(catalogue):
    call = catalogue.call("fruit(trees=1, sun=1) over sun, trees", True)
    assert catalogue.cells(call).count(call.params) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"fruit(size={'-' * 450}1)",
        f"fruit(size={'(' * 450}1)",
        f"fruit(size={'[' * 240}{']' * 240})",
        f"fruit{'.a' * 200}()",
        f"fruit(size={'9' * 400}e{'9' * 50})",
        "fruit(size=1\0)",
        f"fruit(size={' ' * 20_000}1)",
        f"fruit(){' ' * 20_000}x",
        f"fruit() over{' ' * 20_000}sun",
        "fruit(" * 5000,
    ],
    ids=lambda text: text[:20],
)
def test_call_that_would_take_for_ever_is_a_fault_at_once(catalogue, text):
    began = time.monotonic()
    with pytest.raises(Fault):
        catalogue.call(text, True)
    assert time.monotonic() - began < 1


def test_controls_with_too_many_settings_together_are_a_fault(tmp_path):
    grid = f"Grid({', '.join(map(str, range(40)))})"
    source = FRUIT.replace("Grid(1, 5, 25)", grid).replace("Grid(0, 0.5, 1)", grid)
    wide = Catalogue(tiny(tmp_path / "p", fruit=source))
    assert len(wide.cells(wide.call("fruit(sun=1) over trees", False))) == 40
    with pytest.raises(Fault, match="1,600 settings; 1,000 is the most"):
        wide.call("fruit(sun=1) over trees, sun", True)


def test_a_simulation_is_found_in_whichever_folder_it_stands(tmp_path):
    root = tiny(tmp_path / "p", **{"part/coin/coin": COIN, "part/coin/purse": "value = 1"})
    catalogue = Catalogue(root)
    assert catalogue.names == ["coin"]
    assert catalogue["coin"].path == "generators/part/coin/coin.py"
    assert catalogue.call("coin(tosses=10)", False).params["tosses"] == 10


def test_a_name_that_two_files_have_is_a_fault(tmp_path):
    root = tiny(tmp_path / "p", **{"a/coin": COIN, "b/coin": COIN})
    with pytest.raises(Fault) as fault:
        Catalogue(root)["coin"]
    assert str(fault.value).startswith("generators/a/coin.py:1: 'coin' is also the simulation in ")


def test_a_file_that_forgot_simulate_is_told_so(tmp_path):
    root = tiny(tmp_path / "p", **{"a/purse": "value = 1"})
    assert Catalogue(root).names == []
    with pytest.raises(Fault, match="no function 'simulate'"):
        Catalogue(root)["purse"]
