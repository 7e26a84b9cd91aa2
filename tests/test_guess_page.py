"""Does a figure wait for the reader's guess, and only where it should?  And does a card show?"""

import json

import pytest

from tests.browsing import opened

FIGURE = "#fig-winners-curse"
VISIBLE = "e => getComputedStyle(e).visibility === 'visible'"


@pytest.fixture(scope="module")
def chapter(book, served) -> str:
    """The address of a chapter that asks for a guess."""
    return f"{served(book)}spectrum/level-4/"


@pytest.fixture(scope="module")
def plan(book) -> dict:
    """What the build worked out for the guess."""
    html = (book / "spectrum" / "level-4" / "index.html").read_text(encoding="utf-8")
    start = html.index('data-guess="') + len('data-guess="')
    return json.loads(html[start : html.index('"', start)].replace("&quot;", '"'))


def drawn(page) -> list[str]:
    """The paths that a reader sees in the figure's plot."""
    return page.locator(f"{FIGURE} .sim-plot .marks:not(.twin) path").evaluate_all(
        f"paths => paths.filter({VISIBLE}).map(e => e.getAttribute('d'))"
    )


def set_slider(page, step: int) -> None:
    page.locator(f"{FIGURE} input[type=range]").evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); }", step
    )


def test_a_figure_waits_and_shows_the_twin(chapter, browser):
    with opened(browser, chapter, guess=True) as page:
        assert not drawn(page)
        twin = page.locator(f"{FIGURE} .sim-twin .marks path").evaluate_all(
            "p => p.map(e => e.getAttribute('d'))"
        )
        shown = page.locator(f"{FIGURE} .sim-plot .twin path").evaluate_all(
            f"p => p.filter({VISIBLE}).map(e => e.getAttribute('d'))"
        )
        assert shown == twin
        assert not page.locator(f"{FIGURE} .sim-say").is_visible()
        assert page.locator(f"{FIGURE} .sim-ask").is_visible()


@pytest.mark.parametrize("aim,judged", [(0, "It is more"), (1, "That is right"), (2, "It is less")])
def test_a_guess_is_drawn_and_judged(chapter, plan, browser, aim, judged):
    low, high = plan["answer"]
    step = [0, round((low + high) / 2), 100][aim]
    with opened(browser, chapter, guess=True) as page:
        set_slider(page, step)
        assert page.locator(f"{FIGURE} output").first.inner_text() == plan["shown"][step]
        page.locator(".sim-guessing button").first.click()
        axis, start, stop, *_ = plan["line"]
        d = page.locator(f"{FIGURE} path.guess").get_attribute("d")
        assert axis == "x" and d.startswith(f"M{round(start + (stop - start) * step / 100)} ")
        verdict = page.locator(f"{FIGURE} .sim-ask").inner_text()
        assert verdict == f"Your guess: {plan['shown'][step]}. {judged}: {plan['said']}."
        assert drawn(page) and page.locator(f"{FIGURE} .sim-say").is_visible()
        assert page.locator(f"{FIGURE} output").first.inner_text() == "100"
        set_slider(page, 0)  # the slider is the control again
        page.wait_for_function(f"document.querySelector('{FIGURE} output').value === '1'")


def test_just_show_me_draws_no_guess(chapter, browser):
    with opened(browser, chapter, guess=True) as page:
        page.locator(".sim-guessing button").last.click()
        assert drawn(page) and not page.locator(f"{FIGURE} path.guess").count()


def test_it_works_by_keyboard(chapter, browser):
    with opened(browser, chapter, guess=True) as page:
        page.locator(f"{FIGURE} input[type=range]").focus()
        before = page.locator(f"{FIGURE} output").first.inner_text()
        page.keyboard.press("ArrowRight")
        assert page.locator(f"{FIGURE} output").first.inner_text() != before
        page.locator(".sim-guessing button").first.focus()
        page.keyboard.press("Enter")
        assert drawn(page)
        assert page.evaluate("document.activeElement.type") == "range"


def test_a_second_visit_a_link_paper_and_no_script_are_not_veiled(chapter, browser):
    with opened(browser, chapter, guess=True) as page:
        page.emulate_media(media="print")
        assert drawn(page)
        for extra in (".sim-plot .twin", ".sim-plot .guess"):
            assert not page.locator(f"{FIGURE} {extra}").first.is_visible()
        page.emulate_media(media="screen")
        page.locator(".sim-guessing button").last.click()
        page.reload(wait_until="networkidle")
        assert drawn(page)
    with opened(browser, f"{chapter}{FIGURE}?models=10", guess=True) as page:
        assert drawn(page) and not page.locator(".sim-guessing").count()
    with opened(browser, chapter, guess=True, java_script_enabled=False) as page:
        assert page.locator(f"{FIGURE} .sim-say").is_visible()
        assert page.locator(f"{FIGURE} .sim-answer").is_visible()


def test_a_figure_is_not_veiled_for_ever_when_the_script_does_not_come(chapter, browser):
    with browser.new_context() as session:
        page = session.new_page()
        page.route("**/guess.js", lambda route: route.abort())
        page.goto(chapter)
        page.wait_for_timeout(4500)
        assert drawn(page)


def test_nothing_jumps_where_a_figure_waits(chapter, browser):
    for size in ("desktop", "phone"):
        with opened(browser, chapter, size, guess=True) as page:
            page.wait_for_timeout(300)
            assert page.evaluate("window.shift") <= 0.01


def test_one_card_at_a_time_by_mouse_and_by_keyboard(chapter, book, browser):
    cards = json.loads((book / "assets" / "cards.json").read_text(encoding="utf-8"))
    with opened(browser, chapter) as page:
        first, second = page.locator("a.term").first, page.locator("a.cite").first
        for link, wake in ((first, first.hover), (second, second.focus)):
            wake()
            page.wait_for_selector("#card:not([hidden])")
            address = link.get_attribute("href").replace("../", "")
            page.wait_for_function(
                "text => document.getElementById('card').textContent === text", arg=cards[address]
            )
            assert link.get_attribute("aria-describedby") == "card"
        assert page.locator("[aria-describedby=card]").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("#card").is_hidden()


def test_a_touch_shows_the_card_and_the_next_follows(chapter, browser):
    with opened(browser, chapter, "phone", has_touch=True) as page:
        link = page.locator("a.term").first
        link.tap()
        page.wait_for_selector("#card:not([hidden])")
        assert page.url.split("#")[0] == chapter
        link.tap()
        page.wait_for_url("**/glossary/**")
