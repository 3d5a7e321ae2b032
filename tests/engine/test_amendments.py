"""Amendments (sections 6 and 7): the original is never overwritten, and who moved it decides what counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.asking import any_of, at_least, happened, latest
from tests.engine.given import judgement, leaving, promise, reading, refraining, status, verdict
from tests.engine.moving import amended_by, changed, moved
from tests.engine.telling import deed, evening, figure, report
from tracker.domain.criteria import Condition, Op
from tracker.domain.instants import Duration
from tracker.domain.promises import Amendment, Interest, MovedBy, Trigger
from tracker.domain.reports import Nature
from tracker.domain.statuses import Flag, Status, Timeliness

S = Status
LATER = "2016-06-30"
ALONE = moved("2016-05-01", LATER)
BOTH = moved("2016-05-01", LATER, MovedBy.BOTH)
OTHERS = moved("2016-05-01", LATER, MovedBy.THIRD_PARTY)
EARLIER = moved("2016-04-01", "2016-05-01")
TOO_LATE = moved("2016-05-24", LATER)

ROWS: list[tuple[str, tuple[Amendment, ...], str, Status]] = [
    ("before it is announced nothing has moved", (ALONE,), "2016-04-30", S.PENDING),
    ("a later date announced before the old one ran out: amended", (ALONE,), "2016-05-01", S.AMENDED),
    ("amended after the original date has passed, while the announced one has not", (ALONE,), LATER, S.AMENDED),
    ("amended as well if both sides moved it", (BOTH,), "2016-06-01", S.AMENDED),
    ("after the announced date reports are waited for again", (ALONE,), "2016-07-03", S.AWAITING),
    ("and then silence counts", (ALONE,), "2016-07-04", S.OVERDUE),
    ("the same where both moved it", (BOTH,), "2016-07-03", S.AWAITING),
    ("the same silence where both moved it", (BOTH,), "2016-07-04", S.OVERDUE),
    ("a forecast by a third party is no move", (OTHERS,), "2016-05-24", S.OVERDUE),
    ("an earlier date takes effect", (EARLIER,), "2016-05-05", S.OVERDUE),
    ("one announced after the waiting time changes nothing", (TOO_LATE,), "2016-05-24", S.OVERDUE),
    (
        "one announced within the waiting time still counts as announced in time",
        (moved("2016-05-23", LATER),),
        "2016-06-01",
        S.AMENDED,
    ),
    (
        "a second move counts from the first announced date",
        (ALONE, moved("2016-06-30", "2016-08-31")),
        "2016-08-01",
        S.AMENDED,
    ),
    (
        "several of one day apply in order",
        (moved("2016-05-01", "2016-06-10"), moved("2016-05-01", LATER)),
        "2016-06-20",
        S.AMENDED,
    ),
]


@pytest.mark.parametrize(("claim", "amendments", "at", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_moved_date(claim: str, amendments: tuple[Amendment, ...], at: str, expected: Status) -> None:
    assert status(amended_by(leaving(), *amendments), at=at) is expected, claim


def test_a_deed_after_a_date_that_was_moved_alone_is_late_by_the_original() -> None:
    told = verdict(amended_by(leaving(), ALONE), report("a", deed("2016-06-10")), at="2016-06-11")

    assert (told.status, told.late_since, told.late_since_agreed) == (S.KEPT_LATE, evening("2016-05-20"), None)


def test_a_deed_within_an_agreed_date_is_in_time_and_still_says_that_the_original_passed() -> None:
    told = verdict(amended_by(leaving(), BOTH), report("a", deed("2016-06-10")), at="2016-06-11")

    assert (told.status, told.timeliness, told.late_since) == (S.KEPT, Timeliness.ON_TIME, evening("2016-05-20"))


def test_a_deed_after_an_agreed_date_is_late_by_both() -> None:
    told = verdict(amended_by(leaving(), BOTH), report("a", deed("2016-07-10")), at="2016-07-11")

    late = told.late_since, told.late_since_agreed
    assert (told.status, late) == (S.KEPT_LATE, (evening("2016-05-20"), evening(LATER)))


@pytest.mark.parametrize("amendment", [ALONE, BOTH, EARLIER, TOO_LATE])
def test_a_move_by_a_side_is_flagged_from_its_announcement_on(amendment: Amendment) -> None:
    told = verdict(amended_by(leaving(), amendment), at="2016-05-25")

    assert Flag.DEADLINE_MOVED in told.flags


def test_a_third_partys_forecast_is_not_flagged() -> None:
    assert Flag.DEADLINE_MOVED not in verdict(amended_by(leaving(), OTHERS), at="2016-05-25").flags


def test_the_first_date_of_an_undated_promise_is_not_a_move() -> None:
    undated = promise(reading(happened("departure"), kept="departure"))
    dated = amended_by(undated, moved("2016-05-01", LATER))
    told = [verdict(dated, at=at) for at in ("2016-05-02", "2016-07-04")]

    assert [each.status for each in told] == [S.PENDING, S.OVERDUE]
    assert all(Flag.DEADLINE_MOVED not in each.flags for each in told)


@pytest.mark.parametrize(
    ("published", "expected"), [("2016-04-20", S.AMENDED), ("2016-05-02", S.AT_RISK), ("2016-05-01", S.AMENDED)]
)
def test_of_a_move_and_a_risk_the_one_known_later_counts(published: str, expected: Status) -> None:
    risky = promise(
        reading(happened("departure"), happened("halted"), kept="departure", at_risk="halted", due="2016-05-20")
    )
    halt = report("a", deed("2016-04-20", "halted"), published=published)

    assert status(amended_by(risky, ALONE), halt, at="2016-05-10") is expected


def test_in_hindsight_a_move_counts_only_if_it_was_made_by_then() -> None:
    told = judgement(amended_by(leaving(), ALONE), at="2016-04-30", known=None).headline

    assert (told.status, told.flags) == (S.PENDING, frozenset())


def test_time_alone_makes_a_move_known_so_its_day_is_a_boundary() -> None:
    told = verdict(amended_by(leaving(), ALONE), at="2016-04-01")

    assert told.next_boundary == evening("2016-05-01")


def test_a_window_moved_by_both_sides_ends_when_both_said() -> None:
    longer = amended_by(refraining(until="2016-05-20"), moved("2016-05-01", by=MovedBy.BOTH, until=LATER))
    strike = report("a", deed("2016-06-10", "strike"))

    assert status(longer, strike, at="2016-06-11") is S.BROKEN


def test_a_window_lengthened_by_one_side_ends_when_it_was_promised() -> None:
    longer = amended_by(refraining(until="2016-05-20"), moved("2016-05-01", until=LATER))
    strike = report("a", deed("2016-06-10", "strike"))

    assert status(longer, strike, at="2016-06-11") is S.KEPT


TWENTY = reading(latest("gone", at_least(20)), kept="gone", due="2016-05-20")
TEN = reading(latest("gone", at_least(10)), kept="gone", due="2016-05-20")


@pytest.mark.parametrize(("by", "expected"), [(MovedBy.BOTH, S.KEPT), (MovedBy.ALONE, S.BROKEN)])
def test_an_amount_changed_by_both_replaces_the_old_one_and_one_changed_alone_does_not(
    by: MovedBy, expected: Status
) -> None:
    lower = amended_by(promise(TWENTY), changed("2016-05-01", TEN, by))
    told = verdict(lower, report("a", figure(12, "2016-05-20")), at="2016-05-25")

    assert (told.status, Flag.AMOUNT_CHANGED in told.flags) == (expected, True)


def test_a_concession_before_an_announced_delay_leaves_the_delay_standing() -> None:
    conceding = promise(
        reading(happened("departure"), happened("halted"), kept="departure", at_risk="halted", due="2016-05-20")
    )
    halt = report("a", deed("2016-04-20", "halted", Nature.CONCESSION, origin="Russia"))

    assert status(amended_by(conceding, ALONE), halt, at="2016-05-10") is S.AMENDED


def test_a_date_brought_forward_is_late_by_the_original_only_once_that_has_passed() -> None:
    sooner = amended_by(leaving(), moved("2016-04-01", "2016-05-01"))
    early = verdict(sooner, at="2016-05-09")
    assert (early.status, early.late_since, early.late_since_agreed) == (S.OVERDUE, None, evening("2016-05-01"))
    late = verdict(sooner, at="2016-05-21")
    assert (late.late_since, late.late_since_agreed) == (evening("2016-05-20"), evening("2016-05-01"))
    between = verdict(sooner, report("a", deed("2016-05-10")), at="2016-06-01")
    assert (between.status, between.late_since) == (S.KEPT_LATE, None)


def test_a_date_before_the_opening_of_an_instance_is_not_its_deadline() -> None:
    """Section 4: an instance is due within its span of the trigger; no charge comes from a date it never had."""
    judged = promise(reading(happened("departure"), happened("vote"), kept="departure"))
    judged = replace(judged, trigger=Trigger(Condition(Op.CRITERION, "vote"), Duration(days=40)))
    judged = amended_by(judged, moved("2016-04-15", "2016-05-01"))
    assert status(judged, report("a", deed("2016-06-01", "vote")), at="2016-06-20") is Status.PENDING


def test_a_concession_after_the_move_is_the_risk_that_is_known_later() -> None:
    """Section 7: of `amended` and `at_risk` the one known later; a concession is a risk as `at_risk_when` is."""
    told = reading(
        happened("departure"),
        happened("halted"),
        latest("gone", at_least(20)),
        kept=any_of("departure", "gone"),
        at_risk="halted",
        due="2016-05-20",
    )
    judged = amended_by(promise(told, interest={"mod-ru": Interest.SELF}), moved("2016-05-01", LATER))
    halted = report("a", deed("2016-04-10", "halted"))
    conceded = report("b", figure(5, "2016-05-10", nature=Nature.CONCESSION, origin="mod-ru"))
    assert status(judged, halted, at="2016-05-15") is Status.AMENDED
    assert status(judged, halted, conceded, at="2016-05-15") is Status.AT_RISK
