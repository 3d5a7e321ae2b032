"""Put down by hand when a source was listened to, or when it refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tracker.actions.hearing import promises_that_hear
from tracker.actions.sources_known import known_source
from tracker.domain.coverage import CoverageSpan
from tracker.domain.errors import BadInput
from tracker.domain.instants import last_instant
from tracker.store.coverage_rows import attest
from tracker.store.judged_rows import mark_dirty
from tracker.store.store import Store


def check_attestation(store: Store, span: CoverageSpan, now: datetime) -> None:
    """Refuse what nobody can vouch for: a source that is not configured, or time that has not passed.

    Raises Unknown or BadInput with the cure.
    """
    with store.read() as connection:
        known_source(connection, span.source)
    if span.span.start > now or span.span.end > last_instant(now.date(), "UTC") + timedelta(days=1):
        raise BadInput("nobody can vouch for the future", "let the span end today at the latest")


def attest_coverage(
    store: Store, spans: Sequence[CoverageSpan], now: datetime, *, actor: str = "deedline"
) -> frozenset[str]:
    """Store spans of listening (or of refused access) as known from now on; return the promises they concern."""
    if not spans:
        return frozenset()
    with store.write(now, "coverage", actor) as commit:
        for span in spans:
            attest(commit, span)
        concerned = promises_that_hear(store, commit.connection, {span.source for span in spans})
        mark_dirty(commit.connection, concerned, commit.at)
    return concerned
