"""Is a page of a length and a depth that Markdown reads in time?

Where thousands of brackets or tags are open at once, the time that it takes grows with their number
squared or worse, so that a slip of a finger would stop the build for hours.
"""

import re
from collections.abc import Iterator

from hooks.faults import Fault
from hooks.source.verbatim import FENCE, lines_of

PAGE, PARAGRAPH, OPEN = 256_000, 20_000, 100  # characters, characters, brackets or tags
MARKS = re.compile(r"(?P<up>[\[(])|(?P<down>[\])])|(?P<tag><(?=[A-Za-z!/?]))|(?P<end>>)")
DEEP = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s+|>\s*){21}")  # Markdown calls itself for each
BLANK = re.compile(r"[ \t]{1000}")


def faults(source: str) -> Iterator[Fault]:
    """The first thing of each kind in a page that is too much, by line."""
    if len(source) > PAGE:
        yield Fault(f"the page has {len(source):,d} characters. Split it; {PAGE:,d} is the most.")
        return
    fence, size, brackets, tags = "", 0, 0, 0
    for number, line in enumerate(lines_of(source), 1):
        mark = FENCE.match(line)
        if fence:
            if mark and mark[2].startswith(fence) and not mark[3].strip():
                fence = ""
            continue
        if mark and not (mark[2][0] == "`" and "`" in mark[3]):
            fence = mark[2]
        if fence or not line.strip():
            size = brackets = 0
            continue
        if BLANK.search(line):
            yield Fault("the line has a thousand blanks in a row. Take them out.", line=number)
            return
        if DEEP.match(line):
            yield Fault("more than 20 lists or quotes begin here. Begin fewer.", line=number)
            return
        size += len(line) + 1
        if size > PARAGRAPH:
            yield Fault(
                f"the paragraph has more than {PARAGRAPH:,d} characters. Break it up.", line=number
            )
            return
        for found in MARKS.finditer(line):
            if found["up"]:
                brackets += 1
            elif found["down"]:
                brackets = max(0, brackets - 1)
            elif found["tag"]:
                tags += 1
            else:
                tags = max(0, tags - 1)
            if brackets > OPEN or tags > OPEN:
                what = "brackets" if brackets > OPEN else "tags"
                yield Fault(
                    f"more than {OPEN} {what} are open at once. Close them, or escape them.",
                    line=number,
                )
                return
