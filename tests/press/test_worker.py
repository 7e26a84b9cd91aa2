"""Which runs of a view can be looked at by themselves?"""

from types import ModuleType

import pytest

from generators.chart import axis, chart, dots, label, line
from hooks.run.worker import cells


def simulation(draw, seeds=8):
    """A simulation whose run is its seed, and whose figure has what `draw` gives for some runs."""
    module = ModuleType("generators.tiny")
    module.SEEDS = range(seeds)
    module.simulate = lambda seed: seed
    module.facts = lambda run: {"run": run}
    module.figure = lambda runs: chart(draw(runs), axis("x", 0, 9), axis("y", 0, 9))
    module.finding = lambda facts: f"This is run {facts['run']:.0f}"
    return module


def only(module):
    """What the worker makes of its one setting."""
    return cells(module, [{"params": {}, "views": [""]}])[0]


def view(draw, seeds=8):
    """What the worker makes of its figure."""
    return only(simulation(draw, seeds))["views"][""]


def drawn_alone(one, whole):
    """The paths of one run, and for the rest those of all runs."""
    return [own or mark["d"] for own, mark in zip(one["marks"], whole["marks"], strict=True)]


def test_every_run_that_differs():
    both = lambda runs: [line([0, 9], [1, 2], "ink"), dots(runs, runs, "learned")]  # noqa: E731
    seen = view(both)
    assert [one["say"] for one in seen["runs"]] == [f"This is run {seed}" for seed in range(8)]
    for seed, one in enumerate(seen["runs"]):
        assert one["marks"][0] is None  # the line stands as it does for all
        alone = only(simulation(lambda _, seed=seed: both([seed])))["views"][""]
        assert drawn_alone(one, seen) == [mark["d"] for mark in alone["marks"]]


@pytest.mark.parametrize(
    ("draw", "seeds"),
    [
        (lambda runs: [dots(runs, runs, "learned")], 1),  # deterministic
        (lambda runs: [line([0, 9], [1, 2], "ink")], 8),  # drawn the same, whatever the run
        (lambda runs: [dots([len(runs)], [1], "ink")], 8),  # unlike the whole, and alike
    ],
)
def test_no_run_where_all_are_drawn_alike(draw, seeds):
    assert view(draw, seeds)["runs"] == []


def test_all_runs_where_one_is_unlike():
    assert len(view(lambda runs: [dots([1], [7 in runs], "ink")])["runs"]) == 8


@pytest.mark.parametrize(
    "draw",
    [
        lambda runs: [dots([1], runs[:1], "ink" if len(runs) > 1 else "learned")],
        lambda runs: [dots([1], runs[:1], "ink", size=4 + len(runs))],
        lambda runs: [dots([1], runs[:1], "ink")] * len(runs),
        lambda runs: [label(1, 1, "a") if len(runs) > 1 else dots([1], [1], "ink")],
    ],
)
def test_a_run_that_is_drawn_in_other_marks_is_refused(draw):
    with pytest.raises(ValueError, match="draws other things of one run than of all"):
        view(draw)


def test_a_study_makes_all_settings_at_once():
    """As `simulate` would, and it is asked once."""
    alone = simulation(lambda runs: [dots(runs, runs, "learned")])
    alone.simulate = lambda factor, seed: factor * seed
    together, asked = simulation(lambda runs: [dots(runs, runs, "learned")]), []
    together.simulate = lambda **_: pytest.fail("the study was not asked")

    def study(settings, seeds):
        asked.append(settings)
        return [[one["factor"] * seed for seed in seeds] for one in settings]

    together.study = study
    wanted = [{"params": {"factor": factor}, "views": [""]} for factor in (0.5, 1)]
    assert cells(together, wanted) == cells(alone, wanted)
    assert len(asked) == 1


def test_a_study_that_leaves_a_seed_out_is_a_fault():
    module = simulation(lambda runs: [dots(runs, runs, "learned")])
    module.study = lambda settings, seeds: [list(seeds[1:]) for _ in settings]
    with pytest.raises(ValueError, match="study gave 7 runs"):
        only(module)


def together():
    """A simulation that says something of all its runs together."""
    module = simulation(lambda runs: [dots(runs, runs, "learned")])
    module.verdicts = lambda runs: {"most": max(runs)}
    module.finding = lambda facts: f"Run {facts['run']:.0f} of at most {facts['most']:.0f}"
    return module


def test_a_verdict_is_a_fact_that_is_the_same_in_every_run_and_in_the_sentence_of_each():
    cell = only(together())
    assert cell["facts"]["most"] == {"median": 7, "low": 7, "high": 7, "seeds": [7] * 8}
    assert cell["facts"]["run"]["seeds"] == list(range(8))
    assert [one["say"] for one in cell["views"][""]["runs"]] == [
        f"Run {seed} of at most 7" for seed in range(8)
    ]


def test_a_verdict_may_be_labelled_and_takes_no_name_of_a_fact():
    module = together()
    module.FACTS = {"most": ("the most", ".0f")}
    assert only(module)["labels"] == {"most": ["the most", ".0f"]}
    module.verdicts = lambda runs: {"run": 0}
    with pytest.raises(ValueError, match="facts and verdicts both give 'run'"):
        only(module)


def test_a_view_of_what_is_said_of_all_runs_has_no_picture_of_one():
    module = together()
    module.TOGETHER = ("",)
    assert only(module)["views"][""]["runs"] == []
    assert len(only(together())["views"][""]["runs"]) == 8
