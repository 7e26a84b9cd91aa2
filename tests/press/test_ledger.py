"""Is each mark in a sentence a link with its card, and each that nobody knows a fault?"""

import re
from html import escape, unescape

import markdown
import pytest

from hooks.apparatus import marks
from hooks.apparatus.claims import brief
from hooks.apparatus.ledger import KINDS
from hooks.apparatus.register import Register
from hooks.faults import Fault
from hooks.page.directive import Page
from hooks.press import Press
from hooks.source.finder import Mark
from tests.dom import read
from tests.projects import COIN, tiny
from tests.registers import CLAIM, ROWS, SHARP, SOURCE, SOURCES, TEST, WORDS, changed, kept, line

PATH = "docs/deeper/page.md"


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    root = tiny(tmp_path_factory.mktemp("l") / "p", coin=COIN)
    return Press(kept(root, ROWS, SOURCES, WORDS))


@pytest.fixture
def render(press):
    """A function from Markdown to HTML; its `page` says what went wrong."""
    press.faults.clear()
    press._said.clear()
    page = Page(press, PATH, "../../")
    page.skipped = 10
    options = {"hooks.page.directive": {"page": page}}
    wanted = ["pymdownx.superfences", "hooks.page.directive"]

    def convert(text):
        return markdown.markdown(text, extensions=wanted, extension_configs=options)

    convert.page = page
    return convert


def links(html):
    """(class, id, href, words) of each link that a mark has become."""
    made = [a for a in read(html).iter("a") if a.get("class") in ("cite", "term", "claim")]
    return [(a.get("class"), a.get("id"), a.get("href"), "".join(a.itertext())) for a in made]


def card_of(render, href):
    """What a script shows where a link of the page is pointed at."""
    press, base = render.page.press, render.page.base
    assert href.startswith(base)
    return marks.cards(press.ledger.register)[href.removeprefix(base)]


def told(render):
    """The faults so far, as they are printed."""
    return [str(fault) for fault in render.page.press.faults]


def test_citation_links_to_its_reference_relative_to_the_site(render):
    (link,) = links(render("So say [@recht2019]."))
    assert link == ("cite", None, "../../references/#recht2019", "Recht et al. 2019")


def test_card_of_a_reference_says_what_it_shows_in_whole_sentences(render):
    card = card_of(render, "../../references/#recht2019")
    assert all(name in card for name in SOURCE["authors"][:3])
    assert SOURCE["authors"][3] not in card and "et al." in card
    assert all(SOURCE[part] in card for part in ("title", "venue", "shows"))
    assert card.count("2019") == 1 and "Against it" not in card
    assert card.endswith(".") and not re.search(r"[.?!]\.", card), "one stop ends a sentence"
    assert f"Against it: {SHARP}" in card_of(render, "../../references/#beck2001")


def test_year_that_the_venue_holds_is_not_said_twice(tmp_path):
    rows = [changed(SOURCE, venue="ICML 2019")]
    (card,) = [
        card
        for address, card in marks.cards(Register(kept(tmp_path, [], rows))).items()
        if address.startswith("references/")
    ]
    assert card.count("2019") == 1


def test_term_reads_as_written_and_links_to_the_glossary(render):
    plain, other = links(render("A [?Bias] and [?reward hacking|hacks its reward]."))
    assert plain == ("term", None, "../../glossary/#bias", "Bias")
    assert other == ("term", None, "../../glossary/#reward-hacking", "hacks its reward")
    assert (card_of(render, plain[2]), card_of(render, other[2])) == ("A lean.", SHARP)


def test_claim_is_a_note_that_says_what_was_claimed_and_how_it_came_out(render):
    html = render("It does. [=C1]\n\nIt should [=C2].")
    first, second = links(html)
    assert first == ("claim", None, "../../evidence/#C1", "holds here, in 8 of 8 runs")
    assert second == ("claim", None, "../../evidence/#C2", "argued; see Recht et al. 2019")
    assert (card_of(render, first[2]), card_of(render, second[2])) == (CLAIM["says"], SHARP)
    notes = [note for note in read(html).iter("small") if note.get("class") == "margin"]
    assert [note.get("id") for note in notes] == ["claim-C1", "claim-C2"]
    assert ["".join(note.itertext()) for note in notes] == [
        f"Claim: {CLAIM['claimed']} holds here, in 8 of 8 runs",
        second[3],  # nothing was claimed
    ]


