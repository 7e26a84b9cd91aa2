"""Is what no page needs left out of style sheets, and nothing else?"""

import pytest

from hooks.publish.sheets import trim, trimmed

WORDS = {"a", "b", "md-search__input", "made--"}
CASES = {  # a sheet, and what is left of it
    ".a{x:1}.c{x:2}": ".a{x:1}",
    ".a .c{x:1}.a.b>p{x:2}": ".a.b>p{x:2}",
    ".c,.a,.d{x:1}": ".a{x:1}",
    "p{x:1}[dir] .a:hover{x:2}": "p{x:1}\n[dir] .a:hover{x:2}",
    ".a:not(.c){x:1}:is(.c,.d) .a{x:2}": ".a:not(.c){x:1}\n:is(.c,.d) .a{x:2}",
    '.a[href$=".c"]{x:1}': '.a[href$=".c"]{x:1}',
    ".made--of{x:1}.other--of{x:2}.c--{x:3}.ab{x:4}": ".made--of{x:1}",
    "@media print{.c{x:1}}@media (min-width:1.5em){.c,.a{x:2}p{x:3}}": "@media (min-width:1.5em){.a{x:2}\np{x:3}}",
    "@media print{@media (hover){.c{x:1}}}p{x:1}": "p{x:1}",
    '@charset "a;{";@font-face{font-family:C;src:url(a.b)}': '@charset "a;{";\n@font-face{font-family:C;src:url(a.b)}',
    "@keyframes c{from{x:1}to{x:2}}": "@keyframes c{from{x:1}to{x:2}}",
    '.a{content:"} .c{"}.c{x:1}': '.a{content:"} .c{"}',
    r".md-search__input:focus{x:1}.c\:d{x:2}": ".md-search__input:focus{x:1}",
    "p{x:url(data:image/svg+xml;charset=utf-8,%3Csvg)}.c{x:1}": "p{x:url(data:image/svg+xml;charset=utf-8,%3Csvg)}",
}  # fmt: skip


@pytest.mark.parametrize("sheet", CASES)
def test_a_rule_for_a_class_that_nobody_mentions_goes(sheet):
    assert trimmed(sheet, WORDS) == CASES[sheet]


@pytest.fixture
def site(tmp_path):
    """A site with a page, a script, and sheets of the theme's and of its own."""
    docs, site = tmp_path / "docs", tmp_path / "site"
    for folder in (docs, site):
        folder.mkdir()
        (folder / "own.css").write_bytes(
            b"/* one\ntwo */ .nobody { color: var(--one); }\n"
            b'.page { width: calc(1px + var(--two)); content: "/* kept */ \xff"; }'
        )
    (site / "index.html").write_text('<p class="page">')
    (site / "x.js").write_text("e.classList.add('script'); e.style.getPropertyValue('--js')")
    (site / "theme.css").write_text(
        "/* .page{} */:root{--one:url(\"a;b}\");--two:2;--js:3;--never:url('c;d');--last:5}"
        '.page{content:"/* kept */"}.script{x:1}.nobody{x:2}'
    )
    trim(site, docs)
    return site


def test_the_theme_is_trimmed_by_pages_scripts_and_all_sheets_together(site):
    assert (site / "theme.css").read_text() == (
        ':root{--one:url("a;b}");--two:2;--js:3;}\n.page{content:"/* kept */"}\n.script{x:1}'
    )


def test_of_the_book_s_own_sheets_every_rule_and_line_stays(site):
    assert (site / "own.css").read_bytes() == (
        b" \n .nobody { color: var(--one); }\n"
        b'.page { width: calc(1px + var(--two)); content: "/* kept */ \xff"; }'
    )
