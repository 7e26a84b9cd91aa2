"""Does a sentence that its simulation no longer supports stop the build, and only that one?"""

import json
import re
from statistics import median

import pytest
from msgspec import structs

from hooks.apparatus import claims
from hooks.apparatus.claims import Outcome
from hooks.apparatus.register import STATUSES, Claim, Register
from hooks.apparatus.register import Test as Bar  # pytest would collect the name
from hooks.faults import Fault
from hooks.press import Press
from hooks.source.finder import Mark
from tests.projects import COIN, tiny
from tests.registers import CLAIM, SOURCE, TERM, TEST, changed, kept, line

RUNS = [0.1, 0.2, 0.3, 0.4]  # their median, 0.25, is none of them
PAGE = "docs/page.md"


def bar(op=">", value=0.3, seeds="all", fact="coin.heads"):
    """A test, with a reason."""
    return Bar(fact, op, value, "It says so.", seeds)


def ended(test, runs=RUNS, theory=None):
    """How a test comes out on these runs."""
    spread = {"seeds": runs, "median": median(runs), "low": min(runs), "high": max(runs)}
    cell = {"facts": {"heads": spread, "word": "fair"}, "theory": theory or {}}
    return claims.evaluate(test, lambda call: cell)


def claim(**fields):
    """A claim as the register gives it."""
    given = {"id": "C1", "says": "It does.", "chapter": "page.md", "status": "argued", "line": 1}
    return Claim(**given | fields)


@pytest.mark.parametrize(
    ("op", "value", "holds"),
    [
        (">", 0.3, 1), (">=", 0.3, 2), ("<", 0.3, 2), ("<=", 0.3, 3),
        (">", 0.4, 0), (">=", 0.4, 1), ("<", 0.1, 0), ("<=", 0.1, 1),
        (">", 0.05, 4), ("<", 0.45, 4),
    ],
)  # fmt: skip
def test_test_counts_the_runs_in_which_it_holds(op, value, holds):
    outcome = ended(bar(op, value))
    assert (outcome.holds, outcome.runs, outcome.median) == (holds, 4, 0.25)


@pytest.mark.parametrize("value", [0.05, 0.1, 0.2, 0.3, 0.4])
@pytest.mark.parametrize("seeds", ["all", 1, 2, 3, 4, 5])
def test_as_many_runs_as_were_promised_are_enough_and_one_fewer_is_not(seeds, value):
    outcome = ended(bar(">", value, seeds))
    assert outcome.passed == (outcome.holds >= (4 if seeds == "all" else seeds))


@pytest.mark.parametrize(
    ("op", "value", "passed"),
    [
        (">", 0.25, False), (">=", 0.25, True), ("<", 0.25, False), ("<=", 0.25, True),
        (">", 0.24, True), ("<", 0.26, True), (">=", 0.26, False), ("<=", 0.24, False),
    ],
)  # fmt: skip
def test_median_is_held_against_the_bar_whatever_the_runs_say(op, value, passed):
    outcome = ended(bar(op, value, "median"))
    assert outcome.passed is passed
    assert outcome.holds == 2, "every bar here lies between the same two runs"


def cell(values, form=".0%"):
    """A setting in which the fact has these values."""
    spread = {"seeds": values, "median": median(values), "low": min(values), "high": max(values)}
    return {"facts": {"heads": spread, "word": "fair"}, "labels": {"heads": ["heads", form]}}


SHARES, COUNTS = [cell([0.2, 1.0]), cell([0.0, 0.4])], [cell([0, 7], ",d"), cell([3, 9], ",d")]
SIGNED = [cell([0.2, 0.4]), cell([-0.1, 0.3])]


@pytest.mark.parametrize(
    ("op", "value", "cells"),
    [
        (">=", 0, SHARES), (">", -0.01, SHARES), ("<=", 1, SHARES), ("<", 1.2, SHARES),
        (">=", 0, COUNTS), (">", -3, COUNTS),
    ],
)  # fmt: skip
def test_a_test_that_no_value_can_fail_is_refused(op, value, cells):
    with pytest.raises(Fault, match=r"can never fail: 'heads' is a (share|size)\. Name a bar"):
        claims.check_can_fail(bar(op, value), cells)


@pytest.mark.parametrize(
    ("op", "value", "cells"),
    [
        (">", 0, SHARES), (">=", 0.01, SHARES), ("<", 1, SHARES), ("<=", 0, SHARES),
        ("<=", 0.99, SHARES), ("<", 5, COUNTS), ("<=", 1, COUNTS), (">", 0, COUNTS),
        (">=", 0, SIGNED), (">", -0.05, SIGNED), ("<=", 1, SIGNED), (">=", 0, []),
    ],
)  # fmt: skip
def test_a_test_that_some_value_can_fail_is_none(op, value, cells):
    claims.check_can_fail(bar(op, value), cells)


