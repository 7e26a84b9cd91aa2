"""Can a toy be played, by keyboard alone, and does it count what the build measured?"""

import json
import re

import pytest

from tests.browsing import opened

NEXT = ".sim-toy .is-next"
HIRES = 7


def play(page, presses):
    """Press what is due, so many times, by keyboard; gives the finding and the tally after each."""
    told = []
    page.focus(".sim-toy button")
    for _ in range(presses):
        due = page.query_selector(NEXT)
        due.focus()
        before = page.inner_text(".sim-say")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelector('.sim-say').textContent !== before", arg=before
        )
        told.append((page.inner_text(".sim-say"), page.inner_text(".sim-tally")))
    return told


@pytest.mark.parametrize("cause", [True, False])
def test_the_tally_is_the_builds(book, served, browser, cause):
    with opened(browser, served(book)) as page:
        page.wait_for_selector(NEXT)
        if not cause:
            page.locator(".sim [name=cause]").first.click()
        data = json.loads(page.get_attribute("[data-play]", "data-play"))
        stages = len(data["stages"])
        told = play(page, stages * HIRES)
    runs = data["runs"][0 if cause else 1][:HIRES]
    for hire, run in enumerate(runs):
        say, tally = told[(hire + 1) * stages - 1]
        assert run[data["facts"].index("retest")] in say
        lost = sum(one[-1] for one in runs[: hire + 1])
        assert [int(n) for n in re.findall(r"\d+", tally)] == [lost, hire + 1]


def test_a_stage_shows_its_marks_and_no_later_ones(book, served, browser):
    seen = """() => [...document.querySelectorAll('.sim-plot .marks > *')].map(
      mark => getComputedStyle(mark).visibility === 'visible')"""
    with opened(browser, served(book)) as page:
        page.wait_for_selector(NEXT)
        stages = json.loads(page.get_attribute("[data-play]", "data-play"))["stages"]
        for at in range(len(stages)):
            play(page, 1)
            shown = page.evaluate(seen)
            late = [place for _, places, _ in stages[at + 1 :] for place in places]
            assert [place for place, one in enumerate(shown) if not one] == sorted(late)


def test_only_the_stage_that_is_due_answers(book, served, browser):
    with opened(browser, served(book)) as page:
        page.wait_for_selector(NEXT)
        before = page.inner_text(".sim-say")
        page.locator(".sim-toy button").nth(2).click(force=True)
        page.wait_for_timeout(200)
        assert page.inner_text(".sim-say") == before
        assert page.locator(".sim-toy button").nth(2).get_attribute("aria-disabled") == "true"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_where_motion_is_not_wanted(book, served, browser, motion):
    with browser.new_context(reduced_motion=motion) as session:
        page = session.new_page()
        page.goto(served(book))
        page.wait_for_selector(NEXT)
        play(page, 3)
        assert bool(page.evaluate("document.getAnimations().length")) == (motion != "reduce")
