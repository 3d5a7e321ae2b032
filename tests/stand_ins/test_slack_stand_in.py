"""The Slack stand-in is as strict as Slack where our messages could fail there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.stand_ins.slack import SlackStandIn

BLOCK = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn().running() as running:
        yield running


@pytest.fixture
def client(slack: SlackStandIn) -> WebClient:
    return WebClient("xoxb-test", base_url=slack.url, retry_handlers=[])


def refusal(client: WebClient, **message: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", json={"channel": "C0POLICY", **message})
    return str(refused.value.response["error"])


def test_it_refuses_a_message_without_text(client: WebClient) -> None:
    assert refusal(client, blocks=[BLOCK]) == "no_text"


@pytest.mark.parametrize(
    "blocks",
    [
        [BLOCK] * 51,
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "context", "elements": []}],
        [{"type": "unheard-of"}],
    ],
)
def test_it_refuses_blocks_beyond_slack_s_limits(client: WebClient, blocks: list[dict[str, Any]]) -> None:
    assert refusal(client, text="x", blocks=blocks) == "invalid_blocks"


def test_it_takes_what_is_within_the_limits(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postMessage(channel="C0POLICY", text="x", blocks=[BLOCK] * 50)

    assert len(slack.workspace.posts) == 1


def test_it_answers_429_as_often_as_told(slack: SlackStandIn, client: WebClient) -> None:
    slack.misbehave("chat.postMessage", "rate_limit")

    assert refusal(client, text="x") == "ratelimited"
    client.chat_postMessage(channel="C0POLICY", text="x")


def test_it_shows_metadata_only_when_asked(client: WebClient) -> None:
    client.chat_postMessage(
        channel="C0POLICY", text="x", metadata={"event_type": "e", "event_payload": {"a": "b"}}
    )

    [bare] = client.conversations_history(channel="C0POLICY")["messages"]
    [full] = client.conversations_history(channel="C0POLICY", include_all_metadata=True)["messages"]

    assert "metadata" not in bare
    assert full["metadata"]["event_payload"] == {"a": "b"}


def test_its_history_holds_roots_and_its_replies_one_thread(client: WebClient) -> None:
    root = client.chat_postMessage(channel="C0POLICY", text="root")["ts"]
    client.chat_postMessage(channel="C0POLICY", text="reply", thread_ts=root)
    client.chat_postMessage(channel="C0POLICY", text="other")

    history = client.conversations_history(channel="C0POLICY")["messages"]
    thread = client.conversations_replies(channel="C0POLICY", ts=root)["messages"]

    assert [message["text"] for message in history] == ["other", "root"]
    assert [message["text"] for message in thread] == ["root", "reply"]
