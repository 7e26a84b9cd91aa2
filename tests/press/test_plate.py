"""Does a figure stand alone as it stands in its page: whole, legible, in its colours, the same bytes each time?"""

import base64
import re
from types import SimpleNamespace

import pytest

from hooks.draw import plate
from hooks.faults import Fault
from hooks.press import Press
from hooks.publish import gallery, raster
from hooks.publish.files import drawing_faults
from tests.browsing import opened
from tests.projects import COIN, ROOT, pressed, tiny

PIXEL = b"\x89PNG\r\n\x1a\n"
RULE = re.compile(r"--([a-z]+): (#[0-9a-f]{6});")
DASH = re.compile(r"^\.(\w+) \{ color: var\(--\w+\); --dash: ([\w ]+); \}", re.MULTILINE)
FRAME = """async (pictures) => { const found = [];
    for (const [name, data] of Object.entries(pictures)) {
        const image = new Image(); image.src = 'data:image/png;base64,' + data; await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
        pen.drawImage(image, 0, 0);
        const paper = pen.getImageData(0, 0, 1, 1).data.join();
        for (const [x, y, w, h] of [[0, 0, image.width, 1], [0, image.height - 1, image.width, 1],
            [0, 0, 1, image.height], [image.width - 1, 0, 1, image.height]]) {
            const { data } = pen.getImageData(x, y, w, h);
            for (let i = 0; i < data.length; i += 4) if (data.slice(i, i + 4).join() !== paper) { found.push(name); break; } } }
    return [...new Set(found)]; }"""


@pytest.fixture(scope="module")
def views():
    """Each figure of the book, as it stands untouched, by its address."""
    made = pressed()
    assert made.figures, made.faults
    return {figure.address["plate"]: figure.view for figure in made.figures.values()}


@pytest.fixture(scope="module")
def drawings(views):
    """Every plate and card of the book."""
    plates = {f"{name} plate": plate.plate(view) for name, view in views.items()}
    return plates | {f"{name} card": plate.card(view, "Book") for name, view in views.items()}


def test_colours_and_dashes_are_those_of_the_page():
    css = (ROOT / "docs/assets/book.css").read_text("utf-8")
    light = dict(RULE.findall(css.partition('="slate"')[0]))
    dashes = {name: "" if dash == "none" else dash for name, dash in DASH.findall(css)}
    assert {role: dash for role, (_, dash) in plate.ROLES.items()} == dashes
    wanted = {role: light["soft" if role == "ink" else role] for role in plate.ROLES}
    assert {role: colour for role, (colour, _) in plate.ROLES.items()} == wanted
    shades = {int(n): float(o) for n, o in re.findall(r"\.shade(\d) \{ opacity: ([\d.]+);", css)}
    assert dict(enumerate(plate.SHADES)) == shades
    ours = {"paper": plate.PAPER, "ink": plate.INK, "soft": plate.SOFT, "rule": plate.RULE}
    assert ours == {name: light[name] for name in ours}


def test_each_is_a_drawing_that_nothing_leads_out_of(drawings):
    for name, svg in drawings.items():
        assert drawing_faults(svg.encode()) == [], name
    assert drawing_faults(
        next(iter(drawings.values())).replace("<style>", "<style>@import 'x';").encode()
    )


def test_a_finding_is_text_and_no_tag(views):
    view = next(iter(views.values())) | {"say": "a < b & <script>c</script>"}
    for svg in (plate.plate(view), plate.card(view, "A & B")):
        assert "<script" not in svg
        assert drawing_faults(svg.encode()) == []


def off(browser, drawings: dict[str, str]) -> list[str]:
    """The drawings that reach the edge of their paper."""
    pictures = {
        name: base64.b64encode(raster.drawn(svg)).decode() for name, svg in drawings.items()
    }
    with opened(browser, "about:blank") as page:
        return page.evaluate(FRAME, pictures)


def test_each_lies_within_its_paper(drawings, views, browser):
    assert off(browser, drawings) == []
    view = next(iter(views.values())) | {"say": "unbreakable" * 12}
    wide = {"plate": plate.plate(view), "card": plate.card(view, "Book")}
    assert off(browser, wide) == ["plate", "card"]


def crowded(card: str) -> bool:
    """Whether what stands above the book's name, at the foot of a card, comes down to it."""
    *above, name = map(int, re.findall(r'(?:<tspan x="400" y="|translate\(400 )(\d+)', card))
    return max(above) + 350 > name


def test_a_card_has_room_for_its_words(drawings, views):
    assert [name for name, svg in drawings.items() if name.endswith("card") and crowded(svg)] == []
    assert crowded(plate.card(next(iter(views.values())) | {"say": "many words " * 20}, "Book"))


def blank(signs: str) -> list[str]:
    """The signs that leave no mark on paper."""
    font = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="9" y="30" font-family="Inter" font-size="30">{}</text></svg>'
    nothing = raster.drawn(font.format(""))
    return [sign for sign in signs if raster.drawn(font.format(f"&#{ord(sign)};")) == nothing]


def test_the_fonts_have_every_sign(drawings):
    signs = {
        sign for svg in drawings.values() for sign in "".join(re.findall(r">([^<>]+)</t", svg))
    }
    signs = {sign for sign in signs if not sign.isspace()}
    assert len(signs) > 60
    assert blank("".join(sorted(signs))) == []
    assert blank("a\u4f60") == ["\u4f60"]


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}" height="9"/></svg>'


def test_what_was_drawn_is_kept_until_it_is_damaged(tmp_path, monkeypatch):
    drawings = {name: SQUARE.format(name) for name in "123"}
    made = raster.pictures(drawings, tmp_path / "kept")
    assert made == {name: raster.drawn(svg) for name, svg in drawings.items()}
    assert all(picture.startswith(PIXEL) for picture in made.values())
    monkeypatch.setattr(
        raster, "_share", lambda names: pytest.fail(f"{[*names]}") if [*names] else []
    )
    assert raster.pictures(drawings, tmp_path / "kept") == made
    monkeypatch.undo()
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert raster.pictures(drawings, tmp_path / "kept") == made


def test_a_folder_that_takes_nothing_costs_time_alone(tmp_path):
    (tmp_path / "kept").write_text("a file")
    assert raster.pictures({"a": SQUARE.format(1)}, tmp_path / "kept")["a"].startswith(PIXEL)


def test_what_cannot_be_drawn_is_a_fault_in_a_line(tmp_path):
    with pytest.raises(Fault, match=r"^a picture could not be drawn \(.+\)\. Mend its figure\.$"):
        raster.pictures({"a": "<svg"}, tmp_path)


def test_each_page_has_its_first_figure_as_its_card(tmp_path):
    press = Press(tiny(tmp_path / "p", coin=COIN))
    press.built = {"index.html": "docs/index.md", "part/page/index.html": "docs/part/page.md"}
    for view in ("coin.line()", "coin()"):
        press.figure(view, "docs/part/page.md", "../../")

    line, coin = (figure for _, figure in press.figures)
    made = gallery.files(press, SimpleNamespace(told={"site_name": "Coins"}))
    card = raster.drawn(plate.card(line.view, "Coins"))
    assert made.pop("part/page/index.png") == card != raster.drawn(plate.card(coin.view, "Coins"))
    assert sorted(made) == sorted(f.address["plate"].replace(".svg", ".png") for f in (line, coin))
    wide, high = line.plate_size
    assert f'width="{wide}" height="{high}" ' in press.files[line.address["plate"]].decode()
