"""Bridges that fall overdue, so that there is an alarm to acknowledge, silence, remind of and route."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from tests.actions.making import SLACK, apply, bridges, new_store, on
from tracker.actions.attest import attest_coverage
from tracker.actions.judge_due import judge_due
from tracker.domain.alerts import Notice, Target
from tracker.domain.coverage import CoverageSpan, Listening
from tracker.domain.instants import Span
from tracker.store.canonical import from_json
from tracker.store.outbox_rows import Payload
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox

OVERDUE = on(23, hour=0, minute=1)
"""Just after the bridges of `making.bridges` have fallen overdue."""


def bridges_waited_for(folder: Path, *names: str, text: str = "", targets: Iterable[Target] = (SLACK,)) -> Store:
    """Return a store whose bridges were logged and judged on 2 May; all of May is listened to."""
    store = new_store(folder)
    attest_coverage(store, [CoverageSpan("wires", Span(on(1), on(30)), Listening.ATTESTED)], on(2))
    apply(store, text or bridges(*names), on(2))
    judge_due(store, on(2), targets=targets)
    return store


def judged(store: Store, now: datetime) -> None:
    judge_due(store, now, targets=[SLACK])


def messages(store: Store, *, state: str = "") -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return each message of the outbox as (target, [(promise, why, status), ...]), oldest first."""
    with store.read() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    told = []
    for row in rows:
        if state and row.state != state:
            continue
        notices = from_json(Payload, row.payload).notices
        target = f"{row.destination}:{row.recipient}".rstrip(":")
        told.append((target, [(n.promise, n.why.value, n.status.value) for n in notices]))
    return told


def notices(store: Store) -> list[Notice]:
    """Return every notice of the outbox, oldest message first."""
    with store.read() as connection:
        rows = connection.execute(select(outbox.c.payload).order_by(outbox.c.id)).scalars()
        return [notice for row in rows for notice in from_json(Payload, row).notices]
