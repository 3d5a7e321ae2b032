"""How the sources fared over a week: which were heard, by collecting or because a person vouches for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tracker.domain.coverage import Coverage, Listening
from tracker.domain.digests import SourceHealth
from tracker.domain.instants import Span
from tracker.domain.promises import Promise
from tracker.domain.sources import Source
from tracker.store.coverage_rows import grace
from tracker.store.source_rows import SourceState


def sources_health(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    coverage: Coverage,
    promises: Iterable[Promise],
    period: Span,
    now: datetime,
) -> list[SourceHealth]:
    """Return how each source fared. One that a person enters by hand counts only where a promise needs it.

    A collected source is silent once its last success is longer ago than its grace; one entered by hand, if nobody
    vouches for any of the period.
    """
    needed = {name for promise in promises for name in promise.needs}
    found = []
    for source in sources:
        state = states.get(source.id, SourceState())
        vouched = _vouched_until(source, coverage, now)
        heard = max((each for each in (state.state.last_success, vouched) if each is not None), default=None)
        if source.is_asked:
            silent = heard is None or now - heard > grace(source)
        elif needed.isdisjoint((source.id, *source.groups)):
            continue
        else:
            silent = heard is None or heard < period.start
        found.append(SourceHealth(source.id, silent, heard, state.last_error))
    return found


def _vouched_until(source: Source, coverage: Coverage, now: datetime) -> datetime | None:
    """Return the last instant up to now that a person attests the source was listened to."""
    ends = [
        min(each.span.end, now)
        for each in coverage.spans
        if each.source == source.id and each.kind is Listening.ATTESTED and each.span.start <= now
    ]
    return max(ends, default=None)
