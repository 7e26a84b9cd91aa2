"""Do three processes find the drive that theory says, and only where the true cause is hidden?"""

import numpy as np
import pytest

from generators.lenses.three_processes import processes
from generators.lenses.three_processes import three_processes as simulation
from generators.schema import Spread
from tests.simulations.runs import Runs, off_by

PROCESSES = simulation.PROCESSES
VIEWS = ("", "_evolution", "_search", "_picks")
measured = Runs(simulation).facts


def error(values):
    """Standard error of the mean."""
    return np.std(values, ddof=1) / np.sqrt(len(values))


def agrees(values, expected):
    """Within five standard errors; the last term is for facts that no run varies."""
    return abs(np.mean(values) - expected) <= 5 * error(values) + 1e-9


@pytest.mark.parametrize(
    ("noise", "correlation"), [(1.0, 0.9), (2.0, 0.9), (0.25, 0.9), (2.0, 0.5)]
)
def test_closed_forms(noise, correlation):
    facts = measured(noise=noise, correlation=correlation)
    for name, expected in simulation.theory(noise=noise, correlation=correlation).items():
        assert agrees(facts[name], expected), (name, np.mean(facts[name]), expected)


@pytest.mark.parametrize("start", [0.0, -135.0])
def test_start_is_forgotten(start):
    """Even a drive that begins on taste alone, or against both signs, ends where the rest do."""
    facts, expected = measured(start=start), simulation.theory(start=start)
    for name in PROCESSES:
        assert agrees(facts[f"angle_{name}"], expected[f"angle_{name}"]), name


def test_cause_on_the_drive_turns_from_taste_and_reversal_harms():
    facts = measured()
    for name in PROCESSES:
        turned = facts[f"angle_{name}"]
        assert np.mean(turned) > 5 * error(turned)
    assert np.mean(facts["reversed"]) < -5 * error(facts["reversed"])
    assert np.all(facts["reversed"] < 0)
    assert np.all(facts["breakeven"] > -1)


def test_cause_off_nothing_turns_and_reversal_is_harmless():
    facts = measured(**simulation.CAUSE_OFF)
    for name in PROCESSES:
        assert agrees(facts[f"angle_{name}"], 0), name
        assert np.all(facts[f"breakeven_{name}"] == -1)
    assert agrees(facts["in_training"] - facts["reversed"], 0)


def test_redness_that_says_nothing_is_ignored():
    facts = measured(correlation=0.0)
    for name in PROCESSES:
        assert agrees(facts[f"angle_{name}"], 0), name


def test_search_helps_and_harms_in_one_proportion():
    facts = measured()
    assert agrees(facts["gain"] - facts["harm"], 0)
    assert np.all(facts["gain"] > 1)


def test_selection_needs_more_picks_than_training_in_every_run():
    facts = measured()
    assert np.all(facts["until_evolved"] > 10 * facts["until_trained"])
    for name in PROCESSES:
        assert np.all(facts[f"until_{name}"] <= facts[f"picks_{name}"])


def test_without_its_payment_training_stops_short_of_taste():
    """Where sweetness is seen, the paid gradient goes all the way; see the control above."""
    unpaid = measured(spare=True, noise=0.0)["angle_trained"]
    assert off_by(unpaid) > 5
    assert np.median(unpaid) > simulation.NEAR


def test_short_lives_are_cheaper_and_less_steady_and_still_dearer_than_the_gradient():
    short, long = measured(spare=True), measured()
    assert np.median(short["until_evolved"]) < np.median(long["until_evolved"]) / 2
    assert np.min(short["until_evolved"]) > np.max(long["until_trained"])
    assert np.std(short["angle_evolved"]) > np.std(long["angle_evolved"])


WORLD = processes.World(0.9, 1.0)
BEST, SEEN = WORLD.best()
MIRROR = 2 * np.outer(SEEN @ BEST, BEST) / (BEST @ SEEN @ BEST) - np.eye(2)
ALONG = 2 * np.outer(BEST, BEST) / (BEST @ BEST) - np.eye(2)  # weights, mirrored at the best


