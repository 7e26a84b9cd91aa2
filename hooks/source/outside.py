"""Which files that are to be published lie elsewhere?

A link in docs/ to a file of this machine would put that file on the web.
"""

from collections.abc import Iterable
from pathlib import Path

from hooks.faults import Fault
from hooks.press import Press
from hooks.source.handed import Files


def drop(files: Files, folders: Iterable[str | None], press: Press) -> None:
    """Take out of MkDocs' files those of these folders that are links out of them, or to nothing.
    Nothing reads them: one might never end."""
    homes = {folder: Path(folder).resolve() for folder in folders if folder}
    for file in list(files):
        if file.src_dir in homes and not file.inclusion.is_excluded():
            path, home = Path(file.src_dir, file.src_uri), homes[file.src_dir]
            if why := _stray(path, home):
                press.fault(Fault(why, path.relative_to(press.root).as_posix(), 1))
                files.remove(file)


def _stray(path: Path, home: Path) -> str:
    """What is wrong with where a file lies."""
    try:
        there = path.resolve(strict=True)
    except (OSError, RuntimeError):  # the second: a link to itself
        return "it is a link that leads nowhere. Mend or remove it."
    inside = there.is_relative_to(home)
    return "" if inside else f"it leads out of {home.name}/. Put a copy of the file there."
