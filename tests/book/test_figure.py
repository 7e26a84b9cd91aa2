"""Does a figure do what its controls say: by mouse, by keyboard, by link, and without a script?"""

import json
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.browsing import opened, reload, unfold

PAGE, FIGURE = "spectrum/level-4/", "fig-winners-curse"


@pytest.fixture(scope="module")
def chapter(book, served) -> str:
    """The address of a chapter whose main figure has a slider, a switch and many runs."""
    return served(book) + PAGE


@pytest.fixture(scope="module")
def steps(book) -> dict:
    """The data file of its main figure."""
    html = (book / PAGE / "index.html").read_text(encoding="utf-8")
    address = html.split(f'id="{FIGURE}"')[0].split('data-sim="')[-1].split('"')[0]
    return json.loads((book / PAGE / address).resolve().read_text(encoding="utf-8"))


def state(page) -> dict:
    """What a reader sees of the figure."""
    return page.evaluate(
        """(id) => { const f = document.getElementById(id); return {
        say: f.querySelector('.sim-say').textContent,
        marks: [...f.querySelectorAll('.sim-plot .marks > path')].map((p) => p.getAttribute('d')),
        rows: [...f.querySelectorAll('.sim-now tbody tr')].map(
            (row) => [...row.children].map((field) => field.textContent)),
        shown: f.querySelector('output').value, hash: location.hash }; }""",
        FIGURE,
    )


def paths(cell: dict) -> list[str]:
    """The paths of a cell of the data file."""
    return [mark for mark in cell["marks"] if isinstance(mark, str)]


def test_a_step_moves_picture_sentence_numbers_and_address(chapter, steps, browser):
    with opened(browser, chapter) as page:
        start = state(page)
        assert (start["say"], start["marks"]) == (
            steps["cells"][steps["start"]]["say"],
            paths(steps["cells"][steps["start"]]),
        )
        page.focus(f"#{FIGURE} input[type=range]")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => location.hash.includes('models=300')")
        cell, seen = steps["cells"][steps["start"] + 2], state(page)
        assert (seen["say"], seen["marks"], seen["rows"]) == (
            cell["say"],
            paths(cell),
            cell["rows"],
        )
        assert seen["shown"] == "300"
        assert seen["marks"] != start["marks"]
        page.click(f"#{FIGURE} button[type=reset]")
        page.wait_for_function(f"() => location.hash === '#{FIGURE}'")
        again = state(page)
        assert {k: again[k] for k in ("say", "marks", "rows", "shown")} == {
            k: start[k] for k in ("say", "marks", "rows", "shown")
        }
        assert not [url for url in page.requests if "plotly" in url]


def test_the_switch_turns_the_cause_off(chapter, steps, browser):
    with opened(browser, chapter) as page:
        page.focus(f"#{FIGURE} [name=cause]")
        page.keyboard.press("Space")
        page.wait_for_function("() => location.hash.includes('cause=off')")
        assert state(page)["say"] == steps["cells"][steps["start"] + 1]["say"]


@pytest.mark.parametrize("models,cause", [(1, "on"), (1000, "on"), (1000, "off")])
def test_a_link_brings_the_state_back(chapter, steps, browser, models, cause):
    at = 2 * steps["controls"][0]["values"].index(models) + (cause == "off")
    with opened(browser, f"{chapter}#{FIGURE}?models={models}&cause={cause}") as page:
        page.wait_for_function(
            "([id, say]) => document.querySelector(`#${id} .sim-say`).textContent === say",
            arg=[FIGURE, steps["cells"][at]["say"]],
        )
        assert state(page)["marks"] == paths(steps["cells"][at])


def test_a_link_to_another_grid_falls_back_to_the_start(chapter, steps, browser):
    with opened(browser, f"{chapter}#{FIGURE}?models=77&nonsense=1") as page:
        page.wait_for_function(f"() => location.hash === '#{FIGURE}'")  # it has been followed
        assert state(page)["say"] == steps["cells"][steps["start"]]["say"]
        assert not page.complaints


