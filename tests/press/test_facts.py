"""Does a fact print the right number, and no more of it than the seeds support?"""

import math
import random
import re
import time
from statistics import stdev

import pytest

from hooks.faults import Fault
from hooks.offer.facts import number, parse, show


def cell(*seeds, theory=None, **more):
    """A finished cell with one fact, `score`."""
    ordered = sorted(seeds)
    spread = {
        "median": (ordered[(len(seeds) - 1) // 2] + ordered[len(seeds) // 2]) / 2,
        "low": ordered[0],
        "high": ordered[-1],
        "seeds": list(seeds),
    }
    expected = {} if theory is None else {"score": theory}
    return {"facts": {"score": spread} | more, "theory": expected}


def printed(text, finished):
    """What this fact prints from this cell."""
    return show(parse(text), finished)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.b", ("a()", "b", "", "")),
        (" a . b ".strip(), ("a()", "b", "", "")),
        ("a.b:.1%", ("a()", "b", "", ".1%")),
        ("a.b.low", ("a()", "b", "low", "")),
        ("a.b.high:,.0f", ("a()", "b", "high", ",.0f")),
        ("a.b.theory : .2f ", ("a()", "b", "theory", ".2f")),
        ("a(n=3, s='x:y.z').b.low:.1%", ("a(n=3, s='x:y.z')", "b", "low", ".1%")),
        ("a().low", ("a()", "low", "", "")),
    ],
)
def test_parts_of_a_fact(text, parts):
    fact = parse(text)
    assert (fact.call, fact.name, fact.part, fact.format) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a()",
        ".b",
        "a.",
        "a.b.c",
        "a.b.median",
        "a.b()",
        "a.v(n=1).b",
        "a b.c",
        "2",
        "a.b > c",
    ],
)
def test_anything_else_is_a_fault(text):
    with pytest.raises(Fault, match="is not a fact"):
        parse(text)


def test_bar_in_a_format_is_refused():
    with pytest.raises(Fault, match="holds a '|'"):
        parse("a.b:|>8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.score", "3"),
        ("a.score.low", "1"),
        ("a.score.high", "8"),
        ("a.score:d", "3"),
        ("a.score.theory:.4f", "3.1416"),
        ("a.word", "pear"),
    ],
)
def test_median_extremes_theory_and_words(text, shown):
    assert printed(text, cell(8, 1, 3, theory=math.pi, word="pear")) == shown


def test_median_of_an_even_number_of_seeds_lies_between():
    assert printed("a.score:.0f", cell(28, 29, 31, 35)) == "30"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a.score > 2", "2 of 3"), ("a.score >= 3", "2 of 3"), ("a.score < 1", "0 of 3"),
     ("a.score <= 8", "3 of 3"), ("a.score>-1.5", "3 of 3"), ("a(n=1).score < 8", "2 of 3")],
)  # fmt: skip
def test_comparison_says_in_how_many_runs_it_holds(text, shown):
    assert printed(text, cell(8, 1, 3)) == shown


@pytest.mark.parametrize("text", ["a.score.theory > 2", "a.score.low > 2", "a.word > 2"])
def test_only_a_fact_itself_can_be_compared_over_its_runs(text):
    with pytest.raises(Fault):
        printed(text, cell(8, 1, 3, theory=2.5, word="pear"))


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (-0.5, ".1f", "\N{MINUS SIGN}0.5"),
        (-1234567, ",d", "\N{MINUS SIGN}1,234,567"),
        (-0.0001, ".1%", "0.0%"),
        (-0.0, "", "0"),
        (0.25, "+.0%", "+25%"),
        (2.6, "d", "3"),
        (0.1 + 0.2, "", "0.3"),
    ],
)
def test_numbers(value, form, shown):
    assert number(value, form) == shown


def test_no_hyphen_is_ever_printed_as_a_minus():
    assert "-" not in number(-1.5e-7, ".1e")


@pytest.mark.parametrize("form", ["y", "%Y", "s", ".1%%", "x"])
def test_format_that_does_not_fit_is_a_fault(form):
    with pytest.raises(Fault, match="does not fit"):
        printed(f"a.score:{form}", cell(1.5))


