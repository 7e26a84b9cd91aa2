"""What is a simulation?  A module with what `Simulation` names; all else it may offer is below.

The press reads signatures, `CAUSE` and `CAUSE_OFF` as text, without importing the module, so they
are literals. A result may be anything: the press hands it from `simulate` to `facts` and `figure`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import plotly.graph_objects as go

from generators.schema import Fact, Spread


@runtime_checkable
class Simulation(Protocol):
    """What every simulation has.

    SEEDS: the seeds of its runs, each once; (0,) where nothing is drawn.
    simulate(*, parameters with types and defaults, seed=0): one run. Pure in its arguments; a
    `Grid` or `Range` in an annotation says which values are allowed, and others are refused before
    anything runs. Nothing random but `np.random.default_rng([seed, ...])`; no clock, files, cache.
    facts(result): every number or word that prose may quote of one run, by name. It never asks
    `theory`.
    """

    SEEDS: Sequence[int]
    simulate: Callable[..., Any]
    facts: Callable[[Any], Mapping[str, float | str]]


@runtime_checkable
class Controlled(Protocol):
    """One whose cause can be taken away; every simulation of the book is one.

    CAUSE: what is taken away, in a few words, for the switch.
    CAUSE_OFF: the arguments of `simulate` that take it away. There the effect vanishes.
    """

    CAUSE: str
    CAUSE_OFF: Mapping[str, float | str]


@runtime_checkable
class Pictured(Protocol):
    """One that can be drawn. Another view `name` is `figure_name`, with its own `finding_name`.

    figure(results): all runs of one setting in one picture, its axes fixed, in roles and never in
    colours; see `generators.chart`.
    finding(facts): one sentence, from the facts over these runs: the title of the figure.
    """

    figure: Callable[[list[Any]], go.Figure]
    finding: Callable[[Mapping[str, Spread | str]], str]


@runtime_checkable
class Expected(Protocol):
    """One with a closed form.

    theory(*, the parameters of `simulate`): some of the facts by name, as theory has them.
    """

    theory: Callable[..., Mapping[str, float]]


@runtime_checkable
class Labelled(Protocol):
    """One whose facts stand in a table below its figures.

    FACTS: label and format of each fact that is shown, in order.
    """

    FACTS: Mapping[str, Fact]


@runtime_checkable
class Studied(Protocol):
    """One whose settings or seeds share what is slow to make, such as training.

    study(settings, seeds): for each setting, the arguments of `simulate` but the seed, the runs of
    all seeds in their order; each is what `simulate` gives by itself. What they share is made here
    and handed on: nothing that it calls keeps a cache.
    """

    study: Callable[[Sequence[Mapping[str, Any]], Sequence[int]], list[list[Any]]]


@runtime_checkable
class Judged(Protocol):
    """One of which something can only be said of all runs together, as by a rule of unanimity.

    verdicts(results): facts of the whole set, by names that `facts` does not give. They stand
    among the facts, the same in every run. Views that show nothing else are named in TOGETHER, if
    there are any: they have no picture of one run.
    """

    verdicts: Callable[[list[Any]], Mapping[str, float | str]]
