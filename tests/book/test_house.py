"""Does the house keep its own rules: who may import whom, what a file is for, what is locked?"""

import ast
import re
import subprocess
import sys
import tomllib

import pytest

from hooks.apparatus.register import Register
from tests.projects import CATALOGUE, GENERATORS, ROOT


def sources(folder, root=ROOT):
    """Every Python file of a folder, however deep."""
    return sorted((root / folder).rglob("*.py"))


HOOKS, SCIENCE = sources("hooks"), sources("generators")
SOURCES = [*HOOKS, *SCIENCE, *sources("tests")]
SCRIPTS = sorted((ROOT / "docs" / "assets").glob("*.js"))
NAME = {"ids": lambda file: str(file.relative_to(ROOT))}


def imports(file):
    """Every module that a file imports, by its first name."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else node.module.partition(".")[0]


ALLOWED = sys.stdlib_module_names | {"numpy", "plotly", "generators", "."}  # in generators/
ENDING = {"mkdocs", "material"}


def importing(files, named):
    """Those of the files that import a module of which `named` says that it counts."""
    return [file for file in files if any(map(named, imports(file)))]


def test_generators_know_science_and_nothing_of_publishing():
    assert importing(SCIENCE, lambda name: name not in ALLOWED) == []


def test_one_thin_module_knows_mkdocs():
    """MkDocs and Material end; everything else should not."""
    knowing = importing(HOOKS, ENDING.__contains__)
    assert [file.name for file in knowing] == ["site.py"]
    assert len(knowing[0].read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize("name", GENERATORS)
def test_hooks_name_no_simulation(name):
    naming = [file.name for file in HOOKS if name in file.read_text(encoding="utf-8")]
    assert naming == []


@pytest.mark.parametrize("name", GENERATORS)
def test_script_and_templates_name_no_simulation(name):
    files = [*SCRIPTS, *(ROOT / "overrides").rglob("*.html")]
    names = (name, name.replace("_", "-"))
    assert [f.name for f in files if any(n in f.read_text(encoding="utf-8") for n in names)] == []


def test_hooks_import_generators_only_where_a_simulation_runs():
    assert [f.name for f in importing(HOOKS, "generators".__eq__)] == ["worker.py"]


def test_rules_of_import_see_what_is_planted_in_a_folder_of_a_folder(tmp_path):
    planted = {
        "hooks/site.py": "import mkdocs",
        "hooks/stage/deep/glue.py": "def f():\n    from mkdocs.plugins import event_priority",
        "hooks/stage/science.py": "import generators.chart",
        "generators/part/one/lab.py": "import scipy.stats as s",
        "generators/part/one/press.py": "from hooks.press import Press",
        "generators/part/right.py": "import math\nfrom . import other\nimport numpy as np",
    }
    for name, text in planted.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    hooks, science = sources("hooks", tmp_path), sources("generators", tmp_path)
    assert [f.name for f in importing(hooks, ENDING.__contains__)] == ["site.py", "glue.py"]
    assert [f.name for f in importing(hooks, "generators".__eq__)] == ["science.py"]
    strange = importing(science, lambda name: name not in ALLOWED)
    assert [f.name for f in strange] == ["lab.py", "press.py"]


def test_rules_look_into_every_folder():
    """Each folder that holds sources gives some to each rule."""
    for folder, files in {"hooks": HOOKS, "generators": SCIENCE, "tests": SOURCES}.items():
        holding = {file.parent for file in (ROOT / folder).glob("**/*.py")}
        assert len(holding) > 3
        assert holding <= {file.parent for file in files}


def ill_written(file):
    """What is wrong with a file: no question at its head, words at import, an error swallowed."""
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    question = (ast.get_docstring(tree) or "").split("\n\n")[0]
    if text and file.name != "__init__.py" and "?" not in question:
        yield "its docstring is not the question that it answers"
    for node in tree.body:
        calls = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        if calls and ast.unparse(node.value.func) == "print":
            yield "it speaks at import"
    handlers = [node.type for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    broad = {None, "Exception", "BaseException"}
    if file.name != "worker.py" and broad & {kind and ast.unparse(kind) for kind in handlers}:
        yield "it swallows every error"  # the worker must survive whatever a simulation raises


@pytest.mark.parametrize("file", SOURCES, **NAME)
def test_file_says_what_it_is_for_and_hides_nothing(file):
    assert list(ill_written(file)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "question"),
        ('"""What a module does."""', "question"),
        ('"""What?"""\nprint(1)', "speaks"),
        ('"""What?"""\ntry:\n    x = 1\nexcept:\n    x = 2', "swallows"),
        ('"""What?"""\ntry:\n    x = 1\nexcept Exception as e:\n    x = 2', "swallows"),
    ],
)
def test_what_is_ill_written_is_seen(text, words, tmp_path):
    (tmp_path / "it.py").write_text(text, "utf-8")
    (said,) = ill_written(tmp_path / "it.py")
    assert words in said


LOCKS = {"build": "requirements.lock", "tools": "requirements-dev.lock"}


def locked(name):
    """A lock: {what is pinned: its hashes}."""
    text = (ROOT / LOCKS[name]).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return {
        line.split(" --hash")[0].strip(): re.findall(r"--hash=(\S+)", line)
        for line in lines
        if line
    }


def names(pinned):
    """Of what is pinned."""
    return [one.partition("==")[0] for one in pinned]


def asked(requirements):
    """The names in a list of requirements."""
    return {re.match(r"[\w.-]+", one)[0].lower() for one in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_versions_and_hashes_for_all(lock):
    assert len(locked(lock)) >= 10
    for pinned, hashes in locked(lock).items():
        assert re.match(r"[a-z0-9._-]+==[\w.]+( ; .+)?$", pinned), pinned
        assert hashes, pinned
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in hashes), pinned


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_one_version_of_each_for_every_python(lock):
    """With another numpy, a Python measures another book."""
    assert len(names(locked(lock))) == len(set(names(locked(lock))))
    assert lock == "tools" or not [one for one in locked(lock) if "python" in one.partition(";")[2]]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_no_address(lock):
    """It installs behind any mirror."""
    text = (ROOT / LOCKS[lock]).read_text(encoding="utf-8")
    assert not re.findall(r"https?:|://|--(?:extra-)?index-url|--find-links| @ ", text)


def test_locks_hold_all_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    build = asked([*project["project"]["dependencies"], *groups["setup"]])
    assert build <= set(names(locked("build")))
    assert asked(groups["dev"]) <= set(names(locked("tools")))
    assert not asked(groups["dev"]) & set(names(locked("build"))), "a build needs no tool"


def test_locks_agree_on_what_both_hold():
    build = {pinned.partition(" ;")[0]: hashes for pinned, hashes in locked("build").items()}
    for pinned, hashes in locked("tools").items():
        name = pinned.partition(" ;")[0]
        if name.partition("==")[0] in names(build):
            assert build[name] == hashes, f"{name} is not what requirements.lock has"


ILL_TYPED = {  # source -> what the checker says of its last line
    "import re\n\nFIRST = re.match('a', 'b')[0]": "index",
    "def of(values):\n    return len(values) + 'a'": "operator",
    "COUNT: int = 'many'  # type: ignore": "ignore-without-code",
    "COUNT: int = 1  # type: ignore[assignment]": "unused-ignore",
}


def test_checker_of_types_catches_a_fault_in_either_room(tmp_path):
    """With the project's own settings, as `make check` runs it; what plotly gives is not judged."""
    assert "\n\t$(BIN)/mypy\n" in (ROOT / "Makefile").read_text(encoding="utf-8")
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    expected = set()
    for room in ("generators", "hooks"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("import plotly.io\n\nONE: int = 1\n", "utf-8")
        for number, (source, code) in enumerate(ILL_TYPED.items()):
            name = f"{room}/wrong{number}.py"
            (tmp_path / name).write_text(f"{source}\n", "utf-8")
            expected.add((f"{name}:{len(source.splitlines())}", code))
    told = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=tmp_path, capture_output=True, text=True
    )
    assert told.returncode == 1, told.stdout + told.stderr
    found = re.findall(r"^(.+:\d+): error: .*\[([a-z-]+)\]$", told.stdout, re.MULTILINE)
    assert set(found) == expected


def test_readers_commands_are_what_ci_runs():
    """The first two commands of the README do all the set-up; CI runs the same."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^(?:\$ )?(make \w+)", readme, re.MULTILINE)
    assert commands[:2] == ["make site", "make test"]
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(re.search(rf"^{command}$", run, re.MULTILINE) for command in commands[:2])
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {command.split()[1] for command in commands} <= set(targets)


def test_extensions_of_the_book_are_those_of_the_house():
    """What runs under MkDocs is what plain Python-Markdown runs."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^strict: true$", settings, re.MULTILINE)
    assert re.search(r"^hooks: \[hooks/site\.py\]$", settings, re.MULTILINE)
    for extension in ("hooks.page.directive", "hooks.page.maths"):
        assert f"  - {extension}\n" in settings


def test_every_picture_is_named_by_what_it_shows():
    for name in CATALOGUE.names:
        views = CATALOGUE[name].views
        assert len(set(views.values())) == len(views), name
        for view, words in views.items():
            assert 2 <= len(words.split()) <= 12, f"{name} {view}: {words}"


def test_every_claim_says_what_was_claimed():
    register = Register(ROOT)
    assert [claim.id for claim in register.claims.values() if not claim.claimed] == []
