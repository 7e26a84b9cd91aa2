"""Which plotly.js does a reader get, once he asks for it?

The small Cartesian bundle of the version that the plotly package carries, from npm where npm is
present; otherwise the package's own, three times as large, which no continuous integration may
publish. The small one is held against a hash at every use, whoever has put it there.
"""

import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path

from hooks.faults import Fault

PACKAGE = "plotly.js-cartesian-dist-min"
SCRIPT = "package/plotly-cartesian.min.js"  # within npm's tarball
HASHES = {  # plotly.js version -> sha256 of that script
    "4.1.1": "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a",
}
HURRY = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000")  # not a minute without a network


def bundle(cache: Path, notice: Callable[[str], None]) -> bytes:
    """The script. Without the small bundle, one line to `notice` says why; a Fault where the
    environment says CI, as a site is published from there."""
    package = Path(str(distribution("plotly").locate_file("plotly/package_data/plotly.min.js")))
    with package.open(encoding="utf-8") as file:
        found = re.search(r"plotly\.js v([\d.]+)", file.read(400))
    version = found[1] if found else "?"
    try:
        return _small(version, cache)
    except (OSError, ValueError, subprocess.SubprocessError) as why:
        without = f"plotly.js {version}: the small bundle could not be had ({_one_line(why)})"
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            raise Fault(
                f"{without}, and CI publishes no other. Install npm and let it reach its registry.",
                "hooks/publish/bundle.py",
                1,
            ) from None
        notice(
            f"{without}. Readers are given the large one, which takes three times as long to "
            "load. Build again with npm and a network."
        )
        return package.read_bytes()


def _small(version: str, cache: Path) -> bytes:
    """The small bundle, kept or fetched; ValueError where there is none with the right hash."""
    if version not in HASHES:
        raise ValueError(f"no hash is known for {version}; add it to hooks/publish/bundle.py")
    kept = cache / f"{version}.js"
    if kept.is_file() and _right(content := kept.read_bytes(), version):
        return content
    content = _from_npm(version, cache)
    if not _right(content, version):
        raise ValueError("npm's does not have the hash that is pinned in hooks/publish/bundle.py")
    with suppress(OSError):  # a cache that cannot be written to costs time, and nothing else
        cache.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}.tmp")
        beside.write_bytes(content)
        beside.replace(kept)  # a build killed before this leaves no half of it
    return content


def _right(content: bytes, version: str) -> bool:
    return hashlib.sha256(content).hexdigest() == HASHES[version]


def _from_npm(version: str, cache: Path) -> bytes:
    npm = shutil.which("npm")
    if not npm:
        raise ValueError("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [npm, "pack", f"{PACKAGE}@{version}", "--silent", *HURRY],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
        content = (Path(folder) / f"{PACKAGE}-{version}.tgz").read_bytes()
    with (
        suppress(tarfile.TarError, zlib.error, EOFError, KeyError),
        tarfile.open(fileobj=io.BytesIO(content)) as archive,
    ):
        if script := archive.extractfile(SCRIPT):  # a folder of that name has no content
            return script.read()
    raise ValueError(f"npm's tarball holds no {SCRIPT}")


def _one_line(why: Exception) -> str:
    if isinstance(why, subprocess.CalledProcessError):
        return f"npm ended with code {why.returncode}"
    return " ".join(str(why).split())
