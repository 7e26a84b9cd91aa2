"""Is the book the same under every Python that it supports?

`python -m tests.compare` builds it with each of them, in environments and folders of their own, and
holds the sites against the first; `python -m tests.compare SITE SITE` does so with sites that
stand. Every fact counts, and every file but build.json, which names the Python. Exit 1 where
anything differs, or where a Python is missing. Needs no package.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
SHOWN = 10  # differences of a kind


def facts(site: Path) -> dict[str, object]:
    """Each fact of a site, over all its seeds, and each closed form, by the call that gives it."""
    book = json.loads((site / "facts.json").read_text("utf-8"))["simulations"]
    found = {}
    for name, simulation in book.items():
        for cell in simulation["cells"]:
            call = ", ".join(f"{key}={value!r}" for key, value in cell["params"].items())
            found |= {f"{name}({call}).{fact}": value for fact, value in cell["facts"].items()}
            found |= {
                f"{name}({call}).{fact}.theory": value for fact, value in cell["theory"].items()
            }
    return found


def files(site: Path) -> dict[str, str]:
    """Each file of a site but build.json, with a hash of its content."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path != site / "build.json"
    }


def differences(one: dict, other: dict) -> list[str]:
    """What is not the same in both."""
    return [
        key for key in one | other if key not in one or key not in other or one[key] != other[key]
    ]


def compare(sites: dict[str, Path]) -> Iterator[str]:
    """A line for each kind of difference, and for the first differences of it."""
    (first, standard), *others = sites.items()
    for label, site in others:
        for kind, read in (("facts", facts), ("files", files)):
            one, other = read(standard), read(site)
            if differing := differences(one, other):
                total = len(one | other)
                yield f"{len(differing)} of {total} {kind} differ between {first} and {label}"
            for key in differing[:SHOWN]:
                values = "" if kind == "files" else f": {one.get(key)} and {other.get(key)}"
                yield f"  {key}{values}"


def interpreter(version: str) -> str | None:
    """A Python of this version: the one on the path, or else one of pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)
    for command in (f"python{version}", *map(str, kept)):
        if found := shutil.which(command):  # which may be a shim that leads nowhere
            run = subprocess.run([found, "--version"], capture_output=True, text=True)
            if run.stdout.startswith(f"Python {version}."):
                return found
    return None


def build(version: str, python: str) -> Path:
    """The book as that Python makes it. Environment and site are kept below .cache."""
    folder = ROOT / ".cache" / "pythons" / version
    own = str(folder / "venv" / "bin" / "python")
    for command in (
        [python, "-m", "venv", str(folder / "venv")],
        [own, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements.lock"],
        [own, "-m", "mkdocs", "build", "--strict", "-d", str(folder / "site")],
    ):
        if subprocess.run(command, cwd=ROOT).returncode:
            sys.exit(f"the book could not be built with Python {version}, see above")
    return folder / "site"


def main(sites: list[str]) -> int:
    """The exit code."""
    if sites:
        given = {site: Path(site) for site in sites}
    else:
        found = {version: interpreter(version) for version in PYTHONS}
        if missing := [version for version, python in found.items() if not python]:
            sys.exit(
                f"Python {' and '.join(missing)} is not here: put python{missing[0]} on the path"
            )
        given = {version: build(version, python) for version, python in found.items()}
    told = list(compare(given))
    print("\n".join(told) or f"{len(facts(next(iter(given.values()))))} facts and all files agree")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
