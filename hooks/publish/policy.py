"""What may a page load and run?  Itself, and nothing else.

A Content-Security-Policy in a meta tag: everything from this site, and of inline scripts those that
the theme's templates hold, by the hash of what they give with this page's base. What a page holds
has no say in it: a script that no template gave is not in the policy, and a fault (see check). A
heat map of the live chart sets two fixed style attributes; their hashes are allowed, and no others.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from turbohtml import Document, parse

TEMPLATES = (  # all that hold inline scripts, the theme's and ours
    "partials/javascripts/base.html",
    "partials/javascripts/content.html",
    "partials/javascripts/palette.html",
    "partials/javascripts/scheme.html",
)
INCLUDED = (
    "{% set features = config.theme.features or [] %}"
    + f"{{% for one in {TEMPLATES} %}}{{% include one ignore missing %}}{{% endfor %}}"
)
TOLD = ("site_name", "site_description", "site_author", "nav")
DATA = {"application/json", "text/plain"}  # types that no browser runs
HEAD = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
RENDERING = (
    "optimizeSpeed -moz-crisp-edges -o-crisp-edges -webkit-optimize-contrast optimize-contrast "
    "crisp-edges pixelated"
)
HEAT_STYLES = ("".join(f"image-rendering: {value}; " for value in RENDERING.split()), "")


class Policy:
    """The policy of one build; `config` is the site's configuration, with its theme."""

    def __init__(self, config: Any) -> None:  # noqa: ANN401 - MkDocs', which only one module knows
        self._config = config
        self._known: dict[str, frozenset[str]] = {}

    @cached_property
    def _templates(self) -> Environment:
        return self._config.theme.get_env()

    @property
    def settings(self) -> Path:
        """The file that the configuration was read from."""
        return Path(self._config.config_file_path)

    @property
    def told(self) -> dict[str, object]:
        """What the theme puts into every page of what the configuration says."""
        return {name: self._config[name] for name in TOLD}

    @property
    def address(self) -> str:
        """Where the site will stand; empty where nobody has said so, as a preview's machine or
        the one that builds is no address for others."""
        said = self._config["site_url"] or ""
        return "" if urlsplit(said).hostname in (None, "localhost", "127.0.0.1") else said

    @property
    def commit(self) -> str:
        """What the site is built from; empty outside a repository."""
        return self._config["extra"].get("commit") or ""

    @property
    def scripts(self) -> list[str]:
        """The scripts in docs/ that every page loads."""
        return [str(script) for script in self._config["extra_javascript"]]

    def known(self, base: str) -> frozenset[str]:
        """The inline scripts that a page with this base may hold."""
        if base not in self._known:
            names = {"config": self._config, "base_url": base}
            html = self._templates.from_string(INCLUDED).render(names)
            self._known[base] = frozenset(inline(parse(html)))
        return self._known[base]

    def over(self, html: str, base: str | None = None) -> str:
        """The page under its policy, right behind the declaration of its character set. One without
        a base of its own, such as that of an address that is not there, has the whole site's."""
        if base is None:
            base = urlsplit(self._config["site_url"] or "/").path
        known = self.known(base)
        return with_policy(html, [script for script in inline(parse(html)) if script in known])


def inline(document: Document) -> list[str]:
    """The scripts that a browser would run, of those that stand in the page itself."""
    return [
        script.text
        for script in document.find_all("script")
        if "src" not in script.attrs and script.attrs.get("type") not in DATA
    ]


def with_policy(html: str, scripts: Iterable[str]) -> str:
    """The page under a policy that allows these inline scripts."""
    rules = [
        "default-src 'self'",
        " ".join(["script-src 'self'", *dict.fromkeys(map(_hash, scripts))]),
        "style-src 'self'",
        " ".join(["style-src-attr 'unsafe-hashes'", *map(_hash, HEAT_STYLES)]),
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    tag = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'
    return HEAD.sub(lambda match: match[0] + tag, html, count=1)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
