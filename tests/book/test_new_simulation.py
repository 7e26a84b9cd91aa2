"""Does a new simulation keep to the contract, and fail just where its author must decide?"""

import shutil
import subprocess
import sys

import pytest

from tests.new_simulation import begin
from tests.projects import ROOT


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """What a new simulation and its tests read of the project."""
    root = tmp_path_factory.mktemp("new") / "clone"
    skip = shutil.ignore_patterns("__pycache__")
    for part in ("generators", "tests", "hooks"):
        shutil.copytree(ROOT / part, root / part, ignore=skip)
    for part in ("CONTRIBUTING.md", "README.md", "pyproject.toml", "Makefile"):
        shutil.copy(ROOT / part, root)
    (root / "docs").mkdir()
    return root


@pytest.fixture(scope="module")
def made(clone):
    """Its two files."""
    return begin(clone, "spectrum/dice")


def run(clone, *command):
    """Exit code and output of Python with these words, in the clone."""
    done = subprocess.run(
        [sys.executable, *command], cwd=clone, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_its_test_fails_just_where_the_author_must_decide(clone, made):
    code, said = run(clone, "-m", "pytest", "-q", str(made[1]), "-p", "no:cacheprovider")
    assert code == 1, said
    failed = [line for line in said.splitlines() if line.startswith("E  ")]
    assert len(failed) == 2
    assert all("Failed: decide " in line for line in failed), failed


def test_style_and_hand_take_it_as_it_is(clone, made):
    files = list(map(str, made))
    for command in (["check"], ["format", "--check"]):
        code, said = run(clone, "-m", "ruff", *command, *files)
        assert code == 0, said
    code, said = run(clone, "-m", "generators", "dice")
    assert code == 0, said
    assert "ahead" in said


@pytest.mark.parametrize("name", ["dice", "spectrum/dice", "lenses/dice", "winners_curse"])
def test_a_name_that_is_taken_is_one_line(clone, made, name):
    with pytest.raises(SystemExit, match="already"):
        begin(clone, name)


@pytest.mark.parametrize("name", ["", "Dice", "../dice", "a b", "1", "a//b", "a/"])
def test_what_is_no_name_is_one_line(clone, name):
    with pytest.raises(SystemExit, match="NAME=spectrum/dice"):
        begin(clone, name)