def test_one_run_steps_through_every_run(book, chapter, steps, browser):
    """All that the caption speaks of, in order, and then the first again."""
    cell = steps["cells"][steps["start"]]
    runs = []
    for name in steps["runs"]["files"]:
        runs += json.loads((book / "assets/sim" / name).read_text("utf-8"))["runs"]
    wanted = [
        [
            shared if own is None else own
            for own, shared in zip(run[steps["start"]]["marks"], cell["marks"], strict=True)
        ]
        for run in runs
    ]
    with opened(browser, chapter) as page:
        everything = state(page)["marks"]
        page.click(f"#{FIGURE} .sim-run")
        for run in [*range(50), 0]:
            page.wait_for_function(
                f"() => document.querySelector('#{FIGURE} .sim-next').textContent === 'next run ({run + 1} of 50)'"
            )
            seen = state(page)
            assert seen["marks"] == paths({"marks": wanted[run]})
            assert seen["say"] == runs[run][steps["start"]]["say"]
            page.click(f"#{FIGURE} .sim-next")
        assert len({str(one) for one in wanted}) == len(runs) == 50
        page.click(f"#{FIGURE} .sim-run")
        page.wait_for_selector(f"#{FIGURE} .sim-next", state="hidden")
        assert state(page)["marks"] == everything


def test_where_all_runs_look_alike_there_is_none_to_look_at(book, served, browser):
    """The button goes with the setting, and the run that was looked at comes back with it."""
    address, figure = served(book) + "lenses/decision-theory/", "#fig-committee"
    with opened(browser, address) as page:
        unfold(page)
        drawn = """(css) => [...document.querySelectorAll(`${css} .sim-plot .marks > path`)].map((p) => p.getAttribute('d'))"""
        page.click(f"{figure} .sim-run")
        page.wait_for_selector(f"{figure} .sim-next >> visible=true")
        alone = page.evaluate(drawn, figure)
        page.uncheck(f"{figure} [name=cause]")
        for button in ("run", "next"):
            page.wait_for_selector(f"{figure} .sim-{button}", state="hidden")
        assert page.evaluate(drawn, figure) != alone
        page.check(f"{figure} [name=cause]")
        page.wait_for_selector(f"{figure} .sim-next >> visible=true")
        assert page.evaluate(drawn, figure) == alone
        assert page.get_attribute(f"{figure} .sim-run", "aria-pressed") == "true"


@pytest.mark.parametrize("figure", ["fig-gamble", "fig-gradient-step", "fig-value-iteration"])
def test_a_figure_without_chance_has_no_such_button(book, served, browser, figure):
    with opened(browser, served(book) + "before-you-start/") as page:
        assert page.locator(f"#{figure} .sim-explore").is_visible()
        assert page.locator(f"#{figure} .sim-run").count() == 0


