"""Which plotly.js does a reader get, once he asks for it?

The small Cartesian bundle of the version that the plotly package carries, from npm where npm is
present, its content held against a hash; otherwise the package's own, three times as large.
"""

import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "plotly.js-cartesian-dist-min"
INTEGRITY = {  # plotly.js version -> sha512 of npm's tarball
    "4.1.1": "o8GrFeusncwBIxbBynRJpY4pkgVB6caM+JLpwrLYbbsO7dZ8FJ+SVN2Fr+L7kiG/"
    "Z6w4P5O0Jus/Qr5EefHVeg==",
}


def bundle(cache: Path, notice: Callable[[str], None]) -> bytes:
    """The script. Without the small bundle, one line to `notice` says why."""
    package = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
    with package.open(encoding="utf-8") as file:
        version = re.search(r"plotly\.js v([\d.]+)", file.read(400))[1]
    kept = cache / f"{version}.js"
    try:
        content = kept.read_bytes() if kept.is_file() else _from_npm(version, cache)
        if not kept.is_file():  # beside, then renamed: a build killed here leaves no half of it
            beside = kept.with_suffix(f".{os.getpid()}.tmp")
            beside.write_bytes(content)
            beside.replace(kept)
        return content
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as why:
        notice(
            f"plotly.js {version}: the large bundle is used, as the small one could not be had "
            f"({why})"
        )
        return package.read_bytes()


def _from_npm(version: str, cache: Path) -> bytes:
    """Raise ValueError where the tarball is not the one whose hash stands above."""
    if version not in INTEGRITY:
        raise ValueError(f"no hash is known for {version}; add it to hooks/bundle.py")
    npm = shutil.which("npm")
    if not npm:
        raise ValueError("npm is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [npm, "pack", f"{PACKAGE}@{version}", "--silent"],
        cwd=cache,
        check=True,
        capture_output=True,
        timeout=120,
    )
    tarball = cache / f"{PACKAGE}-{version}.tgz"
    content = tarball.read_bytes()
    with suppress(OSError):
        tarball.unlink()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != INTEGRITY[version]:
        raise ValueError("npm's tarball does not have the hash that is pinned")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return archive.extractfile("package/plotly-cartesian.min.js").read()
