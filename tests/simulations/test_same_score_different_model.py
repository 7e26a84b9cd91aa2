"""Do nets that differ only in their start differ only where nothing taught them?"""

import numpy as np
import pytest

from generators.spectrum.same_score_different_model import same_score_different_model as twins
from generators.spectrum.same_score_different_model.foretell import (
    alike,
    foretold,
    places,
    returned,
)
from generators.spectrum.same_score_different_model.twins import (
    Twins,
    agreement,
    born,
    gradient,
    linear_twins,
    output,
    train,
)
from tests.simulations.runs import Runs, off_by

over_seeds = Runs(twins).facts


@pytest.fixture(scope="module")
def cause_on():
    return over_seeds()


@pytest.fixture(scope="module")
def cause_off():
    return over_seeds(**twins.CAUSE_OFF)


def loss(nets, x, y):
    said = output(nets, x)
    return (np.logaddexp(0, said) - y[:, None] * said).mean(axis=0)


@pytest.mark.parametrize("layer", range(4))
def test_gradient_is_the_slope_of_the_loss(layer):
    rng = np.random.default_rng(1)
    nets = born(rng, 3, 5, 2)
    x, y = rng.standard_normal((20, 3)), rng.integers(0, 2, 20).astype(float)
    step, slope = 1e-6, gradient(nets, x, y)[layer]
    for place in np.ndindex(slope.shape):
        sides = []
        for sign in (1, -1):
            moved = [weights.copy() for weights in nets]
            moved[layer][place] += sign * step
            sides.append(loss(Twins(*moved), x, y)[place[-1]])
        assert slope[place] == pytest.approx((sides[0] - sides[1]) / (2 * step), abs=1e-8)


def test_training_lowers_the_loss_and_leaves_its_argument_alone():
    rng = np.random.default_rng(2)
    nets = born(rng, 3, 8, 4)
    x = rng.standard_normal((200, 3))
    y, before = (x[:, 0] > 0).astype(float), nets.inward.copy()
    trained = train(nets, x, y, rng.integers(0, 200, (100, 20)), 0.02)
    assert (loss(trained, x, y) < loss(nets, x, y) / 2).all()
    assert (nets.inward == before).all()


def test_what_never_varied_is_never_learned():
    """The light's weights are, to the last bit, what the seed made them."""
    start, end = twins.new_nets(0).inward[-1], twins._school(0.0, 0.0, 0).inward[-1]
    assert (start == end).all()
    assert (start != twins._school(1.0, 2, 0).inward[-1]).all()


def test_linear_models_stay_apart_off_their_rows_by_the_closed_form():
    models, free = 128, 30
    for seed in range(3):
        apart, on_rows, expected = linear_twins(seed, 20, 50, models, 0.5)
        assert on_rows.max() < 1e-9
        ratio = (apart / expected) ** 2
        assert abs(ratio.mean() - 1) < 5 * (2 / free / (models - 1)) ** 0.5
        assert abs(ratio - 1).max() < 5 * (2 / (models - 1)) ** 0.5


@pytest.mark.parametrize("setting", [{}, {"stress": 1}, {"varied": 1.0}])
def test_closed_forms(setting):
    measured = over_seeds(**setting)
    for name, expected in twins.theory(**setting).items():
        spread = np.std(measured[name])
        assert spread == 0 == expected or abs(off_by(measured[name], expected)) < 5, name


def test_seeds_part_in_a_new_light_and_only_where_the_light_is_new(cause_on, cause_off):
    parted = {
        name: facts["agree_everyday"] - facts["agree_stress"]
        for name, facts in {"on": cause_on, "off": cause_off, "same": over_seeds(stress=0)}.items()
    }
    assert off_by(parted["on"]) > 5
    assert abs(off_by(parted["off"])) < 5
    assert abs(off_by(parted["same"])) < 5
    assert (cause_on["stress_range"] > 5 * cause_on["everyday_range"]).all()


def test_an_everyday_exam_says_nothing_about_a_new_light(cause_on):
    assert abs(off_by(cause_on["link"])) < 5


def test_luck_stays_in_the_exam_and_the_trait_in_the_net(cause_on):
    assert off_by(cause_on["stress_again"] - cause_on["everyday_again"]) > 5


def test_the_trait_can_be_read_and_removed_where_raw_weights_say_nothing(cause_on, cause_off):
    assert off_by(cause_on["readable"]) > 5
    assert off_by(cause_on["untold"]) > 5
    assert abs(off_by(cause_off["readable"])) < 5
    assert off_by(cause_on["probe"]) < 5
    assert off_by(cause_on["stress_range"] - cause_on["mended_range"]) > 5
    assert abs(off_by(cause_on["everyday_range"] - cause_on["mended_range"])) < 5


def test_orders_and_what_they_foretell():
    rng = np.random.default_rng(3)
    scores, noise = rng.standard_normal((2, 400))
    assert places(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [1.5, 4, 1.5, 3]
    assert alike(scores, np.exp(scores)) == pytest.approx(1)
    assert alike(scores, -scores) == pytest.approx(-1)
    assert alike(scores, np.ones(400)) == 0
    assert returned(scores, scores) == 1
    assert returned(scores, -scores) == 0
    assert foretold(scores[None], 3 - 2 * scores, 0.0) == pytest.approx(1)
    assert abs(foretold(noise[None], scores, 0.0)) < 0.05


def test_agreement_counts_pairs():
    said = np.random.default_rng(4).random((7, 5)) < 0.6
    pairs = [(said[:, i] == said[:, j]).mean() for i in range(5) for j in range(i)]
    assert agreement(said) == pytest.approx(np.mean(pairs))


def test_a_run_depends_on_nothing_but_its_arguments():
    one = twins.facts(twins.simulate(varied=0.1, seed=3))
    assert twins.facts(twins.simulate(varied=0.1, seed=3)) == one
    assert twins.facts(twins.simulate(varied=0.1, seed=4)) != one