def test_such_a_test_is_a_fault_of_its_row(tmp_path):
    row = changed(CLAIM, tests=[TEST | {"op": ">=", "value": 0}])
    press = Press(kept(tiny(tmp_path / "p", coin=COIN), [row]))
    press.prepare({})
    with pytest.raises(Fault, match="can never fail") as found:
        press.ledger.outcomes(press.ledger.register.claims["C1"])
    assert (found.value.path, found.value.line) == ("docs/data/claims.yml", 1)


def test_theory_stands_beside_where_there_is_one():
    assert ended(bar(), theory={"heads": 0.3}).theory == 0.3
    assert ended(bar(), theory={"other": 0.3}).theory is None


@pytest.mark.parametrize(("fact", "near"), [("coin.heds", "'heads'"), ("coin.word", "a text")])
def test_fact_that_is_no_number_of_the_simulation_is_a_fault(fact, near):
    with pytest.raises(Fault, match=near):
        ended(bar(fact=fact))


def test_first_failing_test_is_told_with_both_numbers():
    cell = {"facts": {"heads": {"seeds": RUNS, "median": 0.25}}, "theory": {}}
    failing = claim(tests=(bar(value=0.05), bar(value=0.2, seeds=3)))
    with pytest.raises(Fault) as caught:
        claims.outcomes(failing, lambda call: cell)
    for told in ("'C1' does not hold", "coin.heads > 0.2", "2 of 4 runs", "3 was", "0.25"):
        assert told in caught.value.message
    holding = claim(tests=(bar(value=0.05), bar(value=0.2, seeds=2)))
    assert [o.holds for o in claims.outcomes(holding, lambda call: cell)] == [4, 2]


def test_words_tell_the_status_and_what_it_stands_on(tmp_path):
    names = ["a", "b", "c"]
    rows = [changed(SOURCE, key=k, authors=[f"{k.upper()} Z"]) for k in names]
    register = Register(kept(tmp_path, [], rows))
    found = [ended(bar(value=0.2), [0.4, 0.5]), ended(bar(value=0.1), [0.4, 0.5, 0.6])]

    def words(status, sources=(), outcomes=()):
        return claims.words(claim(status=status, sources=sources), outcomes, register)

    for status in STATUSES:
        said = words(status, names, found)
        assert said.startswith(claims.brief(claim(status=status)))
        tested = status in ("shown here", "not borne out")
        assert ("2 of 2 runs" in said) is tested, "of the first test, and only where one stands"
        named = status in ("published", "argued", "contested")
        assert ("A 2019 and B 2019" in said) is named
        assert "C 2019" not in said, "a paragraph closes in few words"
        assert words(status).count(";") + words(status).count(":") == 0, "no source, no pointer"
    assert words("argued", names[:1]) == "argued; see A 2019"
    weaker = [*found, ended(bar(value=0.45, seeds=2), [0.4, 0.5, 0.6])]
    assert words("shown here", (), weaker) == "holds here, in 2 of 3 runs", "of the weakest test"
    control = ended(bar(value=0.45, seeds="median"), [0.4, 0.5, 0.6])
    assert words("shown here", (), [*found, control]) == (
        "holds here, in 2 of 2 runs; one part in the middle run only"
    )
    assert words("shown here", (), [control]) == "holds here, in the middle run"
    assert words("shown here", (), [ended(bar(), [0.4])]) == "holds here", "one run is no count"


def test_each_status_has_a_word_of_its_own_in_the_margin():
    said = [claims.brief(claim(status=status, tests=())) for status in STATUSES]
    assert (
        len({*said, claims.brief(claim(status="contested", tests=(bar(),)))}) == len(STATUSES) + 1
    )
    assert claims.brief(claim(status="shown here", partly=True)) == "holds in part"
    untried = claims.brief(claim(status="contested", tests=()))
    assert untried == "undecided", "what was not tried here holds in no part of it"


@pytest.mark.parametrize("status", STATUSES)
def test_what_a_status_does_not_cover_is_said_wherever_the_status_is(tmp_path, status):
    row = changed(CLAIM, status=status, untested="a <thick> coin")
    press = Press(kept(tiny(tmp_path / "p", coin=COIN), [row]))
    told = ". Not tested: a &lt;thick&gt; coin<"
    for kind in "=~":
        assert press.ledger.mark(Mark(1, 0, 1, kind, "C1"), PAGE, "").count(told) == 1, kind
    assert f"{status}{told}" in press.ledger.listing("claims", "")
    (data,) = [claims.as_data(*row) for row in press.ledger.rows()]
    assert data["untested"] == "a <thick> coin"
    assert "Not tested" not in claims.words(claim(status=status), [], press.ledger.register)


def test_data_holds_the_claim_and_each_test_with_its_outcome(tmp_path):
    held = claim(tests=(bar(),), sources=("a",), dissent="No.")
    outcome = Outcome(bar(), 1, 4, 0.25, None, True)
    row = json.loads(json.dumps(claims.as_data(held, [outcome])))
    assert row.keys() == {f for f in Claim.__struct_fields__ if f != "line"}
    assert row["tests"] == [
        structs.asdict(bar()) | {"holds": 1, "runs": 4, "median": 0.25, "theory": None}
    ]
    assert (row["sources"], row["dissent"]) == (["a"], "No.")


