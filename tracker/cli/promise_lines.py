"""A promise and its history as lines for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker.actions.look_up import PromiseHistory
from tracker.cli.dates import day
from tracker.cli.plain import clean
from tracker.domain.counting import counted, first_of
from tracker.domain.instants import iso, iso_or_none
from tracker.domain.promises import Amendment, Promise
from tracker.domain.reports import Report
from tracker.domain.statuses import ALARMS, GROUPS, SYMBOLS, Status
from tracker.engine.explained import rule_data
from tracker.engine.moves import move_words
from tracker.engine.notices import rule_words
from tracker.engine.part_names import part_words
from tracker.engine.wording import date_words, fact_words
from tracker.engine.wording import day as in_words
from tracker.store.showing_rows import Listed

_MOST_FACTS = 3
MOST_PARTS = 12
"""Parts shown whatever they stand at, the last ones; alarms are always shown."""


def status_words(status: Status | None) -> str:
    """Return a status as people read it: symbol and word."""
    return "· not judged yet" if status is None else f"{SYMBOLS[GROUPS[status]]} {_plain(status)}"


def listed_line(listed: Listed) -> tuple[str, str, str, str, str]:
    """Return the cells of a promise in a list."""
    promise = listed.logged.promise
    since = day(listed.since, promise.tz) if listed.since else ""
    due = day(promise.due, promise.tz) if promise.due else ""
    title = promise.title
    if listed.parts_in_alarm and listed.status not in ALARMS:
        title += f" ({counted(listed.parts_in_alarm, 'part')} in alarm)"
    return status_words(listed.status), since, promise.id, title, due


def listed_data(listed: Listed) -> dict[str, object]:
    """Return a promise in a list as data; instants are ISO 8601 in UTC."""
    promise = listed.logged.promise
    return {
        "promise": promise.id,
        "title": promise.title,
        "by": list(promise.by),
        "said": promise.statement.said_on.isoformat(),
        "quote": promise.statement.quote,
        "link": promise.statement.link,
        "kind": promise.kind.value,
        "opens": iso(promise.opens),
        "due": iso_or_none(promise.due),
        "until": iso_or_none(promise.until),
        "review_by": iso_or_none(promise.review_by),
        "tags": list(promise.tags),
        "priority": promise.priority.value,
        "owner": promise.owner,
        "file": listed.logged.file,
        "version": listed.logged.ver,
        "status": listed.status.value if listed.status else None,
        "word": GROUPS[listed.status].value if listed.status else None,
        "since": iso_or_none(listed.since),
        "reason": listed.reason,
        "readings": {name: status.value for name, status in listed.readings.items()},
        "parts_in_alarm": listed.parts_in_alarm,
        "judged_at": iso_or_none(listed.judged_at),
        "next_check_at": iso_or_none(listed.next_check_at),
        "error": listed.error,
    }


def history_data(history: PromiseHistory) -> dict[str, object]:
    """Return a promise with everything that happened to it as data."""
    return {
        **listed_data(history.listed),
        "rule": rule_data(history.listed.logged.promise, history.listed.logged.ver),
        "verdict": dict(history.listed.verdict) or None,
        "parts": [
            {
                "instance": each.instance,
                "status": each.status.value if each.status else None,
                "since": iso_or_none(each.since),
                "due": iso_or_none(each.due),
                "reason": each.reason,
                "deciding": list(each.deciding),
            }
            for each in history.parts
        ],
        "versions": [
            {"version": each.number, "known": iso(each.known), "file": each.file, "by": each.logged_by}
            for each in history.versions
        ],
        "transitions": [
            {
                "at": iso(each.at),
                "instance": each.instance,
                "reading": each.reading,
                "old": each.old.value if each.old else None,
                "new": each.new.value,
                "reason": each.cause,
            }
            for each in history.transitions
        ],
        "reports": [
            {
                "report": each.report.id,
                "source": each.report.source,
                "title": each.report.title,
                "url": each.report.url,
                "published": iso(each.report.published),
                "recorded": iso(each.recorded),
                "version": each.number,
            }
            for each in history.reports
        ],
    }


def history_lines(history: PromiseHistory) -> Iterator[str]:
    """Yield a promise and its timeline as lines, everything from outside cleaned."""
    listed = history.listed
    promise = listed.logged.promise
    yield f"{status_words(listed.status)}: {clean(promise.title)}"
    yield from said_lines(promise)
    yield f"  {dates_words(promise)}"
    yield from (f"  changed: {clean(move_words(each, promise.tz))}" for each in _moves(history))
    yield f"  rule: {clean(rule_words(promise, listed.logged.ver))}"
    if listed.since:
        yield f"  since {in_words(listed.since, promise.tz)}: {clean(listed.reason)}"
    for name, status in listed.readings.items():
        yield f"  reading {clean(name)}: {status_words(status)}"
    yield from _part_lines(history)
    if listed.error:
        yield f"  cannot be judged: {clean(listed.error)}"
    yield ""
    for at, text in sorted(_events(history), key=lambda event: event[0]):
        yield f"  {day(at, promise.tz)}  {text}"


def _part_lines(history: PromiseHistory) -> Iterator[str]:
    """Yield how each part stands; where there are many, those that ask for somebody and the last ones."""
    promise = history.listed.logged.promise
    last = {each.instance for each in history.parts[-MOST_PARTS:]}
    shown = [each for each in history.parts if each.instance in last or each.status in ALARMS]
    if left := len(history.parts) - len(shown):
        yield f"  {counted(left, 'earlier part')} without an alarm: --json has them all"
    for each in shown:
        since = f" since {day(each.since, promise.tz)}" if each.since else ""
        yield f"  {clean(part_words(promise, each.instance))}: {status_words(each.status)}{since}"


def said_lines(promise: Promise) -> Iterator[str]:
    """Yield who said it, when, the words, and where they stand."""
    statement = promise.statement
    quote = f': "{clean(statement.quote)}"' if statement.quote else ""
    yield f"  said {date_words(statement.said_on)} by {clean(', '.join(statement.by))}{quote}"
    if statement.link:
        yield f"  {clean(statement.link)}"


def dates_words(promise: Promise) -> str:
    """Return the dates that count, in the promise's zone."""
    named = (
        ("opens", promise.opens),
        ("due", promise.due),
        ("until", promise.until),
        ("review by", promise.review_by),
    )
    dates = ", ".join(f"{name} {in_words(instant, promise.tz)}" for name, instant in named if instant)
    return f"{promise.kind.value}: {dates} ({promise.tz})"


