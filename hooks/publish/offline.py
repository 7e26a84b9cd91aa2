"""What does a reader need who has no network?  All pages in one zip, to be opened from disk.

From disk a browser shows no folder's index, so that links name it; it fetches nothing, so that
controls stay hidden and their data stay out. A link to what is not in the zip leads to the
published site, or, where its address is not known, nowhere: then it is text.
"""

import posixpath
import re
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote

from hooks.page.loads import loaded_by_css, scheme
from hooks.publish.archive import zipped

FILE = "offline.zip"
TAKEN = {".css", ".csv", ".html", ".js", ".md", ".py", ".svg", ".txt", ".woff2"}
LINK = re.compile(r'( (?:href|src))="([^"#?]*)([^"]*)"')
EARLY = re.compile(r'<link rel="preload"[^>]*>')  # from disk a browser has it, or refuses it
LOST = "404.html"  # its links begin at the site's root


def make(site: Path, book: str, address: str) -> bytes:
    """The zip of a built site, whose files are in a folder named after the book; `address` is
    where it is published, or empty."""
    (site / FILE).touch()  # pages lead to it, and it does not hold itself
    names = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    pages = {
        name: (site / name).read_text(encoding="utf-8")
        for name in names - {LOST}
        if name.endswith(".html")
    }
    there = {
        target
        for page, html in pages.items()
        for attribute, path, _ in LINK.findall(html)
        if (target := _target(page, path, names))
        and (attribute == " src" or posixpath.splitext(target)[1] in TAKEN)
    }
    for sheet in [target for target in there if target.endswith(".css")]:
        loads = loaded_by_css((site / sheet).read_text(encoding="utf-8"))
        there |= {_target(sheet, load, names) for load, _ in loads} - {""}

    def link(page: str, found: re.Match) -> str:
        attribute, path, rest = found.groups()
        target = _target(page, path, names)
        if target in there:
            index = (
                "" if target.endswith(unquote(posixpath.basename(path)) or "/") else "/index.html"
            )
            return f'{attribute}="{path.rstrip("/") if index else path}{index}{rest}"'
        if not target:  # it leads out of the site, or stays in the page
            return found[0]
        return f'{attribute}="{address}{quote(target)}{rest}"' if address else ""

    folder = re.sub(r"[^a-z0-9]+", "-", book.lower()).strip("-")
    files = {target: (site / target).read_bytes() for target in there}
    for page, html in pages.items():
        files[page] = LINK.sub(partial(link, page), EARLY.sub("", html)).encode()
    return zipped({f"{folder}/{path}": content for path, content in files.items()})


def _target(page: str, path: str, names: set[str]) -> str:
    """Which of a site's files an address in a page leads to; empty where it leads to none."""
    if not path or scheme(path) or path.startswith("/"):
        return ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    index = posixpath.normpath(f"{target}/index.html")
    return target if target in names else index if index in names else ""
