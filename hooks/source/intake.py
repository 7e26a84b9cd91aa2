"""Can every file of the book be read, before anything reads it for good?

MkDocs opens and copies whatever lies in docs/, and Markdown takes what it is given: a pipe, a
device or a page of nothing but brackets would stop a build for ever.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from hooks import reading
from hooks.faults import Fault
from hooks.press import Press
from hooks.source import front, limits, outside
from hooks.source.handed import File, Files

TEXTS = {".css", ".html", ".js", ".json", ".svg", ".xml"}


class Build(Protocol):
    """What this needs of the build that is under way."""

    press: Press
    docs: Path
    serving: bool


def take(files: Files, homes: Iterable[str | None], templates: Iterable[str], build: Build) -> None:
    """Look at every file, and give the press the sources of all pages. `homes` are the folders that
    no file may lead out of, `templates` those in which the theme looks for its own."""
    outside.drop(files, homes, build.press)
    check(files, templates, build.press)
    build.press.prepare(sources(files.documentation_pages(), build))


def check(files: Iterable[File], folders: Iterable[str], press: Press) -> None:
    """Look at what is copied as it is, and at the project's own templates, which lie in these
    folders; Fault where one is no file or no text, once all are looked at."""
    copied = [file for file in files if not file.is_documentation_page()]
    paths = [Path(file.abs_src_path) for file in copied if file.abs_src_path]
    for folder in map(Path, folders):
        if folder.is_relative_to(press.root):
            paths += [path for path in sorted(folder.rglob("*")) if not path.is_dir()]
    faults = []
    for path in paths:
        try:
            _look_at(path, press.root)
        except Fault as fault:
            faults.append(press.fault(fault))
    if faults:
        raise faults[0]


def sources(pages: Iterable[File], build: Build) -> dict[str, str]:
    """The sources of all pages, by path; Fault where one cannot be taken, once all are looked at.
    In a preview, which goes on, an empty page takes its place."""
    taken, faults = {}, []
    for page in pages:
        path = f"{build.docs.name}/{page.src_uri}"
        try:
            taken[path] = _page(page, build.press.root)
        except Fault as fault:
            faults.append(build.press.fault(fault.at(path, fault.line or 1)))
            page.content_string = taken[path] = ""
    if faults and not build.serving:
        raise faults[0]
    return taken


def _page(page: File, root: Path) -> str:
    if page.abs_src_path:
        source = reading.text(Path(page.abs_src_path), root)
    else:
        source = page.content_string
    for fault in limits.faults(source):
        raise fault
    front.read(source)
    return source


def _look_at(path: Path, root: Path) -> None:
    if path.suffix in TEXTS:
        reading.text(path, root)
    elif not path.is_file():
        place = reading.place_of(path, root)
        raise Fault("it is no regular file. Put one in its place.", place, 1)
