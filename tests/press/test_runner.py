"""Does every task get its own answer, whatever a simulation does to the process that runs it?"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hooks.run import runner, worker
from hooks.run.runner import MARK, Task, Worker, run
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


WAITED = "seconds of wall clock, while it used 0."
PIPES = """import contextlib, os, time
def write(words):
    for pipe in range(3, 12):
        with contextlib.suppress(OSError):
            os.write(pipe, words)
"""
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
    "asleep": (simulation("import time; time.sleep(900)"), WAITED, 1),
    "deadlocked": (
        simulation("import threading; a = threading.Lock(); a.acquire(); a.acquire()"),
        WAITED,
        1,
    ),
    "drowsy": (simulation("import time\nwhile True: time.sleep(0.05)"), WAITED, 1),
    "forges": (simulation(f"{PIPES}write(b'{{}}\\n')"), "it wrote into the pipe", 1),
    "forges_an_answer": (
        simulation(f"""{PIPES}write(b'{{"cells": [], "cpu": 0, "number": -1}}\\n')"""),
        "it wrote into the pipe",
        1,
    ),
    "no_text": (simulation(f"{PIPES}write(b'\\xff\\0\\n')"), "it wrote into the pipe", 1),
    "floods": (simulation(f"{PIPES}while True: write(b'x' * 65536)"), "writes without end", 1),
    "drips": (simulation(f"{PIPES}while True: write(b'x'); time.sleep(0.1)"), WAITED, 1),
    "shuts": (simulation("import os; os.closerange(3, 20)"), "ended with code 1", 1),
    "no_seed": (simulation().replace("(0,)", "('a',)"), "Expected `int`, got `str`", 1),
    "no_label": (simulation() + "FACTS = {'n': (None, '')}\n", "Expected `str`, got `null`", 1),
    "speechless": (
        simulation("class Odd(Exception):\n    __str__ = None\nraise Odd"),
        "Odd",
        6,
    ),
    "talks": (simulation("raise ValueError('x' * 10**6)"), "ValueError: xxx", 4),
    "leaves_a_child_with_the_pipe": (
        simulation("import os, time\nif os.fork():\n    os._exit(3)\ntime.sleep(900)"),
        "ended with code 3",
        1,
    ),
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

LEAVING = {  # what goes on after simulate has returned
    "thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(900,)).start()",
    "handler": "import atexit, time\natexit.register(time.sleep, 900)",
    "fork": "import os, time\nif not os.fork():\n    time.sleep(900)",
    "child": "import subprocess\nsubprocess.Popen(['sleep', '900'])",
    "child_apart": "import subprocess\nsubprocess.Popen(['sleep', '900'], start_new_session=True)",
    "grandchild": "import os\nos.system('setsid sleep 900 &')",
    "late_exit": "import os, threading\nthreading.Timer(0.3, os._exit, (3,)).start()",
}
GOOD |= {name: simulation(body) for name, body in LEAVING.items()}
GOOD |= {
    "busy": simulation(
        "import time\nend = time.process_time() + 1\nwhile time.process_time() < end: pass"
    ),
    "breaks_sum": simulation("import builtins\nbuiltins.sum = None"),
    "sums": simulation("sum([n])"),
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
    return run(list(tasks), root, lines.append, seconds, workers), lines


def medians(answer):
    """The numbers in an answer."""
    assert "fault" not in answer, answer
    return [cell["facts"]["n"]["median"] for cell in answer["cells"]]


@pytest.mark.parametrize("name", BAD)
def test_fault_says_what_happened_and_where(root, name, capfd):
    if name == "hog" and sys.platform != "linux":
        pytest.skip("this system does not limit a process's memory")
    _, words, line = BAD[name]
    seconds = 2 if "2 seconds" in words or words == WAITED else 60
    ((answer,), _) = answers(root, task(name), seconds=seconds)
    assert words in answer["fault"]
    assert answer["line"] == line
    assert len(answer["fault"]) < 600
    said = capfd.readouterr()
    assert said.out + said.err == ""


@pytest.fixture
def watched(monkeypatch):
    """The processes that are started, in order."""
    started = []

    class Watched(runner.Child):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(runner, "Child", Watched)
    return started


@pytest.fixture
def loaded():
    """A machine on which five others want each processor; a system may share by session."""
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)
        for _ in range(5 * (os.cpu_count() or 1))
    ]
    yield
    for process in busy:
        process.kill()
        process.wait()


def test_a_busy_machine_is_not_held_against_a_simulation(root, loaded):
    """What takes a second of processor time takes five or so of the clock, and the limit is 2."""
    began = time.monotonic()
    ((answer,), _) = answers(root, task("busy", 5), seconds=2)
    assert medians(answer) == [5]
    assert time.monotonic() - began > 2, "the machine was not busy, so this showed nothing"


def test_limit_begins_anew_with_each_task(root, watched):
    """Three tasks of a second each, in one process, under a limit of two."""
    found, _ = answers(root, *(task("busy", n) for n in range(3)), workers=1, seconds=2)
    assert [medians(answer) for answer in found] == [[0], [1], [2]]
    assert len(watched) == 1


@pytest.mark.parametrize("name", [name for name in LEAVING if name != "late_exit"])
def test_what_outlives_a_simulation_is_ended_with_its_worker(root, name, watched, tmp_path):
    """A thread, a fork, a child in a session of its own, an exit handler that never returns."""
    began = time.monotonic()
    ((answer,), _) = answers(root, task(name, 5))
    assert medians(answer) == [5]
    assert time.monotonic() - began < 20
    assert survivors(watched) == []


@pytest.mark.parametrize("end", ["crashes", "slow", "asleep", "floods"])
def test_a_worker_that_is_ended_takes_its_children_with_it(root, end, watched):
    both = [task("child_apart", 5), task(end)]
    found, _ = answers(root, *both, workers=1, seconds=2)
    assert (medians(found[0]), "fault" in found[1]) == ([5], True)
    assert survivors(watched) == []


def survivors(watched):
    """What still runs of these processes, their groups, and all that carries their mark."""
    assert watched
    assert all(process.returncode is not None for process in watched)
    groups = {process.pid for process in watched}
    left = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            mine = f"{MARK}={os.getpid()}-".encode() in (entry / "environ").read_bytes()
            if state != "Z" and (int(group) in groups or mine):
                left.append((entry / "cmdline").read_text())
    return left


def test_the_innocent_is_not_blamed_for_what_another_left_behind(root, watched):
    """The thread of the first ends the process while the second runs, which is then run again."""
    found, _ = answers(root, task("late_exit", 5), task("busy", 6), workers=1)
    assert [medians(answer) for answer in found] == [[5], [6]]
    assert len(watched) == 2


def test_what_another_replaced_is_not_blamed_on_the_innocent(root, watched):
    found, _ = answers(root, task("breaks_sum", 5), task("sums", 6), workers=1)
    assert [medians(answer) for answer in found] == [[5], [6]]


def test_an_interrupt_ends_the_workers_at_once(root, watched, monkeypatch):
    """As from the keyboard, which workers do not hear: they are in sessions of their own."""

    def interrupt(line):
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run([task("good"), task("asleep")], root, interrupt, 600, 2)
    assert time.monotonic() - began < 20
    assert survivors(watched) == []


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
    one = Worker(root, 60)
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
    monkeypatch.setattr(runner, "Child", None)
    assert answers(root) == ([], [])


def test_processes_are_gone_when_all_is_done(root, watched, capfd):
    answers(root, task("good"), task("crashes"), task("slow"), workers=3, seconds=1)
    assert len(watched) == 3
    assert survivors(watched) == []
