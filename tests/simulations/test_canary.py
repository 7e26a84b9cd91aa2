"""Does a model give away what it was told often, and no more than chance of what it never saw?"""

import itertools

import numpy as np
import pytest

from generators.spectrum.canary import canary
from generators.spectrum.canary.ngram import Nets, born, gradient, log_chance, loss, passes, rows_of
from generators.spectrum.canary.secret import CODES, Worlds, _chain, code_chances, exposure, rank
from tests.simulations.runs import Runs, off_by

SETTINGS = [(epochs, removed) for epochs in canary.EPOCHS for removed in (False, True)]
RUNS = Runs(canary, copies=canary.COPIES[1:], epochs=canary.EPOCHS, removed=(False, True))
over_seeds, results = RUNS.facts, RUNS.of


def gained(**setting):
    """Bits by which the crate's code is nearer than codes that were never put in, each seed."""
    facts = over_seeds(**setting)
    return facts["exposure"] - facts["null_exposure"]


def some_nets(count=2, seed=1):
    return born([np.random.default_rng([seed, n]) for n in range(count)], 20, 4, 5)


@pytest.mark.parametrize("layer", range(5))
def test_gradient_is_the_slope_of_the_loss(layer):
    nets = some_nets()
    rows = np.random.default_rng(2).integers(0, 20, (2, 30, 4))
    step, slope = 1e-6, gradient(nets, rows)[layer]
    for place in np.ndindex(slope.shape):
        sides = []
        for sign in (1, -1):
            moved = [weights.copy() for weights in nets]
            moved[layer][place] += sign * step
            sides.append(loss(Nets(*moved), rows)[place[0]].mean())
        assert slope[place] == pytest.approx((sides[0] - sides[1]) / (2 * step), abs=1e-8)


def test_chances_sum_to_one_however_many_rows_are_asked():
    nets, context = some_nets(), np.random.default_rng(3).integers(0, 20, (2, 900, 3))
    said = log_chance(nets, context)
    assert np.exp(said).sum(axis=2) == pytest.approx(np.ones((2, 900)))
    assert log_chance(nets, context[:, 700:720]) == pytest.approx(said[:, 700:720])


def test_training_lowers_the_loss_and_leaves_its_arguments_alone():
    rngs = [np.random.default_rng([4, n]) for n in range(2)]
    nets, text = some_nets(), np.tile(np.arange(20), (2, 20))
    before, rows = [layer.copy() for layer in nets], rows_of(text)
    after = [
        loss(each, rows).mean(axis=1)
        for each in itertools.islice(passes(nets, rows, rngs, 50, 0.01), 4)
    ]
    assert (after[3] < after[0]).all()
    assert (after[0] < loss(nets, rows).mean(axis=1)).all()
    assert all((a == b).all() for a, b in zip(before, nets, strict=True))


def test_text_follows_its_chances():
    rng = np.random.default_rng(5)
    chances = rng.dirichlet(np.ones(20), 20)
    text = _chain(np.tile(chances.cumsum(axis=1), (40, 1, 1)), rng.random((40, 500)))
    for symbol in range(20):
        after = text[:, 1:][text[:, :-1] == symbol]
        seen = np.bincount(after, minlength=20) / len(after)
        assert (abs(seen - chances[symbol]) < 5 * (chances[symbol] / len(after)) ** 0.5).all()


def test_records_stand_whole_in_the_text_as_often_as_said():
    worlds, kept = Worlds(range(3), canary.COPIES, 2), np.array(canary.COPIES)
    assert (worlds.rows(kept * 0) == rows_of(worlds.text)).all()
    rows = worlds.rows(kept)
    assert rows.shape[1] == rows_of(worlds.text).shape[1] + 7 * kept.sum()
    for seed, crate in np.ndindex(worlds.codes.shape):
        digits = [int(d) for d in f"{worlds.codes[seed, crate]:04d}"]
        record = np.array([*worlds.labels[seed, crate], *digits])
        text = np.append(rows[seed, :, 0], rows[seed, -1, 1:])
        whole = np.lib.stride_tricks.sliding_window_view(text, 7) == record
        assert whole.all(axis=1).sum() == kept[crate]


