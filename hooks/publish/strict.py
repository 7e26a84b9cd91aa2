"""What does MkDocs only warn of, that must stop a build?

MkDocs counts warnings after a site is published, and `mkdocs build -q` does not count at all.
This handler on its logger makes each one a fault, with the line that it comes from.
"""

import logging
import re
from pathlib import Path

from hooks.faults import Fault
from hooks.press import Press
from hooks.publish.edited import edited
from hooks.source.verbatim import line_holding, lines_of

LINK = re.compile(r"Doc file '(.+?)' contains .*?'([^']+)'")
LEFT_OUT = re.compile(r"pages exist in the docs directory, but are not .*?:\n(.*)", re.DOTALL)
QUOTED = re.compile(r"['\"]([^'\"\n]+)['\"]")
FAILED = re.compile(r"Error (?:reading|building) page '(.+?)'")


class Strict(logging.Handler):
    """Listens from the start of a build until removed. `settings` is the file that set it up."""

    def __init__(
        self, press: Press, docs: Path, preview: bool = False, settings: Path | None = None
    ) -> None:
        super().__init__(logging.WARNING)
        self.press, self.docs, self.logger = press, docs, logging.getLogger("mkdocs")
        file = settings or press.root / "mkdocs.yml"
        self.settings = file.relative_to(press.root).as_posix()
        self.lines = lines_of(file.read_text("utf-8")) if file.is_file() else []
        for fault in press.told.unfilled(self.settings, self.lines, "the settings"):
            press.fault(fault)
        self.logger.addHandler(self)
        if preview and (stale := edited()):
            press.fault(stale)
        self.page = ""  # that MkDocs could not read or make
        if preview:  # MkDocs' own count would end `mkdocs serve` at the first broken link
            for handler in list(self.logger.handlers):
                if type(handler).__name__ == "CountHandler":
                    self.logger.removeHandler(handler)
        self.before = self.logger.level
        self.logger.setLevel(min(self.before, logging.WARNING) or logging.WARNING)  # -q hides them

    def emit(self, record: logging.LogRecord) -> None:
        """A broken link, a page that the nav leaves out, a plugin's complaint."""
        if failed := FAILED.match(record.getMessage()):  # the error itself is told elsewhere
            self.page = f"{self.docs.name}/{failed[1]}"
            return
        message = record.getMessage().rstrip(".")
        if link := LINK.match(message):
            file = self.docs / link[1]
            source = file.read_text("utf-8") if file.is_file() else ""
            address, mark, anchor = link[2].partition("#")
            self.press.told.link(f"{self.docs.name}/{link[1]}", mark + anchor or address)
            line = line_holding(source, f"]({link[2]}", link[2])
            self._say(f"{message}. Mend it or take it out.", f"{self.docs.name}/{link[1]}", line)
        elif left_out := LEFT_OUT.search(message):
            for page in re.findall(r"- (.+)", left_out[1]):
                why = f"'{self.docs.name}/{page}' is not in the nav. Add it there, or remove it."
                self._say(why, self.settings, self._line("nav:"))
        elif "'dirty' build" in message:
            why = "--dirty builds only what was edited, and leaves the rest of a site out of date."
            self._say(f"{why} Build without it.", "", 0)
        else:
            names = QUOTED.findall(message)
            for name in names if "'nav'" in message else ():
                self.press.told.link("", name)
            self._say(f"{message}. Mend it or take it out.", self.settings, self._line(*names))

    def _say(self, why: str, path: str, line: int) -> None:
        self.press.fault(Fault(why, path, line))

    def _line(self, *names: str) -> int:
        """The first line of the settings that holds one of these as a whole word."""
        for name in names:
            whole = re.compile(
                rf"\s*[^#\s].*?(?<![\w/.-]){re.escape(name)}(?![\w/.-])|{re.escape(name)}"
            )
            for number, line in enumerate(self.lines, 1):
                if whole.match(line):
                    return number
        return 1

    def remove(self) -> None:
        """Stop listening."""
        self.logger.removeHandler(self)
        self.logger.setLevel(self.before)
