"""Is the comparison of four ways fair, and is a column empty where nothing was planted?"""

import functools

import numpy as np
import pytest

from generators.sticker import (
    audits,
    choices,
    cohort,
    pace,
    places,
    replication,
    scorecard,
    sixteen_cells,
    workshops,
)
from generators.sticker import world as sticker
from generators.sticker.cohort import FAIR, LEANS, NONE
from generators.sticker.fixes import FIXES
from generators.sticker.levers import ASKED, deliver
from generators.sticker.nets import Lesson, Nets, Rows, train
from generators.sticker.replication import COLUMNS, by_rungs, ranked
from generators.sticker.sixteen_cells import SEARCHERS, SORTERS
from generators.sticker.world import OWN, SAME, STRONG, WEAK
from tests.simulations.runs import Runs, facts_of, off_by, spreads

FRESH = sticker.fruit(np.random.default_rng(5), 400, noise=0.0)
KINDS = (SAME, OWN)
RUNS = Runs(
    sixteen_cells,
    second=scorecard.STEPS,
    rows=KINDS,
    exam=(LEANS, FAIR),
    strength=(WEAK, STRONG),
    planted=(True, False),
    settings=[
        {"learner": sixteen_cells.SEARCHERS, "second": second, "strength": at, "planted": planted}
        for second in scorecard.STEPS
        for at in (WEAK, STRONG)
        for planted in (True, False)
    ],
)
some_cohort = functools.cache(lambda rows=SAME: cohort.cohort(1, rows))  # of the first run
CLEAN = {"planted": False}
YARDSTICKS = [name for pair in COLUMNS.values() for name in pair]


def replications(**setting):
    """What each run measured."""
    return [run.run for run in RUNS.of(**setting)]


def numbers(name, strength=WEAK, **setting):
    """By a yardstick, (runs, levels)."""
    return np.array([run.numbers[strength][name] for run in replications(**setting)])


# What all columns rest on


@pytest.mark.parametrize("rows", KINDS)
def test_behaviour_is_matched_before_any_column_is_measured(rows):
    each = np.array([run.behaviour for run in replications(rows=rows)])
    wanted = sticker.STRENGTH[rows][WEAK]
    for level in range(4):
        assert abs(off_by(each[:, level], wanted)) < 5


@pytest.mark.parametrize("rows", KINDS)
def test_the_four_groups_of_clean_nets_share_no_net(rows):
    groups = [
        {net.tobytes() for net in some_cohort(rows).group(level, 2, NONE).nets.inward}
        for level in cohort.LEVELS
    ]
    assert [len(group) for group in groups] == [cohort.GROUP] * 4
    assert len(set().union(*groups)) == 4 * cohort.GROUP
    known = {net.tobytes() for net in some_cohort(rows).known.nets.inward}
    assert not set().union(*groups) & known


@pytest.mark.parametrize("rows", KINDS)
def test_with_nothing_planted_columns_are_empty_or_noise(rows):
    """Mirrored pairs make a clean behaviour zero, to the last bit: nothing is put in, no lever
    moves anything and no fix has a fault to remove. Audits, and control by whatever means, differ
    between four groups of nets by chance alone."""
    off = {"rows": rows, **CLEAN}
    assert abs(np.array([run.behaviour for run in replications(**off)])).max() < 1e-12
    for name in ("faulty", "seen", "lever", *replication.RUNGS.values(), "general"):
        each = numbers(name, **off)
        assert (each == each[:, :1]).all(), name
        assert (places.judge(ranked(name, each)) == "undecided").all(), name
    for name, nothing in (("any", 0.5), ("inside", 0.5), ("steady", 0.0)):
        for by_level in numbers(name, **off).T:
            assert abs(off_by(by_level, nothing)) < 5, name


def test_with_nothing_planted_nearly_every_way_to_analyse_stays_undecided():
    """Of four equal groups an end is decided, wrongly, in at most 3 of 32 ways; see test_choices.
    Here are few runs, so that what chance decides once it decides in many ways."""
    for learner in (SORTERS, SEARCHERS):
        words = choices.judged(sixteen_cells._ways(RUNS.of(learner=learner, **CLEAN)))
        assert choices.shares(words)["undecided"].mean() > 0.9


