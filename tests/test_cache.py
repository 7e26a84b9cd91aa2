"""Does the cache give back what was put in, and nothing else whatever happens to its files?"""

import json
import threading

import pytest

from hooks.cache import Cache, key_of
from tests.projects import python

KEY = key_of("a piece")
PIECE = {"cells": [{"facts": {"x": [0.1, 1, "–"]}}]}


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
    with pytest.raises(OSError):
        cache.put(KEY, {"cells": [1]})
    monkeypatch.undo()
    assert cache.get(KEY) == PIECE


def test_reader_sees_one_whole_entry_while_others_write(cache):
    """Two builds at once: any entry seen is one of those that were put in."""
    pieces = [{"cells": [number] * 5000} for number in range(2)]
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
        "from pathlib import Path; from hooks.cache import Cache; "
        "Cache(Path.cwd()).put('from_a_child', {'cells': ['–']})"
    )
    python(script, cache.folder)
    assert cache.get("from_a_child") == {"cells": ["–"]}
