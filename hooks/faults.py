"""How does a fault read?  `docs/page.md:31: what is wrong. What to do about it.`"""

from difflib import get_close_matches


class Fault(Exception):
    """Something an author can mend. The message is complete sentences: fault, then remedy.

    path and line are 0 and "" until the place is known.
    """

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.path, self.line = message, path, line

    def at(self, path: str, line: int) -> "Fault":
        """The same fault, placed; a place once given is kept."""
        return self if self.path else Fault(self.message, path, line)

    def __str__(self) -> str:
        """One line, so that an editor can jump to the place."""
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return place + " ".join(self.message.split())


def suggest(word: str, known: list[str]) -> str:
    """The remedy for a word that nobody knows: the nearest one, or all there are."""
    if near := get_close_matches(word, known, n=1, cutoff=0.5):
        return f"Did you mean '{near[0]}'?"
    return f"There is {', '.join(sorted(known)) or 'none'}."
