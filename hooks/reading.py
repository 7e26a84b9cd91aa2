"""Can this file be read, whole, and in the time that a file of a book may take?

In its place may stand a pipe or a device, which never end, a folder, or what is no text.
"""

import os
import stat
from pathlib import Path

from hooks.faults import Fault

MOST = 64 << 20  # bytes of one file


def content(path: Path, root: Path, most: int = MOST) -> bytes:
    """The bytes of a regular file of at most so many; Fault, by its path within `root`."""
    place = place_of(path, root)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would keep us waiting
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Fault("it is no regular file. Put one in its place.", place, 1)
            found = file.read(most + 1)  # some that call themselves regular never end, either
    except IsADirectoryError:
        raise Fault("it is a folder. Put a file in its place.", place, 1) from None
    except OSError as error:
        raise Fault(f"it cannot be read ({error.strerror}). Mend or remove it.", place, 1) from None
    if len(found) > most:
        raise Fault(f"it holds more than {most:,d} bytes. Split or shorten it.", place, 1)
    return found


def text(path: Path, root: Path, most: int = MOST) -> str:
    """The text of a file; Fault at the line of what is not UTF-8."""
    found = content(path, root, most)
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found[: error.start].count(b"\n") + 1
        why = f"byte 0x{found[error.start]:02x} is no UTF-8. Save the file as UTF-8."
        raise Fault(why, place_of(path, root), line) from None


def place_of(path: Path, root: Path) -> str:
    """How a fault names a file."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
