"""Does a page that is used again remember nothing, and is one ready only when it is?"""

from pathlib import Path

import pytest

from tests.browsing import READY, opened
from tests.conftest import made_once

ASKS = "spectrum/level-4/"
STATE = """() => ({ stored: [localStorage.length, sessionStorage.length], print: matchMedia('print').matches,
    dark: matchMedia('(prefers-color-scheme: dark)').matches, forced: matchMedia('(forced-colors: active)').matches,
    width: innerWidth, hash: location.hash, hovered: document.querySelectorAll('article :hover').length,
    guessing: document.querySelectorAll('.is-guessing').length, scroll: scrollY, live: document.querySelectorAll('.is-live').length })"""


def test_a_page_used_again_is_as_a_new_one(book, served, browser):
    address = served(book) + ASKS
    with opened(browser, address, guess=True, fresh=True) as page:
        new = page.evaluate(STATE)
        assert new["guessing"] == 1
    with opened(browser, address, "phone", guess=True, color_scheme="dark") as used:
        used.route("**/*.json", lambda route: route.abort())
        used.context.route("**/*.css", lambda route: route.abort())
        used.emulate_media(media="print", forced_colors="active")
        used.evaluate("localStorage.guessed = sessionStorage.guessed = 1; console.error('late')")
        used.evaluate("document.cookie = 'a=b'; location.hash = 'x'; scrollTo(0, 500)")
        used.context.new_page()
        used.mouse.move(200, 400)
        assert used.complaints == ["late"]
    with opened(browser, address, guess=True) as page:
        assert page == used, "it is the same page"
        assert page.evaluate(STATE) == new
        assert (page.complaints, page.context.cookies(), len(page.context.pages)) == ([], [], 1)
        assert page.evaluate("fetch('../../facts.json').then((answer) => answer.ok)")
        assert page.evaluate("fetch('../../assets/book.css').then((answer) => answer.ok)")
        assert {url.rpartition("/")[2] for url in page.requests} >= {"book.js", "guess.js"}


def test_a_page_of_a_test_that_failed_is_not_used_again(book, served, browser):
    with pytest.raises(ZeroDivisionError), opened(browser, served(book)) as used:
        raise ZeroDivisionError
    with opened(browser, served(book)) as page:
        assert page != used
        assert used.is_closed()


def test_two_pages_at_once_are_two(book, served, browser):
    with opened(browser, served(book)) as one, opened(browser, served(book)) as other:
        one.evaluate("localStorage.a = 1")
        assert other.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("file", ["guess.js", "book.js", "book.css"])
def test_a_page_is_not_ready_before_what_it_asks_for_has_come(book, served, browser, file):
    held = []
    with browser.new_context() as session:
        page = session.new_page()
        page.route(f"**/{file}", lambda route: held.append(route))
        page.goto(served(book) + ASKS, wait_until="commit")
        while not held:
            page.wait_for_timeout(50)
        page.wait_for_timeout(300)
        assert not page.evaluate(READY)
        held[0].continue_()
        page.wait_for_function(READY)
        assert page.query_selector(".is-guessing") or file == "book.css"


def test_what_is_shared_is_made_once(tmp_path, monkeypatch):
    class Factory:
        """Of one worker."""

        def __init__(self, name: str) -> None:
            self.base = tmp_path / name

        def getbasetemp(self) -> Path:
            self.base.mkdir(exist_ok=True)
            return self.base

        def mktemp(self, name: str) -> Path:
            (self.base / name).mkdir()
            return self.base / name

    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        if len(made) == 1:
            raise OSError("no space")
        (folder / "made").write_text("whole")

    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    with pytest.raises(OSError):
        made_once(Factory("gw0"), "thing", make)
    assert not (tmp_path / "thing").exists(), "a half is not shared"
    folders = {made_once(Factory(name), "thing", make) for name in ("gw1", "gw2", "gw1")}
    assert folders == {tmp_path / "thing"}
    assert (tmp_path / "thing" / "made").read_text() == "whole"
    assert len(made) == 2
    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    assert made_once(Factory("alone"), "thing", make) == tmp_path / "alone" / "thing"


def test_pages_are_kept_for_those_who_ask_alike(browser, book, served):
    """One with a touch screen is not given to a test that wants none."""
    with opened(browser, served(book), has_touch=True) as page:
        assert page.evaluate("navigator.maxTouchPoints") > 0
    with opened(browser, served(book)) as page:
        assert page.evaluate("navigator.maxTouchPoints") == 0
