"""Markdown in, HTML out: is each block a figure, each fact its number, each fault a box?"""

import json
import re

import markdown
import pytest

from hooks.page.directive import Page, skipped_lines
from hooks.press import Press
from hooks.publish.lean import lean
from tests.projects import COIN, python, tiny

ALONE = """
import json, sys, markdown
text = open(sys.argv[1], encoding="utf-8").read()
options = {"hooks.page.directive": {"base": sys.argv[2]}} if len(sys.argv) > 2 else {}
wanted = ["pymdownx.blocks.details", "pymdownx.superfences", "hooks.page.directive"]
html = markdown.markdown(text, extensions=wanted, extension_configs=options)
print(json.dumps([html, sorted(m for m in sys.modules if m.partition(".")[0] == "mkdocs")]))
"""
BLOCKS = [
    "pymdownx.blocks.details",
    "pymdownx.superfences",
    "hooks.page.directive",
    "hooks.page.maths",
]
BLOCK = "/// simulation | coin() over tosses\nEach dot is *one* run.\n///\n"
FIGURE = re.compile(r'<figure [^>]*class="sim".*?</figure>', re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("d") / "p", coin=COIN, dice=COIN)


@pytest.fixture
def render(root):
    """A function from Markdown to HTML; its `page` remembers faults."""
    page = Page(Press(root), "docs/page.md")
    wanted = ["tables", *BLOCKS]

    def convert(text):
        return markdown.markdown(
            text, extensions=wanted, extension_configs={"hooks.page.directive": {"page": page}}
        )

    convert.page = page
    return convert


def alone(folder, text, *base):
    """What plain Python-Markdown makes of a text, in a Python of its own."""
    (folder / "text.md").write_text(text, encoding="utf-8")
    html, mkdocs = json.loads(python(ALONE, folder, "text.md", *base))
    assert mkdocs == []
    return html


def test_plain_markdown_needs_no_mkdocs(root):
    html = alone(root, f"Of {{{{ coin.tosses }}}} tosses\n\n{BLOCK}")
    assert "<p>Of 100 tosses</p>" in html
    assert len(FIGURE.findall(html)) == 1
    assert "sim-fault" not in html


def test_mkdocs_makes_the_same_fragments(good):
    """The same page of the tiny site, by MkDocs and by plain Python-Markdown."""
    source = (good.root / "docs" / "page.md").read_text(encoding="utf-8")
    body = source.split("---\n", 2)[2]
    built = (good.root / "site" / "page" / "index.html").read_text(encoding="utf-8")
    plain = lean(alone(good.root, body, "../"))  # as every finished page is
    assert len(FIGURE.findall(plain)) == 2
    assert FIGURE.findall(built) == FIGURE.findall(plain)
    assert re.findall(r"<p>Of .*?</p>", built) == re.findall(r"<p>Of .*?</p>", plain)


def test_base_leads_from_the_page_to_the_site(root):
    near, far = alone(root, BLOCK), alone(root, BLOCK, "../../")
    assert far != near
    assert far.replace("../../assets/", "assets/") == near


def test_caption_is_markdown(render):
    html = render(BLOCK.replace("run.", "run.\n\n- Given: `a`"))
    assert re.search(
        r"<figcaption>\s*<p>Each dot is <em>one</em> run.</p>\s*<ul>\s*<li>Given: <code>a</code></li>",
        html,
    )


def test_text_around_a_figure_stays(render):
    html = render(f"Before.\n\n{BLOCK}\nAfter.\n")
    assert re.match(r"<p>Before.</p>\s*<figure .*</figure>\s*<p>After.</p>$", html, re.DOTALL)


