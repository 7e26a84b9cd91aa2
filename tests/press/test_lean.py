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


def test_name_spaces_go_from_drawings_and_formulas_and_stay_in_text():
    drawn = '<svg class="a" viewBox="0 0 9 9"><path d="M0 0"/></svg><math display="inline"></math>'
    spaced = drawn.replace('"a"', '"a" xmlns="http://www.w3.org/2000/svg"')
    spaced = spaced.replace("<math", '<math xmlns="http://www.w3.org/1998/Math/MathML"')
    told = '<code>&lt;svg xmlns="x"&gt;</code> <pre><svg xmlns="x"></svg></pre>'
    assert lean(spaced + told) == drawn + told
