"""How does a reader run a simulation himself?  With one file, and Python, numpy and plotly.

It holds the science and nothing else: `python generators.pyz NAME` prints a simulation's facts.
"""

from pathlib import Path

from hooks.publish.archive import zipped

MAIN = "import runpy\n\nrunpy.run_module({!r}, run_name='__main__', alter_sys=True)\n"


def file_of(root: Path, folder: str) -> tuple[str, bytes] | None:
    """(address within the site, content) of that file; None where the folder cannot be run."""
    home = root / folder
    if not (home / "__main__.py").is_file():
        return None
    files = {
        file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(home.rglob("*.py"))
    }
    return f"{folder}.pyz", zipped(files | {"__main__.py": MAIN.format(folder).encode()})
