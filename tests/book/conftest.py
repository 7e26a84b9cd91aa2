"""Which figure of the book is a test about?"""

import pytest

from hooks.draw.markup import Figure
from tests.projects import Place, pressed


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """The one at the place that the test is named after, made by the first test that needs any."""
    place: Place = request.param
    made = pressed()
    assert place in made.figures, made.faults
    return made.figures[place]
