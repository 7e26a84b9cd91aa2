"""Does a figure with tabs in its caption show the labels of the open tab, and no others?"""

import pytest

from generators.chart import axis, chart, label, line
from hooks.draw import poster
from hooks.draw.chart import spec_of
from tests.browsing import opened

PAGE, FIGURE = "lenses/convergence/", "#fig-three-processes"
WORDS = {1: "bred here", 2: "fitted here", 3: "seen here"}
READ = """(css) => [...document.querySelectorAll(css)]
    .filter((t) => t.getBoundingClientRect().width > 0).map((t) => t.textContent)"""


def test_a_label_carries_its_reading():
    traces = [
        line([0, 1], [0, 1], "ink"),
        label(0.5, 0.5, "always"),
        label(0.5, 0.5, "then", "wanted", "top right", reading=2),
    ]
    figure = chart(traces, axis("x", 0, 1), axis("y", 0, 1))
    layout = figure.layout.to_plotly_json()
    spec = spec_of({"data": [t.to_plotly_json() for t in figure.data], "layout": layout})
    assert [mark["class"] for mark in poster.marks(spec)][1:] == [
        "label ink",
        "label wanted top reading2",
    ]


@pytest.mark.parametrize("live", [False, True], ids=["picture", "live"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_tab_changes_the_labels(book, served, browser, script, live):
    if live and not script:
        pytest.skip("the live chart is a script")
    with opened(browser, served(book) + PAGE, java_script_enabled=script) as page:
        texts = f"{FIGURE} .sim-plot .sim-poster .label text"
        if live:
            page.click(f"{FIGURE} .sim-explore")
            page.wait_for_selector(f"{FIGURE}.is-live")
            texts = f"{FIGURE} .sim-live .scatterlayer text"
        for tab, words in [(2, WORDS[2]), (3, WORDS[3]), (1, WORDS[1])]:
            page.click(f"{FIGURE} .tabbed-labels > label:nth-child({tab})")
            page.wait_for_timeout(100)
            seen = page.evaluate(READ, texts)
            assert seen.count(words) == 1, (tab, seen)
            assert not set(seen) & (set(WORDS.values()) - {words}), (tab, seen)
            assert {"evolved", "trained", "inferred"} <= set(seen)
            captions = page.evaluate(READ, f"{FIGURE} .tabbed-block")
            assert len(captions) == 1
