"""Pairs of reports in the review queue: proposed, joined, split, and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions.making import on, opened
from tests.actions.reviewing import only_item, reviewed_store, status, waiting
from tracker.actions.accept import accept
from tracker.actions.ingest import ingest
from tracker.actions.join import join_item, join_reports
from tracker.actions.look_up import reports_for
from tracker.actions.propose import Pair, propose
from tracker.actions.reject import reject
from tracker.actions.review_queue import show_item
from tracker.actions.split import split_item, split_reports
from tracker.actions.undo import undo
from tracker.domain.errors import BadInput, Changed, Unknown
from tracker.domain.reports import Report
from tracker.domain.reviewing import ItemKind, Link
from tracker.domain.statuses import Status
from tracker.store.store import Store
from tracker.store.tables.reports import report

TWO_SOURCES = """
statements:
  minister: {by: [Minister X], date: 2016-05-02, quote: "The bridge will open", link: "https://example.org/said"}
promises:
  - id: alma
    title: "The bridge alma opens"
    said: minister
    kind: achieve
    due: 2016-05-20
    needs: [wires]
    criteria:
      opened: {match: {event: open, place: alma}, happened: once, sources: 2}
    kept_when: opened
"""
FIRST = opened("alma", on(8), name="first", source="wire")
SECOND = opened("alma", on(8), name="second", source="paper", published=on(9))


def pair_store(folder: Path, *more: Report) -> Store:
    """Return a store with two reports of one opening, by which the promise is kept as long as both count."""
    return reviewed_store(folder, FIRST, SECOND, *more, rules=TWO_SOURCES)


def rows(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return {row.ext_id: row.id for row in connection.execute(select(report.c.ext_id, report.c.id))}


def proposed(store: Store, *, sure: bool = False, link: Link = Link.COPY) -> int:
    """Propose that the second copies the first."""
    ids = rows(store)
    pair = Pair(ids["second"], ids["first"], link, 0.83, ("same day and place",), sure)
    (item,) = propose(store, [pair], on(10))
    return item


def test_a_proposal_waits_and_changes_nothing(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    item = proposed(store)
    (asked,) = waiting(store)
    assert (asked.id, asked.question.kind, asked.question.score) == (item, ItemKind.COPIES, 0.83)
    shown = show_item(store, item)
    assert (shown.report.id, shown.other and shown.other.id) == ("second", "first")
    assert status(store, on(10)) is Status.KEPT


def test_a_pair_is_proposed_once_whichever_way_round(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    first = proposed(store)
    ids = rows(store)
    again = propose(store, [Pair(ids["first"], ids["second"], Link.SAME, 0.5, ("like",))], on(11))
    assert again == (first,)
    assert len(waiting(store)) == 1


def test_joined_reports_are_one_account_and_undo_parts_them(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    item = proposed(store)
    done = join_item(store, item, "Ann", "the same words", on(11))
    assert done.concerns == {"alma"}
    assert status(store, on(11)) is Status.PENDING
    undo(store, item, "Ann", "oh", on(12))
    assert status(store, on(12)) is Status.KEPT
    assert status(store, on(11)) is Status.PENDING, "what was known then stays as it was"


def test_two_witnesses_stay_two_accounts(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    join_item(store, proposed(store), "Ann", "both were there", on(11), link=Link.SAME)
    assert status(store, on(11)) is Status.KEPT
    newest = {each.report.id: each.report for each in reports_for(store, "alma")}
    assert newest["second"].same_event == ("first",)


def test_a_rejected_proposal_is_not_made_again(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    item = proposed(store)
    reject(store, item, "Bob", "two openings", on(11))
    assert proposed(store, sure=True) == item
    assert waiting(store) == ()
    assert status(store, on(11)) is Status.KEPT


def test_what_is_surely_one_is_joined_at_once_and_can_be_split(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    item = proposed(store, sure=True)
    assert status(store, on(10)) is Status.PENDING
    assert only_item(store).decisions[0].who == "deedline"
    split_item(store, item, "Ann", "two openings", on(11))
    assert status(store, on(11)) is Status.KEPT
    proposed(store, sure=True)
    assert status(store, on(12)) is Status.KEPT, "what an analyst parted stays so"


def test_reports_that_nobody_proposed_are_joined_by_their_ids(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    done = join_reports(store, "second", "first", Link.COPY, "Ann", "the same words", on(11))
    assert status(store, on(11)) is Status.PENDING
    again = join_reports(store, "second", "first", Link.COPY, "Ann", "the same words", on(11))
    assert (again.is_new, again.item.id) == (False, done.item.id)


def test_a_copy_that_says_so_itself_is_split_by_an_analyst(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, FIRST, _copying(SECOND), rules=TWO_SOURCES)
    assert status(store, on(10)) is Status.PENDING
    split_reports(store, "second", "first", "Ann", "it was there itself", on(11))
    assert status(store, on(11)) is Status.KEPT
    undo(store, only_item(store).id, "Ann", "oh", on(12))
    assert status(store, on(12)) is Status.PENDING


def _copying(each: Report) -> Report:
    return replace(each, copy_of=("first",))


def test_what_was_joined_concerns_the_promises_of_both(tmp_path: Path) -> None:
    other = opened("kiel", on(8), name="other", source="blog")
    store = pair_store(tmp_path, other)
    assert [each.report.id for each in reports_for(store, "alma")] == ["first", "second"]
    join_reports(store, "other", "first", Link.COPY, "Ann", "it retells it", on(11))
    assert {each.report.id for each in reports_for(store, "alma")} == {"first", "second", "other"}
    retraction = Report("oops", "blog", on(12), retracts=("other",))
    assert ingest(store, [retraction], on(12)).touched == {"alma"}


def test_the_wrong_words_for_a_pair_are_told_with_a_cure(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    item = proposed(store)
    with pytest.raises(BadInput, match="cannot be accepted") as caught:
        accept(store, item, "Ann", "why", on(11))
    assert "joined" in caught.value.hint
    with pytest.raises(Unknown, match="no report third"):
        join_reports(store, "third", "first", Link.COPY, "Ann", "why", on(11))
    with pytest.raises(BadInput, match="with itself"):
        join_reports(store, "first", "first", Link.COPY, "Ann", "why", on(11))


def test_a_pair_that_was_decided_is_not_decided_over_it(tmp_path: Path) -> None:
    store = pair_store(tmp_path)
    reject(store, proposed(store), "Bob", "two openings", on(11))
    with pytest.raises(Changed, match="rejected by Bob"):
        join_reports(store, "second", "first", Link.COPY, "Ann", "why", on(12))


def test_a_report_id_that_two_sources_use_has_to_name_its_source(tmp_path: Path) -> None:
    store = pair_store(tmp_path, opened("alma", on(8), name="first", source="blog"))
    with pytest.raises(BadInput, match="several sources") as caught:
        join_reports(store, "second", "first", Link.COPY, "Ann", "why", on(11))
    assert "blog/first, wire/first" in caught.value.hint
    join_reports(store, "second", "wire/first", Link.COPY, "Ann", "why", on(11))
