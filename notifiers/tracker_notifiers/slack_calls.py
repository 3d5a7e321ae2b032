"""The calls that answer somebody in Slack: a form, words that only they see, a message drawn anew."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker.domain.alerts import Outcome, Result
from tracker.domain.interactions import AskedLine, Place
from tracker_notifiers import wording
from tracker_notifiers.outside_text import safe_link
from tracker_notifiers.slack_blocks import fallback
from tracker_notifiers.slack_client import asked, client_for, quiet_log
from tracker_notifiers.slack_parts import Block, section
from tracker_notifiers.slack_review import asked_blocks
from tracker_notifiers.slack_text import escaped

if TYPE_CHECKING:
    from slack_sdk import WebClient

log = logging.getLogger("deedline")

MOST_LINES = 20


class SlackCalls:
    """What is said back through the Web API. Nothing here raises: what fails is an outcome, and is logged."""

    def __init__(self, token: str, *, base_url: str = "https://slack.com/api/", timeout: float = 10.0) -> None:
        self._token = token
        self._base_url = base_url
        self._timeout = timeout

    def open(self, trigger: str, view: dict[str, Any]) -> Outcome:
        """Open a form; Slack lets us for three seconds after the click."""

        def call() -> Outcome:
            self._client().views_open(trigger_id=trigger, view=view)
            return Outcome(Result.SENT, "opened")

        return _noted("a form could not be opened", asked(call))

    def update_view(self, view_id: str, view: dict[str, Any]) -> Outcome:
        """Let an open form say something else."""

        def call() -> Outcome:
            self._client().views_update(view_id=view_id, view=view)
            return Outcome(Result.SENT, "updated")

        return _noted("a form could not be brought up to date", asked(call))

    def tell(self, user: str, place: Place, text: str, response_url: str = "") -> Outcome:
        """Say something that only `user` sees, where they acted."""
        words = ephemeral(text)
        if self._may_answer_at(response_url):
            outcome = asked(lambda: self._answered_at(response_url, words))
            if outcome.result is Result.SENT:
                return outcome

        def call() -> Outcome:
            thread = place.thread or None
            self._client().chat_postEphemeral(channel=place.channel, user=user, thread_ts=thread, **words)
            return Outcome(Result.SENT, "told")

        if not place.channel:
            return _noted("nobody could be told", Outcome(Result.REFUSED, "no channel is known"))
        return _noted("somebody could not be told", asked(call))

    def redraw(self, place: Place, lines: Sequence[AskedLine]) -> Outcome:
        """Let a message about items of the review queue show how they stand now."""

        def call() -> Outcome:
            self._client().chat_update(channel=place.channel, ts=place.message, **redrawn(lines))
            return Outcome(Result.SENT, "redrawn")

        return _noted("a message could not be brought up to date", asked(call))

    def _answered_at(self, url: str, words: dict[str, Any]) -> Outcome:
        from slack_sdk.webhook import WebhookClient

        client = WebhookClient(url, timeout=int(self._timeout), retry_handlers=[], logger=quiet_log())
        client.proxy = None
        answer = client.send_dict({**words, "response_type": "ephemeral", "replace_original": False})
        return Outcome(Result.SENT if answer.status_code == 200 else Result.REFUSED, answer.body)

    def _may_answer_at(self, url: str) -> bool:
        """Say whether an address for an answer lies with Slack: in the domain that we ask anyway."""
        theirs, ours = urlsplit(safe_link(url)), urlsplit(self._base_url)
        host, own = theirs.hostname or "", ours.hostname or ""
        return theirs.scheme == ours.scheme and (host == own or host.endswith(f".{own}"))

    def _client(self) -> WebClient:
        return client_for(self._token, self._base_url, self._timeout)


def ephemeral(text: str) -> dict[str, Any]:
    """Return text and blocks of an answer that only one person sees; all of `text` may be foreign."""
    lines = [escaped(line, 600) for line in text.splitlines()[:MOST_LINES] if line.strip()]
    blocks: list[Block] = [section(lines) or section(["Done."])]
    return {"text": fallback(text), "blocks": blocks}


def redrawn(lines: Sequence[AskedLine]) -> dict[str, Any]:
    """Return text and blocks of a message about items as they stand now."""
    return {"text": fallback(wording.asked_headline(lines)), "blocks": asked_blocks(lines, interactive=True)}


def _noted(what: str, outcome: Outcome) -> Outcome:
    if outcome.result is not Result.SENT:
        log.warning("slack: %s: %s", what, outcome.answer)
    return outcome
