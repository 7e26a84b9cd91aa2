"""Does every page keep the promises that a browser would break first?"""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.book.visits import look
from tests.browsing import opened

# What axe cannot decide, looked at by eye: it does not see through text in SVG, nor through the
# numeral that hangs behind nothing.
UNDECIDED = {"color-contrast"}
FIRST_VIEW, NEXT_VIEW, OURS = 95_000, 20_000, 9_216  # bytes, gzipped
FURTHER = 6_144  # the same, of a script or sheet that only some pages ask for


@pytest.fixture(scope="module")
def site(book, served) -> tuple[Path, str]:
    """The built book and its address."""
    return book, served(book)


def wrong(visits: dict[str, dict], mode: str) -> dict[str, list[str]]:
    """What axe found in pages as they look in a mode, and what it may not leave undecided."""
    found = {}
    for path, visit in visits.items():
        axe = visit["axe"][mode]
        found |= {f"{path} {rule}": nodes for rule, nodes in axe["violations"].items()}
        found |= {f"{path} {rule}?": [] for rule in {*axe["incomplete"]} - UNDECIDED}
    return found


MODES = ["light-static", "light-live", "dark-static", "dark-live"]


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(visits, mode):
    assert wrong(visits, mode) == {}


def test_schemes_differ_in_colours_alone_and_live_figures_in_nothing_around_them(visits):
    """So that axe need not look at all of it four times."""
    differs = {
        path: {k: v for k, v in visit["differs"].items() if v} for path, visit in visits.items()
    }
    assert {path: found for path, found in differs.items() if found} == {}
    assert all(
        visit["differs"].keys() == {"dark", "dark, live", "light, live"}
        for visit in visits.values()
    )


# Faults, each in an element of its own: what it does, when it is `dark`, or all is `live`; and where it is seen.
PALE = "e.style.color = {0} ? 'rgb(120, 120, 120)' : ''; e.style.backgroundColor = {0} ? 'rgb(130, 130, 130)' : '';"
FAULTS = {
    "pale": ("article h1", PALE.format("true"), {"light-static", "dark-static"}),
    "pale in the dark": ("a.cite", PALE.format("dark"), {"dark-static"}),
    "pale on a live figure": ("figure .sim-explore", PALE.format("live"), {"light-live", "dark-live"}),
    "nameless picture": ("article img", "", {"light-static", "light-live", "dark-live"}),
    "hidden in the dark": ("article h2", "e.hidden = dark;", {"dark"}),
    "hidden by a live figure": (".dateline", "e.hidden = live;", {"dark, live", "light, live"}),
}  # fmt: skip
PLANT = """() => {
    const figure = document.querySelector('figure.sim');
    const e = CSS === 'article img' ? document.querySelector('article').appendChild(new Image()) : document.querySelector(CSS);
    e.dataset.fault = NAME;
    const act = () => {
        const dark = document.body.dataset.mdColorScheme === 'slate', live = figure.matches('.is-live');
        ACT };
    act();
    for (const one of [document.body, figure]) new MutationObserver(act).observe(one, { attributes: true }); }"""


@pytest.fixture(scope="module")
def faulty(site, browser) -> dict:
    """A page with all of them, looked at."""

    def plant(page):
        for name, (css, act, _) in FAULTS.items():
            script = PLANT.replace("CSS", json.dumps(css)).replace("NAME", json.dumps(name))
            page.evaluate(script.replace("ACT", act))

    return look(browser, site[1] + "implications/", plant)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen_in_the_modes_that_show_it(faulty, fault):
    modes = {
        mode
        for mode in MODES
        if f'data-fault="{fault}"' in str(wrong({"": faulty}, mode)).replace("\\'", "'")
    }
    if fault.startswith("hidden"):
        modes = {name for name, found in faulty["differs"].items() if found}
    assert modes >= FAULTS[fault][2]
    assert fault.startswith("hidden") or modes == FAULTS[fault][2]


def test_nothing_is_fetched_from_elsewhere_and_nobody_complains(visits):
    for path, visit in visits.items():
        addresses = [urlsplit(url) for url in visit["requests"] if url.startswith("http")]
        assert {address.netloc for address in addresses} == {visit["host"]}, path
        assert not visit["complaints"], path
        names = {address.path.rpartition("/")[2] for address in addresses}
        assert {"book.js", "book.css"} <= names, "what a browser keeps is asked for, too"


def test_the_policy_is_in_force(site, browser):
    """The check before this one would pass without any policy: see that there is one."""
    with opened(browser, site[1]) as page:
        page.evaluate("""() => { const script = document.createElement('script');
            script.textContent = 'window.injected = true'; document.head.append(script); }""")
        assert page.evaluate("window.injected") is None
        assert any("Content Security Policy" in text for text in page.complaints)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_nothing_jumps(visits, size):
    for path, visit in visits.items():
        assert visit["shift"][size] <= 0.01, path
        assert visit["shift"][f"{size}, live"] <= 0.01, path


@pytest.mark.parametrize("size", ["320", "640"], ids=["320 px", "zoomed to 200 %"])
def test_no_page_scrolls_sideways(visits, size):
    assert {
        path: visit["wide"][size] for path, visit in visits.items() if visit["wide"][size] > 0
    } == {}


def test_targets_are_large_enough(visits):
    """24 by 24 CSS pixels for every control; links within a sentence are exempt (WCAG 2.5.8)."""
    assert {path: visit["small"] for path, visit in visits.items() if visit["small"]} == {}


@pytest.mark.parametrize("media", ["forced colours", "reduced motion"])
def test_special_media(visits, media):
    for path, visit in visits.items():
        if media == "forced colours":
            assert set(visit["strokes"]) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}, path
            assert visit["moving in forced colours"] == 0, path
        else:
            assert visit["moving"] == 0, path


def test_the_bytes_of_a_view(site, visits):
    """What a first visit and the next chapter cost, compressed as a server would."""
    folder, address = site

    def weight(paths: set[str]) -> int:
        files = {folder / path.removeprefix(base) for path in paths}
        files = {file / "index.html" if file.is_dir() else file for file in files}
        return sum(len(gzip.compress(file.read_bytes())) for file in files)

    base = urlsplit(address).path
    asked = {
        path: {urlsplit(url).path for url in visit["first requests"] if url.startswith("http")}
        for path, visit in visits.items()
    }
    for path, all_of_it in asked.items():
        assert base + path in all_of_it
        assert weight(all_of_it) <= FIRST_VIEW, path
        new = all_of_it - asked[""]
        further = {one for one in new if re.search(r"/assets/[\w-]+\.(?:js|css)$", one)}
        assert all(weight({one}) <= FURTHER for one in further), path  # such as the guess's
        assert weight(new - further) <= NEXT_VIEW, path
    ours = [folder / "assets" / name for name in ("book.js", "book.css")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in ours) <= OURS
