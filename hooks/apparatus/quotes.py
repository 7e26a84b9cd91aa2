"""How is a text set that does not go through Markdown?  Escaped, its quotes as those of the running
text, which Markdown's smarty sets."""

import re
from html import escape


def typeset(text: str) -> str:
    """The text as HTML, with typographic quotes."""
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    text = re.sub(r"(?<!\w)'(?=[A-Za-z])", "‘", text)
    return escape(re.sub(r"(?<=\w)'", "’", text), quote=False)
