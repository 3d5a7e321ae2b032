"""Promises, reports, senders and clocks for the tests of actions; everything goes through the real parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.actions.apply_rules import Applied, apply_rules
from tracker.domain.alerts import Abilities, Delivery, Notice, Outcome, Result, Target, Thread
from tracker.domain.instants import day_span
from tracker.domain.reports import Fact, Report
from tracker.language.loading import load_rules
from tracker.store.opening import open_store
from tracker.store.store import Store

SLACK = Target("slack")


def on(day: int, month: int = 5, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2016, month, day, hour, minute, tzinfo=UTC)


def new_store(folder: Path) -> Store:
    return open_store(folder / "store.db")


BRIDGE = """
  - id: {id}
    title: "The bridge {id} opens"
    said: minister
    kind: achieve
    due: 2016-05-20
    wait_for_reports: 2 days
    needs: [wires]
    criteria:
      opened: {{match: {{event: open, place: {id}}}, happened: once}}
    kept_when: opened
"""

STATEMENT = """
statements:
  minister: {by: [Minister X], date: 2016-05-02, quote: "The bridge will open", link: "https://example.org/said"}
promises:
"""


def bridges(*names: str) -> str:
    """Return a rule file of promises that bridges open by 20 May 2016, two days being given for reports."""
    return STATEMENT + "".join(BRIDGE.format(id=name) for name in names)


def apply(store: Store, text: str, now: datetime, *, file: str = "bridges.yaml") -> Applied:
    return apply_files(store, {file: text}, now)


def apply_files(store: Store, files: Mapping[str, str], now: datetime) -> Applied:
    return apply_rules(store, load_rules({name: text.encode() for name, text in files.items()}), now)


def opened(
    bridge: str, occurred: datetime, *, name: str = "", source: str = "wires", published: datetime | None = None
) -> Report:
    """Return a report that a bridge opened on the day of `occurred`."""
    return Report(
        id=name or f"{bridge}-open",
        source=source,
        published=published or occurred,
        facts=(Fact(day_span(occurred.date(), "UTC"), event="open", place=bridge),),
        title=f"{bridge} is open",
        url="https://example.org/report",
    )


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


@dataclass
class CountingSender:
    """A destination that keeps every message that arrived, and answers as it is told to.

    `answers` are used up one by one; after them everything is sent. `loses_answer` lets a message arrive and the
    answer get lost.
    """

    abilities: Abilities = Abilities(can_find=True, can_edit=True, can_thread=True)  # noqa: RUF009 - frozen
    answers: list[Outcome] = field(default_factory=list)
    arrived: list[Delivery] = field(default_factory=list)
    shown: dict[str, Notice] = field(default_factory=dict)
    edits: int = 0
    looked: int = 0
    check_answer: Outcome = Outcome(Result.SENT)  # noqa: RUF009 - frozen

    def payload(self, delivery: Delivery) -> Mapping[str, object]:
        return {"id": delivery.id}

    def send(self, delivery: Delivery) -> Outcome:
        if self.answers:
            answer = self.answers.pop(0)
            if answer.result is not Result.AMBIGUOUS:
                return answer
            if answer.answer == "lost":
                self._arrive(delivery)
            return answer
        return Outcome(Result.SENT, "ok", thread=self._arrive(delivery))

    def find(self, delivery: Delivery) -> Outcome:
        self.looked += 1
        for number, each in enumerate(self.arrived, 1):
            if each.id == delivery.id:
                return Outcome(Result.SENT, "found", thread=Thread("C1", f"m{number}"))
        return Outcome(Result.RETRY, "not there")

    def edit(self, thread: Thread, notice: Notice) -> Outcome:
        self.edits += 1
        self.shown[thread.message] = notice
        return Outcome(Result.SENT)

    def check(self) -> Outcome:
        return self.check_answer

    def _arrive(self, delivery: Delivery) -> Thread:
        self.arrived.append(delivery)
        name = f"m{len(self.arrived)}"
        if delivery.notices:
            self.shown[name] = delivery.notices[0]
        return Thread("C1", name)


LOST_ANSWER = Outcome(Result.AMBIGUOUS, "lost")


def statuses(store: Store, promise: str) -> list[tuple[str | None, str]]:
    """Return the transitions of a promise's headline as (old, new)."""
    from tracker.actions.look_up import promise_history

    moves = promise_history(store, promise).transitions
    return [(move.old and move.old.value, move.new.value) for move in moves if move.reading is None]


def ids(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.id for delivery in deliveries]
