"""What does a searcher do with its days, by what score, and where in it does the score stand?

Whatever is measured here is measured on all nets at once, each on days of its own that it did not
learn from. The index of a tree is computed from the world and never fitted to a net: the
sweetness that is expected of it, given its taste and redness, in the world where the net learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generators.spectrum.searcher.searcher import (
    BITES,
    NOISE,
    REDNESS,
    TREES,
    UNITS,
    Net,
    Orchard,
    Walk,
    eat,
    orchard,
)

DAYS = 1500  # that each net is watched in one world
SWEPT = 1000  # the same where many worlds or moments are looked at
SHIFTS = np.round(np.linspace(-1, 1, 11), 1)  # what redness may come to mean
RIDGE = 1.0
PUSHED = 2  # the bite before which a state is pushed: two trees are known, two bites are left
PUSH = 2.0  # by how much sweetness
RANDOM = 8  # random pushes of the same length
NAMED = 6  # days that are shown one by one


@dataclass(frozen=True)
class Days:
    """Some days as nets went through them; arrays (nets, days, ...)."""

    seeds: Sequence[int]
    days: Orchard
    luck: np.ndarray  # (BITES, nets, days)
    walk: Walk
    index: np.ndarray  # (nets, days, TREES)
    known: np.ndarray  # (BITES, nets, days, TREES) whether a tree was bitten before this bite


def expected(days: Orchard, redness: float, noise: float) -> np.ndarray:
    """Sweetness expected of each tree by its taste and redness, where redness goes with sweetness
    so and taste has this error: the mean of a normal posterior."""
    alone = 1 - redness**2  # what redness leaves open
    return (alone * days.taste + redness * noise**2 * days.red) / (noise**2 + alone)


def watch(
    net: Net,
    seeds: Sequence[int],
    redness: float = REDNESS,
    noise: float = NOISE,
    learned: float = REDNESS,
    days: int = DAYS,
) -> Days:
    """Nets in new days; `learned` is the redness of the world that their index is made for."""
    nets = len(net.inward)
    some, luck = _new(seeds, days, redness, noise)
    walk = eat(net, some, luck)
    known = np.zeros((BITES, nets, days, TREES), bool)
    for bite in range(1, BITES):
        known[bite] = known[bite - 1]
        known[(bite, *np.ogrid[:nets, :days], walk.bitten[bite - 1])] = True
    return Days(seeds, some, luck, walk, expected(some, learned, noise), known)


def _new(
    seeds: Sequence[int], days: int, redness: float, noise: float
) -> tuple[Orchard, np.ndarray]:
    """New days and luck for each net, of its own seed and the same in every world."""
    rngs = [np.random.default_rng([seed, days, 2]) for seed in seeds]
    normal = np.array([rng.standard_normal((days, TREES, 3)) for rng in rngs])
    luck = np.array([rng.random((BITES, days)) for rng in rngs])
    return orchard(normal, redness, noise), luck.swapaxes(0, 1)


def at(values: np.ndarray, tree: np.ndarray) -> np.ndarray:
    """Of (nets, days, TREES) the value of one tree each day, (nets, days)."""
    return np.take_along_axis(values, tree[..., None], axis=-1)[..., 0]


def last(seen: Days) -> np.ndarray:
    """Mean sweetness of the last bite, (nets,): all that was ever paid."""
    return at(seen.days.sweet, seen.walk.bitten[-1]).mean(axis=1)


def oracle(seen: Days) -> np.ndarray:
    """The same, in each net's days, for one who goes back to the best index of all: a bound."""
    return at(seen.days.sweet, seen.index.argmax(axis=-1)).mean(axis=1)


def back(seen: Days) -> np.ndarray:
    """Share of days on which the last bite is of a tree that was left before, (nets,)."""
    end = seen.walk.bitten[-1]
    return (at(seen.known[-1], end) & (end != seen.walk.bitten[-2])).mean(axis=1)


def tried(seen: Days) -> np.ndarray:
    """How many trees are known before the last bite, on average, (nets,)."""
    return seen.known[-1].sum(axis=-1).mean(axis=1)


def settled(seen: Days) -> np.ndarray:
    """From which bite on the tree stays the same, on average, (nets,): 1 to BITES."""
    same = np.cumprod((seen.walk.bitten == seen.walk.bitten[-1])[::-1], axis=0).sum(axis=0)
    return (BITES + 1 - same).mean(axis=1)


