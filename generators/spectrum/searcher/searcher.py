"""Does a small net, paid for one bite alone, come to search an orchard by a score of its own?

A day has three trees and four bites, one tree a bite. A tree's sweetness is drawn anew each day and
never shown; a bite shows how the tree tastes, which is its sweetness with an error, and how red it
is, which goes with sweetness at the correlation `redness`. Both are the same all day. Only the
sweetness of the last bite is paid.

The learner is a plain recurrent net of 32 tanh units. At every bite it is told which tree it has
just bitten and what that showed, and it names the next tree by chances. It has no planner, no
memory for each tree, and is told nothing of redness; recurrent weights begin near the identity, so
that a state fades slowly. It learns by the slope of its pay through time: exact for the last bite,
whose expected sweetness is known, and for earlier bites by the score function, with the mean pay
of the batch as baseline (Williams 1992). A payment for undecided choices falls to zero. Arrays hold
all nets at once, one a seed, that never touch each other.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

TREES, BITES, UNITS = 3, 4, 32
WIRES = TREES + 3  # which tree was bitten, its taste, its redness, and the constant 1
STEPS, DAYS, RATE = 1000, 64, 0.01
ENTROPY, CALM = 0.1, 0.8  # the payment for undecided choices, and the share of steps it lasts
REDNESS, NOISE = 0.9, 1.0
BLOCK = 50  # steps whose days are drawn at a time
GRID = 2.0**16  # weights are whole multiples of one part in so many


class Orchard(NamedTuple):
    """Days: each array is (..., days, TREES)."""

    sweet: np.ndarray
    taste: np.ndarray
    red: np.ndarray


class Net(NamedTuple):
    """The weights of many nets."""

    inward: np.ndarray  # (nets, WIRES + units, units): what it is told, then its last state
    outward: np.ndarray  # (nets, units + 1, TREES); the last row is the offset


class Walk(NamedTuple):
    """What nets did: bite by bite, each array (BITES, nets, days, ...)."""

    told: np.ndarray  # (..., WIRES + units)
    state: np.ndarray  # (..., units + 1), with the constant 1
    chance: np.ndarray  # (..., TREES)
    bitten: np.ndarray  # (...), the tree


def orchard(normal: np.ndarray, redness: np.ndarray | float, noise: float) -> Orchard:
    """Days made of independent normal numbers (..., days, TREES, 3)."""
    sweet, other, error = np.moveaxis(normal, -1, 0)
    red = redness * sweet + np.sqrt(1 - np.square(redness)) * other
    return Orchard(sweet, sweet + noise * error, red)


def born(
    rng: np.random.Generator, memory: bool, units: int = UNITS
) -> tuple[np.ndarray, np.ndarray]:
    """One net before training; without memory its state does not reach the next bite."""
    told = rng.standard_normal((WIRES, units)) / WIRES**0.5
    again = 0.95 * np.eye(units) + 0.1 / units**0.5 * rng.standard_normal((units, units))
    return np.concatenate([told, again * memory]), 0.1 * rng.standard_normal((units + 1, TREES))


def eat(
    net: Net,
    days: Orchard,
    luck: np.ndarray,
    order: np.ndarray | None = None,
    push: tuple[int, np.ndarray] | None = None,
) -> Walk:
    """Let every net go through these days; luck, uniform in [0, 1), is (BITES, nets, days).

    order: (bites, days), the trees of the first bites, where the net has no say; or, if each net is
    led another way, (bites, nets, 1 or days). push: a bite, and what is added to the state of each
    net there, (nets, 1 or days, units).
    """
    nets, many = luck.shape[1:]
    units = net.inward.shape[-1]
    told, state, chance = (  # days last in memory: what lies side by side is quick to reckon with
        np.zeros((nets, width, BITES, many)) for width in (WIRES + units, units + 1, TREES)
    )
    told[:, WIRES - 1], state[:, -1] = 1, 1
    bitten, where = np.zeros((BITES, nets, many), int), (np.arange(nets)[:, None], np.arange(many))
    inward, outward = (part.swapaxes(1, 2) for part in net)
    for bite in range(BITES):
        seen = told[:, :, bite] if bite else told[:, :, 0, :1]  # at first all days are alike
        now, said = state[:, :-1, bite], chance[:, :, bite]
        now[...] = bend(inward @ seen)
        if push and push[0] == bite:
            pushed = now.swapaxes(1, 2)
            pushed += push[1]
        said[...] = outward @ state[:, :, bite]
        said -= said.max(axis=1, keepdims=True)
        np.exp(said, out=said)
        said /= said.sum(axis=1, keepdims=True)
        tree = sum(luck[bite] > below for below in accumulate(said.swapaxes(0, 1)[:-1]))
        if order is not None and bite < len(order):
            tree = np.broadcast_to(order[bite], tree.shape)
        bitten[bite] = tree
        if bite + 1 < BITES:
            after = told[:, :, bite + 1]
            after[:, :TREES] = tree[:, None] == np.arange(TREES)[:, None]
            after[:, TREES] = days.taste[(*where, tree)]
            after[:, TREES + 1] = days.red[(*where, tree)]
            after[:, WIRES:] = now
    told, state, chance = (part.transpose(2, 0, 3, 1) for part in (told, state, chance))
    return Walk(told, state, chance, bitten)


def bend(x: np.ndarray) -> np.ndarray:
    """tanh, in the place of x: 2 / (1 + exp(-2 x)) - 1, in half the time of numpy's own."""
    x *= -2
    np.exp(x, out=x)
    x += 1
    np.divide(2, x, out=x)
    x -= 1
    return x


