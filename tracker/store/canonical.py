"""Frozen values as canonical JSON and back, and the hash of what a promise means."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json as as_bytes

from tracker.domain.promises import Promise

T = TypeVar("T")

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Making an adapter takes milliseconds, using it microseconds."""

_FIELDS: dict[type[object], tuple[str, ...] | None] = {}
_ONE_LEVEL: dict[type[object], Callable[[Any], object]] = {}
"""What turns a value of a type into JSON types, its members left as they are."""


def plain(value: object) -> object:
    """Return a value as JSON types; what does not take part in equality (places in files) is left out."""
    if value is None or type(value) in (str, int, bool):
        return value
    if (names := _names(type(value))) is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=_text)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):  # instants too: they are dates
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def to_json(value: object) -> str:
    """Return a value as JSON that `from_json` reads back; order of keys is kept."""
    try:
        return _QUICK.encode(value)
    except (TypeError, ValueError):  # a number without an end, a key that is no text
        return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def rows_json(value: Mapping[str, object]) -> str:
    """Return plain data (JSON types already) as compact JSON; order of keys is kept."""
    try:
        return as_bytes(value).decode()
    except ValueError:  # half of a surrogate pair in a text
        return _COMPACT.encode(value)


def from_json(kind: type[T], text: str) -> T:
    """Read a frozen value of the domain back from `to_json`."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    reader: TypeAdapter[T] = _ADAPTERS[kind]
    return reader.validate_json(text)


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def meaning_hash(promise: Promise) -> str:
    """Return the hash of what a promise means: places in files and the order of keys and lists are left out.

    Nearly every list of a promise is a set by meaning (readings, values of a test, tags, needs). In order stand
    amendments and rulings, of which several may be of one day, and the parts of `kept_when`, of which the first
    with a baseline shows progress.
    """
    return hash_of(_text(_without_order(plain(promise))))


def _names(kind: type[object]) -> tuple[str, ...] | None:
    """Return the fields of a dataclass that take part in equality; None for other types."""
    if kind not in _FIELDS:
        names = tuple(field.name for field in fields(kind) if field.compare) if is_dataclass(kind) else None
        _FIELDS[kind] = names
    return _FIELDS[kind]


_IN_ORDER = frozenset({"amendments", "rulings", "kept_when"})


def _without_order(value: object, *, in_order: bool = False) -> object:
    """Put every list in one order, apart from those whose order has a meaning."""
    if isinstance(value, dict):
        stay = in_order and "op" in value  # conditions within conditions
        return {key: _without_order(item, in_order=stay or key in _IN_ORDER) for key, item in value.items()}
    if isinstance(value, list):
        items = [_without_order(item, in_order=in_order) for item in value]
        return items if in_order else sorted(items, key=_text)
    return value


def _one_level(value: object) -> object:
    """Return as JSON types what the encoder does not know, one level deep: the encoder goes on from there."""
    read = _ONE_LEVEL.get(type(value))
    if read is None:
        read = _ONE_LEVEL[type(value)] = _reader(type(value))
    return read(value)


def _reader(kind: type[object]) -> Callable[[Any], object]:
    names = _names(kind)
    if kind is datetime:
        return datetime.isoformat
    if names is None:
        return plain
    if len(names) < 2:
        return lambda value: {name: getattr(value, name) for name in names}
    read = attrgetter(*names)
    return lambda value: dict(zip(names, read(value), strict=True))


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_QUICK = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"), default=_one_level
)
"""Writes what `plain` makes, without making it first: the walk is the encoder's, in C."""


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
