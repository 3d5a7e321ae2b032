"""The composition root: the only place where store, senders, fetcher, clock and rules are put together."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from tracker.domain.alerts import Subscriber, Target
from tracker.domain.routing import Routing
from tracker.engine.routing import owner_targets
from tracker.route_settings import as_route, default_route, targets_named
from tracker.settings import Settings, SubscriberSettings, Weekday

if TYPE_CHECKING:
    from tracker.actions.packs import Pack
    from tracker.actions.replaying_pack import Replay
    from tracker.actions.taking_turns import Pace
    from tracker.domain.alerts import Mail
    from tracker.domain.collecting import Collected, CollectState
    from tracker.domain.digests import Week
    from tracker.domain.ports import Clock, Fetcher, Sender
    from tracker.domain.sources import Source
    from tracker.jobs.schedule import Rhythm
    from tracker.jobs.work import Work
    from tracker.store.store import Store

EVERYBODY = "everybody@example.org"
"""The reader of a digest that is only shown, and of no subscriber's."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware UTC."""
        return datetime.now(UTC)


class App:
    """One Deedline. `clock`, `senders` and `fetcher` stand in for the real ones where they are given.

    `home` is the folder that relative paths of sources count from: that of the settings file.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        home: Path | None = None,
        clock: Clock | None = None,
        senders: Mapping[str, Sender] | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.settings = settings
        self.home = (home or Path()).resolve()
        self.clock: Clock = clock or SystemClock()
        self._given_senders = senders
        self._given_fetcher = fetcher

    @cached_property
    def store(self) -> Store:
        """Open the store, making it if it is missing; raises StoreError."""
        from tracker.store.opening import open_store

        return open_store(self.settings.store.path)

    @cached_property
    def existing_store(self) -> Store:
        """Open the store; raises StoreError with the cure if there is none yet."""
        from tracker.store.opening import open_store

        return open_store(self.settings.store.path, create=False)

    def close(self) -> None:
        """Let go of the store, if it was opened."""
        for name in ("store", "existing_store"):
            if name in vars(self):
                vars(self).pop(name).close()

    @cached_property
    def senders(self) -> Mapping[str, Sender]:
        """Return a sender for every destination that is set up, by its name in the settings."""
        return self._given_senders if self._given_senders is not None else senders_of(self.settings)

    @property
    def targets(self) -> tuple[Target, ...]:
        """Return who gets what no route takes: a target a destination, for e-mail one a recipient."""
        return self.routing.default.targets

    @cached_property
    def routing(self) -> Routing:
        """Return all routes as the settings give them."""
        return routing_of(self.settings)

    def targets_at(self, destination: str) -> tuple[Target, ...]:
        """Return whom alerts to one destination reach."""
        return targets_named((destination,), everybody(self.settings))

    def targets_of(self, owner: str) -> tuple[Target, ...]:
        """Return where the owner of a source is told of it: where the settings say, else where alerts go."""
        return owner_targets(self.routing, owner) or self.targets

    @property
    def subscribers(self) -> tuple[Subscriber, ...]:
        """Return who gets the weekly digest."""
        return tuple(subscriber_of(each) for each in self.settings.subscribers)

    def collect(self, source: Source, state: CollectState, now: datetime) -> Collected:
        """Collect one source; raises SourceFailed."""
        from tracker.sources.collect import collect_source

        if source.path:
            source = replace(source, path=str(self.home / source.path))
        return collect_source(source, state, now, self._fetcher, self.secrets)

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the secrets of sources by name, in lower case; they are shown nowhere."""
        return {name: value.get_secret_value() for name, value in self.settings.secrets.items()}

    @cached_property
    def _fetcher(self) -> Fetcher:
        if self._given_fetcher is not None:
            return self._given_fetcher
        from tracker.sources.fetcher import GuardedFetcher
        from tracker.sources.politeness import HostTurns

        return GuardedFetcher(turns=HostTurns(self.settings.fetch.pause))

    @property
    def pace(self) -> Pace:
        """Return how many sources are asked at once, and how long a host rests between two of them."""
        from tracker.actions.taking_turns import Pace

        return Pace(pause=self.settings.fetch.pause)

    def work(self) -> Work:
        """Return the service's work with all parts in place."""
        from tracker.jobs.work import Work

        settings = self.settings
        return Work(
            store=self.store,
            clock=self.clock,
            collector=self.collect,
            senders=self.senders,
            targets=self.targets,
            routing=self.routing,
            rules=settings.rules.folder if settings.rules.auto_apply else None,
            tz=settings.zone,
            subscribers=self.subscribers,
            render=render_week,
            fallback=self.targets_at(settings.alerts.fallback)[0],
            wait=waited,
            public_url=settings.public_url,
            owner=settings.owner,
            pace=self.pace,
            targets_of=self.targets_of,
        )

    def serving(self, host: str = "", port: int | None = None) -> AbstractContextManager[str]:
        """Answer over HTTP while the block runs, and give the address; raises BadInput if it cannot be had."""
        from tracker.web.application import Desk, application
        from tracker.web.serving import serving

        web = self.settings.web
        return serving(
            application(Desk(self.store, self.clock)), host or web.host, web.port if port is None else port
        )

    def rhythm(self) -> Rhythm:
        """Return how often the service looks for work."""
        from tracker.jobs.schedule import Rhythm

        ticks = self.settings.ticks
        return Rhythm(ticks.rules, ticks.collect, ticks.judge, ticks.deliver, ticks.digest, ticks.sources)


