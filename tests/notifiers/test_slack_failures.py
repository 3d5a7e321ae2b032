"""What Slack's refusals, silences and nonsense mean for a delivery."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from tests.notifiers.samples import a_delivery
from tests.stand_ins.slack import SlackStandIn
from tracker.domain.alerts import Result
from tracker_notifiers.slack import SlackSender


def test_too_many_requests_wait_as_long_as_slack_says(slack: SlackStandIn, sender: SlackSender) -> None:
    slack.misbehave("chat.postMessage", "rate_limit")

    outcome = sender.send(a_delivery())

    assert (outcome.result, outcome.retry_after) == (Result.RETRY, 1.0)
    assert slack.workspace.posts == []


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_is_tried_again(slack: SlackStandIn, sender: SlackSender, status: int) -> None:
    slack.misbehave("chat.postMessage", f"status:{status}")

    assert sender.send(a_delivery()).result is Result.RETRY


@pytest.mark.parametrize("word", ["fatal_error", "internal_error"])
def test_an_error_after_which_the_post_may_stand_is_ambiguous(
    slack: SlackStandIn, sender: SlackSender, word: str
) -> None:
    slack.misbehave("chat.postMessage", f"error:{word}")

    assert sender.send(a_delivery()).result is Result.AMBIGUOUS


@pytest.mark.parametrize(
    "word",
    ["invalid_auth", "token_revoked", "account_inactive", "channel_not_found", "is_archived", "not_in_channel"],
)
def test_a_closed_door_disables_the_destination_in_slack_s_words(
    slack: SlackStandIn, sender: SlackSender, word: str
) -> None:
    slack.misbehave("chat.postMessage", f"error:{word}")

    outcome = sender.send(a_delivery())

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)
    assert word in outcome.answer


@pytest.mark.parametrize("word", ["msg_too_long", "invalid_blocks"])
def test_a_message_slack_refuses_leaves_the_destination_open(
    slack: SlackStandIn, sender: SlackSender, word: str
) -> None:
    slack.misbehave("chat.postMessage", f"error:{word}")

    outcome = sender.send(a_delivery())

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, False)


@pytest.mark.parametrize("step", ["drop", "hang"])
def test_a_post_whose_answer_is_lost_is_ambiguous_and_then_found(
    slack: SlackStandIn, sender: SlackSender, step: str
) -> None:
    slack.misbehave("chat.postMessage", step)

    outcome = sender.send(a_delivery())

    assert outcome.result is Result.AMBIGUOUS
    assert sender.find(a_delivery()).result is Result.SENT
    assert len(slack.workspace.posts) == 1, "the library must not post again by itself"


def test_a_connection_dropped_before_acceptance_is_ambiguous_and_then_not_found(
    slack: SlackStandIn, sender: SlackSender
) -> None:
    slack.misbehave("chat.postMessage", "drop_before")

    assert sender.send(a_delivery()).result is Result.AMBIGUOUS
    assert sender.find(a_delivery()).result is Result.RETRY


def test_an_answer_that_is_not_slack_s_is_ambiguous(slack: SlackStandIn, sender: SlackSender) -> None:
    slack.misbehave("chat.postMessage", "garbage")

    assert sender.send(a_delivery()).result is Result.AMBIGUOUS


@pytest.mark.parametrize("answer", ["[]", "null", '"ok"', '{"ok": true}', ""])
def test_an_answer_without_a_place_is_ambiguous(httpserver: Any, answer: str) -> None:
    httpserver.expect_request("/api/chat.postMessage").respond_with_data(answer)
    sender = SlackSender("xoxb-test", "C0POLICY", base_url=httpserver.url_for("/api/"))

    assert sender.send(a_delivery()).result is Result.AMBIGUOUS


def test_an_answer_to_a_look_up_that_lists_nothing_at_all_does_not_say_that_the_message_is_missing(
    httpserver: Any,
) -> None:
    httpserver.expect_request("/api/conversations.history").respond_with_json({"ok": True})
    sender = SlackSender("xoxb-test", "C0POLICY", base_url=httpserver.url_for("/api/"))

    assert sender.find(a_delivery()).result is Result.AMBIGUOUS


def test_a_refused_connection_is_tried_again() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        sender = SlackSender("xoxb-test", "C0POLICY", base_url=f"http://127.0.0.1:{unused.getsockname()[1]}/api/")

        assert sender.send(a_delivery()).result is Result.RETRY


def test_an_unknown_host_is_tried_again() -> None:
    sender = SlackSender("xoxb-test", "C0POLICY", base_url="http://slack.invalid/api/")

    assert sender.send(a_delivery()).result is Result.RETRY
