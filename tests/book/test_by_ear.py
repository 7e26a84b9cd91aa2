"""What does a reader hear who does not see?  Names, values and announcements, as Chromium hands them on."""

import pytest

from tests.browsing import opened

CHAPTER, FIGURE = "spectrum/level-4/", "#fig-winners-curse"
PAUSE = 1000  # milliseconds, longer than a control must rest
# Each time that a live region which may speak has changed: all that stands in it then.
LISTEN = """() => { window.told = []; new MutationObserver((records) => {
    const changed = records.map(({ target }) => target.nodeType === 1 ? target : target.parentElement);
    const regions = new Set(changed.map((e) => e?.closest('[aria-live], [role=status], [role=alert], output')));
    for (const region of regions) {
        if (!region || region.ariaLive === 'off' || region.ariaBusy === 'true') continue;
        if (region.checkVisibility({ visibilityProperty: true })) window.told.push(region.textContent);
    }
}).observe(document.body, { subtree: true, childList: true, characterData: true }); }"""


@pytest.fixture(scope="module")
def address(book, served):
    return served(book)


def told(page):
    """What was announced since this was asked last, once all has come to rest."""
    page.wait_for_timeout(PAUSE)
    return page.evaluate("window.told.splice(0)")


def finding(page):
    return page.locator(f"{FIGURE} .sim-say").text_content()


def heard(page):
    """The nodes of the accessibility tree: role, name, description and value, and what else is said
    of them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {key: node[key]["value"] for key in ("role", "name", "description", "value") if key in node}
        | {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        for node in nodes
        if not node["ignored"]
    ]


def sweep(page):
    """Move a slider by four quick steps, and to where it was not before."""
    page.focus(f"{FIGURE} input[type=range]")
    before = finding(page)
    for key in ["Home", *["ArrowRight"] * 3]:
        page.keyboard.press(key)
    page.wait_for_function(
        f"before => document.querySelector('{FIGURE} .sim-say').textContent !== before", arg=before
    )


def test_one_announcement_once_the_slider_rests(address, browser):
    with opened(browser, address + CHAPTER) as page:
        page.evaluate(LISTEN)
        sweep(page)
        assert told(page) == [finding(page)]


def test_what_is_spoken_is_not_seen(address, browser):
    clear = """e => { const box = e.getBoundingClientRect(); e.scrollIntoView({ block: 'center' });
        const at = e.getBoundingClientRect();
        return box.width > 50 && document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2) !== e; }"""
    with opened(browser, address + CHAPTER) as page:
        spoken, figure = page.locator(f"{FIGURE} .sim-spoken"), page.locator(FIGURE)
        before = figure.bounding_box()["height"]
        spoken.evaluate("e => { e.textContent = 'Words that are spoken. '.repeat(9); }")
        assert spoken.evaluate(clear)
        assert figure.bounding_box()["height"] == before
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        spoken.evaluate("e => { e.style.clipPath = 'none'; }")
        assert not spoken.evaluate(clear), "it would be noticed"


@pytest.mark.parametrize("part", [".sim-say", "output"])
def test_a_figure_that_speaks_at_every_step_is_told(address, browser, part):
    with opened(browser, address + CHAPTER) as page:
        page.locator(f"{FIGURE} {part}").first.evaluate("e => e.removeAttribute('aria-live')")
        page.evaluate(LISTEN)
        sweep(page)
        assert len(told(page)) > 1


def test_a_figure_that_never_speaks_is_told(address, browser):
    """As where the text changes while its region is busy, or stands there no more."""
    with opened(browser, address + CHAPTER) as page:
        page.locator(f"{FIGURE} .sim-spoken").evaluate("e => e.setAttribute('aria-busy', 'true')")
        page.evaluate(LISTEN)
        sweep(page)
        assert told(page) == []


def test_the_cause_is_a_switch_and_announces_once(address, browser):
    with opened(browser, address + CHAPTER) as page:
        page.evaluate(LISTEN)
        page.focus(f"{FIGURE} [name=cause]")
        page.keyboard.press("Space")
        assert told(page) == [finding(page)]
        switches = [node for node in heard(page) if node["role"] == "switch"]
        assert switches and all(node["name"].startswith("Cause: ") for node in switches)
        assert [node["checked"] for node in switches].count("false") == 1


def test_a_guess_says_its_value_at_every_key_and_its_verdict_once(address, browser):
    with opened(browser, address + CHAPTER, guess=True) as page:
        page.wait_for_selector(f"{FIGURE}.is-guessing")
        page.evaluate(LISTEN)
        slider = page.locator(f"{FIGURE} input[type=range]").first
        slider.focus()
        said = []
        for key in ("Home", "ArrowRight", "ArrowRight", "End"):
            page.keyboard.press(key)
            (node,) = [n for n in heard(page) if n.get("focused") and n["role"] == "slider"]
            assert (node["name"], node["value"]) == ("your guess", int(slider.input_value()))
            said.append(slider.get_attribute("aria-valuetext"))
        assert len(set(said)) == len(said)
        assert told(page) == []
        page.locator(f"{FIGURE} .sim-guessing button").first.click()
        (verdict,) = told(page)
        assert verdict.startswith(f"Your guess: {said[-1]}. ")
        assert verdict == page.locator(f"{FIGURE} .sim-verdict").text_content()


def test_a_toy_says_one_thing_at_each_press_and_its_tally_with_the_last(address, browser):
    with opened(browser, address) as page:
        page.wait_for_selector(".sim-toy .is-next")
        page.evaluate(LISTEN)
        for stage in range(page.locator(".sim-toy button").count()):
            page.locator(".sim-toy button").nth(stage).press("Enter")
            (said,) = told(page)
            assert said.startswith(page.locator(".sim-say").first.text_content())
        tally = page.locator(".sim-tally").evaluate("e => e.lastChild.data")
        assert said.endswith(f" {tally}")


def test_pictures_are_named_by_their_subject_and_described_by_their_finding(address, browser):
    with opened(browser, address + CHAPTER) as page:
        pictures = [node for node in heard(page) if node["role"] in ("image", "img")]
        said = page.locator("figure.sim .sim-plot .sim-poster[role=img]").evaluate_all(
            "all => all.filter(e => e.checkVisibility()).map(e => [e.ariaLabel, e.closest('figure').querySelector('.sim-say').textContent])"
        )
        assert said
        for name, sentence in said:
            assert {"role": "image", "name": name, "description": sentence} in [
                {key: node.get(key) for key in ("role", "name", "description")} for node in pictures
            ]


@pytest.mark.parametrize("place", ["figure", "slider"])
def test_figures_and_controls_have_names(address, browser, place):
    with opened(browser, address + CHAPTER) as page:
        nodes = [node for node in heard(page) if node["role"] == place]
        assert nodes and all(node["name"].strip() for node in nodes)
        if place == "figure":
            assert finding(page) in [node["name"] for node in nodes]
        else:
            assert page.locator("input[type=range]:not([aria-valuetext])").count() == 0
