"""Is the site that stands always a whole one, the same for everyone who builds this commit?"""

import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import COLD, DEADLINE, ROOT, Site, address_of, tree
from tests.unread import unread

PAGE, COIN = "docs/page.md", "generators/coin.py"
STOP = "(pathlib.Path.cwd() / 'reached').touch(); time.sleep(600)"
STOPPED_HOOK = f"import pathlib, time\ndef on_post_page(output, **_):\n    {STOP}\n"
ELSEWHERE = """
import os, time
now = time.time
time.time, os.cpu_count = lambda: now() + 1e7, lambda: 1
"""
IDENTITY = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.org")


def names(site: Site) -> list[str]:
    """What stands beside the site, and the site."""
    return sorted(folder.name for folder in site.root.glob("site*"))


def assert_whole(folder: Path) -> dict:
    """Every file but build.json is listed there, with its hash; gives what build.json says."""
    build = json.loads((folder / "build.json").read_text())
    files = tree(folder)
    del files["build.json"]
    assert build["files"] == files
    assert "page/index.html" in files
    return build


def dead_process() -> int:
    """The id of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def in_a_run(site: Site) -> None:
    """Make the build stop while a simulation runs."""
    run = "    rng = np.random.default_rng([seed, tosses])"
    site.edit(COIN, run, f"    import pathlib, time; {STOP}\n{run}")


def among_pages(site: Site) -> None:
    """Make the build stop when the first page is made."""
    (site.root / "stop.py").write_text(STOPPED_HOOK)
    site.edit("mkdocs.yml", "hooks: [", "hooks: [stop.py, ")


def wait_until_stopped(site: Site, process: subprocess.Popen) -> None:
    """Until the build is where it was made to stop."""
    until = time.monotonic() + DEADLINE
    while not (site.root / "reached").exists():
        assert time.monotonic() < until, "the build never came to where it is killed"
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


@pytest.mark.parametrize("stop", [in_a_run, among_pages])
def test_a_build_that_is_killed_leaves_the_site_and_is_swept_up(stop, tiny, good):
    site = tiny()
    stop(site)
    with site.start("build", **unread(site.root.parent / "start")) as process:
        wait_until_stopped(site, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=DEADLINE)
    assert site.published == good.published
    assert len(names(site)) == (2 if stop is among_pages else 1)

    for path in (COIN, "mkdocs.yml"):
        shutil.copy(good.root / path, site.root / path)
    assert site.build().code == 0
    assert names(site) == ["site"]
    assert site.published == good.published


def test_no_simulation_outlives_a_build_that_is_killed(tiny):
    """The workers hold the build's standard error: it ends when the last of them has ended."""
    site = tiny()
    in_a_run(site)
    site.edit(COIN, "time.sleep(600)", "[None for _ in iter(int, 1)]  # for ever, and busy")
    with site.start("build", **unread(site.root.parent / "start")) as process:
        wait_until_stopped(site, process)
        process.kill()  # the build alone
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            pytest.fail("a worker went on")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("mended", [True, False], ids=["by a good build", "by a faulty one"])
def test_a_build_killed_between_the_two_renames_is_healed(mended, tiny, good):
    site, dead = tiny(), dead_process()
    (site.root / "site").rename(site.root / f"site.old-{dead}")
    (site.root / f"site.new-{dead}").mkdir()
    (site.root / f"site.new-{dead}" / "index.html").write_text("half a site")
    if not mended:
        site.edit(PAGE, "coin(tosses=100)", "con(tosses=100)")
    assert site.build().code == (0 if mended else 1)
    assert names(site) == ["site"]
    assert site.published == good.published


def test_what_a_living_build_is_making_is_not_swept_up(tiny):
    site = tiny()
    other = site.root / f"site.new-{os.getpid()}"
    other.mkdir()
    assert site.build().code == 0
    assert names(site) == ["site", other.name]


