"""Is a site tried at the address where it will stand?"""

import shutil
import urllib.error
import urllib.request

import pytest

from tests.conftest import address_of


def status(address):
    """What the server answers."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize("base", ["", "book/"])
def test_a_site_stands_at_its_own_address_and_nowhere_else(good, tmp_path, served, base):
    site = shutil.copytree(good.root / "site", tmp_path / "site")
    sitemap, here = site / "sitemap.xml", address_of(site)
    sitemap.write_text(sitemap.read_text("utf-8").replace(here, f"https://example.org/{base}"))
    assert address_of(site) == f"https://example.org/{base}"
    address = served(site)
    assert address.endswith(f"/{base}")
    for path in ("", "page", "page/index.html", "facts.json"):
        assert status(address + path) == 200, path
        outside = address.removesuffix(base) + path
        assert status(outside) == (404 if base else 200), outside
    assert status(f"{address}missing") == 404
