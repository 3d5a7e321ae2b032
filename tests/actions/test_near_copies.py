from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from tests.actions.making import STATEMENT, apply, new_store, on
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import judge_stored, reports_for
from tracker.actions.review_queue import review_queue
from tracker.actions.split import split_item
from tracker.actions.undo import undo
from tracker.cli.explaining import explanation
from tracker.domain.instants import day_span
from tracker.domain.reports import Fact, Grade, Report
from tracker.domain.reviewing import ItemKind, ReviewItem
from tracker.domain.statuses import Status
from tracker.domain.values import Qualifier, Value
from tracker.domain.verdicts import View
from tracker.store.store import Store

TWICE = (
    STATEMENT
    + """
  - id: alma
    title: "The Alma bridge opens"
    said: minister
    kind: achieve
    due: 2016-05-20
    wait_for_reports: 2 days
    needs: [wires]
    criteria:
      opened: {match: {event: open, place: Alma}, happened: once, sources: 2}
      closed: {match: {event: close, place: Alma}, happened: once}
    kept_when: opened
    at_risk_when: closed
"""
)
LEAD = "The new bridge over the Alma was opened to traffic on Monday after 14 months of work, the ministry said."
MORE = "Some 2,300 vehicles crossed the river in the first three hours."
OPENED = (Fact(day_span(on(9).date(), "UTC"), event="open", place="Alma"),)


def told(name: str, source: str, text: str = f"{LEAD} {MORE}", *, hour: int = 12, **more: object) -> Report:
    whole = Report(name, source, on(9, hour=hour), OPENED, title="Bridge over the Alma opens", text=text)
    return replace(whole, **more)  # type: ignore[arg-type]  # keywords are checked by the value itself


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return started(tmp_path)


def started(folder: Path) -> Store:
    store = new_store(folder)
    apply(store, TWICE, on(2))
    judge_due(store, on(2))
    return store


def status(store: Store, day: int = 10) -> Status:
    judge_due(store, on(day))
    return judge_stored(store, "alma", View.as_known_then(on(day))).headline.status


def explained(store: Store) -> str:
    with store.read() as connection:
        promise = store.shelf.fresh(connection)[1]["alma"].promise
    judgement = judge_stored(store, "alma", View.as_known_then(on(10)))
    return "\n".join(explanation(promise, judgement, 1))


def pairs(store: Store, *, is_open: bool) -> tuple[ReviewItem, ...]:
    return review_queue(store, is_open=is_open, kind=ItemKind.COPIES).items


def test_a_story_printed_twice_is_one_account(store: Store) -> None:
    ingest(store, [told("a", "herald"), told("b", "echo", hour=15)], on(10))
    assert status(store) is Status.PENDING
    (item,) = pairs(store, is_open=False)
    assert (item.report.id, item.other and item.other.id) == ("b", "a")


def test_two_tellings_in_other_words_stay_two_accounts(store: Store) -> None:
    other = "Drivers queued on Monday to be the first across the Alma, whose crossing took 14 months to build."
    ingest(store, [told("a", "herald"), told("b", "echo", other, hour=15)], on(10))
    assert status(store) is Status.KEPT


def test_the_explanation_says_that_and_why_two_were_joined(store: Store) -> None:
    ingest(store, [told("a", "herald"), told("b", "echo", hour=15)], on(10))
    said = explained(store)
    assert "one account with b: 0.99 alike: 100% of the shorter text stands in the longer one" in said
    assert "b: copy of the account told by a, joined with a: 0.99 alike" in said


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_arrival_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    store = started(tmp_path)
    reports = [told("a", "herald"), told("b", "echo", hour=15), told("c", "post", LEAD, hour=17)]
    for each in order:
        ingest(store, [reports[each]], on(10))
    assert status(store) is Status.PENDING
    judgement = judge_stored(store, "alma", View.as_known_then(on(10)))
    assert [each.account.id for each in judgement.headline.witnesses] == ["a"]


def test_a_report_that_is_alike_but_says_another_thing_is_not_silenced(store: Store) -> None:
    closed = (Fact(day_span(on(9).date(), "UTC"), event="open", place="Alma", value=Value(2, Qualifier.EQ)),)
    ingest(store, [told("a", "herald"), told("b", "echo", hour=15, facts=closed)], on(10))
    assert status(store) is Status.KEPT
    (item,) = pairs(store, is_open=True)
    assert "but the facts on open differ" in item.question.why


def test_an_analyst_splits_what_was_joined(store: Store) -> None:
    ingest(store, [told("a", "herald"), told("b", "echo", hour=15)], on(10))
    (item,) = pairs(store, is_open=False)
    split_item(store, item.id, "ann", "two reporters were there", on(11))
    assert status(store, 11) is Status.KEPT
    undo(store, item.id, "ann", "I was wrong", on(12))
    ingest(store, [told("b", "echo", f"{LEAD} {MORE} Bells rang.", hour=15)], on(12))
    assert status(store, 12) is Status.KEPT, "what an analyst decided is not decided again by likeness"


