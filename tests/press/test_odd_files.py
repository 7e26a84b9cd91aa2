"""What becomes of a build that meets what is no file, no text, or an error that nobody foresaw?

One line that says where, exit 1 within a time, the site that stood, and no process and no file left.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import Built, Site
from tests.unread import unread

PAGE, COIN = "docs/page.md", "generators/coin.py"
SECONDS = 60  # on a machine that others use, too; a build that hangs takes for ever
ENDLESS = "/dev/zero"


def put(path: str, content: bytes | str) -> Callable[[Path], None]:
    """Write a file anew."""

    def plant(root: Path) -> None:
        file = _free(root / path)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    return plant


def add(path: str, content: bytes) -> Callable[[Path], None]:
    """Write at a file's end."""
    return lambda root: (root / path).write_bytes((root / path).read_bytes() + content)


def pipe(path: str) -> Callable[[Path], None]:
    """A pipe in a file's place."""
    return lambda root: os.mkfifo(_free(root / path))


def endless(path: str) -> Callable[[Path], None]:
    """A device that never ends, in a file's place."""
    return lambda root: _free(root / path).symlink_to(ENDLESS)


def folder(path: str) -> Callable[[Path], None]:
    """A folder in a file's place."""
    return lambda root: _free(root / path).mkdir()


