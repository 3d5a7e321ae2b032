"""Put down by hand when a source was listened to, or when it refused; and take such a span back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tracker.actions.hearing import promises_that_hear
from tracker.actions.sources_known import known_source
from tracker.domain.coverage import CoverageSpan
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.instants import iso, last_instant
from tracker.store.commits import Commit
from tracker.store.coverage_rows import Entry, attest, load_entries, revoke
from tracker.store.judged_rows import mark_dirty
from tracker.store.store import Store


class PutDown(NamedTuple):
    """The numbers of spans that a person put down, by which they are taken back, and the promises they concern."""

    numbers: tuple[int, ...] = ()
    concerned: frozenset[str] = frozenset()


def checked_attestation(store: Store, span: CoverageSpan, now: datetime, tz: str = "UTC") -> CoverageSpan:
    """Return the span as far as it has passed; it may end today (a day in the zone `tz`), and then ends now.

    Refuses what nobody can vouch for: a source that is not configured, or time to come. Raises Unknown or BadInput
    with the cure.
    """
    with store.read() as connection:
        known_source(connection, span.source)
    today = now.astimezone(ZoneInfo(tz)).date()
    if span.span.start > now or span.span.end > last_instant(today, tz):
        raise BadInput("nobody can vouch for the future", "let the span end today at the latest")
    return replace(span, span=replace(span.span, end=min(span.span.end, now)))


def attest_coverage(
    store: Store, spans: Sequence[CoverageSpan], now: datetime, *, actor: str = "deedline"
) -> PutDown:
    """Store spans of listening (or of refused access) as known from now on."""
    if not spans:
        return PutDown()
    with store.write(now, "coverage", actor) as commit:
        numbers = tuple(attest(commit, span) for span in spans)
        return PutDown(numbers, _concerned(store, commit, {span.source for span in spans}))


def revoke_coverage(
    store: Store, number: int, now: datetime, *, who: str, reason: str
) -> tuple[Entry, frozenset[str]]:
    """Take back a span that a person put down, by its number; return it and the promises it concerns.

    That is a row of its own: what was judged before stays as it was known then. Raises Unknown for a number that
    no person's span has, BadInput for one that was taken back already.
    """
    with store.write(now, "coverage", who) as commit:
        entries = {each.number: each for each in load_entries(commit.connection)}
        entry = entries.get(number)
        if entry is None:
            hint = "`deedline coverage show` numbers what people put down"
            raise Unknown(f"no span that a person put down has the number {number}", hint)
        if entry.span.revoked is not None:
            when = iso(entry.span.revoked.replace(microsecond=0))
            raise BadInput(f"number {number} was taken back already, on {when} by {entry.revoked_by}")
        revoke(commit, number, who, reason)
        return entry, _concerned(store, commit, {entry.span.source})


def _concerned(store: Store, commit: Commit, sources: set[str]) -> frozenset[str]:
    concerned = promises_that_hear(store, commit.connection, sources)
    mark_dirty(commit.connection, concerned, commit.at)
    return concerned