def test_unknown_fact_names_the_nearest():
    with pytest.raises(Fault, match="unknown fact 'scorre'. Did you mean 'score'?"):
        printed("a.scorre", cell(1))


def test_theory_where_there_is_none():
    with pytest.raises(Fault, match="has no theory"):
        printed("a.score.theory", cell(1))


def test_words_have_neither_extremes_nor_theory():
    for part in ("low", "high", "theory"):
        with pytest.raises(Fault):
            printed(f"a.word.{part}", cell(1, word="pear"))


FORMS = [f".{digits}{kind}" for digits in range(9) for kind in "f%e"] + [",.0f", ",.3f", ""]


def last_place(text):
    """The power of ten of the last digit printed."""
    digits, power = re.fullmatch(r"([\d,.]+)(?:e(.\d+)|%)?", text).groups()
    place = -len(digits.partition(".")[2]) + int((power or "0").replace("\N{MINUS SIGN}", "-"))
    return place - 2 * text.endswith("%")


def test_last_digit_is_printed_just_when_the_seeds_support_it():
    """Over many scales and formats: refused exactly where the last digit is finer than the first
    digit of the median's standard error, pi / 2 times the variance of a mean."""
    outcomes = {True: 0, False: 0}
    for seed in range(400):
        rng = random.Random(seed)
        size, spread = 10 ** rng.uniform(-4, 5), 10 ** rng.uniform(-5, 0)
        seeds = [size * (1 + spread * rng.gauss(0, 1)) for _ in range(rng.choice([5, 20, 50]))]
        if min(seeds) <= 0:
            continue
        error = math.sqrt(math.pi / 2 / len(seeds)) * stdev(seeds)
        finished = cell(*seeds)
        for form in FORMS:
            text = number(finished["facts"]["score"]["median"], form)
            too_fine = last_place(text) < math.floor(math.log10(error))
            outcomes[too_fine] += 1
            try:
                shown = printed(f"a.score:{form}", finished)
            except Fault as fault:
                assert too_fine, (text, error, form)
                assert "more digits than" in str(fault)
            else:
                assert shown == text
                assert not too_fine, (text, error, form)
    assert min(outcomes.values()) > 500


def test_fault_says_how_many_digits_fewer_and_that_is_enough():
    finished = cell(*[0.7 + 0.01 * i for i in range(-10, 11)])
    with pytest.raises(Fault, match="Print 3 fewer") as fault:
        printed("a.score:.5f", finished)
    assert "21 seeds" in str(fault.value)
    assert printed("a.score:.2f", finished) == "0.70"


def test_extremes_are_held_to_the_same_digits_and_theory_to_none():
    finished = cell(*[0.7 + 0.01 * i for i in range(-10, 11)], theory=0.7123456)
    for part in ("low", "high"):
        with pytest.raises(Fault, match="more digits than"):
            printed(f"a.score.{part}:.5f", finished)
    assert printed("a.score.theory:.7f", finished) == "0.7123456"


@pytest.mark.parametrize("seeds", [(0.123456789,), (0.123456789,) * 20])
def test_what_does_not_vary_prints_as_finely_as_one_likes(seeds):
    assert printed("a.score:.9f", cell(*seeds)) == "0.123456789"


@pytest.mark.parametrize(
    "form", ["999999999d", ".999999999f", "0100.1%", "x>100", "1000000000", ",.100f"]
)
def test_format_as_wide_as_no_page_is_a_fault(form):
    began = time.monotonic()
    with pytest.raises(Fault, match="too wide or too precise") as caught:
        printed(f"a.score:{form}", cell(0.1, 0.2, 0.3))
    assert f"the format '{form}' does not fit" in caught.value.message
    assert time.monotonic() - began < 1


def test_fact_longer_than_any_that_is_meant_is_a_fault():
    with pytest.raises(Fault, match=r"has 1,012 characters") as caught:
        parse(f"coin.heads{'(' * 1000}:d")
    assert len(caught.value.message) < 150
