"""Is the front matter of a page read as it stands, and each fault in it told at its line?"""

import datetime

import pytest

from hooks.faults import Fault
from hooks.source import front
from tests.projects import ROOT

PAGES = sorted((ROOT / "docs").rglob("*.md"))
NAME = {"ids": lambda page: page.relative_to(ROOT).as_posix()}


def page(*lines):
    """A page that says these things of itself, behind its title."""
    return "\n".join(["---", "title: T", *lines, "---", "# T", "", "minutes: -2", ""])


@pytest.mark.parametrize("file", [file for file in PAGES if "data" not in file.parts], **NAME)
def test_every_page_of_the_book_is_read(file):
    assert front.read(file.read_text(encoding="utf-8")).title


def test_fields_are_read_as_they_stand():
    lines = ["claims: [A, B]", "minutes: 5", "updated: 2026-01-31", "annex: true", "hide: [toc]"]
    read = front.read(page(*lines))
    assert (read.claims, read.minutes, read.annex, read.hide) == (("A", "B"), 5, True, ("toc",))
    assert read.updated == datetime.date(2026, 1, 31)
    assert read.description is None


def test_page_without_front_matter_says_nothing():
    assert front.read("# T\n\nminutes: -2\n") is None
    assert front.read("---\n---\n# T\n") == front.Front()


def test_what_is_empty_is_not_given():
    assert front.read(page("description:", "minutes:", "claims: []")) == front.Front("T", claims=())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("minutes: -2", "'minutes': expected a whole number >= 1"),
        ("minutes: 0", "'minutes': expected a whole number >= 1"),
        ("minutes: 5000", "'minutes': expected a whole number <= 600"),
        ("minutes: soon", "'minutes': expected a whole number, got a text"),
        ("minutes: 2.5", "'minutes': expected a whole number, got a number"),
        ("minutes: true", "'minutes': expected a whole number, got true or false"),
        ("minutes: '5'", "'minutes': expected a whole number, got a text"),
        ("updated: yesterday", "'updated': expected a date such as"),
        ("updated: 31.1.2026", "'updated': expected a date such as"),
        ("updated: 2026", "'updated': expected a date such as"),
        ("updated: 2026-01-31 10:00:00", "'updated': expected a date such as"),
        ("updated: 2026-13-45", "'updated' holds nothing"),
        (
            "description: 1984",
            "'description': expected a text, got a whole number. Put it in quotes",
        ),
        ("description: [a]", "'description': expected a text, got a list"),
        ("description: {a: b}", "'description': expected a text, got a mapping"),
        ("description: ' '", "'description': expected a text that is not blank"),
        ("claims: C1", "'claims': expected a list, got a text"),
        ("claims: [1]", "'claims': expected a text, got a whole number"),
        ("claims: [C1, [C2]]", "'claims': expected a text, got a list"),
        ("claims: {C1: C2}", "'claims': expected a list, got a mapping"),
        ("annex: maybe", "'annex': expected true or false, got a text"),
        ("thing: 5", "'thing': expected a text, got a whole number"),
        ("thing: crates", "unknown thing 'crates'. Did you mean 'crate'?"),
        ("'thing' : spoon", "unknown thing 'spoon'. There is apple, basket, crate"),
        ("stratum: 5", "'stratum': expected a whole number <= 4"),
        ("styles: readings", "'styles': expected a list, got a text"),
        ("minuets: 5", "unknown field 'minuets'. Did you mean 'minutes'?"),
        ("Title: x", "unknown field 'Title'. Did you mean 'title'?"),
        ("title: twice", "the field 'title' stands twice"),
        ("search: {boost: 1, boost: 2}", "the field 'boost' stands twice"),
        ("[a]: b", "unknown field"),
        ("1: b", "unknown field '1'"),
        ("<<: {minutes: 1}", "unknown field '<<'"),
        ("tags: [&a x, *a]", "'*a' stands for another place"),
        ("icon: !!python/name:os.system", "'icon' holds nothing that plain YAML can read"),
        ("icon: [open", "this is not YAML"),
        ("\ticon: x", "this is not YAML"),
        ("icon: \x07", "this is not YAML"),
        ("icon: " + "{a: " * 5000, "more than 20 levels stand one in"),
        ("icon: " + "9" * 5000, "'icon' holds nothing"),
    ],
    ids=lambda text: text[:40],
)
def test_fault_stands_at_its_line(line, says):
    with pytest.raises(Fault) as caught:
        front.read(page("tags: [one]", line) if "tags" not in line else page("icon: x", line))
    assert caught.value.line in (4, 5) if "not YAML" in says else caught.value.line == 4
    assert caught.value.message.startswith(says)
    assert "." in caught.value.message.removeprefix(says) + says


@pytest.mark.parametrize("text", ["- a\n- b", "only words", "3"])
def test_front_matter_that_is_no_mapping_is_a_fault(text):
    with pytest.raises(Fault, match="this is no mapping") as caught:
        front.read(f"---\n{text}\n---\n# T\n")
    assert caught.value.line == 2
