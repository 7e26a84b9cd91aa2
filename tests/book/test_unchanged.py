"""Is a test of a simulation run again whenever anything that it stands on has changed, and only then?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FILES = {
    "pyproject.toml": "[tool.pytest.ini_options]\n",
    "requirements.lock": "numpy==1\n",
    "requirements-dev.lock": "pytest==1\n",
    "tests/__init__.py": "",
    "tests/conftest.py": "",
    "tests/simulations/__init__.py": "",
    "tests/shared.py": "MOST = 9\n",
    "tests/simulations/test_coin.py": (
        "import pytest\nfrom generators import coin\nfrom tests.shared import MOST\n\n"
        "@pytest.mark.parametrize('heads', [2, 3])\n"
        "def test_law(heads):\n    assert coin.simulate(n=heads) == heads < MOST\n\n"
        "def test_other():\n    assert True\n"
    ),
    "tests/simulations/test_contract.py": (
        "import importlib\nimport pytest\n\n"
        "@pytest.mark.parametrize('name', ['coin', 'dice'])\n"
        "def test_named(name):\n    importlib.import_module(f'generators.{name}').simulate()\n"
    ),
    "generators/__init__.py": "",
    "generators/coin.py": (
        "from generators import near\n\ndef simulate(*, n=1, seed=0):\n    return near.same(n)\n"
    ),
    "generators/near.py": "from . import far\n\ndef same(n):\n    return far.same(n)\n",
    "generators/far.py": "def same(n):\n    return n\n",
    "generators/dice.py": "def simulate(*, seed=0):\n    return 6\n",
}
COIN = {"test_law[2]", "test_law[3]", "test_other", "test_named[coin]"}
ALL = COIN | {"test_named[dice]"}
LAWS = COIN - {"test_named[coin]"}


class Project:
    """A few tests of two simulations."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> None:
        """A file anew, and no code compiled from the old one."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        shutil.rmtree(file.parent / "__pycache__", ignore_errors=True)

    def edit(self, path: str, old: str, new: str) -> None:
        """One place of a file."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    def run(self, *words: str, unchanged: str = "skip", start: str = "") -> dict[str, str]:
        """How each test ended, by its name. `start` runs as Python begins."""
        self.write("start/sitecustomize.py", start)
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", "-rs", *words],
            cwd=self.root,
            env=os.environ | {"UNCHANGED": unchanged, "PYTHONPATH": str(self.root / "start")},
            capture_output=True,
            text=True,
        )
        lines = [line.split() for line in run.stdout.splitlines() if line.endswith("%]")]
        ends = {line[0].partition("::")[2]: line[1] for line in lines}
        assert ends, run.stdout + run.stderr
        told = "unchanged since it passed" in run.stdout
        assert told == ("SKIPPED" in ends.values()), run.stdout
        return ends

    def again(self, *words: str, **how: str) -> set[str]:
        """The tests that are run, and not skipped."""
        return {name for name, end in self.run(*words, **how).items() if end != "SKIPPED"}


@pytest.fixture(scope="module")
def passed(tmp_path_factory) -> Path:
    """That project, once all its tests have passed."""
    project = Project(tmp_path_factory.mktemp("unchanged") / "project")
    for path, text in FILES.items():
        project.write(path, text)
    shutil.copytree(ROOT / "hooks", project.root / "hooks")
    for path in ("tests/unchanged.py", "tests/simulations/conftest.py"):
        shutil.copy(ROOT / path, project.root / path)
    assert project.run() == dict.fromkeys(ALL, "PASSED")
    return project.root


@pytest.fixture
def project(passed, tmp_path) -> Project:
    """A copy that may be changed."""
    return Project(shutil.copytree(passed, tmp_path / "project"))


def test_what_passed_is_skipped_and_shown_as_skipped(project):
    assert project.again() == set()
    assert project.again(unchanged="run") == ALL
    assert project.again(unchanged="") == ALL


