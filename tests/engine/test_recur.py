"""Recurring promises (sections 4 and 7): every period by itself, and the series over the decided ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.engine.asking import at_least, happened, latest, none_of
from tests.engine.given import NOBODY_LISTENED, judgement, promise, reading, status, verdict
from tests.engine.moving import amended_by, changed, moved, overruled, ruled
from tests.engine.telling import deed, figure, month, morning, report
from tracker.domain.instants import Duration
from tracker.domain.promises import Kind, MovedBy, Promise
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Flag, Phase, Status

S = Status
MONTH, QUARTER, YEAR = Duration(months=1), Duration(months=3), Duration(months=12)


def buying(
    every: Duration = MONTH, opens: str = "2016-01-01", until: str | None = "2016-04-30", tolerate: float = 1.0
) -> Promise:
    """Return a promise to buy 60 in every period; a purchase figure for the period shows it."""
    plain = reading(latest("enough", at_least(60), "purchases"), kept="enough", opens=opens, until=until)
    return replace(promise(plain, kind=Kind.RECUR), every=every, tolerate=tolerate)


def bought(number: float, text: str, key: str = "") -> ReportVersion:
    """Return the figure for a month, published on the third of the next."""
    year, name = text.split("-")
    return report(
        key or f"for-{text}", figure(number, month(text), "purchases"), published=f"{year}-{int(name) + 1:02}-03"
    )


def instances(promise: Promise, *reports: ReportVersion, at: str) -> Mapping[str, Status]:
    return {each.instance: each.status for each in judgement(promise, *reports, at=at).instances}


def test_each_period_is_an_instance_named_by_its_iso_period_and_only_begun_ones_exist() -> None:
    told = instances(buying(), bought(61, "2016-01"), bought(59, "2016-02"), at="2016-03-10")

    assert told == {"2016-01": S.KEPT, "2016-02": S.BROKEN, "2016-03": S.PENDING}


@pytest.mark.parametrize(
    ("every", "names"),
    [
        (QUARTER, ["2016-Q1", "2016-Q2"]),
        (YEAR, ["2016"]),
        (Duration(days=50), ["2016-01-01", "2016-02-20", "2016-04-10"]),
        (Duration(months=2), ["2016-01-01", "2016-03-01"]),
    ],
)
def test_periods_are_named_by_the_calendar_or_by_their_first_day(every: Duration, names: list[str]) -> None:
    assert list(instances(buying(every), at="2016-04-20")) == names


def test_a_period_that_silence_closes_is_overdue_after_its_own_waiting_time() -> None:
    assert [instances(buying(), at=at)["2016-01"] for at in ("2016-02-03", "2016-02-04")] == [
        S.AWAITING,
        S.OVERDUE,
    ]


def test_a_deed_belongs_to_the_period_in_which_it_occurred() -> None:
    plain = reading(happened("visit"), kept="visit", opens="2016-01-01", until="2016-12-31")
    visiting = replace(promise(plain, kind=Kind.RECUR), every=MONTH)
    told = instances(visiting, report("a", deed("2016-02-29", "visit")), at="2016-03-20")

    assert told == {"2016-01": S.OVERDUE, "2016-02": S.KEPT, "2016-03": S.PENDING}


def test_the_first_period_counts_from_the_opening_but_takes_the_figure_that_names_it() -> None:
    opened_late = buying(opens="2016-01-09")

    assert instances(opened_late, bought(61, "2016-01"), at="2016-02-05")["2016-01"] is S.KEPT


SERIES: list[tuple[str, float, tuple[float | None, ...], str, Status]] = [
    ("none decided: pending", 1.0, (), "2016-01-20", S.PENDING),
    ("all decided ones kept: on track", 1.0, (61,), "2016-02-10", S.ON_TRACK),
    ("one missed of all: broken", 1.0, (61, 59), "2016-03-10", S.BROKEN),
    ("one missed of two where half is tolerated: on track", 0.5, (61, 59), "2016-03-10", S.ON_TRACK),
    ("an overdue period is counted apart", 1.0, (61, None), "2016-03-10", S.ON_TRACK),
    ("still on track while the last period is waited for", 1.0, (61, 61, 61, 61), "2016-05-03", S.ON_TRACK),
    ("at its end kept", 1.0, (61, 61, 61, 61), "2016-05-04", S.KEPT),
    ("at its end partly kept if some were", 1.0, (61, 59, 61, 61), "2016-05-04", S.PARTLY_KEPT),
    ("at its end broken if none was", 1.0, (59, 59, 59, 59), "2016-05-04", S.BROKEN),
    ("at its end, with nothing but silence: overdue", 1.0, (None,), "2016-05-04", S.OVERDUE),
]


@pytest.mark.parametrize(
    ("claim", "tolerate", "figures", "at", "expected"), SERIES, ids=[row[0] for row in SERIES]
)
def test_the_series(
    claim: str, tolerate: float, figures: tuple[float | None, ...], at: str, expected: Status
) -> None:
    reports = [bought(number, f"2016-{index:02}") for index, number in enumerate(figures, 1) if number is not None]

    assert status(buying(tolerate=tolerate), *reports, at=at) is expected, claim


def test_where_nobody_listened_the_periods_and_the_series_are_unverifiable() -> None:
    told = judgement(buying(), at="2016-05-04", coverage=NOBODY_LISTENED)

    assert {each.status for each in told.all} == {S.UNVERIFIABLE}


def test_a_broken_series_rests_on_the_accounts_of_its_broken_periods() -> None:
    told = verdict(buying(), bought(61, "2016-01"), bought(59, "2016-02"), at="2016-03-10")

    assert told.deciding == ("for-2016-02",)
    assert told.reason.text == "of 3 periods: 1 kept, 1 broken, 1 pending (it rests on 2016-02)"


def test_the_next_period_and_the_end_of_the_last_waiting_time_are_boundaries() -> None:
    kept = verdict(buying(), *(bought(61, f"2016-{number:02}") for number in (1, 2, 3)), at="2016-04-10")
    over = verdict(buying(), at="2016-05-02")

    assert verdict(buying(), bought(61, "2016-01"), at="2016-02-10").next_boundary is not None
    assert kept.next_boundary is not None
    assert over.next_boundary == morning("2016-05-04")


def test_a_lengthened_series_is_amended_until_the_later_end() -> None:
    longer = amended_by(buying(), moved("2016-02-10", until="2016-08-31"))
    told = [verdict(longer, bought(61, "2016-01"), at=at) for at in ("2016-02-09", "2016-02-10", "2016-08-31")]

    assert [each.status for each in told] == [S.ON_TRACK, S.AMENDED, S.AMENDED]
    assert Flag.DEADLINE_MOVED in told[1].flags


LESS = reading(latest("enough", at_least(50), "purchases"), kept="enough", opens="2016-01-01", until="2016-04-30")


def test_an_amount_changed_by_both_holds_for_later_periods_only() -> None:
    less = amended_by(buying(), changed("2016-02-10", LESS, MovedBy.BOTH))
    told = instances(less, bought(55, "2016-02"), bought(55, "2016-03"), at="2016-04-10")

    assert (told["2016-02"], told["2016-03"]) == (S.BROKEN, S.KEPT)


def test_an_amount_changed_alone_holds_for_no_period() -> None:
    less = amended_by(buying(), changed("2016-02-10", LESS, MovedBy.ALONE))

    assert instances(less, bought(55, "2016-03"), at="2016-04-10")["2016-03"] is S.BROKEN


def test_a_changed_amount_makes_the_series_amended_until_a_later_period_is_decided() -> None:
    less = amended_by(buying(), changed("2016-02-10", LESS, MovedBy.BOTH))
    reports = bought(61, "2016-01"), bought(61, "2016-02"), bought(55, "2016-03")
    told = [status(less, *reports, at=at) for at in ("2016-02-09", "2016-03-10", "2016-04-03")]

    assert told == [S.ON_TRACK, S.AMENDED, S.ON_TRACK]


def test_a_ruling_on_one_period_counts_as_its_outcome() -> None:
    excused = overruled(buying(), ruled(S.VOID, "2016-03-05", instance="2016-02"))
    told = judgement(excused, bought(61, "2016-01"), bought(59, "2016-02"), at="2016-03-10")

    assert {each.instance: each.status for each in told.instances}["2016-02"] is S.VOID
    assert told.headline.status is S.ON_TRACK


def test_a_ruling_on_the_series_leaves_its_periods_to_the_evidence() -> None:
    stopped = overruled(buying(), ruled(S.SUSPENDED, "2016-03-05"))
    told = judgement(stopped, bought(61, "2016-01"), at="2016-03-10")

    assert (told.headline.status, told.headline.phase) == (S.SUSPENDED, Phase.CLOSED)
    assert told.instances[0].status is S.KEPT


def test_each_reading_has_its_own_series_and_each_period_a_headline() -> None:
    strict = reading(latest("enough", at_least(70), "purchases"), name="strict", kept="enough", opens="2016-01-01")
    loose = reading(latest("enough", at_least(60), "purchases"), name="loose", kept="enough", opens="2016-01-01")
    two = replace(promise(loose, strict, kind=Kind.RECUR), every=MONTH)
    told = judgement(two, bought(65, "2016-01"), at="2016-02-10")
    january = {each.reading: each.status for each in told.instances if each.instance == "2016-01"}

    assert told.headline.status is S.DISPUTED
    assert january == {None: S.DISPUTED, "loose": S.KEPT, "strict": S.BROKEN}


def test_an_endless_series_is_never_kept() -> None:
    endless = buying(until=None)

    assert (
        status(endless, *(bought(61, f"2016-{number:02}") for number in (1, 2, 3)), at="2016-04-10") is S.ON_TRACK
    )
    assert verdict(endless, at="2016-02-02").due is None


def test_an_amended_series_says_what_was_moved_or_changed_and_when() -> None:
    longer = amended_by(buying(), moved("2016-02-10", until="2016-08-31"))
    less = amended_by(buying(), changed("2016-02-10", LESS, MovedBy.BOTH))
    assert verdict(longer, at="2016-02-10").reason.text.startswith(
        "first to end on 30 Apr 2016, on 10 Feb 2016 moved to 31 Aug 2016; the original date still counts"
    )
    assert verdict(less, at="2016-02-10").reason.text.startswith("its amount was changed on 10 Feb 2016")


def test_a_broken_series_says_what_its_end_and_its_other_periods_would_make_of_it() -> None:
    missed = bought(61, "2016-01"), bought(59, "2016-02")
    assert (
        "at its end, after 3 May 2016, it is partly kept" in verdict(buying(), *missed, at="2016-03-10").next_step
    )
    assert "share of 75%" in verdict(buying(tolerate=0.75), *missed, at="2016-03-10").next_step


def test_a_figure_for_another_period_is_not_set_aside_by_the_series() -> None:
    told = judgement(buying(), bought(61, "2016-01"), bought(59, "2016-02"), at="2016-03-10")
    assert told.headline.set_aside == ()
    assert {entry.why for entry in told.instances[0].set_aside} == {"for another period"}


def test_periods_partly_kept_by_silence_do_not_break_the_series() -> None:
    plain = reading(
        happened("purchase"),
        happened("refusal"),
        kept="purchase",
        partly=none_of("refusal"),
        opens="2016-01-01",
        until="2016-03-31",
    )
    judged = replace(promise(plain, kind=Kind.RECUR), every=MONTH)
    assert set(instances(judged, at="2016-03-15").values()) == {S.PARTLY_KEPT, S.PENDING}
    assert status(judged, at="2016-03-15") is S.PENDING
    assert status(judged, at="2016-04-15") is S.PARTLY_KEPT


def test_a_period_ruled_partly_kept_counts_as_decided() -> None:
    judged = overruled(buying(), ruled(S.PARTLY_KEPT, "2016-02-05", instance="2016-01"))
    assert status(judged, at="2016-02-10") is S.BROKEN
