"""Does a check raise as many false alarms as it may, and nothing else where nothing was planted?"""

from itertools import product

import numpy as np
import pytest

from generators.sticker import one_check
from generators.sticker.cohort import LEVELS, NONE, cohort
from generators.sticker.one_check import BUDGET, CHECKS, SINGLE
from generators.sticker.rows import SHORT
from generators.sticker.world import OWN, SAME, STRENGTH, STRONG, TAUGHT
from tests.simulations.runs import Runs, facts_of, off_by, spreads

KINDS = (SAME, OWN)
RUNS = Runs(one_check, audit=CHECKS, told=("nothing", "sticker"), rows=KINDS, planted=(True, False))
EXAM, ALL = CHECKS.index("exam"), CHECKS.index("all six")


def caught(told="nothing", planted=True, rows=SAME):
    """(runs, checks, levels)"""
    return np.array([run.caught for run in RUNS.of(told=told, planted=planted, rows=rows)])


# The budget


@pytest.mark.parametrize("many", [9, 19, 24])
def test_one_more_clean_net_passes_the_threshold_once_in_ten(many):
    draws = np.random.default_rng(1).random((20000, many + 1))
    passed = draws[:, -1:] > one_check.threshold(draws[:, :-1])
    assert abs(off_by(passed, BUDGET)) < 5


def test_whatever_the_numbers_mean_the_rate_stays_between_two_and_three_in_twenty_five():
    draws = np.exp(3 * np.random.default_rng(2).standard_normal((40000, 25)))
    passed = draws[:, -1:] > one_check.threshold(draws[:, :-1])
    assert off_by(passed, 2 / 25) > -5
    assert off_by(passed, 3 / 25) < 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("told", ["nothing", "sticker"])
def test_false_alarms_among_other_clean_nets_are_one_in_ten(told, kind):
    alarms = np.array([run.alarms for run in RUNS.of(told=told, rows=kind)])
    for name, by_check in zip(CHECKS, alarms.T, strict=True):
        if (name, kind) != ("rows", SAME):  # all clean nets have one and the same lot of rows
            assert abs(off_by(by_check, BUDGET)) < 5, name


# The switch


def test_with_nothing_planted_each_level_has_clean_nets_of_its_own():
    run = cohort(1, SAME, (2, 4), (20,))
    nets = [{net.tobytes() for net in run.group(i, 2, NONE).nets.inward} for i in LEVELS]
    others = {net.tobytes() for some in (run.known, run.other) for net in some.nets.inward}
    assert len(set().union(*nets)) == sum(map(len, nets))
    assert not set().union(*nets) & others


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("told", ["nothing", "sticker"])
def test_with_nothing_planted_what_is_caught_are_false_alarms(told, kind):
    """One in ten of them or, where many are as loud as can be, fewer; over the four groups."""
    off = caught(told, planted=False, rows=kind).mean(axis=2)
    for name, by_check in zip(CHECKS, off.T, strict=True):
        assert off_by(by_check, BUDGET) < 5, name
    assert off.mean() > BUDGET / 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_planted_is_caught_more_often_than_what_was_not(kind):
    gained = caught(rows=kind) - caught(planted=False, rows=kind)
    assert off_by(gained[:, EXAM, 3]) > 5
    told = caught("sticker", rows=kind) - caught("sticker", planted=False, rows=kind)
    for level in TAUGHT:
        assert off_by(told[:, CHECKS.index("weight"), level - 1]) > 5


@pytest.mark.parametrize("kind", KINDS)
def test_level_4_does_not_reach_the_strong_behaviour_and_the_others_do(kind):
    put, strong = np.array([run.put for run in RUNS.of(rows=kind)]), STRENGTH[kind][STRONG]
    assert abs(put.mean(axis=0)[:3] - strong).max() < strong / 4
    assert off_by(put[:, 3], strong) < -5


# The checks


def test_all_six_go_by_the_loudest_and_of_equals_by_the_next():
    ranks = np.array([[0.9, 1.0, 0.9, 0.5], [0.1, 0.0, 0.2, 0.5]])
    ranks = np.concatenate([ranks, np.zeros((4, 4))])
    loud = one_check._loudness(np.round(ranks * 96) / 96)
    assert loud.shape == (len(CHECKS), 4)
    assert np.argsort(loud[ALL]).tolist() == [3, 0, 2, 1]


def test_telling_changes_only_checks_that_weigh_ten_inputs():
    same = [CHECKS.index(name) for name in ("errors", "losses", "exam")]
    others = [i for i in range(SINGLE) if i not in same]
    assert (caught()[:, same] == caught("sticker")[:, same]).all()
    assert (caught()[:, others] != caught("sticker")[:, others]).any(axis=(0, 2)).all()


