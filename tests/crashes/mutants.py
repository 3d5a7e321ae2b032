"""Deedline broken on purpose, in one way each: what the counting of messages has to notice.

Each is a function that breaks the program of a forked child. `Mutant.place` is where a kill brings the break to
light, `Mutant.trouble` what a server has to do for it; `Mutant.found` is how it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from unittest import mock

from slack_sdk import WebClient
from sqlalchemy import Connection, text, update

from tests.crashes.children import Spoil
from tracker.actions import deliver, sending
from tracker.domain.alerts import Abilities, Delivery, Outcome, Result
from tracker.store.claims import Claim
from tracker.store.commits import Commit
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox
from tracker.store.thread_rows import note_shown, stale_roots
from tracker_notifiers.slack import SlackSender


@dataclass(frozen=True, slots=True)
class Mutant:
    """A way of being broken, and what brings it to light."""

    name: str
    spoil: Spoil
    found: str
    place: str = ""
    trouble: tuple[str, str] | None = None


def swap(owner: object, name: str, new: object) -> None:
    """Put something else in the place of a part; it has to be there."""
    mock.patch.object(owner, name, new).start()


def begin_as_it_is() -> Callable[..., bool]:
    """Return the function by which an attempt is written before it is made."""
    found: Callable[..., bool] = vars(sending)["begin_attempt"]
    return found


def _attempts_are_not_written_before_they_are_made() -> None:
    def unwritten(commit: Commit, claim: Claim, *, maybe_repeated: bool) -> bool:
        return True

    swap(sending, "begin_attempt", unwritten)


def _what_a_dead_worker_held_is_simply_pending() -> None:
    def free(connection: Connection, destination: str, now: datetime) -> int:
        mine = outbox.c.destination == destination
        freed = update(outbox).where(mine, outbox.c.state == "claimed").values(state="pending", claim_by="")
        return connection.execute(freed).rowcount

    swap(deliver, "free_abandoned", free)


def _nobody_looks_before_sending_again() -> None:
    blind = property(lambda self: Abilities(can_edit=True, can_thread=True))
    swap(SlackSender, "abilities", blind)


def _a_repetition_does_not_say_so() -> None:
    def unmarked(delivery: Delivery, **changes: Any) -> Delivery:
        return replace(delivery, **{**changes, "maybe_repeated": False})

    swap(sending, "replace", unmarked)


def _messages_count_as_sent_once_they_are_tried() -> None:
    begin = begin_as_it_is()

    def sent(commit: Commit, claim: Claim, *, maybe_repeated: bool) -> bool:
        begun = begin(commit, claim, maybe_repeated=maybe_repeated)
        done = update(outbox).where(outbox.c.id == claim.outbox_id).values(state="sent", claim_by="")
        commit.connection.execute(done)
        return begun

    swap(sending, "begin_attempt", sent)


def _rows_are_written_apart(cause: str, *tables: str) -> None:
    """Write what a transaction adds to some tables in another transaction after it."""
    write = Store.write

    @contextmanager
    def apart(self: Store, now: datetime, why: str, actor: str = "deedline") -> Iterator[Commit]:
        rest: dict[str, list[dict[str, Any]]] = {}
        with write(self, now, why, actor) as commit:
            ask = commit.connection.execute
            last = {name: ask(text(f"SELECT coalesce(max(rowid), 0) FROM {name}")).scalar() for name in tables}
            yield commit
            for name in reversed(tables) if why == cause else ():
                new = {"last": last[name]}
                rows = ask(text(f"SELECT * FROM {name} WHERE rowid > :last"), new).mappings().all()
                rest[name] = [dict(row) for row in rows]
                ask(text(f"DELETE FROM {name} WHERE rowid > :last"), new)
        if any(rest.values()):
            with self.write(now, f"the rest of {cause}") as commit:
                for name in tables:
                    for row in rest[name]:
                        values = ", ".join(f":{column}" for column in row)
                        commit.connection.execute(text(f"INSERT INTO {name} VALUES ({values})"), row)

    swap(Store, "write", apart)


def _a_root_counts_as_edited_before_it_is() -> None:
    def edit(store: Store, name: str, sender: Any, clock: Any, *_: Any) -> int:
        with store.write(clock.now(), "edit") as commit:
            stale = stale_roots(commit.connection, name, clock.now())
            for each in stale:
                note_shown(commit.connection, each, clock.now())
        return sum(sender.edit(each.thread, each.notice).result is Result.SENT for each in stale)

    swap(deliver, "edit_roots", edit)


def _the_library_posts_again_by_itself() -> None:
    client: Callable[[SlackSender], WebClient] = SlackSender._client

    def eager(self: SlackSender) -> WebClient:
        careful = client(self)
        return WebClient(token=careful.token, base_url=careful.base_url)

    swap(SlackSender, "_client", eager)


def _a_lost_answer_counts_as_a_refusal_for_now() -> None:
    send = SlackSender.send

    def sure(self: SlackSender, delivery: Delivery) -> Outcome:
        outcome = send(self, delivery)
        return replace(outcome, result=Result.RETRY) if outcome.result is Result.AMBIGUOUS else outcome

    swap(SlackSender, "send", sure)


_verdicts_and_messages_are_written_apart = partial(_rows_are_written_apart, "judge", "outbox", "outbox_alert")
_where_a_message_stands_is_written_apart = partial(_rows_are_written_apart, "sent", "thread")
_a_week_counts_as_told_before_it_is_planned = partial(_rows_are_written_apart, "digest", "outbox", "digest")

LOST_AT_SLACK = "slack send: answer lost"
LOST_AT_THE_WEBHOOK = "slack_webhook send: answer lost"
JUDGED, PLANNED, POSTED = (
    f"{who}: before the commit of the rest of {what}"
    for who, what in (("service", "judge"), ("service", "digest"), ("slack", "sent"))
)
DROPPED = ("chat.postMessage", "drop")
UNSAID = "slack_webhook doubled without saying so"

MUTANTS = (
    Mutant("unwritten", _attempts_are_not_written_before_they_are_made, "slack doubled", LOST_AT_SLACK),
    Mutant("pending", _what_a_dead_worker_held_is_simply_pending, "slack doubled", LOST_AT_SLACK),
    Mutant("blind", _nobody_looks_before_sending_again, "slack doubled", LOST_AT_SLACK),
    Mutant("unmarked", _a_repetition_does_not_say_so, UNSAID, LOST_AT_THE_WEBHOOK),
    Mutant("hasty", _messages_count_as_sent_once_they_are_tried, "slack lost", "slack send: before connecting"),
    Mutant("apart", _verdicts_and_messages_are_written_apart, "lost", JUDGED),
    Mutant("rootless", _where_a_message_stands_is_written_apart, "channel", POSTED),
    Mutant("unedited", _a_root_counts_as_edited_before_it_is, "channel", "slack edit: before connecting"),
    Mutant("weekless", _a_week_counts_as_told_before_it_is_planned, "lost", PLANNED),
    Mutant("eager", _the_library_posts_again_by_itself, "slack doubled", trouble=DROPPED),
    Mutant("sure", _a_lost_answer_counts_as_a_refusal_for_now, "slack doubled", trouble=DROPPED),
)
