"""How many of its kind came before each?  So high things are stacked that come one by one."""

import numpy as np


def below(kinds: np.ndarray) -> np.ndarray:
    """For each of a row of kinds, how many earlier ones are alike; two that are equal are alike."""
    order = np.argsort(kinds, kind="stable")
    alike = kinds[order]
    found = np.zeros(len(kinds), int)
    found[order] = np.arange(len(kinds)) - np.searchsorted(alike, alike)
    return found
