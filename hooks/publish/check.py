"""What must hold of every finished page?

These are the promises that a reader's browser would break first: no request to another origin, no
script or style inline but the theme's, nothing of the source's own marks left, no id twice, no link
within the site that leads nowhere (MkDocs looks at those in Markdown, not at those in HTML or those
that we make). A page is read as a browser reads it.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from urllib.parse import unquote

from turbohtml import Element, parse

from hooks.faults import Fault
from hooks.page.loads import SETS, SOURCES, away, loaded, loaded_by_css, scheme
from hooks.publish.policy import inline

FOREIGN = {"applet", "base", "embed", "fencedframe", "frame", "iframe", "object", "portal", "style"}
SAID = {"content-security-policy", "content-type", "x-ua-compatible"}  # of <meta http-equiv>
RUNS = {"javascript", "vbscript", "data"}  # schemes of links
NOTHING = "javascript:void(0)"  # where the theme's search leads
WATCHED = {"id", "style", "href", *SOURCES, *SETS}
WATCHED_TAGS = {*FOREIGN, "meta"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SHOWN = re.compile(r"<(script|style|code|pre)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
LEFT = re.compile(r"(?:^|>)\s*(/{3,}[ \w|-]*)|(\{\{[^}]*\}\})", re.MULTILINE)

TAG = re.compile(r"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>?")
LEADING = "[href], [src], [srcset], [poster], [data], h1, h2, h3, h4, h5, h6"

Place = Callable[[str, str], int]  # a tag as it stands, and the heading before it -> a line
SitePlace = Callable[[str, str, str], tuple[str, int]]  # built page, tag, heading -> path, line


def check_page(
    html: str, path: str, known: Container[str] = (), place: Place = lambda tag, heading: 1
) -> list[Fault]:
    """The faults of one page, by the path of its source; `known` are the inline scripts that it may
    hold, `place` says where in its source something stands."""
    document, heading, lines = parse(html), "", html.split("\n")
    faults: list[Fault] = []
    ids: Counter[str] = Counter()
    for element in document.iter_elements():
        if element.tag in HEADINGS:
            heading = element.text
        names = list(element.attrs)
        if element.tag not in WATCHED_TAGS and WATCHED.isdisjoint(names) and not _handles(names):
            continue  # most of a page: paths and texts
        attributes = {name: _text(value) for name, value in element.attrs.items()}
        if name := attributes.get("id"):
            ids[name] += 1
            if ids[name] == 2:
                tag = _tag(element, lines)
                why = f"the id '{name}' stands twice in the page. Rename one."
                faults.append(Fault(why, path, place(tag, heading)))
        for why in _wrong(element, attributes):
            tag = _tag(element, lines)
            faults.append(Fault(why.replace("{tag}", _short(tag)), path, place(tag, heading)))
    for script in inline(document):
        if script not in known:
            tag = f"<script>{script}"
            why = f"{_short(tag)} is no script of the theme's. Take it out, or list its template."
            faults.append(Fault(why, path, place(tag, "")))
    if left := LEFT.search(SHOWN.sub("", html)):
        text = left[1] or left[2]
        faults.append(
            Fault(
                f"'{text}' was left in the page as it stands in the source. "
                "Mend the block or the fact, or escape it.",
                path,
                place(text, ""),
            )
        )
    return faults


def _wrong(element: Element, attributes: dict[str, str]) -> Iterator[str]:
    """What is wrong with one element, as sentences in which its tag is to be quoted."""
    if element.tag in FOREIGN:
        yield "{tag} has no place in a page of this site. Take it out."
    if element.tag == "meta" and attributes.get("http-equiv", "content-type").lower() not in SAID:
        yield "{tag} leads a reader elsewhere, or gives orders to the browser. Take it out."
    for address in filter(away, loaded(element.tag, attributes)):
        address = address.strip()[:80]
        yield f"the page loads {address} from another origin. Keep a copy in docs/assets."
    for name, value in attributes.items():
        if name == "style":
            yield "{tag} carries an inline style. Use a class."
        elif name.startswith("on"):
            yield "{tag} carries an inline script. Bind it in docs/assets."
        elif name in ("href", "xlink:href", "action", "formaction", "src"):
            runs = scheme(value) in (RUNS if name != "src" else RUNS - {"data"})
            if runs and value != NOTHING:
                yield "{tag} carries an inline script. Bind it in docs/assets."


def _handles(names: list[str]) -> bool:
    return any(name.startswith("on") for name in names)


def _text(value: str | list[str] | None) -> str:
    return " ".join(value) if isinstance(value, list) else value or ""


def _tag(element: Element, lines: list[str]) -> str:
    """An element's tag as it stands in the page; one that the browser adds stands nowhere."""
    if element.position is not None:
        line, column = element.position
        rest = "\n".join([lines[line - 1][column:], *lines[line : line + 20]])
        if tag := TAG.match(rest):
            return tag[0]
    return f"<{element.tag}>"


def _short(tag: str) -> str:
    text = " ".join(tag.split())
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def check_site(
    folder: Path, place: SitePlace = lambda page, tag, heading: (page, 1)
) -> list[Fault]:
    """The faults of the built folder itself; `place` says from which line of which source a tag of
    a built page comes."""
    faults = []
    if not (folder / "index.html").is_file():
        faults.append(Fault("the site has no index.html. Add docs/index.md."))
    for sheet in sorted(folder.rglob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        name = sheet.relative_to(folder).as_posix()
        for load, line in loaded_by_css(text):
            if away(load):
                why = f"it loads {load.strip()[:80]} from another origin. Keep a copy beside it."
                faults.append(Fault(why, place(name, "", "")[0], line))
    return [*faults, *check_links(folder, place)]


def check_links(folder: Path, place: SitePlace) -> Iterator[Fault]:
    """What leads or loads from a folder's pages to no file of it, or to no id in that file."""
    pages = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*.html"))
    }
    trees = {page: parse(html) for page, html in pages.items()}
    ids = {
        page: {_text(e.attrs.get("id", e.attrs.get("name"))) for e in tree.select("[id], a[name]")}
        for page, tree in trees.items()
    }
    for page, tree in trees.items():
        heading = ""
        told: set[str] = set()
        for element in tree.select(LEADING):
            if element.tag in HEADINGS:
                heading = element.text
                continue
            attributes = {name: _text(value) for name, value in element.attrs.items()}
            leads = [attributes["href"]] if "href" in attributes else []
            for lead in {*leads, *loaded(element.tag, attributes)} - told:
                if not scheme(lead) and not _there(lead, page, folder, ids):
                    told.add(lead)
                    tag = _tag(element, pages[page].split("\n"))
                    why = f"a link leads to '{lead}', which is not there. Mend it."
                    yield Fault(why, *place(page, tag, heading))


def _there(lead: str, page: str, folder: Path, ids: dict[str, set[str]]) -> bool:
    """Whether an address within the site, as it stands in a page, leads to something."""
    address, _, name = lead.strip().partition("#")
    address, name = unquote(address.partition("?")[0]), unquote(name.partition("?")[0])
    if address.startswith("/"):
        return True  # from the host's root, which is not ours to know
    to = posixpath.normpath(posixpath.join(posixpath.dirname(page), address)) if address else page
    if (folder / to).is_dir():
        to = posixpath.normpath(f"{to}/index.html")
    return (folder / to).is_file() and (not name or name in ids.get(to, (name,)))