def _events(history: PromiseHistory) -> Iterator[tuple[datetime, str]]:
    for version in history.versions:
        what = "taken out of force" if version.retired else "logged" if version.number == 1 else "changed"
        yield version.known, f"{what}, version {version.number} ({clean(version.file or version.logged_by)})"
    for known in history.reports:
        report = known.report
        yield report.published, f"report {clean(report.source)}: {clean(_report_words(report))}"
    for each in history.transitions:
        if each.instance and each.old is None and each.new not in ALARMS:
            continue  # a part that begins is no event of its own
        part = clean(part_words(history.listed.logged.promise, each.instance))
        inner = "".join(f"[{name}] " for name in (part, clean(each.reading or "")) if name)
        old = f"{_plain(each.old)} -> " if each.old else ""
        yield each.at, f"{inner}{old}{_plain(each.new)}: {clean(each.cause)}"


def _moves(history: PromiseHistory) -> Iterator[Amendment]:
    """Yield what had been announced by the instant that is shown; nothing of a promise that was not judged."""
    at = history.listed.verdict.get("known_at") or history.listed.verdict.get("at")
    for each in history.listed.logged.promise.amendments:
        if isinstance(at, str) and iso(each.announced) <= at:
            yield each


def _report_words(report: Report) -> str:
    """Return its title, else what it says, else its id alone."""
    if report.title or not report.facts:
        return report.title or report.id
    told = first_of([fact_words(fact) for fact in report.facts], _MOST_FACTS)
    return f"{told} ({report.id})"


def _plain(status: Status) -> str:
    return status.value.replace("_", " ")
