"""Where in a page's source do blocks, facts and marks stand?

Lines are counted from the file's first, front matter included. What is verbatim is left alone, and
so are code spans. Whether a line is code by its indent, only Markdown itself can tell: what stands
there is found here, and printed as it is by `directive`. The finder reports what Python-Markdown
passes over in silence: an unclosed block or fence, which would swallow the rest of the page, and a
misspelt block, left raw in it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from hooks.faults import Fault, suggest
from hooks.source.verbatim import CODE, lines_of, read

OPENING = re.compile(r" {0,3}(/{3,})\s*([\w-]+)\s*(?:\|(.*))?$")
ALMOST = re.compile(r" {0,3}/{3,}[^/]")
CLOSING = re.compile(r" {0,3}(/{3,})\s*$")
OPENED = re.compile(r"(?! {4}| *\t).*<!--")  # a comment, where a line is not code by its indent
FACT = re.compile(r"(?<!\\)(\\*)\{\{([^{}]*)\}\}")
UNCLOSED = re.compile(r"(?<!\\)\{\{")
OPTION = re.compile(r" {4}(\w+):\s*(.+?)\s*$")
MARK = (
    re.compile(  # [@source], [?term], [?term|as written], [=claim], [~claim], [%thing], {=given=}
        r"(?<!\\)(?P<before>(?:\\\\)*)"  # backslashes that escape each other
        r"(?:\[(?P<kind>[@?=~%])(?P<key>[\w' -]+)(?:\|(?P<words>[^\]|]+))?\](?!\()"
        r"|\{=(?!=)(?P<given>[^{}]+?)(?<!=)=\})"
    )
)
DEFINED = re.compile(  # [@label]: address, which makes a link of every [@label]; no footnote
    r"[ \t>]*\[(?!\^)([^\[\]]*)\]:[ \t]*\S*(?:[/#<]|\.\w|\w:)\S*[ \t]*(?:[\"'(].*)?$"
)
LABEL = re.compile(r"\[([^\[\]]*)\]:?[ \t]*")


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
    """A `{{ ... }}` at text[start:stop] of a line; escaped ones print as they stand, and one that
    is not closed on its line is a fault."""

    line: int
    start: int
    stop: int
    text: str
    escaped: bool
    closed: bool = True


@dataclass(frozen=True)
class Mark:
    """A short mark at text[start:stop] of a line. Kind "@" cites a source, "?" explains a term, "="
    marks a claim, "~" says how one of another chapter came out, "%" draws a thing of the orchard,
    and "given" shows a number that was chosen and not measured."""

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


def find(source: str, names: Collection[str] = ()) -> Found:
    """Read a page's source, front matter included. `names` are the blocks that its Markdown knows;
    without them none is called unknown."""
    found, lines = Found(), lines_of(source)
    open_blocks: list[tuple[int, int, str, str]] = []  # line, slashes, name, header
    reading = read(lines)
    labels = defined(reading.texts)
    for number, text in enumerate(reading.texts, 1):
        if text is None:
            continue
        if mark := CLOSING.match(text):
            _close(found, open_blocks, number, len(mark[1]), lines)
        elif mark := OPENING.match(text):
            name = mark[2].lower()
            if names and name not in names:
                remedy = suggest(name, list(names))
                found.faults.append(Fault(f"unknown block '{mark[2]}'. {remedy}", line=number))
            open_blocks.append((number, len(mark[1]), name, (mark[3] or "").strip()))
            if name != "simulation":
                _inline(found, number, text, labels)
        elif ALMOST.match(text):
            found.faults.append(
                Fault(
                    f"'{text.strip()}' opens no block. Write '/// name' or '/// name | header'.",
                    line=number,
                )
            )
        else:
            _inline(found, number, text, labels)
        if OPENED.match(CODE.sub("", text)):  # what ends is blanked by now
            found.faults.append(Fault("a comment is never closed. End it with '-->'.", line=number))
    for number, slashes, name, _ in open_blocks:
        found.faults.append(unclosed(name, slashes, number))
    for number, signs in reading.unclosed[:1]:  # which of the others open, nobody can tell
        found.faults.append(
            Fault(
                f"the fence '{signs}' is never closed. End it with a line of just '{signs}', and "
                "indent what is between no less than the fence.",
                line=number,
            )
        )
    found.faults.sort(key=lambda fault: fault.line)
    return found


def unclosed(name: str, slashes: int, line: int) -> Fault:
    """The fault of a block that swallows the rest of its page."""
    return Fault(
        f"block '{name}' is never closed. End it with a line of {slashes} slashes.", "", line
    )


def defined(texts: list[str | None]) -> set[str]:
    """The labels that a page defines as links, `[@octocat]: address`."""
    found = (DEFINED.match(text) for text in texts if text and "]:" in text)
    return {_label(match[1]) for match in found if match}


def places(number: int, text: str, labels: Collection[str] = ()) -> Iterator[FactPlace | Mark]:
    """The facts and marks of a line, code spans and all, but for the labels of links."""
    if "{" not in text and "[" not in text:
        return
    for m in FACT.finditer(text):
        escaped = len(m[1]) % 2 == 1
        yield FactPlace(number, m.end(1) - escaped, m.end(), m[2].strip(), escaped)
    rest = FACT.sub(lambda m: " " * len(m[0]), text)
    for m in UNCLOSED.finditer(rest):
        yield FactPlace(number, m.start(), m.end(), "", escaped=False, closed=False)
    for m in MARK.finditer(rest):
        start = m.end("before")
        if m["kind"] and labels and _is_link(rest, start, m.end(), labels):
            continue
        kind, key = ("given", m["given"]) if m["given"] else (m["kind"], m["key"])
        yield Mark(number, start, m.end(), kind, key.strip(), m["words"] or "")


def _is_link(text: str, start: int, stop: int, labels: Collection[str]) -> bool:
    """Whether a mark is a link or belongs to one: [@label], [@x][@label]."""
    after = LABEL.match(text, stop)
    return _label(text[start + 1 : stop - 1]) in labels or bool(
        after and _label(after[1]) in labels
    )


def _label(text: str) -> str:
    return " ".join(text.lower().split())


def _inline(found: Found, number: int, text: str, labels: Collection[str]) -> None:
    """Facts and marks of a line outside its code spans."""
    if "{" in text or "[" in text:
        for place in places(number, CODE.sub(lambda m: " " * len(m[0]), text), labels):
            if isinstance(place, Mark):
                found.marks.append(place)
            elif place.closed:
                found.facts.append(place)


def unfilled(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Line and text of each fact in YAML, a page's title say, which no Markdown reads."""
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("#"):
            yield from ((number, m[0].lstrip("\\")) for m in FACT.finditer(line))


def _close(found: Found, open_blocks: list, number: int, slashes: int, lines: list[str]) -> None:
    """End the innermost open block of as many slashes; those opened inside it were never closed."""
    at = [place for place, block in enumerate(open_blocks) if block[1] == slashes]
    if not at:
        found.faults.append(
            Fault(
                "this line closes a block that was never opened. Remove it, or open one with "
                "'/// name'.",
                line=number,
            )
        )
        return
    for line, length, name, _ in open_blocks[at[-1] + 1 :]:
        found.faults.append(unclosed(name, length, line))
    line, _, name, header = open_blocks[at[-1]]
    del open_blocks[at[-1] :]
    body, options = lines[line : number - 1], {}
    while body and (option := OPTION.match(body[0])):
        options[option[1]] = option[2]
        body.pop(0)
    kind = found.blocks if name == "simulation" else found.others
    kind.append(Block(line, number, header, "\n".join(body).strip(), name, options))
