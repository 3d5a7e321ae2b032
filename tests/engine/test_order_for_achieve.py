"""Section 7, achieve, line by line: the first line that applies decides.

Every row repeats the words of the page, then tells what is known, the day, and the status. Where a line outranks
another, its row tells evidence for both.
"""

from __future__ import annotations

import pytest

from tests.engine.asking import happened
from tests.engine.given import promise, reading, status
from tests.engine.leaving_for_good import (
    DATED,
    UNDATED,
    cancelled,
    conceded,
    halted,
    missed,
    part_left,
    reached,
    refused,
    returned,
)
from tests.engine.telling import deed, report
from tracker.domain.coverage import ASSUMED
from tracker.domain.promises import Promise
from tracker.domain.reports import Fact
from tracker.domain.statuses import Status

Row = tuple[str, list[Fact], str, Status]
S = Status

BEFORE_OPENING: list[Row] = [
    ("not open: pending", [], "2016-02-20", S.PENDING),
    (
        "not open: pending, whatever was reported",
        [reached("2016-02-10"), halted("2016-02-11")],
        "2016-02-20",
        S.PENDING,
    ),
    ("not open: pending, even if it was cancelled", [cancelled("2016-02-10")], "2016-02-20", S.PENDING),
]

KEPT_AND_BROKEN: list[Row] = [
    ("both true, a later deed wins", [cancelled("2016-04-01"), reached("2016-04-10")], "2016-05-01", S.KEPT),
    (
        "both true, a later deed wins, late",
        [cancelled("2016-04-01"), reached("2016-05-25")],
        "2016-06-01",
        S.KEPT_LATE,
    ),
    (
        "both true, a later contrary one is reversed within undone_within",
        [reached("2016-04-10"), cancelled("2016-04-20")],
        "2016-05-01",
        S.REVERSED,
    ),
    (
        "both true, a later contrary one beyond it: the deed stands",
        [reached("2016-04-10"), cancelled("2016-05-15")],
        "2016-05-16",
        S.KEPT,
    ),
    (
        "both true, sharing an instant: disputed",
        [reached("2016-04-10"), cancelled("2016-04-10")],
        "2016-05-01",
        S.DISPUTED,
    ),
    (
        "the first account of the deed against the latest contrary one",
        [cancelled("2016-04-01"), reached("2016-04-10"), cancelled("2016-04-20"), reached("2016-04-25")],
        "2016-05-01",
        S.REVERSED,
    ),
]

KEPT: list[Row] = [
    ("kept_when: kept", [reached("2016-04-10")], "2016-05-01", S.KEPT),
    ("kept_when: kept on the last day", [reached("2016-05-20")], "2016-05-20", S.KEPT),
    ("kept_when: kept_late", [reached("2016-05-21")], "2016-05-21", S.KEPT_LATE),
    ("kept_when: kept_late long after it was overdue", [reached("2016-09-01")], "2016-09-01", S.KEPT_LATE),
    (
        "kept_when, or reversed by undone_when",
        [reached("2016-04-10"), returned("2016-04-20")],
        "2016-05-01",
        S.REVERSED,
    ),
    ("kept_when outranks at_risk", [reached("2016-04-10"), halted("2016-04-20")], "2016-05-01", S.KEPT),
    ("kept_when outranks a later shortfall", [reached("2016-04-10"), missed("2016-05-25")], "2016-06-01", S.KEPT),
    ("kept_when outranks a concession", [reached("2016-04-10"), conceded("2016-05-10")], "2016-06-01", S.KEPT),
    ("kept_when outranks partly_when", [reached("2016-04-10"), part_left("2016-05-10")], "2016-06-01", S.KEPT),
    (
        "kept_when outranks cannot_verify_when",
        [reached("2016-04-10"), refused("2016-05-25")],
        "2016-06-01",
        S.KEPT,
    ),
]

BROKEN: list[Row] = [
    ("broken_when, nothing of partly_when: broken", [cancelled("2016-04-10")], "2016-04-11", S.BROKEN),
    ("broken_when after due too", [cancelled("2016-05-25")], "2016-05-25", S.BROKEN),
    (
        "broken_when later than the latest of partly_when: broken",
        [part_left("2016-04-01"), cancelled("2016-04-10")],
        "2016-06-01",
        S.BROKEN,
    ),
    (
        "broken_when sharing an instant with partly_when: disputed",
        [part_left("2016-04-10"), cancelled("2016-04-10")],
        "2016-06-01",
        S.DISPUTED,
    ),
    (
        "broken_when earlier than partly_when: no effect, before due",
        [cancelled("2016-04-01"), part_left("2016-04-10")],
        "2016-05-01",
        S.PENDING,
    ),
    (
        "broken_when earlier than partly_when: no effect, while waiting",
        [cancelled("2016-04-01"), part_left("2016-04-10")],
        "2016-05-22",
        S.AWAITING,
    ),
    (
        "broken_when earlier than partly_when: no effect, after waiting",
        [cancelled("2016-04-01"), part_left("2016-04-10")],
        "2016-06-01",
        S.PARTLY_KEPT,
    ),
    (
        "the latest account of broken_when counts",
        [cancelled("2016-04-01"), part_left("2016-04-10"), cancelled("2016-04-20")],
        "2016-06-01",
        S.BROKEN,
    ),
    ("broken_when outranks at_risk", [cancelled("2016-04-10"), halted("2016-04-20")], "2016-05-01", S.BROKEN),
    (
        "broken_when outranks cannot_verify_when",
        [cancelled("2016-04-10"), refused("2016-05-25")],
        "2016-06-01",
        S.BROKEN,
    ),
]

