"""Is each mark of the picture where plotly.js draws the same mark, to two pixels?"""

import shutil
from pathlib import Path

import markdown
import pytest

from hooks.page.directive import Page
from hooks.press import Press
from hooks.publish.bundle import bundle
from tests.browsing import go_live, opened
from tests.conftest import ROOT

BLOCK = "/// simulation | marks{}()\nA caption.\n///\n\n"
NEAR = 2  # CSS pixels

# The corners of each subpath of an element's `d`, on the screen.
CORNERS = """(element) => {
  const to = element.getScreenCTM(), out = [];
  const parts = element.getAttribute('d').match(/[a-zA-Z][^a-zA-Z]*/g) || [];
  let x = 0, y = 0;
  for (const part of parts) {
    const n = (part.slice(1).match(/-?[\\d.]+(?:e-?\\d+)?/g) || []).map(Number);
    const kind = part[0], moving = kind === kind.toLowerCase();
    const step = { m: 2, l: 2, h: 1, v: 1, a: 7, z: 1 }[kind.toLowerCase()];
    if (kind.toLowerCase() === 'm') out.push([]);
    if (kind.toLowerCase() === 'z') continue;
    for (let i = 0; i + step <= n.length; i += step) {
      const a = n.slice(i, i + step), k = kind.toLowerCase();
      if (k === 'h') x = a[0] + (moving ? x : 0);
      else if (k === 'v') y = a[0] + (moving ? y : 0);
      else { const [p, q] = a.slice(-2); x = p + (moving ? x : 0); y = q + (moving ? y : 0); }
      const at = new DOMPoint(x, y).matrixTransform(to);
      out[out.length - 1].push([at.x, at.y]);
    }
  }
  return out; }"""

# Where an element's shape begins and ends on the screen, without its stroke.
OUTLINE = """(element) => {
  const box = element.getBBox(), to = element.getScreenCTM();
  const a = new DOMPoint(box.x, box.y).matrixTransform(to);
  const b = new DOMPoint(box.x + box.width, box.y + box.height).matrixTransform(to);
  return [a.x, a.y, b.x, b.y]; }"""


@pytest.fixture(scope="module")
def marks(tmp_path_factory, served) -> str:
    """The address of a page with one figure of each kind, built without MkDocs."""
    root = tmp_path_factory.mktemp("marks")
    shutil.copytree(ROOT / "tests" / "sites" / "marks", root, dirs_exist_ok=True)
    for shared in ("schema.py", "chart.py"):
        shutil.copy(ROOT / "generators" / shared, root / "generators")
    press = Press(root)
    text = "".join(BLOCK.format(view) for view in ("", ".bars", ".heat"))
    extension = {"hooks.page.directive": {"page": Page(press, "page.md")}}
    body = markdown.markdown(text, extensions=["hooks.page.directive"], extension_configs=extension)
    assert not press.faults, press.report_of_faults()
    site = root / "site"
    shutil.copytree(ROOT / "docs" / "assets", site / "assets")
    press.files["assets/plotly/plotly.min.js"] = bundle(ROOT / ".cache" / "plotly", print)
    for address, content in press.files.items():
        (site / address).parent.mkdir(parents=True, exist_ok=True)
        (site / address).write_bytes(content)
    chrome = (
        '<button class="book-scheme"></button><div class="md-search"></div><i id="__search"></i>'
        '<details class="book-contents"></details><footer class="md-footer"></footer>'
    )
    (site / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>marks</title>'
        '<link rel="stylesheet" href="assets/book.css">'
        f'<body data-md-color-scheme="default">{chrome}<article class="md-typeset">{body}</article>'
        '<script src="assets/book.js" defer></script></body></html>',
        encoding="utf-8",
    )
    return served(Path(site))


@pytest.fixture(scope="module", params=["desktop", "phone"])
def page(request, marks, browser):
    """The page with every figure live, so that picture and chart lie over each other."""
    with opened(browser, marks, request.param) as page:
        go_live(page)
        page.wait_for_timeout(300)
        yield page