def contrast(page, selector: str) -> float:
    """Of an element's words against its ground."""
    colours = page.evaluate(
        """(css) => { const seen = getComputedStyle(document.querySelector(css));
        return [seen.color, seen.backgroundColor]; }""",
        selector,
    )
    lights = []
    for colour in colours:
        red, green, blue, *alpha = (float(v) for v in re.findall(r"[\d.]+", colour))
        assert alpha in ([], [1]), f"{selector} has no ground of its own: {colour}"
        parts = [v / 255 for v in (red, green, blue)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_button_that_is_pressed_can_be_read(chapter, browser, size, scheme, forced):
    """While the mouse rests on it, and behind the thumb, where a phone leaves it hovered."""
    touch = {"has_touch": True, "is_mobile": True} if size == "phone" else {}
    with opened(browser, chapter, size, color_scheme=scheme, forced_colors=forced, **touch) as page:
        button = page.locator(f"#{FIGURE} .sim-run")
        button.tap() if touch else button.click()
        page.wait_for_selector(f"#{FIGURE} .sim-run[aria-pressed=true]")
        button.hover()
        pressed = f"#{FIGURE} .sim-run"
        assert contrast(page, pressed) >= 4.5
        ground = "(css) => getComputedStyle(document.querySelector(css)).backgroundColor"
        assert page.evaluate(ground, pressed) != page.evaluate(ground, f"#{FIGURE} .sim-next")


@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_button_that_is_down_looks_unlike_the_others(book, served, browser, forced):
    with opened(browser, served(book) + "spectrum/pressure/", forced_colors=forced) as page:
        looks = page.evaluate(
            """() => [...document.querySelectorAll('fieldset.sim-control')].map((set) =>
            [...set.querySelectorAll('input')].map((input) => { const seen = getComputedStyle(input.nextElementSibling);
            return [input.checked, seen.backgroundColor, seen.color]; }))"""
        )
        assert looks
        for choices in looks:
            (down,) = [look for checked, *look in choices if checked]
            assert all(look != down for checked, *look in choices if not checked)


@pytest.mark.parametrize(
    ("what", "file"),
    [("step", "*/winners-curse.*.json"), ("one run", "*/winners-curse-runs*.json"), ("live", "*/winners-curse-full.*.json"), ("live", "*/live.js*"), ("live", "*/plotly.min.js")],
)  # fmt: skip
def test_what_did_not_come_is_asked_for_again(chapter, steps, browser, what, file):
    """The picture stands, the reader is told, and the next try works without a reload."""
    with opened(browser, chapter) as page:

        def act():
            if what == "step":
                page.focus(f"#{FIGURE} input[type=range]")
                page.keyboard.press("ArrowRight")
            else:
                page.click(f"#{FIGURE} {'.sim-run' if what == 'one run' else '.sim-explore'}")

        reload(page)  # what the guess asked for is not kept
        start = state(page)
        page.route(f"**{file}", lambda route: route.abort())
        act()
        page.wait_for_selector(f"#{FIGURE} .sim-note[role=alert]")
        seen = state(page)
        assert (seen["marks"], seen["say"]) == (start["marks"], start["say"])
        assert page.locator(f"#{FIGURE} .sim-plot .sim-poster").is_visible()
        page.unroute(f"**{file}")
        act()
        page.wait_for_selector(f"#{FIGURE} .sim-note", state="detached")
        if what == "step":
            page.wait_for_function("() => location.hash.includes('models=1000')")
            assert state(page)["marks"] == paths(steps["cells"][steps["start"] + 4])
        else:
            page.wait_for_selector(
                f"#{FIGURE}.is-live" if what == "live" else f"#{FIGURE} .sim-next >> visible=true"
            )


@pytest.mark.parametrize("hash", ["#%E0", f"#{FIGURE}?models=%E0", "#%", "#%E0%A4%A?x"])
def test_any_address_leaves_the_page_its_controls(chapter, browser, hash):
    with opened(browser, chapter + hash) as page:
        assert not page.complaints
        page.focus(f"#{FIGURE} input[type=range]")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => location.hash.includes('models=300')")


def test_from_disk_there_is_no_dead_control(book, browser, tmp_path):
    """A browser fetches nothing there: the page is as it is without a script, and says so."""
    with zipfile.ZipFile(book / "offline.zip") as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    for path in ("", PAGE, "pattern/"):
        with opened(browser, (folder / path / "index.html").as_uri()) as page:
            dead = "figure :is(form, button, input, select), .book-scheme, .md-search__input, label[for=__search]"
            assert [
                e.evaluate("e => e.outerHTML")
                for e in page.query_selector_all(dead)
                if e.is_visible()
            ] == []
            for figure in page.query_selector_all("figure.sim >> visible=true"):
                assert figure.query_selector(".sim-say").is_visible()
                assert (
                    figure.query_selector(".sim-plot .marks path").evaluate(
                        "(e) => getComputedStyle(e).visibility"
                    )
                    == "visible"
                )
                for twin in figure.query_selector_all(".sim-twin"):
                    assert twin.is_visible()
            if path:
                assert page.locator(".sim-note >> visible=true").all_inner_texts() == [
                    "Opened from disk, this page shows its figures without their controls."
                ]
            assert not page.complaints


@pytest.mark.parametrize("how", ["link", "Escape"])
def test_there_is_a_way_out_of_a_slide(chapter, browser, how):
    with opened(browser, f"{chapter}?slide#{FIGURE}?models=1000") as page:
        page.wait_for_function("() => document.documentElement.matches('.slide')")
        assert page.locator(".sim-back").is_visible()
        assert (
            page.locator(".sim-back").get_attribute("href").endswith(f"{PAGE}#{FIGURE}?models=1000")
        )
        page.click(".sim-back") if how == "link" else page.keyboard.press("Escape")
        page.wait_for_function("() => !document.documentElement.matches('.slide')")
        assert page.url == f"{chapter}#{FIGURE}?models=1000"
        assert page.locator("h1").is_visible() and not page.query_selector(".sim-back")
        assert page.evaluate("document.activeElement.matches('.sim-slide')")
        assert page.locator(f"#{FIGURE}").evaluate(
            "(e) => e.getBoundingClientRect().top < innerHeight"
        )


def test_without_a_script_the_page_is_complete(chapter, steps, browser):
    with opened(browser, chapter, java_script_enabled=False) as page:
        figure = page.locator(f"#{FIGURE}")
        cell = steps["cells"][steps["start"]]
        assert figure.locator(".sim-say").inner_text() == cell["say"]
        assert figure.locator(".sim-plot .sim-poster").is_visible()
        assert figure.locator(".sim-twin .sim-poster").is_visible()
        assert steps["cells"][steps["start"] + 1]["say"] in figure.locator(".sim-twin").inner_text()
        assert not figure.locator(".sim-controls").is_visible()
        figure.locator(".sim-data summary").click()
        assert figure.locator(".sim-now").is_visible()
        for link in figure.locator(".sim-data a").all():
            assert page.request.get(urljoin(chapter, link.get_attribute("href"))).ok


def test_on_paper_there_is_the_picture_and_no_control(chapter, browser):
    with opened(browser, chapter) as page:
        page.emulate_media(media="print")
        figure = page.locator(f"#{FIGURE}")
        assert figure.locator(".sim-plot .sim-poster").is_visible()
        assert figure.locator(".sim-twin .sim-poster").is_visible()
        assert not figure.locator(".sim-controls").is_visible()


def test_a_slide_shows_the_figure_alone(chapter, browser):
    with opened(browser, f"{chapter}?slide#{FIGURE}?models=1000") as page:
        page.wait_for_function("() => document.documentElement.matches('.slide')")
        box = page.locator(f"#{FIGURE}").bounding_box()
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1280, 900)
        assert page.locator("h1").evaluate("(e) => getComputedStyle(e).visibility") == "hidden"
        assert "1,000" in state(page)["say"]


