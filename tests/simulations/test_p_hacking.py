"""Are the p values exact, is the published table found again, and does a blind draw undo it?"""

import itertools

import numpy as np
import pytest

from generators.spectrum.p_hacking import p_hacking as simulation
from generators.spectrum.p_hacking.p_hacking import (
    CAUSE_OFF,
    PUBLISHED,
    ROWS,
    STUDIES,
    _fit,
    theory,
)
from generators.spectrum.p_hacking.student import tail, two_sided
from tests.simulations.runs import Runs

ALPHAS = (0.01, 0.05, 0.1)
STUDIES_PUBLISHED = 15_000
RUNS = Runs(
    simulation, alpha=ALPHAS, coding=simulation.CODINGS, blind=(False, True), options=range(5)
)
TAILS = {freedom: tail(freedom) for freedom in (36, 37)}


def measured(row, **params):
    """Share of all studies of all seeds, and its standard error."""
    shares = RUNS.facts(**params)[row]
    share = np.mean(shares)
    return share, np.sqrt(share * (1 - share) / (STUDIES * len(shares)))


def test_p_values_of_t_are_those_of_the_tables():
    for t, freedom, p in [
        (2.0243942, 38, 0.05),
        (1.6715528, 58, 0.1),
        (2.7079132, 39, 0.01),
        (3.1824463, 3, 0.05),
        (1.9599640, 10**7, 0.05),
        (0, 38, 1),
    ]:
        assert two_sided(t, tail(freedom)) == pytest.approx(p, abs=1e-6)


def test_fits_from_sums_are_the_fits_of_the_people():
    """Against least squares on each person, one study at a time."""
    rng = np.random.default_rng(2)
    group, people = np.repeat([0, 1], 20), 40
    gender = rng.integers(2, size=(5, people))
    outcome = rng.standard_normal((5, people))
    cells = [(g, w) for g in (0, 1) for w in (0, 1)]
    members = np.array([(group == g) & (gender == w) for g, w in cells]).swapaxes(0, 1)
    columns = [np.ones(4), np.array([0.0, 0, 1, 1]), np.array([0.0, 1, 0, 1])]
    for used in (columns, [*columns, columns[1] * columns[2]]):
        sums = (members * outcome[:, None]).sum(axis=2)[:, :, None]
        squares = (outcome**2).sum(axis=1)[:, None]
        p = _fit(TAILS, members.sum(axis=2), sums, squares, used, [1])[0, 0]
        for study in range(5):
            design = np.array(used).T[2 * group + gender[study]]
            slopes, rest, *_ = np.linalg.lstsq(design, outcome[study])
            variance = rest[0] / (people - len(used)) * np.linalg.inv(design.T @ design)[1, 1]
            t = abs(slopes[1]) / np.sqrt(variance)
            assert p[study] == pytest.approx(two_sided(t, TAILS[people - len(used)]), rel=1e-9)


def test_where_a_cell_is_empty_there_is_no_fit():
    one, group, gender = np.ones(4), np.array([0.0, 0, 1, 1]), np.array([0.0, 1, 0, 1])
    counts = np.array([[20, 0, 9, 11]])
    p = _fit(
        TAILS,
        counts,
        np.ones((1, 4, 1)),
        np.array([[40.0]]),
        [one, group, gender, group * gender],
        [1],
    )
    assert p == 1


@pytest.mark.parametrize(("at", "alpha"), list(itertools.product(range(7), ALPHAS)))
def test_the_published_table_is_found_again(at, alpha):
    share, error = measured(ROWS[at + 1], alpha=alpha)
    published = PUBLISHED[alpha][at] / 100
    sampling = np.sqrt(share * (1 - share) / STUDIES_PUBLISHED)
    rounding = 0.0005
    assert abs(share - published) <= 3 * np.hypot(error, sampling) + rounding


