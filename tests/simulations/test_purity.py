"""Does every simulation give the same in a fresh process, in another order, with another hash seed?

Nothing is compared with itself. One process imports every simulation anew and runs two seeds of its
default setting, the last simulation and the last seed first; what it says is held against what the
press keeps, which other processes made of all seeds and settings, one after the other.
"""

import json
import os
import subprocess
import sys

import pytest

from hooks.offer.catalogue import Catalogue
from tests.projects import COIN, GENERATORS, ROOT, pressed, tiny

SCRIPT = """
import importlib, json, sys
backward = sys.argv[1] == "backward"
found = {}
for name, module, setting in json.load(sys.stdin)[:: -1 if backward else 1]:
    it = importlib.import_module(module)
    seeds = sorted({list(it.SEEDS)[0], list(it.SEEDS)[-1]}, reverse=backward)
    if hasattr(it, "study"):
        (runs,) = it.study([setting], seeds)
    else:
        runs = [it.simulate(**setting, seed=seed) for seed in seeds]
    found[name] = {seed: it.facts(run) for seed, run in zip(seeds, runs, strict=True)}
print(json.dumps(found, default=float))
"""


def facts(root, names, order):
    """{simulation: {seed: facts}}, as a process says that runs them in this order."""
    catalogue = Catalogue(root)
    wanted = [
        (
            name,
            catalogue[name].path.removesuffix(".py").replace("/", "."),
            catalogue.call(f"{name}()", False).params,
        )
        for name in names
    ]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, order],
        cwd=root,
        env=os.environ
        | {"PYTHONHASHSEED": str(len(order)), "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": "."},
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def alone():
    """What a fresh process says of every simulation of the book."""
    return facts(ROOT, GENERATORS, "backward")


@pytest.mark.parametrize("name", GENERATORS)
def test_it_is_a_function_of_its_arguments_and_seed(name, alone):
    """To the ten digits that are published; a wider stack of matrices rounds otherwise beyond."""
    kept = pressed().press.cell(f"{name}()")
    assert len(alone[name]) == min(2, len(kept["seeds"]))
    for seed, said in alone[name].items():
        place = kept["seeds"].index(int(seed))
        for fact, value in said.items():
            was = kept["facts"][fact]
            was = was if isinstance(was, str) else was["seeds"][place]
            assert was == pytest.approx(value, rel=1e-9, abs=1e-9), f"{fact} of seed {seed}"


LONG = COIN.replace("Grid(10, 100", "Grid(100").replace("= 100,", "= 1000,", 1)  # no two alike
RNG = "random.Random(repr([seed, tosses]))"
IMPURE = {
    "no_seed": LONG.replace(RNG, "random.Random()"),
    "clock": LONG.replace(RNG, "random.Random(__import__('time').time_ns())"),
    "order_of_a_set": LONG.replace(RNG, "random.Random(''.join(set('abcdefgh')))"),
    "counter": LONG.replace(RNG, "random.Random(next(TICK))").replace(
        "SEEDS = range(8)", "import itertools\n\nTICK = itertools.count()\nSEEDS = range(8)"
    ),
    "cached_luck": LONG.replace(RNG, "luck()").replace(
        "SEEDS = range(8)",
        "import functools\n\n\n@functools.cache\ndef luck():\n    return random.Random()\n\n\n"
        "SEEDS = range(8)",
    ),
}


def test_each_way_to_be_impure_is_caught(tmp_path):
    root = tiny(tmp_path, coin=LONG, **IMPURE)
    names = sorted([*IMPURE, "coin"])
    forward, backward = (facts(root, names, order) for order in ("forward", "backward"))
    assert [name for name in names if forward[name] != backward[name]] == sorted(IMPURE)
