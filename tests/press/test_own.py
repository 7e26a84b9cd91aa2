"""Can the press tell its own HTML from an author's, and is every text in it text?"""

import re

import markdown
import pytest
from turbohtml import Namespace, parse_fragment

from hooks.apparatus import marks
from hooks.page import allowed
from hooks.page.content import refused
from hooks.page.directive import Page
from hooks.page.own import Own
from hooks.press import Press
from tests.projects import COIN, tiny
from tests.registers import ROWS, SHARP, SOURCES, WORDS, kept

ODD = (
    COIN.replace('"fair"', repr(SHARP))
    .replace('"the coin is bent"', repr(SHARP))
    .replace('"share of heads"', repr(SHARP))
    .replace('label="tosses"', f"label={SHARP!r}")
    .replace('"one run"', repr(SHARP))
    .replace('"text": "share"', f'"text": {SHARP!r}')
    .replace('fell heads"', 'fell <i>heads</i>"')
)
ALL = """\
/// simulation | coin(tosses=100) over tosses
A caption.
///

/// simulation | coin.line(tosses=100)
A caption.
///

/// question | Why?
- [ ] a
  no
- [x] b
  yes
///

/// register | claims
///

/// register | references
///

/// register | glossary
///

A fact {{ coin.word }} and a fault {{ coin.nothing }}, a source [@recht2019], a term [?reward hacking].

$$
x
$$
"""
HARMLESS = {"right", "verdict"}  # say something only within one that is listed


@pytest.fixture
def page(tmp_path):
    root = tiny(tmp_path / "p", coin=ODD)
    return Page(Press(kept(root, ROWS, SOURCES, WORDS)), "docs/page.md")


def convert(page, text):
    """A text as it goes to the press, signs and all."""
    page.press.policy = object()  # the press finishes the page
    return markdown.markdown(
        text,
        extensions=["attr_list", "hooks.page.directive", "hooks.page.maths"],
        extension_configs={"hooks.page.directive": {"page": page}},
    )


def test_all_that_the_press_makes_is_signed_and_nothing_of_it_is_refused(page):
    html = convert(page, ALL)
    assert list(refused(html, page.press.own.sign)) == []
    told = {found.tag.split()[0] for found in refused(html, "another")}
    assert told >= {"<figure", "<p", "<section", "<details", "<a", "<strong"}  # by their classes


def test_every_class_that_the_press_uses_is_listed_as_its_own(page):
    own = page.press.own
    html = convert(page, ALL)
    tree = parse_fragment(own.whole(own.unsigned(html)))
    used = {
        name
        for element in tree.iter_elements()
        if element.namespace is Namespace.HTML
        for name in element.attrs.get("class") or ()
    }
    assert {"sim", "sim-say", "sim-twin", "sim-fault", "question", "answer", "cite", "term"} <= used
    assert {name for name in used if not allowed.our_class(name)} <= HARMLESS


def test_no_text_that_a_simulation_or_a_register_gives_is_html(page):
    own = page.press.own
    whole = own.whole(own.unsigned(convert(page, ALL)))
    tree = parse_fragment(whole)
    inside = SHARP.removeprefix("<b>").removesuffix("</b>")
    assert {element.text for element in tree.find_all(["b", "i"])} & {inside, "heads"} == set()
    shown = tree.text + " ".join(
        str(value) for element in tree.iter_elements() for value in element.attrs.values()
    )
    assert shown.count(SHARP) >= 8
    assert all(name not in shown for name in ("&lt;b", "&amp;lt;"))  # and none is escaped twice


def test_cards_are_text_as_they_are_written(page):
    """The script shows them as text."""
    register = page.press.ledger.register
    assert any(SHARP in text for text in marks.cards(register).values())


@pytest.mark.parametrize("form", ["c", "<<10", '">9', "*^20", "x>8"])
def test_a_format_prints_a_number_or_nothing(page, form):
    html = convert(page, f"{{{{ coin.tosses:{form} }}}}")
    assert "does not fit" in html


def test_a_sign_is_of_one_build_and_leaves_no_trace():
    own, other = Own(), Own()
    assert own.sign != other.sign
    html = '<p class="sim-say">a &lt;b&gt; c<br><b title="x">d</b></p>'
    signed = own.signed(html)
    assert signed.count(own.sign) == 2 * 3
    assert (own.unsigned(signed), other.unsigned(signed)) == (html, signed)


def test_what_is_put_aside_comes_back_and_no_comment_of_an_author_calls_it():
    own, other = Own(), Own()
    piece = '<p class="sim-say">x</p><div class="sim-plot"><svg></svg></div>'
    held = own.figure(piece)
    assert "svg" not in held
    assert own.whole(own.unsigned(held)) == piece
    for forged in (
        "<!--sim 0-->",
        "<!--sim 9999-->",
        re.sub(r" \d+-->", " 0-->", other.figure(piece)),
    ):
        assert own.whole(forged) == forged


def test_an_author_s_copy_of_a_mark_is_refused(page):
    """Even one that is letter for letter what the press prints on the same page."""
    made = page.press.own.unsigned(convert(page, "[@recht2019]"))
    html = convert(page, f"[@recht2019]\n\n{made}")
    (found,) = refused(html, page.press.own.sign)
    assert "class 'cite'" in found.why
