"""Is every page either refused at its line or read in time, whatever it repeats?"""

import time

import markdown
import pytest

from hooks import house as lint
from hooks.apparatus.register import Register
from hooks.source import limits
from hooks.source.finder import find
from tests.projects import ROOT

SECONDS = 4  # of processor time; what grows with the square takes minutes
UNITS = [
    "[", "]", "(", "![", "[@", "[@a", "[?a|", "[=", "[^", "[a](", "[a][", "[a]: ", "[^1]: ",
    "{", "{{", "}}", "{=", "{{ a(", "{{ a.b ", "}} {{", "{: ", "{.",
    "<", ">", "</", "<a ", "<a b=\"", "<div>", "<!--", "-->", "<!-- a --> ", "<![CDATA[", "<?",
    "`", "` `` ", "`a", "~", "~~~ ", "/", "/// ", "/// a | ", " ", "\t", "a", "a ", "a\n",
    "*", "**", "* ", "_", "$", "$a", "\\", "\\[", "|", "| ", "- ", "1. ", "> ", "# ", "&", "&#",
    "http://", "<b aria-hidden>", ":", "'", '"', "=", "-",
]  # fmt: skip
SHAPES = {  # how many of a unit stand where
    "one line": lambda unit, size: unit * (size // len(unit)),
    "many lines": lambda unit, size: "\n".join([unit * (90 // len(unit))] * (size // 90)),
    "paragraphs": lambda unit, size: "\n\n".join([unit * (9000 // len(unit))] * (size // 9000)),
    "a header": lambda unit, size: f"/// simulation | coin(){unit * (size // len(unit))}x",
    "an option": lambda unit, size: (
        f"/// simulation | coin()\n    guess: {unit * (size // len(unit))}x\n\nA.\n///"
    ),
    "a fact": lambda unit, size: f"A {{{{ coin.heads:{unit * (size // len(unit))} }}}} fact.",
}
EXTENSIONS = ["attr_list", "footnotes", "tables", "toc", "pymdownx.superfences", "hooks.page.maths"]
EXTENSIONS += ["pymdownx.blocks.details", "pymdownx.smartsymbols"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("unit", UNITS)
def test_page_of_one_thing_only_is_refused_or_read_in_time(unit, shape, tmp_path):
    """At every size up to the one at which it is refused."""
    register = Register(tmp_path)
    for size in (1_000, 18_000, 250_000):
        text = SHAPES[shape](unit, size)
        source = f"---\ntitle: T\nclaims: [A]\n---\n{text}\n"
        began = time.process_time()
        refused = list(limits.faults(source))
        assert time.process_time() - began < SECONDS
        if refused:
            assert refused[0].line <= source.count("\n")
            return
        list(lint.page(source, find(source), register))
        assert time.process_time() - began < SECONDS
        if size < 250_000:
            markdown.markdown(text, extensions=EXTENSIONS)
            assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_no_page_of_the_book_is_near_a_limit(page):
    source = page.read_text(encoding="utf-8")
    assert list(limits.faults(source)) == []
    assert list(limits.faults(source * 3)) == []


def told(source):
    """The one fault of a page."""
    (fault,) = limits.faults(source)
    assert fault.path == "" and fault.message.count(". ") == 1
    return fault


def test_long_page_is_a_fault():
    assert told("Words.\n\n" * 40_000).message.startswith("the page has 320,000 characters")
    assert list(limits.faults("Words.\n\n" * 30_000)) == []


def test_long_paragraph_is_a_fault_at_the_line_where_it_is_too_long():
    assert told("One.\n\n" + f"{'x' * 999}\n" * 21).line == 23
    assert list(limits.faults(f"{'x' * 999}\n" * 20)) == []
    assert list(limits.faults(f"{'x' * 999}\n\n" * 100)) == []


@pytest.mark.parametrize(("left", "right"), ["[]", "()", ("<a", ">")])
def test_what_stays_open_too_often_is_a_fault_at_its_line(left, right):
    assert told(f"One.\n\n{left * 60}\n{left * 60}\n").line == 4
    assert list(limits.faults(f"{left * 90}\n")) == []
    assert list(limits.faults(f"{left}{right} " * 900)) == []


@pytest.mark.parametrize("blank", [" ", "\t"])
def test_blanks_without_end_are_a_fault_at_their_line(blank):
    assert told(f"One.\n\n/// simulation | coin(){blank * 1000}over tosses\n").line == 3
    assert list(limits.faults(f"a{blank * 999}b\n")) == []


def test_brackets_of_another_paragraph_are_not_counted():
    assert list(limits.faults(f"{'[' * 60}\n\n" * 9)) == []


def test_fence_holds_what_it_likes():
    assert list(limits.faults(f"```\n{'[' * 500}\n{'x' * 30_000}\n```\n")) == []
    assert told(f"```\n[\n```\n\n{'[' * 101}\n").line == 5


@pytest.mark.parametrize("mark", ["1. ", "- ", "> ", ">", "* 2) > "])
def test_lists_in_lists_without_end_are_a_fault(mark):
    assert told(f"One.\n\n{mark * 21}x\n").line == 3
    assert (
        list(limits.faults(f"{mark * (6 if len(mark) > 3 else 20)}x\n\n---\n\n{'*' * 40}\n")) == []
    )
