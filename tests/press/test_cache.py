"""Does the cache give back what was put in, and nothing else whatever happens to its files?"""

import errno
import json
import os
import threading

import pytest

from hooks.faults import Fault
from hooks.run.cache import Cache, key_of
from tests.projects import python

KEY = key_of("a piece")
SPREAD = {"median": 1, "low": 0.1, "high": 2, "seeds": [0.1, 1, 2]}
VIEW = {"say": "–", "spec": {}, "frame": "<path/>", "marks": [{"d": "M0 0"}], "runs": []}
CELL = {
    "params": {"n": 1, "chance": 0.5, "bent": True, "kind": "a"},
    "seeds": [0, 1, 2],
    "theory": {"x": 1},
    "facts": {"x": SPREAD, "word": "fair"},
    "labels": {"x": ["the x", ".1f"]},
    "views": {"": VIEW},
}
PIECE = {"cells": [CELL, CELL]}


@pytest.fixture
def cache(tmp_path):
    made = Cache(tmp_path / "new" / "press")
    made.put(KEY, PIECE)
    return made


@pytest.fixture
def entry(cache):
    (file,) = cache.folder.iterdir()
    return file


def test_what_was_put_in_comes_out(cache):
    assert cache.get(KEY) == PIECE


def test_what_was_not_put_in_is_a_miss(cache, tmp_path):
    assert cache.get(key_of("another")) is None
    assert Cache(tmp_path / "nowhere").get(KEY) is None


def test_second_entry_takes_the_place_of_the_first(cache):
    cache.put(KEY, {"cells": []})
    assert cache.get(KEY) == {"cells": []}
    assert len(list(cache.folder.iterdir())) == 1


def test_every_flipped_bit_is_a_miss(cache, entry):
    cache.put(KEY, {"cells": []})
    whole = entry.read_bytes()
    for place in range(len(whole)):
        for bit in range(8):
            entry.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            assert cache.get(KEY) is None, (place, bit)


def test_every_cut_is_a_miss(cache, entry):
    whole = entry.read_bytes()
    for length in range(len(whole)):
        entry.write_bytes(whole[:length])
        assert cache.get(KEY) is None, length


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"null", b"0" * 64 + b"\n{}"])
def test_odd_content_is_a_miss(cache, entry, content):
    entry.write_bytes(content)
    assert cache.get(KEY) is None


def test_folder_in_the_place_of_an_entry_is_a_miss(cache, entry):
    entry.unlink()
    entry.mkdir()
    assert cache.get(KEY) is None


def test_entry_under_another_name_is_a_miss(cache, entry):
    other = key_of("another")
    entry.rename(entry.with_name(entry.name.replace(KEY, other)))
    assert cache.get(other) is None


def test_entry_is_json_and_nothing_that_could_run(entry):
    _, _, body = entry.read_bytes().partition(b"\n")
    assert json.loads(body) == PIECE


def test_killed_write_leaves_the_old_entry(cache, monkeypatch):
    """The rename never comes: what stands is the entry before."""
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError))
    with pytest.raises(Fault, match="what was measured cannot be kept there"):
        cache.put(KEY, {"cells": []})
    monkeypatch.undo()
    assert [file.suffix for file in cache.folder.iterdir()] == [".json"]
    assert cache.get(KEY) == PIECE


def test_reader_sees_one_whole_entry_while_others_write(cache):
    """Two builds at once: any entry seen is one of those that were put in."""
    pieces = [{"cells": [CELL | {"seeds": [number] * 5000}]} for number in range(2)]
    stop = threading.Event()

    def write():
        while not stop.is_set():
            for piece in pieces:
                cache.put(KEY, piece)

    writer = threading.Thread(target=write)
    writer.start()
    seen = [cache.get(KEY) for _ in range(300)]
    stop.set()
    writer.join()
    assert all(piece in [PIECE, *pieces] for piece in seen)


def test_key_names_every_part_and_is_a_file_name():
    parts = [
        ("a", 1),
        ("a", 1.0),
        ("a", "1"),
        ("a", True),
        ("a1",),
        ("a", (1,)),
        ("a", None),
        ("b", 1),
    ]
    assert len({key_of(*part) for part in parts}) == len(parts)
    assert key_of("a/../b", 1).isalnum()
    assert key_of("a", 1) == key_of("a", 1)


def test_entry_that_another_process_wrote_is_read(cache):
    script = (
        "from pathlib import Path; from hooks.run.cache import Cache; "
        f"Cache(Path.cwd()).put('from_a_child', {PIECE!r})"
    )
    python(script, cache.folder)
    assert cache.get("from_a_child") == PIECE


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        {},
        {"cells": {}},
        {"cells": [1]},
        {"cells": [{}]},
        *({"cells": [CELL, {k: v for k, v in CELL.items() if k != name}]} for name in CELL),
        *({"cells": [CELL | {name: 3}]} for name in CELL),
        {"cells": [CELL | {"facts": {"x": 0.5}}]},
        {"cells": [CELL | {"facts": {"x": SPREAD | {"seeds": ["a"]}}}]},
        {"cells": [CELL | {"views": {"": VIEW | {"marks": {}}}}]},
        {"cells": [CELL | {"theory": {"x": float("nan")}}]},
    ],
    ids=lambda odd: str(odd)[:40],
)
def test_json_of_another_shape_is_a_miss(cache, odd):
    """Whoever can write an entry can sign it."""
    cache.put(KEY, odd)
    assert cache.get(KEY) is None


@pytest.mark.parametrize("plant", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_never_ends_is_a_miss_and_is_replaced(cache, entry, plant):
    entry.unlink()
    plant(entry)
    assert cache.get(KEY) is None
    cache.put(KEY, PIECE)
    assert cache.get(KEY) == PIECE


@pytest.mark.parametrize("depth", [1, 2], ids=["the folder", "the folder above"])
def test_file_in_the_place_of_the_folder_is_a_fault(tmp_path, depth):
    cache = Cache(tmp_path / ".cache" / "press")
    blocked = (cache.folder, cache.folder.parent)[depth - 1]
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("in the way")
    assert cache.get(KEY) is None
    with pytest.raises(Fault) as caught:
        cache.put(KEY, PIECE)
    assert str(caught.value).startswith(".cache/press: what was measured cannot be kept there (")
    assert blocked.read_text() == "in the way"


def test_full_disk_is_a_fault_and_leaves_nothing(cache, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(Fault, match="No space left"):
        cache.put(key_of("another"), PIECE)
    assert len(list(cache.folder.iterdir())) == 1
