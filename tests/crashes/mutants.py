"""Deedline broken on purpose, in one way each: what the counting of messages has to notice.

Each is a function that breaks the program of a forked child. `Mutant.place` is where a kill brings the break to
light, `Mutant.trouble` what a server has to do for it; `Mutant.found` is how it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import Connection, update

from tests.crashes.children import Spoil
from tracker.actions import deliver, judge_due, plan_digests, sending
from tracker.domain.alerts import Abilities, Delivery, Outcome, Result
from tracker.domain.instants import Span
from tracker.store.claims import Claim, begin_attempt, note_sent
from tracker.store.commits import Commit
from tracker.store.micros import to_micros
from tracker.store.outbox_rows import Message, enqueue
from tracker.store.store import Store
from tracker.store.tables.digests import subscriber
from tracker.store.tables.outbox import outbox
from tracker.store.thread_rows import note_shown, note_told, stale_roots
from tracker_notifiers.slack import SlackSender


@dataclass(frozen=True, slots=True)
class Mutant:
    """A way of being broken, and what brings it to light."""

    name: str
    spoil: Spoil
    found: str
    place: str = ""
    trouble: tuple[str, str] | None = None


def _attempts_are_not_written_before_they_are_made() -> None:
    def unwritten(commit: Commit, claim: Claim, *, maybe_repeated: bool) -> bool:
        return True

    sending.begin_attempt = unwritten


def _what_a_dead_worker_held_is_simply_pending() -> None:
    def free(connection: Connection, destination: str, now: datetime) -> int:
        mine = outbox.c.destination == destination
        freed = update(outbox).where(mine, outbox.c.state == "claimed").values(state="pending", claim_by="")
        return connection.execute(freed).rowcount

    deliver.free_abandoned = free


def _nobody_looks_before_sending_again() -> None:
    blind = property(lambda self: Abilities(can_edit=True, can_thread=True))
    SlackSender.abilities = blind  # type: ignore[method-assign, assignment]


def _a_repetition_does_not_say_so() -> None:
    def unmarked(delivery: Delivery, **changes: Any) -> Delivery:
        return replace(delivery, **{**changes, "maybe_repeated": False})

    sending.replace = unmarked


def _messages_count_as_sent_once_they_are_tried() -> None:
    def sent(commit: Commit, claim: Claim, *, maybe_repeated: bool) -> bool:
        begun = begin_attempt(commit, claim, maybe_repeated=maybe_repeated)
        note_sent(commit, claim)
        return begun

    sending.begin_attempt = sent


def _verdicts_and_messages_are_written_apart() -> None:
    write_down, held = judge_due._write_down, list[Message]()

    def keep(commit: Commit, messages: list[Message]) -> list[int]:
        held.extend(messages)
        return []

    def apart(store: Store, now: datetime, *more: Any) -> judge_due.JudgedDue:
        done = write_down(store, now, *more)
        with store.write(now, "messages") as commit:
            enqueue(commit, held)
            held.clear()
        return done

    judge_due.enqueue = keep  # type: ignore[assignment]
    judge_due._write_down = apart  # type: ignore[assignment]


def _where_a_message_stands_is_written_apart() -> None:
    settle, held = sending._settle, list[tuple[Any, ...]]()

    def keep(connection: Connection, *told: Any) -> None:
        held.append(told)

    def apart(store: Store, claim: Claim, number: int, outcome: Outcome, *more: Any) -> None:
        settle(store, claim, number, outcome, *more)
        with store.write(more[1], "thread") as commit:
            while held:
                note_told(commit.connection, *held.pop())

    sending.note_told = keep
    sending._settle = apart  # type: ignore[assignment]


def _a_root_counts_as_edited_before_it_is() -> None:
    def edit(store: Store, name: str, sender: Any, clock: Any) -> int:
        with store.write(clock.now(), "edit") as commit:
            stale = stale_roots(commit.connection, name, clock.now())
            for each in stale:
                note_shown(commit.connection, each)
        return sum(sender.edit(each.thread, each.notice).result is Result.SENT for each in stale)

    deliver.edit_roots = edit


def _a_week_counts_as_told_before_it_is_planned() -> None:
    put = plan_digests._put

    def apart(store: Store, address: str, period: Span, *more: Any) -> bool:
        mine = update(subscriber).where(subscriber.c.address == address)
        with store.write(more[2], "digest") as commit:
            commit.connection.execute(mine.values(last_end=to_micros(period.end)))
        plan_digests.last_ends = lambda connection: {address: period.start}
        return put(store, address, period, *more)

    plan_digests._put = apart  # type: ignore[assignment]


def _the_library_posts_again_by_itself() -> None:
    client: Callable[[SlackSender], WebClient] = SlackSender._client

    def eager(self: SlackSender) -> WebClient:
        careful = client(self)
        return WebClient(token=careful.token, base_url=careful.base_url)

    SlackSender._client = eager  # type: ignore[method-assign]


def _a_lost_answer_counts_as_a_refusal_for_now() -> None:
    ask = sending.ask

    def sure(call: Callable[[], Outcome]) -> Outcome:
        outcome = ask(call)
        return replace(outcome, result=Result.RETRY) if outcome.result is Result.AMBIGUOUS else outcome

    sending.ask = sure


LOST_AT_SLACK = "slack send: answer lost"
LOST_AT_THE_WEBHOOK = "slack_webhook send: answer lost"
DROPPED = ("chat.postMessage", "drop")
UNSAID = "slack_webhook doubled without saying so"

MUTANTS = (
    Mutant("unwritten", _attempts_are_not_written_before_they_are_made, "slack doubled", LOST_AT_SLACK),
    Mutant("pending", _what_a_dead_worker_held_is_simply_pending, "slack doubled", LOST_AT_SLACK),
    Mutant("blind", _nobody_looks_before_sending_again, "slack doubled", LOST_AT_SLACK),
    Mutant("unmarked", _a_repetition_does_not_say_so, UNSAID, LOST_AT_THE_WEBHOOK),
    Mutant("hasty", _messages_count_as_sent_once_they_are_tried, "slack lost", "slack send: before connecting"),
    Mutant("apart", _verdicts_and_messages_are_written_apart, "lost", "service: after the commit of judge"),
    Mutant("rootless", _where_a_message_stands_is_written_apart, "channel", "slack: after the commit of sent (2)"),
    Mutant("unedited", _a_root_counts_as_edited_before_it_is, "channel", "slack edit: before connecting"),
    Mutant("weekless", _a_week_counts_as_told_before_it_is_planned, "lost", "service: after the commit of digest"),
    Mutant("eager", _the_library_posts_again_by_itself, "slack doubled", trouble=DROPPED),
    Mutant("sure", _a_lost_answer_counts_as_a_refusal_for_now, "slack doubled", trouble=DROPPED),
)
