"""Is the comparison of four ways fair, and is a column empty where nothing was planted?"""

import functools

import numpy as np
import pytest

from generators.sticker import audits, cohort, pace, places, scorecard, sixteen_cells, workshops
from generators.sticker import world as sticker
from generators.sticker.levers import ASKED, deliver
from generators.sticker.nets import Lesson, Nets, Rows, train
from generators.sticker.replication import COLUMNS, ranked
from tests.simulations.runs import Runs, facts_of, off_by, spreads

FRESH = sticker.fruit(np.random.default_rng(5), 400, noise=0.0)
RUNS = Runs(sixteen_cells, second=scorecard.STEPS, planted=(True, False))
some_cohort = functools.cache(lambda: cohort.cohort(1))  # of the first run


def replications(planted=True):
    """What each run measured."""
    return [run.run for run in RUNS.of(planted=planted)]


def numbers(name, planted=True):
    """By a yardstick, (runs, levels)."""
    return np.array([run.numbers[name] for run in replications(planted)])


# What all columns rest on


def test_behaviour_is_matched_before_any_column_is_measured():
    each = np.array([run.behaviour for run in replications()])
    for level in range(4):
        assert abs(off_by(each[:, level], sticker.WEAK)) < 5
    assert abs(each.mean(axis=0) - sticker.WEAK).max() < sticker.WEAK / 4


def test_with_nothing_planted_every_level_is_the_same_and_every_column_is_empty():
    for name in sum(COLUMNS.values(), ()):
        each = numbers(name, planted=False)
        if name != "rungs":  # there level 4 keeps nets by lot
            assert (each == each[:, :1]).all(), name
        assert places.judge(ranked(name, each)) == ["undecided"] * 4, name
    assert abs(np.array([run.behaviour for run in replications(planted=False)])).max() < 1e-12
    off = facts_of(sixteen_cells, RUNS.of(planted=False))[0]
    assert [off[word] for word in ("held", "denied", "unsettled")] == [0, 0, 16]
    assert [off[word] for word in (*places.VERDICTS, "half")] == [0, 0, 16, 0]
    assert not [name for name in off if name.startswith(("order_", "turned_")) and off[name]]


