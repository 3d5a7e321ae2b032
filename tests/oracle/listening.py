"""Silence counts only while somebody listened: which sources are needed, and how much of a span they heard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from tracker.domain.coverage import Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.criteria import Criterion
from tracker.domain.folding import canonical
from tracker.domain.instants import TICK, Span
from tracker.domain.promises import Names, Promise
from tracker.domain.verdicts import Basis, View


def needed(promise: Promise, criteria: Iterable[Criterion], coverage: Coverage, names: Names) -> list[SourceFacts]:
    """Return the sources that a promise needs, else those that say they cover what it asks about."""
    if promise.needs:
        known = [one for one in coverage.sources if {one.id, *one.groups} & set(promise.needs)]
        spoken_of = {key for one in coverage.sources for key in (one.id, *one.groups)}
        return known + [SourceFacts(key) for key in promise.needs if key not in spoken_of]
    asked = {
        canonical(names, test.field, value)
        for criterion in criteria
        for test in criterion.match
        if test.field in ("indicator", "event")
        for value in (*test.any_of, *test.starts)
    }
    return [
        one
        for one in coverage.sources
        if any(cover == "*" or canonical(names, "indicator", cover) in asked for cover in one.covers)
    ]


def known_spans(coverage: Coverage, view: View, source: str) -> list[CoverageSpan]:
    """Return the spans of a source that were known at the view: by publications all are, whenever written down."""
    by_our_log = view.basis is Basis.RECORDED and view.known is not None
    known = view.known if by_our_log else None
    return [
        span
        for span in coverage.spans
        if span.source == source and (span.recorded is None or known is None or span.recorded <= known)
    ]


def pieces(coverage: Coverage, view: View, source: str) -> list[Span]:
    """Return the stretches up to `at` in which a source was heard, denied time taken out, in order."""
    spans = known_spans(coverage, view, source)
    edges = sorted({edge for held in spans for edge in (held.span.start, held.span.end + TICK)} | {view.at + TICK})
    heard = []
    for start, following in pairwise(edges):
        over = [held for held in spans if held.span.holds(start)]
        if over and start <= view.at and not any(held.kind is Listening.DENIED for held in over):
            heard.append(Span(start, following - TICK))
    return heard


def share(heard: list[Span], start: datetime, end: datetime) -> float:
    """Return which part of a span was heard; both its ends belong to it."""
    total = timedelta(0)
    for span in heard:
        if span.start <= end and start <= span.end:
            total += min(span.end, end) - max(span.start, start) + TICK
    return total / (end - start + TICK)
