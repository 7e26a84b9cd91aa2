"""Does a heading keep its address when what was measured changes?"""

import re

import markdown
import pytest

from hooks.page.directive import Page
from hooks.press import Press
from tests.projects import COIN, tiny

HEADINGS = [
    ("# Heads {{ coin.heads:.0% }} up", "heads-up"),
    ("Heads {{ coin.heads:.0% }} up\n===", "heads-up"),
    ("## *{{ coin.tosses }}* **tosses**", "tosses"),
    ("## Tosses {{ coin.no }}", "tosses"),
    (r"## Tosses \{{ coin.no }}", "tosses-coinno"),
    ("## Tosses `{{ coin.no }}`", "tosses-coinno"),
    ("## Of {=70%=}", "of-70"),
    ("## Tosses {{ coin.tosses }} {#own}", "own"),
    ("## Tosses {#own-{{ coin.tosses }}}", "own-"),
    ("# Heads up\n\n# Heads {{ coin.tosses }} up", "heads-up"),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("d") / "p", coin=COIN)


@pytest.mark.parametrize(("text", "ident"), HEADINGS)
def test_what_is_measured_is_no_part_of_an_address(root, text, ident):
    page = Page(Press(root), "docs/page.md")
    html = markdown.markdown(
        text,
        extensions=["hooks.page.directive", "toc", "attr_list"],
        extension_configs={"hooks.page.directive": {"page": page}},
    )
    idents = re.findall(r'<h\d id="([^"]*)"', html)
    assert ident in idents
    assert len(set(idents)) == html.count("<h")


def test_a_table_of_contents_says_the_number(root):
    page = Page(Press(root), "docs/page.md")
    options = {"hooks.page.directive": {"page": page}}
    md = markdown.Markdown(extensions=["hooks.page.directive", "toc"], extension_configs=options)
    md.convert("# Of {{ coin.tosses }} tosses\n")
    assert (md.toc_tokens[0]["id"], md.toc_tokens[0]["name"]) == ("of-tosses", "Of 100 tosses")
