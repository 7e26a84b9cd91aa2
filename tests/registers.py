"""What do the tests of the register work on?  A claim, a source and a term in a folder of data."""

from pathlib import Path

import yaml

FILES = {"claims": "claims.yml", "references": "references.yml", "glossary": "glossary.md"}
TEST = {"fact": "coin.heads", "op": ">", "value": 0.3, "seeds": "all", "because": "Half of 60%."}
CLAIM = {
    "id": "C1",
    "says": "A bent coin falls heads more often than a fair one.",
    "chapter": "page.md",
    "status": "shown here",
    "claimed": "Coins are bent.",
    "tests": [TEST],
    "sources": ["recht2019"],
    "dissent": "A coin can be caught.",
}
SOURCE = {
    "key": "recht2019",
    "authors": ["Recht B", "Roelofs R", "Schmidt L", "Shankar V"],
    "year": 2019,
    "title": "Do classifiers generalize?",
    "venue": "ICML",
    "link": "https://example.org/recht",
    "shows": "New test sets are harder",
}
TERM = "bias: A lean that more data does not cure."


def changed(row: dict, **changes: object) -> dict:
    """A row with other values; a field given as None is left out."""
    return {key: value for key, value in (row | changes).items() if value is not None}


def kept(
    root: Path, claims: object = (), references: object = (SOURCE,), glossary: str = TERM
) -> Path:
    """A project that keeps these rows, or these texts as they stand; gives the project."""
    folder = root / "docs" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("claims", claims), ("references", references), ("glossary", glossary)):
        text = rows if isinstance(rows, str) else dumped(*rows)
        (folder / FILES[name]).write_text(text, encoding="utf-8")
    return root


def dumped(*rows: dict) -> str:
    """Rows as an author would write them, a field a line."""
    return "\n".join(yaml.safe_dump([row], sort_keys=False, width=1000) for row in rows)


def line(root: Path, name: str, text: str) -> int:
    """The line of a file of the register where the last row begins that starts with a text."""
    lines = (root / "docs" / "data" / FILES[name]).read_text("utf-8").splitlines()
    return max(number for number, row in enumerate(lines, 1) if row.startswith(text))


# A register in which each kind of row stands, and each text is sharp somewhere.
SHARP = """<b>"A" & 'B'</b>"""  # what would break out of an attribute or a tag
ARGUED = changed(CLAIM, status="argued", claimed=None, tests=None)
ROWS = [
    changed(CLAIM, chapter="deeper/page.md"),
    changed(ARGUED, id="C2", chapter="deeper/page.md", says=SHARP, dissent=SHARP),
    changed(ARGUED, id="C3", chapter="index.md", sources=None, dissent=None),
    changed(CLAIM, id="C4", chapter="deeper/page.md", tests=[TEST | {"value": 0.99}]),  # fails
]
SOURCES = [
    SOURCE,
    changed(SOURCE, key="adams1979", authors=["Adams D"], title=SHARP, shows="It does."),
    changed(SOURCE, key="beck2001", authors=["beck K"], venue=SHARP, disagrees=SHARP),
]
WORDS = f"# Words\n\nreward hacking: {SHARP}\nBias: A lean.\n"
