"""How do selection and training find good genes, if all that they see is how many there are?

A genome is a row of genes, each good (True) or bad by a fair coin. Both processes judge 2 * genes
genomes a round, by their number of good genes and nothing else. Without `judged`, the numbers that
decide are those of other genomes, drawn at random: the same process, its filter blind.
"""

import numpy as np

from generators.numerics.binomial import binomial_pmf


def rarity(genes: int) -> np.ndarray:
    """Bits of each number of good genes, 0 to genes: -log2 of the chance that coins do as well."""
    return -np.log2(np.cumsum(binomial_pmf(genes, np.array([0.5]))[0][::-1])[::-1])


def breed(
    genes: int, rounds: int, rng: np.random.Generator, judged: bool = True, mixing: bool = True
) -> np.ndarray:
    """Numbers of good genes in the population at first and after each round: (rounds + 1, genes).

    As many parents as genes. In a random ring each mates with both neighbours, each couple has two
    children, the better half of all children are the next parents. A child takes each gene from
    either parent; without `mixing` every parent has two copies of itself instead.
    """
    parents = rng.random((genes, genes)) < 0.5
    good = [parents.sum(axis=1)]
    for _ in range(rounds):
        ring = parents[rng.permutation(genes)]
        first = np.concatenate([ring, ring])
        if mixing:
            second = np.concatenate([np.roll(ring, 1, axis=0)] * 2)
            coins = rng.integers(0, 256, (2 * genes, -(-genes // 8)), dtype=np.uint8)
            heads = np.unpackbits(coins, axis=1)[:, :genes].astype(bool)
            children = np.where(heads, first, second)
        else:
            children = first
        score = children.sum(axis=1) if judged else rng.binomial(genes, 0.5, 2 * genes)
        tie = rng.random(2 * genes)  # below one, so that it only parts equals
        parents = children[np.argsort(-(score + tie), kind="stable")[:genes]]
        good.append(parents.sum(axis=1))
    return np.array(good)


def climb(
    genes: int,
    rounds: int,
    rng: np.random.Generator,
    step: float,
    learners: int,
    judged: bool = True,
) -> np.ndarray:
    """Numbers of good genes in the genomes that learners write, at first and after each round:
    (rounds + 1, learners * 2 * genes).

    A learner writes genomes by one log-odds a gene, in pairs, and moves all log-odds by `step`
    times an unbiased estimate of the gradient of its expected score: the mean over pairs of half
    the difference in score times the difference in genes. Its only noise is that the pairs are a
    sample.
    """
    logits = np.zeros((learners, 1, genes))
    good = []
    for _ in range(rounds + 1):
        written = rng.random((learners, 2 * genes, genes)) < 1 / (1 + np.exp(-logits))
        score = written.sum(axis=2)
        good.append(score.ravel())
        if not judged:
            score = rng.binomial(genes, 0.5, score.shape)
        ahead = (score[:, :genes] - score[:, genes:]).astype(float)[:, None, :]
        apart = written[:, :genes].astype(float) - written[:, genes:]
        logits = logits + step * (ahead @ apart) / (2 * genes)
    return np.array(good)
