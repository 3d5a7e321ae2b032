"""Slack with a bot token: one root message an episode, edited in place, its transitions as replies in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tracker.domain.alerts import Abilities, Delivery, Notice, Outcome, Result, Thread, Why
from tracker.domain.errors import BadSettings
from tracker_notifiers import wording
from tracker_notifiers.outside_text import safe_link
from tracker_notifiers.slack_blocks import (
    fallback,
    group_blocks,
    mail_blocks,
    own_blocks,
    reply_blocks,
    root_blocks,
)
from tracker_notifiers.slack_client import asked, client_for
from tracker_notifiers.slack_parts import Block
from tracker_notifiers.slack_review import asked_blocks
from tracker_notifiers.slack_scopes import lacks_posting

if TYPE_CHECKING:
    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

EVENT_TYPE = "deedline_delivery"
CLOCKS_APART = timedelta(minutes=10)
"""How far our clock may be ahead of Slack's when a message is looked up by the time it was created."""
MOST_PAGES = 10
PAGE = 100
NOT_THERE = Outcome(Result.RETRY, "Slack has no such message")


class SlackSender:
    """Posts to one channel (give its id, such as C0123ABCDEF, so that lost messages can be looked up)."""

    def __init__(
        self,
        token: str,
        channel: str,
        *,
        base_url: str = "https://slack.com/api/",
        timeout: float = 15.0,
        pace: float = 0.0,
        interactive: bool = False,
    ) -> None:
        if not token.isascii() or not token.isprintable() or not token.strip() or " " in token:
            raise BadSettings(
                "the Slack token is empty or holds characters no token has", "copy the bot token again"
            )
        if not safe_link(base_url):
            raise BadSettings(f"Slack's address {base_url!r} is not an http or https address", "leave it out")
        self._token = token
        self._channel = channel
        self._base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._timeout = timeout
        self._pace = pace
        self._interactive = interactive
        self._goes_on: dict[str, str] = {}
        """Delivery to the page at which looking for it goes on: Slack lets many apps read one page a minute."""

    @property
    def abilities(self) -> Abilities:
        """Say that messages can be looked up, edited and threaded."""
        return Abilities(can_find=True, can_edit=True, can_thread=True, pace=self._pace)

    def payload(self, delivery: Delivery) -> dict[str, Any]:
        """Return the arguments of `chat.postMessage`."""
        thread = delivery.thread
        return {
            "channel": thread.channel if thread else self._channel,
            **message(delivery, interactive=self._interactive),
            **({"thread_ts": thread.message} if thread else {}),
            **({"reply_broadcast": True} if thread and _is_for_the_channel(delivery) else {}),
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"delivery": delivery.id}},
        }

    def send(self, delivery: Delivery) -> Outcome:
        """Post it once. SENT carries the thread: that of the new root, or the one replied to."""
        outcome = self._posted(delivery)
        if _thread_is_gone(delivery, outcome):
            # Somebody deleted the root: the news is told all the same, as a message of its own.
            return _alone(self._posted(replace(delivery, thread=None)))
        return outcome

    def _posted(self, delivery: Delivery) -> Outcome:
        def post() -> Outcome:
            answer = self._client().chat_postMessage(**self.payload(delivery))
            if not (answer["channel"] and answer["ts"]):
                return Outcome(Result.AMBIGUOUS, "Slack does not say where the message stands")
            posted = Thread(str(answer["channel"]), str(answer["ts"]))
            return Outcome(Result.SENT, f"posted as {posted.message}", thread=delivery.thread or posted)

        return asked(post)

    def find(self, delivery: Delivery) -> Outcome:
        """Look through the channel (or the thread) since the delivery was created for its id.

        Where Slack makes us wait between two pages, the next look goes on where this one ended.
        """
        outcome = asked(lambda: self._looked_up(delivery))
        if _thread_is_gone(delivery, outcome):
            outcome = _alone(asked(lambda: self._looked_up(replace(delivery, thread=None))))
        if outcome is NOT_THERE or outcome.result is Result.SENT:
            return outcome
        cure = "; looking needs the channel's id and a history scope" if outcome.result is Result.REFUSED else ""
        return Outcome(Result.AMBIGUOUS, f"{outcome.answer}{cure}", retry_after=outcome.retry_after)

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        """Replace the root message by the present state; doing so twice does no harm."""

        def update() -> Outcome:
            text = fallback(wording.headline(notice))
            blocks = root_blocks(notice, interactive=self._interactive)
            self._client().chat_update(channel=thread.channel, ts=thread.message, text=text, blocks=blocks)
            return Outcome(Result.SENT, "edited", thread=thread)

        outcome = asked(update)
        if outcome.result is Result.AMBIGUOUS:
            return Outcome(Result.RETRY, outcome.answer)
        if outcome.result is Result.REFUSED and "message_not_found" in outcome.answer:
            return replace(outcome, is_gone=True)
        return outcome

    def check(self) -> Outcome:
        """Ask Slack whether it knows the token; sends nothing to people."""

        def test() -> Outcome:
            answer = self._client().auth_test()
            if lacks_posting(answer.headers.get("x-oauth-scopes")):
                return Outcome(Result.REFUSED, "the app lacks the scope chat:write", disables_destination=True)
            return Outcome(Result.SENT, f"signed in as {answer.get('user', '?')} at {answer.get('team', '?')}")

        return asked(test)

    def _looked_up(self, delivery: Delivery) -> Outcome:
        client, cursor = self._client(), self._goes_on.pop(delivery.id, None)
        for _ in range(MOST_PAGES):
            if cursor:
                self._goes_on[delivery.id] = cursor  # should the call fail
            answer = self._page(client, delivery, cursor)
            self._goes_on.pop(delivery.id, None)
            listed = answer.get("messages")
            if not isinstance(listed, list):
                return Outcome(Result.AMBIGUOUS, "Slack answers without a list of messages")
            for posted in listed:
                if _carries(posted, delivery.id):
                    found = Thread(
                        delivery.thread.channel if delivery.thread else self._channel, str(posted["ts"])
                    )
                    return Outcome(Result.SENT, f"found as {posted['ts']}", thread=delivery.thread or found)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return NOT_THERE
        return Outcome(Result.AMBIGUOUS, f"not among the {MOST_PAGES * PAGE} messages since it was created")

    def _page(self, client: WebClient, delivery: Delivery, cursor: str | None) -> SlackResponse:
        oldest = f"{(delivery.created - CLOCKS_APART).timestamp():.6f}"
        if delivery.thread:
            return client.conversations_replies(
                channel=delivery.thread.channel,
                ts=delivery.thread.message,
                oldest=oldest,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
        return client.conversations_history(
            channel=self._channel, oldest=oldest, limit=PAGE, cursor=cursor, include_all_metadata=True
        )

    def _client(self) -> WebClient:
        return client_for(self._token, self._base_url, self._timeout)


def message(delivery: Delivery, *, interactive: bool = False) -> dict[str, Any]:
    """Return text and blocks of a delivery, the same for every way into Slack; `interactive` adds buttons."""
    repeated = delivery.maybe_repeated
    blocks: list[Block]
    if delivery.mail is not None:
        blocks = mail_blocks(delivery.mail, repeated=repeated)
    elif delivery.asked:
        blocks = asked_blocks(delivery.asked, delivery.waiting, repeated=repeated, interactive=interactive)
    elif len(delivery.notices) > 1:
        blocks = group_blocks(delivery.notices, repeated=repeated, interactive=interactive)
    elif delivery.notices and delivery.thread:
        blocks = reply_blocks(delivery.notices[0], repeated=repeated)
    elif delivery.notices:
        blocks = root_blocks(delivery.notices[0], repeated=repeated, interactive=interactive)
    else:
        blocks = own_blocks(wording.own_words(delivery), repeated=repeated)
    text = fallback(wording.subject(delivery))
    return {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _alone(outcome: Outcome) -> Outcome:
    """Return the outcome of a message that stands alone because its root was deleted."""
    return replace(outcome, is_gone=True) if outcome.result is Result.SENT else outcome


def _thread_is_gone(delivery: Delivery, outcome: Outcome) -> bool:
    gone = any(word in outcome.answer for word in ("thread_not_found", "cannot_reply_to_message"))
    return delivery.thread is not None and outcome.result is Result.REFUSED and gone


def _is_for_the_channel(delivery: Delivery) -> bool:
    """Say whether a reply is shown in the channel too: what nobody took up must not stay in its thread."""
    return any(notice.why is Why.ESCALATED for notice in delivery.notices)


def _carries(posted: Mapping[str, Any], delivery_id: str) -> bool:
    metadata = posted.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("delivery") == delivery_id
