"""What may a reader do with a figure, run after run?

`play: hold the exam (2) A hundred sit it. / hire the best (3 4) It scores {winner}.` has a button
for each stage, which brings more of one run into the picture: the traces with these numbers,
counted from one; `3>4` brings in 4 from where 3 stands. Behind them stands what is said then, with
facts of that run, or with its `{finding}`. With its last stage the run is counted, and the first
stage begins the next one.
`tally: excess > 0 ↘↗: lost points in {n} of {all} hires.` counts the runs in which a fact holds,
with a sign for each that does and for each other.
`along: day` takes the next run only when that slider has been through its steps, one a round.

Every draw is one of the build's: the script shows runs, and counts those that it showed.
"""

import re

from hooks.draw import poster
from hooks.faults import Fault, suggest
from hooks.offer.facts import HOLDS, number

OPTIONS = ["play", "tally", "along"]
STAGE = re.compile(r"(.+?) \((\d{1,3}(?:[ >]\d{1,3})*)\) (.+)")
TALLY = re.compile(r"(\w+) (>=?|<=?) (-?\d+(?:\.\d+)?) (\S)(\S): (.+)")
MOVE = re.compile(r"(\d+)>(\d+)")
FINDING = "finding"  # of the run
FACT = re.compile(r"\{(\w+)\}")


def play(options: dict[str, str], cells: list[dict], sliders: list[str]) -> dict | None:
    """What the script needs of the toy that a figure's options ask for; None where they do not.
    Raise Fault for what is wrong.

    cells: the figure's settings, each with its view in it and its twin behind it. In the answer
    `stages` are [words of the button, places of the marks that come in, what is said, [from where,
    which] one comes in or nothing], `tally` is what is said in the end behind
    `signs`, one for a run that counts and one for another, `along` the slider that it
    goes along, `facts` are the names that are filled in, and `runs` are, for each setting and run,
    what they are filled with, and last whether the run counts.
    """
    if not options:
        return None
    stages = [STAGE.fullmatch(part) for part in options.get("play", "").split(" / ")]
    tally = TALLY.fullmatch(options.get("tally", ""))
    if not all(stages) or not tally:
        raise Fault(
            "the toy is not whole. Write 'play: words of a button (numbers of traces) what is said "
            "/ the next stage', and 'tally: fact > 0 +-: words with {n} and {all}'."
        )
    if (along := options.get("along", "")) and along not in sliders:
        raise Fault(f"a toy goes along a slider of its figure. {suggest(along, sliders)}")
    found = [match.groups() for match in stages if match]
    test, sign, bound, *signs, said = tally.groups()
    names = [name for *_, words in found for name in FACT.findall(words) if name != FINDING]
    names = list(dict.fromkeys(names))
    for name, known in (*((name, cells[0]["labels"]) for name in names), (test, cells[0]["facts"])):
        if name not in known:
            where = "FACTS" if known is cells[0]["labels"] else "facts"
            raise Fault(f"'{name}' has no place in {where}. {suggest(name, list(known))}")
        if isinstance(cells[0]["facts"][name], str):
            raise Fault(f"'{name}' is a text. Name a fact that is a number.")
    if not any(cell["runs"] for cell in cells):
        raise Fault("all runs of this figure look alike, so there is nothing to play.")
    places = _places(cells[0]["spec"]["traces"])
    return {
        "stages": [[button, *_coming(numbers, places, words)] for button, numbers, words in found],
        "tally": said,
        "signs": signs,
        "along": along,
        "facts": names,
        "runs": [
            [
                [
                    *(number(cell["facts"][n]["seeds"][run], cell["labels"][n][1]) for n in names),
                    int(HOLDS[sign](cell["facts"][test]["seeds"][run], float(bound))),
                ]
                for run in range(len(cell["seeds"]))
            ]
            for cell in cells
        ],
    }


def _coming(numbers: str, places: list[range], words: str) -> tuple[list[int], str, list[int]]:
    """A stage: the marks that it brings in, what is said, and [from where, which] one comes in."""
    named = [int(one) for one in re.split("[ >]", numbers)]
    for one in named:
        if not 1 <= one <= len(places):
            raise Fault(f"the figure has no trace {one}: it has {len(places)}, counted from 1.")
    moved = [places[int(one) - 1][-1] for pair in MOVE.findall(numbers) for one in pair]
    return [place for one in named for place in places[one - 1]], words, moved


def _places(traces: list[dict]) -> list[range]:
    """Where each trace's marks stand among those of the picture: texts stand behind all paths."""
    sizes = [poster.paths(trace) for trace in traces]
    order = sorted(range(len(traces)), key=lambda one: traces[one]["mark"] == "label")
    starts, at = {}, 0
    for one in order:
        starts[one], at = at, at + sizes[one]
    return [range(starts[one], starts[one] + sizes[one]) for one in range(len(traces))]
