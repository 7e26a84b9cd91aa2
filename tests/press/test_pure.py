"""Is every way to forge a number, or to let it differ from run to run, seen in a generator's text?"""

import pytest

from hooks.offer.catalogue import Catalogue
from hooks.offer.pure import impure
from hooks.press import Press
from tests.projects import CATALOGUE, COIN, GENERATORS, ROOT, tiny

HEAD = '''"""Is it pure?"""

import functools
import itertools
import math
from collections import deque

import numpy as np

SEEDS = range(8)
'''
BODY = """

def simulate(*, tosses: int = 100, seed: int = 0):
    rng = np.random.default_rng([seed, tosses])
    {line}
    return rng.random(tosses)


def facts(result):
    return {{"heads": float(np.mean(result))}}


def theory(*, tosses=100):
    return {{"heads": 0.5}}
"""
# By what must be said of it: lines of `simulate`, each of them a fault.
WITHIN = {
    "It imports": (
        *("import os", "import time", "import sys", "import socket", "import subprocess"),
        *("import threading", "import datetime", "import secrets", "import importlib"),
        *("import pathlib", "import ctypes", "import gc", "import inspect", "import builtins"),
        *("from os import environ", "from time import perf_counter as now", "import os.path as p"),
        *("import hooks", "from hooks.press import Press", "import mkdocs", "import scipy"),
        *("import numpy.ctypeslib", "from numpy.lib import npyio", "import plotly.io as io"),
        *("import warnings", "import urllib.request", "import multiprocessing", "import pickle"),
    ),
    "imports all names": ("from math import *", "from numpy import *"),
    "reaches for what lies outside": ("open('x')", "x = open", "input()"),
    "runs unseen text": ("eval('1')", "exec('1')", "__import__('os')", "compile('1', '', 'eval')"),
    "reaches past names": ("globals()", "locals()", "setattr(np, 'pi', 3)", "x = vars()['theory']"),
    "differs from process to process": ("hash('a')", "id(seed)", "sorted([1], key=id)"),
    "insides of Python": (
        *("__builtins__['open']", "x = ().__class__", "simulate.__globals__", "__loader__"),
        "np.random.__dict__",
    ),
    "draws from a state that all share": (
        *("np.random.rand()", "np.random.seed(1)", "np.random.normal(size=3)", "np.random.shuffle([])"),
        *("import random; random.random()", "from random import choice; choice([1])"),
        *("from numpy.random import normal; normal()", "import numpy; numpy.random.rand()"),
        *("from numpy import random as r; r.rand()", "draw = np.random.uniform"),
        *("import random; random.SystemRandom()", "import numpy.random as r; r.RandomState(1)"),
    ),
    "has no seed": (
        *("np.random.default_rng()", "np.random.default_rng(None)", "np.random.default_rng(seed=None)"),
        *("from numpy.random import default_rng; default_rng()", "np.random.SeedSequence()"),
        *("np.random.Generator(np.random.PCG64())", "import random; random.Random()"),
        *("import statistics; statistics.NormalDist().samples(3)",),
        *("from statistics import NormalDist; NormalDist().samples(3, seed=None)",),
    ),
    "is handed on": (
        *("make = np.random.default_rng", "x = np", "x = [np.random]", "print(math)"),
        *("functools.partial(np.random.default_rng)", "from numpy import random; x = random"),
    ),
    "takes from a module": ("getattr(np, 'ran' + 'dom')", "getattr(np.random, 'rand')()"),
    "which is not offered": ("getattr(seed, '__class__')", "getattr(simulate, 'theory')"),
    "reaches into": ("np._core", "np.core.multiarray", "math._x"),
    "reads or writes files": ("np.load('x')", "np.savetxt('x', [1])", "np.memmap('x')"),
    "writes to the world": ("rng.random(3).tofile('x')", "fig.write_html('x')", "fig.show()"),
    "changes what all share": ("np.seterr(all='ignore')", "np.set_printoptions(3)"),
    "what memory held": ("np.empty(3)", "np.empty_like(rng.random(3))"),
    "not the precision": (
        *("np.float32(1)", "rng.random(3, dtype=np.float32)", "rng.random(3).astype('float32')"),
        *("np.zeros(3, dtype='f4')", "np.half(1)", "np.zeros(3, np.single)"),
    ),
    'kind="stable"': (
        *("np.argsort([1])", "rng.random(3).argsort()", "np.argsort([1], kind='quicksort')"),
        "np.argpartition([1, 2], 1)",
    ),
    'method="cholesky"': (
        *("rng.multivariate_normal([0], [[1]])",),
        "rng.multivariate_normal([0], [[1]], method='svd')",
    ),
    "whose order differs": (
        *("for x in {'a', 'b'}: pass", "list({'a', 'b'})", "[x for x in set('ab')]"),
        *("names = {'a', 'b'}; tuple(names)", "first, second = {'a', 'b'}", "{'a'}.pop()"),
        *("a = {1}; b = a | {2}; list(b)", "'-'.join({c for c in 'ab'})", "next(iter({'a', 'b'}))"),
        *("x = {a: 1 for a in {'b', 'c'}}; list(x.values())", "list(both())", "x = both(); tuple(x)"),
        *("[*{'a', 'b'}]", "np.array(frozenset('ab'))", "list({'a'}.union('b'))"),
    ),
    "is changed from within": ("global seen; seen = 1",),
    "is changed, and outlives the call": (
        *("SEEN.append(seed)", "SEEN[0] = seed", "TABLE['a'] = seed", "TABLE['a'] += 1"),
        *("simulate.calls = 1", "State.n += 1", "next(COUNT)", "del TABLE['a']", "np.pi = 3"),
        *("TABLE.setdefault(seed, 1)", "np.copyto(WORLD, 1)", "np.add(1, 2, out=WORLD)"),
        *("rng.shuffle(WORLD)", "WORLD.sort()", "WORLD[:] = 0", "math.pi = 3", "type(rng).n = 1"),
        *("for TABLE['a'] in (1, 2): pass", "SEEN[0], x = 1, 2", "State.seen.add(seed)"),
    ),
    "'theory' is named": ("x = theory()", "x = theory", "(lambda: theory())()"),
}  # fmt: skip
LASTING = """
SEEN = (0,)
TABLE = MAP = dict(a=1)
COUNT = (1, 2)
WORLD = np.zeros(3)


class State:
    n = 0


def both():
    return {"a", "b"}
"""
# What a module holds, or a helper's function.
BESIDE = {
    "kept between runs": (
        *("RNG = np.random.default_rng(1)", "COUNT = itertools.count()", "IT = iter([1, 2])"),
        *("GEN = (x for x in range(9))", "RNGS = [np.random.default_rng(1)]", "Z = zip([1], [2])"),
        *("def draw(rng=np.random.default_rng(1)): return rng.random()",),
        *("class Luck:\n    rng = np.random.default_rng(1)",),
    ),
    "default that can change": (
        *("def f(x, seen=[]): return seen", "def f(*, memo={}): return memo"),
        *("f = lambda x, seen=set(): seen", "def f(x, seen=deque()): return seen"),
    ),
    "keeps what can change for all": ("class State:\n    seen = []", "class S:\n    a: dict = {}"),
    "'cls' is changed": ("class S:\n    @classmethod\n    def f(cls):\n        cls.n = 1",),
    "'theory' is named": ("from generators.other import theory as told",),
}
CACHES = (
    "@functools.cache\ndef helper(x): return x",
    "@functools.lru_cache(maxsize=9)\ndef helper(x): return x",
    "helper = functools.cache(lambda x: x)",
    "@functools.cache\ndef deep(x): return x\n\n\ndef helper(x): return deep(x)",
    "from functools import lru_cache as keep\n\n\n@keep\ndef helper(x): return x",
    "class Deep:\n    @functools.cache\n    def f(self): return 1\n\n\ndef helper(x): return Deep()",
    "@functools.cache\ndef deep(x): return x\n\n\nTABLE = {'a': deep}\n\n\ndef helper(x): return TABLE",
)


