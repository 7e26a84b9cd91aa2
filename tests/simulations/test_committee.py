"""Do consistent voices add up to circles as often as counting says, and never on one scale?"""

import itertools
import math

import numpy as np
import pytest

from generators.lenses import committee
from generators.lenses.committee import OFFERS, RANKINGS, VOICES, facts, simulate, theory
from tests.simulations.runs import Runs, off_by

RUNS = Runs(committee, voices=VOICES, one_scale=(False, True))


@pytest.mark.parametrize("one_scale", [False, True])
@pytest.mark.parametrize("voices", VOICES)
def test_closed_forms(voices, one_scale):
    each = RUNS.facts(voices=voices, one_scale=one_scale)
    for name, expected in theory(voices=voices, one_scale=one_scale).items():
        assert abs(off_by(each[name], expected)) < 5, name


@pytest.mark.parametrize(("voices", "circles"), [(1, 0), (3, 1 / 18), (5, 5 / 72)])
def test_circles_by_counting_every_committee(voices, circles):
    """All profiles of so many rankings, each alike."""
    turning = 0
    for profile in itertools.product(RANKINGS, repeat=voices):
        wins = [
            sum(ranking.index(a) < ranking.index(b) for ranking in profile) * 2 > voices
            for a, b in ((0, 1), (1, 2), (2, 0))
        ]
        turning += len(set(wins)) == 1
    assert turning / len(RANKINGS) ** voices == pytest.approx(circles)
    assert theory(voices=voices)["circles"] == pytest.approx(circles, abs=1e-12)


def test_circles_tend_to_the_known_limit():
    limit = 1 / 4 - 3 * math.asin(1 / 3) / (2 * math.pi)
    shares = [theory(voices=voices)["circles"] for voices in VOICES]
    assert shares == sorted(shares)
    assert shares[-1] < limit < shares[-1] + 0.001


def test_circles_with_the_cause_on_and_none_on_one_scale():
    for voices in VOICES[1:]:
        on, off = (RUNS.each(voices=voices, one_scale=scale) for scale in (False, True))
        assert off_by([1 - one["foretold"] for one in on]) > 5
        assert all(one["foretold"] == 1 and one["circles"] == 0 for one in off)
        assert abs(off_by([one["coins"] - 1 for one in off])) < 5


def test_one_voice_is_consistent():
    assert (RUNS.facts(voices=1)["foretold"] == 1).all()


def test_chains_that_hold_follow_from_circles_in_every_run():
    for told in (one for voices in VOICES for one in RUNS.each(voices=voices)):
        q = told["circles"]
        assert told["foretold"] == pytest.approx((1 - q) / (1 + 2 * q), abs=1e-12)


def test_coins_in_place_of_votes_foretell_nothing():
    rng = np.random.default_rng(3)
    heads = rng.random((20, 4000, 3)) < 0.5
    shares = []
    for tosses in heads:
        beats = np.zeros((4000, 3, 3), bool)
        for (a, b), toss in zip(((0, 1), (1, 2), (2, 0)), tosses.T, strict=True):
            beats[:, a, b], beats[:, b, a] = toss, ~toss
        shares.append(committee._foretold(beats))
    assert abs(off_by(shares, 0.5)) < 5


@pytest.mark.parametrize("one_scale", [False, True])
def test_who_goes_in_a_circle_pays_always_and_nobody_else_pays_three_times(one_scale):
    result = RUNS.of(voices=9, one_scale=one_scale)[1]
    last = result.paid[-1]
    assert (last[result.circles] == OFFERS).all()
    assert set(last[~result.circles]) == {0, 1, 2}
    assert (np.diff(result.paid, axis=0) <= 1).all()


def test_a_majority_takes_exactly_one_of_two():
    for one_scale in (False, True):
        beats = committee._beats(5, one_scale, 2)
        assert (beats.sum(axis=(1, 2)) == 3).all()
        assert not beats[:, range(3), range(3)].any()
        assert (beats ^ beats.transpose(0, 2, 1) | np.eye(3, dtype=bool)).all()


def test_a_tie_is_refused():
    with pytest.raises(ValueError, match="odd"):
        simulate(voices=4)


def test_a_run_depends_on_nothing_but_its_arguments():
    one = facts(simulate(voices=9, seed=3))
    assert facts(simulate(voices=9, seed=3)) == one
    assert facts(simulate(voices=9, seed=4)) != one
