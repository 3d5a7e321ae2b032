"""How the sources fare: which were heard over a week, and how each lives by its own rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from tracker.domain.coverage import Coverage, CoverageSpan, Listening
from tracker.domain.digests import SourceHealth
from tracker.domain.instants import Span
from tracker.domain.liveness import Episode, Rhythm
from tracker.domain.promises import Promise
from tracker.domain.sources import Source
from tracker.domain.verdicts import Basis, View
from tracker.engine.rhythm import longest_silence
from tracker.engine.strips import strip_of
from tracker.store.coverage_rows import grace, load_sources
from tracker.store.episode_rows import load_episodes
from tracker.store.rhythm_rows import load_last_news, load_learnt
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

    A collected source is silent once its last success is longer ago than its grace, or if it was not heard in the
    period at all; one entered by hand, if nobody vouches for any of the period.
    """
    spans: dict[str, list[CoverageSpan]] = {}
    for span in coverage.spans:
        spans.setdefault(span.source, []).append(span)
    needed = {name for promise in promises for name in promise.needs}
    found = []
    for source in sources:
        state = states.get(source.id, SourceState())
        vouched = _vouched_until(source, coverage, now)
        heard = max((each for each in (state.state.last_success, vouched) if each is not None), default=None)
        strip = strip_of(
            source.for_judging,
            Coverage(tuple(spans.get(source.id, ()))),
            period,
            View.as_known_then(now, Basis.RECORDED),
        )
        if source.is_asked:
            unheard = not strip.share and heard is not None and not period.holds(heard)
            silent = heard is None or now - heard > grace(source) or unheard
        elif needed.isdisjoint((source.id, *source.groups)):
            continue
        else:
            silent = heard is None or heard < period.start
        share = strip.share if strip.holes else 1.0
        found.append(SourceHealth(source.id, silent, heard, state.last_error, share))
    return found


@dataclass(frozen=True, slots=True)
class Liveness:
    """How a source lives: what is usual for it (None while too little is known), its last news, its episodes.

    `longest_silence` is how long it may be without news before that is unlike it; episodes are the latest first.
    """

    rhythm: Rhythm | None = None
    longest_silence: timedelta | None = None
    last_news: datetime | None = None
    episodes: tuple[Episode, ...] = ()

    @property
    def ailing(self) -> tuple[Episode, ...]:
        """Return the episodes that still last."""
        return tuple(each for each in self.episodes if each.closed is None)


def load_liveness(connection: Connection, now: datetime, most_episodes: int = 10) -> dict[str, Liveness]:
    """Return how each source in force lives, by id, from what `watch_sources` learnt and noted last."""
    learnt = load_learnt(connection)
    episodes: dict[str, list[Episode]] = {}
    for each in reversed(load_episodes(connection)):
        episodes.setdefault(each.source, []).append(each)
    found = {}
    for source in load_sources(connection):
        rhythm = learnt[source.id].rhythm if source.id in learnt else None
        every = source.for_judging.every or timedelta()
        found[source.id] = Liveness(
            rhythm,
            None if rhythm is None else longest_silence(rhythm, every),
            load_last_news(connection, source.id, now),
            tuple(episodes.get(source.id, ())[:most_episodes]),
        )
    return found


def _vouched_until(source: Source, coverage: Coverage, now: datetime) -> datetime | None:
    """Return the last instant up to now that a person attests the source was listened to."""
    ends = [
        min(each.span.end, now)
        for each in coverage.spans
        if each.source == source.id and each.kind is Listening.ATTESTED and each.span.start <= now
    ]
    return max(ends, default=None)
