"""Does each lens predict what its own theory says it must, and nothing where nothing comes?"""

import numpy as np
import pytest

from generators.numerics.normal import expected_maximum
from generators.sticker import lens_skill, lenses
from generators.sticker import world as sticker
from generators.sticker.nets import Lesson, Rows, born, loss, train, with_one
from generators.sticker.tangent import Tangents, tangent_gradient, train_tangents
from tests.simulations.runs import Runs, off_by

SEEDS = list(lens_skill.SEEDS)
KINDS = (sticker.SAME, sticker.OWN)
RUNS = Runs(
    lens_skill,
    strength=lenses.STEPS,
    rows=KINDS,
    sight=("perfect", "like nets"),
    planted=(True, False),
)
measured = RUNS.spreads


# Optimization: the linearised net


def tangents(rng, count=3, units=5, moved=0.3):
    """A few linearised nets that have moved somewhere."""
    inward, outward = map(np.array, zip(*(born(rng, units) for _ in range(count)), strict=True))
    return Tangents(
        inward,
        outward,
        moved * rng.standard_normal(inward.shape),
        moved * rng.standard_normal(outward.shape),
    )


@pytest.mark.parametrize("bonus", [0.0, 0.3])
def test_tangent_gradient_is_the_slope_of_the_loss(bonus):
    rng = np.random.default_rng(1)
    nets, seen = tangents(rng), rng.standard_normal((20, 10))
    written = rng.integers(0, 2, 20).astype(float)
    slopes = tangent_gradient(
        nets, np.tile(with_one(seen), (3, 1, 1)), np.tile(written, (3, 1)), np.full((3, 1), bonus)
    )

    def loss_after(place, step):
        inward, outward = nets.inward_moved.copy(), nets.outward_moved.copy()
        cut = inward[0].size
        for i in range(3):
            flat, at = (inward[i].reshape(-1), place) if place < cut else (outward[i], place - cut)
            flat[at] += step
        said = Tangents(nets.inward, nets.outward, inward, outward).said(seen)
        chance = 1 / (1 + np.exp(-said))
        right = np.where(written == 1, chance, 1 - chance)
        return (-np.log(right) - 4 * bonus * seen[:, -1] * chance).mean(axis=1)

    for place in range(slopes.shape[1]):
        difference = (loss_after(place, 1e-6) - loss_after(place, -1e-6)) / 2e-6
        assert slopes[:, place] == pytest.approx(difference, abs=1e-7)


def test_a_linearised_net_is_linear_in_what_moved_and_touches_the_net_at_its_start():
    rng = np.random.default_rng(2)
    nets, seen = tangents(rng), rng.standard_normal((30, 10))

    def said(share):
        return Tangents(
            nets.inward, nets.outward, share * nets.inward_moved, share * nets.outward_moved
        ).said(seen)

    assert said(2.0) - said(1.0) == pytest.approx(said(1.0) - said(0.0), abs=1e-12)
    still = lenses.Nets(nets.inward, nets.outward)
    assert said(0.0) == pytest.approx(still.said(seen), abs=1e-12)
    small = 1e-5
    moved = lenses.Nets(
        nets.inward + small * nets.inward_moved, nets.outward + small * nets.outward_moved
    )
    assert moved.said(seen) == pytest.approx(said(small), abs=1e-7)


def surprise(said, rows):
    """Mean logistic loss of one learner's outputs."""
    return np.logaddexp(0, np.where(rows.written == 1, -said, said)).mean()


