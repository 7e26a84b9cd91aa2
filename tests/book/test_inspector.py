"""Can a check be bought and an inspection be held, by keyboard alone, and is it the build's?"""

import json
import re

import pytest

from tests.browsing import opened

FIGURE = "#fig-one-check"
BUTTON = f"{FIGURE} .sim-toy button"


def held(page):
    """Hold one inspection, by keyboard; gives what is said at its stages, and the tally."""
    told = []
    for at in range(page.locator(BUTTON).count()):
        button = page.locator(BUTTON).nth(at)
        button.focus()
        assert "is-next" in button.get_attribute("class")
        before = page.inner_text(f"{FIGURE} .sim-say")
        page.keyboard.press("Enter")
        page.wait_for_function(
            f"before => document.querySelector('{FIGURE} .sim-say').textContent !== before",
            arg=before,
        )
        told.append(page.inner_text(f"{FIGURE} .sim-say"))
    return told, page.inner_text(f"{FIGURE} .sim-tally")


def bought(page, check, told):
    """Buy a check, by keyboard, and say what it is told."""
    slider = page.locator(f"{FIGURE} input[name=audit]")
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(check):
        page.keyboard.press("ArrowRight")
    page.locator(f"{FIGURE} input[name=told]").nth(1 - told).focus()
    page.keyboard.press("ArrowRight" if told else "ArrowLeft")


@pytest.mark.parametrize(("check", "told"), [(1, 0), (1, 1), (5, 0), (6, 1)])
def test_what_a_check_lets_through_is_what_the_build_measured(book, served, browser, check, told):
    with opened(browser, served(book) + "implications/") as page:
        data = json.loads(page.get_attribute(FIGURE, "data-play"))
        bought(page, check, told)
        runs = data["runs"][2 * (2 * check + told)]
        through, wronged = (data["facts"].index(name) for name in ("through", "wronged"))
        counted = 0
        for at in range(3):
            (_, second, last), tally = held(page)
            run = runs[at]
            assert run[0] in second
            assert f"through: {run[through]}." in last
            assert f"stopped: {run[wronged]}." in last
            counted += run[-1]
            assert [int(n) for n in re.findall(r"\d+", tally)] == [counted, at + 1]


def test_another_check_begins_another_tally(book, served, browser):
    with opened(browser, served(book) + "implications/") as page:
        held(page)
        bought(page, 2, 1)
        assert page.inner_text(f"{FIGURE} .sim-tally") == ""
        _, tally = held(page)
        assert re.findall(r"\d+", tally)[1] == "1"


def test_what_a_net_is_stays_unseen_until_it_is_opened(book, served, browser):
    seen = f"""() => [...document.querySelectorAll('{FIGURE} .sim-plot .marks text')].filter(
      text => getComputedStyle(text).visibility === 'visible').map(text => text.textContent)"""
    with opened(browser, served(book) + "implications/") as page:
        for at, words in enumerate([[], [], ["clean", "luck"]]):
            page.locator(BUTTON).nth(at).press("Enter")
            page.wait_for_function(
                f"at => document.querySelectorAll('{BUTTON}')[(at + 1) % 3].matches('.is-next')",
                arg=at,
            )
            shown = page.evaluate(seen)
            assert set(words) <= set(shown)
            assert bool(words) == bool(shown)
