"""Does the runner of planted faults tell one that survives from one that is caught?"""

import pytest

from tests.mutants import ROOT, Mutant, came_out, judge, read

CAUGHT = Mutant("it.py", "a + b", "a - b", "test_it.py::test_sum")
SOURCE = "def add(a, b):\n    return a + b  # a plus b\n"
TEST = "from it import add\n\n\ndef test_sum():\n    assert add(1, 2) == 3\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "it.py").write_text(SOURCE, "utf-8")
    (tmp_path / "test_it.py").write_text(TEST, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("mutant", "how"),
    [
        (CAUGHT, "caught"),
        (Mutant("it.py", "a + b", "b + a", CAUGHT.test), "SURVIVED"),
        (
            Mutant("it.py", "a * b", "a - b", CAUGHT.test),
            "NOT PLANTED: its place was found 0 times",
        ),
        (Mutant("it.py", "b", "a", CAUGHT.test), "NOT PLANTED: its place was found 3 times"),
        (Mutant("other.py", "a", "b", CAUGHT.test), "NOT PLANTED: [Errno 2]"),
        (Mutant("it.py", "a + b", "a - b", "test_it.py::test_none"), "NOT TESTED"),
        (Mutant("it.py", "def add(", "def (", CAUGHT.test), "NOT TESTED"),
    ],
)
def test_each_comes_out_as_it_is_and_leaves_no_trace(mutant, how, project):
    assert came_out(mutant, project).startswith(how)
    assert (project / "it.py").read_text("utf-8") == SOURCE


def test_one_that_survives_is_counted_and_told(project):
    rows = []
    survivor = Mutant("it.py", "a + b", "b + a", CAUGHT.test)
    assert judge([CAUGHT, survivor], project, rows.append) == 1
    assert [row.split()[0] for row in rows] == ["caught", "SURVIVED"]


def test_nothing_is_caught_by_a_test_that_fails_anyway(project):
    rows = []
    (project / "test_it.py").write_text(TEST.replace("3", "4"), "utf-8")
    assert judge([CAUGHT], project, rows.append) == 1
    assert "before anything is planted" in rows[0]


def test_every_listed_place_is_found_once_and_its_test_is_there():
    mutants = read(ROOT / "tests" / "mutants.yml")
    assert len(mutants) >= 25
    assert len(mutants) == len({(one.file, one.old, one.new) for one in mutants})
    for one in mutants:
        assert (ROOT / one.file).read_text("utf-8").count(one.old) == 1, one
        file, _, name = one.test.partition("::")
        assert f"def {name}" in (ROOT / file).read_text("utf-8"), one
