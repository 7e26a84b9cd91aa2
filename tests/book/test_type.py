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
