"""How does a test run `mkdocs` as often as it likes, and pay for its imports once?

In forks of one process that has them behind it, which is half of a small build. What runs is MkDocs'
own command line, in a process group, a folder and an environment of its own.
"""

import atexit
import functools
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from functools import partialmethod
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "mkdocs.__main__",
        "mkdocs.commands.build",
        "material.plugins.search.plugin",
        "pymdownx.util",
        "hooks.page.directive",
        "hooks.publish.publish",
        "hooks.publish.resort",
        "hooks.source.intake",
    ]
)


def mkdocs(
    words: list[str], folder: Path, environment: dict[str, str], seconds: float
) -> tuple[int, str, str]:
    """`mkdocs` with these words: its exit code, and what it says on both channels. If it takes
    longer, it is ended with all that it started."""
    with tempfile.TemporaryDirectory() as place:
        told = [f"{place}/out", f"{place}/err"]
        process = FORKS.Process(
            target=_mkdocs, args=(words, folder, environment, told, _templates())
        )
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.join()
            raise TimeoutError(f"mkdocs {' '.join(words)} took more than {seconds} seconds")
        code = process.exitcode
        process.close()
        out, err = (Path(file).read_text("utf-8") for file in told)
        return code, out, err


@functools.cache
def _templates() -> str:
    """A folder for compiled templates, as long as this process lives."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _mkdocs(
    words: list[str], folder: Path, environment: dict[str, str], told: list[str], templates: str
) -> None:
    """What the fork does: all that the system does for a new process, and the command."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in enumerate(told, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    sys.argv = [str(BIN / "mkdocs"), *words]
    sys.path[:] = [str(BIN)] + [p for p in sys.path if p and Path(p) not in (BIN, ROOT)]

    import jinja2
    from mkdocs.__main__ import cli

    # Half of the rest is the theme's templates, which are the same for all.
    kept = jinja2.FileSystemBytecodeCache(templates)
    jinja2.Environment.__init__ = partialmethod(jinja2.Environment.__init__, bytecode_cache=kept)
    cli()
