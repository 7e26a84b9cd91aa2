"""Is a picture in the colour of `off` just where the cause is taken away?"""

from types import SimpleNamespace

from generators.chart import role_of


def test_off_is_where_every_value_takes_the_cause_away():
    off = {"noise": 0.0, "blind": True}
    gone = SimpleNamespace(noise=0.0, blind=True)
    half, on = SimpleNamespace(noise=0.0, blind=False), SimpleNamespace(noise=1.0, blind=False)
    assert role_of(gone, off) == role_of(gone, off, "scored") == "off"
    assert role_of(half, off) == role_of(on, off) == "learned"
    assert role_of(on, off, "scored") == "scored"
