"""Senders put together from the settings: with `app`, the only place that sees the notifiers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracker.settings import Settings

if TYPE_CHECKING:
    from tracker.domain.ports import Sender


def everybody(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Return all recipients of the destinations that have several."""
    if not settings.apprise.urls:
        return {"email": settings.email.to}
    from tracker_notifiers.apprise import service_names

    return {"email": settings.email.to, "apprise": tuple(service_names(_revealed(settings)))}


def senders_of(settings: Settings) -> dict[str, Sender]:
    """Make the senders of every destination that is set up. E-mail needs no `to` for digests."""
    missing = settings.missing_for_messages()
    return {name: sender_for(name, settings) for name, lacking in missing.items() if not lacking}


def sender_for(name: str, settings: Settings) -> Sender:
    """Make one sender; a destination that is not set up is good for showing payloads only."""
    if name == "slack":
        from tracker_notifiers.slack import SlackSender

        slack = settings.slack
        token = slack.token.get_secret_value() or "xoxb-not-set-up"
        return SlackSender(
            token,
            slack.channel or "the-channel",
            base_url=slack.base_url,
            pace=slack.pace,
            interactive=slack.is_interactive,
        )
    if name == "slack_webhook":
        from tracker_notifiers.slack_webhook import SlackWebhookSender

        return SlackWebhookSender(
            settings.slack_webhook.url.get_secret_value() or "https://hooks.slack.com/not-set-up",
            pace=settings.slack_webhook.pace,
        )
    if name == "webhook":
        from tracker_notifiers.webhook import WebhookSender

        url = settings.webhook.url.get_secret_value() or "https://example.org/not-set-up"
        secret = settings.webhook.secret.get_secret_value() or "no secret is set up"
        return WebhookSender(url, secret, source=settings.public_url or "urn:deedline")
    if name == "apprise":
        from tracker_notifiers.apprise import AppriseSender

        return AppriseSender(_revealed(settings), timeout=settings.apprise.timeout)
    if name == "email":
        from tracker_notifiers.email import EmailSender

        email = settings.email
        return EmailSender(
            email.host or "localhost",
            email.port,
            email.sender or "deedline@localhost",
            tls=email.tls,
            username=email.user,
            password=email.password.get_secret_value(),
        )
    from tracker_notifiers.console import ConsoleSender

    return ConsoleSender(sys.stdout)


def _revealed(settings: Settings) -> tuple[str, ...]:
    return tuple(url.get_secret_value() for url in settings.apprise.urls)