# What stands in a slide, and where: within the window, none over another.
PLACED = """() => [...document.querySelectorAll('.on-slide :is(.sim-say, .sim-plot, .sim-controls, .sim-back, .sim-credit)')]
    .map((e) => { const box = e.getBoundingClientRect();
        return [e.className.split(' ')[0], box.left, box.top, box.right, box.bottom]; })"""


def slips(placed: list, width: int, height: int) -> set[str]:
    """Which parts of a slide stick out of the window, or lie over another."""
    found = {n for n, x, y, right, low in placed if x < 0 or y < 0 or right > width or low > height}
    for name, x, y, right, low in placed:
        for _, x2, y2, right2, low2 in [other for other in placed if other[0] != name]:
            if x < right2 and x2 < right and y < low2 and y2 < low:
                found.add(name)
    return found


@pytest.mark.parametrize(("size", "high"), [("desktop", 900), ("390", 780), ("320", 780)])
def test_a_slide_says_whose_it_is_and_nothing_lies_over_it(chapter, browser, size, high):
    with opened(browser, f"{chapter}?slide#{FIGURE}?models=1000", size) as page:
        page.wait_for_function("() => document.documentElement.matches('.slide')")
        wide = page.evaluate("innerWidth")
        credit = page.inner_text(".sim-credit")
        assert credit.startswith("Nobody Put It There: ")
        assert page.locator("h1").text_content().strip() in credit
        assert "CC BY 4.0" in credit
        placed = page.evaluate(PLACED)
        assert len(placed) == 5
        assert slips(placed, wide, high) == set()
        page.evaluate("document.querySelector('.on-slide .sim-controls').style.marginLeft = '90vw'")
        assert slips(page.evaluate(PLACED), wide, high) == {"sim-controls"}