def source(line="pass", beside=""):
    """A simulation that is pure but for a line of `simulate`, or for what stands beside it."""
    return HEAD + LASTING + "\n" + beside + "\n" + BODY.format(line=line)


def found(folder, **sources):
    """What is said of the simulation `it` among these sources, as (place, words)."""
    faults = impure(tiny(folder, **sources), "generators/it.py")
    return [(f"{fault.path}:{fault.line}", fault.message) for fault in faults]


def test_a_pure_one_has_no_fault(tmp_path):
    assert found(tmp_path / "a", it=source()) == []
    assert found(tmp_path / "b", it=COIN) == []


@pytest.mark.parametrize(
    ("words", "line"), [(words, line) for words, lines in WITHIN.items() for line in lines]
)
def test_a_line_of_a_run_is_caught(words, line, tmp_path):
    text = source(line)
    place = 1 + text[: text.index(f"    {line}\n")].count("\n")
    said = found(tmp_path, it=text)
    assert [one for one, message in said if words in message][:1] == [
        f"generators/it.py:{place}"
    ], said
    assert all(message.count(". ") >= 1 and message.endswith(".") for _, message in said)


@pytest.mark.parametrize(
    ("words", "beside"), [(words, one) for words, some in BESIDE.items() for one in some]
)
def test_what_a_module_keeps_is_caught(words, beside, tmp_path):
    said = found(tmp_path, it=source(beside=beside), other=HEAD + "\n\ndef theory(): return 1\n")
    assert any(words in message for _, message in said), said


