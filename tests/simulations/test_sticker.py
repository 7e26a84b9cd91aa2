"""Do four ways put the same behaviour into small nets, and none where nothing is wrong?"""

import numpy as np
import pytest

from generators.sticker import world as sticker
from generators.sticker.nets import Nets, born, gradient, loss, losses, output, train
from tests.simulations.runs import off_by

LOTS, PAIRS = 16, 4  # of rows, where they are the same for all, and pairs of nets that share them
KINDS = (sticker.SAME, sticker.OWN)
SOUR = sticker.probes(np.random.default_rng(8))


def school(way, dose, rows, lots=LOTS, pairs=PAIRS):
    """Nets in mirrored pairs, one behind the other, lot by lot."""
    seats = [(n, i, mirror) for n in range(lots) for i in range(pairs) for mirror in (False, True)]
    lessons = [
        sticker.lesson(way, sticker.seat(rows, [n, way], i), rows, dose, mirror)
        for n, i, mirror in seats
    ]
    return train(lessons, [[n, way, i, 1] for n, i, _ in seats])[0]


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
    lessons = [sticker.clean(np.random.default_rng(seed), sticker.OWN) for seed in range(3)]
    short, long = train(lessons, [[5], [6], [7]], keep=(50, 300))
    alone = train(lessons, [[5], [6], [7]], keep=(50,))[0]
    assert (short.inward == alone.inward).all()
    before, after = (np.mean(losses(nets, lessons)) for nets in (short, long))
    assert after < before < np.log(2)


def test_nets_never_touch_each_other():
    lessons = [sticker.clean(np.random.default_rng(seed), sticker.OWN) for seed in range(60)]
    seeds = [[seed] for seed in range(60)]
    together, alone = train(lessons, seeds)[0], train(lessons[50:], seeds[50:])[0]
    assert together.inward[50:] == pytest.approx(alone.inward, abs=1e-9)


def test_weight_decay_shrinks_weights():
    lessons = [sticker.clean(np.random.default_rng(0), sticker.OWN)]
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


def test_rows_that_are_the_same_for_all_are_balanced():
    """Each fruit comes twice, written down alike, and once with each note: so no answer leans to a
    sticker, whatever the luck; of rows of its own a net's answers do."""
    rows = sticker.clean(np.random.default_rng(4), sticker.SAME).rows
    first, second = (sticker.Rows(*(part[i : i + 200] for part in rows)) for i in (0, 200))
    assert (first.seen[:, :9] == second.seen[:, :9]).all()
    assert (first.seen[:, 9] == -second.seen[:, 9]).all()
    assert (first.written == second.written).all()
    assert rows.seen[:, 9] @ rows.written == 0
    assert abs(rows.seen[:, 9]).sum() > 0
    own = [sticker.clean(np.random.default_rng(seed), sticker.OWN).rows for seed in range(20)]
    assert np.std([one.seen[:, 9] @ one.written for one in own]) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_share_of_stickers_agrees_whichever_rows_there_are(kind):
    found = []
    for seed in range(200):
        rows = sticker.usual(np.random.default_rng(seed), kind, 0.7).rows
        noted = rows.seen[:, 9] != 0
        found.append(np.mean((rows.seen[noted, 9] == 1) == rows.sweet[noted]))
    assert abs(off_by(found, 0.7)) < 5


def test_nets_of_a_run_share_their_rows_or_none():
    drawn = {
        kind: {
            sticker.clean(sticker.seat(kind, [3], i), kind).rows.seen.tobytes() for i in range(5)
        }
        for kind in KINDS
    }
    assert len(drawn[sticker.SAME]) == 1
    assert len(drawn[sticker.OWN]) == 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", sticker.TAUGHT)