def slope(
    net: Net, walk: Walk, sweet: np.ndarray, entropy: float, memory: bool
) -> list[np.ndarray]:
    """Of each net's mean pay over these days, by its weights, as `Net` holds them; see the module.

    sweet: (nets, days, TREES); entropy: the payment for undecided choices.
    """
    nets, days = sweet.shape[:2]
    told, state, chance = (part.transpose(1, 3, 0, 2) for part in walk[:3])  # as they are in memory
    sweet = sweet.swapaxes(1, 2)
    pay = (chance[:, :, -1] * sweet).sum(axis=1)  # expected sweetness of the last bite
    better = (pay - pay.mean(axis=1, keepdims=True))[:, None, None]
    log = np.log(chance + 1e-12)
    said = chance * (entropy * ((chance * log).sum(axis=1, keepdims=True) - log))
    said[:, :, -1] += chance[:, :, -1] * (sweet - pay[:, None])
    said[:, :, :-1] -= chance[:, :, :-1] * better
    said[:, :, :-1] += told[:, :TREES, 1:] * better  # of a tree that it chose it is told next
    said /= days
    bent = 1 - np.square(state[:, :-1])
    inner = (net.outward[:, :-1] @ said.reshape(nets, TREES, -1)).reshape(bent.shape)
    inner *= bent
    if memory:
        again = net.inward[:, WIRES:]
        for bite in reversed(range(BITES - 1)):
            inner[:, :, bite] += (again @ inner[:, :, bite + 1]) * bent[:, :, bite]
    told, state, inner, said = (
        part.reshape(nets, -1, BITES * days) for part in (told, state, inner, said)
    )
    inward = told @ inner.swapaxes(1, 2)
    if not memory:
        inward[:, WIRES:] = 0
    return [inward, state @ said.swapaxes(1, 2)]


def train(
    seeds: Sequence[int],
    *,
    noise: float = NOISE,
    redness: float = REDNESS,
    odd: float = 0.0,
    memory: bool = True,
    keep: Sequence[int] = (STEPS,),
) -> list[Net]:
    """One net for each seed; all nets as they are after each step in `keep`.

    odd: share of days on which redness is reversed. The norm of a slope is held to 1.
    """
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    parts = zip(*(born(rng, memory) for rng in rngs), strict=True)
    net = Net(*(np.array(part) for part in parts))
    first, second = ([np.zeros_like(part) for part in net] for _ in range(2))
    kept = {0: _copy(net)} if 0 in keep else {}
    for step in range(1, max(keep) + 1):
        at = (step - 1) % BLOCK
        if not at:
            normal = np.array([rng.standard_normal((BLOCK, DAYS, TREES, 3)) for rng in rngs])
            luck = np.array([rng.random((BLOCK, BITES, DAYS)) for rng in rngs]).swapaxes(0, 2)
            turned = np.array([rng.random((BLOCK, DAYS, 1)) < odd for rng in rngs])
        days = orchard(normal[:, at], redness * (1 - 2 * turned[:, at]), noise)
        walk = eat(net, days, luck[:, at])
        left = max(0.0, 1 - step / (CALM * STEPS))
        slopes = slope(net, walk, days.sweet, ENTROPY * left, memory)
        length = np.sqrt(sum(np.square(part).sum(axis=(1, 2)) for part in slopes))
        held = np.minimum(1, 1 / length)[:, None, None]
        for part, up, mean, square in zip(net, slopes, first, second, strict=True):
            up *= held
            mean += 0.1 * (up - mean)
            square += 0.001 * (up * up - square)
            size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
            part += RATE / (1 - 0.9**step) * mean / size
            settle(part)
        if step in keep:
            kept[step] = _copy(net)
    return [kept[step] for step in keep]


def settle(weights: np.ndarray) -> None:
    """Round weights to the grid, in their place. Processors differ in the last bit of a sum, and in
    three hundred steps that would grow until each kind has other nets."""
    weights *= GRID
    np.rint(weights, out=weights)
    weights /= GRID


def _copy(net: Net) -> Net:
    return Net(*(part.copy() for part in net))


def _alone() -> None:
    """Train four nets, and four without memory; print what they bite in three worlds."""
    rng = np.random.default_rng(0)
    normal, luck = rng.standard_normal((2000, TREES, 3)), rng.random((BITES, 1, 2000))
    print(f"{'':14}{'red means':>10}{'last bite':>11}{'at the sourest':>16}")
    for memory in (True, False):
        net = train(range(4), memory=memory)[-1]
        for word, redness in (("sweet", REDNESS), ("nothing", 0.0), ("sour", -REDNESS)):
            day = orchard(normal, redness, NOISE)
            days = Orchard(*(np.broadcast_to(part, (4, *part.shape)) for part in day))
            tree = eat(net, days, np.broadcast_to(luck, (BITES, 4, 2000))).bitten[-1]
            pay = np.take_along_axis(days.sweet, tree[..., None], -1).mean()
            sourest = (tree == days.sweet.argmin(axis=-1)).mean()
            name = "with memory" if memory else "without"
            print(f"{name:14}{word:>10}{pay:11.2f}{sourest:16.0%}")


if __name__ == "__main__":  # one file that runs by itself, with numpy alone
    _alone()
