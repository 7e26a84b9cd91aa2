"""Does each rule on workflows hold, and see its fault?"""

import re
import shlex
import subprocess

import pytest
import yaml

from tests.compare import PYTHONS, ROOT
from tests.workflows import ACTIONS, faults

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(path.name for path in FOLDER.iterdir())
CHECKOUT = "actions/checkout@{1} # {0}".format(*ACTIONS["actions/checkout"])
CACHE = "actions/cache@{1} # {0}".format(*ACTIONS["actions/cache"])


def read(name: str) -> str:
    """The text of a workflow."""
    return (FOLDER / name).read_text(encoding="utf-8")


def steps(name: str, job: str) -> list[str]:
    """What a job runs, and which actions it uses, in order."""
    found = yaml.safe_load(read(name))["jobs"][job]["steps"]
    return [step.get("run") or step["uses"].partition("@")[0] for step in found]


@pytest.mark.parametrize("name", FILES)
def test_a_workflow_keeps_the_rules(name):
    assert list(faults(name, read(name))) == []


def test_these_workflows_there_are():
    assert FILES == ["nightly.yml", "publish.yml", "pull-request.yml", "weekly.yml"]


@pytest.mark.parametrize("action", ACTIONS)
def test_no_action_is_listed_that_none_uses(action):
    assert [name for name in FILES if f"{action}@" in read(name) or f"{action}/" in read(name)]


PLANTED = [
    ("permissions: {}\n", "permissions:\n  contents: read\n", "its permissions at the top"),
    ("permissions: {}\n", "", "its permissions at the top"),
    (CHECKOUT, "actions/checkout@v7.0.1", "'actions/checkout@v7.0.1' is not pinned"),
    (CHECKOUT, CHECKOUT.replace("@3d3c", "@3d3d"), "is not pinned as the list"),
    (CHECKOUT, CHECKOUT.replace("v7.0.1", "v7.0.2"), "is not pinned as the list"),
    (CHECKOUT, CHECKOUT.replace("actions/", "another/"), "'another/checkout@"),
    ("runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", "does not run on ubuntu-24.04"),
    ("contents: read", "contents: write", "may not write contents"),
    ("permissions:\n      contents: read #", "env:\n      contents: read #", "does not say what"),
]
PLANTED_IN_PUBLISH = [
    ("permissions:\n      contents: read #", "permissions: write-all #", "build does not say what"),
    ("    branches: [main]\n", "    branches: [main, next]\n", "on more than a push to main"),
    ("    branches: [main]\n", "    branches: [main]\n  workflow_dispatch:\n", "on more than a"),
    (
        "      - run: bash .ci/run\n",
        f"      - uses: {CACHE}\n      - run: bash .ci/run\n",
        "a cache",
    ),
    (
        "      - run: bash .ci/run\n",
        f"      - uses: {CACHE.replace('cache@', 'cache/restore@')}\n      - run: bash .ci/run\n",
        "build touches a cache",
    ),
    (
        'python-version: "3.11"\n',
        'python-version: "3.11"\n          cache: pip\n',
        "touches a cache",
    ),
    ("needs: [build, pythons]", "needs: [build]", "before every other job has passed"),
    ("needs: [build, pythons]", "timeout-minutes: 9", "before every other job has passed"),
    ("bash .ci/run", "make site", "does not test, then hold"),
    ("bash .ci/run\n", "bash .ci/run || true\n", "does not test, then hold"),
    ("-m tests.stamped site", "-m tests.stamped elsewhere", "does not test, then hold"),
    (
        "      - name: The site is",
        "      - run: make site\n      - name: The site is",
        "does not test",
    ),
    ("-m tests.stamped site\n", "-m tests.stamped site\n        if: false\n", "may be skipped"),
    ("path: site\n", "path: docs\n", "does not test, then hold"),
    ("      pages: write", "      contents: write\n      pages: write", "may not write contents"),
    ("      contents: read #", "      pages: write\n      contents: read #", "may not write pages"),
]


@pytest.mark.parametrize(
    "name, old, new, fault",
    [(name, *plant) for name in FILES for plant in PLANTED]
    + [("publish.yml", *plant) for plant in PLANTED_IN_PUBLISH],
)
def test_a_planted_fault_is_seen(name, old, new, fault):
    text = read(name)
    assert old in text
    found = list(faults(name, text.replace(old, new, 1)))
    assert [one for one in found if fault in one], found


def test_pythons_of_ci_are_those_that_the_book_supports():
    for name in ("publish.yml", "nightly.yml"):
        (step,) = [
            step
            for step in yaml.safe_load(read(name))["jobs"]["pythons"]["steps"]
            if "setup-python" in step.get("uses", "")
        ]
        assert tuple(step["with"]["python-version"].split()) == PYTHONS
        assert steps(name, "pythons")[-1] == "make compare-pythons"


def test_a_pull_request_gets_the_checks_the_book_and_the_tests():
    does = steps("pull-request.yml", "build")
    wanted = ["make check", "make site", "make test", "make properdocs", "actions/upload-artifact"]
    assert [step for step in does if step in wanted] == wanted
    assert does.index("actions/cache") < does.index("make check")


def test_a_night_leaves_what_pull_requests_look_for():
    """By the same key, or each begins with nothing."""
    keys = [
        {
            step["with"]["path"]: step["with"]["key"]
            for step in next(iter(yaml.safe_load(read(name))["jobs"].values()))["steps"]
            if "actions/cache" in step.get("uses", "")
        }
        for name in ("pull-request.yml", "nightly.yml")
    ]
    assert keys[0].keys() == {".venv", ".cache"}
    assert keys[0] == keys[1]


def check() -> list[str]:
    """How `make check` calls zizmor, but for the folder."""
    (command,) = re.findall(
        r"\$\(BIN\)/(zizmor .*) \.github$", (ROOT / "Makefile").read_text(), re.M
    )
    program, *options = shlex.split(command)
    return [str(ROOT / ".venv" / "bin" / program), *options]


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ("on:\n  pull_request:", "on:\n  pull_request_target:", "dangerous-triggers"),
        ("- run: make check", "- run: echo ${{ github.head_ref }}", "template-injection"),
        ("persist-credentials: false", "persist-credentials: true", "artipacked"),
        ("contents: read # to check the book out", "issues: write", "undocumented-permissions"),
    ],
)
def test_make_check_sees_what_is_known_of_attacks(tmp_path, old, new, fault):
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    text = read("pull-request.yml")
    assert old in text
    for planted in (False, True):
        (folder / "planted.yml").write_text(text.replace(old, new) if planted else text)
        run = subprocess.run([*check(), str(tmp_path)], capture_output=True, text=True)
        assert (run.returncode != 0) == planted, run.stdout + run.stderr
    assert f"[{fault}]" in run.stdout
