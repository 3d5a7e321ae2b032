"""Make root messages show what was told since in their threads."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from tracker.actions.asking import again_at, ask
from tracker.actions.troubles import switch_off
from tracker.domain.alerts import DeliveryKind, Result, Target
from tracker.domain.ports import Clock, Sender
from tracker.store.commits import Commit
from tracker.store.destination_rows import load_destination, rest
from tracker.store.outbox_rows import Message, Payload, enqueue
from tracker.store.store import Store
from tracker.store.thread_rows import Stale, forget_root, note_shown, put_off_edit, stale_roots

EDITS_APART = timedelta(seconds=10)
"""Between two edits of one root at least: what comes meanwhile is shown by the second one."""


def edit_roots(store: Store, name: str, sender: Sender, clock: Clock, fallback: Target | None = None) -> int:
    """Edit the root messages of a destination that show less than was told; return how many were edited.

    When the destination takes nothing any more, `fallback` is told.

    An edit needs no outbox row: making a message show the same thing twice does no harm, so it is simply repeated
    until it shows.
    """
    if not sender.abilities.can_edit:
        return 0
    now = clock.now()
    with store.read() as connection:
        if not load_destination(connection, name).takes_messages(now, pace=sender.abilities.pace):
            return 0
        stale = stale_roots(connection, name, now)
    edited = 0
    for each in stale:
        outcome = ask(partial(sender.edit, each.thread, each.notice))
        now = clock.now()
        with store.write(now, "edit") as commit:
            refused = outcome.result is Result.REFUSED and not outcome.disables_destination
            if outcome.is_gone:
                _begin_anew(commit, each)
            elif outcome.result is Result.SENT or refused:
                # A refusal will not change by asking again: the root stays as it is, its thread tells the rest.
                note_shown(commit.connection, each, now + EDITS_APART)
            else:
                until = again_at(now, each.fails + 1, outcome.retry_after)
                put_off_edit(commit.connection, each, until)
                if outcome.retry_after is not None:
                    rest(commit.connection, name, until, asked=True)  # it speaks of everything that goes there
            if outcome.disables_destination:
                switch_off(commit, name, outcome.answer, fallback)
        edited += outcome.result is Result.SENT
        if outcome.result in (Result.RETRY, Result.AMBIGUOUS):
            break
    return edited


def _begin_anew(commit: Commit, gone: Stale) -> None:
    """Let the thread of a root that somebody deleted go on with a new root, once.

    What is on its way becomes the root by itself; otherwise a message that says how things stand is sent, through
    the outbox, so that it too comes once.
    """
    if forget_root(commit.connection, gone):
        return
    target = Target(gone.destination, gone.recipient)
    dedupe = f"root:{gone.episode}:{gone.destination}:{gone.recipient}:{gone.thread.message}"
    enqueue(commit, [Message(DeliveryKind.ALERT, target, dedupe, Payload((gone.notice,)), gone.episode)])
