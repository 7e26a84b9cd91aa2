"""What does a simulation give at one setting?  Runs in a process of its own: `-m hooks.run.worker`.

Reads one task a line (JSON) and answers each with one line: the sentinel that the task was
finished. Whatever a simulation prints goes to standard error, never into the answer.
"""

import importlib
import json
import math
import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from hooks.offer.digits import check_width, published
from hooks.run import probe

if TYPE_CHECKING:
    from generators.schema import Spread

MEMORY = 4 << 30  # bytes of address space that a worker may take
SAID = 500  # characters of an exception's text
SENTENCE = 3  # words


_asked = 0.0


def cells(module: ModuleType, wanted: list[dict]) -> list[dict]:
    """Settings, each {params, views}, over all their seeds: facts, theory and, for each view, its
    picture. A simulation that offers `study` makes the runs of all of them together.

    Raise ValueError, in words for the author, where a number is not finite or a view is empty.
    """
    seeds, settings = list(module.SEEDS), [one["params"] for one in wanted]
    if not seeds:
        raise ValueError("SEEDS is empty: a fact needs at least one seed")
    if hasattr(module, "study"):
        every = module.study(settings, seeds)
    else:
        every = ([module.simulate(**one, seed=seed) for seed in seeds] for one in settings)
    return [_cell(module, **one, runs=runs) for one, runs in zip(wanted, every, strict=True)]


def _cell(module: ModuleType, params: dict, views: list[str], runs: list) -> dict:
    """One setting, once it was run."""
    if len(runs) != len(list(module.SEEDS)):
        raise ValueError(f"study gave {len(runs)} runs of a setting. Give one for each seed")
    each = [module.facts(run) for run in runs]
    if hasattr(module, "verdicts"):
        each = _with_verdicts(each, module.verdicts(runs))
    expected = module.theory(**params) if hasattr(module, "theory") else {}
    return {
        "params": params,
        "seeds": list(module.SEEDS),
        "theory": {name: _number(value, f"theory of '{name}'") for name, value in expected.items()},
        "facts": {name: _plain(spread) for name, spread in _spread(each).items()},
        "labels": _labels(module, each[0]),
        "views": {view: _view(module, view, runs, each) for view in views},
    }


def _with_verdicts(each: list[dict], verdicts: dict) -> list[dict]:
    """The facts of each run and, the same beside every one, what all runs together say."""
    if twice := sorted(verdicts.keys() & each[0].keys()):
        raise ValueError(f"facts and verdicts both give '{twice[0]}'")
    return [facts | verdicts for facts in each]


def _labels(module: ModuleType, facts: dict) -> dict[str, list[str]]:
    """Label and format of the facts that tables show; ValueError where one cannot be printed."""
    labels = {name: list(fact) for name, fact in getattr(module, "FACTS", {}).items()}
    for name, (_, form) in labels.items():
        if name not in facts:
            raise ValueError(f"FACTS names '{name}', which facts does not give")
        try:
            check_width(form)
            format(facts[name] if isinstance(facts[name], str) else 0.0, form.replace("d", ".0f"))
        except ValueError as error:
            raise ValueError(f"the format '{form}' of '{name}' in FACTS: {error}") from None
    return labels


def _spread(each: list[dict]) -> "dict[str, Spread | str]":
    """Every fact over these runs: a Spread, or a text that is the same in all."""
    from generators.schema import Spread

    facts: dict[str, Spread | str] = {}
    for name in each[0]:
        values = [run[name] for run in each]
        if not isinstance(values[0], str):
            facts[name] = Spread([_number(value, f"fact '{name}'") for value in values])
        elif len(set(values)) > 1:
            raise ValueError(f"the text fact '{name}' differs between seeds")
        else:
            facts[name] = values[0]
    return facts


def _view(module: ModuleType, view: str, runs: list, each: list[dict]) -> dict:
    """The picture of one view over all runs, and of each run by itself."""
    from hooks.draw import poster

    say, spec = _picture(module, view, runs, each)
    marks = poster.marks(spec)
    single = len(runs) > 1 and view not in getattr(module, "TOGETHER", ())
    return {
        "say": say,
        "spec": spec,
        "frame": poster.frame(spec),
        "marks": marks,
        "runs": _singles(module, view, runs, each, marks) if single else [],
    }


