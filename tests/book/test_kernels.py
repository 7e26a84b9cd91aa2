"""Is a book that depends on the processor told from one that does not?"""

import json
import os
import shutil

import pytest

from tests import kernels


@pytest.fixture
def three(good, tmp_path):
    """Three equal sites: of this machine, and of the two others."""
    return [shutil.copytree(good.root / "site", tmp_path / name) for name in ("own", "new", "old")]


def run(sites, capsys):
    """Exit code, and the lines that are printed."""
    code = kernels.main([str(site) for site in sites])
    return code, capsys.readouterr().out.splitlines()


def times(site, factor):
    """Multiply one number of a site's facts."""
    book = json.loads((site / "facts.json").read_text())
    book["simulations"]["coin"]["cells"][0]["facts"]["heads"]["seeds"][3] *= factor
    (site / "facts.json").write_text(json.dumps(book, separators=(",", ":")))


def test_equal_sites_agree(three, capsys):
    code, lines = run(three, capsys)
    assert code == 0
    assert lines[0].startswith("Haswell: ")
    assert lines[0].endswith(" facts and all files agree")
    assert lines[1].startswith("Nehalem: 0 of ")
    assert lines[2:] == ["and no page does"]


def test_haswell_may_round_nothing_otherwise(three, capsys):
    times(three[1], 1 + 1e-9)
    code, lines = run(three, capsys)
    assert code == 1
    assert "1 of" in lines[0]
    assert "between this machine and Haswell" in lines[0]


def test_nehalem_may_round_the_last_digits_otherwise_and_it_is_told(three, capsys):
    times(three[2], 1 + 5e-9)
    code, lines = run(three, capsys)
    assert code == 0
    assert lines[1].startswith("Nehalem: 1 of ")
    assert lines[1].endswith(" numbers differ, by 5.0e-09 at most")


@pytest.mark.parametrize("factor", [1 + 2e-8, 1.1, -1])
def test_nehalem_may_differ_by_no_more(three, capsys, factor):
    times(three[2], factor)
    code, lines = run(three, capsys)
    assert code == 1
    assert lines[2] == "1 differ that must not"
    assert lines[3].startswith("  coin(")
    assert "heads.seeds[3]" in lines[3]


@pytest.mark.parametrize("change", ["edited", "gone"])
def test_no_page_may_differ(three, capsys, change):
    page = three[2] / "page" / "index.html"
    if change == "edited":
        page.write_text(page.read_text("utf-8").replace("80%", "79%"), "utf-8")
    else:
        page.unlink()
    code, lines = run(three, capsys)
    assert code == 1
    assert lines[2:] == ["1 differ that must not", "  page/index.html differs"]


@pytest.mark.parametrize(
    "one, other", [(1.0, None), (True, 1), ("many", "few"), (1.0, "1"), (0.0, 1e-30)]
)
def test_what_is_no_rounding_is_far_apart(one, other):
    assert kernels.apart(one, other) > kernels.TOLERANCE


@pytest.mark.parametrize("name", kernels.KERNELS)
def test_numpy_takes_the_kernels_that_are_asked_for(name):
    """If it did not, all would agree with itself."""
    found = kernels.taken(os.environ | kernels.KERNELS[name])
    if not found:
        pytest.skip("numpy has no such kernels on this kind of machine")
    assert found == name


def test_without_the_kernels_nothing_is_said_to_agree(monkeypatch):
    monkeypatch.setattr(kernels, "taken", lambda environment: "Zen")
    monkeypatch.setattr(kernels, "build", lambda *_: pytest.fail("built"))
    with pytest.raises(SystemExit, match="of Zen here, and not of Haswell"):
        kernels.main([])
