"""What does a generator's source say of itself?

Generators are read as text with `ast` and never imported here: a simulation that hangs or exits
at import must not take the build with it.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from hooks import reading
from hooks.faults import Fault, suggest
from hooks.offer.digits import check_width
from hooks.offer.sources import UNREADABLE, digest, parsed

KINDS: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "float": (int, float),
    "bool": bool,
    "str": str,
}
Value = int | float | bool | str


@dataclass(frozen=True)
class Parameter:
    """One keyword of `simulate`: its type by name, and what its annotation allows."""

    name: str
    kind: str
    default: Value
    grid: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    label: str = ""
    format: str = ""

    def check(self, value: Value) -> None:
        """Raise Fault where the value is not one of this parameter's."""
        wrong_kind = not isinstance(value, KINDS[self.kind]) or (
            isinstance(value, bool) and self.kind != "bool"
        )
        if wrong_kind:
            raise Fault(
                f"{self.name}={value!r} is not of type {self.kind}. "
                f"Its default is {self.default!r}."
            )
        if isinstance(value, str):
            if self.grid and value not in self.grid:
                raise Fault(
                    f"{self.name}={value!r} is unknown. {suggest(value, list(map(str, self.grid)))}"
                )
        elif self.low is not None and self.high is not None and not self.low <= value <= self.high:
            raise Fault(
                f"{self.name}={value!r} is out of range. Choose from {self.low:g} to {self.high:g}."
            )

    def show(self, value: Value) -> str:
        """The value as a reader sees it."""
        return format(value, self.format) if self.format else f"{value}"


@dataclass(frozen=True)
class Simulation:
    """What a generator's source says of itself."""

    name: str
    path: str  # relative to the project's root
    parameters: dict[str, Parameter]
    views: dict[str, str]  # what each shows, in a few words; "" is the main figure
    cause_off: dict[str, Value]
    cause: str  # what the switch turns off, in a few words
    digest: str  # of this source and of all that it imports


def read(root: Path, path: str) -> Simulation:
    """Read one generator's source, in a file below the project's root; Fault where it does not
    keep to the contract."""
    tree = parsed(reading.text(root / path, root), path)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for needed in ("simulate", "facts"):
        if needed not in functions:
            raise Fault(f"there is no function '{needed}'. A simulation defines it.", path, 1)
    views = [
        n.removeprefix("figure").lstrip("_")
        for n in functions
        if n == "figure" or n.startswith("figure_")
    ]
    for view in views:
        if (wanted := f"finding_{view}".rstrip("_")) not in functions:
            raise Fault(f"the figure '{view}' has no finding. Define '{wanted}(facts)'.", path, 1)
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    parameters = _parameters(functions["simulate"], path)
    cause_off, cause = _cause(constants, parameters, path)
    return Simulation(
        Path(path).stem,
        path,
        parameters,
        {view: _subject(functions[f"figure_{view}".rstrip("_")]) for view in views},
        cause_off,
        cause,
        _digest(root, path),
    )


def _subject(function: ast.FunctionDef) -> str:
    """The few words with which a function's docstring begins."""
    text = " ".join((ast.get_docstring(function) or "").split())
    return re.split(r"[.:;,](?: |$)", text)[0]


def _digest(root: Path, path: str) -> str:
    """A hash of all that shapes what this simulation gives."""
    package, *rest = Path(path).with_suffix("").parts
    return digest(root, ".".join([package, *rest]), f"{package}.schema")  # the worker's own


def _literal(constants: dict[str, ast.expr], name: str, default: object, path: str) -> object:
    """A constant that the press reads without running the file."""
    if name not in constants:
        return default
    try:
        return ast.literal_eval(constants[name])
    except (TypeError, *UNREADABLE):
        raise Fault(
            f"{name} is not a literal. Write its value out.", path, constants[name].lineno
        ) from None


def _cause(
    constants: dict[str, ast.expr], parameters: dict[str, Parameter], path: str
) -> tuple[dict[str, Value], str]:
    """CAUSE_OFF and CAUSE; Fault where the control is no setting of this simulation, or its name no
    words."""
    cause_off = _literal(constants, "CAUSE_OFF", {}, path)
    cause = _literal(constants, "CAUSE", "", path)
    try:
        if not isinstance(cause_off, dict) or not isinstance(cause, str):
            raise Fault("CAUSE_OFF holds arguments by name, and CAUSE is a text. Write them so.")
        for name, value in cause_off.items():
            if name not in parameters:
                raise Fault(f"CAUSE_OFF names '{name}'. {suggest(str(name), list(parameters))}")
            parameters[name].check(value)
    except Fault as fault:
        line = constants["CAUSE_OFF" if "CAUSE_OFF" in constants else "CAUSE"].lineno
        raise fault.at(path, line) from None
    if cause_off and not cause:
        raise Fault(
            "CAUSE_OFF has no name. Say in CAUSE, in a few words, what it removes.",
            path,
            constants["CAUSE_OFF"].lineno,
        )
    return cause_off, cause


def _parameters(function: ast.FunctionDef, path: str) -> dict[str, Parameter]:
    parameters = {}
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if argument.arg == "seed":
            continue
        try:
            if default is None:
                raise ValueError("it has no default")
            kind, more = _declared(argument.annotation)
            parameter = Parameter(argument.arg, kind, ast.literal_eval(default), **more)
            msgspec.convert(vars(parameter), Parameter)  # each of its type
            parameters[argument.arg] = parameter
            parameter.check(parameter.default)
            check_width(parameter.format)
            for value in (parameter.default, *parameter.grid):
                parameter.show(value)
        except (AttributeError, TypeError, KeyError, *UNREADABLE) as error:
            why = re.sub(r": <.*>", "", str(error))  # a place in memory, which no two builds share
            raise Fault(
                f"the declaration of '{argument.arg}' cannot be read ({why}). Write "
                "name: Annotated[int, Grid(1, 2)] = 1.",
                path,
                argument.lineno,
            ) from None
        except Fault as fault:
            raise fault.at(path, argument.lineno) from None
    return parameters


def _declared(annotation: ast.expr | None) -> tuple[str, dict[str, Any]]:
    """The kind that an annotation names, and the fields that its Grid or Range gives, of whatever
    types; ValueError where it is written in another way."""
    match annotation:
        case ast.Name(id=kind):
            return kind, {}
        case ast.Subscript(
            slice=ast.Tuple(
                elts=[ast.Name(id=kind), ast.Call(func=ast.Name(id=form), args=args, keywords=rest)]
            )
        ):
            values = [ast.literal_eval(value) for value in args]
            more = {str(k.arg): ast.literal_eval(k.value) for k in rest}
            if form == "Grid":
                more["grid"] = tuple(values)
                if not values:
                    raise ValueError("the grid is empty")
            if values and not isinstance(values[0], str):
                if kind == "str":
                    raise ValueError("a text has no lowest and highest value")
                more |= {"low": min(values), "high": max(values)}
            return kind, more
    raise ValueError("it is no type")
