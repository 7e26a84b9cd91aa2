"""Is a book that a refactor changed told from one that it left as it was?"""

import json
import re
import shutil

import pytest

from tests import compare, same_book

COUNTED = '{"tosses": len(result), "heads": float(result.mean())}'


@pytest.fixture
def two(good, tmp_path):
    """Two equal sites."""
    return [shutil.copytree(good.root / "site", tmp_path / name) for name in ("old", "new")]


def run(sites, capsys):
    """Exit code, and the lines that are printed."""
    code = same_book.main([str(site) for site in sites])
    return code, capsys.readouterr().out.splitlines()


def only(folder, pattern):
    """The one file there whose name fits."""
    (found,) = folder.glob(pattern)
    return found


def replace(site, old, new):
    """Replace a text in every file of a site, and in the names of its files."""
    for file in [file for file in site.rglob("*") if file.is_file()]:
        file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
        file.rename(file.with_name(file.name.replace(old, new)))


def test_equal_sites_are_the_same_book(two, capsys):
    code, (line,) = run(two, capsys)
    assert code == 0
    assert int(re.fullmatch(r"the same book, with (\d+) measured numbers", line)[1]) > 20


def test_a_simulation_that_was_cut_in_two_makes_the_same_book(tiny, good, capsys):
    """Its source is published elsewhere and holds something else, on another day."""
    site = tiny()
    first = "from generators.chart import"
    site.edit("generators/coin.py", first, f"from generators.counted import counted\n{first}")
    site.edit("generators/coin.py", COUNTED, "counted(result)")
    helper = f"def counted(result):\n    return {COUNTED}\n"
    (site.root / "generators" / "counted.py").write_text(helper)
    built = site.build(SOURCE_DATE_EPOCH="86400")
    assert built.code == 0, built.err
    sites = [good.root / "site", site.root / "site"]
    names = [only(one / "assets" / "sim", "coin.*.py").name for one in sites]
    assert names[0] != names[1]
    dates = [(one / "sitemap.xml").read_text("utf-8").count("1970-01-02") for one in sites]
    assert dates[1] > dates[0] == 0
    assert list(compare.compare(dict(zip("ab", sites, strict=True))))
    code, lines = run(sites, capsys)
    assert (code, len(lines)) == (0, 1), lines


@pytest.mark.parametrize("of", ["coin.*.json", "coin.*.csv", "coin.*.py"])
def test_another_hash_in_a_name_and_its_links_is_no_difference(two, capsys, of):
    name = only(two[1] / "assets" / "sim", of).name
    replace(two[1], name, re.sub(r"\.[0-9a-f]{10}\.", ".0123456789.", name))
    assert not (two[1] / "assets" / "sim" / name).exists()
    assert run(two, capsys)[0] == 0


@pytest.mark.parametrize(
    "of, new",
    [
        ("'sha256-[^']{43}='", f"'sha256-{'A' * 43}='"),
        ('name="generator" content="[^"]+"', 'name="generator" content="Another 1.0"'),
    ],
)
def test_another_hash_in_a_policy_or_another_builder_is_no_difference(two, capsys, of, new):
    page = two[1] / "index.html"
    text = page.read_text("utf-8")
    changed = re.sub(of, new, text, count=1)
    page.write_text(changed, "utf-8")
    assert changed != text
    assert run(two, capsys)[0] == 0


def test_one_script_more_in_a_policy_is_a_difference(two, capsys):
    page = two[1] / "index.html"
    text = page.read_text("utf-8")
    page.write_text(text.replace("'self' 'sha", f"'self' 'sha256-{'A' * 43}=' 'sha", 1), "utf-8")
    code, lines = run(two, capsys)
    assert (code, lines[0]) == (
        1,
        f"1 of {len(same_book.contents(two[0]))} files hold something else",
    )


