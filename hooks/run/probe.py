"""Does a simulation give the same when it is run again, and does what it declares do anything?

The last seed of the default setting and then the first are run again, each by itself in modules
that were imported anew and so hold nothing that an earlier run left, with a theory that cannot be
asked.
What the text of a generator cannot show, shows here.
"""

import importlib
import math
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from hooks.offer.digits import published

SHARE, SECONDS = 0.1, 0.1  # of the time that all runs took, that running again may take
NEAR = 1e-9  # is a run by itself to one of a study, whose wider stacks of matrices round otherwise


class Impure(Exception):
    """What a probe found, in words for the author, and the line of the simulation to blame."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.line = line


def check(module: ModuleType, made: list[dict], spent: float) -> int | None:
    """Raise Impure where a simulation, of which these cells were made in so many seconds, does
    not bear the probe; else how many seeds of its default setting were run again, two at most, or
    None where that was done when the default was made. A tenth of the time or of a second is what
    it may take: of what is slow and has few seeds, none."""
    check_declared(module, made)
    default = {k: v for k, v in module.simulate.__kwdefaults__.items() if k != "seed"}
    cell = next((cell for cell in made if cell["params"] == default), None)
    if cell is None:
        return None
    one = spent / len(cell["seeds"])  # where settings share all that is slow; else less
    if not hasattr(module, "study"):
        one /= len(made)
    most, probed, began = max(spent * SHARE, SECONDS), 0, time.process_time()
    for seed in dict.fromkeys([cell["seeds"][-1], cell["seeds"][0]]):
        if one * (probed + 1) > most * (1 + NEAR):
            break
        check_again(module, cell, seed)
        probed += 1
        one = (time.process_time() - began) / probed
    return probed


def check_declared(module: ModuleType, made: list[dict]) -> None:
    """Raise Impure where seeds stand twice, no seed changes anything, the cause's switch changes
    nothing, or theory speaks of what is no fact; `made` are the finished cells."""
    seeds, off = list(module.SEEDS), getattr(module, "CAUSE_OFF", {})
    if len(seeds) != len(set(seeds)):
        raise Impure("SEEDS has a seed twice. One run counts once.", _line(module, "SEEDS"))
    spreads = [fact["seeds"] for cell in made for fact in _numbers(cell["facts"]).values()]
    if len(seeds) > 1 and spreads and not any(len(set(values)) > 1 for values in spreads):
        raise Impure(
            f"No fact differs between the {len(seeds)} seeds, so they are one run. Draw from the "
            "seed, or write SEEDS = (0,).",
            _line(module, "SEEDS"),
        )
    for cell in made:
        if unknown := sorted(cell["theory"].keys() - cell["facts"].keys()):
            raise Impure(
                f"theory speaks of '{unknown[0]}', which facts does not give. Name a fact.",
                _line(module, "def theory"),
            )
    pairs = [
        (on["facts"], twin["facts"])
        for on in made
        for twin in made
        if on["params"] | off == twin["params"] != on["params"]
    ]
    if pairs and all(_without(on, off) == _without(twin, off) for on, twin in pairs):
        raise Impure(
            "The cause's switch changes no fact. Name in CAUSE_OFF the arguments that remove it.",
            _line(module, "CAUSE_OFF"),
        )


def check_again(module: ModuleType, cell: dict, seed: int) -> None:
    """Raise Impure where a cell's facts are others when one seed of it is run again by itself."""
    studied = hasattr(module, "study")
    with fresh(module) as again:
        if hasattr(again, "theory"):
            again.__dict__["theory"] = _refuse
        if studied:
            ((run,),) = again.study([dict(cell["params"])], [seed])
        else:
            run = again.simulate(**cell["params"], seed=seed)
        facts = again.facts(run)
        verdicts = again.verdicts([run]).keys() if hasattr(again, "verdicts") else ()
    place = cell["seeds"].index(seed)
    for name, before in cell["facts"].items():
        was = before if isinstance(before, str) else before["seeds"][place]
        now = facts.get(name)
        if name not in verdicts and not _same(was, now, NEAR if studied else 0.0):
            raise Impure(
                f"'{name}' of seed {seed} was {was}, and is {now} when it is run again by itself. "
                "Draw all from the seed, and keep nothing between runs.",
                _line(module, "def study" if studied else "def simulate"),
            )


@contextmanager
def fresh(module: ModuleType) -> Iterator[ModuleType]:
    """The simulation and all that it imports of its package, imported anew for a while."""
    top = module.__name__.partition(".")[0]
    mine = {name: one for name, one in sys.modules.items() if name.partition(".")[0] == top}
    for name in mine:
        del sys.modules[name]
    try:
        yield importlib.import_module(module.__name__)
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == top]:
            del sys.modules[name]
        sys.modules.update(mine)


@contextmanager
def unshared(module: ModuleType) -> Iterator[None]:
    """Raise Impure where the randomness that all share was drawn from meanwhile."""
    before = _shared()
    yield
    if _shared() != before:
        raise Impure(
            "It draws from the randomness that all share. Draw from default_rng([seed, ...]).",
            _line(module, "def simulate"),
        )


def _shared() -> tuple:
    """The state of what is drawn from where no generator is named."""
    state = random.getstate()
    if "numpy" in sys.modules:  # else nothing was drawn from it
        numbers = importlib.import_module("numpy.random").get_state(legacy=False)
        state += (numbers["state"]["key"].tobytes(), numbers["state"]["pos"], numbers["gauss"])
    return state


def _refuse(**_: object) -> dict:
    raise ValueError(
        "what is measured asks theory, which it is held against. Measure it, and leave theory alone"
    )


def _same(was: float | str, now: float | str | None, near: float) -> bool:
    if isinstance(was, str) or isinstance(now, str) or now is None:
        return was == now
    return math.isclose(was, published(now), rel_tol=near, abs_tol=near)


def _numbers(facts: dict) -> dict:
    return {name: fact for name, fact in facts.items() if not isinstance(fact, str)}


def _without(facts: dict, names: dict) -> dict:
    """Facts, without those that only repeat an argument."""
    return {name: fact for name, fact in facts.items() if name not in names}


def _line(module: ModuleType, start: str) -> int:
    """The line of a module's source that begins so."""
    lines = Path(module.__file__).read_text("utf-8").splitlines() if module.__file__ else []
    return next((number for number, line in enumerate(lines, 1) if line.startswith(start)), 1)
