"""What does one look at a page tell?  Everything that tests ask of every page, from one load at each size.

What costs most is axe, and of it the contrast of colours. So each rule that sees colours runs on the whole
page in both schemes, and on its figures once they are live; all others on the page, and again once it is
live. That is as much as all rules in all four, where nothing but colours differs between the schemes, and
nothing outside of figures once they are live: which is looked at, too.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browsing import go_live, opened, pages, unfold

SEES_COLOURS = ["color-contrast", "link-in-text-block"]
COLOURS = {"runOnly": {"type": "rule", "values": SEES_COLOURS}}
NO_COLOURS = {"rules": {rule: {"enabled": False} for rule in SEES_COLOURS}}
FIGURES = "figure.sim"

# Whether, and how large, each element is shown.
SHAPES = """() => [...document.querySelectorAll('body *')].map((e) => { const box = e.getBoundingClientRect();
    return [e.tagName, e.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
        Math.round(box.width), Math.round(box.height)].join(' '); })"""
# How each element that stands outside of figures at first looks.
OUTSIDE = """() => { window.outside ??= [...document.querySelectorAll('body *')].filter((e) => !e.closest('figure.sim'));
    return window.outside.map((e) => { const seen = getComputedStyle(e);
        return [e.tagName, e.isConnected, seen.color, seen.backgroundColor, seen.visibility, seen.display, seen.opacity].join(' '); }); }"""
SMALL = """() => [...document.querySelectorAll('figure :is(button, input, a.sim-slide), summary')]
    .filter((e) => e.checkVisibility()).map((e) => e.closest('label') || (e.type === 'radio' && e.labels[0]) || e)
    .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
    .map((e) => e.outerHTML.slice(0, 80))"""
MOVING = """() => [...document.querySelectorAll('figure *')]
    .filter((e) => getComputedStyle(e).animationName !== 'none').length"""
STROKES = """() => [...document.querySelectorAll('figure.sim')].filter((e) => e.checkVisibility()).map((e) => {
    const seen = getComputedStyle(e.querySelector('.marks path'));
    return seen.stroke === 'none' ? seen.fill : seen.stroke; })"""
# Of each figure: what every data trace says at a point, and for each mark what the chart then shows
# (a point at a time, as plotly.js speaks at most every 50 ms).
SPOKEN = """async () => {
  const rest = () => new Promise((done) => setTimeout(done, 60)), out = [];
  for (const figure of document.querySelectorAll('figure.sim')) {
    const box = figure.querySelector('.sim-live'), shown = {};
    const traces = [];
    for (const [number, trace] of box.data.entries()) {
      if (trace.visible === false || trace.fill || trace.mode === 'text' || !trace.x.length) continue;
      const kind = trace.type === 'scatter' ? trace.mode : trace.type;
      const said = (trace.hovertext || []).flat().find(Boolean) || '';
      traces.push({ kind, said, template: trace.hovertemplate || '', skip: trace.hoverinfo === 'skip', name: trace.name || '' });
      if (!said || kind in shown || trace.type === 'heatmap') continue;
      shown[kind] = '';
      const point = trace.hovertext.findIndex(Boolean);
      Plotly.Fx.hover(box, [{ curveNumber: number, pointNumber: point }], trace.xaxis + trace.yaxis);
      await rest();
      shown[kind] = [...box.querySelectorAll('.hoverlayer text')].map((text) => text.textContent).join(' ');
      Plotly.Fx.unhover(box);
    }
    const titles = box.layout.annotations.map((one) => one.text);
    out.push({ id: figure.id, titles, traces, shown });
  }
  return out; }"""
# What is set in the type of the book: each sign once, by style.
SIGNS = """() => { const found = { normal: new Set(), italic: new Set() };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) { const { fontFamily, fontStyle } = getComputedStyle(texts.currentNode.parentElement);
        if (fontFamily.startsWith('Orchard')) for (const sign of texts.currentNode.data.replace(/\\s/g, '')) found[fontStyle].add(sign); }
    return { normal: [...found.normal].join(''), italic: [...found.italic].join('') }; }"""
PAPER = {"width": 658, "height": 1017}  # what the margins leave of a sheet of A4, in pixels
# On paper: what sticks out of the column, and how many figures cannot stand on a sheet. Numbers are open here.
OVER = """() => [...document.querySelectorAll('article :is(h1, h2, p, ul, pre, table, figure, svg, img)')]
    .filter((e) => e.checkVisibility() && !e.closest('.md-search') && (e.getBoundingClientRect().right > innerWidth + 1
        || e.matches('figure, table') && !e.closest('.sim-data') && (e.querySelector('.sim-data')?.getBoundingClientRect().top
            ?? e.getBoundingClientRect().bottom) - e.getBoundingClientRect().top > innerHeight / 2))
    .map((e) => e.outerHTML.slice(0, 80))"""
WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


def visits(browser: Browser, site: Path, address: str) -> dict[str, dict]:
    """What is seen of each page of a served site, by its address within it; all of it can be
    kept as JSON."""
    return {path: visit(browser, address + path) for path in pages(site)}


def visit(browser: Browser, address: str) -> dict:
    """What is seen of one page, at every size."""
    seen = look(browser, address)
    with opened(browser, address, "phone") as page:
        seen["small"] = page.evaluate(SMALL)
        seen["shift"]["phone"] = settled(page)
        unfold(page)
        seen["shift"]["phone, live"] = lively(page)
    seen["wide"] = {}
    for size, zoom in (("320", {}), ("640", {"device_scale_factor": 2})):
        with opened(browser, address, size, **zoom) as page:
            unfold(page)
            seen["wide"][size] = page.evaluate(WIDE)
            if not zoom:
                seen["signs"], seen["over"] = page.evaluate(SIGNS), over(page)
    return seen


def look(browser: Browser, address: str, plant: Callable[[Page], None] = lambda page: None) -> dict:
    """What is seen of one page on a desktop; `plant` does something to it before axe looks."""
    seen: dict = {"host": urlsplit(address).netloc, "axe": {}, "differs": {}}
    with opened(browser, address, guess=True, reduced_motion="reduce") as page:
        seen["first requests"] = list(page.requests)
        for button in page.query_selector_all(".sim-guessing button:last-child"):
            button.click()
        line = page.query_selector(".dateline")
        seen["dateline"] = line and [
            line.inner_text(), line.query_selector("time").get_attribute("datetime"),
        ]  # fmt: skip
        seen["moving"] = page.evaluate(MOVING)
        seen["shift"] = {"desktop": settled(page)}
        page.emulate_media(forced_colors="active")
        seen["moving in forced colours"] = page.evaluate(MOVING)
        seen["strokes"] = page.evaluate(STROKES)
        page.emulate_media(forced_colors="none")
        unfold(page)
        plant(page)
        outside = static(page, seen)
        seen["shift"]["desktop, live"] = lively(page)
        live(page, seen, outside)
        seen["spoken"] = page.evaluate(SPOKEN)
        seen["requests"], seen["complaints"] = page.requests, page.complaints
    return seen


def over(page: Page) -> list[str]:
    """What is too wide or too high for a sheet of paper."""
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    return page.evaluate(OVER)


def settled(page: Page) -> float:
    """How far things have jumped, a moment later."""
    page.wait_for_timeout(200)
    return page.evaluate("window.shift")


def lively(page: Page) -> float:
    """How far things jump as all figures go live. That a script unfolds counts as a jump, and that a
    reader does does not."""
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.wait_for_timeout(200)
    page.evaluate("window.shift = 0")
    go_live(page)
    return settled(page)


def static(page: Page, seen: dict) -> dict[str, list[str]]:
    """Look at a light page, and leave it dark; how it looks outside of figures, by its scheme."""
    seen["axe"]["light-static"] = axe(page)
    shapes = page.evaluate(SHAPES)
    outside = {"light": page.evaluate(OUTSIDE)}
    other_scheme(page)
    seen["differs"]["dark"] = unlike(shapes, page.evaluate(SHAPES))
    outside["dark"] = page.evaluate(OUTSIDE)
    seen["axe"]["dark-static"] = axe(page, options=COLOURS)
    return outside


def live(page: Page, seen: dict, outside: dict[str, list[str]]) -> None:
    """Look at a dark page whose figures are live, and leave it light."""
    figures = page.query_selector(FIGURES)
    for scheme in ("dark", "light"):
        if scheme == "light":
            other_scheme(page)
        seen["differs"][f"{scheme}, live"] = unlike(outside[scheme], page.evaluate(OUTSIDE))
        found = axe(page, FIGURES, COLOURS) if figures else {"violations": {}, "incomplete": []}
        seen["axe"][f"{scheme}-live"] = found
    others = axe(page, options=NO_COLOURS)
    for scheme in ("dark", "light"):
        found = seen["axe"][f"{scheme}-live"]
        found["violations"] = found["violations"] | others["violations"]
        found["incomplete"] = found["incomplete"] + others["incomplete"]


def other_scheme(page: Page) -> None:
    """As a reader does."""
    before = page.evaluate("document.body.dataset.mdColorScheme")
    page.evaluate("document.querySelector('.book-scheme').click()")
    assert page.evaluate("document.body.dataset.mdColorScheme") != before


def axe(page: Page, context: str | None = None, options: dict | None = None) -> dict:
    """What axe finds wrong, and what it cannot decide."""
    response = Axe().run(page, context, {"resultTypes": ["violations"]} | (options or {})).response
    found = {
        rule["id"]: [node["html"][:400] for node in rule["nodes"]]
        for rule in response["violations"]
    }
    return {"violations": found, "incomplete": [rule["id"] for rule in response["incomplete"]]}


def unlike(before: list[str], after: list[str]) -> list[str]:
    """What is not as it was, at most a few."""
    if len(before) != len(after):
        return [f"{len(before)} elements, and then {len(after)}"]
    return [f"{a} -> {b}" for a, b in zip(before, after, strict=True) if a != b][:5]
