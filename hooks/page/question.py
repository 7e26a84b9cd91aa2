"""How does a question that asks why stand in a page?

`/// question | Why?` holds a list of answers, `- [ ]` wrong and `- [x]` right, each with its
sentence on the next line. Each becomes a `<details>` of one group, so that a browser opens one at a
time, by keyboard too, without a script, and what a reader chose never leaves the page. The sentence
begins with its verdict in words, for whoever sees no colours, or no page.
"""

import re
import xml.etree.ElementTree as etree

from pymdownx.blocks.block import Block

ANSWER = re.compile(r"\[(?P<right>[ x])\]\s+(?P<answer>[^\n]+)\n\s*(?P<why>\S.*)", re.DOTALL)
ITEM = re.compile(r" {0,3}[-*+] +(.*)$")


class Question(Block):
    """The block; the header is the question."""

    NAME = "question"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """A section named by its question."""
        groups = self.tracker.setdefault("groups", 0)
        self.tracker["groups"] += 1
        self._group = f"question-{groups + 1}"
        own = self.config["own"]
        section = etree.SubElement(parent, "section", {"class": "question"} | own)
        etree.SubElement(section, "p", {"class": "ask"} | own).text = self.argument
        return section

    def on_end(self, block: etree.Element) -> None:
        """Turn the list of answers into details; one that holds anything else stays a list."""
        for listed in block.findall("ul"):
            texts = [text for item in listed.findall("li") for text in _texts(item)]
            found = [match for match in map(ANSWER.match, texts) if match]
            if len(found) < len(texts) or any(part.tag != "p" for item in listed for part in item):
                continue
            block.remove(listed)
            for answer in found:
                _details(block, answer, {"name": self._group} | self.config["own"])


def _texts(item: etree.Element) -> list[str]:
    """An item's text, cut where Markdown took the next item for a line of it."""
    text = "\n".join([item.text or "", *(part.text or "" for part in item.findall("p"))])
    return re.split(r"\n[-*+] +(?=\[)", text.strip())


def answers(body: str) -> list[tuple[bool, str]]:
    """(right, whole text) of each answer in a question's source, for the lint; an item that is no
    answer with a sentence has an empty text."""
    items: list[str] = []
    for line in body.splitlines():
        if item := ITEM.match(line):
            items.append(item[1])
        elif items:
            items[-1] += f"\n{line}"
    found = [ANSWER.match(item.strip()) for item in items]
    return [(m["right"] == "x", m[0]) if m else (False, "") for m in found]


def _details(block: etree.Element, answer: re.Match, more: dict[str, str]) -> None:
    css = "answer right" if answer["right"] == "x" else "answer"
    details = etree.SubElement(block, "details", {"class": css} | more)
    etree.SubElement(details, "summary").text = answer["answer"].strip()
    why = etree.SubElement(details, "p")
    verdict = etree.SubElement(why, "strong", {"class": "verdict"})
    verdict.text = "Right." if answer["right"] == "x" else "Not quite."
    verdict.tail = " " + " ".join(answer["why"].split())
