"""Which tests need not run again?  Those that passed, if nothing that they stand on has changed since.

A test stands on all sources that its file and the simulation that it is named after import, on its
name and parameters, on both locks, what is installed of them, and Python's version. The digest of all
that is kept for each test that passed, and thrown away once it fails.
"""

import ast
import functools
import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from hooks.faults import Fault
from hooks.offer.sources import sources

PACKAGES = ("tests", "generators", "hooks")
SETTINGS = ("pyproject.toml", "requirements.lock", "requirements-dev.lock")
MEASURING = ("numpy", "plotly", "pytest")


class Passed:
    """The tests of one project that passed, and on what."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / ".cache" / "tests"

    def stands_on(self, name: str, modules: Iterable[str]) -> str | None:
        """A digest of all that a test stands on; `modules` are those that it begins with. None where
        one of them has no syntax."""
        try:
            parts = [name, *(self._module(module) for module in sorted(modules)), *self._machine()]
        except Fault:
            return None
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def has(self, test: str, digest: str | None) -> bool:
        """Whether a test passed when it last ran, and on this."""
        entry = self._entry(test)
        return entry.is_file() and entry.read_text("utf-8") == digest

    def put(self, test: str, digest: str | None) -> None:
        """It passed; without a digest, nothing is kept of it."""
        if digest is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._entry(test).write_text(digest, "utf-8")

    def drop(self, test: str) -> None:
        """It failed."""
        self._entry(test).unlink(missing_ok=True)

    def _entry(self, test: str) -> Path:
        return self.folder / hashlib.sha256(test.encode()).hexdigest()[:32]

    @functools.cache  # noqa: B019 - one for each run of the tests
    def _machine(self) -> tuple[str, ...]:
        files = [self.root / name for name in SETTINGS]
        texts = [file.read_text("utf-8") if file.is_file() else "" for file in files]
        return (*texts, *map(version, MEASURING), platform.python_version())

    @functools.cache  # noqa: B019 - as above
    def _module(self, module: str) -> str:
        """A digest of all that runs when a module is imported, in whichever package it stands."""
        found: dict[str, str] = {}
        waiting = [module]
        while waiting:
            for name, source in sources(self.root, waiting.pop()).items():
                if name not in found:
                    found[name] = source
                    waiting += _imported(source)
        return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()


@functools.cache
def _imported(source: str) -> list[str]:
    """All that may be a module of the project among what a source imports by its full name."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.partition(".")[0] in PACKAGES]
