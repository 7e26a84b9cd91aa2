"""Does a live chart speak, can it be saved whole, and is there a way back to the picture?"""

import re
import struct
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest

from tests.book.visits import SPOKEN
from tests.browsing import go_live, opened

PAGE, FIGURE = "spectrum/level-4/", "fig-winners-curse"


def faults(figure: dict) -> list[str]:
    """What a reader who points at the marks of a live chart would miss."""
    found = []
    words = " ".join(figure["titles"])
    spoken = [one for one in figure["traces"] if not one["skip"]]
    if not spoken:
        found.append("no trace speaks")
    for one in spoken:
        lines = one["said"].replace("<br>", " ")
        if one["template"] != "%{hovertext}<extra></extra>":
            found.append(f"{one['kind']} leaves the words to plotly.js")
        if re.search(r"trace \d|NaN|undefined|null|%\{", lines):
            found.append(f"{one['kind']} says '{lines}'")
        if words and not one["name"] and not any(title in lines for title in figure["titles"]):
            found.append(f"{one['kind']} says '{lines}', and no title of {figure['titles']}")
        if not re.search(r"\d|: \S|^[^:]+$", lines):
            found.append(f"{one['kind']} says '{lines}', and no value")
    for one in figure["traces"]:
        if one["skip"] and (one["name"] or words):
            found.append(f"{one['kind']} '{one['name']}' is silent")
    for kind, text in figure["shown"].items():
        if not text or re.search(r"trace \d", text):
            found.append(f"pointed at, {kind} shows '{text}'")
    return [f"{figure['id']}: {fault}" for fault in found]


@pytest.fixture(scope="module")
def chapter(book, served) -> str:
    """The address of a chapter whose main figure has a slider, a switch and many runs."""
    return served(book) + PAGE


def test_every_figure_becomes_a_live_chart_that_speaks(visits):
    found, seen = [], 0
    for path, visit in visits.items():
        seen += len(visit["spoken"])
        found += [f"{path} {fault}" for figure in visit["spoken"] for fault in faults(figure)]
        found += [f"{path} {complaint}" for complaint in visit["complaints"]]
    assert not found, "\n".join(found)
    assert seen >= 77


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('hovertemplate: "%{hovertext}<extra></extra>"', "", "leaves the words to plotly.js"),
        ('mark !== "band" && mark', 'mark === "bars" && mark', "is silent"),
        ("[axis.title, said]", '["", said]', "and no title of"),
        ("{ hovertext, hovertemplate", "false ? {} : { hovertemplate", "no value"),
    ],
)
def test_a_chart_that_does_not_speak_is_seen(book, chapter, browser, old, new, fault):
    source = (book / "assets/speech.js").read_text("utf-8")
    assert source.count(old) == 1
    with opened(browser, chapter) as page:
        page.route(
            "**/speech.js*",
            lambda route: route.fulfill(
                body=source.replace(old, new), content_type="text/javascript"
            ),
        )
        go_live(page)
        assert any(fault in one for figure in page.evaluate(SPOKEN) for one in faults(figure))


def test_a_mouse_reads_a_value(chapter, browser):
    """By hand, at the place of one point of the chart."""
    with opened(browser, chapter) as page:
        page.click(f"#{FIGURE} .sim-explore")
        page.wait_for_selector(f"#{FIGURE}.is-live")
        point = page.locator(f"#{FIGURE} .scatterlayer .points path").last.bounding_box()
        page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
        page.wait_for_selector(f"#{FIGURE} .hoverlayer .hovertext")
        assert re.fullmatch(
            r"score \(true skill of all: 70%\): \d\d(\.\d+)?%",
            page.text_content(f"#{FIGURE} .hoverlayer .hovertext"),
        )


def test_there_is_a_way_back_to_the_picture(chapter, browser):
    """By keyboard: the button keeps the focus and says what it will do next."""
    with opened(browser, chapter) as page:
        button, chart = (
            page.locator(f"#{FIGURE} .sim-explore"),
            page.locator(f"#{FIGURE} .sim-live"),
        )
        picture = page.locator(f"#{FIGURE} .sim-plot .sim-poster")
        assert button.inner_text() == "zoom and read values"
        button.focus()
        for live in (True, False, True, False):
            page.keyboard.press("Enter")
            page.wait_for_function(
                f"() => document.querySelector('#{FIGURE}').matches('.is-live') === {str(live).lower()}"
            )
            assert button.inner_text() == (
                "back to the picture" if live else "zoom and read values"
            )
            assert button.evaluate("(e) => e === document.activeElement")
            assert (chart.is_visible(), picture.is_visible()) == (live, not live)
        picture.hover()  # who wanted the picture back is not woken again
        page.wait_for_timeout(1200)
        assert picture.is_visible()


