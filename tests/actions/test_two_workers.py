"""Two workers on one SQLite file never send the same message, nor lose one."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from threading import Thread

from tests.actions.making import SetClock, new_store, on
from tracker.actions.deliver import deliver_to
from tracker.actions.health import outbox_state
from tracker.domain.alerts import Abilities, Delivery, DeliveryKind, Outcome, Result, Target
from tracker.domain.ports import Sender
from tracker.store.opening import open_store
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store

MESSAGES = 60

WORKER = """
import sys
from pathlib import Path
from tests.actions.making import CountingSender, SetClock, on
from tracker.actions.deliver import deliver_to
from tracker.store.opening import open_store

sender = CountingSender()
deliver_to(open_store(Path(sys.argv[1])), "slack", sender, SetClock(on(3)))
print("\\n".join(delivery.id for delivery in sender.arrived))
"""


def _filled(folder: Path) -> Store:
    store = new_store(folder)
    messages = [
        Message(DeliveryKind.TROUBLE, Target("slack"), f"n{number}", Payload(text=f"message {number}"))
        for number in range(MESSAGES)
    ]
    with store.write(on(2), "test") as commit:
        enqueue(commit, messages)
    return store


class Listing:
    """Keeps the ids of what arrived; lists are safe to append to from two threads."""

    abilities = Abilities()

    def __init__(self, arrived: list[str]) -> None:
        self._arrived = arrived

    def send(self, delivery: Delivery) -> Outcome:
        self._arrived.append(delivery.id)
        return Outcome(Result.SENT)


def test_two_threads_send_every_message_once(tmp_path: Path) -> None:
    path = _filled(tmp_path).path
    arrived: list[str] = []

    def work() -> None:
        sender: Sender = Listing(arrived)  # type: ignore[assignment]  # nothing else of a sender is used here
        deliver_to(open_store(path), "slack", sender, SetClock(on(3)))

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert len(arrived) == len(set(arrived)) == MESSAGES


def test_two_processes_send_every_message_once(tmp_path: Path) -> None:
    store = _filled(tmp_path)
    root = Path(__file__).parents[2]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(store.path)], stdout=subprocess.PIPE, text=True, cwd=root
        )
        for _ in range(2)
    ]
    arrived = Counter(line for worker in workers for line in worker.communicate(timeout=120)[0].split())
    assert len(arrived) == MESSAGES
    assert set(arrived.values()) == {1}
    assert outbox_state(store).counts == {"sent": MESSAGES}
