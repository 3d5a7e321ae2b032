"""How long an alert takes: from its deadline to the outbox, and from there to a local webhook.

An hour of simulated time with a deadline every third of a second. The service's ticks come when they come in the
real one (judging every 5 s, delivering every 2 s); what each does takes as long as it really takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from tests.actions.making import SetClock, apply_files, new_store, on
from tests.bench.hook_server import receiving
from tests.bench.measuring import Clock, Row, in_words
from tests.bench.worlds import rule_files
from tests.stand_ins.webhook import SECRET
from tracker.actions.deliver import deliver_to
from tracker.actions.judge_due import judge_due
from tracker.domain.alerts import Delivery, Outcome, Target
from tracker.store.store import Store
from tracker_notifiers.webhook import WebhookSender

HOOK = Target("webhook")
START = on(20)
JUDGES, DELIVERS = 5, 2
"""Seconds between two ticks, as the settings have them."""


class Timed(WebhookSender):
    """Notes for each delivery how far into its tick it arrived."""

    def __init__(self, url: str, clock: SetClock) -> None:
        super().__init__(url, SECRET)
        self._clock = clock
        self.begun = 0.0
        self.arrived: dict[str, float] = {}
        """Delivery to the simulated instant of its arrival, in seconds since 1970."""

    def begin(self, delivery: Delivery) -> Callable[[], Outcome]:
        return partial(self._timed, delivery.id, super().begin(delivery))

    def _timed(self, delivery: str, waiting: Callable[[], Outcome]) -> Outcome:
        outcome = waiting()
        self.arrived[delivery] = self._clock.at.timestamp() + Clock.read() - self.begun
        return outcome


def rows(folder: Path, *, deadlines: int = 10_000, seconds: int = 3_600) -> list[Row]:
    """Let deadlines pass for an hour and tell the distribution of both ways."""
    store = _store(folder / "store", deadlines, seconds)
    with receiving(folder) as url:
        clock = SetClock(START)
        sender = Timed(url, clock)
        noticed: dict[int, float] = {}
        for second in range(seconds + 2 * JUDGES):
            clock.at = START + timedelta(seconds=second)
            if second % JUDGES == 0:
                _judge(store, clock.at, noticed)
            if second % DELIVERS == 0:
                sender.begun = Clock.read()
                deliver_to(store, "webhook", sender, clock)
    to_outbox, to_people = _told(store, noticed, sender.arrived)
    store.close()
    assert len(to_outbox) == len(to_people) == deadlines, "an alert too many or too few"
    return [
        _row(f"deadline to outbox, {deadlines:,} in an hour, 99 %", to_outbox, JUDGES, "a tick of judging", 60.0),
        _row(
            f"outbox to a webhook, {deadlines:,} in an hour, 99 %",
            to_people,
            DELIVERS,
            "a tick of delivering",
            120.0,
        ),
    ]


def _store(folder: Path, deadlines: int, seconds: int) -> Store:
    chance = Random(7)
    due = sorted(chance.uniform(0, seconds) for _ in range(deadlines))
    store = new_store(folder)
    files, number = {}, 0
    for name, data in rule_files(deadlines).items():
        text = data.decode().replace("wait_for_reports: 2 days", "wait_for_reports: 0 days")
        parts = text.split("due: 2016-05-20\n")
        told = parts[0]
        for part in parts[1:]:
            told += f"due: {START + timedelta(seconds=due[number]):%Y-%m-%dT%H:%M:%S.%fZ}\n{part}"
            number += 1
        files[name] = told
    applied = apply_files(store, files, on(3))
    assert applied.problems == (), applied.problems[0]
    judge_due(store, on(3), targets=[HOOK])
    with store.write(on(4), "bench") as commit:
        commit.connection.exec_driver_sql("UPDATE outbox SET state = 'dropped'")  # what was told of new promises
    return store


def _judge(store: Store, now: datetime, noticed: dict[int, float]) -> None:
    """Judge at a simulated instant and note when each new message was committed."""
    begun = Clock.read()
    done = judge_due(store, now, targets=[HOOK])
    if done.messages:
        committed = now.timestamp() + Clock.read() - begun
        with store.read() as connection:
            newest = connection.exec_driver_sql(
                "SELECT id FROM outbox ORDER BY id DESC LIMIT ?", (done.messages,)
            ).scalars()
            noticed.update(dict.fromkeys(newest, committed))


def _told(store: Store, noticed: dict[int, float], arrived: dict[str, float]) -> tuple[list[float], list[float]]:
    """Return for each alert the seconds from its deadline to the outbox, and from there to its arrival."""
    with store.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT outbox.id, outbox.delivery_id, verdict.at FROM outbox_alert"
            " JOIN outbox ON outbox.id = outbox_alert.outbox_id JOIN alert ON alert.id = outbox_alert.alert_id"
            " JOIN verdict ON verdict.id = alert.verdict_id WHERE outbox.state <> 'dropped'"
        ).all()
    to_outbox = [noticed[row[0]] - row[2] / 1e6 for row in rows]
    return to_outbox, [arrived[row[1]] - noticed[row[0]] for row in rows]


def _row(work: str, spent: Sequence[float], tick: float, against: str, most: float) -> Row:
    ordered = sorted(spent)
    middle, most_of_all = ordered[len(ordered) // 2], ordered[-1]
    often = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    note = f"half within {in_words(middle)}, the longest {in_words(most_of_all)}"
    return Row(work, often, tick, against, None, most, note)
