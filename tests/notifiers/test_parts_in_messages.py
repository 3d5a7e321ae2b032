"""A message about a part of a promise names it first, and beside it what else changed, each with its source."""

from __future__ import annotations

import json

from tests.notifiers.samples import a_delivery, a_notice
from tracker.domain.alerts import Notice, Why
from tracker.domain.statuses import Status
from tracker_notifiers.email_layout import mail_of
from tracker_notifiers.named_parts import MOST_PARTS
from tracker_notifiers.plain_notice import delivery_text
from tracker_notifiers.slack import message
from tracker_notifiers.webhook_event import cloud_event

MAY = a_notice(instance="2016-05", part="May 2016")
JUNE = a_notice(instance="2016-06", part="Jun 2016", status=Status.BROKEN, old=Status.ON_TRACK, late_since=None)


def _slack(*notices: Notice) -> str:
    return json.dumps(message(a_delivery(*notices)), ensure_ascii=False)


def test_the_part_stands_before_the_title_in_every_subject() -> None:
    told = "▲ Act: overdue since 14 Nov (3 days late) - May 2016: Publish grid plan (Minister X)"
    assert message(a_delivery(MAY))["text"] == told
    assert mail_of(a_delivery(MAY)).subject == told
    assert delivery_text(a_delivery(MAY)).splitlines()[0] == told
    assert cloud_event(a_delivery(MAY), "x")["data"]["summary"] == told


def test_the_mail_shows_the_part_in_its_title() -> None:
    assert "May 2016: Publish grid plan</h1>" in mail_of(a_delivery(MAY)).html


def test_what_changed_beside_is_named_with_how_it_moved_and_why() -> None:
    lead = a_notice(parts=(JUNE,))
    move = "✖ Jun 2016: on track → broken. Due on 14 Nov 2016 and nothing shows that it was done"
    assert move in _slack(lead)
    assert move in " ".join(delivery_text(a_delivery(lead)).split())
    assert "Jun 2016: on track → broken" in mail_of(a_delivery(lead)).html


def test_a_charge_against_a_part_comes_with_its_source() -> None:
    lead = a_notice(parts=(JUNE,), evidence=())
    assert "Source: <https://example.org/9nov|Ministry via newswire>" in _slack(lead)
    assert "https://example.org/9nov" in delivery_text(a_delivery(lead))
    assert 'href="https://example.org/9nov"' in mail_of(a_delivery(lead)).html


def test_parts_are_named_in_a_message_about_several_promises_too() -> None:
    other = a_notice(promise="road-plan", title="Publish road plan")
    both = (a_notice(parts=(JUNE,)), other)
    assert "Jun 2016: on track → broken" in _slack(*both)
    assert "Jun 2016: on track → broken" in " ".join(delivery_text(a_delivery(*both)).split())
    assert "Jun 2016: on track → broken" in mail_of(a_delivery(*both)).html


def test_more_parts_than_there_is_room_for_are_counted() -> None:
    parts = tuple(a_notice(instance=str(each), part=f"step {each}") for each in range(MOST_PARTS + 3))
    assert "and 3 more: deedline show grid-plan lists them" in delivery_text(a_delivery(a_notice(parts=parts)))


def test_several_changes_of_one_promise_are_not_several_promises() -> None:
    assert message(a_delivery(MAY, JUNE))["text"] == "✖ 2 changes of 1 promise: 1 overdue, 1 broken"


def test_a_webhook_carries_the_instance_and_what_changed_beside() -> None:
    lead = a_notice(instance="2016-05", part="May 2016", parts=(JUNE,), why=Why.CHANGED)
    (told,) = cloud_event(a_delivery(lead), "x")["data"]["notices"]
    assert (told["promise"], told["instance"], told["part"]) == ("grid-plan", "2016-05", "May 2016")
    assert [(each["instance"], each["status"]) for each in told["parts"]] == [("2016-06", "broken")]


def test_a_name_of_a_part_from_outside_is_harmless_in_slack() -> None:
    hostile = a_notice(instance="x", part="<!channel> *A*", parts=(a_notice(instance="y", part="<!here>"),))
    shown = message(a_delivery(hostile))
    sections = [block["text"]["text"] for block in shown["blocks"] if block["type"] == "section"]
    assert "<!" not in shown["text"] + "".join(sections)
