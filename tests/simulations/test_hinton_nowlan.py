"""Does learning guide evolution as the 1987 model says, and as arithmetic demands?"""

import numpy as np
import pytest

from generators.lenses import hinton_nowlan as hn
from tests.simulations.runs import Runs

MANY = range(200)
RUNS, LONE, FIRST = Runs(hn), Runs(hn, MANY), Runs(hn, range(60))


def without_learning():
    """The facts of many runs with the cause off."""
    return LONE.each(**hn.CAUSE_OFF)


def mean_and_error(facts, name):
    values = np.array([fact[name] for fact in facts])
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))


def check(facts, expected):
    """Each fact lies within five standard errors of its closed form."""
    for name, value in expected.items():
        mean, error = mean_and_error(facts, name)
        assert abs(mean - value) < 5 * error, name


@pytest.mark.parametrize("trials", [10, 100, 1000, 10_000])
def test_the_hill_has_its_closed_form(trials):
    expected = hn.theory(trials=trials)
    del expected["start"]
    check(RUNS.each(trials=trials, generations=10), expected)


@pytest.mark.parametrize("undecided", [0.5, 0.75, 0.9])
def test_the_first_generation_has_its_closed_form(undecided):
    """Where lives are long enough for several organisms of every run to score."""
    setting = {"trials": 10_000, "undecided": undecided}
    check(FIRST.each(generations=10, **setting), hn.theory(**setting))


@pytest.mark.parametrize("short", [0, 1, 3, 8])
def test_trials_left_agree_with_trying_one_by_one(short):
    """The shortcut, a geometric draw, has the distribution of the life that it stands for."""
    rng, trials, lives = np.random.default_rng(1), 40, 4000
    hit = (rng.random((lives, trials, max(short, 1))) < 0.5).all(axis=-1) | (short == 0)
    slow = np.where(hit.any(axis=1), trials - hit.argmax(axis=1), 0)
    fast = hn._trials_left(np.full(lives, short), trials, rng)
    error = np.hypot(slow.std(), fast.std()) / np.sqrt(lives)
    assert abs(slow.mean() - fast.mean()) <= 5 * error
    assert fast.max() <= trials


def test_learning_lifts_every_population_and_without_it_luck_alone_does():
    """The effect is far beyond five standard errors with learning, within them without."""
    on, error = mean_and_error(RUNS.each(), "fitness")
    assert on - 1 > 5 * error
    assert all(fact["climbed"] for fact in RUNS.each())
    off, error = mean_and_error(RUNS.each(**hn.CAUSE_OFF), "fitness")
    assert off - 1 < 5 * error


def test_without_learning_the_needle_is_met_as_often_as_blind_draws_meet_it():
    """51 generations of 1,000 draws from 2^20 meet it in at most 4.9% of runs."""
    climbed, error = mean_and_error(without_learning(), "climbed")
    assert climbed < 51_000 / 2**20 + 5 * error
    assert climbed > 0


def test_without_learning_genes_only_drift():
    """No gene is better than another, so half stay right, but for a lucky run."""
    facts = [fact for fact in without_learning() if not fact["climbed"]]
    mean, error = mean_and_error(facts, "right")
    assert abs(mean - 0.5) < 5 * error
    assert {fact["open"] for fact in facts} == {0}


def test_a_child_is_a_head_of_one_parent_and_a_tail_of_another():
    """Two kinds of parent: each child is one run of zeros beside one run of ones, or pure."""
    genes = np.where(np.arange(hn.ORGANISMS) % 2, hn.BORN_RIGHT, 0)
    children, same = hn._breed(genes, genes, np.ones(hn.ORGANISMS), np.random.default_rng(0))
    assert np.array_equal(children, same)
    bits = (children[:, None] >> np.arange(hn.GENES)) & 1
    assert (np.abs(np.diff(bits, axis=1)).sum(axis=1) <= 1).all()
    assert len({*children}) > hn.GENES  # cut in many places


def test_parents_are_drawn_by_fitness():
    """One organism with half of all fitness is each parent with chance one half."""
    genes, fitness = np.zeros(hn.ORGANISMS, dtype=int), np.ones(hn.ORGANISMS)
    genes[7], fitness[7] = hn.BORN_RIGHT, hn.ORGANISMS - 1
    rng = np.random.default_rng(0)
    share = [np.bitwise_count(hn._breed(genes, genes, fitness, rng)[0]).mean() for _ in MANY]
    error = np.std(share) / np.sqrt(len(share))
    assert abs(np.mean(share) / hn.GENES - 0.5) < 5 * error / hn.GENES


def test_a_lone_perfect_organism_breeds_true_more_than_twice():
    """A cut leaves 1 to 19 genes to the mate, all right with chance 2^-k: on average 1 child in 19
    is perfect, and fitness 20 among 999 of fitness 1 makes it a parent about 40 times."""
    rng, fitness, perfect = np.random.default_rng(0), np.ones(hn.ORGANISMS), []
    fitness[0] = 20
    for _ in range(1500):
        genes = rng.integers(0, hn.BORN_RIGHT + 1, hn.ORGANISMS)
        genes[0] = hn.BORN_RIGHT
        perfect.append((hn._breed(genes, genes, fitness, rng)[0] == hn.BORN_RIGHT).sum())
    chosen = 20 / fitness.sum()
    once = 2 * chosen * (1 - chosen) * (1 - 2.0**-19) / 19
    error = np.std(perfect) / np.sqrt(len(perfect))
    assert abs(np.mean(perfect) - hn.ORGANISMS * (once + chosen**2)) < 5 * error


def test_shares_and_fitness_stay_within_their_bounds():
    for run in RUNS.of():
        assert (run.fitness >= 1).all() and (run.fitness <= 20).all()
        assert (run.right + run.open <= 1 + 1e-12).all()
        assert (run.innate <= run.mastered).all()


def test_simulate_is_pure():
    one, two = (hn.facts(hn.simulate(seed=3)) for _ in range(2))
    assert one == two
    assert one != hn.facts(hn.simulate(seed=4))


def test_every_view_draws_the_same_traces_at_any_setting():
    drawn = []
    for setting in ({"trials": 10}, {"trials": 10_000}, {"undecided": 0.9}, hn.CAUSE_OFF):
        for count in (1, 3):
            runs = RUNS.of(**setting)[:count]
            views = hn.figure(runs), hn.figure_hill(runs), hn.figure_genes(runs)
            drawn.append([[trace.mode for trace in view.data] for view in views])
    assert all(each == drawn[0] for each in drawn)
