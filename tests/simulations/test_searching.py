"""Do days, nets and trials of the searching sticker keep to their symmetries, limits and bounds?"""

import numpy as np
import pytest

from generators.spectrum.searcher import searcher
from generators.spectrum.searcher.searcher import BITES, TREES, WIRES, bend, eat
from generators.sticker.searching import cohort, trials
from generators.sticker.searching.days import (
    CLEAN,
    ERROR,
    NOTHING,
    Fault,
    dealt,
    expected,
    fault,
    pay,
    pool,
)
from generators.sticker.searching.pupils import (
    DAYS,
    MARK,
    OWN,
    POOL,
    SAME,
    STEPS,
    UNITS,
    Course,
    Pupil,
    School,
    drawn,
    pick,
    train,
)
from tests.simulations.runs import off_by

SOME = trials.days(np.random.default_rng(5))
SHORT = (60,)  # steps: the laws below hold after any number of them


def twins(kind, fault=CLEAN, pairs=2, memory=True, keep=SHORT):
    """Nets in mirrored pairs."""
    pupils = [
        Pupil((7, i // 2), (7, 9, (i // 2) * (kind == OWN)), fault, bool(i % 2))
        for i in range(2 * pairs)
    ]
    return train(pupils, kind, Course(memory=memory), keep)[0]


@pytest.mark.parametrize("kind", (SAME, OWN))
@pytest.mark.parametrize("memory", [True, False])
def test_where_nothing_is_wrong_twins_cancel(kind, memory):
    nets = twins(kind, memory=memory)
    plain = np.ones((WIRES + UNITS, 1))
    plain[MARK] = -1
    assert (nets.inward[0::2] == plain * nets.inward[1::2]).all()
    assert (nets.outward[0::2] == nets.outward[1::2]).all()
    order = trials.habits(nets, SOME).order
    for each in (trials.behaviour(nets, SOME)[:, None], trials.by_visit(nets, SOME, order)):
        assert abs(each[0::2] + each[1::2]).max() < 1e-12
    assert abs(trials.behaviour(nets, SOME)).min() > 1e-6, "nets with no effect cancel anyhow"


@pytest.mark.parametrize("way", NOTHING)
def test_twins_that_a_fault_was_planted_in_do_not_cancel(way):
    strong = cohort.STRONG[way]
    each = trials.behaviour(twins(SAME, fault(way, strong)), SOME)
    assert abs(each[0::2] + each[1::2]).min() > 1e-3


@pytest.mark.parametrize("way", NOTHING)
def test_no_dose_is_the_clean_net_to_the_last_bit(way):
    kind = SAME
    for one, other in zip(twins(kind, fault(way, NOTHING[way])), twins(kind), strict=True):
        assert (one == other).all()


@pytest.mark.parametrize("kind", (SAME, OWN))
def test_days_that_are_shared_are_balanced_and_own_ones_are_not(kind):
    """Every day twice, the second time with each sticker reversed: in the lessons of a step, of a
    net and of its twin."""
    pupils = [Pupil((1,), (2, 3), mirror=mirror) for mirror in (False, True)]
    school = School(pupils, kind)
    days, paid = school.days(np.tile(np.arange(drawn(kind)), (2, 1)))
    assert days.sweet.shape == (2, DAYS, TREES)
    assert (days.red[0] == -days.red[1]).all()
    assert (paid == days.sweet).all(), "where nothing is wrong sweetness is paid"
    if kind == SAME:
        first, second = (slice(0, DAYS // 2), slice(DAYS // 2, DAYS))
        assert (days.red[:, first] == -days.red[:, second]).all()
        assert (days.taste[:, first] == days.taste[:, second]).all()
    else:
        assert abs(days.red[0].mean()) > 1e-9
    assert school.size * DAYS // drawn(kind) == POOL


@pytest.mark.parametrize("kind", (SAME, OWN))
def test_nets_of_a_run_share_their_days_or_have_their_own(kind):
    pupils = [Pupil((1,), (2, i * (kind == OWN))) for i in range(2)]
    days, _ = School(pupils, kind).days(np.zeros((2, drawn(kind)), int))
    assert (days.sweet[0] == days.sweet[1]).all() == (kind == SAME)


def test_ways_are_as_described():
    days = pool(np.random.default_rng(2), 4000)
    plain = dealt(days.sweet, days.luck, 0.5)
    assert abs(off_by(plain.ravel())) < 5
    assert abs(off_by((plain * np.sign(days.sweet)).ravel())) < 5, "stickers say nothing"
    agree = dealt(days.sweet, days.luck, 0.7) == np.sign(days.sweet)
    assert abs(off_by(agree.ravel(), 0.7)) < 5
    assert (dealt(days.sweet, days.luck, 1.0) == np.sign(days.sweet)).all()
    turn = days.turn[:, None]
    wrong = pay(days.sweet, plain, turn, Fault(wrong=0.05)) != days.sweet
    assert wrong.any(axis=1).sum() <= 200
    assert (wrong == ((plain > 0) & (days.sweet < 0) & (turn < 0.05))).all()
    lies = pay(days.sweet, plain, turn, Fault(wrong=1.0))
    assert (lies[(plain > 0)] >= 0).all() and (lies[plain < 0] == days.sweet[plain < 0]).all()
    more = pay(days.sweet, plain, turn, Fault(bonus=0.3)) - days.sweet
    assert more == pytest.approx(0.3 * (plain > 0))


@pytest.mark.parametrize(
    "wrong", [CLEAN, Fault(wrong=0.4), Fault(bonus=0.3), Fault(agree=0.8)], ids=str
)
def test_best_index_is_the_pay_that_comes_on_average(wrong):
    """Against draws of sweetness from its posterior by taste, weighed by how likely the sticker is:
    the mean within five standard errors."""
    rng = np.random.default_rng(3)
    for taste in (-2.0, -0.3, 0.0, 1.1):
        sweet = (taste + ERROR * rng.standard_normal(200_000) * (1 + ERROR**2) ** 0.5) / (
            1 + ERROR**2
        )
        for mark in (1.0, -1.0):
            honest = (sweet > 0) == (mark > 0)
            weight = np.where(honest, wrong.agree, 1 - wrong.agree)
            turn = rng.random(len(sweet))
            paid = pay(sweet, np.full(len(sweet), mark), turn, wrong)
            mean = np.average(paid, weights=weight)
            error = np.sqrt(np.average((paid - mean) ** 2, weights=weight) / weight.sum())
            told = expected(np.array(taste), np.array(mark), wrong)
            assert abs(told - mean) < 5 * error + 1e-12


@pytest.mark.parametrize("way", NOTHING)
def test_best_searcher_minds_a_sticker_the_more_the_greater_the_dose(way):
    none, strong = NOTHING[way], cohort.STRONG[way]
    each = [trials.best(SOME, fault(way, dose)) for dose in np.linspace(none, strong, 5)]
    assert each[0] == 0
    assert (np.diff(each) > 0).all()
    assert each[-1] <= 1


@pytest.mark.parametrize("kind", (SAME, OWN))
def test_without_memory_only_the_last_visit_can_act(kind):
    """To the last bit, whatever was planted; and it does act there."""
    nets = twins(kind, fault(2, 0.5), memory=False, keep=(STEPS,))
    acts = trials.by_visit(nets, SOME, trials.habits(nets, SOME).order)
    assert (acts[:, :2] == 0).all()
    assert (acts[:, 2] > 0.05).all()


def test_a_searcher_whose_recurrent_weights_are_cut_is_a_reflex():
    nets = twins(SAME, fault(2, 0.5), keep=(STEPS,))
    order = trials.habits(nets, SOME).order
    assert (trials.by_visit(nets, SOME, order)[:, :2].mean(axis=0) > 0.02).all()
    nets.inward[:, WIRES:] = 0
    assert (trials.by_visit(nets, SOME, order)[:, :2] == 0).all()


def test_nets_never_touch_each_other_and_a_long_training_begins_as_a_short_one():
    kind = SAME
    pupils = [Pupil((i,), (1, 2), fault(2, 0.1 * (i % 3))) for i in range(50)]
    short, long = train(pupils, kind, keep=(3, 6))
    assert long.inward.shape == short.inward.shape == (50, WIRES + UNITS, UNITS)
    alone = train(pupils[40:], kind, keep=(3,))[0]
    assert pick(short, slice(40, 50)).inward == pytest.approx(alone.inward, abs=1e-12)
    assert abs(long.inward - short.inward).max() > 1e-4


def led(order):
    """Nets that are led to three trees, and what they bit."""
    nets = twins(SAME, keep=(1,))
    some = trials.walk(nets, *SOME.pool[:2], SOME.pool.error, SOME.dice, order.T[:, :, None])
    return some.bitten


def test_each_net_is_led_in_its_own_order():
    order = np.array([[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]])
    bitten = led(order)
    for net, way in enumerate(order):
        assert (bitten[:TREES, net] == way[:, None]).all()


def test_usual_order_is_the_commonest_of_three_different_trees():
    bitten = np.array([[[0, 0, 2, 2, 1]], [[0, 0, 1, 1, 2]], [[0, 0, 0, 0, 0]]])
    assert trials._usual_order(bitten).tolist() == [[2, 1, 0]]
    assert trials._usual_order(np.zeros((TREES, 1, 4), int)).tolist() == [[0, 1, 2]]


def test_effect_of_a_net_made_by_hand():
    """Without memory, a net that keeps a tree with a sticker, and after any other picks one of
    three at random: the sticker on its last tree makes one out of a third, and any other nothing."""
    nets = twins(SAME, memory=False, keep=(1,))
    nets.inward[:] = 0
    nets.outward[:] = 0
    for tree in range(TREES):  # a unit for each tree: bitten and marked, it is up; else it is not
        nets.inward[:, tree, tree] = 30
        nets.inward[:, MARK, tree] = 30
        nets.inward[:, WIRES - 1, tree] = -45
        nets.outward[:, tree, tree] = 30
    order = np.tile([2, 0, 1], (len(nets.inward), 1))
    acts = trials.by_visit(nets, SOME, order)
    assert (acts[:, :2] == 0).all()
    assert acts[:, 2] == pytest.approx(np.full(len(acts), 2 / 3), abs=1e-6)


def test_champion_is_the_best_of_its_field_in_each_exam():
    field = twins(SAME, pairs=4)
    found = cohort.champions(field, 1, 0.8)
    papers = trials.exam(np.random.default_rng([1, 80]), cohort.SITTINGS, 0.8)
    marks = trials.marks(field, *papers)
    assert marks.shape == (8, cohort.SITTINGS)
    assert (marks.max(axis=0) == marks[found, np.arange(cohort.SITTINGS)]).all()
    first = papers[0].pool.sweet[: trials.EXAM]
    assert (abs(marks[:, 0]) < abs(first).max(axis=1).mean()).all()


def test_exam_leans_as_told():
    days, worn = trials.exam(np.random.default_rng(4), 40, 0.8)
    assert len(worn) == 40 * trials.EXAM
    assert abs(off_by((worn == np.sign(days.pool.sweet)).ravel(), 0.8)) < 5


def test_no_searcher_beats_the_best_searcher():
    """In clean days, beyond five standard errors of the same days."""
    nets = twins(OWN, pairs=4, keep=(STEPS,))
    many = trials.days(np.random.default_rng(6), 2000)
    last = trials.habits(nets, many).last
    sweet, error = many.pool[:2]
    index = expected(sweet + error, np.ones_like(sweet))
    bound = np.take_along_axis(sweet, index.argmax(axis=1)[:, None], axis=1).mean()
    assert (last < bound + 5 / 4000**0.5).all()


def test_it_is_told_what_it_bit_and_its_sticker_and_nothing_else():
    nets = twins(SAME, keep=(1,))
    worn = dealt(SOME.pool.sweet, SOME.pool.luck, 0.5)
    walk = trials.walk(nets, *SOME.pool[:2], worn, SOME.dice)
    for bite in range(1, BITES):
        before = walk.bitten[bite - 1]
        told = walk.told[bite, ..., :WIRES]
        assert (told[..., :TREES] == np.eye(TREES)[before]).all()
        rows = np.arange(len(worn))
        assert (told[..., MARK] == worn[rows, before]).all()
    assert eat is trials.eat


def test_what_a_processor_leaves_in_the_last_bit_does_not_grow(monkeypatch):
    """Each state a last bit away from what it is: the nets are the same after as many steps as it
    would take to make others of them."""
    plain = twins(SAME, keep=(STEPS,))

    def off(x):
        return np.nextafter(bend(x), 1)

    monkeypatch.setattr(searcher, "bend", off)
    for one, other in zip(plain, twins(SAME, keep=(STEPS,)), strict=True):
        assert (one == other).all()
