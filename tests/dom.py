"""What does a piece of HTML hold?  As a tree, by the standard library's parser."""

import xml.etree.ElementTree as etree
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = [etree.Element("root")]

    def handle_starttag(self, tag, attrs):
        element = etree.SubElement(self.open[-1], tag, {key: value or "" for key, value in attrs})
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data):
        last = self.open[-1]
        if len(last):
            last[-1].tail = (last[-1].tail or "") + data
        else:
            last.text = (last.text or "") + data


def read(html):
    """The tree of a piece of HTML; an element closed out of order is an error."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]


def of_class(tree, name):
    """Every element of this class."""
    return [e for e in tree.iter() if name in e.get("class", "").split()]


def words(element):
    """The text of an element, in one line."""
    return " ".join("".join(element.itertext()).split())


def marks(tree):
    """What the first picture within draws, in the order of the data file."""
    picture = of_class(tree, "sim-poster")[0]
    return [mark for holder in of_class(picture, "marks") for mark in holder]
