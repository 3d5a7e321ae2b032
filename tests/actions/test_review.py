"""The review queue: what is asked, what decisions do, and that each can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.making import apply, on, opened, statuses
from tests.actions.reviewing import (
    RULES,
    aside,
    edited,
    headline,
    only_item,
    reviewed_store,
    said,
    status,
    waiting,
)
from tracker.actions.accept import accept
from tracker.actions.deciding import Wish
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.actions.reject import reject
from tracker.actions.review_queue import preview, review_queue, show_item
from tracker.actions.undo import undo
from tracker.domain.errors import BadInput, Changed, Unknown
from tracker.domain.reports import Quote
from tracker.domain.reviewing import Act, ItemKind
from tracker.domain.statuses import Status

OPEN = said("In the north the new bridge is open since noon. It was late.")


def test_words_in_a_text_are_asked_about_with_the_span_they_stand_in(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    (item,) = waiting(store)
    assert (item.question.kind, item.question.promise, item.question.criterion) == (
        ItemKind.SUSPECTED,
        "alma",
        "opened",
    )
    assert item.question.quotes == (Quote("text", 21, 35, "bridge is open"),)
    ((_, sentence),) = show_item(store, item.id).sentences
    assert sentence.text == "In the north the new bridge is open since noon."


def test_suspected_evidence_makes_nothing_and_is_shown_as_not_reviewed(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN, said("They will never open it.", name="bad"))
    assert status(store, on(10)) is Status.PENDING
    assert aside(store, on(10)) == [("r", "suspected, not reviewed"), ("bad", "suspected, not reviewed")]
    assert statuses(store, "alma") == [(None, "pending")]


def test_suspected_words_never_make_a_charge_even_after_the_deadline(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said("They will never open it."))
    assert status(store, on(19)) is Status.PENDING
    assert status(store, on(25)) is Status.UNVERIFIABLE


def test_accepted_text_evidence_is_admitted_and_names_who_accepted_it(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    done = accept(store, waiting(store)[0].id, "Ann", "read it myself", on(11))
    assert done.concerns == {"alma"}
    judge_due(store, on(11))
    verdict = headline(store, on(11))
    assert verdict.status is Status.KEPT
    assert "accepted by Ann: read it myself" in verdict.witnesses[0].why
    assert statuses(store, "alma") == [(None, "pending"), ("pending", "kept")]


def test_an_acceptance_is_known_from_its_own_instant(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    accept(store, waiting(store)[0].id, "Ann", "read it", on(12))
    assert status(store, on(11)) is Status.PENDING
    assert status(store, on(12)) is Status.KEPT


def test_rejected_text_evidence_stays_out_and_says_who_rejected_it(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    reject(store, waiting(store)[0].id, "Bob", "another bridge", on(11))
    assert waiting(store) == ()
    assert status(store, on(11)) is Status.PENDING
    assert aside(store, on(11)) == [("r", "rejected by Bob: another bridge")]


def test_undo_is_a_version_that_takes_the_verdict_back(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    item = waiting(store)[0].id
    accept(store, item, "Ann", "read it", on(11))
    judge_due(store, on(11))
    undo(store, item, "Ann", "too quick", on(12))
    judge_due(store, on(12))
    assert statuses(store, "alma") == [(None, "pending"), ("pending", "kept"), ("kept", "pending")]
    assert [each.act for each in only_item(store).decisions] == [Act.ACCEPTED, Act.UNDONE]
    assert [each.id for each in waiting(store)] == [item]
    assert status(store, on(11)) is Status.KEPT, "what was known then stays as it was"


def test_a_double_click_is_nothing(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    item = waiting(store)[0].id
    first = accept(store, item, "Ann", "read it", on(11), seen=0)
    before = store.last_commit()
    again = accept(store, item, "Ann", "read it", on(12), seen=0)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.item == first.item
    assert store.last_commit() == before


def test_who_decides_on_what_was_decided_meanwhile_is_told_by_whom(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    item = waiting(store)[0].id
    reject(store, item, "Bob", "another bridge", on(11))
    with pytest.raises(Changed, match="rejected by Bob on 2016-05-11 12:00 UTC: another bridge"):
        accept(store, item, "Ann", "read it", on(12), seen=0)
    with pytest.raises(Changed, match="is not open"):
        accept(store, item, "Ann", "read it", on(12))
    undo(store, item, "Bob", "oh", on(12))
    with pytest.raises(Changed, match="not as you saw it"):
        accept(store, item, "Ann", "read it", on(12), seen=0)
    accept(store, item, "Ann", "read it", on(12), seen=2)


@pytest.mark.parametrize(("who", "reason", "says"), [("", "why", "nobody"), ("Ann", " ", "reason")])
def test_a_decision_without_name_or_reason_is_refused(tmp_path: Path, who: str, reason: str, says: str) -> None:
    store = reviewed_store(tmp_path, OPEN)
    with pytest.raises(BadInput, match=says):
        accept(store, waiting(store)[0].id, who, reason, on(11))
    assert only_item(store).decisions == ()


def test_an_item_that_does_not_exist_is_unknown(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path)
    with pytest.raises(Unknown, match="no item 7"):
        accept(store, 7, "Ann", "read it", on(11))


def test_there_is_nothing_to_undo_on_an_open_item(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    with pytest.raises(Changed, match="nothing to undo"):
        undo(store, waiting(store)[0].id, "Ann", "oh", on(11))


def test_the_same_report_again_asks_nothing_again(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    reject(store, waiting(store)[0].id, "Bob", "another bridge", on(11))
    ingest(store, [OPEN], on(12))
    assert waiting(store) == ()
    assert len(review_queue(store, is_open=False).items) == 1


def test_an_edit_elsewhere_in_the_report_keeps_the_decision(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    accept(store, waiting(store)[0].id, "Ann", "read it", on(11))
    ingest(store, [edited(OPEN, text=f"{OPEN.text} More follows.")], on(12))
    assert waiting(store) == ()
    assert status(store, on(12)) is Status.KEPT


def test_a_sentence_that_changed_must_be_read_again(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    item = waiting(store)[0].id
    accept(store, item, "Ann", "read it", on(11))
    ingest(store, [edited(OPEN, text="Nobody believes that the bridge is open.")], on(12))
    assert status(store, on(12)) is Status.PENDING
    (asked,) = waiting(store)
    assert asked.id != item
    with pytest.raises(Changed, match="no longer says so"):
        undo(store, item, "Ann", "oh", on(13))


def test_words_that_come_back_are_asked_about_again(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    item = waiting(store)[0].id
    accept(store, item, "Ann", "read it", on(11))
    ingest(store, [edited(OPEN, text="Nothing yet.")], on(12))
    assert waiting(store) == ()
    ingest(store, [OPEN], on(13))
    assert [each.id for each in waiting(store)] == [item]
    assert status(store, on(13)) is Status.PENDING


def test_a_fact_that_a_report_has_already_is_the_one_that_is_accepted(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, edited(opened("alma", on(8)), text="The bridge is open."))
    assert aside(store, on(10)) == [("alma-open", "suspected, not reviewed")]
    accept(store, waiting(store)[0].id, "Ann", "read it", on(11))
    assert status(store, on(11)) is Status.KEPT
    assert headline(store, on(11)).witnesses[0].account.occurred.end.day == 8


def test_a_new_criterion_asks_about_the_reports_that_are_stored(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, said("The ferry goes no more."))
    assert waiting(store) == ()
    apply(store, RULES.replace('words: ["never open*"]', 'words: ["ferry"]'), on(11))
    (item,) = waiting(store)
    assert item.question.criterion == "closed"
    assert aside(store, on(11)) == [("r", "suspected, not reviewed")]


def test_a_criterion_that_looks_for_other_words_takes_its_questions_back(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    apply(store, RULES.replace('"bridge is open", ', ""), on(11))
    assert waiting(store) == ()
    assert [each.act for each in only_item(store).decisions] == [Act.LAPSED]


def test_a_promise_taken_out_of_force_takes_its_questions_along(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    apply(store, "promises: []\n", on(11))
    assert waiting(store) == ()
    apply(store, RULES, on(12))
    assert [each.question.promise for each in waiting(store)] == ["alma"]


def test_an_acceptance_holds_for_the_words_it_was_given_for_only(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    accept(store, waiting(store)[0].id, "Ann", "read it", on(11))
    judge_due(store, on(11))
    apply(store, RULES.replace('"bridge is open"', '"is open"'), on(12))
    judge_due(store, on(12))
    assert status(store, on(12)) is Status.PENDING
    assert len(waiting(store)) == 1


def test_an_acceptance_for_one_promise_says_nothing_for_another(tmp_path: Path) -> None:
    two = RULES + RULES.partition("promises:\n")[2].replace("alma", "kiel")
    store = reviewed_store(tmp_path, said("It will never open."), rules=two)
    for_alma = next(each for each in waiting(store) if each.question.promise == "alma")
    accept(store, for_alma.id, "Ann", "read it", on(11))
    assert status(store, on(11)) is Status.BROKEN
    assert status(store, on(11), "kiel") is Status.PENDING
    assert [each.question.promise for each in waiting(store)] == ["kiel"]


def test_a_preview_says_what_a_decision_would_change_and_keeps_nothing(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN)
    item = waiting(store)[0]
    before = store.last_commit()
    (effect,) = preview(store, item.id, Wish(Act.ACCEPTED, "preview", "preview"), on(11))
    assert (effect.promise, effect.old, effect.new) == ("alma", Status.PENDING, Status.KEPT)
    assert preview(store, item.id, Wish(Act.REJECTED, "preview", "preview"), on(11)) == ()
    assert store.last_commit() == before
    assert only_item(store) == item


def test_the_queue_is_filtered_by_kind_promise_and_source(tmp_path: Path) -> None:
    store = reviewed_store(tmp_path, OPEN, said("never open", name="bad", source="blog"))
    assert [each.report.id for each in review_queue(store, promise="alma").items] == ["r", "bad"]
    assert [each.report.id for each in review_queue(store, source="blog").items] == ["bad"]
    assert review_queue(store, kind=ItemKind.COPIES).items == ()
    assert review_queue(store, promise="al").items == ()
    assert review_queue(store).waiting == {ItemKind.SUSPECTED: 2}
    (first,) = review_queue(store, limit=1).items
    assert [each.report.id for each in review_queue(store, after=first.id).items] == ["bad"]