def test_a_board_of_a_past_day_knows_nothing_of_later_joins(store: Store) -> None:
    ingest(store, [told("a", "herald")], on(10))
    ingest(store, [told("b", "echo", hour=15)], on(11))
    judge_due(store, on(11))
    versions = [each for each in reports_for(store, "alma") if each.report.id == "a"]
    assert [bool(each.report.joined) for each in versions] == [False, True]
    assert versions[1].recorded == on(11)


def test_a_changed_text_is_held_against_its_copies_again(store: Store) -> None:
    ingest(store, [told("a", "herald"), told("b", "echo", hour=15)], on(10))
    other = "Ten ferries stopped running below Kiel because of a storm, and 340 passengers spent the night ashore."
    ingest(store, [told("b", "echo", other, hour=15, title="Ferries stop")], on(11))
    assert status(store, 11) is Status.KEPT


def test_a_feed_cannot_take_back_the_report_of_another_by_having_told_the_like(store: Store) -> None:
    ingest(store, [told("b", "echo"), told("x", "hostile", hour=1)], on(10))
    ingest(store, [told("y", "post", "A ribbon was cut at the Alma crossing on Monday, 9 May.")], on(10))
    assert status(store) is Status.KEPT
    ingest(store, [Report("z", "hostile", on(11), retracts=("x",))], on(11))
    assert status(store, 11) is Status.KEPT


def test_what_an_agency_takes_back_reaches_those_who_credit_it(store: Store) -> None:
    ingest(
        store,
        [told("r", "reuters"), told("b", "echo", f"MAKIV, May 9 (Reuters) - {LEAD} {MORE}", hour=15)],
        on(10),
    )
    ingest(store, [Report("z", "reuters", on(11), retracts=("r",))], on(11))
    judge_due(store, on(11))
    judgement = judge_stored(store, "alma", View.as_known_then(on(11)))
    assert sorted(each.report for each in judgement.headline.set_aside) == ["b", "r"]


def test_what_an_analyst_takes_back_takes_its_copies_along(store: Store) -> None:
    ingest(store, [told("a", "herald"), told("b", "echo", hour=15)], on(10))
    ingest(store, [Report("z", "ann", on(11), retracts=("a",), by_hand=True)], on(11))
    judge_due(store, on(11))
    judgement = judge_stored(store, "alma", View.as_known_then(on(11)))
    assert sorted(each.report for each in judgement.headline.set_aside) == ["a", "b"]


def test_a_copy_that_adds_a_fact_does_not_speak_in_the_name_of_the_original(store: Store) -> None:
    shut = Fact(day_span(on(9).date(), "UTC"), event="close", place="Alma")
    ingest(store, [told("a", "herald", grade=Grade("A")), told("b", "hostile", facts=(*OPENED, shut))], on(10))
    judge_due(store, on(10))
    judgement = judge_stored(store, "alma", View.as_known_then(on(10)))
    origins = {each.account.fact.event: each.account.origin for each in judgement.headline.witnesses}
    assert origins["close"] == "hostile"


def test_reports_of_one_id_are_joined_by_their_sources(store: Store) -> None:
    ingest(store, [told("1", "herald"), told("1", "echo", hour=15)], on(10))
    assert status(store) is Status.PENDING
    joins = {each.report.id: each.report.joined[0].report for each in reports_for(store, "alma")}
    assert joins == {"herald/1": "echo/1", "echo/1": "herald/1"}


def test_an_inverted_count_is_proposed(store: Store) -> None:
    one = "At least 15 of the 36 strike jets at the Alma air base have left since Monday, footage shows."
    other = "Of 36 jets based at the Alma field, 21 were still there on Monday, state television pictures show."
    ingest(store, [told("a", "herald", one, title=""), told("b", "echo", other, title="")], on(10))
    (item,) = pairs(store, is_open=True)
    assert "two parts of one count: 15 and 21" in item.question.why


def test_the_agency_that_a_text_credits_is_its_origin(store: Store) -> None:
    ingest(store, [told("b", "echo", f"MAKIV, May 9 (AFP) - {LEAD}")], on(10))
    assert [each.report.origin for each in reports_for(store, "alma")] == ["AFP"]


def test_stories_printed_more_than_some_days_apart_are_not_compared(store: Store) -> None:
    late = told("b", "echo", published=on(9) + timedelta(days=6))
    ingest(store, [told("a", "herald"), late], on(16))
    assert pairs(store, is_open=True) == pairs(store, is_open=False) == ()


def test_stored_reports_are_grouped_once_a_rule_touches_them(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ingest(store, [told("a", "herald"), told("b", "echo", hour=15)], on(10))
    assert pairs(store, is_open=False) == ()
    apply(store, TWICE, on(11))
    from tracker.actions.scanning import scan_stored_reports

    scan_stored_reports(store, on(11))
    assert len(pairs(store, is_open=False)) == 1


def test_one_new_report_is_joined_with_a_few_of_many_copies(store: Store) -> None:
    ingest(store, [told(f"n{each}", f"paper-{each}", hour=each) for each in range(20)], on(10))
    assert status(store) is Status.PENDING
    assert len(pairs(store, is_open=False)) <= 4 * 20
