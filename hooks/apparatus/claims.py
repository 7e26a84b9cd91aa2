"""Does the simulation still support the sentence?  Every test of every claim, in every build."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msgspec import structs

from hooks.apparatus.register import TESTED, Claim, Register, Test
from hooks.faults import Fault
from hooks.offer import facts

Cell = Callable[[str], dict]  # the finished cell of a call as written, such as "coin(tosses=10)"


@dataclass(frozen=True)
class Outcome:
    """A test as it came out: in how many of how many runs it holds, and the median."""

    test: Test
    holds: int
    runs: int
    median: float
    theory: float | None
    passed: bool


def evaluate(test: Test, cell: Cell) -> Outcome:
    """Hold a test against the runs of its fact; Fault where there is no such fact."""
    fact = facts.parse(f"{test.fact} {test.op} {test.value!r}")
    finished = cell(fact.call)
    spread, holds = facts.spread_of(fact, finished), facts.HOLDS[fact.sign]
    count = sum(holds(value, fact.bound) for value in spread["seeds"])
    if test.seeds == "median":
        passed = holds(spread["median"], fact.bound)
    else:
        passed = count >= (len(spread["seeds"]) if test.seeds == "all" else test.seeds)
    theory = finished["theory"].get(fact.name)
    return Outcome(test, count, len(spread["seeds"]), spread["median"], theory, passed)


def outcomes(claim: Claim, cell: Cell, place: tuple[str, int] = ("", 0)) -> list[Outcome]:
    """Every test of a claim as it came out; Fault at the first that fails, and at the claim's own
    place where there is no such simulation or fact."""
    try:
        found = [evaluate(test, cell) for test in claim.tests]
    except Fault as fault:
        raise fault.at(*place) from None
    for outcome in found:
        if not outcome.passed:
            test = outcome.test
            raise Fault(
                f"claim '{claim.id}' does not hold: {test.fact} {test.op} {test.value:g} in "
                f"{outcome.holds} of {outcome.runs} runs, where {test.seeds} was promised; the "
                f"median is {outcome.median:.4g}. Change the claim, not the test."
            )
    return found


def check_can_fail(test: Test, cells: Iterable[dict]) -> None:
    """Raise Fault where no value of its fact would fail a test. `cells` are all settings that were
    run of its simulation: what is nowhere below zero in them is a size, and what besides is printed
    in percent and nowhere above one is a share."""
    fact = facts.parse(f"{test.fact} {test.op} {test.value!r}")
    spreads, forms = [], set()
    for cell in cells:
        if isinstance(cell["facts"].get(fact.name), dict):
            spreads.append(cell["facts"][fact.name])
            forms.add(cell["labels"].get(fact.name, ("", ""))[1][-1:])
    size = all(spread["low"] >= 0 for spread in spreads)
    share = size and forms == {"%"} and all(spread["high"] <= 1 for spread in spreads)
    holds = facts.HOLDS[fact.sign]
    if spreads and (
        (size and fact.sign in (">", ">=") and holds(0, fact.bound))
        or (share and fact.sign in ("<", "<=") and holds(1, fact.bound))
    ):
        raise Fault(
            f"{test.fact} {test.op} {test.value:g} can never fail: '{fact.name}' is a "
            f"{'share' if share else 'size'}. Name a bar that a run could miss."
        )


def words(claim: Claim, found: list[Outcome], register: Register) -> str:
    """How a claim came out, in the few words that stand beside its paragraph. What was promised of
    single runs is counted, by the test that the fewest bear out; what was promised of the median
    only is said to be. What holds in part is not counted: the runs bear out its other part."""
    counted = [outcome for outcome in found if outcome.test.seeds != "median"]
    runs = ""
    if found and found[0].runs > 1:
        if counted:
            fewest = min(counted, key=lambda outcome: outcome.holds / outcome.runs)
            runs = f", in {fewest.holds} of {fewest.runs} runs"
        if len(counted) < len(found):
            runs += "; one part in the middle run only" if counted else ", in the middle run"
    said = brief(claim)
    if claim.status in TESTED and not claim.partly:
        said += runs
    elif claim.status != "derived" and claim.sources:
        said += f"; see {' and '.join(register.sources[key].short for key in claim.sources[:2])}"
    return qualified(said, claim)


def brief(claim: Claim) -> str:
    """The word of the margin and of tables of verdicts for a claim's status."""
    if claim.partly:
        return "holds in part"
    return {
        "shown here": "holds here",
        "not borne out": "contradicted here",
        "derived": "holds, derived here",
        "published": "holds elsewhere",
        "argued": "argued",
        "contested": "holds in part" if claim.tests else "undecided",
    }[claim.status]


def qualified(said: str, claim: Claim) -> str:
    """What is said of a claim's status, with what the status does not cover."""
    return f"{said}. Not tested: {claim.untested}" if claim.untested else said


def as_data(claim: Claim, found: list[Outcome]) -> dict:
    """A claim and what stands behind it, for claims.json."""
    return {
        "id": claim.id,
        "says": claim.says,
        "claimed": claim.claimed,
        "partly": claim.partly,
        "chapter": claim.chapter,
        "status": claim.status,
        "tests": [
            structs.asdict(outcome.test)
            | {
                "holds": outcome.holds,
                "runs": outcome.runs,
                "median": outcome.median,
                "theory": outcome.theory,
            }
            for outcome in found
        ],
        "sources": list(claim.sources),
        "dissent": claim.dissent,
        "untested": claim.untested,
    }