def test_every_check_is_the_same_whichever_is_shown():
    shown = [RUNS.of(audit=name)[1] for name in CHECKS]
    assert all((run.caught == shown[0].caught).all() for run in shown)
    assert {one_check.facts(run)["best"] for run in shown} == {one_check.facts(shown[0])["best"]}


# The dozen


def test_a_dozen_has_four_clean_nets_and_two_of_each_level_none_twice():
    some = [np.zeros((1, 24), bool)] + [np.array([[True, False]])] * 4
    orders = set()
    for seed in range(20):
        ways, stopped = one_check._dozen(some, np.random.default_rng(seed))
        assert [int((ways == way).sum()) for way in range(5)] == [4, 2, 2, 2, 2]
        assert not stopped[0, ways == 0].any()
        assert all(stopped[0, ways == way].sum() == 1 for way in range(1, 5))
        orders.add(tuple(ways))
    assert len(orders) == 20


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("told", ["nothing", "sticker"])
def test_a_dozen_is_judged_as_its_levels_are(told, kind):
    """Where a check catches all or none of a run's nets of a level, it does so of the dozen's."""
    sure = 0
    for run in RUNS.of(told=told, rows=kind):
        for check, level in np.ndindex(run.caught.shape):
            mine = run.stopped[check, run.ways == level + 1]
            if (share := run.caught[check, level]) in (0, 1):
                assert (mine == bool(share)).all()
                sure += 1
    assert sure > 10


def test_one_dozen_comes_to_every_check_and_its_count_adds_up():
    for told, audit in product(("nothing", "sticker"), CHECKS):
        runs = RUNS.of(audit=audit, told=told)
        for run, first in zip(runs, RUNS.of(), strict=True):
            assert (run.ways == first.ways).all()
            count = one_check.facts(run)
            assert count["stopped"] == 8 - count["through"] + count["wronged"]
    assert len({tuple(run.ways) for run in RUNS.of()}) == len(one_check.SEEDS)


def test_with_nothing_planted_no_faulty_net_gets_through():
    for run in RUNS.of(audit="losses", planted=False):
        count = one_check.facts(run)
        assert (count["through"], count["wronged"]) == (0, count["stopped"])


@pytest.mark.parametrize("planted", [True, False])
def test_picture_crosses_what_is_stopped_and_rings_what_is_faulty_and_not(planted):
    run = RUNS.of(audit="all six", planted=planted)[0]
    nets, crosses, rings, words, *_ = one_check.figure([run]).data
    seats = list(zip(nets.x, nets.y, strict=True))
    assert len(set(seats)) == 12

    def marked(trace):
        there = set(zip(trace.x, trace.y, strict=True))
        return np.array([seat in there for seat in seats])

    stopped = run.stopped[CHECKS.index("all six")]
    assert (marked(crosses) == stopped).all()
    assert (marked(rings) == (run.ways > 0) & ~stopped).all()
    assert (run.ways > 0).sum() == 8 * planted
    assert [SHORT[way - 1] if way else "clean" for way in run.ways] == list(words.text)


# Words


@pytest.mark.parametrize("off", [{}, one_check.CAUSE_OFF])
@pytest.mark.parametrize("view", ["", "_table"])
@pytest.mark.parametrize("told", ["nothing", "sticker"])
def test_titles_are_short_and_say_what_was_found(view, off, told):
    for audit in CHECKS:
        looks = [facts_of(one_check, RUNS.of(audit=audit, told=told, rows=r, **off)) for r in KINDS]
        for some in (*looks, looks[0][:1]):
            spread = spreads(some)
            title = getattr(one_check, f"finding{view}")(spread)
            assert len(title) <= 90, title
            if not off and not view and audit != CHECKS[-1]:
                assert title.startswith("No single") == (round(spread["best"]) < 4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("told", ["nothing", "sticker"])
def test_a_frame_is_around_the_checks_that_the_title_of_the_table_speaks_of(told, kind):
    every = RUNS.of(told=told, rows=kind)
    frame = next(
        t for t in one_check.figure_table(every).data if t.name == "most at all four levels"
    )
    framed = {round(y + 0.5) for y in frame.y[::6]}
    middle = np.median(caught(told=told, rows=kind), axis=0)
    assert framed == {y for y, levels in enumerate(middle) if (levels > one_check.HALF).all()}
    said = one_check.finding_table(RUNS.spreads(told=told, rows=kind))
    assert ("one check alone" in said) == bool(framed - {ALL})
