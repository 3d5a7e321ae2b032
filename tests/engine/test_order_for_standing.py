"""Section 7, maintain, refrain and claim, line by line: the first line that applies decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.engine.given import (
    NOBODY_LISTENED,
    a_tick_after,
    at_least,
    deed,
    evening,
    figure,
    happened,
    heard,
    latest,
    listening,
    month,
    promise,
    reading,
    report,
    status,
    verdict,
)
from tracker.domain.instants import Precision, Span, last_instant
from tracker.domain.promises import Interest, Kind, Promise
from tracker.domain.reports import Fact, Nature
from tracker.domain.verdicts import Flag, Status

CRITERIA = (
    happened("strike"),
    happened("calm"),
    happened("mostly-calm"),
    happened("build-up"),
    happened("access-refused"),
)
PARTIES = {"mod-ru": Interest.SELF, "rebels": Interest.ADVERSARY}


def _standing(kind: Kind, until: str | None = "2016-06-30") -> Promise:
    judged = reading(
        *CRITERIA,
        kept="calm",
        partly="mostly-calm",
        broken="strike",
        at_risk="build-up",
        cannot_verify="access-refused",
        until=until,
    )
    return promise(judged, kind=kind, interest=PARTIES)


def struck(on: str, nature: Nature = Nature.OBSERVATION, origin: str | None = None) -> Fact:
    return deed(on, "strike", nature, origin=origin)


def calm(on: str, origin: str | None = None) -> Fact:
    return deed(on, "calm", origin=origin)


def mostly(on: str) -> Fact:
    return deed(on, "mostly-calm")


def build_up(on: str, nature: Nature = Nature.OBSERVATION, origin: str | None = None) -> Fact:
    return deed(on, "build-up", nature, origin=origin)


def refused(on: str) -> Fact:
    return deed(on, "access-refused")


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
    assert _status_of(_standing(kind), told, at) is expected, words


@_by_words(ANY_KIND + IF_A_CLAIM)
def test_a_claim_is_decided_in_the_order_of_the_page(
    words: str, told: list[Fact], at: str, expected: Status
) -> None:
    assert _status_of(_standing(Kind.CLAIM, until=None), told, at) is expected, words


@pytest.mark.parametrize("kind", [Kind.MAINTAIN, Kind.REFRAIN])
def test_without_until_it_is_never_kept(kind: Kind) -> None:
    assert _status_of(_standing(kind, until=None), [calm("2016-04-10")], "2026-04-10") is Status.HOLDING


# the breach where no broken_when is given

KEEPS_TWENTY = promise(
    reading(latest("many", at_least(20)), kept="many", until="2016-06-30"), kind=Kind.MAINTAIN, interest=PARTIES
)


def test_kept_when_measured_false_is_the_breach_where_no_broken_when_is_given() -> None:
    assert _status_of(KEEPS_TWENTY, [figure(25, "2016-04-01")], "2016-04-10") is Status.HOLDING
    assert _status_of(KEEPS_TWENTY, [figure(25, "2016-04-01"), figure(15, "2016-04-10")], "2016-04-10") is S.BROKEN


def test_a_later_return_does_not_mend_a_measured_breach() -> None:
    told = [figure(15, "2016-04-10"), figure(25, "2016-04-20")]
    assert _status_of(KEEPS_TWENTY, told, "2016-05-01") is Status.BROKEN


def test_kept_when_measured_false_is_no_breach_where_broken_when_is_given() -> None:
    judged = promise(
        reading(
            latest("many", at_least(20)), happened("closed"), kept="many", broken="closed", until="2016-06-30"
        ),
        kind=Kind.MAINTAIN,
    )
    assert _status_of(judged, [figure(15, "2016-04-10")], "2016-05-01") is Status.HOLDING


def test_silence_does_not_measure_kept_when_false() -> None:
    patrolled = promise(reading(happened("patrol"), kept="patrol", until="2016-06-30"), kind=Kind.MAINTAIN)
    assert status(patrolled, at="2016-05-01") is Status.HOLDING
    assert status(patrolled, at="2016-07-15") is Status.KEPT


def test_a_shared_instant_of_conflicting_figures_is_no_breach() -> None:
    assert _status_of(KEEPS_TWENTY, [figure(25), figure(15)], "2016-05-01") is Status.HOLDING


# equally good proof


def _disputed_by(
    breach: list[str], proof: list[str], grades: tuple[str | None, str | None] = (None, None)
) -> Status:
    against, holding = grades
    told = [report(f"s-{who}", struck("2016-04-10", origin=who), grade=against) for who in breach]
    told += [report(f"c-{who}", calm("2016-04-10", origin=who), grade=holding) for who in proof]
    return status(_standing(Kind.MAINTAIN), *told, at="2016-05-01")


@pytest.mark.parametrize(
    ("breach", "proof", "grades", "expected"),
    [
        (["one"], ["two"], ("B", "B"), S.DISPUTED),
        (["one"], ["two"], ("B", "A"), S.DISPUTED),
        (["one"], ["two"], ("B", "C"), S.BROKEN),
        (["one", "three"], ["two"], ("B", "B"), S.BROKEN),
        (["one", "three"], ["two", "four"], ("B", "B"), S.DISPUTED),
    ],
)
def test_equally_good_proof_is_at_least_as_good_a_grade_and_as_many_origins(
    breach: list[str], proof: list[str], grades: tuple[str, str], expected: Status
) -> None:
    assert _disputed_by(breach, proof, grades) is expected


# contested


@pytest.mark.parametrize("kind", [Kind.MAINTAIN, Kind.REFRAIN, Kind.CLAIM])
@pytest.mark.parametrize("nature", [Nature.ACCUSATION, Nature.ESTIMATE, Nature.COMMENT])
def test_evidence_that_cannot_decide_makes_it_contested(kind: Kind, nature: Nature) -> None:
    judged = verdict(_standing(kind, until=None), report("a", struck("2016-04-10", nature)), at="2016-05-01")
    assert judged.status is Status.HOLDING
    assert Flag.CONTESTED in judged.flags


def test_what_nobody_contradicts_is_not_contested() -> None:
    assert (
        Flag.CONTESTED
        not in verdict(_standing(Kind.CLAIM), report("a", calm("2016-04-10")), at="2016-05-01").flags
    )


def test_a_promise_to_refrain_that_only_an_adversary_contradicts_is_contested() -> None:
    judged = verdict(_standing(Kind.REFRAIN), report("a", struck("2016-04-10", origin="rebels")), at="2016-05-01")
    assert (judged.status, Flag.CONTESTED in judged.flags) == (Status.HOLDING, True)


# the end of the window


def test_an_act_on_the_last_day_lapses_the_promise() -> None:
    judged = verdict(_standing(Kind.MAINTAIN), report("a", struck("2016-06-30", Nature.ACT)), at="2016-07-15")
    assert (judged.status, Flag.LAPSED in judged.flags) == (Status.KEPT, True)


def test_it_closes_at_until() -> None:
    """Sections 4 and 7 know no waiting here; a report that comes later unlatches the verdict by what is known."""
    held = _standing(Kind.REFRAIN)
    assert status(held, at="2016-06-30") is Status.HOLDING
    assert status(held, at=a_tick_after(evening("2016-06-30"))) is Status.KEPT
    told_late = report("a", struck("2016-06-30"), published="2016-07-10")
    assert status(held, told_late, at="2016-07-09") is Status.KEPT
    assert status(held, told_late, at="2016-07-10") is Status.BROKEN


def test_an_act_at_any_hour_of_the_last_day_lapses_the_promise() -> None:
    noon = Span(datetime(2016, 6, 30, 12, tzinfo=UTC), datetime(2016, 6, 30, 12, tzinfo=UTC), Precision.INSTANT)
    told = report("a", deed(noon, "strike", Nature.ACT))
    assert status(_standing(Kind.MAINTAIN), told, at="2016-07-15") is Status.KEPT


def test_an_act_somewhere_in_the_last_month_does_not() -> None:
    told = report("a", deed(month("2016-06"), "strike", Nature.ACT))
    assert status(_standing(Kind.MAINTAIN), told, at="2016-07-15") is Status.BROKEN


def test_the_last_day_is_one_of_the_promises_zone() -> None:
    """In Tokyo 30 June ends at three in the afternoon of Greenwich; six in the morning there is a day before."""
    judged = replace(_standing(Kind.MAINTAIN, None), tz="Asia/Tokyo")
    until = last_instant(date(2016, 6, 30), "Asia/Tokyo")
    judged = replace(judged, readings=(replace(judged.readings[0], until=until),), until=until)
    for hour, expected in ((14, Status.BROKEN), (16, Status.KEPT)):
        instant = datetime(2016, 6, 29, hour, tzinfo=UTC)
        told = report("a", deed(Span(instant, instant, Precision.INSTANT), "strike", Nature.ACT))
        assert status(judged, told, at="2016-07-15") is expected


def test_not_listened_for_is_unverifiable_when_the_window_is_over() -> None:
    held = _standing(Kind.REFRAIN)
    assert status(held, at="2016-07-15", coverage=NOBODY_LISTENED) is Status.UNVERIFIABLE
    assert status(held, report("a", mostly("2016-06-01")), at="2016-07-15", coverage=NOBODY_LISTENED) is (
        Status.UNVERIFIABLE
    )


def test_listened_for_over_the_window_it_is_kept() -> None:
    wire = listening(heard("wire", "2016-03-01", "2016-07-15"))
    held = promise(
        reading(happened("strike"), broken="strike", until="2016-06-30"), kind=Kind.REFRAIN, needs=["wire"]
    )
    assert status(held, at="2016-07-15", coverage=wire) is Status.KEPT
    assert status(held, at="2016-05-01", coverage=wire) is Status.HOLDING


def test_a_breach_needs_nobody_who_listened() -> None:
    held = _standing(Kind.REFRAIN)
    assert (
        status(held, report("a", struck("2016-04-10")), at="2016-07-15", coverage=NOBODY_LISTENED) is Status.BROKEN
    )


def test_holding_is_listened_for() -> None:
    """Section 6: in its window, not contradicted, and listened for."""
    assert status(_standing(Kind.REFRAIN), at="2016-05-01", coverage=NOBODY_LISTENED) is not Status.HOLDING


def test_a_claim_that_nobody_listened_for_is_unverifiable_never_an_accusation() -> None:
    """The issue: what no sourced report speaks about claims no coverage and ends unverifiable."""
    assert status(_standing(Kind.CLAIM, None), at="2016-05-01", coverage=NOBODY_LISTENED) is Status.UNVERIFIABLE
