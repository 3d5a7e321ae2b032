"""What a report says: its hash, and its texts as every database can keep them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from tracker.domain.instants import FIRST_INSTANT, Span
from tracker.domain.reports import Report
from tracker.store.canonical import hash_of, to_json

V = TypeVar("V")

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of surrogate pairs: no text column takes them everywhere."""

_UNDATED = Span(FIRST_INSTANT, FIRST_INSTANT)


def body_hash(report: Report) -> str:
    """Return the hash of what a report says, leaving out when it says so (publication and assumed dates)."""
    facts = tuple(replace(fact, occurred=_UNDATED) if fact.date_assumed else fact for fact in report.facts)
    return hash_of(to_json(replace(report, published=FIRST_INSTANT, facts=facts)))


def cleaned(report: Report) -> Report:
    """Return the report with what no text column can keep replaced by U+FFFD; outside text may hold anything."""
    return report if _is_clean(report) else _clean(report)


def _is_clean(value: object) -> bool:
    if isinstance(value, str):
        return _UNKEEPABLE.search(value) is None
    if isinstance(value, tuple):
        return all(_is_clean(item) for item in value)
    if is_dataclass(value):
        return all(_is_clean(getattr(value, field.name)) for field in fields(value))
    return True


def _clean(value: V) -> V:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return cast(V, _UNKEEPABLE.sub("�", value))
    if isinstance(value, tuple):
        return cast(V, tuple(_clean(item) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        return cast(
            V, replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
        )
    return value
