"""May the preview stand at its address?"""

import functools
import socket


@functools.cache  # asked once, as the preview itself stands there from then on
def claim(host: str, port: int) -> None:
    """End with one line where something else stands there; MkDocs would end in a traceback."""
    try:
        socket.create_server((host, port)).close()
    except OSError as why:
        reason = (why.strerror or str(why)).partition(" (")[0]
        raise SystemExit(
            f"The preview cannot stand at {host}:{port} ({reason}). End what stands there, or "
            f"choose another port: PORT={port + 1} make serve"
        ) from None