UP_TO_DUE: list[Row] = [
    ("at_risk", [halted("2016-04-10")], "2016-05-01", S.AT_RISK),
    ("at_risk on the due day", [halted("2016-04-10")], "2016-05-20", S.AT_RISK),
    ("at_risk by a concession", [conceded("2016-04-10")], "2016-05-01", S.AT_RISK),
    (
        "at_risk outranks pending with a part",
        [halted("2016-04-10"), part_left("2016-04-20")],
        "2016-05-01",
        S.AT_RISK,
    ),
    ("pending", [], "2016-05-01", S.PENDING),
    ("pending up to and including due", [], "2016-05-20", S.PENDING),
    ("a miss before due is no verdict", [missed("2016-04-10")], "2016-05-20", S.PENDING),
    ("partly_when before due is no verdict", [part_left("2016-04-10")], "2016-05-20", S.PENDING),
    ("cannot_verify_when before due is no verdict", [refused("2016-04-10")], "2016-05-20", S.PENDING),
]

AFTER_DUE: list[Row] = [
    ("shortfall: broken", [missed("2016-05-20")], "2016-05-21", S.BROKEN),
    ("shortfall outranks awaiting", [missed("2016-05-22")], "2016-05-22", S.BROKEN),
    (
        "shortfall with partly_when: partly_kept",
        [part_left("2016-04-10"), missed("2016-05-22")],
        "2016-05-22",
        S.PARTLY_KEPT,
    ),
    ("a concession of the miss: broken", [conceded("2016-05-21")], "2016-05-21", S.BROKEN),
    (
        "a concession with partly_when: partly_kept",
        [part_left("2016-04-10"), conceded("2016-05-21")],
        "2016-05-21",
        S.PARTLY_KEPT,
    ),
    ("a miss dated before due is no shortfall", [missed("2016-05-19")], "2016-06-01", S.OVERDUE),
    ("still waiting: awaiting", [], "2016-05-21", S.AWAITING),
    ("awaiting to the end of the third day", [], "2016-05-23", S.AWAITING),
    ("awaiting outranks partly_when", [part_left("2016-04-10")], "2016-05-23", S.AWAITING),
    ("awaiting outranks cannot_verify_when", [refused("2016-05-21")], "2016-05-23", S.AWAITING),
    ("at_risk_when says nothing after due", [halted("2016-05-10")], "2016-05-22", S.AWAITING),
    ("partly_when: partly_kept", [part_left("2016-04-10")], "2016-05-24", S.PARTLY_KEPT),
    (
        "partly_when outranks cannot_verify_when",
        [part_left("2016-04-10"), refused("2016-05-21")],
        "2016-05-24",
        S.PARTLY_KEPT,
    ),
    ("cannot_verify_when: unverifiable", [refused("2016-05-20")], "2016-05-24", S.UNVERIFIABLE),
    ("cannot_verify_when counts accounts at or after due only", [refused("2016-05-19")], "2016-05-24", S.OVERDUE),
    ("overdue", [], "2016-05-24", S.OVERDUE),
    ("overdue outranks a warning of old", [halted("2016-05-10")], "2016-05-24", S.OVERDUE),
]

IF_UNDATED: list[Row] = [
    ("undated, as before due: pending", [], "2016-08-31", S.PENDING),
    ("undated, review_by has passed: review replaces pending", [], "2016-09-01", S.REVIEW),
    ("undated, review does not replace at_risk", [halted("2016-04-10")], "2016-09-01", S.AT_RISK),
    ("undated, a concession is at_risk, never broken", [conceded("2016-04-10")], "2016-09-01", S.AT_RISK),
    (
        "undated, review does not replace disputed",
        [part_left("2016-04-10"), cancelled("2016-04-10")],
        "2016-09-01",
        S.DISPUTED,
    ),
    ("undated, kept_when: kept, never late", [reached("2016-10-01")], "2016-10-01", S.KEPT),
    ("undated, broken_when: broken", [cancelled("2016-10-01")], "2016-10-01", S.BROKEN),
    ("undated, no shortfall", [missed("2016-10-01")], "2016-10-02", S.REVIEW),
    ("undated, never overdue by time alone", [], "2026-01-01", S.REVIEW),
]


def _by_words(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("words", "told", "at", "expected"), rows, ids=[row[0] for row in rows])


@_by_words(BEFORE_OPENING + KEPT_AND_BROKEN + KEPT + BROKEN + UP_TO_DUE + AFTER_DUE)
def test_a_dated_promise_is_decided_in_the_order_of_the_page(
    words: str, told: list[Fact], at: str, expected: Status
) -> None:
    assert _status_of(DATED, told, at) is expected, words


@_by_words(BEFORE_OPENING + KEPT_AND_BROKEN[:1] + KEPT_AND_BROKEN[2:] + IF_UNDATED)
def test_an_undated_promise_is_decided_as_before_due(
    words: str, told: list[Fact], at: str, expected: Status
) -> None:
    assert _status_of(UNDATED, told, at) is expected, words


def _status_of(judged: Promise, told: list[Fact], at: str) -> Status:
    reports = [report(f"r{number}", fact) for number, fact in enumerate(told)]
    return status(judged, *reports, at=at, coverage=ASSUMED)


def test_too_few_accounts_of_a_part_do_not_lift_a_breach() -> None:
    judged = promise(
        reading(
            happened(), happened("half-left", sources=2), happened("cancelled"), kept="departure",
            partly="half-left", broken="cancelled", due="2016-05-20",
        )
    )  # fmt: skip
    told = report("a", deed("2016-04-01", "cancelled")), report("b", deed("2016-04-10", "half-left"))
    assert status(judged, *told, at="2016-05-01") is S.BROKEN
    assert status(judged, *told, report("c", deed("2016-04-11", "half-left")), at="2016-05-01") is S.PENDING