def test_a_thing_is_drawn_and_says_nothing(render):
    html = render("An [%apple] a day, `[%apple]` in code.")
    (drawn,) = read(html).iter("svg")
    assert drawn.get("aria-hidden") == "true"
    assert "".join(read(html).itertext()) == "An  a day, [%apple] in code."
    assert not told(render)
    render("A [%pear].")
    assert "unknown thing 'pear'" in told(render)[0]


def test_every_mark_has_a_card_and_every_card_a_place(press):
    made = {
        links(press.ledger.mark(Mark(1, 0, 1, kind, key), f"docs/{page}", ""))[0][2]
        for kind, key, page in (
            *(("@", key, "") for key in press.ledger.register.sources),
            *(("?", key, "") for key in press.ledger.register.terms),
            *(
                ("=", c.id, c.chapter)
                for c in press.ledger.register.claims.values()
                if c.id != "C4"
            ),
        )
    }
    assert made == marks.cards(press.ledger.register).keys() - {"evidence/#C4"}
    for kind, folder in {
        "claims": "evidence/",
        "references": "references/",
        "glossary": "glossary/",
    }.items():
        ids = set(re.findall(r' id="([^"]*)"', press.ledger.listing(kind, "")))
        assert ids == {href.partition("#")[2] for href in made if href.startswith(folder)}


def test_words_of_a_mark_stay_text(render):
    assert links(render('A [?Bias|<i title="x">lean</i> & more].'))[0][3] == (
        "<i title=“x”>lean</i> & more"
    )


def test_given_number_prints_as_it_is(render):
    assert render("Set to {=70%=} of {= 1,000 =}.") == "<p>Set to 70% of 1,000.</p>"


@pytest.mark.parametrize("base", ["", "../", "../../"])
def test_links_start_where_the_page_lies(press, base):
    ledger = press.ledger
    for kind, key in (("@", "recht2019"), ("?", "Bias"), ("=", "C1"), ("~", "C3")):
        ((_, _, href, _),) = links(ledger.mark(Mark(1, 0, 1, kind, key), PATH, base))
        assert href.startswith(base) and not href.removeprefix(base).startswith((".", "/"))
    for href in re.findall(r'href="([^"]*)"', ledger.listing("claims", base)):
        assert href.startswith(base) and not href.removeprefix(base).startswith((".", "/"))


@pytest.mark.parametrize(
    ("mark", "kind", "near"),
    [
        ("[@recht2091]", "reference", "recht2019"),
        ("[?reward hackin]", "term", "reward hacking"),
        ("[=C11]", "claim", "C1"),
        ("[~C11]", "claim", "C1"),
    ],
)
def test_unknown_mark_is_a_fault_at_its_line_that_suggests(render, mark, kind, near):
    html = render(f"One.\n\nTwo, and {mark} here.\n")
    (fault,) = told(render)
    assert fault.startswith(f"{PATH}:13: unknown {kind} '{mark[2:-1]}'")
    assert fault.endswith(f"Did you mean '{near}'?")
    assert escape(fault) in html and not links(html)


@pytest.mark.parametrize(
    ("path", "chapter"),
    [
        (PATH, "index.md"),
        ("docs/deeper/index.md", "index.md"),  # the same name in another folder is another page
        ("docs/index.md", "deeper/page.md"),
        ("docs/deeper/homepage.md", "deeper/page.md"),
    ],
)
def test_claim_is_marked_in_its_own_chapter_only(press, path, chapter):
    ident = {"index.md": "C3", "deeper/page.md": "C1"}[chapter]
    assert links(press.ledger.mark(Mark(1, 0, 1, "=", ident), f"docs/{chapter}", ""))
    with pytest.raises(Fault, match=f"'{ident}' belongs to {chapter}"):
        press.ledger.mark(Mark(1, 0, 1, "=", ident), path, "")


def test_how_a_claim_of_another_chapter_stands(render, press):
    for claim in press.ledger.register.claims.values():
        ((_, _, href, words),) = links(render(f"Here [~{claim.id}]."))
        assert (href.partition("#")[2], words) == (claim.id, brief(claim))
    assert 'id="claim-' not in render("Here [~C3].")


