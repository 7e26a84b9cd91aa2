"""Is a site, to the byte, the one that the commit checked out here built?

`python -m tests.stamped SITE` holds every file against the hash that build.json has for it, and the
commit and the lock that it names against those here. Exit 1 where anything is otherwise. Needs no
package.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


def hashed(file: Path) -> str:
    """The hash of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def faults(site: Path, root: Path) -> Iterator[str]:
    """What is not as build.json says, a line each."""
    said = json.loads((site / "build.json").read_text("utf-8"))
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()
    if said["commit"] != head:
        yield f"it was built from commit {said['commit']}, and {head} is checked out"
    if edited := subprocess.run(
        ["git", "status", "--porcelain"], cwd=root, check=True, capture_output=True, text=True
    ).stdout.splitlines():
        yield f"the folder holds what no commit has, such as {edited[0][3:]}"
    if said["lock"] != hashed(root / "requirements.lock"):
        yield "it was built with another requirements.lock"
    found = {
        file.relative_to(site).as_posix(): hashed(file)
        for file in site.rglob("*")
        if file.is_file() and file != site / "build.json"
    }
    for path in sorted(found.keys() | said["files"].keys()):
        if path not in found:
            yield f"{path} is missing"
        elif path not in said["files"]:
            yield f"{path} was not built"
        elif found[path] != said["files"][path]:
            yield f"{path} has changed since it was built"


def main(arguments: list[str]) -> int:
    """The exit code."""
    (site,) = map(Path, arguments)
    if not (site / "build.json").is_file():
        sys.exit(f"{site} has no build.json. Build it: make site")
    told = list(faults(site, ROOT))
    print("\n".join(told) or f"{site} is what this commit built")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
