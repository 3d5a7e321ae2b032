"""Servers on loopback, and desks whose messages go there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.desk import Desk
from tests.stand_ins.slack import SlackStandIn
from tests.stand_ins.smtp import Mailbox, running_smtp
from tracker.domain.alerts import Target
from tracker.domain.ports import Sender
from tracker_notifiers.email import EmailSender
from tracker_notifiers.slack import SlackSender
from tracker_notifiers.slack_webhook import SlackWebhookSender

Desks = Callable[..., Desk]


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn().running() as running:
        yield running


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def desk(tmp_path: Path, slack: SlackStandIn, mailbox: Mailbox) -> Iterator[Desks]:
    """Give a maker of desks: it is told where the alert goes."""
    made = []

    def make(*targets: Target) -> Desk:
        made.append(Desk(tmp_path, slack, mailbox, senders, targets))
        return made[-1]

    with running_smtp(mailbox) as port:
        senders: dict[str, Sender] = {
            "slack": SlackSender("xoxb-test", "C0POLICY", base_url=slack.url, timeout=2),
            "slack_webhook": SlackWebhookSender(slack.webhook, timeout=2),
            "email": EmailSender("127.0.0.1", port, "deedline@example.org", tls="none", timeout=2),
        }
        yield make
        for each in made:
            each.store.close()
