"""How does a new simulation begin?  `make new-simulation NAME=spectrum/dice`

With the one that CONTRIBUTING.md prints, in a file of its own, which keeps to the contract, and with
a test that fails just where its author must decide.
"""

import re
import sys
from pathlib import Path

from hooks.offer.catalogue import Catalogue

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"(?:[a-z][a-z0-9_]*/)*[a-z][a-z0-9_]*")
TEST = '''"""Is {name} what its law says, and nothing without its cause?"""

import pytest

from {module} import CAUSE_OFF, SEEDS, facts, simulate

EVERY = [facts(simulate(seed=seed)) for seed in SEEDS]


def test_it_agrees_with_a_law():
    """Written before any value is looked at: a closed form, a limit, or a published result."""
    pytest.fail("decide which law {name} is held to, how closely, and from which source")


def test_without_its_cause_the_effect_is_gone():
    without = [facts(simulate(**CAUSE_OFF, seed=seed)) for seed in SEEDS]
    assert len(without) == len(EVERY)
    pytest.fail("decide what is gone when the cause is, and how near to nothing counts as gone")
'''


def begin(root: Path, path: str) -> list[Path]:
    """Write the simulation `path`, below generators/, and its test; SystemExit where the name is no
    name or is taken."""
    name = path.rpartition("/")[2]
    if not NAME.fullmatch(path):
        sys.exit("NAME is a name in small letters, in a folder if need be: NAME=spectrum/dice")
    module = root / "generators" / f"{path}.py"
    test = root / "tests" / "simulations" / f"test_{name}.py"
    if name in Catalogue(root).names or module.exists() or test.exists():
        sys.exit(f"There is a '{name}' already. A name is used once; choose another.")
    guide = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(code, encoding="utf-8")
    dotted = f"generators/{path}".replace("/", ".")
    test.write_text(TEST.format(name=name, module=dotted), encoding="utf-8")
    return [module, test]


if __name__ == "__main__":
    for file in begin(ROOT, "".join(sys.argv[1:])):
        print(file.relative_to(ROOT))