def test_outcome_is_what_the_same_simulation_prints_in_prose(tmp_path):
    root = tiny(tmp_path / "p", coin=COIN)
    press = Press(kept(root, [changed(CLAIM, tests=[TEST | {"value": 0.6, "seeds": "median"}])]))
    (test,) = press.ledger.register.claims["C1"].tests
    outcome = claims.evaluate(test, press.cell)
    assert f"{outcome.holds} of {outcome.runs}" == press.fact("coin.heads > 0.6")
    assert f"{outcome.median:.1f}" == press.fact("coin.heads:.1f")
    assert f"{outcome.theory:.1f}" == press.fact("coin.heads.theory:.1f") == "0.6"
    assert 0 < outcome.holds < outcome.runs, "some runs on either side of the bar"


TOP = "claims: []\nminutes: 1\nupdated: 2026-11-24\n"
LISTING = (
    "---\ntitle: {0}\ndescription: All {0}.\n" + TOP + "---\n# All {0}\n\n/// register | {0}\n///\n"
)
SENTENCE = "It falls heads, a [?bias], as [@recht2019] say. [=C1]"


@pytest.fixture
def site(tiny):
    """The tiny site, with a claim that holds, and the site from before it had one."""
    made = tiny()
    made.edit("mkdocs.yml", "plugins: [search]", "plugins: [search]\nexclude_docs: /data/")
    made.edit("docs/index.md", "A book of two pages.\n", f"A book of pages.\n{TOP}")
    made.edit(PAGE, "each with a figure.\n", f"each with a figure.\n{TOP}")
    made.edit(PAGE, "The last words of the page.", SENTENCE)
    for name, file in (("claims", "evidence"), ("references", "references"), ("glossary",) * 2):
        (made.root / "docs" / f"{file}.md").write_text(LISTING.format(name))
    kept(made.root, [changed(CLAIM, tests=[TEST | {"value": 0.5}])])
    return made


def test_claim_that_holds_is_published_with_what_was_measured(site):
    built = site.build()
    assert built.code == 0, built.err
    (row,) = json.loads((site.root / "site" / "claims.json").read_text())
    (test,) = row["tests"]
    assert (row["id"], test["holds"], test["runs"], test["theory"]) == ("C1", 5, 5, 0.8)
    book = json.loads((site.root / "site" / "facts.json").read_text())
    heads = book["simulations"]["coin"]["default"]["facts"]["heads"]
    assert test["median"] == heads["median"]
    assert test["holds"] == sum(value > 0.5 for value in heads["seeds"])
    page = (site.root / "site" / "page" / "index.html").read_text()
    for target in ("evidence/#C1", "references/#recht2019", "glossary/#bias"):
        assert f'href="../{target}"' in page
        folder, _, ident = target.partition("#")
        assert f'id="{ident}"' in (site.root / "site" / folder / "index.html").read_text()
    evidence = (site.root / "site" / "evidence" / "index.html").read_text()
    assert 'href="../page/#claim-C1"' in evidence and 'id="claim-C1"' in page
    assert "5 of 5 runs" in evidence and "5 of 5 runs" in page
    cards = json.loads((site.root / "site" / "assets" / "cards.json").read_text())
    assert cards["evidence/#C1"] == CLAIM["says"]


@pytest.mark.parametrize("plant", ["fails", "malformed", "unknown simulation", "unknown fact"])
def test_fault_of_the_register_is_one_line_and_leaves_the_old_site(site, plant):
    before = site.published
    test = {
        "fails": TEST | {"value": 0.95},
        "malformed": TEST | {"op": "="},
        "unknown simulation": TEST | {"fact": "coyn.heads"},
        "unknown fact": TEST | {"fact": "coin.heds"},
    }[plant]
    kept(site.root, [changed(CLAIM, tests=[test])])
    built = site.build()
    assert built.code == 1, built.err
    assert "Traceback" not in built.out + built.err, built.err
    said = [each for each in built.lines if re.match(r"[\w/.]+:\d+: ", each)]
    assert len(said) == 1, built.err
    if plant == "fails":
        assert said[0].startswith(f"{PAGE}:{site.line(PAGE, '[=C1]')}: claim 'C1' does not hold")
        assert re.search(r"0\.95 in \d of 5 runs.* the median is 0\.\d+\.", said[0])
    else:
        blamed = "    op:" if plant == "malformed" else "- id: C1"
        assert said[0].startswith(f"docs/data/claims.yml:{line(site.root, 'claims', blamed)}: ")
    assert site.published == before
    assert sorted(file.name for file in site.root.glob("site*")) == ["site"]


def test_glossary_that_is_malformed_is_said_once_and_not_at_each_use(site):
    kept(site.root, [CLAIM], glossary=f"{TERM}\nlean {'word ' * 30}\n")
    built = site.build()
    said = [each for each in built.lines if re.match(r"[\w/.]+:\d+: ", each)]
    assert built.code == 1 and "Traceback" not in built.out + built.err, built.err
    assert len(said) == 1 and said[0].startswith("docs/data/glossary.md:2: "), built.err
