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

    def __init__(self, press: Press, docs: Path, preview: bool = False) -> None:
        super().__init__(logging.WARNING)
        self.press, self.docs, self.logger = press, docs, logging.getLogger("mkdocs")
        self.logger.addHandler(self)
        if preview:  # MkDocs' own count would end `mkdocs serve` at the first broken link
            for handler in list(self.logger.handlers):
                if type(handler).__name__ == "CountHandler":
                    self.logger.removeHandler(handler)
        self.before = self.logger.level
        self.logger.setLevel(min(self.before, logging.WARNING) or logging.WARNING)  # -q hides them

    def emit(self, record: logging.LogRecord) -> None:
        """A broken link, a page that the nav leaves out, a plugin's complaint."""
        path, line, message = "mkdocs.yml", 1, record.getMessage().rstrip(".")
        if link := LINK.match(message):
            path, file = f"{self.docs.name}/{link[1]}", self.docs / link[1]
            source = file.read_text("utf-8") if file.is_file() else ""
            at = max(source.find(f"]({link[2]}"), 0) or max(source.find(link[2]), 0)
            line = source[:at].count("\n") + 1
        self.press.fault(Fault(f"{message}. Mend it or take it out.", path, line))

    def remove(self) -> None:
        """Stop listening."""
        self.logger.removeHandler(self)
        self.logger.setLevel(self.before)
