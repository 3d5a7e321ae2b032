"""Nodes: values from a file or a plain mapping, each with the place it was written at."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

DEEPEST = 20
"""How many levels may lie inside each other."""


class Style(StrEnum):
    """How a scalar was written: it decides what its text may stand for."""

    PLAIN = "plain"
    """Without quotes: may be a number, true, false or null."""
    QUOTED = "quoted"
    """Between quotes or as a block: always text."""
    CELL = "cell"
    """A cell of a table: text or number, as the field wants; several values are parted by `;`."""
    BROKEN = "broken"
    """Refused while parsing: already reported, so nothing more is said about it."""


Argument: TypeAlias = Fraction | str
"""What a rule's parameter is given: an exact number or a text."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A scalar inside a rule as it was written; `args` is None while the parameters are not filled in."""

    text: str
    params: tuple[str, ...]
    args: Mapping[str, Argument] | None

    @property
    def is_open(self) -> bool:
        """Say whether its value cannot be known yet."""
        return self.args is None and bool(self.params)


class Scalar(NamedTuple):
    """One text; line and column count from 1. (A named tuple, because large folders hold a hundred thousand.)"""

    text: str
    line: int = 1
    column: int = 1
    style: Style = Style.PLAIN
    formula: Formula | None = None

    @property
    def is_null(self) -> bool:
        """Say whether nothing was written."""
        return self.style is Style.PLAIN and self.text in _NULLS

    @property
    def is_boolean(self) -> bool:
        """Say whether it is true or false by YAML 1.2 (`yes` and `NO` are texts)."""
        return self.style is Style.PLAIN and self.text in _BOOLEANS


@dataclass(frozen=True, slots=True)
class Items:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int = 1
    column: int = 1


class Entry(NamedTuple):
    """One key of a table with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping: entries by key, in the order they were written."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    line: int = 1
    column: int = 1

    def value(self, key: str) -> Node | None:
        """Return the value under `key`, if there is one."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value


Node: TypeAlias = Scalar | Items | Table

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = frozenset({"true", "True", "TRUE", "false", "False", "FALSE"})


class NotANode(ValueError):
    """A plain value that cannot be written in the language; the message says which and why."""


class NumberText(str):
    """The digits of a number exactly as they stood in a file."""

    __slots__ = ()


def node_of(value: object, line: int = 1, column: int = 1, depth: int = 0) -> Node:
    """Return a plain value (as JSON or a program gives it) as a node, all at one place.

    Raises NotANode for what the language cannot hold.
    """
    if isinstance(value, Mapping):
        if depth >= DEEPEST:
            raise NotANode(f"more than {DEEPEST} levels lie inside each other")
        entries: dict[str, Entry] = {}
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotANode(f"a key must be text, not {type(key).__name__}")
            entries[key] = Entry(Scalar(key, line, column), node_of(inner, line, column, depth + 1))
        return Table(entries, line, column)
    if isinstance(value, list | tuple):
        if depth >= DEEPEST:
            raise NotANode(f"more than {DEEPEST} levels lie inside each other")
        return Items(tuple(node_of(inner, line, column, depth + 1) for inner in value), line, column)
    return _scalar(value, line, column)


def _scalar(value: object, line: int, column: int) -> Scalar:
    match value:
        case NumberText():
            return Scalar(str(value), line, column)
        case StrEnum():
            return Scalar(value.value, line, column, Style.QUOTED)
        case str():
            return Scalar(value, line, column, Style.QUOTED)
        case None:
            return Scalar("null", line, column)
        case bool():
            return Scalar("true" if value else "false", line, column)
        case int():
            if abs(value) >= 10**400:
                raise NotANode("a whole number of more than 400 digits")
            return Scalar(str(value), line, column)
        case float():
            text = repr(value) if math.isfinite(value) else f".{'nan' if math.isnan(value) else 'inf'}"
            return Scalar(text, line, column)
        case datetime() | date():
            return Scalar(value.isoformat(), line, column, Style.QUOTED)
        case _:
            raise NotANode(f"a value of type {type(value).__name__}")


CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text may hold: controls, lone surrogates, non-characters."""


def scalars_of(node: Node) -> Iterator[Scalar]:
    """Yield the scalars of a node and of everything inside it, in order; keys are none."""
    if isinstance(node, Table):
        for entry in node.entries.values():
            yield from scalars_of(entry.value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars_of(item)
    else:
        yield node
