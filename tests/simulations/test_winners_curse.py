"""Is the winner's curse of the simulation that of the textbooks?

Its mean over the seeds against the closed form, the closed form against two oracles that share no
line with it (enumeration in fractions, and plain sampling), and the control against both.
"""

import functools
import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from generators.numerics.binomial import binomial_pmf
from generators.spectrum import winners_curse
from generators.spectrum.winners_curse import ACCURACY, FACTS, SEEDS, facts, simulate, theory
from tests.simulations.runs import Runs

MODELS, ITEMS, SKILLS = (1, 3, 10, 30, 100, 300, 1000), (100, 500, 2000), (0.0, 0.02, 0.05)
SETTINGS = [
    {"models": models, "items": items, "skill": skill, "fresh_exam": fresh}
    for models, items, skill, fresh in itertools.product(MODELS, ITEMS, SKILLS, (False, True))
]
RUNS = Runs(winners_curse)
P = Fraction(7, 10)  # ACCURACY, exactly


@functools.cache
def expected(*setting):
    """The closed form at one setting."""
    return theory(**dict(setting))


def distance(name, setting):
    """From the mean over the seeds to the closed form, and one standard error of that mean.

    A count of rare events may be zero in every run and so seem exact; its variance is known,
    since each model passes by itself: that of a binomial.
    """
    values, exact = RUNS.facts(**setting)[name], expected(*setting.items())[name]
    variance = values.var(ddof=1)
    if name == "significant":
        variance = max(variance, exact * (1 - exact / setting["models"]))
    return abs(values.mean() - exact), math.sqrt(variance / len(SEEDS))


@pytest.mark.parametrize("fact", theory())
def test_mean_over_the_seeds_is_the_closed_form(fact):
    """At all settings of all controls, within five standard errors."""
    for setting in SETTINGS:
        if fact in expected(*setting.items()):
            away, error = distance(fact, setting)
            assert away <= 5 * error + 1e-12, setting


@pytest.mark.parametrize("setting", [s for s in SETTINGS if s["models"] == max(MODELS)])
def test_the_window_holds_every_champion_and_is_no_wider_than_that_needs(setting):
    """Of all scores that all runs draw, less than one in expectation lies beyond an end; half as
    many spreads of room again would be empty paper."""
    runs = RUNS.of(**setting)
    low, high = winners_curse._window(runs[0])
    for run in runs:
        champion = run.champion[-1]
        assert low <= min(run.reported[champion], run.again[champion])
        assert max(run.reported[champion], run.again[champion]) <= high
    spread = math.sqrt(float(P * (1 - P)) / setting["items"] + setting["skill"] ** 2)
    drawn = winners_curse.FIELD * len(SEEDS)

    def beyond(end):
        return drawn * math.erfc(abs(end - ACCURACY) / spread / math.sqrt(2)) / 2

    for end in {low, high} - {0, 1}:
        assert beyond(end) < 1
        assert beyond(ACCURACY + 1.5 * (end - ACCURACY)) < 1e-6 < beyond(end)


def test_closed_form_covers_all_that_a_table_shows():
    assert set(FACTS) <= set(theory())


@pytest.mark.parametrize("models", MODELS)
@pytest.mark.parametrize("skill", SKILLS)
def test_with_a_fresh_exam_nothing_is_lost(models, skill):
    """The control: the cause off, the effect is gone."""
    setting = {"models": models, "items": 500, "skill": skill, "fresh_exam": True}
    excess = RUNS.facts(**setting)["excess"]
    assert abs(excess.mean()) <= 5 * excess.std(ddof=1) / math.sqrt(len(SEEDS))
    assert theory(**setting)["excess"] == 0


def test_with_the_cause_on_it_is_far_from_nothing():
    """So that the test above could have failed."""
    excess = RUNS.facts(models=100, items=500)["excess"]
    assert excess.mean() > 5 * excess.std(ddof=1) / math.sqrt(len(SEEDS))


def pmf(items):
    """P(k right of so many), in fractions."""
    return [math.comb(items, k) * P**k * (1 - P) ** (items - k) for k in range(items + 1)]


