"""What does a page hold that nobody reads?  The indents that templates leave, and the name spaces
of drawings and formulas, which HTML knows by itself."""

import re

KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
INDENT = re.compile(r"\n\s+")
SPACE = re.compile(r'(<(?:svg|math)\b[^>]*?) xmlns="[^"]*"')


def lean(html: str) -> str:
    """A finished page without blank lines, indents and name spaces, where no browser heeds them."""
    parts = KEPT.split(html)  # what lies between, what is kept, and its tag, in turn
    for at in range(0, len(parts), 3):
        parts[at] = SPACE.sub(r"\1", INDENT.sub("\n", parts[at]))
        if at + 2 < len(parts):
            parts[at + 2] = ""
    return "".join(parts)
