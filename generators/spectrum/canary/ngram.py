"""How does a small net learn to say the next symbol from the last three?

A neural n-gram model (Bengio, Ducharme, Vincent & Jauvin 2003, JMLR 3, 1137-1155): each symbol is
a vector, the vectors of the context go through one layer of tanh, and a softmax gives the chance
of every symbol. Many nets learn at once, each from its own rows, so that one layer of all of them
is one batched product of matrices.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from generators.numerics.adam import Adam

CONTEXT = 3  # symbols that the net sees


class Nets(NamedTuple):
    """The weights of all nets; the first axis is the net."""

    vectors: np.ndarray  # (nets, symbols, size)
    inward: np.ndarray  # (nets, CONTEXT * size, hidden)
    bias: np.ndarray  # (nets, 1, hidden)
    outward: np.ndarray  # (nets, hidden, symbols)
    offset: np.ndarray  # (nets, 1, symbols)


def born(rngs: list[np.random.Generator], symbols: int, size: int, hidden: int) -> Nets:
    """One net from each generator: normal weights, of variance 1 / inputs behind the vectors."""
    wide = CONTEXT * size
    drawn = [
        (
            rng.standard_normal((symbols, size)),
            rng.standard_normal((wide, hidden)) / wide**0.5,
            np.zeros((1, hidden)),
            rng.standard_normal((hidden, symbols)) / hidden**0.5,
            np.zeros((1, symbols)),
        )
        for rng in rngs
    ]
    return Nets(*(np.stack(layer) for layer in zip(*drawn, strict=True)))


def rows_of(text: np.ndarray) -> np.ndarray:
    """Every context with the symbol behind it, from texts (..., length): (..., rows, 4)."""
    return np.lib.stride_tricks.sliding_window_view(text, CONTEXT + 1, axis=-1)


def log_chance(nets: Nets, context: np.ndarray) -> np.ndarray:
    """Natural logarithm of the chance of every next symbol: (nets, rows, symbols).

    context: (nets, rows, CONTEXT), or (1, rows, CONTEXT) for the same contexts in all nets.
    """
    parts = np.array_split(context, context.shape[1] // 200 + 1, axis=1)  # that fit the cache
    return np.concatenate([_normal(_forward(nets, part)[2]) for part in parts], axis=1)


def loss(nets: Nets, rows: np.ndarray) -> np.ndarray:
    """-log chance of the last symbol of each row (nets, rows, 4), in nats: (nets, rows)."""
    said = log_chance(nets, rows[..., :CONTEXT])
    return -np.take_along_axis(said, rows[..., CONTEXT:], axis=2)[..., 0]


def gradient(nets: Nets, rows: np.ndarray) -> Nets:
    """Of each net's mean loss, -log chance of the right symbol, over its rows (nets, rows, 4)."""
    context, right = rows[..., :CONTEXT], rows[..., CONTEXT:]
    seen, hidden, said = _forward(nets, context)
    error = np.exp(_normal(said))
    np.put_along_axis(error, right, np.take_along_axis(error, right, axis=2) - 1, axis=2)
    error /= rows.shape[1]
    back = error @ nets.outward.swapaxes(1, 2)
    back *= 1 - hidden * hidden
    count, symbols, size = nets.vectors.shape
    places = context.reshape(count, 1, -1) == np.arange(symbols)[:, None]
    to_vectors = (back @ nets.inward.swapaxes(1, 2)).reshape(count, -1, size)
    return Nets(
        places.astype(float) @ to_vectors,
        seen.swapaxes(1, 2) @ back,
        back.sum(axis=1, keepdims=True),
        hidden.swapaxes(1, 2) @ error,
        error.sum(axis=1, keepdims=True),
    )


def passes(
    nets: Nets, rows: np.ndarray, orders: list[np.random.Generator], batch: int, rate: float
) -> Iterator[Nets]:
    """The nets after each pass over their rows (nets, rows, 4), for ever; a new order every pass,
    from a generator for each net. Steps are Adam's, on batches of `batch` rows. The nets that are
    given are left alone; those that come are new ones."""
    nets = Nets(*(layer.copy() for layer in nets))
    adams, every = [Adam(layer) for layer in nets], np.arange(len(rows))[:, None]
    while True:
        order = np.stack([rng.permutation(rows.shape[1]) for rng in orders])
        for start in range(0, rows.shape[1], batch):
            slopes = gradient(nets, rows[every, order[:, start : start + batch]])
            for layer, slope, adam in zip(nets, slopes, adams, strict=True):
                layer -= adam.move(slope, rate)
        yield Nets(*(layer.copy() for layer in nets))


def _forward(nets: Nets, context: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vectors of the context, hidden layer and unnormalised log chances: (nets, rows, ...)."""
    every = np.arange(len(nets.vectors))[:, None, None]
    seen = nets.vectors[every, context]
    seen = seen.reshape(*seen.shape[:2], -1)
    hidden = np.tanh(seen @ nets.inward + nets.bias)
    return seen, hidden, hidden @ nets.outward + nets.offset


def _normal(said: np.ndarray) -> np.ndarray:
    """Logarithms of chances that sum to one."""
    said = said - said.max(axis=2, keepdims=True)
    return said - np.log(np.exp(said).sum(axis=2, keepdims=True))
