from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.lengths import EXAMPLES
from tests.store.any_report import reports
from tracker.domain.instants import Precision, Span, day_span
from tracker.domain.reports import Fact, Report, ReportVersion
from tracker.store.opening import open_store
from tracker.store.report_loading import told_apart, versions_after
from tracker.store.report_rows import News, write_reports
from tracker.store.store import Store

NOW = datetime(2016, 4, 1, 12, 0, tzinfo=UTC)
DAY = day_span(NOW.date(), "UTC")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db")


def _write(store: Store, *reports: Report, now: datetime = NOW) -> list[News]:
    with store.write(now, "test") as commit:
        return [each.news for each in write_reports(commit, reports)]


def _all(store: Store) -> list[ReportVersion]:
    with store.read() as connection:
        return [version for _, _, version in versions_after(connection, 0, 10_000)]


def _report(name: str = "r1", source: str = "wires", **more: object) -> Report:
    whole = Report(name, source, NOW - timedelta(days=1), (Fact(DAY, event="open"),), title="It is open")
    return replace(whole, **more)  # type: ignore[arg-type]  # keywords are checked by the value itself


@given(st.lists(reports, max_size=3, unique_by=lambda each: (each.source, each.id)))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=min(40, EXAMPLES), deadline=None
)
def test_a_report_comes_back_as_it_was_given(tmp_path: Path, given_reports: Sequence[Report]) -> None:
    path = tmp_path / "store.db"
    path.unlink(missing_ok=True)
    store = open_store(path)
    _write(store, *given_reports)
    assert [version.report for version in _all(store)] == list(given_reports)
    store.close()


def test_the_same_report_again_is_nothing(store: Store) -> None:
    assert _write(store, _report()) == [News.NEW]
    assert _write(store, _report(), _report()) == [News.SAME, News.SAME]
    assert store.last_commit()[0] == 1


def test_a_changed_report_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    _write(store, _report())
    assert _write(store, _report(title="It is closed"), now=NOW + timedelta(days=1)) == [News.CHANGED]
    versions = _all(store)
    assert [(v.number, v.seq, v.report.title) for v in versions] == [(1, 1, "It is open"), (2, 2, "It is closed")]
    assert versions[1].recorded == NOW + timedelta(days=1)


def test_a_report_that_changes_back_is_a_third_version(store: Store) -> None:
    assert _write(store, _report(), _report(title="x"), _report()) == [News.NEW, News.CHANGED, News.CHANGED]
    assert [version.number for version in _all(store)] == [1, 2, 3]


def test_two_sources_may_use_the_same_id(store: Store) -> None:
    assert _write(store, _report("1", "wires"), _report("1", "radio")) == [News.NEW, News.NEW]


def test_a_publication_after_the_recording_is_clamped_to_it(store: Store) -> None:
    _write(store, _report(published=NOW + timedelta(days=400)))
    version = _all(store)[0]
    assert version.report.published == NOW
    assert version.clamped


def test_an_undated_item_collected_again_is_nothing(store: Store) -> None:
    """A source dates such an item by the moment it was collected, so only that moment differs."""

    def collected_at(now: datetime) -> Report:
        fact = Fact(Span(now, now, Precision.INSTANT), event="open", date_assumed=True)
        return _report(published=now, facts=(fact,))

    _write(store, collected_at(NOW))
    later = NOW + timedelta(hours=1)
    assert _write(store, collected_at(later), now=later) == [News.SAME]


def test_a_corrected_publication_is_a_new_version(store: Store) -> None:
    _write(store, _report())
    assert _write(store, _report(published=NOW - timedelta(days=30))) == [News.CHANGED]


def test_a_changed_date_of_the_deed_is_a_new_version(store: Store) -> None:
    _write(store, _report())
    moved = Fact(day_span((NOW - timedelta(days=3)).date(), "UTC"), event="open")
    assert _write(store, _report(facts=(moved,))) == [News.CHANGED]


def test_text_that_no_column_can_keep_is_replaced_and_still_known_again(store: Store) -> None:
    hostile = _report(title="nul \0 and half a pair \ud800", tags=("\udfff",))
    _write(store, hostile)
    assert _all(store)[0].report.title == "nul � and half a pair �"
    assert _write(store, hostile) == [News.SAME]


def test_a_feed_cannot_hide_anothers_report_by_using_its_id() -> None:
    versions = [ReportVersion(_report("1", name), NOW) for name in ("wires", "hostile")]
    assert [each.report.id for each in told_apart(versions)] == ["wires/1", "hostile/1"]


def test_links_of_a_report_with_a_shared_id_stay_within_its_source() -> None:
    versions = [
        ReportVersion(_report("1", "wires"), NOW),
        ReportVersion(_report("1", "hostile"), NOW),
        ReportVersion(_report("2", "hostile", retracts=("1",), copy_of=("elsewhere",)), NOW),
    ]
    last = told_apart(versions)[2].report
    assert (last.id, last.retracts, last.copy_of) == ("2", ("hostile/1",), ("elsewhere",))