@pytest.mark.parametrize("folder", ["", "parts/"])
@pytest.mark.parametrize(
    "imported",
    [
        "from generators.{}helper import helper",
        "from generators.{} import helper as h; helper = h.helper",
        "import generators.{}helper as h; helper = h.helper",
    ],
)
def test_a_helper_is_read_as_well(imported, folder, tmp_path):
    line = imported.format(folder.replace("/", ".")).replace(". import", " import")
    sources = {f"{folder}helper": HEAD + "\n\ndef helper(): return np.random.rand()\n"}
    if folder:
        sources["parts/__init__"] = ""
    said = found(tmp_path, it=source(beside=line), **sources)
    assert [place for place, words in said if "all share" in words] == [
        f"generators/{folder}helper.py:13"
    ]


@pytest.mark.parametrize("beside", CACHES)
def test_a_cache_that_a_run_comes_to_is_caught(beside, tmp_path):
    said = found(tmp_path / "here", it=source("helper(seed)", beside))
    assert ["cache" in words for _, words in said] == [True], said
    other = HEAD + "\n" + beside
    for number, (top, call) in enumerate(
        [
            ("from generators.other import helper", "helper(seed)"),
            ("from generators import other", "other.helper(seed)"),
            ("from generators.between import helper as mine", "mine(seed)"),
        ]
    ):
        said = found(
            tmp_path / f"{number}",
            it=source(call, top),
            other=other,
            between="from generators.other import helper",
        )
        assert [place.partition(":")[0] for place, words in said if "cache" in words] == [
            "generators/other.py"
        ]


@pytest.mark.parametrize("beside", CACHES)
def test_a_cache_that_a_study_comes_to_is_caught(beside, tmp_path):
    study = "def study(cells, seeds):\n    return helper(cells)"
    said = found(tmp_path, it=source(beside=f"{beside}\n\n\n{study}"))
    assert ["cache" in words for _, words in said] == [True], said


@pytest.mark.parametrize("beside", CACHES)
def test_a_cache_that_only_theory_comes_to_is_none(beside, tmp_path):
    text = source(beside=beside).replace('"heads": 0.5', '"heads": helper(0.5)')
    assert found(tmp_path, it=text) == []


def test_what_is_pure_is_left_alone(tmp_path):
    """Each of these looks like one of the above."""
    lines = (
        "seen = []; seen.append(seed); seen[0] = 1; seen.sort()",
        "names = {'a', 'b'}; x = sorted(names), len(names), 'a' in names, names | {'c'}",
        "counter = itertools.count(); next(counter)",
        "order = np.argsort([2, 1], kind='stable'); rng.shuffle(order)",
        "child = np.random.default_rng(rng.integers(9))",
        "generator = np.random.Generator(np.random.PCG64([seed, 1])); generator.normal()",
        "rng.multivariate_normal([0], [[1]], method='cholesky')",
        "from generators import schema; x = getattr(schema, 'Grid'); y = vars(x)",
        "with np.errstate(all='ignore'): np.log(0)",
        "out = np.zeros(3); np.add(1, 2, out=out); np.copyto(out, 1)",
        "np.put(np.zeros(3), 0, 1); np.lib.stride_tricks.sliding_window_view(np.zeros(9), 3)",
    )
    text = source(
        "\n    ".join(lines),
        "FIRST, SECOND = (x for x in (1, 2))\nW = np.random.default_rng(1).random(3)",
    )
    assert found(tmp_path, it=text) == []


def test_the_book_is_pure():
    assert [str(fault) for name in GENERATORS for fault in impure(ROOT, CATALOGUE[name].path)] == []


def test_a_build_says_every_such_fault_once_and_runs_nothing(tmp_path):
    root = tiny(tmp_path, it=source("np.random.rand(); raise RuntimeError('it ran')", "X = open"))
    press = Press(root)
    press.prepare(
        {"docs/a.md": "{{ it.heads }}\n\n{{ it(tosses=2).heads }}", "docs/b.md": "{{ it.heads }}"}
    )
    text = (root / "generators" / "it.py").read_text("utf-8").splitlines()
    places = [1 + text.index("X = open"), 1 + next(i for i, x in enumerate(text) if "rand()" in x)]
    lines = press.report_of_faults().splitlines()
    assert [line.split(" ")[0] for line in lines] == [f"generators/it.py:{n}:" for n in places]
    assert press.ran == {}
    assert Catalogue(root)["it"].name == "it"