def test_repeated_figures_have_ids_of_their_own(render):
    html = render(
        (BLOCK + "\n") * 3 + BLOCK.replace("coin()", "coin.line()").replace(" over tosses", "")
    )
    assert re.findall(r'<figure [^>]*id="([^"]+)"', html) == [
        "fig-coin", "fig-coin-2", "fig-coin-3", "fig-coin-line",
    ]  # fmt: skip
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_block_inside_another(render):
    html = render(f"//// details | Deeper\n\n{BLOCK}\n////\n")
    assert re.match(r"<details>.*<figure .*</figure>.*</details>$", html, re.DOTALL)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{{ coin.tosses }} tosses", "<p>100 tosses</p>"),
        ("**{{ coin.tosses }}**", "<p><strong>100</strong></p>"),
        ("{{coin(tosses=10).tosses}}/{{coin(tosses=1000).tosses:,d}}", "<p>10/1,000</p>"),
        ("{{ coin.heads.theory:.0% }} heads", "<p>60% heads</p>"),
        ("# {{ coin.tosses }}", "<h1>100</h1>"),
        ("[{{ coin.tosses }}](x.md)", '<p><a href="x.md">100</a></p>'),
        (r"\{{ coin.tosses }}", "<p>{{ coin.tosses }}</p>"),
        (r"\{{ no.such }} {{ coin.tosses }}", "<p>{{ no.such }} 100</p>"),
        ("`{{ coin.tosses }}`", "<p><code>{{ coin.tosses }}</code></p>"),
        ("<!-- {{ no.such }} -->", "<!-- {{ no.such }} -->"),
        ("{{ coin.word }}", "<p>fair</p>"),
    ],
)
def test_facts_in_text(render, text, html):
    assert render(text) == html
    assert render.page.press.faults == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"- \{{ a.b }}", "<ul>\n<li>{{ a.b }}</li>\n</ul>"),
        (r"# Of \{{ a.b }}", "<h1>Of {{ a.b }}</h1>"),
        (r"\\{{ coin.tosses }}", "<p>\\100</p>"),
        (r"\\\{{ a.b }}", "<p>\\{{ a.b }}</p>"),
        ("{{ coin.tosses }}. Not a list", "<p>100. Not a list</p>"),
        ("_{{ coin.tosses }}_", "<p><em>100</em></p>"),
        ('<p title="{{ coin.tosses }}">{{ coin.tosses }}</p>', '<p title="100">100</p>'),
        ("<div>\nOf {{ coin.tosses }}\n</div>", "<div>\nOf 100\n</div>"),
        ('[a](b "{{ coin.tosses }}")', '<p><a href="b" title="100">a</a></p>'),
        ("/// details | Of {{ coin.tosses }}\nx\n///",
         "<details>\n<summary>Of 100</summary>\n<p>x</p>\n</details>"),
        ("{==critic==} and {=70%=}", "<p>{==critic==} and 70%</p>"),
        (r"\{=70%=} and \[@x]", "<p>{=70%=} and [@x]</p>"),
        ("{=**70**=}", "<p><strong>70</strong></p>"),
    ],
)  # fmt: skip
def test_facts_and_marks_among_other_markdown(render, text, html):
    assert render(text) == html
    assert render.page.press.faults == []


@pytest.mark.parametrize("kind", "@?=~")
def test_a_label_that_is_defined_is_a_link(render, kind):
    label = f"[{kind}x]"
    links = f"{label}, [text]{label}, {label}[], {label}[r] and {label}(b)"
    html = render(f"{links}\n\n{label}: https://example.org/\n[r]: a.md 'title'\n")
    assert render.page.press.faults == []
    assert len(re.findall("<a ", html)) == 5
    assert html.count("https://example.org/") == 3


@pytest.mark.parametrize("text", ["[@x][^1]\n\n[^1]: See http://a.b/", "[@x]: so he says."])
def test_a_mark_before_a_note_or_a_colon_is_one(render, text):
    render(text)
    assert ["unknown reference 'x'" in f.message for f in render.page.press.faults] == [True]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("x^{{a}_b}", "<mi>a</mi>"),
        (r"\frac{{1}}{{2}}", "<mn>2</mn>"),
        ("{=0.7=}", "<mn>0.7</mn>"),
        ("{{ coin.tosses }}", "<mn>100</mn>"),
    ],
)
def test_braces_of_a_formula_are_its_own(render, formula, shown):
    html = render(f"${formula}$")
    assert shown in html
    assert "{" not in html
    assert render.page.press.faults == []