def _singles(
    module: ModuleType, view: str, runs: list, each: list[dict], marks: list[dict]
) -> list[dict]:
    """{say, marks} of each run by itself: what moves of each mark, and None where it stands as in
    the picture of all runs. No run at all where every run is drawn alike."""
    from hooks.draw import poster

    whole, singles = [poster.moving(mark) for mark in marks], []
    for run, facts in zip(runs, each, strict=True):
        say, spec = _picture(module, view, [run], [facts])
        own = poster.marks(spec)
        if list(map(poster.still, own)) != list(map(poster.still, marks)):
            raise ValueError(
                f"figure{view and '_'}{view} draws other things of one run than of all. Draw the "
                "same traces in the same roles, empty if need be"
            )
        moved = [poster.moving(mark) for mark in own]
        singles.append(
            {
                "say": say,
                "marks": [None if a == b else a for a, b in zip(moved, whole, strict=True)],
            }
        )
    alike = all(one["marks"] == singles[0]["marks"] for one in singles)
    return [] if alike else singles


def _picture(module: ModuleType, view: str, runs: list, each: list[dict]) -> tuple[str, dict]:
    """The sentence and the spec of one view of these runs."""
    from hooks.draw import chart

    name = f"_{view}" if view else ""
    figure = getattr(module, f"figure{name}")(runs)
    spec = chart.spec_of(
        {
            "data": [trace.to_plotly_json() for trace in figure.data],
            "layout": figure.layout.to_plotly_json(),
        }
    )
    say = " ".join(str(getattr(module, f"finding{name}")(_spread(each))).split())
    if len(say.split()) < SENTENCE or say[0].islower():
        raise ValueError(f"finding{name} gave no sentence: '{say}'")
    return say, spec


def _number(value: float, what: str) -> float | int:
    """A finite number, as it is published."""
    if not math.isfinite(value):
        raise ValueError(f"{what} is {value}")
    return published(value)


def _plain(spread: "Spread | str") -> dict | str:
    if isinstance(spread, str):
        return spread
    return {
        "median": _number(spread, "median"),
        "low": spread.low,
        "high": spread.high,
        "seeds": spread.seeds,
    }


def answer(task: dict) -> str:
    """{cells} or {fault, line}, with the task's number and its processor time, as JSON: never an
    exception of the simulation's. Cells are given only of a simulation that bore the probe."""
    from hooks.run import shape

    reply = {"number": task["number"], "cpu": 0.0}
    try:
        module = importlib.import_module(task["module"])
        with probe.unshared(module):
            made = cells(module, task["cells"])
        spent = _cpu()
        probed = probe.check(module, made, spent)
        reply |= {} if probed is None else {"probed": probed}
        return shape.written(reply | {"cpu": spent, "probe": _cpu(), "cells": made})
    except probe.Impure as found:
        reply |= {"fault": str(found), "line": found.line, "impure": True}
    except BaseException as error:  # SystemExit too: a simulation must not end the worker
        reply["fault"] = f"{type(error).__name__}: {_said(error)}".removesuffix(": ")
        reply["line"] = _line(error, task["file"])
    return shape.written(reply)


def _said(error: BaseException) -> str:
    """What an exception says, as long as one may read it; some cannot even say it."""
    try:
        return str(error).encode(errors="replace").decode()[:SAID]
    except BaseException:
        return ""


def _cpu() -> float:
    """Processor seconds since this was asked last, or the process began: imports are work, too."""
    global _asked
    before, _asked = _asked, time.process_time()
    return _asked - before


def _line(error: BaseException, file: str) -> int:
    """The last line of the generator that the error came through; 1 where it was elsewhere."""
    lines = [
        frame.lineno or 1
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).name == Path(file).name
    ]
    return lines[-1] if lines else 1


def _end_with(parent: int) -> None:
    """End this process once its parent is gone, whatever a simulation is at."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)  # with all that a simulation started


def _limit(kind: str, most: float) -> None:
    """Hold this process to a limit of the system's, where there is one."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        number = getattr(resource, kind)
        hard = resource.getrlimit(number)[1]
        resource.setrlimit(number, (math.ceil(most), hard))


def main() -> None:
    """Answer tasks until standard input ends."""
    import plotly.io

    plotly.io.templates.default = None  # looks, which the press never reads, and slow to make
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    outward, inward = os.dup(1), os.dup(0)
    os.dup2(2, 1)  # a print in a simulation must not look like an answer
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # and one that asks gets no task for an answer
    _limit("RLIMIT_AS", MEMORY)
    _limit("RLIMIT_CORE", 0)  # a crash leaves no file
    sys.path.insert(0, str(Path.cwd()))
    with os.fdopen(inward, encoding="utf-8") as tasks, os.fdopen(outward, "w") as answers:
        for line in tasks:
            task = json.loads(line)
            _limit("RLIMIT_CPU", time.process_time() + task["seconds"])
            reply = answer(task)
            try:
                answers.write(reply + "\n")  # ASCII
                answers.flush()
            except OSError:  # a simulation closed the pipe, or the press is gone
                os._exit(1)


if __name__ == "__main__":
    main()
