"""Does a figure wait for the reader's guess, only where it should, and show nothing else till then?
And does a card show?"""

import json
from contextlib import contextmanager

import pytest

from tests.browsing import SIZES, opened, reload
from tests.conftest import ROOT

ASKING = sorted(
    file.relative_to(ROOT / "docs").with_suffix("").as_posix() + "/"
    for file in (ROOT / "docs").rglob("*.md")
    if "\n    guess: " in file.read_text(encoding="utf-8")
)
LEVEL_4, CODES, RULED = "spectrum/level-4/", "spectrum/level-1/", "spectrum/fundamental/"
FIGURE = "figure.sim[data-guess]"
SLIDER = f"{FIGURE} .sim-control:first-of-type input[type=range]"
MARK, TAG = f"{FIGURE} path.guess", f"{FIGURE} .tag text"
KEYS = [
    "Home",
    "ArrowRight",
    "End",
    "ArrowLeft",
    "Home",
    "PageUp",
    "End",
    "PageDown",
    "Home",
    "ArrowUp",
]
GIVE, SHOW = ".sim-guessing button:first-child", ".sim-guessing button:last-child"

# What a reader sees of a figure that waits, leaf by leaf, and may not: all but the question, axes,
# the own mark and its words, one slider and two buttons.
SEEN = """figure => [...figure.querySelectorAll('*')]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
        || e.matches('path, circle, rect, line, input, button'))
    .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((e) => e.matches('text') || !e.closest('svg') || e.getAttribute('d'))
    .filter((e) => !e.matches(`.sim-ask, .grid, .axis, .tick, .title, path.guess, .tag text,
        .sim-control:first-of-type :is(label, input, output), .sim-guessing button`))
    .map((e) => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def address(book, served) -> str:
    """Where the book is served."""
    return served(book)


@contextmanager
def waiting(browser, address, size="desktop", **context):
    """A page whose figure waits for a guess."""
    with opened(browser, address, size, guess=True, **context) as page:
        page.wait_for_selector(f"{FIGURE}.is-guessing")
        yield page
        assert page.complaints == []


def plan(page) -> dict:
    """What the build worked out for the guess."""
    return json.loads(page.locator(FIGURE).get_attribute("data-guess"))


def drawn(page) -> list[str]:
    """The paths that a reader sees of what was measured."""
    return page.locator(f"{FIGURE} .sim-plot .marks path").evaluate_all(
        "paths => paths.filter(e => getComputedStyle(e).visibility === 'visible')"
        ".map(e => e.getAttribute('d'))"
    )


def set_slider(page, step: int) -> None:
    page.locator(SLIDER).evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); }", step
    )


def give(page, step: int) -> str:
    """Guess a step; the verdict."""
    set_slider(page, step)
    page.click(GIVE)
    page.wait_for_selector(f"{FIGURE} .sim-verdict")
    page.wait_for_function(
        f"() => document.querySelector('{FIGURE} .sim-ask').innerText.match('Your')"
    )
    return page.locator(f"{FIGURE} .sim-ask").inner_text()


def test_every_chapter_that_asks_has_a_figure_that_waits(book):
    made = {file for file in book.rglob("*.html") if b' data-guess="' in file.read_bytes()}
    assert {f"{file.parent.relative_to(book).as_posix()}/" for file in made} == set(ASKING)
    assert len(ASKING) >= 15


@pytest.mark.parametrize("path", ASKING)
def test_while_it_waits_nothing_but_the_guess_is_seen(address, browser, path):
    with waiting(browser, address + path) as page:
        figure = page.locator(FIGURE)
        assert figure.evaluate(SEEN) == []
        ask = page.locator(f"{FIGURE} .sim-ask")
        assert ask.is_visible()
        assert figure.get_attribute("aria-labelledby") == ask.get_attribute("id")
        assert page.locator(MARK).is_visible() and page.locator(TAG).is_visible()
        if page.locator(f"{FIGURE} .sim-ruler").count():
            assert not page.locator(f"{FIGURE} .sim-plot > .sim-poster").first.is_visible()
        else:
            assert page.locator(f"{FIGURE} .sim-plot .tick").first.is_visible()


@pytest.mark.parametrize("part", [".marks", ".sim-legend", "figcaption", ".sim-say", ".sim-cause"])
def test_what_shows_through_the_veil_is_noticed(address, browser, part):
    with waiting(browser, f"{address}lenses/convergence/") as page:
        page.locator(f"{FIGURE} {part}").first.evaluate(
            """e => { for (const [name, value] of [["visibility", "visible"], ["display", "block"]])
                e.style.setProperty(name, value, "important"); }"""
        )
        assert page.locator(FIGURE).evaluate(SEEN)


def test_a_picture_of_the_twin_is_noticed(address, browser):
    """The cause-off curve, drawn in the figure's place as it once was."""
    with waiting(browser, f"{address}{LEVEL_4}") as page:
        page.locator(FIGURE).evaluate(
            """e => { const twin = e.querySelector('.sim-twin .marks').cloneNode(true);
            twin.style.setProperty('visibility', 'visible', 'important');
            e.querySelector('.sim-plot .marks').after(twin); }"""
        )
        assert page.locator(FIGURE).evaluate(SEEN)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ASKING)
