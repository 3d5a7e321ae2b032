"""Conditional promises (section 4): dormant until triggered, one per trigger, void without its condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.engine.asking import at_least, happened, latest, named
from tests.engine.given import judgement, promise, reading, status, verdict
from tests.engine.moving import amended_by, moved, overruled, ruled
from tests.engine.telling import deed, evening, figure, report
from tracker.domain.instants import Duration
from tracker.domain.promises import Kind, MovedBy, Promise, Trigger
from tracker.domain.reports import ReportVersion
from tracker.domain.statuses import Flag, Status

S = Status


def answering(within: int | None = 10) -> Promise:
    """Return a promise to answer every violation within ten days."""
    plain = reading(happened("violation"), happened("answer"), kept="answer")
    limit = None if within is None else Duration(days=within)
    return replace(promise(plain), trigger=Trigger(when=named("violation"), within=limit))


def instances(promise: Promise, *reports: ReportVersion, at: str) -> Mapping[str, Status]:
    return {each.instance: each.status for each in judgement(promise, *reports, at=at).instances}


VIOLATED = report("v1", deed("2016-04-01", "violation"))
AGAIN = report("v2", deed("2016-05-01", "violation"))


def test_without_a_trigger_it_is_dormant_even_before_it_opens() -> None:
    assert [status(answering(), at=at) for at in ("2016-02-01", "2016-04-01")] == [S.DORMANT, S.DORMANT]


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2016-04-01", S.PENDING), ("2016-04-11", S.PENDING), ("2016-04-14", S.AWAITING), ("2016-04-15", S.OVERDUE)],
)
def test_the_only_instance_speaks_for_the_promise_and_is_due_so_long_after_the_trigger(
    at: str, expected: Status
) -> None:
    assert status(answering(), VIOLATED, at=at) is expected


def test_there_is_one_instance_per_trigger_named_by_its_day() -> None:
    answer = report("a", deed("2016-04-05", "answer"))

    assert instances(answering(), VIOLATED, answer, AGAIN, at="2016-05-02") == {
        "2016-04-01": S.KEPT,
        "2016-05-01": S.PENDING,
    }


def test_a_deed_before_the_trigger_does_not_answer_it() -> None:
    early = report("a", deed("2016-03-25", "answer"))

    assert instances(answering(), VIOLATED, early, at="2016-04-15") == {"2016-04-01": S.OVERDUE}


def test_two_witnesses_of_one_day_trigger_it_once() -> None:
    twice = report("v1b", deed("2016-04-01", "violation"))

    assert list(instances(answering(), VIOLATED, twice, at="2016-04-02")) == ["2016-04-01"]


def test_two_witnesses_of_one_occurrence_who_date_it_apart_trigger_it_once() -> None:
    seen_later = report("v3", deed("2016-04-02", "violation"), same_event=["v1"])
    assert list(instances(answering(), VIOLATED, seen_later, at="2016-04-05")) == ["2016-04-01"]


def test_a_condition_on_figures_triggers_each_time_it_turns_true() -> None:
    plain = reading(latest("high", at_least(10), "level"), happened("answer"), kept="answer")
    told = replace(promise(plain), trigger=Trigger(when=named("high"), within=Duration(days=5)))
    levels = [
        report(f"r{number}", figure(value, day, "level"))
        for number, (day, value) in enumerate(
            [("2016-04-01", 12), ("2016-04-03", 13), ("2016-04-10", 3), ("2016-04-20", 11)]
        )
    ]

    assert list(instances(told, *levels, at="2016-04-21")) == ["2016-04-01", "2016-04-20"]


def test_several_instances_make_the_headline_as_steps_do() -> None:
    answers = report("a", deed("2016-04-05", "answer")), report("b", deed("2016-05-05", "answer"))

    assert status(answering(), VIOLATED, *answers, AGAIN, at="2016-05-06") is S.KEPT
    assert status(answering(), VIOLATED, answers[1], AGAIN, at="2016-05-03") is S.AT_RISK
    assert status(answering(), VIOLATED, answers[0], AGAIN, at="2016-05-20") is S.PARTLY_KEPT


def test_the_instance_is_due_soon_by_its_own_window() -> None:
    assert Flag.DUE_SOON in verdict(answering(), VIOLATED, at="2016-04-11").flags


def test_a_standing_promise_holds_from_its_trigger_on() -> None:
    plain = reading(happened("truce"), happened("strike"), broken="strike")
    calm = replace(
        promise(plain, kind=Kind.REFRAIN), trigger=Trigger(when=named("truce"), within=Duration(days=30))
    )
    truce = report("t", deed("2016-04-01", "truce"))
    before, after = report("s", deed("2016-03-20", "strike")), report("s", deed("2016-04-20", "strike"))

    assert status(calm, truce, before, at="2016-05-05") is S.KEPT
    assert status(calm, truce, after, at="2016-05-05") is S.BROKEN


def ultimatum() -> Promise:
    """Return a threat: unless the others pay by 30 April, enrich within ten days."""
    plain = reading(happened("payment"), happened("enrichment"), kept="enrichment")
    trigger = Trigger(unless=named("payment"), by=evening("2016-04-30"), within=Duration(days=10))
    return replace(promise(plain), trigger=trigger)


PAID = report("p", deed("2016-04-30", "payment"))
ENRICHED = report("e", deed("2016-05-08", "enrichment"))

UNLESS: list[tuple[str, tuple[ReportVersion, ...], str, Status]] = [
    ("it is open from its opening", (), "2016-04-01", S.PENDING),
    ("void if the condition comes true by its date", (PAID,), "2016-05-01", S.VOID),
    ("void even if the deed is done", (PAID, ENRICHED), "2016-05-20", S.VOID),
    (
        "a condition that comes true later changes nothing",
        (report("p", deed("2016-05-02", "payment")),),
        "2016-05-20",
        S.OVERDUE,
    ),
    ("carried out after the date: kept", (ENRICHED,), "2016-05-09", S.KEPT),
    ("carried out before the date: kept", (report("e", deed("2016-04-08", "enrichment")),), "2016-04-09", S.KEPT),
    (
        "carried out after its own deadline: kept late",
        (report("e", deed("2016-05-18", "enrichment")),),
        "2016-05-20",
        S.KEPT_LATE,
    ),
    ("silence: overdue after the waiting time", (), "2016-05-14", S.OVERDUE),
]


@pytest.mark.parametrize(("claim", "reports", "at", "expected"), UNLESS, ids=[row[0] for row in UNLESS])
def test_unless_by(claim: str, reports: tuple[ReportVersion, ...], at: str, expected: Status) -> None:
    assert status(ultimatum(), *reports, at=at) is expected, claim


def test_the_one_instance_is_named_by_the_date_of_the_condition() -> None:
    assert instances(ultimatum(), at="2016-04-02") == {"2016-04-30": S.PENDING}


def test_a_void_verdict_rests_on_what_made_the_condition_go() -> None:
    assert verdict(ultimatum(), PAID, at="2016-05-01").deciding == ("p",)


def test_a_date_moved_before_an_instance_opened_moves_only_those_that_were_open() -> None:
    judged = amended_by(answering(), moved("2016-04-05", "2016-04-20", MovedBy.BOTH))
    found = judgement(judged, VIOLATED, AGAIN, at="2016-05-02").instances
    assert {each.instance: (each.status, each.due) for each in found} == {
        "2016-04-01": (S.OVERDUE, evening("2016-04-20")),
        "2016-05-01": (S.PENDING, evening("2016-05-11")),
    }


def test_a_ruling_on_an_instance_outranks_its_condition_being_gone() -> None:
    judged = overruled(ultimatum(), ruled(S.DISPUTED, "2016-05-02", instance="2016-04-30"))
    assert [status(judged, PAID, at=at) for at in ("2016-05-01", "2016-05-02")] == [S.VOID, S.DISPUTED]
