"""Is each row of the register read as it stands, and each malformed one a fault at its line?"""

import datetime
import os
import socket
from pathlib import Path

import pytest
from msgspec import structs

from hooks.apparatus.register import (
    CLAIMED_WORDS,
    STATUSES,
    TERM_WORDS,
    TESTED,
    Claim,
    Register,
    Source,
)
from hooks.apparatus.register import Test as Bar  # pytest would collect the name
from hooks.faults import Fault
from tests.registers import CLAIM, SOURCE, TERM, TEST, changed, dumped, kept, line

FIRST = changed(CLAIM, id="C0")  # a good row before the bad one, so that its line is not the first
FIRST_SOURCE = changed(SOURCE, key="aaa2000")


def fault_of(root, part="claims"):
    """The fault that stands in the way of a part of the register."""
    with pytest.raises(Fault) as caught:
        getattr(Register(root), part)
    return caught.value


def assert_at(fault, root, name, start, *words):
    """A fault stands in a file of the register, at a row, and says these words."""
    file = "glossary.md" if name == "glossary" else f"{name}.yml"
    assert (fault.path, fault.line) == (f"docs/data/{file}", line(root, name, start))
    assert all(word in fault.message for word in words), fault.message
    assert "\n" not in str(fault)
    assert fault.message.count(". ") >= 1, "a fault says what is wrong, then what to do"


def test_rows_are_read_field_by_field_in_order(tmp_path):
    ids = ["C2", "C10", "C1"]
    rows = [changed(CLAIM, id=i, untested="a thick coin") for i in ids]
    root = kept(tmp_path, rows, [SOURCE], f"# Words\n\n{TERM}\n")
    register = Register(root)
    assert list(register.claims) == ids
    claim = register.claims["C10"]
    assert structs.asdict(claim) == CLAIM | {
        "id": "C10",
        "partly": False,
        "untested": "a thick coin",
        "tests": (Bar(**TEST),),
        "sources": tuple(CLAIM["sources"]),
        "line": line(root, "claims", "- id: C10"),
    }
    source = register.sources["recht2019"]
    assert source == Source(**SOURCE | {"authors": tuple(SOURCE["authors"])}, line=1)
    assert register.terms["bias"].meaning == TERM.partition(": ")[2]
    assert register.terms["bias"].line == 3


def test_book_without_data_keeps_no_register(tmp_path):
    register = Register(tmp_path)
    assert not register.kept
    assert register.claims == register.sources == register.terms == {}


def test_empty_files_are_an_empty_register(tmp_path):
    register = Register(kept(tmp_path, "", "# none yet\n", ""))
    assert register.kept
    assert register.claims == register.sources == register.terms == {}


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        (["Recht B"], "Recht 2019"),
        (["Recht B", "Roelofs R"], "Recht & Roelofs 2019"),
        (["Recht B", "Roelofs R", "Schmidt L"], "Recht et al. 2019"),
        (["van der Maaten L"], "van der Maaten 2019"),
        (["Plato"], "Plato 2019"),
    ],
)
def test_source_is_named_by_families_and_year(tmp_path, authors, short):
    register = Register(kept(tmp_path, [], [changed(SOURCE, authors=authors)]))
    assert register.sources["recht2019"].short == short


@pytest.mark.parametrize(
    ("part", "name", "text", "at"),
    [
        ("claims", "claims", "- id: C1\n  says: [open\n- id: C2\n", 3),
        ("claims", "claims", "- id: C1\n\tsays: tab\n", 2),
        ("claims", "claims", "- id: C1\n  says: what: now\n", 2),
        ("sources", "references", '- key: "open\n', 2),
        ("sources", "references", "- key: a\n  title: !odd tag\n", 2),
    ],
)
def test_what_is_not_yaml_is_a_fault_at_its_line(tmp_path, part, name, text, at):
    fault = fault_of(kept(tmp_path, **{"claims": [], name: text}), part)
    assert fault.path == f"docs/data/{name}.yml"
    assert at - 1 <= fault.line <= at, "YAML notices at the line itself or one below"
    assert "YAML" in fault.message


