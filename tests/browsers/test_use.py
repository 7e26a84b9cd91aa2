"""Can a reader, in every engine, guess, move a slider, switch the cause, wake the chart and play?

Each use waits for what must change, and ends in a TimeoutException where it does not.
"""

import json

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Keys
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browsing import READY, pages

PATIENCE = 15  # seconds
DEAF = """for (const kind of ["input", "click", "submit"])
    window.addEventListener(kind, (event) => { event.stopImmediatePropagation(); event.preventDefault(); }, true);"""


def holding(book, *marks):
    """The first page, by its address, whose HTML holds all of these."""
    return next(
        path
        for path in pages(book)
        if not path.endswith(".html")
        if all(mark in (book / path / "index.html").read_text("utf-8") for mark in marks)
    )


def until(driver, script, *given, patience=PATIENCE):
    """Wait until a script, an expression, gives something; that."""
    wait = WebDriverWait(driver, patience)
    return wait.until(lambda driver: driver.execute_script(f"return {script}", *given))


def one(driver, selector):
    """The first element of this kind that can be seen, in view."""
    found = next(e for e in driver.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed())
    driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", found)
    return found


def finding(driver, figure):
    """What a figure's title says."""
    return driver.execute_script(
        "return arguments[0].querySelector('.sim-say').textContent", figure
    )


def another(driver, figure, before, patience):
    """Wait until a figure's title says something else."""
    until(
        driver,
        "arguments[0].querySelector('.sim-say').textContent !== arguments[1]",
        figure,
        before,
        patience=patience,
    )


def guess(driver, patience=PATIENCE):
    """Move the guess by keyboard, give it, and be told the verdict."""
    figure = one(driver, ".sim.is-guessing")
    slider = figure.find_element(By.CSS_SELECTOR, "input[type=range]")
    before = slider.get_attribute("aria-valuetext")
    slider.send_keys(Keys.ARROW_RIGHT)
    moved = "arguments[0].getAttribute('aria-valuetext') !== arguments[1]"
    until(driver, moved, slider, before, patience=patience)
    guessed = slider.get_attribute("aria-valuetext")
    assert not figure.find_element(By.CSS_SELECTOR, ".sim-say").is_displayed()
    figure.find_element(By.CSS_SELECTOR, ".sim-guessing button").click()
    verdict = "arguments[0].querySelector('.sim-verdict')?.textContent"
    until(driver, f"{verdict}?.startsWith(arguments[1])", figure, f"Your guess: {guessed}.")
    assert figure.find_element(By.CSS_SELECTOR, ".sim-say").is_displayed()


def slide(driver, patience=PATIENCE):
    """Move a slider by keyboard."""
    slider = one(driver, ".sim-control input[type=range]")
    figure = slider.find_element(By.XPATH, "ancestor::figure")
    before = finding(driver, figure)
    at_end = slider.get_attribute("value") == slider.get_attribute("max")
    slider.send_keys(Keys.ARROW_LEFT if at_end else Keys.ARROW_RIGHT)
    another(driver, figure, before, patience)


def switch(driver, patience=PATIENCE):
    """Switch the cause off."""
    switched = one(driver, ".sim [name=cause]")
    figure = switched.find_element(By.XPATH, "ancestor::figure")
    before = finding(driver, figure)
    assert switched.is_selected()
    switched.click()
    another(driver, figure, before, patience)


def wake(driver, patience=PATIENCE):
    """Turn a picture into a live chart."""
    button = one(driver, ".sim-explore")
    figure = button.find_element(By.XPATH, "ancestor::figure")
    button.click()
    drawn = "arguments[0].matches('.is-live') && arguments[0].querySelectorAll('.sim-live .main-svg .trace').length"
    until(driver, drawn, figure, patience=patience)
    assert figure.find_element(By.CSS_SELECTOR, ".sim-live").is_displayed()
    assert not figure.find_element(By.CSS_SELECTOR, ".sim-poster").is_displayed()


def play(driver, patience=PATIENCE):
    """Press a toy through by keyboard alone, from its first stage to its tally."""
    figure = one(driver, "[data-play]")
    until(driver, "arguments[0].querySelector('.sim-toy .is-next')", figure)
    stages = json.loads(figure.get_attribute("data-play"))["stages"]
    driver.execute_script("arguments[0].querySelector('.sim-toy button').focus()", figure)
    for stage in range(len(stages)):
        if stage:
            ActionChains(driver).send_keys(Keys.TAB).perform()
        assert driver.execute_script("return document.activeElement.matches('.sim-toy .is-next')")
        before = finding(driver, figure)
        ActionChains(driver).send_keys(Keys.ENTER).perform()
        another(driver, figure, before, patience)
    said = figure.find_element(By.CSS_SELECTOR, ".sim-tally").text
    assert "1" in said, said


USES = {  # each with what a page must hold
    guess: ["data-guess="],
    slide: ['type="range"'],
    switch: ['name="cause"'],
    wake: ['class="sim-explore"'],
    play: ["data-play="],
}
uses = pytest.mark.parametrize("use", USES, ids=lambda use: use.__name__)


@pytest.fixture
def at(driver, book, watched):
    """A function that opens a page where a use can be tried, as somebody who was never there; it gives
    what the page complains of, whenever it is asked."""

    def open_page(use):
        address, _ = watched(book)
        driver.get(address + holding(book, *USES[use]))
        driver.execute_script("localStorage.clear()")
        driver.refresh()
        until(driver, f"({READY})()")
        if use is not guess:
            for button in driver.find_elements(By.CSS_SELECTOR, ".sim-guessing button:last-child"):
                button.click()
        return lambda: driver.execute_script("return window.complaints")

    return open_page


@uses
def test_a_reader_can(driver, at, use):
    complaints = at(use)
    use(driver)
    assert complaints() == []


@uses
def test_a_page_that_is_deaf_to_its_reader_is_told(driver, at, use):
    at(use)
    driver.execute_script(DEAF)
    with pytest.raises(TimeoutException):
        use(driver, patience=2)
