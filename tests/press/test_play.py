"""Does a toy show the runs that the build made, and is one that cannot be played refused?"""

import pytest

from hooks.draw import poster
from hooks.draw.play import play
from hooks.faults import Fault

TRACES = [{"mark": mark} for mark in ("label", "line", "heat", "dots", "label")]
STAGES = "draw (2) A coin falls. / look (4 1) It shows {heads}."
TALLY = "heads > 0.5: heads in {n} of {all}."
SEEDS = [0.25, 0.5, 0.75]


def cell(seeds=SEEDS, runs=1):
    """A setting with three runs."""
    return {
        "seeds": [1, 2, 3],
        "labels": {"heads": ["heads", ".0%"], "word": ["word", ""]},
        "facts": {"heads": {"seeds": seeds}, "word": "fair"},
        "spec": {"traces": TRACES},
        "runs": [{}] * runs,
    }


def planned(cells=None, **changed):
    options = {"play": STAGES, "tally": TALLY} | changed
    return play({name: text for name, text in options.items() if text}, cells or [cell()])


def test_a_figure_without_options_is_no_toy():
    assert play({}, [cell()]) is None


def test_stages_name_the_marks_that_come_in():
    made = planned()
    # Behind the paths (a line, a heat map of many, dots) stand the two labels.
    dots = 1 + poster.SHADES
    assert made["stages"] == [
        ["draw", [0], "A coin falls."],
        ["look", [dots, dots + 1], "It shows {heads}."],
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
    assert (
        planned([cell(), cell([0.9, 0.1, 0.5], runs=0)])["runs"] == made["runs"]
    )  # they look alike


@pytest.mark.parametrize("sign", [">", ">=", "<", "<="])
def test_every_sign_counts_its_own_runs(sign):
    made = planned(tally=f"heads {sign} 0.5: {{n}}")
    wanted = [int(eval(f"{seed} {sign} 0.5")) for seed in SEEDS]
    assert [run[-1] for run in made["runs"][0]] == wanted


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"tally": ""}, "not whole"),
        ({"play": ""}, "not whole"),
        ({"play": "draw A coin falls."}, "not whole"),
        ({"play": f"{STAGES} / "}, "not whole"),
        ({"tally": "heads: {n}"}, "not whole"),
        ({"tally": "heads > many: {n}"}, "not whole"),
        ({"play": "draw (6) A coin falls."}, "no trace 6: it has 5"),
        ({"play": "draw (0) A coin falls."}, "no trace 0"),
        ({"play": "draw (2) It shows {hads}."}, "'hads' has no place in FACTS"),
        ({"tally": "haeds > 0: {n}"}, "'haeds' has no place in FACTS"),
        ({"cells": [cell(runs=0), cell(runs=0)]}, "nothing to play"),
        ({"play": f"draw ({'9' * 5000}) A coin falls."}, "not whole"),
        ({"play": "draw (2) It shows {word}."}, "'word' is a text"),
        ({"tally": "word > 0: {n}"}, "'word' is a text"),
    ],
)
def test_a_toy_that_cannot_be_played_is_refused(changed, message):
    with pytest.raises(Fault, match=message):
        planned(**changed)
