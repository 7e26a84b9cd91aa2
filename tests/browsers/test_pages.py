"""Does every page open in every engine without a complaint, and does axe find nothing in it?"""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from selenium.webdriver.support.wait import WebDriverWait

from tests.browsing import READY, pages

UNFOLD = "document.querySelectorAll('article details').forEach((e) => { e.open = true; })"
AXE = """const done = arguments[0];
axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    done(violations.map((rule) => [rule.id, ...rule.nodes.map((node) => node.html.slice(0, 200))].join(" "))),
    (error) => done([String(error)]));"""


def faults(driver, address):
    """What a page complains of as it opens, and what axe finds in it once all is unfolded."""
    driver.get(address)
    WebDriverWait(driver, 20).until(lambda driver: driver.execute_script(f"return ({READY})()"))
    driver.execute_script(UNFOLD)
    driver.execute_script(AXE_SCRIPT)
    found = driver.execute_async_script(AXE)
    return driver.execute_script("return window.complaints") + found


def test_every_page_opens_without_a_complaint_and_axe_finds_nothing(driver, book, watched):
    address, missing = watched(book)
    driver.set_script_timeout(120)
    found = {path: faults(driver, address + path) for path in pages(book)}
    assert {path: said for path, said in found.items() if said} == {}
    assert missing == []


TINY = '<!doctype html><html lang="en"><head><title>Tiny</title></head><body><main><h1>Tiny</h1>{}</main></body></html>'
PLANTED = {
    "a script that throws": ("<script>missing()</script>", "missing"),
    "a promise that nobody keeps": ("<script>Promise.reject(new Error('broken'))</script>", "broken"),
    "an error of the console": ("<script>console.error('odd', 7)</script>", "odd 7"),
    "a warning": ("<script>console.warn('old')</script>", "old"),
    "a script that is not there": ("<script src=gone.js></script>", "gone.js"),
    "a script that the policy forbids": (
        "<script>document.head.innerHTML += `<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">`;"
        "document.body.append(Object.assign(document.createElement('script'), { text: 'missing()' }))</script>",
        "script-src",
    ),
    "a picture without a name": ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
    "pale words, in what is folded": (
        "<article><details><summary>more</summary><p style='color: #aaa'>pale</p></details></article>",
        "color-contrast",
    ),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_told(driver, watched, tmp_path, planted):
    html, told = PLANTED[planted]
    (tmp_path / "index.html").write_text(TINY.format(html), "utf-8")
    assert any(told in said for said in faults(driver, watched(tmp_path)[0]))


def test_a_page_without_fault_is_told_nothing_of(driver, watched, tmp_path):
    (tmp_path / "index.html").write_text(TINY.format("<p>Fine.</p>"), "utf-8")
    address, missing = watched(tmp_path)
    assert faults(driver, address) == []
    assert [path for path in missing if urlsplit(path).path != "404 /favicon.ico"] == []


def test_what_is_asked_for_in_vain_is_told(driver, watched, tmp_path):
    (tmp_path / "index.html").write_text(
        TINY.format("<script>fetch('data.json')</script>"), "utf-8"
    )
    address, missing = watched(tmp_path)
    faults(driver, address)
    WebDriverWait(driver, 5).until(lambda _: "404 /data.json" in missing)
