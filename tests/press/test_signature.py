"""Is a generator read right from its text, and does its digest change when, and only when, it must?"""

import pytest

from hooks.faults import Fault
from hooks.offer.signature import read
from hooks.offer.sources import sources
from tests.projects import COIN, ROOT, python, tiny

MINIMAL = """
from typing import Annotated
from generators.schema import Grid, Range
def simulate(*, {parameters}seed: int = 0): ...
def facts(result): ...
"""


def simulation(folder, source):
    """What the press reads of this source."""
    return read(tiny(folder, it=source), "generators/it.py")


def parameter(folder, declaration):
    """The one parameter that is declared."""
    (only,) = simulation(folder, MINIMAL.format(parameters=f"{declaration}, ")).parameters.values()
    return only


@pytest.mark.parametrize(
    ("declaration", "read_as"),
    [
        ("n: int = 3", ("int", 3, (), None, None)),
        ("n: bool = True", ("bool", True, (), None, None)),
        ("n: str = 'a'", ("str", "a", (), None, None)),
        ("n: float = -1.5", ("float", -1.5, (), None, None)),
        ("n: Annotated[int, Grid(1, 30, 3)] = 3", ("int", 3, (1, 30, 3), 1, 30)),
        ("n: Annotated[float, Grid(-1, 0, .5)] = 0.0", ("float", 0.0, (-1, 0, 0.5), -1, 0.5)),
        ("n: Annotated[str, Grid('a', 'b')] = 'a'", ("str", "a", ("a", "b"), None, None)),
        ("n: Annotated[float, Range(0, .1)] = 0.0", ("float", 0.0, (), 0, 0.1)),
        ("n: Annotated[float, Range(low=-2, high=2)] = 0.0", ("float", 0.0, (), -2, 2)),
    ],
)
def test_declarations(tmp_path, declaration, read_as):
    found = parameter(tmp_path / "p", declaration)
    assert (found.kind, found.default, found.grid, found.low, found.high) == read_as


def test_label_and_format(tmp_path):
    found = parameter(
        tmp_path / "p", "n: Annotated[int, Grid(1, 2000, label='N', format=',d')] = 1"
    )
    assert found.label == "N"
    assert found.show(2000) == "2,000"


def test_seed_is_no_parameter_and_order_is_kept(tmp_path):
    source = MINIMAL.format(parameters="z: int = 1, a: int = 2, ")
    assert list(simulation(tmp_path / "p", source).parameters) == ["z", "a"]


def test_a_view_is_named_by_what_its_docstring_says_first(tmp_path):
    said = 'def figure(runs):\n    """Heads\n    by tosses: all runs."""\n'
    named = COIN.replace("def figure(runs):\n", said)
    assert named != COIN
    assert simulation(tmp_path / "p", named).views[""] == "Heads by tosses"


def test_views_and_cause(tmp_path):
    found = simulation(tmp_path / "p", COIN)
    assert set(found.views) == {"", "line"}
    assert found.cause_off == {"bent": False}
    assert found.cause == "the coin is bent"


@pytest.mark.parametrize(
    "declaration",
    [
        "n = 1",
        "n: int",
        "n: list = 1",
        "n: int | None = None",
        "n: int = NUMBER",
        "n: int = 1.5",
        "n: Annotated[int, Grid(1, 2)] = 3",
        "n: Annotated[int, Grid()] = 3",
        "n: Annotated[int, Range(1)] = 3",
        "n: Annotated[int, Grid(*VALUES)] = 3",
        "n: Annotated[int, Grid(1, 2, colour='red')] = 1",
        "n: Annotated[int, Grid] = 1",
        "n: Annotated[int, Grid(1), Grid(2)] = 1",
    ],
)
def test_declaration_that_cannot_be_read_is_a_fault_at_its_line(tmp_path, declaration):
    with pytest.raises(Fault) as fault:
        parameter(tmp_path / "p", declaration)
    assert (fault.value.path, fault.value.line) == ("generators/it.py", 4)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("def simulate(*, seed=0): ...", 1, "no function 'facts'"),
        ("def facts(result): ...", 1, "no function 'simulate'"),
        ("x = 1\ndef simulate(:", 2, "syntax"),
        (MINIMAL.format(parameters="") + "def figure(runs): ...", 1, "finding"),
        (MINIMAL.format(parameters="") + "def figure_far(runs): ...", 1, "finding_far"),
        (MINIMAL.format(parameters="") + "CAUSE_OFF = {'a': 1}", 6, "CAUSE"),
        (MINIMAL.format(parameters="") + "CAUSE = name()", 6, "literal"),
        (
            MINIMAL.format(parameters="a: int = 1, ") + "CAUSE_OFF = ['a']\nCAUSE = 'x'",
            6,
            "by name",
        ),
        (MINIMAL.format(parameters="a: int = 1, ") + "CAUSE_OFF = {'a': 0}\nCAUSE = 7", 6, "text"),
        (MINIMAL.format(parameters="a: int = 1, ") + "CAUSE_OFF = {'b': 0}\nCAUSE = 'x'", 6, "'b'"),
        (
            MINIMAL.format(parameters="a: int = 1, ") + "CAUSE_OFF = {'a': .5}\nCAUSE = 'x'",
            6,
            "int",
        ),
        (MINIMAL.format(parameters="") + f"CAUSE = {'-' * 90_000}1", 1, "cannot be parsed"),
        (MINIMAL.format(parameters="") + f"CAUSE = {'(' * 9000}1", 6, "parentheses"),
    ],
)
def test_broken_contract_is_a_fault_in_the_file(tmp_path, source, line, words):
    with pytest.raises(Fault, match=words) as fault:
        simulation(tmp_path / "p", source)
    assert (fault.value.path, fault.value.line) == ("generators/it.py", line)


