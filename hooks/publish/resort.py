"""What is said of an error that nobody foresaw?  One line that says where, and what to try.

The traceback is for whoever mends the press: PRESS_TRACEBACK=1 shows it.
"""

import errno
import os
import sys
import traceback
from pathlib import Path

from hooks.faults import Fault
from hooks.publish.strict import Strict
from hooks.reading import place_of

SWITCH = "PRESS_TRACEBACK"
REMEDIES = {
    errno.ENOSPC: "Make room on its disk.",
    errno.EFBIG: "Make room on its disk.",
    errno.EDQUOT: "Make room on its disk.",
    errno.EROFS: "Make its disk writable.",
    errno.EACCES: "Mend its permissions.",
    errno.EPERM: "Mend its permissions.",
}


def report(error: Exception, strict: Strict | None) -> str:
    """What a build says that an error ended, which hears no more: all its faults, and this one
    among them. The traceback comes before, where it was asked for."""
    if os.environ.get(SWITCH) == "1":
        traceback.print_exception(error)
    if strict is None:  # it had not begun
        return str(fault_of(error, Path.cwd()))
    strict.remove()
    press = strict.press
    if not isinstance(error, SystemExit):  # which is how one ends a build that has faults
        press.fault(fault_of(error, press.root, strict.page))
    return press.report_of_faults()


def insist() -> None:
    """Leave with an error where the build is on its way out as if all were well, because something
    in it called exit."""
    leaving = sys.exception()
    if isinstance(leaving, SystemExit) and not leaving.code:
        sys.exit("Something called exit before the site was built. Take that out.")


def fault_of(error: Exception, root: Path, page: str = "") -> Fault:
    """An error as a fault: at the last line of the project that it came through, or in the page
    that was being made, or in the settings."""
    if isinstance(error, Fault):
        return error.at("mkdocs.yml", 1)
    remedy = f"Mend it; with {SWITCH}=1 the build shows how it came to this."
    path, line = _place(error, root) or (page or "mkdocs.yml", 1)
    said = f"{type(error).__name__}: {error}".rstrip(" .:")
    if isinstance(error, OSError) and error.errno in REMEDIES:
        said, remedy = error.strerror or said, REMEDIES[error.errno]
        path = place_of(Path(os.fsdecode(error.filename)), root) if error.filename else "site"
        line = 0
    return Fault(f"{said}. {remedy}", path, line)


def _place(error: Exception, root: Path) -> tuple[str, int] | None:
    """A template's frames bear its own name and lines, and so does what it has no syntax for. The
    press does not blame itself: it was given something that it does not know."""
    frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if name and line:
        frames = [(name, line)]
    for name, line in reversed(frames):
        path = Path(name)
        hidden = any(part.startswith(".") for part in path.parts)
        place = place_of(path, root)
        if path.is_relative_to(root) and not hidden and not place.startswith("hooks/"):
            return place, line or 1
    return None
