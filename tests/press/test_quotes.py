"""Are quotes set as a typesetter sets them, and all else left as it is?"""

import pytest

from hooks.apparatus.quotes import typeset


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Price's equation", "Price’s equation"),
        ("the nets' aim", "the nets’ aim"),
        ('of "slow" and "fast"', "of “slow” and “fast”"),
        ("a 'usual' word", "a ‘usual’ word"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("the '90s", "the '90s"),
        ('5" of one', '5" of one'),
    ],
)
def test_as_it_is_set(written, set_):
    assert typeset(written) == set_