def test_a_price_is_no_formula(render):
    assert render("$5-${{ coin.tosses }}") == "<p>$5-$100</p>"


@pytest.mark.parametrize("name", ["note", "Note", "warning"])
def test_blocks_are_those_that_the_extensions_have_registered(root, name):
    page = Page(Press(root), "docs/page.md")
    for more in (["pymdownx.blocks.admonition"], []):
        html = markdown.markdown(
            f"/// {name} | Mind\nOf {{{{ coin.tosses }}}}\n///\n",
            extensions=["hooks.page.directive", *more],
            extension_configs={"hooks.page.directive": {"page": page}},
        )
        assert bool(more) == ("<p>Of 100</p>" in html and not page.press.faults)
    assert f"unknown block '{name}'" in page.press.faults[0].message


def test_facts_in_tables(render):
    html = render(
        "| tosses | heads |\n|---|---|\n| {{ coin.tosses }} | {{ coin.heads.theory }} |\n"
    )
    assert re.findall("<td>(.*?)</td>", html) == ["100", "0.6"]


def test_facts_are_in_before_maths_is_read(render):
    html = render("With $N = {{ coin.tosses }}$:\n\n$$ {{ coin.heads.theory }} \\cdot N $$\n")
    assert re.findall("<mn>(.*?)</mn>", html) == ["100", "0.6"]
    assert "{{" not in html


def test_facts_in_fences_are_left(render):
    assert "{{ coin.tosses }}" in render("```\n{{ coin.tosses }}\n```\n")


