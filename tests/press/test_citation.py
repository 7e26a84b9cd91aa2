"""Is a chapter cited as it says of itself, in BibTeX that is BibTeX?"""

from datetime import date

import pytest

from hooks.faults import Fault
from hooks.publish.citation import Citation

DAY, COMMIT = date(2026, 3, 5), "0123456789abcdef0123456789abcdef01234567"
WHO = "authors:\n  - name: The Coin & Sons\n  - {given-names: Ada, family-names: O'Neill}\n"
FILE = f"cff-version: 1.2.0\ntitle: 'Heads, a 50% book: of coins'\nversion: 3.0.1\n{WHO}"
ALL = r"""@misc{heads-a-50-book-part-page,
  author = {{The Coin \& Sons} and O'Neill, Ada},
  title = {{What is {\_}? \$1 \#2}},
  howpublished = {In: Heads, a 50\% book: of coins, version 3.0.1},
  year = 2026,
  month = mar,
  note = {Updated 2026-03-05, commit 0123456789ab},
  url = {https://example.org/book/part/page/}
}""".replace(r"{\_}", r"\{\_\}")
PAGE = ("What is {_}? $1 #2", DAY, "part/page/index.html")


def citation(folder, text=FILE):
    """Of a book that says this of itself."""
    (folder / "CITATION.cff").write_text(text, "utf-8")
    return Citation(folder)


def test_bibtex_holds_all_that_is_known_and_no_sign_of_latex(tmp_path):
    said = citation(tmp_path).of(*PAGE, "https://example.org/book/", COMMIT)
    assert said["bibtex"] == ALL
    assert said["authors"] == "The Coin & Sons and Ada O'Neill"
    assert said["address"] == "https://example.org/book/part/page/"
    assert said["title"] == PAGE[0], "its words are for a sentence, too, which is no BibTeX"


def test_what_is_not_known_is_not_said(tmp_path):
    said = citation(tmp_path).of(*PAGE, "", "")
    short = ALL.replace(
        ", commit 0123456789ab},\n  url = {https://example.org/book/part/page/}", "}"
    )
    assert said["bibtex"] == short
    assert (said["address"], said["commit"]) == ("", "")
    assert Citation(tmp_path / "elsewhere").of(*PAGE, "", "") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title: 'Heads, a 50% book: of coins'\n", "", 1, "title"),
        ("version: 3.0.1", "version: 3.0", 3, "'version': expected a text"),
        (WHO, "authors: Ada\n", 4, "'authors': expected a list"),
        ("name: The Coin & Sons", "email: coin@example.org", 1, "no name"),
        ("title: '", "title: ", 2, "YAML"),
        ("version: 3.0.1", "version: 3.0.1\nversion: 3.1.0", 4, "twice"),
        (FILE, "- a list\n", 1, "no mapping"),
    ],
)
def test_a_fault_of_the_file_is_told_at_its_line(old, new, line, words, tmp_path):
    assert FILE.count(old) == 1
    with pytest.raises(Fault, match=rf"^CITATION\.cff:{line}: .*{words}"):
        citation(tmp_path, FILE.replace(old, new)).of(*PAGE, "", "")


def test_a_book_whose_citation_is_at_fault_is_not_published(tiny, good):
    site = tiny()
    site.edit(
        "docs/page.md", "title: The page", "title: The page\nclaims: [a]\nupdated: 2026-03-05"
    )
    assert site.build().code == 0, "a book need not say how it is cited"
    before = site.published
    citation(site.root, FILE.replace("name: The Coin", "family: The Coin"))
    built = site.build()
    assert built.code == 1
    assert [line.partition(" ")[0] for line in built.lines if "CITATION" in line] == [
        "CITATION.cff:1:"
    ]
    assert site.published == before
