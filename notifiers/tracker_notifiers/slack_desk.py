"""Everything by which people act from Slack, put together: the door, and the two ways to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tracker.domain.alerts import Result
from tracker.domain.ports import Clock
from tracker_notifiers.slack_calls import SlackCalls
from tracker_notifiers.slack_door import Act, SlackDoor
from tracker_notifiers.slack_scopes import check_app_token, check_scopes
from tracker_notifiers.slack_signed import SignedRequests, payload_of


class SlackDesk:
    """Takes what people do in Slack over Socket Mode (with an app token) and over HTTP (with a signing secret)."""

    def __init__(
        self,
        token: str,
        act: Act,
        clock: Clock,
        *,
        app_token: str = "",
        signing_secret: str = "",
        base_url: str = "https://slack.com/api/",
    ) -> None:
        self._token = token
        self._app_token = app_token
        self._base_url = base_url
        self._signed = SignedRequests(signing_secret, clock) if signing_secret.strip() else None
        self.door = SlackDoor(act, SlackCalls(token, base_url=base_url))

    @property
    def takes_posts(self) -> bool:
        """Say whether Slack may post to us: only what it signed is taken, so it needs the signing secret."""
        return self._signed is not None

    def take(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any] | None:
        """Return what Slack is to be answered; None if it is not Slack that posted. Raises BadInput."""
        if self._signed is None or not self._signed.is_signed(body, headers):
            return None
        return self.door.take(payload_of(body))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen over Socket Mode while the block runs, if there is an app token."""
        if not self._app_token:
            yield
            return
        from tracker_notifiers.slack_socket import SocketMode

        with SocketMode(self._app_token, self.door, base_url=self._base_url).listening():
            yield

    def check(self) -> Iterator[tuple[str, str]]:
        """Yield what is found about the app, each with its cure (empty where all is well)."""
        yield from check_scopes(self._token, base_url=self._base_url)
        if self._app_token:
            outcome = check_app_token(self._app_token, base_url=self._base_url)
            cure = "make an app-level token with the scope connections:write, and switch Socket Mode on"
            well = outcome.result is Result.SENT
            yield (outcome.answer, "") if well else (f"the app token: {outcome.answer}", cure)

    def close(self) -> None:
        """Finish what was begun."""
        self.door.close()
