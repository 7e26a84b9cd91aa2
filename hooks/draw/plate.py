"""How does a figure look where it stands alone: in a gallery, a slide, a link that is shared?

As one SVG with its own style sheet, light, with its finding above and what its marks mean. A plate
is as wide as a phone; a card has the shape that links are shown in.
"""

import textwrap
from html import escape

from hooks.draw import poster
from hooks.draw.chart import WIDTH
from hooks.draw.legend import Key, keys
from hooks.draw.poster import TENTHS

PAPER, INK, SOFT, RULE = "#fbf9f4", "#201d18", "#5c564b", "#d9d2c3"
ROLES = {  # colour, and dashes in units of the picture, as in book.css
    "wanted": ("#0061a8", ""),
    "scored": ("#b34700", "7 3"),
    "learned": ("#8f3f7a", "2 3"),
    "off": ("#00694f", "10 3 2 3"),
    "ink": (SOFT, "1 3"),
}
SHADES = (0.03, 0.1, 0.17, 0.24, 0.3, 0.37, 0.44, 0.5)  # as in book.css: words are read on them
CARD = (1200, 630)
EDGE, STEP, KEY = 12, 20, 18  # units of a plate: its margin, a line of its title, of its legend
SIDE = 8  # units beside its picture, as a last tick's words reach beyond the plot
LINE = 40  # signs in a line of its title


def _style() -> str:
    """For every viewer of SVG: no variables, no selectors that only browsers know."""
    roles = "".join(
        f".{role}{{color:{colour}}}.line.{role}{{stroke-dasharray:{_tenths(dash) or 'none'}}}"
        f".label.{role} text{{fill:{INK if role == 'ink' else colour}}}"
        for role, (colour, dash) in ROLES.items()
    )
    shades = "".join(f".shade{n}{{opacity:{o}}}" for n, o in enumerate(SHADES))
    return (
        f"text{{font-family:Inter,system-ui,sans-serif;fill:{SOFT}}}"
        f".say{{font-weight:600;fill:{INK}}}.sim-poster{{font-size:120px}}"
        "path{fill:none;stroke:currentColor}"
        f".grid{{stroke:{RULE};stroke-width:10px}}.axis{{stroke:{SOFT};stroke-width:10px}}"
        ".side,.label text{dominant-baseline:central}"
        ".label.top text{dominant-baseline:text-after-edge}"
        ".label.bottom text{dominant-baseline:text-before-edge}"
        f".label text{{font-weight:600;paint-order:stroke;stroke:{PAPER};stroke-width:40px;"
        f"stroke-linejoin:round;fill:{INK}}}"
        ".line{stroke-width:24px;stroke-linejoin:round}.line.ink{stroke-width:15px}"
        f"{roles}.line.faint{{stroke-width:10px;stroke-dasharray:none;opacity:.32}}"
        ".dots{stroke-linecap:round;opacity:.85}.dots.faint{opacity:.5}.ring{stroke-width:24px}"
        f".thing{{fill:{PAPER};stroke-width:15px;stroke-linecap:round;stroke-linejoin:round}}"
        f".thing.faint{{opacity:.45}}.thing.ink{{color:{INK}}}.band,.bars,.heat{{fill:currentColor;stroke:none}}"
        f".crowd.ink{{color:{INK}}}.crowd.paper{{stroke:{PAPER}}}.eye{{stroke-linecap:round}}"
        f".band{{opacity:.22}}.bars.faint{{opacity:.4}}{shades}"
    )


def _tenths(dash: str) -> str:
    return " ".join(str(int(part) * TENTHS) for part in dash.split())


def plate(view: dict, scale: int = 1) -> str:
    """The figure with its finding above and its legend below, so many times as large."""
    lines = _wrapped(view["say"], LINE)
    above, high = EDGE + STEP * len(lines), view["spec"]["height"]
    body = _lines(lines, EDGE, EDGE + 14, 15, STEP, "say") + _picture(view, SIDE, above, WIDTH)
    body += _legend(keys(view["spec"]), EDGE, above + high + 12)
    return _svg(body, *size(view), view, scale)


def size(view: dict) -> tuple[int, int]:
    """How wide and how high a plate is."""
    said, named = len(_wrapped(view["say"], LINE)), len(keys(view["spec"]))
    return WIDTH + 2 * SIDE, EDGE + STEP * said + view["spec"]["height"] + KEY * named + EDGE


def card(view: dict, book: str) -> str:
    """The figure for who sees a link to it: finding, legend and the book's name at its left."""
    wide, tall = CARD
    high = view["spec"]["height"]
    across = round(min(700, (tall - 60) * WIDTH / high))
    left = wide - across - 30
    lines = _wrapped(view["say"], (left - 70) // 20)
    body = _lines(lines, 40, 84, 38, 48, "say")
    body += _legend(keys(view["spec"]), 40, 84 + 48 * len(lines), 1.9)
    body += _lines([book], 40, tall - 40, 26, 0, "")
    body += _picture(view, left, round((tall - across * high / WIDTH) / 2), across)
    return _svg(body, wide, tall, view)


def _svg(body: str, wide: int, tall: int, view: dict, scale: int = 1) -> str:
    shaded = any(trace["mark"] == "heat" for trace in view["spec"]["traces"])
    style = _style() + ".label text{stroke:none}" * shaded
    shown = f'width="{wide * scale}" height="{tall * scale}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {shown} '
        f'viewBox="0 0 {wide * TENTHS} {tall * TENTHS}"><title>{escape(view["say"])}</title>'
        f'<style>{style}</style><rect width="100%" height="100%" fill="{PAPER}"/>{body}</svg>'
    )


def _picture(view: dict, x: int, y: int, wide: int) -> str:
    tall = wide * view["spec"]["height"] / WIDTH
    place = (
        f'x="{x * TENTHS}" y="{y * TENTHS}" width="{wide * TENTHS}" height="{tall * TENTHS:.0f}"'
    )
    return poster.svg(view["frame"], view["marks"], view["spec"], place)


def _legend(named: list[Key], x: int, y: int, zoom: float = 1) -> str:
    """A line for each mark that has a name."""
    parts = []
    for number, (css, shape, name, _) in enumerate(named):
        parts.append(
            f'<g transform="translate({x * TENTHS} {round((y + KEY * zoom * number) * TENTHS)}) '
            f'scale({zoom})"><path class="{css}" {shape}/>'
            f'<text x="300" y="90" font-size="120">{escape(name)}</text></g>'
        )
    return "".join(parts)


def _lines(lines: list[str], x: int, y: int, size: int, step: int, css: str) -> str:
    spans = "".join(
        f'<tspan x="{x * TENTHS}" y="{(y + step * number) * TENTHS}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text class="{css}" font-size="{size * TENTHS}">{spans}</text>'


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
