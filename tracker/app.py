"""The composition root: the only place where store, senders, fetcher, clock and rules are put together."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from tracker.domain.alerts import Subscriber, Target
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
    from tracker.sources.fetcher import GuardedFetcher
    from tracker.sources.politeness import HostTurns
    from tracker.sources.signing_in import SignIns
    from tracker.store.store import Store

EVERYBODY = "everybody@example.org"
"""The reader of a digest that is only shown, and of no subscriber's."""

ONE_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


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
        """Return who gets every alert: a target for each destination, for e-mail one for each recipient."""
        return tuple(target for name in self.settings.alerts.destinations for target in self.targets_at(name))

    def targets_at(self, destination: str) -> tuple[Target, ...]:
        """Return whom alerts to one destination reach."""
        if destination == "email":
            return tuple(Target(destination, recipient) for recipient in self.settings.email.to)
        return (Target(destination),)

    def targets_of(self, owner: str) -> tuple[Target, ...]:
        """Return where the owner of a source is told of it: by mail at an address, else where alerts go."""
        if ONE_ADDRESS.fullmatch(owner) and "email" in self.senders:
            return (Target("email", owner),)
        return self.targets

    @property
    def subscribers(self) -> tuple[Subscriber, ...]:
        """Return who gets the weekly digest."""
        return tuple(subscriber_of(each) for each in self.settings.subscribers)

    def collect(self, source: Source, state: CollectState, now: datetime) -> Collected:
        """Collect one source; raises SourceFailed."""
        from tracker.sources.collect import collect_source

        if source.path:
            source = replace(source, path=str(self.home / source.path))
        sign_ins = self._sign_ins if source.sign_in else None
        return collect_source(source, state, now, self._fetcher, self.secrets, sign_ins)

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the secrets of sources by name, in lower case; they are shown nowhere."""
        return {name: value.get_secret_value() for name, value in self.settings.secrets.items()}

    @cached_property
    def _fetcher(self) -> Fetcher:
        return self._given_fetcher or self._guarded_fetcher

    @cached_property
    def _sign_ins(self) -> SignIns:
        from tracker.sources.signing_in import SignIns

        return SignIns(self._guarded_fetcher)

    @cached_property
    def _guarded_fetcher(self) -> GuardedFetcher:
        from tracker.sources.fetcher import GuardedFetcher

        return GuardedFetcher(turns=self._turns)

    @property
    def pace(self) -> Pace:
        """Return how many sources are asked at once, and which hosts rest meanwhile."""
        from tracker.actions.taking_turns import Pace

        return Pace(rest_of=self._turns.rest_of)

    @cached_property
    def _turns(self) -> HostTurns:
        from tracker.sources.politeness import HostTurns

        return HostTurns(self.settings.fetch.pause)

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
            rules=settings.rules.folder if settings.rules.auto_apply else None,
            tz=settings.zone,
            subscribers=self.subscribers,
            render=render_week,
            fallback=self.targets_at(settings.alerts.fallback)[0],
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


def render_week(week: Week) -> Mail:
    """Lay a week out as a mail."""
    from tracker_notifiers.digest_mail import mail_for_week

    return mail_for_week(week)


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
        return SlackSender(token, slack.channel or "the-channel", base_url=slack.base_url)
    if name == "slack_webhook":
        from tracker_notifiers.slack_webhook import SlackWebhookSender

        return SlackWebhookSender(
            settings.slack_webhook.url.get_secret_value() or "https://hooks.slack.com/not-set-up"
        )
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
