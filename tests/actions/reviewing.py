"""Promises that look for words, and reports that say them, for the tests of the review queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tests.actions.making import apply, new_store, on
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import judge_stored
from tracker.actions.review_queue import review_queue
from tracker.domain.reports import Report
from tracker.domain.reviewing import ReviewItem
from tracker.domain.statuses import Status
from tracker.domain.verdicts import Basis, Verdict, View
from tracker.store.store import Store

RULES = """
statements:
  minister: {by: [Minister X], date: 2016-05-02, quote: "The bridge will open", link: "https://example.org/said"}
promises:
  - id: alma
    title: "The bridge alma opens"
    said: minister
    kind: achieve
    due: 2016-05-20
    wait_for_reports: 2 days
    needs: [wires]
    criteria:
      opened: {match: {event: open, place: alma, words: ["bridge is open", "open* to traffic"]}, happened: once}
      closed: {match: {words: ["never open*"]}, happened: once}
    kept_when: opened
    broken_when: closed
"""


def said(
    text: str, *, name: str = "r", title: str = "", source: str = "wires", published: datetime | None = None
) -> Report:
    """Return a report that has words and no facts."""
    return Report(name, source, published or on(9), title=title, text=text)


def reviewed_store(folder: Path, *reports: Report, rules: str = RULES) -> Store:
    """Return a store with rules in force and reports taken in on 10 May, everything judged."""
    store = new_store(folder)
    apply(store, rules, on(2))
    judge_due(store, on(2))
    ingest(store, reports, on(10))
    judge_due(store, on(10))
    return store


def waiting(store: Store) -> tuple[ReviewItem, ...]:
    return review_queue(store).items


def only_item(store: Store) -> ReviewItem:
    (item,) = review_queue(store, is_open=False).items
    return item


def headline(store: Store, now: datetime, promise: str = "alma") -> Verdict:
    return judge_stored(store, promise, View.as_known_then(now, Basis.RECORDED)).headline


def status(store: Store, now: datetime, promise: str = "alma") -> Status:
    return headline(store, now, promise).status


def aside(store: Store, now: datetime, promise: str = "alma") -> list[tuple[str, str]]:
    return [(each.report, each.why) for each in headline(store, now, promise).set_aside]


def edited(report: Report, **changes: object) -> Report:
    return replace(report, **changes)  # type: ignore[arg-type]  # keywords are checked by the value itself