@pytest.mark.parametrize("row", ["c", "abc", "abcd"])
def test_the_other_coding_of_gender_does_not_find_it(row):
    """The same studies, so the two codings are compared run by run."""
    apart = [run.shares["dummy"][row] - run.shares["effect"][row] for run in RUNS.of()]
    assert np.mean(apart) > 5 * np.std(apart, ddof=1) / np.sqrt(len(apart))
    share, error = measured(row, coding="effect")
    published = PUBLISHED[0.05][ROWS.index(row) - 1] / 100
    assert published - share > 3 * np.hypot(error, np.sqrt(share * (1 - share) / STUDIES_PUBLISHED))


@pytest.mark.parametrize(("row", "alpha"), list(itertools.product(["one", "a", "b"], ALPHAS)))
def test_closed_form_within_five_standard_errors(row, alpha):
    share, error = measured(row, alpha=alpha)
    assert abs(share - theory(alpha=alpha)[row]) <= 5 * error


def test_every_liberty_adds_and_the_blind_draw_takes_all_of_it_away():
    for fewer, more in itertools.pairwise(("one", "a", "ab", "abc", "abcd")):
        apart = [run.shares["dummy"][more] - run.shares["dummy"][fewer] for run in RUNS.of()]
        assert np.mean(apart) > 5 * np.std(apart, ddof=1) / np.sqrt(len(apart))
    for row, alpha, coding in itertools.product(ROWS, ALPHAS, ("dummy", "effect")):
        share, error = measured(row, alpha=alpha, coding=coding, **CAUSE_OFF)
        assert abs(share - alpha) <= 5 * error


def test_overlapping_analyses_find_less_than_independent_ones_would():
    for options in range(1, 5):
        facts = RUNS.each(options=options)[0]
        assert facts["alpha"] < facts["found"] < facts["independent"]


def test_pure_in_its_arguments():
    first = simulation.simulate(seed=4)
    simulation.simulate(seed=9)
    assert simulation.simulate(seed=4) == first


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("options", range(5))
def test_a_study_that_is_drawn_reports_one_of_its_own_analyses(options, alpha, blind):
    """The best of all that are allowed; of those drawn by lot some are not the best."""
    runs = RUNS.of(options=options, alpha=alpha, blind=blind)
    least = [min(run.every) == run.reported[0] for run in runs]
    for run in runs:
        told = simulation.facts(run)
        assert run.reported[0] in run.every
        assert len(run.every) == told["analyses"]
        assert told["first"] == (told["first_p"] < alpha)
        assert told["first"] <= told["drawn"] <= simulation.DRAWN
    assert all(least) == (not blind or options == 0)


def test_more_liberties_of_one_study_are_more_analyses_of_it():
    for seed in range(len(RUNS.seeds)):
        each = [RUNS.of(options=options)[seed] for options in range(5)]
        for fewer, more in itertools.pairwise(each):
            assert set(fewer.every) < set(more.every)
            assert more.reported[0] <= fewer.reported[0]


def test_studies_are_stacked_where_their_p_lies_and_none_is_lost():
    p = np.concatenate([run.reported for run in RUNS.of()])
    x, y = simulation._stacks(np.append(p, [0, 1]))
    assert len(set(zip(x, y, strict=True))) == len(p) + 2
    assert (np.abs(x[:-2] - p) < simulation.BIN).all()
    assert 0 < x.min() < x.max() < 1
    for edge in np.arange(0, 1, simulation.BIN):
        inside = (x > edge) & (x < edge + simulation.BIN)
        high = y[inside].max(initial=-2) + simulation.ABREAST / 2
        assert inside.sum() <= high < inside.sum() + simulation.ABREAST


def test_the_line_of_chance_is_where_studies_lie_if_one_analysis_is_fixed():
    """In every stack, over the runs, as many as it promises."""
    p = np.concatenate([run.reported for run in RUNS.of(options=0)])
    counts = np.histogram(p, np.arange(0, 1.01, simulation.BIN))[0]
    drawn = {trace.name: trace for trace in simulation.figure_study(RUNS.of(options=0)).data}
    (promised,) = set(drawn[simulation.PROMISED].y)
    assert promised == pytest.approx(counts.mean())
    assert (np.abs(counts - promised) < 4 * np.sqrt(promised)).all()
