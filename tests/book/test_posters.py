"""Is every poster of the book small, whole and free of looks?"""

import re
import xml.etree.ElementTree as etree

import pytest

from hooks.draw import poster
from tests.projects import places

MOST = 6 * 1024  # bytes
BOOK = pytest.mark.parametrize("figure", places(), ids=str, indirect=True)


@BOOK
def test_posters_in_the_page_are_small(figure):
    """The picture, and its twin with the cause off."""
    posters = re.findall('<svg class="sim-poster".*?</g></svg>', figure.head)
    assert len(posters) == 1 + bool(figure.simulation.cause_off and figure.pictured)
    assert [len(text.encode()) for text in posters if len(text.encode()) > MOST] == []


@BOOK
def test_poster_has_classes_instead_of_looks(figure):
    """At any setting: valid XML, no colour, no style, nothing that acts."""
    allowed = {
        "class",
        "viewBox",
        "role",
        "d",
        "x",
        "y",
        "width",
        "height",
        "text-anchor",
        "stroke-width",
        "stroke-dasharray",
    }
    for cell in figure.cells:
        view = cell["views"][figure.call.view]
        attributes = 'xmlns="http://www.w3.org/2000/svg" role="img"'
        text = poster.svg(view["frame"], view["marks"], view["spec"], attributes)
        elements = list(etree.fromstring(text).iter())
        assert {name for element in elements for name in element.attrib} <= allowed
        assert {e.tag.partition("}")[2] for e in elements} <= {"svg", "g", "path", "text"}
        assert not re.search(r"#[0-9a-fA-F]{3}|rgba?\(|hsl", text)
