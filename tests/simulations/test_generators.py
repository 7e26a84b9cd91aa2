"""Does every simulation keep to the contract?  Later ones are held to it without a new test."""

import ast
import dataclasses
import functools
import importlib
import inspect
import random
import re
import sys

import numpy as np
import pytest

from hooks.draw.chart import ROLES
from tests.projects import CATALOGUE, GENERATORS, ROOT, calls
from tests.simulations.runs import Runs, facts_of, runs_of, spreads

FEW = 4
SIMULATIONS = {CATALOGUE[n].path.removesuffix(".py").replace("/", ".") for n in GENERATORS}
EACH = pytest.mark.parametrize("name", GENERATORS)
MADE = calls()
CALLS, FIGURES = (
    pytest.mark.parametrize("call", some, ids=lambda call: f"{call.name} {call.view} {call.over}")
    for some in (MADE, [call for call in MADE if call.view is not None])
)


def module_of(name):
    """The simulation, as its worker has it."""
    return importlib.import_module(CATALOGUE[name].path.removesuffix(".py").replace("/", "."))


def default(name):
    """Its arguments where nothing is said."""
    return {p.name: p.default for p in CATALOGUE[name].parameters.values()}


def measured(module, runs):
    """Every fact over these runs."""
    return spreads(facts_of(module, runs))


@functools.cache
def every(name):
    """All settings of it that the book asks for, over the first seeds: the contract is the same
    for all, and some are slow. They are made together, as in the press."""
    settings = [cell for call in MADE if call.name == name for cell in CATALOGUE.cells(call)]
    return Runs(module_of(name), list(module_of(name).SEEDS)[:FEW], settings)


def runs(name, arguments):
    """The first seeds of one setting."""
    return every(name).of(**arguments)


