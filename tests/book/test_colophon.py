"""Does what stands below a page lead somewhere, and does the book own what it had wrong?"""

import re
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from jinja2 import Environment, FileSystemLoader

from hooks.apparatus.claims import brief
from hooks.apparatus.register import Register
from tests.projects import ROOT

HOST, EDIT = "https://example.org/coins/book", "https://example.org/coins/book/edit/main/docs/a.md"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PAGE = SimpleNamespace(meta={"title": "Heads & <tails>"}, title="Heads", edit_url=EDIT)
HREF = re.compile(r'href="([^"]*)"')
ROW = re.compile(
    r"^- (\d{4}-\d\d-\d\d)\. \*\*.+\*\* It was said: ([a-z ]+)\. Now: \[~(\w+)\]\. .+$",
    re.MULTILINE,
)


def below(page=PAGE, repo_url=HOST, commit=COMMIT) -> str:
    """What stands below a page of a book that has this repository and commit."""
    templates = Environment(loader=FileSystemLoader(ROOT / "overrides"))
    templates.filters["url"] = lambda address: f"../{address}"
    config = {"repo_url": repo_url, "copyright": "Ours.", "extra": {"commit": commit}}
    return templates.get_template("partials/copyright.html").render(config=config, page=page)


def test_a_known_repository_is_linked():
    commit, corrections, whole, edit, report = HREF.findall(below())
    assert (corrections, whole, edit) == ("../corrections/", "../offline.zip", EDIT)
    assert commit == f"{HOST}/commit/{COMMIT}"
    assert "commit 0123456789ab<" in below()
    assert report.startswith(f"{HOST}/issues/new?")
    assert parse_qs(urlsplit(report).query) == {"title": ["Heads &"]}


@pytest.mark.parametrize("unknown", ["", None])
def test_without_a_repository_no_link_leads_to_one(unknown):
    assert HREF.findall(below(repo_url=unknown)) == ["../corrections/", "../offline.zip"]
    assert "Commit 0123456789ab" in below(repo_url=unknown)


def test_what_else_is_not_known_is_not_linked():
    assert not [link for link in HREF.findall(below(commit="")) if "/commit/" in link]
    plain = SimpleNamespace(meta={}, title="Heads", edit_url=None)
    assert not [link for link in HREF.findall(below(plain)) if "/edit/" in link]
    assert "title=Not%20found" in below(None)
    assert "title=Heads" in below(plain)


def test_every_page_of_the_book_leads_to_its_corrections(book):
    for page in book.rglob("*.html"):
        assert re.search(
            r'href="(?:[^"]*corrections|\.)/">Corrections</a>', page.read_text("utf-8")
        ), page


def unfit(text: str, register: Register) -> list[str]:
    """What is wrong with a list of corrections: a row that is none, one out of order, a verdict
    that never changed."""
    rows, words = ROW.findall(text), {brief(claim) for claim in register.claims.values()}
    listed = re.findall(r"^- \d.*$", text, re.MULTILINE)
    found = [row for row in listed if not ROW.match(row)]
    days = [day for day, *_ in rows]
    found += days if days != sorted(days, reverse=True) else []
    for _, was, name in rows:
        claim = register.claims.get(name)
        if was not in words or not claim or brief(claim) == was:
            found.append(f"{name} was {was}")
    return found


def test_a_correction_names_what_was_corrected():
    register, text = Register(ROOT), (ROOT / "docs/corrections.md").read_text("utf-8")
    assert len(ROW.findall(text)) >= 6
    assert unfit(text, register) == []
    for old, new in [
        ("contradicted here. Now: [~PT1]", "holds in part. Now: [~PT1]"),
        ("contradicted here. Now: [~PT1]", "contradicted hear. Now: [~PT1]"),
        ("[~PT1]", "[~PT99]"),
        ("2026-11-27. **A table", "2026-11-26. **A table"),
        ("2026-11-27. **A table", "27 November. **A table"),
    ]:
        assert text.count(old) == 1
        assert unfit(text.replace(old, new), register), new