def test_the_mark_follows_the_slider_and_every_key(address, browser, path, size):
    with waiting(browser, address + path, size) as page:
        shown = plan(page)["shown"]
        page.locator(SLIDER).focus()
        spots = []
        for key in KEYS:  # each has somewhere to go, on a scale of four steps too
            page.keyboard.press(key)
            box, step = page.locator(MARK).bounding_box(), int(page.locator(SLIDER).input_value())
            spots.append((round(box["x"], 1), round(box["y"], 1)))
            words = page.locator(TAG)
            assert words.text_content() == f"your guess: {shown[step]}"
            assert page.locator(SLIDER).get_attribute("aria-valuetext") == shown[step]
            tag, figure = words.bounding_box(), page.locator(FIGURE).bounding_box()
            assert figure["x"] <= tag["x"]
            assert tag["x"] + tag["width"] <= figure["x"] + figure["width"]
        assert all(one != next_ for one, next_ in zip(spots, spots[1:], strict=False)), spots
        first, last = spots[KEYS.index("Home")], spots[KEYS.index("End")]
        along = max(abs(last[axis] - first[axis]) for axis in (0, 1))
        assert along >= 80


@pytest.mark.parametrize("path", ASKING)
def test_the_guess_stands_when_the_truth_has_come(address, browser, path):
    with waiting(browser, address + path) as page:
        made = plan(page)
        step = len(made["shown"]) // 3
        set_slider(page, step)
        before = page.locator(MARK).get_attribute("d")
        (verdict,) = [text for first, text in made["judged"] if first <= step][-1:]
        said = give(page, step)
        assert said == f"Your guess: {made['shown'][step]}. {verdict}: it is {made['said']}."
        assert page.locator(f"{FIGURE} .sim-ask").get_attribute("role") == "status"
        assert page.locator(MARK).is_visible()
        assert page.locator(MARK).get_attribute("d") == before
        assert page.locator(TAG).text_content() == f"your guess: {made['shown'][step]}"
        assert page.locator(TAG).is_visible()
        axis = 0 if made["line"][0] == "x" else 1
        box = page.locator(f"{FIGURE} .median").bounding_box()
        truth = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2][axis]
        box = page.locator(MARK).bounding_box()
        guess = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2][axis]
        scale = page.locator(MARK).evaluate("e => e.ownerSVGElement.getScreenCTM().a")
        wanted = (made["truth"][1] - sum(made["at"][: step + 1])) * scale
        assert truth - guess == pytest.approx(wanted, abs=2)
        assert drawn(page)
        for part in (".sim-say", "figcaption", ".sim-plot > .sim-poster", ".sim-explore"):
            assert page.locator(f"{FIGURE} {part}").first.is_visible()
        assert page.locator(FIGURE).get_attribute("aria-labelledby").endswith("-say")
        assert page.evaluate("document.activeElement.matches('.sim-control input')")


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("16", "Right"),
        ("15", "As good as right"),
        ("11", "Close, but too low"),
        ("4", "Too low"),  # as some of the runs are
        ("32", "Too high"),  # likewise
        ("44", "Too high"),
    ],
)
def test_verdict_is_by_distance_and_tells_the_runs(address, browser, value, verdict):
    with waiting(browser, address + CODES) as page:
        said = give(page, plan(page)["shown"].index(value))
        assert said == (
            f"Your guess: {value}. {verdict}: it is 16, the median of 30 runs that go from 4 to 32."
        )


def test_the_verdict_is_spoken_after_the_focus_has_moved(address, browser):
    """A status that changes before the focus does is lost among the slider's own words."""
    with waiting(browser, address + LEVEL_4) as page:
        page.evaluate(
            """figure => { window.told = [];
            const ask = document.querySelector(figure + ' .sim-ask');
            new MutationObserver(() => window.told.push(ask.textContent.slice(0, 10)))
                .observe(ask, { childList: true, characterData: true, subtree: true });
            document.addEventListener('focusin', (e) => window.told.push(e.target.type)); }""",
            FIGURE,
        )
        page.locator(GIVE).focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => window.told.length === 3")
        assert page.evaluate("window.told") == ["button", "range", "Your guess"]


