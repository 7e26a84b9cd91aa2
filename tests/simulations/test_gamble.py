"""Does each grower choose by expected worth, and only by it?"""

import itertools

import numpy as np
import pytest

from generators.primers.gamble import CAUSE_OFF, CROP, OFFERS, facts, simulate, theory, worth

CAUTIONS, CHANCES = (0.0, 0.25, 0.5, 0.75), (0.05, 0.25, 0.5, 0.9)
STEP = OFFERS[1] - OFFERS[0]
SETTINGS = [
    {"caution": caution, "chance": chance}
    for caution, chance in itertools.product(CAUTIONS, CHANCES)
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_least_offer_taken_is_the_certainty_equivalent(setting):
    """To the next offer that is put."""
    found, expected = facts(simulate(**setting)), theory(**setting)
    for fact in ("trade", "trade_straight"):
        wanted = expected["trade" if fact == "trade" else "average"]
        assert -1e-9 <= found[fact] - wanted <= STEP
    assert found["average"] == pytest.approx(expected["average"])


@pytest.mark.parametrize("caution", CAUTIONS)
def test_worth_rises_and_bends_down_with_caution(caution):
    steps = np.diff(worth(OFFERS, caution))
    assert worth(np.array([0, CROP]), caution) == pytest.approx([0, 1])
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all() == (caution > 0)


@pytest.mark.parametrize("chance", CHANCES)
def test_caution_gives_away_baskets_and_counting_does_not(chance):
    """The effect, and its control."""
    assert facts(simulate(chance=chance))["premium"] > 20 * STEP * chance * (1 - chance)
    assert facts(simulate(chance=chance, **CAUSE_OFF))["premium"] == 0


def test_more_caution_gives_away_more():
    prices = [facts(simulate(caution=caution))["trade"] for caution in CAUTIONS]
    assert prices == sorted(prices, reverse=True)


def test_nothing_is_given_away_where_nothing_is_uncertain():
    assert theory(chance=1.0)["premium"] == 0
    assert facts(simulate(chance=0.95))["premium"] < facts(simulate(chance=0.5))["premium"]


@pytest.mark.parametrize("setting", SETTINGS)
def test_choice_does_not_depend_on_the_scale_of_worth(setting):
    """Worth times ten plus seven: the same preferences, by the axioms."""
    chance, caution = setting["chance"], setting["caution"]
    scaled = 7 + 10 * worth(OFFERS, caution)
    crop = 7 + 10 * (chance * 1 + (1 - chance) * 0)
    assert (scaled >= crop - 1e-9).tolist() == simulate(**setting).sells.tolist()


def test_a_small_gamble_costs_half_its_variance_times_the_bend():
    """Pratt 1964: near a sure x the premium is caution / x times half the variance."""
    x, swing, caution = 50.0, 0.5, 0.5
    mean = (worth(x - swing, caution) + worth(x + swing, caution)) / 2
    equivalent = CROP * mean ** (1 / (1 - caution))
    assert x - equivalent == pytest.approx(caution / x * swing**2 / 2, rel=1e-3)


def test_each_grower_sells_from_a_price_on():
    for offer in range(5, 70, 5):
        found = facts(simulate(offer=offer))
        assert found["sells"] == (offer >= 25)
        assert found["sells_straight"] == (offer >= 50)
