"""Section 7, achieve: what the lines rest on."""

from __future__ import annotations

import pytest

from tests.engine.given import NOBODY_LISTENED, promise, reading, status
from tests.engine.leaving_for_good import (
    DATED,
    UNDATED,
    cancelled,
    missed,
    part_left,
    reached,
)
from tests.engine.telling import deed, report
from tracker.domain.reports import Fact, Nature
from tracker.domain.statuses import Status

S = Status


# lines that rest on coverage


@pytest.mark.parametrize(
    ("words", "told", "expected"),
    [
        ("thin coverage: unverifiable", [], S.UNVERIFIABLE),
        ("partly_when outranks thin coverage", [part_left("2016-04-10")], S.PARTLY_KEPT),
        ("a shortfall needs nobody to listen", [missed("2016-05-22")], S.BROKEN),
        ("a deed needs nobody to listen", [reached("2016-05-10")], S.KEPT),
        ("a breach needs nobody to listen", [cancelled("2016-05-10")], S.BROKEN),
    ],
)
def test_only_silence_needs_somebody_who_listened(words: str, told: list[Fact], expected: Status) -> None:
    reports = [report(f"r{number}", fact) for number, fact in enumerate(told)]
    assert status(DATED, *reports, at="2016-05-24", coverage=NOBODY_LISTENED) is expected, words


def test_before_the_waiting_time_is_over_thin_coverage_is_no_verdict() -> None:
    assert status(DATED, at="2016-05-23", coverage=NOBODY_LISTENED) is Status.AWAITING
    assert status(DATED, at="2016-05-20", coverage=NOBODY_LISTENED) is Status.PENDING


def test_an_undated_promise_is_never_unverifiable_by_time_alone() -> None:
    assert status(UNDATED, at="2017-05-20", coverage=NOBODY_LISTENED) is Status.REVIEW


# broken by recency rests on evidence that may decide


def test_a_part_only_interested_parties_tell_of_does_not_hold_a_breach_back() -> None:
    told = report("a", cancelled("2016-04-01")), report("b", deed("2016-04-10", "part-left", origin="mod-ru"))
    assert status(DATED, *told, at="2016-05-01") is Status.BROKEN


def test_an_announced_part_does_not_hold_a_breach_back() -> None:
    told = report("a", cancelled("2016-04-01")), report("b", deed("2016-04-10", "part-left", Nature.ANNOUNCEMENT))
    assert status(DATED, *told, at="2016-05-01") is Status.BROKEN


def test_a_promise_without_any_conditions_still_has_its_deadline() -> None:
    bare = promise(reading(due="2016-05-20"))
    assert [status(bare, at=at) for at in ("2016-05-20", "2016-05-23", "2016-05-24")] == [
        Status.PENDING,
        Status.AWAITING,
        Status.OVERDUE,
    ]
