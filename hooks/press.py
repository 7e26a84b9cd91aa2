"""Which pieces does the book need, and are they all there?

One Press serves one build: pages are scanned first, what is missing is made in one parallel run,
and the Markdown extension then finds everything ready. What the scan missed is made on the spot.
"""

import json
import platform
import re
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from html import escape
from importlib.metadata import version
from pathlib import Path

from hooks import house as lint
from hooks.apparatus.ledger import Ledger
from hooks.apparatus.register import Register
from hooks.draw import datafile, markup
from hooks.draw.pictograms import THINGS
from hooks.faults import Fault
from hooks.offer import facts
from hooks.offer.catalogue import Call, Catalogue
from hooks.offer.pure import impure
from hooks.offer.sources import digest
from hooks.page.content import refused
from hooks.page.own import Own
from hooks.publish import runnable
from hooks.publish.check import check_page
from hooks.publish.citation import Citation
from hooks.publish.lean import lean
from hooks.publish.meta import check_meta, escaped
from hooks.publish.policy import Policy
from hooks.publish.told import Told
from hooks.run import runner
from hooks.run.cache import Cache, key_of
from hooks.source.finder import Found, find
from hooks.source.origin import Source
from hooks.source.verbatim import front_matter, lines_of

TWINS = 2  # as many figures as a main path has show their twin; further ones say what it shows


