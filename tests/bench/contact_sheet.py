"""How does every figure look, light and dark, on a desktop and on a phone, on one page?

`python -m tests.bench.contact_sheet` photographs each figure of the built site, opens what is folded, and
lays the pictures side by side in .cache/contact-sheet/index.html and sheet.png.
"""

import functools
import http.server
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browsing import opened, pages, unfold
from tests.conftest import FLAGS, ROOT, _Quiet, installed_browser

SHEET = ROOT / ".cache" / "contact-sheet"
LOOKS = [(size, scheme) for size in ("desktop", "phone") for scheme in ("light", "dark")]


def photograph(browser: Browser, address: str, site: Path) -> dict[str, list[str]]:
    """{figure: its pictures, in the order of LOOKS}."""
    sheet: dict[str, list[str]] = {}
    for path in pages(site):
        for size, scheme in LOOKS:
            with opened(browser, address + path, size, color_scheme=scheme) as page:
                unfold(page)
                page.wait_for_timeout(200)
                for figure in page.query_selector_all("figure.sim"):
                    name = f"{path.strip('/').replace('/', '-') or 'home'}-{figure.get_attribute('id')}"
                    file = f"{name}-{size}-{scheme}.png"
                    figure.screenshot(path=SHEET / file)
                    sheet.setdefault(name, []).append(file)
    return sheet


def main() -> None:
    """Make the sheet from site/, which `make site` builds."""
    SHEET.mkdir(parents=True, exist_ok=True)
    site = ROOT / "site"
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        sheet = photograph(browser, f"http://127.0.0.1:{server.server_port}/", site)
        rows = "".join(
            f"<tr><th>{name}</th>" + "".join(f'<td><img src="{file}"></td>' for file in files)
            for name, files in sheet.items()
        )
        style = "td{vertical-align:top} img{width:420px} td:nth-child(n+4) img{width:240px}"
        index = SHEET / "index.html"
        index.write_text(f"<!doctype html><style>{style}</style><table>{rows}</table>", "utf-8")
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        page.goto(index.as_uri())
        page.screenshot(path=SHEET / "sheet.png", full_page=True)
    server.shutdown()
    print(f"{len(sheet)} figures: {index.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
