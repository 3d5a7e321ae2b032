"""`deedline notify test`: whom a test reaches, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import Ran, deedline
from tests.stand_ins.smtp import Mailbox, running_smtp

SETTINGS = """
owner = "grid-desk"
[owners]
grid-desk = ["email:ann@example.org", "email:desk@example.org"]
[email]
host = "127.0.0.1"
port = {port}
tls = "none"
from = "deedline@example.org"
[[routes]]
name = "grid"
tags = ["grid"]
destinations = ["email:desk@example.org", "owner"]
escalate_after = "6 hours"
escalate_to = ["email:head@example.org"]
[[routes]]
name = "rail"
tags = ["rail"]
destinations = ["owner"]
"""


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def desk(tmp_path: Path, mailbox: Mailbox) -> Iterator[Path]:
    with running_smtp(mailbox) as port:
        yield make_desk(tmp_path, SETTINGS.format(port=port))


def tried(desk: Path, *arguments: str) -> Ran:
    return deedline("notify", "test", *arguments, folder=desk)


def test_a_route_is_tested_at_each_address_an_alert_would_go_to_and_they_are_named(
    desk: Path, mailbox: Mailbox
) -> None:
    ran = tried(desk, "grid")
    assert (ran.code, ran.err.splitlines()) == (
        0,
        [
            "sent to email:desk@example.org",
            "sent to email:head@example.org",
            "sent to email:ann@example.org (owner grid-desk)",
        ],
    )
    assert [len(mailbox.to(f"{name}@example.org")) for name in ("desk", "head", "ann")] == [1, 1, 1]


def test_one_address_is_tested_as_the_settings_would_name_it(desk: Path, mailbox: Mailbox) -> None:
    ran = tried(desk, "email:new@example.org", "--json")
    assert ran.data == {
        "destination": "email",
        "recipient": "new@example.org",
        "owner": None,
        "sent": 1,
        "state": "sent",
        "said": "",
    }
    assert [mail["Subject"][:6] for mail in mailbox.to("new@example.org")] == ["Test: "]


def test_a_test_says_that_it_is_one_and_by_which_route_and_speaks_of_no_promise(
    desk: Path, mailbox: Mailbox
) -> None:
    tried(desk, "grid")
    [mail] = mailbox.to("desk@example.org")
    body = mail.get_body(("plain",))
    assert mail["Subject"] == "Test: Deedline can reach you here"
    assert body is not None
    assert body.get_content().splitlines() == [
        "Test: Deedline can reach you here",
        "Alarms that the route grid takes come here.",
        "Somebody asked for it: deedline notify test grid",
    ]


def test_what_no_route_takes_is_tested_by_the_name_that_messages_give_it(desk: Path) -> None:
    ran = tried(desk, "alerts")
    assert (ran.code, ran.err) == (0, "sent to console\n")


def test_who_was_refused_is_named_and_the_others_hear(desk: Path, mailbox: Mailbox) -> None:
    mailbox.refused.add("head@example.org")
    ran = tried(desk, "grid")
    assert ran.code == 1
    assert "email:head@example.org: recipient head@example.org: 550" in ran.err
    assert "a test that fails switches nothing off" in ran.err
    assert len(mailbox.to("ann@example.org")) == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gird", "did you mean grid?"),
        ("email", "email.to is empty"),
        ("email:nobody", "is no mail address"),
        ("slack:C0POLICY", "write slack alone"),
        ("slack", "the settings lack slack.token, slack.channel"),
        ("owner", "whoever looks after a promise"),
        ("rail", "rail sends to owners only, and no promise that takes it"),
    ],
)
def test_what_cannot_be_tested_says_why(desk: Path, mailbox: Mailbox, name: str, says: str) -> None:
    ran = tried(desk, name)
    assert ran.code == 1
    assert says in ran.err
    assert mailbox.mails == []
