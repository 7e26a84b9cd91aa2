"""Is the code that runs still the code that stands there?

A preview rebuilds the book as it is edited, with the press that it was started with.
"""

import hashlib
from pathlib import Path

from hooks.faults import Fault

HERE = Path(__file__).parents[1]


def _state() -> dict[Path, str]:
    return {
        file.relative_to(HERE): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(HERE.rglob("*.py"))
    }


RUNNING = _state()


def edited() -> Fault | None:
    """The fault of a preview whose press was edited since it was started."""
    now = _state()
    changed = [str(name) for name in sorted(now | RUNNING) if now.get(name) != RUNNING.get(name)]
    if not changed:
        return None
    return Fault(
        "this preview still runs the code that it was started with. Stop it, and run 'make serve' "
        "again.",
        f"{HERE.name}/{changed[0]}",
        1,
    )
