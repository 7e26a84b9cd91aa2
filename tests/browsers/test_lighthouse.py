"""Does Lighthouse find nothing amiss but speed, which the benchmark measures?"""

import pytest

from tests.bench.reader import SCORES, lighthouse

WHOLE = [category for category in SCORES if category != "performance"]
SHIFT = 0.01
pytestmark = pytest.mark.xdist_group("chrome")  # one at a time


def faults(address):
    """What falls short in a page: categories, by their scores, and how far things jump."""
    report = lighthouse(address)
    scores = {category: report["categories"][category]["score"] for category in WHOLE}
    shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
    short = {category: score for category, score in scores.items() if score != 1}
    return short | ({"shift": shift} if shift > SHIFT else {})


@pytest.mark.parametrize("path", ["", "spectrum/level-3/", "pattern/"])
def test_nothing_falls_short(book, served, path):
    assert faults(served(book) + path) == {}


JUMPING = """<script>setTimeout(() => document.body.prepend(Object.assign(
    document.createElement("div"), { style: "height: 60vh", textContent: "late" })), 500); missing()</script>"""


def test_planted_faults_are_told(served, tmp_path):
    words = "<p>Words that are there from the beginning.</p>" * 5
    (tmp_path / "index.html").write_text(f"<!doctype html>{words}<img src=x>{JUMPING}", "utf-8")
    assert set(faults(served(tmp_path))) == {*WHOLE, "shift"}