@pytest.mark.parametrize(
    ("path", "new", "again"),
    [
        ("generators/coin.py", "\n# edited\n", COIN),
        ("generators/near.py", "\n# edited\n", COIN),
        ("generators/far.py", "\n# edited\n", COIN),
        ("generators/dice.py", "\n# edited\n", {"test_named[dice]"}),
        ("generators/__init__.py", "# edited\n", ALL),
        ("tests/shared.py", "\n# edited\n", LAWS),
        ("tests/simulations/test_coin.py", "\n# edited\n", LAWS),
        ("tests/simulations/test_contract.py", "\n# edited\n", ALL - LAWS),
        ("tests/conftest.py", "# edited\n", ALL),
        ("tests/simulations/conftest.py", "# edited\n", ALL),
        ("tests/unchanged.py", "# edited\n", ALL),
        ("hooks/faults.py", "# edited\n", ALL),
        ("pyproject.toml", "# edited\n", ALL),
        ("requirements.lock", "# edited\n", ALL),
        ("requirements-dev.lock", "# edited\n", ALL),
    ],
)
def test_what_changed_is_run_again_and_nothing_else(path, new, again, project):
    whole = (project.root / path).read_text("utf-8")
    project.write(path, whole + new)
    assert project.again() == again
    assert project.again() == set(), "it passed on this, too"


@pytest.mark.parametrize(
    "start",
    [
        "import platform\nplatform.python_version = lambda: '3.99.0'\n",
        "import importlib.metadata as m\nold = m.version\n"
        "m.version = lambda name: '9' if name == 'numpy' else old(name)\n",
    ],
    ids=["Python", "numpy"],
)
def test_another_version_runs_all_again(start, project):
    assert project.again(start=start) == ALL


def test_another_parameter_of_the_same_name_is_another_test(project):
    """As where tests are named by their number."""
    project.edit("tests/simulations/test_coin.py", "[2, 3])", "[2, 3], ids=['a', 'b'])")
    assert project.again("-k", "law") == {"test_law[a]", "test_law[b]"}
    before = (project.root / "tests" / "shared.py").read_text("utf-8")
    project.edit("tests/simulations/test_coin.py", "[2, 3]", "[2, 4]")
    project.write("tests/shared.py", before)
    assert "test_law[b]" in project.again("-k", "law")


def test_a_failure_is_never_a_pass_and_forgets_the_last_one(project, monkeypatch):
    """Even where the sources are those of the last pass, as when it depends on the weather."""
    rain = "import os\n\ndef same(n):\n    assert 'RAIN' not in os.environ\n    return n\n"
    project.write("generators/far.py", rain)
    assert project.again() == COIN
    monkeypatch.setenv("RAIN", "1")
    ends = project.run(unchanged="run")
    failed = {name for name, end in ends.items() if end == "FAILED"}
    assert failed == COIN - {"test_other"}
    assert project.again() == failed
    monkeypatch.delenv("RAIN")
    assert project.again() == failed
    assert project.again() == set()


def test_a_simulation_without_syntax_is_no_pass(project):
    project.write("generators/dice.py", "def simulate(:\n")
    for _ in range(2):
        ends = project.run()
        assert {name: end for name, end in ends.items() if end != "SKIPPED"} == {
            "test_named[dice]": "FAILED"
        }


def test_a_failing_law_fails_again_and_again(project):
    project.edit("generators/far.py", "return n", "return n + 1")
    for _ in range(2):
        ends = project.run()
        assert {name for name, end in ends.items() if end == "FAILED"} == {
            "test_law[2]",
            "test_law[3]",
        }


def test_a_part_that_passed_skips_no_other(project):
    """Of a file's tests, and of a test's own parts: its teardown may fail."""
    project.edit("generators/coin.py", "n=1", "n=2")
    assert project.again("-k", "test_law and 2") == {"test_law[2]"}
    assert project.again() == COIN - {"test_law[2]"}
    project.edit(
        "tests/simulations/test_coin.py",
        "def test_other():",
        "@pytest.fixture\ndef late():\n    yield\n    assert False\n\ndef test_other(late):",
    )
    project.run()
    assert project.again() == {"test_other"}
