"""Frozen values as canonical JSON and back, and the hash of what a promise means."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, TypeVar

from pydantic import TypeAdapter

from tracker.domain.promises import Promise

T = TypeVar("T")

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Making an adapter takes milliseconds, using it microseconds."""

_FIELDS: dict[type[object], tuple[str, ...] | None] = {}


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
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


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

    Every list of a promise is a set by meaning (readings, parts of a condition, values of a test, tags, needs).
    """
    return hash_of(_text(_without_order(plain(promise))))


def _names(kind: type[object]) -> tuple[str, ...] | None:
    """Return the fields of a dataclass that take part in equality; None for other types."""
    if kind not in _FIELDS:
        names = tuple(field.name for field in fields(kind) if field.compare) if is_dataclass(kind) else None
        _FIELDS[kind] = names
    return _FIELDS[kind]


def _without_order(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_order(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((_without_order(item) for item in value), key=_text)
    return value


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
