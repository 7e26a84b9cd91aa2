"""Do the helpers that other tests lean on notice what they are for?"""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.simulations.runs import Runs, facts_of, off_by, spreads


def test_off_by_counts_standard_errors():
    assert off_by([1.0, 3.0], 0.0) == pytest.approx(2.0)
    assert off_by([1.0, 3.0], 4.0) == pytest.approx(-2.0)
    far = np.random.default_rng(1).normal(1.0, 1.0, 10_000)
    assert abs(off_by(far, 1.0)) < 5 < abs(off_by(far, 0.9))


def test_runs_that_are_all_one_are_right_or_endlessly_wrong():
    assert off_by([2.0, 2.0], 2.0) == 0
    assert off_by([2.0, 2.0], 1.0) == np.inf
    assert off_by([2.0, 2.0], 3.0) == -np.inf


def coin(studies):
    """A simulation that tells of its calls."""

    def simulate(*, edge=0.5, tosses=10, seed=0):
        return edge * tosses + seed

    def study(cells, seeds):
        studies.append(len(cells))
        return [[simulate(**cell, seed=seed) for seed in seeds] for cell in cells]

    return SimpleNamespace(
        SEEDS=range(3),
        simulate=simulate,
        study=study,
        facts=lambda run: {"heads": run, "word": "fair"},
        verdicts=lambda runs: {"most": max(runs)},
    )


def test_settings_are_made_together_and_once():
    studies = []
    runs = Runs(coin(studies), edge=(0.0, 1.0), tosses=(10, 20))
    assert runs.of(edge=1.0) == [10.0, 11.0, 12.0]
    assert runs.of(edge=1.0, tosses=20) == [20.0, 21.0, 22.0]
    assert runs.facts(edge=0.0)["heads"].tolist() == [0, 1, 2]
    assert studies == [4], "all that was declared, and once"
    assert runs.of() == [5.0, 6.0, 7.0]
    assert studies == [4, 1]
    assert Runs(coin(studies), settings=[{"edge": 1.0}]).of(edge=1.0) == [10.0, 11.0, 12.0]
    assert studies == [4, 1, 1]


def test_what_all_runs_say_stands_beside_what_each_says():
    module = coin([])
    each = facts_of(module, [1.0, 2.0])
    assert [facts["most"] for facts in each] == [2.0, 2.0]
    assert spreads(each)["heads"].seeds == [1.0, 2.0]
    assert spreads(each)["word"] == "fair"
