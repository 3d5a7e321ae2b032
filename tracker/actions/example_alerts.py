"""Alerts of an example: which would have come while its reports came in, held against those that must."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.actions.looking_back import Change, look_back
from tracker.domain.examples import Example, Expectation, WantedAlert
from tracker.domain.instants import Span
from tracker.domain.promises import Names, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.routing import Routing
from tracker.domain.verdicts import View
from tracker.engine.examples import Difference, Failure
from tracker.engine.part_names import part_words
from tracker.engine.routing import ways


def run_alerts(
    promise: Promise, example: Example, names: Names, routing: Routing | None = None
) -> tuple[Failure, ...]:
    """Return a failure if other alerts would come than the example wants, or at other destinations.

    The promise is judged through its life as the world could know it then; its first verdict alerts nobody.
    Without `routing` nobody knows where alerts go, and that part is not tried.
    """
    wanted = example.alerts
    if wanted is None:
        return ()
    came = _came(promise, example, wanted.until, names)
    differences = tuple(_differences(promise, wanted.alerts, came, routing))
    if not differences:
        return ()
    expectation = Expectation(wanted.until, {}, position=wanted.position)
    explanation = tuple(f"{_told(promise, each)}: {each.verdict.reason.text}" for each in came)
    return (Failure(example, expectation, differences, explanation or ("no alert would come",)),)


def _came(promise: Promise, example: Example, until: datetime, names: Names) -> list[Change]:
    versions = [ReportVersion(report, report.published) for report in example.reports]
    opens = min([promise.opens, *(reading.opens for reading in promise.readings)])
    stretch = Span(min(opens, until - timedelta(microseconds=1)), until)
    changes = look_back(promise, versions, example.coverage, names, View.as_known_then, stretch)
    return [each for each in changes if each.alert is not None]


def _differences(
    promise: Promise, wanted: Sequence[WantedAlert], came: Sequence[Change], routing: Routing | None
) -> list[Difference]:
    left = list(came)
    found = []
    for each in wanted:
        hit = next((one for one in left if _is(one, each)), None)
        if hit is None:
            found.append(Difference("alert", f"{_day(each.on.end, promise)} {each.status}", "none"))
            continue
        left.remove(hit)
        goes = _destinations(promise, hit, routing) if each.to and routing is not None else set(each.to)
        if goes != set(each.to):
            told = ", ".join(sorted(goes)) or "nobody"
            found.append(Difference(f"alert {each.status} goes to", ", ".join(each.to), told))
    found += [Difference("alert", "none", _told(promise, each)) for each in left]
    return found


def _told(promise: Promise, change: Change) -> str:
    part = part_words(promise, change.verdict.instance)
    return f"{_day(change.verdict.at, promise)} {change.verdict.status}{f' ({part})' if part else ''}"


def _day(at: datetime, promise: Promise) -> str:
    """Return the day of an instant in the promise's zone: what an example writes."""
    return at.astimezone(ZoneInfo(promise.tz)).date().isoformat()


def _is(change: Change, wanted: WantedAlert) -> bool:
    return change.verdict.status is wanted.status and wanted.on.holds(change.verdict.at)


def _destinations(promise: Promise, change: Change, routing: Routing) -> set[str]:
    told = ways(routing, promise, (change.verdict.status,), change.verdict.at)
    return {way.target.destination for way in told}
