"""What must hold of every finished page?

These are the promises that a reader's browser would break first: no request to another origin, no
script or style inline without need, nothing of the source's own marks left, no id twice, no link
within the site that leads nowhere (MkDocs looks at those in Markdown, not at those that we make).
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hooks.faults import Fault

TAG = r"<[a-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*?"  # up to an attribute: a > within quotes is text
AWAY = r"((?:https?:)?//[^\"'\s>,)]+)"
VALUE = rf"=\s*[\"']?\s*{AWAY}"
PASSIVE = "canonical|prev|next|alternate|license|author"
LOADS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{TAG}\s(?:src|poster|background){VALUE}",
        rf"{TAG}\ssrcset=[\"']?[^\"'>]*?(?<![\w:/]){AWAY}",
        rf"<object\b[^>]*\sdata{VALUE}",
        rf"<(?:image|use)\b[^>]*\s(?:xlink:)?href{VALUE}",
        rf"<link\b(?![^>]*\brel=[\"']?(?:{PASSIVE})\b)[^>]*?\bhref{VALUE}",
        rf"<style\b[^>]*>[^<]*?(?:url\(|@import)\s*[\"']?{AWAY}",
    )
]
PATHS = re.compile(r' d="[^"<>]*"')  # most of a page, and nothing in them can be wrong here
STYLE = re.compile(rf"{TAG}\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(
    rf"{TAG}\son[a-z]+\s*=|{TAG}\shref=[\"']?\s*javascript:(?!void\(0\))", re.IGNORECASE
)
IDS = re.compile(r"<[a-z][^>]*?\sid=[\"']?([^\"'\s>]+)", re.IGNORECASE)
SHOWN = re.compile(r"<(script|style|code|pre)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
LINK = re.compile(rf"{TAG}\shref=[\"']?(?![a-z]+:|/)([^\"'#?\s>]*)[^\"'#\s>]*(?:#([^\"'?\s>]*))?")
LEFT = re.compile(r"(?:^|>)\s*(/{3,}[ \w|-]*)|(\{\{[^}]*\}\})", re.MULTILINE)
CSS_LOADS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)


def check_page(html: str, path: str) -> list[Fault]:
    """The faults of one page, by the path of its source."""
    faults = []
    html = PATHS.sub("", html)
    for load in filter(None, (pattern.search(html) for pattern in LOADS)):
        faults.append(f"the page loads {load[1]} from another origin. Keep a copy in docs/assets.")
    if style := STYLE.search(html):
        faults.append(f"'{style[0][:60]}' carries an inline style. Use a class.")
    if handler := HANDLER.search(html):
        faults.append(f"'{handler[0][:60]}' carries an inline script. Bind it in docs/assets.")
    twice = [name for name, count in Counter(IDS.findall(html)).items() if count > 1]
    if twice:
        faults.append(f"the id '{twice[0]}' stands twice in the page. Rename one.")
    if left := LEFT.search(SHOWN.sub("", html)):
        faults.append(
            f"'{left[1] or left[2]}' was left in the page as it stands in the source. "
            "Mend the block or the fact, or escape it."
        )
    return [Fault(text, path, 1) for text in faults]


def check_site(folder: Path) -> list[Fault]:
    """The faults of the built folder itself."""
    faults = []
    if not (folder / "index.html").is_file():
        faults.append(Fault("the site has no index.html. Add docs/index.md."))
    for sheet in sorted(folder.rglob("*.css")):
        if load := CSS_LOADS.search(sheet.read_text(encoding="utf-8")):
            faults.append(
                Fault(
                    f"it loads {load[1]} from another origin. Keep a copy beside it.",
                    str(sheet.relative_to(folder)),
                )
            )
    return [*faults, *check_links(folder)]


def check_links(folder: Path) -> Iterator[Fault]:
    """The links of a built folder that lead to no file of it, or to no id in that file."""
    pages = {
        file.relative_to(folder).as_posix(): PATHS.sub("", file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.html"))
    }
    ids = {page: set(IDS.findall(html)) for page, html in pages.items()}
    for page, html in pages.items():
        for address, place in sorted(set(LINK.findall(html))):
            to = posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
            to = to if address else page
            if (folder / to).is_dir():
                to = posixpath.normpath(f"{to}/index.html")
            if not (folder / to).is_file() or (place and place not in ids.get(to, (place,))):
                where = f"{address}#{place}" if place else address
                yield Fault(f"a link leads to '{where}', which is not there. Mend it.", page)
