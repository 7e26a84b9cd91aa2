"""Is a build in a fork the build that an author sees, and is what never ends ended?"""

import re
import time
from pathlib import Path

import pytest

from tests import forks
from tests.conftest import Site

PAGE, COIN = "docs/page.md", "generators/coin.py"
HOOK = "import os, sys\ndef on_page_content(html, **_):\n    {}\n"


def hooked(body: str):
    """A hook of the project's own, which does this."""

    def plant(site: Site) -> None:
        (site.root / "own.py").write_text(HOOK.format(body), "utf-8")
        site.edit("mkdocs.yml", "hooks: [", "hooks: [own.py, ")

    return plant


def template(site: Site) -> None:
    """A template of the site's own, over the theme's of the same name."""
    (site.root / "over").mkdir()
    (site.root / "over" / "main.html").write_text(
        '{% extends "base.html" %}{% block footer %}<footer>Mine</footer>{% endblock %}'
    )
    site.edit("mkdocs.yml", "  font:", "  custom_dir: over\n  font:")


BUILDS = {
    "nothing": lambda site: None,
    "a fault of a page": lambda site: site.edit(PAGE, "coin(tosses=100) over", "con() over"),
    "a broken link": lambda site: site.edit(PAGE, "The last words", "[The](pge.md) last words"),
    "a fault of a simulation": lambda site: site.edit(COIN, "rng =", "raise ValueError\n    rng ="),
    "an edited word": lambda site: site.edit(PAGE, "The last words", "The very last words"),
    "a template": template,
    "an exit": hooked("sys.exit(3)"),
    "an exit with words": hooked("sys.exit('Enough.')"),
    "an exit as if all were well": hooked("raise SystemExit"),
    "an end without a word": hooked("os._exit(7)"),
    "words on both channels": hooked("print('out'); print('err', file=sys.stderr); return html"),
    "what it is called": hooked("print(sys.argv, sys.path[1:], os.getcwd()); return html"),
}


@pytest.mark.parametrize("plant", BUILDS)
def test_it_ends_says_and_publishes_the_same(plant, tiny):
    one, other = tiny(), tiny()
    for site in (one, other):
        BUILDS[plant](site)
    forked, afresh = one.build(), other.build_afresh()
    assert forked.code == afresh.code
    assert told(forked.out, one) == told(afresh.out, other)
    assert told(forked.err, one) == told(afresh.err, other)
    assert one.published == other.published


def told(said: str, site: Site) -> list[str]:
    """What is said, but for the place, the process, and the time that it took."""
    said = re.sub(r"site\.new-\d+|\d+\.\d+ s", "", said.replace(str(site.root), ""))
    return said.splitlines()


def test_the_environment_is_the_one_that_is_given(tiny, monkeypatch):
    monkeypatch.setenv("OUTER", "kept")
    site = tiny()
    hooked("print(os.environ.get('OUTER'), os.environ.get('INNER')); return html")(site)
    assert "kept None\n" in site.build().out
    assert "kept new\n" in site.build(INNER="new").out
    monkeypatch.delenv("OUTER")
    assert "None None\n" in site.build().out


def test_what_never_ends_is_ended_with_all_that_it_started(tiny):
    site = tiny()
    body = "import subprocess, time; subprocess.Popen(['sleep', '600']); time.sleep(600)"
    hooked(body)(site)
    began = time.monotonic()
    with pytest.raises(TimeoutError, match="mkdocs build took more than 3 seconds"):
        forks.mkdocs(["build"], site.root, site.environment(), 3)
    assert time.monotonic() - began < 60
    running = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == site.root.resolve():
                running.append((process / "cmdline").read_text())
        except OSError:
            continue
    assert [words for words in running if words] == []
