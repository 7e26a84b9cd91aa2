"""What must hold of every finished page?

These are the promises that a reader's browser would break first: no request to another origin, no
script or style inline without need, nothing of the source's own marks left, no id twice.
"""

import re
from collections import Counter
from pathlib import Path

from hooks.faults import Fault

LOADS = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*?\bsrc=[\"']?((?:https?:)?//[^\"'\s>]+)|"
    r"<link\b(?![^>]*\brel=[\"']?(?:canonical|prev|next|alternate|license|author))"
    r"[^>]*?\bhref=[\"']?((?:https?:)?//[^\"'\s>]+)|"
    r"<object\b[^>]*?\bdata=[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
STYLE = re.compile(r"<[a-z][^>]*\sstyle=", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+=[\"']", re.IGNORECASE)
IDS = re.compile(r"<[a-z][^>]*?\sid=[\"']?([^\"'\s>]+)", re.IGNORECASE)
SHOWN = re.compile(r"<(script|style|code|pre)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
LEFT = re.compile(r"^\s*(?:<p>)?(/{3,}[ \w|-]*)|(\{\{[^}]*\}\})", re.MULTILINE)
CSS_LOADS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)


def check_page(html: str, path: str) -> list[Fault]:
    """The faults of one page, by the path of its source."""
    faults = []
    if load := LOADS.search(html):
        address = next(filter(None, load.groups()))
        faults.append(f"the page loads {address} from another origin. Keep a copy in docs/assets.")
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
    return [Fault(text, path) for text in faults]


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
    return faults
