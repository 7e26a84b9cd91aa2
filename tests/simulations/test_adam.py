"""Is each step of Adam the paper's, and does it begin as it must?"""

import numpy as np
import pytest

from generators.numerics.adam import Adam


def test_steps_are_those_of_the_paper():
    """Algorithm 1, written out: bias-corrected mean over the root of the bias-corrected square."""
    rng, weights = np.random.default_rng(0), np.zeros((3, 4))
    adam, mean, square = Adam(weights), 0.0, 0.0
    for step in range(1, 50):
        slope = rng.standard_normal(weights.shape)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        corrected = mean / (1 - 0.9**step), square / (1 - 0.999**step)
        wanted = 0.01 * corrected[0] / (np.sqrt(corrected[1]) + 1e-8)
        assert adam.move(slope.copy(), 0.01) == pytest.approx(wanted, rel=1e-12)


def test_the_first_step_has_the_length_of_the_rate_whatever_the_slope():
    slopes = np.array([1e-3, -5.0, 1e4])
    assert Adam(slopes).move(slopes.copy(), 0.1) == pytest.approx([0.1, -0.1, 0.1], rel=1e-4)
    assert Adam(slopes).move(np.zeros(3), 0.1) == pytest.approx(np.zeros(3))
