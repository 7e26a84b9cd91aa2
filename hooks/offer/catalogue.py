"""Which simulations are there, and is this call one of theirs?"""

import ast
import itertools
import math
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hooks.faults import Fault, suggest
from hooks.offer.facts import check_length
from hooks.offer.signature import Simulation, Value, read
from hooks.offer.sources import UNREADABLE

CELLS = 1000  # settings that one figure may step through
SIMULATE = re.compile(r"^def simulate\b", re.MULTILINE)
HEADER = re.compile(r"(.*\))(?:\s+over\s+(\w+(?:\s*,\s*\w+)*))?\s*")


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
    """The simulations below one folder, by the names of their files, which are unique in all its
    folders; a file that cannot be read is a fault when used."""

    def __init__(self, root: Path, folder: str = "generators") -> None:
        self.root, self.folder = root, folder

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        """Every module below the folder, by name."""
        found: dict[str, list[Path]] = {}
        for file in sorted((self.root / self.folder).rglob("*.py")):
            if not file.stem.startswith("_"):
                found.setdefault(file.stem, []).append(file)
        return found

    @cached_property
    def names(self) -> list[str]:
        """Every simulation there is: each module that defines `simulate`."""
        return [name for name in sorted(self._files) if self._defining(name)]

    def _defining(self, name: str) -> list[Path]:
        """The files of this name that are simulations, as their text says."""
        return [file for file in self._files.get(name, []) if SIMULATE.search(_text(file))]

    @cached_property
    def _read(self) -> dict[str, Simulation]:
        return {}

    def __getitem__(self, name: str) -> Simulation:
        """Raise Fault where there is no such simulation or its file cannot be read."""
        if name not in self._files:
            raise Fault(f"unknown simulation '{name}'. {suggest(name, self.names)}")
        if name not in self._read:
            files = self._defining(name) or self._files[name][:1]
            paths = [file.relative_to(self.root).as_posix() for file in files]
            if len(paths) > 1:
                raise Fault(
                    f"'{name}' is also the simulation in {paths[1]}. A name is used once; rename "
                    "one.",
                    paths[0],
                    1,
                )
            self._read[name] = read(self.root, paths[0])
        return self._read[name]

    def call(self, text: str, figure: bool) -> Call:
        """Parse `name(args) over a, b` or, for a figure of another view, `name.view(args)`.

        Raise Fault on anything else, and on values that the signature does not allow.
        """
        check_length(text)
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
        _once(over)
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
        if (count := math.prod(len(simulation.parameters[key].grid) for key in over)) > CELLS:
            raise Fault(
                f"these controls have {count:,d} settings; {CELLS:,d} is the most. Name fewer."
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


def _text(file: Path) -> str:
    """What a file says, as far as it is one, and text; whoever uses it is told of the rest."""
    try:
        return file.read_text("utf-8", errors="replace") if file.is_file() else ""
    except OSError:
        return ""


def _once(names: list[str] | tuple[str, ...]) -> None:
    """Raise Fault where a name stands twice."""
    for name in names:
        if list(names).count(name) > 1:
            raise Fault(f"'{name}' stands twice. Say it once.")


def _parse_call(text: str) -> tuple[str, dict[str, Value]]:
    """`name.view(key=literal)` -> its target and keywords; Fault on anything else."""
    try:
        call = ast.parse(text, mode="eval").body
        target = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
    except UNREADABLE:
        raise Fault(f"'{text}' cannot be parsed. Write name(argument=value).") from None
    if not isinstance(call, ast.Call) or not re.fullmatch(r"\w+(\.\w+)?", target):
        raise Fault(f"'{text}' is not a call. Write name(argument=value).")
    named = [(k.arg, k.value) for k in call.keywords if k.arg is not None]
    if call.args or len(named) < len(call.keywords):
        raise Fault(f"'{text}' has an argument without a name. Write argument=value.")
    _once([name for name, _ in named])
    try:
        return target, {name: ast.literal_eval(value) for name, value in named}
    except (TypeError, *UNREADABLE):
        raise Fault(
            f"'{text}' has a value that is not a literal. Write a number, a word in "
            "quotes, True or False."
        ) from None
