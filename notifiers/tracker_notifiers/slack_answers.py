"""What Slack's answers and the failures of the way there mean for a delivery."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from tracker.domain.alerts import Outcome, Result
from tracker_notifiers.outside_text import one_line

NOBODY_GETS_IN = frozenset(
    {
        # nothing gets through until somebody mends the token, the app or the channel
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "org_login_required",
        "ekm_access_denied",
        "team_access_not_granted",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        # the same conditions in the words of incoming webhooks
        "invalid_token",
        "no_service",
        "no_service_id",
        "no_team",
        "team_disabled",
        "channel_is_archived",
        "action_prohibited",
        "posting_to_general_channel_denied",
        "user_not_found",
    }
)

COME_AGAIN = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "rollup_error"}
)

PERHAPS_DONE = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Slack says of these that the call may have taken effect all the same."""


def outcome_of_error(error: str, status: int, retry_after: str | None) -> Outcome:
    """Return what an answer other than "ok" means; `error` is Slack's own word, kept in the outcome."""
    told = one_line(f"Slack: {error or 'no reason given'} (HTTP {status})", 300)
    if status == 429 or error in COME_AGAIN:
        return Outcome(Result.RETRY, told, retry_after=_seconds(retry_after))
    if error in PERHAPS_DONE:
        return Outcome(Result.AMBIGUOUS, told)
    if status >= 500:
        return Outcome(Result.RETRY, told, retry_after=_seconds(retry_after))
    if error in NOBODY_GETS_IN:
        return Outcome(Result.REFUSED, told, disables_destination=True)
    if " " in error or not error:
        # Not one of Slack's words: something between us and Slack answered, or the answer was cut short.
        return Outcome(Result.AMBIGUOUS if status == 200 else Result.RETRY, told)
    return Outcome(Result.REFUSED, told)


def outcome_of_failure(problem: Exception) -> Outcome:
    """Return what a failed call means: before the request left it may be repeated, after that nobody knows."""
    told = one_line(f"Slack could not be asked: {problem}", 300)
    if isinstance(problem, URLError):
        # urllib wraps what goes wrong up to the last byte sent; what comes later arrives unwrapped.
        lost = isinstance(problem.reason, (ConnectionResetError, BrokenPipeError))
        return Outcome(Result.AMBIGUOUS if lost else Result.RETRY, told)
    if isinstance(problem, (OSError, HTTPException)):
        return Outcome(
            Result.AMBIGUOUS, one_line(f"Slack's answer was lost: {type(problem).__name__} {problem}", 300)
        )
    return Outcome(Result.AMBIGUOUS, one_line(f"Slack's answer makes no sense: {problem}", 300))


def asked(call: Callable[[], Outcome]) -> Outcome:
    """Make a call of the Slack library and return its outcome, or what its error means; never raises."""
    try:
        return call()
    except SlackApiError as problem:
        answer = problem.response
        error = str(answer.data.get("error") or "") if isinstance(answer.data, dict) else ""
        return outcome_of_error(error, answer.status_code, answer.headers.get("Retry-After"))
    except Exception as problem:  # the library passes on whatever the network or a garbled answer provokes
        return outcome_of_failure(problem)


def _seconds(retry_after: str | None) -> float | None:
    try:
        return max(float(retry_after), 0.0) if retry_after else None
    except ValueError:
        return None
