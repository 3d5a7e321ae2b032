"""The composition root: the only place where store, senders, fetcher, clock and rules are put together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from tracker.domain.alerts import Subscriber, Target
from tracker.domain.routing import Routing
from tracker.engine.routing import owner_targets
from tracker.route_settings import as_route, default_route, targets_named
from tracker.senders import everybody, sender_for, senders_of
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
    from tracker_notifiers.slack_desk import SlackDesk

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

    @cached_property
    def slack_desk(self) -> SlackDesk | None:
        """Return what takes the buttons and forms of Slack; None where the settings give no way for them."""
        slack = self.settings.slack
        if not slack.is_interactive:
            return None
        from tracker.actions.interacting import Rights, answer
        from tracker_notifiers.slack_desk import SlackDesk

        rights = Rights(
            frozenset(slack.may_act), frozenset(slack.may_review), slack.evidence_source, self.settings.zone
        )
        return SlackDesk(
            slack.token.get_secret_value(),
            lambda asked: answer(self.store, asked, rights, self.clock.now()),
            self.clock,
            app_token=slack.app_token.get_secret_value(),
            signing_secret=slack.signing_secret.get_secret_value(),
            base_url=slack.base_url,
        )

    def listening(self) -> AbstractContextManager[None]:
        """Listen for what people do in Slack while the block runs, where Socket Mode is set up."""
        return nullcontext() if self.slack_desk is None else self.slack_desk.listening()

    @property
    def reviewers(self) -> tuple[Target, ...]:
        """Return where people are asked about suspected evidence: where they can decide on it with a button."""
        slack = self.settings.slack
        return (Target("slack"),) if slack.is_interactive and slack.may_review else ()

    def close(self) -> None:
        """Let go of the store, if it was opened, and of Slack."""
        if (desk := vars(self).pop("slack_desk", None)) is not None:
            desk.close()
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

    def message_of(self, mail: Mail, recipient: str) -> bytes:
        """Return a mail as the message that would be sent to somebody."""
        from tracker.domain.alerts import Delivery, DeliveryKind
        from tracker_notifiers.email import EmailSender

        sender = sender_for("email", self.settings)
        if not isinstance(sender, EmailSender):
            raise TypeError("mail goes out by another sender")
        delivery = Delivery("preview", DeliveryKind.DIGEST, "email", recipient, self.clock.now(), mail=mail)
        return sender.message(delivery).as_bytes()

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
            routing=self.routing,
            rules=settings.rules.folder if settings.rules.auto_apply else None,
            tz=settings.zone,
            subscribers=self.subscribers,
            render=render_week,
            fallback=self.targets_at(settings.alerts.fallback)[0],
            wait=waited,
            public_url=settings.public_url,
            # Nothing serves pages of promises yet: a link to one would lead nowhere.
            pages="",
            owner=settings.owner,
            pace=self.pace,
            targets_of=self.targets_of,
            reviewers=self.reviewers,
        )

    def serving(self, host: str = "", port: int | None = None) -> AbstractContextManager[str]:
        """Answer over HTTP while the block runs, and give the address; raises BadInput if it cannot be had."""
        from tracker.web.application import Desk, application
        from tracker.web.serving import serving

        web = self.settings.web
        slack = self.slack_desk if self.slack_desk is not None and self.slack_desk.takes_posts else None
        return serving(
            application(Desk(self.store, self.clock, slack)), host or web.host, web.port if port is None else port
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


def subscriber_of(given: SubscriberSettings) -> Subscriber:
    """Return a subscriber as the digest knows one."""
    weekday = get_args(Weekday).index(given.weekday)
    return Subscriber(given.address, given.tags, given.actors, given.zone, weekday, given.hour, given.language)


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
