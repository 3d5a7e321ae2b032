"""Put down by hand when a source was listened to, or when it refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches

from tracker.actions.hearing import promises_that_hear
from tracker.domain.coverage import CoverageSpan
from tracker.domain.errors import BadInput, Unknown
from tracker.domain.instants import last_instant
from tracker.store.coverage_rows import attest, load_sources
from tracker.store.judged_rows import mark_dirty
from tracker.store.store import Store


def check_attestation(store: Store, span: CoverageSpan, now: datetime) -> None:
    """Refuse what nobody can vouch for: a source that is not configured, or time that has not passed.

    Raises Unknown or BadInput with the cure.
    """
    with store.read() as connection:
        known = [source.id for source in load_sources(connection)]
    if span.source not in known:
        near = get_close_matches(span.source, known, n=1)
        cure = f"did you mean {near[0]}?" if near else f"there are {', '.join(known) or 'none yet'}"
        raise Unknown(f"there is no source {span.source}", cure)
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