def test_builds_at_once_leave_one_whole_site(tiny, good):
    site = tiny()
    shutil.rmtree(site.root / ".cache" / "press")
    running = [site.start("build") for _ in range(3)]
    ends = [(process.communicate(timeout=DEADLINE)[1], process.returncode) for process in running]
    assert [code for _, code in ends] == [0, 0, 0], ends
    assert names(site) == ["site"]
    assert_whole(site.root / "site")
    assert site.published == good.published


def test_a_new_site_replaces_the_old_one_wholly(tiny):
    site = tiny()
    (site.root / "site" / "page" / "of-last-year.html").write_text("gone")
    assert site.build().code == 0
    assert "page/of-last-year.html" not in site.published
    assert_whole(site.root / "site")


def test_another_site_folder_is_built_beside_and_swapped_as_well(tiny, good, tmp_path):
    site = tiny()
    shutil.rmtree(site.root / "site")
    for _ in range(2):
        assert site.build("-d", str(tmp_path / "out" / "site")).code == 0
        assert tree(tmp_path / "out" / "site") == good.published
    site.edit(PAGE, "coin(tosses=100)", "con(tosses=100)")
    assert site.build("-d", str(tmp_path / "out" / "site")).code == 1
    assert tree(tmp_path / "out" / "site") == good.published
    assert [folder.name for folder in (tmp_path / "out").iterdir()] == ["site"]
    assert names(site) == []


def test_a_host_may_read_the_site_whatever_the_umask(tiny):
    site = tiny()
    shutil.rmtree(site.root / "site")
    (site.root / "docs" / "private.txt").write_text("a note")
    (site.root / "docs" / "private.txt").chmod(0o600)
    before = os.umask(0o077)
    try:
        assert site.build().code == 0
    finally:
        os.umask(before)
    published = site.root / "site"
    modes = {path: oct(path.stat().st_mode & 0o777) for path in [published, *published.rglob("*")]}
    assert {modes[path] for path in modes if path.is_dir()} == {"0o755"}
    assert {modes[path] for path in modes if path.is_file()} == {"0o644"}
    assert "private.txt" in site.published


@pytest.mark.parametrize("where", ["no repository", "no git"])
def test_a_build_without_a_commit_says_how_it_is_dated(where, tiny):
    site = tiny()
    if where == "no git":
        git(site.root, "init", "--quiet")
        built = site.build(PATH=str(site.root))
    else:
        built = site.build()
    assert built.code == 0
    assert [line for line in built.lines if "1970-01-01" in line and "git" in line]
    assert not [line for line in site.build(SOURCE_DATE_EPOCH="1").lines if "1970" in line]


def test_two_clean_builds_of_one_commit_are_the_same_bytes(tiny, tmp_path):
    """In two folders, months apart, with sets in two orders, by two counts of workers."""
    first, second = tiny(), tiny()
    shutil.rmtree(second.root)
    git(first.root, "init", "--quiet", "--initial-branch=main")
    (first.root / ".gitignore").write_text(".cache/\nsite/\n__pycache__/\n")
    git(first.root, "add", "--all")
    git(first.root, *IDENTITY, "commit", "--quiet", "--message=A tiny book")
    git(first.root, "clone", "--quiet", ".", str(second.root))
    shutil.copytree(first.root / ".cache" / "plotly", second.root / ".cache" / "plotly")
    shutil.rmtree(first.root / ".cache" / "press")
    (tmp_path / "sitecustomize.py").write_text(ELSEWHERE)
    elsewhere = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2", "PYTHONPATH": str(tmp_path)}
    builds = [first.build(PYTHONHASHSEED="1"), second.build(**elsewhere)]
    assert [built.lines[-1] for built in builds] == ["simulations: 2 run, 0 from cache"] * 2
    assert first.published == second.published
    said = assert_whole(first.root / "site")
    assert said["commit"] == git(first.root, "rev-parse", "HEAD")
    assert said["SOURCE_DATE_EPOCH"] == int(git(first.root, "log", "-1", "--format=%ct"))


