"""How does a test look at a page?  It opens it, and keeps what the browser complained of."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

SIZES = {"desktop": (1280, 900), "phone": (360, 780)}
SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => { for (const entry of
    list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; })
    .observe({ type: 'layout-shift', buffered: true }); }"""


@contextmanager
def opened(
    browser: Browser, address: str, size: str = "desktop", guess: bool = False, **context: object
) -> Iterator:
    """The page, once it is quiet; `complaints` and `requests` are lists that grow. A figure that
    waits for a guess is asked to show itself, and does so at once, unless the guess is what the
    test is about."""
    context = context if guess else {"reduced_motion": "reduce"} | context
    width, height = SIZES.get(size, (int(size), 780) if size.isdigit() else (0, 0))
    with browser.new_context(viewport={"width": width, "height": height}, **context) as session:
        page = session.new_page()
        page.complaints, page.requests = [], []
        page.on("console", lambda message: _complain(page, message.type, message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        if context.get("java_script_enabled", True):
            page.add_init_script(f"({SHIFTS})()")
        page.goto(address, wait_until="networkidle")
        for button in [] if guess else page.query_selector_all(".sim-guessing button:last-child"):
            button.click()
        yield page


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
