"""Which sources a digest calls silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.actions.source_health import sources_health
from tracker.domain.collecting import CollectState
from tracker.domain.coverage import Coverage, CoverageSpan, Listening
from tracker.domain.digests import SourceHealth
from tracker.domain.instants import Span
from tracker.domain.promises import Kind, Promise, Statement
from tracker.domain.sources import Source, SourceKind
from tracker.store.source_rows import SourceState

NOW = datetime(2024, 1, 8, tzinfo=UTC)
WEEK = Span(NOW - timedelta(days=7), NOW)
DESK = Source("desk", SourceKind.PERSON, groups=("wires",))
FEED = Source("feed", SourceKind.FEED, "https://example.org/feed")
PROMISE = Promise(
    "p", "P", Kind.ACHIEVE, Statement("s", ("A",), date(2024, 1, 1)), (), WEEK.start, needs=("wires",)
)


def health(
    source: Source, *spans: CoverageSpan, promise: Promise = PROMISE, heard: datetime | None = None
) -> list[SourceHealth]:
    states = {source.id: SourceState(CollectState(last_success=heard))}
    return sources_health([source], states, Coverage(spans), [promise], WEEK, NOW)


def span(source: str, start: datetime, end: datetime, kind: Listening = Listening.ATTESTED) -> CoverageSpan:
    return CoverageSpan(source, Span(start, end), kind)


def test_a_feed_is_silent_once_its_last_success_is_too_long_ago() -> None:
    assert [each.silent for each in health(FEED, heard=NOW - timedelta(minutes=5))] == [False]
    assert [each.silent for each in health(FEED, heard=NOW - timedelta(days=1))] == [True]


def test_a_feed_that_a_person_vouches_for_was_heard() -> None:
    attested = span("feed", WEEK.start, NOW + timedelta(days=30))
    assert health(FEED, attested) == [SourceHealth("feed", False, NOW)]


def test_a_source_entered_by_hand_was_heard_if_a_person_vouches_for_some_of_the_week() -> None:
    until = NOW - timedelta(days=2)
    (found,) = health(DESK, span("desk", WEEK.start, until))
    assert (found.silent, found.heard, found.partly) == (False, until, True)
    assert found.share == pytest.approx(5 / 7)


def test_a_source_entered_by_hand_that_a_promise_needs_is_silent_if_nobody_vouches_for_it() -> None:
    assert health(DESK) == [SourceHealth("desk", True, share=0.0)]
    refused = span("desk", WEEK.start, NOW, Listening.DENIED)
    assert health(DESK, refused) == [SourceHealth("desk", True, share=0.0)]


def test_a_feed_that_began_to_answer_today_was_heard_and_not_all_the_week() -> None:
    lately = NOW - timedelta(hours=1)
    (found,) = health(FEED, span("feed", lately, NOW, Listening.SEEN), heard=NOW)
    assert (found.silent, found.partly) == (False, True)
    assert found.share == pytest.approx(1 / 7 / 24)


def test_a_feed_that_was_only_heard_after_the_week_was_silent_in_it() -> None:
    later = NOW + timedelta(days=2)
    states = {FEED.id: SourceState(CollectState(last_success=later))}
    after = Coverage((span("feed", NOW + timedelta(days=1), later, Listening.SEEN),))
    (found,) = sources_health([FEED], states, after, [PROMISE], WEEK, later)
    assert (found.silent, found.partly, found.share) == (True, False, 0.0)


def test_a_feed_that_was_not_asked_again_yet_has_no_hole() -> None:
    whole = span("feed", WEEK.start - timedelta(days=1), NOW - timedelta(minutes=5), Listening.SEEN)
    assert health(FEED, whole, heard=whole.span.end) == [SourceHealth("feed", False, whole.span.end)]


def test_a_source_entered_by_hand_that_no_promise_needs_is_not_spoken_of() -> None:
    assert health(DESK, promise=replace(PROMISE, needs=("others",))) == []
