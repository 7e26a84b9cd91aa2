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
from hooks.source.finder import find

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


@dataclass
class Book:
    """The figures of the real book and the calls that it makes, from the real press."""

    press: Press
    figures: list[Figure] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@functools.cache
def pressed() -> Book:
    """Read every chapter; what the cache holds is not run again. Tests are named after what is
    found here, so a fault is kept for a test to tell and does not stop the others."""
    press = Press(ROOT)
    made = Book(press)
    sources = {file: file.read_text("utf-8") for file in sorted((ROOT / "docs").rglob("*.md"))}
    press.prepare({str(file.relative_to(ROOT)): text for file, text in sources.items()})
    for file, source in sources.items():
        page, found = Page(press, str(file.relative_to(ROOT))), find(source)
        made.calls += press.calls_of(found)
        for block in found.blocks:
            try:
                made.figures.append(press.figure(block.header, page.path, page.base))
                made.headers.append(block.header)
            except Fault as fault:
                made.faults.append(str(fault.at(page.path, block.line)))
    return made
