"""What does a page hold that nobody reads?  The indents that templates leave, the name spaces of
drawings and formulas, which HTML knows by itself, and what told the search to pass something over,
once its index is made."""

import re

KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
INDENT = re.compile(r"\n\s+")
UNREAD = re.compile(r'(<[a-z][^<>]*?) (?:xmlns="[^"]*"|data-search-exclude)(?=[ >])')


def lean(html: str) -> str:
    """A finished page without all that, where no browser heeds it."""
    parts = KEPT.split(html)  # what lies between, what is kept, and its tag, in turn
    for at in range(0, len(parts), 3):
        parts[at] = UNREAD.sub(r"\1", INDENT.sub("\n", parts[at]))
        if at + 2 < len(parts):
            parts[at + 2] = ""
    return "".join(parts)
