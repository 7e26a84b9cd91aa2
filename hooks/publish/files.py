"""Which files may docs/ hand to the site as they stand?

Pictures, media, fonts, data, style sheets, and the scripts that the site lists. A page that was not
written in Markdown would be published under no policy, and unread. A drawing is a document of its
own when a reader opens it by itself: what is in it must be on the list of what draws.
"""

import posixpath
import re
from collections.abc import Collection, Container, Iterator
from pathlib import Path
from xml.parsers import expat

from hooks.faults import Fault
from hooks.page import allowed

KINDS = {
    ".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp",
    ".m4a", ".mp3", ".mp4", ".oga", ".ogg", ".ogv", ".opus", ".vtt", ".wav", ".webm",
    ".otf", ".ttf", ".woff", ".woff2", ".css", ".js", ".bib", ".csv", ".geojson", ".ipynb",
    ".json", ".npy", ".npz", ".parquet", ".pdf", ".tsv", ".txt", ".yaml", ".yml", ".zip",
}  # fmt: skip
SVG, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/XML/1998/namespace"
XLINK = "http://www.w3.org/1999/xlink"
NOTES = re.compile(  # what editors of drawings write down for themselves; no browser heeds it
    r"http://(?:www\.inkscape\.org|sodipodi\.sourceforge\.net|purl\.org/dc|creativecommons\.org|"
    r"web\.resource\.org/cc|www\.w3\.org/1999/02/22-rdf-syntax-ns#|ns\.adobe\.com).*"
)
DRAWN = allowed.ELEMENTS["svg"] | dict.fromkeys(
    (
        "clipPath",
        "desc",
        "marker",
        "mask",
        "metadata",
        "pattern",
        "style",
        "symbol",
        "title",
        "use",
    ),
    allowed.ELEMENTS["svg"]["svg"],
)
ALSO = re.compile(
    r"href|media|type|style|clip-path|clip-rule|mask|marker(?:-\w+)?|[a-z]+Units|refX|refY|orient|"
    r"marker(?:Width|Height)|patternTransform|spreadMethod|vector-effect|letter-spacing|color|"
    r"word-spacing|paint-order|display|overflow|visibility|shape-rendering|stroke-miterlimit|"
    r"stroke-dashoffset|enable-background|data-[\w-]+"
)
OUT = re.compile(r"\\|(?:url|src)\(\s*(?![\"']?#)|@import|image-set", re.IGNORECASE)


def check_files(
    site: Path, docs: Path, scripts: Collection[str], made: Container[str] = ()
) -> Iterator[Fault]:
    """The faults of the files of docs/ that the built site holds as they are; `scripts` are those
    that its pages load, beside which lie the modules that they load in turn, and `made` what the
    press has written under a name that docs/ has, too."""
    folders = {posixpath.dirname(script) for script in scripts}
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if name in made or not (docs / name).is_file():
            continue
        path, kind = f"{docs.name}/{name}", file.suffix.lower()
        if kind not in KINDS:
            yield Fault(
                f"a file of kind '{kind or 'none'}' would be published unread and under no policy. "
                "Write it in Markdown, or keep it outside docs/.",
                path,
                1,
            )
        elif kind == ".js" and posixpath.dirname(name) not in folders:
            yield Fault(
                "no page loads this script. Name it under extra_javascript, or remove it.", path, 1
            )
        elif kind == ".svg":
            for line, why in drawing_faults(file.read_bytes()):
                yield Fault(f"{why} Take it out.", path, line)


def drawing_faults(content: bytes) -> list[tuple[int, str]]:
    """(line, what is wrong) with an SVG file: what may run, or loads what is not in it."""
    found: list[tuple[int, str]] = []
    sheets: list[
        tuple[int, list[str]]
    ] = []  # the line of each style sheet, and all text from it on
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")

    def wrong(why: str) -> None:
        found.append((parser.CurrentLineNumber, why))

    def declared(version: str, encoding: str | None, alone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            wrong(f"it is encoded in '{encoding}', not in UTF-8.")

    def doctype(name: str, system: str | None, public: str | None, subset: int) -> None:
        if subset:
            wrong("its <!DOCTYPE> may define what it likes.")

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if NOTES.fullmatch(space):
            return
        if tag == "style":
            sheets.append((parser.CurrentLineNumber, []))
        if space != SVG or tag not in DRAWN:
            wrong(f"<{tag}> is no element of a drawing here.")
            return
        for key, value in attributes.items():
            space, _, short = key.rpartition(" ")
            listed = short in DRAWN[tag] or short == "space" or ALSO.fullmatch(short)
            if NOTES.fullmatch(space):
                continue
            if space not in ("", XLINK, XML) or not listed:
                wrong(f"<{tag}> carries '{short}', which a drawing may not.")
            elif (short == "href" and not value.strip().startswith("#")) or OUT.search(value):
                wrong(f"<{tag}> leads out of the drawing, to '{value.strip()[:60]}'.")

    def text(words: str) -> None:
        if sheets:
            sheets[-1][1].append(words)

    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, doctype
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.ProcessingInstructionHandler = lambda target, data: wrong(f"<?{target}?> gives orders.")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        found.append((error.lineno, f"it is no SVG that can be read ({error})."))
    for line, words in sheets:
        if OUT.search("".join(words)):
            found.append((line, "its style sheet leads out of the drawing."))
    return found
