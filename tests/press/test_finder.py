"""Does the finder see just the blocks and facts that a reader will, at the lines of the file?"""

import random

import pytest

from hooks.source.finder import find

BLOCK = "/// simulation | coin()\nHow to read it.\n///\n"
FACT = "It is {{ coin.heads }}.\n"


def lines_of(source):
    """Lines of blocks, of facts, of faults."""
    found = find(source)
    return (
        [block.line for block in found.blocks],
        [fact.line for fact in found.facts],
        [fault.line for fault in found.faults],
    )


def test_block_has_header_caption_and_both_its_lines():
    found = find("One.\n\n/// simulation |  coin(tosses=10) over tosses \nTwo\nlines.\n///\n")
    (block,) = found.blocks
    assert (block.line, block.end) == (3, 6)
    assert block.header == "coin(tosses=10) over tosses"
    assert block.caption == "Two\nlines."
    assert not found.faults


def test_fact_stands_where_it_says():
    line = r"Of {{ a.b }} and \{{ c.d }} and {{e.f:.1%}}."
    found = find(line)
    assert [(fact.text, fact.escaped) for fact in found.facts] == [
        ("a.b", False),
        ("c.d", True),
        ("e.f:.1%", False),
    ]
    assert [line[fact.start : fact.stop] for fact in found.facts] == [
        "{{ a.b }}",
        r"\{{ c.d }}",
        "{{e.f:.1%}}",
    ]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("```", "```"),
        ("~~~", "~~~"),
        ("````", "````"),
        ("~~~~~ python", "~~~~~"),
    ],
)
def test_fences_hide_all_that_is_in_them(opening, closing):
    source = f"{opening}\n{BLOCK}{FACT}{closing}\n{FACT}"
    assert lines_of(source) == ([], [source.count("\n")], [])


@pytest.mark.parametrize("inner", ["```", "~~~", "~~~~", "``` python", "<!--"])
def test_fence_ends_only_at_its_own_mark(inner):
    source = f"````\n{inner}\n{FACT}{inner}\n{FACT}````\n{FACT}"
    assert lines_of(source) == ([], [7], [])


def test_backticks_in_running_text_open_no_fence():
    assert lines_of(f"```not a fence``` here\n{FACT}") == ([], [2], [])


def test_fence_in_a_quotation():
    assert lines_of(f"> ```\n> {FACT}> ```\n> {FACT}") == ([], [4], [])


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        ("<!-- {{ a.b }} -->", 0),
        ("<!-- {{ a.b }} --> {{ a.b }}", 1),
        ("{{ a.b }} <!-- {{ a.b }}", 2),
        ("<!--\n{{ a.b }}\n--> {{ a.b }}", 1),
        ("<!-- one --> {{ a.b }} <!-- two {{ a.b }}\n{{ a.b }} --> {{ a.b }}", 2),
        ("`<!--` {{ a.b }}\n{{ a.b }}", 2),
        ("``<!-- ` `` {{ a.b }}", 1),
        ("<!-- ` -->{{ a.b }}`{{ a.b }}", 2),
    ],
)
def test_comments_hide_facts_and_marks_in_code_spans_do_not(source, facts):
    assert len(find(source).facts) == facts


def test_fact_after_a_comment_keeps_its_place_in_the_line():
    line = "<!-- note --> {{ a.b }}"
    (fact,) = find(line).facts
    assert line[fact.start : fact.stop] == "{{ a.b }}"


def test_comment_hides_blocks_and_fences():
    assert lines_of(f"<!--\n{BLOCK}```\n-->\n{FACT}") == ([], [7], [])


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("`{{ a.b }}`", 0),
        ("``{{ a.b }} ` {{ a.b }}``", 0),
        ("` {{ a.b }}", 1),
        ("`a` {{ a.b }} `b`", 1),
    ],
)
def test_code_spans_hide_facts(line, facts):
    assert len(find(line).facts) == facts


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("One\nTwo <!-- three\n", 2),
        ("<!-- a -->\n\n<!-- b\n\nc", 3),
        ("Text\n\n    <!-- code", 0),
        ("Text\n\n\t<!-- code", 0),
        ("`<!--` code", 0),
        ("```\n<!--\n```", 0),
        ("<pre>\n<!--\n</pre>", 0),
        ("<!-- a\n-->", 0),
    ],
)
def test_unclosed_comment_is_named_but_not_in_code(source, line):
    assert [fault.line for fault in find(source).faults] == [line] * bool(line)


