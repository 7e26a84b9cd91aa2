"""How does a finished build replace the site that stands, and only a finished one?

The site is built in a folder beside it and swapped in by renaming. A build that fails, or is
killed, leaves the old site as it was; what it left beside is swept up by the next one.
"""

import fcntl
import hashlib
import json
import os
import platform
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from hooks.apparatus import claims, marks
from hooks.draw.markup import PLOTLY
from hooks.faults import Fault
from hooks.press import Press
from hooks.publish import gallery, llms, offline, search, sheets
from hooks.publish.bundle import bundle
from hooks.publish.check import check_site
from hooks.publish.files import check_files
from hooks.publish.meta import check_meta
from hooks.publish.policy import Policy
from hooks.publish.repository import git

BESIDE = re.compile(r"\.(new|old)-(\d+)$")


def beside(site: Path) -> Path:
    """An empty place to build in; sweeps up what dead builds left, and brings a site back that a
    build was killed in the midst of replacing."""
    with _alone(site):
        for left in sorted(site.parent.glob(f"{site.name}.*")):
            if (mark := BESIDE.search(left.name)) and not _alive(int(mark[2])):
                if mark[1] == "old" and not site.exists():
                    left.rename(site)
                else:
                    shutil.rmtree(left, ignore_errors=True)
    return site.with_name(f"{site.name}.new-{os.getpid()}")


def swap(new: Path, site: Path) -> Path:
    """Put the finished build in the site's place, and say where that is."""
    _open_to_all(new)
    old = site.with_name(f"{site.name}.old-{os.getpid()}")
    with _alone(site):
        if site.exists():
            site.rename(old)
        new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    return site


def _open_to_all(folder: Path) -> None:
    """Let everyone read it, whatever this machine's umask: a host refuses what it may not read."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def discard(site: Path | None) -> None:
    """Remove what this process built beside the site, if it has begun to."""
    if site is None:
        return
    shutil.rmtree(site.with_name(f"{site.name}.new-{os.getpid()}"), ignore_errors=True)


def finish(folder: Path, press: Press, policy: Policy) -> None:
    """Write what the press adds to a built site, check the whole, and stamp it."""
    sheets.trim(folder, press.ledger.register.docs)
    search.add_keywords(folder, {page: meta.get("keywords") for page, meta in press.meta.items()})
    if press.figures:
        try:
            press.files[PLOTLY] = bundle(press.root / ".cache" / "plotly", press.report)
        except Fault as fault:
            press.fault(fault)
    book = press.facts_json()
    press.files["facts.json"] = json.dumps(book, separators=(",", ":")).encode()
    if press.ledger.register.kept:
        try:
            rows = [claims.as_data(claim, found) for claim, found in press.ledger.rows()]
            cards = json.dumps(marks.cards(press.ledger.register), ensure_ascii=False)
            press.files["assets/cards.json"] = cards.encode()
            press.files["claims.json"] = json.dumps(rows, indent=1, ensure_ascii=False).encode()
        except Fault as fault:  # a malformed register, which stops the build in its own words
            press.fault(fault)
            press.files["claims.json"] = b""  # so that what links to it is not blamed
    press.files |= llms.files(press, policy)
    try:
        press.files |= gallery.files(press, policy)
    except Fault as fault:
        press.fault(fault)
    for address, content in sorted(press.files.items()):
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_bytes(content)
    whole = offline.make(folder, str(policy.told["site_name"]), policy.address)
    (folder / offline.FILE).write_bytes(whole)
    docs, settings = press.ledger.register.docs, policy.settings
    for found in check_site(folder, press.place):
        if not press.told.knows(found):
            press.fault(found)
    for found in (
        *check_files(folder, docs, policy.scripts, press.files),
        *check_meta(policy.told, settings.name, settings.read_text("utf-8")),
    ):
        press.fault(found)
    _stamp(
        folder,
        press.root,
        {
            "simulations": len(book["simulations"]),
            "figures": len(press.figures),
            "cells": sum(len(entry["cells"]) for entry in book["simulations"].values()),
        },
    )


def _stamp(folder: Path, root: Path, counts: dict[str, int]) -> None:
    """Write build.json: what this site was made from, and a hash of every other file; no clock."""
    lock = root / "requirements.lock"
    versions = {"python": platform.python_version()} | {
        name: version(name) for name in ("mkdocs", "mkdocs-material", "numpy", "plotly")
    }
    files = {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    build = {
        "commit": git(root, "rev-parse", "HEAD"),
        "SOURCE_DATE_EPOCH": int(os.environ.get("SOURCE_DATE_EPOCH", 0)),
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else None,
        "versions": versions,
        "counts": counts,
        "files": files,
    }
    (folder / "build.json").write_text(json.dumps(build, indent=1) + "\n", encoding="utf-8")


def date(root: Path, notice: Callable[[str], None]) -> str | None:
    """Date the site: as its last commit, unless SOURCE_DATE_EPOCH says otherwise. Fault where that
    is no time. Gives that commit, if there is one."""
    if "SOURCE_DATE_EPOCH" not in os.environ:
        committed = git(root, "log", "-1", "--format=%ct")
        os.environ["SOURCE_DATE_EPOCH"] = committed or "0"
        if not committed:
            notice(
                "git knows no commit here, so the site is dated 1970-01-01. Build in a clone, "
                "with git installed, or set SOURCE_DATE_EPOCH."
            )
    said = os.environ["SOURCE_DATE_EPOCH"]
    if not re.fullmatch("[0-9]{1,10}", said) or int(said) >= 1 << 32:  # which gzip cannot write
        raise Fault(
            f"'{said[:20]}' is no number of seconds since 1970. Unset it, or give one.",
            "SOURCE_DATE_EPOCH",
        )
    return git(root, "rev-parse", "HEAD")


@contextmanager
def _alone(site: Path) -> Iterator[None]:
    """One build at a time; the lock is the parent folder itself, so nothing is left behind."""
    site.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(site.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
