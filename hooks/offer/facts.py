"""What does `{{ coin(tosses=300).heads.low:.1% }}` print?

A fact prints the median over its seeds; `.low` and `.high` are the extremes, `.theory` the closed
form, and `{{ coin.heads > 0.5 }}` says in how many runs that holds: "49 of 50". No more
digits are printed than the seeds support: the last one may not lie below the first digit of the
median's standard error.
"""

import math
import operator
import re
from dataclasses import dataclass
from statistics import stdev

from hooks.faults import Fault, suggest
from hooks.offer.digits import check_width

FACT = re.compile(
    r"(\w+\s*(?:\(.*\))?)\s*\.\s*(\w+)(?:\s*\.\s*(low|high|theory))?\s*"
    r"(?:(<=?|>=?)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|:(.*))?",
    re.DOTALL,
)
NUMBER = re.compile(r"\s*[+-]?(?:\d[\d,_]*(?:\.\d+)?(?:e[+-]\d+)?|inf|nan)%?\s*", re.IGNORECASE)
LONGEST = 500  # characters of a call or a fact
HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@dataclass(frozen=True)
class Expression:
    """The parts of a fact as written."""

    call: str
    name: str
    part: str  # "", "low", "high" or "theory"
    format: str
    sign: str = ""  # of a comparison, whose answer is in how many runs it holds
    bound: float = 0.0


def parse(text: str) -> Expression:
    """Raise Fault on what is not a fact."""
    check_length(text)
    match = FACT.fullmatch(text)
    if not match:
        raise Fault(
            f"'{text}' is not a fact. Write {{{{ simulation.fact:format }}}}, or a "
            r"backslash before the braces to print them."
        )
    call, name, part, sign, bound, form = match.groups(default="")
    if "|" in form:
        raise Fault(f"the format '{form}' holds a '|', which would end a table's cell. Remove it.")
    if sign and part:
        raise Fault(f"'{text}' compares .{part}, which is one number. Compare the fact itself.")
    call = call if "(" in call else f"{call.strip()}()"
    return Expression(call, name, part, form.strip(), sign, float(bound or 0))


def show(fact: Expression, cell: dict) -> str:
    """The fact as text, from one finished cell; Fault where it has none, or too many digits."""
    if isinstance(cell["facts"].get(fact.name), str):
        if fact.part or fact.sign:
            raise Fault(f"'{fact.name}' is a text: it has no extremes, theory or size. Quote it.")
        return cell["facts"][fact.name]
    spread = spread_of(fact, cell)
    if fact.sign:
        holds = [HOLDS[fact.sign](value, fact.bound) for value in spread["seeds"]]
        return f"{sum(holds)} of {len(holds)}"
    if fact.part == "theory" and fact.name not in cell["theory"]:
        raise Fault(
            f"'{fact.name}' has no theory at this setting. "
            f"{suggest(fact.name, list(cell['theory']))}"
        )
    value = cell["theory"][fact.name] if fact.part == "theory" else spread[fact.part or "median"]
    try:
        text = number(value, fact.format)
    except (ValueError, OverflowError) as error:
        raise Fault(
            f"the format '{fact.format}' does not fit {value!r} ({error}). Write one of Python's, "
            "such as .1% or ,.0f."
        ) from None
    if fact.part != "theory":
        _check_digits(text, spread["seeds"])
    return text


def spread_of(fact: Expression, cell: dict) -> dict:
    """Median, extremes and seeds of a fact that is a number; Fault where the cell has none."""
    if fact.name not in cell["facts"]:
        raise Fault(f"unknown fact '{fact.name}'. {suggest(fact.name, list(cell['facts']))}")
    if isinstance(cell["facts"][fact.name], str):
        raise Fault(f"'{fact.name}' is a text. Name a fact that is a number.")
    return cell["facts"][fact.name]


def number(value: float, form: str) -> str:
    """A number in Python's format language, with a true minus sign; ValueError where it is none,
    or as wide as no page."""
    check_width(form)
    if form.endswith("d"):
        value = round(value)
    text = format(value, form) if form else f"{value:g}"
    if not NUMBER.fullmatch(text):
        raise ValueError(f"'{text}' is no number")
    if not re.search("[1-9]", text):
        text = text.replace("-", "")  # nothing is not less than nothing
    return text.replace("-", "\N{MINUS SIGN}")


def check_length(text: str) -> None:
    """Raise Fault where a call or a fact is longer than any that is meant."""
    if len(text) > LONGEST:
        raise Fault(f"'{text[:40]}...' has {len(text):,d} characters. Keep to {LONGEST}.")


def _check_digits(text: str, seeds: list[float]) -> None:
    """Raise Fault where the last digit is finer than the seeds can tell."""
    printed = re.search(r"\d[\d,]*(?:\.(\d+))?(?:e([+\N{MINUS SIGN}-]\d+))?(%?)", text)
    if not printed or len(set(seeds)) < 2:
        return
    error = 1.2533 * stdev(seeds) / math.sqrt(len(seeds))  # of a median, for normal errors
    finest = math.floor(math.log10(error))  # the place of its first digit
    power = int((printed[2] or "0").replace("\N{MINUS SIGN}", "-"))
    last = power - len(printed[1] or "") - 2 * bool(printed[3])
    if last < finest:
        raise Fault(
            f"'{text}' prints more digits than {len(seeds)} seeds support (standard error "
            f"{error:.1g}). Print {finest - last} fewer."
        )
