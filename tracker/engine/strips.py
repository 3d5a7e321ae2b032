"""Strips: how a source was listened to over a stretch of time, as people look at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain.coverage import Coverage, CoverageSpan, SourceFacts
from tracker.domain.instants import Span
from tracker.domain.verdicts import View
from tracker.engine.listening import MISSED_POLLS_MAKE_A_HOLE, ears_of


@dataclass(frozen=True, slots=True)
class Strip:
    """One source over a window: the share (0..1) and the spans that count as heard, and the holes between them.

    `spans` are what they were made from: collections, and what people attested or denied. A last gap in which the
    source was simply not asked yet is no hole: `unasked_since` says from when it runs, `hole_from` when it becomes
    one.
    """

    source: str
    window: Span
    share: float
    heard: tuple[Span, ...]
    holes: tuple[Span, ...]
    spans: tuple[CoverageSpan, ...]
    unasked_since: datetime | None = None
    hole_from: datetime | None = None


def strip_of(source: SourceFacts, coverage: Coverage, window: Span, view: View) -> Strip:
    """Return how a source was listened to over the window, as it was known at the view."""
    ears = ears_of([source], coverage, view)
    listened = ears.listened(window, 0.0)
    heard = tuple(_cut(each, window) for each in ears.spans[0][1] if each.overlaps(window))
    strip = Strip(
        source.id,
        window,
        listened.share,
        heard,
        listened.holes,
        tuple(replace(each, span=_cut(each.span, window)) for each in ears.entries if each.span.overlaps(window)),
    )
    return _without_what_is_no_hole_yet(strip, source, view.at)


def _without_what_is_no_hole_yet(strip: Strip, source: SourceFacts, at: datetime) -> Strip:
    if not strip.holes or not strip.heard or source.every is None:
        return strip
    last, until = strip.holes[-1], strip.heard[-1].end
    hole_from = until + MISSED_POLLS_MAKE_A_HOLE * source.every
    if last.start <= until or last.end < min(at, strip.window.end) or at > hole_from:
        return strip
    return replace(strip, holes=strip.holes[:-1], unasked_since=until, hole_from=hole_from)


def _cut(span: Span, window: Span) -> Span:
    return Span(max(span.start, window.start), min(span.end, window.end))
