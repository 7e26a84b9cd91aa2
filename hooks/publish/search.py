"""By which words is a page found, beside those that stand in it?

By the keywords in its front matter: the field's words and the readers', which the page itself may
never use. They go into the index that the theme's search has written, to the entry of the page and
not to those of its sections, so that a result lists only sections that hold what was asked for.
"""

import json
from pathlib import Path


def add_keywords(site: Path, keywords: dict[str, list[str] | None]) -> None:
    """Write the keywords of pages, by the file of each built page, into a built site's index."""
    index = site / "search" / "search_index.json"
    if not index.is_file():  # a site without search
        return
    data = json.loads(index.read_text(encoding="utf-8"))
    for entry in data["docs"]:
        if words := keywords.get(f"{entry['location']}index.html"):
            entry["keywords"] = words
    index.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
