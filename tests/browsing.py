"""How does a test look at a page?  It opens it, and keeps what the browser complained of."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

SIZES = {"desktop": (1280, 900), "phone": (360, 780)}
SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => { for (const entry of
    list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; })
    .observe({ type: 'layout-shift', buffered: true }); }"""


MEDIA = {
    "media": "null",  # a screen
    "color_scheme": "light",
    "reduced_motion": "no-preference",
    "forced_colors": "none",
}
# A page is ready once all has come that it asks for by itself, and each figure that has a guess waits
# for it, or shows that it does not.
READY = """() => document.readyState === 'complete'
    && !document.querySelector('.sim[data-guess]:not(.is-guessing, .guessed)')"""
# Pages that are not in use, by all that they were opened with. One that is opened anew costs four times
# the processor time of one that goes elsewhere.
_free: dict[tuple, list[Page]] = defaultdict(list)


@contextmanager
def opened(
    browser: Browser,
    address: str,
    size: str = "desktop",
    guess: bool = False,
    fresh: bool = False,
    **context: object,
) -> Iterator:
    """The page, once it is ready; `complaints` and `requests` are lists that grow. A figure that
    waits for a guess is asked to show itself, and does so at once, unless the guess is what the
    test is about. No page remembers an earlier one, and a `fresh` one has nothing in its cache."""
    media = MEDIA | ({} if guess else {"reduced_motion": "reduce"})
    media |= {name: context.pop(name) for name in MEDIA if name in context}
    width, height = SIZES.get(size, (int(size), 780) if size.isdigit() else (0, 0))
    free = _free[browser, repr(sorted(context.items()))]
    page = free.pop() if free and not fresh else _new(browser, context)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(**media)
    kept = False
    try:
        page.goto(address)
        if context.get("java_script_enabled", True):
            page.wait_for_function(READY)
        for button in [] if guess else page.query_selector_all(".sim-guessing button:last-child"):
            button.click()
        yield page
        if not fresh:
            _forget(page)
            free.append(page)
            kept = True
    finally:
        if not kept:  # it is to be forgotten, or something went wrong in it
            page.context.close()


def reload(page: Page) -> None:
    """The same page again, once it is ready."""
    page.reload()
    page.wait_for_function(READY)


def _new(browser: Browser, context: dict) -> Page:
    """A page in a context of its own."""
    page = browser.new_context(**context).new_page()
    page.complaints, page.requests = [], []
    page.on("console", lambda message: _complain(page, message.type, message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.requests.append(request.url))
    if context.get("java_script_enabled", True):
        page.add_init_script(f"({SHIFTS})()")
    return page


def _forget(page: Page) -> None:
    """Leave nothing of what a test did to a page, its storage or its mouse."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.unroute_all()
    page.context.unroute_all()
    page.mouse.move(0, 0)
    page.evaluate(
        "() => { try { localStorage.clear(); sessionStorage.clear(); } catch { /* of a file */ } }"
    )
    page.context.clear_cookies()
    page.goto("about:blank")
    page.complaints, page.requests = [], []


def _complain(page: Page, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        page.complaints.append(text)


def pages(site: Path) -> list[str]:
    """The address of every page of a site, within it."""
    found = sorted(file.relative_to(site) for file in site.rglob("*.html"))
    return [str(file).removesuffix("index.html") for file in found]


def unfold(page: Page) -> None:
    """Open everything in the page that is folded."""
    page.evaluate("document.querySelectorAll('article details').forEach((d) => { d.open = true; })")


def go_live(page: Page) -> None:
    """Turn every figure on the page into a live chart, as a reader would, one by one."""
    unfold(page)
    for figure in page.query_selector_all("figure.sim"):
        figure.query_selector(".sim-explore").click()
        figure.wait_for_selector(".sim-live .main-svg", state="attached")
    page.wait_for_function(
        "() => [...document.querySelectorAll('figure.sim')].every((f) => f.matches('.is-live'))"
    )
