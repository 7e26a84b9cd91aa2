"""What does a page hold that nobody reads?  The indents that templates leave."""

import re

KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
INDENT = re.compile(r"\n\s+")


def lean(html: str) -> str:
    """A finished page without blank lines and indents, where no browser shows them."""
    parts = KEPT.split(html)  # what lies between, what is kept, and its tag, in turn
    for at in range(0, len(parts), 3):
        parts[at] = INDENT.sub("\n", parts[at])
        if at + 2 < len(parts):
            parts[at + 2] = ""
    return "".join(parts)
