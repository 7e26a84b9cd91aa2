"""Which lines of a page's source does Markdown read, and which stand there as they are?

Front matter, fences, comments and raw `<pre>` are set apart as Python-Markdown (with superfences)
does it: a fence ends at a line of just its own signs, indented or quoted as it is; one that never
ends is none, and hides those within it. Indented code cannot be told from a paragraph in a list
line by line, and is left to Markdown.
"""

import re
from dataclasses import dataclass, field

FENCE = re.compile(r"([> \t]*)(`{3,}|~{3,})(.*)$")
PREFIX = "> \t"  # what a line may begin with
RAW = re.compile(r" {0,3}<(pre|script|style|textarea)\b", re.IGNORECASE)
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
TAB = 4


@dataclass
class Reading:
    """`texts` has an entry for each line: None where it is verbatim, else the line with comments
    blanked. `unclosed` are the fences (line, signs) that begin at the margin and never end."""

    texts: list[str | None] = field(default_factory=list)
    unclosed: list[tuple[int, str]] = field(default_factory=list)


def read(lines: list[str]) -> Reading:
    """Tell what is verbatim from the rest."""
    top = front_matter(lines)
    found, comment, blind = Reading([None] * top), False, 0
    last = max((place for place, line in enumerate(lines) if "-->" in line), default=-1)
    place = top
    while place < len(lines):
        text, comment = _without_comments(lines[place], comment, last > place)
        stop = 0
        mark = FENCE.match(text) if place >= blind else None
        if mark and not (mark[2][0] == "`" and "`" in mark[3]):  # a code span stays on its line
            end, closed = _fence_end(lines, place, mark)
            stop, blind = (end if closed else 0), end
            if not closed and not mark[1].strip(" ") and len(mark[1]) < TAB:
                found.unclosed.append((place + 1, mark[2]))
        elif mark := RAW.match(text):
            stop = _raw_end(lines, place, f"</{mark[1].lower()}")
        found.texts += [None] * (stop - place) if stop else [text]
        place = stop or place + 1
    return found


def _fence_end(lines: list[str], place: int, mark: re.Match) -> tuple[int, bool]:
    """How many lines stand before the one that follows a fence, and whether it is one: else in the
    lines up to there no other is sought, either."""
    prefix = mark[1].expandtabs(TAB)
    for number in range(place + 1, len(lines)):
        line = lines[number].expandtabs(TAB)
        start = line[: len(prefix)]
        own = start[: len(start) - len(start.lstrip(PREFIX))]
        rest = line[len(own) :].rstrip()
        if (rest and len(own) < len(prefix)) or own.count(">") > prefix.count(">"):
            return number + 1, False
        if rest == mark[2]:
            return number + 1, True
    return len(lines), False


def _raw_end(lines: list[str], place: int, closing: str) -> int:
    """Like `_Fences.end`, for an element whose text is its own; 0 where it ends on its line."""
    for number in range(place, len(lines)):
        if closing in lines[number].lower():
            return number + 1 if number > place else 0
    return 0


def lines_of(source: str) -> list[str]:
    """Lines as editors count them; str.splitlines would also cut at signs within a line."""
    lines = re.split(r"\r\n|\r|\n", source)
    return lines if lines[-1] else lines[:-1]


def front_matter(lines: list[str]) -> int:
    """How many lines at the top of a page are its front matter."""
    if lines and lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], 2):
            if line.rstrip() in ("---", "..."):
                return number
    return 0


def _without_comments(line: str, inside: bool, ends: bool) -> tuple[str, bool]:
    """The line with comments blanked, and whether one is still open at its end. What looks like the
    start of one that never ends (`ends`: on a later line) is text."""
    text, place = [], 0
    while place < len(line):
        mark = "-->" if inside else "<!--"
        code = CODE.search(line, place) if "`" in line and not inside else None
        at = line.find(mark, place)
        if code and code.start() < at < code.end():  # a comment mark inside a code span is text
            text.append(line[place : code.end()])
            place = code.end()
            continue
        if at >= 0 and not inside and not ends and line.find("-->", at) < 0:
            at = -1
        stop = len(line) if at < 0 else at + (3 if inside else 0)
        text.append(" " * (stop - place) if inside else line[place:stop])
        place = stop
        if at >= 0:
            inside = not inside
            if inside:
                text.append("    ")
                place += 4
    return "".join(text), inside


def line_holding(source: str, *texts: str) -> int:
    """The line that holds the first of these texts, rather where Markdown reads it than in a fence
    or a comment; 1 where none does."""
    lines = lines_of(source)
    prose = [text or "" for text in read(lines).texts]
    for text in texts:
        for shown in (prose, lines):
            for number, line in enumerate(shown, 1):
                if text in line:
                    return number
    return 1
