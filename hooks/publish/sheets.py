"""What do style sheets hold that no page needs?  Comments, and much that the theme has for others.

A rule is for certain classes. One that no page and no script so much as mentions is no element's,
and a custom property that nobody reads colours nothing. A word of prose that is a class, too, keeps
a rule in vain, and does no harm. Of the book's own sheets every rule and every line stays.
"""

import re
from collections.abc import Iterator
from pathlib import Path

STRING = r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
COMMENT = re.compile(rf"({STRING})|/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(rf"{STRING}|\([^()\"']*\)|[{{}};]", re.DOTALL)
GROUPS = ("@media", "@supports", "@layer", "@container")  # rules about rules
FUNCTION = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]")
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
PROPERTY = re.compile(rf"(--[\w-]+):((?:{STRING}|\((?:{STRING}|[^()\"'])*\)|[^;}}\"'(])*);?")
INDENT = re.compile(r"\n\s*")
WORD = re.compile(r"[\w-]+")


def trim(site: Path, docs: Path) -> None:
    """Take out of a built site's style sheets what none of its pages needs; those that `docs` has
    under the same name are the book's own."""
    sheets = {
        file: COMMENT.sub(_space, file.read_text("utf-8", "surrogateescape"))
        for file in sorted(site.rglob("*.css"))
    }
    said = [file.read_text("utf-8") for kind in ("html", "js") for file in site.rglob(f"*.{kind}")]
    words = {word for text in said for word in WORD.findall(text)}
    theirs = {file for file in sheets if not (docs / file.relative_to(site)).is_file()}
    sheets |= {file: trimmed(sheets[file], words) for file in theirs}
    read = words.union(*(re.findall(r"var\((--[\w-]+)", css) for css in sheets.values()))
    for file, css in sheets.items():
        if file in theirs:
            css = PROPERTY.sub(lambda found: found[0] if found[1] in read else "", css)
        file.write_text(css, "utf-8", "surrogateescape")


def _space(found: re.Match) -> str:
    """What is left of a comment: a space, and its lines. A string stays."""
    return found[1] or " " + "\n" * found[0].count("\n")


def trimmed(css: str, words: set[str]) -> str:
    """A sheet without comments, less each selector that names a class that is none of the words."""
    kept = []
    for head, body in _rules(css):
        if head.startswith(GROUPS):
            inner = trimmed(body, words)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}" if body else head)
        elif needed := [one for one in _selectors(head) if _may_be(one, words)]:
            kept.append(f"{','.join(needed)}{{{INDENT.sub(' ', body).strip()}}}")
    return "\n".join(kept)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces, and in it; a statement has none."""
    start = depth = opened = 0
    for token in TOKEN.finditer(css):
        if token[0] == "{":
            opened = opened if depth else token.start()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if not depth:
                yield css[start:opened].strip(), css[opened + 1 : token.start()]
                start = token.end()
        elif token[0] == ";" and not depth:
            yield css[start : token.end()].strip(), ""
            start = token.end()


def _selectors(head: str) -> list[str]:
    """The selectors of a list, each as it stands; a comma within brackets ends none."""
    found, depth = [""], 0
    for sign in head:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return [one.strip() for one in found]


def _may_be(selector: str, words: set[str]) -> bool:
    """Whether every class that it must have is one of the words, or a script may put it together
    of one that ends in two hyphens, and more."""
    needs = (name.replace("\\", "") for name in CLASS.findall(FUNCTION.sub("", selector)))
    return all({name, name.partition("--")[0] + "--"} & words for name in needs)
