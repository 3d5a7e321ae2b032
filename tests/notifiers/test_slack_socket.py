"""Socket Mode against a Slack on loopback: a real connection that is lost and comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.notifiers.pressing import click
from tests.stand_ins.slack import SlackStandIn
from tracker.domain.alerts import Result
from tracker.domain.errors import BadInput
from tracker_notifiers.slack_scopes import check_app_token
from tracker_notifiers.slack_socket import SocketMode


class Taker:
    """Takes interactions as it is told to, and keeps them."""

    def __init__(self, answer: dict[str, Any] | None = None) -> None:
        self.taken: list[dict[str, Any]] = []
        self.answer = answer

    def take(self, payload: dict[str, Any]) -> dict[str, Any]:
        self.taken.append(payload)
        if self.answer is None:
            raise BadInput("this could not be read")
        return self.answer


def test_an_interaction_is_taken_and_acknowledged_with_what_slack_is_to_show(slack: SlackStandIn) -> None:
    taker = Taker({"response_action": "clear"})
    with SocketMode("xapp-test", taker, base_url=slack.url).listening():
        assert slack.sockets.wait_for_connections(1)
        acknowledged = slack.sockets.hand_out(click("acknowledge"), envelope="E1")

    assert acknowledged == {"envelope_id": "E1", "payload": {"response_action": "clear"}}
    assert taker.taken[0]["user"]["id"] == "U0ANN"


def test_what_asks_for_nothing_is_acknowledged_without_words(slack: SlackStandIn) -> None:
    with SocketMode("xapp-test", Taker({}), base_url=slack.url).listening():
        assert slack.sockets.wait_for_connections(1)
        assert slack.sockets.hand_out(click("acknowledge"), envelope="E1") == {"envelope_id": "E1"}


def test_what_cannot_be_read_is_acknowledged_too_or_it_would_come_for_ever(slack: SlackStandIn) -> None:
    with SocketMode("xapp-test", Taker(), base_url=slack.url).listening():
        assert slack.sockets.wait_for_connections(1)
        assert slack.sockets.hand_out(click("explode"), envelope="E1") == {"envelope_id": "E1"}


def test_a_connection_that_is_lost_comes_back(slack: SlackStandIn) -> None:
    taker = Taker({})
    with SocketMode("xapp-test", taker, base_url=slack.url, wait=0.05).listening():
        assert slack.sockets.wait_for_connections(1)
        slack.sockets.break_off()
        assert slack.sockets.wait_for_connections(2)
        slack.sockets.hand_out(click("acknowledge"))

    assert len(taker.taken) == 1


def test_a_slack_that_is_not_there_yet_is_tried_again(slack: SlackStandIn) -> None:
    slack.misbehave("apps.connections.open", "status:503", "error:internal_error")
    with SocketMode("xapp-test", Taker({}), base_url=slack.url, wait=0.05).listening():
        assert slack.sockets.wait_for_connections(1)


@pytest.mark.parametrize(("token", "result"), [("xapp-test", Result.SENT), ("xapp-wrong", Result.REFUSED)])
def test_an_app_token_is_checked_without_connecting(slack: SlackStandIn, token: str, result: Result) -> None:
    outcome = check_app_token(token, base_url=slack.url)

    assert outcome.result is result
    assert "xapp" not in outcome.answer
    assert slack.sockets.connections == 0