class Press:
    """Finished pieces of one build, its faults, and the files that belong to its figures."""

    def __init__(
        self,
        root: Path,
        folder: str = "generators",
        seconds: float = runner.SECONDS,
        report: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.root, self.folder, self.seconds, self.report = root, folder, seconds, report
        self.catalogue = Catalogue(root, folder)
        self.cache = Cache(root / ".cache" / "press")
        self.ledger = Ledger(Register(root), self.cell, self.cells)
        self.own, self.citation = Own(), Citation(root)
        self.policy: Policy | None = None  # of a site; with one, the press finishes each page
        self.pages: dict[str, str | Source] = {}  # by path; read for lines when that is needed
        self.built: dict[str, str] = {}  # file of a built page -> path of its source
        self.meta: dict[str, dict] = {}  # by file of a built page: its front matter
        self.faults: list[Fault] = []
        self.files: dict[str, bytes] = {}  # address within the site -> content
        self.ran: dict[str, float] = {}  # simulation -> CPU seconds spent
        self.figures: list[tuple[str, markup.Figure]] = []  # (page, figure), in order
        self.told = Told()
        self._pieces: dict[Call, list[dict]] = {}
        self._figure_files: dict[Call, dict] = {}
        self._facts: dict[str, str] = {}  # as written -> as printed
        self._failures: dict[Call, Fault] = {}  # why a call has no piece
        self._broken: set[str] = set()  # what simulations did wrong
        self._said: set[str] = set()  # of all that, and of other faults at their places
        self._faulty: set[str] = set()  # the paths that have faults
        self._made_with = (
            # what shapes a piece, and what it has passed
            digest(Path(__file__).parents[1], "hooks.run.worker", "hooks.offer.pure"),
            version("numpy"),
            version("plotly"),
            platform.python_version(),
        )

    def fault(self, fault: Fault) -> Fault:
        """Remember a fault; all are reported together. What a simulation did wrong is said once,
        at the first place that needs it."""
        said = str(fault)
        if fault.message in self._broken:
            said = fault.message
        elif fault.path.startswith(f"{self.folder}/"):  # a place in its source: once
            said = str(fault)
        elif self.is_simulations(fault):  # its source as a whole: once in each page
            said = f"{fault.path}: {fault.message}"
        if said not in self._said and fault.message not in self._said:  # as its source's fault
            self._said.add(said)
            self.faults.append(fault)
            self._faulty.add(fault.path)
        return fault

    def is_simulations(self, fault: Fault) -> bool:
        """Whether a simulation is to blame: what it did, or how its source is written."""
        own = f"{self.folder}/"
        named = fault.path.startswith(own) or fault.message.startswith(own)
        return named or fault.message in self._broken

    def report_of_faults(self) -> str:
        """Every fault, one a line, in the order of the files."""
        faults = sorted(self.faults, key=lambda fault: (fault.path, fault.line))
        return "\n".join(map(str, faults))

    def begin(self, path: str, file: str, meta: dict) -> dict:
        """A page begins that is to be built as `file`. Its front matter, looked at, and made safe
        to be put into a page."""
        self.built[file] = path
        self.meta[file] = meta
        for fault in check_meta(meta, path, str(self.pages.get(path, ""))):
            self.fault(fault)
        drawn = THINGS.get(str(meta.get("thing")), "")  # the path of what stands by its title
        return escaped(meta) | self._citation(meta, file) | {"drawn": drawn}

    def _citation(self, meta: dict, file: str) -> dict:
        """How a chapter is cited, for its template."""
        title, updated = meta.get("title"), meta.get("updated")
        if not (self.policy and meta.get("claims") and title and updated):
            return {}
        try:
            cite = self.citation.of(title, updated, file, self.policy.address, self.policy.commit)
        except Fault as fault:  # in CITATION.cff
            self.fault(fault)
            return {}
        return {"cite": cite} if cite else {}

    def tell(self) -> bool:
        """Report all faults; whether there are any."""
        if self.faults:
            self.report(self.report_of_faults())
        return bool(self.faults)

    def content(self, html: str, path: str) -> str:
        """A page's content as Markdown gave it, looked at: all that the press did not make must be
        what an author may write."""
        for found in refused(html, self.own.sign):
            line = self.line(path, found.tag, found.heading, found.nth, found.values)
            self.fault(Fault(found.why, path, line))
        return self.own.unsigned(html)

    def finished(self, html: str, file: str, preview: bool) -> str:
        """A page with its pictures, looked at (where its source has faults, those come first), and
        under its policy. A preview shows its faults instead, and reloads by inline script."""
        if self.policy is None:  # alone: the page left Markdown as it is to be read
            return html
        path, base = self.built[file], ("../" * file.count("/"))[:-1] or "."
        html = self.own.whole(html)
        if path not in self._faulty:
            known, place = self.policy.known(base), partial(self.line, path)
            for fault in check_page(self.told.without(html), path, known, place):
                self.fault(fault)
        return self.with_faults(html, path) if preview else lean(self.policy.over(html, base))

    def line(
        self, path: str, tag: str, heading: str, nth: int = 0, values: tuple[str, ...] = ()
    ) -> int:
        """The line of a page's source from which a tag comes."""
        source = self.pages.get(path, "")
        if isinstance(source, str):
            source = self.pages[path] = Source(source)
        return source.line(tag, heading, nth, values)

    def place(self, file: str, tag: str, heading: str) -> tuple[str, int]:
        """The source of a built page, and the line in it from which a tag comes."""
        path = self.built.get(file, file)
        return path, self.line(path, tag, heading)

    def with_faults(self, html: str, path: str) -> str:
        """A page with a box at its top for each of its faults that it does not show already, and
        for those that no page has."""
        others = self.pages.keys() - {path}
        mine = [str(fault) for fault in self.faults if fault.path not in others]
        boxes = "".join(markup.fault(f, False) for f in mine if escape(f) not in html)
        return re.sub(r"<body[^>]*>", lambda body: body[0] + boxes, html, count=1)

    def calls_of(self, found: Found) -> Iterable[Call]:
        """The calls that a page makes; those that are wrong are reported when it is rendered."""
        wanted = [(block.header, True) for block in found.blocks]
        for fact in found.facts:
            if not fact.escaped:
                try:
                    wanted.append((facts.parse(fact.text).call, False))
                except Fault:
                    continue
        for text, is_figure in wanted:
            try:
                yield self.catalogue.call(text, is_figure)
            except Fault:
                continue

    def prepare(self, pages: dict[str, str]) -> None:
        """Read the register, look at how the pages (path -> source) are written, and make all that
        both need, in one parallel run."""
        self.pages = dict(pages)
        found = {path: find(source) for path, source in pages.items()}
        for path, source in pages.items():
            lines = lines_of(source)
            for fault in self.told.unfilled(path, lines[: front_matter(lines)], "the front matter"):
                self.fault(fault)
        calls = [call for page in found.values() for call in self.calls_of(page)]
        try:
            calls += self.ledger.calls(self.catalogue)
            for fault in lint.book(pages, found, self.ledger.register):
                self.fault(fault)
        except Fault as fault:  # a malformed register
            self.fault(fault)
        self.make(calls)

    def cell(self, text: str) -> dict:
        """The finished cell of a call as written; Fault where there is none."""
        return self.piece(self.catalogue.call(text, False))[0]

    def cells(self, text: str) -> list[dict]:
        """All that was made of the simulation of a call as written."""
        name = self.catalogue.call(text, False).name
        made = [piece for call, piece in self._pieces.items() if call.name == name]
        return [cell for piece in made for cell in piece]

    def piece(self, call: Call) -> list[dict]:
        """The finished cells of a call; Fault where its simulation gave none."""
        if call not in self._pieces and call not in self._failures:
            self.make([call])
        if call in self._failures:
            raise self._failures[call]
        return self._pieces[call]

    def make(self, calls: list[Call]) -> None:
        """Fill in the pieces of these calls, from the cache or by running simulations."""
        defaults = [self.catalogue.call(f"{name}()", False) for name in {c.name: 0 for c in calls}]
        missing: dict[str, list[Call]] = {}
        for call in dict.fromkeys(calls + defaults):
            if call in self._pieces or call in self._failures:
                continue
            piece = self.cache.get(self._key(call))
            if piece is not None and self._fits(piece["cells"], call):
                self._pieces[call] = piece["cells"]
            else:
                missing.setdefault(call.name, []).append(call)
        for name in list(missing):
            if faults := impure(self.root, self.catalogue[name].path):
                for fault in map(self.fault, faults):
                    self._failures |= dict.fromkeys(missing[name], fault)
                del missing[name]
        tasks = [self._task(name, missing[name]) for name in missing]
        answers = runner.run(tasks, self.root, self.report, self.seconds)
        for task, answer in zip(tasks, answers, strict=True):
            if answer.get("impure"):
                fault = self.fault(Fault(answer["fault"], task.file, answer["line"]))
                self._failures |= dict.fromkeys(missing[task.name], fault)
            elif "fault" in answer:
                why = (
                    f"simulation '{task.name}' failed: {answer['fault']}. "
                    f"Mend {task.file}:{answer['line']}."
                )
                self._fail(missing[task.name], why)
            else:
                self.ran[task.name] = self.ran.get(task.name, 0) + answer["cpu"]
                self._finish(missing[task.name], answer["cells"])

    def _fits(self, cells: list[dict], call: Call) -> bool:
        """Whether these are the cells of this call, each with its view."""
        views = {call.view} - {None}
        return [cell["params"] for cell in cells] == self.catalogue.cells(call) and all(
            cell["views"].keys() == views for cell in cells
        )

    def _fail(self, calls: list[Call], why: str) -> None:
        why = " ".join(why.split())  # as it is said
        self._failures |= dict.fromkeys(calls, Fault(why))
        self._broken.add(why)

    def _task(self, name: str, calls: list[Call]) -> runner.Task:
        """All that is missing of a simulation: its cells share what is slow to make, so that one
        worker makes them all."""
        cells: dict[str, dict] = {}
        for call in calls:
            for params in self.catalogue.cells(call):
                one = cells.setdefault(_same(params), {"params": params, "views": []})
                if call.view is not None and call.view not in one["views"]:
                    one["views"].append(call.view)
        return runner.Task(name, self.catalogue[name].path, list(cells.values()))

    def _finish(self, calls: list[Call], cells: list[dict]) -> None:
        """Give each call its cells, and store them."""
        by_params = {_same(cell["params"]): cell for cell in cells}
        for call in calls:
            piece = []
            for params in self.catalogue.cells(call):
                cell = by_params[_same(params)]
                views = {} if call.view is None else {call.view: cell["views"][call.view]}
                piece.append(cell | {"views": views})
            try:
                if call.view is not None:
                    _check_steady([cell["views"][call.view] for cell in piece], call)
            except Fault as fault:
                self._fail([call], f"{fault.message} Mend {self.catalogue[call.name].path}.")
                continue
            self._pieces[call] = piece
            try:
                self.cache.put(self._key(call), {"cells": piece})
            except Fault as fault:
                self.fault(fault)

    def _key(self, call: Call) -> str:
        simulation = self.catalogue[call.name]
        return key_of(
            simulation.digest,
            self.folder,
            call,
            sorted(simulation.cause_off.items()),
            self._made_with,
        )

    def fact(self, text: str) -> str:
        """What a fact prints; Fault where it cannot."""
        if text not in self._facts:
            expression = facts.parse(text)
            self._facts[text] = facts.show(expression, self.cell(expression.call))
        return self._facts[text]

    def figure(
        self, header: str, page: str, base: str, options: dict[str, str] | None = None
    ) -> markup.Figure:
        """One figure for a page, with its data files; `base` leads from the page to the site."""
        call = self.catalogue.call(header, True)
        cells = self.piece(call)
        earlier = [figure.call for path, figure in self.figures if path == page]
        ident = "fig-" + "-".join(filter(None, [call.name, call.view])).replace("_", "-")
        times = [(one.name, one.view) for one in earlier].count((call.name, call.view))
        ident += f"-{times + 1}" if times else ""
        simulation = self.catalogue[call.name]
        if call not in self._figure_files:  # a figure may stand in many pages
            source = (self.root / simulation.path).read_bytes()
            self._figure_files[call] = datafile.files(call, simulation, cells, source)
        files = self._figure_files[call]
        pictured = len(earlier) < TWINS
        figure = markup.Figure(
            call, simulation, cells, ident, base, files, options, pictured, self._runnable
        )
        self.figures.append((page, figure))
        self.files |= figure.files
        return figure

    @cached_property
    def _runnable(self) -> str:
        """The address of the file by which a reader runs any simulation, if there is one."""
        if found := runnable.file_of(self.root, self.folder):
            self.files |= dict([found])
        return found[0] if found else ""

    def facts_json(self) -> dict:
        """Every fact of the book: {simulations: {name: {default, cells}}}."""
        book: dict[str, dict] = {}
        for call in sorted(self._pieces, key=repr):
            default = self.catalogue.call(f"{call.name}()", False).params
            entry = book.setdefault(call.name, {"default": None, "cells": []})
            for cell in self._pieces[call]:
                short = {k: cell[k] for k in ("params", "seeds", "facts", "theory")}
                if cell["params"] == default:
                    entry["default"] = short
                if short not in entry["cells"]:
                    entry["cells"].append(short)
        return {"simulations": dict(sorted(book.items()))}

    def counts(self) -> tuple[int, int]:
        """How many simulations ran, and how many came from the cache whole."""
        names = {call.name for call in self._pieces}
        return len(names & self.ran.keys()), len(names - self.ran.keys())


def _same(params: dict) -> str:
    return json.dumps(params, sort_keys=True)


def _check_steady(views: list[dict], call: Call) -> None:
    """A control may move what is drawn, never the axes or the number of things drawn."""
    for view in views:
        if view["frame"] != views[0]["frame"]:
            raise Fault(
                f"the axes of '{call.name}' move between settings over "
                f"{', '.join(call.over) or 'the cause'}. Fix their ranges."
            )
        if list(map(_look, view["marks"])) != list(map(_look, views[0]["marks"])):
            raise Fault(
                f"'{call.name}' draws other things at other settings. Draw the same "
                "traces in the same roles at each, empty if need be."
            )


def _look(mark: dict) -> tuple:
    return mark.get("size"), "texts" in mark