FAULTS = [  # what is written, the line to blame within it, words of the message
    ("{{ coin.tossses }}", 1, "unknown fact 'tossses'. Did you mean 'tosses'?"),
    ("One\n{{ con.tosses }}", 2, "unknown simulation 'con'. Did you mean 'coin'?"),
    ("{{ coin }}", 1, "is not a fact"),
    ("{{ coin.tosses:y }}", 1, "does not fit"),
    ("{{ coin(tosses=5).heads }}", 1, "out of range"),
    (BLOCK.replace("coin", "con"), 1, "unknown simulation 'con'"),
    (BLOCK.replace("over tosses", "over toses"), 1, "takes no argument 'toses'"),
    ("\n" + BLOCK.replace("simulation", "simulatoin"), 2, "unknown block 'simulatoin'"),
    ("\n\n/// simulation | coin()\nNo end.\n", 3, "never closed"),
    ("One.\n\n///\n", 3, "never opened"),
    ("/// simulation | coin()\n///\n", 1, "no caption"),
    ("/// simulation | coin()\n\n\n///\n", 1, "no caption"),
    (
        "/// simulation | coin()\nIt is {{ coin.tosses }}.\n///\n",
        1,
        "quotes a fact of its own figure",
    ),
    ("/// simulation | coin(tosses=10)\n{{ coin(tosses=10).tosses }}\n///\n", 1, "own figure"),
    ("/// simulation | coin()\n    width: 3\n\nCaption.\n///\n", 1, "option"),
    ("/// simulation\nCaption.\n///\n", 1, "not a call"),
    ("/// simulation | @0\nCaption.\n///\n", 1, "not a call"),
    (
        "- item\n\n    /// simulation | con()\n    Caption.\n    ///\n",
        3,
        "unknown simulation 'con'",
    ),
    ("One.\nIt is {{ coin.heads and no more.\n", 2, "not closed on its line"),
    ("One.\n```\nTwo\n", 2, "the fence '```' is never closed"),
    ("One.\n\n  ~~~\nTwo\n  ~~~\n", 3, "the fence '~~~' is never closed"),
    ("- item\n\n    /// details | D\n    Text.\n", 3, "'details' is never closed"),
    ("> /// details | D\n> Text.\n", 1, "'details' is never closed"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS)
def test_fault_is_a_box_in_its_place_with_the_line_of_the_file(render, text, line, words):
    render.page.skipped = 7
    html = render(f"{text}\n\nThe rest.\n")
    (fault,) = render.page.press.faults
    assert (fault.path, fault.line) == ("docs/page.md", 7 + line)
    assert words in fault.message
    assert re.search(rf'class="sim-fault" role="alert">docs/page.md:{7 + line}: ', html)
    assert "<figure" not in html


@pytest.mark.parametrize("text", [text for text, _, words in FAULTS if "never closed" not in words])
def test_rest_of_the_page_is_read_on(render, text):
    html = render(f"First.\n\n{text}\n\n{BLOCK}\nLast: {{{{ coin.tosses }}}}.\n")
    assert "<p>First.</p>" in html
    assert "<p>Last: 100.</p>" in html
    assert len(FIGURE.findall(html)) == 1


def test_fault_in_running_text_leaves_the_sentence_whole(render):
    html = render("Before {{ coin.no }} after.")
    assert re.fullmatch(r"<p>Before <strong class=\"sim-fault\".*</strong> after.</p>", html)


def test_fault_in_maths_is_still_a_box(render):
    html = render("With $N = {{ coin.no }}$.")
    assert 'class="sim-fault"' in html
    assert "\x02" not in html


@pytest.mark.parametrize("formula", [r"$\left( x$", r"$$ \frac{ $$"])
def test_formula_that_cannot_be_read_is_a_box_as_well(render, formula):
    assert 'class="sim-fault"' in render(f"One.\n\n{formula}\n\n{BLOCK}")
    assert [fault.line for fault in render.page.press.faults] == [3]


def test_faults_of_a_page_are_all_told(render):
    render("{{ a.b }} {{ c.d }}\n\n/// simulation | e()\nCaption.\n///\n\n/// f\n///\n")
    assert sorted(fault.line for fault in render.page.press.faults) == [1, 1, 3, 7]


def test_caption_may_quote_a_fact_of_another_simulation(render):
    """What one caption must not say of its own figure, another may."""
    one = "/// simulation | coin()\nThe dice gave {{ dice.tosses }}.\n///\n\n"
    render(one)
    assert render.page.press.faults == []
    render(one + "/// simulation | dice()\nIt gave {{ dice.tosses }}.\n///\n")
    assert [fault.line for fault in render.page.press.faults] == [5]


def test_caption_may_show_how_a_fact_is_written(render):
    html = render(
        "/// simulation | coin()\nWritten `{{ coin.heads }}` or \\{{ coin.heads }}.\n///\n"
    )
    assert render.page.press.faults == []
    assert html.count("{{ coin.heads }}") == 2


def test_two_pages_do_not_mix(root):
    press = Press(root)
    for name in ("a", "b"):
        page = Page(press, f"{name}.md")
        options = {"hooks.page.directive": {"page": page}}
        html = markdown.markdown(
            BLOCK, extensions=["hooks.page.directive"], extension_configs=options
        )
        assert 'id="fig-coin"' in html


@pytest.mark.parametrize("front", ["", "---\ntitle: T\n---\n", "---\ntitle: T\n---\n\n\n"])
def test_lines_of_front_matter_are_counted(front):
    assert skipped_lines(front + "# Title\n", "# Title\n") == front.count("\n")


def test_a_caption_may_hold_a_block(render):
    html = render(
        BLOCK.replace("///", "////").replace("run.\n", "run.\n\n/// details | More\nIn.\n///\n")
    )
    (figure,) = FIGURE.findall(html)
    assert "<details" in figure.split("<figcaption>")[1].split("</figcaption>")[0]
    assert "///" not in html
