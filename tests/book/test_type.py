"""Is the running text set in the book's own type, sign by sign, and does nothing jump when it comes?"""

import pytest

from tests.browsing import opened

SIZE = 35_000  # bytes that a reader loads for the type
SYSTEM = set()  # signs that are left to the reader's own fonts
NAME = "Orchard Serif"  # in the files, which tests/typeface.py makes
SHIFT = 0.01
# Which font a browser takes for each of these signs, asked one by one.
PUT = """([signs, style]) => document.fonts.load(`${style} 17px Orchard`).then(() => {
    document.body.replaceChildren(...[...signs].map((sign) =>
        Object.assign(document.createElement('i'), { className: 'sign', textContent: sign })));
    for (const one of document.body.children) {
        one.style.setProperty('font-family', 'var(--md-text-font-family)'); one.style.setProperty('font-style', style); } })"""


def foreign(page, signs: str, style: str) -> set[str]:
    """The signs that no font of the book has, in this style."""
    page.evaluate(PUT, [signs, style])
    asked = page.context.new_cdp_session(page)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    root = asked.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".sign"})["nodeIds"]
    found = set()
    for sign, node in zip(signs, nodes, strict=True):
        fonts = asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        if [font["familyName"] for font in fonts if font["isCustomFont"]] != [NAME]:
            found.add(sign)
    asked.detach()
    return found


@pytest.mark.parametrize("style", ["normal", "italic"])
def test_the_type_has_every_sign_that_is_set_in_it(visits, book, served, browser, style):
    signs = "".join(sorted({sign for visit in visits.values() for sign in visit["signs"][style]}))
    assert set("Optimizer, 0123456789") - {" "} <= set(signs)
    with opened(browser, served(book)) as page:
        assert foreign(page, signs, style) == SYSTEM
        assert foreign(page, signs + "☃", style) == SYSTEM | {"☃"}, "what it lacks is seen"


def test_the_type_is_light(book):
    fonts = sorted((book / "assets" / "type").glob("*.woff2"))
    assert [font.name for font in fonts] == ["serif-italic.woff2", "serif.woff2"]
    assert sum(font.stat().st_size for font in fonts) <= SIZE
    assert "SIL OPEN FONT LICENSE" in (book / "assets" / "type" / "OFL.txt").read_text("utf-8")


def jumps(browser, address: str, size: str, sheet: str | None = None) -> float:
    """How far things jump where the type comes once the page is read; `sheet` takes the place of the
    book's."""
    waiting = []
    with opened(browser, "about:blank", size, fresh=True) as page:
        page.route("**/*.woff2", lambda route: waiting.append(route))
        if sheet:
            page.route(
                "**/book.css", lambda route: route.fulfill(body=sheet, content_type="text/css")
            )
        page.goto(address, wait_until="domcontentloaded")
        page.wait_for_timeout(700)
        assert len(waiting) >= 2
        for route in waiting:
            route.continue_()
        page.wait_for_load_state("load")
        page.wait_for_timeout(300)
        return page.evaluate("window.shift")


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("path", ["spectrum/level-2/", "spectrum/level-3/", "lenses/evolution/"])
def test_nothing_jumps_where_the_type_comes_late(book, served, browser, path, size):
    assert jumps(browser, served(book) + path, size) <= SHIFT


def test_a_jump_of_the_type_is_seen(book, served, browser):
    sheet = (book / "assets" / "book.css").read_text("utf-8")
    swapped = sheet.replace("font-display: optional", "font-display: swap")
    swapped = swapped.replace("Orchard, Georgian, Noted, Timely", "Orchard, monospace")
    assert sheet.count("optional") == 2 and swapped.count("Orchard, monospace") == 1
    assert jumps(browser, served(book) + "spectrum/level-3/", "phone", swapped) > SHIFT
