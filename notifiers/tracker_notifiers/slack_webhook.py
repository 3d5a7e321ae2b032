"""Slack through an incoming webhook: the simple choice, which can neither look up, edit nor thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.alerts import Abilities, Delivery, Outcome, Result
from tracker.domain.errors import BadSettings
from tracker_notifiers.one_way import OneWay
from tracker_notifiers.outside_text import safe_link
from tracker_notifiers.slack import message
from tracker_notifiers.slack_client import quiet_log

if TYPE_CHECKING:
    from slack_sdk.webhook import WebhookClient

LETS_US_IN = frozenset({"ok", "no_text", "invalid_payload", "missing_text_or_fallback_or_attachments"})
"""Answers to an empty message that show that the address is a live one."""


class SlackWebhookSender(OneWay):
    """Posts to the channel the webhook was made for."""

    def __init__(self, url: str, *, timeout: float = 15.0, pace: float = 0.0) -> None:
        if not safe_link(url):
            raise BadSettings(
                "the Slack webhook is not an http or https address", "copy it again from the app's page"
            )
        self._url = url
        self._timeout = timeout
        self._pace = pace

    @property
    def abilities(self) -> Abilities:
        """Say that messages can only be sent, and how fast."""
        return Abilities(pace=self._pace)

    def payload(self, delivery: Delivery) -> dict[str, Any]:
        """Return the body of the POST."""
        return message(delivery)

    def send(self, delivery: Delivery) -> Outcome:
        """Post it once."""
        return self._posted(self.payload(delivery), frozenset({"ok"}))

    def check(self) -> Outcome:
        """Post an empty message, which Slack refuses without showing anything to people."""
        return self._posted({"text": ""}, LETS_US_IN)

    def _posted(self, body: dict[str, Any], welcome: frozenset[str]) -> Outcome:
        from tracker_notifiers.slack_answers import asked, outcome_of_error

        def post() -> Outcome:
            answer = self._client().send_dict(body)
            if answer.body in welcome:
                return Outcome(Result.SENT, answer.body)
            return outcome_of_error(answer.body, answer.status_code, answer.headers.get("Retry-After"))

        return asked(post)

    def _client(self) -> WebhookClient:
        from slack_sdk.webhook import WebhookClient

        timeout = max(int(self._timeout), 1)
        client = WebhookClient(self._url, timeout=timeout, retry_handlers=[], logger=quiet_log())
        client.proxy = None
        return client
