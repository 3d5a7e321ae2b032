"""Interactions that Slack posts over HTTP: only what Slack signed a moment ago is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from tracker.domain.errors import BadInput
from tracker.domain.ports import Clock

WINDOW_SECONDS = 300
"""How old a signed request may be: a recorded one is worth nothing after that."""


class SignedRequests:
    """Tells requests that Slack signed with our secret from all others."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Say whether Slack signed this body within the last five minutes. Never raises."""
        from slack_sdk.signature import Clock as Seconds
        from slack_sdk.signature import SignatureVerifier

        now = self._clock.now().timestamp()

        class Ours(Seconds):
            def now(self) -> float:
                return now

        given = {name.lower(): value for name, value in headers.items()}
        stamp = given.get("x-slack-request-timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16):
            return False
        try:
            return SignatureVerifier(self._secret, Ours()).is_valid_request(body, given)
        except (ValueError, TypeError):  # the library raises on a body that is no text, and on strange signatures
            return False


def payload_of(body: bytes) -> Mapping[str, Any]:
    """Return the interaction that a signed body holds; raises BadInput."""
    try:
        fields = parse_qs(body.decode(), max_num_fields=20, strict_parsing=True)
        payload = json.loads(fields["payload"][0])
    except (ValueError, KeyError, RecursionError):
        payload = None
    if not isinstance(payload, dict):
        raise BadInput("this is no interaction", "let Slack post its interactions to this address")
    return payload
