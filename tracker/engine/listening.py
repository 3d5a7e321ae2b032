"""Listening: how far the sources that a promise needs were listened to, so that silence may count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tracker.domain.coverage import Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.criteria import Criterion, FieldTest
from tracker.domain.folding import fold
from tracker.domain.instants import TICK, Span
from tracker.domain.promises import Promise
from tracker.domain.verdicts import Basis, Listened, View
from tracker.engine.matching import admits

MISSED_POLLS_MAKE_A_HOLE = 3
"""A gap longer than this many of a source's intervals is a hole (section 8)."""

_ALWAYS, _FOREVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ears:
    """The needed sources with their covered spans, merged and clipped to what is known at a view."""

    assumed: bool
    spans: tuple[tuple[SourceFacts, tuple[Span, ...]], ...]
    taken_on_trust: tuple[Span, ...] = ()
    """Those of the covered spans that somebody assumed."""
    entries: tuple[CoverageSpan, ...] = ()
    """What is known about listening to the needed sources, as it was recorded, by source and time."""
    _shares: dict[tuple[datetime, datetime], float] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out before: judgings ask about the same few stretches again and again."""
    _told: dict[tuple[datetime, datetime, float, datetime | None], Listened] = field(
        default_factory=dict, compare=False, repr=False
    )

    def share(self, window: Span) -> float:
        """Return the greatest share of the window, 0..1, in which one needed source was listened to."""
        if self.assumed:
            return 1.0
        if not self.spans:
            return 0.0
        key = (window.start, window.end)
        known = self._shares.get(key)
        if known is None:
            known = self._shares[key] = max(_share(spans, window) for _, spans in self.spans)
        return known

    def heard_throughout(self, stretches: Sequence[Span], least: float) -> bool:
        """Say whether one and the same needed source was listened to for so much of each of the stretches."""
        if self.assumed:
            return True
        return any(all(suffices(_share(spans, each), least) for each in stretches) for _, spans in self.spans)

    def turns(self, opens: datetime, until: datetime, least: float) -> frozenset[datetime]:
        """Return the instants up to `until` at which the share heard since `opens` may begin or cease to suffice.

        Each is told with its neighbours, as division rounds to a tick or so.
        """
        around = (
            turn + step * TICK for _, spans in self.spans for turn in _turns(spans, opens, least) for step in _NEAR
        )
        return frozenset(turn for turn in around if opens <= turn <= until)

    def may_yet_hear_until(self, at: datetime, window: Span, least: float) -> datetime | None:
        """Return until when a gap at the window's end is no hole yet: a source may simply not have been asked.

        None if every such gap is a hole already, there is none, too little was heard before it, or a source that
        heard enough was asked since.
        """
        limits = []
        for source, spans in self.spans:
            heard = max((span.end for span in spans), default=None)
            if heard is None:
                continue
            if heard >= window.end:
                if suffices(_share(spans, window), least):
                    return None
                continue
            if source.every is None or not suffices(_share_if_asked(spans, heard, at, window), least):
                continue
            limit = heard + MISSED_POLLS_MAKE_A_HOLE * source.every
            if at <= limit:
                limits.append(limit)
        return max(limits, default=None)

    def listened(self, window: Span, least: float, waiting: Span | None = None) -> Listened:
        """Summarise the window for people: the best source's share and its holes.

        `waiting` is the time after it in which reports are waited for: one source must do for both.
        """
        if self.assumed:
            share = None if waiting is None else 1.0
            return Listened(1.0, True, True, (), (), window, waiting, share)
        key = (window.start, window.end, least, None if waiting is None else waiting.end)
        known = self._told.get(key)
        if known is None:
            known = self._listened(window, least)
            if waiting is not None:
                known = known._replace(
                    enough=self.heard_throughout((window, waiting), least),
                    holes=self._holes(Span(window.start, waiting.end)),
                    waiting=waiting,
                    waiting_share=self.share(waiting),
                )
            self._told[key] = known
        return known

    def _listened(self, window: Span, least: float) -> Listened:
        ids = tuple(source.id for source, _ in self.spans)
        share = self.share(window)
        on_trust = any(span.overlaps(window) for span in self.taken_on_trust)
        return Listened(
            share, suffices(share, least), on_trust, ids, self._holes(window), window, spans=self.entries
        )

    def _holes(self, window: Span) -> tuple[Span, ...]:
        """Return the stretches of the window in which the source that heard most of it was not listened to."""
        if self.assumed:
            return ()
        best = max((spans for _, spans in self.spans), key=lambda spans: _share(spans, window), default=())
        return tuple(_holes(best, window))


_ASSUMED = Ears(True, ())
"""Whoever is assumed to have listened has heard everything; of such ears nothing is kept."""


def suffices(share: float, least: float) -> bool:
    """Say whether enough was heard for silence to count; who heard nothing at all never heard enough."""
    return share > 0 and share >= least


class SharedEars:
    """Ears made once for everything that is judged together on one coverage at one view.

    Promises that fall due together mostly need the same sources. Another coverage or view makes them anew, so
    that whoever keeps one gets the answers they would get without.
    """

    def __init__(self) -> None:
        self._coverage: Coverage | None = None
        self._view: View | None = None
        self._made: dict[tuple[SourceFacts, ...], Ears] = {}

    def ears_for(self, promise: Promise, criteria: Iterable[Criterion], coverage: Coverage, view: View) -> Ears:
        """Collect what the promise's needed sources were listened to, as known at the view, up to its instant."""
        if self._coverage is not coverage or self._view != view:
            self._coverage, self._view, self._made = coverage, view, {}
        needed = () if coverage.assumed else tuple(needed_sources(promise, list(criteria), coverage))
        ears = self._made.get(needed)
        if ears is None:
            ears = self._made[needed] = _ASSUMED if coverage.assumed else ears_of(needed, coverage, view)
        return ears