@pytest.mark.parametrize("digits", [1e-9, 1.0])
def test_a_changed_fact_is_a_difference(two, capsys, digits):
    book = json.loads((two[1] / "facts.json").read_text())
    cell = book["simulations"]["coin"]["cells"][0]
    was = cell["facts"]["heads"]["seeds"][3]
    cell["facts"]["heads"]["seeds"][3] += digits
    (two[1] / "facts.json").write_text(json.dumps(book, separators=(",", ":")))
    code, lines = run(two, capsys)
    assert code == 1
    assert lines[0].startswith("1 of ")
    assert lines[0].endswith(" measured numbers differ")
    assert re.fullmatch(
        rf"  coin\(tosses=\d+, bent=\w+\)\.heads\.seeds\[3\]: {was} and {was + digits}", lines[1]
    )


def test_a_changed_sentence_is_a_difference_and_is_shown(two, capsys):
    page = two[1] / "page" / "index.html"
    page.write_text(page.read_text("utf-8").replace("The last words", "The final words"), "utf-8")
    code, lines = run(two, capsys)
    assert code == 1
    assert len(lines) == 2
    assert lines[1].startswith("  page/index.html: '")
    assert "The last words of the page." in lines[1].partition(" and ")[0]
    assert "The final words of the page." in lines[1].partition(" and ")[2]


def test_another_number_in_a_data_file_is_a_difference(two, capsys):
    """Even where its name says that nothing has changed."""
    table = only(two[1] / "assets" / "sim", "walk.*.csv")
    table.write_text(table.read_text().replace("1", "2", 1))
    code, lines = run(two, capsys)
    assert code == 1
    assert lines[1].startswith("  assets/sim/walk.csv: ")


@pytest.mark.parametrize("which", [0, 1])
def test_a_missing_page_is_a_difference(two, capsys, which):
    (two[1 - which] / "page" / "index.html").unlink()
    total = len(same_book.contents(two[which]))
    assert run(two, capsys) == (
        1,
        [f"1 of {total} files are only in {two[which]}", "  page/index.html"],
    )


def test_a_renamed_page_is_a_difference(two, capsys):
    (two[1] / "page").rename(two[1] / "leaf")
    code, lines = run(two, capsys)
    assert code == 1
    assert sorted(line.strip() for line in lines if line.startswith("  ")) == [
        f"{page}/index.{kind}" for page in ("leaf", "page") for kind in ("html", "md", "png")
    ]


def test_a_published_source_that_is_gone_is_a_difference(two, capsys):
    only(two[1] / "assets" / "sim", "coin.*.py").unlink()
    code, lines = run(two, capsys)
    assert code == 1
    assert "  assets/sim/coin.py" in lines


def test_a_link_to_no_file_is_a_difference(two, capsys):
    page = two[1] / "page" / "index.html"
    text = page.read_text("utf-8")
    page.write_text(re.sub(r"(coin\.)[0-9a-f]{10}(\.csv)", r"\g<1>0123456789\2", text), "utf-8")
    code, lines = run(two, capsys)
    assert code == 1
    assert "coin.0123456789.csv" in lines[1]


@pytest.mark.parametrize("swapped", [False, True])
def test_two_files_that_only_a_hash_tells_apart_are_told_apart(two, capsys, swapped):
    names = [["a.0000000001.json", "a.0000000002.json"], ["a.0000000004.json", "a.0000000003.json"]]
    for site, (small, large) in zip(two, names, strict=True):
        (site / small).write_text("[1]")
        (site / large).write_text("[2]")
        linked = large if swapped and site == two[1] else small
        (site / "links.html").write_text(f'<a href="{linked}">')
    code, lines = run(two, capsys)
    assert code == swapped
    assert not swapped or "a~1.json" in lines[1].partition(" and ")[0]
    assert not swapped or "a~2.json" in lines[1].partition(" and ")[2]


def test_no_more_is_shown_than_can_be_read(two, capsys):
    for number in range(30):
        (two[1] / f"more-{number}.txt").write_text("")
    code, lines = run(two, capsys)
    assert code == 1
    assert lines[0].startswith("30 of ")
    assert len(lines) == 1 + same_book.SHOWN + 1


@pytest.mark.parametrize("sites", [[], ["site"], ["nowhere", "elsewhere"]])
def test_without_two_sites_nothing_is_said_to_agree(sites):
    with pytest.raises(SystemExit) as told:
        same_book.main(sites)
    assert isinstance(told.value.code, str)
