"""Does a toy show the runs that the build made, and is one that cannot be played refused?"""

import pytest

from hooks.draw import poster
from hooks.draw.pictograms import CROWD
from hooks.draw.play import play
from hooks.faults import Fault

TRACES = [{"mark": mark} for mark in ("label", "line", "heat", "dots", "label")]
STAGES = "draw (2) A coin falls. / look (4 2>1) It shows {heads}: {finding}."
TALLY = "heads > 0.5 +-: heads in {n} of {all}."
SEEDS = [0.25, 0.5, 0.75]


def cell(seeds=SEEDS, runs=1):
    """A setting with three runs."""
    return {
        "seeds": [1, 2, 3],
        "labels": {"heads": ["heads", ".0%"], "word": ["word", ""]},
        "facts": {"heads": {"seeds": seeds}, "unlabelled": {"seeds": seeds}, "word": "fair"},
        "spec": {"traces": TRACES},
        "runs": [{}] * runs,
    }


def planned(cells=None, **changed):
    options = {"play": STAGES, "tally": TALLY} | changed
    return play({name: text for name, text in options.items() if text}, cells or [cell()], ["day"])


def test_a_figure_without_options_is_no_toy():
    assert play({}, [cell()], []) is None


def test_stages_name_the_marks_that_come_in():
    made = planned()
    # Behind the paths (a line, a heat map of many, dots) stand the two labels.
    dots = 1 + poster.SHADES
    assert made["stages"] == [
        ["draw", [0], "A coin falls.", []],
        ["look", [dots, 0, dots + 1], "It shows {heads}: {finding}.", [0, dots + 1]],
    ]
    assert planned(play="all (3 5) So.")["stages"][0][1] == [*range(1, dots), dots + 2]


def test_each_run_of_each_setting_is_told_and_counted_as_measured():
    made = planned([cell(), cell([0.9, 0.1, 0.5])])
    assert made["facts"] == ["heads"]
    assert made["runs"] == [
        [["25%", 0], ["50%", 0], ["75%", 1]],
        [["90%", 1], ["10%", 0], ["50%", 0]],
    ]
    assert made["tally"] == "heads in {n} of {all}."
    assert made["signs"] == ["+", "-"]
    alike = planned([cell(), cell([0.9, 0.1, 0.5], runs=0)])
    assert alike["runs"] == made["runs"], "at some settings all runs may look alike"


def test_what_comes_in_from_a_trace_of_many_marks_comes_from_its_last():
    assert planned(play="all (3>2) So.")["stages"][0][3] == [poster.SHADES, 0]
    crowd = [{"mark": "bars", "towards": [0, 1]}, {"mark": "dots"}]
    made = planned([cell() | {"spec": {"traces": crowd}}], play="all (2) So.")
    assert made["stages"][0][1] == [len(CROWD) + 1]


def test_what_is_counted_needs_no_place_in_the_table():
    assert planned(tally="unlabelled > 0.5 +-: {n}")["runs"][0][2][-1] == 1


def test_it_may_go_along_a_slider():
    assert planned(along="day")["along"] == "day"
    assert planned()["along"] == ""


@pytest.mark.parametrize("sign", [">", ">=", "<", "<="])
def test_every_sign_counts_its_own_runs(sign):
    made = planned(tally=f"heads {sign} 0.5 +-: {{n}}")
    wanted = [int(eval(f"{seed} {sign} 0.5")) for seed in SEEDS]
    assert [run[-1] for run in made["runs"][0]] == wanted


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"tally": ""}, "not whole"),
        ({"play": ""}, "not whole"),
        ({"play": "draw A coin falls."}, "not whole"),
        ({"play": f"{STAGES} / "}, "not whole"),
        ({"tally": "heads +-: {n}"}, "not whole"),
        ({"tally": "heads > 0.5: {n}"}, "not whole"),
        ({"tally": "heads > many +-: {n}"}, "not whole"),
        ({"play": "draw (6) A coin falls."}, "no trace 6: it has 5"),
        ({"play": "draw (0) A coin falls."}, "no trace 0"),
        ({"play": "draw (2) It shows {hads}."}, "'hads' has no place in FACTS"),
        ({"tally": "haeds > 0 +-: {n}"}, "'haeds' has no place in facts"),
        ({"play": "draw (2) It shows {unlabelled}."}, "'unlabelled' has no place in FACTS"),
        ({"play": "draw (2>6) A coin falls."}, "no trace 6: it has 5"),
        ({"along": "dya"}, "goes along a slider of its figure. Did you mean 'day'"),
        ({"cells": [cell(runs=0), cell(runs=0)]}, "nothing to play"),
        ({"play": f"draw ({'9' * 5000}) A coin falls."}, "not whole"),
        ({"play": "draw (2) It shows {word}."}, "'word' is a text"),
        ({"tally": "word > 0 +-: {n}"}, "'word' is a text"),
    ],
)
def test_a_toy_that_cannot_be_played_is_refused(changed, message):
    with pytest.raises(Fault, match=message):
        planned(**changed)
