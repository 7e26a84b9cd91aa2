"""Which tests of simulations run?  All; or, where UNCHANGED is `skip`, those whose last pass says nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unchanged import Passed

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PASSED, SCIENCE = Passed(ROOT), sorted((ROOT / "generators").rglob("*.py"))
DIGEST, REPORTS = pytest.StashKey[str | None](), pytest.StashKey[list[pytest.TestReport]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what passed on the very same sources."""
    for item in items:
        if HERE in item.path.parents:
            item.stash[DIGEST] = digest = PASSED.stands_on(repr(_parameters(item)), _modules(item))
            if os.environ.get("UNCHANGED") == "skip" and PASSED.has(item.nodeid, digest):
                item.add_marker(pytest.mark.skip(reason="unchanged since it passed"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember a pass, once its last part is over, and forget it with the first fault."""
    report = yield
    if report.when == "setup":
        item.stash[REPORTS] = []
    item.stash[REPORTS].append(report)
    if report.failed:
        PASSED.drop(item.nodeid)
    elif report.when == "teardown" and all(one.passed for one in item.stash[REPORTS]):
        PASSED.put(item.nodeid, item.stash[DIGEST])
    return report


def _parameters(item: pytest.Item) -> dict[str, object]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _modules(item: pytest.Item) -> set[str]:
    """The modules that a test begins with: its file, what pytest loads before it, and the simulation
    that it is about, which a test of them all imports by its name."""
    values = [getattr(value, "name", value) for value in _parameters(item).values()]
    given = {value for value in values if isinstance(value, str)}
    files = [item.path, HERE / "conftest.py", HERE.parent / "conftest.py"]
    files += [file for file in SCIENCE if file.stem in given]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files}