def _free(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    return path


def setting(old: str, new: str, *more: Callable[[Path], None]) -> Callable[[Path], None]:
    """Change mkdocs.yml, and plant what it names."""

    def plant(root: Path) -> None:
        Site(root).edit("mkdocs.yml", old, new)
        for one in more:
            one(root)

    return plant


def template(source: bytes | str) -> Callable[[Path], None]:
    """Override the theme's template of a page."""
    return setting("  font:", "  custom_dir: over\n  font:", put("over/main.html", source))


def hook(body: str, event: str = "on_page_content(html, **_)") -> Callable[[Path], None]:
    """A hook of the project's own, which runs first."""
    return setting("hooks: [", "hooks: [own.py, ", put("own.py", f"def {event}:\n    {body}\n"))


@dataclass(frozen=True)
class Odd:
    """Something planted in a site that stands; the one line that is told begins so, and holds
    these words."""

    name: str
    plant: Callable[[Path], None]
    place: str
    says: str
    environment: dict[str, str] = field(default_factory=dict)


NO_FILE, NO_TEXT, OUT = "no regular file", "is no UTF-8", "leads out of docs/"
ODD = [
    Odd("pipe for a page", pipe("docs/a.md"), "docs/a.md:1: ", NO_FILE),
    Odd("device for a page", endless("docs/a.md"), "docs/a.md:1: ", OUT),
    Odd("page that is gone", lambda r: (r / "docs/a.md").symlink_to("/gone"), "docs/a.md:1: ", "leads nowhere"),
    Odd("page in Latin", put("docs/a.md", b"# A\n\ncaf\xe9\n"), "docs/a.md:3: ", NO_TEXT),
    Odd("pipe for a picture", pipe("docs/a.png"), "docs/a.png:1: ", NO_FILE),
    Odd("device for a picture", endless("docs/a.png"), "docs/a.png:1: ", OUT),
    Odd("style sheet in Latin", put("docs/a.css", b"/*\n\xe9 */"), "docs/a.css:2: ", NO_TEXT),
    Odd("pipe for a generator", pipe(COIN), f"{PAGE}:7: {COIN}:1: ", NO_FILE),
    Odd("device for a generator", endless(COIN), f"{PAGE}:7: {COIN}:1: ", NO_FILE),
    Odd("folder for a generator", folder(COIN), f"{PAGE}:7: {COIN}:1: ", "folder"),
    Odd("generator in Latin", add(COIN, b"# \xe9\n"), f"{PAGE}:7: {COIN}:46: ", NO_TEXT),
    Odd("generator with a null", add(COIN, b"x = 1\0\n"), f"{PAGE}:7: {COIN}:", "null bytes"),
    Odd("pipe for a template", lambda r: (template("")(r), pipe("over/main.html")(r)), "over/main.html:1: ", NO_FILE),
    Odd("template in Latin", template(b"\n\xe9"), "over/main.html:2: ", NO_TEXT),
    Odd("template without syntax", template('{% extends "base.html" %}\n{% block x %}'), "over/main.html:2: ", "TemplateSyntaxError"),
    Odd("template of a thing unknown", template("\n\n{{ no.such.thing }}"), "over/main.html:3: ", "UndefinedError"),
    Odd("template on none", template('{% extends "bse.html" %}'), "over/main.html:1: ", "bse.html"),
    Odd("hook that fails", hook("return html.nothing"), "own.py:2: ", "AttributeError"),
    Odd("hook that fails first", hook("1 / 0", "on_config(config)"), "own.py:2: ", "ZeroDivisionError"),
    Odd("hook that gives a number", hook("return 3"), "docs/index.md:1: ", "TypeError"),
    Odd("hook that exits", hook("raise SystemExit(0)"), "Something called exit", "before the site was built"),
    Odd("cache that is a file", put(".cache/press", ""), ".cache/press: ", "cannot be kept there"),
    Odd("time that is none", lambda r: None, "SOURCE_DATE_EPOCH: ", "'abc'", {"SOURCE_DATE_EPOCH": "abc"}),
    Odd("time that is far", lambda r: None, "SOURCE_DATE_EPOCH: ", "number", {"SOURCE_DATE_EPOCH": "9" * 12}),
    Odd("brackets", add(PAGE, b"\n" + b"[" * 19_000), f"{PAGE}:23: ", "brackets are open"),
    Odd("long page", add(PAGE, b"\n" + b"[" * 300_000), f"{PAGE}:1: ", "the page has 300,"),
    Odd("wide fact", add(PAGE, b"\n{{ coin.tosses:999999999d }}\n"), f"{PAGE}:23: ", "too wide"),
    Odd("key twice", put("docs/a.md", "---\ntitle: A\ntitle: B\n---\n# A\n"), "docs/a.md:3: ", "twice"),
    Odd("negative minutes", put("docs/a.md", "---\ntitle: A\nminutes: -2\n---\n# A\n"), "docs/a.md:3: ", ">= 1"),
    Odd("front matter that nests", put("docs/a.md", f"---\na: {'{a: ' * 90_000}\n---\n"), "docs/a.md:", "."),
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tiny: Callable[[], Site]) -> Iterator[dict[str, Future]]:
    """Each planted alone in a site that stands, how its build ended, and after what time."""

    def build(odd: Odd) -> tuple[Site, Built, float]:
        site = tiny()
        odd.plant(site.root)
        began = time.monotonic()
        built = site.build(**odd.environment)
        return site, built, time.monotonic() - began

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {odd.name: pool.submit(build, odd) for odd in ODD}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_it_is_one_line_and_the_site_stands(odd, outcomes, good):
    site, built, seconds = outcomes[odd.name].result()
    said = [line for line in built.lines if line.startswith(odd.place)]
    assert built.code == 1, built.err
    assert len(said) == 1 and odd.says in said[0], built.err
    assert "Traceback" not in built.out + built.err, built.err
    others = ("docs/", "generators/", "over/", "own.py:", "mkdocs.yml:", "hooks/")
    assert [line for line in built.lines if line.startswith(others) and line not in said] == []
    assert site.published == good.published
    assert [left.name for left in site.root.glob("site*")] == ["site"]
    assert seconds < SECONDS
    assert processes_of(site) == []


def processes_of(site: Site) -> list[str]:
    """What still runs within a project."""
    running = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve().is_relative_to(site.root.resolve()):
                running.append((process / "cmdline").read_text())
        except OSError:
            continue
    return running


def test_traceback_is_behind_a_switch(tiny, good):
    site = tiny()
    hook("return html.nothing")(site.root)
    built = site.build(PRESS_TRACEBACK="1")
    assert "Traceback" in built.err and 'own.py", line 2' in built.err
    assert (built.code, site.published) == (1, good.published)


@pytest.mark.parametrize("plant", [os.mkfifo, lambda path: path.symlink_to(ENDLESS)])
def test_odd_entries_of_the_cache_are_made_again(plant, tiny, good):
    site = tiny()
    for entry in (site.root / ".cache" / "press").iterdir():
        entry.unlink()
        plant(entry)
    built = site.build()
    assert built.lines[-1] == "simulations: 2 run, 0 from cache", built.err
    assert site.published == good.published


def test_a_full_disk_is_one_line_and_leaves_the_site(tiny, good, tmp_path):
    """No file may grow beyond 50 kB: the system refuses as it does on a full disk."""
    (tmp_path / "sitecustomize.py").write_text(
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
    )
    site = tiny()
    built = site.build(PYTHONPATH=str(tmp_path))
    said = [line for line in built.lines if line.endswith("Make room on its disk.")]
    assert (built.code, len(said)) == (1, 1), built.err
    assert "Traceback" not in built.err
    assert site.published == good.published
    assert [left.name for left in site.root.glob("site*")] == ["site"]


def test_what_outlives_a_simulation_keeps_no_build(tiny, good):
    """A thread, an exit handler and a child that hold on: each for ten minutes."""
    site = tiny()
    run = "rng = np.random.default_rng([seed, tosses])"
    body = (
        "import atexit, subprocess, threading, time\n    atexit.register(time.sleep, 600)\n"
        "    threading.Thread(target=time.sleep, args=(600,)).start()\n"
        "    subprocess.Popen(['sleep', '600'], start_new_session=seed % 2)\n"
    )
    site.edit(COIN, run, f"{body}    {run}")
    began = time.monotonic()
    built = site.build(**unread(site.root.parent / "start"))
    assert built.code == 0, built.err
    assert time.monotonic() - began < SECONDS
    assert processes_of(site) == []


def test_two_thousand_faults_are_all_told_in_time(tiny, good):
    site = tiny()
    lines = [f"A {{{{ coin.h{n} }}}} and [x](y{n}.md), [z](index.md#n{n}).\n" for n in range(700)]
    (site.root / "docs" / "a.md").write_text("# A\n\n" + "\n".join(lines), encoding="utf-8")
    began = os.times().children_user
    built = site.build()
    spent = os.times().children_user - began
    told = {line.split(" ")[0] for line in built.lines if line.startswith("docs/a.md:")}
    assert len(told) == 700
    assert len([line for line in built.lines if line.startswith("docs/a.md:")]) == 2100
    assert (built.code, site.published) == (1, good.published)
    assert spent < 20, "seconds of processor time"
