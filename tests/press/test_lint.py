"""Does the lint let a whole chapter pass, and tell each fault that is planted in it by its line?"""

import pytest

from hooks.apparatus.register import Register
from hooks.house import FIGURES, HOOK, LONG, NEEDED, SHORT, book
from hooks.source.finder import find

PATH = "docs/spectrum/one.md"
HEAD = """\
---
title: One
description: What one is.
claims: [A, B]
thing: die
keywords: [coins]
minutes: 5
updated: 2026-11-24
---

"""
FIGURE = """\
/// simulation | coin() over tosses
    guess: heads from 0 to 100
    ask: How many of 100 fall heads?
**Given:** {=60%=} heads. **Learned:** nothing.
///
"""
SECOND = "/// simulation | coin.line()\n**Given:** a line. **Selected:** the best.\n///\n"
QUESTION = """\
/// question | Why?
- [ ] Luck
    No, as it fell {{ coin.heads }}.
- [x] The bend
    Yes.
- [ ] The hand
    No.
///
"""
FILLER = "\n".join(["one word and five more there"] * 110)
CHAPTER = f"""{HEAD}# One

A coin is bent. Does it tell?
{{ .lead }}

{FIGURE}
## Why

It fell {{{{ coin.heads:.0%}}}}, of {{=100=}} tosses with $p = 0.6$ and `x = 3`, as a [?bend] has it
[(there)](https://example.org/1). [=A]

{FILLER}

## But is it bent?

One says not [@who2020]. [=B]

{QUESTION}
## Next

What then?

//// details | Go deeper: all

{SECOND}
$$
x = 12
$$
////
"""
ROWS = {
    "claims.yml": "".join(
        f"- {{id: {i}, says: It is., chapter: spectrum/one.md, status: argued}}\n" for i in "AB"
    ),
    "references.yml": "- {key: who2020, authors: [Who A], year: 2020, title: T, venue: V, "
    "link: 'https://example.org/', shows: That.}\n",
    "glossary.md": "# Words\n\nbend: what is not straight\n",
}


@pytest.fixture
def told(tmp_path):
    """A function from sources, and changed files of the register, to the faults."""

    def faults(chapter=CHAPTER, others=None, **rows):
        (tmp_path / "docs" / "data").mkdir(parents=True)
        for name, text in ROWS.items():
            text += rows.get(name.split(".")[0], "")
            (tmp_path / "docs" / "data" / name).write_text(text, encoding="utf-8")
        pages = {PATH: chapter} | (others or {})
        found = {path: find(source) for path, source in pages.items()}
        assert not [fault for one in found.values() for fault in one.faults]
        return list(book(pages, found, Register(tmp_path)))

    return faults


def line_of(text, chapter):
    """The first line of a chapter that holds a text."""
    return next(n for n, line in enumerate(chapter.split("\n"), 1) if text in line)


def test_a_whole_chapter_has_no_fault(told):
    assert [str(fault) for fault in told()] == []


def test_a_table_is_no_part_of_the_main_paths_words(told):
    table = "| one | two |\n|---|---|\n" + "| a word and another | and three words more |\n" * LONG
    assert told(CHAPTER.replace(FILLER, f"{FILLER}\n\n{table}")) == []


