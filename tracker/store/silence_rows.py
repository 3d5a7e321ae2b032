"""Silences, the alerts they hid, and when people have to be told again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from tracker.domain.routing import Matcher, Silence
from tracker.store.canonical import from_json, hash_of, to_json
from tracker.store.commits import Commit
from tracker.store.inserting import insert_missing, next_id
from tracker.store.micros import from_micros, to_micros
from tracker.store.tables.routing import hidden_alert, silence


@dataclass(frozen=True, slots=True)
class PutSilence:
    """A silence as the store holds it: `ended` and `ended_by` where somebody ended it before its time."""

    id: int
    silence: Silence
    ended: datetime | None = None
    ended_by: str = ""

    def lasts(self, now: datetime) -> bool:
        """Say whether it hides anything at `now`."""
        begun = self.silence.since is None or self.silence.since <= now
        return begun and self.ended is None and now < self.silence.until

    @property
    def over_at(self) -> datetime:
        """Return when it is or was over."""
        return self.silence.until if self.ended is None else self.ended


def load_silences(connection: Connection, *, awake_only: bool = False) -> tuple[PutSilence, ...]:
    """Return silences in the order they were put down: all, or those that last or have not been followed up."""
    chosen = select(silence).order_by(silence.c.id)
    if awake_only:
        chosen = chosen.where(silence.c.wakes_at.is_not(None))
    return tuple(_put(row) for row in connection.execute(chosen))


def silences_in_force(connection: Connection, now: datetime) -> tuple[PutSilence, ...]:
    """Return the silences that hide something at `now`, the oldest first."""
    return tuple(each for each in load_silences(connection, awake_only=True) if each.lasts(now))


def load_woken(connection: Connection, now: datetime) -> tuple[PutSilence, ...]:
    """Return the silences that are over and not followed up yet."""
    rows = connection.execute(
        select(silence).where(silence.c.wakes_at <= to_micros(now)).order_by(silence.c.wakes_at)
    )
    return tuple(_put(row) for row in rows)


def add_silence(commit: Commit, given: Silence) -> int:
    """Put a silence down and return its number."""
    start = commit.at if given.since is None else to_micros(given.since)
    number = next_id(commit.connection, silence)
    row = {
        "id": number,
        "matcher": to_json(given.matcher),
        "who": given.by,
        "reason": given.reason,
        "from_at": start,
        "until_at": to_micros(given.until),
        "wakes_at": to_micros(given.until),
        "seq": commit.seq,
    }
    commit.connection.execute(insert(silence), row)
    commit.seal(hash_of("|".join(str(value) for value in row.values())))
    return number


def end(commit: Commit, number: int, by: str) -> None:
    """End a silence before its time."""
    values = {"ended_at": commit.at, "ended_by": by, "wakes_at": commit.at}
    commit.connection.execute(update(silence).where(silence.c.id == number).values(**values))
    commit.seal(hash_of(f"{number}|{commit.at}|{by}"))


def note_followed_up(connection: Connection, numbers: Iterable[int]) -> None:
    """Note that people were told what silences hid that are over."""
    connection.execute(update(silence).where(silence.c.id.in_(list(numbers))).values(wakes_at=None))


def note_hidden(commit: Commit, alerts: Iterable[tuple[int, int]]) -> None:
    """Note which alert (the first of each pair) was hidden by which silence."""
    rows = [{"alert_id": alert, "silence_id": number} for alert, number in alerts]
    if rows:
        insert_missing(commit.connection, hidden_alert, rows)
        commit.seal(*(hash_of(f"{row['alert_id']} hidden by {row['silence_id']}") for row in rows))


def _put(row: Row[Any]) -> PutSilence:
    given = Silence(
        from_json(Matcher, row.matcher), row.who, row.reason, from_micros(row.until_at), from_micros(row.from_at)
    )
    return PutSilence(row.id, given, from_micros(row.ended_at), row.ended_by)
