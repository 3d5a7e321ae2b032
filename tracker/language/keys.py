"""Keys and records: one entry per key says how it is read, what stands without it and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from tracker.language.forms import NOT_YET, Form
from tracker.language.nodes import Items, Node, Scalar, Table
from tracker.language.pages import MOST_PROBLEMS, Failed, Page, Wrong, nearest, shown
from tracker.language.shapes import Shape

T = TypeVar("T")
_FEW = 12


@dataclass(frozen=True, slots=True, eq=False)
class Key(Generic[T]):
    """One key of a record: its form, its meaning in one sentence, and its default.

    `default` is the value without it; `otherwise` says so in words where the default is not one plain value.
    """

    name: str
    form: Form[T]
    meaning: str
    default: T | None = None
    otherwise: str = ""
    required: bool = False

    @property
    def without(self) -> str:
        """Return, for people, what stands when the key is left out."""
        if self.required:
            return "required"
        if self.otherwise:
            return self.otherwise
        return "none" if self.default in (None, (), "") else f"`{str(self.default).lower()}`"


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A mapping of a fixed shape; `later` names keys that are specified but not built yet."""

    name: str
    """With its article: "a promise"."""
    keys: tuple[Key[Any], ...]
    later: tuple[str, ...] = ()
    by_name: Mapping[str, Key[Any]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {key.name: key for key in self.keys})


def shape_of(record: Record) -> Shape:
    """Return a record as a JSON Schema for editors: its keys with what they mean, and no others."""
    shape: dict[str, object] = {
        "type": "object",
        "properties": {key.name: _property(key) for key in record.keys},
        "additionalProperties": False,
    }
    required = [key.name for key in record.keys if key.required]
    return {**shape, "required": required} if required else shape


def _property(key: Key[Any]) -> Shape:
    shape = key.form.shape
    # beside a reference draft-07 hears nothing else
    return {**({"allOf": [shape]} if "$ref" in shape else shape), "description": _told(key)}


def _told(key: Key[Any]) -> str:
    value = f" Value: {key.form.words}." if key.form.words else ""
    return f"{key.meaning}{value} Without it: {key.without}."


@dataclass(slots=True)
class Fields:
    """What was read from one record: values by key; `complete` is false if any key failed or is missing."""

    table: Table
    values: dict[str, object]
    complete: bool = True

    def get(self, key: Key[T]) -> T | None:
        """Return the value, or the key's default."""
        return cast("T | None", self.values.get(key.name, key.default))

    def given(self, key: Key[T]) -> T | None:
        """Return the value only if it was written."""
        return cast("T | None", self.values.get(key.name))

    def need(self, key: Key[T]) -> T:
        """Return the value; raises Failed if it is missing (which was reported)."""
        value = self.get(key)
        if value is None:
            raise Failed
        return value

    def node(self, key: Key[Any]) -> Node:
        """Return the node a key's value was read from, the table itself if it was not written."""
        return self.table.value(key.name) or self.table


def read_record(record: Record, node: Node, page: Page, *, nulls: bool = False) -> Fields:
    """Read every key of a record, reporting each one that is unknown, missing or wrong.

    With `nulls` a null value counts as a key left out. Raises Wrong if the node is no mapping.
    """
    if not isinstance(node, Table):
        if isinstance(node, Scalar) and node.formula is not None and node.formula.is_open:
            raise Failed
        found = "a list" if isinstance(node, Items) else "nothing" if node.is_null else f"`{shown(node.text)}`"
        hint = f"begin with one of its keys, such as `{record.keys[0].name}:`" if record.keys else ""
        raise Wrong(node, f"expected {record.name} as a mapping of keys, found {found}", hint)
    fields = Fields(node, {})
    written = set()
    for name, (key_node, value) in node.entries.items():
        key = record.by_name.get(name)
        if key is None:
            fields.complete = False
            page.add(key_node, *_unknown(record, name, value, seek=page.count < MOST_PROBLEMS))
        elif not (nulls and isinstance(value, Scalar) and value.is_null):
            written.add(name)
            try:
                fields.values[name] = key.form.read(value, page)
            except Wrong as wrong:
                page.add_wrong(wrong, name)
                fields.complete = False
            except Failed:
                fields.complete = False
    for key in record.keys:
        if key.required and key.name not in written:
            fields.complete = False
            page.add(node, f"{record.name} needs `{key.name}`", key.meaning, "missing-key")
    return fields


def _unknown(record: Record, name: str, value: Node, *, seek: bool) -> tuple[str, str, str]:
    if name in record.later:
        return f"`{name}` is not supported yet", "leave it out: nothing would be done with it", NOT_YET
    hint = nearest(name, [*record.by_name, *record.later]) if seek else ""
    first, colon, rest = name.partition(":")
    if colon and rest and first in record.by_name:
        hint = f"put a space after the colon: `{first}: {shown(rest)}`"
    if not hint and " " in name and isinstance(value, Scalar) and value.is_null:
        hint = "put quotes around a text that holds a comma or a colon"
    if name.isdigit() and isinstance(value, Scalar) and value.is_null:
        hint = "write a number without commas: 1000, and 0.5 with a point"
    if not hint and len(record.keys) <= _FEW:
        hint = "its keys: " + ", ".join(record.by_name)
    hint = hint or f"rules/README.md lists the keys of {record.name}"
    return f"`{shown(name)}` is not a key of {record.name}", hint, "unknown-key"
