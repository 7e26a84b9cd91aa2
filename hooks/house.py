"""Is each chapter whole, and does its source keep to the house's rules?

A chapter is a page whose front matter lists claims; an annex (`annex: true`) has room for more
figures and need not have a chapter's parts. What is checked is what a reader would miss:
the hook, a guess, the objection and its source, a question, what comes next; numbers that nobody
measured; claims that are not made, and words and sources that nobody uses.
"""

import re
from collections.abc import Iterator

from hooks.apparatus.register import Register
from hooks.faults import Fault
from hooks.page.question import answers
from hooks.source import front
from hooks.source.finder import FACT, MARK, Found
from hooks.source.verbatim import CODE, front_matter, lines_of, read

NEEDED = ("title", "description", "claims", "minutes", "updated")
HOOK, SHORT, LONG, FIGURES = 60, 600, 900, 2
DRAFT = re.compile(r"\b(?:TODO|FIXME|XXX|TBD|TK)\b|\u27e8|\u27e9|lorem ipsum", re.IGNORECASE)
NOT_PROSE = (
    re.compile(r"\$\$.*?\$\$|(?<![\\$])\$[^$]+\$", re.DOTALL),  # formulas
    re.compile(
        r"<(\w+)[^>]* aria-hidden[^>]*>.{0,2000}?</\1>|<!--.*?-->"
        r"|</?[a-zA-Z][^>]*>|\{:? [.#][^}]*\}",
        re.DOTALL,
    ),  # tags and attribute lists
    re.compile(r"(?<=\])\([^)]*\)|https?://\S+"),  # addresses
)
HEADING = re.compile(r"^(#{2,}) +(.*)$", re.MULTILINE)


def book(pages: dict[str, str], found: dict[str, Found], register: Register) -> Iterator[Fault]:
    """The faults of all pages (path -> source) and of the register beside them."""
    if not register.kept:
        for path, source in pages.items():
            try:
                front.read(source)
            except Fault as broken:
                yield broken.at(path, broken.line)
        return
    for path, source in pages.items():
        for fault in page(source, found[path], register):
            yield fault.at(path, fault.line)
    marked = {(m.kind, m.key) for one in found.values() for m in one.marks}
    used = {key for claim in register.claims.values() for key in claim.sources}
    for claim in register.claims.values():
        place = register.place("claims.yml", claim.line)
        if not any(path.partition("/")[2] == claim.chapter for path in pages):
            yield Fault(f"claim '{claim.id}' names no chapter. Mend 'chapter'.", *place)
        elif ("=", claim.id) not in marked:
            yield Fault(
                f"claim '{claim.id}' is not made in its chapter. Write [={claim.id}] where it is.",
                *place,
            )
    for key, reference in register.sources.items():
        if ("@", key) not in marked and key not in used:
            place = register.place("references.yml", reference.line)
            yield Fault(f"reference '{key}' is never cited. Cite or remove it.", *place)
    for key, term in register.terms.items():
        if ("?", key) not in marked:
            place = register.place("glossary.md", term.line)
            yield Fault(f"term '{key}' is never used. Write [?{key}], or remove it.", *place)


def page(source: str, found: Found, register: Register) -> Iterator[Fault]:
    """The faults of one page, by line."""
    lines = lines_of(source)
    top = front_matter(lines)
    try:
        head = front.read(source)
    except Fault as fault:
        yield fault
        return
    if head in (None, front.Front()):
        yield Fault(f"the page has no front matter. Give {', '.join(NEEDED)}.", line=1)
        return
    for name in NEEDED:
        if getattr(head, name) is None:
            yield Fault(f"the front matter lacks '{name}'. Give it.", line=1)
    for number, line in enumerate(lines, 1):
        if draft := DRAFT.search(CODE.sub("", line)):
            yield Fault(f"'{draft[0]}' marks a draft. Finish it.", line=number)
    if head.claims:
        if not head.thing:
            yield Fault("the front matter lacks 'thing'. Name what is drawn by the title.", line=1)
        yield from _claims(head.claims, lines, found, register)
        yield from _numbers(lines, found, top)
        if not head.annex:
            if not head.keywords:
                yield Fault("the front matter lacks 'keywords'. Give words to search by.", line=1)
            yield from _parts(lines, found)


def _claims(
    listed: tuple[str, ...], lines: list[str], found: Found, register: Register
) -> Iterator[Fault]:
    """A chapter makes each claim that it lists, once, and no other."""
    made = [mark for mark in found.marks if mark.kind == "="]
    keys = [mark.key for mark in made]
    for mark in made:
        if mark.key not in listed:
            yield Fault(f"'{mark.key}' is not among the page's claims. List it.", line=mark.line)
        after = lines[mark.line - 1][mark.stop : mark.stop + 1]
        if after and after in ".,;:":
            yield Fault(
                f"the note of '{mark.key}' stands in the margin, and '{after}' behind it is alone. "
                f"Write '{after} [={mark.key}]'.",
                line=mark.line,
            )
        if keys.count(mark.key) > 1 and mark is made[keys.index(mark.key)]:
            yield Fault(f"'{mark.key}' is marked more than once. Keep one.", line=mark.line)
    for key in listed:
        if key not in register.claims:
            yield Fault(f"'{key}' has no row in {register.folder}/claims.yml. Add it.", line=1)
        elif key not in keys:
            yield Fault(f"claim '{key}' is listed and not made. Write [={key}].", line=1)


