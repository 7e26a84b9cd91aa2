"""What is an error like that is usually small and now and then wild?

Student's t with `freedom` degrees of freedom, which need not be whole; with math.inf of them it is
normal, and never wild. The fewer, the wilder. All errors here are brought to one typical size: half
of them are smaller than TYPICAL, as for a normal error of spread 1. Their spreads could not be
compared, as with two degrees of freedom or fewer there is none.
"""

import math

import numpy as np

TYPICAL = 0.6744897501960817  # half of all normal errors of spread 1 are smaller
WILD = 10  # typical errors; what is larger is called wild
STEPS = np.linspace(0, math.asinh(1e12), 40_001)
REACH = np.sinh(STEPS)  # where the tail is tabulated


class Error:
    """Errors with so many degrees of freedom, tabulated once."""

    def __init__(self, freedom: float) -> None:
        self.freedom = freedom
        self._log_beyond = _table(freedom)
        self.unit = 1.0 if math.isinf(freedom) else TYPICAL / self._median()  # brings t to TYPICAL

    def exceeds(self, size: np.ndarray) -> np.ndarray:
        """Chance of an error larger than each size, which may be negative; by integration."""
        beyond = self._beyond(np.abs(size) / self.unit)
        return np.where(size > 0, beyond, 1 - beyond)

    def wild(self) -> float:
        """Share of all errors that are larger than WILD typical ones, either way."""
        return float(2 * self._beyond(np.array([WILD * self._median()]))[0])

    def draw(self, rng: np.random.Generator, shape: int | tuple[int, ...]) -> np.ndarray:
        """Errors of any size: the radius of a round two-dimensional t, times a random cosine
        (Bailey 1994, Mathematics of Computation 62); Box and Muller's method where t is normal."""
        radius = np.sqrt(_squared(rng.standard_exponential(shape), 0.0, self.freedom))
        return self.unit * radius * np.cos(2 * math.pi * rng.random(shape))

    def offer(self, least: float) -> float:
        """Share of all errors for which `larger` draws a value: at least those larger than
        `least`."""
        t, freedom = least / self.unit, self.freedom
        if t < 1:
            return 1.0
        infinite = math.isinf(freedom)
        falls = t * t / 2 if infinite else (freedom - 1) / 2 * math.log(_thin(t, freedom))
        return _height(freedom) / t * math.exp(-falls)

    def larger(
        self, rng: np.random.Generator, least: float, count: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """So many values on offer, and which of them are errors larger than `least`. Exact, by
        rejection from the radius, as Marsaglia does it for the tail of a normal."""
        t, freedom = least / self.unit, self.freedom
        if t < 1:
            values = self.draw(rng, count)
            return values, values > least
        squared = _squared(rng.standard_exponential(count), t, freedom)
        share = t * np.sqrt(_thin(np.sqrt(squared), freedom) / squared / _thin(t, freedom))
        return self.unit * np.sqrt(squared), rng.random(count) < share

    def _beyond(self, t: np.ndarray) -> np.ndarray:
        return np.exp(np.interp(np.arcsinh(t), STEPS, self._log_beyond))

    def _median(self) -> float:
        """Half of all t are nearer to 0."""
        return float(np.sinh(np.interp(math.log(4), -self._log_beyond, STEPS)))


def freedom(odds: float) -> float:
    """Degrees of freedom at which one error in `odds` is wild; odds from 20 to a million."""
    low, high = 0.5, 60.0
    for _ in range(40):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if Error(middle).wild() > 1 / odds else (low, middle)
    return low


def _squared(exponential: np.ndarray, least: float, freedom: float) -> np.ndarray:
    """Square of a radius larger than `least`, from a standard exponential variable."""
    if math.isinf(freedom):
        return least**2 + 2 * exponential
    return least**2 + (freedom + least**2) * np.expm1(2 * exponential / freedom)


def _thin(t: np.ndarray | float, freedom: float) -> np.ndarray | float:
    return 1 + t * t / freedom


def _height(freedom: float) -> float:
    """Density of t at 0."""
    if math.isinf(freedom):
        return 1 / math.sqrt(2 * math.pi)
    gammas = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)
    return math.exp(gammas) / math.sqrt(freedom * math.pi)


def _table(freedom: float) -> np.ndarray:
    """ln of the chance that t is larger than each of REACH."""
    if math.isinf(freedom):
        density = np.exp(-(REACH**2) / 2)
    else:
        density = np.exp(-(freedom + 1) / 2 * np.log1p(REACH**2 / freedom))
    density *= np.sqrt(1 + REACH**2)  # the step of the table grows with the reach
    strips = (density[1:] + density[:-1]) / 2
    beyond = np.append(np.cumsum(strips[::-1])[::-1], 0)
    return np.log(np.maximum(beyond / beyond[0] / 2, 1e-300))