@pytest.mark.parametrize("how", ["a mouse at rest", "a thumb", "a Tab key"])
def test_plotly_comes_only_when_asked_for(chapter, browser, how):
    touch = {"has_touch": True, "is_mobile": True} if how == "a thumb" else {}
    with opened(browser, chapter, "phone" if touch else "desktop", **touch) as page:
        plot = page.locator(f"#{FIGURE} .sim-plot")
        plot.scroll_into_view_if_needed()
        if how == "a mouse at rest":
            with page.expect_request("**/plotly*"):
                plot.hover()
            return
        if how == "a thumb":
            plot.tap()
        else:
            for _ in range(12):
                page.keyboard.press("Tab")
        page.wait_for_timeout(1200)
        assert not [url for url in page.requests if "plotly" in url]


def test_the_first_step_is_quick_on_a_slow_phone(chapter, browser):
    """Not a timed test: the step must need no more than one data file and no plotly.js."""
    with opened(browser, chapter, "phone", guess=True) as page:
        before = len(page.requests)
        page.click(".sim-guessing button:last-child")
        page.focus(f"#{FIGURE} input[type=range]")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function("() => location.hash.includes('models=30')")
        fetched = [url for url in page.requests[before:] if "favicon" not in url]
        assert len(fetched) == 1 and fetched[0].endswith(".json"), fetched


def test_the_theme_toggle_restyles_a_live_chart(chapter, browser):
    with opened(browser, chapter, color_scheme="light") as page:
        page.click(f"#{FIGURE} .sim-explore")
        page.wait_for_selector(f"#{FIGURE}.is-live")
        ground = f"() => document.querySelector('#{FIGURE} .main-svg').style.background"
        assert page.evaluate(ground) == "rgb(251, 249, 244)"
        page.click(".book-scheme")
        page.wait_for_function(
            f"() => document.querySelector('#{FIGURE} .main-svg').style.background.includes('30, 33, 41')"
        )
        assert not page.query_selector("[data-title*='loud'], [data-title*='hart Studio']")
        reload(page)
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_the_live_chart_follows_the_slider(chapter, steps, browser):
    with opened(browser, chapter) as page:
        page.click(f"#{FIGURE} .sim-explore")
        page.wait_for_selector(f"#{FIGURE}.is-live")
        count = f"() => document.querySelectorAll('#{FIGURE} .points path').length"
        before = page.evaluate(count)
        page.focus(f"#{FIGURE} input[type=range]")
        page.keyboard.press("Home")
        page.wait_for_function(f"() => ({count})() < {before}")


def test_a_reader_who_searches_finds(chapter, browser):
    """The theme's script comes only now, and works although it comes late."""
    with opened(browser, chapter) as page:
        assert not [url for url in page.requests if "bundle" in url or "search" in url]
        page.click(".md-search__input")
        page.keyboard.type("champion")
        page.wait_for_selector(".md-search-result__item a")
        assert not page.complaints


def test_the_small_bundle_where_npm_is(book):
    """CI has npm, and insists on the small one."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed, so the site carries the large bundle of the wheel")
    assert (Path(book) / "assets/plotly/plotly.min.js").stat().st_size < 2_000_000
