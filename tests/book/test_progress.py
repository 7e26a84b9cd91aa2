"""Does the book remember what was read to its end, in this browser alone, until it is told to forget?"""

import pytest

from tests.browsing import opened, reload

END = "() => scrollTo(0, document.documentElement.scrollHeight)"
READ = "() => JSON.parse(localStorage.getItem('read'))"
MARKED = "() => [...document.querySelectorAll('.book-contents a')].filter((a) => a.querySelector('.book-read')).map((a) => a.pathname)"


@pytest.fixture(scope="module")
def address(book, served):
    return served(book)


def come_to_the_end(page) -> None:
    """As a reader does."""
    page.evaluate(END)
    page.wait_for_function("() => localStorage.getItem('read')")


def test_a_page_is_marked_once_its_end_is_seen_and_no_other(address, browser):
    with opened(browser, f"{address}pattern/") as page:
        page.evaluate("scrollTo(0, 300)")
        page.wait_for_timeout(300)
        assert page.evaluate(READ) is None
        assert not [url for url in page.requests if "progress" in url], (
            "it waits until it is needed"
        )
        page.click(".book-contents summary")
        page.wait_for_timeout(300)
        assert page.evaluate(MARKED) == []
        assert not page.query_selector(".book-contents button")
        page.click(".book-contents summary")
        come_to_the_end(page)
        page.goto(f"{address}glossary/")
        come_to_the_end(page)
        page.goto(f"{address}implications/")
        page.click(".book-contents summary")
        page.wait_for_selector(".book-contents button")
        here = page.evaluate("new URL('..', location).pathname")
        assert page.evaluate(MARKED) == [f"{here}pattern/", f"{here}glossary/"]
        assert "2 of " in page.inner_text("li.book-read")
        assert not page.complaints
        assert not [url for url in page.requests if not url.startswith(address)]


def test_a_click_clears_the_marks_for_good(address, browser):
    with opened(browser, f"{address}pattern/") as page:
        come_to_the_end(page)
        page.click(".book-contents summary")
        page.click(".book-contents button")
        assert page.evaluate(READ) is None
        assert page.query_selector_all(".book-read") == []
        assert page.evaluate("document.activeElement.matches('.book-contents summary')")
        page.evaluate("scrollTo(0, 0)")
        reload(page)
        page.click(".book-contents summary")
        page.wait_for_timeout(300)
        assert page.evaluate(MARKED) == []


@pytest.mark.parametrize("held", ['"{"', '"1"', '"null"'])
def test_what_is_no_list_of_pages_is_taken_for_none(address, browser, held):
    with opened(browser, f"{address}pattern/") as page:
        page.evaluate(f"localStorage.setItem('read', {held})")
        page.evaluate(END)
        page.wait_for_function("() => localStorage.getItem('read').includes('pattern')")
        assert not page.complaints


def test_without_a_place_to_keep_them_there_are_no_marks(address, browser):
    with opened(browser, f"{address}pattern/") as page:
        page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
        page.evaluate(END)
        page.wait_for_timeout(500)
        page.click(".book-contents summary")
        assert page.evaluate(MARKED) == []
        assert not page.complaints


def test_the_open_contents_keep_their_form(address, browser):
    from tests.book.visits import axe

    with opened(browser, f"{address}pattern/") as page:
        come_to_the_end(page)
        page.click(".book-contents summary")
        page.wait_for_selector(".book-contents button")
        assert axe(page, ".book-contents")["violations"] == {}
        page.evaluate(
            "document.querySelector('li.book-read').outerHTML = '<p class=book-read>x</p>'"
        )
        assert "list" in axe(page, ".book-contents")["violations"], "a fault there would be seen"
