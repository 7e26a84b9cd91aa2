"""Is a book that differs between two Pythons told from one that does not?"""

import json
import shutil
import sys

import pytest

from tests import compare


@pytest.fixture
def two(good, tmp_path):
    """Two equal sites."""
    return [shutil.copytree(good.root / "site", tmp_path / name) for name in ("3.11", "3.12")]


def run(sites, capsys):
    """Exit code, and the lines that are printed."""
    code = compare.main([str(site) for site in sites])
    return code, capsys.readouterr().out.splitlines()


def edit(site, change):
    """Change the first cell of the first simulation in a site's facts."""
    book = json.loads((site / "facts.json").read_text())
    change(next(iter(book["simulations"].values()))["cells"][0])
    (site / "facts.json").write_text(json.dumps(book, separators=(",", ":")))


def last_digit(cell):
    cell["facts"]["heads"]["seeds"][3] *= 1 + 1e-9


def closed_form(cell):
    cell["theory"]["heads"] += 1e-9


def one_fact_less(cell):
    del cell["facts"]["heads"]


def text_for_number(cell):
    cell["facts"]["heads"] = "many"


def test_equal_sites_agree_even_if_their_pythons_differ(two, capsys):
    (two[1] / "build.json").write_text("{}")
    code, (line,) = run(two, capsys)
    assert code == 0
    assert line.endswith("facts and all files agree")
    assert int(line.split()[0]) > 7


@pytest.mark.parametrize("change", [last_digit, closed_form, one_fact_less, text_for_number])
@pytest.mark.parametrize("which", [0, 1])
def test_one_fact_that_differs_is_named(two, capsys, change, which):
    edit(two[which], change)
    code, lines = run(two, capsys)
    assert code == 1
    assert lines[0].startswith("1 of ")
    assert " facts differ between " in lines[0]
    assert lines[1].startswith("  coin(tosses=")
    assert ".heads" in lines[1]
    assert "1 of" in lines[2]
    assert lines[3:] == ["  facts.json"]


@pytest.mark.parametrize("change", ["edited", "gone", "more"])
def test_one_file_that_differs_is_named(two, capsys, change):
    page = two[1] / "page" / "index.html"
    if change == "edited":
        page.write_bytes(page.read_bytes() + b" ")
    elif change == "gone":
        page.unlink()
    else:
        page.with_name("more.html").write_text("")
    code, lines = run(two, capsys)
    assert code == 1
    assert lines[0].startswith("1 of ")
    assert "files differ" in lines[0]
    assert lines[1:] == [f"  page/{'more' if change == 'more' else 'index'}.html"]


def test_every_site_is_held_against_the_first(two, good, capsys):
    edit(two[1], last_digit)
    code, lines = run([good.root / "site", *two], capsys)
    assert code == 1
    assert [line.rpartition(" and ")[2] for line in lines if " differ " in line] == [
        str(two[1])
    ] * 2


def test_without_one_of_the_pythons_nothing_is_said_to_agree(monkeypatch):
    monkeypatch.setattr(compare, "PYTHONS", ("3.11", "9.7", "9.8"))
    monkeypatch.setattr(compare, "build", lambda *_: pytest.fail("built"))
    with pytest.raises(SystemExit, match=r"Python 9\.7 and 9\.8 is not here"):
        compare.main([])


@pytest.mark.parametrize("shim", [True, False])
def test_a_python_is_found_where_pyenv_keeps_it(tmp_path, monkeypatch, shim):
    """The command on the path may lead nowhere."""
    version = "{}.{}".format(*sys.version_info)
    kept = tmp_path / "versions" / f"{version}.99" / "bin" / "python"
    kept.parent.mkdir(parents=True)
    kept.symlink_to(sys.executable)
    if shim:
        (tmp_path / f"python{version}").write_text("#!/bin/sh\nexit 127\n")
        (tmp_path / f"python{version}").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert compare.interpreter(version) == str(kept)
    assert compare.interpreter("9.9") is None
