"""The scenario: of two promises one is overdue and kept late, and a week ends; Slack, a webhook, mail tell of it.

Time is simulated and shared between processes: it stands still while work can be done, goes on by seconds while
something waits for its turn, and else jumps to the next thing that happens in the world.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from tests.actions.making import bridges, on, opened
from tests.crashes.traps import SERVICE, Trap, Watched
from tests.stand_ins.slack import SlackStandIn
from tests.stand_ins.slack_workspace import Workspace
from tests.stand_ins.smtp import Mailbox, running_smtp
from tracker.actions.attest import attest_coverage
from tracker.app import App
from tracker.domain.alerts import Target
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.coverage import CoverageSpan, Listening
from tracker.domain.instants import Span
from tracker.domain.ports import Sender
from tracker.domain.routing import Routing
from tracker.domain.sources import Source
from tracker.jobs.work import Work
from tracker.settings import Settings
from tracker.store.connecting import connect
from tracker.store.leases import holding
from tracker.store.opening import open_store
from tracker.store.store import Store

RECIPIENT = "desk@example.org"
READER = "reader@example.org"
BLIND = ("email", "slack_webhook")
"""Destinations at which nobody can look whether a message arrived."""

RULES = bridges("alma") + bridges("kiel").partition("promises:\n")[2].replace("2016-05-20", "2017-05-20")

LOGGED, OVERDUE, TOLD = on(2), on(23, hour=0, minute=1), on(24)
"""When two promises are logged, when the first is overdue, and when the wires tell that it was kept late."""

STEP = timedelta(seconds=5)
MOST_STEPS = 400
SOURCES = "sources:\n  - {id: wires, kind: feed, url: 'https://example.org/feed', every: 1 day}\n"


class SharedClock:
    """A simulated clock that outlives the process that moves it."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, mmap.PAGESIZE)

    def now(self) -> datetime:
        (seconds,) = struct.unpack_from("d", self._shared)
        return datetime.fromtimestamp(seconds, UTC)

    def set(self, at: datetime) -> None:
        struct.pack_into("d", self._shared, 0, at.timestamp())


class OneTimeMailbox(Mailbox):
    """A mail server that hangs up over one message and is well again."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self.drop_after_data = False
        return answer


class World:
    """Everything outside the process that delivers, and what such a process needs."""

    def __init__(self, folder: Path, slack: SlackStandIn, mailbox: Mailbox, smtp: int) -> None:
        self.slack, self.mailbox = slack, mailbox
        self.clock, self.trap = SharedClock(), Trap()
        self.path = folder / "store.db"
        rules = folder / "rules"
        rules.mkdir()
        (rules / "bridges.yaml").write_text(RULES, encoding="utf-8")
        (rules / "sources.yaml").write_text(SOURCES, encoding="utf-8")
        self._settings = Settings.model_validate(
            {
                "store": {"path": self.path},
                "rules": {"folder": rules},
                "alerts": {"destinations": ("slack", "slack_webhook", "email"), "fallback": "slack"},
                "slack": {"token": "xoxb-test", "channel": "C0POLICY", "base_url": slack.url},
                "slack_webhook": {"url": slack.webhook},
                "email": {
                    "host": "127.0.0.1",
                    "port": smtp,
                    "tls": "none",
                    "from": "deedline@example.org",
                    "to": (RECIPIENT,),
                },
                "subscribers": ({"address": READER, "weekday": "thursday"},),
            }
        )
        self._fresh = self._logged(folder / "fresh.db")
        self._engine: Engine = connect(self.path)

    def reset(self) -> None:
        """Begin again: two promises logged, Slack not told yet, no message anywhere, one deadline just over."""
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self.path.write_bytes(self._fresh)
        self.slack.workspace = Workspace()
        self.slack.misbehaviour.clear()
        self.mailbox.mails.clear()
        self.mailbox.answers.clear()
        self.mailbox.greylist.clear()
        self.mailbox.drop_after_data = False
        self.clock.set(OVERDUE)

    def live(self) -> None:
        """Be the service until nothing waits any more; ends with the store let go."""
        # The engine is the last one's, so that a child need not compile every statement anew; the rest is new.
        work = self._work(Store(self.path, self._engine))
        try:
            with holding(work.store, work.clock):
                work.go_on()
                work.apply_changed_rules()
                for _ in range(MOST_STEPS):
                    self._tick(work)
                    if not self._goes_on(work.store):
                        return
            raise AssertionError(f"something still waits after {MOST_STEPS} ticks, at {self.clock.now()}")
        finally:
            work.store.close()

    @property
    def senders(self) -> Mapping[str, Sender]:
        """Return the real senders, which nobody watches."""
        return App(self._settings).senders

    def _work(self, store: Store) -> Work:
        app = App(self._settings, home=self.path.parent, clock=self.clock)
        vars(app)["store"] = store
        work = app.work()
        work.senders = {name: Watched(name, sender, self.trap) for name, sender in work.senders.items()}
        work.senders.pop("console")
        work.collector = self._wires
        work.wait = self._passes
        return work

    @property
    def posts(self) -> list[dict[str, Any]]:
        """Return what Slack took from the bot."""
        return [post for post in self.slack.workspace.posts if "metadata" in post]

    @property
    def webhook_posts(self) -> list[dict[str, Any]]:
        """Return what the webhook took."""
        return [post for post in self.slack.workspace.posts if "metadata" not in post]

    @property
    def mails(self) -> list[EmailMessage]:
        """Return the mails taken."""
        return list(self.mailbox.mails)

    def _tick(self, work: Work) -> None:
        # One destination after the other: side by side, as the service serves them, places would have no order.
        work.collect()
        work.watch_sources()
        work.judge()
        work.plan_digests()
        for name in sorted(work.senders):
            self.trap.doing = name
            work.deliver_to(name)
        self.trap.doing = SERVICE

    def _passes(self, seconds: float) -> bool:
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))
        return True

    def _goes_on(self, store: Store) -> bool:
        """Move the clock to when there is something to do again; False if there never will be."""
        now = self.clock.now()
        with store.read() as connection:
            waits = connection.execute(
                text(
                    "SELECT 1 FROM outbox WHERE state NOT IN ('sent', 'failed')"
                    " UNION ALL SELECT 1 FROM thread WHERE wanted_hash != shown_hash"
                )
            ).first()
        if waits:
            self.clock.set(now + STEP)
        elif now < TOLD:
            self.clock.set(TOLD)
        return bool(waits or now < TOLD)

    def _wires(self, source: Source, state: CollectState, now: datetime) -> Collected:
        told = (opened("alma", on(22)),) if now >= TOLD else ()
        return Collected(told, CollectState(last_success=now))

    def _logged(self, path: Path) -> bytes:
        """Return a store in which the promises are logged and the message to Slack about them waits to be sent."""
        store = open_store(path)
        attest_coverage(store, [CoverageSpan("wires", Span(on(1), on(30)), Listening.ATTESTED)], on(2, hour=1))
        self.clock.set(LOGGED)
        work = self._work(store)
        work.routing = Routing.to((Target("slack"),))
        work.apply_changed_rules()
        work.judge()
        work.plan_digests()
        with store.read() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
        return path.read_bytes()


@contextmanager
def living(folder: Path) -> Iterator[World]:
    """Give a world in a folder, its servers running in this process, everything imported and tried once."""
    mailbox = OneTimeMailbox()
    with SlackStandIn().running() as slack, running_smtp(mailbox) as smtp:
        world = World(folder, slack, mailbox, smtp)
        world.reset()
        world.live()
        yield world