# What stands in the chapter, what is put there instead, words of the one fault, and the text on
# whose line it is told (where none: the page's first).
PLANTED = [
    ("minutes: 5\n", "", "lacks 'minutes'", ""),
    ("thing: die\n", "", "lacks 'thing'", ""),
    ("keywords: [coins]\n", "", "lacks 'keywords'", ""),
    ("keywords: [coins]", "keywords: []", "lacks 'keywords'", ""),
    ("tosses with", "tosses TODO with", "'TODO' marks a draft", "TODO"),
    ("tosses with", "tosses \u27e8n\u27e9 with", "'\u27e8' marks a draft", "\u27e8"),
    ("tosses with", "tosses lorem ipsum with", "'lorem ipsum' marks a draft", "lorem"),
    ("claims: [A, B]", "claims: [A]", "'B' is not among the page's claims", "[=B]"),
    (" [=A]", " [=A] [=A]", "'A' is marked more than once", "[=A] [=A]"),
    (". [=A]", " [=A].", "Write '. [=A]'", "[=A]."),
    ("claims: [A, B]", "claims: [A, B, C]", "'C' has no row in docs/data/claims.yml", ""),
    ("Go deeper: all", "More", "here 0 times", ""),
    ("$$\n////", "$$\n////\n\n//// details | Go deeper: so\n\nWell.\n////", "here 2 times", ""),
    ("{ .lead }\n", "", "opens with one hook", ""),
    ("## Why\n", "## Why\n\nAgain.\n{ .lead }\n", "opens with one hook", ""),
    (
        "A coin is bent.",
        "A coin is bent." + " And" * HOOK,
        f"the hook has {HOOK + 7}",
        "A coin is bent.",
    ),
    ("## Why", SECOND * FIGURES + "\n## Why", f"{FIGURES + 1} figures on the main path", ""),
    ("    guess: heads from 0 to 100\n", "", "asks for one guess", ""),
    ("**Given:** a line.", "A line.", "does not say **Given:**", "coin.line"),
    ("**Selected:** the best.", "The best.", "**Learned:**|**Selected:**", "coin.line"),
    ("**Learned:** nothing.", "And nothing.", "**Learned:**|**Selected:**", "coin() over"),
    (QUESTION, "", "asks one question", ""),
    (QUESTION, QUESTION * 2, "asks one question", ""),
    ("- [x] The bend", "- [ ] The bend", "one right answer", "/// question"),
    ("- [ ] Luck", "- [x] Luck", "one right answer", "/// question"),
    ("    Yes.\n", "", "a sentence on the line below each", "/// question"),
    ("- [ ] The hand\n    No.\n", "", "two wrong ones", "/// question"),
    ("- [ ] Luck", "- Luck", "one right answer", "/// question"),
    ("## But is it", "## Is it", "no objection with its source", ""),
    ("## Next", "## Then", "nothing comes next", ""),
    (FILLER, "Short.", f"Keep to {SHORT}", ""),
    (FILLER, FILLER + f"\n{FILLER}", f"Keep to {SHORT} to {LONG}", ""),
    ("{=100=}", "100", "nothing measured '100'", "of 100 tosses"),
    ("**Given:** {=60%=}", "**Given:** 60%", "nothing measured '60'", "60% heads"),
    ("    Yes.", "    Yes, 7 times.", "nothing measured '7'", "7 times"),
    ("$$\n////", "$$\n\nSo 12 it is.\n////", "nothing measured '12'", "So 12"),
    ("tosses with", "tosses < 5 or > some with", "nothing measured '5'", "< 5"),
]


@pytest.mark.parametrize(("old", "new", "words", "where"), PLANTED)
def test_one_planted_fault_is_told_once_with_its_line(told, old, new, words, where):
    assert CHAPTER.count(old) >= 1
    chapter = CHAPTER.replace(old, new, 1)
    (fault,) = told(chapter)
    assert words in fault.message
    assert (fault.path, fault.line) == (PATH, line_of(where, chapter) if where else 1)


@pytest.mark.parametrize("name", [name for name in NEEDED if name != "claims"])
@pytest.mark.parametrize("left", ["", "{}:\n"])
def test_front_matter_says_all_that_is_needed(told, name, left):
    lines = HEAD.splitlines(keepends=True)
    head = "".join(left.format(name) if one.startswith(name) else one for one in lines)
    (fault,) = told(CHAPTER.replace(HEAD, head))
    assert f"lacks '{name}'" in fault.message
    assert (fault.path, fault.line) == (PATH, 1)


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nWords.\n",
        "# Title\n\nGiven: this.\n\nThe end.\n",  # a body that happens to be YAML
        "---\n---\n\nWords.\n",
    ],
)
def test_page_without_front_matter(told, text):
    (fault,) = told(others={"docs/two.md": text})
    assert "no front matter" in fault.message
    assert (fault.path, fault.line) == ("docs/two.md", 1)


def test_front_matter_that_cannot_be_read_is_the_only_fault_of_its_page(told):
    (fault,) = told(others={"docs/two.md": "---\ntitle: T\nminutes: -2\n---\n\nIn 7 days. TODO\n"})
    assert (fault.path, fault.line) == ("docs/two.md", 3)
    assert "'minutes'" in fault.message


def test_page_without_claims_is_no_chapter(told):
    """It needs no hook and may count; a draft it must not be."""
    page = HEAD.replace("[A, B]", "[]") + "In 7 days.\n"
    assert told(others={"docs/two.md": page}) == []