def test_a_fair_exam_is_left_to_chance_alone():
    for rows in KINDS:
        put = np.array([run.behaviour[3] for run in replications(rows=rows, exam=FAIR)])
        assert abs(off_by(put)) < 5
        assert not numbers("lever", rows=rows, exam=FAIR)[:, 3].any()
        same, other = (numbers("faulty", rows=rows, exam=exam) for exam in (FAIR, LEANS))
        assert (same[:, :3] == other[:, :3]).all()


def test_what_a_lever_gives_untouched_is_no_control():
    """By the first yardstick it is nothing, by definition; by the second it is what `idle` says."""
    for rows in KINDS:
        for run in replications(rows=rows, exam=FAIR):
            for strength in (WEAK, STRONG):
                assert run.numbers[strength]["steady"][3] == run.idle[strength][3]
        for run in replications(rows=rows):
            for strength in (WEAK, STRONG):
                gained = 1 - (1 - run.numbers[strength]["steady"]) / (1 - run.idle[strength])
                assert gained == pytest.approx(run.numbers[strength]["lever"])


@pytest.mark.parametrize("rows", KINDS)
def test_a_level_is_never_tried_on_nets_that_its_lever_was_set_by(rows):
    """Level 4's two halves come from two fields."""
    fields = [{net.tobytes() for net in field.nets.inward} for field in some_cohort(rows).fields]
    for setting in range(cohort.SETTINGS):
        for i, net in enumerate(some_cohort(rows).groups[4, setting].nets.inward):
            assert net.tobytes() in fields[i // 2 % 2]
    assert not fields[0] & fields[1]


def test_every_champion_has_an_exam_of_its_own():
    papers = {paper.seen.tobytes() for paper in some_cohort().groups[4, cohort.AT[WEAK]].papers}
    assert len(papers) == cohort.GROUP


# Nets that search


def searchers(**setting):
    """What each run measured of them."""
    return replications(learner=SEARCHERS, **setting)


def test_searchers_have_no_stand_in_and_sorters_have_one():
    assert all(run.stand_ins == () for run in searchers())
    assert all(run.stand_ins == places.STAND_INS for run in replications())
    assert (RUNS.facts(learner=SEARCHERS)["untried"] == 0).all()
    assert (RUNS.facts()["untried"] == len(COLUMNS)).all()


def test_with_nothing_planted_in_searchers_every_cell_is_undecided_and_audits_are_a_coin_flip():
    for at in (WEAK, STRONG):
        off = searchers(strength=at, **CLEAN)
        table = scorecard.table(off, at)
        for second in scorecard.STEPS:
            assert (scorecard.by_one(table, second, ()) == "undecided").all()
        told = np.array([run.told[at].mean(axis=1) for run in off])  # of the four groups
        for by_audit in told.T:
            assert abs(off_by(by_audit, 0.5)) < 5
    assert abs(np.array([run.behaviour for run in off])).max() < 1e-12


def test_the_switch_takes_the_effect_out_of_searchers():
    for level in range(3):
        put = np.array([run.numbers[STRONG]["general"][level] for run in searchers()])
        assert off_by(put) > 5
    clean = [run.numbers[strength] for run in searchers(**CLEAN) for strength in (WEAK, STRONG)]
    assert not np.array([numbers["lever"] for numbers in clean]).any(), "to the last bit"
    off = np.array([numbers["general"] for numbers in clean])
    assert abs(off).max() < 1e-12  # a mirrored pair's mean, but for rounding


def test_luck_falls_short_in_searchers_so_that_only_speed_and_control_can_compare_it():
    """What climbs no ladder has no place by it."""
    table = scorecard.table(searchers(strength=STRONG), STRONG)
    for column, pair in COLUMNS.items():
        for name in pair:
            none = np.isnan(table[name].numbers[:, 3]).all()
            assert table[name].short[3] and none == (column in replication.OPEN)


def test_the_third_row_of_searchers_is_judged_like_any_other():
    """By the places alone: put where the table has it, it holds, and at the other end it does not."""
    for at, word in ((2.5, "holds"), (-1e9, "contradicted")):
        table = scorecard.table(searchers(strength=STRONG), STRONG)
        each = np.tile([1.0, 2, at, 4], (len(sixteen_cells.SEEDS), 1))
        moved = {name: scorecard.Measured(each, np.zeros(4, bool)) for name in table}
        assert (scorecard.by_both(moved, ())[:, 2] == word).all()


def test_who_learns_moves_only_what_both_were_tried_in():
    told = RUNS.facts()
    assert (told["moves_learner"] == RUNS.facts(learner=SEARCHERS)["moves_learner"]).all()
    assert "moves_third" not in RUNS.facts(learner=SEARCHERS)
    assert (told["paths"] == 256).all() and (RUNS.facts(learner=SEARCHERS)["paths"] == 64).all()


# Verdicts


def test_a_cell_made_undecided_leaves_the_count_against_the_table():
    reverse, none = np.tile([4.0, 3, 2, 1], (5, 1)), np.zeros(4, dtype=bool)
    table = {name: scorecard.Measured(reverse, none) for name in YARDSTICKS}
    before = scorecard.tally(scorecard.by_both(table, places.STAND_INS))
    torn = reverse.copy()
    torn[0] = torn[0][::-1]  # one run turned round
    table["steady"] = scorecard.Measured(torn, none)
    after = scorecard.tally(scorecard.by_both(table, places.STAND_INS))
    assert sum(before) == sum(after) == 16
    assert after[1] < before[1] and after[2] > before[2]


def test_whatever_the_stand_in_does_its_row_is_undecided_and_no_pair_of_others_moves():
    table = scorecard.table(replications(rows=OWN), WEAK)
    for end in (-1e9, 1e9):
        moved = {name: each._replace(numbers=each.numbers.copy()) for name, each in table.items()}
        for each in moved.values():
            each.numbers[:, 2] = end
        for verdicts in (
            scorecard.by_one(moved, "none", places.STAND_INS),
            scorecard.by_both(moved, places.STAND_INS),
        ):
            assert (verdicts[:, 2] == "undecided").all()
        assert all(places.pairs(*moved[name]) == places.pairs(*table[name]) for name in table)


# Speed


@pytest.mark.parametrize("rows", KINDS)
def test_speed_in_fruit_and_in_fruit_at_fault_differ_by_the_share_at_fault(rows):
    seen, faulty = numbers("seen", rows=rows), numbers("faulty", rows=rows)
    bad = sticker.DOSES[rows][WEAK][1]
    life = pace.LIFE + sticker.EXAM
    shares = [bad / (sticker.ROWS + bad), sticker.NOTED, sticker.NOTED, sticker.EXAM / life]
    there = seen < pace.NEVER
    assert there.any(axis=0).all()
    assert (faulty[~there] == pace.NEVER).all()
    assert (faulty / seen)[there] == pytest.approx(np.tile(shares, (len(seen), 1))[there])


def test_with_nothing_planted_no_fruit_puts_it_in():
    assert (numbers("seen", **CLEAN) == pace.NEVER).all()
    assert not np.array([run.out for run in replications(**CLEAN)]).any()


def test_best_of_n_is_an_even_draw():
    chance = pace.best_of(6)
    assert chance.sum(axis=1) == pytest.approx(1)
    assert chance[0] == pytest.approx(1 / 6)
    assert chance[-1].tolist() == [1, 0, 0, 0, 0, 0]
    mean = chance @ np.arange(1, 7)  # expected rank of the best of n out of 6: 7 / (n + 1)
    assert mean == pytest.approx([7 / (n + 1) for n in range(1, 7)])


@pytest.mark.parametrize("dust", [1e-17, -1e-17])
def test_dust_does_not_decide_which_fixes_nothing_survives(dust):
    """What was there, and what each fix leaves of it, is nothing but for the last bit of a sum."""
    effects = {"": -dust} | dict.fromkeys(FIXES, dust)
    left = {(level, case): effects for level in (1, 2, 3, 4) for case in (LEANS, NONE)}
    assert not any(survived.any() for survived in by_rungs(left, NONE).values())


def test_reached_is_where_a_line_crosses():
    x, y = np.array([0.0, 10, 20]), np.array([0.0, 1, 3])
    assert pace.reached(x, y, 2.0, pace.NEVER) == 15
    assert pace.reached(x, y, 5.0, pace.NEVER) == pace.NEVER


def test_to_learn_on_is_to_learn_as_before_where_it_begins_from_the_start():
    lessons = [sticker.clean(np.random.default_rng(seed), OWN) for seed in range(3)]
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
    run, rng = some_cohort(OWN), np.random.default_rng(6)
    many = len(run.other.lessons)
    desks = [(np.random.default_rng([11, i // 2]), bool(i % 2)) for i in range(many)]
    lessons = [sticker.clean(seat, OWN, mirror) for seat, mirror in desks]
    nets = train(lessons, [[11, i // 2, 1] for i in range(many)])[0]
    some = cohort.Group(nets, lessons, run.known.papers)
    suspects, clean, known = (audits.looks(group, FRESH) for group in (some, run.other, run.known))
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
    known, other = audits.references(some_cohort())
    for each in audits.suspicion(known.looks, other.usual):
        assert audits.told(each, each) == pytest.approx(0.5)


def planted(fault, rows):
    """Clean nets with one thing made odd, which one audit looks for."""
    nets, lessons, papers = some_cohort(rows).other
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


@pytest.mark.parametrize("rows", KINDS)
@pytest.mark.parametrize("fault", audits.AUDITS)
def test_a_planted_fault_is_caught_by_the_audit_made_for_it(fault, rows):
    some = audits.looks(planted(fault, rows), FRESH)
    known = audits.references(some_cohort(rows)._replace(fresh=FRESH))
    assert audits.tell(some, *known)[audits.AUDITS.index(fault)] > 0.9


def test_an_audit_of_shared_rows_knows_other_lots_and_not_the_clean_file():
    """Where rows are the same for all, clean ones lean to no sticker at all; by them any note that
    was touched would stand out. By other lots a clean one is as usual as most."""
    run = some_cohort(SAME)
    known = audits.references(run)[0]
    clean, usual = (one[audits.ROWS][:, -1] for one in (known.looks, known.usual))
    assert abs(clean).max() < 1e-12
    assert np.std(usual) == pytest.approx(sticker.ROWS**-0.5, rel=0.3)
    assert abs(off_by(usual)) < 5
    assert not some_cohort(OWN).lots


@pytest.mark.parametrize("rows", KINDS)
def test_with_nothing_planted_audits_are_a_coin_flip(rows):
    off = np.array([run.told[WEAK] for run in replications(rows=rows, **CLEAN)])
    for by_audit in off.mean(axis=2).T:  # of the four groups
        assert abs(off_by(by_audit, 0.5)) < 5


# Depth


def test_workshops_differ_and_keep_between_nothing_and_all():
    shops = {workshops.draw(np.random.default_rng(seed)) for seed in range(40)}
    assert len({shop.units for shop in shops}) == len({shop.rows for shop in shops}) == 3
    assert len({shop.formula for shop in shops}) == 2
    kept = workshops.kept(1, SAME)
    assert (kept[LEANS] >= 0).all()
    assert (kept[LEANS] <= 1).all()
    assert (kept[LEANS][:, :3] == kept[FAIR][:, :3]).all()
    assert not kept[NONE].any()


@pytest.mark.parametrize("rows", KINDS)
def test_switch_takes_the_effect_away(rows):
    for level in range(4):
        assert off_by(numbers("general", rows=rows)[:, level]) > 5
        assert not numbers("general", rows=rows, **CLEAN)[:, level].any()


# Words


@pytest.mark.parametrize("off", [{}, sixteen_cells.CAUSE_OFF])
@pytest.mark.parametrize("view", ["", "_scorecard", "_speed", "_levers", "_audits", "_paths"])
def test_titles_are_short_and_agree_in_number(view, off):
    looks = [{"second": one, "rows": rows} for one in scorecard.STEPS for rows in KINDS]
    looks += [{"exam": exam, "strength": at} for exam in (LEANS, FAIR) for at in (WEAK, STRONG)]
    looks += [
        {"learner": SEARCHERS, "second": one, "strength": at}
        for one in scorecard.STEPS
        for at in (WEAK, STRONG)
    ]
    for settings in looks:
        each = facts_of(sixteen_cells, RUNS.of(**settings, **off))
        for some in (each, each[:1]):
            spread = spreads(some)
            title = getattr(sixteen_cells, f"finding{view}")(spread)
            assert len(title) <= 90, title
            if view in ("", "_scorecard") and not off:
                tried = settings.get("learner") == SEARCHERS
                assert title.endswith("; third row not tested") is not tried
            assert " 1 cells" not in title
