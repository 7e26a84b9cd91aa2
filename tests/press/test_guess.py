"""Is what a reader may guess where arithmetic says, and is a guess that cannot be told refused?"""

import copy
import itertools
import json
import math
import re

import markdown
import pytest

from hooks.draw.chart import WIDTH, spec_of
from hooks.draw.guess import CLOSE, RIGHT, STEPS, guess
from hooks.draw.poster import TENTHS
from hooks.faults import Fault
from hooks.page.directive import Page
from hooks.press import Press
from tests.dom import of_class, read, words
from tests.projects import COIN, tiny

FIGURE = {
    "data": [{"type": "scatter", "mode": "lines", "x": [], "y": [], "meta": {"role": "ink"}}],
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


def at(plan):
    """The place of each step."""
    return list(itertools.accumulate(plan["at"]))


def share(value, low, high, log):
    """How far along an axis a value lies, from 0 to 1."""
    return ((math.log10(value) if log else value) - low) / (high - low)


def test_no_options_no_guess():
    assert guess({}, CELL, SPEC) is None


LEFT, STOP = SPEC["margin"]["l"] * TENTHS, (WIDTH - SPEC["margin"]["r"]) * TENTHS
TOP, FOOT = SPEC["margin"]["t"] * TENTHS, (SPEC["height"] - SPEC["margin"]["b"]) * TENTHS
ENDS = {
    "won along x": (LEFT, STOP, *AXES["x"]),
    "took along y": (FOOT, TOP, *AXES["y"]),
    "won from 20 to 40": (200, 3400, 20, 40, False),
}  # places of both ends, and what they stand for


def verdict(made, value):
    """What is said of the step that shows a value."""
    step = made.plan["shown"].index(value)
    return [words for first, words in made.plan["judged"] if first <= step][-1]


@pytest.mark.parametrize("what", ENDS)
def test_mark_stands_where_its_words_say(what):
    """On the axis or the ruler, and for every step of the slider."""
    made, (start, stop, *scale) = asked(what), ENDS[what]
    assert len(at(made.plan)) == len(made.plan["shown"])
    for value, place in zip(numbers(made.plan["shown"]), at(made.plan), strict=True):
        assert place == pytest.approx(start + share(value, *scale) * (stop - start), abs=0.51)
    assert [at(made.plan)[0], at(made.plan)[-1]] == [start, stop]


@pytest.mark.parametrize("what", [*ENDS, "won from -40.5 to 31", "whole from 0 to 4"])
def test_each_step_shows_more_and_stands_further_on(what):
    """A key that is pressed moves the mark, and never twice to the same number."""
    plan = asked(what, WHOLE).plan
    assert len(plan["shown"]) <= STEPS + 1
    for steps in (numbers(plan["shown"]), at(plan)):
        rises = [one < next_ for one, next_ in zip(steps, steps[1:], strict=False)]
        assert len(set(rises)) == 1


WHOLE = copy.deepcopy(CELL)
WHOLE["labels"]["whole"] = ["whole", ".0f"]
WHOLE["facts"]["whole"] = {"median": 3.0, "low": 3.0, "high": 3.0, "seeds": [3.0, 3.0]}


def test_whole_numbers_are_guessed_one_by_one():
    made = asked("whole from 0 to 4", WHOLE)
    assert made.plan["shown"] == ["0", "1", "2", "3", "4"]
    assert [verdict(made, value) for value in made.plan["shown"]] == [
        *["Too low"] * 3,
        "Right",
        "Too high",
    ]


def test_verdict_is_by_distance_from_the_median():
    """The scale goes from 20 to 60, so a twentieth is 2; the runs go from 25 to 50."""
    made = asked("won along x")
    assert (RIGHT, CLOSE) == (1 / 20, 1 / 10)
    said = {
        "20.0": "Too low",
        "25.6": "Too low",
        "26.0": "Close, but too low",
        "27.6": "Close, but too low",
        "28.0": "As good as right",
        "30.0": "Right",
        "32.0": "As good as right",
        "32.4": "Close, but too high",
        "34.0": "Close, but too high",
        "34.4": "Too high",
        "60.0": "Too high",
    }
    assert {value: verdict(made, value) for value in said} == said


def test_a_guess_among_the_runs_but_far_from_their_median_is_not_right():
    """The runs span half of the scale."""
    made = asked("took along y")
    for value in ("1", "100"):
        assert value in made.plan["shown"]
        assert "ight" not in verdict(made, value)
    assert verdict(made, "10") == "Right"


def test_median_between_two_steps_is_met_by_the_nearer_one():
    cell = copy.deepcopy(CELL)
    cell["facts"]["won"]["median"] = 30.3
    assert "30.3" not in (made := asked("won along x", cell)).plan["shown"]
    assert verdict(made, "30.4") == "Right"
    assert verdict(made, "30.0") == "As good as right"


def test_verdict_that_forgets_the_distance_is_caught(monkeypatch):
    """The rule that once stood here, planted: whatever lies among the runs is right."""
    monkeypatch.setattr("hooks.draw.guess.RIGHT", 1.0)
    with pytest.raises(AssertionError):
        test_a_guess_among_the_runs_but_far_from_their_median_is_not_right()


def test_mark_goes_along_its_axis_across_the_whole_plot():
    assert asked("won along x").plan["line"] == ["x", FOOT, TOP]
    assert asked("took along y").plan["line"] == ["y", LEFT, STOP]


def test_truth_stands_on_the_same_scale():
    for what, ends in ENDS.items():
        plan, spread = asked(what).plan, CELL["facts"][what.split()[0]]
        for place, end in zip(plan["truth"], ("low", "median", "high"), strict=True):
            wanted = min(1, share(spread[end], *ends[2:]))  # the runs may go beyond
            assert place == pytest.approx(ends[0] + wanted * (ends[1] - ends[0]), abs=0.51)


def test_mark_of_a_second_axis_stays_in_its_part():
    figure = copy.deepcopy(FIGURE)
    figure["layout"]["xaxis"]["domain"] = [0, 0.4]
    figure["layout"]["xaxis2"] = {"range": [0, 100], "domain": [0.6, 1], "anchor": "y"}
    spec = spec_of(figure)
    first, second = (asked(f"won along {axis}", spec=spec).plan for axis in ("x", "x2"))
    assert max(at(first)) < min(at(second))
    assert second["line"][0] == "x"


@pytest.mark.parametrize(
    ("what", "ticks"),
    [
        ("won from 0 to 100", "0 25 50 75 100"),
        ("won from 0 to 40", "0 10 20 30 40"),
        ("won from -40.5 to 31", "−40.5 31.0"),
        ("whole from 0 to 3", "0 1 2 3"),  # and not 0.75
        ("whole from 0 to 5", "0 5"),
        ("part from 0 to 1", "0% 25% 50% 75% 100%"),
        ("part from 0.3 to 1", "30% 65% 100%"),
        ("part from 0.125 to 0.5", "12.5% 50.0%"),
    ],
)
def test_ruler_names_both_its_ends_and_nothing_that_is_not_so(what, ticks):
    cell = copy.deepcopy(WHOLE)
    cell["labels"]["part"] = ["part", ".1%"]
    cell["facts"]["part"] = {"median": 0.4, "low": 0.4, "high": 0.4, "seeds": [0.4]}
    ruler = read(asked(what, cell).ruler)
    assert [words(tick) for tick in of_class(ruler, "tick")] == ticks.split()
    assert not of_class(ruler, "title") and not of_class(ruler, "marks")


def test_an_axis_of_the_figure_needs_no_ruler():
    assert asked("won along x").ruler == ""


@pytest.mark.parametrize("what", ["won along x", "won from 100 to 0", "won from 30 to 30"])
def test_guess_that_does_not_rise_is_refused(what):
    """A verdict says "too high" of what lies further on."""
    figure = copy.deepcopy(FIGURE)
    figure["layout"]["xaxis"]["range"] = [60, 20]
    with pytest.raises(Fault):
        asked(what, spec=spec_of(figure))


def test_what_has_no_logarithm_lies_at_the_foot():
    cell = copy.deepcopy(CELL)
    cell["facts"]["took"]["low"] = 0.0
    made = asked("took along y", cell)
    assert made.plan["truth"][0] == at(made.plan)[0]


def test_answer_is_said_with_its_spread_where_there_is_one():
    assert asked("won along x").said == "30.0, the median of 3 runs that go from 25.0 to 50.0"
    cell = copy.deepcopy(CELL)
    cell["facts"]["won"] = {"median": 30.01, "low": 29.99, "high": 30.02, "seeds": [30.01] * 3}
    made = asked("won along x", cell)
    assert made.said == made.plan["said"] == "30.0"
    assert made.ask == ASK


PLANTED = [
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
    extension = {"hooks.page.directive": {"page": Page(press, f"{header}.md")}}
    text = f"/// simulation | {header}\n{options}\nCaption.\n///\n"
    return read(
        markdown.markdown(text, extensions=["hooks.page.directive"], extension_configs=extension)
    )


def test_figure_asks_before_it_shows_and_tells_a_reader_without_a_script(press):
    (figure,) = page_of(press, "long() over tosses").findall(".//figure")
    made = json.loads(figure.get("data-guess"))
    cell = press.cell("long()")
    spec = press.piece(press.catalogue.call("long() over tosses", True))[0]["views"][""]["spec"]
    wanted = guess(dict(re.findall(r"(\w+): (.*)", OPTIONS)), cell, spec)
    assert made == wanted.plan
    (answer,), (ask,) = of_class(figure, "sim-answer"), of_class(figure, "sim-ask")
    assert answer.tag == "details"
    assert words(answer.find("summary")) == words(ask) == 'How <many> "fall" & don\'t?'
    assert words(answer.find("p")) == wanted.said
    assert not of_class(figure, "sim-ruler")
    assert of_class(figure, "sim-say")
    assert words(figure.find("figcaption")).startswith("Caption.")
    assert "guess:" not in words(figure)


def test_option_that_a_figure_does_not_take_is_a_fault(press):
    options = f"{OPTIONS}    quess_: 1\n"
    page = page_of(press, "long(tosses=50) over tosses", options)
    assert not page.findall(".//figure")
    assert "a figure takes no option 'quess_'. Did you mean 'guess'?" in words(page)


def test_figure_without_options_asks_nothing(press):
    (figure,) = page_of(press, "long() over tosses", "").findall(".//figure")
    assert "data-guess" not in figure.attrib
    assert not [*of_class(figure, "sim-answer"), *of_class(figure, "sim-ask")]
    assert of_class(figure, "sim-say")


def test_ruler_lies_over_the_picture_where_the_guess_is_on_no_axis(press):
    options = OPTIONS.replace("along x", "from 0 to 100")
    (figure,) = page_of(press, "long() over tosses", options).findall(".//figure")
    (plot,) = of_class(figure, "sim-plot")
    picture, ruler = plot
    assert not of_class(picture, "sim-ruler")
    assert ruler.get("class").split() == ["sim-poster", "sim-ruler"]
    assert ruler.get("aria-hidden") == "true"


def test_guess_needs_no_switch(press):
    (figure,) = page_of(press, "bare() over tosses").findall(".//figure")
    assert figure.get("data-guess")


@pytest.mark.parametrize("header", ["long()", "coin() over tosses"], ids=["nothing", "buttons"])
def test_guess_needs_a_slider(press, header):
    tree = page_of(press, header)
    assert not tree.findall(".//figure")
    (box,) = of_class(tree, "sim-fault")
    assert "a guess needs a slider" in words(box)
