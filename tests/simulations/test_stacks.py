"""Does each lie on those of its kind that came before it, and on nobody else?"""

import numpy as np
import pytest

from generators.numerics.stacks import below


@pytest.mark.parametrize("kinds", [[], [3.0], [1, 1, 1], [2, 1, 2, 2, 1, 0], [0.5, -0.5, 0.5]])
def test_it_counts_the_earlier_ones_that_are_alike(kinds):
    wanted = [kinds[:n].count(kind) for n, kind in enumerate(kinds)]
    assert below(np.array(kinds)).tolist() == wanted
