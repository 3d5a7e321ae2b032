"""What a report says: its hash, and its texts as every database can keep them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import TypeVar, cast

from tracker.domain.instants import FIRST_INSTANT, Precision
from tracker.domain.reports import Fact, Report
from tracker.store.canonical import hash_of, to_json

V = TypeVar("V")

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of surrogate pairs: no text column takes them everywhere."""

_NEVER = f'"{FIRST_INSTANT.isoformat()}"'
_UNDATED = f'{{"start":{_NEVER},"end":{_NEVER},"precision":"{Precision.RANGE}"}}'


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
    return hash_of(_fact(fact))


def _said(report: Report) -> str:
    """Return as JSON what a report says, in the words of `to_json` but directly: every report passes here.

    Whether its source is trusted in free text and what analysts decided is no part of that.
    """
    grade = report.grade
    credibility = "null" if grade.credibility is None else grade.credibility
    said = (
        f'{{"id":{quoted(report.id)},"source":{quoted(report.source)},"published":{_NEVER}'
        f',"facts":[{",".join([_fact(fact) for fact in report.facts])}],"origin":{_text(report.origin)}'
        f',"title":{quoted(report.title)},"text":{quoted(report.text)},"url":{quoted(report.url.partition("#")[0])}'
        f',"grade":{{"reliability":{_text(grade.reliability)},"credibility":{credibility}}}'
        f',"language":{_text(report.language)},"tags":{_texts(report.tags)}'
        f',"copy_of":{_texts(report.copy_of)},"same_event":{_texts(report.same_event)}'
        f',"corrects":{_texts(report.corrects)},"retracts":{_texts(report.retracts)}'
        f',"by_hand":{_flag(report.by_hand)},"published_assumed":{_flag(report.published_assumed)}'
    )
    if report.suspected:
        cut_out = (f'{{"fact":{_fact(each.fact)},"quote":{to_json(each.quote)}}}' for each in report.suspected)
        said += f',"suspected":[{",".join(cut_out)}]'
    return said + "}"


def _fact(fact: Fact) -> str:
    value, when = "null" if fact.value is None else to_json(fact.value), fact.occurred
    return (
        f'{{"occurred":{_UNDATED if fact.date_assumed else _span(when.start, when.end, when.precision)}'
        f',"indicator":{_text(fact.indicator)},"event":{_text(fact.event)},"value":{value},"unit":{_text(fact.unit)}'
        f',"actor":{_text(fact.actor)},"target":{_text(fact.target)},"place":{_text(fact.place)}'
        f',"nature":"{fact.nature}","origin":{_text(fact.origin)},"code":{_text(fact.code)}'
        f',"note":{quoted(fact.note)},"date_assumed":{_flag(fact.date_assumed)}}}'
    )


@lru_cache(maxsize=4_096)
def _span(start: datetime, end: datetime, precision: Precision) -> str:
    """Return a span as JSON; most facts are dated to one of few days."""
    return f'{{"start":"{start.isoformat()}","end":"{end.isoformat()}","precision":"{precision}"}}'


def _text(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _texts(texts: tuple[str, ...]) -> str:
    return f"[{','.join(map(quoted, texts))}]" if texts else "[]"


def _flag(flag: bool) -> str:
    return "true" if flag else "false"


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
