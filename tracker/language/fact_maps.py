"""The `map` of a source: how the fields of an item become the fields of facts."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.sources import FactRule, FieldRule
from tracker.language.forms import NODE, Form, text_form, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Entry, Items, Node, Table
from tracker.language.pages import Failed, Page, Wrong, nearest, shown
from tracker.language.patterns import PATTERN_FORM
from tracker.language.report_keys import DATE_ASSUMED, FACT

_TEXT = text_form("text")


def _codes(node: Node, page: Page) -> Mapping[str, str]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of codes to words", "write `codes: {'08': withdraw}`")
    return {name: text_of(entry.value, "a word", 200) for name, entry in node.entries.items()}


PATH = Key("path", _TEXT, "The field of the item that it is taken from.", "")
CONSTANT = Key("constant", _TEXT, "The same text for every item.")
PATTERN = Key("pattern", PATTERN_FORM, "Its first group, or the whole match, is taken.")
CODES = Key(
    "codes", Form("mapping of codes to words", _codes), "What was found is translated by this.", otherwise="none"
)
FIELD = Record("a field of a map", (PATH, CONSTANT, PATTERN, CODES))

FACTS: Key[Node] = Key("facts", Form("list of maps", NODE.read), "Several facts an item; one may stand by itself.")
_FIELDS = tuple(key.name for key in FACT.keys if key is not DATE_ASSUMED)


def read_map(node: Node, page: Page) -> tuple[FactRule, ...]:
    """Read a map: one fact's fields, or several facts under `facts`; raises Wrong or Failed."""
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of a fact's fields", "write `map: {event: title}`")
    listed = node.value(FACTS.name)
    if listed is None:
        return (_fact(node, page),)
    if len(node.entries) > 1 or not isinstance(listed, Items):
        raise Wrong(node, "`facts` is a list and stands alone in a map", "move the other fields into a fact")
    return tuple(_fact(item, page) for item in listed.items)


def _fact(node: Node, page: Page) -> FactRule:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of a fact's fields", "write `- event: title`")
    fields: dict[str, FieldRule] = {}
    for name, entry in node.entries.items():
        try:
            fields[name] = _field(name, entry, page)
        except Wrong as wrong:
            page.add_wrong(wrong, shown(name))
        except Failed:
            pass
    if len(fields) < len(node.entries):
        raise Failed
    if not {"indicator", "event"} & fields.keys():
        raise Wrong(node, "a fact needs an `indicator` or an `event`", "say where it is taken from")
    return FactRule(fields)


def _field(name: str, entry: Entry, page: Page) -> FieldRule:
    if name not in _FIELDS:
        raise Wrong(entry.key, "this is not a field of a fact", nearest(name, _FIELDS), "unknown-key")
    if not isinstance(entry.value, Table):
        return FieldRule(path=_TEXT.read(entry.value, page))
    read = read_record(FIELD, entry.value, page)
    if not read.complete:
        raise Failed
    path, constant, pattern = read.need(PATH), read.get(CONSTANT), read.get(PATTERN)
    if bool(path) == (constant is not None):
        raise Wrong(entry.value, "a field has a `path` or a `constant`", "give one of the two")
    if constant is not None and (pattern is not None or CODES.name in read.values):
        raise Wrong(entry.value, "a constant needs no pattern and no codes", "leave them out")
    return FieldRule(path, constant, pattern, read.get(CODES) or {})