def favourite(seen: Days) -> np.ndarray:
    """Share of the commonest tree among last bites, (nets,): one third if places do not matter."""
    ends = seen.walk.bitten[-1]
    return np.max([(ends == tree).mean(axis=1) for tree in range(TREES)], axis=0)


def ranks(seen: Days) -> np.ndarray:
    """How often the last bite is of the sweetest tree, the middle one, the sourest, (nets, 3)."""
    end = at(seen.days.sweet, seen.walk.bitten[-1])[..., None]
    above = (seen.days.sweet > end).sum(axis=-1)
    return np.stack([(above == rank).mean(axis=1) for rank in range(TREES)], axis=-1)


def agreement(seen: Days, score: np.ndarray) -> np.ndarray:
    """Share of days whose last bite is of the best of the known trees by this score, (nets,)."""
    best = np.where(seen.known[-1], score, -np.inf).argmax(axis=-1)
    return (seen.walk.bitten[-1] == best).mean(axis=1)


def aim(seen: Days) -> np.ndarray:
    """Direction of the last choice among three known trees, degrees, (nets,): 0 is taste alone, 90
    redness alone. Weights of a conditional logit, by Newton's method with a small ridge."""
    signs = np.stack([seen.days.taste, seen.days.red], axis=-1)
    return np.array(
        [
            _logit(one[all_known], chosen[all_known])
            for one, chosen, all_known in zip(
                signs, seen.walk.bitten[-1], seen.known[-1].all(axis=-1), strict=True
            )
        ]
    )


