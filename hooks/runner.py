"""How are the missing pieces made, in parallel, when a simulation may hang, crash or exit?

Each worker is a Python process that answers one line of JSON with another. A worker that is
silent for too long is killed; one that ends before it answers is noticed at once.
"""

import json
import os
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

SECONDS = 180  # that one task may take, where others keep the machine busy
ONE_THREAD = dict.fromkeys(  # the workers are the parallelism, and a sum's order is fixed
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


@dataclass(frozen=True)
class Task:
    """Some settings of one simulation; cells: [{params, views}]."""

    name: str
    file: str
    cells: list[dict]


class Worker:
    """One process. It is started when first asked, and again after a death."""

    def __init__(self, root: Path, package: str, seconds: float) -> None:
        self.root, self.package, self.seconds = root, package, seconds
        self.process: subprocess.Popen | None = None

    def ask(self, task: Task) -> dict:
        """{cells, cpu} or {fault, line}."""
        if self.process is not None and self.process.poll() is not None:
            self.close()  # it died while it was idle
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hooks.worker"],
                cwd=self.root,
                text=True,
                encoding="utf-8",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | ONE_THREAD | {"PYTHONDONTWRITEBYTECODE": "1"},
            )
        overtime = threading.Event()

        def stop() -> None:
            overtime.set()
            self.process.kill()

        timer = threading.Timer(self.seconds, stop)
        timer.start()
        try:
            self.process.stdin.write(
                json.dumps(
                    {
                        "module": f"{self.package}.{task.name}",
                        "file": task.file,
                        "cells": task.cells,
                    }
                )
                + "\n"
            )
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if line.endswith("\n"):
            return json.loads(line)
        code = self.close()
        if overtime.is_set():
            return {"fault": f"it ran for more than {self.seconds:g} seconds", "line": 1}
        return {"fault": f"its process ended with code {code} before it gave a result", "line": 1}

    def close(self) -> int:
        """End the process; its exit code."""
        process, self.process = self.process, None
        if process is None:
            return 0
        with suppress(BrokenPipeError):  # it died with words of ours unread
            process.stdin.close()
        process.stdout.close()
        return process.wait()


def run(
    tasks: list[Task],
    root: Path,
    package: str,
    report: Callable[[str], None],
    seconds: float = SECONDS,
    workers: int | None = None,
) -> list[dict]:
    """The answers, in the order of the tasks. `report` gets a line as each one ends."""
    if not tasks:
        return []
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    idle: SimpleQueue[Worker] = SimpleQueue()
    for _ in range(workers):
        idle.put(Worker(root, package, seconds))
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
            report(f"{task.name}: {done} of {len(tasks)}, {time.monotonic() - started:.1f} s")
        return result

    try:
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(work, tasks))
    finally:
        while not idle.empty():
            idle.get().close()
