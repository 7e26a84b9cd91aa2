"""What is the HTML of one figure?

Everything that a reader needs stands in the page without a script: the sentence, the picture, its
twin with the cause off, the numbers. The script steps through the data file that `data-sim` names.
"""

import json
from html import escape

from hooks.draw import datafile, guess, legend, plate, play, poster, tables
from hooks.faults import Fault, suggest
from hooks.offer.catalogue import Call
from hooks.offer.signature import Parameter, Simulation

PLOTLY = "assets/plotly/plotly.min.js"
OPTIONS = [*guess.OPTIONS, *play.OPTIONS]
FEW = 4  # values that fit side by side on a phone


class Figure:
    """One figure in a page: `head` and `tail` stand before and after its caption.

    `base` leads from the page to the root of the site, where `files` belong (see datafile).
    """

    def __init__(
        self,
        call: Call,
        simulation: Simulation,
        cells: list[dict],
        ident: str,
        base: str,
        files: dict[str, tuple[str, bytes]],
        options: dict[str, str] | None = None,
        pictured: bool = True,
        runnable: str = "",
    ) -> None:
        self.call, self.simulation, self.cells = call, simulation, cells
        self.ident, self.base = ident, base
        self.files: dict[str, bytes] = dict(files.values())
        self.address = {kind: address for kind, (address, _) in files.items()}
        self.links = {kind: base + address for kind, address in self.address.items()}
        start = datafile.start(call, cells)
        self.cell, self.view = cells[start], cells[start]["views"][call.view]
        self.twin = cells[start + 1]["views"][call.view] if simulation.cause_off else None
        self.pictured = pictured  # whether the twin stands there as a picture or as a sentence
        self.runnable = runnable  # the file that runs it by hand
        asked = options or {}
        for name in asked:
            if name not in OPTIONS:
                raise Fault(f"a figure takes no option '{name}'. {suggest(name, OPTIONS)}")
        self.guess = guess.guess(_among(guess.OPTIONS, asked), self.cell, self.view["spec"])
        self.play = play.play(
            _among(play.OPTIONS, asked),
            [cell["views"][call.view] | cell for cell in cells],
            [name for name in call.over if len(simulation.parameters[name].grid) > FEW],
        )
        if self.guess and not self._sliders():
            raise Fault(
                "a guess needs a slider as the first control. Name an argument of five values or "
                "more first after 'over'."
            )

    @property
    def plate_size(self) -> tuple[int, int]:
        """How wide and how high its plate is."""
        return plate.size(self.view)

    @property
    def attributes(self) -> dict[str, str]:
        """Of the <figure> itself."""
        plans = {"data-guess": self.guess and self.guess.plan, "data-play": self.play}
        return {
            name: json.dumps(plan, separators=(",", ":")) for name, plan in plans.items() if plan
        } | {
            "class": "sim",
            "id": self.ident,
            "data-sim": self.links["steps"],
            "aria-labelledby": f"{self.ident}-say",
        }

    @property
    def head(self) -> str:
        """Title, legend, picture, controls and twin."""
        sentence = escape(self.view["say"])
        # It changes while a slider moves, and is spoken by a status of its own once that rests.
        live = 'role="status" aria-live="off"'
        say = f'<p class="sim-say" id="{self.ident}-say" {live}>{sentence}</p>'
        shape = f'aria-label="{escape(self._subject)}" aria-describedby="{self.ident}-say"'
        picture = _picture(self.view, shape)
        ruler = self.guess.ruler if self.guess else ""
        plot = f'<div class="sim-plot" data-search-exclude>{picture}{ruler}</div>'
        return self._title(say) + self._legend() + plot + self._controls() + self._twin()

    @property
    def _subject(self) -> str:
        """What the picture is of, as its view says."""
        return self.simulation.views[self.call.view or ""] or self.call.name.replace("_", " ")

    def _title(self, say: str) -> str:
        """The finding, under a question where it is to be guessed first. On paper and without a
        script the question is there to open, and nothing waits for it."""
        if not self.guess:
            return say
        ask, ident = escape(self.guess.ask), f"{self.ident}-ask"
        return (
            f'<details class="sim-answer" data-search-exclude><summary>{ask}</summary>'
            f'<p>{escape(self.guess.said)}</p></details><div class="sim-title">{say}'
            f'<p class="sim-ask" id="{ident}" data-search-exclude>{ask}</p></div>'
        )

    def _sliders(self) -> bool:
        first = self.simulation.parameters[self.call.over[0]] if self.call.over else None
        return first is not None and len(first.grid) > FEW

    @property
    def tail(self) -> str:
        """The numbers, and where they can be had."""
        link = {kind: f'<a href="{address}">' for kind, address in self.links.items()}
        trend = self._trend()
        return (
            '<details class="sim-data" data-search-exclude><summary>The numbers</summary>'
            f"{tables.course(*trend) if trend else ''}{tables.now(self.cell, self.view['say'])}"
            f"{tables.trend(*trend) if trend else ''}"
            f"<p>Everything drawn and measured, every seed: {link['table']}CSV</a>, "
            f"{link['full']}JSON</a>, {link['source']}the file that ran</a>{self._by_hand()}."
            "</p></details>"
        )

    def _by_hand(self) -> str:
        """How a reader runs the simulation himself, once he has numpy and plotly."""
        if not self.runnable:
            return ""
        get = f'<a href="{self.base}{self.runnable}">{self.runnable}</a>'
        return f" (<code>python {get} {self.call.name}</code>)"

    def _legend(self) -> str:
        items = "".join(
            '<li><svg class="sim-key" viewBox="0 0 240 100" aria-hidden="true">'
            f'<path class="{css}" data-mark="{place}" {shape}/></svg>{escape(name)}</li>'
            for css, shape, name, place in legend.keys(self.view["spec"])
        )
        return f'<ul class="sim-legend" data-search-exclude>{items}</ul>' if items else ""

    def _controls(self) -> str:
        """Hidden until the script has bound them: a control that does nothing is a lie."""
        controls = "".join(map(self._control, self.call.over))
        if self.twin:
            controls += (
                '<label class="sim-cause"><input type="checkbox" role="switch" checked '
                f'name="cause"><span><b>Cause</b>: {escape(self.simulation.cause)}</span></label>'
            )
        reset = '<button type="reset">reset</button>' if controls else ""
        runs = (
            '<button type="button" class="sim-run" aria-pressed="false"'
            f"{'' if self.view['runs'] else ' hidden'}>one run</button>"
            '<button type="button" class="sim-next" hidden>next run</button>'
            if "runs1" in self.links
            else ""
        )
        if self.play:  # which goes through the runs itself
            runs = '<button type="button" class="sim-all" hidden>all runs</button>'
        explore = (
            f'<button type="button" class="sim-explore" data-full="{self.links["full"]}" '
            f'data-plotly="{self.base}{PLOTLY}">zoom and read values</button>'
            f'<a class="sim-slide" href="?slide#{self.ident}">slide</a>'
        )
        return (
            f'<form class="sim-controls" data-search-exclude hidden>{self._toy()}{controls}'
            f'<div class="sim-buttons">{runs}{reset}{explore}</div>'
            '<p class="sim-spoken" role="status"></p></form>'
        )

    def _toy(self) -> str:
        """A button for each stage, and what is counted."""
        stages = self.play["stages"] if self.play else []
        buttons = "".join(f'<button type="button">{escape(words)}</button>' for words, *_ in stages)
        tally = '<p class="sim-tally"></p>'
        return f'<section class="sim-toy">{buttons}{tally}</section>' if buttons else ""

    def _control(self, name: str) -> str:
        """Buttons for a few values, a slider for more."""
        parameter = self.simulation.parameters[name]
        few = len(parameter.grid) <= FEW
        return self._buttons(parameter) if few else self._slider(parameter)

    def _buttons(self, parameter: Parameter) -> str:
        name, value = parameter.name, self.call.params[parameter.name]
        choices = "".join(
            f'<label><input type="radio" name="{name}" value="{at}"{" checked" * (one == value)}>'
            f"<span>{escape(parameter.show(one))}</span></label>"
            for at, one in enumerate(parameter.grid)
        )
        return (
            f'<fieldset class="sim-control"><legend>{escape(tables.label(parameter))}</legend>'
            f"{choices}</fieldset>"
        )

    def _slider(self, parameter: Parameter) -> str:
        name, value = parameter.name, self.call.params[parameter.name]
        shown, ident = escape(parameter.show(value)), f"{self.ident}-set-{name}"
        # An output speaks by itself, and the slider has said its value already.
        return (
            f'<div class="sim-control"><label for="{ident}">{escape(tables.label(parameter))}'
            f'</label><input type="range" id="{ident}" name="{name}" min="0" '
            f'max="{len(parameter.grid) - 1}" step="1" value="{parameter.grid.index(value)}" '
            f'aria-valuetext="{shown}"><output for="{ident}" aria-live="off">{shown}</output></div>'
        )

    def _twin(self) -> str:
        """The start with its cause off, for print and for readers without a script."""
        if not self.twin:
            return ""
        shape = f'aria-label="{escape(self._subject)}, cause off"'
        picture = _picture(self.twin, shape) if self.pictured else ""
        say = f"<p>Cause off: {escape(self.twin['say'])}</p>"
        return f'<div class="sim-twin" data-search-exclude>{say}{picture}</div>'

    def _trend(self) -> tuple[list[dict], Parameter] | None:
        """What the first control goes through, all else as at the start, and that control."""
        if not self.call.over:
            return None
        parameter = self.simulation.parameters[self.call.over[0]]
        wanted = [self.call.params | {parameter.name: value} for value in parameter.grid]
        # The first of each: where the control takes the cause away itself, the twins are the same.
        cells = [next(c for c in self.cells if c["params"] == params) for params in wanted]
        return cells, parameter


def fault(text: str, inline: bool) -> str:
    """A fault in its place on the page, as a reader of `mkdocs serve` sees it."""
    tag = "strong" if inline else "div"
    return f'<{tag} class="sim-fault" role="alert">{escape(text)}</{tag}>'


def _among(names: list[str], options: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in options.items() if name in names}


def _picture(view: dict, attributes: str) -> str:
    return poster.svg(view["frame"], view["marks"], view["spec"], f'role="img" {attributes}')
