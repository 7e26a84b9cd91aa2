"""Is what a reader may guess where arithmetic says, and is a guess that cannot be told refused?"""

import copy
import json
import math
import re

import markdown
import pytest

from hooks.chart import WIDTH, spec_of
from hooks.directive import Page
from hooks.faults import Fault
from hooks.guess import STEPS, guess
from hooks.poster import TENTHS
from hooks.press import Press
from tests.dom import of_class, read, words
from tests.projects import COIN, tiny

FIGURE = {
    "data": [
        {"type": "scatter", "mode": "lines", "x": [1, 2], "y": [3, 4], "meta": {"role": "ink"}}
    ],
    "layout": {
        "xaxis": {"range": [20, 60], "title": {"text": "share"}},
        "yaxis": {"range": [-1, 3], "type": "log", "title": {"text": "steps"}},
    },
}
SPEC = spec_of(FIGURE)
AXES = {"x": (20, 60, False), "y": (-1, 3, True)}  # ends, and whether they are powers of ten
CELL = {
    "labels": {"won": ["share won", ".1f"], "took": ["steps taken", ".4g"], "word": ["word", ""]},
    "facts": {
        "won": {"median": 30.0, "low": 25.0, "high": 50.0, "seeds": [25.0, 30.0, 50.0]},
        "took": {"median": 10.0, "low": 1.0, "high": 100.0, "seeds": [1.0, 10.0, 100.0]},
        "unnamed": {"median": 1.0, "low": 1.0, "high": 1.0, "seeds": [1.0]},
        "word": "fair",
    },
}
ASK = "How many?"


def asked(what, cell=CELL, spec=SPEC):
    return guess({"guess": what, "ask": ASK}, cell, spec)


def numbers(shown):
    return [float(text.replace("\N{MINUS SIGN}", "-")) for text in shown]


def share(value, low, high, log):
    """How far along an axis a value lies, from 0 to 1."""
    return ((math.log10(value) if log else value) - low) / (high - low)


def test_no_options_no_guess():
    assert guess({}, CELL, SPEC) is None


@pytest.mark.parametrize(("fact", "axis"), [("won", "x"), ("took", "y")])
def test_answer_lies_on_the_axis_where_the_fact_does(fact, axis):
    made, spread = asked(f"{fact} along {axis}"), CELL["facts"][fact]
    wanted = [share(spread[end], *AXES[axis]) * STEPS for end in ("low", "high")]
    assert made["answer"] == pytest.approx(wanted, abs=0.05)
    assert made["answer"][0] <= share(spread["median"], *AXES[axis]) * STEPS <= made["answer"][1]


@pytest.mark.parametrize(("fact", "axis"), [("won", "x"), ("took", "y")])
def test_steps_are_even_along_the_axis(fact, axis):
    made = asked(f"{fact} along {axis}")
    low, high, log = AXES[axis]
    for step, value in enumerate(numbers(made["shown"])):
        wanted = low + step / STEPS * (high - low)
        assert value == pytest.approx(10**wanted if log else wanted, rel=2e-3)


@pytest.mark.parametrize(
    "what", ["won along x", "took along y", "won from 0 to 100", "won from -40.5 to 31"]
)
def test_there_are_a_hundred_steps_and_each_is_more(what):
    shown = numbers(asked(what)["shown"])
    assert len(shown) == STEPS + 1
    assert all(one < next_ for one, next_ in zip(shown, shown[1:], strict=False))


def test_line_goes_along_its_axis_across_the_whole_plot():
    margin, height = SPEC["margin"], SPEC["height"]
    left, right = margin["l"] * TENTHS, (WIDTH - margin["r"]) * TENTHS
    top, bottom = margin["t"] * TENTHS, (height - margin["b"]) * TENTHS
    assert asked("won along x")["line"] == ["x", left, right, bottom, top]
    assert asked("took along y")["line"] == ["y", bottom, top, left, right]


def test_line_of_a_second_axis_stays_in_its_part():
    figure = copy.deepcopy(FIGURE)
    figure["layout"]["xaxis"]["domain"] = [0, 0.4]
    figure["layout"]["xaxis2"] = {"range": [0, 100], "domain": [0.6, 1], "anchor": "y"}
    spec = spec_of(figure)
    first, second = (asked(f"won along {axis}", spec=spec) for axis in ("x", "x2"))
    assert first["line"][2] < second["line"][1]
    assert second["answer"] == [25, 50]
    assert second["line"][0] == "x"