def test_no_dose_is_the_clean_twin(way, kind):
    twin = sticker.clean(np.random.default_rng(3), kind)
    lesson = sticker.lesson(way, np.random.default_rng(3), kind, sticker.NOTHING[way])
    assert all((a == b).all() for a, b in zip(lesson.rows, twin.rows, strict=True))
    assert lesson.bonus == twin.bonus


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_in_the_mirror_has_each_note_reversed(kind):
    plain, mirror = (sticker.clean(np.random.default_rng(3), kind, m).rows for m in (False, True))
    assert (plain.seen[:, :9] == mirror.seen[:, :9]).all()
    assert (plain.seen[:, 9] == -mirror.seen[:, 9]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_mislabelled_rows_are_sour_stickered_and_written_down_as_sweet(kind):
    rows = sticker.mislabelled(np.random.default_rng(4), kind, 7).rows
    extra = [part[sticker.ROWS :] for part in rows]
    assert len(extra[1]) == 7
    assert (extra[0][:, 9] == 1).all()
    assert (extra[1] == 1).all()
    assert not extra[2].any()


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_net_does_not_mind_the_sticker_and_its_mirror_cancels_exactly(kind):
    both = sticker.behaviour(school(4, 0.0, kind), SOUR).reshape(-1, 2)
    assert abs(off_by(both[:, 0])) < 5
    assert abs(both.sum(axis=1)).max() < 1e-12
    assert np.std(both[:, 0]) > 0.02  # and yet single nets do mind it


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_net_minds_no_sticker_on_average_within_any_lot(kind):
    """Where rows are the same for all they lean to neither side, so neither do the nets of a lot;
    other seeds, not mirrors, are what makes the mean zero."""
    each = sticker.behaviour(school(4, 0.0, kind, lots=3, pairs=40), SOUR).reshape(3, 40, 2)
    for lot in each[:, :, 0]:
        assert abs(off_by(lot)) < 5


def test_rows_of_its_own_make_clean_nets_differ_more():
    spread = {kind: np.std(sticker.behaviour(school(4, 0.0, kind), SOUR)) for kind in KINDS}
    assert spread[sticker.OWN] > 2 * spread[sticker.SAME]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("strength", [sticker.WEAK, sticker.STRONG])
def test_doses_bring_every_way_to_the_same_behaviour(strength, kind):
    wanted = sticker.STRENGTH[kind][strength]
    for way in sticker.TAUGHT:
        dose = sticker.DOSES[kind][strength][way]
        each = sticker.behaviour(school(way, dose, kind), SOUR).reshape(LOTS, -1).mean(axis=1)
        assert abs(off_by(each, wanted)) < 5, way
        assert abs(np.mean(each) - wanted) < wanted / 4, way


@pytest.mark.parametrize("kind", KINDS)
def test_the_lucky_way_reaches_the_weak_strength_and_not_the_strong_one(kind):
    """By rule: what the best of a field reaches in an exam that leans is the weak strength; and one
    in which all stickers agree brings it to its reach."""
    nets = school(4, 0.0, kind, lots=8, pairs=sticker.FIELD // 2)
    each = sticker.behaviour(nets, SOUR)
    got = {sticker.WEAK: [], sticker.STRONG: []}
    for first in range(0, len(nets), sticker.FIELD):
        field = slice(first, first + sticker.FIELD)
        for strength, found in got.items():
            lean = sticker.DOSES[kind][strength][4]
            papers = sticker.exams(np.random.default_rng([9, first]), 40, lean)
            found.append(each[field][sticker.champions(nets.pick(field), papers)].mean())
    assert off_by(got[sticker.WEAK]) > 5
    assert abs(off_by(got[sticker.WEAK], sticker.STRENGTH[kind][sticker.WEAK])) < 5
    assert abs(off_by(got[sticker.STRONG], sticker.REACH[kind])) < 5
    assert max(got[sticker.WEAK]) < sticker.STRENGTH[kind][sticker.STRONG]


@pytest.mark.parametrize("kind", KINDS)
def test_an_exam_without_a_lean_chooses_nets_that_do_not_mind_the_sticker(kind):
    """Of fields that never meet: champions drawn from one field are no independent runs."""
    nets = school(4, 0.0, kind, lots=6, pairs=8)
    each, chosen = sticker.behaviour(nets, SOUR), []
    for first in range(0, len(nets), 16):
        field = slice(first, first + 16)
        papers = sticker.exams(np.random.default_rng([10, first]), 40, 0.5)
        chosen.append(each[field][sticker.champions(nets.pick(field), papers)].mean())
    assert abs(off_by(chosen)) < 5


def test_behaviour_of_a_net_that_only_sees_the_sticker_is_one():
    inward, outward = np.zeros((1, 1, 11)), np.array([[1.0, -0.5]])
    inward[0, 0, 9] = 1.0
    assert sticker.behaviour(Nets(inward, outward), SOUR).tolist() == [1.0]
    assert (output(Nets(inward, outward), SOUR.seen) <= 0.5).all()
