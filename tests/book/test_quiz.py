"""Does the test that is taken twice count the first answers, keep them here, and forget them?"""

from tests.browsing import opened

PAGE = "what-have-you-learned/"
BOARD = ".quiz p"


def answer(page, number, right):
    """Open one answer of a question, by keyboard; the first that is right, or is not."""
    asked = page.locator(".question").nth(number)
    css = "details.right" if right else "details:not(.right)"
    asked.locator(css).first.locator("summary").press("Enter")


def test_first_answers_count_and_the_time_before_stands_beside(book, served, browser):
    with opened(browser, served(book) + PAGE) as page:
        page.wait_for_selector(BOARD)
        many = page.locator(".question").count()
        assert many == 5
        assert page.inner_text(BOARD) == "0 of 5 answered."
        for number in range(many):
            answer(page, number, right=number < 2)
            said = f"{number + 1} of 5 answered" if number < 4 else "2 of 5 right"
            page.wait_for_function(
                "said => document.querySelector('.quiz p').textContent.includes(said)", arg=said
            )
            answer(page, number, right=True)  # a second answer does not count
        page.wait_for_function(
            "() => document.querySelector('.quiz p').textContent.includes('2 of 5')"
        )
        page.reload()
        page.wait_for_selector(BOARD)
        assert page.inner_text(BOARD) == "2 of 5 right at the first try."
        page.click("text=take it again")
        assert page.inner_text(BOARD) == "0 of 5 answered. The time before it was 2."
        for number in range(many):
            answer(page, number, right=True)
        page.wait_for_function(
            "() => document.querySelector('.quiz p').textContent.includes('5 of 5')"
        )
        assert page.inner_text(BOARD).endswith("The time before it was 2.")
        page.click("text=clear all")
        assert page.inner_text(BOARD) == "0 of 5 answered."
        assert page.evaluate("localStorage.getItem('quiz')") in (None, "{}")


def test_what_others_left_in_storage_is_no_answer(book, served, browser):
    with opened(browser, served(book) + PAGE) as page:
        for left in ("5", '"x"', "null", "[", '{"answers": "x"}', '{"answers": [1]}'):
            page.evaluate("left => localStorage.setItem('quiz', left)", left)
            page.reload()
            page.wait_for_selector(BOARD)
            assert page.inner_text(BOARD) == "0 of 5 answered.", left


def test_without_a_script_every_answer_says_why(book):
    text = (book / PAGE / "index.html").read_text("utf-8")
    assert text.count('<details class="answer') == 20
    assert text.count("Right.</strong>") == 5
