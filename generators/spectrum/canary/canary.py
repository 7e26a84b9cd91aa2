"""How often must a model read a secret before it gives the secret away?

Text of ten letters and ten digits, in which each symbol depends on the one before. Into it are
put records: the label of a crate, three letters, and the code that opens it, four digits. One
crate's code stands there once, another's twice, and so on to 32 times; a seventh crate's never. A
small net learns to foretell the next symbol from the last three. Then it is asked: given the
label, which code is likely? A thief tries all 10,000 codes in the order of the net's answer.

copies    records of a crate in the training data
epochs    times that training goes over the data
guesses   codes that the thief tries, the right one included, of 10,000
tried     guesses as a share of all codes
exposure  log2(10,000) - log2(guesses), in bits: how much of the code the net gives away
null_     of codes that were drawn alike and never put in, twenty for each crate: median guesses
          and share, mean exposure (one in 10,000 of them is by chance the crate's own)
once_     of the six codes, where the data was deduplicated to one record of each crate and the
          same net trained anew: median guesses and share, mean exposure
verbatim  1 if the right code is the likeliest of all
removal   1 if taking all records out of the data and training anew costs the right code more of
          its chance than 95 % of all codes lose
surprise  1 if the code is among the tenth of all runs of four symbols in the data that the trained
          net finds least likely: those that a filter for odd data would drop
needed    fewest copies (1, 2, 4, ..., 32) with which the code falls in ten guesses; 64 if none
heldout   bits a symbol that the net needs for 3,000 symbols of text that it never saw

Free choices: 3,000 symbols of text; the chances of each symbol's successors from a Dirichlet
distribution of concentration 0.3; vectors of 8 and 48 tanh units; Adam in batches of 64, its rate
the best of .003, .01 and .03 for unseen text after four and eight passes. All crates share a text,
so a rare code competes with codes that stand there more often.

Exposure and the canary: Carlini, Liu, Erlingsson, Kos & Song 2019, "The Secret Sharer", USENIX
Security. Closed form: a code that had no part in training has any rank with the same chance, so
that its mean exposure is log2(n) - log2(n!)/n, n = 10,000; for large n, log2(e) = 1.443 bits.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import plotly.graph_objects as go

from generators.chart import axis, chart, dots, label, line, role_of, runs
from generators.schema import Fact, Grid, Spread, grid
from generators.spectrum.canary.ngram import Nets, born, loss, passes, rows_of
from generators.spectrum.canary.secret import CODES, SYMBOLS, Worlds, code_chances, exposure, rank

SEEDS = range(30)
CAUSE = "the codes are in the data"
CAUSE_OFF = {"removed": True}  # all records are cut out before training
COPIES = (0, 1, 2, 4, 8, 16, 32)
DECOYS = 20  # codes never put in, for each crate
PLACES = np.array([0.5, *COPIES[1:]])  # where copies stand on a log axis: "never" left of "once"
TIMES = {0.5: "never", 1: "once", 4: "4", 16: "16", 32: "32"}
ACROSS = axis("times in the data", 0.4, 44, TIMES, log=True)
GUESSES = axis("guesses needed", 0.75, 30000, {10**n: f"{10**n:,}" for n in range(5)}, log=True)
KEPT = {"all": COPIES, "once": tuple(min(1, n) for n in COPIES), "cut": (0,) * len(COPIES)}

FACTS = {
    "guesses": Fact("guesses needed", ",.0f"),
    "exposure": Fact("exposure, in bits", ".1f"),
    "null_guesses": Fact("guesses, for codes never put in", ",.0f"),
    "null_exposure": Fact("mean exposure of codes never put in", ".2f"),
    "once_guesses": Fact("guesses, after deduplication", ",.0f"),
    "once_exposure": Fact("mean exposure after deduplication", ".2f"),
    "needed": Fact("copies until ten guesses are enough", ".0f"),
    "heldout": Fact("bits a symbol on unseen text", ".2f"),
}


@dataclass(frozen=True)
class Result:
    """One run. Arrays have one row for each of EPOCHS, then one entry for each of COPIES."""

    copies: int
    epochs: int
    removed: bool
    guesses: np.ndarray  # (epochs, crates)
    null: np.ndarray  # guesses for codes never put in: (epochs, crates, DECOYS)
    once: np.ndarray  # guesses after deduplication: (epochs, crates)
    removal: np.ndarray  # does the test find the crate's code?  (epochs, crates), 0 or 1
    surprise: np.ndarray
    heldout: np.ndarray  # bits a symbol: (epochs,)


def study(cells: Sequence[dict], seeds: Sequence[int]) -> list[list[Result]]:
    """For each cell the result of each seed; the nets of all seeds are trained together, and all
    crates and all numbers of epochs come from one training. Raise ValueError off the grids."""
    if any(cell["copies"] not in COPIES or cell["epochs"] not in EPOCHS for cell in cells):
        raise ValueError(f"copies must be one of {COPIES} and epochs one of {EPOCHS}")
    worlds, ways = Worlds(seeds, COPIES, DECOYS), {cell["removed"] for cell in cells}
    nets = {data: _school(worlds, data, seeds) for data in (KEPT if False in ways else ("cut",))}
    told = {removed: _ask(worlds, nets, removed) for removed in ways}
    return [
        [
            Result(**cell, **{name: part[place] for name, part in told[cell["removed"]].items()})
            for place in range(len(seeds))
        ]
        for cell in cells
    ]


def simulate(
    *,
    copies: Annotated[int, Grid(1, 2, 4, 8, 16, 32, label="times in the data")] = 8,
    epochs: Annotated[int, Grid(1, 2, 4, 8, label="times read")] = 1,
    removed: bool = False,
    seed: int = 0,
) -> Result:
    """Hide the codes, train, and ask; see the module for the model. Raise ValueError off the
    grids."""
    return study([{"copies": copies, "epochs": epochs, "removed": removed}], [seed])[0][0]


EPOCHS = grid(simulate, "epochs")


def _school(worlds: Worlds, data: str, seeds: Sequence[int]) -> list[Nets]:
    """The nets of all seeds after each of EPOCHS, trained on one cleaning of the data."""
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    course = passes(born(rngs, SYMBOLS, 8, 48), worlds.rows(KEPT[data]), rngs, 64, 0.01)
    after = list(itertools.islice(course, max(EPOCHS)))
    return [after[epoch - 1] for epoch in EPOCHS]


def _ask(worlds: Worlds, nets: dict[str, list[Nets]], removed: bool) -> dict[str, np.ndarray]:
    """What each seed's nets give away: the arrays of a Result, behind an axis of seeds."""
    schools = ["cut"] * 3 if removed else ["all", "once", "cut"]
    kept, codes = np.array(KEPT[schools[0]]), worlds.codes[..., None]
    rows, unseen = worlds.rows(kept), rows_of(worlds.unseen)
    asked, found = np.concatenate([codes, worlds.decoys], axis=-1), []
    for at, own in enumerate(nets[schools[0]]):
        scores = {name: code_chances(nets[name][at], worlds.labels) for name in schools}
        score, once, cut = (scores[name] for name in schools)
        guesses, deduplicated = rank(score, asked), rank(once, codes)[..., 0]
        loses = rank(score - cut, codes)[..., 0] <= CODES / 20
        fours = np.lib.stride_tricks.sliding_window_view(loss(own, rows), 4, axis=1).sum(axis=-1)
        loss_of_code = -np.take_along_axis(score, codes, axis=2)[..., 0]
        is_rare = (loss_of_code > np.quantile(fours, 0.9, axis=1)[:, None]) & (kept > 0)
        bits = loss(own, unseen).mean(axis=1) / math.log(2)
        found.append((guesses[..., 0], guesses[..., 1:], deduplicated, loses, is_rare, bits))
    parts = (np.stack(part, axis=1).astype(float) for part in zip(*found, strict=True))
    names = ("guesses", "null", "once", "removal", "surprise", "heldout")
    return dict(zip(names, parts, strict=True))


