"""Log a promise by hand: it belongs to the store, and no rule file can take it over."""

from __future__ import annotations

from datetime import datetime

from tracker.actions.scanning import scan_stored_reports
from tracker.domain.errors import BadInput
from tracker.domain.promises import Promise
from tracker.store.canonical import meaning_hash
from tracker.store.judged_rows import put_off
from tracker.store.promise_rows import STORE, load_promises, write_version
from tracker.store.store import Store


def log_promise(store: Store, promise: Promise, now: datetime, *, actor: str = "deedline") -> int:
    """Put a promise into force as owned by the store and return its version.

    The same promise again is nothing; a changed one becomes a new version. Raises BadInput if a rule file owns one
    of that id.
    """
    with store.write(now, "log", actor) as commit:
        before = load_promises(commit.connection, ids=[promise.id]).get(promise.id)
        if before is not None and before.owner != STORE and not before.retired:
            raise BadInput(
                f"the promise {promise.id} belongs to the rule file {before.file}",
                "change it there, or take another id",
            )
        if before is not None and before.hash == meaning_hash(promise) and not before.retired:
            return before.ver
        version = write_version(commit, promise, before, STORE, actor)
        put_off(commit.connection, [promise.id])
    scan_stored_reports(store, now)
    return version
