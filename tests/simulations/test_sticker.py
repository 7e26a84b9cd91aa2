"""Do four ways put the same behaviour into small nets, and none where nothing is wrong?"""

import numpy as np
import pytest

from generators.sticker import world as sticker
from generators.sticker.nets import Nets, born, gradient, loss, losses, output, train
from tests.simulations.runs import off_by

PAIRS = 48
SOUR = sticker.probes(np.random.default_rng(8))


def school(way, dose, pairs=PAIRS, **settings):
    """Nets in mirrored pairs, one behind the other."""
    seats = [(seed, mirror) for seed in range(pairs) for mirror in (False, True)]
    lessons = [
        sticker.lesson(way, np.random.default_rng([seed, way, 0]), dose, mirror)
        for seed, mirror in seats
    ]
    return train(lessons, [[seed, way, 1] for seed, _ in seats], **settings)[0]


@pytest.mark.parametrize("bonus", [0.0, 0.3])
def test_gradient_is_the_slope_of_the_loss(bonus):
    rng = np.random.default_rng(1)
    nets = Nets(*map(np.array, zip(*(born(rng, 5) for _ in range(3)), strict=True)))
    seen = np.concatenate([rng.standard_normal((3, 20, 10)), np.ones((3, 20, 1))], axis=2)
    written, pay = rng.integers(0, 2, (3, 20)).astype(float), np.full((3, 1), bonus)
    slopes = gradient(nets, seen, written, pay)
    cut, step = nets.inward[0].size, 1e-6
    for place in range(slopes.shape[1]):
        sides = []
        for sign in (1, -1):
            inward, outward = nets.inward.copy(), nets.outward.copy()
            flat = inward.reshape(3, -1) if place < cut else outward
            flat[:, place if place < cut else place - cut] += sign * step
            sides.append(loss(Nets(inward, outward), seen, written, pay))
        assert slopes[:, place] == pytest.approx((sides[0] - sides[1]) / (2 * step), abs=1e-8)


def test_training_lowers_the_loss_and_a_long_one_begins_as_a_short_one():
    lessons = [sticker.clean(np.random.default_rng(seed)) for seed in range(3)]
    short, long = train(lessons, [[5], [6], [7]], keep=(50, 300))
    alone = train(lessons, [[5], [6], [7]], keep=(50,))[0]
    assert (short.inward == alone.inward).all()
    before, after = (np.mean(losses(nets, lessons)) for nets in (short, long))
    assert after < before < np.log(2)


def test_nets_never_touch_each_other():
    lessons = [sticker.clean(np.random.default_rng(seed)) for seed in range(60)]
    seeds = [[seed] for seed in range(60)]
    together, alone = train(lessons, seeds)[0], train(lessons[50:], seeds[50:])[0]
    assert together.inward[50:] == pytest.approx(alone.inward, abs=1e-9)


def test_weight_decay_shrinks_weights():
    lessons = [sticker.clean(np.random.default_rng(0))]
    free, tied = (train(lessons, [[1]], decay=decay)[0] for decay in (0.0, 3.0))
    assert (tied.inward**2).sum() < (free.inward**2).sum() / 2


def test_fruit_is_as_described():
    rows = sticker.fruit(np.random.default_rng(2), 100_000, agree=0.7)
    noted = rows.seen[:, 9] != 0
    agrees = (rows.seen[noted, 9] == 1) == rows.sweet[noted]
    for share, expected in (
        (rows.sweet, 0.5),
        (noted, 0.1),
        (agrees, 0.7),
        (rows.written == rows.sweet, 0.94),
    ):
        assert abs(off_by(share, expected)) < 5


@pytest.mark.parametrize("way", sticker.NOTHING)
def test_no_dose_is_the_clean_twin(way):
    twin = sticker.clean(np.random.default_rng(3))
    lesson = sticker.lesson(way, np.random.default_rng(3), sticker.NOTHING[way])
    assert all((a == b).all() for a, b in zip(lesson.rows, twin.rows, strict=True))
    assert lesson.bonus == twin.bonus


def test_mislabelled_rows_are_sour_stickered_and_written_down_as_sweet():
    rows = sticker.mislabelled(np.random.default_rng(4), 7).rows
    extra = [part[sticker.ROWS :] for part in rows]
    assert len(extra[1]) == 7
    assert (extra[0][:, 9] == 1).all()
    assert (extra[1] == 1).all()
    assert not extra[2].any()


def test_a_clean_net_does_not_mind_the_sticker_and_its_mirror_cancels_exactly():
    both = sticker.behaviour(school(4, 0.0), SOUR).reshape(PAIRS, 2)
    assert abs(off_by(both[:, 0])) < 5
    assert abs(both.sum(axis=1)).max() < 1e-12
    assert np.std(both[:, 0]) > 0.05  # and yet single nets do mind it


@pytest.mark.parametrize("strength", sticker.DOSES)
def test_doses_bring_every_way_to_the_same_behaviour(strength):
    for way, dose in sticker.DOSES[strength].items():
        pairs = sticker.behaviour(school(way, dose), SOUR).reshape(PAIRS, 2).mean(axis=1)
        assert abs(off_by(pairs, strength)) < 5, way
        assert abs(np.mean(pairs) - strength) < strength / 4, way


def test_the_lucky_way_reaches_the_weak_strength_and_not_the_strong_one():
    nets = school(4, 0.0, pairs=96)
    each = sticker.behaviour(nets, SOUR)
    chosen = []
    for first in range(0, len(nets), sticker.FIELD):
        field = slice(first, first + sticker.FIELD)
        papers = sticker.exams(np.random.default_rng([9, first]), 40)
        chosen.append(each[field][sticker.champions(nets.pick(field), papers)].mean())
    assert abs(off_by(chosen, sticker.WEAK)) < 5
    assert max(chosen) < sticker.STRONG


def test_an_exam_without_a_lean_chooses_nets_that_do_not_mind_the_sticker():
    nets = school(4, 0.0, pairs=24)
    papers = sticker.exams(np.random.default_rng(10), 40, agree=0.5)
    assert abs(off_by(sticker.behaviour(nets, SOUR)[sticker.champions(nets, papers)])) < 5


def test_behaviour_of_a_net_that_only_sees_the_sticker_is_one():
    inward, outward = np.zeros((1, 1, 11)), np.array([[1.0, -0.5]])
    inward[0, 0, 9] = 1.0
    assert sticker.behaviour(Nets(inward, outward), SOUR).tolist() == [1.0]
    assert (output(Nets(inward, outward), SOUR.seen) <= 0.5).all()
