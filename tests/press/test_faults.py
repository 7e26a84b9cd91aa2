"""What becomes of a build that has a fault?  One line that says where and what to do; exit 1."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.conftest import Built, Site

PAGE, COIN, CHART = "docs/page.md", "generators/coin.py", "generators/chart.py"
BLOCK = "/// simulation | coin(tosses=100) over tosses"
CAPTION = "Each line is one run. Given: a bent coin.\n"
FACT = "Of {{ coin.tosses }} tosses"  # where the page first needs the coin
RUN = "rng = np.random.default_rng([seed, tosses])"


@dataclass(frozen=True)
class Planted:
    """A fault in the tiny site: `old` becomes `new` in one file. To blame is the page's line that
    holds `where`; what is said there holds the words `says`. A fault in a simulation is also
    followed to its line there, where `traced`."""

    name: str
    old: str
    new: str
    says: tuple[str, ...]
    where: str
    path: str = PAGE
    traced: bool = False


def in_page(name: str, old: str, new: str, *says: str, where: str = "") -> Planted:
    """A slip of the author's, on the line where `new` begins."""
    return Planted(name, old, new, says, where or new.splitlines()[0])


def in_coin(name: str, old: str, new: str, *says: str, traced: bool = True) -> Planted:
    """A simulation that fails; it is said where the page first needs it."""
    return Planted(name, old, new, ("coin", COIN, *says), FACT, COIN, traced)


FAULTS = [
    in_page("unknown simulation", BLOCK, "/// simulation | con(tosses=100)", "'con'", "'coin'"),
    in_page("unknown argument", BLOCK, "/// simulation | coin(toses=9)", "'toses'", "'tosses'"),
    in_page("out of range", BLOCK, "/// simulation | coin(tosses=301)", "301", "30 to 300"),
    in_page("malformed call", BLOCK, "/// simulation | coin(tosses=", "name(argument=value)"),
    in_page("argument twice", BLOCK, "/// simulation | coin(tosses=30, tosses=100)", "tosses"),
    in_page("no bar", BLOCK, "/// simulation coin(tosses=100)", "simulation"),
    in_page("misspelt block", BLOCK, "/// simulatoin | coin()", "'simulatoin'", "'simulation'"),
    in_page("unclosed block", f"{CAPTION}///", CAPTION, "never closed", "slashes", where=BLOCK),
    in_page("block never opened", f"{BLOCK}\n", "\n", "never opened", where="///"),
    in_page("missing caption", CAPTION, "\n", "caption", where=BLOCK),
    in_page("caption left for later", CAPTION, "<!-- later -->\n", "caption", where=BLOCK),
    in_page("own fact", "a bent", "{{ coin.heads:.0% }}, a bent", "caption", where=BLOCK),
    in_page("unknown fact", FACT, "Of {{ coin.tosess }} tosses", "'tosess'", "'tosses'"),
    in_page("broken link", "The last words", "[The](pge.md) last words", "pge.md"),
    in_page("broken link, named before", "The last words", "`pge.md`,\n[the](pge.md) last words",
            "pge.md", where="[the]"),
    in_page("broken anchor", "The last words", "[The](index.md#top-most) last words", "top-most"),
    in_coin("it raises", RUN, 'raise ValueError("no coin")', "no coin"),
    in_coin("NaN", "float(result.mean())", "np.nan", "heads", "nan", traced=False),
    in_coin("NaN in its figure", "for result in", "* np.nan for result in", traced=False),
    in_coin("SystemExit(0)", RUN, "raise SystemExit(0)", "SystemExit"),
    in_coin("SystemExit(0) at import", "SEEDS = ", "raise SystemExit(0)\nSEEDS = ", "SystemExit"),
    in_coin("too much memory", RUN, "np.ones(1 << 30)", "MemoryError"),
    in_coin("missing finding", "def finding(", "def find(", "finding", traced=False),
    in_coin("empty finding", '{share} heads"', '{share} heads"[:0]', "finding", traced=False),
    in_coin("unknown fact in FACTS", '{"heads": Fact', '{"heds": Fact', "heds", traced=False),
    in_coin("bad format in FACTS", '".0%")}', '".0q")}', ".0q", traced=False),
    in_coin("bad format of a control", "300)]", "300, format='q')]", "'q'", traced=False),
    in_coin("no syntax", "def facts(", "def facts((", "syntax"),
    Planted("no syntax in a helper", "def line(", "def line((", ("syntax",), FACT, CHART, True),
    in_coin("no such helper", "generators.chart", "generators.chat", "chat"),
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tiny: Callable[[], Site]) -> Iterator[dict[str, Future]]:
    """Each fault planted alone in a site that stands, and how its build ended."""

    def build(planted: Planted) -> tuple[Site, Built]:
        site = tiny()
        site.edit(planted.path, planted.old, planted.new)
        return site, site.build()

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {planted.name: pool.submit(build, planted) for planted in FAULTS}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.name)
def test_a_fault_is_one_line_and_the_site_stands(planted, outcomes, good):
    site, built = outcomes[planted.name].result()
    place = f"{PAGE}:{site.line(PAGE, planted.where)}: "
    said = [line for line in built.lines if line.startswith(place)]
    words = list(planted.says)
    if planted.traced:
        words.append(f"{planted.path}:{site.line(planted.path, planted.new.splitlines()[0])}")
    assert built.code == 1, built.err
    assert len(said) == 1, built.err
    assert [word for word in words if word not in said[0].removeprefix(place)] == [], said[0]
    assert "Traceback" not in built.out + built.err, built.err
    assert site.published == good.published
    assert [left.name for left in site.root.glob("site*")] == ["site"]


