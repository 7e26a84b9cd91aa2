"""Does the test that should see a planted fault see it?

`python -m tests.mutants` plants each fault of mutants.yml in a copy of the project, one at a time,
runs its test there, and prints how each came out. It fails where one survives, where its place is
not found exactly once, and where a test does not run or fails already without it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
COPIED = ("docs", "generators", "hooks", "overrides", "tests", "mkdocs.yml", "pyproject.toml")
KEPT = (".cache/press", ".cache/plotly")  # of the book's last build: a test of it then runs little
FAILED, LIMIT = 1, 300  # pytest's code where tests failed; seconds for one test


@dataclass(frozen=True)
class Mutant:
    """One planted fault, and the test that must catch it."""

    file: str
    old: str
    new: str
    test: str

    def plant(self, root: Path) -> str:
        """Change the file below `root`, and give what it was; ValueError where `old` does not
        stand there exactly once."""
        text = (root / self.file).read_text("utf-8")
        if (times := text.count(self.old)) != 1:
            raise ValueError(f"its place was found {times} times")
        (root / self.file).write_text(text.replace(self.old, self.new), "utf-8")
        return text


def read(file: Path) -> list[Mutant]:
    """The mutants that a file lists."""
    return [Mutant(**row) for row in yaml.safe_load(file.read_text("utf-8"))]


def run(root: Path, tests: Sequence[str]) -> int:
    """pytest's code for these tests of the project in `root`, up to the first that fails."""
    flags = ["-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "--no-header", "--tb=no"]
    own = {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}  # not what is installed
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *flags, *tests],
        cwd=root,
        env=os.environ | own,
        capture_output=True,
        timeout=LIMIT * len(tests),
        check=False,
    )
    return done.returncode


def came_out(mutant: Mutant, root: Path) -> str:
    """How one came out in the project in `root`, which is left as it was: "caught", or what is
    wrong."""
    try:
        was = mutant.plant(root)
    except (OSError, ValueError) as error:
        return f"NOT PLANTED: {error}"
    try:
        code = run(root, [mutant.test])
    finally:
        (root / mutant.file).write_text(was, "utf-8")
    if code == FAILED:
        return "caught"
    return "SURVIVED" if code == 0 else f"NOT TESTED: pytest ended with code {code}"


def judge(mutants: list[Mutant], root: Path, say: Callable[[str], None] = print) -> int:
    """How many mutants were not caught in the project in `root`, each told in a row of a table;
    all, where a test fails without any."""
    if code := run(root, sorted({mutant.test for mutant in mutants})):
        say(f"the tests fail before anything is planted: pytest ended with code {code}")
        return len(mutants)
    missed = 0
    for mutant in mutants:
        began = time.monotonic()
        how = came_out(mutant, root)
        missed += how != "caught"
        change = f"{' '.join(mutant.old.split())} -> {' '.join(mutant.new.split()) or '(nothing)'}"
        say(f"{how:<10} {time.monotonic() - began:5.1f} s  {mutant.file:<40} {change}")
    return missed


def main() -> None:
    """Judge all that are listed, in a copy of the project."""
    mutants = read(ROOT / "tests" / "mutants.yml")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "project"
        root.mkdir()
        for name in (*COPIED, *KEPT):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pyc*"))
            elif name in COPIED:
                shutil.copy(ROOT / name, root / name)
        missed = judge(mutants, root)
    print(f"{len(mutants) - missed} of {len(mutants)} planted faults were caught")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