@pytest.mark.parametrize(("models", "items"), [(1, 4), (2, 3), (2, 6), (3, 4), (4, 3)])
def test_expected_maximum_by_enumeration(models, items):
    """Every outcome of a small contest, weighed by its exact chance."""
    chance, total = pmf(items), Fraction(0)
    for scores in itertools.product(range(items + 1), repeat=models):
        total += math.prod(chance[score] for score in scores) * max(scores)
    found = theory(models=models, items=items)
    assert found["winner"] == pytest.approx(float(total / items), rel=1e-12)
    assert found["retest"] == pytest.approx(float(P), rel=1e-12)


@pytest.mark.parametrize("items", [1, 7, 100, 2000])
@pytest.mark.parametrize("chance", [0.0, 0.3, 0.7, 1 - 1e-12])
def test_binomial_is_the_binomial(items, chance):
    found = binomial_pmf(items, np.array([chance]))[0]
    exact = [
        float(math.comb(items, k) * Fraction(chance) ** k * (1 - Fraction(chance)) ** (items - k))
        for k in range(0, items + 1, max(1, items // 50))
    ]
    assert found[:: max(1, items // 50)] == pytest.approx(exact, rel=1e-9, abs=1e-290)
    assert found.sum() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    ("models", "items", "skill"), [(10, 100, 0.05), (20, 500, 0.02), (5, 100, 0.02)]
)
def test_unequal_models_against_plain_sampling(models, items, skill):
    """Draw the contest 200,000 times: the winner, its true accuracy, and the slope of two exams."""
    rng, draws = np.random.default_rng(11), 200_000
    score, truth = np.empty(draws), np.empty(draws)
    for part in np.array_split(np.arange(draws), 20):
        accuracy = np.clip(rng.normal(ACCURACY, skill, (len(part), models)), 0, 1)
        exam = rng.binomial(items, accuracy) / items
        best = exam.argmax(axis=1)
        score[part], truth[part] = exam.max(axis=1), accuracy[np.arange(len(part)), best]
    found = theory(models=models, items=items, skill=skill)
    for name, sample in (("winner", score), ("retest", truth), ("excess", score - truth)):
        assert abs(sample.mean() - found[name]) <= 5 * sample.std() / math.sqrt(draws), name
    accuracy = np.clip(rng.normal(ACCURACY, skill, draws), 0, 1)
    first, second = rng.binomial(items, accuracy), rng.binomial(items, accuracy)
    slope = np.cov(first, second)[0, 1] / first.var()
    assert abs(slope - found["shrinkage"]) <= 5 / math.sqrt(draws)


@pytest.mark.parametrize("items", ITEMS)
def test_critical_score_is_the_least_that_a_test_would_call_better(items):
    chance = pmf(items) if items <= 500 else binomial_pmf(items, np.array([ACCURACY]))[0]
    critical = winners_curse._critical(items)
    assert float(sum(chance[critical:])) < 0.05 <= float(sum(chance[critical - 1 :]))


def test_share_called_better_is_at_most_the_level_of_the_test():
    for items in ITEMS:
        assert theory(models=1000, items=items)["significant"] < 50


@pytest.mark.parametrize("models", [2, *MODELS[1:]])
@pytest.mark.parametrize("items", ITEMS)
def test_rule_of_thumb_overstates(models, items):
    """True skill plus sqrt(2 ln N) standard deviations is a bound of the expected maximum."""
    noise = math.sqrt(ACCURACY * (1 - ACCURACY) / items)
    thumb = ACCURACY + noise * math.sqrt(2 * math.log(models))
    assert theory(models=models, items=items)["winner"] < thumb
    assert facts(simulate(models=models, items=items))["thumb"] == pytest.approx(thumb, rel=1e-12)


def test_more_tries_and_shorter_exams_make_it_worse():
    by_models = [theory(models=models)["excess"] for models in MODELS]
    by_items = [theory(items=items)["excess"] for items in ITEMS]
    assert by_models == sorted(by_models)
    assert by_items == sorted(by_items, reverse=True)
    gains = np.diff([theory(models=10**k)["winner"] for k in range(4)])
    assert (np.diff(gains) < 0).all(), "each tenfold step buys less"


@pytest.mark.parametrize("skill", SKILLS)
@pytest.mark.parametrize("items", ITEMS)
def test_one_model_has_nobody_to_beat(items, skill):
    """Limit case: one score is an honest estimate."""
    exact = theory(models=1, items=items, skill=skill)
    assert exact["winner"] == pytest.approx(ACCURACY, abs=1e-9)
    assert exact["excess"] == pytest.approx(0, abs=1e-9)


def test_no_line_goes_through_one_point():
    assert "shrinkage" not in theory(models=1, skill=0.05)


def test_lead_comes_back_as_far_as_it_is_skill():
    """Limit cases: all of it where there is no noise, none where there is no skill."""
    assert theory(skill=0.0)["shrinkage"] == 0
    assert theory(items=20_000, skill=0.05)["shrinkage"] > 0.98
    for items, skill in itertools.product(ITEMS, SKILLS):
        noise = (ACCURACY * (1 - ACCURACY) - skill**2) / items
        share = skill**2 / (skill**2 + noise)
        assert theory(items=items, skill=skill)["shrinkage"] == pytest.approx(share, rel=1e-3)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("items", ITEMS)
def test_champion_is_the_first_of_the_best_so_far(items, seed):
    result = simulate(models=1000, items=items, seed=seed)
    best = 0
    for tried, score in enumerate(result.exam):
        if score > result.exam[best]:
            best = tried
        assert result.champion[tried] == best


@pytest.mark.parametrize("models", MODELS)
def test_larger_field_contains_the_smaller(models):
    small, large = simulate(models=models, seed=3), simulate(models=1000, seed=3)
    assert len(small.exam) == models
    for name in ("exam", "again", "champion"):
        assert (getattr(small, name) == getattr(large, name)[:models]).all()


def test_switch_changes_the_report_and_neither_the_exam_nor_the_champion():
    on, off = (simulate(fresh_exam=fresh, seed=3) for fresh in (False, True))
    for name in ("exam", "again", "champion"):
        assert (getattr(on, name) == getattr(off, name)).all()
    assert (on.reported == on.exam).all()
    assert (off.reported != off.exam).any()
    assert (off.reported != off.again).any()


def test_scores_are_shares_of_whole_questions():
    result = simulate(items=500)
    for scores in (result.exam, result.again, result.reported):
        assert scores.min() >= 0
        assert scores.max() <= 1
        assert (np.round(scores * 500) / 500 == scores).all()


@pytest.mark.parametrize("models", [n for n in MODELS if n <= winners_curse.CROWDED])
def test_the_crowd_is_all_who_sat_the_exam_each_near_its_score(models):
    for run in RUNS.of(models=models, items=500):
        (crowd, apart), (x, y) = winners_curse._stacked(run, (0.8, 20))
        assert len(apart["x"]) == 0
        assert sum(crowd["y"]) == models
        scores = np.sort(run.exam)
        assert (np.abs(np.repeat(crowd["x"], crowd["y"]) - scores) <= crowd["width"] / 2).all()
        assert abs(x - run.exam[run.champion[-1]]) <= crowd["width"] / 2
        assert crowd["y"][list(crowd["x"]).index(x)] >= y + 0.5


@pytest.mark.parametrize("models", [n for n in MODELS if n > winners_curse.CROWDED])
def test_too_many_for_a_crowd_are_as_many_dots_each_in_a_place_of_its_own(models):
    for run in RUNS.of(models=models, items=500):
        (crowd, apart), place = winners_curse._stacked(run, (0.8, 20))
        assert len(crowd["x"]) == 0
        places = list(zip(apart["x"], apart["y"], strict=True))
        assert len(set(places)) == models
        assert (np.abs(np.array(apart["x"]) - run.exam) < 0.005).all()
        assert place == places[run.champion[-1]]