def test_guess_between_two_numbers_is_drawn_nowhere():
    made = asked("won from 20 to 40")
    assert made["line"] is None
    assert made["answer"] == [25, 150]  # the runs may go beyond, where the median does not
    assert numbers(made["shown"])[:: STEPS // 2] == [20, 30, 40]


@pytest.mark.parametrize("what", ["won along x", "won from 100 to 0", "won from 30 to 30"])
def test_guess_that_does_not_rise_is_refused(what):
    """The script says "more" of what lies further on."""
    figure = copy.deepcopy(FIGURE)
    figure["layout"]["xaxis"]["range"] = [60, 20]
    with pytest.raises(Fault):
        asked(what, spec=spec_of(figure))


def test_what_has_no_logarithm_lies_at_the_foot():
    cell = copy.deepcopy(CELL)
    cell["facts"]["took"]["low"] = 0.0
    assert asked("took along y", cell)["answer"][0] == 0


def test_finding_is_said_with_its_spread_where_there_is_one():
    assert asked("won along x")["said"] == "30.0 (25.0 to 50.0 over 3 runs)"
    cell = copy.deepcopy(CELL)
    cell["facts"]["won"] = {"median": 30.01, "low": 29.99, "high": 30.02, "seeds": [30.01] * 3}
    assert asked("won along x", cell)["said"] == "30.0"
    assert asked("won along x")["ask"] == ASK


PLANTED = [
    (
        {"guess": "won along x", "ask": ASK, "quess_": "1"},
        "takes no option 'quess_'. Did you mean 'gu",
    ),
    ({"guess": "won along x"}, "not whole"),
    ({"ask": ASK}, "not whole"),
    ({"guess": "won", "ask": ASK}, "not whole"),
    ({"guess": "won along z", "ask": ASK}, "not whole"),
    ({"guess": "won from 0", "ask": ASK}, "not whole"),
    ({"guess": "won from a to b", "ask": ASK}, "not whole"),
    ({"guess": "won along x too", "ask": ASK}, "not whole"),
    ({"guess": "wn along x", "ask": ASK}, "'wn' has no place in FACTS. Did you mean 'won'?"),
    ({"guess": "word along x", "ask": ASK}, "'word' has no place in FACTS"),
    ({"guess": "unnamed along x", "ask": ASK}, "'unnamed' has no place in FACTS"),
    ({"guess": "won along x2", "ask": ASK}, "no axis 'x2'"),
    ({"guess": "won from 0 to 20", "ask": ASK}, "outside the guess at 30"),
    ({"guess": "won from 31 to 40", "ask": ASK}, "outside the guess at 30"),
    ({"guess": "took along x", "ask": ASK}, "outside the guess at 10"),
]


@pytest.mark.parametrize(("options", "message"), PLANTED)
def test_guess_that_cannot_be_told_is_refused(options, message):
    with pytest.raises(Fault, match=re.escape(message)):
        guess(options, CELL, SPEC)


LONG = COIN.replace("Grid(10, 100, 1000,", "Grid(10, 50, 100, 500, 1000,")
BARE = LONG.replace('CAUSE_OFF = {"bent": False}\n', "")
OPTIONS = '    guess: heads along x\n    ask: How <many> "fall" & don\'t?\n'


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    return Press(tiny(tmp_path_factory.mktemp("g") / "p", coin=COIN, long=LONG, bare=BARE))


def page_of(press, header, options=OPTIONS):
    """The tree of a page with one figure."""
    extension = {"hooks.directive": {"page": Page(press, f"{header}.md")}}
    text = f"/// simulation | {header}\n{options}\nCaption.\n///\n"
    return read(
        markdown.markdown(text, extensions=["hooks.directive"], extension_configs=extension)
    )


def test_figure_asks_before_it_shows_and_tells_a_reader_without_a_script(press):
    (figure,) = page_of(press, "long() over tosses").findall(".//figure")
    made = json.loads(figure.get("data-guess"))
    cell = press.cell("long()")
    spec = press.piece(press.catalogue.call("long() over tosses", True))[0]["views"][""]["spec"]
    assert made == guess(dict(re.findall(r"(\w+): (.*)", OPTIONS)), cell, spec)
    (answer,), (ask,) = of_class(figure, "sim-answer"), of_class(figure, "sim-ask")
    assert answer.tag == "details"
    assert words(answer.find("summary")) == words(ask) == 'How <many> "fall" & don\'t?'
    assert words(answer.find("p")) == made["said"]
    assert of_class(figure, "sim-say")
    assert words(figure.find("figcaption")).startswith("Caption.")
    assert "guess:" not in words(figure)


def test_figure_without_options_asks_nothing(press):
    (figure,) = page_of(press, "long() over tosses", "").findall(".//figure")
    assert "data-guess" not in figure.attrib
    assert not [*of_class(figure, "sim-answer"), *of_class(figure, "sim-ask")]
    assert of_class(figure, "sim-say")


@pytest.mark.parametrize(
    "header",
    [
        "long()",  # no control
        "coin() over tosses",  # buttons
        "bare() over tosses",  # no switch
    ],
)
def test_guess_needs_a_slider_and_a_switch(press, header):
    tree = page_of(press, header)
    assert not tree.findall(".//figure")
    (box,) = of_class(tree, "sim-fault")
    assert "a guess needs a switch and a slider" in words(box)
