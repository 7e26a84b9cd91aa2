"""How does a drawing become a PNG, without a browser?  resvg draws it, with the fonts of the press.

What was drawn before is kept, and the rest drawn by as many processes as there are processors:
`-m hooks.publish.raster` answers each drawing on a line with its picture on a line.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import resvg_py

from hooks import reading
from hooks.faults import Fault

HOME = Path(__file__).parents[2]
FONTS = sorted((HOME / "hooks" / "draw" / "fonts").glob("*.otf"))
SECONDS = 600  # for all that one process draws; it takes a tenth of one for a picture


def drawn(svg: str) -> bytes:
    """The picture, as large as the drawing says."""
    fonts = [str(font) for font in FONTS]
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts))


def pictures(drawings: dict[str, str], kept: Path) -> dict[str, bytes]:
    """{name: picture} of {name: drawing}; Fault where one cannot be drawn. `kept` is a folder for
    what was drawn before."""
    with_what = hashlib.sha256(version("resvg-py").encode())
    for font in FONTS:
        with_what.update(font.read_bytes())
    files = {
        name: kept / hashlib.sha256(with_what.digest() + svg.encode()).hexdigest()
        for name, svg in drawings.items()
    }
    found = {name: picture for name, file in files.items() if (picture := _read(file))}
    missing = sorted(drawings.keys() - found.keys())
    shares = [missing[first :: os.cpu_count() or 1] for first in range(os.cpu_count() or 1)]
    with ThreadPoolExecutor(len(shares)) as pool:
        for share, made in zip(
            shares,
            pool.map(lambda share: _share(drawings[name] for name in share), shares),
            strict=True,
        ):
            for name, picture in zip(share, made, strict=True):
                found[name] = picture
                _write(files[name], picture)
    return found


def _share(drawings: Iterable[str]) -> list[bytes]:
    """The pictures of a share of the drawings, by a process of its own."""
    lines = "".join(f"{json.dumps(svg)}\n" for svg in drawings)
    if not lines:
        return []
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hooks.publish.raster"],
            cwd=HOME,
            input=lines,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=SECONDS,
        )
    except subprocess.SubprocessError as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        raise Fault(f"a picture could not be drawn ({said}). Mend its figure.") from None
    return [base64.b64decode(line) for line in done.stdout.splitlines()]


def _read(file: Path) -> bytes:
    """What was kept, if it is whole."""
    with suppress(Fault):
        checksum, _, picture = reading.content(file, file.parent).partition(b"\n")
        if hashlib.sha256(file.name.encode() + picture).hexdigest().encode() == checksum:
            return picture
    return b""


def _write(file: Path, picture: bytes) -> None:
    """Keep a picture; a folder that takes none costs time, and nothing else."""
    checksum = hashlib.sha256(file.name.encode() + picture).hexdigest().encode()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        beside.write_bytes(checksum + b"\n" + picture)
        beside.replace(file)


if __name__ == "__main__":
    for line in sys.stdin:
        print(base64.b64encode(drawn(json.loads(line))).decode(), flush=True)
