"""Is what Markdown takes for code printed just as its author wrote it?"""

import re

import markdown
import pytest

from hooks.page import kept
from hooks.page.directive import Page
from hooks.press import Press
from tests.projects import COIN, tiny

EXTENSIONS = [
    "tables", "toc", "def_list", "admonition", "footnotes", "pymdownx.blocks.details",
    "pymdownx.superfences", "pymdownx.inlinehilite", "hooks.page.directive", "hooks.page.maths",
]  # fmt: skip
CODE = ["{{ coin.tosses }}", r"\{{ coin.tosses }}", "[@x] [=x] [?x] [~x]", "{=70%=}", "{{ open"]
PLACES = {  # where code may stand, and the code's own text there
    "indented": "Text\n\n    {}\n\nText",
    "tabbed": "Text\n\n\t{}\n\nText",
    "in a list": "- item\n\n        {}\n",
    "fenced": "```\n{}\n```",
    "fenced in a list": "- item\n\n    ```\n    {}\n    ```\n",
    "fenced in a quotation": "> ~~~ text\n> {}\n> ~~~\n",
    "a span": "Text `{}` text",
    "a span with a language": "Text `#!jinja {}` and ` text",
    "a span over lines": "Text ``a\n{}`` text",
    "a span in a heading": "# Text `{}`",
    "a span in a table": "| a | b |\n|---|---|\n| `{}` | c |\n",
    "<code>": "Text <code>{}</code> text",
    "<code> in a block": "<div>\n<code>{}</code>\n</div>",
    "<pre>": "<pre>\n{}\n</pre>",
    "a definition": "Term\n:   Text\n\n        {}\n",
    "a note": "!!! note\n    Text\n\n        {}\n",
    "a footnote": "Text[^1]\n\n[^1]: Text `{}`",
    "a caption": "/// simulation | coin()\nWritten `{}`.\n///",
    "a fold": "/// details | D\nText\n\n    {}\n///",
    "a comment": "<!-- {} -->",
    "a comment of lines": "<!--\n{}\n-->",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("d") / "p", coin=COIN)


@pytest.mark.parametrize("code", CODE)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_code_stays_as_it_is_written(root, place, code):
    page = Page(Press(root), "docs/page.md")
    html = markdown.markdown(
        place.format(code),
        extensions=EXTENSIONS,
        extension_configs={"hooks.page.directive": {"page": page}},
    )
    assert page.press.faults == []
    assert code in re.sub(r"<span[^>]*>|</span>", "", html)


def test_words_are_put_back_in_text_attributes_and_code():
    html = "<p title='{0}'>{0} <code>{0}</code> <!-- {0} > --> {0}</p><pre>{0}".format(
        kept.word(41)
    )
    assert kept.fill(html, lambda n: f'<b class="c">{n}</b>', lambda n: f"<{n}>") == (
        "<p title='41'><b class=\"c\">41</b> <code>&lt;41&gt;</code> <!-- <41> > --> "
        '<b class="c">41</b></p><pre>&lt;41&gt;'
    )


def test_private_signs_of_an_author_are_no_harm(root):
    page = Page(Press(root), "docs/page.md")
    options = {"hooks.page.directive": {"page": page}}
    html = markdown.markdown(
        f"a {kept.word(7)} b {kept.START}\n\n# {kept.word(8)}",
        extensions=["hooks.page.directive", "toc"],
        extension_configs=options,
    )
    assert html.startswith(f"<p>a  b {kept.START}</p>")
