"""Do the contents open and close as a menu does?"""

import pytest

from tests.browsing import opened

SUMMARY = ".book-contents summary"
OPEN = "document.querySelector('.book-contents').open"
WAYS = {  # what a reader does, and where the focus is then
    "Escape": (lambda page: page.keyboard.press("Escape"), SUMMARY),
    "a click outside": (lambda page: page.mouse.click(30, 600), "body"),
    "the focus goes on": (lambda page: page.focus(".book-scheme"), ".book-scheme"),
    "its own button": (lambda page: page.click(SUMMARY), SUMMARY),
}


@pytest.fixture
def page(book, served, browser):
    """A chapter with its contents open."""
    with opened(browser, f"{served(book)}pattern/") as page:
        assert not [url for url in page.requests if "contents.js" in url], "only for who opens them"
        with page.expect_response("**/contents.js"):
            page.click(SUMMARY)
        page.wait_for_timeout(100)
        assert page.evaluate(OPEN)
        yield page


@pytest.mark.parametrize("way", WAYS)
def test_they_close(page, way):
    act, focus = WAYS[way]
    act(page)
    page.wait_for_function(f"() => !{OPEN}")
    assert page.evaluate(f"document.activeElement.matches('{focus}')")
    page.click(SUMMARY)
    assert page.evaluate(OPEN), "and open again"


def test_they_stay_open_for_what_is_done_in_them(page):
    page.mouse.click(*middle(page.locator(".book-contents li span").first.bounding_box()))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(OPEN)
    assert page.evaluate("document.activeElement.matches('.book-contents a')")


def middle(box: dict) -> tuple[float, float]:
    """The middle of a box."""
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