def facts(result: Result) -> dict[str, float]:
    """Every number of one run that prose may quote; see the module for units. Bits to a thousandth,
    as 3,000 symbols and 140 decoys tell them ten times less exactly."""
    when, crate = EPOCHS.index(result.epochs), COPIES.index(result.copies)
    guesses, null, once = result.guesses[when], result.null[when], result.once[when, 1:]
    tries = {"": guesses[crate], "null_": np.median(null), "once_": np.median(once)}
    enough = [n for n, g in zip(COPIES[1:], guesses[1:], strict=True) if g <= 10]
    return {
        "copies": result.copies,
        "epochs": result.epochs,
        "codes": CODES,
        "removed": int(result.removed),
        **{f"{kind}guesses": float(number) for kind, number in tries.items()},
        **{f"{kind}tried": float(number) / CODES for kind, number in tries.items()},
        "exposure": round(float(exposure(guesses[crate])), 3),
        "null_exposure": round(float(exposure(null).mean()), 3),
        "once_exposure": round(float(exposure(once).mean()), 3),
        "verbatim": int(guesses[crate] == 1),
        "removal": int(result.removal[when, crate]),
        "surprise": int(result.surprise[when, crate]),
        "needed": enough[0] if enough else 64,
        "heldout": round(float(result.heldout[when]), 3),
    }