def test_chance_of_a_code_is_the_product_of_its_digits():
    nets, rng = some_nets(), np.random.default_rng(6)
    labels = rng.integers(10, 20, (2, 3, 3))
    score = code_chances(nets, labels)
    assert (np.exp(score).sum(axis=2) < 1).all()
    for code in rng.integers(CODES, size=20):
        text = np.concatenate(
            [labels, np.broadcast_to([int(d) for d in f"{code:04d}"], (2, 3, 4))], axis=2
        )
        expected = -sum(loss(nets, rows_of(text)[:, :, n]) for n in range(4))
        assert score[:, :, code] == pytest.approx(expected)


def test_ranks_are_an_order_and_ties_count_against_the_thief():
    score = np.random.default_rng(7).random((2, CODES))
    every = np.tile(np.arange(CODES), (2, 1))[:, ::97]
    ranks = rank(score, every)
    assert (ranks == (-score).argsort().argsort()[:, ::97] + 1).all()
    assert (rank(np.zeros((1, CODES)), every[:1]) == CODES).all()
    assert exposure(np.array([1, CODES])).tolist() == [np.log2(CODES), 0]


@pytest.mark.parametrize(("epochs", "removed"), SETTINGS)
@pytest.mark.parametrize("copies", [1, 8, 32])
def test_closed_forms(copies, epochs, removed):
    setting = {"copies": copies, "epochs": epochs, "removed": removed}
    measured = over_seeds(**setting)
    for name, expected in canary.theory(**setting).items():
        assert abs(off_by(measured[name], expected)) < 5, name


def test_the_mean_exposure_of_an_unseen_code_is_that_of_any_rank():
    expected = exposure(np.arange(1, CODES + 1)).mean()
    assert canary.theory()["null_exposure"] == pytest.approx(expected)
    assert expected == pytest.approx(np.log2(np.e), abs=1e-3)


@pytest.mark.parametrize(("copies", "epochs"), [(8, 1), (32, 1), (2, 8), (8, 8)])
def test_codes_in_the_data_are_given_away_and_codes_cut_out_are_not(copies, epochs):
    assert off_by(gained(copies=copies, epochs=epochs)) > 5
    assert abs(off_by(gained(copies=copies, epochs=epochs, **canary.CAUSE_OFF))) < 5


@pytest.mark.parametrize("epochs", canary.EPOCHS)
def test_a_crate_that_never_stood_in_the_data_is_safe_beside_those_that_did(epochs):
    when = canary.EPOCHS.index(epochs)
    bits = exposure(np.array([r.guesses[when, 0] for r in results(epochs=epochs)]))
    assert abs(off_by(bits, canary.theory()["null_exposure"])) < 5


def test_more_copies_and_more_passes_give_more_away():
    assert off_by(gained(copies=8) - gained(copies=1)) > 5
    assert off_by(gained(copies=2, epochs=8) - gained(copies=2, epochs=1)) > 5


def test_deduplication_ends_the_effect_of_copies_and_not_that_of_passes():
    once = exposure(np.array([r.once for r in results()]))  # (runs, epochs, crates)
    for when in range(len(canary.EPOCHS)):
        assert abs(off_by(once[:, when, 6] - once[:, when, 1])) < 5
    after = over_seeds(epochs=8)
    assert off_by(after["once_exposure"] - after["null_exposure"]) > 5
    before = over_seeds(copies=8)
    assert off_by(before["exposure"] - before["once_exposure"]) > 5


def test_audits_find_what_they_are_made_for():
    runs = results()
    rare, missed = (
        np.array([getattr(r, name)[0] for r in runs]) for name in ("surprise", "removal")
    )
    assert off_by(rare[:, 1] - rare[:, -1]) > 5  # a filter sees what was not learned
    assert off_by(missed[:, -2] - missed[:, 1]) > 5  # taking out shows what was
    alarms = np.mean([r.removal[:, 0] for r in runs], axis=0)
    assert (abs(alarms - 0.05) < 5 * (0.05 * 0.95 / len(runs)) ** 0.5).all()
    off = results(removed=True)
    assert not np.any([[r.surprise, r.removal] for r in off])


def test_a_setting_off_the_grid_is_refused():
    for setting in ({"copies": 3}, {"epochs": 3}):
        with pytest.raises(ValueError, match="must be one of"):
            canary.simulate(**setting)


def test_a_run_alone_is_what_it_is_among_others():
    alone, another = (canary.facts(canary.simulate(removed=True, seed=seed)) for seed in (3, 4))
    assert alone == RUNS.each(removed=True)[3]
    assert alone != another
