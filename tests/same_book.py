"""Are two built sites the same book?

`python -m tests.same_book OLD NEW` says which facts, paths and contents differ between them, and
exits with 1 where any does. It is for changes that readers must not notice, and looks past what
such a change moves: hashes of content in names and links, hashes in policies, dates in the sitemap,
the commit, the name of the builder, the sources that are published beside their data, build.json,
and what packs other files. Needs no package.
"""

import gzip
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.compare import SHOWN, differences, facts

HASHED = re.compile(
    r"(?<![\w-])([\w-]+)\.[0-9a-f]{8,64}((?:\.min)?\.(?:css|csv|js|json|png|py|svg)\b)"
)
FLEETING = re.compile(
    r"""'sha256-[\w+/]{43}='|(?<=<lastmod>)[^<]*|(?<=<meta name="generator" content=")[^"]*"""
    r"|(?:(?<=commit[ /])|(?<=Commit ))[0-9a-f]{12,40}"
)
PACKED = {"build.json", "offline.zip", "generators.pyz"}  # made of files that are compared
AROUND = 40  # characters that are shown on each side of a difference


def measured(site: Path) -> dict[str, object]:
    """Each fact and closed form of a site, down to the single number."""
    return dict(_leaves("", facts(site)))


def _leaves(name: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(f"{name}.{key}".removeprefix("."), part)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _leaves(f"{name}[{place}]", part)
    else:
        yield name, value


def contents(site: Path) -> dict[str, str]:
    """What each file holds, by its path, both without what readers cannot notice. Files that only
    a hash tells apart are numbered by what they hold, so that a link to one is not one to another."""
    alike: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if file.is_file() and path not in PACKED:
            alike.setdefault(HASHED.sub(r"\1\2", path), []).append((path, _text(file)))
    names, found = {}, {}
    for files in alike.values():
        if len(files) > 1:
            files.sort(key=lambda file: HASHED.sub(r"\1\2", file[1]))
        for number, (path, text) in enumerate(files, 1):
            named = rf"\1~{number}\2" if len(files) > 1 else r"\1\2"
            names |= {match[0]: match.expand(named) for match in HASHED.finditer(path)}
            found[HASHED.sub(named, path)] = text
    return {
        path: HASHED.sub(lambda match: names.get(match[0], match[0]), text)
        for path, text in found.items()
    }


def _text(file: Path) -> str:
    if file.suffix == ".py" and HASHED.fullmatch(file.name):
        return ""  # a published source
    content = file.read_bytes()
    if file.suffix == ".gz":
        content = gzip.decompress(content)
    try:
        return FLEETING.sub("-", content.decode("utf-8"))
    except UnicodeDecodeError:
        return hashlib.sha256(content).hexdigest()


def compare(old: Path, new: Path) -> Iterator[str]:
    """A line for each kind of difference, and for the first differences of it."""
    one, other = measured(old), measured(new)
    changed = differences(one, other)
    yield from _told(
        f"of {len(one | other)} measured numbers differ",
        [f"{key}: {one.get(key, 'none')} and {other.get(key, 'none')}" for key in changed],
    )
    one, other = contents(old), contents(new)
    changed = differences(one, other)
    for site, mine, its in ((old, one, other), (new, other, one)):
        yield from _told(
            f"of {len(mine)} files are only in {site}",
            [path for path in changed if path not in its],
        )
    yield from _told(
        f"of {len(one.keys() & other.keys())} files hold something else",
        [
            f"{path}: {_where(one[path], other[path])}"
            for path in changed
            if path in one and path in other
        ],
    )


def _told(what: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{len(lines)} {what}"
        yield from (f"  {line}" for line in lines[:SHOWN])
    if lines[SHOWN:]:
        yield "  ..."


def _where(one: str, other: str) -> str:
    """The first place at which two texts part, as each has it."""
    pairs = enumerate(zip(one, other, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    here = slice(max(0, at - AROUND), at + AROUND)
    return " and ".join(f"'{' '.join(text[here].split())}'" for text in (one, other))


def main(sites: list[str]) -> int:
    """The exit code."""
    if len(sites) != 2:
        sys.exit("name two built sites: make compare OLD=folder NEW=folder")
    old, new = map(Path, sites)
    for site in (old, new):
        if not (site / "facts.json").is_file():
            sys.exit(f"{site} is no built site: it has no facts.json")
    told = list(compare(old, new))
    print("\n".join(told) or f"the same book, with {len(measured(new))} measured numbers")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
