"""Ask for a behaviour: how much nearer does a level's lever bring what is delivered?

Fifteen levels of behaviour are asked for, from none up to a limit. For each the setting is picked
whose nets come nearest to it on average, in one half of the pairs; nets of the other half are
delivered, and the other way round. Control is one minus the typical miss (root of the mean square,
over single nets), divided by that of nets which nobody set: what the level delivers with its lever
untouched, or clean nets. It is 1 where every net behaves as asked, and 0 where the lever does
nothing.
"""

import numpy as np

ASKED = 15


def deliver(
    behaviour: np.ndarray, unset: np.ndarray, most: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """Control up to `most`, what was asked for and the mean of what came, (ASKED,) each.

    behaviour: (settings, nets), unset: (nets,), the nets of a pair side by side.
    """
    asked = np.linspace(0, most, ASKED)
    odd = np.arange(len(unset)) // 2 % 2 == 1
    halves, others = [], []
    for pick, test in ((odd, ~odd), (~odd, odd)):
        middle = behaviour[:, pick].mean(axis=1)
        choice = np.argmin(abs(middle[:, None] - asked), axis=0)
        halves.append(behaviour[choice][:, test])
        others.append(np.repeat(unset[None, test], ASKED, axis=0))
    came, usual = np.concatenate(halves, axis=1), np.concatenate(others, axis=1)
    misses, before = (np.mean((got - asked[:, None]) ** 2) for got in (came, usual))
    return 1 - float(np.sqrt(misses / before)), asked, came.mean(axis=1)