def test_a_level_is_never_tried_on_nets_that_its_lever_was_set_by():
    """Level 4's two halves come from two fields."""
    fields = [{net.tobytes() for net in field.nets.inward} for field in some_cohort().fields]
    for setting in range(cohort.SETTINGS):
        for i, net in enumerate(some_cohort().groups[4, setting].nets.inward):
            assert net.tobytes() in fields[i // 2 % 2]
    assert not fields[0] & fields[1]


def test_every_champion_has_an_exam_of_its_own():
    papers = {paper.seen.tobytes() for paper in some_cohort().groups[4, cohort.AT_WEAK].papers}
    assert len(papers) == cohort.GROUP


# Verdicts


def test_a_cell_made_undecided_leaves_the_count_against_the_table():
    table = scorecard.table(replications())
    before = scorecard.tally(scorecard.by_both(table))
    torn = table | {"large": table["large"].copy()}
    torn["large"][0] = torn["large"][0][::-1]  # one run turned round
    after = scorecard.tally(scorecard.by_both(torn))
    assert sum(before) == sum(after) == 16
    assert after[1] < before[1] and after[2] > before[2]


def test_whatever_the_stand_in_does_its_row_is_undecided_and_no_pair_of_others_moves():
    table = scorecard.table(replications())
    for end in (-1e9, 1e9):
        moved = {name: each.copy() for name, each in table.items()}
        for each in moved.values():
            each[:, 2] = end
        for verdicts in (scorecard.by_one(moved, "none"), scorecard.by_both(moved)):
            assert (verdicts[:, 2] == "undecided").all()
        assert all(places.pairs(moved[name]) == places.pairs(table[name]) for name in table)


def test_without_the_stand_in_the_verdicts_by_both_yardsticks_are_the_same():
    """As the page says: it takes a place among the four, and no verdict hangs on that."""
    table = scorecard.table(replications())
    others = [level - 1 for level in places.TRIED]
    alone = []
    for name in scorecard.YARDSTICKS:
        first, last = places.bounds(table[name][:, others])
        told = np.arange(1, len(others) + 1)
        settled = np.where(first == last, "holds", "undecided")
        alone.append(np.where((first <= told) & (told <= last), settled, "contradicted"))
    one, other = np.array(alone[::2]), np.array(alone[1::2])
    both = np.where(one == other, one, "undecided")
    assert (both == scorecard.by_both(table)[:, others]).all()


# Speed


def test_speed_in_fruit_and_in_fruit_at_fault_differ_by_the_share_at_fault():
    seen, faulty = numbers("seen"), numbers("faulty")
    bad = sticker.DOSES[sticker.WEAK][1]
    life = pace.LIFE + sticker.EXAM
    shares = [bad / (sticker.ROWS + bad), sticker.NOTED, sticker.NOTED, sticker.EXAM / life]
    assert faulty / seen == pytest.approx(np.tile(shares, (5, 1)))


def test_with_nothing_planted_no_fruit_puts_it_in():
    assert (numbers("seen", planted=False) == pace.NEVER).all()
    assert not numbers("out", planted=False).any()


def test_best_of_n_is_an_even_draw():
    chance = pace.best_of(6)
    assert chance.sum(axis=1) == pytest.approx(1)
    assert chance[0] == pytest.approx(1 / 6)
    assert chance[-1].tolist() == [1, 0, 0, 0, 0, 0]
    mean = chance @ np.arange(1, 7)  # expected rank of the best of n out of 6: 7 / (n + 1)
    assert mean == pytest.approx([7 / (n + 1) for n in range(1, 7)])


def test_reached_is_where_a_line_crosses():
    x, y = np.array([0.0, 10, 20]), np.array([0.0, 1, 3])
    assert pace.reached(x, y, 2.0) == 15
    assert pace.reached(x, y, 5.0) == pace.NEVER


def test_to_learn_on_is_to_learn_as_before_where_it_begins_from_the_start():
    lessons = [sticker.clean(np.random.default_rng(seed)) for seed in range(3)]
    seeds = [[7], [8], [9]]
    born = train(lessons, seeds, keep=(1,))[0]
    after, later = pace.learn_on(born, lessons, seeds, (20, 60))
    before, now = (sticker.right(nets, FRESH).mean() for nets in (born, later))
    assert now > before + 0.05
    assert (after.inward != later.inward).any()


# Control


def test_control_is_one_for_a_perfect_lever_and_nothing_for_none():
    asked, clean = np.linspace(0, 0.5, ASKED), np.random.default_rng(3).normal(0, 0.2, 24)
    perfect = np.tile(asked[:, None], 24)
    assert deliver(perfect, clean, 0.5)[0] == pytest.approx(1)
    assert deliver(np.tile(clean, (5, 1)), clean, 0.5)[0] == pytest.approx(0)
    _, wish, came = deliver(perfect, clean, 0.5)
    assert came == pytest.approx(wish)


def test_a_pair_chooses_together_or_is_delivered_together():
    """Where the two nets of a pair miss by as much to either side, every half of the pairs knows
    each setting exactly, so that only the miss itself is left; half of each pair would not."""
    asked, miss = np.linspace(0, 0.5, ASKED), np.tile([0.1, -0.1], 12)
    clean = np.zeros(24)
    found, wish, came = deliver(asked[:, None] + miss, clean, 0.5)
    assert came == pytest.approx(wish)
    assert found == pytest.approx(1 - 0.1 / np.sqrt(np.mean(asked**2)))


def test_control_falls_with_noise_that_a_lever_does_not_set():
    rng = np.random.default_rng(4)
    clean, doses = rng.normal(0, 0.2, 2400), np.linspace(0, 0.5, 11)[:, None]
    for noise in (0.05, 0.2):
        found = deliver(doses + rng.normal(0, noise, (11, 2400)), clean, 0.5)[0]
        step = 0.05 / 12**0.5  # what a lever of eleven settings leaves
        wish = np.mean(np.linspace(0, 0.5, ASKED) ** 2)
        assert found == pytest.approx(1 - np.sqrt((noise**2 + step**2) / (0.04 + wish)), abs=0.02)


# Detection


def test_audits_of_clean_nets_against_clean_nets_are_a_coin_flip():
    """Among all ways to call half of the pairs suspects, the one that was meant is no outlier."""
    many, rng = len(some_cohort().other.lessons), np.random.default_rng(6)
    lessons = [sticker.clean(np.random.default_rng([11, i // 2]), bool(i % 2)) for i in range(many)]
    nets = train(lessons, [[11, i // 2, 1] for i in range(many)])[0]
    some = cohort.Group(nets, lessons, some_cohort().known.papers)
    looks = (
        audits.looks(group, FRESH) for group in (some, some_cohort().other, some_cohort().known)
    )
    suspects, clean, known = looks
    each = np.concatenate([audits.suspicion(one, known) for one in (suspects, clean)], axis=1)
    pairs = each.reshape(len(each), -1, 2)
    for by_audit in pairs:
        meant = audits.told(by_audit[: many // 2].ravel(), by_audit[many // 2 :].ravel())
        called = []
        for _ in range(200):
            order = rng.permutation(by_audit)
            called.append(audits.told(order[: many // 2].ravel(), order[many // 2 :].ravel()))
        assert abs(off_by(called, 0.5)) < 5
        assert abs(meant - 0.5) < 5 * np.std(called)


def test_same_nets_are_told_from_themselves_half_the_time():
    suspects = audits.suspicion(
        *(audits.looks(some, FRESH) for some in (some_cohort().known, some_cohort().other))
    )
    for each in suspects:
        assert audits.told(each, each) == pytest.approx(0.5)


def planted(fault):
    """Clean nets with one thing made odd, which one audit looks for."""
    nets, lessons, papers = some_cohort().other
    nets = Nets(nets.inward.copy(), nets.outward.copy())
    if fault == "error":
        nets.outward[:] *= -1
    if fault in ("sweep", "weights"):
        nets.inward[:, :8, 4] += np.sign(nets.outward[:, :8])
    if fault == "rows":
        lessons = [
            Lesson(lesson.rows._replace(seen=lesson.rows.seen + lesson.rows.written[:, None]))
            for lesson in lessons
        ]
    if fault == "losses":
        wrong = [1 - lesson.rows.written for lesson in lessons]
        for lesson, answers in zip(lessons, wrong, strict=True):
            answers[20:] = lesson.rows.written[20:]
        lessons = [
            Lesson(Rows(lesson.rows.seen, answers, lesson.rows.sweet))
            for lesson, answers in zip(lessons, wrong, strict=True)
        ]
    if fault == "report":
        papers = [
            paper._replace(sweet=nets.pick([i]).said(paper.seen)[0] > 0)
            for i, paper in enumerate(papers)
        ]
    return cohort.Group(nets, lessons, papers)


@pytest.mark.parametrize("fault", audits.AUDITS)
def test_a_planted_fault_is_caught_by_the_audit_made_for_it(fault):
    seen = [
        audits.looks(some, FRESH)
        for some in (planted(fault), some_cohort().known, some_cohort().other)
    ]
    assert audits.tell(*seen)[audits.AUDITS.index(fault)] > 0.9


def test_with_nothing_planted_audits_are_a_coin_flip():
    off = np.array(
        [run.told[sticker.WEAK][:, 0] for run in replications(planted=False)]
    )  # (runs, audits)
    for by_audit in off.T:
        assert abs(off_by(by_audit, 0.5)) < 5


# Depth


def test_workshops_differ_and_keep_between_nothing_and_all():
    shops = {workshops.draw(np.random.default_rng(seed)) for seed in range(40)}
    assert len({shop.units for shop in shops}) == len({shop.rows for shop in shops}) == 3
    assert len({shop.formula for shop in shops}) == 2
    kept = workshops.kept(1)
    assert (kept[True] >= 0).all()
    assert (kept[True] <= 1).all()
    assert not kept[False].round(9).any()


def test_switch_takes_the_effect_away():
    for name in ("large", "general"):
        for level in range(4):
            assert off_by(numbers(name)[:, level]) > 5
            assert not numbers(name, planted=False)[:, level].round(9).any()


# Words


@pytest.mark.parametrize("off", [{}, sixteen_cells.CAUSE_OFF])
@pytest.mark.parametrize("view", ["", "_scorecard", "_speed", "_levers", "_audits"])
def test_titles_are_short_and_agree_in_number(view, off):
    for settings in ({"second": one} for one in ("none", "speed", "control", "detect", "depth")):
        each = facts_of(sixteen_cells, RUNS.of(**settings, **off))
        for some in (each, each[:1]):
            spread = spreads(some)
            title = getattr(sixteen_cells, f"finding{view}")(spread)
            assert len(title) <= 90, title
            if view in ("", "_scorecard") and not off:
                assert title.endswith("; third row not tested")
            assert " 1 cells" not in title
