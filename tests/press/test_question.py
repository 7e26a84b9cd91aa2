"""Does a question stand in a page so that a reader opens one answer at a time, without a script?"""

import markdown
import pytest

from hooks.page.directive import Page
from hooks.page.question import answers
from hooks.press import Press
from tests.dom import of_class, read, words
from tests.projects import COIN, tiny

CLAIMS = "- {id: A, says: It is., chapter: page.md, status: argued}\n"
GLOSSARY = "bend: what is not straight\n"
TWO = "- [ ] Luck\n    No, not *luck*.\n- [x] The `bend`\n    Yes,\n    it is.\n"
LOOSE = "- [ ] Luck\n\n    No, not *luck*.\n\n- [x] The `bend`\n\n    Yes,\n    it is.\n"
NARROW = "- [ ] Luck\n  No, not *luck*.\n- [x] The `bend`\n  Yes,\n  it is.\n"
STARS = TWO.replace("- [", "* [")
WITH_MORE = f"One of these:\n\n{TWO}"


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    root = tiny(tmp_path_factory.mktemp("q") / "p", coin=COIN)
    (root / "docs" / "data").mkdir(parents=True)
    (root / "docs" / "data" / "claims.yml").write_text(CLAIMS, encoding="utf-8")
    (root / "docs" / "data" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    return Press(root)


@pytest.fixture
def render(press):
    """A function from Markdown to the tree of its HTML, in which there is no fault."""

    def convert(text):
        options = {"hooks.page.directive": {"page": Page(press, "docs/page.md", "../")}}
        html = markdown.markdown(
            text, extensions=["hooks.page.directive"], extension_configs=options
        )
        assert not press.faults, press.report_of_faults()
        return read(html)

    return convert


def asked(body, question="Why?"):
    """A question as an author writes it."""
    return f"/// question | {question}\n{body}///\n"


def shape(tree):
    """(right, answer, sentence) of each answer of a page."""
    found = []
    for details in tree.iter("details"):
        summary, why = details
        assert (details.get("class").split()[0], summary.tag, why.tag) == ("answer", "summary", "p")
        found.append(("right" in details.get("class").split(), words(summary), words(why)))
    return found


@pytest.mark.parametrize("body", [TWO, LOOSE, NARROW, STARS, WITH_MORE, f"\n{TWO}\n"])
def test_each_answer_opens_on_its_sentence(render, body):
    tree = render(asked(body))
    assert shape(tree) == [
        (False, "Luck", "Not quite. No, not luck."),
        (True, "The bend", "Right. Yes, it is."),
    ]
    assert not list(tree.iter("li"))


def test_the_verdict_is_in_words_where_the_sentence_begins(render):
    """A reader who sees no colours has it, and a screen reader says it first."""
    for details in render(asked(TWO)).iter("details"):
        verdict, right = details[1][0], "right" in details.get("class").split()
        assert not details[1].text
        assert (verdict.tag, words(verdict)) == ("strong", "Right." if right else "Not quite.")


@pytest.mark.parametrize("body", [TWO, LOOSE])
def test_inline_markup_is_read(render, body):
    tree = render(asked(body, "Why *so*?"))
    assert [words(e) for e in tree.iter("em")] == ["so", "luck"]
    assert [words(e) for e in tree.iter("code")] == ["bend"]
    assert words(of_class(tree, "ask")[0]) == "Why so?"


def test_answers_of_a_question_exclude_each_other(render):
    names = [
        e.get("name") for e in render(asked(TWO + "- [ ] The hand\n    No.\n")).iter("details")
    ]
    assert len(names) == 3
    assert names[0]
    assert set(names) == {names[0]}


def test_answers_of_two_questions_do_not(render):
    first, second = of_class(render(asked(TWO) + "\n" + asked(TWO, "How?")), "question")
    groups = [{e.get("name") for e in section.iter("details")} for section in (first, second)]
    assert [len(group) for group in groups] == [1, 1]
    assert groups[0] != groups[1]


def test_nothing_is_open_or_hidden_or_acts_before_a_reader_does(render):
    tree = render(asked(TWO))
    for element in tree.iter():
        assert not {"open", "hidden", "style", "onclick"} & element.attrib.keys()
        assert element.tag not in ("script", "input", "button", "form")


def test_facts_are_in(render):
    body = (
        "- [ ] {{ coin.tosses }} tosses\n    No, {{ coin.heads.theory:.0%}}.\n- [x] B\n    Yes.\n"
    )
    assert shape(render(asked(body)))[0] == (False, "100 tosses", "Not quite. No, 60%.")


def test_marks_are_in(render):
    body = (
        "- [ ] The [?bend]\n    No, {=70%=}.\n- [x] Else\n    As [?bend|bending] has it – [=A].\n"
    )
    tree = render(asked(body))
    assert [answer for _, answer, _ in shape(tree)] == ["The bend", "Else"]
    assert [words(e) for e in of_class(tree, "term")] == ["bend", "bending"]
    assert "No, 70%." in words(tree)
    assert len(of_class(tree, "claim")) == 1
    assert "[" not in words(tree)


def test_facts_and_marks_are_in_the_question_itself(render):
    tree = render(asked(TWO, "Why {{ coin.tosses }} of the {=200=}?"))
    assert words(of_class(tree, "ask")[0]) == "Why 100 of the 200?"


def test_question_without_a_list_keeps_its_text_and_has_no_answers(render):
    tree = render(asked("Think *well*.\n"))
    (section,) = of_class(tree, "question")
    assert words(section) == "Why? Think well."
    assert [words(e) for e in section.iter("em")] == ["well"]
    assert not list(section.iter("details"))


def test_question_stands_among_other_text_and_in_a_fold(render):
    tree = render(f"Before.\n\n{asked(TWO)}\nAfter.\n")
    assert [child.tag for child in tree] == ["p", "section", "p"]
    assert words(tree).startswith("Before.")
    assert words(tree).endswith("After.")


@pytest.mark.parametrize(
    ("body", "right"),
    [
        (TWO, [False, True]),
        (LOOSE, [False, True]),
        (NARROW, [False, True]),
        (STARS, [False, True]),
        (WITH_MORE, [False, True]),
        ("No list.\n", []),
    ],
)
def test_lint_reads_the_answers_that_the_page_shows(render, body, right):
    found = answers(body)
    assert [one for one, _ in found] == right
    assert all(text for _, text in found)
    assert [one for one, _, _ in shape(render(asked(body)))] == right


@pytest.mark.parametrize(
    "item", ["- [x] No sentence\n", "- No box\n    Yes.\n", "- [y] A\n    B.\n"]
)
def test_item_that_is_no_answer_is_seen_as_none(item):
    assert answers(f"{item}- [ ] A\n    No.\n") == [(False, ""), (False, "[ ] A\n    No.")]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("- [x] No sentence\n", "No sentence"),
        ("- No box\n    Yes.\n", "No box"),
        ("- [ ] Deep\n    So.\n\n    - within\n", "within"),
    ],
)
def test_no_word_of_an_author_is_lost(render, item, text):
    """What is no answer is left as it was written, for its author to see."""
    assert text in words(render(asked(TWO + item)))


def test_one_answer_with_a_blank_line_does_not_swallow_the_next(render):
    body = "- [ ] Luck\n\n    No.\n\n    Never.\n- [x] The bend\n    Yes.\n"
    assert [right for right, _ in answers(body)] == [
        right for right, _, _ in shape(render(asked(body)))
    ]
