"""Does an author who previews the book see a fault in its place, and see it gone once mended?"""

import html
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.conftest import ROOT, Site

DEADLINE = 30  # seconds for a change to show
PAGE, COIN = "docs/page.md", "generators/coin.py"
BLOCK = "/// simulation | coin(tosses=100) over tosses"
CAPTION = "Each line is one run. Given: a bent coin.\n"
FACT = "Of {{ coin.tosses }} tosses"
LAST = "The last words"
FAULT = re.compile(r'<(div|strong) class="sim-fault" role="alert">(.*?)</\1>', re.DOTALL)
LIVE = re.compile(r"<script>\s*var livereload.*?</script>", re.DOTALL)


class Preview:
    """A running `mkdocs serve` of a tiny site."""

    def __init__(self, site: Site, **environment: str) -> None:
        self.site = site
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{address}/page/"
        self.process = site.start(
            "serve", "-a", address, TMPDIR=str(site.root.parent), **environment
        )
        self.told: list[str] = []  # what stands in the terminal
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stderr:
            self.told.append(line.rstrip("\n"))

    def tells(self, start: str) -> list[str]:
        """The lines of the terminal that begin like this, once there are any."""
        until = time.monotonic() + DEADLINE
        while not (lines := [line for line in self.told if line.startswith(start)]):
            assert time.monotonic() < until, f"{start!r} is not among {self.told}"
            time.sleep(0.1)
        return lines

    def page(self) -> str:
        """The page as it stands now, but for the server's own script; empty while there is none."""
        try:
            with urllib.request.urlopen(self.url, timeout=2) as answer:
                return LIVE.sub("", answer.read().decode())
        except OSError:  # not there yet, or busy with a build
            return ""

    def shows(self, text: str) -> str:
        """The page, once it holds this text."""
        until = time.monotonic() + DEADLINE
        while text not in (page := self.page()):
            assert self.process.poll() is None, f"the server ended: {self.told}"
            assert time.monotonic() < until, f"the page never held {text!r}, but: {page}"
            time.sleep(0.1)
        return page

    @contextmanager
    def edited(self, path: str, old: str, new: str) -> Iterator[None]:
        """An edit that is undone in the end, and the page with it."""
        whole = self.shows(LAST)
        self.site.edit(path, old, new)
        try:
            yield
        finally:
            self.site.edit(path, new, old)
            assert self.shows(whole) == whole

    def end(self) -> None:
        """Stop the server."""
        os.killpg(self.process.pid, signal.SIGKILL)


def message(text: str) -> str:
    """A fault without its place: a build says once what a page shows wherever it matters."""
    return text.partition(": ")[2]


@pytest.fixture(scope="module")
def preview(tiny) -> Iterator[Preview]:
    """One server for all; every test leaves its page as it found it."""
    running = Preview(tiny())
    with running.process:
        running.shows(LAST)
        yield running
        if running.process.poll() is None:
            running.end()


@pytest.mark.parametrize(
    ("path", "old", "new", "where"),
    [
        (PAGE, BLOCK, "/// simulation | con()", "con()"),
        (PAGE, FACT, "Of {{ coin.tosess }} tosses", "tosess"),
        (PAGE, f"{CAPTION}///", CAPTION, BLOCK),
        (PAGE, f"{BLOCK}\n{CAPTION}", f"{BLOCK}\n", BLOCK),
        (PAGE, LAST, f"[A link](pge.md). {LAST}", "pge.md"),
        (COIN, "rng =", 'raise ValueError("no coin")\n    rng =', FACT),
        (COIN, "def facts(", "def facts((", FACT),
    ],
    ids=[
        "unknown simulation",
        "unknown fact",
        "unclosed block",
        "missing caption",
        "broken link",
        "simulation that raises",
        "simulation that cannot be read",
    ],
)
def test_a_fault_stands_in_its_place_until_it_is_mended(path, old, new, where, preview, good):
    site = preview.site
    preview.told.clear()
    with preview.edited(path, old, new):
        page = preview.shows(f"{PAGE}:{site.line(PAGE, where)}: ")
        shown = {html.unescape(text) for _, text in FAULT.findall(page)}
        said = {line for line in site.build().lines if line.startswith("docs/")}
        assert said <= shown
        assert {message(text) for text in said} == {message(text) for text in shown}
        assert said <= set(preview.tells(f"{PAGE}:"))
        outside = re.sub(r"<figure.*?</figure>", "", FAULT.sub("", page), flags=re.DOTALL)
        assert LAST in outside
        assert site.published == good.published


def test_an_edited_simulation_shows_on_the_next_reload(preview):
    assert "100 tosses: 84% heads" in preview.shows(LAST)
    with preview.edited(COIN, 'tosses: {share} heads"', 'tosses gave {share} heads"'):
        preview.shows("100 tosses gave 84% heads")


def test_a_port_that_is_taken_is_one_line(tiny, good, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        site, where = tiny(), {"TMPDIR": str(tmp_path), "SOURCE_DATE_EPOCH": "0"}
        with site.start("serve", "-a", f"127.0.0.1:{port}", **where) as process:
            said, errors = process.communicate(timeout=DEADLINE)
    (line,) = [line for line in (said + errors).splitlines() if "INFO" not in line]
    assert f"127.0.0.1:{port} (Address already in use)" in line
    assert "make serve" in line
    assert process.returncode == 1
    assert site.published == good.published
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("given", "port"), [({}, 8000), ({"PORT": "8123"}, 8123)])
def test_make_serve_stands_at_the_port_that_is_named(given, port):
    environment = {key: value for key, value in os.environ.items() if key != "PORT"} | given
    told = ["make", "--dry-run", "serve"]
    said = subprocess.run(told, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
    assert f"mkdocs serve --dev-addr 127.0.0.1:{port}\n" in said


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("docs/data/references.yml", "- key: [", "docs/data/references.yml:"),
        ("docs/stray.md", "# A\n\n[b](gone.md)\n", "docs/stray.md:3: "),
    ],
)
def test_a_fault_of_another_file_is_told_and_no_page_hides_it(path, text, said, preview):
    """What belongs to no page is shown on each; what belongs to another, there."""
    file = preview.site.root / path
    preview.shows(LAST)
    preview.told.clear()
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    try:
        lines = preview.tells(said)
        assert all(". " in line for line in lines)
        if path.endswith(".yml"):
            assert html.escape(lines[0]) in preview.shows(said)
        else:
            assert said not in preview.shows(LAST)
    finally:
        file.unlink()
        if path.endswith(".yml"):
            file.parent.rmdir()
    until = time.monotonic() + DEADLINE
    while said in preview.shows(LAST):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_press_that_was_edited_says_that_the_old_one_runs(tiny):
    site = tiny()
    hooks = site.root / "hooks"
    hooks.unlink()
    shutil.copytree(ROOT / "hooks", hooks, ignore=shutil.ignore_patterns("__pycache__"))
    site.edit("mkdocs.yml", "watch: [generators]", "watch: [generators, hooks]")
    preview = Preview(site, PYTHONPATH=str(site.root))
    with preview.process:
        try:
            assert 'class="sim-fault"' not in preview.shows(LAST)
            site.edit("hooks/apparatus/marks.py", "How does a short mark", "How does a mark")
            (said,) = preview.tells("hooks/apparatus/marks.py:1: ")
            assert "'make serve'" in said
            preview.shows(html.escape(said))
        finally:
            preview.end()