def test_the_slider_is_the_figure_s_again(address, browser):
    with waiting(browser, address + LEVEL_4) as page:
        give(page, 20)
        assert page.locator(f"{FIGURE} output").first.inner_text() == "100"
        before = page.locator(MARK).get_attribute("d")
        set_slider(page, 0)
        page.wait_for_function(f"() => document.querySelector('{FIGURE} output').value === '1'")
        assert page.locator(MARK).get_attribute("d") == before


@pytest.mark.parametrize("path", [LEVEL_4, RULED])
def test_just_show_me_draws_no_guess_and_judges_none(address, browser, path):
    with waiting(browser, address + path) as page:
        page.click(SHOW)
        assert drawn(page)
        for part in (MARK, TAG, f"{FIGURE} .truth", f"{FIGURE} .sim-ruler"):
            assert not page.locator(part).filter(visible=True).count()
        assert not page.locator(f"{FIGURE} .sim-ask").is_visible()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_truth_comes_at_a_pace_that_can_be_followed(address, browser, motion):
    opacity = f"getComputedStyle(document.querySelector('{FIGURE} .sim-plot .marks')).opacity"
    with waiting(browser, address + LEVEL_4, reduced_motion=motion) as page:
        page.click(GIVE)
        page.wait_for_timeout(300)
        early = float(page.evaluate(opacity))
        assert early == 1 if motion == "reduce" else early < 0.7
        assert page.locator(MARK).is_visible()
        page.wait_for_timeout(1500)
        assert page.evaluate(opacity) == "1"


@pytest.mark.parametrize("path", [LEVEL_4, RULED])
def test_a_link_ends_the_guess_before_it_is_followed(address, browser, path):
    """Opened in the same page, while it waits."""
    with waiting(browser, address + path) as page:
        ident = page.locator(FIGURE).get_attribute("id")
        name = page.locator(SLIDER).get_attribute("name")
        value = page.evaluate(
            """async ([figure, name]) => {
            const data = new URL(document.querySelector(figure).dataset.sim, location);
            const { controls } = await (await fetch(data)).json();
            return controls.find((control) => control.name === name).values.at(-1); }""",
            [FIGURE, name],
        )
        link = f"#{ident}?{name}={value}"
        set_slider(page, 3)
        page.evaluate("link => { location.hash = link; }", link)
        page.wait_for_function("link => location.hash === link", arg=link)
        page.wait_for_timeout(400)
        with opened(browser, f"{address}{path}{link}", guess=True) as fresh:
            fresh.wait_for_timeout(400)
            for one, other in ((page, fresh), (fresh, page)):
                assert not one.locator(".is-guessing, .sim-guessing, .sim-verdict").count()
                assert not one.locator(MARK).count()
                assert drawn(one) == drawn(other) != []
                for part in (f"{FIGURE} output", f"{FIGURE} .sim-say"):
                    words = [at.locator(part).first.inner_text() for at in (one, other)]
                    assert words[0] == words[1]
                assert one.locator(SLIDER).input_value() == other.locator(SLIDER).input_value()
                assert one.locator(SLIDER).input_value() == one.locator(SLIDER).get_attribute("max")


def test_a_link_that_is_quicker_than_the_script_is_not_asked_about(address, browser):
    held = []
    with browser.new_context() as session:
        page = session.new_page()
        page.route("**/guess.js", lambda route: held.append(route))
        page.goto(address + LEVEL_4)
        page.evaluate("location.hash = '#fig-winners-curse?models=1000'")
        page.wait_for_function(f"() => document.querySelector('{FIGURE}').matches('.guessed')")
        held[0].continue_()
        page.wait_for_load_state("networkidle")
        assert drawn(page) and not page.locator(".is-guessing, .sim-guessing").count()


def test_a_resting_mouse_wakes_no_live_chart_while_it_waits(address, browser):
    with waiting(browser, address + LEVEL_4) as page:
        plot = page.locator(f"{FIGURE} .sim-plot")
        for steps in (5, 10):
            plot.hover(position={"x": 100 + steps, "y": 60})
            page.wait_for_timeout(1000)
        assert not [url for url in page.requests if "plotly" in url]
        page.click(SHOW)
        plot.hover(position={"x": 120, "y": 60})
        page.wait_for_selector(f"{FIGURE}.is-live")


