"""A report as plain values in the shape of a file: the inverse of reading it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from tracker.domain.instants import day_span, iso
from tracker.domain.reports import Fact, Nature, Report
from tracker.domain.values import Qualifier
from tracker.language.dates import span_text


def write_report(report: Report, *, tz: str = "UTC") -> dict[str, object]:
    """Return the report as texts, numbers, lists and mappings only.

    Reading it in the same zone, with the same `by_hand` (which no file can claim), gives the report again.
    """
    plain: dict[str, object] = {
        "id": report.id,
        "source": report.source,
        "origin": report.origin,
        "title": report.title,
        "text": report.text,
        "url": report.url,
        "published": iso(report.published),
        "reliability": report.grade.reliability,
        "credibility": report.grade.credibility,
        "language": report.language,
        "tags": list(report.tags),
        "copy_of": list(report.copy_of),
        "same_event": list(report.same_event),
        "corrects": list(report.corrects),
        "retracts": list(report.retracts),
        "facts": [_fact(fact, report, tz) for fact in report.facts],
    }
    return {key: value for key, value in plain.items() if value not in (None, "", [])}


def _fact(fact: Fact, report: Report, tz: str) -> dict[str, object]:
    derived = fact.date_assumed and fact.occurred == day_span(report.published.astimezone(ZoneInfo(tz)).date(), tz)
    plain: dict[str, object] = {
        "occurred": None if derived else span_text(fact.occurred, tz),
        "indicator": fact.indicator,
        "event": fact.event,
        "unit": fact.unit,
        "actor": fact.actor,
        "target": fact.target,
        "place": fact.place,
        "nature": None if fact.nature is Nature.OBSERVATION else fact.nature.value,
        "origin": fact.origin,
        "code": fact.code,
        "note": fact.note,
        "date_assumed": True if fact.date_assumed and not derived else None,
    }
    if fact.value is not None:
        plain["value"] = fact.value.number
        plain["value_to"] = fact.value.upper
        plain["qualifier"] = None if fact.value.qualifier is Qualifier.EQ else fact.value.qualifier.value
    return {key: value for key, value in plain.items() if value not in (None, "")}
