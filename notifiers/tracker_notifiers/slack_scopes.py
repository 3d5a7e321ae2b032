"""What a Slack app is allowed to do: the scopes of its token, and whether its app token opens a connection."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.alerts import Outcome, Result
from tracker_notifiers.slack_client import asked, client_for

POSTING = "chat:write"
LOOKING = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})


def lacks_posting(granted: str | None) -> bool:
    """Say whether Slack's list of what was granted lacks the right to post; without a list nobody knows."""
    return bool(granted) and POSTING not in _listed(granted)


def lacks_looking(granted: str | None) -> bool:
    """Say whether it lacks the right to look a message up."""
    return bool(granted) and not (_listed(granted) & LOOKING)


def check_scopes(token: str, *, base_url: str) -> Iterator[tuple[str, str]]:
    """Yield what the token lacks, each with its cure; nothing where it lacks nothing or cannot be asked."""
    granted: list[str | None] = []

    def call() -> Outcome:
        granted.append(client_for(token, base_url, 10).auth_test().headers.get("x-oauth-scopes"))
        return Outcome(Result.SENT)

    if asked(call).result is not Result.SENT:
        return
    if lacks_posting(granted[0]):
        yield f"the app lacks the scope {POSTING}", "add it under OAuth & Permissions, and install the app again"
    if lacks_looking(granted[0]):
        cure = "add channels:history (groups:history for a private channel), and install the app again"
        yield "the app may not look messages up: one whose answer was lost is sent again", cure


def check_app_token(app_token: str, *, base_url: str) -> Outcome:
    """Say whether an app token opens a connection for Socket Mode; none is opened."""

    def call() -> Outcome:
        client_for("", base_url, 10).apps_connections_open(app_token=app_token)
        return Outcome(Result.SENT, "Socket Mode is open to us")

    return asked(call)


def _listed(granted: str | None) -> frozenset[str]:
    return frozenset(scope.strip() for scope in (granted or "").split(","))
