"""Can a toy be played, by keyboard alone, and does it count what the build measured?"""

import json
import re

import pytest

from tests.browsing import opened

NEXT = ".sim-toy .is-next"
HIRES = 7
HOME, DAY, STUDY = "", "spectrum/level-3/", "spectrum/level-4-annex/"
TOYS = [HOME, DAY, STUDY]
DAYS, MEANINGS = 6, 3  # steps of the controls of the day's figure


def play(page, presses):
    """Press what is due, so many times, by keyboard; gives the finding and the tally after each."""
    told = []
    page.wait_for_selector(NEXT)
    page.focus(".sim-toy button")
    for _ in range(presses):
        due = page.query_selector(NEXT)
        due.focus()
        before = page.inner_text(".sim:has(.sim-toy) .sim-say")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelector('.sim:has(.sim-toy) .sim-say').textContent !== before",
            arg=before,
        )
        told.append((page.inner_text(".sim:has(.sim-toy) .sim-say"), page.inner_text(".sim-tally")))
    return told


def plan(page):
    """What the build gave the toy."""
    return json.loads(page.get_attribute("[data-play]", "data-play"))


def counted(tally):
    """The two numbers of what is counted."""
    return [int(n) for n in re.findall(r"\d+", tally)]


def shown(page):
    """Which marks of the toy's picture are seen."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.sim:has(.sim-toy) .sim-plot .marks > *')].map(
          mark => getComputedStyle(mark).visibility === 'visible')"""
    )


@pytest.mark.parametrize("cause", [True, False])
@pytest.mark.parametrize("toy", [HOME, STUDY])
def test_the_tally_is_the_builds(book, served, browser, toy, cause):
    with opened(browser, served(book) + toy) as page:
        page.wait_for_selector(NEXT)
        if not cause:
            page.locator(".sim:has(.sim-toy) [name=cause]").click()
        data = plan(page)
        stages = len(data["stages"])
        told = play(page, stages * HIRES)
    most = 4 if toy == STUDY else 0  # liberties: the setting that the page shows untouched
    runs = data["runs"][2 * most + (0 if cause else 1)]
    for hire, run in enumerate(runs[:HIRES]):
        say, tally = told[(hire + 1) * stages - 1]
        if toy == HOME:
            assert run[data["facts"].index("retest")] in say
        else:
            assert ("significant!" in say) == bool(run[-1])
        lost = sum(one[-1] for one in runs[: hire + 1])
        assert counted(tally) == [lost, hire + 1]
        assert tally.count(data["signs"][0]) == lost


def test_a_net_walks_all_days_before_the_next_net_does(book, served, browser):
    with opened(browser, served(book) + DAY) as page:
        data = plan(page)
        stages = len(data["stages"])
        first = int(page.input_value("[name=day]"))
        told, days = [], []
        for _ in range(3 * DAYS):
            told.append(play(page, stages)[-1])
            days.append(int(page.input_value("[name=day]")))
    walks = range(3 * DAYS)
    assert days == [(first + walk) % DAYS for walk in walks]
    sour = 2  # of what red may mean, as the page shows it untouched
    each = [
        data["runs"][2 * (day * MEANINGS + sour)][walk // DAYS] for walk, day in enumerate(days)
    ]
    assert any(one != each[0] for one in each), "walks that end alike do not tell their order"
    assert [counted(tally) for _, tally in told] == [
        [sum(one[-1] for one in each[: walk + 1]), walk + 1] for walk in walks
    ]
    for (say, _), one in zip(told, each, strict=True):
        assert ("not the best by its own score" in say) != bool(one[-1])


@pytest.mark.parametrize("toy", TOYS)
def test_a_stage_shows_its_marks_and_no_later_ones(book, served, browser, toy):
    with opened(browser, served(book) + toy) as page:
        stages = [set(places) for _, places, *_ in plan(page)["stages"]]
        for at in range(len(stages)):
            play(page, 1)
            late = set().union(*stages[at + 1 :]) - set().union(*stages[: at + 1])
            assert {place for place, one in enumerate(shown(page)) if not one} == late


@pytest.mark.parametrize("toy", TOYS)
def test_only_the_stage_that_is_due_answers(book, served, browser, toy):
    with opened(browser, served(book) + toy) as page:
        page.wait_for_selector(NEXT)
        before = page.inner_text(".sim:has(.sim-toy) .sim-say")
        last = page.locator(".sim-toy button").last
        last.click(force=True)
        page.wait_for_timeout(200)
        assert page.inner_text(".sim:has(.sim-toy) .sim-say") == before
        assert last.get_attribute("aria-disabled") == "true"


@pytest.mark.parametrize("toy", TOYS)
def test_all_runs_come_back_and_the_count_stays(book, served, browser, toy):
    with opened(browser, served(book) + toy) as page:
        whole = page.inner_text(".sim:has(.sim-toy) .sim-say")
        stages = len(plan(page)["stages"])
        further = 0 if toy == DAY else 1  # into the next round, which on a net's day is another day
        tally = play(page, stages + further)[-1][1]
        page.click(".sim-all")
        page.wait_for_function("() => document.querySelector('.sim-all').hidden")
        assert page.inner_text(".sim:has(.sim-toy) .sim-say") == whole
        assert all(shown(page))
        assert page.inner_text(".sim-tally") == tally
        assert counted(play(page, stages)[-1][1])[1] == 2


def test_another_setting_counts_anew(book, served, browser):
    with opened(browser, served(book) + STUDY) as page:
        play(page, 4)
        page.focus("[name=options]")
        page.keyboard.press("ArrowLeft")
        assert page.inner_text(".sim-tally") == ""
        told = play(page, 2)
        runs = plan(page)["runs"][2 * 3]
        assert counted(told[-1][1]) == [runs[0][-1], 1]


def test_no_run_is_counted_twice(book, served, browser):
    with opened(browser, served(book) + STUDY) as page:
        data = plan(page)
        runs, stages = data["runs"][8], len(data["stages"])
        told = play(page, stages * (len(runs) + 1))
    assert counted(told[stages * len(runs) - 1][1]) == [sum(run[-1] for run in runs), len(runs)]
    assert counted(told[-1][1]) == [runs[0][-1], 1]


def test_a_toy_waits_for_the_guess(book, served, browser):
    with opened(browser, served(book) + DAY, guess=True) as page:
        assert page.locator(".sim-toy").is_hidden()
        page.click("text=just show me")
        assert page.locator(".sim-toy").is_visible()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize(("toy", "presses"), [(HOME, 3), (DAY, 2)])
def test_nothing_moves_where_motion_is_not_wanted(book, served, browser, toy, presses, motion):
    with opened(browser, served(book) + toy, reduced_motion=motion) as page:
        play(page, presses)
        moving = "document.getAnimations().some((one) => one.constructor === Animation)"
        assert page.evaluate(moving) == (motion != "reduce")
