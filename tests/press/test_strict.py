"""Does every warning of MkDocs stop the build, at the line that it comes from?"""

import logging
import re

import pytest

from hooks.press import Press
from hooks.publish.strict import Strict

PAGE = "---\ntitle: T\n---\n\nSee [this](here.md).\n\nAnd [that](gone.md#x), ![p](no.png).\n"


@pytest.fixture
def strict(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text(PAGE)
    handler = Strict(Press(tmp_path), tmp_path / "docs")
    yield handler
    handler.remove()


def faults(strict):
    """What has been noticed, as it will be said."""
    return [str(fault) for fault in strict.press.faults]


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (
            "Doc file 'page.md' contains a link 'gone.md#x', but the target 'gone.md' is not found.",
            7,
        ),
        ("Doc file 'page.md' contains a link 'no.png', but the target is not found.", 7),
        ("Doc file 'page.md' contains an absolute link '/x', it was left as is.", 1),
        ("Doc file 'page.md' contains a link 'here.md', but no anchor.", 5),
    ],
)
def test_broken_link_is_a_fault_at_its_line(strict, message, line):
    logging.getLogger("mkdocs.structure.pages").warning(message)
    (fault,) = faults(strict)
    assert fault.startswith(f"docs/page.md:{line}: ")
    assert message.rstrip(".") in fault


def test_any_other_warning_is_a_fault_of_the_settings(strict):
    logging.getLogger("mkdocs.structure.nav").warning("A page is not in %s", "the nav")
    (fault,) = faults(strict)
    assert re.match(r"mkdocs\.yml:\d+: A page is not in the nav\. ", fault)


def test_a_link_is_named_where_it_is_one(strict):
    """And not where it is shown, in a fence or a comment above."""
    page = strict.docs / "page.md"
    page.write_text(f"```\n[x](gone.md)\n```\n\n<!-- [x](gone.md) -->\n\n{PAGE}")
    said = "Doc file 'page.md' contains a link 'gone.md', but the target is not found."
    logging.getLogger("mkdocs.structure.pages").warning(said)
    assert faults(strict)[0].startswith("docs/page.md:13: ")


SETTINGS = """\
# nav: not/this.md
site_name: T
nav:
  - T: index.md
  - C#: cs/gone.md
  - Gone: gone.md
"""


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("A reference to 'gone.md' is included in the 'nav' configuration, which is not found.", 6),
        ("A reference to 'cs/gone.md' is included in the 'nav' configuration, which is not.", 5),
        ("An absolute path to '/x' is included in the 'nav' configuration, which is not.", 3),
        ("The following pages exist in the docs directory, but are not included in the "
         '"nav" configuration:\n  - a.md\n  - b/c d.md', 3),
        ("Theme 'none' is odd", 1),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_nav_is_named_at_its_line(tmp_path, message, line):
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    handler = Strict(Press(tmp_path), tmp_path)
    try:
        logging.getLogger("mkdocs.structure.nav").warning(message)
    finally:
        handler.remove()
    assert {fault.split(" ")[0] for fault in faults(handler)} == {f"mkdocs.yml:{line}:"}
    assert len(faults(handler)) == (message.count("- ") or 1)


def test_error_is_no_less_than_a_warning(strict):
    logging.getLogger("mkdocs.plugins.search").error("It broke")
    assert len(faults(strict)) == 1


def test_what_is_only_said_is_no_fault(strict):
    logging.getLogger("mkdocs").info("Building")
    logging.getLogger("mkdocs.x").debug("Detail")
    logging.getLogger("another").warning("Of no concern")
    assert faults(strict) == []


def test_quiet_build_is_as_strict(tmp_path):
    """`mkdocs build -q` raises the level of its logger, which must not hide a fault."""
    logger = logging.getLogger("mkdocs")
    before = logger.level
    logger.setLevel(logging.ERROR)
    handler = Strict(Press(tmp_path), tmp_path)
    try:
        logging.getLogger("mkdocs.structure.nav").warning("A page is not in the nav")
        assert len(faults(handler)) == 1
    finally:
        handler.remove()
        left = logger.level
        logger.setLevel(before)
    assert left == logging.ERROR, "the level is put back"


def test_nothing_is_heard_once_removed(strict):
    strict.remove()
    logging.getLogger("mkdocs").warning("Late")
    assert faults(strict) == []
    assert strict not in logging.getLogger("mkdocs").handlers


def test_link_in_a_file_that_is_gone_is_still_a_fault(strict):
    """A page made by a plugin has no file."""
    logging.getLogger("mkdocs").warning("Doc file 'made.md' contains a link 'x.md', but no target.")
    assert len(faults(strict)) == 1