def waited(seconds: float) -> bool:
    """Wait, as long as nobody asks the process to stop."""
    time.sleep(seconds)
    return True


def render_week(week: Week) -> Mail:
    """Lay a week out as a mail."""
    from tracker_notifiers.digest_mail import mail_for_week

    return mail_for_week(week)


def everybody(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Return all recipients of the destinations that have several."""
    if not settings.apprise.urls:
        return {"email": settings.email.to}
    from tracker_notifiers.apprise import service_names

    return {"email": settings.email.to, "apprise": tuple(service_names(_revealed(settings)))}


def routing_of(settings: Settings) -> Routing:
    """Return the routes of the settings; what would reach nobody goes to the fallback."""
    to = everybody(settings)
    return Routing(
        tuple(as_route(each, settings.zone, to) for each in settings.routes),
        default_route(settings.alerts.destinations, to),
        {name: targets_named(told, to) for name, told in settings.owners.items()},
        mail=bool(settings.email.host and settings.email.sender),
        last_resort=targets_named((settings.alerts.fallback,), to),
    )


def senders_of(settings: Settings) -> dict[str, Sender]:
    """Make the senders of every destination that is set up. E-mail needs no `to` for digests."""
    missing = settings.missing_for_destinations()
    missing["email"] = tuple(key for key in missing["email"] if key != "to")
    return {name: sender_for(name, settings) for name, lacking in missing.items() if not lacking}


def sender_for(name: str, settings: Settings) -> Sender:
    """Make one sender; a destination that is not set up is good for showing payloads only."""
    if name == "slack":
        from tracker_notifiers.slack import SlackSender

        slack = settings.slack
        token = slack.token.get_secret_value() or "xoxb-not-set-up"
        return SlackSender(token, slack.channel or "the-channel", base_url=slack.base_url, pace=slack.pace)
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


def subscriber_of(given: SubscriberSettings) -> Subscriber:
    """Return a subscriber as the digest knows one."""
    weekday = get_args(Weekday).index(given.weekday)
    return Subscriber(given.address, given.tags, given.actors, given.zone, weekday, given.hour)


def rehearsal(store: Store, pack: Pack) -> Replay:
    """Return a replay of a pack that lays out Slack messages and the weekly digest, and sends nothing."""
    from tracker.actions.plan_digests import plan_digests
    from tracker.actions.replaying_pack import Replay

    settings = Settings.model_validate({"slack": {"channel": "#your-channel"}})
    week = pack.plan.digest_week
    reader = Subscriber(EVERYBODY, tz=pack.plan.tz, weekday=pack.plan.digest_from.weekday(), hour=0)

    def plan(where: Store, now: datetime) -> int:
        return plan_digests(where, (reader,), now, render_week) if week.holds(now) else 0

    senders = {name: sender_for(name, settings) for name in ("slack", "email")}
    return Replay(store, pack, senders, (Target("slack"),), plan)
