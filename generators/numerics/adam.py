"""How does Adam turn slopes into steps?  Kingma & Ba 2015, arXiv:1412.6980, and their constants."""

import numpy as np

MEAN, SQUARE, TINY = 0.9, 0.999, 1e-8


class Adam:
    """What it remembers of the slopes of one array of weights."""

    def __init__(self, weights: np.ndarray) -> None:
        self.mean, self.square, self.steps = np.zeros_like(weights), np.zeros_like(weights), 0

    def move(self, slope: np.ndarray, rate: float) -> np.ndarray:
        """What to take off the weights, in their shape. The slope's array is used up."""
        self.steps += 1
        self.mean *= MEAN
        self.mean += (1 - MEAN) * slope
        slope *= slope
        slope *= 1 - SQUARE
        self.square *= SQUARE
        self.square += slope
        scale = (1 - SQUARE**self.steps) ** 0.5
        size = np.sqrt(self.square)
        size += TINY * scale
        move = np.divide(self.mean, size, out=size)
        move *= rate * scale / (1 - MEAN**self.steps)
        return move
