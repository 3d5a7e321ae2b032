"""The Slack sender against a Slack that answers, misbehaves and disappears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.notifiers.samples import NOW, a_delivery, a_notice
from tests.stand_ins.slack import SlackStandIn
from tracker.domain.alerts import Abilities, Delivery, Outcome, Result, Thread, Why
from tracker.domain.errors import BadSettings
from tracker.domain.statuses import Status
from tracker_notifiers.slack import SlackSender


def sent(sender: SlackSender, delivery: Delivery) -> Thread:
    outcome = sender.send(delivery)
    assert outcome.thread is not None, outcome
    return outcome.thread


def test_a_root_message_is_posted_once_and_its_place_returned(slack: SlackStandIn, sender: SlackSender) -> None:
    outcome = sender.send(a_delivery())

    assert outcome.result is Result.SENT
    assert [(post["channel"], post["ts"]) for post in slack.workspace.posts] == [
        (outcome.thread.channel, outcome.thread.message) if outcome.thread else None
    ]


def test_every_post_carries_the_delivery_id_as_metadata(slack: SlackStandIn, sender: SlackSender) -> None:
    sender.send(a_delivery(id="delivery-7"))

    assert slack.workspace.posts[0]["metadata"] == {
        "event_type": "deedline_delivery",
        "event_payload": {"delivery": "delivery-7"},
    }


def test_what_is_posted_is_the_payload(slack: SlackStandIn, sender: SlackSender) -> None:
    sender.send(a_delivery())

    posted = {key: value for key, value in slack.workspace.posts[0].items() if key not in ("ts", "type")}
    assert posted == sender.payload(a_delivery())


def test_a_later_transition_is_a_reply_in_the_thread(slack: SlackStandIn, sender: SlackSender) -> None:
    root = sent(sender, a_delivery())

    outcome = sender.send(a_delivery(id="delivery-2", thread=root))

    assert slack.workspace.posts[1]["thread_ts"] == root.message
    assert outcome.thread == root


def test_the_root_is_edited_in_place(slack: SlackStandIn, sender: SlackSender) -> None:
    root = sent(sender, a_delivery())

    outcome = sender.edit(root, a_notice(status=Status.KEPT_LATE))

    assert outcome.result is Result.SENT
    assert slack.workspace.messages[0]["text"].startswith("✔ Kept: kept late")
    assert len(slack.workspace.posts) == 1


def test_an_edited_root_is_still_found_by_its_delivery(sender: SlackSender) -> None:
    root = sent(sender, a_delivery())
    sender.edit(root, a_notice(status=Status.KEPT_LATE))

    assert sender.find(a_delivery()).thread == root


def test_a_message_that_arrived_is_found_with_its_thread(sender: SlackSender) -> None:
    root = sent(sender, a_delivery())
    sent(sender, a_delivery(id="delivery-2"))

    assert sender.find(a_delivery()) == Outcome(Result.SENT, f"found as {root.message}", thread=root)


def test_a_message_that_never_arrived_may_be_sent_again(sender: SlackSender) -> None:
    sender.send(a_delivery(id="another"))

    assert sender.find(a_delivery()).result is Result.RETRY


def test_a_reply_is_looked_for_in_its_thread(slack: SlackStandIn, sender: SlackSender) -> None:
    root = sent(sender, a_delivery())
    reply = a_delivery(id="delivery-2", thread=root)

    assert sender.find(reply).result is Result.RETRY
    sender.send(reply)
    assert sender.find(reply) == Outcome(Result.SENT, "found as " + slack.workspace.posts[1]["ts"], thread=root)


def test_a_reply_whose_root_was_deleted_is_told_as_a_message_of_its_own_and_found(
    slack: SlackStandIn, sender: SlackSender
) -> None:
    reply = a_delivery(id="delivery-2", thread=sent(sender, a_delivery()))
    slack.workspace.messages.clear()

    assert sender.find(reply).result is Result.RETRY
    assert sender.send(reply).result is Result.SENT
    assert "thread_ts" not in slack.workspace.posts[-1]
    assert sender.find(reply).result is Result.SENT
    assert len(slack.workspace.posts) == 2


def test_a_message_is_found_on_a_later_page(sender: SlackSender) -> None:
    root = sent(sender, a_delivery())
    for number in range(120):
        sender.send(a_delivery(id=f"later-{number}"))

    assert sender.find(a_delivery()).thread == root


def test_looking_goes_no_further_back_than_the_delivery_s_own_time(
    slack: SlackStandIn, sender: SlackSender
) -> None:
    slack.workspace.keep(
        {"channel": "C0POLICY", "text": "old", "ts": f"{(NOW - timedelta(hours=1)).timestamp():.6f}"}
    )
    slack.workspace.messages[0]["metadata"] = sender.payload(a_delivery())["metadata"]

    assert sender.find(a_delivery()).result is Result.RETRY


def test_looking_without_the_right_to_is_unknown_and_names_the_cure(
    slack: SlackStandIn, sender: SlackSender
) -> None:
    slack.misbehave("conversations.history", "error:missing_scope")

    outcome = sender.find(a_delivery())

    assert outcome.result is Result.AMBIGUOUS
    assert "missing_scope" in outcome.answer
    assert "history scope" in outcome.answer


def test_looking_too_often_is_unknown_until_later(slack: SlackStandIn, sender: SlackSender) -> None:
    slack.misbehave("conversations.history", "rate_limit")

    outcome = sender.find(a_delivery())

    assert (outcome.result, outcome.retry_after) == (Result.AMBIGUOUS, 1.0)


def test_an_edit_whose_answer_is_lost_is_simply_repeated(slack: SlackStandIn, sender: SlackSender) -> None:
    root = sent(sender, a_delivery())
    slack.misbehave("chat.update", "drop")

    assert sender.edit(root, a_notice()).result is Result.RETRY


def test_an_edit_of_a_message_that_is_gone_is_refused(slack: SlackStandIn, sender: SlackSender) -> None:
    outcome = sender.edit(Thread("C0POLICY", "1.000001"), a_notice())

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, False)


def test_a_check_signs_in_and_posts_nothing(slack: SlackStandIn, sender: SlackSender) -> None:
    assert sender.check().result is Result.SENT
    assert slack.workspace.calls == ["auth.test"]


def test_a_check_with_a_wrong_token_is_refused(slack: SlackStandIn) -> None:
    outcome = SlackSender("xoxb-wrong", "C0POLICY", base_url=slack.url).check()

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)


def test_a_channel_slack_does_not_know_disables_the_destination(slack: SlackStandIn) -> None:
    outcome = SlackSender("xoxb-test", "C0OTHER", base_url=slack.url).send(a_delivery())

    assert outcome.disables_destination
    assert "channel_not_found" in outcome.answer


@pytest.mark.parametrize("token", ["", "  ", "xoxb\nX-Evil: 1", "xoxb–dash", "xoxb test"])
def test_a_token_no_header_can_hold_is_a_clear_error(token: str) -> None:
    with pytest.raises(BadSettings, match="token"):
        SlackSender(token, "C0POLICY")


def test_an_address_that_is_not_web_is_a_clear_error() -> None:
    with pytest.raises(BadSettings, match="address"):
        SlackSender("xoxb-test", "C0POLICY", base_url="file:///etc/")


def test_the_token_is_never_in_an_answer(slack: SlackStandIn, sender: SlackSender) -> None:
    slack.misbehave("chat.postMessage", "error:invalid_auth", "drop", "status:500")

    answers = [sender.send(a_delivery()).answer for _ in range(3)]

    assert "xoxb" not in " ".join(answers)


def test_slack_can_find_edit_and_thread(sender: SlackSender) -> None:
    assert sender.abilities == Abilities(can_find=True, can_edit=True, can_thread=True)


def test_a_proxy_setting_does_not_stand_between_us_and_an_exempt_host(
    slack: SlackStandIn, sender: SlackSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    assert sender.send(a_delivery()).result is Result.SENT


def test_an_escalation_is_shown_in_the_channel_too(slack: SlackStandIn, sender: SlackSender) -> None:
    root = sent(sender, a_delivery())
    sender.send(a_delivery(id="delivery-2", thread=root))
    sender.send(a_delivery(a_notice(why=Why.ESCALATED), id="delivery-3", thread=root))

    assert [post.get("reply_broadcast", False) for post in slack.workspace.posts] == [False, False, True]


def test_looking_goes_on_where_slack_made_it_wait(slack: SlackStandIn, sender: SlackSender) -> None:
    root = sent(sender, a_delivery())
    for number in range(120):
        slack.workspace.keep({"channel": "C0POLICY", "text": f"later {number}"})
    slack.misbehave("conversations.history", "", "rate_limit")

    assert sender.find(a_delivery()).result is Result.AMBIGUOUS
    assert sender.find(a_delivery()).thread == root
    assert slack.workspace.calls.count("conversations.history") == 2


def test_a_check_names_the_scope_that_is_lacking(slack: SlackStandIn, sender: SlackSender) -> None:
    slack.workspace.scopes = "channels:history"

    outcome = sender.check()

    assert (outcome.result, outcome.disables_destination) == (Result.REFUSED, True)
    assert "chat:write" in outcome.answer
