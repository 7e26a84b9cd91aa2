"""Does a reader get the small plotly.js where it can be had and trusted, and else the large one?"""

import hashlib
import io
import shutil
import subprocess
import tarfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from hooks.faults import Fault
from hooks.publish import bundle as module
from hooks.publish.bundle import HASHES, PACKAGE, SCRIPT, bundle

SMALL = b"/* the small bundle */"
LARGE = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
(VERSION,) = HASHES  # the one that the installed plotly carries


def tarball(script=SMALL):
    """What npm would pack."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo(SCRIPT)
        entry.size = len(script)
        archive.addfile(entry, io.BytesIO(script))
    return packed.getvalue()


class Npm:
    """In place of npm: packs what it is given, and remembers how often."""

    def __init__(self, content):
        self.content, self.calls = content, []

    def __call__(self, command, cwd, **options):
        self.calls.append(command)
        if self.content is None:
            raise subprocess.CalledProcessError(1, command)
        with (Path(cwd) / f"{PACKAGE}-{VERSION}.tgz").open("wb") as file:
            file.write(self.content)


@pytest.fixture
def npm(monkeypatch):
    """npm is there, and its script is the one that is pinned; this is not CI."""
    made = Npm(tarball())
    monkeypatch.setattr(module, "HASHES", {VERSION: hashlib.sha256(SMALL).hexdigest()})
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(module.subprocess, "run", made)
    return made


@pytest.fixture
def notices():
    return []


def test_hash_of_the_installed_version_is_known():
    assert f"plotly.js v{VERSION}" in LARGE.read_text(encoding="utf-8")[:400]


def test_small_bundle_comes_from_npm(npm, notices, tmp_path):
    assert bundle(tmp_path / "new" / "cache", notices.append) == SMALL
    assert notices == []
    assert npm.calls[0][:3] == ["/bin/npm", "pack", f"{PACKAGE}@{VERSION}"]


def test_kept_copy_needs_no_npm(npm, notices, tmp_path, monkeypatch):
    bundle(tmp_path, notices.append)
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    assert bundle(tmp_path, notices.append) == SMALL
    assert len(npm.calls) == 1
    assert notices == []


class Killed(BaseException):
    """The build ends here, as by kill -9."""


def test_build_killed_while_it_keeps_the_copy_leaves_none(npm, notices, tmp_path, monkeypatch):
    """Half a script would be published by every later build."""

    def half(path, content):
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise Killed

    monkeypatch.setattr(Path, "write_bytes", half)
    with suppress(Killed):
        bundle(tmp_path, notices.append)
    monkeypatch.undo()
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    assert bundle(tmp_path, notices.append) in (SMALL, LARGE.read_bytes())


def forget_version(monkeypatch, npm):
    monkeypatch.setattr(module, "HASHES", {})


def remove_npm(monkeypatch, npm):
    monkeypatch.setattr(module.shutil, "which", lambda name: None)


def break_npm(monkeypatch, npm):
    npm.content = None


def pack_something_else(monkeypatch, npm):
    npm.content = tarball(b"alert(1)")


def pack_another_file(monkeypatch, npm):
    monkeypatch.setattr(module, "SCRIPT", "package/other.js")


def pack_junk(monkeypatch, npm):
    npm.content = b"\x1f\x8b no tarball"


def pack_half(monkeypatch, npm):
    npm.content = npm.content[: len(npm.content) // 2]


TROUBLES = pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (pack_something_else, "hash"),
        (pack_another_file, "holds no"),
        (pack_junk, "holds no"),
        (pack_half, "holds no"),
        (forget_version, "no hash is known"),
        (remove_npm, "npm is not installed"),
        (break_npm, "npm"),
    ],
)


@TROUBLES
@pytest.mark.parametrize("ci", [None, "", "false"])
def test_without_it_the_large_one_is_used_and_one_line_says_why(
    npm, notices, tmp_path, monkeypatch, trouble, words, ci
):
    if ci is not None:
        monkeypatch.setenv("CI", ci)
    trouble(monkeypatch, npm)
    assert bundle(tmp_path, notices.append) == LARGE.read_bytes()
    (notice,) = notices
    assert "large" in notice
    assert words in notice
    assert VERSION in notice
    assert "\n" not in notice


@TROUBLES
@pytest.mark.parametrize("ci", ["true", "1"])
def test_in_ci_it_is_a_fault(npm, notices, tmp_path, monkeypatch, trouble, words, ci):
    monkeypatch.setenv("CI", ci)
    trouble(monkeypatch, npm)
    with pytest.raises(Fault, match=words) as fault:
        bundle(tmp_path, notices.append)
    assert str(fault.value).startswith("hooks/publish/bundle.py:1: ")
    assert "\n" not in str(fault.value)
    assert notices == []


def test_ci_has_no_quarrel_with_the_small_one(npm, notices, tmp_path, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert [bundle(tmp_path, notices.append) for _ in range(2)] == [SMALL] * 2
    assert notices == []


@pytest.mark.parametrize("planted", [b"alert(1)", SMALL + b" ", b""])
def test_what_is_planted_in_the_cache_is_replaced(npm, notices, tmp_path, planted):
    kept = tmp_path / f"{VERSION}.js"
    kept.write_bytes(planted)
    assert bundle(tmp_path, notices.append) == SMALL
    assert kept.read_bytes() == SMALL
    assert notices == []


def test_what_is_planted_in_the_cache_is_not_published_without_npm(
    npm, notices, tmp_path, monkeypatch
):
    (tmp_path / f"{VERSION}.js").write_bytes(b"alert(1)")
    remove_npm(monkeypatch, npm)
    assert bundle(tmp_path, notices.append) == LARGE.read_bytes()
    assert len(notices) == 1


@pytest.mark.parametrize("spoil", ["a file in its place", "a folder of that name"])
def test_a_cache_that_cannot_be_used_costs_a_fetch_and_no_more(npm, notices, tmp_path, spoil):
    cache = tmp_path / "plotly"
    if spoil == "a file in its place":
        cache.write_text("")
    else:
        (cache / f"{VERSION}.js").mkdir(parents=True)
    assert bundle(cache, notices.append) == SMALL
    assert notices == []


@pytest.mark.parametrize("ci", ["", "true"])
def test_a_build_publishes_no_planted_bundle(tiny, good, monkeypatch, ci):
    """Without npm, outside of CI, readers are given the wheel's; CI leaves the site as it was."""
    site, says = tiny(), "plotly.js " + VERSION
    shutil.rmtree(site.root / ".cache" / "plotly")
    kept = site.root / ".cache" / "plotly" / f"{VERSION}.js"
    kept.parent.mkdir()
    kept.write_bytes(b"alert(1)")
    built = site.build(PATH=str(site.root), CI=ci)
    script = site.root / "site" / "assets" / "plotly" / "plotly.min.js"
    (line,) = [line for line in built.lines if says in line]
    if ci:
        assert built.code == 1
        assert line.startswith("hooks/publish/bundle.py:1: ")
        assert "Traceback" not in built.err
        assert site.published == good.published
    else:
        assert built.code == 0
        assert script.read_bytes() == LARGE.read_bytes()


def test_what_was_refused_is_not_kept(npm, notices, tmp_path):
    npm.content, right = tarball(b"alert(1)"), npm.content
    bundle(tmp_path, notices.append)
    assert not list(tmp_path.iterdir())
    npm.content = right
    assert bundle(tmp_path, notices.append) == SMALL