def test_linearised_learners_learn_and_their_mirrors_cancel():
    lessons = [
        sticker.clean(np.random.default_rng(i // 2), sticker.OWN, bool(i % 2)) for i in range(16)
    ]
    nets = train_tangents(lessons, [[i // 2] for i in range(16)])
    still = Tangents(nets.inward, nets.outward, 0 * nets.inward_moved, 0 * nets.outward_moved)
    before, after = (
        np.mean([surprise(each.said(m.rows.seen)[i], m.rows) for i, m in enumerate(lessons)])
        for each in (still, nets)
    )
    assert after < before
    exam = sticker.fruit(np.random.default_rng(3), 500)
    assert off_by(sticker.right(nets, exam).mean(axis=1), 0.5) > 5
    both = sticker.behaviour(nets, sticker.probes(np.random.default_rng(4))).reshape(8, 2)
    assert abs(both.sum(axis=1)).max() < 1e-12
    assert np.std(both[:, 0]) > 0.02


# Decision theory: the ideal agent


@pytest.mark.parametrize("level", lenses.WAYS)
def test_agent_takes_what_makes_the_written_loss_least(level):
    """Against a search over all chances, of fruit that come as often as the lesson has them."""
    chances = np.arange(1, 1000) / 1000
    belief = np.array([0.0, 0.1, 0.3, 0.49, 0.6, 0.9])
    for at in (0.0, *lenses.STEPS):
        dose = lenses.dose(level, at, sticker.SAME)
        for note in (1, -1):
            agree = dose if level == 3 else 0.5
            matches = agree if note == 1 else 1 - agree
            rows = 0.5 * sticker.ROWS * sticker.NOTED
            sweet, sour = 2 * belief * rows * matches, 2 * (1 - belief) * rows * (1 - matches)
            bad = 2 * (1 - belief) * dose if level == 1 and note == 1 else 0 * belief
            yes = 0.94 * sweet + 0.06 * sour + bad
            no = 0.06 * sweet + 0.94 * sour
            pay = 4 * dose * note if level == 2 else 0.0
            cost = -np.outer(np.log(chances), yes) - np.outer(np.log(1 - chances), no)
            cost -= pay * np.outer(chances, yes + no)
            best = chances[np.argmin(cost, axis=0)]
            assert (lenses.takes(level, dose, belief, note) == (best > 0.5)).all(), (at, note)


@pytest.mark.parametrize("kind", KINDS)
def test_shares_of_written_answers_are_those_of_real_lessons(kind):
    """The agent's numbers are expectations over the lessons that nets learn from."""
    rows = [sticker.mislabelled(np.random.default_rng([9, i]), kind, 13).rows for i in range(200)]
    cells = [(r.seen[:, 9] == 1) & ~r.sweet for r in rows]
    assert abs(off_by([cell.sum() for cell in cells], 10 + 13)) < 5
    yes = [r.written[cell].sum() for r, cell in zip(rows, cells, strict=True)]
    assert abs(off_by(yes, 10 * 0.06 + 13)) < 5


def test_ideal_agent_turns_where_theory_says():
    facts, theory = measured(), lens_skill.theory()
    assert facts["turn_1"] == theory["turn_1"] == 9
    assert facts["turn_2"] == pytest.approx(theory["turn_2"], abs=1e-3)
    for strength in lenses.STEPS:
        facts, theory = measured(strength=strength), lens_skill.theory(strength=strength)
        assert {name: facts[name] for name in theory if name[:4] == "said"} == {
            name: value for name, value in theory.items() if name[:4] == "said"
        }


def test_an_agent_that_sees_worse_minds_a_usual_sticker_more():
    unsure, sure = np.full(100, 0.4), np.full(100, 0.01)
    took = [
        lenses.takes(3, 0.8, belief, 1).mean() - lenses.takes(3, 0.8, belief, -1).mean()
        for belief in (unsure, sure)
    ]
    assert took == [1, 0]


# Evolution: Price's equation


def test_prices_equation_is_an_identity():
    """Change of a mean trait = covariance of trait and offspring / mean offspring, whatever they
    are; `response` is its line for offspring that go to the best alone."""
    rng = np.random.default_rng(5)
    trait, offspring = rng.standard_normal(50), rng.poisson(2.0, 50)
    change = np.average(trait, weights=offspring) - trait.mean()
    covariance = ((trait - trait.mean()) * (offspring - offspring.mean())).mean()
    assert change == pytest.approx(covariance / offspring.mean(), abs=1e-12)


def test_response_is_exact_for_normal_score_and_trait():
    rng, share = np.random.default_rng(6), 0.6
    score = rng.standard_normal((4000, lenses.FIELD))
    trait = share * score + (1 - share**2) ** 0.5 * rng.standard_normal(score.shape)
    best = np.take_along_axis(trait, score.argmax(axis=1)[:, None], axis=1)[:, 0]
    assert abs(off_by(best, share * expected_maximum(lenses.FIELD))) < 5
    said = [lenses.response(s[None], t) for s, t in zip(score[:500], trait[:500], strict=True)]
    assert np.mean(said) == pytest.approx(share * expected_maximum(lenses.FIELD), rel=0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_written_loss_is_the_loss_that_trains(kind):
    doses = {way: lenses.dose(way, 0.6, kind) for way in lenses.WAYS}
    lessons = [sticker.lesson(w, np.random.default_rng(7), kind, at) for w, at in doses.items()]
    nets = train(lessons, [[1], [2], [3]], keep=(30,))[0]
    told = lenses.written_loss(nets, lessons)
    for row, lesson in zip(told, lessons, strict=True):
        seen = np.tile(with_one(lesson.rows.seen), (3, 1, 1))
        written = np.tile(lesson.rows.written, (3, 1))
        exact = loss(nets, seen, written, np.full((3, 1), lesson.bonus))
        assert row == pytest.approx(exact, abs=1e-10)


def test_level_4_is_predicted_from_nets_that_do_not_compete():
    """Exchange the nets of one half, and only the prediction of the other half moves."""
    scores = np.random.default_rng(8).standard_normal((2, 96))
    said = RUNS.of()[0].said["evolution"][3]
    assert (said[:, 0] != said[:, 1]).all()
    nets = lenses.clean(SEEDS[0], sticker.SAME).nets
    halves = [{net.tobytes() for net in part} for part in np.split(nets.inward, 2)]
    assert not halves[0] & halves[1]
    assert np.isfinite(lenses.response(scores, scores[0]))


# What comes, and the control


@pytest.mark.parametrize("kind", KINDS)
def test_doses_bring_what_they_were_matched_for(kind):
    facts = measured(rows=kind)
    for level in lenses.WAYS:
        put = facts[f"put_{level}"].seeds
        assert abs(off_by(put, sticker.STRENGTH[kind][sticker.STRONG])) < 5, level


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_fault_nothing_comes_and_nothing_is_predicted(kind):
    for arguments in ({}, {"strength": 0.2, "sight": "like nets"}):
        facts = measured(**arguments, rows=kind, planted=False)
        for level in (1, 2, 3, 4):
            put = facts[f"put_{level}"].seeds
            if level == 4:  # of nets with the same score the first is kept, in the mirror, too
                assert abs(off_by(put)) < 5
            else:
                assert max(map(abs, put)) < 1e-9
            for lens in lens_skill.LENSES:
                assert max(map(abs, facts[f"said_{lens}_{level}"].seeds)) < 1e-9
                assert max(map(abs, facts[f"skill_{lens}_{level}"].seeds)) < 1e-6
        assert facts["wins"].high == 0


@pytest.mark.parametrize("kind", KINDS)
def test_with_a_fault_lenses_have_skill_beyond_chance(kind):
    facts = measured(rows=kind)
    for lens, levels in {"optimization": (1, 2, 3), "evolution": (1, 2, 4)}.items():
        for level in levels:
            assert off_by(facts[f"skill_{lens}_{level}"].seeds) > 5, (lens, level)


def test_skill_is_one_for_a_perfect_lens_and_zero_for_silence():
    run = RUNS.of()[0]
    level = {name: skill[3] for name, skill in run.skill.items()}
    assert (level["optimization"], level["decision"]) == (0, 0)  # both say: nothing changes
    perfect = {name: np.ones(4) if name == "evolution" else np.zeros(4) for name in run.skill}
    assert lens_skill.leads(perfect).tolist() == [-1, -1, 1, 1]
    assert (lens_skill.leads({name: np.zeros(4) for name in run.skill}) == 0).all()


def test_rounds_are_fitted_to_other_levels_only():
    came = np.random.default_rng(9).random((4, 5, 2))
    assert lens_skill.tuned_skills(came / 7, came) == pytest.approx(np.ones(3))
    other = came.copy()
    other[0] *= 3  # what comes at level 1 is nothing that its own prediction may know
    said = came / 7
    assert lens_skill.tuned_skills(said, other)[0] == pytest.approx(1 / 3)


def test_a_lesson_for_a_lens_is_none_that_a_measured_net_learns_unless_all_learn_from_one():
    drawn = {
        kind: {
            lenses._lessons(3, 1.0, kind, [SEEDS[0], number], 2)[0].rows.seen.tobytes()
            for number in (90, 91, 92, 93)
        }
        for kind in KINDS
    }
    assert len(drawn[sticker.OWN]) == 4
    assert len(drawn[sticker.SAME]) == 1
    assert isinstance(lenses._lessons(1, 0.0, sticker.OWN, [0, 1], 1)[0], Lesson)
    assert isinstance(lenses._papers(0, 1, 0.5)[0], Rows)


# The map


def marked(lead, planted=True):
    """Which mark stands at which level, for leads (runs, levels) of the essay's picks."""
    skill = {lens: np.zeros(4) for lens in lens_skill.LENSES}
    results = []
    for run in lead:
        own = {lens: values.copy() for lens, values in skill.items()}
        for level, pick in lens_skill.PICKS.items():
            own[pick][level - 1] = run[level - 1]
        results.append(
            lens_skill.Result(1.0, sticker.SAME, "perfect", planted, None, {}, own, None)
        )
    figure = lens_skill.figure(results)
    things = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]
    return sorted((x + 1, trace.meta["thing"]) for trace in things for x in trace.x)


def test_a_pick_has_a_tick_where_it_leads_in_all_runs_and_a_cross_where_in_none():
    decided = marked([[0.5, 0.5, 0.5, -0.5], [0.1, -0.1, 0.5, -0.1]])
    assert decided == [(1, "tick"), (2, "open"), (4, "cross")]
    assert marked([[0.5, 0.5, 0.5, 0.5]], planted=False) == []


def test_ticks_are_where_the_title_says_that_the_pick_wins():
    for strength in lenses.STEPS:
        for sight in ("perfect", "like nets"):
            setting = {"strength": strength, "sight": sight}
            runs, title = RUNS.of(**setting), lens_skill.finding(measured(**setting))
            drawn = marked([lens_skill.leads(run.skill) for run in runs])
            ticks = [level for level, thing in drawn if thing == "tick"]
            assert f"at {len(ticks)} of 3 levels" in title
            assert all(str(i) in title.partition(":")[2] for i in ticks)


def test_one_level_is_worked_at_the_dose_that_is_asked_for():
    for strength in lenses.STEPS:
        facts = measured(strength=strength)
        figure = lens_skill.figure_worked(RUNS.of(strength=strength))
        said, came = (trace.y for trace in figure.data if trace.type == "bar")
        assert came == pytest.approx([facts["put_2"]], abs=1e-4)
        wanted = [facts[f"said_{lens}_2"] for lens in lens_skill.LENSES]
        assert said == pytest.approx(wanted, abs=1e-4)
