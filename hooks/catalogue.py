"""Which simulations are there, what do they take, and is this call one of theirs?

Generators are read as text with `ast` and never imported here: a simulation that hangs or exits
at import must not take the build with it.
"""

import ast
import hashlib
import itertools
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hooks.faults import Fault, suggest

KINDS = {"int": int, "float": (int, float), "bool": bool, "str": str}
HEADER = re.compile(r"(.*\))(?:\s+over\s+(\w+(?:\s*,\s*\w+)*))?\s*")
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
        if self.low is not None and not self.low <= value <= self.high:
            raise Fault(
                f"{self.name}={value!r} is out of range. Choose from {self.low:g} to {self.high:g}."
            )
        if self.kind == "str" and self.grid and value not in self.grid:
            raise Fault(f"{self.name}={value!r} is unknown. {suggest(value, list(self.grid))}")

    def show(self, value: Value) -> str:
        """The value as a reader sees it."""
        return format(value, self.format) if self.format else f"{value}"


@dataclass(frozen=True)
class Simulation:
    """What a generator's source says of itself."""

    name: str
    path: str  # relative to the project's root
    parameters: dict[str, Parameter]
    views: tuple[str, ...]  # "" is the main figure
    cause_off: dict[str, Value]
    cause: str  # what the switch turns off, in a few words
    digest: str  # of this source and of all that it imports


@dataclass(frozen=True)
class Call:
    """A simulation at one setting, or over a grid; `view` is None for bare facts."""

    name: str
    view: str | None
    args: tuple[tuple[str, Value], ...]  # every parameter, in the signature's order
    over: tuple[str, ...] = ()

    @property
    def params(self) -> dict[str, Value]:
        """The arguments as a mapping."""
        return dict(self.args)


class Catalogue:
    """The simulations in one folder, by name; a file that cannot be read is a fault when used."""

    def __init__(self, root: Path, folder: str = "generators") -> None:
        self.root, self.folder = root, folder

    @cached_property
    def names(self) -> list[str]:
        """Every simulation there is."""
        files = (self.root / self.folder).glob("*.py")
        return sorted(file.stem for file in files if not file.stem.startswith("_"))

    @cached_property
    def _read(self) -> dict[str, Simulation]:
        return {}

    def __getitem__(self, name: str) -> Simulation:
        """Raise Fault where there is no such simulation or its file cannot be read."""
        if name not in self.names:
            raise Fault(f"unknown simulation '{name}'. {suggest(name, self.names)}")
        if name not in self._read:
            self._read[name] = read(self.root, self.folder, name)
        return self._read[name]

    def call(self, text: str, figure: bool) -> Call:
        """Parse `name(args) over a, b` or, for a figure of another view, `name.view(args)`.

        Raise Fault on anything else, and on values that the signature does not allow.
        """
        header = HEADER.fullmatch(text.strip())
        if not header:
            raise Fault(
                f"'{text}' is not a call. Write name(argument=value), then, for a "
                "control, 'over argument'."
            )
        target, keywords = _parse_call(header[1])
        name, _, view = target.partition(".")
        simulation = self[name]
        if figure and view not in simulation.views:
            known = [v for v in simulation.views if v]
            raise Fault(f"'{name}' has no view '{view}'. {suggest(view, known)}")
        for key, value in keywords.items():
            if key not in simulation.parameters:
                raise Fault(
                    f"'{name}' takes no argument '{key}'. "
                    f"{suggest(key, list(simulation.parameters))}"
                )
            simulation.parameters[key].check(value)
        args = {p.name: keywords.get(p.name, p.default) for p in simulation.parameters.values()}
        over = tuple(word.strip() for word in header[2].split(",")) if header[2] else ()
        for key in over:
            if key not in simulation.parameters:
                raise Fault(
                    f"'{name}' takes no argument '{key}'. "
                    f"{suggest(key, list(simulation.parameters))}"
                )
            grid = simulation.parameters[key].grid
            if not grid:
                raise Fault(
                    f"'{key}' has no grid to step through. Declare one with Grid(...) in "
                    f"{simulation.path}, or leave it out after 'over'."
                )
            if args[key] not in grid:
                raise Fault(
                    f"{key}={args[key]!r} is not on the control's grid. Choose from "
                    f"{', '.join(map(str, grid))}."
                )
        return Call(name, view if figure else None, tuple(args.items()), over)

    def cells(self, call: Call) -> list[dict[str, Value]]:
        """Every setting that a call shows: its grid, last control fastest, and where the
        simulation has a control, each setting's twin with the cause off right behind it."""
        simulation = self[call.name]
        grids = [simulation.parameters[name].grid for name in call.over]
        settings = [
            call.params | dict(zip(call.over, values, strict=True))
            for values in itertools.product(*grids)
        ]
        if call.view is None or not simulation.cause_off:
            return settings
        return [cell for on in settings for cell in (on, on | simulation.cause_off)]


