"""Which pictures does a site hand out as PNG?  Of each figure its plate, and of each page a card.

The card is what a link to the page is shown with: the page's first figure, under its finding.
"""

from hooks.draw import plate
from hooks.press import Press
from hooks.publish.policy import Policy
from hooks.publish.raster import pictures

SCALE = 2  # of a plate, so that it is sharp on a slide


def card_of(page: str) -> str:
    """Where the card of a built page stands, within the site."""
    return f"{page.removesuffix('.html')}.png"


def files(press: Press, policy: Policy) -> dict[str, bytes]:
    """{address within the site: picture} of all of them."""
    name, pages = str(policy.told["site_name"]), {at: page for page, at in press.built.items()}
    drawings: dict[str, str] = {}
    for path, figure in press.figures:
        address = figure.address["plate"].removesuffix("svg") + "png"
        drawings[address] = plate.plate(figure.view, SCALE)
        drawings.setdefault(card_of(pages[path]), plate.card(figure.view, name))
    return pictures(drawings, press.root / ".cache" / "pictures")
