"""What does a page say of itself, and what says the one that stands where none does?"""

import re
from datetime import date
from urllib.parse import urljoin

import pytest
import yaml

from hooks.draw.pictograms import THINGS
from tests.browsing import opened, pages
from tests.conftest import ROOT, Site

NAME = "Nobody Put It There"
PATH = "books/nobody/"  # a site that does not stand at its host's root


@pytest.fixture(scope="module")
def address(book, served) -> str:
    """Where the book is served."""
    return served(book)


@pytest.fixture(scope="module")
def deep(tmp_path_factory, served) -> str:
    """The address of the book built for a folder of its host."""
    root = tmp_path_factory.mktemp("host")
    built = Site(ROOT).build("-d", str(root / PATH), SITE_URL=f"https://example.org/{PATH}")
    assert built.code == 0, built.err
    return served(root) + PATH


def titles(site) -> dict[str, str]:
    """The title of every page of a built site."""
    return {
        path: re.search(r"<title>(.*?)</title>", (site / path / "index.html").read_text("utf-8"))[1]
        for path in pages(site)
        if path != "404.html"
    }


def repeated(found: dict[str, str]) -> list[str]:
    """The pages whose title does not have the book's name just once."""
    return [path for path, title in found.items() if title.count(NAME) != 1]


def test_each_title_has_the_books_name_once(book):
    found = titles(book)
    assert found[""] == NAME
    assert len(set(found.values())) == len(found)
    assert not repeated(found)
    assert repeated(found | {"": f"{NAME} - {NAME}"}) == [""]


def heads() -> dict[str, dict]:
    """What each page says of itself, by its address within the site."""
    docs, found = ROOT / "docs", {}
    for source in sorted(docs.glob("**/*.md")):
        if source.parent.name != "data":
            path = f"{source.relative_to(docs).with_suffix('')}/".removesuffix("index/")
            found[path] = yaml.safe_load(source.read_text("utf-8").split("---\n")[1])
    return found


def test_a_page_says_how_long_it_takes_and_when_it_changed(visits):
    for path, head in heads().items():
        line, day = visits[path]["dateline"]
        assert line.startswith(f"{head['minutes']} minute"), path
        assert date.fromisoformat(day) == head["updated"], path
        assert f"{head['updated'].day} {head['updated']:%B %Y}" in line, path


MARK = re.compile(
    r'<div class="book-mark" aria-hidden="true">(?:<span>(\d)</span>)?'
    r'<svg [^>]*><path d="([^"]*)"/></svg></div>\s*<h1'
)


def test_a_chapter_shows_its_thing_and_its_depth_by_its_title(book):
    """Drawn, for eyes alone."""
    for path, head in heads().items():
        html = (book / path / "index.html").read_text("utf-8")
        depth = str(head.get("stratum", ""))
        named = [(depth, THINGS[head["thing"]])] if "thing" in head else []
        assert MARK.findall(html) == named, path
        assert named or not depth, path
        assert not MARK.search(html.replace(' aria-hidden="true"', "")), path


PLACED = """() => { const mark = document.querySelector('.book-mark'), title = document.querySelector('h1');
    const box = (e) => { const { left, right, top, bottom } = e.getBoundingClientRect(); return { left, right, top, bottom }; };
    return { mark: box(mark), title: box(title), thing: box(mark.querySelector('svg')),
        drawn: getComputedStyle(mark.querySelector('path')).stroke, ink: getComputedStyle(title).color }; }"""


def misplaced(page, size) -> list[str]:
    """What is wrong with where and how a thing stands by its title: as dark as that, in the margin
    where there is one, or else above."""
    seen = page.evaluate(PLACED)
    mark, title, thing = seen["mark"], seen["title"], seen["thing"]
    beside = mark["right"] <= title["left"] and abs(mark["top"] - title["top"]) <= 12
    above = 0 <= title["top"] - mark["bottom"] <= 12
    right = {
        "colour": seen["drawn"] == seen["ink"],
        "size": 30 <= thing["right"] - thing["left"] <= 60,
        "place": mark["left"] >= 0 and (beside if size == "desktop" else above),
    }
    return [name for name, well in right.items() if not well]


SIZED = pytest.mark.parametrize("size", ["320", "phone", "1024", "desktop"])


@pytest.mark.parametrize("path", ["", "pattern/", "spectrum/level-4/"])
@SIZED
@pytest.mark.parametrize("forced", ["none", "active"])
def test_what_stands_by_a_title_covers_nothing(browser, address, path, size, forced):
    with opened(browser, address + path, size, forced_colors=forced) as page:
        assert misplaced(page, size) == []


@pytest.mark.parametrize(
    ("css", "style", "fault"),
    [
        (".book-mark path", "stroke: #201d18", "colour"),
        (".book-mark svg", "width: 14px", "size"),
        (".book-mark", "margin: -1rem", "place"),
    ],
)
@SIZED
def test_what_stands_ill_is_seen(browser, address, css, style, fault, size):
    with opened(browser, f"{address}pattern/", size, forced_colors="active") as page:
        plant = "([css, style]) => { document.querySelector(css).style.cssText = style; }"
        page.evaluate(plant, [css, style])
        assert misplaced(page, size) == [fault]


@pytest.mark.parametrize("place", ["levl-4", "spectrum/levl-4/more/"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_address_where_nothing_stands_helps_on(browser, deep, place, script):
    with browser.new_context(java_script_enabled=script) as session:
        lost = session.request.get(f"{deep}404.html").text()
        page = session.new_page()
        failed = []
        page.on("response", lambda answer: answer.ok or failed.append(answer.url))
        page.route(deep + place, lambda route: route.fulfill(body=lost, content_type="text/html"))
        page.goto(deep + place, wait_until="networkidle")
        assert page.title() == f"Not found - {NAME}"
        assert "nothing at this address" in page.inner_text("article")
        links = {
            urljoin(page.url, link.get_attribute("href"))
            for link in page.query_selector_all("article a >> visible=true")
        }
        assert {deep, f"{deep}ten-minutes/", f"{deep}spectrum/level-4/"} <= links
        assert not [link for link in links if not session.request.get(link).ok]
        assert page.is_visible(".find") == script
        if script:
            page.fill(".find input", "winner's curse")
            page.press(".find input", "Enter")
            page.wait_for_selector(
                ".md-search-result__item:first-child a[href$='spectrum/level-4/']"
            )
        assert not failed
