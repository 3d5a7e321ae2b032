"""Sections 3, 4 and 6: when a kept promise is reversed, and when it stays kept."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.asking import at_least, happened, latest
from tests.engine.given import leaving, promise, reaching, reading, status, verdict
from tests.engine.telling import deed, figure, report
from tracker.domain.criteria import Reducer
from tracker.domain.reports import Nature
from tracker.domain.statuses import Phase, Status

REACHED = report("a", figure(25, "2016-04-10"))


def test_reach_once_promises_stay_kept_when_the_level_later_falls() -> None:
    assert status(reaching(20), REACHED, report("b", figure(15, "2016-04-20")), at="2016-06-01") is Status.KEPT


def test_kept_when_measured_false_again_within_undone_within_is_reversed() -> None:
    fallen = report("b", figure(15, "2016-04-20"))
    assert status(reaching(20, undone_within=30), REACHED, fallen, at="2016-04-19") is Status.KEPT
    assert status(reaching(20, undone_within=30), REACHED, fallen, at="2016-04-20") is Status.REVERSED


def test_undone_within_counts_from_the_deed() -> None:
    undoable = reaching(20, undone_within=30)
    assert status(undoable, REACHED, report("b", figure(15, "2016-05-10")), at="2016-06-01") is Status.REVERSED
    assert status(undoable, REACHED, report("b", figure(15, "2016-05-11")), at="2016-06-01") is Status.KEPT


def test_lateness_of_the_report_does_not_save_it() -> None:
    fallen = report("b", figure(15, "2016-04-20"), published="2016-06-20")
    assert status(reaching(20, undone_within=30), REACHED, fallen, at="2016-06-20") is Status.REVERSED


def test_a_promise_kept_late_can_be_reversed() -> None:
    late, fallen = report("a", figure(25, "2016-05-25")), report("b", figure(15, "2016-06-05"))
    assert status(reaching(20, undone_within=30), late, fallen, at="2016-06-10") is Status.REVERSED


def test_broken_when_undoes_it_by_default() -> None:
    left, cancelled = report("a", deed("2016-04-10")), report("b", deed("2016-04-20", "cancelled"))
    assert status(leaving(undone_within=30), left, cancelled, at="2016-05-01") is Status.REVERSED
    assert status(leaving(), left, cancelled, at="2016-05-01") is Status.KEPT


def test_once_undone_in_time_a_second_undoing_after_that_time_does_not_restore_it() -> None:
    left, cancelled = report("a", deed("2016-04-10")), report("b", deed("2016-04-20", "cancelled"))
    again = report("c", deed("2016-07-20", "cancelled"))
    judged = verdict(leaving(undone_within=30), left, cancelled, again, at="2016-08-01")
    assert (judged.status, judged.deciding) == (Status.REVERSED, ("b",))


def test_where_undone_when_is_given_only_that_undoes_it() -> None:
    judged = promise(
        reading(
            latest("gone", at_least(20)), happened("returned"), kept="gone", undone="returned", due="2016-05-20"
        ),
        undone_within=30,
    )
    assert status(judged, REACHED, report("b", figure(15, "2016-04-20")), at="2016-05-01") is Status.KEPT
    assert status(judged, REACHED, report("b", deed("2016-04-20", "returned")), at="2016-05-01") is Status.REVERSED


def test_silence_does_not_undo_a_deed() -> None:
    assert status(leaving(undone_within=30), report("a", deed("2016-04-10")), at="2016-05-05") is Status.KEPT


def test_what_was_before_the_deed_does_not_undo_it() -> None:
    judged = promise(
        reading(happened(), happened("returned"), kept="departure", undone="returned", due="2016-05-20"),
        undone_within=30,
    )
    told = report("a", deed("2016-04-10")), report("b", deed("2016-04-05", "returned"))
    assert status(judged, *told, at="2016-05-01") is Status.KEPT


def test_what_ended_with_the_deed_does_not_undo_it() -> None:
    judged = promise(
        reading(happened(), happened("returned"), kept="departure", undone="returned", due="2016-05-20"),
        undone_within=30,
    )
    told = report("a", deed("2016-04-10")), report("b", deed("2016-04-10", "returned"))
    assert status(judged, *told, at="2016-05-01") is Status.KEPT


def test_an_estimate_does_not_undo_it() -> None:
    fallen = report("b", figure(15, "2016-04-20", nature=Nature.ESTIMATE))
    assert status(reaching(20, undone_within=30), REACHED, fallen, at="2016-05-01") is Status.KEPT


def test_while_it_can_still_be_undone_a_kept_promise_is_watched() -> None:
    undoable = reaching(20, undone_within=30)
    assert verdict(undoable, REACHED, at="2016-05-01").phase is Phase.WATCHING
    assert verdict(undoable, REACHED, at="2016-05-10").phase is Phase.WATCHING
    assert verdict(undoable, REACHED, at="2016-05-11").phase is Phase.CLOSED
    assert verdict(reaching(20), REACHED, at="2016-05-01").phase is Phase.CLOSED


def test_a_reversed_promise_is_not_mended_by_a_later_deed() -> None:
    told = REACHED, report("b", figure(15, "2016-04-20")), report("c", figure(30, "2016-05-01"))
    assert status(reaching(20, undone_within=30), *told, at="2016-05-10") is Status.REVERSED


def test_without_undone_within_nothing_undoes_a_deed() -> None:
    """Section 6: reversed is what was kept and undone within `undone_within`."""
    judged = promise(
        reading(happened(), happened("returned"), kept="departure", undone="returned", due="2016-05-20")
    )
    told = report("a", deed("2016-04-10")), report("b", deed("2016-04-20", "returned"))
    assert status(judged, *told, at="2016-05-01") is Status.KEPT


def test_a_further_contribution_does_not_undo_a_sum_that_was_reached() -> None:
    """Section 3: undone by default is `kept_when` measured false again, which a sum that has only grown is not."""
    total = replace(latest("gone", at_least(20)), reducer=Reducer.SUM)
    judged = promise(reading(total, kept="gone", due="2016-05-20"), undone_within=30)
    assert status(judged, REACHED, report("b", figure(3, "2016-04-20")), at="2016-05-01") is Status.KEPT
