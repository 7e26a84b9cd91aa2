"""Does the check of finished pages find each promise that a page breaks, and pass a clean one?"""

import pytest
from turbohtml import parse

from hooks.publish.check import check_page, check_site
from hooks.publish.policy import inline

CLEAN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Nothing wrong</title>
<link rel="canonical" href="https://example.org/book/">
<link rel="next" href="https://example.org/book/next/">
<link rel="stylesheet" href="../assets/book.css">
<script src="../assets/book.js" defer></script>
<script>document.documentElement.classList.add("js")</script>
</head><body>
{}
<p id="a">See <a href="https://example.org/">another site</a>, or <a href="//example.org">that</a>.</p>
<p>1 / 2 and 3 // 4 and {{ one brace, style="none", onclick=.</p>
<pre><code>/// simulation | coin()
{{{{ coin.heads }}}}
&lt;p style="color: red" onclick="f()"&gt;
///
</code></pre>
<svg viewBox="0 0 1 1"><path id="b" d="M0 0"/></svg>
<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>
<img src="data:image/png;base64,AA//" alt=""><img src="../x.png" alt="https://example.org">
</body></html>
"""
PLANTED = [
    ('<script src="https://cdn.example.org/x.js"></script>', "https://cdn.example.org/x.js"),
    ("<script async src=//cdn.example.org/x.js></script>", "//cdn.example.org/x.js"),
    ('<SCRIPT SRC="HTTPS://cdn.example.org/x.js"></SCRIPT>', "another origin"),
    ('<img alt="a" src="https://cdn.example.org/x.png">', "another origin"),
    ('<img alt="a > b" src="https://cdn.example.org/x.png">', "another origin"),
    ('<img alt="" src="x.png" srcset="https://cdn.example.org/2.png 2x">', "another origin"),
    ('<img alt="" srcset="x.png 1x, https://cdn.example.org/2.png 2x">', "another origin"),
    ('<link rel="modulepreload" href="https://example.org/x.js">', "another origin"),
    ('<input type="image" src="https://example.org/x.png">', "another origin"),
    ('<img src="ht&#9;tps://example.org/x.png" alt="">', "another origin"),
    ('<img src="\\\\example.org/x.png" alt="">', "another origin"),
    ('<form action="https://example.org/"></form>', "another origin"),
    ('<a href="#a" ping="https://example.org/">x</a>', "another origin"),
    ('<iframe srcdoc="x"></iframe>', "no place"),
    ('<base href="x/">', "no place"),
    ("<style>p { color: red }</style>", "no place"),
    ('<meta http-equiv="refresh" content="0">', "leads a reader elsewhere"),
    ("<script>mine()</script>", "no script of the theme's"),
    ("<svg><script>mine()</script></svg>", "no script of the theme's"),
    ('<script type="text/javascript">mine()</script>', "no script of the theme's"),
    ('<script type="module">mine()</script>', "no script of the theme's"),
    ('<a href="java&Tab;script&colon;f()">Go</a>', "inline script"),
    ('<svg><a xlink:href="javascript:f()"></a></svg>', "inline script"),
    ('<a href="data:text/html,x">Go</a>', "inline script"),
    ('<p title=">" ONCLICK="f()">x</p>', "inline script"),
    ('<video src="https://example.org/v.mp4"></video>', "another origin"),
    ('<video src="v.mp4" poster="https://example.org/v.png"></video>', "another origin"),
    ('<audio src="https://example.org/v.mp3"></audio>', "another origin"),
    ('<picture><source srcset="https://example.org/v.webp"></picture>', "another origin"),
    ('<object data="x.swf"></object>', "no place"),
    ('<embed src="x.swf">', "no place"),
    ('<link rel="stylesheet" href="https://fonts.example.org/css">', "another origin"),
    ('<link href="https://fonts.example.org" rel="preconnect">', "another origin"),
    ('<link rel="icon" href="//example.org/x.ico">', "another origin"),
    ('<svg><image href="https://example.org/x.png"/></svg>', "another origin"),
    ('<p style="color: red">Red.</p>', "inline style"),
    ("<table><td class=a style='text-align: right'>1</table>", "inline style"),
    ('<button onclick="f()">Go</button>', "inline script"),
    ("<img alt='' src=x.png onerror=f()>", "inline script"),
    ('<a href="javascript:f()">Go</a>', "inline script"),
    ('<p id="a">Again.</p>', "the id 'a' stands twice"),
    ("<h2 id=b>Again</h2>", "the id 'b' stands twice"),
    ("<p>/// simulation | coin()\nCaption.\n///</p>", "left in the page"),
    ("<p>Text.\n/// details | More</p>", "left in the page"),
    ("<li>/// simulation | coin()</li>", "left in the page"),
    ("<p>///</p>", "left in the page"),
    ("<p>Of {{ coin.heads }} tosses.</p>", "'{{ coin.heads }}' was left in the page"),
    ("<p>Of {{ coin.heads\n}} tosses.</p>", "left in the page"),
    ('<img alt="{{ coin.heads }}" src="x.png">', "left in the page"),
]


THEIRS = {'document.documentElement.classList.add("js")'}  # the scripts that the page may hold


def look(html):
    """The faults of a page."""
    return check_page(html, "docs/page.md", THEIRS)


def page(planted=""):
    """A page with nothing wrong but what is planted."""
    return CLEAN.format(planted)


def test_clean_page_passes():
    assert look(page()) == []


def test_pages_of_a_whole_build_pass(good):
    """Material's own markup is no fault."""
    pages = sorted((good.root / "site").rglob("*.html"))
    assert len(pages) >= 3
    for file in pages:
        html = file.read_text(encoding="utf-8")
        assert check_page(html, file.name, inline(parse(html))) == []


