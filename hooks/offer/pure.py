"""Is there anything in a generator's source by which its numbers could be forged, or differ from
run to run?

A simulation's source and those of its helpers are read as text, before anything runs: what they
import, what they name, what they change and what they keep. Where the text cannot tell, the
worker's probe runs the simulation again.
"""

import ast
import functools
from collections.abc import Callable, Iterator
from pathlib import Path

from hooks.faults import Fault
from hooks.offer.lasting import changes, keeps, orders
from hooks.offer.reach import cached
from hooks.offer.scope import FUNCTIONS, SETS, Scope, called
from hooks.offer.sources import package_of, parsed, place, sources

HARMLESS = {  # of the standard library: what computes and keeps nothing
    *("__future__", "abc", "bisect", "cmath", "collections", "copy", "dataclasses", "enum"),
    *("fractions", "functools", "heapq", "itertools", "math", "numbers", "random", "re"),
    *("statistics", "string", "textwrap", "typing"),
}
NUMPY = {"numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.polynomial"}
DRAWING = {"plotly", "plotly.graph_objects"}
MODULES = HARMLESS | NUMPY | DRAWING
SEEDED = {  # makers of random numbers, each from a seed
    *("numpy.random.default_rng", "numpy.random.SeedSequence", "numpy.random.PCG64"),
    *("numpy.random.PCG64DXSM", "numpy.random.Philox", "numpy.random.SFC64"),
    *("numpy.random.MT19937", "random.Random"),
}
GIVEN = {"numpy.random.Generator", "numpy.random.BitGenerator"}  # which are made of one of those
TYPED = (ast.Attribute, ast.arg, ast.BinOp, ast.FunctionDef, ast.AnnAssign)  # around a type
WRITERS = {"tofile", "dump", "write_html", "write_image", "write_json", "show"}
DUNDERS = {
    *("__init__", "__new__", "__post_init__", "__name__", "__doc__"),
    *("__annotations__", "__metadata__"),
}
SHORT = {
    *("float16", "float32", "half", "single", "csingle", "complex64", "longdouble", "float128"),
    *("clongdouble", "e", "f", "g", "f2", "f4", "c8", "<f2", "<f4", ">f2", ">f4", "<c8"),
}
DENIED = {  # names, and the reason, with a remedy
    "open input": "reaches for what lies outside. Compute what you need.",
    "eval exec compile __import__ breakpoint": "runs unseen text. Write it out.",
    "globals locals setattr delattr": "reaches past names. Write them.",
    "id hash": "differs from process to process. Do without it.",
    "numpy.load numpy.save numpy.savez numpy.savez_compressed numpy.loadtxt numpy.savetxt "
    "numpy.genfromtxt numpy.fromfile numpy.fromregex numpy.memmap numpy.lib.format numpy.lib.npyio "
    "numpy.DataSource": "reads or writes files. Compute what you need.",
    "numpy.seterr numpy.seterrcall numpy.setbufsize numpy.set_printoptions": "changes what all "
    "share. Use errstate, in a `with`.",
    "numpy.core numpy.testing numpy.ctypeslib numpy.f2py numpy.distutils": "reaches into numpy. "
    "Use what it offers.",
    "numpy.empty numpy.empty_like": "holds what memory held before. Write zeros.",
}
WHY = {name: why for names, why in DENIED.items() for name in names.split()} | {
    f"numpy.{name}": "is not the precision of this book. Write float64." for name in SHORT
}
CACHED = (
    "A run can be handed what an earlier one left in this cache. Compute it where it is needed, or "
    "once for all in `study`."
)
Said = tuple[int, str]  # a line, and what is wrong there, with its remedy


def impure(root: Path, path: str) -> list[Fault]:
    """Every such fault of the simulation in this file below the project's root, and of what it
    imports; in the order of the files and lines."""
    module = ".".join(Path(path).with_suffix("").parts)
    texts = sources(root, module)
    found_in = ((one, place(root, one)) for one in texts)
    files = {one: file.relative_to(root).as_posix() for one, file in found_in if file}
    packages = {one: package_of(one, Path(file)) for one, file in files.items()}
    found = {
        (files[one], line, said)
        for one, text in texts.items()
        for line, said in _faults(text, files[one], packages[one])
    }
    trees = {one: parsed(text, files[one]) for one, text in texts.items()}
    found |= {(files[one], line, CACHED) for one, line in cached(trees, packages, module)}
    return [Fault(said, file, line) for file, line, said in sorted(found)]


@functools.cache  # many simulations share a helper
def _faults(text: str, path: str, package: str) -> tuple[Said, ...]:
    scope = Scope(parsed(text, path), package)
    return tuple(
        (scope.line(node), words)
        for node in scope.function
        for kinds, rule in RULES
        if isinstance(node, kinds)
        for words in rule(scope, node)
    )