def test_a_second_visit_a_link_paper_and_no_script_are_not_veiled(address, browser):
    chapter = address + LEVEL_4
    with waiting(browser, chapter) as page:
        page.emulate_media(media="print")
        assert drawn(page) and page.locator(f"{FIGURE} figcaption").is_visible()
        assert page.locator(f"{FIGURE} .sim-say").is_visible()
        for part in (MARK, TAG, f"{FIGURE} .sim-ask"):
            assert not page.locator(part).is_visible()
        page.emulate_media(media="screen")
        give(page, 50)
        page.emulate_media(media="print")
        for part in (MARK, TAG, f"{FIGURE} .truth", f"{FIGURE} .sim-ask"):
            assert not page.locator(part).first.is_visible()
        page.emulate_media(media="screen")
        reload(page)
        assert drawn(page) and not page.locator(".sim-guessing").count()
        assert not page.locator(f"{FIGURE} .sim-ask").is_visible()
    with opened(browser, f"{chapter}#fig-winners-curse?models=10", guess=True) as page:
        assert drawn(page) and not page.locator(".sim-guessing").count()
    for path in (LEVEL_4, RULED):
        with opened(browser, address + path, guess=True, java_script_enabled=False) as page:
            for part in (".sim-say", ".sim-answer", "figcaption"):
                assert page.locator(f"{FIGURE} {part}").first.is_visible()
            assert not page.locator(f"{FIGURE} .sim-ruler").filter(visible=True).count()


@pytest.mark.parametrize("fate", ["fails", "hangs", "is late"])
def test_a_figure_is_not_veiled_for_ever_when_the_script_does_not_come(address, browser, fate):
    held = []
    with browser.new_context() as session:
        page = session.new_page()
        page.route("**/guess.js", lambda r: r.abort() if fate == "fails" else held.append(r))
        page.goto(address + LEVEL_4)
        page.wait_for_timeout(500 if fate == "fails" else 4800)
        if fate == "is late":  # what has been seen is not veiled again
            held[0].continue_()
            page.wait_for_load_state("networkidle")
        assert drawn(page) and not page.locator(".is-guessing").count()
        for part, seen in {".sim-say": True, "figcaption": True, ".sim-ask": False}.items():
            assert page.locator(f"{FIGURE} {part}").is_visible() == seen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ASKING)
def test_nothing_jumps_where_a_figure_waits_or_is_met_again(address, browser, path, size):
    with waiting(browser, address + path, size) as page:
        page.wait_for_timeout(200)
        assert page.evaluate("window.shift") <= 0.01
        page.click(SHOW)
        reload(page)
        page.wait_for_timeout(200)
        assert page.evaluate("window.shift") <= 0.01


@pytest.mark.parametrize("path", ASKING)
def test_question_scale_and_buttons_are_seen_at_once_on_a_phone(address, browser, path):
    with waiting(browser, address + path, "phone") as page:
        waits = page.locator(FIGURE).bounding_box()["height"]
        page.click(SHOW)
        assert waits < min(640, page.locator(FIGURE).bounding_box()["height"] - 100)


@pytest.mark.parametrize("path", [LEVEL_4, RULED])
def test_guess_and_truth_are_seen_in_forced_colours(address, browser, path):
    with waiting(browser, address + path, forced_colors="active") as page:
        give(page, 3)
        for part in (MARK, f"{FIGURE} .truth"):
            stroke = page.locator(part).first.evaluate("e => getComputedStyle(e).stroke")
            assert stroke in ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_only_a_page_that_asks_loads_what_a_guess_needs(address, browser):
    for path, asks in ((LEVEL_4, True), ("evidence/", False)):
        with opened(browser, address + path, guess=True) as page:
            for name in ("guess.js", "guess.css"):
                assert any(url.endswith(name) for url in page.requests) == asks, (path, name)


def test_one_card_at_a_time_by_mouse_and_by_keyboard(address, book, browser):
    cards = json.loads((book / "assets" / "cards.json").read_text(encoding="utf-8"))
    with opened(browser, address + LEVEL_4) as page:
        first, second = page.locator("a.term").first, page.locator("a.cite").first
        for link, wake in ((first, first.hover), (second, second.focus)):
            wake()
            page.wait_for_selector("#card:not([hidden])")
            target = link.get_attribute("href").replace("../", "")
            page.wait_for_function(
                "text => document.getElementById('card').textContent === text", arg=cards[target]
            )
            assert link.get_attribute("aria-describedby") == "card"
        assert page.locator("[aria-describedby=card]").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("#card").is_hidden()


def test_a_touch_shows_the_card_and_the_next_follows(address, browser):
    with opened(browser, address + LEVEL_4, "phone", has_touch=True) as page:
        page.mouse.move(0, 0)  # or it rests where the link comes to stand, and points at it first
        link = page.locator("a.term").first
        link.tap()
        page.wait_for_selector("#card:not([hidden])")
        assert page.url.split("#")[0] == address + LEVEL_4
        link.tap()
        page.wait_for_url("**/glossary/**")
