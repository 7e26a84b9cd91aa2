"""Does an axis say a value as a reader of its ticks would?"""

import pytest

from generators.chart import axis
from hooks.draw.chart import spec_of
from hooks.draw.speech import spoken


def speech(*axes):
    """How the x axes of small multiples speak."""
    layout = {"yaxis": axis("", 0, 1)}
    layout |= {f"xaxis{n + 1 if n else ''}": one for n, one in enumerate(axes)}
    dot = {"type": "scatter", "mode": "markers", "x": [], "y": [], "meta": {"role": "ink"}}
    axes = spoken(spec_of({"data": [dot], "layout": layout})["axes"])
    return [one["speech"] for name, one in axes.items() if name[0] == "x"]


@pytest.mark.parametrize(
    ("given", "times", "unit"),
    [
        (axis("n", 0, 10), 1, ""),
        (axis("n", 1, 1e4, log=True, format=",d"), 1, ""),
        (axis("share", 0.6, 0.8, format=".0%"), 100, "%"),
        (axis("share", 0, 1, {0: "0", 0.5: "50%"}), 100, "%"),
        (axis("points", -0.05, 0.1, {-0.05: "−5", 0: "0", 0.1: "+10"}), 100, ""),
        (axis("lean", -1, 1, {-0.5: "−½", 0: "0", 0.5: "½"}), 1, ""),
        (axis("fruit", 1, 1e6, {1: "1", 1000: "1,000"}, log=True), 1, ""),
    ],
)
def test_numbers_are_said_in_the_unit_of_the_ticks(given, times, unit):
    (said,) = speech(given)
    assert (said["way"], said["times"], said["unit"], said["ticks"]) == ("number", times, unit, [])


@pytest.mark.parametrize(
    ("ticks", "words"),
    [
        ({0.5: "never", 1: "once", 4: "4"}, [[0.5, "never"], [1, "once"]]),
        ({0: "the same", 45: "45°", 90: "unrelated"}, [[0, "the same"], [90, "unrelated"]]),
        ({0: "0", 0.5: "half", 1: "full"}, [[0.5, "half"], [1, "full"]]),
    ],
)
def test_a_word_among_numbers_stands_for_its_own_value(ticks, words):
    (said,) = speech(axis("x", 0, 90, ticks))
    assert (said["way"], said["ticks"]) == ("number", words)


@pytest.mark.parametrize("title", ["", "firms"])
def test_a_list_of_words_is_said_by_the_nearest(title):
    (said,) = speech(axis(title, 0, 3, {2: "both", 1: "one"}))
    assert (said["way"], said["ticks"]) == ("nearest", [[1, "one"], [2, "both"]])


@pytest.mark.parametrize(
    "ticks",
    [
        {0: "taste", 45: "both", 90: "redness"},  # words along a scale
        {0: "0", 1: "1", 2.1: "0", 3.1: "1"},  # two rows on one axis
        {0: "0", 1: "1", 3: "5", 4: "10"},  # numbers that stand evenly
        {0: "1", 2: "4"},  # a zero that is not said to be one
        {0.1: "10%", 1: "1"},  # two units
    ],
)
def test_where_ticks_tell_no_scale_a_value_lies_between_them(ticks):
    (said,) = speech(axis("follows", 0, 90, ticks))
    assert (said["way"], said["ticks"]) == ("between", [list(tick) for tick in ticks.items()])


def test_an_axis_without_ticks_says_no_value():
    (said,) = speech(axis("one dot, one goal", 0, 10, {}))
    assert (said["title"], said["way"]) == ("one dot, one goal", "silent")


def test_panels_of_one_scale_share_title_and_ticks_and_others_do_not():
    first, second, other = speech(
        axis("share", 0, 1, format=".0%"), axis("", 0, 1, {}), axis("", 0, 2, {})
    )
    assert second == first
    assert (other["title"], other["way"]) == ("", "silent")


@pytest.mark.parametrize(
    ("given", "digits"),
    [
        (axis("x", 0, 5000), 0),
        (axis("x", 0, 1), 3),
        (axis("x", 0, 1, format=".0%"), 1),
        (axis("x", 1, 100, log=True), None),
    ],
)
def test_no_more_digits_than_can_be_told_apart(given, digits):
    assert speech(given)[0]["digits"] == digits