@pytest.mark.parametrize(("planted", "words"), PLANTED)
def test_broken_promise_is_found(planted, words):
    (fault,) = look(page(planted))
    assert words in fault.message
    assert str(fault).startswith("docs/page.md")


def test_all_that_is_wrong_with_a_page_is_told():
    wrong = '<p style="x" id="a" onclick="f()">{{ a.b }}</p><img src="https://example.org/" alt="">'
    assert len(look(page(wrong))) == 5


@pytest.fixture
def site(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "x.png").write_bytes(b"")
    home = page().replace("../assets/book.css", "assets/a.css").replace("../x.png", "x.png")
    home = home.replace('<script src="../assets/book.js" defer></script>', "")
    (tmp_path / "index.html").write_text(home)
    (tmp_path / "assets" / "a.css").write_text("p { background: url(../x.png) } @import 'b.css';")
    (tmp_path / "assets" / "b.css").write_text(
        "a { background: url('data:image/png;base64,//8=') }"
    )
    return tmp_path


def test_clean_site_passes(site):
    assert check_site(site) == []


def test_site_of_a_whole_build_passes(good):
    assert check_site(good.root / "site") == []


def test_site_without_a_home_page(site):
    (site / "index.html").unlink()
    assert ["index.html" in fault.message for fault in check_site(site)] == [True]


@pytest.mark.parametrize(
    "rule",
    [
        "p { background: url(https://example.org/x.png) }",
        "p { background: URL( 'http://example.org/x.png' ) }",
        '@import "//example.org/x.css";',
        "@import url(https://example.org/x.css);",
        '@font-face { src: url("https://example.org/x.woff2") }',
        "p { background: u\\72l(https://example.org/x.png) }",
        "p { background: url(\\68ttps://example.org/x.png) }",
        '@\\69mport "https://example.org/x.css";',
        '@import/**/"//example.org/x.css";',
        "@import 'ht\\74ps://example.org/x.css';",
        'p { background: image-set("https://example.org/x.png" 1x) }',
        'p { background: url("\\\\\\\\example.org/x.png") }',
        'p { content: url("//example.org/x.png") }',
        "/* ' */ p { background: url(//example.org/x.png) } /* ' */",
    ],
)
def test_style_sheet_that_loads_from_elsewhere(site, rule):
    (site / "assets" / "b.css").write_text(f"a {{ color: red }}\n{rule}\n")
    (fault,) = check_site(site)
    assert fault.path == "assets/b.css"
    assert "another origin" in fault.message