IMPURE = {  # what is planted in the simulation, whose line is to blame
    "os._exit(0)": (RUN, "__import__('os')._exit(0)", "runs unseen text"),
    "no seed": ("default_rng([seed, tosses])", "default_rng()", "has no seed"),
    "one seed for all": ("SEEDS = ", "SEEDS = [0] * 5  # ", "SEEDS has a seed twice"),
    "what seeds share": ("float(result.mean())", "0.5", "No fact differs between the 5 seeds"),
}


@pytest.mark.parametrize(("old", "new", "says"), IMPURE.values(), ids=IMPURE)
def test_what_could_be_forged_is_one_line_at_its_place_and_the_site_stands(
    old, new, says, tiny, good
):
    site = tiny()
    site.edit(COIN, old, new)
    built = site.build()
    lines = [line for line in built.lines if line.startswith((COIN, "docs/"))]
    assert built.code == 1
    assert len(lines) == 1, lines
    blamed = "SEEDS" if "seed" in says and "has no" not in says else new
    assert lines[0].startswith(f"{COIN}:{site.line(COIN, blamed)}: "), lines
    assert says in lines[0]
    assert site.published == good.published


MANY = """\
---
title: Many faults
---
/// simulation | coin.trend()
There is no such view.
///

/// simulation | coin(tosses='many')
The wrong type.
///

/// simulation | coin(100)
A value without a name.
///

/// simulation
Nothing to draw.
///

/// simulation | coin(tosses=100) over tosses, bend
No such parameter.
///

/// simulation | coin(tosses=100) over bent
No grid.
///

/// simulation | coin(tosses=31) over tosses
Off the grid.
///

A fact of nothing, {{ cion.heads }},
of no simulation, {{ heads }},
and in no format, {{ coin.heads:.q }}.

| a table | with too many digits |
| ------- | -------------------- |
| heads   | {{ coin.heads:.6f }} |
| picture | ![](none.png)        |

//// detials | Misspelt
////

/// simulation | coin(tosses=300)
Never closed.
"""
SAID = {  # what stands in a line of that page, and what is said of it, in the order of the lines
    "trend": "There is none",
    "'many'": "not of type int",
    "100": "argument=value",
    "/// simulation\n": "name(argument=value)",
    "bend": "'bent'",
    "over bent": "Grid",
    "31": "30, 100, 300",
    "cion": "'coin'",
    "{{ heads": "simulation.fact",
    ".q": ".1%",
    ".6f": "fewer",
    "none.png": "none.png",
    "detials": "'details'",
    "300)": "never closed",
}


def test_all_faults_of_a_build_are_said_together_in_the_order_of_the_files(tiny, good):
    site = tiny()
    (site.root / "docs" / "a.md").write_text(MANY, encoding="utf-8")
    site.edit("generators/walk.py", "rng = ", 'raise ValueError("lost")\n    rng = ')
    site.edit(PAGE, BLOCK, "/// simulation | coin(tosses=301)")
    expected = [
        (f"docs/a.md:{site.line('docs/a.md', text)}: ", says) for text, says in SAID.items()
    ]
    expected += [("docs/index.md:7: ", "lost"), ("docs/page.md:9: ", "30 to 300")]
    built = site.build()
    said = [line for line in built.lines if line.startswith("docs/")]
    assert [line.split(" ")[0] + " " for line in said] == [place for place, _ in expected]
    assert [s for s, (_, words) in zip(said, expected, strict=True) if words not in s] == []
    assert (built.code, site.published) == (1, good.published)


@pytest.mark.parametrize(
    ("old", "new"),
    [("The last words", "[The](pge.md) last words"), (BLOCK, "/// simulation | con()")],
    ids=["of MkDocs's", "of the press's"],
)
def test_quiet_silences_no_fault(old, new, tiny, good):
    site = tiny()
    site.edit(PAGE, old, new)
    built = site.build("-q")
    assert f"{PAGE}:{site.line(PAGE, new)}: " in built.err
    assert (built.code, site.published) == (1, good.published)


def test_faults_stop_a_build_that_is_not_strict(tiny, good):
    site = tiny()
    site.edit("mkdocs.yml", "strict: true\n", "")
    site.edit(PAGE, BLOCK, "/// simulation | con()")
    assert (site.build().code, site.published) == (1, good.published)


@pytest.mark.parametrize("old", [RUN, "SEEDS = "], ids=["a run", "an import"])
def test_what_never_ends_is_ended(old, tiny, good, tmp_path):
    """The limit is a minute; Python's own start-up file makes it two seconds here."""
    (tmp_path / "sitecustomize.py").write_text(
        "import hooks.run.runner\nhooks.run.runner.SECONDS = 2\n"
    )
    site = tiny()
    site.edit(COIN, old, f"while True: pass\n{' ' * 4 * (old == RUN)}{old}")
    built = site.build(PYTHONPATH=str(tmp_path))
    said = [line for line in built.lines if line.startswith(f"{PAGE}:{site.line(PAGE, FACT)}: ")]
    assert len(said) == 1, built.err
    assert "more than 2 seconds" in said[0]
    assert (built.code, site.published) == (1, good.published)


def test_a_caption_may_quote_the_fact_of_another_figure(tiny):
    site = tiny()
    site.edit(PAGE, "steps of equal length", "{{ coin.tosses }} tosses elsewhere")
    built = site.build()
    assert built.code == 0, built.err
    assert "Given: 100 tosses elsewhere" in (site.root / "site/page/index.html").read_text()
