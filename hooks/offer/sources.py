"""Which sources run when a module is imported?  Its own, and those of all that it imports of the
same package: read as text, never run."""

import ast
import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

from hooks import reading
from hooks.faults import Fault

# What `ast` raises: null bytes, numbers of thousands of digits, and what is nested too deep.
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


@functools.cache  # many simulations share a helper, and several questions are asked of each
def parsed(source: str, path: str) -> ast.Module:
    """The syntax of a source, to be read only; Fault at the line where it breaks."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise Fault(f"{error.msg}. Mend the syntax.", path, error.lineno or 1) from None
    except UNREADABLE as error:
        raise Fault(
            f"it cannot be parsed ({str(error) or type(error).__name__}). Mend the syntax.", path, 1
        ) from None


def digest(root: Path, *modules: str) -> str:
    """A hash of the sources that run when these modules are imported: of names and texts alone,
    so that it is the same in every folder."""
    return hashlib.sha256(repr(sorted(sources(root, *modules).items())).encode()).hexdigest()


def sources(root: Path, *modules: str) -> dict[str, str]:
    """The sources that run when these modules, by their dotted names, are imported; each by its."""
    found: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module in found or (file := place(root, module)) is None:
            continue
        found[module] = source = reading.text(file, root)
        waiting += _imports(source, file.relative_to(root).as_posix(), package_of(module, file))
        waiting.append(module.rpartition(".")[0])  # runs before it
    return found


def place(root: Path, module: str) -> Path | None:
    """The file of a module or package, if it is one of the project's."""
    beside = root.joinpath(*module.split(".")) if module else root
    files = (beside.with_suffix(".py"), beside / "__init__.py") if module else ()
    return next((file for file in files if file.is_file()), None)


def package_of(module: str, file: Path) -> str:
    """The package from which a module's relative imports count."""
    return module if file.name == "__init__.py" else module.rpartition(".")[0]


@functools.cache
def _imports(source: str, path: str, package: str) -> tuple[str, ...]:
    """All that may be a module of the same package among what a source imports; Fault where it
    has no syntax."""
    top = package.partition(".")[0]
    names = [name for node in ast.walk(parsed(source, path)) for name in named(node, package)]
    return tuple(name for name in names if name.partition(".")[0] == top)


def named(node: ast.AST, package: str) -> Iterable[str]:
    """The modules that an import names, in full; of what it takes from one, each may be another."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        near = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
        base = ".".join([*near, *filter(None, [node.module])])
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)
