"""How a source was listened to over a stretch of time, as people look at it."""

from __future__ import annotations

from datetime import timedelta

from tests.engine.given import heard
from tests.engine.telling import day
from tracker.domain.coverage import Coverage, CoverageSpan, Listening, SourceFacts
from tracker.domain.instants import TICK, Span
from tracker.domain.verdicts import View
from tracker.engine.strips import Strip, strip_of

WIRE = SourceFacts("wire", every=timedelta(days=1))
MAY = Span(day("2016-05-01").start, day("2016-05-31").end)


def strip(*spans: CoverageSpan, window: Span = MAY, at: str = "2016-05-31") -> Strip:
    return strip_of(WIRE, Coverage(spans, (WIRE,)), window, View.as_known_then(day(at).end))


def days(spans: tuple[Span, ...]) -> list[tuple[str, str]]:
    return [(f"{each.start:%m-%d}", f"{each.end:%m-%d}") for each in spans]


def test_what_was_heard_and_what_was_not_fill_the_window() -> None:
    shown = strip(heard("wire", "2016-04-20", "2016-05-10"), heard("wire", "2016-05-16", "2016-06-10"))
    assert days(shown.heard) == [("05-01", "05-10"), ("05-16", "05-31")]
    assert days(shown.holes) == [("05-11", "05-15")]
    assert round(shown.share, 3) == round(26 / 31, 3)


def test_what_was_denied_is_a_hole_in_what_was_heard() -> None:
    denied = heard("wire", "2016-05-10", "2016-05-12", Listening.DENIED)
    shown = strip(heard("wire", "2016-05-01", "2016-05-31"), denied)
    assert days(shown.holes) == [("05-10", "05-12")]
    assert [each.kind for each in shown.spans] == [Listening.SEEN, Listening.DENIED]


def test_a_source_that_was_never_heard_is_one_hole() -> None:
    shown = strip(heard("paper", "2016-05-01", "2016-05-31"))
    assert (shown.share, days(shown.heard), days(shown.holes)) == (0.0, [], [("05-01", "05-31")])


def test_a_source_that_was_simply_not_asked_since_has_no_hole_yet() -> None:
    shown = strip(heard("wire", "2016-05-01", "2016-05-29"))
    last = day("2016-05-29").end
    assert shown.holes == ()
    assert (shown.unasked_since, shown.hole_from) == (last, last + 3 * timedelta(days=1))


def test_after_three_intervals_it_is_one() -> None:
    shown = strip(heard("wire", "2016-05-01", "2016-05-27"))
    assert days(shown.holes) == [("05-28", "05-31")]
    assert shown.unasked_since is None


def test_a_gap_that_ended_is_a_hole_however_short() -> None:
    first = CoverageSpan("wire", Span(MAY.start, day("2016-05-30").end))
    later = CoverageSpan("wire", Span(day("2016-05-31").start + timedelta(hours=1), MAY.end))
    shown = strip(first, later)
    assert shown.holes == (Span(first.span.end + TICK, later.span.start - TICK),)
