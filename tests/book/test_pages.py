"""Does every page keep the promises that a browser would break first?"""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import go_live, opened, pages, unfold

# What axe cannot decide, looked at by eye: it does not see through text in SVG, nor through the
# numeral that hangs behind nothing.
UNDECIDED = {"color-contrast"}
FIRST_VIEW, NEXT_VIEW, OURS = 95_000, 20_000, 9_216  # bytes, gzipped
FURTHER = 6_144  # the same, of a script or sheet that only some pages ask for


@pytest.fixture(scope="module")
def site(book, served) -> tuple[Path, str]:
    """The built book and its address."""
    return book, served(book)


@pytest.mark.parametrize("live", [False, True], ids=["static", "live"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site, browser, scheme, live):
    folder, address = site
    found = {}
    for path in pages(folder):
        with opened(browser, address + path, color_scheme=scheme) as page:
            unfold(page)
            if live:
                go_live(page)
            results = Axe().run(page).response
            found |= {
                f"{path} {rule['id']}": [node["html"][:120] for node in rule["nodes"]]
                for rule in results["violations"]
            }
            undecided = {rule["id"] for rule in results["incomplete"]}
            assert undecided <= UNDECIDED, (path, undecided)
    assert not found


def test_nothing_is_fetched_from_elsewhere_and_nobody_complains(site, browser):
    folder, address = site
    for path in pages(folder):
        with opened(browser, address + path) as page:
            go_live(page)
            hosts = {urlsplit(url).netloc for url in page.requests if url.startswith("http")}
            assert hosts == {urlsplit(address).netloc}, path
            assert not page.complaints, path


def test_the_policy_is_in_force(site, browser):
    """The check before this one would pass without any policy: see that there is one."""
    with opened(browser, site[1]) as page:
        page.evaluate("""() => { const script = document.createElement('script');
            script.textContent = 'window.injected = true'; document.head.append(script); }""")
        assert page.evaluate("window.injected") is None
        assert any("Content Security Policy" in text for text in page.complaints)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_nothing_jumps(site, browser, size):
    folder, address = site
    for path in pages(folder):
        with opened(browser, address + path, size) as page:
            page.wait_for_timeout(200)
            assert page.evaluate("window.shift") <= 0.01, path
            unfold(page)  # a script's unfolding counts as a jump, a reader's does not
            page.evaluate("() => new Promise(requestAnimationFrame)")
            page.wait_for_timeout(200)
            page.evaluate("window.shift = 0")
            go_live(page)
            page.wait_for_timeout(200)
            assert page.evaluate("window.shift") <= 0.01, path


@pytest.mark.parametrize("size", ["320", "640"], ids=["320 px", "zoomed to 200 %"])
def test_no_page_scrolls_sideways(site, browser, size):
    folder, address = site
    zoom = {"device_scale_factor": 2} if size == "640" else {}
    for path in pages(folder):
        with opened(browser, address + path, size, **zoom) as page:
            unfold(page)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, path


def test_targets_are_large_enough(site, browser):
    """24 by 24 CSS pixels for every control; links within a sentence are exempt (WCAG 2.5.8)."""
    folder, address = site
    small = """() => [...document.querySelectorAll('figure :is(button, input, a.sim-slide), summary')]
        .filter((e) => e.checkVisibility()).map((e) => e.closest('label') || (e.type === 'radio' && e.labels[0]) || e)
        .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
        .map((e) => e.outerHTML.slice(0, 80))"""
    for path in pages(folder):
        with opened(browser, address + path, "phone") as page:
            assert page.evaluate(small) == [], path


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_special_media(site, browser, media):
    folder, address = site
    for path in pages(folder):
        with opened(browser, address + path, **media) as page:
            for figure in page.query_selector_all("figure.sim >> visible=true"):
                stroke = """e => { const seen = getComputedStyle(e.querySelector('.marks path'));
                    return seen.stroke === 'none' ? seen.fill : seen.stroke; }"""
                if "forced_colors" in media:
                    assert figure.evaluate(stroke) in ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
            moving = page.evaluate(
                "[...document.querySelectorAll('figure *')].filter(e => "
                "getComputedStyle(e).animationName !== 'none').length"
            )
            assert moving == 0


def test_the_bytes_of_a_view(site, browser):
    """What a first visit and the next chapter cost, compressed as a server would."""
    folder, address = site

    def weight(urls: list[str]) -> int:
        paths = [url.removeprefix(address) for url in urls if url.startswith(address)]
        files = {folder / urlsplit(path).path for path in paths}
        files = {file / "index.html" if file.is_dir() else file for file in files}
        return sum(len(gzip.compress(file.read_bytes())) for file in files)

    with opened(browser, address) as page:
        first = set(page.requests)
    for path in pages(folder):
        with opened(browser, address + path, guess=True) as page:
            assert weight(page.requests) <= FIRST_VIEW, path
            new = set(page.requests) - first
            asked = {url for url in new if re.search(r"/assets/[\w-]+\.(?:js|css)$", url)}
            assert all(weight([url]) <= FURTHER for url in asked), path  # such as the guess's
            assert weight(list(new - asked)) <= NEXT_VIEW, path
    ours = [folder / "assets" / name for name in ("book.js", "book.css")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in ours) <= OURS
