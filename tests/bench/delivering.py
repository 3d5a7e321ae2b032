"""Delivering very many alerts to a local webhook: each on record before and after its call."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from tests.actions.making import SetClock, new_store, on
from tests.bench.hook_server import arrivals, receiving
from tests.bench.measuring import Row, once
from tests.notifiers.samples import a_notice
from tests.stand_ins.webhook import SECRET
from tracker.actions.deliver import deliver_to
from tracker.domain.alerts import Abilities, Delivery, DeliveryKind, Target
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store
from tracker_notifiers.webhook import WebhookSender


def rows(folder: Path, *, alerts: int = 10_000, one_by_one: int = 300, times: int = 3) -> list[Row]:
    """Deliver them all; beside it the same rows written bare, the same bodies posted bare, and one at a time."""
    with receiving(folder) as url:
        before, ours = 0, float("inf")
        for number in range(times):
            store = waiting_store(folder / f"many-{number}", alerts)
            ours = min(ours, once(partial(_deliver, store, WebhookSender(url, SECRET))))
            assert _settled(store) == alerts
            store.close()
            assert len(arrivals(url)) == before + alerts
            before += alerts
        posts = min(once(partial(_post, url, alerts)) for _ in range(times))
        writes = min(once(partial(_write, folder / f"bare-{n}.db", alerts)) for n in range(times))
        single = waiting_store(folder / "few", one_by_one)
        alone = once(partial(_deliver, single, OneAtATime(url, SECRET))) / one_by_one * alerts
        assert _settled(single) == one_by_one
        single.close()
    work = f"{alerts:,} alerts delivered to a local webhook"
    bare = posts + writes
    return [
        Row(
            work,
            ours,
            bare,
            "bare SQLite writes and bare HTTP posts",
            None,
            alerts / 2_000,
            f"{alerts / ours:,.0f}/s; each with its attempt written before the call and its answer after it",
        ),
        Row(work, ours, posts, "bare HTTP posts of the same bodies, one connection", note="for comparison"),
        Row(work, ours, writes, "bare SQLite writes of the same rows", note="for comparison"),
        Row(work, ours, alone, f"one at a time, as to Slack, from {one_by_one}", note="for comparison"),
    ]


class OneAtATime(WebhookSender):
    """The webhook without its leave to begin many together."""

    @property
    def abilities(self) -> Abilities:
        return Abilities()


def waiting_store(folder: Path, alerts: int) -> Store:
    """Return a store in whose outbox so many alerts wait."""
    store = new_store(folder)
    with store.write(on(2), "bench") as commit:
        enqueue(commit, [_message(number) for number in range(alerts)])
    return store


def _message(number: int) -> Message:
    payload = Payload((a_notice(promise=f"p{number}"),))
    return Message(DeliveryKind.ALERT, Target("webhook"), f"alert:{number}", payload)


def _deliver(store: Store, sender: WebhookSender) -> None:
    clock = SetClock(on(3))
    while deliver_to(store, "webhook", sender, clock).sent:
        pass


def _settled(store: Store) -> int:
    """Return how many messages are sent with one attempt that says so."""
    with store.read() as connection:
        return int(
            connection.exec_driver_sql(
                "SELECT count(*) FROM outbox JOIN attempt ON attempt.outbox_id = outbox.id"
                " WHERE state = 'sent' AND attempts = 1 AND outcome = 'sent' AND ended IS NOT NULL"
            ).scalar_one()
        )


def _bodies(number: int) -> list[bytes]:
    sender = WebhookSender("http://127.0.0.1/", SECRET)
    created = on(2)
    message = _message(0)
    delivery = Delivery("0" * 32, DeliveryKind.ALERT, "webhook", "", created, message.payload.notices)
    return [json.dumps(sender.payload(delivery), separators=(",", ":")).encode()] * number


def _post(url: str, number: int) -> None:
    """Post bodies of the same size over one connection and read the answers."""
    bodies = _bodies(number)
    connection = HTTPConnection(url.split("/")[2])
    for body in bodies:
        connection.request("POST", "/hook", body, {"Content-Type": "application/cloudevents+json"})
        connection.getresponse().read()
    connection.close()


def _write(path: Path, number: int) -> None:
    """Claim, begin, end and mark each as sent: two commits for 100 at a time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, state TEXT, until INTEGER, body TEXT)")
        connection.execute("CREATE TABLE attempt (id INTEGER PRIMARY KEY, n INTEGER, ended INTEGER, outcome TEXT)")
        connection.execute("BEGIN")
        waiting = [(each, "x" * 1_500) for each in range(number)]
        connection.executemany("INSERT INTO outbox VALUES (?, 'pending', 0, ?)", waiting)
        connection.execute("COMMIT")
        for first in range(0, number, 100):
            ids = [(each,) for each in range(first, min(first + 100, number))]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("UPDATE outbox SET state = 'claimed', until = 1 WHERE id = ?", ids)
            connection.executemany("INSERT INTO attempt VALUES (?, 1, NULL, '')", ids)
            connection.execute("COMMIT")
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("UPDATE attempt SET ended = 1, outcome = 'sent' WHERE id = ?", ids)
            connection.executemany("UPDATE outbox SET state = 'sent', until = NULL WHERE id = ?", ids)
            connection.execute("COMMIT")
