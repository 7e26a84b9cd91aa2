"""What do a simulation's runs say over all its seeds, and how far is that from what is expected?"""

import itertools
from collections.abc import Sequence
from types import ModuleType

import numpy as np

from generators.schema import Spread


def off_by(values: Sequence[float] | np.ndarray, expected: float = 0.0) -> float:
    """How many standard errors the mean over the runs lies from what is expected. Where all runs
    are one, 0 if that is what is expected, and else endless."""
    away, error = np.mean(values) - expected, np.std(values, ddof=1) / len(values) ** 0.5
    if error > 1e-12:
        return float(away / error)
    return 0.0 if abs(away) < 1e-12 else float(np.copysign(np.inf, away))


def runs_of(module: ModuleType, settings: Sequence[dict], seeds: Sequence[int]) -> list[list]:
    """The runs of all seeds at each setting, as the press has them made; what a setting leaves out
    is at its default."""
    default = {k: v for k, v in module.simulate.__kwdefaults__.items() if k != "seed"}
    whole = [default | setting for setting in settings]
    if hasattr(module, "study"):
        return module.study(whole, list(seeds))
    return [[module.simulate(**one, seed=seed) for seed in seeds] for one in whole]


def facts_of(module: ModuleType, runs: Sequence) -> list[dict]:
    """All that is said of each run, what is said of all together included."""
    whole = module.verdicts(runs) if hasattr(module, "verdicts") else {}
    return [module.facts(run) | whole for run in runs]


def spreads(each: Sequence[dict]) -> dict[str, Spread | str]:
    """Facts over runs, as a sentence gets them."""
    return {
        name: value if isinstance(value, str) else Spread([facts[name] for facts in each])
        for name, value in each[0].items()
    }


class Runs:
    """A simulation over all seeds, each setting run once and kept.

    All combinations of `values`, and all `settings`, are made together when the first run is asked
    for, since many settings of a simulation that offers `study` take hardly longer than one.
    """

    def __init__(
        self,
        module: ModuleType,
        seeds: Sequence[int] | None = None,
        settings: Sequence[dict] = (),
        **values: Sequence,
    ) -> None:
        self.module, self.seeds = module, list(module.SEEDS if seeds is None else seeds)
        combined = itertools.product(*values.values()) if values else ()
        self._waiting = [*settings, *(dict(zip(values, some, strict=True)) for some in combined)]
        self._kept: dict[tuple, list] = {}
        self._said: dict[tuple, list[dict]] = {}

    def of(self, **setting: float | str) -> list:
        """The runs of one setting."""
        if (wanted := self._key(setting)) not in self._kept:
            asked = {self._key(one): one for one in [*self._waiting, setting]}
            made = runs_of(self.module, list(asked.values()), self.seeds)
            self._kept |= zip(asked, made, strict=True)
            self._waiting = []
        return self._kept[wanted]

    def each(self, **setting: float | str) -> list[dict]:
        """The facts of one setting, run by run."""
        if (wanted := self._key(setting)) not in self._said:
            self._said[wanted] = facts_of(self.module, self.of(**setting))
        return self._said[wanted]

    def facts(self, **setting: float | str) -> dict[str, np.ndarray]:
        """Each fact of one setting in every run: {fact: array}."""
        each = self.each(**setting)
        return {name: np.array([facts[name] for facts in each]) for name in each[0]}

    def spreads(self, **setting: float | str) -> dict[str, Spread | str]:
        """The same, as a sentence gets them."""
        return spreads(self.each(**setting))

    def _key(self, setting: dict) -> tuple:
        return tuple(sorted((self.module.simulate.__kwdefaults__ | setting).items()))
