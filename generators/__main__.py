"""What does a simulation say, run by hand?  `python -m generators winners_curse`

Each fact at the default setting over its seeds, beside theory. Without a name: all that there are.
"""

import importlib
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import ModuleType

import numpy as np

from generators.schema import Spread

PACKAGE = "generators"


def modules() -> dict[str, str]:
    """Each simulation's name, and the module in which it is, whatever its folder, or the zip."""
    return dict(sorted(_modules(files(PACKAGE), PACKAGE)))


def _modules(folder: Traversable, package: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        name = entry.name.removesuffix(".py")
        if entry.is_dir():
            yield from _modules(entry, f"{package}.{name}")
        elif name != entry.name and "\ndef simulate" in entry.read_text(encoding="utf-8"):
            yield name, f"{package}.{name}"


def show(module: ModuleType) -> None:
    """Print each fact of the default setting over its seeds, beside theory."""
    seeds = list(module.SEEDS)
    if hasattr(module, "study"):
        setting = {k: v for k, v in module.simulate.__kwdefaults__.items() if k != "seed"}
        (results,) = module.study([setting], seeds)
    else:
        results = [module.simulate(seed=seed) for seed in seeds]
    whole = module.verdicts(results) if hasattr(module, "verdicts") else {}
    runs = [module.facts(result) | whole for result in results]
    expected = module.theory() if hasattr(module, "theory") else {}
    print(f"{'fact':<16}{'median':>12}{'low':>12}{'high':>12}{'mean':>12}{'theory':>12}")
    for fact, value in runs[0].items():
        if isinstance(value, str):
            print(f"{fact:<16}{value:>12}")
            continue
        spread = Spread([run[fact] for run in runs])
        theory = f"{expected[fact]:12.5g}" if fact in expected else ""
        print(
            f"{fact:<16}{spread:12.5g}{spread.low:12.5g}{spread.high:12.5g}"
            f"{np.mean(spread.seeds):12.5g}{theory}"
        )


def main(names: list[str]) -> None:
    """Show the simulations of these names; SystemExit where there is none of a name."""
    every = modules()
    if not names or (unknown := [name for name in names if name not in every]):
        said = f"There is no simulation '{unknown[0]}'. " if names else ""
        sys.exit(f"{said}python -m generators NAME shows one of: {', '.join(every)}")
    for name in names:
        show(importlib.import_module(every[name]))


if __name__ == "__main__":
    main(sys.argv[1:])
