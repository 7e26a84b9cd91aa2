"""Does every task get its own answer, whatever a simulation does to the process that runs it?"""

import subprocess
import sys

import pytest

from hooks import worker
from hooks.runner import Task, Worker, run
from tests.projects import tiny

SIMULATION = """
SEEDS = (0,)
def simulate(*, n=0, seed=0):
    {body}
    return n
def facts(result):
    return {{"n": {fact}}}
"""


def simulation(body="pass", fact="result"):
    """The source of a simulation that does this, and then gives its argument."""
    return SIMULATION.format(body=body.replace("\n", "\n    "), fact=fact)


BAD = {  # name: (source, what the fault says, its line in the file)
    "raises": (simulation("raise RuntimeError('no apples')"), "RuntimeError: no apples", 4),
    "says_nothing": (simulation("raise KeyError"), "KeyError", 4),
    "nan": (simulation(fact="float('nan')"), "fact 'n' is nan", 1),
    "infinite": (simulation(fact="float('inf')"), "fact 'n' is inf", 1),
    "no_number": (simulation(fact="None"), "TypeError", 1),
    "array": (simulation(fact="[1, 2]"), "TypeError", 1),
    "leaves": (simulation("raise SystemExit(0)"), "SystemExit", 4),
    "stops": (simulation("raise KeyboardInterrupt"), "KeyboardInterrupt", 4),
    "exits": (simulation("import os; os._exit(0)"), "ended with code 0 before it gave a result", 1),
    "crashes": (simulation("import os; os.abort()"), "ended with code -6", 1),
    "hog": (simulation(f"x = bytearray({worker.MEMORY + (1 << 20)})"), "MemoryError", 4),
    "slow": (simulation("while True: pass"), "it ran for more than 2 seconds", 1),
    "asleep": (simulation("import time; time.sleep(900)"), "it ran for more than 2 seconds", 1),
    "at_import": ("raise SystemExit(0)", "SystemExit", 1),
    "out_at_import": ("import os; os._exit(0)", "ended with code 0", 1),
    "no_seeds": (simulation().replace("(0,)", "()"), "seed", 1),
    "other_words": (
        simulation("return seed", fact="str(result)").replace("(0,)", "(0, 1)"),
        "the text fact 'n' differs between seeds",
        1,
    ),
}
GOOD = {
    "good": simulation(),
    "words": simulation(fact="str(result)").replace("(0,)", "(0, 1)"),
    "noisy": simulation(
        'import os, sys\nforged = \'{"cells": [], "cpu": 0}\\\\n\'\nprint(forged, flush=True)\n'
        "os.write(1, forged.encode())\nsys.__stdout__.write(forged)\nos.system('echo noise')"
    ),
    "early": simulation("import time; time.sleep(0.3 if n == 0 else 0)"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    sources = GOOD | {name: source for name, (source, _, _) in BAD.items()}
    return tiny(tmp_path_factory.mktemp("runner") / "p", **sources)


def task(name, *values):
    """A task for one simulation at these arguments."""
    cells = [{"params": {"n": n}, "views": []} for n in values or (7,)]
    return Task(name, f"generators/{name}.py", cells)


def answers(root, *tasks, workers=2, seconds=60):
    """The answers to these tasks, and the lines of progress."""
    lines = []
    return run(list(tasks), root, "generators", lines.append, seconds, workers), lines


def medians(answer):
    """The numbers in an answer."""
    assert "fault" not in answer, answer
    return [cell["facts"]["n"]["median"] for cell in answer["cells"]]


@pytest.mark.parametrize("name", BAD)
def test_fault_says_what_happened_and_where(root, name, capfd):
    if name == "hog" and sys.platform != "linux":
        pytest.skip("this system does not limit a process's memory")
    _, words, line = BAD[name]
    seconds = 2 if "2 seconds" in words else 60
    ((answer,), _) = answers(root, task(name), seconds=seconds)
    assert words in answer["fault"]
    assert answer["line"] == line


def test_fact_may_be_a_word_that_is_the_same_in_all_runs(root):
    ((answer,), _) = answers(root, task("words", 3))
    assert answer["cells"][0]["facts"] == {"n": "3"}


def test_workers_are_replaced_after_a_death_and_later_tasks_succeed(root, capfd):
    """Half of the tasks kill their worker; the other half get their answers all the same."""
    names = ["exits", "good", "crashes", "good", "leaves", "good", "out_at_import", "good"]
    found, _ = answers(root, *(task(name, i) for i, name in enumerate(names)), workers=1)
    assert [medians(answer) for answer in found[1::2]] == [[1], [3], [5], [7]]
    assert all("fault" in answer for answer in found[::2])


def test_worker_that_died_while_idle_is_replaced(root):
    """As when the system ran out of memory between two tasks."""
    one = Worker(root, "generators", 60)
    try:
        assert medians(one.ask(task("good", 1))) == [1]
        one.process.kill()
        one.process.wait()
        assert medians(one.ask(task("good", 2))) == [2]
    finally:
        one.close()


def test_noise_is_no_answer(root, capfd):
    ((noisy, good), _) = answers(root, task("noisy", 1, 2), task("good", 3), workers=1)
    assert (medians(noisy), medians(good)) == ([1, 2], [3])
    assert "noise" in capfd.readouterr().err


def test_answers_come_in_the_order_of_the_tasks_whatever_ends_first(root):
    tasks = [task("early", n) for n in range(6)]
    found, lines = answers(root, *tasks, workers=3)
    assert [medians(answer) for answer in found] == [[n] for n in range(6)]
    assert len(lines) == 6


def test_progress_says_name_and_done_of_total(root):
    _, lines = answers(root, task("good", 1), task("early", 1), workers=1)
    assert lines[0].startswith("good: 1 of 2, ")
    assert lines[1].startswith("early: 2 of 2, ")
    assert lines[1].endswith(" s")


def test_no_task_starts_no_process(root, monkeypatch):
    monkeypatch.setattr("subprocess.Popen", None)
    assert answers(root) == ([], [])


def test_processes_are_gone_when_all_is_done(root, monkeypatch, capfd):
    started = []

    class Watched(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    answers(root, task("good"), task("crashes"), task("slow"), workers=3, seconds=1)
    assert len(started) == 3
    assert all(process.returncode is not None for process in started)
