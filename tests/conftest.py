"""What do tests of a whole build stand on?  A tiny site, the real book, a browser, a server."""

import fcntl
import functools
import hashlib
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from hooks.publish.bundle import bundle
from tests import forks

ROOT = Path(__file__).parent.parent
MKDOCS = Path(sys.executable).with_name("mkdocs")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DEADLINE = 120  # seconds after which a build counts as hung
COLD = 1800  # the same, of the book where every simulation runs
QUIET = {"NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True)
class Built:
    """How a build ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """All that it said, without empty lines."""
        return [line for line in (self.out + self.err).splitlines() if line.strip()]


@dataclass(frozen=True)
class Site:
    """A project that `mkdocs build` can be run in, for so many seconds."""

    root: Path
    seconds: float = DEADLINE

    @property
    def published(self) -> dict[str, str]:
        """The site that stands: each file's path, and a hash of its content."""
        return tree(self.root / "site")

    def environment(self, **changed: str) -> dict[str, str]:
        """That of a build: this one's, without what would date or place the site."""
        kept = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "SOURCE_DATE_EPOCH")}
        return kept | QUIET | changed

    def start(self, *command: str, **environment: str) -> subprocess.Popen:
        """`mkdocs` with these words, in a process group of its own."""
        return subprocess.Popen(
            [str(MKDOCS), *command],
            cwd=self.root,
            env=self.environment(**environment),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def build(self, *options: str, **environment: str) -> Built:
        """`mkdocs build`, to its end: in a fork, unless the environment speaks to Python itself."""
        if any(name.startswith("PYTHON") for name in environment):
            return self.build_afresh(*options, **environment)
        told = self.environment(**environment)
        return Built(*forks.mkdocs(["build", *options], self.root, told, self.seconds))

    def build_afresh(self, *options: str, **environment: str) -> Built:
        """`mkdocs build`, to its end, in a process that begins with it, as an author's does."""
        with self.start("build", *options, **environment) as process:
            out, err = process.communicate(timeout=self.seconds)
        return Built(process.returncode, out, err)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the one place where `old` stands in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def line(self, path: str, text: str) -> int:
        """The number of the first line that holds a text."""
        lines = (self.root / path).read_text(encoding="utf-8").splitlines(keepends=True)
        return next(number for number, line in enumerate(lines, 1) if text in line)


def tree(folder: Path) -> dict[str, str]:
    """Every file under a folder, with a hash of its content."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def address_of(site: Path) -> str:
    """Where a built site says that it will stand."""
    sitemap = site / "sitemap.xml"
    said = re.findall("<loc>(.*?)</loc>", sitemap.read_text("utf-8")) if sitemap.is_file() else []
    return min(said, key=len, default="/")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first of all workers makes, and all share. Nobody may change it."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / name).exists():
            begun = factory.mktemp(name)
            make(begun)
            begun.rename(base / name)
    return base / name


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The tiny site, built once. Do not change it; take a copy with `tiny`."""

    def make(folder: Path) -> None:
        root = folder / "book"
        shutil.copytree(ROOT / "tests" / "sites" / "good", root)
        (root / "hooks").symlink_to(ROOT / "hooks")
        for shared in ("schema.py", "chart.py"):
            shutil.copy(ROOT / "generators" / shared, root / "generators")
        bundle(ROOT / ".cache" / "plotly", print)  # so that the builds of tests need no npm
        if (ROOT / ".cache" / "plotly").is_dir():
            shutil.copytree(ROOT / ".cache" / "plotly", root / ".cache" / "plotly")
        built = Site(root).build_afresh()
        assert built.code == 0, built.err

    return Site(made_once(tmp_path_factory, "good", make) / "book")


@pytest.fixture(scope="session")
def tiny(good: Site, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Site]:
    """A function that gives a fresh copy of the tiny site, built, with its cache warm."""

    def copy() -> Site:
        root = tmp_path_factory.mktemp("tiny") / "book"
        return Site(shutil.copytree(good.root, root, symlinks=True))

    return copy


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real book: the site named by BOOK, such as the one that is to be published, or else one
    built into a folder of its own. The site that stands is not touched."""
    if "BOOK" in os.environ:
        return ROOT / os.environ["BOOK"]

    def make(folder: Path) -> None:
        built = Site(ROOT, COLD).build_afresh("-d", str(folder / "site"))
        assert built.code == 0, built.err

    return made_once(tmp_path_factory, "book", make) / "site"


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on this machine until the tests end; gives its address. A site
    stands where its host will have it, at the root or below."""
    servers = []

    def serve(folder: Path) -> str:
        base = urlsplit(address_of(folder)).path
        handler = functools.partial(
            type("Handler", (_Quiet,), {"base": base}), directory=str(folder)
        )
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}{base}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    base = "/"

    def translate_path(self, path: str) -> str:
        """The file at a path; outside of the site there is none."""
        inside = path.startswith(self.base)
        return super().translate_path(path.removeprefix(self.base)) if inside else os.devnull + "/"

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def installed_browser() -> str | None:
    """Where this machine keeps a Chromium or Chrome, if it has one."""
    names = ("chromium", "google-chrome", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium or Chrome, or else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            launched = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        except Error:
            pytest.skip("no browser: install chromium, or run 'playwright install chromium'")
        yield launched
        launched.close()
