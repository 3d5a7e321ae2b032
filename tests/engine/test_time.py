"""Section 1: whole days, what counts when, and lateness by when the deed occurred."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.engine.asking import all_of, at_least, counted, happened, latest
from tests.engine.given import leaving, promise, reaching, reading, refraining, status, verdict
from tests.engine.telling import (
    WAIT_OVER,
    a_tick_after,
    a_tick_before,
    days,
    deed,
    evening,
    figure,
    month,
    morning,
    report,
)
from tracker.domain.instants import (
    Duration,
    Precision,
    Span,
    day_span,
    first_instant,
    in_zone,
    last_instant,
    month_span,
)
from tracker.domain.promises import Promise
from tracker.domain.statuses import Flag, Status, Timeliness


@pytest.mark.parametrize(
    ("occurred", "expected"),
    [
        ("2016-05-19", Status.KEPT),
        ("2016-05-20", Status.KEPT),
        ("2016-05-21", Status.KEPT_LATE),
    ],
)
def test_a_deed_dated_on_the_due_day_is_in_time(occurred: str, expected: Status) -> None:
    assert status(leaving(), report("a", deed(occurred)), at="2016-06-01") is expected


def in_the_zone(tz: str, opens: str = "2016-03-01", due: str = "2016-05-20") -> Promise:
    """Return the plain promise with its dates in another zone than the reports' UTC."""
    plain = reading(happened(), counted("twice", at_least(1)), kept=all_of("departure", "twice"))
    dated = replace(
        plain,
        opens=first_instant(date.fromisoformat(opens), tz),
        due=last_instant(date.fromisoformat(due), tz),
    )
    return promise(dated, tz=tz)


