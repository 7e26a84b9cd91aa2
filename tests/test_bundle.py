"""Does a reader get the small plotly.js where it can be had and trusted, and else the large one?"""

import base64
import hashlib
import io
import subprocess
import tarfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from hooks import bundle as module
from hooks.bundle import INTEGRITY, PACKAGE, bundle

SMALL = b"/* the small bundle */"
LARGE = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
(VERSION,) = INTEGRITY  # the one that the installed plotly carries


def tarball(script=SMALL):
    """What npm would pack."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("package/plotly-cartesian.min.js")
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
    """npm is there, and its tarball is the one that is pinned."""
    made = Npm(tarball())
    digest = base64.b64encode(hashlib.sha512(made.content).digest()).decode()
    monkeypatch.setattr(module, "INTEGRITY", {VERSION: digest})
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
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    assert bundle(tmp_path, notices.append) in (SMALL, LARGE.read_bytes())


def refuse_hash(monkeypatch, npm):
    monkeypatch.setattr(module, "INTEGRITY", {VERSION: "AAAA"})


def forget_version(monkeypatch, npm):
    monkeypatch.setattr(module, "INTEGRITY", {})


def remove_npm(monkeypatch, npm):
    monkeypatch.setattr(module.shutil, "which", lambda name: None)


def break_npm(monkeypatch, npm):
    npm.content = None


def pack_something_else(monkeypatch, npm):
    npm.content = tarball(b"alert(1)")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (refuse_hash, "hash"),
        (pack_something_else, "hash"),
        (forget_version, "no hash is known"),
        (remove_npm, "npm is not installed"),
        (break_npm, "npm"),
    ],
)
def test_without_it_the_large_one_is_used_and_one_line_says_why(
    npm, notices, tmp_path, monkeypatch, trouble, words
):
    trouble(monkeypatch, npm)
    assert bundle(tmp_path, notices.append) == LARGE.read_bytes()
    (notice,) = notices
    assert "large" in notice
    assert words in notice
    assert VERSION in notice
    assert "\n" not in notice


def test_what_was_refused_is_not_kept(npm, notices, tmp_path):
    npm.content, right = tarball(b"alert(1)"), npm.content
    bundle(tmp_path, notices.append)
    npm.content = right
    assert bundle(tmp_path, notices.append) == SMALL
