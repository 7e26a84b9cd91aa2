"""Is a fact over its seeds the median, with the extremes and every seed in its order?"""

import random
from statistics import median

import pytest

from generators.schema import Spread


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 20, 21])
def test_a_spread_is_its_median_and_keeps_all(count):
    seeds = [random.Random(count * 100 + i).gauss(0, 1) for i in range(count)]
    spread = Spread(seeds)
    assert spread == pytest.approx(median(seeds))
    assert (spread.low, spread.high) == (min(seeds), max(seeds))
    assert spread.seeds == seeds


def test_no_seed_is_no_fact():
    with pytest.raises(ValueError, match="at least one seed"):
        Spread([])
