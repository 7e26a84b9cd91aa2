"""Does a sticker act through all that a searcher remembers, and through nothing where none was put?"""

import numpy as np
import pytest

from generators.spectrum.searcher.searcher import WIRES
from generators.sticker.searching import cohort, pupils, sticker_searcher
from generators.sticker.searching.cohort import FIELD, GROUP, WAYS
from generators.sticker.searching.sticker_searcher import CAUSE_OFF, SEEDS
from generators.sticker.searching.trials import DAYS
from tests.simulations.runs import Runs, off_by

RUNS = Runs(sticker_searcher, settings=[{}, CAUSE_OFF])
VISITS = (1, 2, 3)


def over(name, **setting):
    """One fact in every run."""
    return RUNS.facts(**setting)[name]


@pytest.mark.parametrize("learner", ["", "reflex_"])
def test_with_nothing_planted_every_effect_is_nothing_to_rounding(learner):
    for way in WAYS:
        assert abs(over(f"{learner}put_{way}", **CAUSE_OFF)).max() < 1e-6
        for visit in VISITS:
            assert abs(over(f"{learner}act_{way}_{visit}", **CAUSE_OFF)).max() < 1e-6
    assert (over("spread", **CAUSE_OFF) > 0.001).all(), "single nets have an effect by chance"


def test_a_net_without_memory_cannot_be_moved_by_what_it_does_not_know():
    assert (over("reflex_most") == sticker_searcher.theory()["reflex_most"]).all()
    assert (over("reflex_last_visit") > 0.05).all()


def test_a_searcher_is_moved_through_every_visit():
    for visit in VISITS:
        each = np.mean([over(f"act_{way}_{visit}") for way in (1, 2, 3)], axis=0)
        assert (each > 0.02).all()
    assert (over("remembered") > over("reflex_remembered") + 0.02).all()


def test_with_recurrent_weights_cut_the_claim_fails(monkeypatch):
    """The same searchers, made to forget: what acts by visits 1 and 2 is gone."""

    def forgetful(*arguments):
        nets = pupils.train(*arguments)
        for net in nets:
            net.inward[:, WIRES:] = 0
        return nets

    monkeypatch.setattr(cohort, "train", forgetful)
    told = sticker_searcher.facts(sticker_searcher.simulate(seed=1))
    assert told["remembered"] == 0


def test_it_searches_and_a_reflex_does_not():
    assert (over("back") > over("reflex_back") + 0.1).all()
    assert (over("tried") > over("reflex_tried")).all()
    assert (over("last") > over("reflex_last")).all()


def test_no_net_beats_the_best_searcher_whose_pay_is_the_closed_form():
    noise = DAYS**-0.5  # the spread of sweetness is 1
    assert abs(off_by(over("bound"), sticker_searcher.theory()["bound"])) < 5
    for learner in ("", "reflex_"):
        assert (over(f"{learner}last") < over("bound") + 5 * noise).all()


def test_an_exam_that_does_not_lean_moves_nothing():
    """By symmetry, in the mean over runs."""
    assert abs(off_by(over("fair"))) < 5
    assert abs(off_by(over("reflex_fair"))) < 5


def test_ways_1_to_3_are_as_strong_as_each_other_and_luck_cannot_follow():
    each = np.array([over(f"put_{way}") for way in (1, 2, 3)])
    assert (abs(each.mean(axis=1) - 0.1) < 0.05).all()
    assert (over("put_4") < each.min(axis=0)).all()


def test_doses_rise_and_begin_at_nothing():
    for way in WAYS:
        assert (np.diff(cohort.doses(way)) > 0).all()
    assert [cohort.doses(way)[0] for way in WAYS] == [0, 0, 0.5, 0.5]


def test_who_is_in_a_run():
    taught = cohort.teach(1, False, (cohort.AT_STRONG,))
    strong = [taught.groups[way, cohort.AT_STRONG] for way in (1, 2, 3)]
    assert sorted(np.concatenate([*strong, taught.field])) == list(range(3 * GROUP + FIELD))
    for setting in range(cohort.SETTINGS):
        assert np.isin(taught.groups[4, setting], taught.field).all()
    assert all(np.isin(who, taught.field).all() for who in taught.clean.values())


def test_a_run_by_itself_is_that_of_the_study():
    alone = sticker_searcher.facts(sticker_searcher.simulate(seed=SEEDS[2]))
    among = RUNS.each()[2]
    assert alone == pytest.approx(among, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("planted", [True, False])
def test_titles_are_short(planted):
    told = RUNS.spreads(planted=planted)
    for finding in (sticker_searcher.finding, sticker_searcher.finding_dose):
        assert len(finding(told)) < 120


def test_words_beside_lines_stand_apart_in_the_order_of_their_ends():
    ends = np.array([0.1, 0.3, 0.29, 0.1])
    words = sticker_searcher._apart(ends)
    assert (np.diff(np.sort(words)) >= 0.06 - 1e-9).all()
    assert (np.argsort(words, kind="stable") == np.argsort(ends, kind="stable")).all()
    assert (words >= ends).all()
