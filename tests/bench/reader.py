"""What does a page cost a reader on a slow phone?

`python -m tests.bench.reader` runs Lighthouse (from npm, pinned) three times each on the home page
and on the heaviest chapter, and times a slider's first step at a quarter of the processor's speed.
Figures are medians. Exit 1 where a budget is missed.
"""

import functools
import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browsing import opened, pages
from tests.conftest import FLAGS, ROOT, _Quiet, installed_browser


class Host(_Quiet):
    """Compresses what is text, as the hosts of static sites do."""

    def do_GET(self) -> None:
        """The file, or its folder's page, compressed."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or path.suffix in (".png", ".gz"):
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


LIGHTHOUSE = "lighthouse@12.8.2"
ROUNDS = 3
SCORES = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
BLOCKING, STEP = 150, 100  # milliseconds
FIRST_STEP = """(slider) => new Promise((done) => {
    const say = slider.closest('figure').querySelector('.sim-say'), before = performance.now();
    new MutationObserver(() => requestAnimationFrame(() => done(performance.now() - before)))
        .observe(say, { childList: true, characterData: true, subtree: true });
    slider.value = Number(slider.value) + 1;
    slider.dispatchEvent(new Event('input', { bubbles: true })); })"""


def lighthouse(address: str) -> dict:
    """One report of a page, as Lighthouse writes it."""
    run = subprocess.run(
        ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", "--form-factor=mobile",
         f"--only-categories={','.join(SCORES)}",
         f"--chrome-flags=--headless {' '.join(FLAGS)}"],
        cwd=ROOT / ".cache",
        env=os.environ | {"CHROME_PATH": installed_browser() or ""},
        capture_output=True,
        text=True,
    )  # fmt: skip
    if run.returncode:
        sys.exit(f"lighthouse failed: {run.stderr[-800:]}")
    return json.loads(run.stdout)


def first_step(browser, address: str) -> float:
    """Milliseconds from a slider's first move to the next frame, at 4x throttle; its data is
    fetched by the pointer that comes near, as a reader's is."""
    with opened(browser, address, "phone", fresh=True) as page:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        slider = page.locator("figure.sim input[type=range]").first
        slider.dispatch_event("focusin")
        page.wait_for_timeout(500)
        return slider.evaluate(FIRST_STEP)


def main() -> int:
    """Print each figure beside its budget; the number of budgets missed."""
    site, missed = ROOT / "site", 0
    handler = functools.partial(Host, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    chapters = [path for path in pages(site) if path and not path.startswith("404")]
    heaviest = max(chapters, key=lambda path: len((site / path / "index.html").read_bytes()))

    def row(what: str, value: float, budget: float, most: bool) -> None:
        nonlocal missed
        kept = value <= budget if most else value >= budget
        missed += not kept
        print(f"{what:<46}{value:>9.2f}   budget {'<=' if most else '>='} {budget:g}"
              f"{'' if kept else '   MISSED'}")  # fmt: skip

    for path in ("", heaviest):
        reports = [lighthouse(address + path) for _ in range(ROUNDS)]
        for category, budget in SCORES.items():
            score = median(report["categories"][category]["score"] for report in reports)
            row(f"/{path} {category}", score, budget, False)
        blocking = [r["audits"]["total-blocking-time"]["numericValue"] for r in reports]
        row(f"/{path} total blocking time, ms", median(blocking), BLOCKING, True)
        shift = [r["audits"]["cumulative-layout-shift"]["numericValue"] for r in reports]
        row(f"/{path} layout shift", median(shift), 0.01, True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        steps = [first_step(browser, address + heaviest) for _ in range(ROUNDS)]
        row(f"/{heaviest} first step at 4x throttle, ms", median(steps), STEP, True)
    server.shutdown()
    return missed


if __name__ == "__main__":
    Path(ROOT / ".cache").mkdir(exist_ok=True)
    sys.exit(bool(main()))