def needs_source(promise: Promise, criteria: Iterable[Criterion], source: SourceFacts) -> bool:
    """Say whether the silence of a source may count for a promise."""
    return source in needed_sources(promise, list(criteria), Coverage(sources=(source,)))


def holes_in(window: Span, source: str, coverage: Coverage) -> tuple[Span, ...]:
    """Return the stretches of the window in which a source was not listened to, as known by now."""
    return ears_of([SourceFacts(source)], coverage, View(window.end, None)).listened(window, 0.0).holes


def ears_of(needed: Sequence[SourceFacts], coverage: Coverage, view: View) -> Ears:
    """Collect what these sources were listened to, as known at the view, up to its instant."""
    ids = {source.id for source in needed}
    known = (each for each in coverage.spans if each.source in ids and _is_known(each, view))
    entries = tuple(sorted(known, key=_by_source_and_time))  # in whatever order they were recorded or are given
    return Ears(
        False,
        tuple((source, _spans(source.id, entries, view)) for source in needed),
        tuple(each.span for each in entries if each.kind is Listening.ASSUMED),
        entries,
    )


def _by_source_and_time(entry: CoverageSpan) -> tuple[str, datetime, datetime, str, datetime, str]:
    return entry.source, entry.span.start, entry.span.end, entry.kind.value, entry.recorded or _ALWAYS, entry.note


def _is_known(entry: CoverageSpan, view: View) -> bool:
    """Say whether a view may use a span: by publications it may, whenever we wrote down that somebody listened."""
    if entry.span.start > view.at:
        return False
    known = _FOREVER if view.known is None or view.basis is Basis.PUBLISHED else view.known
    return (entry.recorded or _ALWAYS) <= known and (entry.revoked is None or known < entry.revoked)


def needed_sources(promise: Promise, criteria: Sequence[Criterion], coverage: Coverage) -> list[SourceFacts]:
    """Return the sources a promise names, else those that say they cover what its criteria ask about."""
    if promise.needs:
        chosen = [
            source
            for source in coverage.sources
            if source.id in promise.needs or any(group in promise.needs for group in source.groups)
        ]
        configured = {source.id for source in coverage.sources}
        spoken_for = {group for source in coverage.sources for group in source.groups}
        # By name: the order they are written in must not change a sentence.
        bare = sorted(name for name in promise.needs if name not in configured and name not in spoken_for)
        return chosen + [SourceFacts(name) for name in bare]
    wanted = [test for criterion in criteria for test in criterion.match if test.field in ("indicator", "event")]
    return [source for source in coverage.sources if any(_is_about(name, wanted) for name in source.covers)]


def _is_about(covered: str, wanted: Iterable[FieldTest]) -> bool:
    return covered == "*" or any(admits(test, (fold(covered),)) for test in wanted)


def _spans(source: str, entries: Sequence[CoverageSpan], view: View) -> tuple[Span, ...]:
    """Merge the source's covered spans and cut out what was denied, up to the view's instant."""
    covered: list[Span] = []
    denied: list[Span] = []
    for entry in entries:
        if entry.source != source:
            continue
        clipped = Span(entry.span.start, min(entry.span.end, view.at))
        (denied if entry.kind is Listening.DENIED else covered).append(clipped)
    return tuple(_without(_merged(covered), _merged(denied)))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1].end + TICK:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _without(spans: Iterable[Span], cuts: Sequence[Span]) -> Iterable[Span]:
    for span in spans:
        start = span.start
        for cut in cuts:
            if cut.end < start or cut.start > span.end:
                continue
            if cut.start > start:
                yield Span(start, cut.start - TICK)
            start = cut.end + TICK
        if start <= span.end:
            yield Span(start, span.end)


def _share(spans: Sequence[Span], window: Span) -> float:
    """Spans hold both their ends: one that ends where it starts lasts a tick."""
    heard = timedelta(0)
    for span in spans:
        if span.start <= window.end and window.start <= span.end:
            heard += min(span.end, window.end) - max(span.start, window.start) + TICK
    return heard / (window.end - window.start + TICK)


_NEAR = (-2, -1, 0, 1, 2)


def _turns(spans: Sequence[Span], opens: datetime, least: float) -> Iterator[datetime]:
    """Yield when one source's share begins to suffice within a span, and when it ceases to in a gap after one."""
    heard = 0
    for span in spans:
        if span.end < opens:
            continue
        start = max(span.start, opens)
        before = (start - opens) // TICK
        if heard and least:
            yield from _within_reach(opens, heard / least)
        if least < 1:
            yield from _within_reach(start, max(0.0, (least * before - heard) / (1 - least) - 1))
        yield start
        heard += (span.end - start) // TICK + 1
    if heard and least:
        yield from _within_reach(opens, heard / least)


def _within_reach(start: datetime, ticks: float) -> Iterator[datetime]:
    try:
        yield start + int(ticks) * TICK
    except OverflowError:
        return  # never, as far as calendars go


def _share_if_asked(spans: Sequence[Span], heard: datetime, at: datetime, window: Span) -> float:
    """Return the share of a source last asked at `heard`, were the gap since then none.

    A window that still runs is looked at up to there: as it grows it must not fill by itself.
    """
    end = window.end if window.end < at else heard
    if end < window.start:
        return 0.0
    return _share([*spans, Span(heard + TICK, max(heard + TICK, end))], Span(window.start, end))


def _holes(spans: Sequence[Span], window: Span) -> Iterable[Span]:
    return _without([window], _merged(spans))