def test_one_run_is_looked_at_in_the_picture(chapter, browser):
    """The live chart has all runs, and must not lie over one."""
    with opened(browser, chapter) as page:
        page.click(f"#{FIGURE} .sim-explore")
        page.wait_for_selector(f"#{FIGURE}.is-live")
        page.click(f"#{FIGURE} .sim-run")
        page.wait_for_selector(f"#{FIGURE} .sim-next >> visible=true")
        assert page.locator(f"#{FIGURE} .sim-plot .sim-poster").is_visible()
        assert not page.locator(f"#{FIGURE} .sim-live").is_visible()
        page.click(f"#{FIGURE} .sim-explore")
        page.wait_for_selector(f"#{FIGURE}.is-live")
        assert page.get_attribute(f"#{FIGURE} .sim-run", "aria-pressed") == "false"


def saved(page, figure: str, format: str) -> Path:
    """The file that a reader gets who saves a live chart."""
    page.hover(f"#{figure} .sim-live .plotly")
    with page.expect_download() as download:
        page.click(f"#{figure} [data-title='Save as {format}']")
    return download.value.path()


# Words of an SVG that is alone in its page, of which a part lies outside.
OUTSIDE = """() => { const all = document.querySelector('svg').getBoundingClientRect();
  return [...document.querySelectorAll('svg text')].filter((text) => { const one = text.getBoundingClientRect();
    return one.width && (one.left < all.left || one.right > all.right || one.top < all.top || one.bottom > all.bottom); })
    .map((text) => text.textContent); }"""


def texts(file: Path) -> str:
    """All words of an SVG, in its order, in one line."""
    root = etree.fromstring(file.read_text("utf-8"))
    return " ".join(" ".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("figure", [FIGURE, "fig-winners-curse-shrinkage"])
def test_a_saved_picture_can_stand_alone(chapter, browser, figure, size):
    """It carries the finding, the labels, the legend, the axes' titles, and where it comes from."""
    with opened(browser, f"{chapter}#{FIGURE}?models=1000", size) as page:
        go_live(page)
        file = saved(page, figure, "SVG")
        said = " ".join(texts(file).split())
        element = page.locator(f"#{figure}")
        words = [element.locator(".sim-say").inner_text()]
        words += element.locator(".sim-legend li").all_inner_texts()
        words += element.locator(".sim-plot .sim-poster .label text").all_text_contents()
        words += element.locator(".sim-plot .sim-poster .title").all_text_contents()
        state = "?models=1000" if figure == FIGURE else ""
        words.append(f"Nobody Put It There, {chapter}#{figure}{state}")
        assert len(words) > 4
        joined = said.replace(" ", "")
        assert not [one for one in words if one.replace(" ", "") not in joined], said
        width, height = (
            float(v)
            for v in re.findall(r'(?:width|height)="([\d.]+)"', file.read_text("utf-8"))[:2]
        )
        png = saved(page, figure, "PNG").read_bytes()
        assert struct.unpack(">II", png[16:24]) == pytest.approx((2 * width, 2 * height), abs=2)
        plot = element.locator(".sim-live").bounding_box()
        assert width == pytest.approx(plot["width"], abs=1)
        assert height > plot["height"] + 40
        assert len(png) > 10_000
        assert not page.complaints
        alone = page.context.new_page()  # under no policy, as any program shows the file
        alone.set_content(file.read_text("utf-8"))
        assert alone.evaluate(OUTSIDE) == []


def test_a_saved_picture_names_the_published_address(chapter, browser):
    with opened(browser, chapter) as page:
        page.evaluate(
            "document.querySelector('link[rel=canonical]').href = 'https://book.example/part/page/'"
        )
        go_live(page)
        assert f"https://book.example/part/page/#{FIGURE}" in texts(saved(page, FIGURE, "SVG"))
