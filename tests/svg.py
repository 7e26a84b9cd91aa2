"""What does a path of an SVG draw?  Read as the standard says, not as the press writes."""

import re

PARTS = re.compile(r"([MmLlHhVvAaZz])([^A-Za-z]*)")


def strokes(d):
    """An SVG path as lists of points; arcs count by their ends."""
    assert "".join(command + numbers for command, numbers in PARTS.findall(d)) == d
    drawn, x, y = [], 0, 0
    for command, text in PARTS.findall(d):
        numbers = [int(n) for n in re.findall(r"-?\d+", text)]
        back = (x, y) if command.islower() else (0, 0)
        if command in "Zz":
            drawn[-1].append(drawn[-1][0])
            continue
        if command in "Hh":
            x = back[0] + numbers[0]
        elif command in "Vv":
            y = back[1] + numbers[0]
        else:
            x, y = back[0] + numbers[-2], back[1] + numbers[-1]
        if command in "Mm":
            drawn.append([])
        drawn[-1].append((x, y))
    return drawn