def _parse_call(text: str) -> tuple[str, dict[str, Value]]:
    """`name.view(key=literal)` -> its target and keywords; Fault on anything else."""
    try:
        call = ast.parse(text, mode="eval").body
    except SyntaxError:
        raise Fault(f"'{text}' cannot be parsed. Write name(argument=value).") from None
    if not isinstance(call, ast.Call) or not re.fullmatch(
        r"\w+(\.\w+)?", target := ast.unparse(call.func)
    ):
        raise Fault(f"'{text}' is not a call. Write name(argument=value).")
    if call.args or any(k.arg is None for k in call.keywords):
        raise Fault(f"'{text}' has an argument without a name. Write argument=value.")
    try:
        return target, {k.arg: ast.literal_eval(k.value) for k in call.keywords}
    except ValueError:
        raise Fault(
            f"'{text}' has a value that is not a literal. Write a number, a word in "
            "quotes, True or False."
        ) from None


def read(root: Path, folder: str, name: str) -> Simulation:
    """Read one generator's source; Fault where it does not keep to the contract."""
    path = f"{folder}/{name}.py"
    try:
        tree = ast.parse((root / path).read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise Fault(f"{error.msg}. Mend the syntax.", path, error.lineno or 1) from None
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
    cause_off = _literal(constants, "CAUSE_OFF", {}, path)
    cause = _literal(constants, "CAUSE", "", path)
    if cause_off and not cause:
        raise Fault(
            "CAUSE_OFF has no name. Say in CAUSE, in a few words, what it removes.",
            path,
            constants["CAUSE_OFF"].lineno,
        )
    return Simulation(
        name, path, parameters, tuple(views), cause_off, cause, _digest(root, folder, name)
    )


def _literal(constants: dict[str, ast.expr], name: str, default: object, path: str) -> object:
    """A constant that the press reads without running the file."""
    if name not in constants:
        return default
    try:
        return ast.literal_eval(constants[name])
    except ValueError:
        raise Fault(
            f"{name} is not a literal. Write its value out.", path, constants[name].lineno
        ) from None


def _parameters(function: ast.FunctionDef, path: str) -> dict[str, Parameter]:
    parameters = {}
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if argument.arg == "seed":
            continue
        annotation, extras = argument.annotation, {}
        try:
            if isinstance(annotation, ast.Subscript):  # Annotated[kind, Grid(...) or Range(...)]
                annotation, declared = annotation.slice.elts
                values = [ast.literal_eval(value) for value in declared.args]
                extras = {k.arg: ast.literal_eval(k.value) for k in declared.keywords}
                if declared.func.id == "Grid":
                    extras["grid"] = tuple(values)
                if not isinstance(values[0], str):
                    extras |= {"low": min(values), "high": max(values)}
            parameters[argument.arg] = Parameter(
                argument.arg, annotation.id, ast.literal_eval(default), **extras
            )
            parameters[argument.arg].check(parameters[argument.arg].default)
        except (AttributeError, ValueError, TypeError, KeyError) as error:
            raise Fault(
                f"the declaration of '{argument.arg}' cannot be read ({error}). Write "
                "name: Annotated[int, Grid(1, 2)] = 1.",
                path,
                argument.lineno,
            ) from None
        except Fault as fault:
            raise fault.at(path, argument.lineno) from None
    return parameters


def _digest(root: Path, folder: str, name: str) -> str:
    """A hash of the generator's source and, in order of name, of all that it imports from its
    own folder, however deep."""
    sources, waiting = {}, [name]
    while waiting:
        module = waiting.pop()
        file = root / folder / f"{module}.py"
        if module in sources or not file.is_file():
            continue
        sources[module] = source = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level == 0 and base.split(".")[0] != folder:
                    continue
                base = base.removeprefix(folder).lstrip(".")
                waiting += [base] if base else [alias.name for alias in node.names]
            elif isinstance(node, ast.Import):
                waiting += [
                    alias.name.split(".")[1]
                    for alias in node.names
                    if alias.name.startswith(folder + ".")
                ]
    return hashlib.sha256(repr(sorted(sources.items())).encode()).hexdigest()