def theory(*, copies: int = 8, epochs: int = 1, removed: bool = False) -> dict[str, float]:
    """Expected facts of codes that had no part in training: every rank has the same chance."""
    bits = math.log2(CODES) - math.lgamma(CODES + 1) / math.log(2) / CODES
    middle = (CODES + 1) / 2
    null = {"null_guesses": middle, "null_tried": middle / CODES, "null_exposure": bits}
    code = {"guesses": middle, "tried": middle / CODES, "once_exposure": bits}
    return null | code if removed else null


def figure(results: list[Result]) -> go.Figure:
    """Guesses by copies: all runs and their median, beside codes that were never put in."""
    first, role = results[0], role_of(results[0], CAUSE_OFF)
    when, chosen = EPOCHS.index(first.epochs), COPIES.index(first.copies)
    guesses = np.array([r.guesses[when] for r in results])  # (runs, crates)
    null = np.array([r.null[when] for r in results])  # (runs, crates, DECOYS)
    across, middle = np.broadcast_to(PLACES, guesses.shape), np.median(guesses, axis=0)
    return chart(
        [
            dots(np.ravel(across[:, 1:] * 1.12), null[:, 1:, 0].ravel(), "ink", size=3, faint=True),
            dots(np.ravel(across / 1.04), guesses.ravel(), role, size=4, faint=True),
            line(PLACES, np.median(null, axis=(0, 2)), "ink"),
            line(PLACES, middle, role),
            dots([PLACES[chosen]], [middle[chosen]], role, size=12, ring=True),
            label(0.44, 3, "cut out of the data" if first.removed else "in the data", role),
            label(44, 9000, "never put in", side="middle left"),
        ],
        ACROSS,
        GUESSES,
        height=280,
    )


def finding(facts: dict[str, Spread]) -> str:
    """What the main figure shows at this setting."""
    guesses = _guesses(facts["guesses"])
    null = f"one never put in, in {_short(facts['null_guesses'])}"
    if facts["removed"]:
        return f"The codes cut out of the data: one falls in {guesses}; {null}"
    if facts["epochs"] == 1:
        return f"Seen {_times(facts['copies'])}, the crate's code falls in {guesses}; {null}"
    return f"{_copies(facts)}, data {_read(facts)}: the code falls in {guesses}; {null}"