@pytest.mark.parametrize("end", ["---", "..."])
def test_front_matter_is_skipped_and_counted(end):
    source = f"---\ntitle: '{{{{ a.b }}}}'\n/// simulation | x\n{end}\n{BLOCK}{FACT}"
    assert lines_of(source) == ([5], [8], [])


def test_rule_further_down_is_no_front_matter():
    assert lines_of(f"\n---\n{FACT}---\n") == ([], [3], [])


def test_facts_in_tables_and_maths():
    source = "| a | b |\n|---|---|\n| {{ a.b }} | {{ c.d }} |\n\n$x = {{ a.b }}$\n"
    assert lines_of(source) == ([], [3, 3, 5], [])


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("odd", ["\N{LINE SEPARATOR}", "\x0c", "\x0b", "\x85", "\x1d"])
def test_only_ends_of_lines_count_as_lines(odd, ending):
    """Editors and Python-Markdown split a file at its ends of lines, and nowhere else."""
    assert lines_of(f"a{odd}b{ending}{FACT}") == ([], [2], [])


def test_nested_blocks():
    source = "//// details | Deeper\n\n" + BLOCK + "\n" + BLOCK + "\n////\n"
    assert lines_of(source) == ([3, 7], [], [])


def test_unclosed_block_is_named_at_its_opening():
    found = find(f"One.\n\n{BLOCK.removesuffix('///' + chr(10))}\n{FACT}")
    (fault,) = found.faults
    assert fault.line == 3
    assert "'simulation' is never closed" in fault.message


def test_block_left_open_inside_a_closed_one():
    blocks, _, faults = lines_of("//// details | D\n/// simulation | coin()\nText.\n////\n" + BLOCK)
    assert (blocks, faults) == ([5], [2])


def test_second_opening_of_as_many_slashes_waits_for_its_own_end():
    _, _, faults = lines_of("/// details | D\n/// simulation | coin()\nText.\n///\n")
    assert faults == [1]


@pytest.mark.parametrize("name", ["simulatoin", "simulations"])
def test_misspelt_block_is_named_with_the_nearest(name):
    (fault,) = find(f"\n/// {name} | coin()\nText.\n///\n", ["simulation", "tab"]).faults
    assert fault.line == 2
    assert f"unknown block '{name}'. Did you mean 'simulation'?" in fault.message


@pytest.mark.parametrize("stray", ["///", "  ////", "///   "])
def test_stray_closing(stray):
    assert lines_of(f"One.\n{stray}\n{FACT}") == ([], [3], [2])


@pytest.mark.parametrize("form", ["/// simulation coin()", "///| coin()", "/// simulation: coin()"])
def test_opening_in_no_known_form_is_never_silent(form):
    assert find(f"{form}\nText.\n///\n").faults


def test_faults_come_in_the_order_of_lines():
    faults = find("/// details | D\n///  sim | x\n//////\n/// tab | y\n", ["tab"]).faults
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    assert len(faults) >= 4


PIECES = [
    "///", "////", "/// simulation | coin()", "/// sim", "//// details | D", "```", "~~~~", "`", "``",
    "<!--", "-->", "{{ a.b }}", r"\{{ a }}", "{{", "}}", "---", "...", "> ", "    ", "|", "text", "$",
    "\\", "\t", "\N{LINE SEPARATOR}", "",
]  # fmt: skip


def test_any_text_is_read_without_an_error_and_places_are_true():
    for seed in range(500):
        rng = random.Random(seed)
        lines = [
            "".join(rng.choices(PIECES, k=rng.randint(0, 4))) for _ in range(rng.randint(0, 30))
        ]
        found = find("\n".join(lines))
        for block in found.blocks:
            assert lines[block.line - 1].lstrip().startswith("///"), seed
            assert lines[block.end - 1].strip().startswith("///"), seed
        for fact in found.facts:
            shown = lines[fact.line - 1][fact.start : fact.stop].removeprefix("\\")
            assert (shown[:2], shown[-2:]) == ("{{", "}}"), seed
        assert all(1 <= fault.line <= len(lines) for fault in found.faults), seed
