"""Is the searcher made by its training, bounded by its oracle, and gone where its cause is?"""

import functools
import shutil
import subprocess
import sys

import numpy as np
import pytest

from generators.spectrum.searcher import last_bite, searcher, watching
from generators.spectrum.searcher.searcher import (
    BITES,
    DAYS,
    REDNESS,
    TREES,
    UNITS,
    WIRES,
    Net,
    bend,
    eat,
    orchard,
)

FEW = (0, 1, 2, 3, 4)


@functools.cache
def studied(**cell):
    """All runs of one setting; `functools.cache` is the test's, never the simulation's."""
    whole = {"day": 1, "later": "sour", "noise": 1.0, "taught": REDNESS, "memory": True} | cell
    return last_bite.study([whole], FEW)[0]


def over(name, **cell):
    """One fact of every net."""
    return np.array([last_bite.facts(run)[name] for run in studied(**cell)])


def small(nets=2, days=6):
    """A few nets as they are born, some days, and their luck."""
    rng = np.random.default_rng(3)
    parts = zip(*(searcher.born(rng, True) for _ in range(nets)), strict=True)
    some = orchard(rng.standard_normal((nets, days, TREES, 3)), REDNESS, 1.0)
    return Net(*map(np.array, parts)), some, rng.random((BITES, nets, days))


def surrogate(net, days, luck, fixed, entropy):
    """What `slope` claims to be the slope of: pay, likelihood times luck, and undecidedness."""
    walk = eat(net, days, luck, order=fixed.bitten[:, 0])
    pay = (walk.chance[-1] * days.sweet).sum(axis=-1)
    better = (fixed.chance[-1] * days.sweet).sum(axis=-1)
    better = better - better.mean(axis=1, keepdims=True)
    chosen = np.take_along_axis(walk.chance, fixed.bitten[..., None], axis=-1)[..., 0]
    free = -(walk.chance * np.log(walk.chance + 1e-12)).sum(axis=-1)
    return (pay + (np.log(chosen[:-1]) * better).sum(axis=0) + entropy * free.sum(axis=0)).mean()


def test_slope_is_the_slope():
    """By finite differences in a dozen weights of each layer."""
    net, days, luck = small(nets=1)
    walk = eat(net, days, luck)
    slopes = searcher.slope(net, walk, days.sweet, 0.05, True)
    rng = np.random.default_rng(0)
    for part, slope in enumerate(slopes):
        for place in rng.integers(0, slope[0].size, 12):
            ends = []
            for step in (1e-6, -1e-6):
                moved = [layer.copy() for layer in net]
                moved[part].reshape(-1)[place] += step
                ends.append(surrogate(Net(*moved), days, luck, walk, 0.05))
            assert slope.reshape(-1)[place] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-6)


def test_bend_is_tanh():
    x = np.linspace(-20, 20, 1001)
    assert bend(x.copy()) == pytest.approx(np.tanh(x), abs=1e-15)


def test_it_is_told_what_it_bit_and_nothing_else():
    """No index, no memory for each tree: one tree, its taste, its redness, and a constant."""
    net, days, luck = small()
    walk = eat(net, days, luck)
    assert walk.told.shape[-1] == WIRES + UNITS
    for bite in range(1, BITES):
        before = walk.bitten[bite - 1]
        told = walk.told[bite, ..., :WIRES]
        assert (told[..., :TREES] == np.eye(TREES)[before]).all()
        assert (told[..., TREES] == watching.at(days.taste, before)).all()
        assert (told[..., TREES + 1] == watching.at(days.red, before)).all()
        assert (told[..., TREES + 2] == 1).all()


def test_bound_is_the_closed_form():
    """The oracle's pay, in the mean over seeds, within five standard errors."""
    for later in last_bite.LATER:
        expected = last_bite.theory(later=later)
        for name in ("bound", "bound_then"):
            values = over(name, later=later)
            error = values.std(ddof=1) / len(values) ** 0.5
            assert abs(values.mean() - expected[name]) < 5 * error + 1e-9


