"""Promises that consist of parts, and reports about them, for the tests of what becomes of a part."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from tests.actions.making import SLACK, apply, new_store
from tracker.actions.attest import attest_coverage
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import JudgedDue, judge_due
from tracker.domain.alerts import Notice
from tracker.domain.coverage import CoverageSpan, Listening
from tracker.domain.instants import Span, day_span
from tracker.domain.reports import Fact, Report
from tracker.store.canonical import from_json
from tracker.store.outbox_rows import Payload
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox

SAID = """
statements:
  s: {by: [Minister X], date: 2016-01-01, quote: "We will", link: "https://example.org/said"}
promises:
"""

MONTHLY = """
  - id: figures
    title: "Figures come out every month"
    said: s
    kind: recur
    opens: 2016-01-01
    until: 2016-12-31
    every: month
    wait_for_reports: 2 days
    needs: [wires]
    criteria:
      out: {match: {event: publish}, happened: once}
      refused: {match: {event: refuse}, happened: once}
    kept_when: out
    broken_when: refused
"""

STEPS = """
  - id: arms
    title: "The arms are gone"
    said: s
    kind: achieve
    steps:
      - id: declared
        title: "The arms are declared"
        kind: achieve
        due: 2016-02-10
        wait_for_reports: 2 days
        needs: [wires]
        criteria: {declared: {match: {event: declare}, happened: once}}
        kept_when: declared
      - id: destroyed
        title: "The arms are destroyed"
        kind: achieve
        due: 2016-03-10
        wait_for_reports: 2 days
        needs: [wires]
        criteria: {destroyed: {match: {event: destroy}, happened: once}}
        kept_when: destroyed
      - id: shown
        title: "The arms are shown"
        kind: achieve
        due: 2016-06-10
        wait_for_reports: 2 days
        needs: [wires]
        criteria: {shown: {match: {event: show}, happened: once}}
        kept_when: shown
"""

EACH = """
  - id: talks
    title: "Each side opens its gate"
    said: {by: [The talks], date: 2016-01-01}
    kind: achieve
    due: 2016-05-20
    wait_for_reports: 2 days
    each: [Ruritania, Borduria]
    needs: [wires]
    criteria:
      opened: {match: {event: open, place: "{each}"}, happened: once}
      shut: {match: {event: shut, place: "{each}"}, happened: once}
    kept_when: opened
    broken_when: shut
"""

ANSWERS = """
  - id: answers
    title: "Every request is answered within ten days"
    said: s
    kind: achieve
    opens: 2016-01-01
    when: asked
    within: 10 days
    wait_for_reports: 2 days
    needs: [wires]
    criteria:
      asked: {match: {event: ask}, happened: once}
      answered: {match: {event: answer}, happened: once}
    kept_when: answered
"""


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2016, month, day, hour, minute, tzinfo=UTC)


NEW_YEAR = at(1, 1)


def desk(folder: Path, *promises: str, now: datetime = NEW_YEAR) -> Store:
    """Return a store that listened from the first of the year on, with these promises logged and judged."""
    store = new_store(folder)
    span = Span(datetime(2015, 12, 1, tzinfo=UTC), datetime(2017, 6, 1, tzinfo=UTC))
    attest_coverage(store, [CoverageSpan("wires", span, Listening.ATTESTED)], at(1, 1, 0))
    assert not apply(store, SAID + "".join(promises), now).problems
    judged(store, now)
    return store


def did(event: str, when: datetime, *, name: str = "", place: str = "") -> Report:
    """Return a report that something was done on the day of an instant."""
    return Report(
        id=name or f"{event}-{when:%m-%d}{place}",
        source="wires",
        published=when,
        facts=(Fact(day_span(when.date(), "UTC"), event=event, place=place),),
        title=f"{event} {place}".strip(),
        url=f"https://example.org/{event}-{when:%m-%d}",
    )


def judged(store: Store, now: datetime) -> JudgedDue:
    return judge_due(store, now, targets=[SLACK])


def learn(store: Store, now: datetime, *reports: Report) -> JudgedDue:
    ingest(store, list(reports), now)
    return judged(store, now)


def messages(store: Store) -> list[list[Notice]]:
    """Return the notices of each message in the outbox, the oldest first."""
    with store.read() as connection:
        rows = connection.execute(select(outbox.c.payload).order_by(outbox.c.id)).scalars()
        return [list(from_json(Payload, row).notices) for row in rows]


def told(store: Store) -> list[list[tuple[str, str, str]]]:
    """Return each message but that of new promises as [(part, why, status), ...], with what it names beside."""
    return [
        [(each.part, each.why.value, each.status.value) for notice in some for each in (notice, *notice.parts)]
        for some in messages(store)
        if some[0].why.value != "new promises"
    ]
