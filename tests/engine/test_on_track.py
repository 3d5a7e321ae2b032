"""Section 6, on_track: a part of what was promised is done, or the figure has moved towards its target."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import all_of, any_of, at_least, at_most, baseline, happened, latest, none_of
from tests.engine.given import heard, listening, promise, reading, status, verdict
from tests.engine.telling import deed, figure, report
from tracker.domain.criteria import Baseline, Criterion, Reducer
from tracker.domain.reports import Nature
from tracker.domain.statuses import Flag, Status

AT = "2016-05-01"


def test_a_part_of_kept_when_is_true() -> None:
    two = promise(
        reading(happened("loading"), happened("departure"), kept=all_of("loading", "departure"), due="2016-05-20")
    )
    assert status(two, report("a", deed(event="loading")), at=AT) is Status.ON_TRACK
    assert status(two, at=AT) is Status.PENDING


def test_parts_of_none_of_do_not_make_it() -> None:
    calm = promise(
        reading(
            happened("departure"),
            happened("strike"),
            kept=all_of("departure", none_of("strike")),
            due="2016-05-20",
        ),
        needs=["wire"],
    )
    everything = listening(heard("wire", "2016-03-01", "2016-12-31"))
    assert status(calm, at=AT, coverage=everything) is Status.PENDING


def test_a_nested_part_makes_it() -> None:
    nested = promise(
        reading(
            happened("loading"),
            happened("departure"),
            happened("inspected"),
            kept=all_of("departure", any_of("loading", "inspected")),
            due="2016-05-20",
        )
    )
    assert status(nested, report("a", deed(event="inspected")), at=AT) is Status.ON_TRACK


@pytest.mark.parametrize(
    ("number", "expected"), [(35, Status.ON_TRACK), (40, Status.PENDING), (44, Status.PENDING)]
)
def test_the_newest_figure_is_nearer_the_target_than_the_baseline(number: float, expected: Status) -> None:
    """Forty aircraft stood there, twenty may stay."""
    few = latest("few", at_most(20), "aircraft present", baseline=baseline(40))
    falling = promise(reading(few, kept="few", due="2016-05-20", progress_by="few"))
    assert status(falling, report("a", figure(number, indicator="aircraft present")), at=AT) is expected


def test_progress_is_measured_from_the_baseline_to_the_target() -> None:
    few = latest("few", at_most(20), "aircraft present", baseline=baseline(40))
    falling = promise(reading(few, kept="few", due="2016-05-20"))
    assert verdict(falling, report("a", figure(35, indicator="aircraft present")), at=AT).progress == 0.25


def test_progress_by_names_the_criterion_that_shows_it() -> None:
    gone = latest("gone", at_least(20), baseline=Baseline(0))
    left = latest("left", at_most(20), "aircraft present", baseline=baseline(40))
    toward = promise(reading(gone, left, kept=all_of("gone", "left"), due="2016-05-20", progress_by="left"))
    told = report("a", figure(10)), report("b", figure(35, indicator="aircraft present"))
    assert verdict(toward, *told, at=AT).progress == 0.25


def test_the_newest_figure_counts_not_the_best() -> None:
    few = latest("few", at_most(20), "aircraft present", baseline=baseline(40))
    falling = promise(reading(few, kept="few", due="2016-05-20", progress_by="few"))
    told = (
        report("a", figure(30, "2016-04-01", "aircraft present")),
        report("b", figure(42, "2016-04-10", "aircraft present")),
    )
    assert status(falling, *told, at="2016-04-05") is Status.ON_TRACK
    assert status(falling, *told, at=AT) is Status.PENDING


def _progressing(criterion: Criterion, progress_by: str | None) -> Status:
    toward = promise(reading(criterion, kept=criterion.name, due="2016-05-20", progress_by=progress_by))
    return status(toward, report("a", figure(10)), at=AT)


def test_without_progress_by_the_first_criterion_with_a_baseline_shows_it() -> None:
    assert _progressing(latest("gone", at_least(20), baseline=Baseline(0)), None) is Status.ON_TRACK
    assert _progressing(latest("gone", at_least(20)), None) is Status.PENDING


def test_an_estimate_shows_no_progress() -> None:
    toward = promise(reading(latest("gone", at_least(20), baseline=Baseline(0)), kept="gone", due="2016-05-20"))
    assert status(toward, report("a", figure(10, nature=Nature.ESTIMATE)), at=AT) is Status.PENDING


def test_a_figure_in_another_unit_shows_no_progress() -> None:
    toward = promise(reading(latest("gone", at_least(20), baseline=Baseline(0)), kept="gone", due="2016-05-20"))
    assert status(toward, report("a", figure(10, unit="helicopters")), at=AT) is Status.PENDING


def test_a_figure_below_the_straight_line_from_baseline_to_target_is_behind_pace() -> None:
    """Half of the window has passed on 10 April (40 of 80 days): ten of twenty would be on the line."""
    toward = promise(reading(latest("gone", at_least(20), baseline=Baseline(0)), kept="gone", due="2016-05-20"))
    behind = verdict(toward, report("a", figure(9, "2016-04-10")), at="2016-04-10")
    ahead = verdict(toward, report("a", figure(11, "2016-04-10")), at="2016-04-10")
    assert behind.status is ahead.status is Status.ON_TRACK
    assert Flag.BEHIND_PACE in behind.flags
    assert Flag.BEHIND_PACE not in ahead.flags
    assert (behind.progress, ahead.progress) == (0.45, 0.55)


def test_behind_pace_is_above_the_line_where_less_is_better() -> None:
    few = latest("few", at_most(20), "aircraft present", baseline=baseline(40))
    falling = promise(reading(few, kept="few", due="2016-05-20"))
    behind = verdict(falling, report("a", figure(35, "2016-04-10", "aircraft present")), at="2016-04-10")
    ahead = verdict(falling, report("a", figure(25, "2016-04-10", "aircraft present")), at="2016-04-10")
    assert Flag.BEHIND_PACE in behind.flags
    assert Flag.BEHIND_PACE not in ahead.flags


def test_of_figures_of_one_day_the_best_graded_measures_progress() -> None:
    """Section 9: for open statuses the latest account, then the best graded."""
    judged = promise(reading(latest("gone", at_least(20), baseline=baseline(0)), kept="gone", due="2016-05-20"))
    good = report("a", figure(10, "2016-04-10"), grade="A")
    poor = report("b", figure(0, "2016-04-10"), grade="D")
    assert verdict(judged, good, poor, at=AT).progress == 0.5


def test_a_contribution_to_a_sum_is_as_much_progress_as_its_figure() -> None:
    """Section 6: nearer the target is what the newest figure is, not whatever adds to it."""
    total = replace(latest("gone", at_least(20), baseline=baseline(0)), reducer=Reducer.SUM)
    judged = promise(reading(total, kept="gone", due="2016-05-20"))
    assert verdict(judged, report("a", figure(5, "2016-04-10")), at=AT).progress == 0.25