def test_claim_that_fails_is_a_fault_where_it_is_marked(render):
    assert not links(render("It does. [=C4]"))
    (fault,) = told(render)
    assert fault.startswith(
        f"{PATH}:11: claim 'C4' does not hold: coin.heads > 0.99 in 0 of 8 runs"
    )


@pytest.mark.parametrize("mark", ["[@recht2019]", "[?Bias]", "[?Bias|lean]", "[=C1]", "{=70%=}"])
def test_escaped_marks_and_those_in_code_stay_text(render, mark):
    html = render(
        f"A \\{mark} b `{mark}` c ``x {mark}``.\n\n<!-- {mark} -->\n\n~~~\n{mark}\n~~~\n\n"
        f"```text\n{mark}\n```\n\n<!--\n{mark}\n-->\n"
    )
    assert not links(html) and not told(render)
    shown = unescape(re.sub("<!--.*?-->|<[^>]*>", "", html, flags=re.DOTALL))
    assert shown.count(mark) == 5, "escaped, in two code spans, and in two fences"


def test_link_of_markdown_is_no_mark(render):
    assert render("See [=this](x.md) and [@home](y.md).").count("<a href") == 2
    assert not told(render)


@pytest.mark.parametrize("plant", ["coyn.heads", "coin(tosess=10).heads", "coin(tosses=-1).heads"])
def test_test_of_an_impossible_call_is_a_fault_at_its_claim(tmp_path, plant):
    rows = [ROWS[0], changed(CLAIM, tests=[TEST | {"fact": plant}], id="C9")]
    press = Press(kept(tiny(tmp_path / "p", coin=COIN), rows))
    with pytest.raises(Fault, match="Did you mean|out of range") as caught:
        press.ledger.calls(press.catalogue)
    row = line(press.root, "claims", "- id: C9")
    assert (caught.value.path, caught.value.line) == ("docs/data/claims.yml", row)


def test_test_of_an_unknown_fact_is_a_fault_at_its_claim(tmp_path):
    rows = [ROWS[0], changed(CLAIM, tests=[TEST | {"fact": "coin.heds"}], id="C9")]
    press = Press(kept(tiny(tmp_path / "p", coin=COIN), rows))
    with pytest.raises(Fault, match="Did you mean 'heads'") as caught:
        press.ledger.outcomes(press.ledger.register.claims["C9"])
    row = line(press.root, "claims", "- id: C9")
    assert (caught.value.path, caught.value.line) == ("docs/data/claims.yml", row)


@pytest.mark.parametrize("kind", KINDS)
def test_listing_is_well_formed_where_it_is_put(render, kind):
    html = render(f"/// register | {kind}\n///\n")
    assert not told(render)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids)) >= 2
    read(html)


def test_unknown_listing_is_a_fault_that_suggests(render):
    render("One.\n\n/// register | claim\n///\n")
    assert told(render) == [f"{PATH}:13: unknown register 'claim'. Did you mean 'claims'?"]


@pytest.mark.parametrize("name", ["claims", "references", "glossary"])
def test_malformed_register_is_said_once_at_its_row(tmp_path, name):
    data = {"claims": ROWS[:1], "references": SOURCES, "glossary": WORDS}
    data[name] = {"claims": [ROWS[0]] * 2, "references": [SOURCE] * 2, "glossary": "odd\n"}[name]
    press = Press(kept(tiny(tmp_path / "p", coin=COIN), **data))
    text = "A [?Bias].\n\nA [@recht2019], [@adams1979].\n\nA [=C1].\n\nA [?reward hacking] [@beck2001].\n"
    press.prepare({PATH: text})
    options = {"hooks.page.directive": {"page": Page(press, PATH)}}
    for kind in KINDS:
        text += f"\n/// register | {kind}\n///\n"
    markdown.markdown(text, extensions=["hooks.page.directive"], extension_configs=options)
    said = [fault for fault in press.faults if "docs/data/" in str(fault)]
    assert len(said) == 1, press.report_of_faults()
    assert said[0].path.startswith(f"docs/data/{name}.") and said[0].line >= 1
