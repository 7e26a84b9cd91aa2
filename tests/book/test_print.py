"""Can a chapter be read on paper, on at most eight sheets, each of them filled?"""

import re

import pytest

from tests.book.visits import over
from tests.browsing import opened, pages, unfold

SHEETS = 8  # of A4, a chapter
LONGEST = 5  # chapters that are counted; the others are shorter
PAGE = re.compile(rb"/Type\s*/Page\b")
CHAPTER = 'class="book-cite"'


def sheets(page) -> int:
    """How many sheets a page takes as it is printed."""
    return len(PAGE.findall(page.pdf(format="A4", prefer_css_page_size=False)))


@pytest.fixture(scope="module")
def chapters(book) -> list[str]:
    """Those that a reader would print, the longest first."""
    text = {path: (book / path / "index.html") for path in pages(book) if path.endswith("/")}
    text = {path: file.read_text("utf-8") for path, file in text.items()}
    named = [path for path in text if CHAPTER in text[path]]
    assert len(named) > 3 * LONGEST
    return sorted(named, key=lambda path: -len(text[path]))


def test_a_chapter_takes_at_most_eight_sheets(chapters, book, served, browser):
    address = served(book)
    for path in chapters[:LONGEST]:
        with opened(browser, address + path) as page:
            assert 1 < sheets(page) <= SHEETS, path
    with opened(browser, address + chapters[0]) as page:
        unfold(page)  # and so all numbers are printed
        assert sheets(page) > SHEETS, "what is too long is seen"


def test_all_folds_but_numbers_are_printed_open(chapters, book, served, browser):
    with opened(browser, served(book) + chapters[0]) as page:
        page.emulate_media(media="print")
        shown = "(e) => e.checkVisibility({ contentVisibilityAuto: true }) && e.getBoundingClientRect().height > 0"
        folds = page.query_selector_all("article details:not(.sim-data, .sim-answer)")
        assert len(folds) > 3
        for fold in folds:
            assert not fold.get_attribute("open")
            assert fold.query_selector("summary ~ *").evaluate(shown)
        numbers = page.query_selector_all("article details.sim-data")
        assert numbers and not any(e.evaluate(shown) for e in numbers)
        numbers[0].evaluate("(e) => { e.open = true; }")
        assert numbers[0].query_selector("table").evaluate(shown), "a reader who opened them"


def test_on_paper_nothing_is_cut(visits):
    assert {path: visit["over"] for path, visit in visits.items() if visit["over"]} == {}


@pytest.mark.parametrize(
    "plant",
    [
        "document.querySelector('article table').style.minWidth = '700px'",
        "document.querySelector('article figure.sim .sim-plot').style.height = '600px'",
    ],
    ids=["a wide table", "a high figure"],
)
def test_what_is_cut_is_seen(chapters, book, served, browser, plant):
    with opened(browser, served(book) + chapters[0]) as page:
        unfold(page)
        page.evaluate(plant)
        assert len(over(page)) >= 1
