"""Every message says why it was sent and by which route, in every layout."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.notifiers.samples import POSTPONED, a_delivery, a_notice
from tracker.domain.alerts import DeliveryKind, Notice, Why
from tracker.domain.statuses import Status
from tracker_notifiers.email_layout import mail_of
from tracker_notifiers.plain_notice import delivery_text
from tracker_notifiers.slack import message
from tracker_notifiers.wording import subject

OVERNIGHT = (
    a_notice(promise="kiel", why=Why.FIRST, via="night, held by quiet hours until 23 May 2016 07:00 UTC"),
    a_notice(
        promise="alma",
        why=Why.RESOLVED,
        old=Status.OVERDUE,
        status=Status.KEPT_LATE,
        reason="the bridge opened",
        unheard=True,
        via="night, held by quiet hours until 23 May 2016 07:00 UTC",
    ),
)


def layouts(*notices: Notice) -> dict[str, str]:
    """Return a delivery as each kind of destination shows it, lines joined."""
    delivery = a_delivery(notices=notices)
    shown = {
        "text": delivery_text(delivery),
        "slack": json.dumps(message(delivery), ensure_ascii=False),
        "mail": mail_of(delivery).html.replace("&nbsp;", " "),
    }
    return {name: " ".join(text.split()) for name, text in shown.items()}


@pytest.mark.parametrize("why", Why)
def test_a_message_says_why_it_was_sent_and_by_which_route(why: Why) -> None:
    for name, text in layouts(a_notice(why=why, via="grid desk")).items():
        assert f"why sent: {why.value} · by grid desk" in text, name


@pytest.mark.parametrize(("why", "lead"), [(Why.REMINDER, "Reminder: "), (Why.ESCALATED, "Escalated: ")])
def test_a_subject_says_that_it_is_a_reminder_or_an_escalation(why: Why, lead: str) -> None:
    first, again = a_notice(why=Why.FIRST), a_notice(why=why)
    assert subject(a_delivery(again)) == lead + subject(a_delivery(first))
    assert subject(a_delivery(again, again)) == lead + subject(a_delivery(first, first))
    assert mail_of(a_delivery(again)).subject.startswith(lead)


def test_a_subject_of_several_kinds_and_that_of_a_test_say_neither() -> None:
    reminder, escalation = a_notice(why=Why.REMINDER), a_notice(why=Why.ESCALATED)
    assert subject(a_delivery(reminder, escalation)) == subject(a_delivery(a_notice(), a_notice()))
    assert subject(a_delivery(reminder, kind=DeliveryKind.TEST)).startswith("Test: ▲")


def test_without_routes_only_the_cause_is_said() -> None:
    for name, text in layouts(a_notice(why=Why.FIRST)).items():
        assert "why sent: first" in text, name
        assert "· by" not in text, name


def test_a_shared_message_says_each_cause_and_route_once() -> None:
    for name, text in layouts(*OVERNIGHT).items():
        said = "why sent: first, resolved · by night, held by quiet hours until 23 May 2016 07:00 UTC"
        assert said in text, name
        assert text.count("held by quiet hours") == 1, name


def test_what_was_resolved_meanwhile_is_said_so() -> None:
    for name, text in layouts(*OVERNIGHT).items():
        assert "It was overdue: resolved before anybody was told. The bridge opened" in text, name


def test_what_was_resolved_says_what_it_was() -> None:
    over = a_notice(why=Why.RESOLVED, old=Status.OVERDUE, status=Status.KEPT, reason="it opened")
    for name, text in layouts(OVERNIGHT[0], over).items():
        assert "Changed: overdue → kept" in text, name


def test_what_came_and_went_unheard_changed_for_nobody() -> None:
    for name, text in layouts(OVERNIGHT[1], OVERNIGHT[1]).items():
        assert "Changed:" not in text, name


def test_each_charge_of_a_shared_message_has_its_source_beside_it() -> None:
    statement = "https://example.org/speech?month=5"
    for name, text in layouts(a_notice(quote_url=statement), a_notice(quote_url=statement)).items():
        assert text.count("Source: ") == 2, name
        assert text.count("https://example.org/9nov") == 2, name
        assert text.count(statement) == 2, name
        assert "https://example.org/8nov" not in text, name


def test_a_shared_message_counts_the_sources_it_does_not_name() -> None:
    many = tuple(replace(POSTPONED, url=f"https://example.org/{number}") for number in range(5))
    for name, text in layouts(a_notice(evidence=many), a_notice()).items():
        assert "Source: and 2 more" in text, name
        assert "https://example.org/2" in text, name
        assert "https://example.org/3" not in text, name


def test_an_alarm_says_by_when_since_when_whose_it_is_and_how_to_take_it_up() -> None:
    due, began = datetime(2016, 11, 14, 23, 59, 59, tzinfo=UTC), datetime(2016, 11, 15, 9, tzinfo=UTC)
    lasting = a_notice(why=Why.REMINDER, owner="grid-desk", due=due, since=began)
    for told in (layouts(lasting), layouts(lasting, lasting)):
        for name, text in told.items():
            for part in ("Due", "14 Nov 2016", "Tue 15 Nov 2016, 09:00", "grid-desk", "deedline ack grid-plan"):
                assert part in text, (name, part)


@pytest.mark.parametrize(
    "changes",
    [{"status": Status.KEPT}, {"acknowledged_by": "ann"}, {"why": Why.TEST}],
    ids=["kept", "taken", "test"],
)
def test_nobody_is_asked_to_acknowledge_what_nobody_has_to(changes: dict[str, Any]) -> None:
    for name, text in layouts(a_notice(**changes)).items():
        assert "deedline ack" not in text, name


def test_where_there_is_a_button_no_command_is_named() -> None:
    shown = json.dumps(message(a_delivery(a_notice(owner="grid-desk")), interactive=True), ensure_ascii=False)
    assert "grid-desk" in shown
    assert "deedline ack" not in shown


def test_whose_silence_hid_it_and_why_is_said() -> None:
    told = a_notice(why=Why.REPEATED, via="desk", silenced="a silence of <!channel> <b>ann</b>: leave")
    for shown in (layouts(told), layouts(told, told)):
        assert "why sent: repeated after silence, hidden by a silence of" in shown["text"]
        assert ": leave · by desk" in shown["slack"]
        assert "<!channel>" not in shown["slack"]
        assert "<b>ann" not in shown["mail"]


def test_a_route_s_name_cannot_bring_markup_into_a_message() -> None:
    hostile = "<!channel> <b>x</b>"
    shown = layouts(a_notice(via=hostile))
    assert "<!channel>" not in shown["slack"]
    assert "<b>x" not in shown["mail"]