def _imports(scope: Scope, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    modules = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        if "*" in modules:
            yield "It imports all names of a module. Name those that it needs."
        modules = [node.module or scope.top] if not node.level else [scope.top]
    for name in modules:
        top = name.partition(".")[0]
        if top not in HARMLESS | {scope.top} and name not in MODULES:
            yield (
                f"It imports '{name}'. A generator computes with numpy, draws with "
                "plotly.graph_objects, and takes from the standard library what reads and keeps "
                "nothing."
            )


def _names(scope: Scope, node: ast.Name | ast.Attribute) -> Iterator[str]:
    name = node.id if isinstance(node, ast.Name) else node.attr
    whole = scope.whole(node)
    free = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    if free and name not in scope.local(node) | scope.origin.keys():
        whole = name
    if why := WHY.get(whole):
        yield f"'{whole}' {why}"
    elif name.startswith("__") and name not in DUNDERS:
        yield f"'{name}' reaches for the insides of Python. Do without it."
    elif isinstance(node, ast.Attribute) and name in WRITERS:
        yield f"'.{name}' writes to the world. A generator gives back what it makes."
    elif whole.startswith("plotly.") and not f"{whole}.".startswith("plotly.graph_objects."):
        yield f"'{whole}' does more than to describe a figure. Use plotly.graph_objects."
    elif whole.partition(".")[0] in MODULES and "._" in whole:
        yield f"'{whole}' reaches into a library. Use what it offers."
    elif whole in MODULES and not isinstance(scope.parent[node], ast.Attribute):
        yield f"The module '{whole}' is handed on. Name what you take from it."


def _random(scope: Scope, node: ast.Name | ast.Attribute) -> Iterator[str]:
    whole, above = scope.whole(node), scope.parent[node]
    if whole in SEEDED:
        if not isinstance(above, ast.Call) or above.func is not node:
            if not isinstance(above, TYPED):
                yield f"'{whole}' is handed on. Call it where it is named, with the seed."
        elif _none([*above.args, *(key.value for key in above.keywords)]):
            yield f"'{whole}' has no seed, so that each run gives another number. Give it the seed."
        elif scope.function[node] is None and not isinstance(scope.parent[above], ast.Attribute):
            yield (
                f"The stream of '{whole}' is kept between runs, and each takes from it. Make it in "
                "the function, from the seed."
            )
    elif whole.startswith(("numpy.random.", "random.")) and whole not in GIVEN:
        yield f"'{whole}' draws from a state that all share. Use default_rng([seed, ...])."


def _calls(scope: Scope, node: ast.Call) -> Iterator[str]:
    name, words = called(node), {key.arg: key.value for key in node.keywords}
    literal = {key: getattr(value, "value", None) for key, value in words.items()}
    if name == "argsort" and literal.get("kind") != "stable":
        yield "'argsort' breaks ties otherwise on another processor. Write kind=\"stable\"."
    elif name == "argpartition":
        yield "'argpartition' breaks ties as it likes. Write argsort with kind=\"stable\"."
    elif name == "multivariate_normal" and literal.get("method") != "cholesky":
        yield (
            "'multivariate_normal' gives other samples on another processor. Write "
            'method="cholesky".'
        )
    elif name == "samples" and _none([*node.args[1:], *(words[k] for k in words if k == "seed")]):
        yield "'samples' has no seed. Draw from numpy.random.default_rng([seed, ...])."
    elif name == "vars" and not node.args:
        yield "'vars' reaches past names. Write them."
    elif name == "getattr" and node.args:
        asked = getattr(node.args[-1 if len(node.args) < 3 else 1], "value", None)
        if scope.whole(node.args[0]).partition(".")[0] in MODULES:
            yield "'getattr' takes from a module what no text shows. Write its name."
        elif isinstance(asked, str) and (asked.startswith("_") or asked == "theory"):
            yield f"'getattr' takes '{asked}', which is not offered. Do without it."
    types = [words["dtype"]] if "dtype" in words else []
    types += node.args if name in ("astype", "dtype", "view") else []
    for one in types:
        if isinstance(one, ast.Constant) and one.value in SHORT:
            yield f"'{one.value}' is not the precision of this book. Write float64."


def _changes_from_within(scope: Scope, node: ast.Global | ast.Nonlocal) -> Iterator[str]:
    yield f"'{node.names[0]}' is changed from within a function. Pass values, and return them."


def _theory(scope: Scope, node: ast.Name | ast.Attribute | ast.alias) -> Iterator[str]:
    name = getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))
    around = scope.function[node]
    while around is not None and getattr(around, "name", "") != "theory":
        around = scope.function[around]
    if name.rpartition(".")[2] == "theory" and around is None:
        yield (
            "'theory' is named outside of itself. What is measured may not lean on what it is held "
            "against: measure it."
        )


def _none(given: list[ast.expr]) -> bool:
    """Whether no seed is given, or None for one."""
    return all(isinstance(one, ast.Constant) and one.value is None for one in given)


NAMES = (ast.Name, ast.Attribute)
RULES: tuple[tuple[type[ast.AST] | tuple[type[ast.AST], ...], Callable], ...] = (
    ((ast.Import, ast.ImportFrom), _imports),
    (NAMES, _names),
    (NAMES, _random),
    (ast.Call, _calls),
    ((ast.Global, ast.Nonlocal), _changes_from_within),
    ((*NAMES, ast.alias), _theory),
    ((*FUNCTIONS, ast.ClassDef, *SETS), keeps),
    ((*SETS, ast.For, ast.comprehension, ast.Delete, ast.Call), changes),
    ((*SETS, ast.For, ast.comprehension, ast.Starred, ast.Call), orders),
)
