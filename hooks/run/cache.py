"""Is this piece finished already?  Entries are named by what they were made from.

An entry is JSON with a checksum in its first line. Anything odd - a flipped bit, a cut file,
another format - is a miss and never a fault; nothing from the cache is ever executed.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from hooks import reading
from hooks.faults import Fault
from hooks.run import shape


class Cache:
    """A folder of finished pieces."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> dict | None:
        """The piece, or None."""
        with suppress(Fault):
            checksum, _, body = reading.content(self._file(key), self.folder).partition(b"\n")
            if hashlib.sha256(key.encode() + body).hexdigest().encode() == checksum:
                return shape.read(shape.Piece, body)
        return None

    def put(self, key: str, piece: dict) -> None:
        """Write beside, then rename: a reader sees the whole entry or none. Fault where the folder
        takes none."""
        body = json.dumps(piece, separators=(",", ":")).encode()
        checksum = hashlib.sha256(key.encode() + body).hexdigest().encode()
        beside = self._file(key).with_suffix(f".{os.getpid()}.tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(checksum + b"\n" + body)
            beside.replace(self._file(key))
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            raise Fault(
                f"what was measured cannot be kept there ({error.strerror or error}). Make it a "
                "folder that can be written, and room on its disk.",
                "/".join(self.folder.parts[-2:]),
            ) from None

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def key_of(*parts: object) -> str:
    """A file name for everything that a piece depends on."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:40]
