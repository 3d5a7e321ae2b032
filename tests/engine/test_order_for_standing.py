"""Section 7, maintain, refrain and claim, line by line: the first line that applies decides."""

from __future__ import annotations

import pytest

from tests.engine.asking import at_least, latest
from tests.engine.given import promise, reading, status
from tests.engine.staying_calm import build_up, calm, mostly, refused, standing, struck
from tests.engine.telling import figure, report
from tracker.domain.promises import Kind, Promise
from tracker.domain.reports import Fact, Nature
from tracker.domain.statuses import Status

Row = tuple[str, list[Fact], str, Status]
S = Status

ANY_KIND: list[Row] = [
    ("not open: pending", [], "2016-02-20", S.PENDING),
    ("not open: pending, whatever was reported", [struck("2016-02-10")], "2016-02-20", S.PENDING),
    ("breach: broken", [struck("2016-04-10")], "2016-04-10", S.BROKEN),
    ("breach outranks at_risk", [struck("2016-04-10"), build_up("2016-04-20")], "2016-05-01", S.BROKEN),
    (
        "breach with earlier proof of holding: broken",
        [calm("2016-04-09"), struck("2016-04-10")],
        "2016-05-01",
        S.BROKEN,
    ),
    (
        "overlapping equally good proof of holding: disputed",
        [calm("2016-04-10"), struck("2016-04-10")],
        "2016-05-01",
        S.DISPUTED,
    ),
    ("at_risk", [build_up("2016-04-10")], "2016-05-01", S.AT_RISK),
    (
        "at_risk by a concession",
        [build_up("2016-04-10", Nature.CONCESSION, origin="mod-ru")],
        "2016-05-01",
        S.AT_RISK,
    ),
    ("holding", [], "2016-05-01", S.HOLDING),
    ("holding, with proof", [calm("2016-04-10")], "2016-05-01", S.HOLDING),
    ("partly_when is no verdict in the window", [mostly("2016-04-10")], "2016-05-01", S.HOLDING),
]

WITH_A_WINDOW: list[Row] = [
    (
        "breach: a later return does not mend it",
        [struck("2016-04-10"), calm("2016-04-20")],
        "2016-05-01",
        S.BROKEN,
    ),
    ("breach outranks the end of the window", [struck("2016-04-10")], "2016-07-15", S.BROKEN),
    (
        "an act on the last day: kept, once the window is over",
        [struck("2016-06-30", Nature.ACT)],
        "2016-07-15",
        S.KEPT,
    ),
    ("an act on the day before: broken", [struck("2016-06-29", Nature.ACT)], "2016-07-15", S.BROKEN),
    ("another nature on the last day: broken", [struck("2016-06-30")], "2016-07-15", S.BROKEN),
    ("window over, cannot_verify_when: unverifiable", [refused("2016-06-30")], "2016-07-15", S.UNVERIFIABLE),
    (
        "window over, cannot_verify_when outranks partly_when",
        [refused("2016-06-30"), mostly("2016-06-20")],
        "2016-07-15",
        S.UNVERIFIABLE,
    ),
    ("window over: partly_kept by partly_when", [mostly("2016-06-20")], "2016-07-15", S.PARTLY_KEPT),
    ("window over: else kept", [], "2016-07-15", S.KEPT),
    ("window over: kept, with proof", [calm("2016-06-20")], "2016-07-15", S.KEPT),
    ("window over outranks at_risk", [build_up("2016-06-20")], "2016-07-15", S.KEPT),
    ("a strike after the window changes nothing", [struck("2016-07-01")], "2016-07-15", S.KEPT),
    (
        "contradicted only by interested parties: holding, not disputed",
        [struck("2016-04-10", origin="rebels")],
        "2016-05-01",
        S.HOLDING,
    ),
]

IF_A_CLAIM: list[Row] = [
    (
        "a broken claim is disputed while the latest account of kept_when is later",
        [struck("2016-04-10"), calm("2016-04-20")],
        "2016-05-01",
        S.DISPUTED,
    ),
    (
        "a broken claim is broken again when the latest of broken_when is later",
        [struck("2016-04-10"), calm("2016-04-20"), struck("2016-04-25")],
        "2016-05-01",
        S.BROKEN,
    ),
    (
        "a claim contradicted only by interested parties: disputed",
        [struck("2016-04-10", origin="rebels")],
        "2016-05-01",
        S.DISPUTED,
    ),
    ("a claim its own side contradicts: broken", [struck("2016-04-10", origin="mod-ru")], "2016-05-01", S.BROKEN),
    (
        "at_risk outranks a claim contradicted by interested parties",
        [struck("2016-04-10", origin="rebels"), build_up("2016-04-12")],
        "2016-05-01",
        S.AT_RISK,
    ),
    ("a claim never closes by itself", [calm("2016-04-10")], "2026-05-01", S.HOLDING),
]


def _by_words(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("words", "told", "at", "expected"), rows, ids=[row[0] for row in rows])


def _status_of(judged: Promise, told: list[Fact], at: str) -> Status:
    return status(judged, *[report(f"r{number}", fact) for number, fact in enumerate(told)], at=at)


@pytest.mark.parametrize("kind", [Kind.MAINTAIN, Kind.REFRAIN])
@_by_words(ANY_KIND + WITH_A_WINDOW)
def test_maintain_and_refrain_are_decided_in_the_order_of_the_page(
    kind: Kind, words: str, told: list[Fact], at: str, expected: Status
) -> None:
    assert _status_of(standing(kind), told, at) is expected, words


@_by_words(ANY_KIND + IF_A_CLAIM)
def test_a_claim_is_decided_in_the_order_of_the_page(
    words: str, told: list[Fact], at: str, expected: Status
) -> None:
    assert _status_of(standing(Kind.CLAIM, until=None), told, at) is expected, words


@pytest.mark.parametrize("kind", [Kind.MAINTAIN, Kind.REFRAIN])
def test_without_until_it_is_never_kept(kind: Kind) -> None:
    assert _status_of(standing(kind, until=None), [calm("2016-04-10")], "2026-04-10") is Status.HOLDING


def test_a_claim_measured_false_once_more_after_an_account_in_its_favour_is_broken() -> None:
    claimed = promise(reading(latest("gone", at_least(10)), kept="gone"), kind=Kind.CLAIM)
    told = [report("a", figure(5, "2016-04-01")), report("b", figure(12, "2016-04-10"))]
    assert status(claimed, *told, at="2016-05-01") is S.DISPUTED
    assert status(claimed, *told, report("c", figure(4, "2016-04-20")), at="2016-05-01") is S.BROKEN