def test_the_book_is_the_same_bytes_in_another_folder(book, tmp_path):
    for part in ("docs", "generators", "overrides", "hooks"):
        shutil.copytree(ROOT / part, tmp_path / "copy" / part)
    for part in ("mkdocs.yml", "requirements.lock", "CITATION.cff"):
        shutil.copy(ROOT / part, tmp_path / "copy")
    # Where every test runs, so does every simulation; else the pieces of the book go along.
    for cache in ["plotly"] if os.environ.get("EVERY") else ["plotly", "press"]:
        if (ROOT / ".cache" / cache).is_dir():
            shutil.copytree(ROOT / ".cache" / cache, tmp_path / "copy" / ".cache" / cache)
    if (ROOT / ".git").exists():  # the same commit
        kept = git(ROOT, "rev-parse", "--absolute-git-dir")
        (tmp_path / "copy" / ".git").write_text(f"gitdir: {kept}\n")
    epoch = json.loads((book / "build.json").read_text())["SOURCE_DATE_EPOCH"]
    copy = Site(tmp_path / "copy", seconds=COLD)
    assert copy.build(SOURCE_DATE_EPOCH=str(epoch), SITE_URL=address_of(book)).code == 0
    rebuilt, built = copy.published, tree(book)
    assert rebuilt == built


def git(folder: Path, *words: str) -> str:
    """What git says."""
    run = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def test_a_build_says_what_it_was_made_from(tiny, good):
    build = assert_whole(good.root / "site")
    assert set(build) == {"commit", "SOURCE_DATE_EPOCH", "lock", "versions", "counts", "files"}
    assert (build["commit"], build["lock"]) == (None, None)  # no repository, and no lock
    assert build["counts"] == {"simulations": 2, "figures": 2, "cells": 7}
    assert set(build["versions"]) >= {"python", "mkdocs", "mkdocs-material", "numpy", "plotly"}
    site = tiny()
    shutil.copy(ROOT / "requirements.lock", site.root)
    assert site.build(SOURCE_DATE_EPOCH="86400").code == 0
    build = assert_whole(site.root / "site")
    assert build["lock"] == tree(site.root)["requirements.lock"]
    assert build["SOURCE_DATE_EPOCH"] == 86400


def test_facts_json_holds_every_cell_and_every_seed(good):
    book = json.loads((good.root / "site" / "facts.json").read_text())
    assert list(book) == ["simulations"]
    assert list(book["simulations"]) == ["coin", "walk"]
    coin, walk = book["simulations"].values()
    assert coin["default"]["params"] == {"tosses": 100, "bent": True}
    assert walk["default"]["params"] == {"steps": 100}
    shown = [(cell["params"]["tosses"], cell["params"]["bent"]) for cell in coin["cells"]]
    assert sorted(shown) == [(n, bent) for n in (30, 100, 300) for bent in (False, True)]
    for simulation in (coin, walk):
        assert set(simulation) == {"default", "cells"}
        assert simulation["default"] in simulation["cells"]
        for cell in simulation["cells"]:
            assert set(cell) == {"params", "seeds", "facts", "theory"}
            assert cell["seeds"] == [0, 1, 2, 3, 4]
            for fact in cell["facts"].values():
                assert fact["median"] == statistics.median(fact["seeds"])
                assert (fact["low"], fact["high"]) == (min(fact["seeds"]), max(fact["seeds"]))
                assert len(fact["seeds"]) == len(cell["seeds"])
    assert coin["default"]["theory"] == {"heads": 0.8}
    assert walk["default"]["theory"] == {}


def test_the_last_line_of_a_build_counts_simulations(tiny):
    site = tiny()
    said = [site.build().lines[-1]]
    shutil.rmtree(site.root / ".cache" / "press")
    said += [site.build().lines[-1], site.build("--strict", "--quiet").lines[-1]]
    assert said == [f"simulations: {r} run, {c} from cache" for r, c in ((0, 2), (2, 0), (0, 2))]
