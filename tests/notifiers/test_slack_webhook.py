"""The incoming webhook: posts, and knows nothing afterwards."""

from __future__ import annotations

import socket

import pytest

from tests.notifiers.samples import ROOT, a_delivery
from tests.stand_ins.slack import SlackStandIn
from tracker.domain.alerts import Abilities, Result
from tracker.domain.errors import BadSettings
from tracker_notifiers.slack_webhook import SlackWebhookSender


@pytest.fixture
def sender(slack: SlackStandIn) -> SlackWebhookSender:
    return SlackWebhookSender(slack.webhook, timeout=1)


def test_a_message_is_posted_once(slack: SlackStandIn, sender: SlackWebhookSender) -> None:
    assert sender.send(a_delivery()).result is Result.SENT
    assert [post["text"] for post in slack.workspace.posts] == [sender.payload(a_delivery())["text"]]


def test_a_reply_like_message_is_a_plain_one(slack: SlackStandIn, sender: SlackWebhookSender) -> None:
    sender.send(a_delivery(thread=ROOT))

    assert "thread_ts" not in slack.workspace.posts[0]


def test_a_message_sent_again_says_that_it_may_be_a_repeat(
    slack: SlackStandIn, sender: SlackWebhookSender
) -> None:
    sender.send(a_delivery(maybe_repeated=True))

    assert "Possibly a repeat" in str(slack.workspace.posts[0]["blocks"])


def test_it_can_neither_find_nor_edit_nor_thread(sender: SlackWebhookSender) -> None:
    assert sender.abilities == Abilities()
    assert sender.find(a_delivery()).result is Result.AMBIGUOUS


@pytest.mark.parametrize("step", ["drop", "hang"])
def test_a_lost_answer_is_ambiguous(slack: SlackStandIn, sender: SlackWebhookSender, step: str) -> None:
    slack.misbehave("webhook", step)

    assert sender.send(a_delivery()).result is Result.AMBIGUOUS
    assert len(slack.workspace.posts) == 1, "the library must not post again by itself"


def test_too_many_requests_wait_as_long_as_slack_says(slack: SlackStandIn, sender: SlackWebhookSender) -> None:
    slack.misbehave("webhook", "rate_limit")

    outcome = sender.send(a_delivery())

    assert (outcome.result, outcome.retry_after) == (Result.RETRY, 1.0)


def test_a_server_error_is_tried_again(slack: SlackStandIn, sender: SlackWebhookSender) -> None:
    slack.misbehave("webhook", "status:503")

    assert sender.send(a_delivery()).result is Result.RETRY


@pytest.mark.parametrize("word", ["invalid_token", "no_service", "channel_is_archived", "action_prohibited"])
def test_a_closed_door_disables_the_destination(
    slack: SlackStandIn, sender: SlackWebhookSender, word: str
) -> None:
    slack.misbehave("webhook", f"error:{word}")

    outcome = sender.send(a_delivery())

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)
    assert word in outcome.answer


def test_a_refused_connection_is_tried_again() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        sender = SlackWebhookSender(f"http://127.0.0.1:{unused.getsockname()[1]}/services/x")

        assert sender.send(a_delivery()).result is Result.RETRY


def test_a_check_shows_nothing_to_people(slack: SlackStandIn, sender: SlackWebhookSender) -> None:
    assert sender.check().result is Result.SENT
    assert slack.workspace.posts == []


def test_a_check_of_a_dead_webhook_is_refused(slack: SlackStandIn, sender: SlackWebhookSender) -> None:
    slack.misbehave("webhook", "error:no_service")

    assert sender.check().disables_destination


def test_an_address_that_is_not_web_is_a_clear_error() -> None:
    with pytest.raises(BadSettings, match="webhook"):
        SlackWebhookSender("hooks.slack.com/services/x")
