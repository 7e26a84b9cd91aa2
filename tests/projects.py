"""What do the tests of the press work on?  The real book, and tiny projects of a few lines."""

import functools
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from hooks.draw.markup import Figure
from hooks.faults import Fault
from hooks.offer.catalogue import Call, Catalogue
from hooks.page.directive import Page
from hooks.press import Press
from hooks.source.finder import Found, find

ROOT = Path(__file__).parent.parent
CATALOGUE = Catalogue(ROOT)
GENERATORS = CATALOGUE.names
SHARED = ("__init__.py", "schema.py", "chart.py")  # of generators/, for tiny projects

# A simulation that needs no library: fast to start, with a grid, a range, a control and theory.
COIN = '''\
"""How often does a bent coin fall heads?"""

import random
from typing import Annotated

from generators.schema import Fact, Grid, Range

SEEDS = range(8)
CAUSE = "the coin is bent"
CAUSE_OFF = {"bent": False}
FACTS = {"heads": Fact("share of heads", ".0%")}


class Drawn:
    """A figure as plain dictionaries."""

    def __init__(self, traces, layout):
        self.data, self.layout = [Part(trace) for trace in traces], Part(layout)


class Part(dict):
    """A piece of a figure."""

    def to_plotly_json(self):
        return dict(self)


def simulate(
    *,
    tosses: Annotated[int, Grid(10, 100, 1000, label="tosses", format=",d")] = 100,
    chance: Annotated[float, Range(0, 1)] = 0.6,
    bent: bool = True,
    seed: int = 0,
):
    chance = chance if bent else 0.5
    rng = random.Random(repr([seed, tosses]))
    return [int(rng.random() < chance) for _ in range(tosses)]


def theory(*, tosses=100, chance=0.6, bent=True):
    return {"heads": chance if bent else 0.5}


def facts(result):
    return {"heads": sum(result) / len(result), "tosses": len(result), "word": "fair"}


def figure(runs):
    axis = {"range": [0, 1], "title": {"text": "share"}}
    shares = [sum(run) / len(run) for run in runs]
    dots = {
        "type": "scatter", "mode": "markers", "x": shares, "y": [0.5] * len(runs),
        "name": "one run", "showlegend": True, "meta": {"role": "scored"},
    }
    return Drawn([dots], {"xaxis": axis, "yaxis": axis})


def finding(facts):
    return f"Of {facts['tosses']:.0f} tosses {facts['heads']:.0%} fell heads"


def figure_line(runs):
    return Drawn(
        [{"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "meta": {"role": "ink"}}],
        {"xaxis": {"range": [0, 1]}, "yaxis": {"range": [0, 1]}},
    )


def finding_line(facts):
    return "A line is a line"
'''


def tiny(folder: Path, **sources: str) -> Path:
    """A project in `folder` with these simulations by name, and the helpers they may import."""
    (folder / "generators").mkdir(parents=True)
    for helper in SHARED:
        shutil.copy(ROOT / "generators" / helper, folder / "generators")
    for name, source in sources.items():
        file = folder / "generators" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return folder


def python(script: str, folder: Path, *arguments: str) -> str:
    """What a fresh Python in `folder` prints for `script`; its errors are the test's."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Place:
    """A figure of the real book: where it stands, and its call."""

    path: str
    line: int
    header: str

    def __str__(self) -> str:
        """As a test is named after it."""
        return f"{self.path.removeprefix('docs/').removesuffix('.md')}: {self.header}"


@dataclass
class Book:
    """The figures of the real book, from the real press, and what it found wrong."""

    press: Press
    figures: dict[Place, Figure] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@functools.cache
def read() -> dict[str, tuple[str, Found]]:
    """Every page of the book: its source, and what is found in it. Nothing is run or made."""
    sources = {
        file.relative_to(ROOT).as_posix(): file.read_text("utf-8")
        for file in sorted((ROOT / "docs").rglob("*.md"))
    }
    return {path: (source, find(source)) for path, source in sources.items()}


def places() -> list[Place]:
    """Where the book has figures: tests are named after them."""
    return [
        Place(path, block.line, block.header)
        for path, (_, found) in read().items()
        for block in found.blocks
    ]


def calls() -> list[Call]:
    """The calls that the book makes, each once."""
    press = Press(ROOT)
    return list(
        dict.fromkeys(call for _, found in read().values() for call in press.calls_of(found))
    )


@functools.cache
def pressed() -> Book:
    """Make every figure; what the cache holds is not run again. A fault is kept for a test to
    tell, and does not stop the others."""
    made = Book(press := Press(ROOT))
    press.prepare({path: source for path, (source, _) in read().items()})
    for place in places():
        page = Page(press, place.path)
        try:
            made.figures[place] = press.figure(place.header, page.path, page.base)
        except Fault as fault:
            made.faults.append(str(fault.at(place.path, place.line)))
    return made
