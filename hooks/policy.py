"""What may a page load and run?  Itself, and nothing else.

A Content-Security-Policy in a meta tag: everything from this site, inline scripts only by the hash
of what stands in the page after the build. A heat map of the live chart sets two fixed style
attributes; their hashes are allowed, and nothing wider.
"""

import base64
import hashlib
import re

INLINE = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
HEAD = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
RENDERING = (
    "optimizeSpeed -moz-crisp-edges -o-crisp-edges -webkit-optimize-contrast optimize-contrast "
    "crisp-edges pixelated"
)
HEAT_STYLES = ("".join(f"image-rendering: {value}; " for value in RENDERING.split()), "")


def with_policy(html: str) -> str:
    """The page with its policy, right behind the declaration of its character set."""
    scripts = [body for kind, body in INLINE.findall(html) if "application/" not in kind]
    rules = [
        "default-src 'self'",
        " ".join(["script-src 'self'", *dict.fromkeys(map(_hash, scripts))]),
        "style-src 'self'",
        " ".join(["style-src-attr 'unsafe-hashes'", *map(_hash, HEAT_STYLES)]),
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    tag = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'
    return HEAD.sub(lambda match: match[0] + tag, html, count=1)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