@pytest.mark.parametrize(
    "link",
    [
        "gone/",
        "page/#gone",
        "#gone",
        "../outside/",
        "page/index.htm",
        "page/?models=3#gone",
        "PAGE/",
        "%67one/",
    ],
)
def test_link_that_leads_nowhere(site, link):
    """Also one that the press has made, which MkDocs does not look at."""
    (site / "page").mkdir()
    (site / "page" / "index.html").write_text('<p id="here"><a href="../#top">Up</a></p>')
    home = site / "index.html"
    text = '<p id="top"><a href="page/#here">one</a> <a href="#top?models=3">two</a> {}</p>'
    good = (
        '<a class="claim" href="page/?slide#here">three</a> <a href="https://example.org/#x">4</a>'
    )
    home.write_text(text.format(good))
    assert check_site(site) == []
    home.write_text(text.format(f'<a title="a > b" class="claim" href="{link}">x</a>'))
    (fault,) = check_site(site)
    assert (fault.path, f"'{link.partition('?')[0]}" in fault.message) == ("index.html", True)


def test_the_links_of_a_whole_build_are_looked_at(good):
    """Take a place away, and each page that led there is named."""
    site = good.root / "site"
    pages = {file: file.read_text("utf-8") for file in site.rglob("*.html")}
    try:
        for file, html in pages.items():
            file.write_text(html.replace(' id="', ' data-id="'), "utf-8")
        assert any("which is not there" in fault.message for fault in check_site(site))
    finally:
        for file, html in pages.items():
            file.write_text(html, "utf-8")


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="gone.png" alt="">',
        "<IMG SRC=gone.png>",
        '<img src="x.css" srcset="assets/a.css 1x, gone.png 2x" alt="">',
        '<video src="gone.mp4"></video>',
        '<video poster="gone.png"></video>',
        '<audio><source src="gone.mp3"></audio>',
        '<picture><source srcset="gone.webp"></picture>',
        '<video><track src="gone.vtt"></video>',
        "<A HREF=gone/>x</A>",
        '<link rel="stylesheet" href="gone.css">',
        '<script src="gone.js"></script>',
    ],
)
def test_what_loads_or_leads_to_nothing(site, tag):
    (site / "x.css").write_text("")
    (site / "index.html").write_text(f"<p>{tag}</p>")
    (fault,) = check_site(site)
    assert "gone" in fault.message


def test_what_is_there_is_found_however_its_address_is_written(site):
    (site / "my page.html").write_text('<p id="a b">x</p>')
    (site / "ü.png").write_bytes(b"")
    (site / "index.html").write_text(
        '<a href="my%20page.html#a%20b">1</a> <a href=" my page.html ">2</a> <img src="%C3%BC.png">'
        '<img src="ü.png" srcset="ü.png 1x,ü.png?x 2x"><a href="assets/../my page.html?a#">3</a>'
    )
    assert check_site(site) == []


@pytest.mark.parametrize(
    "rule",
    [
        'p::after { content: "https://example.org/" }',
        'a[href^="https://"] { color: red }',
        '@namespace svg "http://www.w3.org/2000/svg";',
        "p { background: url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>') }",
        "/* https://example.org/ url(//example.org/) */",
        "p { background: url(example.org/) }",
    ],
)
def test_words_and_comments_of_a_style_sheet_load_nothing(site, rule):
    (site / "assets" / "b.css").write_text(rule)
    assert check_site(site) == []
