"""How does a build go on with a generator that its lint would refuse?  For what must hold even so."""

from pathlib import Path

START = "import hooks.offer.pure\nhooks.offer.pure.impure = lambda root, path: []\n"


def unread(folder: Path) -> dict[str, str]:
    """The environment of a build that reads no generator for what it may not do; `folder` is for
    what its Python begins with."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(START, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}