def corners(page, figure: str, selector: str) -> list[list]:
    """Corners of all subpaths of all elements that a selector finds in a figure, flat."""
    elements = page.query_selector_all(f"#{figure} {selector}")
    assert elements, selector
    return [subpath for element in elements for subpath in element.evaluate(CORNERS)]


def close(one: list, other: list) -> None:
    """The same number of points, each within two pixels."""
    assert len(one) == len(other)
    assert (
        max(abs(a - b) for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True))
        <= NEAR
    )


def centres(page, figure: str, selector: str) -> list[list[float]]:
    """The middle of each element that a selector finds."""
    found = page.query_selector_all(f"#{figure} {selector}")
    boxes = [element.bounding_box() for element in found]
    return [[b["x"] + b["width"] / 2, b["y"] + b["height"] / 2] for b in boxes]


def test_lines(page):
    picture = corners(page, "fig-marks", ".sim-poster .line")
    chart = corners(page, "fig-marks", ".scatterlayer .js-line")
    by_length = [path for path in chart if len(path) in (2, 4, 5)]
    for mine in picture:
        assert any(_near(mine, theirs) for theirs in by_length), mine


def test_the_band(page):
    (mine,) = corners(page, "fig-marks", ".sim-poster .band")
    theirs = corners(page, "fig-marks", ".scatterlayer .js-fill")
    box = _box(mine)
    assert any(
        max(abs(a - b) for a, b in zip(box, _box(path), strict=True)) <= NEAR for path in theirs
    )


def test_dots(page):
    mine = [path[0] for path in corners(page, "fig-marks", ".sim-poster .dots")]
    theirs = centres(page, "fig-marks", ".scatterlayer .points path")
    close(mine, theirs[: len(mine)])


def test_a_ring_is_as_large(page):
    boxes = []
    for where in (".sim-poster .ring", ".scatterlayer .points path"):
        boxes.append(page.query_selector_all(f"#fig-marks {where}")[-1].evaluate(OUTLINE))
    close([boxes[0]], [boxes[1]])


def test_labels(page):
    boxes = []
    for where in (".sim-poster .label text", ".scatterlayer .textpoint text"):
        boxes.append(page.query_selector(f"#fig-marks {where}").evaluate(OUTLINE))
    close([boxes[0]], [boxes[1]])


def test_bars(page):
    mine = [_box(path) for path in corners(page, "fig-marks-bars", ".sim-poster .bars")]
    theirs = [_box(path) for path in corners(page, "fig-marks-bars", ".barlayer .point path")]
    close(mine, theirs)


def test_heat_cells(page):
    mine = [_box(path) for path in corners(page, "fig-marks-heat", ".sim-poster .heat.learned")]
    image = page.query_selector("#fig-marks-heat .heatmaplayer image").bounding_box()
    width, height = image["width"] / 4, image["height"] / 3
    cells = [
        [
            image["x"] + i * width,
            image["y"] + j * height,
            image["x"] + (i + 1) * width,
            image["y"] + (j + 1) * height,
        ]
        for j in range(3)
        for i in range(4)
    ]
    close(sorted(mine, key=lambda b: (round(b[1]), b[0])), cells)


def test_axes(page):
    for figure in ("fig-marks", "fig-marks-bars"):
        for kind, side in (("xtick", "x"), ("ytick", "y")):
            theirs = centres(page, figure, f".{kind} text")
            mine = centres(page, figure, ".sim-poster .tick")
            across = 0 if side == "x" else 1
            for point in theirs:
                assert min(abs(point[across] - own[across]) for own in mine) <= 2 * NEAR


def _box(path: list) -> list[float]:
    xs, ys = zip(*path, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def _near(one: list, other: list) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= NEAR
        for p, q in zip(one, other, strict=True)
        for a, b in zip(p, q, strict=True)
    )