def _parts(lines: list[str], found: Found) -> Iterator[Fault]:
    """Hook, guess, figures, objection, question, next, and one fold; and how long the path is."""
    deeper = [b for b in found.others if b.name == "details" and b.header.startswith("Go deeper")]
    end = deeper[0].line if deeper else len(lines) + 1
    if len(deeper) != 1:
        yield Fault(f"a chapter folds once, under 'Go deeper'; here {len(deeper)} times.", line=1)
    leads = [n for n, line in enumerate(lines) if line.strip() == "{ .lead }"]
    if len(leads) != 1:
        yield Fault("a chapter opens with one hook. End it with '{ .lead }' on a line.", line=1)
    elif (words := len(_prose(_above(lines, leads[0])).split())) > HOOK:
        yield Fault(f"the hook has {words} words. Keep to {HOOK}.", line=leads[0])
    main = [block for block in found.blocks if block.line < end]
    if not 1 <= len(main) <= FIGURES:
        yield Fault(f"{len(main)} figures on the main path. Show one or two.", line=1)
    guesses = [block for block in found.blocks if "guess" in block.options]
    if len(guesses) != 1 or guesses[0] not in main[:1]:
        yield Fault("a chapter asks for one guess, on its first figure. Give 'guess'.", line=1)
    for block in found.blocks:
        for part in ("**Given:**", "**Learned:**|**Selected:**"):
            if not any(word in block.caption for word in part.split("|")):
                yield Fault(f"the caption does not say {part}. Say it.", line=block.line)
    yield from _questions([block for block in found.others if block.name == "question"], end)
    yield from _headings("\n".join(lines[: end - 1]))
    if not SHORT <= (words := _words(lines[: end - 1], found)) <= LONG:
        yield Fault(f"{words} words on the main path. Keep to {SHORT} to {LONG}.", line=1)


def _above(lines: list[str], place: int) -> str:
    """The paragraph that ends above a line."""
    start = place
    while start and lines[start - 1].strip():
        start -= 1
    return " ".join(lines[start:place])


def _questions(blocks: list, end: int) -> Iterator[Fault]:
    if len(blocks) != 1 or blocks[0].line > end:
        yield Fault("a chapter asks one question. Write one '/// question' block.", line=1)
    for block in blocks:
        given = answers(block.caption)
        if sum(right for right, _ in given) != 1 or len(given) < 3 or not all(t for _, t in given):
            yield Fault(
                "a question has one right answer '- [x]', two wrong ones '- [ ]' or more, and a "
                "sentence on the line below each.",
                line=block.line,
            )


def _headings(text: str) -> Iterator[Fault]:
    """An objection with its source, and a next."""
    heads = list(HEADING.finditer(text))
    sections = {
        head[2]: text[head.end() : heads[i + 1].start() if i + 1 < len(heads) else len(text)]
        for i, head in enumerate(heads)
    }
    against = [body for name, body in sections.items() if name.startswith("But")]
    if not any("[@" in body for body in against):
        yield Fault("no objection with its source. Head one 'But ...', and cite [@who].", line=1)
    if "Next" not in sections:
        yield Fault("nothing comes next. End the main path with '## Next'.", line=1)


def _words(lines: list[str], found: Found) -> int:
    """Words of the main path, without tables and what belongs to figures."""
    inside = {n for block in found.blocks for n in range(block.line, block.end + 1)}
    inside |= {n for n, line in enumerate(lines, 1) if line.startswith("|")}
    top = front_matter(lines)
    kept = [line for n, line in enumerate(lines, 1) if n > top and n not in inside]
    return len(re.findall(r"\w[\w'.%-]*", _prose("\n".join(kept))))


def _numbers(lines: list[str], found: Found, top: int) -> Iterator[Fault]:
    """Digits that no fact gave, outside formulas, code, addresses and {=given=}."""
    options = {n for b in found.blocks for n in range(b.line, b.line + len(b.options) + 1)}
    text = "\n".join("" if n in options else line for n, line in enumerate(lines, 1))
    blank = _blanked(text)
    for number, line in enumerate(blank.split("\n"), 1):
        if (
            number > top
            and not re.match(r"\s*/{3,}|#", line)
            and (digit := re.search(r"\d+", line))
        ):
            yield Fault(
                f"nothing measured '{digit[0]}'. Quote a fact, or write {{={digit[0]}=}} for what "
                "was given.",
                line=number,
            )


def _blanked(text: str) -> str:
    """The text with all that is not prose taken out, its lines kept."""
    text = "\n".join(line or "" for line in read(text.split("\n")).texts)
    for pattern in (CODE, FACT, MARK, *NOT_PROSE):
        text = pattern.sub(lambda m: "\n" * m[0].count("\n"), text)
    return text


def _prose(text: str) -> str:
    """What a reader reads: facts and marks count as a word."""
    text = FACT.sub("fact", MARK.sub(lambda m: m["words"] or m["given"] or "mark", text))
    for pattern in NOT_PROSE:
        text = pattern.sub(" ", text)
    return text
