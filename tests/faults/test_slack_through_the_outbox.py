"""What Slack's faults come to: what the store says afterwards, and every message that people got."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Desks
from tests.faults.desk import Desk
from tests.stand_ins.slack import SlackStandIn
from tracker.actions.deliver import ask_again
from tracker.domain.alerts import Target

POST = "chat.postMessage"


@pytest.fixture
def slack_desk(desk: Desks) -> Desk:
    return desk(Target("slack"))


def refused_for_now(desk: Desk, wait: float) -> None:
    """Expect a first attempt that was refused and a second one, `wait` seconds later, that arrives."""
    assert desk.deliver().put_off == 1
    assert desk.rows == [("slack", "retry", 1, False)]
    assert desk.wait(wait - 0.5).sent == 0
    assert desk.posts == []
    assert desk.wait(0.5).sent == 1
    assert desk.rows == [("slack", "sent", 2, False)]
    assert desk.marked == [False]


def test_after_a_429_the_message_waits_as_long_as_slack_says(slack_desk: Desk) -> None:
    slack_desk.slack.misbehave(POST, "rate_limit")
    refused_for_now(slack_desk, 1)


@pytest.mark.parametrize("status", [500, 503])
def test_after_a_server_error_the_message_is_tried_again(slack_desk: Desk, status: int) -> None:
    slack_desk.slack.misbehave(POST, f"status:{status}")
    assert slack_desk.deliver().put_off == 1
    assert (slack_desk.rows, slack_desk.posts) == ([("slack", "retry", 1, False)], [])
    assert slack_desk.wait(10).sent == 1
    assert (slack_desk.rows, slack_desk.marked) == ([("slack", "sent", 2, False)], [False])


@pytest.mark.parametrize("fault", ["drop", "error_after:fatal_error"])
def test_a_message_accepted_whose_answer_says_nothing_is_found_and_stays_alone(
    slack_desk: Desk, fault: str
) -> None:
    slack_desk.slack.misbehave(POST, fault)
    assert slack_desk.deliver().uncertain == 1
    assert slack_desk.rows == [("slack", "ambiguous", 1, False)]
    assert slack_desk.wait(3).sent == 1
    assert slack_desk.rows == [("slack", "sent", 1, False)]
    assert slack_desk.marked == [False]


@pytest.mark.parametrize("fault", ["drop_before", "error:fatal_error"])
def test_a_message_not_accepted_whose_answer_says_nothing_is_looked_for_and_sent_again(
    slack_desk: Desk, fault: str
) -> None:
    slack_desk.slack.misbehave(POST, fault)
    assert slack_desk.deliver().uncertain == 1
    assert slack_desk.wait(3).sent == 1
    assert slack_desk.rows == [("slack", "sent", 2, False)]
    assert slack_desk.marked == [False]
    assert "conversations.history" in slack_desk.slack.workspace.calls


def close(slack: SlackStandIn, how: str) -> None:
    if how == "token_revoked":
        slack.workspace.token = "another"
    else:
        slack.workspace.archived.add("C0POLICY")


def mend(slack: SlackStandIn) -> None:
    slack.workspace.token = "xoxb-test"
    slack.workspace.archived.clear()


@pytest.mark.parametrize(("how", "word"), [("token_revoked", "invalid_auth"), ("is_archived", "is_archived")])
def test_a_closed_door_keeps_the_message_tells_the_owner_once_and_opens_again(
    slack_desk: Desk, how: str, word: str
) -> None:
    close(slack_desk.slack, how)
    for _ in range(3):
        slack_desk.wait(1)
    assert [(each.name, word in each.why) for each in slack_desk.state.disabled] == [("slack", True)]
    assert slack_desk.rows == [("slack", "retry", 1, False), ("owner@example.org", "sent", 1, False)]
    [told] = slack_desk.mailbox.mails
    assert "The destination slack takes no messages any more" in told.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has a text
    mend(slack_desk.slack)
    assert ask_again(slack_desk.store, "slack", slack_desk.senders["slack"], slack_desk.clock.at)
    slack_desk.wait(2)
    assert slack_desk.rows[0] == ("slack", "sent", 2, False)
    assert slack_desk.marked == [False]
    assert len(slack_desk.mailbox.mails) == 1


def test_a_door_that_closed_before_an_edit_leaves_the_root_to_be_edited_once_it_opens(slack_desk: Desk) -> None:
    slack_desk.deliver()
    slack_desk.the_bridge_opens()
    slack_desk.slack.misbehave("chat.update", "error:token_revoked")
    slack_desk.wait_often()
    assert [each.name for each in slack_desk.state.disabled] == ["slack"]
    assert slack_desk.slack.workspace.updates == []
    assert ask_again(slack_desk.store, "slack", slack_desk.senders["slack"], slack_desk.clock.at)
    slack_desk.wait_often()
    assert [update["text"][:6] for update in slack_desk.slack.workspace.updates] == ["✔ Kept"]
    assert len(slack_desk.posts) == 2


def test_when_the_root_was_deleted_the_news_comes_as_a_message_of_its_own_and_nothing_is_asked_twice(
    slack_desk: Desk,
) -> None:
    slack_desk.deliver()
    slack_desk.slack.workspace.messages.clear()
    slack_desk.the_bridge_opens()
    slack_desk.wait_often()
    assert [row[1:] for row in slack_desk.rows] == [("sent", 1, False), ("sent", 1, False)]
    assert ["thread_ts" in post for post in slack_desk.posts] == [False, False]
    assert slack_desk.slack.workspace.calls.count("chat.update") == 0, "the news itself is the new root"
    assert slack_desk.state.disabled == ()


def test_a_webhook_whose_answer_was_lost_gets_the_message_again_and_both_are_counted(desk: Desks) -> None:
    made = desk(Target("slack_webhook"))
    made.slack.misbehave("webhook", "drop")
    assert made.deliver().uncertain == 1
    assert made.wait(10).sent == 1
    assert made.rows == [("slack_webhook", "sent", 2, True)]
    assert made.marked == [False, True]


@pytest.mark.parametrize("fault", ["rate_limit", "status:500", "status:503"])
def test_a_webhook_that_refuses_for_now_gets_the_message_once(desk: Desks, fault: str) -> None:
    made = desk(Target("slack_webhook"))
    made.slack.misbehave("webhook", fault)
    assert made.deliver().put_off == 1
    assert made.wait(10).sent == 1
    assert made.rows == [("slack_webhook", "sent", 2, False)]
    assert made.marked == [False]
