"""Does a clean clone get what it needs, no more, and else one clear line?"""

import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.conftest import ROOT, Site

OLD = """#!/bin/sh
exec {python} -c "import sys; sys.version_info = (3, 9, 18, 'final', 0); $2"
"""


@pytest.fixture
def clone(tmp_path):
    """What `make` reads of a clean clone."""
    for part in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / part, tmp_path)
    return tmp_path


def make(clone, *words, **environment):
    """Exit code, and what `make` says on both channels."""
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}  # of the `make test` that runs this
    names = {name: value for name, value in os.environ.items() if name not in outer}
    run = subprocess.run(
        ["make", *words], cwd=clone, env=names | environment, capture_output=True, text=True
    )
    mine = [line for line in run.stderr.splitlines() if not line.startswith("make: ***")]
    return SimpleNamespace(code=run.returncode, out=run.stdout, said=mine)


@pytest.mark.parametrize(
    ("target", "needs_tools"),
    [
        ("site", False),
        ("serve", False),
        ("test", True),
        ("check", True),
        ("browsers", True),
        ("bench", True),
        ("contact-sheet", True),
    ],
)
def test_tools_are_installed_where_they_are_needed_alone(clone, target, needs_tools):
    plan = make(clone, "--dry-run", target).out
    assert "-r requirements.lock" in plan
    assert ("-r requirements-dev.lock" in plan) == needs_tools


def test_a_python_that_is_too_old_is_one_line(clone):
    old = clone / "old"
    old.write_text(OLD.format(python=sys.executable))
    old.chmod(0o755)
    made = make(clone, "site", f"PYTHON={old}")
    assert made.code
    assert made.said == [
        f"{old} is Python 3.9.18, and the book needs 3.11.5 or later. "
        "Name one: make PYTHON=python3.12"
    ]
    assert not (clone / ".venv").exists()


def test_no_python_is_one_line(clone):
    made = make(clone, "site", "PYTHON=python9")
    assert made.code
    (line,) = made.said
    assert line.startswith("python9 is not installed. Install Python 3.11.5 or later")


def test_no_network_is_told_in_the_last_line(clone):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}
    made = make(clone, "site", f"PYTHON={sys.executable}", PIP_CONFIG_FILE=os.devnull, **nowhere)
    assert made.code
    assert made.said[-1].startswith("requirements.lock: the packages could not be installed. ")
    assert "Traceback" not in "".join(made.said)
    assert not (clone / ".venv" / "ready").exists()


def test_where_posix_is_missing_a_build_says_so_in_one_line(tiny, good, tmp_path):
    """As on Windows."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['fcntl'] = None\n")
    site: Site = tiny()
    built = site.build(PYTHONPATH=str(tmp_path))
    assert built.code == 1
    (line,) = built.lines
    assert "WSL" in line
    assert site.published == good.published


def test_an_old_python_that_builds_without_make_says_so_in_one_line():
    code = "import sys; sys.version_info = (3, 10, 9, 'final', 0); import hooks"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert "3.11.5 or later" in line


def test_what_is_said_of_pythons_is_said_alike():
    asked = (ROOT / "pyproject.toml").read_text("utf-8")
    assert 'requires-python = ">=3.11.5"' in asked
    for file in ("README.md", "Makefile"):
        assert "Python 3.11.5 or later" in (ROOT / file).read_text("utf-8"), file
    assert "WSL" in (ROOT / "README.md").read_text("utf-8")
