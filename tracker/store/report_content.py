"""What a report says: its hash, and its texts as every database can keep them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from operator import attrgetter
from typing import TypeVar, cast

from tracker.domain.instants import FIRST_INSTANT, Precision
from tracker.domain.reports import Fact, Report
from tracker.store.canonical import hash_of, rows_json, to_json

V = TypeVar("V")

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of surrogate pairs: no text column takes them everywhere."""

_NEVER = FIRST_INSTANT.isoformat()
_UNDATED = {"start": _NEVER, "end": _NEVER, "precision": Precision.RANGE}
_NOT_SAID = frozenset({"stated", "trust_text", "suspected", "reviews", "joined"})
_FIELDS = tuple(field.name for field in fields(Report) if field.compare and field.name not in _NOT_SAID)
"""What a report says; whether its source is trusted in free text and what analysts decided is no part of that."""
_FACT_FIELDS = tuple(field.name for field in fields(Fact) if field.compare)
_read, _read_fact = attrgetter(*_FIELDS), attrgetter(*_FACT_FIELDS)


def kept(report: Report) -> tuple[Report, str]:
    """Return the report as it can be kept, and the hash of what it says.

    When it says so (publication and assumed dates) and where in a page (the fragment of its address) are left out
    of the hash. What no text column can keep (outside text may hold anything) is replaced by U+FFFD.
    """
    said = _said(report)
    if _may_be_unkeepable(said):
        report = _clean(report)
        said = _said(report)
    return report, hash_of(said)


def without_unkeepable(text: str) -> str:
    """Return a text as every database can keep it."""
    return _UNKEEPABLE.sub("\ufffd", text)


def fact_hash(fact: Fact) -> str:
    """Return the hash of what a fact says; an assumed date is no part of that."""
    return hash_of(to_json(_fact(fact)))


def _said(report: Report) -> str:
    """Return what `to_json` makes of a report, made directly: every report that comes in passes here."""
    said = dict(zip(_FIELDS, _read(report), strict=True))
    said["published"] = _NEVER
    said["url"] = report.url.partition("#")[0]
    said["facts"] = [_fact(fact) for fact in report.facts]
    said["grade"] = {"reliability": report.grade.reliability, "credibility": report.grade.credibility}
    if report.suspected:
        said["suspected"] = [{"fact": _fact(each.fact), "quote": each.quote} for each in report.suspected]
        return to_json(said)
    for fact in report.facts:
        if fact.value is not None:
            return to_json(said)
    return rows_json(said)  # texts alone, which it writes the same and faster; numbers it would write otherwise


def _fact(fact: Fact) -> dict[str, object]:
    said = dict(zip(_FACT_FIELDS, _read_fact(fact), strict=True))
    occurred = fact.occurred
    said["occurred"] = (
        _UNDATED
        if fact.date_assumed
        else {
            "start": occurred.start.isoformat(),
            "end": occurred.end.isoformat(),
            "precision": occurred.precision,
        }
    )
    return said


def _may_be_unkeepable(said: str) -> bool:
    """Say whether text in JSON may hold what no text column keeps; there NUL is written as an escape."""
    if "\\u0000" in said:
        return True
    return not said.isascii() and _UNKEEPABLE.search(said) is not None


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