class Mirrored(processes.World):
    """The same fruit, what is seen of them mirrored at the best drive."""

    def options(self, rng, *shape):
        sweetness, seen = super().options(rng, *shape)
        return sweetness, np.tensordot(MIRROR, seen, 1)


class Mutating:
    """A generator that turns mutations, and nothing else."""

    def __init__(self, seed, turn):
        self.rng, self.turn = np.random.default_rng([seed, 7]), turn

    def standard_normal(self, shape):
        drawn = self.rng.standard_normal(shape)
        return drawn @ self.turn if shape == (processes.GENOMES, 2) else drawn


def twins(seed, one, other):
    """The last generations of two populations that see the same fruit, one in a mirror."""
    return [
        processes.evolve(world, BEST, Mutating(seed, turn))[1]
        for world, turn in ((WORLD, one), (Mirrored(0.9, 1.0), other))
    ]


def off_the_best(genomes):
    """Mean angle of their weights from the best drive, in degrees."""
    across = BEST[0] * genomes[:, 1] - BEST[1] * genomes[:, 0]
    return np.degrees(np.arctan2(across, genomes @ BEST).mean())


def test_the_mirror_keeps_the_world():
    sweet = np.array([1.0, 0.9])  # covariance of sweetness with what is seen
    assert np.allclose(MIRROR @ SEEN @ MIRROR.T, SEEN)
    assert np.allclose(MIRROR @ sweet, sweet)
    drives = np.random.default_rng(1).standard_normal((50, 2))
    assert np.allclose(WORLD.apart(drives @ MIRROR), -WORLD.apart(drives))
    scores = np.sqrt((drives @ SEEN * drives).sum(axis=1) * (BEST @ SEEN @ BEST))
    assert np.allclose(np.cos(WORLD.apart(drives)), drives @ SEEN @ BEST / scores)


def test_where_mutation_is_symmetric_too_all_of_the_shortfall_is_bend():
    """Exactly: what twins do is opposite, as picks count, so only the bend of weights is left."""
    alike = np.linalg.cholesky(np.linalg.inv(SEEN)).T
    for seed in range(3):
        pair = twins(seed, alike, alike @ MIRROR)
        assert np.sum([WORLD.apart(one).mean() for one in pair]) == pytest.approx(0, abs=1e-9)
        short, bend = (np.mean([of(one) for one in pair]) for of in (off_the_best, WORLD.bend))
        assert short == pytest.approx(bend, abs=1e-9)
        assert bend < 0


def test_bred_angle_falls_short_by_its_bend():
    """Mirrored pairs, in which most chance cancels: low it is, and by what its scatter explains."""
    pairs = [twins(seed, np.eye(2), ALONG) for seed in range(64)]
    short, bend = (
        np.array([np.mean([of(one) for one in pair]) for pair in pairs])
        for of in (off_the_best, WORLD.bend)
    )
    assert off_by(short) < -3
    assert abs(off_by(short - bend)) <= 3


def test_bend_is_the_second_order_of_the_scatter():
    """Near the best drive: half the second derivative of weights by picks, times the variance."""
    apart, step = np.array([-0.01, 0.02]), 1e-3  # not in balance: the slope must be right, too

    def weights(apart):
        """Angle of the drive that is so far from the best, as picks count."""
        turn = np.linspace(-1, 1, 200_001)
        every = np.stack([np.cos(turn), np.sin(turn)], axis=1) @ np.array(
            [BEST, [-BEST[1], BEST[0]]]
        )
        return np.interp(apart, WORLD.apart(every), turn)

    bent = (weights(step) - 2 * weights(0.0) + weights(-step)) / step**2
    turn = weights(apart)
    drives = np.stack([np.cos(turn), np.sin(turn)], axis=1) @ np.array([BEST, [-BEST[1], BEST[0]]])
    assert WORLD.bend(drives) == pytest.approx(np.degrees(bent / 2 * np.mean(apart**2)), rel=0.02)


