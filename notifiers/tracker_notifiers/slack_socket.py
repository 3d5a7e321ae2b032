"""Socket Mode: interactions come over a connection that we open, so that no address of ours has to be public."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from tracker.domain.alerts import Outcome, Result
from tracker.domain.errors import BadInput
from tracker_notifiers.slack_client import asked, client_for, quiet_log

if TYPE_CHECKING:
    from slack_sdk.socket_mode import SocketModeClient
    from slack_sdk.socket_mode.client import BaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

log = logging.getLogger("deedline")

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
LOOK_SECONDS = 1.0


class Taker(Protocol):
    """Whoever takes an interaction and says what Slack is to be answered."""

    def take(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the answer; raises BadInput."""
        ...


class SocketMode:
    """Listens over Socket Mode from a thread of its own, and comes back whenever the connection is lost."""

    def __init__(
        self, app_token: str, taker: Taker, *, base_url: str = "https://slack.com/api/", wait: float = FIRST_WAIT
    ) -> None:
        self._app_token = app_token
        self._taker = taker
        self._base_url = base_url
        self._wait = wait
        self._stop = threading.Event()
        self.connected = threading.Event()
        """Set while we are connected."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen while the block runs."""
        thread = threading.Thread(target=self._listen, name="slack-socket", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join(10)

    def _listen(self) -> None:
        wait, told = self._wait, ""
        while not self._stop.is_set():
            client = self._client()
            outcome = asked(partial(_connected, client))
            if outcome.result is Result.SENT:
                log.info("slack: listening for buttons over Socket Mode")
                wait, told = self._wait, ""
                self.connected.set()
                self._while_connected(client)
                self.connected.clear()
            elif outcome.answer != told:
                told = outcome.answer
                log.warning("slack: Socket Mode cannot connect: %s", told)
            _closed(client)
            self._stop.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _while_connected(self, client: SocketModeClient) -> None:
        """Wait until the connection is lost for good: the library renews one that Slack asks to renew."""
        lost = 0
        while not self._stop.wait(min(LOOK_SECONDS, self._wait)):
            lost = 0 if client.is_connected() else lost + 1
            if lost > 2:
                log.warning("slack: Socket Mode lost its connection; connecting anew")
                return

    def _client(self) -> SocketModeClient:
        from slack_sdk.socket_mode import SocketModeClient

        client = SocketModeClient(
            app_token=self._app_token,
            web_client=client_for("", self._base_url, 10),
            logger=quiet_log(),
            auto_reconnect_enabled=False,
            concurrency=4,
        )
        if proxy_bypass(urlsplit(self._base_url).hostname or ""):
            client.proxy = None  # the library knows no exceptions from a proxy
        client.socket_mode_request_listeners.append(self._taken)
        return client

    def _taken(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        from slack_sdk.socket_mode.response import SocketModeResponse

        answer: dict[str, Any] = {}
        if request.type == "interactive":
            try:
                answer = self._taker.take(request.payload)
            except BadInput as error:
                log.warning("slack: %s", error.message)
        # What is not answered comes again, so everything is.
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload=answer or None))


def _connected(client: SocketModeClient) -> Outcome:
    client.connect()
    if not client.is_connected():  # the library keeps to itself why
        return Outcome(Result.RETRY, "Slack gave an address that takes no connection")
    return Outcome(Result.SENT, "connected")


def _closed(client: SocketModeClient) -> None:
    try:
        client.close()
    except Exception as problem:  # what is broken already need not be closed in good order
        log.debug("slack: %s", problem)
