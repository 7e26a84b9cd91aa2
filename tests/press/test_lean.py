"""Does a page lose its indents, and nothing that anybody sees?"""

import pytest

from hooks.publish.lean import lean


def test_indents_and_blank_lines_go():
    assert lean("<p>\n\n    <b>a</b>\n  \n\tb</p>\n") == "<p>\n<b>a</b>\nb</p>\n"


@pytest.mark.parametrize("tag", ["pre", "textarea", "script", "style", "PRE"])
def test_what_is_shown_or_hashed_as_it_stands_is_kept(tag):
    whole = f"<{tag} id='x'>\n\n  a\n    b</{tag}>"
    assert (
        lean(f"<p>\n  </p>{whole}\n   <p>\n  </p>{whole}") == f"<p>\n</p>{whole}\n<p>\n</p>{whole}"
    )


def test_spaces_within_a_line_stay():
    assert lean("a  b <i> c</i> \n") == "a  b <i> c</i> \n"


def test_what_no_browser_heeds_goes_from_tags_and_stays_in_text():
    drawn = '<p class="a"><svg viewBox="0 0 9 9"><path d="M0 0"/></svg><math display="inline"></math></p>'
    space = 'xmlns="http://www.w3.org/2000/svg"'
    given = drawn.replace("<svg", f"<svg {space}").replace("<math", f"<math {space}")
    given = given.replace('"a"', '"a" data-search-exclude')
    told = f"<code>&lt;svg {space} data-search-exclude &gt;</code> <pre><svg {space}></svg></pre>"
    assert lean(given + told) == drawn + told
