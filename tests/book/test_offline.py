"""Can the book be read from disk, and a simulation run from one file?"""

import io
import posixpath
import re
import subprocess
import sys
import zipfile
from html import unescape
from urllib.parse import unquote

import pytest

from hooks.publish import offline, runnable
from tests.browsing import opened
from tests.projects import ROOT, tiny

LINK = re.compile(r' (?:href|src|poster)="([^"]*)"')
LIVE = """() => [...document.querySelectorAll('button, input, select, textarea, a:not([href]).md-search__icon')]
    .filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def unpacked(book, tmp_path_factory):
    """The folder in which a reader finds the book."""
    folder = tmp_path_factory.mktemp("disk")
    with zipfile.ZipFile(book / "offline.zip") as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


def dead(folder) -> list[str]:
    """The links in a folder's pages that lead to no file of it, as a browser follows them from disk."""
    found = []
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        for link in map(unescape, LINK.findall(page.read_text("utf-8"))):
            path = unquote(re.split("[?#]", link)[0])
            to = folder / posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if path and not re.match(r"[a-z]+:", link) and not to.is_file():
                found.append(f"{name}: {link}")
    return found


def test_every_page_is_there_and_every_link_leads_to_a_file(book, unpacked):
    pages = {page.relative_to(book) for page in book.rglob("*.html")}
    assert {page.relative_to(unpacked) for page in unpacked.rglob("*.html")} == {
        page for page in pages if page.name != "404.html"
    }
    assert dead(unpacked) == []
    assert (book / "offline.zip").stat().st_size < 4 << 20


def test_a_link_to_a_folder_or_to_nothing_is_seen(unpacked, tmp_path):
    for page in ("index.html", "pattern/index.html"):
        (tmp_path / page).parent.mkdir(exist_ok=True)
        (tmp_path / page).write_text('<a href="index.html">x</a>')
    assert dead(tmp_path) == []
    (tmp_path / "index.html").write_text(
        '<a href="pattern/">x</a><img src="x.png"><a href="#y"><a href="https://example.org/">'
    )
    assert dead(tmp_path) == ["index.html: pattern/", "index.html: x.png"]


@pytest.mark.parametrize("page", ["index.html", "pattern/index.html", "gallery/index.html"])
def test_from_disk_nothing_waits_for_a_click_that_does_nothing(unpacked, browser, page):
    with opened(browser, (unpacked / page).as_uri(), fresh=True) as shown:
        assert shown.evaluate(LIVE) == []
        assert shown.complaints == []
        shown.evaluate(
            "document.querySelector('.sim-controls').hidden = false"
        ) if "pattern" in page else None
        assert bool(shown.evaluate(LIVE)) == ("pattern" in page), "a control that shows is seen"
        assert all(url.startswith("file:") for url in shown.requests)


PAGE = (
    '<a href="../">up</a><a href="../a%20b/#x">b</a><a href="?slide#y">s</a><a href="/x">r</a><a class="n" href="../data.json">d</a>'
    '<img src="../x.png"><link href="../s.css"><a href="mailto:a@b.c">m</a><a href="">e</a><a href="../no/">no</a>'
)


@pytest.mark.parametrize("address", ["", "https://example.org/book/"])
def test_links_are_as_a_disk_needs_them(address, tmp_path):
    files = {"index.html": "", "a b/index.html": "", "p/index.html": PAGE, "404.html": "", "x.png": "p", "f.woff2": "f",
             "data.json": "{}", "s.css": "@font-face { src: url(f.woff2) }", "unused.css": ""}  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    made = offline.make(tmp_path, "A Book: of coins", address)
    assert made == offline.make(tmp_path, "A Book: of coins", address)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = {name.removeprefix("a-book-of-coins/") for name in archive.namelist()}
        page = archive.read("a-book-of-coins/p/index.html").decode()
    assert names == files.keys() - {"404.html", "data.json", "unused.css"}
    data = f' href="{address}data.json"' if address else ""
    assert page == PAGE.replace("../a%20b/#x", "../a%20b/index.html#x").replace(
        '"../"', '"../index.html"'
    ).replace(' href="../data.json"', data)


def run(file, *words):
    """What the file says, in a folder where nothing of the project is."""
    return subprocess.run(
        [sys.executable, "-I", str(file), *words], cwd=file.parent, capture_output=True, text=True
    )


def test_a_simulation_runs_from_one_file(book, tmp_path):
    made = tmp_path / "generators.pyz"
    made.write_bytes((book / made.name).read_bytes())
    by_hand = subprocess.run(
        [sys.executable, "-m", "generators", "gamble"], cwd=ROOT, capture_output=True, text=True
    )
    assert run(made, "gamble").stdout == by_hand.stdout != ""
    assert "There is no simulation 'gambol'" in run(made, "gambol").stderr
    with zipfile.ZipFile(made) as archive:
        assert all(name.endswith(".py") for name in archive.namelist())


def test_each_figure_says_how_it_is_run(book):
    from generators.__main__ import modules

    every, told = modules(), 0
    for page in book.rglob("*.html"):
        run = r'<code>python <a href="([./]*)generators\.pyz">generators\.pyz</a> (\w+)</code>'
        for up, name in re.findall(run, page.read_text("utf-8")):
            assert (page.parent / up / "generators.pyz").is_file()
            assert name in every
            told += 1
    assert told > 70


def test_where_nothing_can_be_run_nothing_is_offered(tmp_path):
    assert runnable.file_of(tiny(tmp_path / "p"), "generators") is None


def test_the_zip_is_dated_as_the_site_is(monkeypatch, tmp_path):
    (tmp_path / "index.html").write_text("")
    dates = set()
    for epoch in ("0", "1700000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        with zipfile.ZipFile(io.BytesIO(offline.make(tmp_path, "x", ""))) as archive:
            dates |= {entry.date_time for entry in archive.infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0), (2023, 11, 14, 22, 13, 20)}