CHAIN = {  # it imports a, which imports b, which imports c; each in another of Python's ways
    "it": "from generators._a import value\n" + MINIMAL.format(parameters=""),
    "_a": "from . import _b\nvalue = _b.value",
    "_b": "import generators._c\nvalue = generators._c.value",
    "_c": "value = 1\ndef late():\n    from ._d import value\n    return value",
    "_d": "from generators.part import _e\nvalue = _e.value",
    "part/__init__": "",
    "part/_e": "from . import _f as f\nvalue = f.value",
    "part/_f": "from ..other_part import _g\nvalue = _g.value",
    "other_part/_g": "import generators.part.deep._h as h\nvalue = h.value",
    "part/deep/_h": "from generators.part.deep import *\nvalue = 1",
    "part/deep/__init__": "",
    "part/_free": "value = 1",
    "_free": "value = 1",
    "other": MINIMAL.format(parameters=""),
}
READ = [name for name in CHAIN if "free" not in name and name != "other"]


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("chain") / "p", **CHAIN)


@pytest.mark.parametrize(
    ("changed", "moves"),
    [
        *[(name, True) for name in (*READ, "__init__", "schema")],
        *[(name, False) for name in ("_free", "part/_free", "other", "chart")],
    ],
)
def test_digest_moves_with_all_that_is_imported_and_with_nothing_else(chain, changed, moves):
    file = chain / "generators" / f"{changed}.py"
    before, text = read(chain, "generators/it.py").digest, file.read_text()
    file.write_text(text + "\n# another word")
    after = read(chain, "generators/it.py").digest
    file.write_text(text)
    assert (before != after) == moves
    assert read(chain, "generators/it.py").digest == before


def test_digest_follows_the_package_itself_and_its_folders(tmp_path):
    """`generators/__init__.py` runs at every import, and a helper may be a folder."""
    root = tiny(
        tmp_path / "p", it="from generators._deep import x\n" + MINIMAL.format(parameters="")
    )
    deep = root / "generators" / "_deep"
    deep.mkdir()
    (deep / "__init__.py").write_text("x = 1")
    for file in (root / "generators" / "__init__.py", deep / "__init__.py"):
        before = read(root, "generators/it.py").digest
        file.write_text(file.read_text() + "\ny = 2")
        assert read(root, "generators/it.py").digest != before, file


def test_what_python_imports_is_what_the_digest_sees(chain):
    """Held against Python itself: every module of the package that is loaded, and no other."""
    script = (
        "import sys, generators.it, generators.schema; "
        "import generators._c as c; c.late(); "
        "print(*sorted(m for m in sys.modules if m.partition('.')[0] == 'generators'))"
    )
    loaded = python(script, chain).split()
    found = sources(chain, "generators.it", "generators.schema")
    assert sorted(found) == [name for name in loaded if name != "generators.other_part"]
    assert len(found) > 10


@pytest.mark.parametrize("module", ["hooks.run.worker"])
def test_what_shapes_a_piece_is_what_the_worker_imports(module):
    found = set(sources(ROOT, module))
    assert {"hooks.draw.chart", "hooks.draw.poster", "hooks.offer.digits"} < found
    assert not {"hooks.press", "hooks.draw.markup", "hooks.page.directive"} & found


def test_digest_follows_what_the_worker_itself_takes_from_the_package(tmp_path):
    """A median is made by `Spread`, whatever the simulation imports."""
    root = tiny(tmp_path / "p", it="def simulate(*, seed=0): ...\ndef facts(result): ...\n")
    file = root / "generators" / "schema.py"
    before = read(root, "generators/it.py").digest
    file.write_text(file.read_text() + "\ny = 2")
    assert read(root, "generators/it.py").digest != before


def test_reading_imports_no_generator():
    """A simulation that hangs or exits at import must not take the build with it."""
    script = (
        "import sys; from pathlib import Path; from hooks.press import Press; "
        "press = Press(Path.cwd()); [press.catalogue[n] for n in press.catalogue.names]; "
        "print(len(press.catalogue.names) > 0, [m for m in sys.modules if 'generators' in m])"
    )
    assert python(script, ROOT).strip() == "True []"


def test_making_imports_no_generator_either(tmp_path):
    script = (
        "import sys; from pathlib import Path; from hooks.press import Press; "
        "print(Press(Path.cwd()).fact('coin.tosses')); "
        "print([m for m in sys.modules if m.startswith(('generators', 'plotly', 'numpy'))])"
    )
    assert python(script, tiny(tmp_path / "p", coin=COIN)).split("\n")[:2] == ["100", "[]"]
