"""Do the lists of claims, references and terms hold every row once, and nothing that is not text?"""

import re

import pytest

from hooks.apparatus import addresses, listing, marks
from hooks.apparatus.quotes import typeset
from hooks.apparatus.register import STATUSES, Claim, Register
from hooks.faults import Fault
from hooks.press import Press
from tests.projects import COIN, tiny
from tests.registers import ROWS, SHARP, SOURCES, WORDS, kept


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    root = tiny(tmp_path_factory.mktemp("l") / "p", coin=COIN)
    return Press(kept(root, ROWS, SOURCES, WORDS))


def test_evidence_lists_each_claim_that_holds_once_and_counts_them(press):
    html = press.ledger.listing("claims", "../")
    listed = re.findall(r'<li id="([^"]*)" data-status="([^"]*)">', html)
    assert listed == [("C1", "shown-here"), ("C2", "argued"), ("C3", "argued")]
    counts = re.findall(r'value="([^"]*)"( checked)?><span>([a-z ]+) (\d+)</span>', html)
    assert [count[0] for count in counts if count[1]] == ["all"], "one is chosen at first"
    for value, _, label, count in counts:
        rows = [status for _, status in listed if value in ("all", status)]
        assert int(count) == len(rows) and addresses.slug(label) == value
    assert {value for value, *_ in counts} == {"all", *(status for _, status in listed)}
    for href in ("../deeper/page/#claim-C1", "../#claim-C3", "../references/#recht2019"):
        assert f'href="{href}"' in html
    assert SHARP not in html and typeset(SHARP) in html
    assert "<code>coin.heads</code> &gt; 0.3 in 8 of 8 runs" in html
    assert "0.6 in theory" in html and html.count("Against it:") == 2


def test_a_folder_may_list_its_own_claims(tmp_path):
    """C1 and C2 are made in a folder, C3 is not."""
    own = ["C1", "C2"]
    root = tiny(tmp_path / "p", coin=COIN)
    ledger = Press(kept(root, ROWS, SOURCES, WORDS)).ledger
    with pytest.raises(Fault, match="nothing is listed in deeper/evidence.md"):
        ledger.listing("claims of deeper", "")
    assert "C1" in re.findall(r'<li id="([^"]*)"', ledger.listing("claims", ""))
    (root / "docs" / "deeper").mkdir(exist_ok=True)
    (root / "docs" / "deeper" / "evidence.md").write_text("/// register | claims of deeper\n///\n")
    assert re.findall(r'<li id="([^"]*)"', ledger.listing("claims of deeper", "")) == own
    assert re.findall(r'<li id="([^"]*)"', ledger.listing("claims", "")) == ["C3"]
    claim = ledger.register.claims["C1"]
    assert addresses.row(claim, ledger.register) == "deeper/evidence/#C1"
    assert "deeper/evidence/#C1" in marks.cards(ledger.register)


def test_a_part_of_the_alphabet_may_have_its_own_references(tmp_path):
    root = tiny(tmp_path / "p", coin=COIN)
    ledger = Press(kept(root, ROWS, SOURCES, WORDS)).ledger
    (root / "docs" / "references-b-s.md").write_text("/// register | references of b-s\n///\n")
    listed = [
        re.findall(r'<li id="([^"]*)"', ledger.listing(kind, ""))
        for kind in ("references", "references of b-s")
    ]
    assert listed == [["adams1979"], ["beck2001", "recht2019"]]
    source = ledger.register.sources["recht2019"]
    assert addresses.row(source, ledger.register) == "references-b-s/#recht2019"
    with pytest.raises(Fault, match="nothing is listed in references-x-y.md"):
        ledger.listing("references of x-y", "")


def test_every_status_can_be_chosen(press):
    rows = [
        (Claim(f"C{n}", "It is.", "page.md", status, n), []) for n, status in enumerate(STATUSES)
    ]
    html = listing.evidence(rows, press.ledger.register, "")
    assert re.findall(r'name="status" value="([^"]*)"', html)[1:] == [
        *map(addresses.slug, STATUSES)
    ]
    assert len({addresses.slug(status) for status in STATUSES}) == len(STATUSES)


@pytest.mark.parametrize(
    ("chapter", "address"),
    [
        ("page.md", "page/"),
        ("a/page.md", "a/page/"),
        ("index.md", ""),
        ("a/index.md", "a/"),
        ("a/reindex.md", "a/reindex/"),
    ],
)
def test_evidence_links_to_the_address_of_the_chapter(press, chapter, address):
    rows = [(Claim("C1", "It is.", chapter, "argued", 1), [])]
    html = listing.evidence(rows, press.ledger.register, "../")
    assert f'<a href="../{address}#claim-C1">' in html


def test_references_and_terms_are_listed_once_by_alphabet(press):
    references, words = (press.ledger.listing(kind, "") for kind in ("references", "glossary"))
    assert re.findall(r'<li id="([^"]*)"', references) == ["adams1979", "beck2001", "recht2019"]
    assert re.findall(r'<dt id="([^"]*)"', words) == ["bias", "reward-hacking"]
    for html in (references, words):
        assert SHARP not in html and typeset(SHARP) in html
    assert references.count("Against it:") == 1
    assert 'href="https://example.org/recht"' in references


def test_empty_register_lists_nothing(tmp_path):
    register = Register(kept(tmp_path, "", "", ""))
    assert "<li" not in listing.evidence([], register, "") + listing.references([])
    assert "all 0" in listing.evidence([], register, "")
    assert "<dt" not in listing.glossary([])
