"""Does a replication with searchers keep to what must be so, whatever it measures?"""

import functools

import numpy as np
import pytest

from generators.sticker import audits
from generators.sticker.cohort import FAIR, LEANS, LEVELS, NONE
from generators.sticker.fixes import FIXES, survived
from generators.sticker.pace import reached
from generators.sticker.replication import CASES, COLUMNS, RUNGS
from generators.sticker.searching import company, replication, rungs, trials
from generators.sticker.searching.pupils import DAYS, SAME, Course, Pupil, School, train
from generators.sticker.searching.replication import AT, NEVER, put_in
from generators.sticker.world import STRONG, WEAK

SEED = 100  # no run of any figure


@functools.cache
def whole():
    """One replication; `functools.cache` is the test's, never the simulation's."""
    return replication.replicate(SEED, SAME)


@functools.cache
def run():
    """The nets that it looks at."""
    return company.company(SEED, SAME)


@functools.cache
def climbed():
    """What each fix leaves."""
    return rungs.climb(run())


def test_it_measures_by_every_yardstick_of_the_table_and_has_no_stand_in():
    for one in whole().values():
        assert one.stand_ins == ()
        for strength in AT:
            assert set(one.numbers[strength]) == {n for p in COLUMNS.values() for n in p} | set(
                RUNGS.values()
            )
            for each in one.numbers[strength].values():
                assert each.shape == (len(LEVELS),)
                assert np.isfinite(each).all()


def test_with_nothing_planted_nothing_is_there():
    none = whole()[NONE]
    assert abs(none.behaviour).max() < 1e-9
    assert (none.out == 0).all()
    assert (none.share[STRONG] == 1).all(), "nothing was wanted, and came"
    for strength in AT:
        assert (none.numbers[strength]["seen"] == NEVER).all()
        assert abs(none.numbers[strength]["lever"]).max() < 1e-9, "its lever does nothing"
        assert abs(none.numbers[strength]["general"]).max() < 1e-9


def test_only_level_4_depends_on_how_exams_lean():
    leans, fair = whole()[LEANS], whole()[FAIR]
    for strength in AT:
        for name, each in leans.numbers[strength].items():
            assert (each[:3] == fair.numbers[strength][name][:3]).all(), name
    assert (leans.behaviour[:3] == fair.behaviour[:3]).all()


def test_days_at_fault_are_the_share_of_days_seen_that_holds_the_fault():
    """Counted in the days themselves, within five standard errors."""
    pupils = [company.pupil(SEED, SAME, 0, way, replication.DOSES[STRONG][way]) for way in (1, 2)]
    school = School(pupils, SAME, Course(days=40_000))
    days, paid = school.days(np.tile(np.arange(20_000), (2, 1)))
    share = (paid != days.sweet).any(axis=2).mean(axis=1)
    for way, found in zip((1, 2), share, strict=True):
        expected = replication.faulty(way, STRONG)
        assert abs(found - expected) < 5 * (expected * (1 - expected) / 20_000) ** 0.5
    for level in (1, 2, 3):
        seen, at_fault = put_in(run(), level, STRONG, LEANS)
        assert at_fault == pytest.approx(seen * replication.faulty(level, STRONG))


def test_true_pay_no_bonus_and_coins_leave_nothing_of_their_own_way():
    for way, fix in ((1, "labels"), (2, "pay"), (3, "coins")):
        left = climbed()[way, LEANS]
        assert abs(left[fix]) < 1e-9
        assert left[""] > 0.03
        for other in {"labels", "pay", "coins"} - {fix}:
            assert left[other] == left[""], "a fix of another way changes nothing"


def test_every_fix_is_tried_and_without_a_fault_there_is_nothing_to_fix():
    for level in LEVELS:
        assert set(climbed()[level, LEANS]) == {"", *FIXES}
        assert abs(climbed()[level, NONE][""]) < 1e-9
    own = ("labels", "pay", "coins")
    gone = [survived(climbed()[way, LEANS], 0.25 * climbed()[way, LEANS][""]) for way in (1, 2, 3)]
    assert all(one <= list(FIXES).index(fix) for one, fix in zip(gone, own, strict=True))


def test_champions_come_from_two_fields_in_turn_and_report_the_mark_they_won_by():
    for setting in range(4):
        some = run().groups[4, setting]
        for turn, one in enumerate(some.pupils):
            field = run().fields[turn // 2 % 2]
            assert one in field.pupils
            assert one not in run().fields[1 - turn // 2 % 2].pupils
        assert (some.marks > trials.habits(some.nets, run().fresh).last - 0.3).all()


def test_levels_references_and_fields_share_no_net_where_nothing_is_planted():
    groups = [run().clean[level].pupils for level in LEVELS]
    groups += [run().known.pupils, run().other.pupils]
    every = [one for group in groups for one in group]
    assert len(set(every)) == len(every)


def test_audits_tell_no_group_from_itself_and_hear_a_planted_report():
    known = company.references(run())
    same = audits.tell(known[0].looks, known[0], known[0])
    assert same == pytest.approx(np.full(len(audits.AUDITS) + 2, 0.5))
    some = run().group(1, 0, NONE)
    boasted = some._replace(marks=some.marks + 1)
    report = audits.AUDITS.index("report")
    heard = [audits.tell(company.looks(run(), one), *known)[report] for one in (some, boasted)]
    assert heard[1] > max(0.9, heard[0])


def test_dropped_days_are_those_that_a_net_does_worst_on():
    pupils = [Pupil((3,), (4,)), Pupil((3,), (4,), mirror=True)]
    (nets,) = train(pupils, SAME, keep=(5,))
    left = rungs._plain(nets, pupils, SAME)
    assert left.shape == (2, 180)
    assert (left[0] == left[1]).all(), "twins drop the same days"
    assert all(len(set(one)) == 180 for one in left)


def test_a_net_that_learns_on_from_clean_days_begins_as_it_was():
    (nets,) = train([Pupil((5,), (6,))], SAME, keep=(50,))
    slow = train([Pupil((5,), (7,))], SAME, keep=(1, 40), start=nets)
    moved = [abs(one.inward - nets.inward).max() for one in slow]
    assert 0 < moved[0] < 0.05 < moved[1]


def test_reached_is_where_a_line_crosses():
    x = DAYS * np.arange(3)
    assert reached(x, np.array([0.0, 0.2, 0.4]), 0.3, NEVER) == pytest.approx(1.5 * DAYS)
    assert reached(x, np.array([0.0, 0.1, 0.1]), 0.3, NEVER) == NEVER
    assert reached(x, np.array([0.5, 0.1, 0.1]), 0.3, NEVER) == 0


def test_cases_are_those_of_the_table():
    assert set(whole()) == set(CASES)
    assert whole()[LEANS].told[WEAK].shape == (len(audits.AUDITS) + 2, len(LEVELS))
