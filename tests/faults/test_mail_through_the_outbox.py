"""What a mail server's faults come to: what the store says afterwards, and every mail that people got."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Desks
from tests.faults.desk import FALLBACK
from tests.stand_ins.smtp import Mailbox
from tracker.domain.alerts import Target
from tracker_notifiers.wording import REPEATED

THREE = tuple(f"{name}@example.org" for name in "abc")


def got(mailbox: Mailbox) -> list[str]:
    """Return who got a mail, one entry for each that arrived."""
    return [mail["X-Envelope-To"] for mail in mailbox.mails]


def marked(mailbox: Mailbox) -> list[bool]:
    bodies = [mail.get_body(("plain",)) for mail in mailbox.mails]
    return [body is not None and REPEATED in body.get_content() for body in bodies]


def test_a_greylisted_recipient_gets_the_mail_once_the_server_is_asked_again(desk: Desks) -> None:
    made = desk(Target("email", "a@example.org"), Target("email", "b@example.org"))
    made.mailbox.greylist.add("a@example.org")
    done = made.deliver()
    assert (done.put_off, done.sent) == (1, 1)
    assert got(made.mailbox) == ["b@example.org"]
    assert made.rows == [("a@example.org", "retry", 1, False), ("b@example.org", "sent", 1, False)]
    assert made.wait(10).sent == 1
    assert got(made.mailbox) == ["b@example.org", "a@example.org"]
    assert made.rows[0] == ("a@example.org", "sent", 2, False)
    assert marked(made.mailbox) == [False, False]


def test_of_three_recipients_the_refused_one_fails_is_told_of_and_delays_nobody(desk: Desks) -> None:
    made = desk(*(Target("email", each) for each in THREE))
    made.mailbox.refused.add("b@example.org")
    done = made.deliver()
    assert (done.sent, done.refused) == (3, 1)
    made.wait(3600)
    assert got(made.mailbox) == ["a@example.org", "c@example.org", FALLBACK.recipient]
    assert [row[:2] for row in made.rows] == [
        ("a@example.org", "sent"),
        ("b@example.org", "failed"),
        ("c@example.org", "sent"),
        (FALLBACK.recipient, "sent"),
    ]
    told = made.mailbox.mails[-1].get_body(("plain",))
    assert told is not None
    assert "b@example.org (email) about alma was refused" in " ".join(told.get_content().split())
    assert made.state.disabled == ()


def test_after_a_connection_lost_behind_the_message_the_mail_comes_again_and_says_so(desk: Desks) -> None:
    made = desk(Target("email", "a@example.org"))
    made.mailbox.drop_after_data = True
    assert made.deliver().uncertain == 1
    assert made.rows == [("a@example.org", "ambiguous", 1, False)]
    made.mailbox.drop_after_data = False
    assert made.wait(10).sent == 1
    assert made.rows == [("a@example.org", "sent", 2, True)]
    assert marked(made.mailbox) == [False, True]
    assert len({mail["Message-ID"] for mail in made.mailbox.mails}) == 1


@pytest.mark.parametrize("fault", ["450 4.2.1 come again", "452 4.3.1 no room"])
def test_a_mail_refused_for_now_after_its_text_comes_once(desk: Desks, fault: str) -> None:
    made = desk(Target("email", "a@example.org"))
    made.mailbox.answers.append(fault)
    assert made.deliver().put_off == 1
    assert made.wait(10).sent == 1
    assert got(made.mailbox) == ["a@example.org"]
    assert marked(made.mailbox) == [False]
