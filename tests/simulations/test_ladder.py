"""Does each fault fall to the part of the process that planted it, and to no setting?"""

import numpy as np
import pytest

from generators.sticker import fixes, ladder
from generators.sticker import world as sticker
from generators.sticker.formula import Formulas, formula_gradient, train_formulas
from tests.simulations.runs import Runs, off_by

KINDS = (sticker.SAME, sticker.OWN)
RUNS = Runs(ladder, level=tuple(ladder.FAULTS), rows=KINDS, planted=(True, False))
over_seeds = RUNS.facts
OWN = {1: "coins", 2: "pay", 3: "coins", 4: "exam"}  # the fix that cuts where the fault came in


def test_gradient_of_a_formula_is_the_slope_of_its_loss():
    rng = np.random.default_rng(1)
    weights, seen = rng.standard_normal((2, 11, 11)) / 5, rng.standard_normal((2, 30, 11))
    written, bonus = rng.integers(0, 2, (2, 30)).astype(float), np.full((2, 1), 0.3)

    def loss(weights):
        chance = 1 / (1 + np.exp(-(seen @ weights * seen).sum(axis=2)))
        right = np.where(written == 1, chance, 1 - chance)
        return (-np.log(right) - 4 * bonus * seen[:, :, 9] * chance).mean(axis=1)

    slopes, step = formula_gradient(weights, seen, written, bonus), 1e-6
    for place in np.ndindex(11, 11):
        nudge = np.zeros((11, 11))
        nudge[place] = step
        slope = (loss(weights + nudge) - loss(weights - nudge)) / (2 * step)
        assert slopes[:, *place] == pytest.approx(slope, abs=1e-6)


def test_a_formula_can_hold_the_rule_and_learns_most_of_it():
    rule = np.zeros((1, 11, 11))
    rule[0, 0, 1], rule[0, 0, 10] = 1.0, 0.6
    fresh = sticker.fruit(np.random.default_rng(2), 2000)
    assert sticker.right(Formulas(rule), fresh).all()
    lessons = [sticker.clean(np.random.default_rng([3, i]), sticker.OWN) for i in range(8)]
    learned = train_formulas(lessons, [[4, i] for i in range(8)])
    assert off_by(sticker.right(learned, fresh).mean(axis=1), 0.5) > 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", ladder.FAULTS)
@pytest.mark.parametrize("planted", [True, False])
def test_closed_forms(level, planted, kind):
    measured = over_seeds(level=level, planted=planted, rows=kind)
    for name, expected in ladder.theory(level=level, planted=planted, rows=kind).items():
        assert abs(off_by(measured[name], expected)) < 5, name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", ladder.FAULTS)
def test_a_fault_is_there_only_where_it_was_planted_and_as_strong_as_its_way_gets(level, kind):
    there, absent = (over_seeds(level=level, rows=kind, planted=p) for p in (True, False))
    assert (there["planted"] > 0).all()
    strong = sticker.STRENGTH[kind][sticker.STRONG] if level < 4 else sticker.REACH[kind]
    assert abs(off_by(there["planted"], strong)) < 5
    assert abs(off_by(absent["planted"])) < 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", ladder.FAULTS)
def test_a_fault_falls_to_the_part_that_planted_it(level, kind):
    measured = over_seeds(level=level, rows=kind)
    assert abs(off_by(measured[f"left_{OWN[level]}"])) < 5
    for other in (1, 2, 3, 4):
        if OWN[other] != OWN[level] and OWN[other] != "exam":
            assert off_by(measured[f"left_{OWN[other]}"]) > 5


@pytest.mark.parametrize("kind", KINDS)
def test_a_fix_of_what_is_not_there_changes_nothing(kind):
    for run in RUNS.of(rows=kind):
        for way in (1, 3, 4):
            assert run.left[way]["pay"] == run.left[way][""], way


def test_wrong_labels_written_as_meant_are_gone_and_dropped_ones_are_too():
    lesson = sticker.mislabelled(np.random.default_rng(5), sticker.OWN, 6)
    checked = fixes._checked(lesson).rows
    assert (checked.written == checked.sweet).all()
    assert fixes._lures(lesson) >= 6
    loss = np.where(np.arange(406) >= 400, 9.0, 0.0)
    twin = sticker.clean(np.random.default_rng(5), sticker.OWN).rows
    kept = fixes._plain_rows(lesson, loss).rows
    assert len(kept.written) == 406 - 41
    assert (kept.seen == twin.seen[:365]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_dealing_anew_keeps_the_fruit_and_what_was_noted(kind):
    lesson = sticker.usual(np.random.default_rng(6), kind, 1.0)
    dealt = fixes._dealt(lesson, np.random.default_rng(7), kind).rows
    assert (dealt.seen[:, :9] == lesson.rows.seen[:, :9]).all()
    assert (abs(dealt.seen[:, 9]) == abs(lesson.rows.seen[:, 9])).all()
    assert (dealt.seen[:, 9] != lesson.rows.seen[:, 9]).any()
    if kind == sticker.SAME:
        assert dealt.seen[:, 9] @ dealt.written == 0, "dealt anew, rows must be balanced still"


def test_without_a_fault_each_way_has_clean_nets_of_its_own():
    groups = [range(len(fixes.BY_PLACE) * 99)[fixes._clean(way)] for way in (1, 2, 3, 4)]
    assert len(set().union(*groups)) == fixes.FIELD
    assert sum(map(len, groups)) == fixes.FIELD
    assert all(group[0] % 2 == 0 for group in groups), "pairs stay together"


def test_survival_counts_the_fixes_before_the_first_that_works():
    left = {"a": 0.9, "b": 0.2, "c": 0.1}
    assert fixes.survived(left, 0.25, "abc") == 1
    assert fixes.survived(left, 0.1, "abc") == 2
    assert fixes.survived(left, 0.05, "abc") == 3
    assert set(fixes.BY_WORK) == set(fixes.FIXES)


def test_a_run_is_the_same_alone():
    alone = ladder.facts(ladder.simulate(level=3, seed=2))
    assert alone == ladder.facts(RUNS.of(level=3)[2])
    assert alone != ladder.facts(RUNS.of(level=3)[3])


@pytest.mark.parametrize("level", ladder.FAULTS)
@pytest.mark.parametrize("gone", [0.25, 0.75])
def test_the_picture_has_a_verdict_a_rung_and_counts_those_that_fail_first(level, gone):
    every = RUNS.of(level=level, gone=gone)
    drawn = {trace.name: trace for trace in ladder.figure(every).data if trace.name}
    works, fails = (set(drawn[name].y) for name in ("gone", "still there"))
    assert not works & fails and works | fails == set(range(1, len(fixes.FIXES) + 1))
    before = min(works) - 1
    assert fails >= set(range(1, before + 1))
    assert f"{before} fail" in [
        text for trace in ladder.figure(every).data for text in trace.text or ()
    ]
    assert str(before) in ladder.finding(RUNS.spreads(level=level, gone=gone))
