"""Does the simulation that CONTRIBUTING.md prints run, draw, and lose its effect with its cause?"""

import re
import shutil

import pytest

from hooks.press import Press
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def press(tmp_path_factory) -> Press:
    """A project whose only simulation is the one that is printed."""
    root = tmp_path_factory.mktemp("contributing")
    (root / "generators").mkdir()
    for shared in ("__init__.py", "schema.py", "chart.py"):
        shutil.copy(ROOT / "generators" / shared, root / "generators")
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    (root / "generators" / "coins.py").write_text(code, encoding="utf-8")
    return Press(root)


def test_it_draws_at_every_setting_of_its_controls(press):
    figure = press.figure("coins() over edge, flips", "page.md", "")
    assert figure.view["say"] in figure.head
    assert not press.faults


def test_without_its_cause_the_effect_is_gone(press):
    """Two equal coins: each is ahead in less than half of the rounds, as some are drawn."""
    with_cause, without = (press.fact(f"coins({edge}).ahead:.0%") for edge in ("", "edge=0.0"))
    assert int(with_cause.rstrip("%")) > 80
    assert 40 < int(without.rstrip("%")) < 50
