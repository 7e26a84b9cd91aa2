"""What does the press cost, beside a plain Material build of the same pages?

`python -m tests.bench.build` copies the book into a temporary folder and times its builds in turn, the
press's beside Material's, so that a busy machine slows both. Figures are medians. Exit 1 where a
budget is missed.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml
from mkdocs.utils.yaml import yaml_load

from hooks.press import Press
from hooks.source.finder import find

ROOT = Path(__file__).parent.parent
MKDOCS = str(Path(sys.executable).with_name("mkdocs"))
ROUNDS = 5
PAGES = 64  # of the large book
CPU_SECONDS = 120  # for all simulations, from cold
WORKERS = os.cpu_count() or 1
MATERIAL_MATHS = {"pymdownx.arithmatex": {"generic": True}}


@dataclass
class Book:
    """A project's folder, and the seconds that its builds took, by what was done before."""

    root: Path

    def __post_init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    @property
    def pages(self) -> list[Path]:
        """Every page's source."""
        return sorted(self.root.glob("docs/**/*.md"))

    def build(self, after: str) -> str:
        """Time one build; gives its last line."""
        started = time.perf_counter()
        run = subprocess.run(
            [MKDOCS, "build", "--quiet"],
            cwd=self.root,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
        )
        self.seconds[after].append(time.perf_counter() - started)
        if run.returncode:
            sys.exit(f"the book cannot be built:\n{run.stderr}")
        return (run.stderr.splitlines() or [""])[-1]

    def edit_a_word(self, number: int) -> None:
        """One word more in the longest page."""
        page = max(self.pages, key=lambda file: file.stat().st_size)
        word = chr(ord("a") + number)  # no digit, which the lint would refuse
        page.write_text(f"{page.read_text('utf-8')}\nWord {word}.\n", "utf-8")

    def median(self, after: str) -> float:
        """Seconds."""
        return median(self.seconds[after])


def book(folder: Path) -> Book:
    """The book as it stands, in a folder of its own."""
    for part in ("docs", "generators", "overrides"):
        shutil.copytree(ROOT / part, folder / part)
    if (ROOT / ".cache" / "plotly").is_dir():
        shutil.copytree(ROOT / ".cache" / "plotly", folder / ".cache" / "plotly")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "hooks").symlink_to(ROOT / "hooks")
    return Book(folder)


def enlarge(small: Book, pages: int) -> Book:
    """Fill a book up with copies of its longest chapter, each with simulations and claims of its
    own: what is shown twice would be made once, and that is not how books are."""
    press, settings = Press(small.root), _settings(small.root)
    chapter = max(small.pages, key=lambda file: file.stat().st_size)
    register, names = small.root / "docs" / "data" / "claims.yml", []
    at = chapter.relative_to(small.root / "docs").as_posix()
    source, rows = chapter.read_text("utf-8"), yaml.safe_load(register.read_text("utf-8"))
    rows = [row for row in rows if row["chapter"] == at]
    used = {call.name for call in press.calls_of(find(source))}
    for number in range(pages - len(small.pages)):
        page = chapter.with_stem(f"copy-{number}")
        names.append(page.relative_to(small.root / "docs").as_posix())
        copied, claimed = source, yaml.dump([row | {"chapter": names[-1]} for row in rows])
        for name in used:
            own, file = f"{name}_{number}", small.root / press.catalogue[name].path
            shutil.copy(file, file.with_stem(own))
            copied = re.sub(rf"(\{{\{{ *|simulation \| *){name}\b", rf"\1{own}", copied)
            copied = re.sub(rf"#fig-{_dashed(name)}\b", f"#fig-{_dashed(own)}", copied)
            claimed = re.sub(rf"(fact: ['\"]?){name}\b", rf"\1{own}", claimed)
        for row in rows:
            copied = re.sub(rf"\b{row['id']}\b", f"{row['id']}-{number}", copied)
            claimed = re.sub(rf"\bid: {row['id']}\b", f"id: {row['id']}-{number}", claimed)
        page.write_text(copied, "utf-8")
        with register.open("a", encoding="utf-8") as file:
            file.write(f"\n{claimed}")
    settings["nav"] = [*settings["nav"], {"Copies": names}]
    (small.root / "mkdocs.yml").write_text(yaml.dump(settings), "utf-8")
    return small


