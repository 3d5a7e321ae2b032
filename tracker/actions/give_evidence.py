"""Take in what a person reports from a message: evidence if they may review, else suspected at first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from tracker.actions.ingest import ingest
from tracker.actions.offering import criterion_of, promise_in_force
from tracker.domain.criteria import Position
from tracker.domain.interactions import Answered, Interaction
from tracker.domain.promises import Promise
from tracker.domain.reports import Quote, Report, Suspected
from tracker.engine.suspecting import proposed_fact
from tracker.language.report_files import read_report
from tracker.store.canonical import hash_of
from tracker.store.report_content import without_unkeepable
from tracker.store.store import Store

_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{1,9})?")
_KEYS = {"url": "link", "occurred": "date", "value": "value", "indicator": "subject", "event": "subject"}
_TAKEN = ("indicator", "event", "actor", "target", "place", "unit", "nature")
"""Key of a report to the field of the form that fills it."""


def give_evidence(
    store: Store, asked: Interaction, now: datetime, *, source: str, tz: str, admitted: bool
) -> Answered:
    """Store a filled-in form as a report of `source`, whoever filled it in being on record as its author.

    The report has no grade of its own and no origin but the source: however many people give one, they
    corroborate nothing by that. Without `admitted` its fact is only suspected and waits in the review queue.
    Raises Unknown for a promise nobody knows.
    """
    promise = promise_in_force(store, asked.subject)
    fields = {name: without_unkeepable(text).strip() for name, text in asked.fields.items()}
    if errors := _errors(fields):
        return Answered(errors=errors)
    values = _values(promise, fields, asked, source, now)
    read = read_report(values, Position("form"), tz=tz, by_hand=True)
    if not read.reports or read.problems:
        return Answered(errors=_told(read.problems))
    report = read.reports[0]
    waits = bool(report.facts) and not admitted
    done = ingest(store, [_suspected(report) if waits else report], now, actor=asked.by.words)
    if not done.new:
        return Answered("This very report is on record already; nothing was added.", done=True)
    if waits:
        return Answered("Thank you. It counts as soon as somebody accepts it in the review queue.", done=True)
    if report.facts:
        return Answered("Thank you. It is evidence now, and the promise is judged anew.", done=True)
    return Answered("Thank you. It is on record as words: it says nothing that is measured.", done=True)


def _errors(fields: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if not fields.get("text"):
        errors["text"] = "say in a sentence what it says"
    if not fields.get("date"):
        errors["date"] = "say when it occurred"
    value, subject = fields.get("value", ""), fields.get("subject", "")
    if value and not _NUMBER.fullmatch(_plain(value)):
        errors["value"] = "write a number like 1234.5"
    elif value and not subject:
        errors["value"] = "say what the figure measures, under what it is about"
    return errors


def _values(
    promise: Promise, fields: Mapping[str, str], asked: Interaction, source: str, now: datetime
) -> dict[str, object]:
    criterion = criterion_of(promise, fields.get("subject", ""))
    told: dict[str, object] = {
        "id": f"by-{asked.by.id}-{hash_of(repr(sorted(fields.items())) + promise.id)[:16]}",
        "source": source,
        "published": now.isoformat(timespec="seconds"),
        "title": fields["text"].splitlines()[0][:200],
        "text": f"{fields['text']}\n\nReported by {asked.by.words} about {promise.id}.",
        "tags": [f"by:{asked.by.id}"],
    }
    if fields.get("link"):
        told["url"] = fields["link"]
    if criterion is not None:
        # What is reported is that this criterion's deed or figure was seen: it has the values that one names.
        given = proposed_fact(criterion, Report("", source, now))
        told |= {name: str(value) for name in _TAKEN if (value := getattr(given, name)) is not None}
        told |= {"occurred": fields["date"]} | ({"unit": criterion.unit} if criterion.unit else {})
        if fields.get("value"):
            number = float(_plain(fields["value"]))
            told["value"] = int(number) if number.is_integer() else number
        else:
            told.pop("unit", None)
    return told


def _suspected(report: Report) -> Report:
    """Return the report with its facts only suspected, the whole text being what they were taken from."""
    quote = Quote("title", 0, len(report.title), report.title)
    return replace(report, facts=(), suspected=tuple(Suspected(fact, quote) for fact in report.facts))


def _plain(value: str) -> str:
    return value.replace(",", "").replace(" ", "")


def _told(problems: tuple[object, ...]) -> dict[str, str]:
    """Return what is wrong beside the field it is about, or beside the text."""
    told: dict[str, str] = {}
    for each in problems:
        message = str(getattr(each, "message", each))
        field = next((field for key, field in _KEYS.items() if f"`{key}`" in message), "text")
        told.setdefault(field, message)
    return told or {"text": "this cannot be read"}
