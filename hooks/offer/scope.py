"""What does a name stand for, where it stands in a generator's source?"""

import ast
from collections.abc import Iterator

from hooks.offer.sources import named

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SETS = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr)


class Scope:
    """One source: what stands around each of its nodes, and where its names come from."""

    def __init__(self, tree: ast.Module, package: str) -> None:
        self.top = package.partition(".")[0]  # the package of all generators
        self.parent: dict[ast.AST, ast.AST] = {}
        self.function: dict[ast.AST, ast.AST | None] = {tree: None}  # in whose body a node stands
        self._place(tree)
        self._bound: dict[ast.AST | None, frozenset[str]] = {None: frozenset()}
        self._given: dict[tuple[ast.AST | None, str], list[ast.expr]] = {}
        self._returned: dict[str, list[ast.expr]] = {}  # by a function's name
        self.origin: dict[str, str] = {}  # a name that was imported -> its name in full
        for node in self.function:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    whole = alias.name if alias.asname else alias.name.partition(".")[0]
                    self.origin[alias.asname or whole] = whole
            elif isinstance(node, ast.ImportFrom):
                for alias, whole in zip(node.names, list(named(node, package))[1:], strict=True):
                    self.origin[alias.asname or alias.name] = whole
            elif isinstance(node, SETS) and node.value is not None:
                for target in targets(node):
                    if isinstance(target, ast.Name):
                        place = self.function[node], target.id
                        self._given.setdefault(place, []).append(node.value)
            elif isinstance(node, ast.Return) and node.value is not None:
                name = getattr(self.function[node], "name", "")
                self._returned.setdefault(name, []).append(node.value)

    def _place(self, node: ast.AST) -> None:
        """Note of all below a node what stands above it. Defaults, types and decorators of a
        function lie outside of its body."""
        inside = isinstance(node, FUNCTIONS)
        for name, value in ast.iter_fields(node):
            for kid in value if isinstance(value, list) else [value]:
                if isinstance(kid, ast.AST) and not isinstance(kid, ast.expr_context):
                    self.parent[kid] = node
                    self.function[kid] = node if inside and name == "body" else self.function[node]
                    self._place(kid)

    def line(self, node: ast.AST) -> int:
        """Where a node stands, or what is around it."""
        while not hasattr(node, "lineno"):
            node = self.parent[node]
        return node.lineno

    def local(self, node: ast.AST) -> frozenset[str]:
        """The names that the functions around a node bind."""
        around = self.function[node]
        if around is not None and around not in self._bound:
            self._bound[around] = frozenset(_binds(around)) | self.local(around)
        return self._bound[around]

    def whole(self, node: ast.AST) -> str:
        """The full name of what was imported, such as numpy.random.rand; "" of anything else."""
        if isinstance(node, ast.Name) and node.id not in self.local(node):
            return self.origin.get(node.id, "")
        if isinstance(node, ast.Attribute) and (base := self.whole(node.value)):
            return f"{base}.{node.attr}"
        return ""

    def given(self, node: ast.AST) -> list[ast.expr]:
        """All that a name is set to in the nearest function around it that sets it, or in the
        module; and what a function of this source returns."""
        if isinstance(node, ast.Call):
            return self._returned.get(called(node), [])
        if not isinstance(node, ast.Name):
            return []
        around = self.function[node]
        while around is not None and (around, node.id) not in self._given:
            around = self.function[around]
        return self._given.get((around, node.id), [])


def targets(node: ast.AST) -> list[ast.AST]:
    """What a statement sets, or deletes, one by one."""
    whole: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        whole = node.targets
    elif isinstance(
        node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr | ast.For | ast.comprehension
    ):
        whole = [node.target]
    return [part for one in whole for part in _parts(one)]


def called(node: ast.AST | None) -> str:
    """The last part of the name of what is called; "" where nothing is."""
    function = getattr(node, "func", None)
    return getattr(function, "attr", getattr(function, "id", ""))


def _parts(target: ast.AST) -> Iterator[ast.AST]:
    if isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            yield from _parts(one)
    elif isinstance(target, ast.Starred):
        yield from _parts(target.value)
    else:
        yield target


def _binds(function: ast.AST) -> Iterator[str]:
    """The names that a function binds: its arguments, and what it sets, defines or loops over."""
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, FUNCTIONS) and node is not function:
            yield getattr(node, "name", "")
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