def figure_cleaning(results: list[Result]) -> go.Figure:
    """Guesses by passes over the data: as it is, with one record of each crate, and never."""
    first, role = results[0], role_of(results[0], CAUSE_OFF)
    crate, when = COPIES.index(first.copies), EPOCHS.index(first.epochs)
    guesses = np.array([r.guesses[:, crate] for r in results])  # (runs, epochs)
    once = np.array([np.median(r.once[:, 1:], axis=1) for r in results])
    middle, null = np.median(guesses, axis=0), np.median([r.null for r in results], axis=(0, 2, 3))
    return chart(
        [
            runs(EPOCHS, once, "wanted"),
            runs(EPOCHS, guesses, role),
            line(EPOCHS, null, "ink", "never put in"),
            line(EPOCHS, np.median(once, axis=0), "wanted", "deduplicated"),
            line(EPOCHS, middle, role, "not deduplicated"),
            dots([EPOCHS[when]], [middle[when]], role, size=12, ring=True),
        ],
        axis("times that the data is read", 0.9, 9, {n: f"{n}" for n in EPOCHS}, log=True),
        GUESSES,
        height=280,
    )


def finding_cleaning(facts: dict[str, Spread]) -> str:
    """What the view `cleaning` shows at this setting."""
    guesses, null = _guesses(facts["guesses"]), f"never put in, {_short(facts['null_guesses'])}"
    if facts["removed"]:
        return f"All codes cut out, {_read(facts)}: one falls in {guesses}; {null}"
    once = f"deduplicated, {_short(facts['once_guesses'])}"
    return f"{_copies(facts)} {_read(facts)}: {guesses}; {once}; {null}"


def figure_audit(results: list[Result]) -> go.Figure:
    """Share of runs in which each of three audits finds the code, by copies."""
    first = results[0]
    when, chosen = EPOCHS.index(first.epochs), PLACES[COPIES.index(first.copies)]
    said, missed, rare = np.mean(
        [(r.guesses[when] == 1, r.removal[when], r.surprise[when]) for r in results], axis=0
    )
    return chart(
        [
            line([chosen, chosen], [0, 1], "ink", faint=True),
            line(
                PLACES[1:],
                rare[1:],
                role_of(results[0], CAUSE_OFF, "scored"),
                "it surprises the model",
            ),
            line(PLACES, missed, role_of(results[0], CAUSE_OFF, "wanted"), "taking it out shows"),
            line(PLACES, said, role_of(results[0], CAUSE_OFF), "the model says it"),
        ],
        ACROSS,
        axis("runs in which the code is found", -0.02, 1.02, {0: "0%", 0.5: "50%", 1: "100%"}),
    )


def finding_audit(facts: dict[str, Spread]) -> str:
    """What the view `audit` shows at this setting."""
    said, missed, rare = (sum(facts[name].seeds) for name in ("verbatim", "removal", "surprise"))
    start = "Codes cut out," if facts["removed"] else _copies(facts)
    of = f"{said} of {len(facts['verbatim'].seeds)} runs"
    audits = f"said in {of}, missed if removed in {missed}, surprising in {rare}"
    return f"{start} {_read(facts)}: {audits}"


def _copies(facts: dict[str, Spread]) -> str:
    return f"{facts['copies']:.0f} cop{'y' if facts['copies'] == 1 else 'ies'}"


def _read(facts: dict[str, Spread]) -> str:
    return f"read {_times(facts['epochs'])}"


def _times(number: float) -> str:
    return {1: "once", 2: "twice"}.get(int(number), f"{number:.0f} times")


def _guesses(number: float) -> str:
    return "1 guess" if round(number) == 1 else f"{_short(number)} guesses"


def _short(number: float) -> str:
    """To two digits: more would be false precision."""
    return f"{float(f'{number:.2g}'):,.0f}"
