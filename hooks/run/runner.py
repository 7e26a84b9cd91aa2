"""How are the missing pieces made, in parallel, when a simulation may hang, crash or exit?

Each worker is a Python process that answers one line of JSON with another. What a task may use is
processor time, which a busy machine does not take away. One that waits for ever is ended as well.
A worker that is done with ends together with all that was started in it.
"""

import itertools
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from hooks.run import shape

SECONDS = 180  # of processor time that one task may take
IDLE = 1 / 3  # of that, in wall clock, a worker may wait for something that is no processor
WALL = 10  # times that, in wall clock, whatever the reason
LOOK = 0.25  # seconds between two looks at a worker
PATIENCE = 5  # seconds for a process to end that is ending
ANSWER = 64 << 20  # bytes; a hundred times the longest answer of the book
ONE_ORDER = {"PYTHONHASHSEED": "0"}  # of what no text shows to be a set: the same in each worker
MARK = "PRESS_WORKER"  # in the environment of a worker and of all that it starts
ONE_THREAD = dict.fromkeys(  # the workers are the parallelism, and a sum's order is fixed
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
NUMBERS = itertools.count()


@dataclass(frozen=True)
class Task:
    """Some settings of one simulation; cells: [{params, views}]."""

    name: str
    file: str
    cells: list[dict]


class Child(subprocess.Popen[bytes]):
    """A worker's process, with a pipe to it and one from it."""

    stdin: IO[bytes]
    stdout: IO[bytes]

    def __init__(self, root: Path, mark: str) -> None:
        super().__init__(
            [sys.executable, "-m", "hooks.run.worker"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ONE_THREAD | ONE_ORDER | {"PYTHONDONTWRITEBYTECODE": "1", MARK: mark},
            start_new_session=True,
        )


class Worker:
    """One process. It is started when first asked, and again after a death."""

    def __init__(self, root: Path, seconds: float, over: threading.Event | None = None) -> None:
        self.root, self.seconds = root, seconds
        self.over = over or threading.Event()  # set once nobody waits for an answer any more
        self.process: Child | None = None
        self.mark = ""

    def ask(self, task: Task) -> dict:
        """{cells, cpu} or {fault, line}. A fault is believed of a fresh process only: in another,
        what an earlier simulation left behind (a thread, an alarm) may be to blame."""
        if self.process is not None and self.process.poll() is not None:
            self.close()  # it died while it was idle
        fresh = self.process is None
        answer = self._try(task)
        if "fault" in answer and not fresh and not self.over.is_set():
            self.close()
            answer = self._try(task)
        return answer

    def _try(self, task: Task) -> dict:
        process = self.process or self._start()
        number = next(NUMBERS)
        order = {
            "number": number,
            "module": task.file.removesuffix(".py").replace("/", "."),
            "file": task.file,
            "cells": task.cells,
            "seconds": self.seconds,
        }
        with suppress(BrokenPipeError):  # it has died, as will be heard
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
        said, why = self._listen(process)
        if said.endswith(b"\n"):
            answer = shape.read(shape.Answer, said)
            if answer is not None and answer["number"] == number:
                return answer
            why = "it wrote into the pipe of its process, which is for answers only"
        code = self.close(patient=not why)  # one that ends by itself has a code to tell
        if not why and code == -signal.SIGXCPU:
            why = f"it ran for more than {self.seconds:g} seconds of processor time"
        return {
            "fault": why or f"its process ended with code {code} before it gave a result",
            "line": 1,
        }

    def _start(self) -> Child:
        self.mark = f"{os.getpid()}-{next(NUMBERS)}"
        self.process = Child(self.root, self.mark)
        return self.process

    def _listen(self, process: Child) -> tuple[bytes, str]:
        """What the worker says, until it has ended a line or itself; or why nobody waits longer."""
        pipe, said = process.stdout.fileno(), bytearray()
        began = looked = time.monotonic()
        idle = 0.0
        while True:
            if select.select([pipe], [], [], LOOK)[0]:
                said += (part := os.read(pipe, 1 << 20))
                if not part or part.endswith(b"\n"):
                    return bytes(said), ""
            elif process.poll() is not None:  # and something it started holds the pipe open
                return bytes(said), ""
            if (now := time.monotonic()) < looked + LOOK:
                continue
            # One that waits for a processor does not sleep: a look at it outweighs ten.
            idle = idle + now - looked if _asleep(process.pid) else max(0.0, idle - 10 * LOOK)
            looked = now
            if self.over.is_set():
                return b"", "the build was stopped"
            if len(said) > ANSWER:
                return b"", "it writes without end into the pipe of its process"
            if idle > IDLE * self.seconds or now - began > WALL * self.seconds:
                return b"", (
                    f"it did not answer for {now - began:.0f} seconds of wall clock, while it used "
                    f"{_used(process.pid)} of processor time"
                )

    def close(self, patient: bool = False) -> int:
        """End the process and all that it started; its exit code."""
        process, self.process = self.process, None
        if process is None:
            return 0
        if patient:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
        with suppress(ProcessLookupError, PermissionError):  # the group is empty, or dying
            os.killpg(process.pid, signal.SIGKILL)
        _end_marked(self.mark)
        with suppress(BrokenPipeError):  # it died with words of ours unread
            process.stdin.close()
        process.stdout.close()
        with suppress(subprocess.TimeoutExpired):  # it hangs within the system: nobody can end it
            process.wait(PATIENCE)
        return process.returncode or 0


def _asleep(pid: int) -> bool:
    """Whether every thread of a process waits for something else than a processor or a disk.
    Where the system does not tell, none does."""
    try:
        threads = [file.read_bytes() for file in Path(f"/proc/{pid}/task").glob("*/stat")]
    except OSError:  # it is just ending
        return False
    states = [stat.rpartition(b")")[2].split()[0] for stat in threads]
    return bool(states) and not {b"R", b"D"} & set(states)


def _used(pid: int) -> str:
    """Processor time of a process so far, in words."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return "an unknown part"
    return f"{(int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK'):.1f}"


def _end_marked(mark: str) -> None:
    """End what a worker's simulations started and put into a group of its own: it carries the
    worker's mark in its environment. Where the system shows none, such a process stays."""
    sign = f"{MARK}={mark}".encode()
    while found := [pid for pid in _processes() if sign in _environment(pid).split(b"\0")]:
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)  # until they have died, and for what they may have started meanwhile


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()  # of the dead it is empty
    except OSError:
        return b""


def run(
    tasks: list[Task],
    root: Path,
    report: Callable[[str], None],
    seconds: float = SECONDS,
    workers: int | None = None,
) -> list[dict]:
    """The answers, in the order of the tasks. `report` gets a line as each one ends."""
    if not tasks:
        return []
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    idle: SimpleQueue[Worker] = SimpleQueue()
    over = threading.Event()
    for _ in range(workers):
        idle.put(Worker(root, seconds, over))
    done, lock = 0, threading.Lock()

    def work(task: Task) -> dict:
        nonlocal done
        worker, started = idle.get(), time.monotonic()
        try:
            result = worker.ask(task)
        finally:
            idle.put(worker)
        with lock:
            done += 1
            slow = "; too slow to be run again" if result.get("probed") == 0 else ""
            took = time.monotonic() - started
            report(f"{task.name}: {done} of {len(tasks)}, {took:.1f} s{slow}")
        return result

    try:
        with ThreadPoolExecutor(workers) as pool:
            try:
                return list(pool.map(work, tasks))
            finally:  # after an interrupt, too, which the workers do not hear
                over.set()
    finally:
        while not idle.empty():
            idle.get().close()