def plain(of: Book, folder: Path) -> Book:
    """The same pages and theme without the press: facts as typed numbers, figures as captions."""
    for part in ("docs", "overrides"):
        shutil.copytree(of.root / part, folder / part)
    settings = _settings(of.root)
    settings["hooks"], settings["watch"] = [], []
    settings["markdown_extensions"] = [
        MATERIAL_MATHS if extension == "hooks.page.maths" else extension
        for extension in settings["markdown_extensions"]
        if extension != "hooks.page.directive"
    ]
    (folder / "mkdocs.yml").write_text(yaml.dump(settings), "utf-8")
    made, press = Book(folder), Press(of.root)
    press.prepare({str(page): page.read_text("utf-8") for page in made.pages})
    for page in made.pages:
        source = page.read_text("utf-8")
        lines, found = source.splitlines(), find(source)
        for fact in reversed(found.facts):
            line = lines[fact.line - 1]
            number = fact.text if fact.escaped else press.fact(fact.text)
            lines[fact.line - 1] = line[: fact.start] + number + line[fact.stop :]
        for block in found.blocks:
            lines[block.line - 1] = lines[block.end - 1] = ""
        page.write_text("\n".join(lines) + "\n", "utf-8")
    return made


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _settings(folder: Path) -> dict:
    with (folder / "mkdocs.yml").open(encoding="utf-8") as file:
        return yaml_load(file)


def _a_simulation(of: Book) -> Path:
    """The first that the book shows."""
    press = Press(of.root)
    calls = [call for page in of.pages for call in press.calls_of(find(page.read_text("utf-8")))]
    return of.root / press.catalogue[calls[0].name].path


def from_cold(one: Book) -> tuple[float, float]:
    """Time a build without a cache. Gives the CPU seconds that the simulations alone take when
    they are run by themselves, and those of the whole build."""
    shutil.rmtree(one.root / ".cache" / "press", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    one.build("cold")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(one.root / ".cache" / "press")
    press = Press(one.root)
    press.prepare({str(page): page.read_text("utf-8") for page in one.pages})
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return sum(press.ran.values()), whole


def measure(folder: Path) -> bool:
    """Time all and print it; were all budgets kept?"""
    small, large = book(folder / "small"), enlarge(book(folder / "large"), PAGES)
    small_plain = plain(small, folder / "small-plain")
    large_plain = plain(large, folder / "large-plain")
    for one in (small, small_plain, large, large_plain):
        one.build("warming up")
    alone, whole, ran = [], [], defaultdict(list)
    for number in range(ROUNDS):
        simulations, build = from_cold(small)
        alone.append(simulations)
        whole.append(build)
        ran["warm"].append(small.build("warm"))
        for pressed, without in ((small, small_plain), (large, large_plain)):
            for one in (pressed, without):
                one.edit_a_word(number)
            ran["one word"].append(pressed.build("one word"))
            without.build("one word")
        with _a_simulation(small).open("a", encoding="utf-8") as file:
            file.write(f"# {number}\n")
        ran["one simulation"].append(small.build("one simulation"))

    floor, large_floor = small_plain.median("one word"), large_plain.median("one word")
    ideal = median(alone) / WORKERS + floor
    print(f"seconds, medians of {ROUNDS:<8}{len(small.pages):>6} pages{len(large.pages):>6} pages")
    print(f"{'plain Material':<28}{floor:>12.2f}{large_floor:>12.2f}")
    for after in ("cold", "one simulation", "warm", "one word"):
        at_large = f"{large.median(after):>12.2f}" if after in large.seconds else ""
        print(f"{after:<28}{small.median(after):>12.2f}{at_large}")
    print(f"{'CPU of the simulations':<28}{median(alone):>12.2f}, on {WORKERS} workers\n")
    kept = [
        budget("cold / (CPU / workers + plain)", small.median("cold") / ideal, 1.15),
        budget("cold, CPU seconds in all", median(whole), CPU_SECONDS),
        budget("one word - plain, seconds", small.median("one word") - floor, 0.2),
        budget(f"one word / plain, {PAGES} pages", large.median("one word") / large_floor, 1.10),
        budget("simulations run, warm", most(ran["warm"]), 0),
        budget("simulations run, one word", most(ran["one word"]), 0),
        budget("simulations run, one edited", most(ran["one simulation"]), 1),
    ]
    return all(kept)


def most(ran: list[str]) -> int:
    """The largest R among last lines that read `simulations: R run, C from cache`."""
    return max(int(line.split()[1]) for line in ran)


def budget(name: str, measured: float, allowed: float) -> bool:
    """Print one line; was it kept?"""
    kept = measured <= allowed
    print(f"{name:<34}{measured:>8.2f} of {allowed:<7g}{'' if kept else 'MISSED'}")
    return kept


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(0 if measure(Path(temporary)) else 1)
