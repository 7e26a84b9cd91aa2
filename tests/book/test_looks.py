"""Does the book look as it would under the theme's whole style sheet?"""

from collections.abc import Callable
from pathlib import Path

import material
import pytest

from tests.browsing import opened, reload, unfold

WHOLE = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
PAGES = ["", "lenses/convergence/", "404.html"]
# How each element looks, and what stands before and after it; a poster's parts are the book's own, and alike. Whether a
# script has marked a focus as one by keys hangs on the moment.
LOOKS = """() => [...document.querySelectorAll('body, body *:not(svg *, math *, script, tr ~ tr *, li ~ li ~ li *)')].flatMap((e) =>
    ['', '::before', '::after'].map((part) => [getComputedStyle(e, part), part])
        .filter(([style, part]) => !part || style.content !== 'none')
        .map(([style, part]) => [e.tagName, `${e.className}`.replace(' focus-visible', ''), part, ...[...style].filter((name) => !name.startsWith('--')).map((name) => style.getPropertyValue(name))].join()))"""
SEARCH = {"desktop": ".md-search__input", "phone": "label.md-header__button[for=__search]"}


def looks(
    browser, address: str, size: str, change: Callable[[str], str] | None = None
) -> list[str]:
    """Every element of a page that is unfolded, with the search open; `change` gives it another sheet
    in the place of the theme's, by its name."""
    with opened(browser, address, size, fresh=True) as page:
        if change:
            page.route(
                "**/stylesheets/main*",
                lambda route: route.fulfill(
                    body=change(route.request.url.rpartition("/")[2]), content_type="text/css"
                ),
            )
        reload(page)
        unfold(page)
        page.click(SEARCH[size])
        page.fill(".md-search__input", "champion")
        page.wait_for_selector(".md-search-result__item")
        page.wait_for_timeout(600)
        return page.evaluate(LOOKS)


def whole(name: str) -> str:
    """The theme's own sheet."""
    return (WHOLE / name).read_text("utf-8")


@pytest.mark.parametrize("size", SEARCH)
@pytest.mark.parametrize("path", PAGES)
def test_the_book_looks_as_under_the_whole_sheet(book, served, browser, path, size):
    address = served(book) + path
    assert looks(browser, address, size) == looks(browser, address, size, whole)


def test_a_rule_too_few_is_seen(book, served, browser):
    address, name = served(book) + "404.html", "md-search-result__item"
    fewer = looks(browser, address, "desktop", lambda sheet: whole(sheet).replace(f".{name}", ".x"))
    assert fewer != looks(browser, address, "desktop")


def test_the_sheet_is_half_of_the_theme_s(book):
    (sheet,) = (book / "assets" / "stylesheets").glob("main*.css")
    assert len(sheet.read_bytes()) < len((WHOLE / sheet.name).read_bytes()) * 0.65
