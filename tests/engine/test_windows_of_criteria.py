"""`over`, `for_at_least` and `unless` (section 3): windows of a criterion's own, lasting, and until."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import all_of, at_least, at_most, counted, happened, latest, named
from tests.engine.given import NOBODY_LISTENED, heard, listening, promise, reading, status, verdict
from tests.engine.telling import DUE, a_tick_before, days, deed, evening, figure, morning, report
from tracker.domain.criteria import Condition, Criterion, Op
from tracker.domain.instants import Duration
from tracker.domain.promises import Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Status

S = Status
TEN_DAYS = Duration(days=10)


def at_risk_by(criterion: Criterion) -> Promise:
    """Return a promise that is at risk while the criterion is true."""
    return promise(reading(criterion, happened("departure"), kept="departure", at_risk=criterion.name, due=DUE))


def strikes(*dates: str) -> list[ReportVersion]:
    return [report(f"strike-{each}", deed(each, "strike")) for each in dates]


BUSY = at_risk_by(replace(counted("busy", at_least(2), "strike"), over=TEN_DAYS))


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2016-04-01", S.PENDING), ("2016-04-05", S.AT_RISK), ("2016-04-10", S.AT_RISK), ("2016-04-11", S.PENDING)],
)
def test_a_rolling_window_forgets_what_is_older(at: str, expected: Status) -> None:
    assert status(BUSY, *strikes("2016-04-01", "2016-04-05"), at=at) is expected


def test_the_instant_at_which_an_account_leaves_a_rolling_window_is_a_boundary() -> None:
    told = verdict(BUSY, *strikes("2016-04-01", "2016-04-05"), at="2016-04-08")

    assert told.next_boundary == morning("2016-04-11")


def test_an_event_leaves_a_rolling_window_so_long_after_it_ended() -> None:
    seen = at_risk_by(replace(happened("strike"), over=TEN_DAYS))

    assert [status(seen, *strikes("2016-04-01"), at=at) for at in ("2016-04-10", "2016-04-11")] == [
        S.AT_RISK,
        S.PENDING,
    ]


def test_an_interval_longer_than_a_rolling_window_never_lies_inside_it() -> None:
    long = report("l", figure(50, days("2016-04-01", "2016-04-20")))
    summed = at_risk_by(replace(latest("gone", at_least(1)), over=TEN_DAYS))

    assert status(summed, long, at="2016-04-20") is S.AT_RISK


def test_a_fixed_window_may_lie_before_the_opening() -> None:
    before = replace(happened("strike"), over=days("2016-01-01", "2016-01-31"))

    assert status(at_risk_by(before), *strikes("2016-01-10"), at="2016-04-01") is S.AT_RISK
    assert status(at_risk_by(before), *strikes("2016-04-01"), at="2016-04-01") is S.PENDING


LASTING = promise(reading(replace(latest("gone", at_least(20)), for_at_least=TEN_DAYS), kept="gone", due=DUE))
REACHED = report("a", figure(20, "2016-04-01"))
MORE = report("b", figure(22, "2016-04-08"))
FELL = report("c", figure(10, "2016-04-05"))


def test_an_answer_counts_as_true_once_it_has_lasted() -> None:
    assert [status(LASTING, REACHED, at=at) for at in ("2016-04-10", "2016-04-11")] == [S.PENDING, S.KEPT]


def test_the_end_of_the_time_it_has_to_last_is_a_boundary() -> None:
    assert verdict(LASTING, REACHED, at="2016-04-05").next_boundary == evening("2016-04-11")


@pytest.mark.parametrize(("reached_on", "expected"), [("2016-05-10", S.KEPT), ("2016-05-11", S.KEPT_LATE)])
def test_what_has_to_last_is_in_time_only_if_it_has_lasted_by_the_deadline(
    reached_on: str, expected: Status
) -> None:
    assert status(LASTING, report("a", figure(20, reached_on)), at="2016-06-10") is expected


def test_what_comes_true_as_an_account_leaves_its_window_comes_true_then() -> None:
    calm = replace(counted("calm", at_most(1), "strike"), over=TEN_DAYS)
    told = [report("d", deed("2016-05-11")), *strikes("2016-05-12", "2016-05-13")]
    quiet = promise(
        reading(happened("departure"), calm, kept=all_of("departure", "calm"), opens="2016-05-11", due=DUE)
    )
    noisy = [*strikes("2016-05-11"), *told]

    assert status(quiet, *told, at="2016-05-11") is S.KEPT
    assert status(quiet, *noisy, report("e", deed("2016-05-11", "strike")), at="2016-05-30") is S.KEPT_LATE


def test_a_newer_figure_that_still_passes_does_not_start_the_time_again() -> None:
    assert status(LASTING, REACHED, MORE, at="2016-04-11") is S.KEPT


def test_a_break_starts_the_time_again() -> None:
    told = [status(LASTING, REACHED, FELL, MORE, at=at) for at in ("2016-04-11", "2016-04-18")]

    assert told == [S.PENDING, S.KEPT]


def test_silence_has_to_last_as_well() -> None:
    calm = replace(counted("calm", at_most(0), "strike"), for_at_least=TEN_DAYS)
    quiet = promise(reading(calm, kept="calm", due=DUE))

    assert [status(quiet, at=at) for at in (evening("2016-03-10"), morning("2016-03-11"))] == [S.PENDING, S.KEPT]


def until(name: str) -> Condition:
    return Condition(Op.UNLESS, parts=(named(name),))


def test_unless_is_true_while_its_part_was_never_true_and_somebody_listened() -> None:
    sold = promise(reading(happened("departure"), happened("strike"), kept=until("strike"), due=DUE))

    assert status(sold, at="2016-04-01") is S.KEPT
    assert status(sold, at="2016-04-01", coverage=NOBODY_LISTENED) is S.PENDING


def test_unless_stays_false_once_its_part_was_true() -> None:
    kept, low = happened("departure"), latest("low", at_most(5))
    nervous = promise(reading(kept, low, kept="departure", at_risk=until("low"), due=DUE))
    fell, rose = report("a", figure(3, "2016-04-05")), report("b", figure(9, "2016-04-10"))
    told = [status(nervous, fell, rose, at=at) for at in ("2016-04-01", "2016-04-05", "2016-04-20")]

    assert told == [S.AT_RISK, S.PENDING, S.PENDING]


def test_silence_in_a_rolling_window_counts_only_if_that_window_was_listened_to() -> None:
    """Section 3: no match is false over the part of the window that was listened to, no data elsewhere."""
    quiet = at_risk_by(replace(counted("quiet", at_most(0), "visit"), over=TEN_DAYS))
    quiet = replace(quiet, needs=("wire",))
    heard_long_ago = listening(heard("wire", "2016-03-01", "2016-05-01"))
    assert status(quiet, at="2016-05-01", coverage=heard_long_ago) is Status.AT_RISK
    judged = verdict(quiet, at="2016-05-01", known="2016-06-01", coverage=heard_long_ago)
    thin = judged.next_boundary
    assert thin is not None
    assert thin < evening("2016-05-03")
    for at, expected in ((a_tick_before(thin), S.AT_RISK), (thin, S.PENDING), (evening("2016-05-05"), S.PENDING)):
        assert status(quiet, at=at, known="2016-06-01", coverage=heard_long_ago) is expected


def test_what_had_to_last_came_true_when_it_had_lasted_however_often_it_is_told_again() -> None:
    """Section 3: kept_when latches at its first true instant, which `for_at_least` puts off."""
    lasting = replace(latest("gone", at_least(20)), for_at_least=TEN_DAYS)
    judged = promise(reading(lasting, kept="gone", due=DUE))
    once, again = report("a", figure(25, "2016-05-10")), report("b", figure(25, "2016-05-18"))
    for told in ((once,), (once, again)):
        assert verdict(judged, *told, at="2016-05-28").deciding == ("a",)
        assert status(judged, *told, at="2016-05-28") is Status.KEPT
    assert status(judged, again, at="2016-05-29") is Status.KEPT_LATE
