"""What does the press need of the files that whoever builds the site hands over?

MkDocs has many more words for them; these are all that anything here asks for.
"""

from collections.abc import Callable, Iterable
from typing import Protocol


class Inclusion(Protocol):
    """Whether a file is to be published."""

    def is_excluded(self) -> bool:
        """It is not."""


class File(Protocol):
    """A file of the book; one that a plugin made has no path, and lies in no folder."""

    src_dir: str | None
    src_uri: str
    abs_src_path: str | None
    content_string: str
    inclusion: Inclusion
    is_documentation_page: Callable[[], bool]


class Files(Iterable[File], Protocol):
    """All of them."""

    def remove(self, file: File) -> None:
        """Have one not published."""

    def documentation_pages(self) -> Iterable[File]:
        """Those that Markdown makes."""
