"""Does a page's Markdown hold all that the page says, with every link leading somewhere?"""

import posixpath
import re

import pytest

from hooks.page.directive import Page
from hooks.press import Press
from hooks.publish.plain import file_of, text_of
from tests.projects import COIN, tiny
from tests.registers import kept

LINK = re.compile(r"\]\(<?([^)>\s]+)>?\)|: <([^>\s]+)>|^\[[^]]+\]: (\S+)", re.MULTILINE)
CODE = re.compile(r"^( *)(`{3,}).*?^\1\2$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
BLOCK = "/// simulation | coin(tosses=100) over tosses\n    guess: heads from 0 to 1\n    ask: How many?\nEach *dot* is [a run](other.md).\n///"
TITLE = "---\ntitle: A page\n---\n# A page\n\n"
END = "\n\n---\n\nThis page with its figures: <index.html>\n"

WRITTEN = {  # what an author writes -> what stands in the Markdown
    "Of {{ coin.tosses }} tosses {{ coin.heads:.0%}} fell.": "Of 100 tosses 58% fell.",
    r"A fact is \{{ coin.heads }}, or `{{ coin.heads }}`.": "A fact is {{ coin.heads }}, or `{{ coin.heads }}`.",
    "```\n{{ coin.heads }}\n/// details | x\n```": "```\n{{ coin.heads }}\n/// details | x\n```",
    "By {=70%=}, a [?bias], the [?bias|lean].": "By 70%, a bias, the lean.",
    "So it is said ([@recht2019]).": "So it is said ([Recht et al. 2019](../../references/#recht2019)).",
    "Coins are bent [=C1].": "Coins are bent (Claim: Coins are bent. [VERDICT](../../evidence/#C1)).",
    "The first words.\n{ .lead }": "The first words.",
    "It has a lean, the [?bias]: see why.": "It has a lean, the bias: see why.",
    "Go [there].\n\n[there]: other.md": "Go [there].\n\n[there]: ../other/index.md",
    "## A heading { #named .stratum }": "## A heading",
    "detect&shy;ability": "detectability",
    '# <span class="numeral" aria-hidden="true">1</span> One': "#  One",
    "[up](../index.md#top), [beside](other.md), [a file](../x.csv), [self](#a), [out](https://example.org/a.md)":
        "[up](../../index.md#top), [beside](../other/index.md), [a file](../../x.csv), [self](#a), [out](https://example.org/a.md)",
    "[the site](../)": "[the site](../..)",
    "/// details | More of {{ coin.tosses }}\nText.\n///": "**More of 100**\n\nText.",
    "/// question | Why?\n- [ ] a\n    no\n- [x] b\n    yes\n///": "**Why?**\n\n- [ ] a\n    no\n- [x] b\n    yes",
    "/// register | references\n///": "The list stands in the page: <index.html>",
    f"{BLOCK}\n\nAgain:\n\n{BLOCK}":
        "**Figure: Of 100 tosses 58% fell heads.** [See it](<index.html#fig-coin>).\n\nEach *dot* is [a run](../other/index.md).\n\nAgain:"
        "\n\n**Figure: Of 100 tosses 58% fell heads.** [See it](<index.html#fig-coin-2>).\n\nEach *dot* is [a run](../other/index.md).",
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A project with a register and a coin."""
    return kept(tiny(tmp_path_factory.mktemp("p") / "p", coin=COIN), claims=[CLAIM])


CLAIM = {
    "id": "C1", "says": "Coins.", "chapter": "part/page.md", "status": "argued",
    "claimed": "Coins are bent.", "sources": ["recht2019"], "dissent": "None.",
}  # fmt: skip


def plain(root, text):
    """The Markdown of a page of this text, in a site where others stand beside it."""
    press = Press(root)
    press.built = {"index.html": "docs/index.md", "part/other/index.html": "docs/part/other.md"}
    press.built["part/page/index.html"] = path = "docs/part/page.md"
    press.pages = {path: TITLE + text + "\n"}
    for _ in range(text.count("simulation |")):
        press.figure("coin(tosses=100) over tosses", Page(press, path).path, "../../")
    return text_of(press, path, "part/page/index.html")


@pytest.mark.parametrize("written", WRITTEN)
def test_each_part_is_as_it_is_read(written, root):
    text = plain(root, written)
    assert text.startswith("# A page\n\n")
    assert text.endswith(END)
    shown = text.removeprefix("# A page\n\n").removesuffix(END)
    assert re.sub(r"\[argued[^]]*\]", "[VERDICT]", shown) == WRITTEN[written]


def test_where_it_stands():
    assert file_of("a/b/index.html") == "a/b/index.md"
    assert file_of("a.html") == "a.md"


def astray(site) -> list[str]:
    """What in a site's Markdown leads to no file of it, or was never filled in."""
    found = []
    for file in sorted([*site.rglob("*.md"), site / "llms.txt"]):
        name, text = file.relative_to(site).as_posix(), CODE.sub("", file.read_text("utf-8"))
        for match in LINK.finditer(text):
            lead = next(filter(None, match.groups()))
            to = posixpath.normpath(
                posixpath.join(posixpath.dirname(name), re.split("[#?]", lead)[0])
            )
            if ":" not in lead and lead[0] != "#" and not (site / to).exists():
                found.append(f"{name} leads to {lead}")
        found += [
            f"{name} holds {left}" for left in re.findall(r"\{\{|^/{3,}|\[[@?=~]\w|&shy;", text)
        ]
    return found


def test_every_page_of_the_book_has_it_whole_and_says_so(book):
    pages = [page for page in book.rglob("*.html") if page.name != "404.html"]
    assert len(pages) > 20
    for page in pages:
        name = page.with_suffix(".md")
        assert name.is_file()
        assert f'<link rel="alternate " type="text/markdown" href="{name.name}">' in page.read_text(
            "utf-8"
        )
        findings = re.findall(r'class="sim-say"[^>]*>(.*?)</p>', page.read_text("utf-8"))
        assert name.read_text("utf-8").count("**Figure: ") == len(findings), name
    assert astray(book) == []


def test_a_link_that_leads_nowhere_is_seen(good, tmp_path):
    site = tmp_path / "site"
    (site / "page").mkdir(parents=True)
    for name in (
        "llms.txt",
        "page/index.md",
        "index.md",
        "page/index.html",
        "index.html",
        "facts.json",
        "build.json",
    ):
        (site / name).write_bytes((good.root / "site" / name).read_bytes())
    assert astray(site) == []
    (site / "page" / "index.html").unlink()
    here = "page/index.md leads to index.html"
    assert astray(site) == [f"{here}#fig-coin", f"{here}#fig-walk", here]
    (site / "page" / "index.html").write_text("")
    (site / "index.md").write_text(
        "A [page](pages/index.md), {{ coin.heads }}, `{{ x }}`, [@who]\n"
    )
    assert astray(site) == [
        "index.md leads to pages/index.md",
        "index.md holds {{",
        "index.md holds [@w",
    ]


def test_a_site_lists_its_pages_in_order_for_who_reads_no_html(good):
    text = (good.root / "site" / "llms.txt").read_text("utf-8")
    assert text == (
        "# A tiny book\n\n- [Home](index.md): A book of two pages.\n"
        "- [The page](page/index.md): Two simulations, each with a figure.\n\n## Data\n\n"
        "- [facts.json](facts.json): Every measured number, over all its runs\n"
        "- [build.json](build.json): What the site was made from\n"
    )


def test_the_book_s_list_has_every_page_and_section(book):
    text = (book / "llms.txt").read_text("utf-8")
    listed = re.findall(r"^- \[.+?\]\((\S+\.md)\): \S", text, re.MULTILINE)
    assert sorted(listed) == sorted(
        file.relative_to(book).as_posix() for file in book.rglob("*.md")
    )
    assert "\n## The four depths\n" in text
    assert "(claims.json)" in text
