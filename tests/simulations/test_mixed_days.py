"""Do days that tell two aims apart steer the searcher, and only where it had two?"""

import functools

import numpy as np

from generators.schema import Spread
from generators.spectrum.searcher import mixed_days


@functools.cache
def studied(noise):
    """All runs of one setting."""
    return mixed_days.study([{"noise": noise}], mixed_days.SEEDS)[0]


def test_more_reversed_days_lose_less_where_redness_is_reversed():
    for run in studied(1.0):
        assert (np.diff(run.turned) > -0.05).all()
        assert run.turned[0] < -0.4 < 0 < run.turned[-1]


def test_and_cost_something_in_the_usual_world():
    for run in studied(1.0):
        assert run.usual[-1] < run.usual[0] - 0.1


def test_its_aim_turns_from_redness_to_taste():
    for run in studied(1.0):
        assert run.aim[0] > 70
        assert abs(run.aim[-1]) < 15


def test_half_of_the_days_make_both_worlds_alike():
    """Redness says nothing then: by symmetry the two worlds are one."""
    for run in studied(1.0):
        assert abs(run.usual[-1] - run.turned[-1]) < 0.1


def test_with_perfect_taste_there_is_nothing_to_steer():
    for run in studied(0.0):
        assert run.turned.min() > 0.7


def test_sentence_names_the_first_share_that_suffices():
    each = [mixed_days.facts(run) for run in studied(1.0)]
    told = {name: Spread([one[name] for one in each]) for name in each[0]}
    assert f"With {told['enough']:.0f} reversed days" in mixed_days.finding(told)
    assert all(one["enough"] in mixed_days.ODD for one in each)
