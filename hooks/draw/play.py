"""What may a reader do with a figure, run after run?

`play: hold the exam (2) A hundred sit it. / hire the best (3 4) It scores {winner}.` has a button
for each stage, which brings more of one run into the picture: the traces with these numbers,
counted from one. Behind them stands what is said then, with facts of that run. With its last stage
the run is counted, and the first stage begins the next one.
`tally: excess > 0: lost points in {n} of {all} hires.` counts the runs in which a fact holds.

Every draw is one of the build's: the script shows runs, and counts those that it showed.
"""

import re

from hooks.draw import poster
from hooks.faults import Fault, suggest
from hooks.offer.facts import HOLDS, number

OPTIONS = ["play", "tally"]
STAGE = re.compile(r"(.+?) \((\d{1,3}(?: \d{1,3})*)\) (.+)")
TALLY = re.compile(r"(\w+) (>=?|<=?) (-?\d+(?:\.\d+)?): (.+)")
FACT = re.compile(r"\{(\w+)\}")


def play(options: dict[str, str], cells: list[dict]) -> dict | None:
    """What the script needs of the toy that a figure's options ask for; None where they do not.
    Raise Fault for what is wrong.

    cells: the figure's settings, each with its view in it and its twin behind it. In the answer
    `stages` are [words of the button, places of the marks that come in, what is said], `tally` is
    what is said in the end, `facts` are the names that are filled in, and `runs` are, for each
    setting and run, what they are filled with, and last whether the run counts.
    """
    if not options:
        return None
    stages = [STAGE.fullmatch(part) for part in options.get("play", "").split(" / ")]
    tally = TALLY.fullmatch(options.get("tally", ""))
    if not all(stages) or not tally:
        raise Fault(
            "the toy is not whole. Write 'play: words of a button (numbers of traces) what is said "
            "/ the next stage', and 'tally: fact > 0: words with {n} and {all}'."
        )
    found = [match.groups() for match in stages if match]
    test, sign, bound, said = tally.groups()
    names = list(dict.fromkeys(name for *_, words in found for name in FACT.findall(words)))
    for name in (*names, test):
        if name not in cells[0]["labels"]:
            raise Fault(
                f"'{name}' has no place in FACTS. {suggest(name, list(cells[0]['labels']))}"
            )
        if isinstance(cells[0]["facts"][name], str):
            raise Fault(f"'{name}' is a text. Name a fact that is a number.")
    if not any(cell["runs"] for cell in cells):
        raise Fault("all runs of this figure look alike, so there is nothing to play.")
    places = _places(cells[0]["spec"]["traces"])
    for one in (int(one) for _, numbers, _ in found for one in numbers.split()):
        if not 1 <= one <= len(places):
            raise Fault(f"the figure has no trace {one}: it has {len(places)}, counted from 1.")
    return {
        "stages": [
            [button, [place for one in numbers.split() for place in places[int(one) - 1]], words]
            for button, numbers, words in found
        ],
        "tally": said,
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


def _places(traces: list[dict]) -> list[range]:
    """Where each trace's marks stand among those of the picture: texts stand behind all paths."""
    sizes = [poster.SHADES if trace["mark"] == "heat" else 1 for trace in traces]
    order = sorted(range(len(traces)), key=lambda one: traces[one]["mark"] == "label")
    starts, at = {}, 0
    for one in order:
        starts[one], at = at, at + sizes[one]
    return [range(starts[one], starts[one] + sizes[one]) for one in range(len(traces))]
