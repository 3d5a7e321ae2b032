"""What people got and what the store says of it, compared with a run in which nothing went wrong."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from tests.crashes.world import BLIND, World
from tracker_notifiers.wording import REPEATED

TRANSITIONS = """
    SELECT judged.promise_id, judged.reading, verdict.old, verdict.status, verdict.at FROM verdict
    JOIN judged ON judged.id = verdict.judged_id ORDER BY judged.promise_id, judged.reading, verdict.id
"""
IN_DOUBT = """
    SELECT outbox.dedupe FROM outbox JOIN attempt ON attempt.outbox_id = outbox.id
    WHERE attempt.outcome IN ('', 'ambiguous', 'lost') AND attempt.n < outbox.attempts
"""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message that somebody got: what it begins with, and whether it says that it may be a repeat."""

    title: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Books:
    """Every message by destination, what the channel shows in the end, and what the store holds."""

    arrived: dict[str, tuple[Arrived, ...]]
    channel: tuple[tuple[str, str], ...]
    """Each message in the channel with the one it replies to, as they read now, in whatever order they came."""
    transitions: tuple[Row, ...]
    outbox: tuple[Row, ...]
    alerts: tuple[Row, ...]
    digests: tuple[Row, ...]
    marked: tuple[str, ...]
    in_doubt: frozenset[str]
    sound: str

    @property
    def repeated(self) -> int:
        """Return how many messages said that they may be repeats."""
        return sum(each.marked for messages in self.arrived.values() for each in messages)


def books_of(world: World) -> Books:
    """Read everything up."""
    arrived = {
        "slack": tuple(_posted(post) for post in world.posts),
        "slack_webhook": tuple(_posted(post) for post in world.webhook_posts),
        "email": tuple(_mailed(mail) for mail in world.mails),
    }
    with closing(sqlite3.connect(world.path)) as store:

        def asked(query: str) -> tuple[Row, ...]:
            return tuple(store.execute(query).fetchall())

        return Books(
            arrived,
            tuple(sorted(_channel(world))),
            asked(TRANSITIONS),
            asked("SELECT dedupe, state FROM outbox ORDER BY dedupe"),
            asked("SELECT alert_id, destination, recipient FROM outbox_alert ORDER BY 1, 2, 3"),
            asked("SELECT subscriber_id, start_at, end_at FROM digest ORDER BY 1, 2"),
            tuple(row[0] for row in asked("SELECT dedupe FROM outbox WHERE maybe_repeated ORDER BY dedupe")),
            frozenset(row[0] for row in asked(IN_DOUBT)),
            str(asked("PRAGMA integrity_check")[0][0]),
        )


def problems(books: Books, wanted: Books, *, can_ask: bool = True) -> list[str]:
    """Return what is wrong, measured by an untroubled run; `can_ask` says that Slack could always be asked."""
    found = [] if books.sound == "ok" else [f"the store is damaged: {books.sound}"]
    for name in ("transitions", "outbox", "alerts", "digests"):
        if getattr(books, name) != getattr(wanted, name):
            found.append(f"{name}: {getattr(books, name)} instead of {getattr(wanted, name)}")
    for destination, messages in books.arrived.items():
        blind = destination in BLIND or not can_ask
        found += _counted(destination, messages, wanted.arrived[destination], blind=blind)
    if can_ask and books.channel != wanted.channel:
        found.append(f"the channel shows {books.channel} instead of {wanted.channel}")
    for dedupe in books.marked:
        if dedupe not in books.in_doubt:
            found.append(f"{dedupe} is marked as possibly repeated, yet no answer to it was lost")
        if can_ask and not any(f":{name}:" in dedupe or dedupe.startswith("digest:") for name in BLIND):
            found.append(f"{dedupe} is marked as possibly repeated, yet its destination could be asked")
    return found


def _counted(
    destination: str, messages: Iterable[Arrived], wanted: Iterable[Arrived], *, blind: bool
) -> list[str]:
    found = []
    got, due = Counter(each.title for each in messages), Counter(each.title for each in wanted)
    marked = Counter(each.title for each in messages if each.marked)
    for title in got | due:
        if got[title] < due[title]:
            found.append(f"{destination} lost: {title}")
        extra = got[title] - due[title]
        if extra > 0 and not blind:
            found.append(f"{destination} doubled: {title}")
        elif extra > marked[title]:
            found.append(f"{destination} doubled without saying so: {title}")
    return found


def _posted(post: dict[str, Any]) -> Arrived:
    return Arrived(post["text"], REPEATED in str(post["blocks"]))


def _mailed(mail: EmailMessage) -> Arrived:
    text = mail.get_body(("plain",))
    assert text is not None
    return Arrived(str(mail["Subject"]), REPEATED in text.get_content())


def _channel(world: World) -> Iterable[tuple[str, str]]:
    shown = {message["ts"]: message["text"] for message in world.slack.workspace.messages}
    for message in world.slack.workspace.messages:
        if "metadata" in message:
            yield message["text"], shown.get(message.get("thread_ts", ""), "")