@pytest.mark.parametrize("cell", [{}, {"noise": 0.0}, {"memory": False}, {"taught": 0.0}], ids=str)
def test_no_net_beats_the_bound(cell):
    """Beyond five standard errors of the same days."""
    gap = over("bound", **cell) - over("last", **cell)
    assert (gap > -5 / watching.DAYS**0.5).all()


def best_without_memory():
    """Pay of the best rule that keeps a tree for good if it passes that tree's own bar, counted in
    spreads of the index: by a search over bars, on many draws."""
    rng = np.random.default_rng(9)
    index = rng.standard_normal((40_000, TREES))
    best = 0.0
    for first in np.linspace(0, 1, 11):
        for second in np.linspace(-0.4, 0.8, 13):
            for third in np.linspace(-1.5, 0, 7):
                end = np.where(index[:, 2] > third, 2, 0)
                end = np.where(index[:, 1] > second, 1, end)
                end = np.where(index[:, 0] > first, 0, end)
                best = max(best, float(index[np.arange(len(index)), end].mean()))
    tracks = last_bite.theory()["bound"] / (3 / (2 * np.pi**0.5))
    return best * tracks


def test_without_recurrent_weights_there_is_no_search():
    assert (over("back", memory=False) < over("back").min()).all()
    assert (over("last", memory=False) < best_without_memory() + 5 / watching.DAYS**0.5).all()
    assert over("last", memory=False).max() < over("last").min()
    for push in last_bite.PUSHES[1:]:
        assert (over(push, memory=False) == over("left_alone", memory=False)).all()


def test_it_goes_back_by_its_own_index():
    assert np.median(over("tried")) > 2.9
    assert over("tried").min() > over("tried", memory=False).max()
    assert (over("back") > 0.5).all()
    assert (over("by_index") > over("by_sweetness")).all()
    assert (np.abs(over("aim") - 78.1) < 5).all()


def test_where_red_means_sour_it_searches_for_the_worst():
    assert (over("sourest") > 0.5).all()
    assert (over("then") < 0).all()
    assert (np.abs(over("breakeven") + 0.211) < 0.1).all()


def test_with_perfect_taste_red_may_mean_what_it_will():
    assert (over("breakeven", noise=0.0) == -1).all()
    assert (over("then", noise=0.0) > 0.7).all()


def test_where_red_said_nothing_it_is_not_missed():
    assert (np.abs(over("aim", taught=0.0)) < 10).all()
    assert (over("then", taught=0.0) > 0.4).all()


def test_the_score_is_held_and_used():
    assert (over("reads") > 0.8).all()
    assert (over("reads_nothing") < 0.05).all()
    assert (over("pushed_up") > 2 * over("left_alone")).all()
    assert (over("pushed_down") < over("left_alone") / 2).all()
    assert (np.abs(over("pushed_anyhow") - over("left_alone")) < 0.1).all()


def test_reflex_first_recall_later():
    assert (over("reflex") > 0.2).all()
    assert (over("lag") == over("half_back") - over("half_paid")).all()
    assert (over("lag") > 0).all()


def test_what_a_processor_leaves_in_the_last_bit_does_not_grow(monkeypatch):
    """Each state a last bit away from what it is, in as many steps as would make other nets."""
    (plain,) = searcher.train(FEW[:2])

    def off(x):
        return np.nextafter(bend(x), 1)

    monkeypatch.setattr(searcher, "bend", off)
    (other,) = searcher.train(FEW[:2])
    assert all((one == two).all() for one, two in zip(plain, other, strict=True))


