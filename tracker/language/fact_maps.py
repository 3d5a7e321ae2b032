"""The `map` of a source: how the fields of an item become the fields of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.domain.sources import FactRule, FieldRule
from tracker.language import shapes
from tracker.language.forms import NODE, Form, text_form, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Entry, Items, Node, Table
from tracker.language.pages import Failed, Page, Wrong, nearest, shown
from tracker.language.patterns import PATTERN_FORM
from tracker.language.report_keys import DATE_ASSUMED, FACT
from tracker.language.shapes import Shape

_TEXT = text_form("text")


def _codes(node: Node, page: Page) -> Mapping[str, str]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of codes to words", "write `codes: {'08': withdraw}`")
    return {name: text_of(entry.value, "a word", 200) for name, entry in node.entries.items()}


PATH = Key("path", _TEXT, "The field of the item that it is taken from.", "")
CONSTANT = Key("constant", _TEXT, "The same text for every item.")
PATTERN = Key("pattern", PATTERN_FORM, "Its first group, or the whole match, is taken.")
CODES = Key(
    "codes",
    Form("mapping of codes to words", _codes, shapes.mapping_of(shapes.TEXT)),
    "What was found is translated by this.",
    otherwise="none",
)
FIELD = Record("a field of a map", (PATH, CONSTANT, PATTERN, CODES))

_A_FIELD = shapes.either(shapes.TEXT, shapes.record(FIELD.name))


def _fields_shape(names: Iterable[str]) -> Shape:
    return {"type": "object", "properties": dict.fromkeys(names, _A_FIELD), "additionalProperties": False}


_FIELDS = (*(key.name for key in FACT.keys if key is not DATE_ASSUMED), "occurred_from", "occurred_to")
"""The fields of a fact; where an item dates it from a first to a last day, in two."""
FACTS: Key[Node] = Key(
    "facts",
    Form("list of maps", NODE.read, shapes.many(_fields_shape(_FIELDS))),
    "Several facts an item; one may stand by itself.",
)
MAP_SHAPE: Shape = shapes.either(
    _fields_shape(_FIELDS),
    {"type": "object", "properties": {FACTS.name: FACTS.form.shape}, "additionalProperties": False},
)


def _report_key(name: str, meaning: str) -> Key[Node]:
    return Key(name, Form("a path or a field of a map", NODE.read, _A_FIELD), meaning)


ITEM_REPORT = Record(
    "an item as a report",
    (
        _report_key("id", "What it is known by; else its link, else what it says."),
        _report_key("published", "When it was published; else it counts from when it was first read."),
        _report_key("title", "Its headline."),
        _report_key("text", "Its text."),
        _report_key("link", "Where it can be read."),
        _report_key("origin", "Who observed or spoke."),
        _report_key("language", "Its language."),
        _report_key("tags", "Words to find it by: every value that is found."),
    ),
)


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
    fields = _fields(node, page, _FIELDS, "a fact")
    if not {"indicator", "event"} & fields.keys():
        raise Wrong(node, "a fact needs an `indicator` or an `event`", "say where it is taken from")
    if "occurred" in fields and {"occurred_from", "occurred_to"} & fields.keys():
        raise Wrong(node, "`occurred` stands beside `occurred_from` or `occurred_to`", "keep the one or the two")
    return FactRule(fields)


def read_report_map(node: Node, page: Page) -> Mapping[str, FieldRule]:
    """Read how an item becomes a report: its fields; raises Wrong or Failed."""
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of a report's fields", "write `report: {id: key, published: date}`")
    return _fields(node, page, tuple(ITEM_REPORT.by_name), "a report")


def _fields(node: Table, page: Page, known: tuple[str, ...], what: str) -> dict[str, FieldRule]:
    """Read every field, noting each that is wrong; raises Failed if one is."""
    fields: dict[str, FieldRule] = {}
    for name, entry in node.entries.items():
        try:
            if name not in known:
                hint = nearest(name, known) or "one of " + ", ".join(known)
                raise Wrong(entry.key, f"this is not a field of {what}", hint, "unknown-key")
            fields[name] = _field(entry, page)
        except Wrong as wrong:
            page.add_wrong(wrong, shown(name))
        except Failed:
            pass
    if len(fields) < len(node.entries):
        raise Failed
    return fields


def _field(entry: Entry, page: Page) -> FieldRule:
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