@pytest.mark.parametrize("payment", [0.0, processes.RANDOMNESS])
def test_policy_gradient_is_the_slope_of_what_the_policy_earns(payment):
    """The mean over many lots, against finite differences of the exact expectation."""
    rng = np.random.default_rng(0)
    sweetness, seen = processes.World(0.9, 1.0).options(rng, 5, 6)
    drive = np.array([0.7, -0.4])

    def earns(drive):
        score = np.tensordot(drive, seen, 1)
        chance = np.exp(score) / np.exp(score).sum(axis=0)
        reward = sweetness - payment * np.log(chance)
        return (chance * reward).sum(axis=0).mean()

    slopes = np.array(
        [
            processes.policy_gradient(drive, sweetness, seen, rng.random(6), payment)
            for _ in range(4000)
        ]
    )
    for weight, by in enumerate(np.eye(2) * 1e-5):
        exact = (earns(drive + by) - earns(drive - by)) / 2e-5
        assert agrees(slopes[:, weight], exact), weight


def test_inferred_utility_is_the_likeliest():
    """No small step in any direction makes the expert's picks likelier."""
    world = processes.World(0.9, 1.0)
    size, *drive = processes.infer(world, np.random.default_rng(7))[-1]
    sweetness, seen = world.options(np.random.default_rng(7), processes.OPTIONS, int(size))
    pick = sweetness.argmax(axis=0)[None]

    def likelihood(drive):
        score = np.tensordot(drive, seen, 1)
        picked = np.take_along_axis(score, pick, 0)[0]
        return (picked - np.log(np.exp(score).sum(axis=0))).sum()

    best = likelihood(drive)
    for turn in np.linspace(0, 2 * np.pi, 8, endpoint=False):
        assert likelihood(drive + 0.01 * np.array([np.cos(turn), np.sin(turn)])) < best


def test_knock_out_finds_the_best():
    """Two by two or all at once: the option with the highest score wins."""
    drives, world = np.array([[1.0, 0.5], [-0.3, 2.0]]), processes.World(-0.4, 0.7)
    got = processes.best_of(drives, [world], 800, 3, np.random.default_rng(3))
    sweetness, seen = world.options(np.random.default_rng(3), 800)
    for number, drive in enumerate(drives):
        for rounds in range(4):
            score = (drive @ seen).reshape(-1, 2**rounds)
            won = np.take_along_axis(
                sweetness.reshape(score.shape), score.argmax(axis=1)[:, None], 1
            )
            assert got[rounds, number, 0] == pytest.approx(won.mean(), abs=1e-12)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("noise", [0.0, 0.25, 0.5, 1.0, 2.0])
def test_finding_fits_in_two_lines_of_a_phone(noise, view):
    facts = measured(noise=noise)
    for some in (slice(None), *(slice(run, run + 1) for run in range(3))):
        spreads = {name: Spread(list(values[some])) for name, values in facts.items()}
        assert len(getattr(simulation, f"finding{view}")(spreads)) <= 90


@pytest.mark.parametrize(
    ("fooled", "words"),
    [
        (("evolved",), "the evolved drive does worse"),
        (("trained", "inferred"), "the trained and inferred drives do worse"),
    ],
)
def test_finding_names_those_that_are_fooled(fooled, words):
    zeros = {f"breakeven_{name}": -0.9 if name in fooled else -1.0 for name in PROCESSES}
    facts = {name: Spread([value]) for name, value in (zeros | {"noise": 0.5}).items()}
    assert words in simulation.finding(facts)


def test_run_is_a_function_of_its_arguments():
    first, again = (simulation.simulate(seed=5) for _ in range(2))
    assert np.array_equal(first.shifted, again.shifted)
    assert np.array_equal(first.search, again.search)
    assert not np.array_equal(first.shifted, simulation.simulate(seed=6).shifted)
