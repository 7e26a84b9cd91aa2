"""May each file that docs/ hands to the site stand there as it is?"""

import pytest

from hooks.publish.files import check_files, drawing_faults
from tests.projects import ROOT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n{}\n</svg>'
DRAWN = [
    '<rect width="3" height="3" fill="#fff" style="stroke: red" class="a" id="b"/>',
    "<title>A title</title><desc>Words</desc><g><path d='M0 0'/></g>",
    "<style>rect { fill: red } @media (prefers-color-scheme: dark) { rect { fill: blue } }</style>",
    "<defs><linearGradient id='g'><stop offset='0'/></linearGradient></defs><rect fill='url(#g)'/>",
    "<symbol id='s'><path d=''/></symbol><use href='#s'/><use xlink:href='#s'/>",
    "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
    "<!-- a comment --><text x='1' font-family=\"'Noto Sans', serif\">text</text>",
]
PLANTED = [
    "<script>top.ran=1</script>",
    "<script href='https://evil.example/x.js'/>",
    "<rect onclick='top.ran=1'/>",
    "<rect ONCLICK='top.ran=1'/>",
    "<a href='javascript:top.ran=1'><text>x</text></a>",
    "<a xlink:href='java&#9;script:top.ran=1'><text>x</text></a>",
    "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>top.ran=1</x:script>",
    "<h:iframe xmlns:h='http://www.w3.org/1999/xhtml' src='javascript:top.ran=1'/>",
    "<y:script xmlns:y='http://www.w3.org/2000/svg'>top.ran=1</y:script>",
    "<image href='https://evil.example/x.png'/>",
    "<image href='data:image/svg+xml;base64,AA'/>",
    "<use href='https://evil.example/x.svg#a'/>",
    "<use xlink:href='data:image/svg+xml,x#a'/>",
    "<rect fill='url(https://evil.example/x.svg#a)'/>",
    "<rect style='fill: u\\72l(//evil.example/x.svg#a)'/>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>rect { fill: url(//evil.example/x.svg#a) }</style>",
    "<style>rect { fill: &#117;rl(//evil.example/x.svg#a) }</style>",
    "<style><![CDATA[rect { fill: u]]>rl(//evil.example/x.svg#a) }</style>",
    "<animate attributeName='href' values='javascript:top.ran=1'/>",
    "<set attributeName='onclick' to='top.ran=1'/>",
    "<handler type='application/ecmascript'>top.ran=1</handler>",
    "<rect xml:base='https://evil.example/'/>",
    "<?xml-stylesheet href='https://evil.example/x.xsl' type='text/xsl'?>",
    "<embed src='x'/>",
]
DOCUMENTS = [
    '<!DOCTYPE svg [<!ENTITY x "&#60;script>top.ran=1&#60;/script>">]>\n' + SVG.format("&x;"),
    '<?xml version="1.0" encoding="utf-16"?>\n' + SVG.format(""),
    '<?xml version="1.0" encoding="iso-2022-jp"?>\n' + SVG.format(""),
    '<?xml-stylesheet href="x.xsl"?>\n' + SVG.format(""),
    '<html xmlns="http://www.w3.org/1999/xhtml"><script>top.ran=1</script></html>',
    "<svg><script>top.ran=1</script></svg>",
    SVG.format("<rect>"),
    "no drawing",
    "",
]


@pytest.mark.parametrize("part", DRAWN)
def test_what_draws_may_stand(part):
    assert drawing_faults(SVG.format(part).encode()) == []


@pytest.mark.parametrize("part", PLANTED)
def test_what_runs_or_leads_out_is_found_on_its_line(part):
    found = drawing_faults(SVG.format(f"<g/>\n{part}").encode())
    assert {line for line, _ in found} == {3}


@pytest.mark.parametrize("text", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_what_is_no_drawing_is_refused(text):
    assert drawing_faults(text.encode())


def test_a_doctype_that_defines_nothing_may_stand():
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">\n'
    assert drawing_faults((head + SVG.format("<g/>")).encode()) == []


def test_the_book_s_own_drawings_may_stand():
    drawings = sorted((ROOT / "docs").rglob("*.svg"))
    assert drawings
    for file in drawings:
        assert drawing_faults(file.read_bytes()) == [], file


KINDS = ["x.html", "x.htm", "x.HTML", "x.xhtml", "x.xht", "x.xml", "x.shtml", "x.mht", "x.swf",
         "x.php", "x.wasm", "x.mjs", "x", "x.svgz", "deep/er/x.html", "x.js", "assets/deep/x.js"]  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_nothing_looks_at_is_refused(tmp_path, name):
    for folder in ("docs", "site"):
        (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / name).write_text("<script>top.ran=1</script>")
    (fault,) = check_files(tmp_path / "site", tmp_path / "docs", ["assets/book.js"])
    assert str(fault).startswith(f"docs/{name}:1: ")


def test_files_of_known_kinds_and_those_of_the_theme_are_not(tmp_path):
    for folder in ("docs", "site"):
        for name in ("x.png", "x.PDF", "x.csv", "x.css", "assets/book.js", "assets/cards.js"):
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_text("")
    (tmp_path / "docs" / "page.md").write_text("")
    (tmp_path / "site" / "theme.html").write_text("")
    assert list(check_files(tmp_path / "site", tmp_path / "docs", ["assets/book.js"])) == []


def test_neither_page_nor_drawing_is_published_unread(tiny, good):
    site = tiny()
    (site.root / "docs" / "x.html").write_text("<script>top.ran=1</script>")
    (site.root / "docs" / "x.svg").write_text(SVG.format("<script>top.ran=1</script>"))
    built = site.build()
    assert "docs/x.html:1: " in built.err
    assert "docs/x.svg:2: <script> is no element of a drawing here. Take it out." in built.err
    assert (built.code, site.published) == (1, good.published)
