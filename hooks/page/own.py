"""Which HTML of a page is the press's own, and which an author's?

Whoever writes a page may write HTML, and could write a figure, a claim's mark or a fault's box that
the press never made. So each tag of the press carries a sign that nobody can guess, from where it
is made until the page has been looked at; then the sign is taken off. What is bulky is kept aside
meanwhile, as others that read the page take longer over it than over all the rest.
"""

import re
import secrets

BULK = re.compile(  # all that a search has no use for in a figure; none of it holds its like
    r'<div class="sim-(?:plot|twin)".*?</div>|<ul class="sim-legend".*?</ul>'
    r'|<form class="sim-controls".*?</form>|<details class="sim-(?:answer|data)".*?</details>',
    re.DOTALL,
)
TAG = re.compile(r"<[a-z][\w-]*")


class Own:
    """The sign of one build, and what is kept aside."""

    def __init__(self) -> None:
        self.sign = f"press-{secrets.token_hex(16)}"
        self._mark = f' {self.sign}="{self.sign}"'
        self._aside: list[str] = []
        self._place = re.compile(rf"<!--{self.sign} (\d+)-->")

    @property
    def attribute(self) -> dict[str, str]:
        """What signs an element of a tree."""
        return {self.sign: self.sign}

    def signed(self, html: str) -> str:
        """A piece of the press's HTML, in which every text is escaped, with every tag signed."""
        return TAG.sub(lambda tag: tag[0] + self._mark, html)

    def figure(self, html: str) -> str:
        """A piece of a figure: pictures, numbers and controls put aside, the rest signed."""

        def take(match: re.Match) -> str:
            self._aside.append(match[0])
            return f"<!--{self.sign} {len(self._aside) - 1}-->"

        return self.signed(BULK.sub(take, html))

    def unsigned(self, html: str) -> str:
        """HTML without the signs."""
        return html.replace(self._mark, "")

    def whole(self, html: str) -> str:
        """HTML with all that was put aside in its place."""
        return self._place.sub(lambda match: self._aside[int(match[1])], html)
