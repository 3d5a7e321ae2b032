"""The benchmarks at tiny sizes: that they work and measure what they say, never how long it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import (
    alert_time,
    casebook,
    checking,
    collecting,
    correcting,
    delivering,
    digesting,
    falling_due,
    gdelt_day,
    grouping,
    ingesting,
    large_series,
    live_match,
    loading,
    phrase_match,
    planning,
    starting,
    ticking,
)
from tests.bench.measuring import Row, printed


def test_live_matching_is_measured() -> None:
    assert live_match.row(many=20, few=5, number=10, times=1).ours > 0


def test_phrases_are_found_the_same_in_all_three_ways() -> None:
    assert len(phrase_match.rows(phrases=200, texts=30, tried=30, times=1)) == 2


def test_idle_ticks_are_measured(tmp_path: Path) -> None:
    assert all(row.ours > 0 for row in ticking.rows(tmp_path, many=30, middle=20, few=10, times=1))


def test_a_correction_is_measured(tmp_path: Path) -> None:
    assert correcting.row(tmp_path, many=250, few=220, times=2).ours > 0


def test_ingesting_is_measured(tmp_path: Path) -> None:
    assert [row.most_ratio for row in ingesting.rows(tmp_path, number=30, times=1)] == [4.0, None]


def test_collecting_feeds_is_measured(tmp_path: Path) -> None:
    rows = collecting.rows(tmp_path, items=30, in_force=5, times=1)
    assert [row.against for row in rows] == ["feedparser's bare parse", "bare executemany of the same rows"]


def test_a_day_of_gdelt_is_measured_with_all_its_rows_and_with_some(tmp_path: Path) -> None:
    every, some = gdelt_day.rows(tmp_path, number=120, files=3, in_force=5)
    assert "120 rows, 120 of them kept" in every.work
    assert "touch a promise" in some.note


def test_a_case_is_judged_on_every_day() -> None:
    row = casebook.row(step=200, chosen=casebook.folders()[:1], times=1)
    assert row.most_seconds == 5.0
    assert not row.note.startswith("0 ")


def test_a_burst_of_facts_is_judged_once(tmp_path: Path) -> None:
    rows = large_series.rows(tmp_path, number=100, burst=5, stored=20)
    assert rows[-1].note == "1 judging for 5 reports"


def test_what_falls_due_at_once_is_all_told(tmp_path: Path) -> None:
    assert len(falling_due.rows(tmp_path, promises=20, one_by_one=3, times=1)) == 2


def test_delivering_is_measured_beside_bare_posts_and_bare_writes(tmp_path: Path) -> None:
    rows = delivering.rows(tmp_path, alerts=30, one_by_one=3, times=1)
    assert [row.most_seconds for row in rows] == [30 / 2_000, None, None, None]
    assert all(row.ours > 0 and row.other > 0 for row in rows)


def test_the_time_to_an_alert_is_measured_both_ways(tmp_path: Path) -> None:
    to_outbox, to_people = alert_time.rows(tmp_path, deadlines=12, seconds=30)
    assert 0 < to_outbox.ours < 60
    assert 0 < to_people.ours < 120


def test_digests_are_measured(tmp_path: Path) -> None:
    shared, _ = digesting.rows(tmp_path, promises=40, subscribers=4, apart=2, times=1)
    assert "memory grew by" in shared.note


def test_a_plan_is_measured_beside_one_process(tmp_path: Path) -> None:
    (row,) = planning.rows(tmp_path, promises=20, told=200)
    assert row.most_seconds == 60
    assert row.note == "alerts of 10 change"


def test_grouping_one_report_is_measured(tmp_path: Path) -> None:
    assert [row.most_seconds for row in grouping.rows(tmp_path, many=60, few=30, times=1)] == [0.02, None]


def test_loading_a_folder_and_running_its_examples_is_measured() -> None:
    rows = loading.rows(files=2, promises=2, times=1)
    assert [(row.most_ratio, row.most_seconds) for row in rows] == [(1.0, None), (1.0, None), (None, 2.0)]
    assert rows[-1].work == "2 examples run"


@pytest.mark.slow
def test_commands_are_measured(tmp_path: Path) -> None:
    assert len(checking.rows(tmp_path, promises=20, times=1)) == 2
    assert len(starting.rows(pairs=1)) == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Row("x", 1.0, 2.0, "y", most_ratio=1.0), "holds: 50% of it"),
        (Row("x", 3.0, 2.0, "y", most_ratio=1.0), "DOES NOT HOLD: 150% of it"),
        (Row("x", 1.0, 2.0, "y", most_ratio=1.0, most_seconds=0.5), "DOES NOT HOLD: 200% of it"),
        (Row("x", 1.0, 2.0, "y"), "-"),
    ],
)
def test_a_row_says_whether_its_budget_holds_and_by_how_much(row: Row, told: str) -> None:
    assert row.cells()[5] == told
    assert told in printed([row])
