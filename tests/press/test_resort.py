"""Does an error that nobody foresaw become one line that says where, and what to try?"""

import errno
import os
import sys
import traceback

import pytest

from hooks.faults import Fault
from hooks.publish import resort


def raised(path, source):
    """The error of this source, as if it stood in that file."""
    try:
        exec(compile(source, str(path), "exec"), {"__file__": str(path)})
    except (AttributeError, SyntaxError, ValueError, ZeroDivisionError) as error:
        return error
    pytest.fail("it raised nothing")


def told(error, root, page=""):
    """How it is said."""
    return str(resort.fault_of(error, root, page))


def test_error_stands_at_the_last_line_of_the_project_that_it_came_through(tmp_path):
    (tmp_path / "plugin.py").write_text("\n")
    error = raised(tmp_path / "plugin.py", "import json\n\njson.loads('{')\n")
    said = told(error, tmp_path, "docs/page.md")
    assert said.startswith("plugin.py:3: JSONDecodeError: ")
    assert "PRESS_TRACEBACK=1" in said and "\n" not in said


def test_error_from_elsewhere_stands_at_the_page_that_was_made(tmp_path):
    error = raised(tmp_path.parent / "elsewhere.py", "x = 1\n1 / 0\n")
    assert told(error, tmp_path, "docs/page.md").startswith("docs/page.md:1: ZeroDivisionError: ")
    assert told(error, tmp_path).startswith("mkdocs.yml:1: ZeroDivisionError: ")


@pytest.mark.parametrize("inside", ["hooks/publish/check.py", ".venv/lib/library.py"])
def test_neither_the_press_nor_a_library_is_to_blame(tmp_path, inside):
    error = raised(tmp_path / inside, "1 / 0")
    assert told(error, tmp_path, "docs/page.md").startswith("docs/page.md:1: ")


def test_what_has_no_syntax_stands_at_its_own_line(tmp_path):
    error = raised(tmp_path / "plugin.py", "x = 1\nx = = 2\n")
    assert told(error, tmp_path).startswith("plugin.py:2: SyntaxError: ")


def test_lines_of_an_error_become_one(tmp_path):
    error = raised(tmp_path / "plugin.py", "raise ValueError('one\\n\\ttwo')")
    assert told(error, tmp_path).startswith("plugin.py:1: ValueError: one two. ")


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "Make room on its disk."),
        (errno.EROFS, "Make its disk writable."),
        (errno.EACCES, "Mend its permissions."),
    ],
)
def test_refusal_of_the_system_has_its_remedy(tmp_path, number, remedy):
    named = OSError(number, os.strerror(number), str(tmp_path / "site" / "a.html"))
    assert told(named, tmp_path) == f"site/a.html: {os.strerror(number)}. {remedy}"
    assert told(OSError(number, os.strerror(number)), tmp_path).endswith(remedy)


def test_fault_keeps_its_place_and_words(tmp_path):
    fault = Fault("It is wrong. Mend it.", "docs/a.md", 3)
    assert resort.fault_of(fault, tmp_path, "docs/page.md") is fault


@pytest.mark.parametrize("asked", [True, False])
def test_traceback_is_shown_where_it_is_asked_for(tmp_path, monkeypatch, capfd, asked):
    monkeypatch.setenv(resort.SWITCH, "1" if asked else "")
    error = raised(tmp_path / "plugin.py", "1 / 0")
    assert "ZeroDivisionError" in resort.report(error, None)
    shown = "".join(traceback.format_exception(error)) if asked else ""
    assert capfd.readouterr().err == shown


@pytest.mark.parametrize(("code", "ends"), [(0, True), (None, True), (1, False), ("no", False)])
def test_exit_without_an_error_is_one(code, ends):
    with pytest.raises(SystemExit) as caught:
        try:
            sys.exit(code)
        finally:
            resort.insist()
    assert (caught.value.code == code) is not ends
    assert not ends or "called exit" in caught.value.code


def test_end_of_a_good_build_stays_good():
    resort.insist()
