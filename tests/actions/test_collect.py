from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.actions.making import apply, bridges, new_store, on, opened, statuses
from tracker.actions.collect import collect
from tracker.actions.health import source_lines
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import coverage_in_store, reports_for
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import Duration
from tracker.domain.reports import Report
from tracker.domain.sources import Source, SourceKind
from tracker.store.store import Store

WIRES = Source("wires", SourceKind.FEED, url="https://example.org/feed", every=Duration(seconds=3600))
RADIO = Source("radio", SourceKind.FEED, url="https://example.org/radio", every=Duration(seconds=3600))
HOUR = timedelta(hours=1)
SLOW = replace(WIRES, every=Duration(seconds=6 * 3600))


class Offering:
    """A collector that offers reports, or fails with a reason; it keeps what it was asked with."""

    def __init__(self, *reports: Report, fails: dict[str, Exception] | None = None) -> None:
        self.reports = reports
        self.fails = fails or {}
        self.asked: list[tuple[str, CollectState, datetime]] = []
        self.settled = 0

    def __call__(self, source: Source, state: CollectState, now: datetime) -> Collected:
        self.asked.append((source.id, state, now))
        if source.id in self.fails:
            raise self.fails[source.id]
        mine = tuple(report for report in self.reports if report.source == source.id)
        return Collected(mine, CollectState(etag=f"at {now:%d %H}", last_success=now), settle=self._settle)

    def _settle(self) -> None:
        self.settled += 1


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def _spans(store: Store) -> list[tuple[str, datetime, datetime]]:
    return [(each.source, each.span.start, each.span.end) for each in coverage_in_store(store).spans]


def test_what_a_source_offers_is_stored_with_its_coverage(store: Store) -> None:
    apply(store, bridges("alma"), on(2))
    done = collect(store, [WIRES], Offering(opened("alma", on(9))), on(10))
    assert [(each.source, each.ingested.new, each.failed) for each in done] == [("wires", 1, "")]
    assert [version.report.id for version in reports_for(store, "alma")] == ["alma-open"]
    assert _spans(store) == [("wires", on(10), on(10))]


def test_success_after_success_extends_the_span(store: Store) -> None:
    for hours in range(5):
        collect(store, [WIRES], Offering(), on(10) + hours * HOUR)
    assert _spans(store) == [("wires", on(10), on(10) + 4 * HOUR)]


def test_a_gap_of_three_intervals_is_no_hole_yet(store: Store) -> None:
    for hours in (0, 3):
        collect(store, [WIRES], Offering(), on(10) + hours * HOUR)
    assert _spans(store) == [("wires", on(10), on(10) + 3 * HOUR)]


def test_a_longer_gap_is_a_hole(store: Store) -> None:
    for hours in (0, 1, 5, 6):
        collect(store, [WIRES], Offering(), on(10) + hours * HOUR)
    assert _spans(store) == [
        ("wires", on(10), on(10) + 1 * HOUR),
        ("wires", on(10) + 5 * HOUR, on(10) + 6 * HOUR),
    ]


def test_a_source_is_asked_when_its_interval_is_over(store: Store) -> None:
    offering = Offering()
    for minutes in (0, 30, 59, 60, 90):
        collect(store, [WIRES], offering, on(10) + timedelta(minutes=minutes))
    assert [now for _, _, now in offering.asked] == [on(10), on(10) + HOUR]


def test_a_source_can_be_asked_before_its_time(store: Store) -> None:
    offering = Offering()
    for _ in range(2):
        collect(store, [WIRES], offering, on(10), only_due=False)
    assert len(offering.asked) == 2


def test_the_next_collection_starts_from_what_the_last_one_left(store: Store) -> None:
    offering = Offering()
    collect(store, [WIRES], offering, on(10))
    collect(store, [WIRES], offering, on(10) + HOUR)
    assert [state for _, state, _ in offering.asked] == [
        CollectState(),
        CollectState(etag="at 10 12", last_success=on(10)),
    ]


def test_a_failure_is_a_row_with_a_plain_reason_and_stops_nothing_else(store: Store) -> None:
    offering = Offering(opened("alma", on(9), source="radio"), fails={"wires": SourceFailed("answered 503")})
    done = collect(store, [WIRES, RADIO], offering, on(10))
    assert [(each.source, each.ingested.new, each.failed) for each in done] == [
        ("radio", 1, ""),
        ("wires", 0, "answered 503"),
    ]
    lines = {line.source.id: line for line in source_lines(store, on(10))}
    assert (lines["wires"].silent, lines["wires"].state.last_error) == (True, "answered 503")
    assert (lines["radio"].silent, lines["radio"].state.fails) == (False, 0)


def test_a_mistake_in_a_kind_of_source_stops_nothing_else(store: Store) -> None:
    offering = Offering(fails={"wires": KeyError("oops")})
    done = collect(store, [WIRES, RADIO], offering, on(10))
    assert [each.failed for each in done] == ["", "KeyError: 'oops'"]


def test_a_failure_keeps_what_the_last_success_left(store: Store) -> None:
    collect(store, [WIRES], Offering(), on(10))
    collect(store, [WIRES], Offering(fails={"wires": SourceFailed("no")}), on(10) + HOUR)
    offering = Offering()
    collect(store, [WIRES], offering, on(10) + 2 * HOUR)
    assert offering.asked[0][1].etag == "at 10 12"
    assert _spans(store) == [("wires", on(10), on(10) + 2 * HOUR)]


def test_a_source_settles_only_after_its_reports_are_stored(store: Store) -> None:
    class Late(Offering):
        def _settle(self) -> None:
            assert store.last_commit()[0] == 1
            super()._settle()

    late = Late(opened("alma", on(9)))
    collect(store, [WIRES], late, on(10))
    assert late.settled == 1


def test_a_persons_source_is_never_asked(store: Store) -> None:
    offering = Offering()
    assert collect(store, [Source("me", SourceKind.PERSON)], offering, on(10)) == ()
    assert offering.asked == []


def _overdue_by_feed(store: Store, *, until: datetime) -> None:
    apply(store, bridges("alma"), on(2))
    judge_due(store, on(2))
    now = on(2)
    while now <= until:
        collect(store, [SLOW], Offering(), now)
        judge_due(store, now)
        now += 6 * HOUR


def test_silence_of_a_source_that_was_heard_all_along_is_overdue(store: Store) -> None:
    _overdue_by_feed(store, until=on(23))
    assert statuses(store, "alma")[1:] == [("pending", "awaiting"), ("awaiting", "overdue")]


def test_the_silence_of_a_dead_source_is_never_overdue(store: Store) -> None:
    _overdue_by_feed(store, until=on(12))
    judge_due(store, on(23))
    assert statuses(store, "alma")[1:] == [("pending", "awaiting"), ("awaiting", "unverifiable")]
