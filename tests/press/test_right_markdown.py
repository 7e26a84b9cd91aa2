"""Does Markdown that is right pass a whole build, and is what is wrong outside of pages named where
it stands?"""

import re

import pytest

from tests.conftest import Site

SETTINGS = "mkdocs.yml"
EXTENSIONS = """\
  - pymdownx.blocks.details
  - pymdownx.blocks.admonition
  - attr_list
  - footnotes
  - tables
"""
SPACED = """\
\N{BYTE ORDER MARK}---
title: A page
---
# About \\{{ coin.heads }} ñ

Written `{{ coin.heads:.0% }}`, \\{{ no.such }} or <code>{{ coin.no }}</code>; see [here](#about-coinheads-n).

    {{ coin.code }} [@x]

| a | b |
|---|---|
| rain | $P(A|B)$ and \\{{ coin.heads }} |

/// note | Mind
Of {{ coin.tosses }}.
///

[@octocat] and [@octocat][], not [@x](page.md).[^1]

[^1]: A note on {{ coin.tosses }}.

[@octocat]: https://example.org/octocat
"""
ACCENTED = """\
# Seite `{{ coin.heads }}` & Ü

[My](my%20page.md), [my](<my page.md#about-coinheads-n>), <a href="../my%20page/">mine</a>,
<a href="../my%20page/?a=1&amp;b=2#about-coinheads-n">its top</a>.

## Über uns

[Us](#uber-uns)
"""


def test_right_markdown_passes(tiny):
    site = tiny()
    site.edit(SETTINGS, "  - pymdownx.blocks.details\n", EXTENSIONS)
    site.edit(
        SETTINGS, "  - hooks.page.directive\n", "  - hooks.page.directive\n  - hooks.page.maths\n"
    )
    (site.root / "docs" / "my page.md").write_text(SPACED.replace("\n", "\r\n"), encoding="utf-8")
    (site.root / "docs" / "seite-ñ.md").write_text(ACCENTED, encoding="utf-8")
    (site.root / "docs" / "same.md").symlink_to("page.md")
    with (site.root / "docs" / "page.md").open("a") as page:
        page.write("\n[a](my%20page.md) [b](seite-ñ.md) [c](seite-%C3%B1.md#uber-uns)\n")
    built = site.build()
    assert built.code == 0, built.err
    html = (site.root / "site" / "my page" / "index.html").read_text(encoding="utf-8")
    article = re.search("<article.*?</article>", html, re.DOTALL)[0]
    assert '<h1 id="about-coinheads-n">About {{ coin.heads }} ñ</h1>' in article
    assert (
        "<code>{{ coin.heads:.0% }}</code>, {{ no.such }} or <code>{{ coin.no }}</code>" in article
    )
    assert "<code>{{ coin.code }} [@x]\n</code>" in article
    assert len(re.findall("<td.*?</td>", article, re.DOTALL)) == 2
    assert "<p>Of 100.</p>" in article
    assert article.count('<a href="https://example.org/octocat">@octocat</a>') == 2
    assert "A note on 100." in article


def faults(site: Site, *options: str) -> list[str]:
    """What a build that must fail says of files."""
    built = site.build(*options)
    assert built.code == 1, built.err
    assert "Traceback" not in built.err
    return [line for line in built.lines if re.match(r"\S+:\d+: |--", line)]


def test_a_fact_where_none_is_filled_in_is_named_once_at_its_line(tiny, good):
    """Every page shows the titles of all the others."""
    site = tiny()
    site.edit("docs/page.md", "title: The page", "title: Of {{ coin.tosses }} tosses")
    site.edit("docs/page.md", "description: Two", "description: '{{ coin.heads:.0% }}: two")
    site.edit("docs/page.md", "with a figure.\n---", "with a figure.'\n# {{ a.comment }}\n---")
    nav = 'nav:\n  - index.md  # {{\n  - "{{ walk.steps }} steps": page.md\n'
    site.edit(SETTINGS, "strict: true\n", f"strict: true\n{nav}# {{{{ a.comment }}}}\n")
    said = faults(site)
    assert [line.split(" ")[0] for line in said] == ["docs/page.md:2:", "docs/page.md:3:",
                                                     f"{SETTINGS}:6:"]  # fmt: skip
    assert "'{{ coin.tosses }}' stands in the front matter" in said[0]
    assert "'{{ walk.steps }}' stands in the settings" in said[2]
    assert site.published == good.published


@pytest.mark.parametrize("link", ["leak.txt", "leak.md", "leak"])
def test_a_link_that_leads_out_of_docs_is_not_published(link, tiny, good, tmp_path):
    site, secret = tiny(), tmp_path / "secret"
    secret.mkdir()
    (secret / "key.txt").write_text("secret")
    (site.root / "docs" / link).symlink_to(secret if link == "leak" else secret / "key.txt")
    (said,) = faults(site)
    path = f"docs/{link}{'/key.txt' * (link == 'leak')}"
    assert said.startswith(f"{path}:1: it leads out of docs/. ")
    assert site.published == good.published


@pytest.mark.parametrize("target", ["nowhere.md", "loop.md", "/dev/zero"])
def test_a_link_to_what_cannot_be_read_is_not_read(target, tiny):
    site = tiny()
    (site.root / "docs" / "loop.md").symlink_to(target)
    (said,) = faults(site)
    assert said.startswith("docs/loop.md:1: it ")


def test_the_nav_is_named_where_it_is_wrong(tiny):
    site = tiny()
    (site.root / "docs" / "left.md").write_text("# Left out\n")
    nav = "# gone.md\nnav:\n  - Home: index.md\n  - Page: page.md\n  - Gone: gone.md\n"
    site.edit(SETTINGS, "strict: true\n", f"strict: true\n{nav}")
    said = faults(site)
    assert [line.split(" ")[0] for line in said] == [f"{SETTINGS}:5:", f"{SETTINGS}:8:"]
    assert "'docs/left.md' is not in the nav" in said[0]
    assert "'gone.md'" in said[1]


def test_a_dirty_build_is_no_fault_of_the_settings(tiny, good):
    site = tiny()
    (said,) = faults(site, "--dirty")
    assert said.startswith("--dirty builds only what was edited")
    assert site.published == good.published


def test_a_broken_link_is_named_once(tiny):
    """MkDocs looks at the source, and the press at the built page."""
    site = tiny()
    links = "[One](gone.md), [two](index.md#gone), [three](no.png).\n\nThe last words"
    site.edit("docs/page.md", "The last words", links)
    assert [re.findall("gone.md|#gone|no.png", line)[0] for line in faults(site)] == [
        "gone.md", "no.png", "#gone",
    ]  # fmt: skip
