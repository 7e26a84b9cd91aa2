"""Is a site that its commit did not build told from the one that it built?"""

import json
import re
import shutil
import subprocess

import pytest

from tests import stamped
from tests.conftest import ROOT, Site


@pytest.fixture(scope="module")
def committed(good, tmp_path_factory) -> Site:
    """The tiny site as a repository, built from its one commit."""
    site = Site(shutil.copytree(good.root, tmp_path_factory.mktemp("kept") / "book", symlinks=True))
    shutil.copy(ROOT / "requirements.lock", site.root)
    (site.root / ".gitignore").write_text(".cache/\nsite/\n__pycache__/\n")
    git(site, "init", "--quiet")
    git(site, "add", "--all")
    commit(site)
    built = site.build()
    assert built.code == 0, built.err
    return site


@pytest.fixture
def site(committed, tmp_path, monkeypatch) -> Site:
    """A copy of it, whose root is taken for the project's."""
    copy = Site(shutil.copytree(committed.root, tmp_path / "book", symlinks=True))
    monkeypatch.setattr(stamped, "ROOT", copy.root)
    return copy


def git(site, *words):
    subprocess.run(["git", *words], cwd=site.root, check=True)


def commit(site):
    who = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.org")
    git(site, *who, "commit", "--quiet", "--allow-empty", "--message=A tiny book")


def run(site, capsys):
    """Exit code, and the lines that are printed."""
    code = stamped.main([str(site.root / "site")])
    return code, capsys.readouterr().out.splitlines()


def test_a_site_is_what_its_commit_built(site, capsys):
    assert run(site, capsys) == (0, [f"{site.root / 'site'} is what this commit built"])


def changed_byte(folder):
    file = folder / "page" / "index.html"
    content = file.read_bytes()
    file.write_bytes(content[:-2] + b"?" + content[-1:])


def missing(folder):
    (folder / "page" / "index.html").unlink()


def extra(folder):
    (folder / "page" / "more.html").write_text("")


def nested_build(folder):
    """Only the one at the top may go without a hash."""
    (folder / "page" / "build.json").write_text("{}")


@pytest.mark.parametrize(
    "plant, told",
    [
        (changed_byte, "page/index.html has changed since it was built"),
        (missing, "page/index.html is missing"),
        (extra, "page/more.html was not built"),
        (nested_build, "page/build.json was not built"),
    ],
)
def test_one_file_that_is_otherwise_is_named(site, capsys, plant, told):
    plant(site.root / "site")
    assert run(site, capsys) == (1, [told])


def test_another_commit_did_not_build_it(site, capsys):
    commit(site)
    code, (line,) = run(site, capsys)
    assert code == 1
    assert re.fullmatch("it was built from commit [0-9a-f]{40}, and [0-9a-f]{40} is .*", line)


def test_no_commit_did_if_none_is_named(site, capsys):
    build = site.root / "site" / "build.json"
    build.write_text(json.dumps(json.loads(build.read_text()) | {"commit": None}))
    code, (line,) = run(site, capsys)
    assert code == 1
    assert line.startswith("it was built from commit None")


@pytest.mark.parametrize("edit", ["docs/index.md", "docs/new.md"])
def test_what_no_commit_has_may_have_built_it(site, capsys, edit):
    (site.root / edit).write_text("More.")
    assert run(site, capsys) == (1, [f"the folder holds what no commit has, such as {edit}"])


def test_another_lock_did_not_build_it(site, capsys):
    with (site.root / "requirements.lock").open("a") as lock:
        lock.write("\n")
    code, lines = run(site, capsys)
    assert code == 1
    assert "it was built with another requirements.lock" in lines


def test_where_nothing_was_built_nothing_is_said_to_agree(site):
    shutil.rmtree(site.root / "site")
    with pytest.raises(SystemExit, match="make site"):
        run(site, None)