@pytest.mark.parametrize("text", ["id: C1\nsays: no dash\n", "only words\n", "3\n"])
@pytest.mark.parametrize(("part", "name"), [("claims", "claims"), ("sources", "references")])
def test_file_that_is_no_list_is_a_fault(tmp_path, text, part, name):
    fault = fault_of(kept(tmp_path, **{"claims": [], name: text}), part)
    assert (fault.path, fault.line) == (f"docs/data/{name}.yml", 1)


def test_row_that_is_no_mapping_is_a_fault(tmp_path):
    root = kept(tmp_path, dumped(FIRST) + "- just words\n")
    assert_at(fault_of(root), root, "claims", "- just words", "mapping")


def test_same_name_twice_is_a_fault_at_the_second(tmp_path):
    root = kept(tmp_path, [CLAIM, FIRST, CLAIM], [SOURCE])
    assert_at(fault_of(root), root, "claims", "- id: C1", "'C1' stands twice")
    root = kept(tmp_path, [], [SOURCE, SOURCE], f"{TERM}\nbias: Another lean.\n")
    assert_at(fault_of(root, "sources"), root, "references", "- key: recht2019", "stands twice")
    assert_at(fault_of(root, "terms"), root, "glossary", "bias: Another", "'bias' stands twice")


def test_field_twice_in_a_row_is_a_fault(tmp_path):
    root = kept(tmp_path, dumped(FIRST, CLAIM) + "  dissent: Another objection.\n")
    assert_at(fault_of(root), root, "claims", "  dissent: Another", "'dissent'", "twice")
    root = kept(tmp_path, [], dumped(FIRST_SOURCE, SOURCE) + "  year: 2020\n")
    assert_at(fault_of(root, "sources"), root, "references", "  year: 2020", "'year'", "twice")


@pytest.mark.parametrize("name", ["id", "says", "chapter", "status"])
@pytest.mark.parametrize("value", ["absent", "empty"])
def test_claim_without_a_needed_field_is_a_fault(tmp_path, name, value):
    row = changed(CLAIM, **{name: None}) | ({name: None} if value == "empty" else {})
    row = dict(sorted(row.items(), key=lambda item: item[0] != "id")) if name != "id" else row
    text = dumped(FIRST) + "\n" + dumped(row)
    fault = fault_of(kept(tmp_path, text))
    at = text[: text.rindex("\n- ") + 1].count("\n") + 1
    assert (fault.path, fault.line) == ("docs/data/claims.yml", at)
    assert name in fault.message


@pytest.mark.parametrize("name", [field for field in SOURCE if field != "key"])
def test_reference_without_a_needed_field_is_a_fault(tmp_path, name):
    root = kept(tmp_path, [], [FIRST_SOURCE, changed(SOURCE, **{name: None})])
    assert_at(fault_of(root, "sources"), root, "references", "- key: recht2019", f"'{name}'")


@pytest.mark.parametrize("authors", [[], "Recht B", [1], ["Recht B", None], [["Recht B"]], {}])
def test_authors_are_a_list_of_names(tmp_path, authors):
    root = kept(tmp_path, [], [FIRST_SOURCE, SOURCE | {"authors": authors}])
    fault = fault_of(root, "sources")
    first = line(root, "references", "  authors:")
    assert fault.path == "docs/data/references.yml"
    assert fault.line in range(first, first + 3)  # the list, or the author in it
    assert "'authors': expected" in fault.message


