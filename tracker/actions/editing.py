"""Make root messages show what was told since in their threads."""

from __future__ import annotations

from functools import partial

from tracker.actions.asking import again_at, ask
from tracker.actions.troubles import switch_off
from tracker.domain.alerts import Result, Target
from tracker.domain.ports import Clock, Sender
from tracker.store.destination_rows import load_destination, rest
from tracker.store.store import Store
from tracker.store.thread_rows import note_shown, put_off_edit, stale_roots


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
            if outcome.result in (Result.SENT, Result.REFUSED):
                # A refusal will not change by asking again: the root stays as it is, its thread tells the rest.
                note_shown(commit.connection, each)
            else:
                until = again_at(now, each.fails + 1, outcome.retry_after)
                put_off_edit(commit.connection, each, until)
                if outcome.retry_after is not None:
                    rest(commit.connection, name, until)  # it speaks of everything that goes there
            if outcome.disables_destination:
                switch_off(commit, name, outcome.answer, fallback)
        edited += outcome.result is Result.SENT
        if outcome.result in (Result.RETRY, Result.AMBIGUOUS):
            break
    return edited
