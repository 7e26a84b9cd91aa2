"""Does a mapping in YAML have the fields of its kind, each of its type?  Where not, at which line?

A kind is a msgspec Struct. An empty field counts as not given.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

import msgspec
import yaml

from hooks.faults import Fault, suggest

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast
ADDRESS = r"^https?://[^\s<>\"'`]+$"
NAME = r"^[A-Za-z0-9_-]+$"
Text = Annotated[str, msgspec.Meta(pattern=r"\S")]
Name = Annotated[str, msgspec.Meta(pattern=NAME)]
Kind = TypeVar("Kind", bound=msgspec.Struct)
DEPTH = 20  # levels of what holds another; where they are thousands, the loader crashes
MERGE = "tag:yaml.org,2002:merge"
WORDS = {  # msgspec's words -> those of who writes YAML
    " | null`": "`",
    "`str`": "a text",
    "`int`": "a whole number",
    "`float`": "a number",
    "`int | float`": "a number",
    "`bool`": "true or false",
    "got `date`": "got a date",
    "`date`": "a date such as 2026-01-31",
    "`datetime`": "a date with a time",
    "`int | str`": "a whole number or one of its words",
    "`array`": "a list",
    "`object`": "a mapping",
    "`null`": "nothing",
    "Invalid RFC3339 encoded date": "expected a date such as 2026-01-31",
    "Invalid enum value": "unknown value",
    "Object contains unknown field": "unknown field",
    "Object missing required field": "it lacks",
    f"matching regex {ADDRESS!r}": "that begins with http:// or https://",
    f"matching regex {NAME!r}": "of letters, digits, - and _",
    r"matching regex '\\S'": "that is not blank",
    "matching regex": "that matches",
    "of length >= 1": "that is not empty",
}


def node_of(text: str, path: str, above: int = 0) -> yaml.Node | None:
    """The root of a YAML text, which begins `above` lines down its file; Fault where it is none,
    or names a thing to stand for another, or nests without end."""
    try:
        depth = 0
        for event in yaml.parse(text, Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEPTH:
                why = f"more than {DEPTH} levels stand one in the other. Flatten them."
                raise Fault(why, path, above + _start(event))
            if isinstance(event, yaml.AliasEvent):
                why = f"'*{event.anchor}' stands for another place. Write its content out."
                raise Fault(why, path, above + _start(event))
        return yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise Fault("this is not YAML. Mend it.", path, above + _line(error, text)) from None


def _start(event: yaml.Event) -> int:
    """The line of an event; only one that was made by hand has no mark."""
    return event.start_mark.line + 1 if event.start_mark else 1


def _line(error: yaml.YAMLError, text: str) -> int:
    if mark := getattr(error, "problem_mark", None):
        return mark.line + 1
    return text[: getattr(error, "position", 0)].count("\n") + 1


def read(
    node: yaml.Node, kind: type[Kind], path: str, above: int = 0, more: dict | None = None
) -> Kind:
    """A mapping as a `kind`; Fault at the line of what is wrong in it. `more` holds fields that are
    not the author's to give."""
    more = more or {}
    if not isinstance(node, yaml.MappingNode):
        at = above + node.start_mark.line + 1
        raise Fault("this is no mapping. Write 'key: value'.", path, at)
    for one, line in _twice(node):
        raise Fault(f"the field '{one}' stands twice. Remove one.", path, above + line)
    known = [f.name for f in msgspec.structs.fields(kind) if f.name not in more]
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = above + key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag == MERGE or key.value not in known:
            name = key.value if isinstance(key, yaml.ScalarNode) else "a list or a mapping"
            raise Fault(f"unknown field '{name}'. {suggest(name, known)}", path, line)
        try:
            values[key.value] = yaml.SafeLoader("").construct_object(value, deep=True)
        except (yaml.YAMLError, ValueError, TypeError, OverflowError):
            why = "holds nothing that plain YAML can read. Mend it, or put it in quotes."
            raise Fault(f"'{key.value}' {why}", path, line) from None
    given = {k: v for k, v in values.items() if v not in (None, "")}
    try:
        return msgspec.convert(given | more, kind)
    except msgspec.ValidationError as error:
        said, _, place = str(error).partition(" - at `$")
        line, key = _found(node, place.rstrip("`"))
        for theirs, ours in WORDS.items():
            said = said.replace(theirs, ours)
        said = (said[0].lower() + said[1:]).replace("`", "'")
        plain = said.startswith("expected a text, got") and not said.endswith(("list", "mapping"))
        remedy = "Put it in quotes." if plain else "Mend it."
        raise Fault(
            f"{key and f'{chr(39)}{key}{chr(39)}: '}{said}. {remedy}", path, above + line
        ) from None


def _twice(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """Keys that stand a second time in their mapping, however deep, with their lines."""
    seen = set()
    for part in node.value if isinstance(node, yaml.CollectionNode) else []:
        key, value = part if isinstance(part, tuple) else (None, part)
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
        yield from _twice(value)


def _found(node: yaml.Node, place: str) -> tuple[int, str]:
    """The line of the part that a path such as `.tests[1].value` leads to, and its nearest key."""
    line, key = node.start_mark.line + 1, ""
    for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", place):
        if name and isinstance(node, yaml.MappingNode):
            pair = next((p for p in node.value if p[0].value == name), None)
            if pair is None:
                break
            line, key, node = pair[0].start_mark.line + 1, name, pair[1]
        elif number and isinstance(node, yaml.SequenceNode):
            node = node.value[int(number)]
            line = node.start_mark.line + 1
    return line, key