WRONG = [  # field of a row, what stands there, and what is expected
    *(("claims", name, 7, "a text") for name in ("id", "says", "chapter", "status", "dissent")),
    ("claims", "says", [1], "a text"),
    ("claims", "says", {"a": "b"}, "a text"),
    ("claims", "says", True, "a text"),
    ("claims", "says", datetime.date(2026, 1, 31), "a text"),
    ("claims", "id", "C 1", "letters"),
    ("claims", "id", '"><b>', "letters"),
    ("claims", "sources", "recht2019", "a list"),
    ("claims", "tests", {"fact": "coin.heads"}, "a list"),
    *(("references", name, 1984, "a text") for name in ("title", "venue", "shows", "link")),
    ("references", "title", "  ", "not blank"),
    ("references", "disagrees", ["x"], "a text"),
    ("references", "key", [1], "a text"),
    *(("references", "year", year, "a whole number") for year in ("soon", "2019", 1.5, True, [1])),
    *(("references", "year", year, "whole number") for year in (20190, -10000)),
    ("references", "year", "<b>1</b>", "a whole number"),
    ("references", "letter", "bb", "a text"),
    *(
        ("references", "link", link, "http:// or https://")
        for link in (
            "javascript:alert(1)", "data:text/html,x", "//example.org", "example.org",
            "https://a.org/ b", 'https://a.org/"onclick="x', "https://a.org/<b>", "ftp://a.org",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "field", "value", "expected"), WRONG, ids=str)
def test_field_of_another_type_is_a_fault_at_its_line(tmp_path, name, field, value, expected):
    first, row = {"claims": (FIRST, CLAIM), "references": (FIRST_SOURCE, SOURCE)}[name]
    root = kept(tmp_path, **{"claims": [], name: [first, row | {field: value}]})
    fault = fault_of(root, {"claims": "claims", "references": "sources"}[name])
    start = f"- {field}:" if field in ("id", "key") else f"  {field}:"
    assert_at(fault, root, name, start, f"'{field}': expected", expected)


ODD = {  # what YAML can say and no row should: the row, and the line of it that is to blame
    "[id]: C1\nsays: S": 1,
    "id: C1\n? {says: S}\n: T": 2,
    "id: C1\n<<: {says: S}": 2,
    "id: &name C1\nsays: *name": 2,
    "id: C1\nsays: &self [*self]": 2,
    "id: C1\nsays: !!python/object/apply:os.system [touch planted]": 2,
    "id: C1\nsays: 2026-13-45": 2,
    "id: C1\nsays: !!int x": 2,
    f"id: C1\nsays: {'9' * 5000}": 2,
    f"id: C1\nsays: {'- ' * 50_000}x": 2,
    f"id: C1\nsays: {'{a: ' * 50_000}": 2,
    "id: C1\ntests:\n    - {fact: a.b, fact: c.d}": 3,
    "id: C1\nsays: S\nchapter: a.md\nnull: 1": 4,
}


@pytest.mark.parametrize("row", ODD, ids=lambda row: row[:40])
def test_what_no_row_should_say_is_a_fault_at_its_line(tmp_path, row):
    """Some would end the process: the loader crashes where thousands of things nest."""
    text = dumped(FIRST) + "\n- " + row.replace("\n", "\n  ") + "\n"
    fault = fault_of(kept(tmp_path, text))
    above = text[: text.rindex("\n- ") + 1].count("\n")
    assert (fault.path, fault.line) == ("docs/data/claims.yml", above + ODD[row])
    assert len(str(fault)) < 400
    assert not (tmp_path / "planted").exists()


def listen(file):
    """A socket in the place of a file."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(file))


PLANTS = {
    "latin": (lambda file: file.write_bytes(b"# Words\n\ncaf\xe9: x\n"), 3, "UTF-8"),
    "pipe": (os.mkfifo, 1, "regular file"),
    "endless": (lambda file: file.symlink_to("/dev/zero"), 1, "regular file"),
    "folder": (lambda file: file.mkdir(), 1, "folder"),
    "socket": (lambda file: listen(file), 1, "cannot be read"),
}


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize(
    ("part", "name"),
    [("claims", "claims.yml"), ("sources", "references.yml"), ("terms", "glossary.md")],
)
def test_file_that_is_no_text_is_a_fault(tmp_path, monkeypatch, part, name, plant):
    file = kept(tmp_path) / "docs" / "data" / name
    file.unlink()
    monkeypatch.chdir(file.parent)  # the address of a socket is short
    do, line, words = PLANTS[plant]
    do(Path(name))
    fault = fault_of(tmp_path, part)
    assert (fault.path, fault.line) == (f"docs/data/{name}", line)
    assert words in fault.message


@pytest.mark.parametrize("name", ["colour", "line", "test"])
def test_unknown_field_is_a_fault(tmp_path, name):
    root = kept(tmp_path, [FIRST, CLAIM | {name: 3}])
    assert_at(fault_of(root), root, "claims", f"  {name}: 3", f"'{name}'")


def test_unknown_status_is_a_fault_that_suggests(tmp_path):
    root = kept(tmp_path, [FIRST, changed(CLAIM, status="shown heer")])
    assert_at(fault_of(root), root, "claims", "- id: C1", "'shown heer'", "'shown here'")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("tests", ["absent", "empty", "none"])
def test_only_what_was_measured_needs_a_test(tmp_path, status, tests):
    row = changed(CLAIM, status=status, tests={"none": []}.get(tests))
    root = kept(tmp_path, [FIRST, row | ({"tests": None} if tests == "empty" else {})])
    if status in TESTED:
        assert_at(fault_of(root), root, "claims", "- id: C1", status, "without a test")
    else:
        assert Register(root).claims["C1"].tests == ()


@pytest.mark.parametrize("status", STATUSES)
def test_sources_may_be_left_empty(tmp_path, status):
    root = kept(tmp_path, [changed(CLAIM, status=status) | {"sources": None}])
    assert Register(root).claims["C1"].sources == ()


def test_unknown_reference_of_a_claim_is_a_fault_that_suggests(tmp_path):
    root = kept(tmp_path, [FIRST, changed(CLAIM, sources=["recht2019", "recht2091"])])
    fault = fault_of(root)
    assert_at(fault, root, "claims", "- id: C1", "unknown reference 'recht2091'", "'recht2019'?")


@pytest.mark.parametrize(
    "fields",
    [
        *({"seeds": seeds} for seeds in ("all", "median", 1, 8)),
        *({"op": op} for op in (">", ">=", "<", "<=")),
        *({"value": value} for value in (0, -1, 0.25, 0.00001, 10**17, 1e17)),
        *({"fact": fact} for fact in ("coin(tosses=10).heads", "coin().heads")),
    ],
    ids=str,
)
def test_test_is_read_as_it_stands(tmp_path, fields):
    row = TEST | fields
    register = Register(kept(tmp_path, [changed(CLAIM, tests=[row])]))
    assert register.claims["C1"].tests == (Bar(**row),)


def test_seeds_are_all_unless_said(tmp_path):
    register = Register(kept(tmp_path, [changed(CLAIM, tests=[changed(TEST, seeds=None)])]))
    assert register.claims["C1"].tests[0].seeds == "all"


@pytest.mark.parametrize(
    "wrong",
    [
        *({"op": op} for op in ("=", "==", "!=", "=>", ":", "", "above", None)),
        *({"value": value} for value in ("0.5", "many", True, [1], None)),
        *({"seeds": seeds} for seeds in ("most", "5", 2.5, 0, -1, True, [3])),
        *({"because": because} for because in ("", "  ", None)),
        {"fact": 3},
        {"fact": None},
    ],
    ids=str,
)
def test_field_of_a_test_of_another_type_is_a_fault_at_its_line(tmp_path, wrong):
    root = kept(tmp_path, [FIRST, changed(CLAIM, tests=[TEST, TEST | wrong])])
    (field,) = wrong
    assert_at(
        fault_of(root),
        root,
        "claims",
        f"    {field}:" if field != "fact" else "  - fact:",
        f"'{field}'",
    )


def test_unknown_field_of_a_test_is_a_fault_at_the_test(tmp_path):
    root = kept(tmp_path, [FIRST, changed(CLAIM, tests=[TEST, TEST | {"why": "x"}])])
    assert_at(fault_of(root), root, "claims", "  - fact:", "'why'")


@pytest.mark.parametrize(
    "wrong",
    [
        *({"fact": fact} for fact in ("coin", "coin.heads.theory", "coin.heads:.1%")),
        *({"value": value} for value in (float("nan"), float("inf"))),
    ],
    ids=str,
)
def test_test_that_compares_nothing_is_a_fault_at_its_claim(tmp_path, wrong):
    root = kept(tmp_path, [FIRST, changed(CLAIM, tests=[TEST, TEST | wrong])])
    assert_at(fault_of(root), root, "claims", "- id: C1", "cannot be compared")


@pytest.mark.parametrize("name", ["fact", "op", "value", "because"])
def test_test_without_a_needed_field_is_a_fault(tmp_path, name):
    root = kept(tmp_path, [FIRST, changed(CLAIM, tests=[changed(TEST, **{name: None})])])
    fault = fault_of(root)
    assert (fault.path, fault.line) == (
        "docs/data/claims.yml",
        line(root, "claims", "  tests:") + 1,
    )
    assert f"it lacks '{name}'" in fault.message


@pytest.mark.parametrize("test", ["coin.heads > 0.3", 3, None])
def test_test_that_is_no_mapping_is_a_fault(tmp_path, test):
    root = kept(tmp_path, [FIRST, changed(CLAIM, tests=[test])])
    fault = fault_of(root)
    assert fault.line == line(root, "claims", "  tests:") + 1
    assert "expected a mapping" in fault.message


@pytest.mark.parametrize("words", [1, TERM_WORDS, TERM_WORDS + 1])
def test_entry_has_at_most_so_many_words(tmp_path, words):
    root = kept(tmp_path, glossary=f"{TERM}\n\nlean: {' '.join(['word'] * words)}\n")
    if words > TERM_WORDS:
        assert_at(fault_of(root, "terms"), root, "glossary", "lean", str(TERM_WORDS), "'lean'")
    else:
        assert len(Register(root).terms["lean"].meaning.split()) == words


@pytest.mark.parametrize("words", [1, CLAIMED_WORDS, CLAIMED_WORDS + 1])
def test_what_was_claimed_is_told_in_so_many_words(tmp_path, words):
    root = kept(tmp_path, [changed(CLAIM, claimed=" ".join(["word"] * words))])
    if words > CLAIMED_WORDS:
        assert_at(fault_of(root), root, "claims", "- id: C1", "'claimed' of 'C1'", str(words))
    else:
        assert len(Register(root).claims["C1"].claimed.split()) == words


@pytest.mark.parametrize("entry", ["lean", "lean:", "lean: ", "lean:close", ": no term"])
def test_line_that_is_no_entry_is_a_fault(tmp_path, entry):
    root = kept(tmp_path, glossary=f"{TERM}\n{entry}\n")
    assert fault_of(root, "terms").line == 2


def test_claim_names_every_field_that_this_file_plants():
    needed = {f.name for f in structs.fields(Claim) if f.required}
    assert needed == {"id", "says", "chapter", "status", "line"}
    assert set(SOURCE) == {f.name for f in structs.fields(Source)} - {
        "line",
        "disagrees",
        "letter",
    }


def test_two_sources_that_print_alike_need_a_letter(tmp_path):
    twin = changed(SOURCE, key="other")
    root = kept(tmp_path, [CLAIM], [SOURCE, twin], TERM)
    fault = fault_of(root, "sources")
    assert_at(fault, root, "references", "- key: other", "prints as", "letter")
    root = kept(tmp_path / "b", [CLAIM], [SOURCE, changed(twin, letter="b")], TERM)
    shorts = [source.short for source in Register(root).sources.values()]
    assert shorts[1] == shorts[0] + "b"
