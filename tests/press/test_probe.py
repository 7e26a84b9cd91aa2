"""Is a simulation caught that gives other numbers when it is run again, whatever hides it?

Each is planted in a simulation that is right in all else, and run by the press's own runner, past
what reads its text: most of them would be refused there already.
"""

from types import ModuleType

import pytest

from hooks.press import Press
from hooks.run import probe
from hooks.run.runner import Task, run
from tests.projects import COIN, tiny

RNG = "rng = random.Random(repr([seed, tosses]))"
RUN = f"    {RNG}\n"
TOP = "SEEDS = range(8)"
FACTS = '    return {"heads": sum(result) / len(result), "tosses": len(result), "word": "fair"}'
HIDDEN = """

def _counter():
    seen = []

    def tick():
        seen.append(1)
        return len(seen)

    return tick


tick = _counter()
"""


def coin(*changes):
    """The tiny simulation, each `old` of it once changed into `new`."""
    text = COIN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


STUDY = """

def study(cells, seeds):
    runs = [[simulate(**cell, seed=seed) for seed in seeds] for cell in cells]
    {line}
    return runs


def theory("""
AGAIN = "when it is run again by itself"
# Name: the simulation, what is said, and the start of the line that is to blame.
IMPURE = {
    "no_seed": (coin((RNG, "rng = random.Random()")), AGAIN, "def simulate"),
    "clock": (coin((RUN, "    import time\n    rng = random.Random(time.time_ns())\n")), AGAIN, "def simulate"),
    "process": (coin((RUN, "    import os\n    rng = random.Random(os.urandom(8))\n")), AGAIN, "def simulate"),
    "environment": (
        coin((RUN, "    import os\n    os.environ['N'] = str(int(os.environ.get('N', 0)) + 1)\n    rng = random.Random(os.environ['N'])\n")),
        AGAIN,
        "def simulate",
    ),
    "counter": (coin((TOP, TOP + HIDDEN), (RNG, "rng = random.Random(tick())")), AGAIN, "def simulate"),
    "counter_of_facts": (coin((TOP, TOP + HIDDEN), (FACTS, FACTS.replace("sum(result)", "tick() +  sum(result)"))), AGAIN, "def simulate"),
    "memory": (
        coin((TOP, f"{TOP}\nKEPT = []"), (RUN, "    mine = KEPT\n    mine.append(seed)\n    rng = random.Random(len(mine))\n")),
        AGAIN,
        "def simulate",
    ),
    "first_call": (
        coin((TOP, f"{TOP}\nKEPT = []"), (RUN, f"{RUN}    KEPT or KEPT.append(seed)\n    chance = chance / (1 + KEPT[0])\n")),
        AGAIN,
        "def simulate",
    ),
    "cache": (
        coin(
            ("import random\n", "import functools\nimport random\n"),
            (TOP, f"{TOP}\n\n\n@functools.cache\ndef luck(tosses):\n    return random.Random()"),
            (RNG, "rng = luck(tosses)"),
        ),
        AGAIN,
        "def simulate",
    ),
    "address": (coin((RNG, "rng = random.Random(repr([seed, object()]))")), AGAIN, "def simulate"),
    "shared": (coin((RNG, "rng = random")), "the randomness that all share", "def simulate"),
    "reseeds": (coin((RUN, f"{RUN}    random.seed(seed)\n")), "the randomness that all share", "def simulate"),
    "others": (
        coin(("\n\ndef theory(", STUDY.format(line="runs[0] = [[int(len(seeds) < 3)] + run for run in runs[0]]"))),
        AGAIN,
        "def study",
    ),
    "neighbours": (
        coin(("\n\ndef theory(", STUDY.format(line="runs[0] = runs[0][:1] + [a + b for a, b in zip(runs[0], runs[0][1:])]"))),
        AGAIN,
        "def study",
    ),
    "seed_unused": (coin((RNG, "rng = random.Random(tosses)")), "No fact differs between the 8 seeds", "SEEDS"),
    "seed_twice": (coin((TOP, "SEEDS = (0, 1, 1)")), "SEEDS has a seed twice", "SEEDS"),
    "switch": (coin(("chance = chance if bent else 0.5", "chance = chance")), "switch changes no fact", "CAUSE_OFF"),
    "theory": (coin(('    return {"heads": chance if', '    return {"tails": chance if')), "theory speaks of 'tails'", "def theory"),
    "leans": (coin((FACTS, FACTS.replace('"tosses": len', '"told": theory()["heads"], "tosses": len'))), "asks theory", '    return {"heads": sum'),
    "sentence": (coin(('    return f"Of ', '    return f"of ')), "gave no sentence", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What the runner says of each, as their worker found it."""
    root = tiny(
        tmp_path_factory.mktemp("impure"), **{n: s for n, (s, *_) in IMPURE.items()}, coin=COIN
    )
    on = {"tosses": 100, "chance": 0.6, "bent": True}
    wanted = [{"params": one, "views": [""]} for one in (on, on | {"bent": False})]
    names = [*IMPURE, "coin"]
    tasks = [Task(name, f"generators/{name}.py", wanted) for name in names]
    return root, dict(zip(names, run(tasks, root, lambda line: None), strict=True))


@pytest.mark.parametrize("name", IMPURE)
def test_it_is_caught_at_its_line(name, answers):
    root, said = answers
    _, words, blamed = IMPURE[name]
    assert words in said[name]["fault"], said[name]
    assert "cells" not in said[name]
    lines = (root / "generators" / f"{name}.py").read_text("utf-8").splitlines()
    assert lines[said[name]["line"] - 1].startswith(blamed)


def test_a_right_one_bears_it_at_little_cost(answers):
    right = answers[1]["coin"]
    assert "fault" not in right
    assert right["probed"] == 2
    assert right["probe"] < 0.2


def test_what_is_probed_takes_a_tenth_of_the_time_at_most(monkeypatch):
    """Two seeds where there is room for them, else one, or none; and none of what was probed. How
    long one takes is guessed before the first, and known before the second."""
    module, ran, now = ModuleType("coin"), [], [0.0]
    module.SEEDS, module.simulate = range(20), lambda *, tosses=1, seed=0: None
    cell = {"params": {"tosses": 1}, "seeds": list(range(20)), "theory": {}, "facts": {"word": ""}}
    made, takes = [cell, cell | {"params": {"tosses": 2}}], 1.0

    def again(module, cell, seed):
        ran.append(seed)
        now[0] += takes

    monkeypatch.setattr(probe, "check_again", again)
    monkeypatch.setattr(probe.time, "process_time", lambda: now[0])
    assert probe.check(module, made, 60.0) == 2
    module.study = None  # so that settings may share what is slow
    assert probe.check(module, made, 60.0) == 2
    takes = 3.5
    assert probe.check(module, made, 60.0) == 1
    cell["seeds"] = module.SEEDS = list(range(9))
    assert probe.check(module, made, 60.0) == 0
    takes = 0.04
    assert probe.check(module, made, 0.4) == 2
    assert probe.check(module, made[1:], 60.0) is None
    assert ran == [19, 0, 19, 0, 19, 8, 0]


def test_a_probed_piece_is_kept_and_not_probed_again(tmp_path):
    root = tiny(tmp_path, coin=COIN)
    first, second = Press(root), Press(root)
    first.prepare({"docs/a.md": "{{ coin.heads }}"})
    assert first.faults == []
    assert first.ran.keys() == {"coin"}
    second.prepare({"docs/a.md": "{{ coin.heads }}"})
    assert second.ran == {}


def test_what_the_probe_found_is_one_fault_and_nothing_is_kept(tmp_path):
    root = tiny(tmp_path, coin=coin((RNG, "rng = random.Random(tosses)")))
    for _ in range(2):
        press = Press(root)
        press.prepare({"docs/a.md": "{{ coin.heads }} {{ coin(tosses=10).heads }}"})
        assert len(press.faults) == 1, press.report_of_faults()
        assert str(press.faults[0]).startswith("generators/coin.py:8: No fact differs")
    assert not list((root / ".cache").rglob("*.json"))
