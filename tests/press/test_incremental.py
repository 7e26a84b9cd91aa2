"""What is run again after an edit?  What depends on it, and nothing else."""

import re
import shutil
from collections.abc import Callable

import pytest

from tests.conftest import Site
from tests.unread import unread

PAGE = "docs/page.md"
TOLD = '''"""What was imported?"""

import os

with open(os.environ["IMPORTED"], "a", encoding="utf-8") as told:
    told.write(f"{__name__.split('.')[-1]}\\n")
'''
# Two more simulations: `deep` stands on _near, _far and _farthest, each imported in its own way.
SIMULATION = """

SEEDS = (0,)


def simulate(*, seed: int = 0):
    return {value}


def facts(result):
    return {{"value": result}}
"""
MODULES = {
    "deep": "from generators._near import near\n" + SIMULATION.format(value="near()"),
    "apart": SIMULATION.format(value="7"),
    "_near": "import generators._far as far\n\n\ndef near():\n    return far.far() + 1\n",
    "_far": "from . import _farthest\n\n\ndef far():\n    return _farthest.farthest() + 1\n",
    "_farthest": "def farthest():\n    return 1\n",
}
QUOTES = "\nA deep {{ deep.value }}, and apart from it {{ apart.value }}.\n"


class Watched(Site):
    """The tiny site with two simulations more; all of them write down when they are imported."""

    def run(self) -> tuple[int, int, set[str]]:
        """Build: how many simulations ran, how many came from the cache, what was imported."""
        (self.root / "imported").write_text("")
        told = unread(self.root.parent / "start")  # what writes down that it is imported
        built = self.build(IMPORTED=str(self.root / "imported"), **told)
        counts = re.fullmatch(r"simulations: (\d+) run, (\d+) from cache", built.lines[-1])
        assert built.code == 0 and counts, built.err
        return int(counts[1]), int(counts[2]), set((self.root / "imported").read_text().split())

    @property
    def page(self) -> str:
        """The built page."""
        return (self.root / "site" / "page" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def watched(tiny, tmp_path_factory) -> Callable[[], Watched]:
    """A function that gives a fresh copy of that site, built."""
    site = Watched(tiny().root)
    for name, source in MODULES.items():
        (site.root / "generators" / f"{name}.py").write_text(TOLD + source)
    for name in ("coin", "walk", "chart"):
        file = site.root / "generators" / f"{name}.py"
        file.write_text(TOLD + file.read_text())
    (site.root / PAGE).write_text((site.root / PAGE).read_text() + QUOTES)
    shutil.rmtree(site.root / ".cache" / "press")
    assert site.run() == (4, 0, {"coin", "walk", "chart", *MODULES})

    def copy() -> Watched:
        root = tmp_path_factory.mktemp("watched") / "book"
        return Watched(shutil.copytree(site.root, root, symlinks=True))

    return copy


def test_a_warm_build_runs_nothing_and_imports_no_generator(watched):
    site = watched()
    before = site.published
    assert site.run() == (0, 4, set())
    assert site.published == before


@pytest.mark.parametrize(
    ("old", "new"),
    [("The last words", "The closing words"), ("Given: a bent coin", "Given: one bent coin")],
    ids=["prose", "a caption"],
)
def test_a_word_edited_runs_nothing(old, new, watched):
    site = watched()
    site.edit(PAGE, old, new)
    assert site.run() == (0, 4, set())
    assert new in site.page


@pytest.mark.parametrize("helper", ["_near", "_far", "_farthest"])
def test_an_edited_helper_runs_what_depends_on_it_however_deep(helper, watched):
    site = watched()
    assert "A deep 3, and apart from it 7." in site.page
    site.edit(f"generators/{helper}.py", "1\n", "5\n")
    assert site.run() == (1, 3, {"deep", "_near", "_far", "_farthest"})
    assert "A deep 7, and apart from it 7." in site.page
    site.edit(f"generators/{helper}.py", "5\n", "1\n")
    assert site.run() == (0, 4, set())
    assert "A deep 3, and apart from it 7." in site.page


def test_an_edited_helper_of_two_runs_both(watched):
    site = watched()
    with (site.root / "generators" / "chart.py").open("a") as file:
        file.write("EDITED = True\n")
    assert site.run() == (2, 2, {"coin", "walk", "chart"})


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("generators/walk.py", "SEEDS = range(5)", "SEEDS = range(6)"),
        ("generators/walk.py", "] = 100, seed", "] = 25, seed"),
        ("generators/walk.py", "} from home", "} away"),
        (PAGE, "walk(steps=100)", "walk(steps=400)"),
        (PAGE, "walk(steps=100)", "walk(steps=100) over steps"),
    ],
    ids=["its seeds", "its default", "its finding", "a call", "a call's grid"],
)
def test_an_edited_simulation_or_call_runs_only_that_one(path, old, new, watched):
    site = watched()
    before = site.published
    site.edit(path, old, new)
    assert site.run() == (1, 3, {"walk", "chart"})
    assert site.published != before


def flipped(entry: bytes) -> bytes:
    """One bit is wrong, in the middle."""
    half = len(entry) // 2
    return entry[:half] + bytes([entry[half] ^ 1]) + entry[half + 1 :]


def cut(entry: bytes) -> bytes:
    """The end is missing."""
    return entry[: len(entry) // 2]


def empty(entry: bytes) -> bytes:
    """Nothing was written."""
    return b""


@pytest.mark.parametrize("spoil", [flipped, cut, empty])
def test_a_spoilt_cache_entry_is_a_miss_and_never_a_fault(spoil, tiny, good):
    site = tiny()
    for entry in (site.root / ".cache" / "press").glob("*.json"):
        entry.write_bytes(spoil(entry.read_bytes()))
    built = site.build()
    assert (built.code, built.lines[-1]) == (0, "simulations: 2 run, 0 from cache"), built.err
    assert site.published == good.published


def test_entries_that_changed_places_are_misses(tiny, good):
    site = tiny()
    entries = sorted((site.root / ".cache" / "press").glob("*.json"))
    contents = [entry.read_bytes() for entry in entries]
    for entry, content in zip(entries, contents[1:] + contents[:1], strict=True):
        entry.write_bytes(content)
    built = site.build()
    assert (built.code, built.lines[-1]) == (0, "simulations: 2 run, 0 from cache"), built.err
    assert site.published == good.published
