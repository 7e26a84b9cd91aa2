"""Can a run leave something behind for the next, or hang on an order that is not fixed?"""

import ast
from collections.abc import Iterator, Sequence

from hooks.offer.scope import FUNCTIONS, SETS, Scope, called, targets

CHANGES = {  # methods that change what they are called on
    *("append", "appendleft", "add", "clear", "discard", "extend", "extendleft", "insert", "pop"),
    *("popitem", "popleft", "remove", "reverse", "rotate", "setdefault", "sort", "subtract"),
    *("update", "fill", "itemset", "partition", "put", "resize", "setflags", "send", "seed"),
}
CHANGED = {  # functions that change their first argument
    *("copyto", "put", "place", "putmask", "fill_diagonal", "put_along_axis", "shuffle", "next"),
}
MUTABLE = {"list", "dict", "set", "bytearray", "deque", "defaultdict", "Counter", "OrderedDict"}
STREAMS = {"iter", "map", "filter", "zip", "enumerate", "reversed"}
ORDERED = {"list", "tuple", "enumerate", "iter", "next", "zip", "map", "dict", "join", "array"}
UNORDERED = {"all", "any", "frozenset", "len", "max", "min", "set", "sorted"}
JOINED = {"union", "intersection", "difference", "symmetric_difference", "set", "frozenset"}


def keeps(scope: Scope, node: ast.AST) -> Iterator[str]:
    """What is made once, and would be there for every call."""
    if isinstance(node, FUNCTIONS):
        if any(map(_mutable, [*node.args.defaults, *node.args.kw_defaults])):
            yield "A default that can change is kept between calls. Make it in the function."
    elif isinstance(node, ast.ClassDef):
        if any(_mutable(one.value) for one in node.body if isinstance(one, SETS)):
            yield f"The class '{node.name}' keeps what can change for all. Give it to each."
    elif isinstance(node, SETS) and scope.function[node] is None and len(targets(node)) == 1:
        value = node.value  # one that is taken apart has ended
        counts = isinstance(value, ast.Call) and scope.whole(value.func).startswith("itertools.")
        if isinstance(value, ast.GeneratorExp) or called(value) in STREAMS or counts:
            yield "A stream is kept between runs, and each takes from it. Make it a tuple."


def changes(scope: Scope, node: ast.AST) -> Iterator[str]:
    """What is changed though it outlives the call."""
    parts = (ast.Attribute, ast.Subscript)
    changed = [part.value for part in targets(node) if isinstance(part, parts)]
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            changed += [] if scope.whole(node.func) else [node.func.value]
        if called(node) in CHANGED:
            changed += node.args[:1]
        changed += [key.value for key in node.keywords if key.arg == "out"]
    for one in changed:
        while isinstance(one, parts):
            one = one.value
        if isinstance(one, ast.Name):
            lasts = one.id not in scope.local(one) and (
                scope.function[node] is not None or one.id in scope.origin
            )
            name = one.id if lasts or one.id == "cls" else ""
        else:
            name = "type" if called(one) == "type" else ""
        if name:
            yield (
                f"'{name}' is changed, and outlives the call, so that a run would hang on those "
                "before it. Make a new one, and return it."
            )


def orders(scope: Scope, node: ast.AST) -> Iterator[str]:
    """What goes through a set, one by one."""
    gone: Sequence[ast.expr | None] = []
    if isinstance(node, ast.For) or (isinstance(node, ast.comprehension) and _tells(scope, node)):
        gone = [node.iter]
    elif isinstance(node, ast.Call) and called(node) in ORDERED:
        gone = node.args
    elif isinstance(node, ast.Call) and called(node) == "pop" and not node.args:
        gone = [node.func.value] if isinstance(node.func, ast.Attribute) else []
    elif isinstance(node, ast.Starred) or (isinstance(node, SETS) and len(targets(node)) > 1):
        gone = [node.value]
    for one in gone:
        if one is not None and _is_set(scope, one):
            yield (
                f"'{ast.unparse(one)}' is a set, whose order differs from process to process. Sort "
                "it."
            )


def _tells(scope: Scope, loop: ast.comprehension) -> bool:
    """Whether what a comprehension gives has the order of what it went through."""
    made = scope.parent[loop]
    if isinstance(made, ast.GeneratorExp):
        return called(scope.parent[made]) not in UNORDERED
    return isinstance(made, ast.ListComp)


def _is_set(scope: Scope, node: ast.AST, seen: frozenset[str] = frozenset()) -> bool:
    """Whether an expression is a set, or a mapping in its order, as far as the text tells."""
    if isinstance(node, ast.BinOp):
        return any(_is_set(scope, side, seen) for side in (node.left, node.right))
    name = node.id if isinstance(node, ast.Name) else called(node)
    values = scope.given(node) if name not in seen else []
    if any(_is_set(scope, value, seen | {name}) for value in values):
        return True
    if isinstance(node, ast.DictComp):
        return any(_is_set(scope, loop.iter, seen) for loop in node.generators)
    if isinstance(node, ast.Call) and called(node) in ("keys", "values", "items"):
        return isinstance(node.func, ast.Attribute) and _is_set(scope, node.func.value, seen)
    return isinstance(node, ast.Set | ast.SetComp) or called(node) in JOINED


def _mutable(node: ast.AST | None) -> bool:
    """Whether an expression makes something that can change."""
    kinds = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    return isinstance(node, kinds) or called(node) in MUTABLE
