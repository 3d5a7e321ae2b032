"""A store in which one alert waits for real senders, whose servers stand on loopback and misbehave when told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.actions.making import SetClock, apply, bridges, new_store, on, opened
from tests.actions.test_alerts import OVERDUE, listening
from tests.stand_ins.slack import SlackStandIn
from tests.stand_ins.smtp import Mailbox
from tracker.actions.deliver import Delivered, deliver_to
from tracker.actions.health import outbox_state
from tracker.actions.ingest import ingest
from tracker.actions.judge_due import judge_due
from tracker.domain.alerts import Target
from tracker.domain.ports import Sender
from tracker.store.outbox_health import OutboxState
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox
from tracker_notifiers.wording import REPEATED

FALLBACK = Target("email", "owner@example.org")


@dataclass
class Desk:
    """One promise overdue, and the message that says so on its way to `targets`."""

    folder: Path
    slack: SlackStandIn
    mailbox: Mailbox
    senders: Mapping[str, Sender]
    targets: tuple[Target, ...]
    clock: SetClock = field(default_factory=lambda: SetClock(OVERDUE))

    def __post_init__(self) -> None:
        self.store: Store = new_store(self.folder)
        listening(self.store, on(30))
        apply(self.store, bridges("alma"), on(2))
        judge_due(self.store, on(2))
        judge_due(self.store, OVERDUE, targets=self.targets)

    def deliver(self) -> Delivered:
        """Let every destination have its turn once."""
        turns = (
            deliver_to(self.store, name, sender, self.clock, fallback=FALLBACK)
            for name, sender in self.senders.items()
        )
        return sum(turns, Delivered())

    def wait(self, seconds: float) -> Delivered:
        """Let time pass, and then every destination have its turn."""
        self.clock.move(timedelta(seconds=seconds))
        return self.deliver()

    def wait_often(self) -> None:
        """Let two minutes pass and every destination have its turn again and again."""
        for _ in range(8):
            self.wait(15)

    def the_bridge_opens(self) -> None:
        """Let it be told that the promise was kept late."""
        ingest(self.store, [opened("alma", on(22))], self.clock.at)
        judge_due(self.store, self.clock.at, targets=self.targets)

    @property
    def state(self) -> OutboxState:
        """Return what the outbox says of itself."""
        return outbox_state(self.store)

    @property
    def rows(self) -> list[tuple[str, str, int, bool]]:
        """Return recipient or destination, state, attempts and mark of every message, as they were written."""
        with self.store.read() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.id)).mappings().all()
        return [
            (row["recipient"] or row["destination"], row["state"], row["attempts"], row["maybe_repeated"])
            for row in rows
        ]

    @property
    def posts(self) -> list[dict[str, Any]]:
        """Return every message that Slack ever took."""
        return self.slack.workspace.posts

    @property
    def marked(self) -> list[bool]:
        """Say of every message that Slack took whether it calls itself a possible repeat."""
        return [REPEATED in str(post["blocks"]) for post in self.posts]
