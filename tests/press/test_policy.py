"""Does nothing foreign run?  The first wall refuses it, and says where; the second is the policy.

Every payload is a page of one site. It is built as it is, and again with the first wall taken down:
then a browser opens each page, with the policy and without.
"""

import re
import shutil
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error
from turbohtml import parse

from hooks.publish.policy import Policy, inline, with_policy
from tests import payloads
from tests.conftest import Site

PAGES = payloads.pages()
EXTENSIONS = [
    "attr_list",
    "footnotes",
    "tables: {use_align_attribute: true}",
    "pymdownx.blocks.tab: {alternate_style: true}",
    "hooks.page.maths",
]
NO_WALL = """
import hooks.press
hooks.press.Press.fault = lambda self, fault: fault
"""


def grow(site: Site, pages: dict[str, str]) -> Site:
    """More pages in the tiny site, with files that they may show."""
    added = "".join(f"  - {name}\n" for name in EXTENSIONS)
    site.edit("mkdocs.yml", "markdown_extensions:\n", f"markdown_extensions:\n{added}")
    site.edit("mkdocs.yml", "strict: true\n", "nav: [index.md, page.md]\nnot_in_nav: '*'\n")
    for name, source in pages.items():
        (site.root / "docs" / name).write_text(source, encoding="utf-8")
    for name in ("x.png", "x.mp4", "x.mp3"):
        (site.root / "docs" / name).write_bytes(b"not looked at")
    return site


