"""The Slack library as we use it: without retries of its own, without its log, proxies with their exceptions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.domain.alerts import Outcome

if TYPE_CHECKING:
    from slack_sdk import WebClient


def client_for(token: str, base_url: str, timeout: float) -> WebClient:
    """Return a client that makes each call once."""
    from slack_sdk import WebClient

    client = WebClient(
        token=token,
        base_url=base_url if base_url.endswith("/") else f"{base_url}/",
        timeout=max(int(timeout), 1),
        # The default handler posts again after a dropped connection: two posts, one answer.
        retry_handlers=[],
        logger=quiet_log(),
    )
    # urllib then honours the proxy settings with their exceptions, which the library's own way ignores.
    client.proxy = None
    return client


def quiet_log() -> logging.Logger:
    """Return a log that says nothing: outcomes are recorded by whoever asked, the library would say them twice."""
    quiet = logging.getLogger("deedline.slack")
    quiet.setLevel(logging.CRITICAL)
    return quiet


def asked(call: Callable[[], Outcome]) -> Outcome:
    """Make a call and return its outcome; never raises."""
    from tracker_notifiers.slack_answers import asked as ask  # brings the Slack library, which takes its time

    return ask(call)