@pytest.mark.parametrize("tz", ["Asia/Tokyo", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu"])
def test_a_date_is_a_whole_day_in_the_promises_zone_whatever_zone_it_was_read_in(tz: str) -> None:
    told = {on: report("a", deed(on), published="2016-06-01") for on in ("2016-05-20", "2016-05-21", "2016-03-01")}

    assert status(in_the_zone(tz), told["2016-05-20"], at="2016-06-02") is Status.KEPT
    assert status(in_the_zone(tz), told["2016-05-21"], at="2016-06-02") is Status.KEPT_LATE
    assert status(in_the_zone(tz), told["2016-03-01"], at="2016-06-02") is Status.KEPT


def test_an_instant_is_the_same_in_every_zone() -> None:
    at_noon = Span(morning("2016-05-20") + timedelta(hours=16), morning("2016-05-20") + timedelta(hours=16))

    assert status(in_the_zone("Asia/Tokyo"), report("a", deed(at_noon)), at="2016-06-02") is Status.KEPT_LATE
    assert status(in_the_zone("UTC"), report("a", deed(at_noon)), at="2016-06-02") is Status.KEPT


def test_a_missing_day_is_the_day_of_publication_in_the_promises_zone() -> None:
    assumed = replace(deed("2016-05-20"), date_assumed=True)
    by_day = report("a", assumed)
    at_five_in_tokyo = report("a", assumed, published=morning("2016-05-20") + timedelta(hours=20))

    assert status(in_the_zone("Asia/Tokyo"), by_day, at="2016-06-02") is Status.KEPT
    assert status(in_the_zone("Asia/Tokyo"), at_five_in_tokyo, at="2016-06-02") is Status.KEPT_LATE


@pytest.mark.parametrize("tz", ["Asia/Tokyo", "America/New_York", "Europe/Moscow", "Pacific/Auckland"])
@pytest.mark.parametrize("months", [1, 3, 12])
def test_a_calendar_period_is_that_of_the_promises_zone(tz: str, months: int) -> None:
    assert in_zone(month_span(2016, 4, "UTC", months), tz) == month_span(2016, 4, tz, months)
    assert in_zone(month_span(2016, 4, tz, months), "UTC") == month_span(2016, 4, "UTC", months)


@pytest.mark.parametrize("tz", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo", "America/Sao_Paulo"])
def test_a_day_read_in_the_promises_own_zone_stays_that_day(tz: str) -> None:
    for number in range(0, 400, 7):
        day = day_span(date(2016, 1, 1) + timedelta(days=number), tz)
        assert in_zone(day, tz) == day


def test_a_stretch_that_is_called_a_day_and_is_shorter_stays_what_it_is() -> None:
    short = Span(morning("2016-05-20"), morning("2016-05-20") + timedelta(hours=5), Precision.DAY)

    assert in_zone(short, "Asia/Tokyo") == short


def test_opens_means_its_first_instant() -> None:
    just_before = a_tick_after(evening("2016-02-28"))
    assert status(leaving(), at=just_before) is Status.PENDING
    assert status(leaving(), report("a", deed("2016-03-01")), at="2016-03-02") is Status.KEPT


@pytest.mark.parametrize("occurred", ["2016-02-29", "2016-01-15"])
def test_a_deed_before_opening_does_not_count(occurred: str) -> None:
    judged = verdict(leaving(), report("a", deed(occurred)), at="2016-04-01")
    assert judged.status is Status.PENDING
    assert [entry.report for entry in judged.set_aside] == ["a"]


def test_a_deed_at_the_opening_instant_counts() -> None:
    opening = Span(morning("2016-03-01"), morning("2016-03-01"), Precision.INSTANT)
    assert status(leaving(), report("a", deed(opening)), at="2016-03-01") is Status.KEPT


# a day that is not over when it is told of (decision 006)

NOON = morning("2016-04-10") + timedelta(hours=12)


def test_what_is_told_at_noon_had_occurred_by_noon() -> None:
    told = report("a", deed("2016-04-10"), published=NOON)
    assert status(leaving(), told, at=a_tick_before(NOON), known=NOON) is Status.PENDING
    assert status(leaving(), told, at=NOON) is Status.KEPT


def test_a_deed_told_before_a_deadline_at_noon_is_in_time() -> None:
    by_noon = replace(reading(happened(), kept="departure"), due=NOON)
    assert (
        status(promise(by_noon), report("a", deed("2016-04-10"), published=NOON), at="2016-04-20") is Status.KEPT
    )


def test_a_deed_dated_on_the_due_day_is_in_time_though_the_deadline_is_at_noon() -> None:
    by_noon = replace(reading(happened(), kept="departure"), due=NOON)
    judged = verdict(promise(by_noon), report("a", deed("2016-04-10")), at="2016-04-20")
    assert (judged.status, judged.timeliness) == (Status.KEPT, Timeliness.UNCLEAR)


def test_what_is_told_before_its_day_has_not_occurred_by_then() -> None:
    foretold = report("a", deed("2016-04-10"), published=a_tick_before(morning("2016-04-10")))
    assert status(leaving(), foretold, at=NOON) is Status.PENDING


def test_the_figure_of_a_period_stays_whole() -> None:
    told = report("a", figure(25, month("2016-04")), published=NOON)
    assert status(reaching(20), told, at="2016-04-29") is Status.PENDING
    assert status(reaching(20), told, at="2016-04-30") is Status.KEPT


def test_a_deed_that_began_before_opening_counts_by_its_end() -> None:
    assert status(leaving(), report("a", deed(days("2016-02-20", "2016-03-05"))), at="2016-04-01") is Status.KEPT


def test_an_event_of_the_month_of_opening_counts_by_its_end() -> None:
    opened = promise(reading(happened(), kept="departure", opens="2016-03-10", due="2016-05-20"))
    assert status(opened, report("a", deed(month("2016-03"))), at="2016-04-01") is Status.KEPT


def test_a_deed_still_to_come_does_not_count_yet() -> None:
    foretold = report("a", deed("2016-04-10"), published="2016-04-01")
    assert status(leaving(), foretold, at="2016-04-09") is Status.PENDING
    assert status(leaving(), foretold, at="2016-04-10") is Status.KEPT


def test_what_occurs_after_until_does_not_count() -> None:
    calm_year = refraining(until="2016-06-30")
    assert status(calm_year, report("a", deed("2016-06-30", "strike")), at="2016-08-01") is Status.BROKEN
    assert status(calm_year, report("a", deed("2016-07-01", "strike")), at="2016-08-01") is Status.KEPT


def test_for_a_count_the_whole_interval_must_lie_inside() -> None:
    twice = promise(reading(counted("twice", at_least(2)), kept="twice", due="2016-05-20"))
    inside = report("a", deed("2016-04-10"))
    across = report("b", deed(days("2016-02-20", "2016-03-05")))
    assert status(twice, inside, across, at="2016-05-01") is not Status.KEPT
    assert (
        status(twice, inside, report("b", deed(days("2016-03-01", "2016-03-05"))), at="2016-05-01") is Status.KEPT
    )


def test_for_a_period_value_the_whole_period_must_lie_inside() -> None:
    monthly = promise(reading(latest("gone", at_least(20)), kept="gone", opens="2016-03-10", due="2016-05-31"))
    assert status(monthly, report("a", figure(25, month("2016-03"))), at="2016-05-01") is Status.PENDING
    assert status(monthly, report("a", figure(25, month("2016-04"))), at="2016-05-01") is Status.KEPT


def test_lateness_is_decided_by_when_the_deed_occurred_not_by_when_it_was_reported() -> None:
    told_late = report("a", deed("2016-05-19"), published="2016-07-01")
    assert status(leaving(), told_late, at="2016-06-30") is Status.OVERDUE
    judged = verdict(leaving(), told_late, at="2016-07-01")
    assert (judged.status, judged.timeliness, judged.late_since) == (Status.KEPT, Timeliness.ON_TIME, None)
    assert Flag.PUBLISHED_LATE in judged.flags


def test_a_deed_reported_at_once_is_not_published_late() -> None:
    assert Flag.PUBLISHED_LATE not in verdict(leaving(), report("a", deed("2016-05-19")), at="2016-06-01").flags


def test_an_old_figure_republished_later_changes_nothing() -> None:
    newer = report("a", figure(12, "2016-04-20"))
    older = report("b", figure(25, "2016-03-20"), published="2016-05-01")
    falling = promise(reading(latest("few-left", at_least(20)), at_risk="few-left", due="2016-05-20"))
    assert status(falling, newer, at="2016-05-02") is Status.PENDING
    assert status(falling, newer, older, at="2016-05-02") is Status.PENDING


def test_a_republished_old_figure_still_shows_that_the_level_was_once_reached() -> None:
    """Reaching once is enough for `achieve`: the order of publication has no say in it."""
    newer = report("a", figure(12, "2016-04-20"))
    older = report("b", figure(25, "2016-03-20"), published="2016-05-01")
    assert status(reaching(20), newer, older, at="2016-05-02") is Status.KEPT


def test_waiting_is_how_long_reports_are_expected_before_silence_is_called_silence() -> None:
    assert status(leaving(), at="2016-05-20") is Status.PENDING
    assert status(leaving(), at="2016-05-21") is Status.AWAITING
    assert status(leaving(), at="2016-05-23") is Status.AWAITING
    assert status(leaving(), at=WAIT_OVER) is Status.OVERDUE


def test_waiting_is_not_leniency() -> None:
    judged = verdict(leaving(), report("a", deed("2016-05-21")), at="2016-05-22")
    assert (judged.status, judged.late_since) == (Status.KEPT_LATE, evening("2016-05-20"))


def test_without_waiting_silence_counts_at_once() -> None:
    assert status(leaving(wait=Duration()), at=a_tick_after(evening("2016-05-20"))) is Status.OVERDUE


def test_waiting_days_are_calendar_days_of_the_promises_zone() -> None:
    """Berlin lost an hour on 27 March 2016: three of its days are 71 hours."""
    due = last_instant(date(2016, 3, 25), "Europe/Berlin")
    plain = replace(reading(happened("departure"), kept="departure"), due=due)
    dated = replace(promise(plain), tz="Europe/Berlin")
    over = datetime(2016, 3, 28, 22, 0, tzinfo=UTC)
    assert status(dated, at=last_instant(date(2016, 3, 28), "Europe/Berlin")) is Status.AWAITING
    assert status(dated, at=over) is Status.OVERDUE


def test_a_date_that_was_assumed_is_flagged() -> None:
    assumed = replace(deed("2016-04-10"), date_assumed=True)
    assert Flag.DATE_ASSUMED in verdict(leaving(), report("a", assumed), at="2016-05-01").flags
    assert Flag.DATE_ASSUMED not in verdict(leaving(), report("a", deed()), at="2016-05-01").flags


def test_opening_is_an_instant_of_the_window() -> None:
    assert status(leaving(), at=morning("2016-03-01")) is Status.PENDING


def test_a_publication_after_its_recording_is_set_back_and_flagged() -> None:
    assumed = replace(deed("2016-06-20"), date_assumed=True)
    told = report("a", assumed, published="2016-06-20", recorded="2016-05-01")
    judged = verdict(leaving(), told, at="2016-05-02")
    assert judged.flags >= {Flag.CLAMPED, Flag.DATE_ASSUMED}
    (witness,) = judged.witnesses
    assert witness.account.published == witness.account.occurred.end == evening("2016-05-01")
    assert witness.account.report.stated == evening("2016-06-20")


def test_a_deed_dated_ahead_of_its_recording_has_not_occurred() -> None:
    told = report("a", deed("2016-06-20"), published="2016-06-20", recorded="2016-05-01")
    judged = verdict(leaving(), told, at="2016-05-02")
    assert [each.why for each in judged.set_aside] == ["not yet occurred"]
    assert Flag.CLAMPED not in judged.flags