def faults(err: str) -> dict[str, list[tuple[int, str]]]:
    """(line, words) of each fault, by its page."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, line, words in re.findall(r"^docs/([\w./-]+):(\d+): (.*)$", err, re.MULTILINE):
        found.setdefault(name, []).append((int(line), words))
    return found


@pytest.fixture(scope="module")
def refused(tiny):
    """A site full of payloads, built, and what was said."""
    site = grow(tiny(), {name: source for name, (_, _, source, _) in PAGES.items()})
    return site, site.build()


def test_a_site_that_holds_any_is_not_published(refused, good):
    site, built = refused
    assert (built.code, site.published) == (1, good.published)
    assert "Traceback" not in built.err
    assert [left.name for left in site.root.glob("site*")] == ["site"]


@pytest.mark.parametrize("name", PAGES, ids=lambda name: f"{PAGES[name][0]}: {PAGES[name][1]}"[:70])
def test_each_is_refused_on_its_line(name, refused):
    said = faults(refused[1].err).get(name, [])
    assert PAGES[name][3] & {line for line, _ in said}, said
    assert all(words.endswith(".") for _, words in said)


@pytest.fixture(scope="module")
def unwalled(tiny, tmp_path_factory):
    """The same site, published because nothing is a fault; and once more without its policy."""
    start = tmp_path_factory.mktemp("start")
    (start / "sitecustomize.py").write_text(NO_WALL)
    site = grow(tiny(), {name: source for name, (_, _, source, _) in PAGES.items()})
    built = site.build(PYTHONPATH=f"{start}:{site.root}")
    assert built.code == 0, built.err
    folder = site.root / "site"
    bare = tmp_path_factory.mktemp("bare") / "site"
    shutil.copytree(folder, bare)
    for file in bare.rglob("*.html"):
        text, count = re.subn(
            r'<meta http-equiv="Content-Security-Policy".*?>', "", file.read_text("utf-8"), count=1
        )
        assert count == 1
        file.write_text(text, "utf-8")
    return folder, bare


ACT = """() => { setTimeout(() => {
    for (const e of document.querySelectorAll('details')) e.open = !e.open;
    for (const e of document.querySelectorAll('article *')) {
        e.focus?.();
        for (const kind of ['mouseover', 'pointerenter', 'focus', 'beforematch'])
            e.dispatchEvent(new Event(kind, { bubbles: true }));
        const leads = e.getAttribute('href') ?? e.getAttribute('xlink:href') ?? e.getAttribute('formaction');
        const runs = leads !== null && /^[\\s\\x01]*j[\\s]*a[\\s]*v[\\s]*a[\\s]*s[\\s]*c/i.test(leads);
        if (runs || e.hasAttribute('onclick')) e.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
}) }"""


def ran(browser, address: str, names) -> tuple[set[str], set[str]]:
    """The pages on which something ran, and those that asked another host for something."""
    running, asking, at = set(), set(), []

    def asked(route):
        """What the policy stops comes not as far as here."""
        if "evil.example" in urlsplit(route.request.url).netloc:
            asking.add(at[-1])
        route.abort()

    with browser.new_context() as session:  # the theme's own files are not looked at here
        session.route(re.compile("/assets/|evil[.]example"), asked)
        page = session.new_page()
        for name in names:
            at.append(name)
            page.goto(f"{address}{Path(name).stem}/", wait_until="load")
            with suppress(Error):  # it has led to another page
                page.evaluate(ACT)
                page.wait_for_timeout(20)
                if page.evaluate("window.ran"):
                    running.add(name)
    return running, asking


KINDS = ("scripts", "handlers", "addresses", "elements", "wrecks", "drawings", "blocks")
MIGHT_RUN = [name for name, page in PAGES.items() if page[0] in KINDS and payloads.RAN in page[2]]


def test_nothing_runs_under_the_policy_even_where_nothing_is_refused(unwalled, browser, served):
    folder, _ = unwalled
    running, _ = ran(browser, served(folder), MIGHT_RUN)
    assert {PAGES[name][1] for name in running} == set()


def test_they_would_run_without_the_policy(unwalled, browser, served):
    """What the test before this one sees is the policy, and not a dead payload."""
    _, bare = unwalled
    running, _ = ran(browser, served(bare), MIGHT_RUN)
    assert len(running) >= len(MIGHT_RUN) / 3
    assert {PAGES[name][0] for name in running} >= {"scripts", "handlers", "addresses", "elements"}


def test_nothing_is_asked_of_another_host_under_the_policy(unwalled, browser, served):
    folder, bare = unwalled
    loads = [name for name, page in PAGES.items() if page[0] in ("loads", "styles")]
    assert ran(browser, served(folder), loads)[1] == set()
    assert len(ran(browser, served(bare), loads)[1]) >= len(loads) / 2  # without it, it would be


@pytest.fixture(scope="module")
def passed(tiny):
    """The tiny site with a page for each piece of right Markdown."""
    site = grow(tiny(), payloads.right())
    return site, site.build()


@pytest.mark.parametrize(
    "name", payloads.right(), ids=lambda name: payloads.RIGHT[int(name[1:4])][:60]
)
def test_right_markdown_passes(name, passed):
    assert faults(passed[1].err).get(name, []) == []


def test_right_markdown_is_published_and_nothing_in_it_runs(passed, browser, served):
    site, built = passed
    assert built.code == 0, built.err
    names = payloads.right()
    folder = site.root / "site"
    assert ran(browser, served(folder), names) == (set(), set())
    whole = "".join(file.read_text("utf-8") for file in folder.rglob("*.html"))
    assert not re.search(r"press-[0-9a-f]{32}", whole), "a sign was left in a page"
    assert whole.count("<!--sim 9999-->") == 1  # a comment, and no figure of another page


FRONT = {  # front matter, and what stands on the line to blame
    "title: x</title><script>top.ran=1</script>": "title",
    'title: A\ndescription: x"><script>top.ran=1</script>': "description",
    "title: A\nsubtitle: <img src=x onerror=top.ran=1>": "subtitle",
    'title: "\\x3cscript>top.ran=1</script>"': "title",
    "title: A\nstyles: ['x\"><img src=x onerror=top.ran=1>']": "styles",
    "title: A\nhide: [<b>]": "hide",
    "title: A\ntags: [x, <!-- ]": "tags",
    "title: A\ntemplate: redirect.html": "",
}


def test_front_matter_holds_no_html(tiny, good):
    pages = {f"f{n}.md": f"---\n{text}\n---\n# A\n\nText.\n" for n, text in enumerate(FRONT)}
    pages["multi.md"] = "title: x</title><script>top.ran=1</script>\n\n# A\n\nText.\n"
    site = grow(tiny(), pages)
    built = site.build()
    said = faults(built.err)
    assert (built.code, site.published) == (1, good.published)
    for n, where in enumerate(FRONT.values()):
        line = site.line(f"docs/f{n}.md", where) if where else 1
        assert line in [line for line, _ in said[f"f{n}.md"]] or not where, (where, said)
    assert said["multi.md"][0][0] == 1


def test_quotes_in_front_matter_end_no_attribute(tiny):
    site = grow(
        tiny(),
        {
            "q.md": "---\ntitle: 'A \"word\" & more'\ndescription: 'x\" http-equiv=refresh \"& y'\n---\n# A\n\nText.\n"
        },
    )
    assert (built := site.build()).code == 0, built.err
    tree = parse((site.root / "site/q/index.html").read_text("utf-8"))
    (told,) = tree.select('meta[name="description"]')
    assert dict(told.attrs) == {"name": "description", "content": 'x" http-equiv=refresh "& y'}
    assert tree.find("title").text.startswith('A "word" & more')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("site_name: A tiny book", "site_name: A <script>top.ran=1</script>"),
        ("strict: true", "nav: [{'x</span><img src=x onerror=top.ran=1>': index.md}, page.md]"),
        ("strict: true", "site_description: <b>"),
    ],
)
def test_names_in_the_configuration_hold_no_html(old, new, tiny, good):
    site = tiny()
    site.edit("mkdocs.yml", old, new)
    built = site.build()
    assert f"mkdocs.yml:{site.line('mkdocs.yml', new)}: " in built.err
    assert (built.code, site.published) == (1, good.published)


def test_a_script_that_no_template_gave_is_a_fault(tiny, good):
    """One that the site's own templates hold, too, until it is listed."""
    site = tiny()
    (site.root / "overrides").mkdir()
    (site.root / "overrides" / "main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}<script>top.ran=1</script>{% endblock %}'
    )
    site.edit("mkdocs.yml", "  name: material\n", "  name: material\n  custom_dir: overrides\n")
    built = site.build()
    assert "'<script>top.ran=1' is no script of the theme's" in built.err
    assert (built.code, site.published) == (1, good.published)


def test_the_policy_names_the_theme_s_scripts_and_no_others(good):
    for file in (good.root / "site").rglob("*.html"):
        html = file.read_text("utf-8")
        tree = parse(html)
        (policy,) = tree.select('meta[http-equiv="Content-Security-Policy"]')
        allowed = with_policy("<meta charset=utf-8>", inline(tree))
        assert policy.attrs["content"] in allowed
        assert "unsafe-inline" not in allowed
        assert policy.attrs["content"].count("'sha256-") == len(inline(tree)) + 2


def test_a_planted_script_is_not_hashed():
    class Known(Policy):
        def known(self, base):
            return frozenset({"theirs()"})

    page = "<meta charset=utf-8><script>theirs()</script><script>mine()</script>"
    assert Known(None).over(page, ".") == with_policy(page, ["theirs()"])
