"""Make root messages show what was told since in their threads."""

from __future__ import annotations

from functools import partial

from tracker.actions.asking import again_at, ask
from tracker.domain.alerts import Result
from tracker.domain.ports import Clock, Sender
from tracker.store.destination_rows import disable, load_destination
from tracker.store.store import Store
from tracker.store.thread_rows import note_shown, put_off_edit, stale_roots


def edit_roots(store: Store, name: str, sender: Sender, clock: Clock) -> int:
    """Edit the root messages of a destination that show less than was told; return how many were edited.

    An edit needs no outbox row: making a message show the same thing twice does no harm, so it is simply repeated
    until it shows.
    """
    if not sender.abilities.can_edit:
        return 0
    now = clock.now()
    with store.read() as connection:
        if not load_destination(connection, name).takes_messages(now):
            return 0
        stale = stale_roots(connection, name, now)
    edited = 0
    for each in stale:
        outcome = ask(partial(sender.edit, each.thread, each.notice))
        now = clock.now()
        with store.write(now, "edit") as commit:
            refused = outcome.result is Result.REFUSED and not outcome.disables_destination
            if outcome.result is Result.SENT or refused:
                # A refusal will not change by asking again: the root stays as it is, its thread tells the rest.
                note_shown(commit.connection, each)
            else:
                put_off_edit(commit.connection, each, again_at(now, each.fails + 1, outcome.retry_after))
            if outcome.disables_destination:
                disable(commit.connection, name, now, outcome.answer)
        edited += outcome.result is Result.SENT
        if outcome.result in (Result.RETRY, Result.AMBIGUOUS):
            break
    return edited
