"""Where in a page's source do blocks, facts and marks stand?

Lines are counted from the file's first, front matter included. Front matter, fences, comments
and code spans are left alone. The finder reports what Python-Markdown passes over in silence: an
unclosed block, which would swallow the rest of the page, and a misspelt one, left raw in it.
"""

import re
from dataclasses import dataclass, field

from hooks.faults import Fault, suggest

BLOCKS = [
    "admonition", "caption", "details", "figure-caption", "html", "question", "register",
    "simulation", "tab",
]  # fmt: skip
FENCE = re.compile(r"\s*(?:>\s*)*(`{3,}|~{3,})(.*)$")
OPENING = re.compile(r" {0,3}(/{3,})\s*([\w-]+)\s*(?:\|\s*(.*?)\s*)?$")
ALMOST = re.compile(r" {0,3}/{3,}[^/]")
CLOSING = re.compile(r" {0,3}(/{3,})\s*$")
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
FACT = re.compile(r"(\\?)\{\{(.*?)\}\}")
OPTION = re.compile(r" {4}(\w+):\s*(.+?)\s*$")
MARK = re.compile(  # [@source], [?term], [?term|as written], [=claim], [~claim], {=a given number=}
    r"(?<!\\)(?:\[(?P<kind>[@?=~])(?P<key>[\w' -]+)(?:\|(?P<words>[^\]|]+))?\](?!\()"
    r"|\{=(?P<given>[^{}]+?)=\})"
)


@dataclass(frozen=True)
class Block:
    """A `/// name | header` block; lines count from 1, `end` is the closing one. Options are the
    indented `key: value` lines at its top; what follows is the caption of a figure."""

    line: int
    end: int
    header: str
    caption: str
    name: str = "simulation"
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FactPlace:
    """A `{{ ... }}` at text[start:stop] of a line; escaped ones print as they stand."""

    line: int
    start: int
    stop: int
    text: str
    escaped: bool


@dataclass(frozen=True)
class Mark:
    """A short mark at text[start:stop] of a line. Kind "@" cites a source, "?" explains a term, "="
    marks a claim, "~" says how one of another chapter came out, and "given" shows a number that was
    chosen and not measured."""

    line: int
    start: int
    stop: int
    kind: str
    key: str
    words: str = ""


@dataclass
class Found:
    """All that a page's source holds, in order of lines; faults carry a line and no path."""

    blocks: list[Block] = field(default_factory=list)  # simulations
    others: list[Block] = field(default_factory=list)
    facts: list[FactPlace] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def find(source: str) -> Found:
    """Read a page's source, front matter included."""
    found, lines = Found(), lines_of(source)
    open_blocks: list[tuple[int, int, str, str]] = []  # line, slashes, name, header
    fence, comment, opened, skipped = "", False, 0, front_matter(lines)
    for number, line in enumerate(lines, 1):
        if number <= skipped:
            continue
        if fence:
            mark = FENCE.match(line)
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
            continue
        opened = 0 if not comment else opened
        text, comment = _without_comments(line, comment)
        opened = opened or (number if comment else 0)
        if (mark := FENCE.match(text)) and not (mark[1][0] == "`" and "`" in mark[2]):
            fence = mark[1]
        elif mark := CLOSING.match(text):
            _close(found, open_blocks, number, len(mark[1]), lines)
        elif mark := OPENING.match(text):
            if mark[2] not in BLOCKS:
                found.faults.append(
                    Fault(f"unknown block '{mark[2]}'. {suggest(mark[2], BLOCKS)}", line=number)
                )
            open_blocks.append((number, len(mark[1]), mark[2], mark[3] or ""))
            if mark[2] != "simulation":
                _inline(found, number, CODE.sub(lambda m: " " * len(m[0]), text))
        elif ALMOST.match(text):
            found.faults.append(
                Fault(
                    f"'{text.strip()}' opens no block. Write '/// name' or '/// name | header'.",
                    line=number,
                )
            )
        elif "{" in text or "[" in text:
            _inline(found, number, CODE.sub(lambda m: " " * len(m[0]), text))
    if comment:
        found.faults.append(Fault("a comment is never closed. End it with '-->'.", line=opened))
    for number, slashes, name, _ in open_blocks:
        found.faults.append(
            Fault(
                f"block '{name}' is never closed. End it with a line of {slashes} slashes.",
                line=number,
            )
        )
    found.faults.sort(key=lambda fault: fault.line)
    return found


def _inline(found: Found, number: int, text: str) -> None:
    """Facts and marks of a line in which code is blanked."""
    found.facts += [
        FactPlace(number, m.start(), m.end(), m[2].strip(), bool(m[1])) for m in FACT.finditer(text)
    ]
    rest = FACT.sub(lambda m: " " * len(m[0]), text)
    if (at := rest.find("{{")) >= 0 and rest[at - 1 : at] != "\\":
        found.faults.append(
            Fault("a fact is not closed on its line. End it with '}}', or escape it.", line=number)
        )
    for m in MARK.finditer(rest):
        kind, key = ("given", m["given"]) if m["given"] else (m["kind"], m["key"])
        found.marks.append(Mark(number, m.start(), m.end(), kind, key.strip(), m["words"] or ""))


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


def _close(found: Found, open_blocks: list, number: int, slashes: int, lines: list[str]) -> None:
    """End the innermost open block of as many slashes; those opened inside it were never closed."""
    places = [place for place, block in enumerate(open_blocks) if block[1] == slashes]
    if not places:
        found.faults.append(
            Fault(
                "this line closes a block that was never opened. Remove it, or open one with "
                "'/// name'.",
                line=number,
            )
        )
        return
    for line, length, name, _ in open_blocks[places[-1] + 1 :]:
        found.faults.append(
            Fault(
                f"block '{name}' is never closed. End it with a line of {length} slashes.",
                line=line,
            )
        )
    line, _, name, header = open_blocks[places[-1]]
    del open_blocks[places[-1] :]
    body, options = lines[line : number - 1], {}
    while body and (option := OPTION.match(body[0])):
        options[option[1]] = option[2]
        body.pop(0)
    kind = found.blocks if name == "simulation" else found.others
    kind.append(Block(line, number, header, "\n".join(body).strip(), name, options))


def _without_comments(line: str, inside: bool) -> tuple[str, bool]:
    """The line with comments blanked, and whether one is still open at its end."""
    text, place = [], 0
    while place < len(line):
        mark = "-->" if inside else "<!--"
        code = None if inside else CODE.search(line, place)
        at = line.find(mark, place)
        if code and code.start() < at < code.end():  # a comment mark inside a code span is text
            text.append(line[place : code.end()])
            place = code.end()
            continue
        stop = len(line) if at < 0 else at + (3 if inside else 0)
        text.append(" " * (stop - place) if inside else line[place:stop])
        place = stop
        if at >= 0:
            inside = not inside
            if inside:
                text.append("    ")
                place += 4
    return "".join(text), inside