def plain(value):
    """Anything that a simulation may return, so that it can be compared."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return [str(value.dtype), value.tolist()]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def draw(name, view, arguments):
    """The figure of one view at one setting, as plain data, and its sentence."""
    module, ending = module_of(name), f"_{view}" if view else ""
    every = runs(name, arguments)
    figure = getattr(module, f"figure{ending}")(every)
    layout = plain(figure.layout.to_plotly_json())
    layout.pop("template", None)  # Plotly's own, which the press never reads
    sentence = getattr(module, f"finding{ending}")(measured(module, every))
    return {"data": [plain(trace.to_plotly_json()) for trace in figure.data]}, layout, sentence


@functools.cache
def cells(call):
    """Every setting that a figure shows, drawn."""
    return [draw(call.name, call.view, cell) for cell in CATALOGUE.cells(call)]


def source(name):
    """The text of its file, parsed."""
    return ast.parse((ROOT / CATALOGUE[name].path).read_text(encoding="utf-8"))


@EACH
def test_runs_are_a_function_of_arguments_and_seed(name):
    """Whatever the state of the global generators, and in whatever order they are asked for."""
    module, seeds = module_of(name), list(module_of(name).SEEDS)[:2]
    settings = [default(name), *(call.params for call in MADE if call.name == name)]
    np.random.seed(1)
    random.seed(1)
    first = plain(runs_of(module, settings, seeds))
    np.random.seed(2)
    random.seed(2)
    state = np.random.get_state()[1].tolist(), random.getstate()
    again = plain(runs_of(module, settings[::-1], seeds[::-1]))
    assert first == [runs[::-1] for runs in again[::-1]]
    assert (np.random.get_state()[1].tolist(), random.getstate()) == state


@EACH
def test_seeds_differ(name):
    seeds = list(module_of(name).SEEDS)
    assert len(seeds) == len(set(seeds)) >= 1
    results = [repr(plain(run)) for run in runs(name, default(name))]
    assert len(set(results)) == len(seeds[:FEW])


@EACH
def test_parameters_are_named_only_with_defaults_and_a_seed(name):
    parameters = inspect.signature(module_of(name).simulate).parameters
    assert "seed" in parameters
    for parameter in parameters.values():
        assert parameter.kind is parameter.KEYWORD_ONLY
        assert parameter.default is not parameter.empty
    assert list(parameters) == [*CATALOGUE[name].parameters, "seed"]


@EACH
def test_theory_takes_what_simulate_takes_and_speaks_of_known_facts(name):
    module = module_of(name)
    if not hasattr(module, "theory"):
        pytest.skip(f"{name} has no closed form")
    simulate, theory = (inspect.signature(f).parameters for f in (module.simulate, module.theory))
    assert {k: p.default for k, p in simulate.items() if k != "seed"} == {
        k: p.default for k, p in theory.items()
    }
    known = module.facts(module.simulate())
    assert set(module.theory()) <= set(known)
    assert set(getattr(module, "FACTS", {})) <= set(known)


@CALLS
def test_without_theory_everything_gives_the_same(call, monkeypatch):
    module, views = module_of(call.name), [] if call.view is None else [call.view]

    def everything():
        drawn = [draw(call.name, view, call.params) for view in views]
        return drawn, measured(module, runs(call.name, call.params))

    before = everything()
    monkeypatch.setattr(
        module, "theory", lambda **_: pytest.fail("theory was called"), raising=False
    )
    assert everything() == before


@EACH
def test_only_theory_itself_names_theory(name):
    """No result may lean on the closed form that it is held against."""
    for node in source(name).body:
        if isinstance(node, ast.FunctionDef) and node.name != "theory":
            named = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
            assert "theory" not in named, node.name


@EACH
def test_a_study_is_what_simulate_gives(name):
    """To the last bit but what a wider stack of matrices may round otherwise."""
    module, arguments = module_of(name), default(name)
    if not hasattr(module, "study"):
        pytest.skip(f"{name} makes its runs one by one")
    seed = list(module.SEEDS)[1]
    alone = module.facts(module.simulate(**arguments, seed=seed))
    assert alone == pytest.approx(module.facts(runs(name, arguments)[1]), rel=1e-9, abs=1e-9)


@EACH
def test_facts_are_finite_numbers_or_words(name):
    for run in runs(name, default(name)):
        for fact, value in module_of(name).facts(run).items():
            assert isinstance(value, str) or np.isfinite(value), fact
            assert not isinstance(value, np.ndarray), fact


@FIGURES
def test_axes_do_not_move_with_a_control_or_the_cause(call):
    layouts = [layout for _, layout, _ in cells(call)]
    axes = {key for key in layouts[0] if key[1:5] == "axis"}
    assert len(axes) >= 2
    for layout in layouts:
        assert all(layout[axis].get("range") for axis in axes)
        assert {key: layout.get(key) for key in [*axes, "height"]} == {
            key: layouts[0].get(key) for key in [*axes, "height"]
        }


def beyond(trace, layout):
    """Whether any of a trace lies outside its axes."""
    for letter in "xy":
        axis = layout[f"{letter}axis{trace.get(f'{letter}axis', letter)[1:]}"]
        drawn = trace[letter][1] if isinstance(trace[letter][0], str) else trace[letter]
        values = np.array([value for value in drawn if value is not None], float)
        values = np.log10(values) if axis.get("type") == "log" else values
        if min(values) < axis["range"][0] or max(values) > axis["range"][1]:
            return True
    return False


@FIGURES
def test_what_may_leave_its_axes_does(call):
    """At some setting: else the leave would hide what goes astray one day."""
    left = [
        [beyond(trace, layout) for trace in figure["data"] if trace["meta"].get("leaves")]
        for figure, layout, _ in cells(call)
    ]
    assert all(map(any, zip(*left, strict=True)))


@FIGURES
def test_sentence_is_a_sentence_at_every_setting(call):
    for _, _, sentence in cells(call):
        assert 3 <= len(sentence.split()) <= 30, sentence
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
        assert "nan" not in sentence.lower().split()


@FIGURES
def test_switch_shows_something(call):
    """At the setting that a page shows untouched, cause off is another picture or sentence."""
    if off := CATALOGUE[call.name].cause_off:
        assert draw(call.name, call.view, call.params) != draw(
            call.name, call.view, call.params | off
        )


def looks(value, path=""):
    """Everything in a figure that says how it looks instead of what it is."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "colorbar" and re.search("color|dash|colour|opacity|font", key):
                yield f"{path}.{key}"
            yield from looks(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from looks(item, path)
    elif isinstance(value, str) and re.match("#[0-9a-fA-F]{3}|rgba?[(]|hsl", value):
        yield f"{path} = {value}"


def test_looks_are_noticed():
    planted = {
        "line": {"color": "red"},
        "marker": {"symbol": "circle"},
        "fill": ["#ff0000", "toself"],
    }
    assert list(looks(planted)) == [".line.color", ".fill = #ff0000"]


@FIGURES
def test_figure_has_roles_and_no_looks(call):
    for figure, layout, _ in cells(call):
        assert not [*looks(figure), *looks(layout)]
        assert all(trace["meta"]["role"] in ROLES for trace in figure["data"])


@EACH
def test_every_public_part_says_what_it_is(name):
    tree = source(name)
    assert (ast.get_docstring(tree) or "").splitlines()[0].endswith("?")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@EACH
def test_imports_are_numpy_plotly_the_standard_library_and_helpers(name):
    for node in ast.walk(source(name)):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or "generators"] if isinstance(node, ast.ImportFrom) else []
        allowed = sys.stdlib_module_names | {"numpy", "plotly", "generators"}
        assert {n.partition(".")[0] for n in names} <= allowed
        others = {n for n in names if n.startswith("generators.")}
        assert not others & SIMULATIONS, "a simulation imports only helpers"


@EACH
def test_a_control_exists_and_names_what_it_takes_away(name):
    simulation = CATALOGUE[name]
    assert simulation.cause_off
    assert simulation.cause
    for parameter, value in simulation.cause_off.items():
        simulation.parameters[parameter].check(value)
        assert simulation.parameters[parameter].default != value, "off is not the default"
