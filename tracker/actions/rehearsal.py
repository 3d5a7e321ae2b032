"""A sender for rehearsals: it lays every message out as the real one would, keeps it, and sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain.alerts import Abilities, Delivery, DeliveryKind, Notice, Outcome, Result, Thread
from tracker.domain.ports import Clock, Sender


@dataclass(frozen=True, slots=True)
class Laid:
    """A message as it would have gone out: its payload, what it says, and whether it edits an earlier one."""

    at: datetime
    delivery: Delivery
    payload: Mapping[str, object]
    is_edit: bool = False

    @property
    def is_reply(self) -> bool:
        """Say whether it goes into the thread of an earlier message."""
        return self.delivery.thread is not None and not self.is_edit


class RehearsalSender:
    """Stands in for `real`, of which only the pure `payload` is ever asked.

    Deliveries get running numbers for ids: the random ones of an outbox would make two rehearsals differ.
    """

    def __init__(self, name: str, real: Sender, clock: Clock) -> None:
        self._laid: list[Laid] = []
        self._number = 0
        self._name = name
        self._real = real
        self._clock = clock

    @property
    def abilities(self) -> Abilities:
        """Say what the real other side can do."""
        return self._real.abilities

    def payload(self, delivery: Delivery) -> Mapping[str, object]:
        """Lay the delivery out as the real sender does."""
        return self._real.payload(delivery)

    def send(self, delivery: Delivery) -> Outcome:
        """Keep it and answer as if it had arrived."""
        numbered = replace(delivery, id=self._next_id())
        payload = self.payload(numbered)
        self._laid.append(Laid(self._clock.now(), numbered, payload))
        if not self.abilities.can_thread:
            return Outcome(Result.SENT, "kept")
        channel = str(payload.get("channel", self._name))
        stamp = f"{int(self._clock.now().timestamp())}.{self._number:06}"
        return Outcome(Result.SENT, "kept", thread=delivery.thread or Thread(channel, stamp))

    def find(self, delivery: Delivery) -> Outcome:
        """Answer that nothing of it arrived: what was kept was never in doubt."""
        return Outcome(Result.RETRY, "nothing was sent")

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        """Keep what the root message would show from now on."""
        now = self._clock.now()
        root = Delivery(self._next_id(), DeliveryKind.ALERT, self._name, "", now, notices=(notice,))
        shown = {key: value for key, value in self.payload(root).items() if key in ("text", "blocks")}
        payload = {"channel": thread.channel, "ts": thread.message, **shown}
        self._laid.append(Laid(now, replace(root, thread=thread), payload, is_edit=True))
        return Outcome(Result.SENT, "kept", thread=thread)

    def check(self) -> Outcome:
        """Answer that a rehearsal is always possible."""
        return Outcome(Result.SENT, "a rehearsal")

    def taken(self) -> tuple[Laid, ...]:
        """Return what was kept since the last time, in order."""
        laid, self._laid = tuple(self._laid), []
        return laid

    def _next_id(self) -> str:
        self._number += 1
        return f"rehearsal-{self._name}-{self._number}"
