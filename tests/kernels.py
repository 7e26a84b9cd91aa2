"""Is the book the same on another kind of processor?

numpy computes by the instructions that it finds. `python -m tests.kernels` builds the book anew by
those of this machine, of Haswell (2013), and of Nehalem (2008), which rounds a product before it
adds. Haswell must give the same facts and files; Nehalem the same pages, and no number that differs
by more than TOLERANCE. `python -m tests.kernels SITE SITE SITE` takes sites that stand. Exit 1 where
more differs.
"""

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.compare import ROOT, SHOWN, compare, differences, facts
from tests.same_book import contents, measured

TOLERANCE = 1e-8  # of a number: the last two of the ten digits that are published
LATER = "X86_V4 AVX512_ICL AVX512_SPR"  # than Haswell, by numpy's names
KERNELS = {
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": LATER},
    "Nehalem": {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": f"X86_V3 {LATER}"},
}
PARTS = ("docs", "generators", "hooks", "overrides", "mkdocs.yml", "requirements.lock")
CORE = """
import ctypes, pathlib, numpy
(library,) = (pathlib.Path(numpy.__file__).parent.parent / "numpy.libs").glob("*openblas*")
name = ctypes.CDLL(str(library)).scipy_openblas_get_corename64_
name.restype = ctypes.c_char_p
print(name().decode())
"""


def taken(environment: dict[str, str]) -> str:
    """The kernels that numpy takes in this environment, or nothing where it does not tell."""
    run = subprocess.run(
        [sys.executable, "-c", CORE], env=environment, capture_output=True, text=True
    )
    return run.stdout.strip()


def build(name: str, environment: dict[str, str]) -> Path:
    """The book as this environment makes it, each piece anew. It is kept below .cache."""
    folder = ROOT / ".cache" / "kernels" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    if (ROOT / ".cache" / "plotly").is_dir():
        shutil.copytree(ROOT / ".cache" / "plotly", folder / ".cache" / "plotly")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    if subprocess.run(command, cwd=folder, env=environment).returncode:
        sys.exit(f"the book could not be built with the kernels of {name}, see above")
    return folder / "site"


def apart(one: object, other: object) -> float:
    """How far two numbers differ, of the larger; infinitely where one is no number."""
    if not all(type(value) in (int, float) for value in (one, other)):
        return math.inf
    return abs(one - other) / max(abs(one), abs(other))


def too_far(one: Path, other: Path) -> Iterator[str]:
    """A line for each page that differs between two sites, and each number by more than may be."""
    pages = [path for path in differences(contents(one), contents(other)) if path.endswith(".html")]
    yield from (f"  {path} differs" for path in pages)
    first, second = measured(one), measured(other)
    for key in differences(first, second):
        if apart(first.get(key), second.get(key)) > TOLERANCE:
            yield f"  {key}: {first.get(key)} and {second.get(key)}"


def main(sites: list[str]) -> int:
    """The exit code."""
    if sites:
        own, haswell, nehalem = map(Path, sites)
    else:
        for name, wanted in KERNELS.items():
            if (found := taken(os.environ | wanted)) != name:
                sys.exit(f"numpy takes the kernels of {found or 'none'} here, and not of {name}")
        print(f"this machine's kernels are those of {taken(dict(os.environ))}", flush=True)
        own = build("own", dict(os.environ))
        haswell, nehalem = (build(name, os.environ | wanted) for name, wanted in KERNELS.items())
    told = list(compare({"this machine": own, "Haswell": haswell}))
    print("\n".join(told) or f"Haswell: {len(facts(own))} facts and all files agree")
    first, second = measured(own), measured(nehalem)
    changed = differences(first, second)
    most = max((apart(first.get(key), second.get(key)) for key in changed), default=0)
    print(f"Nehalem: {len(changed)} of {len(first)} numbers differ, by {most:.1e} at most")
    far = list(too_far(own, nehalem))
    print(f"{len(far)} differ that must not" if far else "and no page does")
    print("\n".join(far[:SHOWN]), end="\n" if far else "")
    return 1 if told or far else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