def test_draft_is_told_in_any_page_and_may_be_quoted(told):
    page = HEAD.replace("[A, B]", "[]") + "A `TODO` is code.\n\nA FIXME is not.\n"
    (fault,) = told(others={"docs/two.md": page})
    assert (fault.path, fault.line) == ("docs/two.md", line_of("FIXME", page))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Why", "## Why\n\n```\nx = 3\n```"),
        ("## Why", "## Why\n\n<!-- as of\n2026 -->"),
        ("## Why", '## Why\n\n<span class="s3" aria-hidden="true">4</span>'),
        ("## Why", "## Why\n\nAt [that place](two.md#part-2), <https://example.org/3>."),
        ("## Why", "## Why\n\nWritten \\{{ coin.heads:.2f }}."),
    ],
)
def test_digits_that_measure_nothing_may_stand(told, old, new):
    assert [str(fault) for fault in told(CHAPTER.replace(old, new, 1))] == []


def test_hook_is_all_of_its_paragraph(told):
    """However its lines are broken."""
    hook = "A coin is bent." + "\nAnd it is." * HOOK + " Does it tell?"
    chapter = CHAPTER.replace("A coin is bent. Does it tell?", hook)
    (fault,) = told(chapter)
    assert "the hook has" in fault.message


@pytest.mark.parametrize("first", ["", FIGURE])
def test_guess_is_on_the_first_figure_and_on_no_other(told, first):
    first = first or "/// simulation | coin()\n**Given:** a line. **Learned:** it.\n///\n"
    chapter = CHAPTER.replace(FIGURE, first).replace(SECOND, FIGURE)
    (fault,) = told(chapter)
    assert "one guess, on its first figure" in fault.message
    assert (fault.path, fault.line) == (PATH, 1)


def test_main_path_has_a_figure(told):
    messages = [fault.message for fault in told(CHAPTER.replace(FIGURE, ""))]
    assert any(message.startswith("0 figures on the main path") for message in messages)


def test_question_below_the_fold_is_no_question_of_the_main_path(told):
    chapter = CHAPTER.replace(QUESTION, "").replace(SECOND, f"{SECOND}\n{QUESTION}")
    assert [f.line for f in told(chapter) if "asks one question" in f.message] == [1]


def test_objection_cites_its_source(told):
    """A source that is cited elsewhere is none of the objection's."""
    chapter = CHAPTER.replace(" [@who2020]", "").replace("## Next\n", "## Next\n\n[@who2020]\n")
    (fault,) = told(chapter)
    assert "no objection with its source" in fault.message


def test_claim_that_is_listed_is_made(told):
    """In its chapter, and the register says so as well."""
    chapter = CHAPTER.replace(" [=B]", "")
    row, page = sorted(told(chapter), key=lambda fault: fault.path)
    assert (row.path, row.line) == ("docs/data/claims.yml", 2)
    assert "claim 'B' is not made in its chapter" in row.message
    assert (page.path, page.line) == (PATH, 1)
    assert "'B' is listed and not made" in page.message


@pytest.mark.parametrize(
    ("name", "row", "line", "words"),
    [
        (
            "claims",
            "- {id: C, says: It is., chapter: none.md, status: argued}\n",
            3,
            "claim 'C' names no chapter",
        ),
        (
            "references",
            "- {key: no1999, authors: [No B], year: 1999, title: T, venue: V, "
            "link: 'https://example.org/', shows: Nothing.}\n",
            2,
            "reference 'no1999' is never cited",
        ),
        ("glossary", "\nknot: a bend in a string\n", 5, "term 'knot' is never used"),
    ],
)
def test_row_that_nobody_uses(told, name, row, line, words):
    (fault,) = told(**{name: row})
    place = f"docs/data/{name}.{'md' if name == 'glossary' else 'yml'}"
    assert (fault.path, fault.line) == (place, line)
    assert words in fault.message


def test_reference_behind_a_claim_is_used(told):
    """Though no page cites it."""
    chapter = CHAPTER.replace("## Next\n", "## Next\n\n[=C]\n").replace("A, B]", "A, B, C]")
    claim = "- {id: C, says: It., chapter: spectrum/one.md, status: argued, sources: [no1999]}\n"
    source = (
        "- {key: no1999, authors: [No B], year: 1999, title: T, venue: V, "
        "link: 'https://example.org/', shows: Nothing.}\n"
    )
    assert told(chapter, claims=claim, references=source) == []


def test_book_without_a_register_is_not_looked_at(tmp_path):
    pages = {"docs/page.md": "TODO\n"}
    assert list(book(pages, {p: find(s) for p, s in pages.items()}, Register(tmp_path))) == []