def test_paying_every_bite_is_caught(monkeypatch):
    """The same net, paid for all that it eats, need not search, and the claim's tests fail."""

    def slope(net, walk, sweet, entropy, memory):
        every = np.ones(BITES)[:, None, None]
        return _every(net, walk, sweet, entropy, memory, every)

    def _every(net, walk, sweet, entropy, memory, _):
        eaten = np.stack([watching.at(sweet, tree) for tree in walk.bitten[:-1]])
        later = np.cumsum(eaten[::-1], axis=0)[::-1]
        once = honest(net, walk, sweet, entropy, memory)
        extra = later - later.mean(axis=2, keepdims=True)
        said = -walk.chance[:-1] * extra[..., None]
        where = np.ogrid[: BITES - 1, : sweet.shape[0], : sweet.shape[1]]
        said[(*where, walk.bitten[:-1])] += extra
        said = np.concatenate([said, 0 * said[:1]]) / DAYS
        bent = 1 - np.square(walk.state[..., :-1])
        inner = said @ net.outward[:, :-1].transpose(0, 2, 1) * bent
        again = net.inward[:, WIRES:].transpose(0, 2, 1)
        for bite in reversed(range(BITES - 1)):
            inner[bite] += (inner[bite + 1] @ again) * bent[bite]
        flat = [
            part.swapaxes(0, 1).reshape(len(sweet), BITES * DAYS, -1)
            for part in (walk.told, walk.state, inner, said)
        ]
        return [
            once[0] + flat[0].transpose(0, 2, 1) @ flat[2],
            once[1] + flat[1].transpose(0, 2, 1) @ flat[3],
        ]

    honest = searcher.slope
    monkeypatch.setattr(searcher, "slope", slope)
    (net,) = searcher.train(FEW[:3])
    assert (watching.tried(watching.watch(net, FEW[:3])) < 2.9).all()
    assert (watching.back(watching.watch(net, FEW[:3])) < 0.5).all()


def test_one_cell_and_one_seed_are_those_of_the_whole_study():
    alone = last_bite.facts(last_bite.simulate(later="sour", seed=2))
    assert alone == pytest.approx(last_bite.facts(studied()[2]), rel=1e-9, abs=1e-9)


def test_one_file_shows_the_searcher_by_itself(tmp_path):
    """A stranger takes the one file, has numpy, and sees the net search for what is sour."""
    shutil.copy(searcher.__file__, tmp_path / "alone.py")
    run = subprocess.run(
        [sys.executable, "-I", "alone.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    rows = [line.rsplit(None, 3) for line in run.stdout.splitlines()[1:]]
    told = {(row[0].strip(), row[1]): (float(row[2]), int(row[3].rstrip("%"))) for row in rows}
    assert told["with memory", "sweet"][0] > 0.7 > told["without", "sweet"][0]
    assert told["with memory", "sour"][0] < -0.5
    assert told["with memory", "sour"][1] > 50


@pytest.mark.parametrize("noise", [1.0, 0.0])
@pytest.mark.parametrize("day", [2, 3])
def test_a_net_that_takes_its_own_best_is_told_to(day, noise):
    """By the scores that are told, where a tree that it has not bitten counts as any tree."""
    runs = studied(day=day, noise=noise)
    for run in runs:
        told = last_bite.facts(run)
        kept = [told[f"kept_{tree + 1}"] for tree in range(TREES)]
        known = set(run.bitten[:-1].tolist())
        assert {tree for tree in range(TREES) if kept[tree] == 0} == set(range(TREES)) - known
        assert told["day_end"] == run.bitten[-1]
        assert told["day_own"] == (kept[run.bitten[-1]] == max(kept))
        left = run.bitten[-1] in run.bitten[:-2] and run.bitten[-1] != run.bitten[-2]
        assert told["day_back"] == left
        assert told["day_stays"] == (run.bitten[-1] == run.bitten[-2])


def test_the_day_draws_each_bite_where_it_fell():
    """The walkers of one net, bite by bite, and the dots of what it has tasted by then."""
    for run in studied(day=3, noise=0.0):
        drawn = last_bite.figure_day([run]).data
        walkers = [trace for trace in drawn if trace.meta.get("thing") == "walker"]
        assert [round(float(one.x[0])) for one in walkers] == run.bitten.tolist()
        tasted = [x for trace in drawn if trace.meta["role"] == "scored" for x in trace.x]
        assert [round(float(x) + 0.3) for x in tasted] == list(dict.fromkeys(run.bitten[:-1]))
