"""The line on earlier promises of the same actor: one quiet line in every alert, none without a record."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from tests.engine.lengths import EXAMPLES
from tests.notifiers.hostile import texts
from tests.notifiers.samples import a_delivery, a_notice
from tests.notifiers.test_email import Page
from tests.notifiers.test_slack_blocks import shown
from tracker.domain.alerts import Delivery, Notice
from tracker_notifiers.email_layout import mail_of
from tracker_notifiers.plain_notice import delivery_text

RECORD = "3 of 11 earlier promises kept (90% interval 12 to 53%)"


def in_mail(delivery: Delivery) -> str:
    return Page(mail_of(delivery).html).text


SURFACES = pytest.mark.parametrize("surface", [delivery_text, shown, in_mail], ids=["text", "slack", "mail"])
Surface = Callable[[Delivery], str]


def known(**changes: str) -> Notice:
    return a_notice(record=RECORD, **changes)


@SURFACES
def test_an_alert_shows_the_record_once(surface: Surface) -> None:
    told = surface(a_delivery(known()))
    assert told.count(RECORD) == 1
    assert told.count("Before") == 1


@SURFACES
def test_in_a_shared_message_each_promise_shows_its_own(surface: Surface) -> None:
    told = surface(a_delivery(known(title="Open the bridge"), a_notice(record="")))
    assert told.count(RECORD) == 1
    assert told.index("Open the bridge") < told.index(RECORD) < told.index("Publish grid plan")


@SURFACES
def test_without_a_record_nothing_is_said(surface: Surface) -> None:
    assert "Before" not in surface(a_delivery(a_notice(record="")))
    assert "Before" not in surface(a_delivery(a_notice(record=""), a_notice(record="", title="Another")))


def test_the_line_comes_after_the_evidence_and_before_what_comes_next() -> None:
    told = delivery_text(a_delivery(known()))
    assert told.index("Against") < told.index(RECORD) < told.index("Next:")


@settings(deadline=None, max_examples=min(60, EXAMPLES))
@given(texts)
def test_a_name_in_the_record_acts_nowhere(text: str) -> None:
    hostile = a_notice(record=f"{text}: {RECORD}")
    for delivery in (a_delivery(hostile), a_delivery(hostile, known())):
        plain = delivery_text(delivery)
        assert all(char == "\n" or char.isprintable() or char.isspace() for char in plain if ord(char) < 0xA0)
        assert "<!" not in json.dumps(shown(delivery))
        assert "script" not in Page(mail_of(delivery).html).tags
