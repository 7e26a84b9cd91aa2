"""What does git know of the project?"""

import subprocess
from contextlib import suppress
from pathlib import Path


def git(root: Path, *arguments: str) -> str | None:
    """What git says, or None outside a repository."""
    with suppress(OSError, subprocess.CalledProcessError):
        return (
            subprocess.run(
                ["git", *arguments], cwd=root, check=True, capture_output=True, text=True
            ).stdout.strip()
            or None
        )
    return None
