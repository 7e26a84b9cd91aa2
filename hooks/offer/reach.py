"""Which functions can a simulation's runs come to?  None of those may keep what it gave.

With a cache on the way, a second run is handed the first one's object, and a test that compares
the two compares an object with itself. A closed form, which only `theory` comes to, may keep
scalars.
"""

import ast
import functools
from collections.abc import Iterator

from hooks.offer.scope import targets
from hooks.offer.sources import named

STARTS = ("simulate", "study")
CACHES = {"cache", "lru_cache"}
Function = tuple[str, str]  # module and name


def cached(
    trees: dict[str, ast.Module], packages: dict[str, str], start: str
) -> Iterator[tuple[str, int]]:
    """(module, line) of each cache that the runs of the simulation in the module `start`
    come to. A function counts as reached where its name stands in one that is."""
    reached: set[Function] = set()
    waiting = [(start, name) for name in STARTS]
    while waiting:
        one = waiting.pop()
        module, name = one
        if one in reached or module not in trees:
            continue
        reached.add(one)
        known = _known(trees[module], packages[module])
        if name in known:  # handed on
            waiting.append(known[name])
        parts = (part for node in _defining(trees[module]).get(name, ()) for part in ast.walk(node))
        for part in parts:
            if isinstance(part, ast.Name):
                waiting.append(known.get(part.id, (module, part.id)))
            elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                base = ".".join(known.get(part.value.id, ("", "")))
                waiting.append((base.strip("."), part.attr))
            if line := _cache(part, known):
                yield module, line


@functools.cache
def _defining(tree: ast.Module) -> dict[str, list[ast.stmt]]:
    """All that gives each name of a module its meaning: functions, classes and assignments."""
    found: dict[str, list[ast.stmt]] = {}
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.setdefault(node.name, []).append(node)
            continue
        for target in targets(node):
            while isinstance(target, ast.Attribute | ast.Subscript):
                target = target.value
            if isinstance(target, ast.Name):
                found.setdefault(target.id, []).append(node)
        waiting += [kid for kid in ast.iter_child_nodes(node) if isinstance(kid, ast.stmt)]
    return found


@functools.cache
def _known(tree: ast.Module, package: str) -> dict[str, Function]:
    """The names that a module imports: from where, and what they are called there."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias, whole in zip(node.names, list(named(node, package))[1:], strict=True):
                base, _, name = whole.rpartition(".")
                known[alias.asname or alias.name] = (base, name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                base, _, name = alias.name.rpartition(".")
                known[alias.asname or alias.name] = (base, name)
    return known


def _cache(node: ast.AST, known: dict[str, Function]) -> int:
    """The line in which a cache of functools' is named, however it was imported; 0 elsewhere."""
    if isinstance(node, ast.Name) and known.get(node.id, ("", ""))[0] == "functools":
        return node.lineno if known[node.id][1] in CACHES else 0
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = ".".join(known.get(node.value.id, ("", ""))).strip(".")
        return node.lineno if module == "functools" and node.attr in CACHES else 0
    return 0
