"""A Slack on loopback and a sender that posts to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stand_ins.slack import SlackStandIn
from tracker_notifiers.slack import SlackSender


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn().running() as running:
        yield running


@pytest.fixture
def sender(slack: SlackStandIn) -> SlackSender:
    return SlackSender("xoxb-test", "C0POLICY", base_url=slack.url, timeout=1)
