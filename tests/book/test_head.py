"""What does a page say of itself, and what says the one that stands where none does?"""

import re
from datetime import date
from urllib.parse import urljoin

import pytest
import yaml

from tests.browsing import pages
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


def test_a_page_says_how_long_it_takes_and_when_it_changed(visits):
    for source in sorted((ROOT / "docs").glob("**/*.md")):
        if source.parent.name == "data":
            continue
        head = yaml.safe_load(source.read_text("utf-8").split("---\n")[1])
        path = f"{source.relative_to(ROOT / 'docs').with_suffix('')}/".removesuffix("index/")
        line, day = visits[path]["dateline"]
        assert line.startswith(f"{head['minutes']} minute"), path
        assert date.fromisoformat(day) == head["updated"], path
        assert f"{head['updated'].day} {head['updated']:%B %Y}" in line, path


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
