"""Made-up listening: sources with holes, spans attested or denied, recorded at once or much later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.engine.made_criteria import EVENTS, INDICATORS, once_in, one_of
from tests.engine.made_reports import DAYS
from tests.engine.telling import evening, morning
from tracker.domain.coverage import ASSUMED, Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.instants import Span

_FIRST = morning("2016-02-20")


def _sources(draw: st.DrawFn) -> tuple[SourceFacts, ...]:
    return tuple(
        SourceFacts(
            name,
            groups=one_of(draw, ("press",), ()),
            covers=one_of(draw, ("*",), (), (*EVENTS[:2], INDICATORS[0]), INDICATORS),
            every=one_of(draw, None, timedelta(days=1), timedelta(days=10)),
        )
        for name in ("wire", "paper")
        if not once_in(draw, 5)
    )


def _span(draw: st.DrawFn) -> CoverageSpan:
    start = _FIRST if draw(st.booleans()) else morning(one_of(draw, *DAYS).isoformat())
    length = timedelta(days=one_of(draw, 200, 100, 40, 10, 1), hours=one_of(draw, 0, 7))
    kind = one_of(draw, Listening.SEEN, Listening.SEEN, Listening.ATTESTED, Listening.DENIED, Listening.ASSUMED)
    recorded = one_of(draw, None, start + length, start + length + timedelta(days=30))
    return CoverageSpan(one_of(draw, "wire", "paper"), Span(start, start + length), kind, recorded)


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """Draw what is known about listening; once in a while all of it is assumed."""
    if once_in(draw, 4):
        return ASSUMED
    return Coverage(tuple(_span(draw) for _ in range(draw(st.integers(0, 4)))), _sources(draw))


@st.composite
def spans_of(draw: st.DrawFn) -> list[CoverageSpan]:
    """Draw a few spans as an analyst puts them down."""
    spans = [replace(_span(draw), recorded=None) for _ in range(draw(st.integers(0, 4)))]
    return [span for span in spans if span.kind is not Listening.ASSUMED]


@st.composite
def deaf(draw: st.DrawFn) -> Coverage:
    """Draw a coverage by which nobody heard anything: access denied, or nothing but the days after the story."""
    later = Span(evening("2018-01-01"), evening("2018-12-31"))
    spans = [replace(_span(draw), kind=Listening.DENIED) for _ in range(draw(st.integers(0, 2)))]
    spans += [CoverageSpan("wire", later), CoverageSpan("nobody-needs", Span(_FIRST, later.end))][
        : one_of(draw, 0, 2)
    ]
    return Coverage(tuple(spans), _sources(draw))


def heard_until(coverage: Coverage, at: datetime) -> Coverage:
    """Return the coverage as it is when nobody has listened after `at`."""
    past = tuple(
        replace(entry, span=replace(entry.span, end=min(entry.span.end, at)))
        for entry in coverage.spans
        if entry.span.start <= at
    )
    return replace(coverage, spans=past)
