"""Is each thing of the orchard one path, in its square, alike wherever it stands?"""

import re

import pytest

from hooks.draw.pictograms import THINGS, drawn

STEP = re.compile(r"([Mmlchvaz])([^A-Za-z]*)")
NUMBER = re.compile(r"-?\d+")
TAKES = {"M": 2, "m": 2, "l": 2, "c": 6, "h": 1, "v": 1, "a": 7, "z": 0}


def ends(path):
    """Where each step of a path ends; its curves' control points are not looked at."""
    x = y = 0
    first, found = (0, 0), []
    for name, values in STEP.findall(path):
        numbers = [int(number) for number in NUMBER.findall(values)]
        size = TAKES[name]
        assert len(numbers) % (size or 1) == 0, (name, values)
        for at in range(0, len(numbers), size or 1):
            part = numbers[at : at + size]
            if name == "M":
                x, y = part
            elif name in "hv":
                x, y = x + part[0] * (name == "h"), y + part[0] * (name == "v")
            else:
                x, y = x + part[-2], y + part[-1]
            found.append((x, y))
        if name == "z":
            x, y = first
        if name in "Mm":
            first = (x, y)
    return found


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_stands_in_its_square(name):
    path = drawn(name, 1000, 2000, 240)
    assert path.startswith("M1000 2000")
    for x, y in ends(path):
        assert 1000 - 125 <= x <= 1000 + 125
        assert 2000 - 125 <= y <= 2000 + 125


@pytest.mark.parametrize("name", THINGS)
def test_only_its_beginning_differs_from_place_to_place(name):
    here, there = drawn(name, 10, 20, 200), drawn(name, -30, 7, 200)
    assert here.removeprefix("M10 20") == there.removeprefix("M-30 7")


@pytest.mark.parametrize("name", THINGS)
def test_its_size_is_as_asked(name):
    small, large = (ends(drawn(name, 0, 0, size))[1:] for size in (240, 480))
    for one, other in zip(small, large, strict=True):
        assert other == pytest.approx([2 * n for n in one], abs=12)  # whole units, step by step
