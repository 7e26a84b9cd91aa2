"""What does MkDocs only warn of, that must stop a build?

MkDocs counts warnings after a site is published, and `mkdocs build -q` does not count at all.
This handler on its logger makes each one a fault, with the line that it comes from.
"""

import logging
import re
from pathlib import Path

from hooks.faults import Fault
from hooks.press import Press

LINK = re.compile(r"Doc file '(.+?)' contains .*?'([^']+)'")


class Strict(logging.Handler):
    """Listens from the start of a build until removed."""

    def __init__(self, press: Press, docs: Path) -> None:
        super().__init__(logging.WARNING)
        self.press, self.docs = press, docs
        logging.getLogger("mkdocs").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """A broken link, a page that the nav leaves out, a plugin's complaint."""
        path, line, message = "mkdocs.yml", 1, record.getMessage().rstrip(".")
        if link := LINK.match(message):
            path, source = f"{self.docs.name}/{link[1]}", (self.docs / link[1]).read_text("utf-8")
            line = source[: max(0, source.find(link[2]))].count("\n") + 1
        self.press.fault(Fault(f"{message}. Mend it or take it out.", path, line))

    def remove(self) -> None:
        """Stop listening."""
        logging.getLogger("mkdocs").removeHandler(self)
