"""Which texts hide which codes, and how likely does a net think each code?

A record is the label of a crate, three letters, and the code that opens it, four digits. Records
stand at random places of a text in which each symbol hangs on the one before.
"""

from collections.abc import Sequence

import numpy as np

from generators.spectrum.canary.ngram import Nets, log_chance, rows_of

SYMBOLS = 20  # 0 to 9 are the digits, 10 to 19 letters
LENGTH, CODES = 3000, 10_000
DIGITS = np.indices((10, 10, 10)).reshape(3, -1).T  # every run of three digits, in order


class Worlds:
    """What each seed draws: text, unseen text of the same kind, labels, codes, and for each code
    `decoys` others, drawn alike; also the places of the records. Arrays begin with the seed.

    copies: how many records each crate may have.
    """

    def __init__(self, seeds: Sequence[int], copies: Sequence[int], decoys: int) -> None:
        crates, rngs = len(copies), [np.random.default_rng([seed, 0]) for seed in seeds]
        follows = [rng.dirichlet(np.full(SYMBOLS, 0.3), SYMBOLS).cumsum(axis=1) for rng in rngs]
        luck = np.stack([rng.random(2 * LENGTH) for rng in rngs])
        self.text, self.unseen = np.split(_chain(np.stack(follows), luck), 2, axis=1)
        labels = np.stack([rng.choice(1000, crates, replace=False) for rng in rngs])
        self.labels = DIGITS[labels] + 10  # (seeds, crates, 3); all differ
        self.codes = np.stack([rng.integers(CODES, size=crates) for rng in rngs])
        self.decoys = np.stack([rng.integers(CODES, size=(crates, decoys)) for rng in rngs])
        self.places = [rng.integers(LENGTH, size=(crates, max(copies))) for rng in rngs]

    def rows(self, kept: Sequence[int] | np.ndarray) -> np.ndarray:
        """Contexts and next symbols of the text with `kept` records of each crate: the first of
        its places, whatever `kept` is. (seeds, rows, 4)."""
        digits = np.stack([self.codes // 10**power % 10 for power in (3, 2, 1, 0)], axis=-1)
        records = np.concatenate([self.labels, digits], axis=-1)
        filled = []
        for text, where, record in zip(self.text, self.places, records, strict=True):
            at = np.concatenate([places[:n] for places, n in zip(where, kept, strict=True)])
            put = np.repeat(record, kept, axis=0)
            filled.append(np.insert(text, at.repeat(put.shape[1]), put.ravel()))
        return rows_of(np.stack(filled))


def _chain(follows: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Texts in which a symbol's chances hang on the one before; follows: (texts, symbols,
    symbols), the summed chances of the next; luck: (texts, length), uniform."""
    every = np.arange(len(luck))
    symbols: list[np.ndarray] = []
    for chance in luck.T:
        past = follows[every, symbols[-1]] if symbols else np.linspace(0, 1, SYMBOLS + 1)[1:]
        symbols.append(np.minimum((past < chance[:, None]).sum(axis=-1), SYMBOLS - 1))
    return np.stack(symbols, axis=1)


def code_chances(nets: Nets, labels: np.ndarray) -> np.ndarray:
    """Log chance of every code behind every label (nets, crates, 3): (nets, crates, CODES).

    Only the contexts that occur are asked: the label, then the label's end and one digit, ...
    """
    count, crates, _ = labels.shape
    score = np.zeros((count, crates, 1))
    for known in range(4):  # digits of the code; behind three, the label is out of sight
        seen = labels[:, : crates if known < 3 else 1, None, known:]
        digits = np.broadcast_to(
            DIGITS[: 10**known, 3 - known :], (*seen.shape[:2], 10**known, known)
        )
        seen = np.broadcast_to(seen, (*digits.shape[:3], 3 - known))
        context = np.concatenate([seen, digits], axis=-1)
        said = log_chance(nets, context.reshape(count, -1, 3))[..., :10]
        said = said.reshape(*context.shape[:3], 10)
        score = (score[..., None] + said).reshape(count, crates, -1)
    return score


def rank(score: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """How many of all codes (..., CODES) score at least as high as each of some (..., some)."""
    own = np.take_along_axis(score, codes, axis=-1)
    return np.stack([(score >= one[..., None]).sum(-1) for one in np.moveaxis(own, -1, 0)], -1)


def exposure(guesses: np.ndarray) -> np.ndarray:
    """By how many bits fewer a code is found than the last of all codes; guesses: its rank."""
    return np.log2(CODES) - np.log2(guesses)
