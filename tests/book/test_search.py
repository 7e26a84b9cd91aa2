"""Does a reader who searches find the chapter, in his own words, at once and from any page?"""

import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.browsing import opened

QUERIES = {
    query: pages if isinstance(pages, list) else [pages]
    for row in yaml.safe_load(Path(__file__).with_name("search_queries.yml").read_text("utf-8"))
    for query, pages in row.items()
}
ENOUGH = 34  # of forty
FIELD, FIRST = ".md-search__input", ".md-search-result__item:first-child a"
ASKED = """(before) => { const meta = document.querySelector('.md-search-result__meta').textContent;
    return before === meta.startsWith('Type to'); }"""


@pytest.fixture(scope="module")
def address(book, served) -> str:
    """Where the book is served."""
    return served(book)


@contextmanager
def searching(browser, address: str, change: Callable[[dict], None] | None = None):
    """A function from a query, typed into the search of a served site, to the address of the first
    result within it; `change` alters the index that the browser gets."""

    def alter(route) -> None:
        index = route.fetch().json()
        change(index)
        route.fulfill(json=index)

    def first(query: str) -> str:
        page.fill(FIELD, "")
        page.keyboard.press("Shift")  # the theme listens for keys
        page.wait_for_function(ASKED, arg=True)
        page.fill(FIELD, query)
        page.keyboard.press("Shift")
        page.wait_for_function(ASKED, arg=False)
        link = page.query_selector(FIRST)
        return link.evaluate("a => a.href").removeprefix(address).partition("#")[0] if link else "-"

    with opened(browser, address) as page:
        if change:
            page.route("**/search_index.json", alter)
        page.keyboard.press("/")
        yield first
        assert not page.complaints


def missed(browser, address: str, change: Callable[[dict], None] | None = None) -> dict[str, str]:
    """The queries that another page wins, with that page."""
    with searching(browser, address, change) as first:
        found = {query: first(query) for query in QUERIES}
    return {query: page for query, page in found.items() if page not in QUERIES[query]}


def without_keywords(index: dict) -> None:
    """Take the keywords away."""
    for entry in index["docs"]:
        entry.pop("keywords", None)


def registers_first(index: dict) -> None:
    """Turn the weights round: what stands below the chapters stands above them."""
    index["config"]["fields"]["keywords"]["boost"] = 0.001
    for entry in index["docs"]:
        if "boost" in entry:
            entry["boost"] = 1 / entry["boost"] ** 4


def test_there_are_forty_queries_and_each_names_pages_of_the_book(book):
    assert len(QUERIES) == 40
    assert not [p for ps in QUERIES.values() for p in ps if not (book / p / "index.html").is_file()]


def test_the_right_chapter_comes_first(browser, address):
    wrong = missed(browser, address)
    print(f"{len(QUERIES) - len(wrong)} of {len(QUERIES)} right; not {wrong}")
    assert len(QUERIES) - len(wrong) >= ENOUGH, wrong


@pytest.mark.parametrize("fault", [without_keywords, registers_first])
def test_the_queries_see_a_fault(browser, address, fault):
    assert len(QUERIES) - len(missed(browser, address, fault)) < ENOUGH


FORMS = [  # another form of a word, how it is written in the book or its keywords, and the page
    ("memorised", "memorization", "spectrum/level-1/"),
    ("memorisat", "memorization", "spectrum/level-1/"),
    ("goodharts", "Goodhart's", "spectrum/level-2/"),
    ("thermostats", "thermostat", "spectrum/pressure/"),
    ("corrigible", "corrigibility", "instrumental-goals/"),
    ("misgeneralising", "misgeneralization", "spectrum/level-3/"),
    ("mislabeled", "mislabelled", "spectrum/fundamental/"),
    ("the money pumps", "money pump", "lenses/decision-theory/"),
]


@pytest.mark.parametrize("fault", [False, True], ids=["as built", "without stems"])
def test_a_word_is_found_in_each_of_its_forms(browser, address, fault):
    def without_stems(index: dict) -> None:
        index["config"]["pipeline"].remove("stemmer")

    with searching(browser, address, without_stems if fault else None) as first:
        found = [first(typed) == page for typed, _, page in FORMS]
    assert all(found) != fault


def test_what_is_not_in_the_book_is_not_found(browser, address):
    with searching(browser, address) as first:
        assert [first(query) for query in ("zebra", "%", "why")] == ["-"] * 3


def test_registers_stand_below_chapters(book):
    index = json.loads((book / "search" / "search_index.json").read_text("utf-8"))
    low = {entry["location"].partition("#")[0] for entry in index["docs"] if "boost" in entry}
    assert low == {
        "evidence/",
        "glossary/",
        "references/",
        "references-l-z/",
        "spectrum/evidence/",
        "spectrum/level-3-searcher/",
        "teachers/",
        "what-have-you-learned/",
        "which-is-it/",
    }


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_slash_opens_the_search_and_no_key_is_lost(browser, address, size):
    with opened(browser, address + "lenses/evolution/", size) as page:
        assert not [url for url in page.requests if "bundle" in url or "search" in url]
        page.keyboard.press("/")
        page.keyboard.type("goodhart")  # at once: the theme's script has not come yet
        assert page.input_value(FIELD) == "goodhart"
        page.wait_for_selector(f"{FIRST}[href$='spectrum/level-2/']")
        assert page.evaluate(f"document.activeElement.matches('{FIELD}')")
        assert not page.complaints


def test_a_slash_that_is_typed_is_a_slash(browser, address):
    with opened(browser, address) as page:
        page.click(FIELD)
        page.keyboard.type("and/or")
        assert page.input_value(FIELD) == "and/or"


def test_a_link_to_a_search_shows_its_results(browser, address):
    with opened(browser, address + "pattern/?q=winner%27s+curse", guess=True) as page:
        page.wait_for_selector(f"{FIRST}[href$='spectrum/level-4/']")
        assert page.input_value(FIELD) == "winner's curse"
