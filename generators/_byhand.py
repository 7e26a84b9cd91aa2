"""What does a simulation say, run by hand?  `python -m generators.winners_curse`"""

import numpy as np

from generators._schema import Spread


def show(module: dict) -> None:
    """Print each fact of the default setting over its seeds, beside theory."""
    runs = [module["facts"](module["simulate"](seed=seed)) for seed in module["SEEDS"]]
    expected = module["theory"]() if "theory" in module else {}
    print(f"{'fact':<16}{'median':>12}{'low':>12}{'high':>12}{'mean':>12}{'theory':>12}")
    for fact in runs[0]:
        spread = Spread([run[fact] for run in runs])
        theory = f"{expected[fact]:12.5g}" if fact in expected else ""
        print(
            f"{fact:<16}{spread:12.5g}{spread.low:12.5g}{spread.high:12.5g}"
            f"{np.mean(spread.seeds):12.5g}{theory}"
        )
