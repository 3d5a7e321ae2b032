"""Posts each delivery as a signed CloudEvent to one address: for programs that go on with it."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tracker.domain.alerts import Abilities, Delivery, Outcome, Result
from tracker.domain.errors import BadSettings
from tracker_notifiers.kept_connections import Answer, AnswerLost, KeptConnections, NotAsked
from tracker_notifiers.one_way import OneWay
from tracker_notifiers.outside_text import one_line, safe_link
from tracker_notifiers.webhook_answers import outcome_of
from tracker_notifiers.webhook_event import CONTENT_TYPE, cloud_event

SHORTEST_SECRET = 16
"""Bytes; the specification of Standard Webhooks asks for 24 to 64."""
PREFIX = "whsec_"
AT_ONCE = 200
_JSON = json.JSONEncoder(separators=(",", ":"))


class WebhookSender(OneWay):
    """Posts to an address that the settings name. Redirects are not followed, proxies not used.

    The signature is that of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over id, time, body.
    A receiver drops what it knows by `webhook-id` (the event's `id`), so messages may be begun many at a time.
    """

    def __init__(self, url: str, secret: str, *, source: str = "urn:deedline", timeout: float = 15.0) -> None:
        if not safe_link(url):
            raise BadSettings("webhook.url is not an http or https address", "give the whole address")
        self._key = _key(secret)
        self._source = source
        self._connections = KeptConnections(safe_link(url), timeout=timeout)

    @property
    def abilities(self) -> Abilities:
        """Say that a repeat can be told by its id, so that many messages may be under way at once."""
        return Abilities(at_once=AT_ONCE)

    def payload(self, delivery: Delivery) -> dict[str, Any]:
        """Return the event that is the body of the POST."""
        return cloud_event(delivery, self._source)

    def send(self, delivery: Delivery) -> Outcome:
        """Post it once, signed with the present time."""
        return self.begin(delivery)()

    def begin(self, delivery: Delivery) -> Callable[[], Outcome]:
        """Post it and return what waits for the answer."""
        body = _JSON.encode(self.payload(delivery)).encode("ascii")
        return self._asked("POST", delivery.id, body, outcome_of)

    def check(self) -> Outcome:
        """Ask the address for its options, which no program takes for news."""
        return self._asked("OPTIONS", "check", b"", _reachable)()

    def _asked(self, method: str, message: str, body: bytes, meaning: Meaning) -> Callable[[], Outcome]:
        headers = {"User-Agent": "deedline", **signed(self._key, message, int(time.time()), body)}
        if body:
            headers["Content-Type"] = CONTENT_TYPE
        try:
            waiting = self._connections.begin(method, body, headers)
        except NotAsked as problem:
            return partial(Outcome, Result.RETRY, one_line(f"the webhook cannot be reached: {problem}", 300))
        except AnswerLost as problem:
            return partial(_doubtful, problem)
        return partial(_answered, waiting, meaning)


Meaning = Callable[[Answer, float], Outcome]


def _answered(waiting: Callable[[], Answer], meaning: Meaning) -> Outcome:
    try:
        return meaning(waiting(), time.time())
    except AnswerLost as problem:
        return _doubtful(problem)


def _doubtful(problem: AnswerLost) -> Outcome:
    return Outcome(Result.AMBIGUOUS, one_line(f"the webhook's answer was lost: {problem}", 300))


NOT_IMPLEMENTED = 501
"""What a server answers that knows no OPTIONS."""


def signed(key: bytes, message: str, at: int, body: bytes) -> dict[str, str]:
    """Return the headers that prove who sent a body and when: id, seconds since 1970, HMAC over all three."""
    mac = hmac.digest(key, f"{message}.{at}.".encode() + body, "sha256")
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(mac).decode('ascii')}",
    }


def _reachable(answer: Answer, _now: float) -> Outcome:
    outcome = outcome_of(answer, _now)
    if answer.status == NOT_IMPLEMENTED:  # it takes posts only, which is all that it is asked for
        return Outcome(Result.SENT, f"the address answers (HTTP {answer.status})")
    if outcome.disables_destination and answer.status not in (405, 415):
        return outcome
    if outcome.result is Result.RETRY or answer.status >= 500:
        return Outcome(Result.RETRY, outcome.answer, outcome.retry_after)
    return Outcome(Result.SENT, f"the address answers (HTTP {answer.status})")


def _key(secret: str) -> bytes:
    """Return the bytes of a secret: in base64 after `whsec_`, as Standard Webhooks has it, or its letters."""
    try:
        encoded = secret.startswith(PREFIX)
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True) if encoded else secret.encode()
    except (binascii.Error, ValueError):
        raise BadSettings(
            "webhook.secret begins with whsec_ and is not base64 after that", "copy it again, or make a new one"
        ) from None
    if len(key) < SHORTEST_SECRET:
        raise BadSettings(
            f"webhook.secret is shorter than {SHORTEST_SECRET} bytes",
            "notifiers/README.md shows how to make one",
        )
    return key
