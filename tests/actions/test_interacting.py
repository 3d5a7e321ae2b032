"""What comes of a button or a form: done once, by whoever may, with an answer whatever happens."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from tests.actions.acting import ANN, BOB, EVE, RIGHTS, press, send_off
from tests.actions.alarming import OVERDUE, bridges_waited_for, judged
from tests.actions.making import CountingSender, SetClock, on, statuses
from tests.actions.reviewing import only_item, reviewed_store, said, status, waiting
from tracker.actions import interacting
from tracker.actions.deliver import deliver
from tracker.actions.dispute import list_disputes
from tracker.actions.interacting import Rights, answer
from tracker.actions.judge_due import judge_due
from tracker.actions.look_up import promise_history, reports_for
from tracker.actions.silencing import list_silences
from tracker.domain.errors import StoreError, Unknown
from tracker.domain.interactions import (
    ON_ITEMS,
    Choice,
    Deed,
    DisputeForm,
    EvidenceForm,
    RejectForm,
    SnoozeForm,
    Step,
)
from tracker.domain.statuses import Status
from tracker.store.store import Store

NOW = OVERDUE
EVIDENCE = {
    "link": "https://news.example/1",
    "date": "2016-05-22",
    "subject": "alma#opened",
    "text": "It is open.",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    held = bridges_waited_for(tmp_path, "alma")
    judged(held, NOW)
    return held


def delivered(store: Store, sender: CountingSender) -> None:
    deliver(store, {"slack": sender}, SetClock(NOW))


@pytest.mark.parametrize("deed", list(Deed))
def test_who_is_not_named_may_do_nothing_and_is_told_what_to_do(store: Store, deed: Deed) -> None:
    before = store.last_commit()

    done = answer(store, press(deed, "7" if deed in ON_ITEMS else "alma", by=EVE), RIGHTS, NOW)

    assert not done.done
    assert done.form is None
    assert "Your id is U0EVE" in done.text
    assert ("slack.may_review" if deed in ON_ITEMS else "slack.may_act") in done.text
    assert store.last_commit() == before


def test_where_nobody_is_named_nobody_may(store: Store) -> None:
    assert "allow nobody yet" in answer(store, press(Deed.ACKNOWLEDGE), Rights(), NOW).text


def test_who_may_act_may_not_review_and_who_may_review_may_act(store: Store) -> None:
    assert "slack.may_review" in answer(store, press(Deed.ACCEPT, "1"), RIGHTS, NOW).text
    assert answer(store, press(Deed.ACKNOWLEDGE, by=BOB), RIGHTS, NOW).done


def test_an_acknowledgement_is_recorded_and_the_root_shows_who_and_when(store: Store) -> None:
    sender = CountingSender()
    delivered(store, sender)

    assert answer(store, press(Deed.ACKNOWLEDGE), RIGHTS, NOW).done
    delivered(store, sender)

    shown = sender.shown["m2"]
    assert (shown.acknowledged_by, shown.acknowledged_at) == ("ann (U0ANN)", NOW)
    assert sender.edits == 1


def test_the_second_click_sees_who_was_first(store: Store) -> None:
    answer(store, press(Deed.ACKNOWLEDGE), RIGHTS, NOW)

    assert "by ann (U0ANN) on 2016-05-23 00:01" in answer(store, press(Deed.ACKNOWLEDGE, by=BOB), RIGHTS, NOW).text
    assert "by you on" in answer(store, press(Deed.ACKNOWLEDGE), RIGHTS, NOW).text


def test_the_same_click_again_gets_the_same_answer_and_does_nothing(store: Store) -> None:
    first = answer(store, press(Deed.ACKNOWLEDGE, key="click:x"), RIGHTS, NOW)
    before = store.last_commit()

    again = answer(store, press(Deed.ACKNOWLEDGE, key="click:x"), RIGHTS, NOW)

    assert again.text == first.text
    assert store.last_commit() == before


def test_a_click_that_is_being_worked_on_is_not_worked_on_twice(store: Store) -> None:
    texts = []

    def slow(*_args: object) -> object:
        texts.append(answer(store, press(Deed.ACKNOWLEDGE, key="click:x"), RIGHTS, NOW).text)
        raise StoreError("the store is busy")

    with mock.patch.object(interacting, "acknowledge", slow), pytest.raises(StoreError):
        answer(store, press(Deed.ACKNOWLEDGE, key="click:x"), RIGHTS, NOW)

    assert texts == ["This is being worked on already."]


def test_what_failed_may_be_done_again(store: Store) -> None:
    with mock.patch.object(interacting, "acknowledge", side_effect=StoreError("busy")), pytest.raises(StoreError):
        answer(store, press(Deed.ACKNOWLEDGE, key="click:x"), RIGHTS, NOW)

    assert answer(store, press(Deed.ACKNOWLEDGE, key="click:x"), RIGHTS, NOW).done


@pytest.mark.parametrize("deed", [each for each in Deed if each not in ON_ITEMS])
def test_a_promise_that_is_gone_is_named(store: Store, deed: Deed) -> None:
    with pytest.raises(Unknown, match="there is no promise kiel"):
        answer(store, press(deed, "kiel"), RIGHTS, NOW)


def test_an_item_that_is_gone_is_named(store: Store) -> None:
    with pytest.raises(Unknown, match="there is no item 7"):
        answer(store, press(Deed.ACCEPT, "7", by=BOB, seen=0), RIGHTS, NOW)


def test_snooze_asks_how_long_and_why_then_shows_what_it_hides_and_does_nothing_yet(store: Store) -> None:
    asked = answer(store, press(Deed.SNOOZE), RIGHTS, NOW)
    assert isinstance(asked.form, SnoozeForm)
    assert asked.form.hides is None
    assert Choice("1d", "1 day") in asked.form.spans

    shown = answer(store, send_off(Deed.SNOOZE, {"span": "1d", "reason": "repairs"}), RIGHTS, NOW).form

    assert isinstance(shown, SnoozeForm)
    assert shown.hides is not None
    told = " / ".join(shown.hides)
    assert "the alarm of alma: overdue since 2016-05-23" in told
    assert "what waits for slack now: 2 messages" in told
    assert "every change of “The bridge alma opens” until then" in told
    assert list_silences(store, NOW) == ()


def test_a_confirmed_snooze_is_a_silence_with_author_reason_and_end(store: Store) -> None:
    form = {"span": "1d", "reason": "repairs"}
    done = answer(store, send_off(Deed.SNOOZE, form, step=Step.CONFIRMED), RIGHTS, NOW)

    (held,) = list_silences(store, NOW)
    assert done.done
    assert (held.silence.by, held.silence.reason) == ("ann (U0ANN)", "repairs")
    assert held.silence.until == NOW.replace(day=24)


def test_a_second_snooze_sees_who_was_first(store: Store) -> None:
    form = {"span": "1d", "reason": "repairs"}
    answer(store, send_off(Deed.SNOOZE, form, step=Step.CONFIRMED), RIGHTS, NOW)

    again = answer(store, send_off(Deed.SNOOZE, {**form, "span": "4h"}, by=BOB, step=Step.CONFIRMED), RIGHTS, NOW)

    assert "held back already, until 2016-05-24 00:01 UTC, by ann (U0ANN): repairs" in again.text
    assert len(list_silences(store, NOW)) == 1


@pytest.mark.parametrize("step", [Step.FILLED, Step.CONFIRMED])
def test_a_snooze_without_an_end_or_a_reason_is_told_beside_the_field(store: Store, step: Step) -> None:
    done = answer(store, send_off(Deed.SNOOZE, {"span": "for ever"}, step=step), RIGHTS, NOW)

    assert set(done.errors) == {"span", "reason"}
    assert list_silences(store, NOW) == ()


def test_a_form_that_was_refused_may_be_sent_off_again(store: Store) -> None:
    first = answer(store, send_off(Deed.DISPUTE, {}, key="form:V1"), RIGHTS, NOW)
    assert first.errors

    assert answer(store, send_off(Deed.DISPUTE, {"reason": "it opened"}, key="form:V1"), RIGHTS, NOW).done


def test_the_form_for_evidence_offers_what_the_criteria_look_for(store: Store) -> None:
    form = answer(store, press(Deed.ADD_EVIDENCE), RIGHTS, NOW).form

    assert isinstance(form, EvidenceForm)
    assert form.subjects == (Choice("alma#opened", "opened: open, alma"),)


def test_evidence_of_who_may_review_is_evidence_at_once(store: Store) -> None:
    done = answer(store, send_off(Deed.ADD_EVIDENCE, EVIDENCE, by=BOB), RIGHTS, NOW)
    judge_due(store, NOW)

    (version,) = reports_for(store, "alma")
    report = version.report
    assert "evidence now" in done.text
    assert (report.source, report.url, report.tags) == ("slack", "https://news.example/1", ("by:U0BOB",))
    assert report.origin is None
    assert report.grade.reliability is None
    assert promise_history(store, "alma").listed.status is Status.KEPT_LATE


def test_evidence_of_others_is_suspected_until_somebody_accepts_it(store: Store) -> None:
    done = answer(store, send_off(Deed.ADD_EVIDENCE, EVIDENCE), RIGHTS, NOW)
    judge_due(store, NOW)
    assert "as soon as somebody accepts it" in done.text
    assert promise_history(store, "alma").listed.status is Status.OVERDUE

    (item,) = waiting(store)
    answer(store, press(Deed.ACCEPT, str(item.id), by=BOB, seen=0), RIGHTS, NOW)
    judge_due(store, NOW)
    assert promise_history(store, "alma").listed.status is Status.KEPT_LATE


def test_the_same_evidence_again_is_nothing(store: Store) -> None:
    answer(store, send_off(Deed.ADD_EVIDENCE, EVIDENCE), RIGHTS, NOW)

    assert "on record already" in answer(store, send_off(Deed.ADD_EVIDENCE, EVIDENCE), RIGHTS, NOW).text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": ""}, "text"),
        ({"date": ""}, "date"),
        ({"value": "many"}, "value"),
        ({"value": "7", "subject": ""}, "value"),
        ({"date": "2016-02-31"}, "date"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_evidence_that_cannot_be_read_is_told_beside_the_field(
    store: Store, fields: dict[str, str], wrong: str
) -> None:
    done = answer(store, send_off(Deed.ADD_EVIDENCE, {**EVIDENCE, **fields}, by=BOB), RIGHTS, NOW)

    assert list(done.errors) == [wrong]
    assert reports_for(store, "alma") == ()


def test_a_dispute_is_recorded_told_in_the_thread_and_changes_no_verdict(store: Store) -> None:
    sender = CountingSender()
    delivered(store, sender)
    form = answer(store, press(Deed.DISPUTE), RIGHTS, NOW).form
    assert isinstance(form, DisputeForm)
    assert form.stands == "overdue"

    done = answer(store, send_off(Deed.DISPUTE, {"reason": "it opened\n<!channel>"}), RIGHTS, NOW)
    judge_due(store, NOW)
    delivered(store, sender)

    (held,) = list_disputes(store)
    assert done.done
    assert (held.promise, held.status, held.who, held.reason) == (
        "alma",
        Status.OVERDUE,
        "ann (U0ANN)",
        "it opened <!channel>",
    )
    remark = sender.arrived[-1]
    assert remark.thread is not None
    assert "ann (U0ANN) disputes that it is overdue: it opened" in remark.text
    assert statuses(store, "alma")[-1][1] == "overdue"


OPEN = said("In the north the new bridge is open since noon.")


@pytest.fixture
def queue(tmp_path: Path) -> Store:
    return reviewed_store(tmp_path, OPEN)


def test_accepting_admits_the_evidence_and_the_message_shows_who_did(queue: Store) -> None:
    item = str(waiting(queue)[0].id)

    done = answer(queue, press(Deed.ACCEPT, item, by=BOB, seen=0), RIGHTS, on(11))

    judge_due(queue, on(11))
    assert status(queue, on(11)) is Status.KEPT
    (line,) = done.asked
    assert line.decided.startswith("it was accepted by bob (U0BOB)")


def test_the_second_who_accepts_sees_who_was_first(queue: Store) -> None:
    item = str(waiting(queue)[0].id)
    both = Rights(review=frozenset({"U0ANN", "U0BOB"}))
    answer(queue, press(Deed.ACCEPT, item, by=BOB, seen=0), both, on(11))

    late = answer(queue, press(Deed.ACCEPT, item, by=ANN, seen=0), both, on(11))

    assert "accepted by bob (U0BOB)" in late.text
    assert late.asked[0].decided
    assert len(only_item(queue).decisions) == 1


def test_rejecting_asks_why_and_keeps_the_evidence_out(queue: Store) -> None:
    item = str(waiting(queue)[0].id)
    form = answer(queue, press(Deed.REJECT, item, by=BOB, seen=0), RIGHTS, on(11)).form
    assert isinstance(form, RejectForm)
    assert "the new bridge is open" in form.quote
    assert answer(queue, send_off(Deed.REJECT, {}, item, by=BOB, seen=0), RIGHTS, on(11)).errors

    answer(queue, send_off(Deed.REJECT, {"reason": "another one"}, item, by=BOB, seen=0), RIGHTS, on(11))

    assert waiting(queue) == ()
    assert only_item(queue).decisions[-1].reason == "another one"


def test_rejecting_what_was_decided_meanwhile_opens_no_form(queue: Store) -> None:
    item = str(waiting(queue)[0].id)
    answer(queue, press(Deed.ACCEPT, item, by=BOB, seen=0), RIGHTS, on(11))

    late = answer(queue, press(Deed.REJECT, item, by=BOB, seen=0), RIGHTS, on(11))

    assert late.form is None
    assert "accepted by bob" in late.text