def _logit(signs: np.ndarray, chosen: np.ndarray) -> float:
    """signs: (choices, TREES, 2), chosen: (choices,)."""
    weights, row = np.zeros(2), np.arange(len(chosen))
    for _ in range(20):
        said = signs @ weights
        chance = np.exp(said - said.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        off = signs - (chance[..., None] * signs).sum(axis=1, keepdims=True)
        up = off[row, chosen].sum(axis=0) - 0.01 * weights
        flat = (chance[..., None] * off).reshape(-1, 2)
        weights = weights + np.linalg.solve(flat.T @ off.reshape(-1, 2) + 0.01 * np.eye(2), up)
    return float(np.degrees(np.arctan2(weights[1], weights[0])))


def reflex(seen: Days) -> np.ndarray:
    """How much oftener the second bite stays with a tree of good index than with a bad one,
    (nets,): what one can do without remembering anything."""
    first, second = seen.walk.bitten[:2]
    good, stays = at(seen.index, first) > 0, first == second
    return _share(stays, good) - _share(stays, ~good)


def _share(of: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Row by row, the share of one among another; 0 where there is none."""
    return (of & among).sum(axis=1) / np.maximum(1, among.sum(axis=1))


def zero(values: np.ndarray) -> float:
    """Where values at SHIFTS last rise through 0; -1 if nowhere."""
    below = np.flatnonzero(values < 0)
    if not len(below) or below[-1] == len(SHIFTS) - 1:
        return -1.0
    one, two = values[below[-1]], values[below[-1] + 1]
    return float(SHIFTS[below[-1]] - one * (SHIFTS[1] - SHIFTS[0]) / (two - one))


def read(seen: Days) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Can the index of a known tree be read from the state, by one linear rule for each tree?

    Rules, (nets, UNITS + 1, TREES), made on the first half of the days with a small ridge; how
    much of the variance they explain on the other half, (nets,), over all trees; and the same for
    the two trees that are not known before bite 2, of which no state can say anything.
    """
    order, half = usual_order(seen), seen.index.shape[1] // 2
    rules, told, null = [], [], []
    for net in range(len(seen.index)):
        state, known = seen.walk.state[1:, net], seen.known[1:, net]
        index = np.broadcast_to(seen.index[net], known.shape)
        every = [
            _explained(state, index[..., tree], known[..., tree], half) for tree in range(TREES)
        ]
        unknown = [
            _explained(state[:1], index[:1, :, tree], ~known[:1, :, tree], half)
            for tree in range(TREES)
            if tree != order[net, 0]
        ]
        rules.append([rule for rule, _ in every])
        told.append(np.mean([share for _, share in every]))
        null.append(np.mean([share for _, share in unknown]))
    return np.array(rules).transpose(0, 2, 1), np.array(told), np.array(null)


def _explained(
    state: np.ndarray, index: np.ndarray, which: np.ndarray, half: int
) -> tuple[np.ndarray, float]:
    """A rule from states to an index, fitted where `which` in the first half of the days, and the
    share of the variance that it explains in the second; arrays (bites, days, ...)."""
    fit, test = which[:, :half], which[:, half:]
    rule = _ridge(state[:, :half][fit], index[:, :half][fit])
    wanted = index[:, half:][test]
    missed = wanted - state[:, half:][test] @ rule
    return rule, 1 - float(np.sum(missed**2) / np.sum((wanted - wanted.mean()) ** 2))


def _ridge(inputs: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    return np.linalg.solve(inputs.T @ inputs + RIDGE * np.eye(inputs.shape[1]), inputs.T @ wanted)


def usual_order(seen: Days) -> np.ndarray:
    """The commonest order of each net's first three bites, (nets, TREES); all nets come to have
    one."""
    code = (seen.walk.bitten[:3] * TREES ** np.arange(3)[:, None, None]).sum(axis=0)
    commonest = [np.bincount(row).argmax() for row in code]
    return np.array([[one // TREES**k % TREES for k in range(3)] for one in commonest])


def push(net: Net, seen: Days, rules: np.ndarray) -> np.ndarray:
    """Move the state as if a tree were so much sweeter: does the net then end there?

    Pushed is the state before the third bite, when the net knows two trees. The third bite is the
    one that it took unpushed, so that a push can reach the last bite through memory alone. The
    direction is the mean move of the state by the tree's index, from a regression of states on the
    indices of both known trees; its length is that of PUSH units of sweetness. Shares of days,
    averaged over the two trees, on which the last bite is of that tree: (nets, 5) left alone,
    pushed up, pushed down, pushed at random by the same length, and pushed along the rule that
    reads the index best, as far as it takes for that rule to read PUSH more.
    """
    order, shares = usual_order(seen), np.zeros((len(seen.index), 5))
    for one in range(len(seen.index)):
        alone = Net(*(part[one : one + 1] for part in net))
        days = Orchard(*(part[one : one + 1] for part in seen.days))
        path, known = seen.walk.bitten[:-1, one], order[one, :PUSHED]
        usual = (path[:PUSHED] == known[:, None]).all(axis=0)
        index = np.column_stack([np.ones(usual.sum()), seen.index[one][usual][:, known]])
        state = seen.walk.state[PUSHED, one, usual, :-1]
        moves = PUSH * np.linalg.lstsq(index, state, rcond=None)[0][1:]
        rng = np.random.default_rng([seen.seeds[one], 3])
        for tree, move in zip(known, moves, strict=True):
            rule, spins = rules[one, :-1, tree], rng.standard_normal((RANDOM, UNITS))
            spins *= np.linalg.norm(move) / np.linalg.norm(spins, axis=1, keepdims=True)
            along = PUSH * rule / (rule @ rule)
            walks = (
                eat(alone, days, seen.luck[:, one : one + 1], order=path, push=(PUSHED, by))
                for by in (0 * move, move, -move, along, *spins)
            )
            ends = [float((walk.bitten[-1, 0] == tree)[usual].mean()) for walk in walks]
            shares[one] += [*ends[:3], np.mean(ends[4:]), ends[3]]
    return shares / PUSHED


def named_days(
    net: Net, order: np.ndarray, redness: float, noise: float, learned: float, rules: np.ndarray
) -> tuple[Orchard, np.ndarray, np.ndarray, np.ndarray]:
    """A few days, the same for every net if trees are counted in the order in which it tries them.

    The days, (NAMED, TREES); the net's own score of each tree before bites 2 to 4, by `rules`,
    (nets, NAMED, 3, TREES); which tree each bite is of, (nets, NAMED, BITES); and the index,
    (NAMED, TREES).
    """
    rng = np.random.default_rng([NAMED, 4])
    once = orchard(rng.standard_normal((NAMED, TREES, 3)), redness, noise)
    place = np.argsort(order, axis=1, kind="stable")  # (nets, TREES): when each tree's turn comes
    own = Orchard(*(np.stack([part[:, turn] for turn in place]) for part in once))
    luck = np.broadcast_to(rng.random((BITES, 1, NAMED)), (BITES, len(order), NAMED))
    walk = eat(net, own, luck)
    said = np.einsum("bnds,nst->ndbt", walk.state[1:], rules)
    said = np.take_along_axis(said, order[:, None, None, :], axis=-1)
    bitten = np.take_along_axis(place, walk.bitten.transpose(1, 2, 0).reshape(len(order), -1), 1)
    return (
        once,
        said,
        bitten.reshape(len(order), NAMED, BITES),
        expected(once, learned, noise),
    )
