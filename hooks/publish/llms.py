"""What does a machine that reads find, and where?  A file llms.txt, and each page as Markdown.

The file lists the book's pages in their order, each with its description, and leads to the Markdown
that stands beside each page. https://llmstxt.org says how such a file is written.
"""

from collections.abc import Iterator

from hooks.press import Press
from hooks.publish.plain import file_of, text_of
from hooks.publish.policy import Policy


def files(press: Press, policy: Policy) -> Iterator[tuple[str, bytes]]:
    """(address within the site, content) of all of it."""
    for page, path in press.built.items():
        yield file_of(page), text_of(press, path, page).encode()
    yield "llms.txt", "\n".join(_list(press, policy)).encode()


def _list(press: Press, policy: Policy) -> Iterator[str]:
    yield f"# {policy.told['site_name']}\n"
    if said := policy.told["site_description"]:
        yield f"> {said}\n"
    pages = {path.partition("/")[2]: page for page, path in press.built.items()}
    nav = policy.told["nav"] or list(pages)
    yield from _entries(nav, pages, press)
    yield "\n## Data\n"
    yield "- [facts.json](facts.json): Every measured number, over all its runs"
    if press.ledger.register.kept:
        yield "- [claims.json](claims.json): Every claim, and what stands behind it"
    yield "- [build.json](build.json): What the site was made from\n"


def _entries(nav: object, pages: dict[str, str], press: Press) -> Iterator[str]:
    """A nav's pages, and below a heading those of each of its sections."""
    for entry in nav if isinstance(nav, list) else []:
        title, to = next(iter(entry.items())) if isinstance(entry, dict) else ("", entry)
        if isinstance(to, list):
            yield f"\n## {title}\n"
            yield from _entries(to, pages, press)
        elif page := pages.get(str(to)):  # else it leads out of the site
            meta = press.meta[page]
            link = f"- [{title or meta.get('title') or to}]({file_of(page)})"
            yield ": ".join(filter(None, [link, meta.get("description")]))
