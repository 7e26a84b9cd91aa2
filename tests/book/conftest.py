"""Which figure of the book is a test about, and what was seen of its pages?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hooks.draw.markup import Figure
from tests.book import visits as looks
from tests.conftest import made_once
from tests.projects import Place, pressed


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """The one at the place that the test is named after, made by the first test that needs any."""
    place: Place = request.param
    made = pressed()
    assert place in made.figures, made.faults
    return made.figures[place]


@pytest.fixture(scope="session")
def visits(
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
    book: Path,
    served: Callable[[Path], str],
) -> dict[str, dict]:
    """What was seen of each page, by the worker that asked first."""

    def make(folder: Path) -> None:
        seen = looks.visits(request.getfixturevalue("browser"), book, served(book))
        (folder / "visits.json").write_text(json.dumps(seen), "utf-8")

    return json.loads((made_once(tmp_path_factory, "visits", make) / "visits.json").read_text())
